"""A graph -> its figures and links as records with IRIs: what is compared, proved and told by the rooms about trust."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from mrgraph import rounding, vocab
from mrgraph.claims import scope_words
from mrgraph.claims.families import Families
from mrgraph.claims.lookup import Index, local_name
from mrgraph.lexicon.spelling import fold, initials
from mrgraph.records import Bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mrgraph.rdf.terms import Triple

FIGURES = (vocab.MarketSize, vocab.GrowthRate, vocab.MarketShare, vocab.CompanyRevenue)
CLAIMS = (vocab.LinkClaim, *FIGURES, vocab.SetAside)


@dataclass(frozen=True, slots=True)
class About:
    """What a figure is about. Names are IRIs.

    A growth rate without a period has that of its report. `aside`: words of its sentence that speak of another time,
    of a part or of another market; what has different ones is not compared.
    """

    kind: str
    market: str | None
    region: str | None
    within: str | None
    company: str | None
    segment: str | None
    currency: str | None
    year: int | None
    start: int | None
    end: int | None
    aside: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a report states. `value`: whole currency units, or percent; `low` and `high`: None has no bound."""

    iri: str
    report: str
    about: About
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    text: str
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    """A relation that a report states."""

    iri: str
    report: str
    subject: str
    predicate: str
    object: str
    axis: str | None
    flags: frozenset[str]


class Claims:
    """All claims of a graph, by IRI, with those that were rejected or misplaced apart.

    `reports`: only the figures of these; which reports are of one house is always told from the whole graph.
    """

    def __init__(self, index: Index, reports: frozenset[str] | None = None, families: Families | None = None) -> None:
        self.index = index
        self._families = families
        figures = (_figure(index, iri) for iri in index.of_type(*FIGURES, vocab.SetAside))
        self.figures = tuple(
            figure for figure in figures if figure is not None and (reports is None or figure.report in reports)
        )

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The relations that reports state."""
        return tuple(_link(self.index, iri) for iri in self.index.of_type(vocab.LinkClaim))

    @property
    def is_outdated(self) -> bool:
        """Whether an older mrgraph built the graph, which declared no terms and had no figures set aside."""
        stated = bool(self.figures or self.index.of_type(vocab.LinkClaim))
        return stated and not any(self.index.one(kind, vocab.RDF_TYPE) for kind in (vocab.LinkClaim, *FIGURES))

    @property
    def all(self) -> tuple[Figure | Link, ...]:
        """Links, then figures."""
        return (*self.links, *self.figures)

    @cached_property
    def families(self) -> Families:
        """Which reports are of one template or house."""
        return self._families or Families(self.index)

    def sound(self, claim: Figure | Link) -> bool:
        """Whether none of the claim's flags is a defect."""
        return not any(vocab.Defect in self.index.all(flag, vocab.RDF_TYPE) for flag in claim.flags)

    def publisher(self, report: str) -> str:
        """The label of a report's publisher, or "no publisher"."""
        publisher = self.index.one(report, vocab.publishedBy)
        return self.index.label(publisher) if publisher else "no publisher"

    def reports_named(self, name: str) -> tuple[str, ...]:
        """The reports with this label, title or number, whatever the case."""
        folded, terms = fold(name), (vocab.RDFS_LABEL, vocab.DCT_TITLE, vocab.DCT_IDENTIFIER)
        reports = self.index.of_type(vocab.Report)
        return tuple(
            report
            for report in reports
            if folded and any(fold(text) == folded for term in terms for text in self.index.all(report, term))
        )

    @cached_property
    def groups(self) -> Mapping[About, tuple[Figure, ...]]:
        """The sound figures by what they are about."""
        groups: dict[About, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if self.sound(figure):
                groups[figure.about].append(figure)
        return {about: tuple(groups[about]) for about in sorted(groups, key=repr)}

    @cached_property
    def links_by_edge(self) -> Mapping[tuple[str, str, str], tuple[Link, ...]]:
        """The links by subject, predicate and object."""
        groups: dict[tuple[str, str, str], list[Link]] = defaultdict(list)
        for link in self.links:
            groups[link.subject, link.predicate, link.object].append(link)
        return {edge: tuple(groups[edge]) for edge in sorted(groups)}

    @cached_property
    def links_of(self) -> Mapping[str, tuple[Link, ...]]:
        """The links that a thing is subject or object of."""
        groups: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            for iri in {link.subject, link.object}:
                groups[iri].append(link)
        return {iri: tuple(links) for iri, links in groups.items()}

    def regions_around(self, region: str) -> frozenset[str]:
        """All regions that a region lies within."""
        around: set[str] = set()
        waiting = [region]
        while waiting:
            for parent in self.index.all(waiting.pop(), vocab.within):
                if parent not in around:
                    around.add(parent)
                    waiting.append(parent)
        return frozenset(around)


def load(triples: Iterable[Triple]) -> Claims:
    """The claims of a graph."""
    return Claims(Index(triples))


def positions(figures: Iterable[Figure]) -> tuple[tuple[Figure, ...], ...]:
    """The figures, about one thing, in groups that can each stand for one true number; one group: all agree.

    Each figure is an interval, as wide as rounding and its bound allow. The fewest groups with a common number are
    found by taking the intervals by their upper ends.
    """
    groups: list[tuple[Decimal | None, list[Figure]]] = []
    for figure in sorted(figures, key=_by_upper_end):
        if groups:
            limit, group = groups[-1]
            if limit is None or figure.low is None or figure.low <= limit:
                group.append(figure)
                continue
        groups.append((figure.high, [figure]))
    ordered = (sorted(group, key=lambda figure: (figure.value, figure.report, figure.iri)) for _, group in groups)
    return tuple(sorted((tuple(group) for group in ordered), key=lambda group: (group[0].value, group[0].iri)))


def _by_upper_end(figure: Figure) -> tuple[bool, Decimal, Decimal, str]:
    return figure.high is None, figure.high or Decimal(0), figure.value, figure.iri


def kind_of(index: Index, iri: str) -> str:
    """The class of a figure, also of one that is set aside."""
    classes = (*index.all(iri, vocab.RDF_TYPE), *index.all(iri, vocab.kind))
    return next(kind for kind in FIGURES if kind in classes)


def _figure(index: Index, iri: str) -> Figure | None:
    kind = kind_of(index, iri)
    report = index.one(iri, vocab.statedIn) or ""
    amount, percent = (index.decimal(iri, term) for term in (vocab.amount, vocab.percent))
    value = amount if amount is not None else percent
    if value is None:
        return None
    text = index.one(iri, vocab.valueText) or ""
    bound = local_name(index.one(iri, vocab.bound) or "") or None
    low, high = _interval(value, index.decimal(iri, vocab.percentMax), rounding.slack(value, text, bound), bound)
    flags = frozenset(index.all(iri, vocab.flag))
    return Figure(iri, report, _about(index, iri, kind, report), value, low, high, text, flags)


def _interval(
    value: Decimal, upper: Decimal | None, slack: Decimal, bound: str | None
) -> tuple[Decimal | None, Decimal | None]:
    low, high = value - slack, (upper or value) + slack
    return None if bound == Bound.AT_MOST else low, None if bound == Bound.AT_LEAST else high


def _about(index: Index, iri: str, kind: str, report: str) -> About:
    start, end = _period(index, iri)
    aside = _aside(index, iri, kind)
    if kind == vocab.GrowthRate and start is None and end is None and aside is None:
        start, end = _period(index, report)
    return About(
        kind=kind,
        market=index.one(iri, vocab.market),
        region=index.one(iri, vocab.region),
        within=index.one(iri, vocab.shareWithin),
        company=index.one(iri, vocab.company),
        segment=index.one(iri, vocab.segment),
        currency=index.one(iri, vocab.currency),
        year=index.integer(iri, vocab.year),
        start=start,
        end=end,
        aside=aside,
    )


def _aside(index: Index, iri: str, kind: str) -> str | None:
    """What the sentences of a figure say beside its dimensions; None where one of them says nothing of the kind.

    A part is no other figure's part: the claim's own IRI tells it from all others.
    """
    rate = kind == vocab.GrowthRate
    start, end = _period(index, iri)
    whole_market = kind in (vocab.MarketSize, vocab.GrowthRate) and index.one(iri, vocab.segment) is None
    value = index.one(iri, vocab.valueText) or ""
    names = _names(index, index.one(iri, vocab.market)) if whole_market else frozenset()
    asides = set()
    for passage in index.all(iri, vocab.evidence):
        quote = index.one(passage, vocab.quote) or ""
        part = _part(quote, value, names, kind) if whole_market or kind == vocab.CompanyRevenue else None
        time = scope_words.times(quote) if (start, end) == (None, None) else scope_words.other_time(quote, end)
        words = f"{part} {iri}" if part else time if rate else ""
        if not words:
            return None
        asides.add(words)
    return " / ".join(sorted(asides)) or None


def _part(quote: str, value: str, names: frozenset[str], kind: str) -> str | None:
    if kind == vocab.CompanyRevenue:
        return scope_words.part_of_company(quote, value)
    return scope_words.part(quote, value, names)


def _names(index: Index, market: str | None) -> frozenset[str]:
    """The folded words of a market's names, and the initials of each."""
    if market is None:
        return frozenset()
    folded = [fold(name).split() for name in (index.label(market), *index.all(market, vocab.SKOS_ALT_LABEL))]
    return frozenset({word for words in folded for word in words} | {initials(words) for words in folded})


def _period(index: Index, iri: str) -> tuple[int | None, int | None]:
    return index.integer(iri, vocab.fromYear), index.integer(iri, vocab.toYear)


def _link(index: Index, iri: str) -> Link:
    first: dict[str, str] = {}
    flags = []
    for predicate, value in index.unsorted(iri):
        if predicate == vocab.flag:
            flags.append(value)
        elif value < first.get(predicate, _LAST):
            first[predicate] = value
    get = first.get
    return Link(
        iri,
        get(vocab.statedIn, ""),
        get(vocab.subject, ""),
        get(vocab.predicate, ""),
        get(vocab.object, ""),
        get(vocab.axis),
        frozenset(flags),
    )


_LAST = "\U0010ffff"  # sorts behind every value
