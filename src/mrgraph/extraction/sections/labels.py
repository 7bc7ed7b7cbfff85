"""Labels with their lists on one line: "By Type: A, B | By Use: C, D", "Market by Type (A, B), by Region (C)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mrgraph.extraction.sections.announcements import Announcement, Announcers
from mrgraph.extraction.text.enumerations import pieces
from mrgraph.extraction.text.lists import is_sentence
from mrgraph.lexicon import axes
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase

LONGEST_ENTRY = 12  # words
LONGEST = 4000  # characters of a block that is searched for labels
_FIRST = re.compile(
    r"^[\W\d]*(?P<label>[^:：()\[\]]{2,110}?)\s*(?:(?P<mark>(?:\((?P<note>[^():：]{1,40})\)\s*)?[:：]\s*[-–—]?|\s[-–—=]\s|[-–—]\s)|"
    r"(?=[(\[]))\s*(?=\S)"
)
_FIRST_AGAIN = re.compile(_FIRST.pattern.removeprefix("^"))
_BY_WORD = AnyCase(r"\bby\s|\bbased\s+on\b|別|별")
_NEXT = re.compile(
    r"(?:[|;.,)\]•]\s*(?:and\s+)?|\s)(?P<label>(?:[Bb]y|BY)\s+[A-Za-z][\w/&'’ -]{1,50}?|(?<=[|;.•] "
    r")[A-Z][\w/&'’ -]{2,40}?)"
    r"\s*(?:(?P<mark>[:：]\s*[-–—]?|\s[-–—]\s)|(?=[(\[]))\s*(?=\S)"
)
_BY = re.compile(r"\b(?:[Bb]y|BY)\s+[\w/&’' -]{2,50}?[:：(–-]")
_BRACKETS = AnyCase(
    r"\b(?P<label>(?:by|on\s+the\s+basis\s+of|"
    r"based\s+on)\s+(?:the\s+)?[A-Za-z][\w/&'’ -]{1,50}?)\s*(?=\()",
)
_ROW = re.compile(r"\)\s*(?:,|;)?\s*(?:and\s+|&\s+)?(?P<label>(?:by\s+)?[A-Za-z][\w/&'’ -]{1,40}?)\s*(?=\()", re.I)
_BY_COMMA = re.compile(r"(?:^|[.;:|]\s*)(?P<label>By\s+[A-Z][\w/&-]*(?:\s[\w/&-]+){0,3}?),\s+(?=[A-Z0-9])")
_RUN_ON = re.compile(
    r"(?<=[\w)%.;,|])\s(?P<label>(?:By\s+)?(?:(?:End|Product|Sales|Distribution|Raw|Age|Deployment|"
    r"Organi[sz]ation|Enterprise|Service|Component|Material|"
    r"Technology|Application|Industry|Drug|Vehicle|Price|Power|Device|Customer|Form|"
    r"Business)[\s-])?(?:[A-Z][a-z]+(?:\s[a-z]+)?))\s*[:：]\s+(?=\S)"
)
_LIST_IN_ROW = re.compile(
    r"(?P<label>[A-Z][\w/&' -]{2,40}?):\s+[^:.;|]{2,80}?(?:,|\sand\s|\sor\s)[^:.;|]{2,300}(?:[.;|]\s*|$)"
)
_FEWEST, _MOST = 3, 0.8  # lists in a row; how much of the block they are
_END = re.compile(r"[.。](?:\s|$)|\n")
_CUT_BEFORE = re.compile(r"[\s|;,.•]*(?:\band\s*)?$")
_UNITS = AnyCase(
    r"^\W*(?:[\d\s%$.–-]+|(?:US)?\W*\$?\s*(?:millions?|billions?|units?|K\s+units?|USD\b.{0,12}))\W*$|"
    r"\bmillions?\)",
)
_NOTE = re.compile(r"^\W*(?:e\.?g\b|i\.?e\b|such\s+as|for\s+example)", re.I)
_MARK = re.compile(r"[,;|、，]|\s[/·•]\s")
_ASIDE = re.compile(r"\([^)]*\)")
_LOWER = re.compile(r"^(?:their|its|the|our|your|this|these|all|each|different|various|new|detailed|in-depth)\b", re.I)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and the place of its list."""

    announcement: Announcement
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Spot:
    announcement: Announcement
    label: str
    begin: int
    after: int
    bracket: bool
    dash: bool


def labelled(words: str, announcers: Announcers, *, among_segments: bool, only_by: bool) -> tuple[Labelled, ...]:
    """The labels in one block with the places of their lists (into `words`); `only_by`: only those with "By"."""
    if len(words) > LONGEST or not any(mark in words for mark in (":", "(", "：", " - ", " – ", "By ", " = ")):
        return ()
    spots = list(_spots(words, announcers, among_segments=among_segments, only_by=only_by))
    made = []
    for number, spot in enumerate(spots):
        limit = spots[number + 1].begin if number + 1 < len(spots) else len(words)
        end = _bracket_end(words, spot.after, limit) if spot.bracket else _list_end(words, spot.after, limit)
        start = spot.after + (1 if spot.bracket else 0)
        if end and _lists(words[start:end], spot):
            made.append(Labelled(spot.announcement, spot.label, start, end))
    return tuple(made)


def is_row(words: str, announcers: Announcers) -> bool:
    """Whether a block is a row of short lists with a label each, one of them an axis: "Coating: A, B. Use: C, D."."""
    if words.count(":") < _FEWEST or len(words) > LONGEST:
        return False
    found = list(_LIST_IN_ROW.finditer(words))
    if len(found) < _FEWEST or sum(len(each[0]) for each in found) < _MOST * len(words):
        return False
    named = [announcers.label(each["label"]) for each in found]
    return any(one and one.kind is not Kind.SEGMENTATION for one in named) and not any(
        one and one.kind in (Kind.COMPANIES, Kind.REGIONS) for one in named
    )


def _spots(words: str, announcers: Announcers, *, among_segments: bool, only_by: bool) -> Iterator[_Spot]:
    """Labels in order; after the first one, those that begin with "by" or follow a strong separator."""
    position = 0
    first = _first(words, announcers)
    if first:
        named = announcers.label(first["label"], among_segments=among_segments and first["mark"] is not None)
        if first["note"] and axes.is_known(first["note"]):  # "Sensing principle (technology): infrared, ultrasonic"
            noted = announcers.label(first["note"])
            named = replace(noted, axis=first["label"].strip()) if noted else named
        by = _BY_WORD.search(first["label"])
        if named and named.kind is not Kind.SEGMENTATION and (by or not only_by):
            bracket = first["mark"] is None
            yield _Spot(named, first["label"].strip(), first.start("label"), first.end(), bracket, _dash(first))
            position = first.end()
    if ("(" in words and _BRACKETS.search(words)) or (position and first and first["mark"] is None):
        yield from _bracketed_axes(words, announcers, position)
        return
    commas = _BY_COMMA.finditer(words) if not position and "By " in words else ()
    for found in commas:
        named = announcers.label(found["label"])
        if named and named.kind is not Kind.COMPANIES and axes.is_known(found["label"]):
            yield _Spot(named, found["label"].strip(), found.start("label"), found.end(), bracket=False, dash=False)
    barred = "|" in words and _BY.search(words, position)
    if first and first["mark"] and not barred and ":" in words[position:] and _RUN_ON.search(words, position):
        yield from _run_on_axes(words, announcers, position, among_segments=among_segments)
        return
    if not (_BY.search(words, position) or "|" in words or (";" in words and ":" in words)):
        return
    for found in _NEXT.finditer(words, position):
        label = found["label"]
        begins = label[:3].lower() == "by "
        if only_by and not begins:
            continue
        named = announcers.label(label, among_segments=among_segments and not begins)
        if named and named.kind is not Kind.COMPANIES:
            yield _Spot(named, label.strip(), found.start(), found.end(), found["mark"] is None, _dash(found))


def _bracketed_axes(words: str, announcers: Announcers, position: int) -> Iterator[_Spot]:
    """Labels with their lists in brackets, in a row: "by source (A, B), form (C, D), and channel (E, F)"."""
    first = _BRACKETS.search(words)
    found = (
        _BRACKETS.search(words, position)
        if not position
        else _ROW.match(words, _bracket_end(words, position, len(words)))
    )
    found = found or first
    while found:
        named = announcers.label(found["label"], among_segments=found["label"][:1].isupper())
        if found.start("label") >= position and named and named.kind is not Kind.COMPANIES:
            yield _Spot(named, found["label"].strip(), found.start(), found.end(), bracket=True, dash=False)
        close = _bracket_end(words, found.end(), len(words))
        found = _ROW.match(words, close) or _BRACKETS.search(words, close)


def _first(words: str, announcers: Announcers) -> re.Match[str] | None:
    """The label that a block begins with; one that only says that segments follow gives way to the next."""
    first = _FIRST.match(words)
    if first and first["mark"] and first["mark"].strip()[:1] in (":", "："):
        named = announcers.heading(first["label"])
        again = _FIRST_AGAIN.match(words, first.end()) if named and named.kind is Kind.SEGMENTATION else None
        return again or first
    return first


def _run_on_axes(words: str, announcers: Announcers, position: int, *, among_segments: bool) -> Iterator[_Spot]:
    """Labels in a text that lost its line ends: "Type: A, B Application: C, D"."""
    for found in _RUN_ON.finditer(words, position):
        named = announcers.label(found["label"], among_segments=among_segments)
        if named and named.kind is not Kind.COMPANIES:
            yield _Spot(named, found["label"].strip(), found.start(), found.end(), bracket=False, dash=False)


def _dash(found: re.Match[str]) -> bool:
    return found["mark"] is not None and found["mark"].strip()[:1] not in (":", "：")


def _bracket_end(words: str, start: int, limit: int) -> int:
    """Where the bracket that opens at `start` closes; 0 where it does not."""
    depth = 0
    for at in range(start, len(words)):
        depth += words[at] in "(["
        depth -= words[at] in ")]"
        if not depth:
            return at
    return limit


def _list_end(words: str, start: int, limit: int) -> int:
    """Where a list that begins at `start` ends: at the end of its sentence or before the next label."""
    for stop in _END.finditer(words, start, limit):
        before = words[start : stop.start()]
        if not re.search(r"(?:\b(?:Inc|Corp|Co|Ltd|vs|etc|Pvt|Pte|St|No|L\.P|S\.A|N\.V)|\b[A-Z])$", before):
            return stop.start()
    cut = _CUT_BEFORE.search(words, start, limit)
    return cut.start() if cut else limit


def _lists(rest: str, spot: _Spot) -> bool:
    """Whether what follows a label is a list and no sentence about it."""
    firms = spot.announcement.kind is Kind.COMPANIES
    parts = [p.text for p in pieces(rest, companies=firms)]
    if not parts or max(len(part.split()) for part in parts) > LONGEST_ENTRY or _is_no_list(rest, parts, spot):
        return False
    if any(is_sentence(_ASIDE.sub("", part)) for part in (parts[:1] if firms else parts)):
        return False
    if _MARK.search(rest):
        return not _LOWER.match(parts[0])
    known = firms or len(parts) > 1 or axes.is_known(spot.label)
    short = len(parts) < 3 and not (spot.bracket and len(parts) < 2) and not (spot.dash and firms)
    plain = all(len(part.split()) <= 5 and (spot.bracket or not part[:1].islower()) for part in parts)
    return known and short and plain and not rest.rstrip().endswith(".")


def _is_no_list(rest: str, parts: list[str], spot: _Spot) -> bool:
    """Whether units, years, examples or the names of axes follow a label."""
    named = [axes.whole(part, frozenset(), any_name=False) for part in parts]
    if all(axis is not None and axis.kind is not Kind.SEGMENTS for axis in named):
        return True
    years = spot.bracket and re.search(r"\d{4}", spot.label)
    return bool(_UNITS.search(rest) or _NOTE.match(rest) or years)
