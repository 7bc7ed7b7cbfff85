"""Decides from the words round a region's name whether it means a region at all, and where directions name several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mrgraph.extraction.companies.legal_names import FORM
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.places import DEMONYMS, HOMONYMS, is_subdivision
from mrgraph.lexicon.word_tables import alternation

LONGEST_DIRECTIONS = 30  # characters of "North, Central and"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_GOES_ON = re.compile(  # a name, a quarrel or an office
    r"^\s*(?:Group|Holdings|Technologies|Semiconductor|Electric|Steel|Airlines|Bank|University|Institute|Times|Journal|"
    r"Patent|dollars?|City\b)\b|^[-–]based|^\s*(?:Street|Road|Ave)|^\s*(?:[-–]\s*[A-Z]\w+\s+)?(?:war|conflict|crisis|invasion)\b|"
    r"^(?:['’]s)?\s+(?:[A-Z]\w+\s+){0,3}(?:Commission|Regulations?|Directives?|Act|Law|Parliament|government|tariffs?|sanctions)\b",
    re.I,
)
_ELSEWHERE = AnyCase(
    r"\b(?:headquarter\w*|based|located|founded|registered|incorporated|offices?|facilit(?:y|ies)|plants?|"
    r"factor(?:y|ies)|subsidiar\w+|born)\s+"
    r"(?:\w+\s+){0,2}(?:in|at|from|to|near)\s+(?:the\s+)?(?:[A-Z]\w+,\s*)?$|\b(?:university|bank|"
    r"republic)\s+of\s+(?:the\s+)?$|"
    r"\b(?:its|their)\s+(?:\w+\s+)?(?:revenues?|sales|turnover|exports)\s+(?:\w+\s+){0,3}(?:from|in|to)\s+(?:the\s+)?$|"
    r"\bwar\s+(?:in|with)\s+$|[A-Z]\w+\s?[-–]\s?$",
)
_DATELINE = re.compile(rf"^\s*[,:]?\s*(?:\(|[–—-]|{_MONTH}\b|\d{{1,2}}\b)")
_DATED = re.compile(rf",?\s+(?:{_MONTH}\.?\s+\d{{1,2}}|\d{{1,2}}\.?\s+[A-Z][a-z]+),?\s+20\d\d")
_WIRED = re.compile(r"\s*(?:,[^.]{0,40})?(?:\([A-Z][^()]{1,30}\)|/[A-Z][^/]{1,30}/)?\s*(?:--|–|—)\s")
_CITY = re.compile(r"\b(?P<city>[A-Z]\w+),\s+$")
_OPENER = re.compile(
    r"^[\W_]*(?:\w+ly|However|Meanwhile|Overall|Today|Here|Also|Moreover|Furthermore|Thus|Then|Now|Besides)$"
)
_REST = AnyCase(
    r"\b(?:rest\s+of\s+(?:the\s+)?|row|other\s+(?:parts\s+of\s+)?|(?:gulf|bay|sea|strait)\s+of\s+(?:the\s+)?)$",
)
_PHONE = re.compile(r"[\s.,:|-]*(?:(?:phone|tel(?:ephone)?|call|fax)\b\.?:?\s*)?\+\d", re.I)
_PLEA = re.compile(r"\b(?:JOIN|CONTACT|ABOUT|FOLLOW|CALL|EMAIL|REACH|VISIT|TELL|ASK|WITH|WHY|MEET|TRUST)\s+$")
_EXCLUDES = AnyCase(
    r"(?:\b(?:excluding|exclud(?:es?|ed)|except(?:ing|\s+for)?|excl\b\.?|ex\b\.?-?|without|other\s+than|apart\s+from|but\s+not|"
    r"outside(?:\s+of)?)|除く)\s*[(:]?\s*(?:the\s+)?$"
)
_AND = re.compile(r"^\s*(?:,|,?\s*(?:and|or|&)|/)\s*(?:the\s+)?$", re.I)
_SURNAME = re.compile(r"^\s+(?!Market|Industry|Sector|And\b|The\b)[A-Z][a-z]+\b")
_GIVEN = frozenset(word for word, kind in HOMONYMS if kind == "given name")
_THING = re.compile(alternation(word for word, kind in HOMONYMS if kind == "thing") + r"(?!\w)")
_TOWN = re.compile(r"^,\s+(?P<state>[A-Z]\w+(?:\s[A-Z]\w+)?)")
_DIRECTIONS = r"(?:North|South|East|West|Central|Northern|Southern|Eastern|Western|Southeast|Latin)"
_SIDES = re.compile(rf"\b({_DIRECTIONS}(?:,\s*{_DIRECTIONS})*)\s*,?\s*(?:and|&|/)\s*({_DIRECTIONS})\s+(\w+)$", re.I)
_ADJECTIVE = AnyCase(
    rf"\b(?P<place>{alternation(DEMONYMS)})\s+(?:(?:[a-z-]+|[A-Z][a-z]+)\s+){{0,3}}?(?:markets?|region|industry|sector|countries|demand)\b"
)


def is_region(words: str, before: str, after: str) -> bool:
    """Whether a name means a place at all: no person, thing, town, plea, rest, nor part of a longer name."""
    if words == "US" and _PLEA.search(before):
        return False
    if _THING.match(words + after[:20]) or (words in _GIVEN and _SURNAME.match(after)):
        return False
    town = _TOWN.match(after)
    if town and is_subdivision(town["state"]):
        return False
    return not (_REST.search(before[-24:]) or _GOES_ON.match(after[:60]) or FORM.match(after[:40], 1))


def is_dateline(before: str, after: str) -> bool:
    """Whether a name at the beginning of a block tells where news was written: "SINGAPORE, July 2, 2024 --"."""
    return not before.strip(" *_") and (_DATED.match(after) is not None or _WIRED.match(after) is not None)


def is_elsewhere(before: str, after: str) -> bool:
    """Whether a name tells a seat, a plant, a war, or whose telephone number follows."""
    return bool(_ELSEWHERE.search(before[-60:]) or _PHONE.match(after[:30]))


def city(before: str) -> str | None:
    """The word with a comma before a name, where it may be a city's: no adverb that begins a sentence."""
    match = _CITY.search(before[-40:])
    if not match or _OPENER.match(before[: before.rindex(match["city"]) + len(match["city"])]):
        return None
    return match["city"]


def is_seat(before: str, after: str) -> bool:
    """Whether a city and its country are a seat: "Austin, Texas (USA)", and no row of places."""
    match = _CITY.search(before[-40:])
    if match and re.search(r"[,;(]\s*$", before[-40:][: match.start()]):
        return False
    return _DATELINE.match(after) is not None or not re.match(r"\s*(?:,|and\b)", after)


def excluded(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Numbers of the names that a sentence leaves out: "Asia excluding Japan and Korea"."""
    out: set[int] = set()
    for number, (start, _) in enumerate(spans):
        between = text[spans[number - 1][1] : start] if number else ""
        if _EXCLUDES.search(text[max(0, start - 24) : start]) or (number - 1 in out and _AND.match(between)):
            out.add(number)
    return frozenset(out)


def directions(before: str, words: str) -> list[str]:
    """The names that several directions make with one name: "North & South America" is two, other names none."""
    match = _SIDES.search(before + words)
    return [f"{side.strip()} {match[3]}" for side in (*match[1].split(","), match[2])] if match else []


def has_adjective(text: str) -> bool:
    """Whether an adjective of a region stands before "market" or the like."""
    return _ADJECTIVE.search(text) is not None


def adjectives(text: str) -> Iterator[tuple[int, int, str]]:
    """Places and keys of regions that adjectives name: "the North American market"."""
    for match in _ADJECTIVE.finditer(text):
        yield match.start("place"), match.end("place"), DEMONYMS[" ".join(match["place"].lower().split())]
