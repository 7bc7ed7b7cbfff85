"""Decides which figures are flagged: growth, shares, years and revenues of one report that do not go together.

Each finding is a flag on the claims; what rounding of the stated figures can explain is never one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Context, Decimal, localcontext
from itertools import permutations
from typing import TYPE_CHECKING, Final, TypeAlias

from mrgraph import rounding, vocab
from mrgraph.linking.implied_growth import Growth
from mrgraph.records import DEFECTS, Basis, Bound, Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mrgraph.facts import Facts, FigureFact, ReportFact
    from mrgraph.reference import Reference

    Group: TypeAlias = tuple[str | int | None, ...]

_CONTEXT = Context(prec=34)  # IEEE 754 decimal128: more than any stated figure needs, and the same everywhere
_WHOLE: Final = Decimal(100)
_EXACT = 2  # digits of a sum that two regions do not share by chance


def audited(facts: Facts, reference: Reference) -> Facts:
    """The facts with implied growth rates, and flags where figures of one report do not agree; rejected ones aside."""
    with localcontext(_CONTEXT):
        sound = replace(facts, figures=tuple(figure for figure in facts.figures if DEFECTS.isdisjoint(figure.flags)))
        growth = Growth(sound.figures)
        overlapping = _overlapping(sound.figures, reference)
        flags: dict[str, set[Flag]] = defaultdict(set)
        for figure in overlapping.values():
            flags[figure.iri].add(Flag.OVERLAPPING)
        wrong = (*_too_much(sound, overlapping, reference), *_too_late(sound), *_too_large(sound.figures))
        for iri in (*wrong, *_inside_out(overlapping, reference), *_said_of_two(sound.figures)):
            flags[iri].add(Flag.INCONSISTENT)
        figures = tuple(_audited(figure, growth, flags.get(figure.iri, set())) for figure in facts.figures)
    return replace(facts, figures=figures)


def _audited(figure: FigureFact, growth: Growth, flags: set[Flag]) -> FigureFact:
    flagged = replace(figure, flags=tuple(sorted({*figure.flags, *flags}))) if flags else figure
    rate = figure.kind == vocab.GrowthRate and DEFECTS.isdisjoint(figure.flags)
    return growth.audited(flagged) if rate else flagged


# ------------------------------------------------------------------------------------------------ shares


def _shares(figures: Iterable[FigureFact]) -> Iterator[FigureFact]:
    return (figure for figure in figures if figure.kind == vocab.MarketShare and figure.percent is not None)


def _overlapping(figures: Iterable[FigureFact], reference: Reference) -> dict[str, FigureFact]:
    """Shares of regions that contain, or lie in, another region whose share the same report gives, by IRI."""
    groups: dict[Group, list[FigureFact]] = defaultdict(list)
    for figure in _shares(figures):
        if figure.region and not figure.company and not figure.segment:
            groups[figure.report, figure.market, figure.share_within].append(figure)
    return {
        share.iri: share
        for shares in groups.values()
        for inner, outer in permutations(shares, 2)
        if _same_year(inner, outer) and outer.region != outer.share_within and _contains(reference, inner, outer)
        for share in (inner, outer)
    }


def _inside_out(overlapping: Mapping[str, FigureFact], reference: Reference) -> Iterator[str]:
    """Shares of a region that are larger than those of one around it: China 35 %, Asia-Pacific 5 %."""
    groups: dict[Group, list[FigureFact]] = defaultdict(list)
    for share in overlapping.values():
        groups[share.report, share.market, share.share_within].append(share)
    for shares in groups.values():
        for inner, outer in permutations(shares, 2):
            if _same_year(inner, outer) and _contains(reference, inner, outer) and _least(inner) > _most_of(outer):
                yield from (inner.iri, outer.iri)


def _most_of(share: FigureFact) -> Decimal:
    percent = share.percent_max or share.percent or Decimal(0)
    return _WHOLE if share.bound is Bound.AT_LEAST else percent + rounding.slack(percent, share.text, share.bound)


def _said_of_two(figures: Iterable[FigureFact]) -> Iterator[str]:
    """One report's size of a market in one year that is said, to the digit, of two regions."""
    groups: dict[Group, dict[str, FigureFact]] = defaultdict(dict)
    for figure in figures:
        exact = figure.amount is not None and len(figure.amount.normalize().as_tuple().digits) >= _EXACT
        if figure.kind == vocab.MarketSize and exact and figure.region and not figure.segment and not figure.company:
            groups[*_money(figure), str(figure.amount)].setdefault(figure.region, figure)
    for said in groups.values():
        if len(said) > 1:
            yield from (figure.iri for figure in said.values())


def _same_year(first: FigureFact, second: FigureFact) -> bool:
    return first.year is None or second.year is None or first.year == second.year


def _contains(reference: Reference, inner: FigureFact, outer: FigureFact) -> bool:
    key, around = reference.key(inner.region or ""), reference.key(outer.region or "")
    return key is not None and around is not None and reference.within(key, around)


def _too_much(facts: Facts, overlapping: Mapping[str, FigureFact], reference: Reference) -> Iterator[str]:
    """Shares of one year and one axis that make more than the whole, though none lies in another."""
    for group in _partitions(facts).values():
        parts = [share for share in group if not _is_inner(share, group, overlapping, reference)]
        least: dict[str | None, Decimal] = {}
        for share in parts:
            part, low = share.region if _regional(share) else share.company or share.segment, _least(share)
            least[part] = min(least.get(part, low), low)
        if len(least) > 1 and sum(least.values()) > _WHOLE:
            yield from (share.iri for share in parts)


def _regional(share: FigureFact) -> bool:
    return not share.company and not share.segment


def _least(share: FigureFact) -> Decimal:
    percent = share.percent or Decimal(0)
    return Decimal(0) if share.bound is Bound.AT_MOST else percent - rounding.slack(percent, share.text, share.bound)


def _is_inner(
    share: FigureFact, group: Iterable[FigureFact], overlapping: Mapping[str, FigureFact], reference: Reference
) -> bool:
    if share.iri not in overlapping:
        return False
    return any(_contains(reference, share, other) and other.region != other.share_within for other in group)


def _partitions(facts: Facts) -> dict[Group, list[FigureFact]]:
    """Shares that are parts of one whole: of regions, of companies, or of segments on one axis."""
    axes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in facts.links:
        if link.predicate in (vocab.hasTechnology, vocab.hasApplication, vocab.hasSegment):
            axes[link.report, link.object].add(f"{link.predicate} {link.axis or ''}")
    groups: dict[Group, list[FigureFact]] = defaultdict(list)
    for share in _shares(facts.figures):
        whole = (share.report, share.market, share.share_within, share.year)
        if share.segment and not share.company:
            for axis in sorted(axes.get((share.report, share.segment), ())):
                groups[*whole, share.region, axis].append(share)
        elif share.company and not share.segment:
            groups[*whole, share.region, "company"].append(share)
        elif _regional(share) and share.region != share.share_within:
            groups[*whole, None, "region"].append(share)
    return groups


# ----------------------------------------------------------------------------------- years and revenues


def _too_late(facts: Facts) -> Iterator[str]:
    """Forecasts for years after the report's own forecast period.

    Earlier years are left alone: "had risen to an estimated $11 billion by 2022" looks back, whatever its verb.
    """
    reports = {report.iri: report for report in facts.reports}
    for figure in facts.figures:
        report = reports.get(figure.report)
        if report is not None and figure.basis is Basis.FORECAST and _outside(figure, report):
            yield figure.iri


def _outside(figure: FigureFact, report: ReportFact) -> bool:
    last = figure.end if figure.kind == vocab.GrowthRate else figure.year
    return last is not None and report.end is not None and last > report.end


def _too_large(figures: Iterable[FigureFact]) -> Iterator[str]:
    """Sales of a company within a market that are larger than the whole market in the same year."""
    sizes: dict[Group, list[FigureFact]] = defaultdict(list)
    sales = []
    for figure in figures:
        if figure.year is None or figure.amount is None or figure.currency is None or figure.market is None:
            continue
        if figure.kind == vocab.CompanyRevenue:
            sales.append(figure)
        elif figure.kind == vocab.MarketSize and not figure.company and not figure.segment:
            sizes[_money(figure)].append(figure)
    for sale in sales:
        whole = max(sizes.get(_money(sale), ()), key=_most, default=None)
        if whole is not None and (sale.amount or 0) - _slack(sale) > _most(whole) and sale.bound is not Bound.AT_MOST:
            yield from (sale.iri, whole.iri)


def _money(figure: FigureFact) -> Group:
    return figure.report, figure.market, figure.year, figure.currency


def _slack(figure: FigureFact) -> Decimal:
    return rounding.slack(figure.amount or Decimal(0), figure.text, figure.bound)


def _most(size: FigureFact) -> Decimal:
    return (size.amount or Decimal(0)) + _slack(size)
