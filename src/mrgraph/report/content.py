"""What a report is made of: sections with a chart and a table, whose cells and marks point to numbered quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph.output.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mrgraph.claims.evidence import Quote, Support
    from mrgraph.page.network import Network

NOTHING_DRAWN: Final = Markup()
PAGE_ROWS: Final = 14  # of a chart or a table, for which a printed page has room beside words


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its words, and the numbers of the quotes behind them. `number`: set to the right."""

    text: str
    quotes: tuple[int, ...] = ()
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading row; `left_out`: what is not shown, in words, "" if all is."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. `chart`: an SVG element, empty where there is nothing to draw."""

    key: str
    title: str
    says: str
    table: Table
    chart: Markup = NOTHING_DRAWN


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the summary: names, the first first, each with what is told of it."""

    title: str
    says: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The first page: what the reports hold in a sentence, and its parts."""

    holds: str
    parts: tuple[Part, ...]


class Quotes:
    """Numbers the passages that the report points to, each once, in the order in which they are first named.

    `kept`: whether the report has an appendix of them. A report without one is short: it shows fewer rows.
    """

    def __init__(self, *, kept: bool = True) -> None:
        self.kept = kept
        self._numbers: dict[tuple[str, int | None, str], int] = {}
        self._known: list[tuple[Quote, Support]] = []

    def of(self, *supports: Support) -> tuple[int, ...]:
        """The numbers of all quotes of the supports, sorted."""
        numbers = set()
        for support in supports if self.kept else ():
            for quote in support.quotes:
                key = quote.key, quote.start, quote.text
                if key not in self._numbers:
                    self._numbers[key] = len(self._known) + 1
                    self._known.append((quote, support))
                numbers.add(self._numbers[key])
        return tuple(sorted(numbers))

    def rows(self, most: int) -> int:
        """How many rows a chart or table shows: `most`, or as many as one page has room for."""
        return most if self.kept else min(most, PAGE_ROWS)

    def all(self) -> list[tuple[int, Quote, Support]]:
        """Every quote with its number and the claim that named it first."""
        return [(number, quote, support) for number, (quote, support) in enumerate(self._known, start=1)]


class Names:
    """How reports and entities are called."""

    def __init__(self, network: Network) -> None:
        self._labels = {node.iri: node.label for node in network.nodes} | dict(network.names)
        self._reports = {report.iri: report for report in network.reports}

    def of(self, iri: str | None) -> str:
        """The label; "" for None."""
        return "" if iri is None else self._labels.get(iri, iri)

    def publisher(self, report: str) -> str:
        """Who offers the report; its own label where nobody is known."""
        record = self._reports.get(report)
        return record.publisher if record is not None and record.publisher else self.of(report)

    def report(self, iri: str) -> str:
        """The report in a few words: market, scope if not the world, publisher."""
        report = self._reports.get(iri)
        if report is None or report.market is None:
            return self.of(iri)
        scope = ", ".join(region for region in report.scope if region != "World")
        return " · ".join(part for part in (self.of(report.market), scope, report.publisher) if part)


def first_rows(rows: Sequence[tuple[Cell, ...]], most: int, noun: str) -> tuple[tuple[tuple[Cell, ...], ...], str]:
    """The first rows, and words about the rest: "40 of 1,296 growth rates"."""
    return tuple(rows[:most]), f"{most:,} of {len(rows):,} {noun}" if len(rows) > most else ""


def words(parts: Iterable[str | None]) -> str:
    """The parts that are there, with commas."""
    return ", ".join(part for part in parts if part)
