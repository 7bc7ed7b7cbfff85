"""Numerals -> Decimal: digits with separators of any country, number words, and the words for powers of ten.

The words for powers of ten stand in tables/scales.tsv, a column a language; English words go first where two languages
disagree ("billion" is 1,000 million).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from mrgraph.lexicon.word_tables import alternation, rows, values

_LATIN: Final = ("en", "de", "fr", "es", "pt", "it")
_ASIAN: Final = ("ja", "ko", "zh")
_ROWS: Final = tuple(rows("scales"))


def _powers(languages: tuple[str, ...]) -> dict[str, int]:
    """The words of some languages with their powers of ten; the first language goes before the others."""
    powers: dict[str, int] = {}
    for language in languages:
        for row in _ROWS:
            for word in values(row[language]):
                powers.setdefault(word.lower(), int(row["power"]))
    return powers


_WORDS_OF_TEN: Final = _powers(_LATIN)
_SIGNS_OF_TEN: Final = _powers(_ASIAN)
# Before these a point between three digits groups thousands: "12.500 millones".
CONTINENTAL: Final = frozenset(_WORDS_OF_TEN) - {w.lower() for row in _ROWS for w in values(row["en"])}
SCALE: Final = alternation(word for word in _WORDS_OF_TEN if len(word) > 1)
SCALE_LETTER: Final = "[BMKTbmkt]"
ASIAN_SCALE: Final = f"[{''.join(_SIGNS_OF_TEN)}]+"
# Digits with thousands separators (comma, point, apostrophe, narrow or plain space; lakhs), a decimal part, or neither.
NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![,.]?\d)|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?![,.]?\d)|"
    r"\d{1,3}(?:\.\d{3})+,\d+(?![,.]?\d)|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?![,.]?\d)"
    r"|\d{1,3}(?:['’\u00a0\u2009\u202f ]\d{3})+(?:[.,]\d+)?(?![,.]?\d)|\d+(?:\s?[.．]\s?\d+|[,·]\d+)?)"
)
FRACTIONS: Final = {
    "½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667",
    "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875",
    "1/2": "0.5", "1/4": "0.25", "3/4": "0.75", "1/3": "0.333", "2/3": "0.667", "1/8": "0.125",
}  # fmt: skip
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {w: i for i, w in enumerate(_UNITS)} | {w: 10 * i for i, w in enumerate(_TENS) if w != "_"}
_VALUE = rf"(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})"
WORDS: Final = (
    rf"{_VALUE}(?:[\s-](?:and\s)?(?:{_VALUE}|hundred))*(?:\spoint(?:\s(?:{'|'.join(_UNITS[:10])}))+|\sand\sa\shalf)?"
)


def numeral(text: str, *, continental: bool = False) -> Decimal | None:
    """The number written as `text`, else None; one point is a decimal point, one comma before three digits is not.

    `continental`: one point before three digits groups thousands, and a comma is a decimal one.

    >>> [str(numeral(t)) for t in ("1,234.5", "1.234,5", "1 234", "12,34,567.89", "5,2", "0,125", "1,250", "4·2")]
    ['1234.5', '1234.5', '1234', '1234567.89', '5.2', '0.125', '1250', '4.2']
    >>> str(numeral("12.500", continental=True)), str(numeral("3,435", continental=True))
    ('12500', '3.435')
    """
    plain = re.sub(r"[\s'’]", "", unicodedata.normalize("NFKC", text)).replace("·", ".")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        plain = plain.replace(",", "") if point > comma else plain.replace(".", "").replace(",", ".")
    elif comma >= 0:
        grouped = not continental and re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3}", plain)
        plain = plain.replace(",", "") if grouped else plain.replace(",", ".")
    elif plain.count(".") > 1 or (continental and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", plain)):
        plain = plain.replace(".", "")
    return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", plain, re.ASCII) else None


def spoken(text: str) -> Decimal | None:
    """The number that English words below a thousand say: "forty-five", "two hundred and ten", "four point two".

    >>> [str(spoken(t)) for t in ("forty-five", "two hundred and ten", "four point two", "seven and a half")]
    ['45', '210', '4.2', '7.5']
    """
    said, _, after = text.lower().partition(" point ")
    half = Decimal("0.5") if said.endswith(" and a half") else Decimal(0)
    total = 0
    for word in re.findall(r"[a-z]+", said.removesuffix(" and a half")):
        if word == "hundred":
            total = (total or 1) * 100
        elif word != "and":
            total += _VALUES[word]
    digits = "".join(str(_VALUES[word]) for word in after.split())
    return Decimal(f"{total}.{digits}") if digits else total + half


def power(scale: str) -> Decimal:
    """What a word of `SCALE` or a run of `ASIAN_SCALE` multiplies by: "bn", "lakh crore", "千万"."""
    plain = re.sub(r"\s+", " ", scale.strip(" .-").lower())
    if plain in _WORDS_OF_TEN:
        return Decimal(10) ** _WORDS_OF_TEN[plain]
    product = Decimal(1)
    for sign in plain:
        product *= Decimal(10) ** _SIGNS_OF_TEN[sign]
    return product
