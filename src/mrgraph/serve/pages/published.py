"""The documents that are served beside the things: the ontology, shapes and regions, and the record of the run."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from mrgraph import rdf, vocab
from mrgraph.claims.lookup import Index, local_name
from mrgraph.output import markup
from mrgraph.rdf import serialization
from mrgraph.serve.protocol import Refused
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mrgraph.serve.served_graphs import ServedGraphs

VOCABULARY, RUN, CONTEXT = "/ns", "/run.ttl", "/context.jsonld"
# Where each of the shipped files is to be had, which is also the end of its IRI.
FILES: Final[Mapping[str, str]] = {VOCABULARY: "mrgraph.ttl", "/shapes": "shapes.ttl", "/regions": "regions.ttl"}
_KINDS: Final = {
    "Class": "Classes",
    "ObjectProperty": "Relations",
    "DatatypeProperty": "Values",
    "NamedIndividual": "Codes",
}
_OWL, _RDFS, _SKOS, _SCHEMA = (vocab.PREFIXES[prefix] for prefix in ("owl", "rdfs", "skos", "schema"))


class Term(NamedTuple):
    """A term of the ontology: the end of its IRI, its label and definition, notes, and how it is tied to others."""

    name: str
    label: str
    definition: str
    notes: tuple[str, ...]
    ties: tuple[tuple[str, tuple[str, ...]], ...]


def document(path: str, form: str, graphs: ServedGraphs) -> bytes:
    """The document at `path`, as RDF or, for the ontology, as a page.

    Raises Refused where there is none.
    """
    file = data_path("ontology") / FILES[path] if path in FILES else _run(graphs)
    if form == "html":
        return markup.render("mrgraph.serve", "vocabulary.html.jinja", **_described(file)).encode()
    if form == "turtle":
        return file.read_bytes()
    return serialization.serialise(rdf.read_triples(file), form)


def context() -> bytes:
    """The context that makes the JSON of `mrgraph export` JSON-LD."""
    return (data_path("ontology") / "context.jsonld").read_bytes()


def _run(graphs: ServedGraphs) -> Path:
    """The record of the run that made the first graph."""
    for graph in graphs.graphs[:1]:
        if (file := rdf.graph_file(graph).with_name("run.ttl")).is_file():
            return file
    raise Refused(HTTPStatus.NOT_FOUND, "no run.ttl lies beside this graph; `mrgraph build` writes one")


def _described(file: Path) -> dict[str, object]:
    """What the page of the ontology shows: its title, and the terms of each kind by their names."""
    index = Index(rdf.read_triples(file))
    ontology = vocab.NS.rstrip("#")
    terms = sorted((_kind(index, iri), iri) for iri in index.of_type(*(f"{_OWL}{kind}" for kind in _KINDS)))
    groups = [
        (kind, [_term(index, iri) for _, iri in group if iri.startswith(vocab.NS)])
        for kind, group in groupby(terms, key=lambda pair: pair[0])
    ]
    return {
        "title": index.one(ontology, vocab.DCT_TITLE) or "The ontology",
        "iri": vocab.NS,
        "groups": [(kind, own) for kind, own in groups if own],
    }


def _kind(index: Index, iri: str) -> str:
    """The heading that a term stands under, with a number in front that orders it."""
    types = index.all(iri, vocab.RDF_TYPE)
    return next(f"{at}. {words}" for at, (kind, words) in enumerate(_KINDS.items()) if f"{_OWL}{kind}" in types)


def _term(index: Index, iri: str) -> Term:
    ties = {
        "kind of": (f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf"),
        "of": (f"{_RDFS}domain", f"{_SCHEMA}domainIncludes"),
        "leads to": (f"{_RDFS}range",),
        "like": (f"{_SKOS}closeMatch",),
    }
    named = ((words, tuple(_names(index, iri, predicates))) for words, predicates in ties.items())
    return Term(
        local_name(iri),
        index.label(iri),
        index.one(iri, vocab.SKOS_DEFINITION) or "",
        index.all(iri, f"{_SKOS}scopeNote"),
        tuple((words, names) for words, names in named if names),
    )


def _names(index: Index, iri: str, predicates: tuple[str, ...]) -> Iterator[str]:
    for predicate in predicates:
        yield from map(local_name, index.all(iri, predicate))
