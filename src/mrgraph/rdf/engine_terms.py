"""The engine's terms <-> ours; whatever goes into the engine or comes out of it passes here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode
from pyoxigraph import Literal as EngineLiteral

from mrgraph.errors import GraphError
from mrgraph.rdf.terms import Literal, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    EngineTerm: TypeAlias = NamedNode | BlankNode | EngineLiteral | pyoxigraph.Triple

_DIRECTION = "--"  # between a language and a base direction, as in N-Triples 1.2
_REMEMBERED = 50_000  # nodes


def ours(term: EngineTerm) -> Term:
    """The term as ours."""
    if type(term) is NamedNode:
        return term.value
    if type(term) is EngineLiteral:
        return _tagged(term) if term.language is not None else Literal(term.value, term.datatype.value)
    if isinstance(term, pyoxigraph.Triple):
        return next(our_triples((term,)))
    return f"_:{term.value}"


def our_triples(triples: Iterable[pyoxigraph.Triple | pyoxigraph.Quad]) -> Iterator[Triple]:
    """The triples as ours, in their order; named graphs are merged.

    The usual terms are looked at here: a call for each would take a third of the time of reading a graph.
    """
    for triple in triples:
        subject, value = triple.subject, triple.object
        term: Term
        if type(value) is NamedNode:
            term = value.value
        elif type(value) is EngineLiteral and value.language is None:
            term = Literal(value.value, value.datatype.value)
        else:
            term = ours(value)
        yield (
            subject.value if type(subject) is NamedNode else _blank(subject),
            triple.predicate.value,
            term,
        )


def theirs(term: Term) -> EngineTerm:
    """The term as the engine's.

    Raises GraphError for what is no IRI.
    """
    if isinstance(term, str):
        return _node(term)
    return _their_literal(term) if isinstance(term, Literal) else their_triple(term)


def their_triple(triple: Triple) -> pyoxigraph.Triple:
    """The triple as the engine's.

    Raises GraphError for what is no IRI.
    """
    subject, predicate, value = triple
    return pyoxigraph.Triple(_node(subject), _named(predicate), theirs(value))


def their_quad(name: str, triple: Triple) -> pyoxigraph.Quad:
    """The triple as the engine's, in the graph `name`, "" for the default one.

    Raises GraphError for what is no IRI.
    """
    whole = their_triple(triple)
    graph = _node(name) if name else pyoxigraph.DefaultGraph()
    return pyoxigraph.Quad(whole.subject, whole.predicate, whole.object, graph)


def written(term: Term) -> str:
    """The term as SPARQL and N-Triples write it; a triple without a full stop.

    Raises GraphError for what is no IRI.
    """
    return str(theirs(term))


def is_iri(text: str) -> bool:
    """Whether the text is an absolute IRI (RFC 3987)."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _blank(subject: NamedNode | BlankNode | pyoxigraph.Triple) -> str:
    if isinstance(subject, pyoxigraph.Triple):
        raise TypeError("a triple as a subject: RDF 1.2 has none")
    return f"_:{subject.value}"


def _node(name: str) -> NamedNode | BlankNode:
    return BlankNode(name[2:]) if name.startswith("_:") else _named(name)


@lru_cache(maxsize=_REMEMBERED)
def _named(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise GraphError(f"{iri!r}: no valid IRI; percent-encode its special characters") from error


def _tagged(term: EngineLiteral) -> Literal:
    direction = "" if term.direction is None else f"{_DIRECTION}{term.direction}"
    return Literal(term.value, term.datatype.value, f"{term.language}{direction}")


def _their_literal(value: Literal) -> EngineLiteral:
    if not value.language:
        return EngineLiteral(value.text, datatype=_named(value.datatype))
    language, _, direction = value.language.partition(_DIRECTION)
    towards = pyoxigraph.BaseDirection(direction) if direction else None
    return EngineLiteral(value.text, language=language, direction=towards)
