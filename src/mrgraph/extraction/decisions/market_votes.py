"""What may be the market's name, and how the page speaks of it.

Candidates are the runs of up to nine words before "market", "industry", "sector" (and before "sales", "shipments"), the
first part of a German "-markt", the words after "market for", "marché du", "mercado de", and the subject of the title.
Words that no name reaches over (articles, verbs, punctuation) end a run, so that no candidate holds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from mrgraph.extraction.decisions import market_words as lists
from mrgraph.extraction.decisions.page_words import BlockWords, PageWords

CHOSEN: Final = 3  # `Votes.ruled` of the rules' choice
LONGEST: Final = 9  # words of a name before "market"
LONGEST_AFTER: Final = 5  # words of a name after "market for"
FEW: Final = 8  # a candidate with less than this part of the most calls is not weighed
BRACKET: Final = 7  # tokens of a bracket that a name reaches over: "buy now pay later (BNPL) market"
NEAR: Final = 30  # tokens within which a figure counts as told of the market
BEFORE, COMPOUND, BEHIND = 1, 2, 4
_NOT_WORD: Final = re.compile(r"[\W_]+")
# Years, quarters and amounts end a name.
_TIME: Final = re.compile(
    r"(?:19|20)\d\d|q[1-4](?:\d\d)?|[1-4]q\d*|h[12]|[12]h\d*|\d[\d.,]*(?:b|bn|m|mn|billion|trillion)|(?:b|m|tr)illions?|bn|mn"
)
_ELISION: Final = re.compile(r"[dl]['’](?=\w)")


@dataclass(slots=True)
class Votes:
    """How a page speaks of one candidate.

    `calls`: times that it is called "the X market", with nothing else before X; `stands`: times that X stands before
    "market" at all. Of the calls: `titles`, `headings`, `told` ("market size", "market is"), `elsewise` ("market
    leader"), `figured` (an amount or percentage near), `markets` ("market" rather than "industry"), `after` ("market
    for X"), `written`: those in small letters. `sold`: times that it is called "X sales", "shipments of X". `first`:
    number of the first block that calls it so, -1 where none does. `subject`: the title is about it. `ruled`: 3 the
    rules' choice, 2 theirs in a title, 1 theirs elsewhere, 0 not theirs.
    """

    key: str
    words: tuple[str, ...]
    name: str
    calls: int = 0
    stands: int = 0
    titles: int = 0
    headings: int = 0
    told: int = 0
    elsewise: int = 0
    figured: int = 0
    markets: int = 0
    after: int = 0
    written: int = 0
    sold: int = 0
    first: int = -1
    subject: bool = False
    ruled: int = 0


@dataclass(slots=True)
class Ballot:
    """All candidates of a page, by key, and what their votes are measured by."""

    line: str
    votes: dict[str, Votes] = field(default_factory=dict)
    title: str = ""
    address: str = ""
    most: int = 1
    anchors: int = 0


def ballot(words: PageWords, ruled: Mapping[str, tuple[str, int]], address: str, places: frozenset[str]) -> Ballot:
    """The candidates of a page: its own, and those that the rules found (key -> name and rank, as in `Votes.ruled`)."""
    made = Ballot(words.line, address=address)
    for block in words.blocks:
        for at, word in enumerate(block.low):
            part = _part(word)
            if part:
                _names_by(made, block, at, part, places)
    if words.title:
        _subject(made.votes, words.title)
        made.title = "".join(map(key_of, words.title.low))
    for key, (name, rank) in ruled.items():
        _vote(made.votes, key, name.split()).ruled = rank
    made.most = max((each.calls for each in made.votes.values()), default=1) or 1
    sold = max((each.sold for each in made.votes.values()), default=0)
    made.votes = {key: each for key, each in made.votes.items() if _is_likely(each, made.most, sold)}
    return made


def _names_by(made: Ballot, block: BlockWords, at: int, part: int, places: frozenset[str]) -> None:
    """Count the candidates that stand by the word at `at`."""
    word = block.low[at]
    if part & BEFORE:
        made.anchors += word in lists.ANCHORS
        _before(made.votes, block, at, places)
    elif part & COMPOUND:
        made.anchors += 1
        _compound(made.votes, block, at)
    if part & BEHIND:
        made.anchors += word not in lists.BEFORE_NAME
        _behind(made.votes, block, at)


@lru_cache(maxsize=65_536)
def _part(word: str) -> int:
    """Where a name may stand by a word: before it, in it, behind it; bits, 0 for most words."""
    before = word in lists.ANCHORS or word in lists.SOLD
    behind = word in lists.BEFORE_NAME or word in lists.ROMANCE or word in lists.GERMAN_FOR
    return before * BEFORE | (not before and word.endswith(lists.TAILS)) * COMPOUND | behind * BEHIND


def _is_likely(vote: Votes, calls: int, sold: int) -> bool:
    """Whether a candidate is worth weighing: the rules', the title's, or one called often where others are."""
    if vote.ruled or vote.subject or vote.titles:
        return True
    return (vote.calls > 0 and vote.calls * FEW >= calls) or (vote.sold > 0 and vote.sold * FEW >= sold)


@lru_cache(maxsize=65_536)
def key_of(name: str) -> str:
    """What spellings of one name share: letters and digits in small letters, "&" as "and"."""
    return _NOT_WORD.sub("", name.replace("&", "and")).casefold()


def _vote(votes: dict[str, Votes], key: str, tokens: list[str]) -> Votes:
    made = votes.get(key)
    if made is None:
        made = votes[key] = Votes(key, tuple(token.lower() for token in tokens), " ".join(tokens))
    return made


def _before(votes: dict[str, Votes], block: BlockWords, at: int, places: frozenset[str]) -> None:
    """Count what stands before the word at `at` for every candidate that ends there."""
    low, key = block.low, ""
    sold = low[at] in lists.SOLD
    parts: list[int] = []  # from right to left
    for place in _leftwards(low, at):
        parts.append(place)
        key = key_of(low[place]) + key
        if low[place] in lists.NO_START or not key:
            continue
        clean = _is_edge(low, place, places)
        if sold and not clean:
            continue
        made = votes.get(key) or _vote(votes, key, [block.tokens[part] for part in reversed(parts)])
        if sold:
            made.sold += 1
            continue
        made.stands += 1
        if clean:
            _call(made, block, at, all(block.tokens[part] == low[part] for part in parts))


def _call(made: Votes, block: BlockWords, at: int, written: bool) -> None:
    """Count one call by the word at `at`, and how it goes on."""
    low = block.low
    after = low[at + 1] if at + 1 < len(low) else ""
    made.calls += 1
    made.titles += block.title == 2
    made.headings += block.title == 1
    made.told += after in lists.TOLD or not after[:1].isalnum()
    made.elsewise += after in lists.ELSE
    made.figured += not lists.FIGURES.isdisjoint(low[max(0, at - NEAR) : at + NEAR])
    made.markets += low[at] in lists.MARKET
    made.written += written
    made.first = block.number if made.first < 0 else made.first


def _leftwards(low: list[str], at: int) -> Iterator[int]:
    """The places of the words before `at`, the nearest first; a short bracket is passed over."""
    place, taken = at - 1, 0
    while place >= 0 and taken < LONGEST:
        word = low[place]
        if word == ")" and "(" in low[max(0, place - BRACKET) : place]:
            place = max(i for i in range(max(0, place - BRACKET), place) if low[i] == "(") - 1
            continue
        if word in lists.WALLS or (not word[0].isalnum() and word != "&") or _TIME.fullmatch(word):
            return
        yield place
        place, taken = place - 1, taken + 1


def _is_edge(low: list[str], place: int, places: frozenset[str]) -> bool:
    """Whether nothing that may belong to the name stands before `place`."""
    if place == 0:
        return True
    before = low[place - 1]
    if before in lists.EDGES or before in places or _TIME.fullmatch(before):
        return True
    return not before[0].isalnum() and before != "&"


def _compound(votes: dict[str, Votes], block: BlockWords, at: int) -> None:
    """Count a German compound: "Wärmepumpenmarkt", "E-Bike-Markt"."""
    word = block.tokens[at]
    tail = next(tail for tail in lists.TAILS if block.low[at].endswith(tail))
    name = word[: -len(tail)].rstrip("-")
    if len(name) > 2:
        joined = block.low[at - 2 : at] in (["-", "und"], ["-", "oder"]) and at > 2
        first = [f"{block.tokens[at - 3]}-", block.tokens[at - 1]] if joined else []
        made = _vote(votes, key_of("".join([*first, name])), [*first, name])
        made.stands += 1
        made.markets += "markt" in tail
        _call(made, block, at, False)


def _behind(votes: dict[str, Votes], block: BlockWords, at: int) -> None:
    """Count what stands after "market for", "marché mondial du", for every candidate that begins there."""
    low = block.low
    start = _begin(low, at)
    if not start:
        return
    key = ""
    parts: list[str] = []
    for place in range(start, min(start + LONGEST_AFTER, len(low))):
        if _ends(low[place]):
            return
        parts.append(block.tokens[place] if parts else _ELISION.sub("", block.tokens[place]))
        key += key_of(parts[-1])
        after = low[place + 1] if place + 1 < len(low) else "."
        if low[place] in lists.NO_END or not (_ends(after) or after in lists.PREPOSITIONS or after in lists.ANCHORS):
            continue
        made = _vote(votes, key, parts)
        if low[at] in lists.SOLD:
            made.sold += 1
        else:
            made.after += 1
            made.stands += 1
            _call(made, block, at, False)


def _begin(low: list[str], at: int) -> int:
    """Where the name begins after the word at `at`; 0 where none does."""
    word, nearest = low[at], low[at + 1 : at + 4]
    if word in lists.BEFORE_NAME and nearest[:1] and nearest[0] in lists.BEFORE_NAME[word]:
        return at + (3 if nearest[1:2] == ["the"] else 2)
    if word in lists.GERMAN_FOR and nearest[:1] == ["für"]:
        return at + 2
    if word in lists.ROMANCE:
        for skipped, after in enumerate(nearest[:2]):
            if after in lists.ROMANCE_OF:
                return at + skipped + (3 if nearest[skipped + 1 : skipped + 2] in (["la"], ["los"], ["las"]) else 2)
            if _ELISION.match(after):
                return at + skipped + 1
    return 0


def _ends(word: str) -> bool:
    return word in lists.WALLS or word in lists.FOREIGN_WALLS or not word[0].isalnum() or bool(_TIME.fullmatch(word))


def _subject(votes: dict[str, Votes], title: BlockWords) -> None:
    """What stands at the head of the title, before its colon, dash or verb."""
    parts: list[str] = []
    for token, low in zip(title.tokens, title.low, strict=True):
        if low in lists.FINITE or low in lists.ORDINARY_VERBS or low in lists.ANCHORS or low in lists.SOLD:
            break
        if not low[0].isalnum() or (parts and low in lists.WALLS):
            break
        if parts or (low not in lists.EDGES and not _TIME.fullmatch(low)):
            parts.append(token)
    if 0 < len(parts) <= LONGEST_AFTER and parts[-1].lower() not in lists.NO_END:
        _vote(votes, key_of("".join(parts)), parts).subject = True
