"""Currencies by what a report calls them: symbols and codes before an amount, words, codes and symbols after it.

They stand in tables/currencies.tsv: `code` by ISO 4217, empty for a name that several currencies bear; `symbols` before
or after an amount; `before` for what stands only before one; names by language.
"""

from __future__ import annotations

import re
from typing import Final

from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.word_tables import alternation, rows, values

_LANGUAGES: Final = ("en", "de", "fr", "es", "pt", "it", "ja", "ko", "zh")
_ROWS: Final = tuple(rows("currencies"))
CODES: Final = tuple(row["code"] for row in _ROWS if row["code"])
NAMES: Final = {name.lower(): row["code"] or None for row in _ROWS for lang in _LANGUAGES for name in values(row[lang])}
SYMBOLS: Final = {symbol: row["code"] for row in _ROWS for symbol in values(row["symbols"])}
_LEADS: Final = {lead: row["code"] for row in _ROWS for lead in values(row["before"])}
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


def before(text: str, position: int) -> tuple[int, str | None] | None:
    """The currency that ends right before `position`: where it begins, and its code.

    >>> before("worth US$ 5 billion", 10), before("about US dollars 5 billion", 17)
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
        code = named(match["code"] or match["name"])
    return match.start(), code


def named(word: str) -> str | None:
    """The code of the currency that `word` beside an amount names, None where it does not tell."""
    plain = re.sub(r"\s+", " ", word.strip())
    code = SYMBOLS.get(plain) or NAMES.get(plain.lower()) or _LEADS.get(plain) or _LEADS.get(plain.capitalize())
    return code or _LEADS.get(plain.upper()) or (plain.upper() if plain.upper() in CODES else None)


def _yen_or_yuan(text: str) -> str:
    """The sign is the same: yuan where the words around speak of China and not of Japan."""
    return "CNY" if _CHINESE.search(text) and not _JAPANESE.search(text) else "JPY"
