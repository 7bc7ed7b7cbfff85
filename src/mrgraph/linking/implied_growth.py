"""Sizes of a market in two years -> the growth they imply, beside the growth that the report states."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING, TypeAlias

from mrgraph import rounding, vocab
from mrgraph.records import Bound, Flag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mrgraph.facts import FigureFact

    Dimensions: TypeAlias = tuple[str | None, ...]

_SHOWN = Decimal("0.01")  # the implied rate has two decimals
_LONGEST = 40  # years: no report looks further ahead
# What a market may plausibly do in the years between, in percent a year: shrink a little, or grow three times as fast.
_SLOWEST, _FASTEST = Decimal(-5), 3
_WHOLE = Decimal(100)
_BEFORE = 2  # years between the base year and the begin of the forecast period, in most reports none or one


class Growth:
    """The growth that the sizes in `figures` imply, each report's by itself; call it within a wide decimal context."""

    def __init__(self, figures: Iterable[FigureFact]) -> None:
        self._sizes: dict[Dimensions, list[FigureFact]] = defaultdict(list)
        for figure in figures:
            if figure.kind == vocab.MarketSize and figure.year is not None and figure.amount:
                self._sizes[_dimensions(figure)].append(figure)

    def audited(self, rate: FigureFact) -> FigureFact:
        """The rate with the growth that the sizes imply; flagged where rounding cannot explain the difference."""
        sizes = self._sizes.get(_dimensions(rate), [])
        beside = [size for size in sizes if _side_by_side(size, rate)]
        spans = _best_years(_spans(beside), rate)
        if not spans and (rate.start is not None or rate.end is not None):  # without years it may be for any time
            spans = _best_years(_spans(sizes), rate)
        if not spans or rate.percent is None:
            return rate
        nearest = min(spans, key=lambda span: (_distance(span.percent, rate), span.percent))
        audited_rate = replace(rate, implied_percent=nearest.percent.quantize(_SHOWN))
        if any(_explains(span, rate) or _reconciled(span, rate) for span in spans):
            return audited_rate
        start = min(filter(None, (_true_start(span, rate) for span in spans)), default=None)
        return replace(audited_rate, implied_start=start, flags=tuple(sorted({*rate.flags, Flag.INCONSISTENT})))


@dataclass(frozen=True, slots=True)
class _Span:
    """Two sizes. `ratio` of the last to the first, and the least and most that rounding allows."""

    start: int
    end: int
    ratio: Decimal
    least: Decimal
    most: Decimal

    @property
    def percent(self) -> Decimal:
        return _yearly(self.ratio, self.end - self.start)


def _dimensions(figure: FigureFact) -> Dimensions:
    """What figures must share to be about the same thing, years apart."""
    return figure.report, figure.market, figure.region, figure.company, figure.segment


def _side_by_side(size: FigureFact, rate: FigureFact) -> bool:
    """Whether one passage states both."""
    return not {passage.iri for passage in size.passages}.isdisjoint(passage.iri for passage in rate.passages)


def _spans(sizes: Iterable[FigureFact]) -> list[_Span]:
    return [span for pair in permutations(sizes, 2) if (span := _span(*pair))]


def _span(base: FigureFact, target: FigureFact) -> _Span | None:
    if base.currency != target.currency or base.year is None or target.year is None or base.year >= target.year:
        return None
    first, last = base.amount or Decimal(1), target.amount or Decimal(1)
    below, above = rounding.slack(first, base.text, base.bound), rounding.slack(last, target.text, target.bound)
    if first <= below or last <= above:
        return None
    least, most = (last - above) / (first + below), (last + above) / (first - below)
    return _Span(base.year, target.year, last / first, least, most)


def _yearly(ratio: Decimal, years: int) -> Decimal:
    """Percent per year."""
    return ((ratio.ln() / years).exp() - 1) * 100


def _best_years(spans: list[_Span], rate: FigureFact) -> list[_Span]:
    """The pairs of sizes whose years fit the rate's own period best; often the first is for a year before it."""

    def misfit(span: _Span) -> tuple[int, int]:
        return abs(span.start - rate.start) if rate.start is not None else span.start, span.start - span.end

    ends = [span for span in spans if rate.end is None or span.end == rate.end]
    near = [span for span in ends if rate.start is None or abs(span.start - rate.start) <= _BEFORE]
    least = min((misfit(span) for span in near), default=None)
    return [span for span in near if misfit(span) == least]


def _explains(span: _Span, rate: FigureFact, years: int | None = None) -> bool:
    """Whether the stated rate over `years` (those of the sizes) leads from one size to the other, rounding allowed."""
    stated, upper = rate.percent or Decimal(0), _upper(rate)
    slack = rounding.slack(stated, rate.text, rate.bound)
    years = years or span.end - span.start
    low_enough = rate.bound is Bound.AT_LEAST or _yearly(span.least, years) <= upper + slack
    return low_enough and (rate.bound is Bound.AT_MOST or _yearly(span.most, years) >= stated - slack)


def _reconciled(span: _Span, rate: FigureFact) -> bool:
    """Whether some plausible growth between the base year and the rate's start lets the rate lead to the second size.

    "From 2024 to 2030" says nothing of the years from the size of 2022 on: they may be slow, or as fast again.
    """
    if rate.start is None or not span.start < rate.start < span.end:
        return False
    before, after = rate.start - span.start, span.end - rate.start
    stated, upper = rate.percent or Decimal(0), _upper(rate)
    slack = rounding.slack(stated, rate.text, rate.bound)
    slowest, fastest = min(_SLOWEST, _FASTEST * stated), max(-_SLOWEST, _FASTEST * upper)
    if min(slowest, stated - slack) <= -_WHOLE:
        return False
    least = _factor(slowest, before) * _factor(stated - slack, after)
    most = _factor(fastest, before) * _factor(upper + slack, after)
    low_enough = rate.bound is Bound.AT_LEAST or span.least <= most
    return low_enough and (rate.bound is Bound.AT_MOST or span.most >= least)


def _factor(percent: Decimal, years: int) -> Decimal:
    return (1 + percent / _WHOLE) ** years


def _true_start(span: _Span, rate: FigureFact) -> int | None:
    """The year, nearest to the first size's, from which the stated rate would lead to the second size."""
    fitting = [span.end - years for years in range(1, _LONGEST) if _explains(span, rate, years)]
    return min(fitting, key=lambda year: (abs(year - span.start), year), default=None)


def _upper(rate: FigureFact) -> Decimal:
    return rate.percent_max or rate.percent or Decimal(0)


def _distance(percent: Decimal, rate: FigureFact) -> Decimal:
    return max((rate.percent or Decimal(0)) - percent, percent - _upper(rate), Decimal(0))
