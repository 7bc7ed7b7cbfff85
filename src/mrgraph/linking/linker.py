"""Extractions -> facts: mentions become entities, equal claims of a report one, whatever the order of documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from mrgraph import curation_files, vocab
from mrgraph.facts import (
    DocumentFact,
    Facts,
    FigureFact,
    LinkFact,
)
from mrgraph.linking import boilerplate, figure_facts, figure_flags, iris
from mrgraph.linking.applied_corrections import Corrections
from mrgraph.linking.document_linking import DocumentLinker
from mrgraph.linking.entity_names import Names
from mrgraph.linking.joining import houses, identity
from mrgraph.linking.joining.splits import Splits
from mrgraph.linking.passages import merged, shared_flags, text_order
from mrgraph.linking.report_facts import Reports
from mrgraph.rdf.terms import shorten
from mrgraph.records import NameClaim, Problem, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mrgraph.curation_files import Curation, Decision
    from mrgraph.records import Extraction
    from mrgraph.reference import Reference

_WIKIDATA = "http://www.wikidata.org/entity/"


def link(extractions: Iterable[Extraction], reference: Reference, decided: Curation | None = None) -> Facts:
    """The facts of a pile. Documents that `unlinkable` refuses must have been left out."""
    linker = Linker(reference, decided)
    for extraction in extractions:
        linker.add(extraction)
    return linker.facts()


def unlinkable(extraction: Extraction) -> Problem | None:
    """Why a document cannot become part of a graph: one that names no market is no market report."""
    if any(isinstance(claim, NameClaim) and claim.role is Role.MARKET for claim in extraction.claims):
        return None
    dropped = f" ({len(extraction.claims)} claims left out)" if extraction.claims else ""
    cure = "remove it, or look at it with `mrgraph extract` if it is a market report"
    return Problem(extraction.path, f"names no market{dropped}", cure)


class Linker:
    """Facts under construction; documents may come in any order.

    `unused`: after `facts`, the corrections that met no claim, by the claim's IRI, with the reason. `unknown`: the
    identity decisions about two things that no document names.
    """

    def __init__(self, reference: Reference, decided: Curation | None = None) -> None:
        self._reference = reference
        self._decided = decided or curation_files.Curation()
        self._names = Names()
        self._splits = Splits(self._decided.decisions)
        self._reports = Reports()
        self._documents: dict[str, DocumentFact] = {}
        self._links: dict[str, LinkFact] = {}
        self._figures: dict[str, FigureFact] = {}
        self._stated: dict[str, Counter[str]] = defaultdict(Counter)
        self.unused: Mapping[str, str] = {}
        self.unknown: tuple[Decision, ...] = ()

    def add(self, extraction: Extraction) -> None:
        """Link one document; one with the same bytes as an earlier one adds nothing but the first of their paths."""
        fact = _document(extraction)
        known = self._documents.get(fact.iri)
        if known is not None:
            self._documents[fact.iri] = min(known, fact, key=lambda report: report.label)
            return
        self._documents[fact.iri] = fact
        linked = DocumentLinker(extraction, self._reference, self._names)
        self._reports.add(linked.report)
        for stated in linked.links():
            for link_fact in self._splits.links(stated, fact.iri):
                _add_link(self._links, link_fact)
        for figure in linked.figures():
            _add_figure(self._figures, self._splits.figure(figure, fact.iri))
        for alias, meant in sorted(set(linked.stated)):
            self._stated[alias][meant] += 1

    def facts(self) -> Facts:
        """All facts, sorted by IRI: names merged, corrections made, audited."""
        self._name_splits()
        replaced = identity.replacements(self._names.forms(), self._stated, self._decided, self._listing_reports())
        names = self._names.merged(replaced)
        _part(names)
        self._note(names, replaced)
        self._describe(names, replaced)
        links, figure_facts, former = self._renamed(replaced)
        corrections = Corrections(self._decided.corrections, former)
        flagged = boilerplate.flagged([_flagged(links[iri]) for iri in sorted(links)], names)
        corrected = corrections.links(flagged, names, self._reference)
        facts = Facts(
            documents=tuple(self._documents[iri] for iri in sorted(self._documents)),
            reports=self._reports.facts(),
            entities=names.entities(),
            links=tuple(corrected),
            figures=tuple(corrections.figures(map(_flagged_figure, figure_facts.values()))),
        )
        audited = figure_flags.audited(facts, self._reference)
        accepted = [corrections.accepted(link_fact) for link_fact in audited.links]
        figures_accepted = [corrections.accepted(figure) for figure in audited.figures]
        self.unused = corrections.unused
        known = self._names.iris()
        self.unknown = tuple(
            decision
            for decision in self._decided.decisions
            if decision.first not in known and decision.second not in known
        )
        return replace(audited, links=tuple(accepted), figures=tuple(figures_accepted))

    def _name_splits(self) -> None:
        """Name what splits made, and take away a name that no document means any more."""
        used = {iri for link in self._links.values() for iri in (link.subject, link.object)}
        used |= {iri for f in self._figures.values() for iri in (f.market, f.company, f.segment) if iri}
        for decision in self._splits.new():
            if decision.second in used:
                types = self._names.types(decision.first)
                self._names.add(decision.second, types, (decision.name or decision.second.rpartition("/")[2],))
        for decision in self._splits.new():
            if decision.first not in used:
                self._names.drop(decision.first)

    def _listing_reports(self) -> dict[str, set[str]]:
        """The reports that list each company."""
        reports: dict[str, set[str]] = defaultdict(set)
        for fact in self._links.values():
            if fact.predicate == vocab.hasPlayer:
                reports[fact.object].add(fact.report)
        return reports

    def _renamed(
        self, replaced: Mapping[str, str]
    ) -> tuple[dict[str, LinkFact], dict[str, FigureFact], Mapping[str, list[str]]]:
        """All claims about the entities that stand for those replaced, and the former IRIs of each that changed."""
        links: dict[str, LinkFact] = {}
        figure_facts: dict[str, FigureFact] = {}
        former: dict[str, list[str]] = defaultdict(list)
        for old in self._links.values():
            link_fact = _link_about(old, replaced)
            _add_link(links, link_fact)
            former[link_fact.iri].append(old.iri)
        for old_figure in self._figures.values():
            figure = _figure_about(old_figure, replaced)
            _add_figure(figure_facts, figure)
            former[figure.iri].append(old_figure.iri)
        return links, figure_facts, {iri: sorted(olds) for iri, olds in former.items()}

    def _note(self, names: Names, replaced: Mapping[str, str]) -> None:
        """The reasons of decisions, on what they are about."""
        known = names.iris()
        for decision in self._decided.decisions:
            words = {
                curation_files.SAME: f"the same as {shorten(decision.second)}",
                curation_files.APART: f"not {shorten(decision.second)}",
                curation_files.SPLIT: f"split from {shorten(decision.first)}",
            }[decision.verdict]
            about = decision.second if decision.verdict == curation_files.SPLIT else decision.first
            bearer = replaced.get(about, about)
            if decision.reason and bearer in known:
                names.note(bearer, about, f"{words}: {decision.reason}")

    def _describe(self, names: Names, replaced: Mapping[str, str]) -> None:
        """What tables know about companies of this pile; the user's own gives them labels, and houses nobody names."""
        known = names.iris()
        for row in (*self._decided.companies, *self._decided.firms):
            iri = iris.company(row.name)
            if iri not in known:
                continue
            own = row in self._decided.companies
            about = [(vocab.SKOS_EXACT_MATCH, f"{_WIKIDATA}{row.wikidata}")] if row.wikidata else []
            if row.parent and (own or replaced.get(iris.company(row.parent), iris.company(row.parent)) in known):
                parent = replaced.get(iris.company(row.parent), iris.company(row.parent))
                about += [(vocab.SCHEMA_PARENT_ORGANIZATION, parent)] if parent != iri else []
                if parent not in known:
                    names.add(parent, (vocab.Company,), (row.parent,), mint=iris.company)
            codes = {vocab.SCHEMA_LEI_CODE: row.lei, vocab.SCHEMA_TICKER_SYMBOL: row.ticker}
            names.describe(
                iri, row.name if own else None, about, ((term, code) for term, code in codes.items() if code)
            )


def _part(names: Names) -> None:
    """Take from each company the names that mean the house it belongs to."""
    companies = {iri: forms for iri, forms in names.forms().items() if iri.startswith(vocab.PREFIXES["company"])}
    for iri, form, house in houses.parts(companies):
        names.take_away(iri, form, ((vocab.SCHEMA_PARENT_ORGANIZATION, house),) if house else ())


def _link_about(fact: LinkFact, replaced: Mapping[str, str]) -> LinkFact:
    subject, target = (replaced.get(iri, iri) for iri in (fact.subject, fact.object))
    if (subject, target) == (fact.subject, fact.object):
        return fact
    iri = iris.link(fact.report, subject, fact.predicate, target, fact.axis)
    return replace(fact, iri=iri, subject=subject, object=target)


def _figure_about(fact: FigureFact, replaced: Mapping[str, str]) -> FigureFact:
    market, company, segment = (iri and replaced.get(iri, iri) for iri in (fact.market, fact.company, fact.segment))
    if (market, company, segment) == (fact.market, fact.company, fact.segment):
        return fact
    moved = replace(fact, market=market, company=company, segment=segment)
    return replace(moved, iri=figure_facts.iri(moved))


def _add_link(links: dict[str, LinkFact], fact: LinkFact) -> None:
    known = links.get(fact.iri)
    passages = merged((*known.passages, *fact.passages) if known else fact.passages)
    links[fact.iri] = replace(fact, passages=passages)


def _add_figure(known_figures: dict[str, FigureFact], fact: FigureFact) -> None:
    """The same figure said twice is worded as in the first of its passages."""
    known = known_figures.get(fact.iri)
    if known is None:
        known_figures[fact.iri] = replace(fact, passages=merged(fact.passages))
        return
    first = min(known, fact, key=lambda figure: (text_order(figure.passages[0]), figure.text))
    known_figures[fact.iri] = replace(first, passages=merged((*known.passages, *fact.passages)))


def _flagged(fact: LinkFact) -> LinkFact:
    return replace(fact, flags=shared_flags(fact.passages))


def _flagged_figure(fact: FigureFact) -> FigureFact:
    return replace(fact, flags=tuple(sorted({*fact.flags, *shared_flags(fact.passages)})))


def _document(extraction: Extraction) -> DocumentFact:
    return DocumentFact(
        iri=iris.document(extraction.sha256),
        label=extraction.path,
        sha256=extraction.sha256,
        media_type=extraction.media_type,
        language=extraction.language,
        template=extraction.template,
        flags=extraction.flags,
    )
