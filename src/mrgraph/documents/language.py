"""Decides the language of a text, by its script."""

from __future__ import annotations

import re

_FOREIGN = re.compile("[\u0370-\u1fff\u2c00-\ud7ff\uf900-\ufaff\ufb50-\ufdff\ufe70-\ufeff\uff66-\uff9f]+")
_SCRIPTS = {
    "ja": re.compile("[\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9f]"),
    "ko": re.compile("[\uac00-\ud7a3\u1100-\u11ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
}
_NO_LETTERS = bytes(byte for byte in range(256) if not chr(byte).isascii() or not chr(byte).isalpha())
_WEIGHT = 2  # one character of an East Asian script says about as much as two or three letters
_FEW = 20  # East Asian characters up to which they may be a name in a text of another language


def language(text: str) -> str:
    """An ISO 639-1 code by script: Latin script counts as English; "und" where there are no letters.

    >>> language("Amkor 社の market"), language("市場の規模は拡大しています。" * 5), language("12 %")
    ('en', 'ja', 'und')
    """
    ascii_text = text.encode("ascii", errors="ignore")
    latin = len(ascii_text.translate(None, _NO_LETTERS))
    if (len(text) - len(ascii_text)) * _WEIGHT <= latin:
        return "en" if latin else "und"
    foreign = "".join(_FOREIGN.findall(text))
    counts = {code: len(pattern.findall(foreign)) if foreign else 0 for code, pattern in _SCRIPTS.items()}
    asian = counts["ja"] + counts["ko"] + counts["zh"]
    if asian * _WEIGHT > latin and (asian > _FEW or not latin):
        if counts["ko"] > counts["ja"]:
            return "ko"
        return "ja" if counts["ja"] * 20 > counts["zh"] else "zh"
    best = max(("ru", "ar"), key=lambda code: counts[code])
    if counts[best] > latin:
        return best
    return "en" if latin else "und"
