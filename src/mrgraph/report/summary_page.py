"""Network -> the first page of the report: what the reports hold, and what in it is largest, fastest and doubtful."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims.figure_text import GROWTH, SIZE
from mrgraph.report.content import Names, Part, Summary, words
from mrgraph.trust.conflict_cards import AUDIT, CONFLICT, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from mrgraph.claims.figure_text import Figure
    from mrgraph.page.network import Network
    from mrgraph.trust.conflict_cards import Disagreement

_TOLD: Final = 5
_FEW_YEARS: Final = 3  # a rate of growth for less is no trend


def summary(network: Network, names: Names) -> Summary:
    """What one page says of all reports."""
    parts = (
        Part("The largest markets", "Latest size stated, forecasts left out.", _largest(network, names)),
        Part("The fastest growing", "Growth per year as stated for several years.", _fastest(network, names)),
        Part("The most contested", "Figures for one quantity that contradict each other.", _contested(network, names)),
        Part("The most connected companies", "By the markets that they are named for.", _connected(network, names)),
        Part("What to doubt", "Each figure stands as its report gives it; nothing was reconciled.", _doubts(network)),
    )
    return Summary(_holdings(network), tuple(part for part in parts if part.rows))


def _holdings(network: Network) -> str:
    kinds = Counter(node.kinds[0] for node in network.nodes)
    publishers = len({report.publisher for report in network.reports if report.publisher})
    sources = len({report.family for report in network.reports})
    return (
        f"{_many(len(network.reports), 'report')} of {_many(publishers, 'publisher')}, "
        f"{_many(sources, 'independent source')}, on {_many(kinds['market'], 'market')}: they name "
        f"{_many(kinds['company'], 'company', 'companies')} and state {_many(len(network.figures), 'figure')}."
    )


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def _whole(network: Network, kind: str) -> dict[str, list[Figure]]:
    """The figures of this kind about whole markets that nothing contradicts, by market."""
    doubted = {
        network.figures[position].iri
        for kind in (CONFLICT, AUDIT)
        for disagreement in of_kind(network.disagreements, kind)
        for position in disagreement.figures
    }
    by_market: dict[str, list[Figure]] = defaultdict(list)
    for figure in network.figures:
        partial = figure.company or figure.segment or figure.region not in (None, "World")
        flagged = "inconsistent" in figure.support.flags or figure.iri in doubted
        if figure.kind == kind and figure.market and figure.number is not None and not partial and not flagged:
            by_market[figure.market].append(figure)
    return by_market


def _largest(network: Network, names: Names) -> tuple[tuple[str, str], ...]:
    sizes = []
    for market, group in _whole(network, SIZE).items():
        stated = [f for f in group if f.period.isdecimal() and "forecast" not in (f.basis or "").casefold()]
        if stated:
            sizes.append((market, max(stated, key=lambda f: (f.period, f.iri))))
    currency = Counter(_currency(figure) for _, figure in sizes).most_common(1)
    ranked = [(market, figure) for market, figure in sizes if currency and _currency(figure) == currency[0][0]]
    ranked.sort(key=lambda pair: (-_number(pair[1]), names.of(pair[0]), pair[0]))
    return tuple((names.of(market), f"{figure.value}, {figure.period}") for market, figure in ranked[:_TOLD])


def _fastest(network: Network, names: Names) -> tuple[tuple[str, str], ...]:
    rates = []
    for market, group in _whole(network, GROWTH).items():
        stated = [f for f in group if _years(f.period) >= _FEW_YEARS]
        if stated:
            rates.append((market, max(stated, key=lambda f: (_years(f.period), f.iri))))
    rates.sort(key=lambda pair: (-_number(pair[1]), names.of(pair[0]), pair[0]))
    return tuple((names.of(market), words((figure.value, figure.period))) for market, figure in rates[:_TOLD])


def _years(period: str) -> int:
    """How many years a period such as "2024 to 2031" takes."""
    start, _, end = period.partition(" to ")
    return int(end) - int(start) if start.isdecimal() and end.isdecimal() else 0


def _number(figure: Figure) -> Decimal:
    assert figure.number is not None
    return figure.number


def _currency(figure: Figure) -> str:
    return next((part for part in figure.value.split() if len(part) == 3 and part.isupper()), "")


def _contested(network: Network, names: Names) -> tuple[tuple[str, str], ...]:
    by_subject: dict[str, list[Disagreement]] = defaultdict(list)
    for conflict in of_kind(network.disagreements, CONFLICT):
        by_subject[conflict.subject].append(conflict)
    ranked = sorted(by_subject, key=lambda subject: -len(by_subject[subject]))  # else as they come, the widest first
    return tuple((names.of(subject), _quarrel(network, by_subject[subject])) for subject in ranked[:_TOLD])


def _quarrel(network: Network, conflicts: Sequence[Disagreement]) -> str:
    """How many conflicts there are, and the ends of the first."""
    figures = [network.figures[position] for position in conflicts[0].figures]
    return f"{_many(len(conflicts), 'conflict')}: {figures[0].value} or {figures[-1].value}"


def _connected(network: Network, names: Names) -> tuple[tuple[str, str], ...]:
    studied = {report.iri: report.market for report in network.reports}
    markets: dict[str, set[str]] = defaultdict(set)
    for link in network.links:
        market = studied.get(link.report)
        if link.relation == vocab.hasPlayer and market:
            markets[link.node].add(market)
    ranked = sorted(markets, key=lambda company: (-len(markets[company]), names.of(company), company))
    return tuple(
        (names.of(company), _many(len(markets[company]), "market"))
        for company in ranked[:_TOLD]
        if len(markets[company]) > 1
    )


def _doubts(network: Network) -> tuple[tuple[str, str], ...]:
    return tuple((what, count) for what, count, some in _doubtful(network) if some)


def _doubtful(network: Network) -> Iterator[tuple[str, str, bool]]:
    conflicts = len(of_kind(network.disagreements, CONFLICT))
    yield "Conflicts between figures for one quantity", f"{conflicts:,}", conflicts > 0
    audits = len(of_kind(network.disagreements, AUDIT))
    yield "Growth rates that the sizes of their own report do not give", f"{audits:,}", audits > 0
    overlaps = sum("overlapping" in figure.support.flags for figure in network.figures)
    yield "Shares that overlap others and cannot be summed", f"{overlaps:,}", overlaps > 0
    sources: dict[str, set[str]] = defaultdict(set)
    for report in network.reports:
        if report.market:
            sources[report.market].add(report.family)
    single = sum(len(families) == 1 for families in sources.values())
    yield "Markets known from one independent source only", f"{single:,} of {len(sources):,}", single > 0
    aside = sum(len(report.aside) for report in network.reports)
    yield "Statements left out as no information", f"{aside:,}", aside > 0
