"""Facts -> triples: things, their direct edges, the claims behind them, and the words behind the claims.

No blank nodes, no clock, no order of arrival: the same facts make the same triples. Every triple of a known region, a
code or a rule that the facts use is among them, so the result answers queries alone.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mrgraph import vocab
from mrgraph.rdf.terms import Literal, Triple, order
from mrgraph.records import DEFECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from mrgraph.facts import (
        DocumentFact,
        Entity,
        Facts,
        FigureFact,
        LinkFact,
        Passage,
        ReportFact,
    )
    from mrgraph.records import Rule
    from mrgraph.reference import Reference

# What a sound claim about the report's market says about the report itself.
_REPORT_EDGES: Final[Mapping[str, str]] = {
    vocab.hasPlayer: vocab.namesCompany,
    vocab.hasTechnology: vocab.coversTechnology,
    vocab.drivenBy: vocab.coversTechnology,
    vocab.hasApplication: vocab.coversApplication,
    vocab.hasSegment: vocab.coversSegment,
}
_WORLD: Final = "world"


def assemble(
    facts: Facts, reference: Reference, digests: Mapping[str, str] = MappingProxyType({})
) -> tuple[Triple, ...]:
    """The graph of `facts`, each triple once, sorted; `digests`: hashes of what rules are made of, by their names."""
    triples = set(_things(facts, reference))
    for link in facts.links:
        triples.update(_link(link))
        triples.update(_edges(link))
    for figure in facts.figures:
        triples.update(_figure(figure))
    for passage in _passages(facts):
        triples.update(_evidence(passage))
        triples.update(_rule(passage.evidence.rule, digests))
    triples.update(_regions(triples, reference))
    triples.update(_codes(triples))
    triples.update(_declarations(triples))
    return tuple(sorted(triples, key=order))


def rule_iri(rule: Rule) -> str:
    """The IRI of a rule: its name and version."""
    return f"{vocab.PREFIXES['rule']}{rule.name}-{rule.version}"


# ------------------------------------------------------------------------------------------------ things


def _things(facts: Facts, reference: Reference) -> Iterator[Triple]:
    scoped = {link.subject for link in facts.links if link.predicate == vocab.scope and _sound(link)}
    for document in facts.documents:
        yield from _document(document)
    for report in facts.reports:
        yield from _report(report)
        if report.iri not in scoped:
            yield report.iri, vocab.scope, reference.iri(_WORLD)
    for entity in facts.entities:
        if reference.key(entity.iri) is None:
            yield from _entity(entity)


def _document(document: DocumentFact) -> Iterator[Triple]:
    iri = document.iri
    yield iri, vocab.RDF_TYPE, vocab.Document
    yield iri, vocab.RDFS_LABEL, Literal(document.label)
    yield iri, vocab.SCHEMA_SHA256, Literal(document.sha256)
    yield iri, vocab.DCT_FORMAT, Literal(document.media_type)
    yield iri, vocab.template, Literal(document.template)
    if document.language:
        yield iri, vocab.DCT_LANGUAGE, Literal(document.language)
    for flag in document.flags:
        yield iri, vocab.flag, vocab.NS + flag


def _report(report: ReportFact) -> Iterator[Triple]:
    iri = report.iri
    yield iri, vocab.RDF_TYPE, vocab.Report
    yield iri, vocab.RDFS_LABEL, Literal(report.label)
    for document in report.documents:
        yield iri, vocab.describedIn, document
    for title in report.titles:
        yield iri, vocab.DCT_TITLE, Literal(title)
    if report.identifier is not None:
        yield iri, vocab.DCT_IDENTIFIER, Literal(report.identifier)
    for url in report.urls:
        address = _address(url)
        if address is not None:
            yield iri, vocab.SCHEMA_URL, address
    yield from _years(iri, {vocab.fromYear: report.start, vocab.toYear: report.end})


def _entity(entity: Entity) -> Iterator[Triple]:
    yield entity.iri, vocab.RDFS_LABEL, Literal(entity.label)
    for kind in entity.types:
        yield entity.iri, vocab.RDF_TYPE, kind
    for alias in entity.aliases:
        if alias != entity.label:
            yield entity.iri, vocab.SKOS_ALT_LABEL, Literal(alias)
    for predicate, text in entity.codes:
        yield entity.iri, predicate, Literal(text)
    for former in entity.replaces:
        yield former, vocab.DCT_IS_REPLACED_BY, entity.iri
    for iri, text in entity.notes:
        yield iri, vocab.SKOS_EDITORIAL_NOTE, Literal(text)
    for predicate, target in entity.about:
        address = _address(target)
        if address is not None:
            yield entity.iri, predicate, address


# ------------------------------------------------------------------------------------------------ claims


def _sound(link: LinkFact) -> bool:
    return DEFECTS.isdisjoint(link.flags)


def _edges(link: LinkFact) -> Iterator[Triple]:
    """The direct edges that a link claim licenses; containment of regions is a matter of reference data alone."""
    if not _sound(link) or link.predicate == vocab.within:
        return
    yield link.subject, link.predicate, link.object
    if link.predicate in _REPORT_EDGES:
        yield link.report, _REPORT_EDGES[link.predicate], link.object


def _link(link: LinkFact) -> Iterator[Triple]:
    yield link.iri, vocab.RDF_TYPE, vocab.LinkClaim
    yield link.iri, vocab.subject, link.subject
    yield link.iri, vocab.predicate, link.predicate
    yield link.iri, vocab.object, link.object
    if link.axis is not None:
        yield link.iri, vocab.axis, Literal(link.axis)
    yield from _claim(link)


def _claim(claim: LinkFact | FigureFact) -> Iterator[Triple]:
    yield claim.iri, vocab.statedIn, claim.report
    for flag in claim.flags:
        yield claim.iri, vocab.flag, vocab.NS + flag
    if claim.note is not None:
        yield claim.iri, vocab.SKOS_EDITORIAL_NOTE, Literal(claim.note)
    sure = max((passage.evidence.certainty for passage in claim.passages), default=None)
    if sure is not None:
        yield claim.iri, vocab.confidence, decimal(sure)
    for passage in claim.passages:
        yield claim.iri, vocab.evidence, passage.iri
        yield claim.iri, vocab.extractor, rule_iri(passage.evidence.rule)


def _figure(figure: FigureFact) -> Iterator[Triple]:
    iri = figure.iri
    if DEFECTS.isdisjoint(figure.flags):
        yield iri, vocab.RDF_TYPE, figure.kind
        yield iri, vocab.RDF_TYPE, vocab.Figure
    else:
        yield iri, vocab.RDF_TYPE, vocab.SetAside
        yield iri, vocab.kind, figure.kind
    yield from _best_reading(figure)
    yield iri, vocab.valueText, Literal(figure.text)
    yield iri, vocab.basis, vocab.NS + figure.basis
    if figure.bound is not None:
        yield iri, vocab.bound, vocab.NS + figure.bound
    if figure.currency is not None:
        yield iri, vocab.currency, Literal(figure.currency)
    yield from _claim(figure)
    yield from _dimensions(figure)
    yield from _numbers(figure)


def _best_reading(figure: FigureFact) -> Iterator[Triple]:
    """The words of the surest reading, of equals the one with most words, then the first."""
    best = min(
        (passage.evidence for passage in figure.passages),
        key=lambda evidence: (-evidence.certainty, -len(evidence.quote), evidence.quote),
        default=None,
    )
    if best is not None:
        yield figure.iri, vocab.sentence, Literal(best.quote)


def _dimensions(figure: FigureFact) -> Iterator[Triple]:
    nodes = {
        vocab.market: figure.market,
        vocab.region: figure.region,
        vocab.shareWithin: figure.share_within,
        vocab.company: figure.company,
        vocab.segment: figure.segment,
    }
    for predicate, node in nodes.items():
        if node is not None:
            yield figure.iri, predicate, node
    years = {vocab.year: figure.year, vocab.fromYear: figure.start, vocab.toYear: figure.end}
    yield from _years(figure.iri, {**years, vocab.impliedFromYear: figure.implied_start})


def _numbers(figure: FigureFact) -> Iterator[Triple]:
    numbers = {
        vocab.amount: figure.amount,
        vocab.percent: figure.percent,
        vocab.percentMax: figure.percent_max,
        vocab.impliedPercent: figure.implied_percent,
    }
    for predicate, number in numbers.items():
        if number is not None:
            yield figure.iri, predicate, decimal(number)


def _years(iri: str, years: Mapping[str, int | None]) -> Iterator[Triple]:
    for predicate, year in years.items():
        if year is not None:
            yield iri, predicate, Literal(str(year), vocab.XSD_INTEGER)


def decimal(number: Decimal) -> Literal:
    """The number as xsd:decimal with its digits kept and no exponent; at least one digit after the point.

    >>> from decimal import Decimal
    >>> decimal(Decimal("5.90")).text, decimal(Decimal("4.2E+9")).text
    ('5.90', '4200000000.0')
    """
    digits = format(number, "f")
    return Literal(digits if "." in digits else f"{digits}.0", vocab.XSD_DECIMAL)


# ---------------------------------------------------------------------------------------------- evidence


def _passages(facts: Facts) -> Iterator[Passage]:
    for link in facts.links:
        yield from link.passages
    for figure in facts.figures:
        yield from figure.passages


def _evidence(passage: Passage) -> Iterator[Triple]:
    iri, evidence = passage.iri, passage.evidence
    yield iri, vocab.inDocument, passage.document
    yield iri, vocab.quote, Literal(evidence.quote)
    yield iri, vocab.startOffset, Literal(str(evidence.start), vocab.XSD_INTEGER)
    if evidence.heading is not None:
        yield iri, vocab.heading, Literal(evidence.heading)


def _rule(rule: Rule, digests: Mapping[str, str]) -> Iterator[Triple]:
    iri = rule_iri(rule)
    yield iri, vocab.SKOS_DEFINITION, Literal(rule.definition)
    if rule.name in digests:
        yield iri, vocab.SCHEMA_SHA256, Literal(digests[rule.name])


# ------------------------------------------------------------------------------- what the graph refers to


def _regions(triples: set[Triple], reference: Reference) -> Iterator[Triple]:
    """The known regions that `triples` refer to, with all their ancestors."""
    keys = {reference.key(value) for _, _, value in triples if isinstance(value, str)}
    keys |= {reference.key(subject) for subject, _, _ in triples}
    used = {key for key in keys if key is not None}
    used |= {above for key in used for above in reference.ancestors(key)}
    for key in used:
        region = reference.regions[key]
        yield region.iri, vocab.RDFS_LABEL, Literal(region.label)
        for kind in region.types:
            yield region.iri, vocab.RDF_TYPE, kind
        for parent in region.parents:
            yield region.iri, vocab.within, reference.iri(parent)
        if region.iso is not None:
            yield region.iri, vocab.iso3166, Literal(region.iso)


def _codes(triples: set[Triple]) -> Iterator[Triple]:
    for iri in {value for _, _, value in triples if value in vocab.CODES}:
        code = vocab.CODES[str(iri)]
        yield str(iri), vocab.RDFS_LABEL, Literal(code.label)
        yield str(iri), vocab.SKOS_DEFINITION, Literal(code.definition)
        for kind in code.types:
            yield str(iri), vocab.RDF_TYPE, kind


def _declarations(triples: set[Triple]) -> Iterator[Triple]:
    """What the classes and properties that `triples` use are, so that OWL tools need no second file."""
    used = {predicate for _, predicate, _ in triples}
    used |= {value for _, predicate, value in triples if predicate == vocab.RDF_TYPE and isinstance(value, str)}
    for term in used & vocab.TERMS.keys():
        yield term, vocab.RDF_TYPE, vocab.TERMS[term]


# --------------------------------------------------------------------------------------------- addresses

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def _address(url: str) -> str | None:
    """The address as a valid IRI: what an IRI cannot hold is percent-encoded; None where no IRI comes of it."""
    from mrgraph import rdf

    scheme = _ABSOLUTE.match(url)
    if scheme is None:
        return None
    encoded = _LOOSE_PERCENT.sub("%25", url)
    strict = scheme[0] + quote(encoded[scheme.end() :], safe="/?#&=%:;@!$'()*+,~")
    return next((iri for iri in (encoded, strict) if rdf.is_iri(iri)), None)
