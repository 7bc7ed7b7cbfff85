"""The sentences behind the claims as the page's script reads them: in chunks of reports, as columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from mrgraph.page.payload import Json, Row, Table, steps, sureness
from mrgraph.page.string_table import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mrgraph.claims.evidence import Quote, Support
    from mrgraph.page.network import Network

_CHUNK: Final = 1_500  # claims in a chunk: some 20 kB of text, unpacked in a few milliseconds


def evidence(network: Network, copies: frozenset[str] = frozenset()) -> list[Row]:
    """Chunks of what stands behind the claims, in the order of the reports.

    A chunk's claims are those of its links, of its figures, of regions listed and of what is set aside. Links, figures
    and reports count from `firstLink`, `firstFigure` and `firstReport`. `copies`: keys of documents that have a copy.
    """
    table = Table()
    documents = {name: table.place(name) for report in network.reports for name in report.documents}  # as in the core
    return [_chunk(part, _Quotes(documents, copies)) for part in _parts(network)]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim, and what its sentences are likely to hold: a name, or a number as written, and the market."""

    support: Support
    name: str
    market: str


@dataclass(frozen=True, slots=True)
class _Part:
    """The claims of some reports. `listed` and `aside`: one list a report."""

    first: tuple[int, int, int]  # report, link, figure
    links: list[_Claim] = field(default_factory=list)
    figures: list[_Claim] = field(default_factory=list)
    listed: list[list[_Claim]] = field(default_factory=list)
    aside: list[list[_Claim]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many claims it has."""
        return len(self.links) + len(self.figures) + sum(map(len, self.listed)) + sum(map(len, self.aside))

    def following(self) -> _Part:
        """The part that begins where this one ends."""
        report, link, figure = self.first
        return _Part((report + len(self.listed), link + len(self.links), figure + len(self.figures)))


def _parts(network: Network) -> Iterator[_Part]:
    labels = dict(network.names) | {node.iri: node.label for node in network.nodes}
    links, figures = defaultdict(list), defaultdict(list)
    for link in network.links:
        links[link.report].append(link)
    for figure in network.figures:
        figures[figure.report].append(figure)
    part = _Part((0, 0, 0))
    for report in network.reports:
        market = labels.get(report.market, "") if report.market else ""
        part.links.extend(_Claim(link.support, labels[link.node], market) for link in links[report.iri])
        part.figures.extend(_Claim(figure.support, figure.written or "", market) for figure in figures[report.iri])
        part.listed.append([_Claim(link.support, labels[link.node], market) for link in report.listed])
        part.aside.append([_Claim(item.support, item.words, market) for item in report.aside])
        if part.size >= _CHUNK or report is network.reports[-1]:
            yield part
            part = part.following()


def _chunk(part: _Part, quotes: _Quotes) -> Row:
    """`words`, `flags` and `confidence` of what is listed or aside; the core has those of links and figures."""
    rules, words, sets, confidences = Table(), Table(), Table(), Table()
    apart = [claim for group in (*part.listed, *part.aside) for claim in group]
    claims = [*part.links, *part.figures, *apart]
    for claim in claims:
        for quote in claim.support.quotes:
            quotes.add(quote, claim)
    columns: Row = {
        **dict(zip(("firstReport", "firstLink", "firstFigure"), part.first, strict=True)),
        "links": len(part.links),
        "figures": len(part.figures),
        "listed": [len(group) for group in part.listed],
        "aside": [len(group) for group in part.aside],
        "counts": [len(claim.support.quotes) for claim in claims],
        "rules": [rules.place(claim.support.rules) for claim in claims],
        "words": [words.place(claim.name) for claim in apart],
        "flags": [sets.place(claim.support.flags) for claim in apart],
        "confidence": [confidences.place(sureness(claim.support)) for claim in apart],
    }
    tables = {"ruleSets": rules, "said": words, "flagSets": sets, "confidences": confidences}
    return columns | {name: table.values() for name, table in tables.items()} | {"quotes": quotes.columns()}


class _Quotes:
    """The quotes of a chunk as columns; `text` and `start` as steps, -1 for a start that is not known."""

    def __init__(self, documents: Mapping[str, int], copies: frozenset[str]) -> None:
        self._documents, self._copies = documents, copies
        self._texts, self._headings, self._files = Table(), Table(None), Table()
        self._text: list[int] = []
        self._start: list[int] = []
        self._columns: dict[str, list[Json]] = {"heading": [], "file": []}

    def add(self, quote: Quote, claim: _Claim) -> None:
        """One more quote of a claim."""
        short = shortened(quote.text, claim.name, claim.market)
        file = self._documents.get(quote.document, quote.document)
        key = quote.key if quote.key in self._copies else None
        self._text.append(self._texts.place(short if isinstance(short, str) else tuple(short)))
        self._columns["heading"].append(self._headings.place(quote.heading))
        self._columns["file"].append(self._files.place((file, key)))
        self._start.append(-1 if quote.start is None else quote.start)

    def columns(self) -> Row:
        """All of them, with the tables they point into."""
        tables = {"texts": self._texts.values(), "headings": self._headings.values(), "files": self._files.values()}
        return {"text": steps(self._text), "start": steps(self._start), **self._columns, **tables}
