"""All markets, one row each: size and forecast, growth, players, and how many sources say so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims.claims import positions
from mrgraph.claims.figure_text import money
from mrgraph.claims.wording import clean
from mrgraph.output.aligned import aligned
from mrgraph.trust import conflicts

if TYPE_CHECKING:
    from mrgraph.claims.claims import Claims, Figure
    from mrgraph.claims.wording import Json

COLUMNS: Final = (
    *("market", "region", "currency", "size", "year", "forecast", "forecast_year", "growth", "from", "to"),
    *("players", "reports", "independent", "conflicts", "iri"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A market (IRI): the latest size that is no forecast, the farthest forecast, the growth whose period is longest.

    A figure that its own sources contradict is left out, and counted in `conflicts`.
    """

    market: str
    size: Figure | None
    forecast: Figure | None
    growth: Figure | None
    players: int
    reports: int
    independent: int
    conflicts: int


def table(claims: Claims) -> tuple[Row, ...]:
    """All markets, largest size first, then by name; sizes of different currencies are not compared."""
    index = claims.index
    figures: dict[str, list[Figure]] = defaultdict(list)
    for group in claims.groups.values():
        about = group[0].about
        partial = about.segment or about.company or about.aside
        if about.market and not partial and len(positions(group)) == 1:
            figures[about.market].append(group[0])
    reports: dict[str, list[str]] = defaultdict(list)
    for report in index.of_type(vocab.Report):
        for market in index.all(report, vocab.studies):
            reports[market].append(report)
    disputed = Counter(conflict.about.market for conflict in conflicts.conflicts(claims))
    found = [
        _row(claims, market, figures[market], reports[market], disputed[market])
        for market in index.of_type(vocab.Market)
    ]
    return tuple(sorted(found, key=lambda row: (*_rank(row), index.label(row.market).casefold(), row.market)))


def _rank(row: Row) -> tuple[str, Decimal]:
    if row.size is None:
        return "~", Decimal(0)
    return "" if row.size.about.currency == "USD" else row.size.about.currency or "", -row.size.value


def _row(claims: Claims, market: str, figures: list[Figure], reports: list[str], disputed: int) -> Row:
    world = [figure for figure in figures if figure.about.region == _WORLD]
    sizes = [figure for figure in world or figures if figure.about.kind == vocab.MarketSize and figure.about.year]
    ahead = [size for size in sizes if claims.index.one(size.iri, vocab.basis) == vocab.Forecast]
    now = [size for size in sizes if size not in ahead]
    rates = [figure for figure in world or figures if figure.about.kind == vocab.GrowthRate]
    return Row(
        market=market,
        size=max(now, key=_year, default=None),
        forecast=max(ahead, key=_year, default=None),
        growth=max(rates, key=_length, default=None),
        players=len(claims.index.all(market, vocab.hasPlayer)),
        reports=len(reports),
        independent=claims.families.number(reports),
        conflicts=disputed,
    )


_WORLD: Final = f"{vocab.PREFIXES['region']}world"


def _year(size: Figure) -> tuple[int, str]:
    return size.about.year or 0, size.iri


def _length(rate: Figure) -> tuple[int, int, str]:
    start, end = rate.about.start, rate.about.end
    return (end - start if start and end else 0), end or 0, rate.iri


# -------------------------------------------------------------------------------------------------- text


def lines(claims: Claims, found: Iterable[Row]) -> Iterator[str]:
    """The table in columns, with a head."""
    rows: list[tuple[str, ...]] = [
        ("market", "size", "forecast", "growth", "players", "reports", "sources", "conflicts")
    ]
    for row in found:
        size, forecast = (_dated(figure) for figure in (row.size, row.forecast))
        rate = f"{clean(row.growth.text)} a year" if row.growth else ""
        counts = (str(number) for number in (row.players, row.reports, row.independent, row.conflicts))
        rows.append((clean(claims.index.label(row.market)), size, forecast, rate, *counts))
    yield from aligned(rows, right=(4, 5, 6, 7))


def _dated(figure: Figure | None) -> str:
    return f"{money(figure.value, figure.about.currency)} ({figure.about.year})" if figure else ""


def rows(claims: Claims, found: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """A row a market, in the order of COLUMNS."""
    for row in found:
        yield tuple("" if value is None else str(value) for value in as_object(claims, row).values())


def as_object(claims: Claims, row: Row) -> Json:
    """One market for programs, in the order of COLUMNS."""
    label = claims.index.label
    of = row.size or row.forecast or row.growth
    rate = row.growth
    values = (
        *(label(row.market), label(of.about.region) if of and of.about.region else None),
        row.size.about.currency if row.size else row.forecast.about.currency if row.forecast else None,
        *(_number(row.size), row.size.about.year if row.size else None),
        *(_number(row.forecast), row.forecast.about.year if row.forecast else None),
        *(_number(rate), rate.about.start if rate else None, rate.about.end if rate else None),
        *(row.players, row.reports, row.independent, row.conflicts, row.market),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _number(figure: Figure | None) -> float | None:
    return float(figure.value) if figure else None
