"""Numerals -> Decimal: digits with separators of any country, number words, and the words for powers of ten."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_POWERS = """
12: trillion trillions tn trn t 兆 조 lakh_crore
11: hundred_billion
10: thousand_crore
9: billion billions bn bln b mrd milliard milliards milliarden mil_millones
8: hundred_million 億 亿 억
7: crore crores cr
6: million millions mn mln mio mm mill m millionen millones
5: lakh lakhs lac lacs hundred_thousand
4: 万 萬 만
3: thousand thousands k 千 천
2: hundred 百 백
1: 십
"""
POWERS = {
    word.replace("_", " "): int(power)
    for power, words in (line.split(": ") for line in _POWERS.strip().splitlines())
    for word in words.split()
}
_WORDS = sorted((p for p in POWERS if p.isascii() and len(p) > 1), key=lambda p: (-len(p), p))
SCALE = "|".join(p.replace(" ", r"\s") for p in _WORDS)
ASIAN_SCALE = "[兆億亿万萬千百조억만천백십]+"
# Digits with thousands separators (comma, point, apostrophe, narrow or plain space; lakhs), a decimal part, or neither.
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![,.]?\d)|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?![,.]?\d)|"
    r"\d{1,3}(?:\.\d{3})+,\d+(?![,.]?\d)|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?![,.]?\d)"
    r"|\d{1,3}(?:['’\u00a0\u2009\u202f ]\d{3})+(?:[.,]\d+)?(?![,.]?\d)|\d+(?:\s?[.．]\s?\d+|,\d+)?)"
)
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {w: i for i, w in enumerate(_UNITS)} | {w: 10 * i for i, w in enumerate(_TENS) if w != "_"}
WORDS = (
    rf"(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})(?:[\s-](?:and\s)?"
    rf"(?:{'|'.join(sorted([*_VALUES, 'hundred'], key=len, reverse=True))}))*"
)


def numeral(text: str) -> Decimal | None:
    """The number written as `text`, else None; one point is a decimal point, one comma before three digits is not.

    >>> [str(numeral(t)) for t in ("1,234.5", "1.234,5", "1 234", "12,34,567.89", "5,2", "0,125", "1,250")]
    ['1234.5', '1234.5', '1234', '1234567.89', '5.2', '0.125', '1250']
    """
    plain = re.sub(r"[\s'’]", "", unicodedata.normalize("NFKC", text))
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        plain = plain.replace(",", "") if point > comma else plain.replace(".", "").replace(",", ".")
    elif comma >= 0:
        grouped = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3}", plain)
        plain = plain.replace(",", "") if grouped else plain.replace(",", ".")
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", plain, re.ASCII) else None


def spoken(text: str) -> Decimal | None:
    """The number that English words below a thousand say: "forty-five", "two hundred and ten"."""
    total = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word == "hundred":
            total = (total or 1) * 100
        elif word != "and":
            total += _VALUES[word]
    return Decimal(total)


def power(scale: str) -> Decimal:
    """What a word of `SCALE` or a run of `ASIAN_SCALE` multiplies by: "bn", "lakh crore", "千万"."""
    plain = re.sub(r"\s+", " ", scale.strip(" .-").lower())
    if plain in POWERS:
        return Decimal(10) ** POWERS[plain]
    product = Decimal(1)
    for sign in plain:
        product *= Decimal(10) ** POWERS[sign]
    return product
