"""One extraction -> its links and figures, with every name resolved inside the document first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from mrgraph import vocab
from mrgraph.facts import FigureFact, LinkFact
from mrgraph.lexicon import spelling
from mrgraph.linking import figure_facts, iris
from mrgraph.linking.joining import identity
from mrgraph.linking.passages import Passages
from mrgraph.linking.report_facts import Announcement
from mrgraph.records import (
    GrowthRateClaim,
    MarketShareClaim,
    MarketSizeClaim,
    NameClaim,
    PeriodClaim,
    PlacementClaim,
    RegionClaim,
    RegionRole,
    RevenueClaim,
    Role,
    TextClaim,
    TextField,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mrgraph.linking.entity_names import Names
    from mrgraph.records import Evidence, Extraction
    from mrgraph.reference import Reference

_Kind = TypeVar("_Kind")
_WORLD: Final = "world"
_TOPICS: Final[Mapping[Role, tuple[str, str]]] = {
    Role.TECHNOLOGY: (vocab.hasTechnology, vocab.Technology),
    Role.APPLICATION: (vocab.hasApplication, vocab.Application),
    Role.SEGMENT: (vocab.hasSegment, vocab.Segment),
    Role.DRIVER: (vocab.drivenBy, vocab.Technology),
}


class DocumentLinker:
    """Links one document; all entities that it names go into `names`.

    `stated`: pairs of an alias's IRI and that of the thing that the document states to be meant, known after `links`.
    """

    def __init__(self, extraction: Extraction, reference: Reference, names: Names) -> None:
        self._extraction, self._reference, self._names = extraction, reference, names
        self._passages = Passages(extraction)
        self._companies = self._forms_of_companies()
        self._topics: dict[str, str] = {}
        self.stated: list[tuple[str, str]] = []
        self._market = self._claim_of_role(Role.MARKET)
        self.market = self._add_market(self._market)
        publisher = next((claim for claim in self._claims(NameClaim) if claim.role is Role.PUBLISHER), None)
        self._publisher = publisher.name if publisher else None
        self.scope = next((c.key for c in self._claims(RegionClaim) if c.role is RegionRole.SCOPE), _WORLD)
        self.report = self._announcement()

    # ------------------------------------------------------------------ report

    def _claim_of_role(self, role: Role) -> NameClaim:
        return next(claim for claim in self._claims(NameClaim) if claim.role is role)

    def _claims(self, kind: type[_Kind]) -> Iterator[_Kind]:
        return (claim for claim in self._extraction.claims if isinstance(claim, kind))

    def _add_market(self, claim: NameClaim) -> str:
        iri = iris.market(claim.name, claim.aliases)
        topic = iris.topic(iris.market_slug(claim.name, claim.aliases))
        forms = (claim.name, *claim.aliases)
        self._names.add(topic, (vocab.Topic,), forms, mint=iris.topic)
        return self._names.add(iri, (vocab.Market,), forms, about=((vocab.marketFor, topic),), mint=iris.market)

    def _announcement(self) -> Announcement:
        texts = {claim.field: claim.value for claim in self._claims(TextClaim)}
        number, url = texts.get(TextField.REPORT_ID), texts.get(TextField.URL)
        period = next(((claim.start, claim.end) for claim in self._claims(PeriodClaim)), (None, None))
        sha256 = self._extraction.sha256
        return Announcement(
            iri=iris.report(self._publisher, number, url, sha256),
            document=iris.document(sha256),
            label=self._report_label(number),
            title=texts.get(TextField.TITLE),
            identifier=number,
            url=url,
            period=period,
        )

    def _report_label(self, number: str | None) -> str:
        """ "North America Widgets Market (example.org 123)"."""
        region = self._reference.regions.get(self.scope)
        place = f"{region.label} " if region is not None and self.scope != _WORLD else ""
        source = " ".join(part for part in (self._publisher, number) if part)
        return f"{place}{self._market.name} Market ({source or self._extraction.path})"

    @cached_property
    def market_pattern(self) -> re.Pattern[str]:
        """What says that a sum was earned within the market."""
        return _market_pattern((self._market.name, *self._market.aliases))

    # ------------------------------------------------------------------- links

    def links(self) -> Iterator[LinkFact]:
        """The relations that the document states, each name an entity."""
        self.stated.extend(identity.stated_acronyms(self._extraction))
        for claim in self._extraction.claims:
            if isinstance(claim, NameClaim):
                yield from self._name(claim)
            elif isinstance(claim, RegionClaim):
                yield self._region(claim)
            elif isinstance(claim, PlacementClaim):
                yield self._link(
                    self._region_iri(claim.key), vocab.within, self._region_iri(claim.under), claim.evidence
                )

    def _name(self, claim: NameClaim) -> Iterator[LinkFact]:
        if claim.role is Role.MARKET:
            yield self._link(self.report.iri, vocab.studies, self.market, claim.evidence)
        elif claim.role is Role.PUBLISHER:
            yield self._link(self.report.iri, vocab.publishedBy, self._add_publisher(claim), claim.evidence)
        elif claim.role is Role.COMPANY:
            yield self._link(self.market, vocab.hasPlayer, self._add_company(claim), claim.evidence)
        else:
            relation, kind = _TOPICS[claim.role]
            topic = self._add_topic(claim.name, claim.aliases, kind)
            self._state(claim, iris.topic)
            yield self._link(self.market, relation, topic, claim.evidence, axis=claim.axis or None)

    def _region(self, claim: RegionClaim) -> LinkFact:
        region = self._region_iri(claim.key)
        if claim.role is RegionRole.LEADER:
            return self._link(self.market, vocab.ledBy, region, claim.evidence)
        relation = vocab.scope if claim.role is RegionRole.SCOPE else vocab.coversRegion
        return self._link(self.report.iri, relation, region, claim.evidence)

    def _link(
        self, subject: str, relation: str, target: str, evidence: Iterable[Evidence], *, axis: str | None = None
    ) -> LinkFact:
        if relation != vocab.hasSegment:
            axis = None
        elif axis is None:
            axis = "Segment"
        iri = iris.link(self.report.iri, subject, relation, target, axis)
        return LinkFact(iri, self.report.iri, subject, relation, target, self._passages.of(evidence), (), axis)

    # ---------------------------------------------------------------- entities

    def _add_publisher(self, claim: NameClaim) -> str:
        iri = iris.publisher(claim.name)
        home = ((vocab.SCHEMA_URL, f"https://{claim.name.lower()}/"),) if iris.is_domain(claim.name) else ()
        forms = claim.aliases or (claim.name,)
        return self._names.add(iri, (vocab.Publisher,), forms, about=home)

    def _add_company(self, claim: NameClaim) -> str:
        iri = iris.company(claim.name)
        own = [form for form in claim.aliases if self._companies.get(spelling.company_key(form)) == iri]
        self._state(replace(claim, aliases=tuple(own)), iris.company)
        return self._names.add(iri, (vocab.Company,), (claim.name, *own), mint=iris.company)

    def _state(self, claim: NameClaim, minted: Callable[[str], str]) -> None:
        """Remember what the document states to be the same for all documents."""
        for alias in identity.statements(claim):
            if minted(alias) != minted(claim.name):
                self.stated.append((minted(alias), minted(claim.name)))

    def _forms_of_companies(self) -> dict[str, str]:
        """Each company's IRI by the keys of its names and aliases.

        A company's own name goes before another's alias ("ASE", if listed, is no name of "Siliconware (ASE)"), and an
        alias that two companies share names neither.
        """
        claims = [claim for claim in self._claims(NameClaim) if claim.role is Role.COMPANY]
        names = {spelling.company_key(claim.name): iris.company(claim.name) for claim in reversed(claims)}
        aliases: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            for form in claim.aliases:
                aliases[spelling.company_key(form)].add(iris.company(claim.name))
        return {key: next(iter(iris)) for key, iris in aliases.items() if len(iris) == 1} | names

    def _add_topic(self, name: str, aliases: tuple[str, ...], kind: str | None) -> str:
        iri = iris.topic(name)
        for form in (name, *aliases):
            self._topics.setdefault(spelling.fold(form), iri)
        kinds = (vocab.Topic,) if kind is None else (kind, vocab.Topic)
        return self._names.add(iri, kinds, (name, *aliases), mint=iris.topic)

    def _region_iri(self, key: str) -> str:
        iri = iris.region(key, self._reference)
        if key not in self._reference.regions:
            self._names.add(iri, (vocab.Region,), (key,))
        return iri

    # ----------------------------------------------------------------- figures

    def figures(self) -> Iterator[FigureFact]:
        """The quantities that the document states; call it after `links`, which makes the names known."""
        for claim in self._extraction.claims:
            if isinstance(claim, MarketSizeClaim | GrowthRateClaim | MarketShareClaim | RevenueClaim):
                yield figure_facts.figure(claim, self, self._passages.of(claim.evidence))

    def region(self, key: str) -> str:
        """The IRI of a region that a figure is for."""
        return self._region_iri(key)

    def company(self, name: str) -> str:
        """The IRI of the company that a figure calls `name`, by any of its forms in this document."""
        known = self._companies.get(spelling.company_key(name))
        return known or self._names.add(iris.company(name), (vocab.Company,), (name,), mint=iris.company)

    def segment(self, name: str) -> str:
        """The IRI of the segment that a figure calls `name`."""
        return self._topics.get(spelling.fold(name)) or self._add_topic(name, (), None)


def _market_pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """What says, right after a sum of money, that it was earned within the market: " in the widgets segment"."""
    names = "|".join(
        r"\W+".join(map(re.escape, form.split())) for form in sorted(forms, key=len, reverse=True) if form.split()
    )
    what = "market|segment|business|sector|division|industry"
    return re.compile(
        rf"[^.,;]{{0,40}}?\b(?:in|from|within)\s+(?:(?:the|its|their)\s+)?(?:global\s+)?(?:{names})s?\s+(?:{what})\b",
        re.I,
    )
