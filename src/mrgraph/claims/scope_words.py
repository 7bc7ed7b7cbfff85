"""A figure's sentence -> words by which it speaks of another time, a part, or another market than its dimensions say.

Such a figure is kept and shown, but held against no other: a wrong contradiction costs more trust than a missed one.
"""

from __future__ import annotations

import re
from typing import Final

from mrgraph.lexicon import spelling

# Years, "the next five years", and verbs that look back.
_TIMES = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:previous|past|last|next|coming|recent)\s+(?:[\w-]+\s+){0,2}(?:years?|decades?)\b"
    r"|\b(?:histor\w+|grew|saw|seen|witnessed|experienced|recorded|expanded|has been|decade|year-on-year)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PAST = re.compile(
    r"\b(?:reached|grew|saw|witnessed|observed|experienced|recorded|expanded|rose|increased)\b", re.IGNORECASE
)
_COMING = re.compile(
    r"\b(?:(?:expect|project|forecast|anticipat|estimat|predict)\w*|poised|likely|set to|will|would|could|may|growing|"
    r"exhibiting|registering)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\b(?:segment|region|company|country|division|subsidiary|category|parent)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\W*([^\W\d][^:.;,]{2,50}):\s")
_MARKETS = re.compile(r"([\w&.+’'-]+)\s+(?:markets?|industry|sector)\b(?!\s+(?:size\s+)?(?:for|of)\b)", re.IGNORECASE)
_MARKETS_FOR = re.compile(
    r"\bmarket(?:\s+size)?\s+(?:for|of)\s+(?:the\s+)?"
    r"([\w&.+’'-]+(?:\s+(?!(?:is|was|were|are|has|had|will|in|to|at|by|from)\b)[\w&.+’'-]+)?)",
    re.IGNORECASE,
)
_WHOLE = "segment|division|unit|business|sector|category|arm"
_SALES_FROM = re.compile(rf"\b((?:revenues?|sales)\s+from|(?:{_WHOLE})\s+\w+ed)\b", re.IGNORECASE)
_IN_A_PART = re.compile(rf"[^.;]{{0,20}}?\b(?:in|from|within)\s+(?:[\w&'’-]+\s+){{0,5}}({_WHOLE})\b", re.IGNORECASE)
_PLAIN: Final = frozenset(
    "the a an this that its our their same global worldwide world international overall entire total target domestic "
    "whole said current respective in of and for to by as within per end given addressable over around about".split()
)


def times(quote: str) -> str:
    """The words of time in a sentence, lower case: those of an undated rate tell that it has a time of its own."""
    return " ".join(match.lower() for match in _TIMES.findall(quote))


def other_time(quote: str, end: int | None) -> str:
    """Words by which a sentence about a dated rate speaks of another time: a later year, or nothing but the past.

    >>> other_time("It may reach $9 billion by 2033, a CAGR of 9% during this period.", 2030)
    '2033'
    >>> other_time("It reached $9 billion by 2022, reflecting a CAGR of 9%.", 2030)
    'past'
    >>> other_time("It reached $9 billion in 2022 and is expected to grow by 9%.", 2030)
    ''
    """
    latest: str = max(_YEAR.findall(quote), default="")
    if latest and end is not None and int(latest) > end:
        return latest
    return "past" if _PAST.search(quote) and not _COMING.search(quote) else ""


def part(quote: str, value: str, names: frozenset[str]) -> str | None:
    """The word before the value that makes it one of a part or of another market; None where there is none.

    `names`: the folded words of the market's names.

    >>> part("The widget segment is worth $2 billion.", "$2 billion", frozenset({"widget"}))
    'segment'
    >>> part("The steel industry is worth $2 billion.", "$2 billion", frozenset({"widget"}))
    'steel'
    >>> part("The global widgets market is worth $2 billion.", "$2 billion", frozenset({"widget"}))
    """
    before = quote.partition(value)[0] if value else ""
    for match in _PARTS.finditer(before):
        if match[0].lower() not in names:
            return match[0].lower()
    label = _LABEL.match(before)
    if label is not None and not re.search(
        r"market|size|valu|growth|forecast|cagr|answer|\bA\b", label[1], re.IGNORECASE
    ):
        return label[1].strip().lower()
    return _other_market(before, names)


def part_of_company(quote: str, value: str) -> str | None:
    """The words by which sales are those of a part of a company: "in its lighting segment"; None where there are none.

    >>> part_of_company("Acme earned $2 billion in the lighting segment.", "$2 billion")
    'segment'
    >>> part_of_company("In 2020 Acme earned $2 billion.", "$2 billion")
    """
    before, _, behind = quote.partition(value) if value else ("", "", "")
    match = _SALES_FROM.search(before) or _IN_A_PART.match(behind)
    return match[1].lower() if match else None


def _other_market(before: str, names: frozenset[str]) -> str | None:
    """The word in front of "market", if one there is strange and none belongs to the market's names."""
    heads = [match[1] for match in _MARKETS.finditer(before)] + [match[1] for match in _MARKETS_FOR.finditer(before)]
    folded = [spelling.fold(head).split() for head in heads if head.isascii()]
    telling = [words for words in folded if any(word not in _PLAIN for word in words)]
    own = any(_alike(word, name) for words in telling for word in words for name in names)
    return telling[0][-1] if telling and not own else None


def _alike(word: str, name: str) -> bool:
    """Whether two words are forms of one: equal but for their endings."""
    least = max(3, min(len(word), len(name)) - 3)
    return word == name or (len(word) > least and word[:least] == name[:least])
