"""Decides which labels announce the lists on their line: "By Type: A, B | By Use: C, D", "Market by Type (A, B)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mrgraph.extraction.sections.announcements import Announcement
from mrgraph.extraction.sections.cue_phrases import CuePhrases
from mrgraph.extraction.text.enumerations import pieces
from mrgraph.extraction.text.lists import is_sentence
from mrgraph.lexicon import axes, firm_nouns, legal_forms
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase

LONGEST_ENTRY = 12  # words
LONGEST = 4000  # characters of a block that is searched for labels
_FIRST = re.compile(
    r"^[\W\d]*(?P<label>[^:：()\[\]]{2,110}?)\s*(?:(?P<mark>(?:\((?P<note>[^():：]{1,40})\)\s*)?[:：]\s*[-–—]?|\s[-–—=]\s|[-–—]\s)|"
    r"(?=[(\[]))\s*(?=\S)"
)
_FIRST_AGAIN = re.compile(_FIRST.pattern.removeprefix("^"))
_LED = AnyCase(rf"^\W*{firm_nouns.LED}\W*$")  # "Key players: Acme, Bolt"
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
_ABBREVIATED = re.compile(rf"\b(?:{legal_forms.ABBREVIATION}|vs|etc|St|No|[A-Z])$")
_CUT_BEFORE = re.compile(r"[\s|;,.•]*(?:\band\s*)?$")
_UNITS = AnyCase(
    r"^\W*(?:[\d\s%$.–-]+|(?:US)?\W*\$?\s*(?:millions?|billions?|units?|K\s+units?|USD\b.{0,12}))\W*$|"
    r"\bmillions?\)",
)
_NOTE = re.compile(r"^\W*(?:e\.?g\b|i\.?e\b|such\s+as|for\s+example)", re.I)
_MARK = re.compile(r"[,;|、，]|\s[/·•]\s")
_ASIDE = re.compile(r"\([^)]*\)")
_CLAUSE = re.compile(r"^(?:with|driven|due|led|often|but|while|where|which|because|although|as|mainly|mostly)\s")
_LOWER = re.compile(r"^(?:their|its|the|our|your|this|these|all|each|different|various|new|detailed|in-depth)\b", re.I)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and the place of its list."""

    announcement: Announcement
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Words that may label a list: where they begin, and where what follows them does.

    `bracket`: the list stands in brackets; `dash`: behind a dash rather than a colon.
    """

    announcement: Announcement
    label: str
    begin: int
    after: int
    bracket: bool
    dash: bool


def labelled(words: str, cues: CuePhrases, *, among_segments: bool, only_by: bool) -> tuple[Labelled, ...]:
    """The labels in one block with the places of their lists (into `words`); `only_by`: only those with "By"."""
    if len(words) > LONGEST or not any(mark in words for mark in (":", "(", "：", " - ", " – ", "By ", " = ")):
        return ()
    candidates = list(_candidates(words, cues, among_segments=among_segments, only_by=only_by))
    labels = []
    for number, label in enumerate(candidates):
        limit = candidates[number + 1].begin if number + 1 < len(candidates) else len(words)
        end = _bracket_end(words, label.after, limit) if label.bracket else _list_end(words, label.after, limit)
        start = label.after + (1 if label.bracket else 0)
        if end and _is_list(words[start:end], label):
            labels.append(Labelled(label.announcement, label.label, start, end))
    return tuple(labels)


def is_row(words: str, cues: CuePhrases) -> bool:
    """Whether a block is a row of short lists with a label each, one of them an axis: "Coating: A, B. Use: C, D."."""
    if words.count(":") < _FEWEST or len(words) > LONGEST:
        return False
    lists = list(_LIST_IN_ROW.finditer(words))
    if len(lists) < _FEWEST or sum(len(match[0]) for match in lists) < _MOST * len(words):
        return False
    kinds = {label.kind for match in lists if (label := cues.label(match["label"]))}
    return bool(kinds - {Kind.SEGMENTATION}) and kinds.isdisjoint((Kind.COMPANIES, Kind.REGIONS))


def _candidates(words: str, cues: CuePhrases, *, among_segments: bool, only_by: bool) -> Iterator[_Candidate]:
    """Labels in order; after the first one, those that begin with "by" or follow a strong separator."""
    first = _first_label(words, cues)
    opening = first and _opening(first, cues, among_segments=among_segments, only_by=only_by)
    if opening:
        yield opening
    position = opening.after if opening else 0
    if ("(" in words and _BRACKETS.search(words)) or (opening and opening.bracket):
        yield from _bracketed_axes(words, cues, position)
        return
    if not position and "By " in words:
        yield from _comma_axes(words, cues)
    if first and first["mark"] and _runs_on(words, position):
        yield from _run_on_axes(words, cues, position, among_segments=among_segments)
    elif _BY.search(words, position) or _is_divided(words):
        yield from _separated_axes(words, cues, position, among_segments=among_segments, only_by=only_by)


def _opening(first: re.Match[str], cues: CuePhrases, *, among_segments: bool, only_by: bool) -> _Candidate | None:
    """The label that a block begins with, if it names a kind of list."""
    named = cues.label(first["label"], among_segments=among_segments and first["mark"] is not None)
    if first["note"] and axes.is_known(first["note"]):  # "Sensing principle (technology): infrared, ultrasonic"
        noted = cues.label(first["note"])
        named = replace(noted, axis=first["label"].strip()) if noted else named
    if named is None or named.kind is Kind.SEGMENTATION:
        return None
    if (
        only_by
        and not _BY_WORD.search(first["label"])
        and not (named.kind is Kind.COMPANIES and _LED.match(first["label"]))
    ):
        return None
    bracket = first["mark"] is None
    return _Candidate(named, first["label"].strip(), first.start("label"), first.end(), bracket, _has_dash(first))


def _comma_axes(words: str, cues: CuePhrases) -> Iterator[_Candidate]:
    """Labels with a comma behind them: "By Type, A, B and C"."""
    for match in _BY_COMMA.finditer(words):
        named = cues.label(match["label"])
        if named and named.kind is not Kind.COMPANIES and axes.is_known(match["label"]):
            label = match["label"].strip()
            yield _Candidate(named, label, match.start("label"), match.end(), bracket=False, dash=False)


def _runs_on(words: str, position: int) -> bool:
    """Whether labels with colons follow in a text that lost its line ends, and no bars set labels with "by" apart."""
    barred = "|" in words and _BY.search(words, position)
    return not barred and ":" in words[position:] and _RUN_ON.search(words, position) is not None


def _is_divided(words: str) -> bool:
    """Whether marks that may part lists with labels stand in a block."""
    return "|" in words or (";" in words and ":" in words)


def _separated_axes(
    words: str, cues: CuePhrases, position: int, *, among_segments: bool, only_by: bool
) -> Iterator[_Candidate]:
    """Labels behind bars, semicolons and full stops: "By Type: A, B | By Use: C, D"."""
    for match in _NEXT.finditer(words, position):
        label = match["label"]
        begins = label[:3].lower() == "by "
        if only_by and not begins:
            continue
        named = cues.label(label, among_segments=among_segments and not begins)
        if named and named.kind is not Kind.COMPANIES:
            bracket = match["mark"] is None
            yield _Candidate(named, label.strip(), match.start(), match.end(), bracket, _has_dash(match))


def _bracketed_axes(words: str, cues: CuePhrases, position: int) -> Iterator[_Candidate]:
    """Labels with their lists in brackets, in a row: "by source (A, B), form (C, D), and channel (E, F)"."""
    match = _ROW.match(words, _bracket_end(words, position, len(words))) if position else None
    match = match or _BRACKETS.search(words)
    while match:
        named = cues.label(match["label"], among_segments=match["label"][:1].isupper())
        if match.start("label") >= position and named and named.kind is not Kind.COMPANIES:
            yield _Candidate(named, match["label"].strip(), match.start(), match.end(), bracket=True, dash=False)
        close = _bracket_end(words, match.end(), len(words))
        match = _ROW.match(words, close) or _BRACKETS.search(words, close)


def _first_label(words: str, cues: CuePhrases) -> re.Match[str] | None:
    """The label that a block begins with; one that only says that segments follow gives way to the next."""
    first = _FIRST.match(words)
    if first and first["mark"] and first["mark"].strip()[:1] in (":", "："):
        named = cues.heading(first["label"])
        again = _FIRST_AGAIN.match(words, first.end()) if named and named.kind is Kind.SEGMENTATION else None
        return again or first
    return first


def _run_on_axes(words: str, cues: CuePhrases, position: int, *, among_segments: bool) -> Iterator[_Candidate]:
    """Labels in a text that lost its line ends: "Type: A, B Application: C, D"."""
    for match in _RUN_ON.finditer(words, position):
        named = cues.label(match["label"], among_segments=among_segments)
        if named and named.kind is not Kind.COMPANIES:
            yield _Candidate(named, match["label"].strip(), match.start(), match.end(), bracket=False, dash=False)


def _has_dash(label: re.Match[str]) -> bool:
    """Whether a dash rather than a colon stands between a label and its list."""
    return label["mark"] is not None and label["mark"].strip()[:1] not in (":", "：")


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
        if not _ABBREVIATED.search(before):
            return stop.start()
    cut = _CUT_BEFORE.search(words, start, limit)
    end = cut.start() if cut else limit
    return end + (words[end : end + 1] == "." and _ABBREVIATED.search(words[start:end]) is not None)


def _is_list(rest: str, label: _Candidate) -> bool:
    """Whether what follows a label is a list and no sentence about it."""
    firms = label.announcement.kind is Kind.COMPANIES
    parts = [piece.text for piece in pieces(rest, companies=firms)]
    if not parts or max(len(part.split()) for part in parts) > LONGEST_ENTRY or _is_no_list(rest, parts, label):
        return False
    if any(_CLAUSE.match(part) for part in parts[1:]):  # "Level: moderate, with some large firms"
        return False
    if any(is_sentence(_ASIDE.sub("", part)) for part in (parts[:1] if firms else parts)):
        return False
    if _MARK.search(rest):
        return not _LOWER.match(parts[0])
    return _is_short_list(rest, parts, label)


def _is_short_list(rest: str, parts: list[str], label: _Candidate) -> bool:
    """Whether one or two names without a comma between them, "Flat and round", are a label's list."""
    firms = label.announcement.kind is Kind.COMPANIES
    if len(parts) > 2 or rest.rstrip().endswith("."):
        return False
    if (label.bracket and len(parts) < 2) or (label.dash and firms):
        return False
    if not (firms or len(parts) > 1 or axes.is_known(label.label)):
        return False
    return all(len(part.split()) <= 5 and (label.bracket or not part[:1].islower()) for part in parts)


def _is_no_list(rest: str, parts: list[str], label: _Candidate) -> bool:
    """Whether units, years, examples or the names of axes follow a label."""
    named = [axes.whole(part, frozenset(), any_name=False) for part in parts]
    if all(axis is not None and axis.kind is not Kind.SEGMENTS for axis in named):
        return True
    years = label.bracket and re.search(r"\d{4}", label.label)
    return bool(_UNITS.search(rest) or _NOTE.match(rest) or years)
