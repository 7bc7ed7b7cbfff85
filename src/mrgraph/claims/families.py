"""Documents -> families that were made from one template or by one house: only between families is support independent.

Pages of one publisher are one family. Pages of two publishers are, if they share the fingerprint of their layout and
several headings, or most of their headings: houses that sell one study under many names change the name and the market.
So are those that give a study of one market one number, the same figures, or the same players in one order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.lexicon import spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mrgraph.claims.claims import Claims
    from mrgraph.claims.lookup import Index

_SHARED = 3  # headings that two pages of one template have in common at least; fewer may be chance
_ALIKE = 0.5  # the part of their usual headings that two publishers of one house share
_USUAL = 0.5  # the part of a publisher's pages that have a heading, for it to be usual
_NUMBER = 4  # characters of a report's number; shorter ones are given by many houses
_LIST = 6  # players; fewer stand in one order by chance
_SAME_FIGURES = 3  # figures that two studies have in common, to the digit
_MOST_FIGURES = 12  # of one report that are compared
_NUMBERS = re.compile(r"\d+")


class Families:
    """Which family each report belongs to; a family is named by the first of its members."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._parents: dict[str, str] = {}
        headings = _headings(index)
        pages: dict[str, list[str]] = defaultdict(list)
        for report in index.of_type(vocab.Report):
            for document in index.all(report, vocab.describedIn):
                pages[self._house(report)].append(document)
        for first, second in _of_one_template(index, pages, headings):
            self._join(first, second)
        for first, second in _alike(pages, headings):
            self._join(first, second)
        for bearers in _signatures(index).values():
            for first, second in pairwise(sorted({self._house(report) for report in bearers})):
                self._join(first, second)

    @classmethod
    def known(cls, index: Index, parents: Mapping[str, str]) -> Families:
        """The families that were found before."""
        families = cls.__new__(cls)
        families._index, families._parents = index, dict(parents)
        return families

    def parents(self) -> Mapping[str, str]:
        """What `known` needs to make them again."""
        return dict(sorted(self._parents.items()))

    def of(self, report: str) -> str:
        """The family of a report: the IRI of a publisher, or of the report itself where it names none."""
        return self._root(self._house(report))

    def number(self, reports: Iterable[str]) -> int:
        """How many independent families speak through these reports."""
        return len({self.of(report) for report in reports})

    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The publishers, or reports without one, of each family that has several."""
        groups: dict[str, list[str]] = defaultdict(list)
        for house in sorted(self._parents):
            groups[self._root(house)].append(house)
        return {root: tuple(houses) for root, houses in sorted(groups.items()) if len(houses) > 1}

    def _house(self, report: str) -> str:
        return self._index.one(report, vocab.publishedBy) or report

    def _root(self, house: str) -> str:
        while house in self._parents and self._parents[house] != house:
            house = self._parents[house]
        return house

    def _join(self, first: str, second: str) -> None:
        roots = sorted((self._root(first), self._root(second)))
        for house in (first, second):
            self._parents.setdefault(house, house)
        self._parents[roots[1]] = roots[0]


def _headings(index: Index) -> Mapping[str, frozenset[str]]:
    """The headings over each document's evidence, without the names of its market and without numbers."""
    headings: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = {}
    for report in index.of_type(vocab.Report):
        labels = (index.label(market) for market in index.all(report, vocab.studies))
        names[report] = {word for label in labels for word in spelling.fold(label).split()}
    for claim in index.of_type(vocab.LinkClaim):
        market_words = names.get(index.one(claim, vocab.statedIn) or "", set())
        for passage in index.all(claim, vocab.evidence):
            heading, document = index.one(passage, vocab.heading), index.one(passage, vocab.inDocument)
            if heading and document:
                words = spelling.fold(_NUMBERS.sub("", heading)).split()
                headings[document].add(" ".join(word for word in words if word not in market_words))
    return defaultdict(frozenset, {document: frozenset(texts - {""}) for document, texts in headings.items()})


def _of_one_template(
    index: Index, pages: Mapping[str, list[str]], headings: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Pairs of publishers that use one template: its fingerprint is equal and enough headings are."""
    users: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for house, documents in sorted(pages.items()):
        for document in sorted(documents):
            template = index.one(document, vocab.template)
            if template:
                users[template].setdefault(house, headings[document])
    for houses in users.values():
        for first, second in combinations(sorted(houses), 2):
            if len(houses[first] & houses[second]) >= _SHARED:
                yield first, second


def _alike(pages: Mapping[str, list[str]], headings: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of publishers most of whose usual headings are the same."""
    usual: dict[str, frozenset[str]] = {}
    for house, documents in pages.items():
        counts = Counter(heading for document in set(documents) for heading in headings[document])
        usual[house] = frozenset(heading for heading, count in counts.items() if count >= _USUAL * len(documents))
    bearers: dict[str, list[str]] = defaultdict(list)
    for house in sorted(usual):
        for heading in usual[house]:
            bearers[heading].append(house)
    shared = Counter(pair for houses in bearers.values() for pair in combinations(houses, 2))
    for (first, second), count in sorted(shared.items()):
        if count >= _SHARED and count >= _ALIKE * len(usual[first] | usual[second]):
            yield first, second


# --------------------------------------------------------------------------------------- one study twice


def _signatures(index: Index) -> Mapping[tuple[str, ...], list[str]]:
    """What tells that studies of one market are one study -> the reports that have it."""
    reports: dict[tuple[str, ...], list[str]] = defaultdict(list)
    players, figures = _players(index), _figures(index)
    for report in index.of_type(vocab.Report):
        market = index.one(report, vocab.studies) or ""
        number = index.one(report, vocab.DCT_IDENTIFIER) or ""
        if len(number) >= _NUMBER:
            reports["number", market, number.casefold()].append(report)
        if len(players[report]) >= _LIST:
            reports["players", market, *players[report]].append(report)
        for three in combinations(sorted(figures[report]), _SAME_FIGURES):
            reports["figures", market, *three].append(report)
    return reports


def _players(index: Index) -> Mapping[str, list[str]]:
    """The players of each report in the order in which its first document lists them."""
    places: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    for claim in index.of_type(vocab.LinkClaim):
        if index.one(claim, vocab.predicate) != vocab.hasPlayer:
            continue
        report, company = index.one(claim, vocab.statedIn) or "", index.one(claim, vocab.object) or ""
        spots = [
            (index.one(passage, vocab.inDocument) or "", index.integer(passage, vocab.startOffset) or 0)
            for passage in index.all(claim, vocab.evidence)
        ]
        places[report][company] = min(spots, default=("", 0))
    ordered = {report: sorted(own, key=lambda company: (own[company], company)) for report, own in places.items()}
    return defaultdict(list, ordered)


def _figures(index: Index) -> Mapping[str, set[str]]:
    """The dated sizes and growth rates of each report's whole market, in any place."""
    figures: dict[str, set[str]] = defaultdict(set)
    for iri in index.of_type(vocab.MarketSize, vocab.GrowthRate):
        years = [index.one(iri, term) for term in (vocab.year, vocab.fromYear, vocab.toYear)]
        if any(years) and index.one(iri, vocab.segment) is None and index.one(iri, vocab.company) is None:
            parts = (*years, *(index.one(iri, term) for term in (vocab.currency, vocab.amount, vocab.percent)))
            own = figures[index.one(iri, vocab.statedIn) or ""]
            if len(own) < _MOST_FIGURES:
                own.add(" ".join(part or "-" for part in parts))
    return figures


# -------------------------------------------------------------------------------------------------- table

COLUMNS: Final = ("family", "publishers", "reports", "documents", "templates", "claims", "boilerplate")


@dataclass(frozen=True, slots=True)
class Family:
    """One independent source. `boilerplate`: how many of its `claims` recur for other markets but for the names."""

    name: str
    publishers: tuple[str, ...]
    reports: int
    documents: int
    templates: int
    claims: int
    boilerplate: int


def table(claims: Claims) -> tuple[Family, ...]:
    """All independent sources of a graph, those with most reports first."""
    index = claims.index
    reports: dict[str, list[str]] = defaultdict(list)
    for report in index.of_type(vocab.Report):
        reports[claims.families.of(report)].append(report)
    stated = Counter(claims.families.of(claim.report) for claim in claims.all)
    boilerplate = Counter(claims.families.of(claim.report) for claim in claims.all if vocab.Boilerplate in claim.flags)
    families = []
    for root, own_reports in reports.items():
        documents = {document for report in own_reports for document in index.all(report, vocab.describedIn)}
        templates = {template for document in documents for template in index.all(document, vocab.template)}
        publishers = tuple(sorted({claims.publisher(report) for report in own_reports}))
        name = index.label(root)
        counts = len(own_reports), len(documents), len(templates)
        families.append(Family(name, publishers, *counts, stated[root], boilerplate[root]))
    return tuple(sorted(families, key=lambda family: (-family.reports, family.name, family.publishers)))


def lines(families: Iterable[Family]) -> Iterator[str]:
    """One line a family."""
    for family in families:
        boilerplate = (
            f"{family.boilerplate / family.claims:.0%} of {family.claims} claims boilerplate"
            if family.claims
            else "no claims"
        )
        counts = {"report": family.reports, "document": family.documents, "template": family.templates}
        size = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counts.items())
        yield f"{', '.join(family.publishers)}: {size}, {boilerplate}"


def rows(families: Iterable[Family]) -> Iterator[tuple[str, ...]]:
    """A row a family, in the order of COLUMNS."""
    for family in families:
        numbers = (family.reports, family.documents, family.templates, family.claims, family.boilerplate)
        yield (family.name, "; ".join(family.publishers), *map(str, numbers))


def objects(families: Iterable[Family]) -> Iterator[dict[str, object]]:
    """One object a family."""
    for family in families:
        yield {"family": family.name, "publishers": list(family.publishers), **_numbers(family)}


def _numbers(family: Family) -> dict[str, object]:
    return {name: getattr(family, name) for name in COLUMNS[2:]}
