"""Sections about figures: growth, market sizes, regional shares, conflicts and forecast periods."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from mrgraph.claims.figure_text import GROWTH, KINDS, SIZE, percent
from mrgraph.report import charts
from mrgraph.report.charts import Bar, Dots, Line, Mark, Span
from mrgraph.report.content import Cell, Names, Quotes, Section, Table, first_rows, words
from mrgraph.trust.conflict_cards import AUDIT, CONFLICT, SCOPE, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mrgraph.claims.figure_text import Figure
    from mrgraph.page.network import Network
    from mrgraph.trust.conflict_cards import Disagreement

MOST: Final = 40  # rows of a chart
_LINES: Final = 12  # that can be told apart
_ROWS: Final = 200  # rows of a table
_SHARE: Final = list(KINDS.values())[2]
_SORTS: Final = {CONFLICT: "Conflict", AUDIT: "Against its own sizes", SCOPE: "Other scope"}


def growth(network: Network, names: Names, quotes: Quotes) -> Section:
    """Growth stated against what the report's own sizes imply, the widest gaps first."""
    by_report: dict[str, list[Figure]] = defaultdict(list)
    for figure in _of_whole_markets(network, GROWTH):
        by_report[figure.report].append(figure)
    ranked = sorted(by_report.items(), key=lambda pair: (-_gap(pair[1]), names.report(pair[0]), pair[0]))
    drawn = quotes.rows(MOST)
    rivals = of_kind(network.disagreements, CONFLICT)
    clashing = frozenset(network.figures[position].iri for conflict in rivals for position in conflict.figures)
    rows = [
        Dots(
            names.of(group[0].market) or names.report(report),
            words((_region_in_words(group[0]), names.publisher(report))),
            tuple((f.number, _mark(f, names, quotes)) for f in group if f.number is not None),
            _implied(group),
            *_remark(group, clashing),
        )
        for report, group in ranked[:drawn]
    ]
    cells = [
        (
            Cell(_market(figure, names)),
            Cell(names.publisher(report)),
            Cell(figure.value, quotes.of(figure.support) if position < _ROWS else (), number=True),
            Cell("" if figure.implied is None else percent(figure.implied), number=True),
            Cell(words((figure.region, figure.period))),
            Cell(words(figure.support.flags)),
        )
        for position, (report, figure) in enumerate((report, figure) for report, group in ranked for figure in group)
    ]
    shown, left_out = first_rows(cells, quotes.rows(_ROWS), "growth rates")
    says = (
        "A disc is a growth rate as stated, a diamond what the report’s own market sizes imply, both in percent per "
        "year. A bar in the tone of a warning joins figures of one report that do not agree; a plain one, rates that "
        "it gives for other regions or periods."
    )
    if len(ranked) > drawn:
        says += f" Drawn are the {drawn} of {len(ranked):,} reports with the widest gaps."
    table = Table(("Market", "Publisher", "Stated", "Implied", "For", "Flags"), shown, left_out)
    return Section("growth", "Growth stated against implied", says, table, charts.dots(rows, " %"))


def _gap(group: list[Figure]) -> Decimal:
    values = [f.number for f in group if f.number is not None] + [f.implied for f in group if f.implied is not None]
    return max(values) - min(values) if values else Decimal(0)


def _implied(group: list[Figure]) -> Decimal | None:
    """What the sizes imply; of several values the one farthest from what is stated with it."""
    gaps = [(abs(f.implied - (f.number or 0)), f.implied) for f in group if f.implied is not None]
    return max(gaps)[1] if gaps else None


def _remark(group: list[Figure], clashing: frozenset[str]) -> tuple[str, bool]:
    """What is odd about one report's rates, and whether it contradicts itself: other periods may have other rates."""
    stated = sorted({(f.number, f.iri in clashing) for f in group if f.number is not None})
    if len({number for number, _ in stated}) > 1:
        return f"says {percent(stated[0][0])} and {percent(stated[-1][0])}", stated[0][1] and stated[-1][1]
    gap = next((f for f in group if f.implied is not None and "inconsistent" in f.support.flags), None)
    return ("", False) if gap is None or gap.implied is None else (f"sizes give {percent(gap.implied)}", True)


def sizes(network: Network, names: Names, quotes: Quotes) -> Section:
    """Market sizes over the years, a line for each report."""
    main, series = _main_series([figure for figure in _of_whole_markets(network, SIZE) if figure.period.isdecimal()])
    lines = [
        Line(
            _market(group[0], names),
            tuple((int(f.period), f.number, _mark(f, names, quotes)) for f in group if f.number),
        )
        for group in series[:_LINES]
    ]
    figures = sorted(
        _of_whole_markets(network, SIZE), key=lambda f: (_market(f, names), f.report, f.period, f.number or 0)
    )
    cells = [
        (
            Cell(_market(figure, names)),
            Cell(names.publisher(figure.report)),
            Cell(figure.period, number=True),
            Cell(figure.value, quotes.of(figure.support) if position < _ROWS else (), number=True),
            Cell(figure.basis or ""),
            Cell(words(figure.support.flags)),
        )
        for position, figure in enumerate(figures)
    ]
    shown, left_out = first_rows(cells, quotes.rows(_ROWS), "market sizes")
    says = "Market sizes as stated, by year; the height grows tenfold from line to line."
    if len(series) > len(lines):
        says += f" Drawn are the {len(lines)} largest of {len(series):,} series in {main}: one report, several years."
    if sum(map(len, series)) < len(figures):
        says += " Not drawn, but in the table: other currencies, single years, and sizes of one report that contradict."
    table = Table(("Market", "Publisher", "Year", "Size", "Basis", "Flags"), shown, left_out)
    return Section("sizes", "Market sizes over the years", says, table, charts.lines(lines, main))


def _main_series(figures: list[Figure]) -> tuple[str, list[list[Figure]]]:
    """The currency that most of the figures are in, "" where none is, and the series in it."""
    counts = Counter(currency for figure in figures if (currency := _currency(figure)))
    main = min(counts, key=lambda currency: (-counts[currency], currency), default="")
    return main, _series([figure for figure in figures if _currency(figure) == main and figure.number])


def _series(figures: list[Figure]) -> list[list[Figure]]:
    """The sizes that one report gives for one region, by year, if they are of several years and one each.

    The largest come first.
    """
    groups: dict[tuple[str, str], dict[str, set[Decimal | None]]] = defaultdict(lambda: defaultdict(set))
    by_year: dict[tuple[str, str], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        key = figure.report, figure.region or ""
        groups[key][figure.period].add(figure.number)
        by_year[key].setdefault(figure.period, figure)
    clear = [
        key for key, years in groups.items() if len(years) > 1 and all(len(numbers) == 1 for numbers in years.values())
    ]
    lines = {key: [figure for _, figure in sorted(by_year[key].items())] for key in clear}
    return [lines[key] for key in sorted(clear, key=lambda key: (-max(f.number or 0 for f in lines[key]), key))]


def shares(network: Network, names: Names, quotes: Quotes) -> Section:
    """Regional shares as claimed, overlaps marked."""
    ranked, drawn = _regional_shares(network, names), quotes.rows(MOST)
    rows, cells = [], []
    for rank, (report, group) in enumerate(ranked):
        parts = tuple(
            (f.region or "", f.number or Decimal(0), "overlapping" in f.support.flags, _mark(f, names, quotes))
            for f in group
            if rank < drawn
        )
        rows.append(Bar(_market(group[0], names), names.publisher(report), parts))
        total = sum((f.number or Decimal(0) for f in group), Decimal(0))
        cells += [
            (
                Cell(_market(f, names)),
                Cell(names.publisher(report)),
                Cell(f.region or ""),
                Cell(f.value, quotes.of(f.support) if rank < drawn else (), number=True),
                Cell(percent(total), number=True),
                Cell(words(f.support.flags)),
            )
            for f in group
        ]
    shown, left_out = first_rows(cells, quotes.rows(_ROWS), "shares")
    says = (
        "Each bar holds the regional shares that one report claims, as it claims them. Those with a dashed outline "
        "overlap another: where one region lies within another, the shares cannot be summed."
    )
    if len(ranked) > drawn:
        says += f" Drawn are {drawn} of {len(ranked):,} reports, those with most shares."
    table = Table(("Market", "Publisher", "Region", "Share", "Sum of the report", "Flags"), shown, left_out)
    return Section("shares", "Regional shares as claimed", says, table, charts.bars(rows[:drawn]))


def _regional_shares(network: Network, names: Names) -> list[tuple[str, list[Figure]]]:
    """Report and its regional shares of the whole market, the largest first; reports with most of them first."""
    by_report: dict[str, list[Figure]] = defaultdict(list)
    for figure in network.figures:
        if figure.kind == _SHARE and figure.region and not figure.company and not figure.segment and figure.number:
            by_report[figure.report].append(figure)
    for group in by_report.values():
        group.sort(key=lambda figure: (-(figure.number or 0), figure.region or ""))
    return sorted(by_report.items(), key=lambda pair: (-len(pair[1]), names.report(pair[0]), pair[0]))


def disagreements(network: Network, names: Names, quotes: Quotes) -> Section:
    """Figures that contradict each other, and beside them what only looks like it."""
    cells: list[tuple[Cell, ...]] = []
    for disagreement in network.disagreements:
        figures = [network.figures[number] for number in disagreement.figures]
        values = "; ".join(f"{f.value} {words((f.region, f.period))} ({names.publisher(f.report)})" for f in figures)
        behind = quotes.of(*(f.support for f in figures)) if len(cells) < _ROWS else ()
        cells.append((Cell(names.of(disagreement.subject)), Cell(_why(disagreement)), Cell(values, behind)))
    shown, left_out = first_rows(cells, quotes.rows(_ROWS), "disagreements")
    count = len(of_kind(network.disagreements, CONFLICT))
    says = (
        f"{count or 'No'} conflict{'' if count == 1 else 's'}: figures for one quantity that no rounding reconciles. "
        "Behind them stand growth rates that the sizes of the same report do not give, and those of one market that "
        "are for other regions or periods: no conflict, yet easily taken for one. Nothing was reconciled: each figure "
        "stands as its report gives it."
    )
    table = Table(("Subject", "What", "Figures"), shown, left_out)
    return Section("conflicts", "Conflicts", says, table)


def _why(disagreement: Disagreement) -> str:
    """ "Conflict. Growth per year, World: 2 points apart, within one report"."""
    return (
        f"{_SORTS[disagreement.kind]}. {disagreement.about}: {disagreement.reason[:1].lower()}{disagreement.reason[1:]}"
    )


def periods(network: Network, names: Names, quotes: Quotes) -> Section:
    """Forecast periods of the reports."""
    dated = sorted(
        (r for r in network.reports if r.start is not None or r.end is not None),
        key=lambda r: (r.start or r.end or 0, r.end or 0, names.report(r.iri), r.iri),
    )
    rows = _spans((names.report(r.iri), r.start, r.end, r.period) for r in dated)
    if len(rows) > quotes.rows(MOST):
        count = Counter((r.start, r.end) for r in dated)
        most = sorted(count.items(), key=lambda pair: (-pair[1], str(pair[0])))[: quotes.rows(MOST)]
        rows = _spans((_reports(number), start, end, f"{start} to {end}") for (start, end), number in most)
    cells = [(Cell(names.report(r.iri)), Cell(r.period, number=True)) for r in dated]
    shown, left_out = first_rows(cells, quotes.rows(_ROWS), "reports")
    missing = len(network.reports) - len(dated)
    says = "The years that each report forecasts." + (f" {missing:,} reports name none." if missing else "")
    return Section(
        "periods", "Forecast periods", says, Table(("Report", "Period"), shown, left_out), charts.spans(rows)
    )


# ------------------------------------------------------------------------------------------------ parts


def _spans(periods: Iterable[tuple[str, int | None, int | None, str]]) -> list[Span]:
    """A span for each label with both years, in order; the last text tells the period."""
    return [
        Span(label, "", start, end, Mark(f"{label}: {period}", None))
        for label, start, end, period in periods
        if start is not None and end is not None and end >= start
    ]


def _reports(count: int) -> str:
    return f"{count:,} report{'' if count == 1 else 's'}"


def _of_whole_markets(network: Network, kind: str) -> list[Figure]:
    """The figures of this kind about whole markets."""
    return [
        figure
        for figure in network.figures
        if figure.kind == kind and figure.number is not None and not figure.company and not figure.segment
    ]


def _market(figure: Figure, names: Names) -> str:
    region = "" if figure.kind == _SHARE else _region_in_words(figure)
    return words((names.of(figure.market) or names.report(figure.report), region))


def _region_in_words(figure: Figure) -> str:
    """The region, where it is not the world."""
    return "" if figure.region in (None, "World") else figure.region or ""


def _mark(figure: Figure, names: Names, quotes: Quotes) -> Mark:
    scope = words((figure.region, figure.period))
    behind = quotes.of(figure.support)
    subject = names.of(figure.market) or names.report(figure.report)
    return Mark(f"{subject}: {figure.value}{f', {scope}' if scope else ''}", behind[0] if behind else None)


def _currency(figure: Figure) -> str:
    """The code before the amount, "" where the report gives none."""
    return next((part for part in figure.value.split() if len(part) == 3 and part.isupper()), "")
