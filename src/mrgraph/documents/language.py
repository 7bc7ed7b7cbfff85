"""Decides the language of a text: by its script, and in Latin letters by its most frequent little words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from mrgraph.lexicon.word_tables import rows, values

_FOREIGN = re.compile("[\u0370-\u1fff\u2c00-\ud7ff\uf900-\ufaff\ufb50-\ufdff\ufe70-\ufeff\uff66-\uff9f]+")
_SCRIPTS = {
    "ja": re.compile("[\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9f]"),
    "ko": re.compile("[\uac00-\ud7a3\u1100-\u11ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
}
READ: Final = frozenset({"en", "de", "fr", "es", "pt", "it", "ja", "ko", "zh", "und"})  # languages that readers know
_STOP_WORDS: Final = {row["language"]: values(row["words"]) for row in rows("stop_words")}
_LOOKED_AT: Final = 12_000  # characters that tell the language
_RATE: Final = 20  # of so many words one is a little word, else the text tells nothing and counts as English
_CLEAR: Final = 3  # another language than English has half as many again: three for each two
_NO_LETTERS = bytes(byte for byte in range(256) if not chr(byte).isascii() or not chr(byte).isalpha())
_WEIGHT = 2  # one character of an East Asian script says about as much as two or three letters
_FEW = 20  # East Asian characters up to which they may be a name in a text of another language


def language(text: str) -> str:
    """An ISO 639-1 code; Latin letters that tell nothing count as English; "und" where there are no letters.

    >>> language("Amkor 社の market"), language("市場の規模は拡大しています。" * 5), language("12 %")
    ('en', 'ja', 'und')
    >>> language("Der Markt für Pumpen ist mit 4 Prozent gewachsen und wird auch im Jahr 2025 wachsen.")
    'de'
    """
    ascii_text = text.encode("ascii", errors="ignore")
    latin = len(ascii_text.translate(None, _NO_LETTERS))
    if (len(text) - len(ascii_text)) * _WEIGHT <= latin:
        return _latin(text) if latin else "und"
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
    return _latin(text) if latin else "und"


def _latin(text: str) -> str:
    """The language in Latin letters whose little words stand most often, English where none does clearly."""
    words = Counter(text[:_LOOKED_AT].lower().split())
    times = {code: sum(words[word] for word in stops) for code, stops in _STOP_WORDS.items()}
    best = max(times, key=lambda code: (times[code], code))
    enough = times[best] * _RATE >= words.total() and times[best] * 2 >= times["en"] * _CLEAR
    return best if enough else "en"
