"""The forecast period of a report: years so called, else its title's, else those of a growth or size sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mrgraph.extraction import rules
from mrgraph.extraction.publication.headline import is_call
from mrgraph.extraction.text import amounts
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import Statement
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.placeholders import FIGURE as PLACEHOLDER
from mrgraph.records import BlockKind, Evidence, PeriodClaim

Span = tuple[int, int]
PERIOD_WORDS = (
    r"(?:forecast(?:ing|ed)?|projection|projected|prediction|predicted|assessment|estimated)\s*(?:period|"
    r"years?|time\s?frame|horizon|time\s?line|span|window|duration|term)|予測期間|예측\s*기간|예상\s*기간"
)
CALLED_BEFORE = AnyCase(rf"(?:{PERIOD_WORDS})[^.。\d]{{0,45}}$|^\W*(?:forecast|予測|예측)\W*$")
CALLED_AFTER = re.compile(rf"^[^.。\d%]{{0,25}}?(?:{PERIOD_WORDS})", re.I)
FORECAST = AnyCase(r"\b(?:forecast\w*|outlook|projections?)\b[^.。\d]{0,120}$|(?:予測|예측|전망)[^.。\d]{0,60}$")
HISTORY = AnyCase(r"\b(?:histor\w+|past|last|previous|base\s+years?)\b[^.]{0,40}$|過去[^。]{0,15}$")
GROWTH = AnyCase(
    r"CAGR|compound(?:ed)?\s+annual|annual\s+growth|growth\s+rate|(?:per|a|each)\s+year\b|annually|\bp\.\s?a\.|"
    r"^\W*growth\b|年平均|年間平均|年率|年間成長|연평균|성장률",
)
FUTURE = AnyCase(
    r"\b(?:expected|projected|anticipated|forecast\w*|predicted|estimated|poised|set|likely|will)\b|予想|見込|予測|"
    r"예상|전망",
)
END = AnyCase(
    r"\b(?:till|until|through|to|by|forecast(?:\s+to)?|upto|up\s+to)\s+(?:the\s+year\s+)?(20\d\d)\b|"
    r"\|\s*(20\d\d)\s*$|(20\d\d)\s*年まで|(20\d\d)\s*년까지",
)
FROM_TO = re.compile(r"((?:19|20)\d\d)\s*年?\s*から[^。]{0,60}?((?:19|20)\d\d)")
TITLE_BLOCKS = 3  # headings at the top that may be the title; later ones head sections


def period(page: Page, said: tuple[Statement, ...]) -> PeriodClaim | None:
    """The forecast period, or None where no year is said."""
    dated = [s for s in said if ("20" in s.text or "19" in s.text)]
    found = (
        _first(_called(dated))
        or _title(page, dated)
        or _first(_told(page, dated))
        or _first(_sized(dated))
        or _title_end(page)
        or _first(_until(dated))
    )
    if found is None:
        return None
    start, end, place, stop = found
    evidence: Evidence = page.evidence(rules.PERIOD, place, stop)
    return PeriodClaim(start, end, (evidence,))


Found = tuple[int | None, int | None, int, int]


def _first(found: Iterable[Found]) -> Found | None:
    """The years said most often; the first of them where several are."""
    every = list(found)
    counts: dict[tuple[int | None, int | None], int] = {}
    for start, end, _, _ in every:
        counts[start, end] = counts.get((start, end), 0) + 1
    return max(every, key=lambda f: counts[f[0], f[1]], default=None)


def _called(said: list[Statement]) -> Iterator[Found]:
    """Years that are called the forecast period."""
    for s in said:
        for start, end, place, stop in () if PLACEHOLDER.search(s.text) else amounts.year_ranges(s.text):
            before = s.text[max(0, place - 110) : place]
            label = s.label and CALLED_BEFORE.search(s.label)
            if (
                label or CALLED_BEFORE.search(before) or CALLED_AFTER.match(s.text[stop : stop + 60])
            ) and not HISTORY.search(before):
                yield start, end, s.start, s.end


def _told(page: Page, said: list[Statement]) -> Iterator[Found]:
    """Years of the sentences that give a growth rate; without any, of those that speak of a forecast."""
    told, forecasts = [], []
    ranges = _ranges(said)
    for s in said:
        if not (s.label and GROWTH.search(s.label)) and (
            page.blocks[s.block].kind is BlockKind.HEADING or len(s.text) < 30
        ):
            continue
        spans = [
            (a, b, p)
            for a, b, p, _ in amounts.year_ranges(s.text)
            if not _over(b, ranges) and not HISTORY.search(s.text[:p])
        ]
        joined = FROM_TO.search(s.text)
        if not spans and joined and GROWTH.search(s.text + "年率"):
            spans = [(int(joined[1]), int(joined[2]), joined.start())]
        for start, end, place in spans[:1]:
            if amounts.SIGN.search(s.text) and GROWTH.search(s.text) and not PLACEHOLDER.search(s.text):
                told.append((start, end, s.start, s.end))
            elif FORECAST.search(s.text[:place]) or FUTURE.search(s.text):
                forecasts.append((start, end, s.start, s.end))
    yield from told or forecasts


def _ranges(said: list[Statement]) -> set[Span]:
    return {(a, b) for s in said for a, b, _, _ in amounts.year_ranges(s.text)}


def _over(end: int, ranges: set[Span]) -> bool:
    """Whether another range begins where this one ends: 2018-2022 beside 2023-2033 is history."""
    return any(end <= first <= end + 1 for first, _ in ranges)


def _titles(page: Page) -> Iterator[tuple[str, int, int]]:
    """The headings that may be the title."""
    shown = 0
    for number, block in enumerate(page.blocks[:8]):
        words = page.words(block)
        if is_call(page, number) or not (block.kind is BlockKind.HEADING or block.bold or number == 0):
            continue
        shown += 1
        if shown <= TITLE_BLOCKS and len(words) < 400:
            yield words, block.start, block.end


def _title(page: Page, said: list[Statement]) -> Found | None:
    """A range in the title, if it is the only one there and no other range goes on from it."""
    for words, start, end in _titles(page):
        ranges = list(amounts.year_ranges(words))
        if len(ranges) == 1 and not HISTORY.search(words[: ranges[0][2]]) and not _over(ranges[0][1], _ranges(said)):
            return ranges[0][0], ranges[0][1], start, end
    return None


def _title_end(page: Page) -> Found | None:
    """The year up to which the title looks ahead: "Forecast to 2031"."""
    for words, start, end in _titles(page):
        until = END.search(words)
        if until and not any(place <= until.start() < stop for _, _, place, stop in amounts.year_ranges(words)):
            return None, int(next(g for g in until.groups() if g)), start, end
    return None


def _sized(said: list[Statement]) -> Iterator[Found]:
    """The years of two market sizes in one sentence, a past and a coming one: "5 in 2022 ... reach 8 by 2030"."""
    for s in said:
        if FUTURE.search(s.text) and re.search(r"[$€£¥₹]|illion|USD|億|억", s.text):
            years = sorted({int(y) for y in re.findall(r"(?<!\d)20\d\d(?!\d)", s.text)})
            if len(years) == 2:
                yield years[0], years[1], s.start, s.end


def _until(said: list[Statement]) -> Iterator[Found]:
    """The year up to which a growth sentence looks ahead."""
    for s in said:
        if amounts.SIGN.search(s.text) and GROWTH.search(s.text) and (until := END.search(s.text)):
            yield None, int(next(g for g in until.groups() if g)), s.start, s.end
