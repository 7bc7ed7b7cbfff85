"""Load and save: the same graph, the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from mrgraph import vocab
from mrgraph.errors import GraphError
from mrgraph.output.whole_files import write_whole
from mrgraph.rdf import serialization
from mrgraph.rdf.rdf_files import read_triples
from mrgraph.rdf.terms import Literal, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import rdflib

    Triples: TypeAlias = rdflib.Graph | Iterable[Triple]
    RdflibGraph: TypeAlias = rdflib.Graph


@dataclass(frozen=True, slots=True)
class Saved:
    """A file as written: `size` in bytes, `sha256` of the bytes in hexadecimal, number of `triples`."""

    path: Path
    size: int
    sha256: str
    triples: int


def save(graph: Triples, path: Path | str, prefixes: Mapping[str, str] = vocab.PREFIXES) -> Saved:
    """Write `graph` as sorted Turtle; the same triples give the same bytes.

    The text goes into a temporary file in the same folder, which then takes the place of the old one: a build that is
    killed leaves the old file whole. Raises GraphError where the file cannot be written.
    """
    triples = set(_triples(_without_chance(graph)))
    data = serialization.turtle(triples, prefixes)
    write_whole(data, Path(path))
    return Saved(Path(path), len(data), hashlib.sha256(data).hexdigest(), len(triples))


def load(path: Path | str) -> rdflib.Graph:
    """The graph in a folder written by `mrgraph build`, or in any RDF file; literals as they are written there.

    Named graphs are merged. Raises GraphError for a missing, unreadable or malformed file.
    """
    return as_rdflib(read_triples(path), str(path))


def as_rdflib(triples: Iterable[Triple], name: str = "graph") -> rdflib.Graph:
    """The triples as an rdflib Graph; `name` is for messages.

    Raises GraphError for RDF 1.2 triple terms.
    """
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in vocab.PREFIXES.items():
        graph.bind(prefix, namespace)
    for subject, predicate, value in triples:
        if not isinstance(value, str | Literal):
            raise GraphError(f"{name}: holds RDF 1.2 triple terms, which rdflib does not know; leave them out")
        graph.add((_rdflib_node(subject), rdflib.URIRef(predicate), _rdflib_object(value)))
    return graph


# ------------------------------------------------------------------------------------------ rdflib's terms


def _without_chance(graph: Triples) -> Triples:
    """The graph with its blank nodes, if any, named by what they say: their own names are drawn by lot."""
    if not type(graph).__module__.startswith("rdflib."):
        return graph
    import rdflib
    from rdflib.compare import to_canonical_graph

    if any(isinstance(term, rdflib.BNode) for triple in graph for term in triple):
        return to_canonical_graph(cast("rdflib.Graph", graph))
    return graph


def _triples(graph: Triples) -> Iterator[Triple]:
    for subject, predicate, value in graph:
        yield _node(subject), str(predicate), _object(value)


def _node(term: rdflib.term.Node | str) -> str:
    """The node as a string; the type is told by name, so that our own triples need no rdflib."""
    return f"_:{term}" if type(term).__name__ == "BNode" else str(term)


def _object(term: rdflib.term.Node | Term) -> Term:
    if isinstance(term, Literal | tuple) or type(term) is str:
        return term
    import rdflib

    if not isinstance(term, rdflib.Literal):
        return _node(term)
    if term.language:
        return Literal(str(term), str(rdflib.RDF.langString), term.language)
    return Literal(str(term), str(term.datatype or vocab.XSD_STRING))


def _rdflib_node(node: str) -> rdflib.URIRef | rdflib.BNode:
    import rdflib

    return rdflib.BNode(node[2:]) if node.startswith("_:") else rdflib.URIRef(node)


def _rdflib_object(value: str | Literal) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    import rdflib

    if not isinstance(value, Literal):
        return _rdflib_node(value)
    if value.language:
        return rdflib.Literal(value.text, lang=value.language)
    plain = value.datatype == vocab.XSD_STRING
    return rdflib.Literal(value.text, datatype=None if plain else rdflib.URIRef(value.datatype), normalize=False)
