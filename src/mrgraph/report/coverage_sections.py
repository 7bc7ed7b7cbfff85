"""Sections about all reports together: at a glance, companies and reports, independent support, white space."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims.figure_text import KINDS
from mrgraph.report import charts
from mrgraph.report.charts import Mark
from mrgraph.report.content import Cell, Names, Quotes, Section, Table, first_rows
from mrgraph.trust.conflict_cards import CONFLICT, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mrgraph.claims.evidence import Support
    from mrgraph.claims.links import Link
    from mrgraph.page.network import Network

_COMPANIES: Final = 40
_BARS: Final = 20
_REPORTS: Final = 25  # columns of the matrix
_ROWS: Final = 200
_FACTS: Final = (*KINDS.values(), "Companies", "Technologies", "Applications", "Leading region")
_LINK_FACTS: Final = {
    vocab.hasPlayer: "Companies",
    vocab.hasTechnology: "Technologies",
    vocab.hasApplication: "Applications",
    vocab.ledBy: "Leading region",
}


def glance(network: Network) -> Section:
    """Counts of what the reports hold."""
    rows = (*_counts_of_reports(network), *_counts_of_names(network), *_counts_of_claims(network))
    cells = tuple((Cell(name), Cell(f"{count:,}", number=True)) for name, count in rows if count)
    says = "What these reports claim, counted. A claim is what a document says, not what is true."
    return Section("glance", "At a glance", says, Table(("What", "How many"), cells))


def _counts_of_reports(network: Network) -> Iterator[tuple[str, int]]:
    yield "Reports", len(network.reports)
    yield "Documents", len({document for report in network.reports for document in report.documents})
    yield "Publishers", len({report.publisher for report in network.reports if report.publisher})
    yield "Independent sources", len({report.family for report in network.reports})


def _counts_of_names(network: Network) -> Iterator[tuple[str, int]]:
    kinds = Counter(kind for node in network.nodes for kind in node.kinds)
    yield "Markets", kinds["market"]
    yield "Companies", kinds["company"]
    yield "Technologies", kinds["technology"]
    yield "Applications", kinds["application"]
    shared = sum(node.kinds[0] != "report" and len(node.reports) > 1 for node in network.nodes)
    yield "Names that several reports share", shared


def _counts_of_claims(network: Network) -> Iterator[tuple[str, int]]:
    kinds = Counter(figure.kind for figure in network.figures)
    yield from ((f"Figures: {kind.lower()}", kinds[kind]) for kind in KINDS.values())
    yield "Conflicts", len(of_kind(network.disagreements, CONFLICT))
    flags: Counter[str] = Counter()
    for support in (*(link.support for link in network.links), *(figure.support for figure in network.figures)):
        flags.update(support.flags)
    yield from ((f"Claims flagged {flag}", count) for flag, count in sorted(flags.items()))
    yield "Claims set aside", sum(len(report.aside) for report in network.reports)


def companies(network: Network, names: Names, quotes: Quotes) -> Section:
    """Companies by the independent sources that name them, then by reports."""
    ranked = _ranked(network)
    by_company = _players(network)
    cells = []
    for iri, sources, reports in ranked[: quotes.rows(_ROWS)]:
        behind = quotes.of(*(link.support for link in by_company[iri]))
        cells.append(
            (
                Cell(names.of(iri), behind[:8]),
                Cell(f"{sources:,}", number=True),
                Cell(f"{reports:,}", number=True),
            )
        )
    left_out = f"{len(cells):,} of {len(ranked):,} companies" if len(cells) < len(ranked) else ""
    bars = [
        (names.of(iri), reports, sources, _supported(names.of(iri), reports, sources, cells[rank][0].quotes))
        for rank, (iri, sources, reports) in enumerate(ranked[: quotes.rows(_BARS)])
        if reports > 1
    ]
    says = (
        "Reports of one publisher or template may copy each other, so a company counts once for each independent "
        "source that names it: the dark bar. The pale one counts all reports. Up to eight quotes are linked for each."
    )
    if len(ranked) > len(bars):
        which = "first" if len(bars) == quotes.rows(_BARS) else "shared"
        says += f" Drawn are the {len(bars)} {which} of {len(ranked):,} companies."
    table = Table(("Company", "Independent sources", "Reports"), tuple(cells), left_out)
    chart = charts.counts(bars, "Companies by reports and independent sources; the table below has the same")
    return Section("companies", "Companies by independent support", says, table, chart)


def _supported(name: str, reports: int, sources: int, behind: tuple[int, ...]) -> Mark:
    says = f"{name}: {reports:,} reports of {sources:,} independent sources"
    return Mark(says, behind[0] if behind else None)


def matrix(network: Network, names: Names, quotes: Quotes) -> Section:
    """Which report names which company, for companies that several reports name."""
    by_company = _players(network)
    shared = [(iri, reports) for iri, _, reports in _ranked(network) if reports > 1]
    several, shared = len(shared), shared[: quotes.rows(_COMPANIES)]
    weight = Counter(link.report for iri, _ in shared for link in by_company[iri])
    columns = sorted(weight, key=lambda report: (-weight[report], names.report(report), report))[
        : quotes.rows(_REPORTS)
    ]
    rows, cells = [], []
    for iri, reports in shared:
        squares = _squares(iri, by_company[iri], columns, names, quotes)
        rows.append((names.of(iri), squares, f"{reports:,}"))
        marks = "; ".join(f"{number}" for number, square in enumerate(squares, start=1) if square is not None)
        cells.append((Cell(names.of(iri)), Cell(marks), Cell(f"{reports:,}", number=True)))
    legend = [
        (Cell(str(n), number=True), Cell(names.report(report)), Cell("")) for n, report in enumerate(columns, start=1)
    ]
    says = "A filled square: the report names the company. "
    if len(weight) > len(columns) or several > len(shared):
        says += f"Shown are {len(shared)} of {several:,} companies that several reports name, and {len(columns)} of "
        says += f"{len(weight):,} reports that name these. "
    says += "The numbers of the reports are told below the companies." if columns else "No two reports share a company."
    label = "Companies and the reports that name them; the table below has the same"
    chart = charts.grid(rows, [str(n) for n in range(1, len(columns) + 1)], label)
    table = Table(("Company, or number of report", "Named in report", "Reports in all"), (*cells, *legend))
    return Section("matrix", "Companies and reports", says, table, chart)


def _squares(
    company: str, links: list[Link], columns: list[str], names: Names, quotes: Quotes
) -> list[tuple[str, Mark] | None]:
    """A filled square for each report of `columns` that names the company."""
    squares: list[tuple[str, Mark] | None] = []
    for report in columns:
        supports = [link.support for link in links if link.report == report]
        behind = quotes.of(*supports)
        says = f"{names.of(company)} in {names.report(report)}"
        squares.append(("filled", Mark(says, behind[0] if behind else None)) if supports else None)
    return squares


def white_space(network: Network, names: Names, quotes: Quotes) -> Section:
    """Markets and kinds of fact: what is covered, and what no source tells."""
    facts = _facts(network)
    missing = {market: [kind for kind in _FACTS if not facts[market].get(kind)] for market in facts}
    ranked = sorted(facts, key=lambda market: (-len(missing[market]), names.of(market), market))
    rows, cells = [], []
    for market in ranked[: quotes.rows(_COMPANIES)]:
        squares = []
        for kind in _FACTS:
            supports = facts[market].get(kind, [])
            behind = quotes.of(*supports[:1])
            says = f"{names.of(market)}: {len(supports)} × {kind.lower()}"
            squares.append(("filled", Mark(says, behind[0] if behind else None)) if supports else None)
        rows.append((names.of(market), squares, f"{len(_FACTS) - len(missing[market])} of {len(_FACTS)}"))
    for market in ranked:
        counts = [Cell(str(len(facts[market].get(kind, []))), number=True) for kind in _FACTS]
        cells.append((Cell(names.of(market)), *counts))
    shown, left_out = first_rows(cells, quotes.rows(_ROWS), "markets")
    says = "An empty square: none of these reports tells it. The markets with most of them come first."
    if len(ranked) > len(rows):
        lacking = ", ".join(f"{kind.lower()} {sum(kind in kinds for kinds in missing.values()):,}" for kind in _FACTS)
        says += f" Drawn are {len(rows)} of {len(ranked):,} markets. Markets without: {lacking}."
    chart = charts.grid(rows, _FACTS, "Markets and the kinds of fact known of them; the table below has the counts")
    return Section("coverage", "What is told of each market", says, Table(("Market", *_FACTS), shown, left_out), chart)


def regions(network: Network, names: Names, quotes: Quotes) -> Section:
    """Regions and kinds of figure: of how many markets each is known."""
    kinds = tuple(KINDS.values())[:3]
    with_figure: dict[str, dict[str, set[str]]] = defaultdict(lambda: {kind: set() for kind in kinds})
    listed: dict[str, set[str]] = defaultdict(set)
    markets = {report.iri: report.market for report in network.reports}
    for figure in network.figures:
        if figure.region and figure.kind in kinds and figure.market:
            with_figure[figure.region][figure.kind].add(figure.market)
    for report in network.reports:
        for link in report.listed:
            market = markets[report.iri]
            if market is not None:
                listed[names.of(link.node)].add(market)
    ordered = sorted({*with_figure, *listed}, key=lambda region: (-len(listed[region]), region))
    cells = [
        (
            Cell(region),
            Cell(f"{len(listed[region]):,}", number=True),
            *(Cell(f"{len(with_figure[region][kind]):,}", number=True) for kind in kinds),
        )
        for region in ordered
    ]
    shown, left_out = first_rows(cells, quotes.rows(_ROWS), "regions")
    says = (
        "For how many markets a region is listed as covered, and for how many a figure is given for it. A region that "
        "many list and none gives a figure for is uncharted."
    )
    table = Table(("Region", "Listed as covered", *kinds), shown, left_out)
    return Section("regions", "Regions and the figures known of them", says, table)


# ------------------------------------------------------------------------------------------------ parts


def _players(network: Network) -> dict[str, list[Link]]:
    by_company: dict[str, list[Link]] = defaultdict(list)
    for link in network.links:
        if link.relation == vocab.hasPlayer:
            by_company[link.node].append(link)
    return by_company


def _ranked(network: Network) -> list[tuple[str, int, int]]:
    """Companies with the numbers of independent sources and reports that name them, most first."""
    families = {report.iri: report.family for report in network.reports}
    ranked = []
    for iri, claims in _players(network).items():
        reports = {link.report for link in claims}
        ranked.append((iri, len({families[report] for report in reports}), len(reports)))
    return sorted(ranked, key=lambda entry: (-entry[1], -entry[2], entry[0]))


def _facts(network: Network) -> dict[str, dict[str, list[Support]]]:
    """The supports of each kind of fact by market."""
    markets = {report.iri: report.market for report in network.reports if report.market is not None}
    facts: dict[str, dict[str, list[Support]]] = {market: {} for market in markets.values() if market}
    for link in network.links:
        market, kind = markets.get(link.report), _LINK_FACTS.get(link.relation)
        if market and kind:
            facts[market].setdefault(kind, []).append(link.support)
    for figure in network.figures:
        market = figure.market or markets.get(figure.report)
        if market in facts:
            facts[market].setdefault(figure.kind, []).append(figure.support)
    return facts
