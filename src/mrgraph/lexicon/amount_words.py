"""Words of amounts: numerals of any country, words for powers of ten, and what currencies are called.

The words for powers of ten stand in tables/scales.tsv, a column a language; English words go first where two languages
disagree ("billion" is 1,000 million). Currencies stand in tables/currencies.tsv: `code` by ISO 4217, empty for a name
that several currencies bear; `symbols` before or after an amount; `before` for what stands only before one; names by
language.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.word_tables import alternation, rows, values

_LATIN_LANGUAGES: Final = ("en", "de", "fr", "es", "pt", "it")
_ASIAN_LANGUAGES: Final = ("ja", "ko", "zh")
_SCALES: Final = tuple(rows("scales"))


def _powers(languages: tuple[str, ...]) -> dict[str, int]:
    """The words of some languages with their powers of ten; the first language goes before the others."""
    powers: dict[str, int] = {}
    for language in languages:
        for row in _SCALES:
            for word in values(row[language]):
                powers.setdefault(word.lower(), int(row["power"]))
    return powers


_WORDS_OF_TEN: Final = _powers(_LATIN_LANGUAGES)
_SIGNS_OF_TEN: Final = _powers(_ASIAN_LANGUAGES)
# Before these a point between three digits groups thousands: "12.500 millones".
CONTINENTAL: Final = frozenset(_WORDS_OF_TEN) - {w.lower() for row in _SCALES for w in values(row["en"])}
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


# ------------------------------------------------------------------------------------------------ currencies

_CURRENCIES: Final = tuple(rows("currencies"))
CODES: Final = tuple(row["code"] for row in _CURRENCIES if row["code"])
NAMES: Final = {
    name.lower(): row["code"] or None
    for row in _CURRENCIES
    for lang in (*_LATIN_LANGUAGES, *_ASIAN_LANGUAGES)
    for name in values(row[lang])
}
SYMBOLS: Final = {symbol: row["code"] for row in _CURRENCIES for symbol in values(row["symbols"])}
_LEADS: Final = {lead: row["code"] for row in _CURRENCIES for lead in values(row["before"])}
_CASED_CODES: Final = frozenset("TRY PEN COP PHP RON ALL SAR ARS SEK SEN".split())  # also words in lower case
MINOR: Final = {"cent": None, "cents": None, "pence": "GBP", "penny": None, "pennies": None}

# The codes that a text in capitals does not hold as words.
CODE: Final = "|".join(code for code in (*CODES, "RMB") if code not in {"ALL", "TRY", "PEN", "COP", "TOP", "RON"})
_FREE = [c for c in (*CODES, "RMB", "NTD") if c not in _CASED_CODES]
_CASED = [c for c in CODES if c in _CASED_CODES]
# What stands before a dollar sign; "A $" is an article, "R $" a loose letter, so that one letter has no space.
_DOLLARS = {lead.removesuffix("$").upper(): code for lead, code in _LEADS.items() if lead.endswith("$")}
_DOLLAR = (
    rf"(?:(?i:(?<![\w’'])(?:{alternation(lead for lead in _DOLLARS if len(lead) > 1 or lead == 'C')})\s?"
    rf"|(?-i:(?<![\w’'])[ASR]))?\$|\$US)"
)
# Letters that mean a currency only right before a digit, with at most a space: "RM4.2", "R 4.2 billion", "Dh4.2".
_LETTERS = [lead for lead in _LEADS if "$" not in lead and lead not in CODES]
# What a number may stand right behind: "RM4.2".
GLUED: Final = "|".join(rf"(?<=\b{re.escape(lead)})" for lead in _LETTERS)
_SPELLED = [name for name in NAMES if name.isascii() and name.endswith(("dollars", "euros"))]
# An amount's currency right before it, read backwards from the number: US$, HK $, EUR, Rs., ¥, "US dollars".
BEFORE: Final = re.compile(
    rf"(?P<dollar>{_DOLLAR})\s{{0,2}}$|(?P<symbol>{alternation(s for s in SYMBOLS if s != '$')})\s{{0,2}}$"
    rf"|(?<![A-Za-z])(?P<code>(?i:{alternation(_FREE)}|Rs\.?)|{alternation(_CASED)}|{alternation(_LETTERS)})"
    r"[\s:]{0,2}\$?\s?$"
    rf"|(?<![\w-])(?P<name>(?i:{alternation(_SPELLED)}))\s$"
)
_LATIN = [n for n in NAMES if n[0].isascii() or (n[0].isalpha() and n[0] < "\u0250")]
_ASIAN = [n for n in NAMES if n not in _LATIN]
# An amount's currency after it: "euros", "EUR", "円", "€", also behind a joint: "de euros", "(USD)".
AFTER: Final = (
    rf"(?:(?i:{alternation([*_LATIN, *MINOR, *_FREE])})(?![A-Za-z])|{alternation(_CASED)}(?![A-Za-z])"
    rf"|{alternation(_ASIAN)}|{alternation(SYMBOLS)}(?!\s?\d))"
)
_CHINESE = AnyCase(r"\b(?:CNY|RMB|yuan|renminbi|China|Chinese)\b|人民|中国")
_JAPANESE = AnyCase(r"\b(?:JPY|yen|Japan\w*)\b|円|日本")
_LONGEST = 24  # characters of a currency before an amount: "United States dollars"


def currency_before(text: str, position: int) -> tuple[int, str | None] | None:
    """The currency that ends right before `position`: where it begins, and its code.

    >>> currency_before("worth US$ 5 billion", 10), currency_before("about US dollars 5 billion", 17)
    ((6, 'USD'), (6, 'USD'))
    """
    match = BEFORE.search(text, max(0, position - _LONGEST), position)
    if not match:
        return None
    if match["dollar"]:
        code: str | None = _DOLLARS.get(match["dollar"].replace("$", "").strip().upper(), "USD")
    elif match["symbol"]:
        code = _yen_or_yuan(text) if match["symbol"] in "¥￥" else SYMBOLS[match["symbol"]]
    else:
        code = currency_named(match["code"] or match["name"])
    return match.start(), code


def currency_named(word: str) -> str | None:
    """The code of the currency that `word` beside an amount names, None where it does not tell."""
    plain = re.sub(r"\s+", " ", word.strip())
    code = SYMBOLS.get(plain) or NAMES.get(plain.lower()) or _LEADS.get(plain) or _LEADS.get(plain.capitalize())
    return code or _LEADS.get(plain.upper()) or (plain.upper() if plain.upper() in CODES else None)


def _yen_or_yuan(text: str) -> str:
    """The sign is the same: yuan where the words around speak of China and not of Japan."""
    return "CNY" if _CHINESE.search(text) and not _JAPANESE.search(text) else "JPY"
