"""Claims -> contradictions: figures for one quantity that no rounding reconciles, and what only looks like one.

Two figures are for one quantity when kind, market, region, segment, company, currency and year (or period) are the
same. Where exactly one of these differs in a way that explains other numbers, it is a difference of scope; so it is
where rates of growth differ in region and period.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims.claims import positions
from mrgraph.claims.figure_text import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mrgraph.claims.claims import About, Claims, Figure

RATES: Final = (vocab.GrowthRate, vocab.MarketShare)
_SHOWN = Decimal("0.01")
_BOTH: Final = "region and period"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Positions on one quantity: each is a tuple of figures that agree with each other, from low to high.

    `gap`: between the lowest and the highest figure, in percentage points for rates and shares, else in percent of the
    lowest. `reports`: how many speak. `families`: how many of them are independent; 1 within one report or house.
    """

    about: About
    positions: tuple[tuple[Figure, ...], ...]
    gap: Decimal
    reports: int
    families: int

    @property
    def within_one_report(self) -> bool:
        """Whether a report contradicts itself."""
        return self.reports == 1


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures that differ because what they are about does.

    `scope`: region, segment, period, currency, or "region and period".
    """

    scope: str
    first: Figure
    second: Figure


def conflicts(claims: Claims, market: str | None = None) -> tuple[Conflict, ...]:
    """The contradictions in a graph, or about one market (an IRI): between independent sources first, then by gap."""
    found = []
    for about, figures in claims.groups.items():
        if (market is None or about.market == market) and _definite(about):
            found += [_conflict(claims, about, rivals) for rivals in _comparable(about, figures)]
    made = [conflict for conflict in found if conflict is not None]
    return tuple(sorted(made, key=lambda each: (-each.families, -each.reports, -each.gap, repr(each.about))))


def rivals(claims: Claims, figure: Figure) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The other figures for the same quantity: those that support `figure`, and those that contradict it."""
    others = [each for each in claims.groups.get(figure.about, ()) if each.iri != figure.iri]
    if not _definite(figure.about):
        return (), ()
    comparable = [each for each in others if _dated(figure.about) or each.report == figure.report]
    agreeing = tuple(each for each in comparable if len(positions((figure, each))) == 1)
    return agreeing, tuple(each for each in comparable if each not in agreeing)


def differences(claims: Claims, market: str | None = None) -> tuple[Difference, ...]:
    """Pairs of figures that differ in scope only and therefore contradict nobody, by scope."""
    wanted = [
        (about, figures[0])
        for about, figures in claims.groups.items()
        if about.market is not None and (market is None or about.market == market) and _definite(about)
    ]
    buckets: dict[tuple[str, About], list[Figure]] = defaultdict(list)
    for about, figure in wanted:
        for scope, rest in _without_one(about):
            buckets[scope, rest].append(figure)
    found = {
        Difference(scope, first, second)
        for (scope, _), figures in buckets.items()
        for first, second in _pairs(claims, scope, figures)
        if first.value != second.value
    }
    return tuple(sorted(found, key=lambda each: (each.scope, each.first.iri, each.second.iri)))


def _definite(about: About) -> bool:
    """Whether two figures about this can be compared at all: money needs a currency and a year."""
    if about.kind in (vocab.MarketSize, vocab.CompanyRevenue):
        return about.currency is not None and about.year is not None
    return about.kind == vocab.GrowthRate or about.market is not None


def _dated(about: About) -> bool:
    return about.year is not None or about.end is not None


def _comparable(about: About, figures: tuple[Figure, ...]) -> Iterator[tuple[Figure, ...]]:
    """Sets of figures that speak of one quantity: without a year or period, only those of one report."""
    if _dated(about):
        yield figures
        return
    by_report: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_report[figure.report].append(figure)
    yield from (tuple(each) for each in by_report.values())


def _conflict(claims: Claims, about: About, figures: tuple[Figure, ...]) -> Conflict | None:
    groups = positions(figures)
    if len(groups) == 1:
        return None
    reports = {figure.report for figure in figures}
    values = [figure.value for figure in figures]
    return Conflict(about, groups, gap(about, min(values), max(values)), len(reports), claims.families.number(reports))


def gap(about: About, low: Decimal, high: Decimal) -> Decimal:
    """How far two figures about the same lie apart: percentage points, or percent of the lower sum of money."""
    if about.kind in RATES:
        return high - low
    return ((high - low) / low * 100).quantize(_SHOWN) if low > 0 else Decimal(0)


# ------------------------------------------------------------------------------------------------- scope


def _without_one(about: About) -> Iterator[tuple[str, About]]:
    """What a figure is about, with one of its dimensions left open."""
    if about.kind == vocab.MarketShare:
        return
    yield "region", replace(about, region=None)
    yield "segment", replace(about, segment=None, company=None)
    if about.kind == vocab.GrowthRate:
        undated = replace(about, start=None, end=None, aside=None)
        yield "period", undated
        yield _BOTH, replace(undated, region=None)
    else:
        yield "currency", replace(about, currency=None)


def _pairs(claims: Claims, scope: str, figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Those of the figures whose difference in scope explains other numbers.

    A region is held against the regions around it, a segment against the whole, other periods and currencies in turn.
    """
    if scope in ("region", _BOTH):
        yield from _nested(claims, figures, alike=scope == "region")
    elif scope == "segment":
        whole = [figure for figure in figures if figure.about.segment is None and figure.about.company is None]
        yield from ((first, second) for first in whole for second in figures if second not in whole)
    else:
        yield from pairwise(figures)


def _nested(claims: Claims, figures: Sequence[Figure], *, alike: bool) -> Iterator[tuple[Figure, Figure]]:
    """Figures for a region and for one around it; `alike`: for one period, otherwise only for different ones."""
    by_region: dict[str | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_region[figure.about.region].append(figure)
    for inner in figures:
        for region in sorted(claims.regions_around(inner.about.region)) if inner.about.region else ():
            for outer in by_region.get(region, ()):
                if alike or _period(outer.about) != _period(inner.about):
                    yield outer, inner


def _period(about: About) -> tuple[int | None, int | None, str | None]:
    return about.start, about.end, about.aside


# ------------------------------------------------------------------------------------------------ in words


def gap_in_words(conflict: Conflict) -> str:
    """How far the figures lie apart: "3 points apart", "12.5 % apart"."""
    if conflict.about.kind in RATES:
        return f"{percent(conflict.gap).removesuffix(' %')} points apart"
    return f"{percent(conflict.gap)} apart"


def sources_in_words(conflict: Conflict) -> str:
    """How far the sources are independent: "2 reports of one house"."""
    if conflict.within_one_report:
        return "within one report"
    if conflict.families == 1:
        return f"{conflict.reports} reports of one house"
    return f"{conflict.reports} reports of {conflict.families} independent sources"
