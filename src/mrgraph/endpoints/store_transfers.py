"""A graph -> a store elsewhere, and back: SPARQL 1.1 Update, or the Graph Store Protocol where the store has it.

A push fills a graph of its own, beside the one that it is for, and then moves it there with one update: who is killed
leaves the target as it was. Its name is that of the content, so that another try goes on where the first one ended.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from http.client import HTTPException
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from mrgraph import rdf, vocab
from mrgraph.endpoints.web_requests import Answer, WebRequest, answered
from mrgraph.errors import QueryError, UsageError
from mrgraph.output import spool
from mrgraph.output.spool import Spool
from mrgraph.rdf.terms import Literal, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mrgraph.rdf.terms import Triple

DEFAULT: Final = "default"  # instead of an IRI, the store's default graph
PUSHED: Final = f"{vocab.BASE}graph"  # the graph that a push fills where its user does not say
_STAGED: Final = "urn:mrgraph:staged:"
_FORM: Final = "application/x-www-form-urlencoded"
_NTRIPLES: Final = "application/n-triples"
_CURE: Final = "check the URL, and MRGRAPH_USER, MRGRAPH_PASSWORD, MRGRAPH_TOKEN or .netrc"
_BATCH: Final = 5_000  # triples a request


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a store is asked, changed, and has its graphs; `graphs` is "" where only updates fill them."""

    query: str
    update: str
    graphs: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """How a store is spoken to: seconds for an answer, bodies packed with gzip or not, triples a request."""

    timeout: float = 120
    packed: bool = False
    batch: int = _BATCH


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: triples of the graph, and how many of them lay there already from a push that was ended."""

    triples: int
    resumed: int


# Ends of update endpoints -> the ends of query and graph store endpoints: Oxigraph, Fuseki; RDF4J and GraphDB.
_SIBLINGS: Final = {
    "/update": (("/query", "/store"), ("/query", "/data")),
    "/statements": (("", "/rdf-graphs/service"),),
}


def endpoints(url: str, *, query: str | None = None, graphs: str | None = None) -> Endpoints:
    """The endpoints of the store at `url`, its update endpoint or its address; what is given goes before what is usual.

    >>> endpoints("http://localhost:7878")
    Endpoints(query='http://localhost:7878/query', update='http://localhost:7878/update', graphs='http://localhost:7878/store')
    >>> endpoints("http://localhost:8890/sparql")
    Endpoints(query='http://localhost:8890/sparql', update='http://localhost:8890/sparql', graphs='')
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UsageError(f"{url}: no http or https URL; write the store's update endpoint in full")
    path = parts.path.rstrip("/") or "/update"
    for ending, siblings in _SIBLINGS.items():
        if path.endswith(ending):
            stem = path.removesuffix(ending)
            asked, kept = siblings[0] if not stem or ending != "/update" else siblings[1]
            found = Endpoints(*(urlunsplit((*parts[:2], place, "", "")) for place in (stem + asked, path, stem + kept)))
            return Endpoints(query or found.query, found.update, found.graphs if graphs is None else graphs)
    return Endpoints(query or url, url, graphs or "")


def push(
    triples: Iterable[Triple],
    store: Endpoints,
    target: str,
    how: Transfer = Transfer(),
    progress: Callable[[int], None] | None = None,
) -> Pushed:
    """Put the triples, sorted and each once, in place of the graph `target` of a store: an IRI, or DEFAULT.

    `progress` is called with the number of triples that lie there. Raises QueryError where the store cannot be reached
    or refuses, UsageError for blank nodes, whose names would not stay the same, and for a target that is no IRI.
    """
    place = _graph(target)
    whole, number, digest = _sorted(triples)
    staged = f"{_STAGED}{hashlib.sha256(f'{target} {how.batch} {digest}'.encode()).hexdigest()[:32]}"
    there = _count(store, staged, how)
    resumed = done = there - there % how.batch if there < number else number
    lines = islice(whole.reading(), resumed, None)
    while some := list(islice(lines, how.batch)):
        _fill(store, staged, b"".join(some), how)
        done += len(some)
        if progress is not None:
            progress(done)
    if (there := _count(store, staged, how)) != number:
        raise QueryError(f"{store.update}: took {there:,} of {number:,} triples; the target is as it was, try again")
    _update(store, f"MOVE GRAPH <{staged}> TO {place}".encode(), how)
    return Pushed(number, resumed)


def _sorted(triples: Iterable[Triple]) -> tuple[Spool, int, str]:
    """The triples as lines of N-Triples, sorted and each once, how many they are, and a hash of them."""
    whole, number, digest = Spool(), 0, hashlib.sha256()
    for (line,) in spool.ordered((_line(triple),) for triple in triples):
        if "_:" in line and _has_blank(line):
            raise UsageError("the graph has blank nodes, which no second try would find again; name them first")
        whole.write(line.encode())
        digest.update(line.encode())
        number += 1
    return whole, number, digest.hexdigest()


def found(store: Endpoints, how: Transfer = Transfer()) -> list[Triple]:
    """The graph that a push put into a store, or where there is none its default graph.

    Raises QueryError as `pull` does, and where both are empty.
    """
    for source in (PUSHED, DEFAULT):
        if triples := list(pull(Endpoints(store.query, store.update), source, how)):
            return triples
    raise QueryError(
        f"{store.query}: its default graph is empty, and it has no <{PUSHED}>; name a graph with mrgraph pull"
    )


def pull(store: Endpoints, source: str, how: Transfer = Transfer()) -> Iterator[Triple]:
    """The triples of the graph `source` of a store, an IRI or DEFAULT, as they come.

    Stores spell numbers anew ("5.9" for "5.90"); decimals get at least one digit after the point, as in our own files.
    Raises QueryError where the store cannot be reached, refuses, or ends before the last triple.
    """
    headers = {"Accept": _NTRIPLES}
    if store.graphs:
        graph = "default" if source == DEFAULT else f"graph={quote(source, safe='')}"
        request = WebRequest(f"{store.graphs}?{graph}", headers=headers)
    else:
        pattern = "?s ?p ?o" if source == DEFAULT else f"GRAPH {_name(source)} {{ ?s ?p ?o }}"
        request = _post(store.query, "query", f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", headers)
    with answered(request, timeout=how.timeout, cure=_CURE) as answer:
        yield from _triples(answer, store)


def _triples(answer: Answer, store: Endpoints) -> Iterator[Triple]:
    try:
        yield from map(_pointed, rdf.parse_stream(answer.body))
        if missing := answer.missing():
            raise EOFError(f"{missing} bytes are missing")
    except (OSError, EOFError, HTTPException) as error:
        raise QueryError(f"{store.query}: the answer ended too early ({error}); try again") from error


def _pointed(triple: Triple) -> Triple:
    subject, predicate, value = triple
    if isinstance(value, Literal) and value.datatype == vocab.XSD_DECIMAL and "." not in value.text:
        return subject, predicate, Literal(f"{value.text}.0", value.datatype)
    return triple


# ------------------------------------------------------------------------------------------------ requests


def _fill(store: Endpoints, staged: str, lines: bytes, how: Transfer) -> None:
    if store.graphs:
        url = f"{store.graphs}?graph={quote(staged, safe='')}"
        headers = {"Content-Type": _NTRIPLES}
        _done(WebRequest(url, lines, headers, "POST", how.packed), how)
    else:
        _update(store, b"INSERT DATA { GRAPH <%b> {\n%b} }" % (staged.encode(), lines), how)


def _update(store: Endpoints, text: bytes, how: Transfer) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    _done(WebRequest(store.update, text, headers, "POST", how.packed), how)


def _done(request: WebRequest, how: Transfer) -> None:
    with answered(request, timeout=how.timeout, cure=_CURE) as answer:
        answer.body.read()


def _count(store: Endpoints, graph: str, how: Transfer) -> int:
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    request = _post(store.query, "query", query, {"Accept": "application/sparql-results+json"})
    with answered(request, timeout=how.timeout, cure=_CURE) as answer:
        try:
            return int(json.load(answer.body)["results"]["bindings"][0]["n"]["value"])
        except (ValueError, LookupError, TypeError) as error:
            raise QueryError(
                f"{store.query}: gives no SPARQL results; name its query endpoint with --query-url"
            ) from error


def _post(url: str, name: str, text: str, headers: dict[str, str]) -> WebRequest:
    return WebRequest(url, urlencode({name: text}).encode("ascii"), {**headers, "Content-Type": _FORM}, "POST")


def _graph(target: str) -> str:
    return "DEFAULT" if target == DEFAULT else f"GRAPH {_name(target)}"


def _name(iri: str) -> str:
    if not rdf.is_iri(iri):
        raise UsageError(f"{iri}: no full IRI, so no name for a graph; write one, or {DEFAULT}")
    return f"<{iri}>"


def _line(triple: Triple) -> str:
    return f"{rdf.written(triple)} .\n"


def _has_blank(line: str) -> bool:
    return any(is_blank(term) for triple in rdf.parse_ntriples(line) for term in triple)
