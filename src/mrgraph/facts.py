"""Claims about entities, as they go into the graph: frozen records that linking makes and rdf writes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mrgraph.records import Basis, Bound, Evidence, Flag


@dataclass(frozen=True, slots=True)
class Entity:
    """A node with a name: `iri` is a pure function of `kind` and the name; `types` are class IRIs, sorted."""

    iri: str
    types: tuple[str, ...]
    label: str
    aliases: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()  # further properties: (property IRI, IRI of the object)
    codes: tuple[tuple[str, str], ...] = ()  # further properties: (property IRI, text)
    replaces: tuple[str, ...] = ()  # IRIs that other names of the thing were given, and that it is known by no more
    notes: tuple[tuple[str, str], ...] = ()  # (IRI of it or of what it replaces, why a person decided about it)


@dataclass(frozen=True, slots=True)
class Passage:
    """Evidence in a graph: an IRI, and the document it lies in."""

    iri: str
    document: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report: publisher and number (or address, or the document's hash), announced by one or more documents."""

    iri: str
    label: str
    documents: tuple[str, ...]
    titles: tuple[str, ...]
    identifier: str | None
    urls: tuple[str, ...]
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A document by the hash of its bytes."""

    iri: str
    label: str
    sha256: str
    media_type: str
    language: str
    template: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class LinkFact:
    """A report states that `subject` `predicate` `object`; `axis` names the segmentation of a segment."""

    iri: str
    report: str
    subject: str
    predicate: str
    object: str
    passages: tuple[Passage, ...]
    flags: tuple[Flag, ...]
    axis: str | None = None
    note: str | None = None  # why a person rejected or replaced it


@dataclass(frozen=True, slots=True)
class FigureFact:
    """A report states a quantity. `kind` is the class IRI; dimensions are IRIs or years; see the ontology, part 4.

    `implied_percent`: what the report's own sizes give. `implied_start`: the year from which its percent would be true.
    """

    iri: str
    kind: str
    report: str
    text: str
    passages: tuple[Passage, ...]
    flags: tuple[Flag, ...]
    basis: Basis
    bound: Bound | None = None
    market: str | None = None
    region: str | None = None
    share_within: str | None = None
    company: str | None = None
    segment: str | None = None
    year: int | None = None
    start: int | None = None
    end: int | None = None
    amount: Decimal | None = None
    currency: str | None = None
    percent: Decimal | None = None
    percent_max: Decimal | None = None
    implied_percent: Decimal | None = None
    implied_start: int | None = None
    note: str | None = None  # why a person rejected or replaced it


@dataclass(frozen=True, slots=True)
class Facts:
    """A pile, linked: everything sorted by IRI."""

    documents: tuple[DocumentFact, ...]
    reports: tuple[ReportFact, ...]
    entities: tuple[Entity, ...]
    links: tuple[LinkFact, ...]
    figures: tuple[FigureFact, ...]
