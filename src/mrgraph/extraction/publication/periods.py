"""Decides the forecast period: years so called, else the title's, else those of a growth or size sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mrgraph.extraction import rules
from mrgraph.extraction.publication.market_candidates import is_call
from mrgraph.extraction.text import amounts, year_ranges
from mrgraph.extraction.text.figure_statement import Statement
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.placeholders import FIGURE as PLACEHOLDER
from mrgraph.records import BlockKind, PeriodClaim

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


class _Years(NamedTuple):
    """The first and last year of a period, and the place of the words that say them."""

    first: int | None
    last: int | None
    start: int
    end: int


def period(page: Page, statements: tuple[Statement, ...]) -> PeriodClaim | None:
    """The forecast period, or None where no year is said."""
    dated = [statement for statement in statements if ("20" in statement.text or "19" in statement.text)]
    years = (
        _most_said(_called(dated))
        or _in_title(page, dated)
        or _most_said(_of_growth(page, dated))
        or _most_said(_of_sizes(dated))
        or _title_end(page)
        or _most_said(_until(dated))
    )
    if years is None:
        return None
    return PeriodClaim(years.first, years.last, (page.evidence(rules.PERIOD, years.start, years.end),))


def _most_said(readings: Iterable[_Years]) -> _Years | None:
    """The years said most often; the first of them where several are."""
    every = list(readings)
    counts = Counter((years.first, years.last) for years in every)
    return max(every, key=lambda years: counts[years.first, years.last], default=None)


def _called(statements: list[Statement]) -> Iterator[_Years]:
    """Years that are called the forecast period."""
    for statement in statements:
        text = statement.text
        label = statement.label and CALLED_BEFORE.search(statement.label)
        for first, last, start, end in () if PLACEHOLDER.search(text) else year_ranges.year_ranges(text):
            before = text[max(0, start - 110) : start]
            called = label or CALLED_BEFORE.search(before) or CALLED_AFTER.match(text[end : end + 60])
            if called and not HISTORY.search(before):
                yield _Years(first, last, statement.start, statement.end)


def _of_growth(page: Page, statements: list[Statement]) -> Iterator[_Years]:
    """Years of the sentences that give a growth rate; without any, of those that speak of a forecast."""
    rates, forecasts = [], []
    ranges = _ranges(statements)
    for statement in statements:
        text = statement.text
        span = _looking_ahead(text, ranges) if _may_give_growth(page, statement) else None
        if span is None:
            continue
        first, last, start = span
        years = _Years(first, last, statement.start, statement.end)
        if amounts.SIGN.search(text) and GROWTH.search(text) and not PLACEHOLDER.search(text):
            rates.append(years)
        elif FORECAST.search(text[:start]) or FUTURE.search(text):
            forecasts.append(years)
    yield from rates or forecasts


def _may_give_growth(page: Page, statement: Statement) -> bool:
    """Whether a statement is labelled as growth, or a sentence rather than a heading or a few words."""
    if statement.label and GROWTH.search(statement.label):
        return True
    return page.blocks[statement.block].kind is not BlockKind.HEADING and len(statement.text) >= 30


def _looking_ahead(text: str, ranges: set[Span]) -> tuple[int, int, int] | None:
    """The first range of years that is no history: its first and last year, and where it stands."""
    for first, last, start, _ in year_ranges.year_ranges(text):
        if not _over(last, ranges) and not HISTORY.search(text[:start]):
            return first, last, start
    joined = FROM_TO.search(text)
    return (int(joined[1]), int(joined[2]), joined.start()) if joined else None


def _ranges(statements: list[Statement]) -> set[Span]:
    return {(first, last) for statement in statements for first, last, _, _ in year_ranges.year_ranges(statement.text)}


def _over(last: int, ranges: set[Span]) -> bool:
    """Whether another range begins where this one ends: 2018-2022 beside 2023-2033 is history."""
    return any(last <= first <= last + 1 for first, _ in ranges)


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


def _in_title(page: Page, statements: list[Statement]) -> _Years | None:
    """A range in the title, if it is the only one there and no other range goes on from it."""
    for words, begin, end in _titles(page):
        ranges = list(year_ranges.year_ranges(words))
        if len(ranges) == 1:
            first, last, start, _ = ranges[0]
            if not HISTORY.search(words[:start]) and not _over(last, _ranges(statements)):
                return _Years(first, last, begin, end)
    return None


def _title_end(page: Page) -> _Years | None:
    """The year up to which the title looks ahead: "Forecast to 2031"."""
    for words, begin, stop in _titles(page):
        until = END.search(words)
        if until and not any(start <= until.start() < end for _, _, start, end in year_ranges.year_ranges(words)):
            return _Years(None, int(next(year for year in until.groups() if year)), begin, stop)
    return None


def _of_sizes(statements: list[Statement]) -> Iterator[_Years]:
    """The years of two market sizes in one sentence, a past and a coming one: "5 in 2022 ... reach 8 by 2030"."""
    for statement in statements:
        if FUTURE.search(statement.text) and re.search(r"[$€£¥₹]|illion|USD|億|억", statement.text):
            years = sorted({int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", statement.text)})
            if len(years) == 2:
                yield _Years(years[0], years[1], statement.start, statement.end)


def _until(statements: list[Statement]) -> Iterator[_Years]:
    """The year up to which a growth sentence looks ahead."""
    for statement in statements:
        text = statement.text
        if amounts.SIGN.search(text) and GROWTH.search(text) and (until := END.search(text)):
            last = int(next(year for year in until.groups() if year))
            yield _Years(None, last, statement.start, statement.end)
