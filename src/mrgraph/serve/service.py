"""A request -> a response: the query endpoint, graphs, pages of things, the page to ask on.

Knows no socket and no process: `respond` is a function of a request, so that tests and other servers can call it.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mrgraph import rdf
from mrgraph.rdf.sparql_tokens import tokens
from mrgraph.serve import description, negotiation, protocol
from mrgraph.serve.jobs import TOO_MUCH, Evaluator, Limits
from mrgraph.serve.pages import published
from mrgraph.serve.protocol import Refused, Request, Response, fault, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mrgraph.serve.callers import Callers
    from mrgraph.serve.served_graphs import ServedGraphs

ENDPOINT, GRAPHS_PATH, ASK, VIEW, NAMES, SAVED = "/sparql", "/data", "/", "/view/", "/names", "/queries"
SEARCH = "/search"
VOID = ("/.well-known/void", "/void")
_MOST_COUNTED = 10_000  # graphs and classes
_OF_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_OF_CLASSES = "SELECT ?kind (COUNT(?s) AS ?n) { ?s a ?kind } GROUP BY ?kind ORDER BY ?kind"
_ASSETS = {
    "ask.js": "text/javascript; charset=utf-8",
    "complete.js": "text/javascript; charset=utf-8",
    "results.js": "text/javascript; charset=utf-8",
    "serve.css": "text/css; charset=utf-8",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# What `mrgraph view` writes: the page, chunks of its data, copies of the sources.
_DRAWN = re.compile(r"(?:index\.data/[0-9]+|sources/[0-9a-f]+|index)\.(?P<kind>js|html)")
_SAID = {"plain": ("text/plain",), "html": ("text/html",)}
_SMALLEST_GZIP = 1024  # bytes; smaller ones do not get smaller
_CHANCE = re.compile(r"(?i)\b(NOW|RAND|UUID|STRUUID|BNODE)\b")  # functions with another value each time


@dataclass(frozen=True, slots=True)
class Setting:
    """What is served, within which limits, and to whom."""

    graphs: ServedGraphs
    limits: Limits
    callers: Callers

    def open(self) -> Service:
        """The service for the graphs as they are now.

        Raises MrgraphError or OSError where they cannot be opened.
        """
        mark = self.graphs.mark()
        store, triples = self.graphs.shared()
        return Service(Evaluator(store, self.limits, triples), self.graphs, self.callers, mark)


class Service:
    """Answers requests about one state of one set of graphs; `mark` tells that state."""

    def __init__(self, evaluator: Evaluator, graphs: ServedGraphs, callers: Callers, mark: str) -> None:
        self._evaluator, self._graphs, self._callers, self.mark = evaluator, graphs, callers, mark

    @property
    def triples(self) -> int:
        """How many triples the graphs have."""
        return self._evaluator.triples

    def prepare(self) -> None:
        """Open in this process what cannot be shared, and let it grow by no more than the limit.

        Raises MrgraphError where that cannot be opened.
        """
        self._evaluator.prepare(self._graphs.open)

    def respond(self, request: Request) -> Response:
        """The response to a request; never raises."""
        try:
            self._callers.check(request)
            if request.method == "OPTIONS":
                response = Response(HTTPStatus.NO_CONTENT, {"Allow": "GET, HEAD, POST, OPTIONS"})
            else:
                response = _packed(request, self._routed(request))
        except Refused as refused:
            response = self._refusal(request, refused)
        except MemoryError:
            response = refusal(Refused(HTTPStatus.INSUFFICIENT_STORAGE, TOO_MUCH))
        except Exception as error:  # noqa: BLE001 - the outermost edge: the next request is answered all the same
            response = fault(error)
        return self._callers.sealed(request, response)

    def _refusal(self, request: Request, refused: Refused) -> Response:
        """What is said to who is refused: a page for people who look at pages, else plain text."""
        plain = refusal(refused)
        if request.path == ENDPOINT or negotiation.choose(request.header("accept"), _SAID) != "html":
            return plain
        from mrgraph.serve.pages import entity_pages

        body = entity_pages.refusal(refused.status.phrase, refused.said).encode("utf-8", "backslashreplace")
        headers = {**plain.headers, "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _POLICY}
        return Response(refused.status, headers, body)

    # ------------------------------------------------------------------------------------------ what is asked

    def _routed(self, request: Request) -> Response:
        path = request.path
        if path in (ENDPOINT, f"{ENDPOINT}/"):
            return self._endpoint(request)
        if request.method not in ("GET", "HEAD"):
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "only GET and HEAD here", {"Allow": "GET, HEAD, OPTIONS"})
        if path == GRAPHS_PATH:
            return self._graph(request)
        if f"{path}/".startswith(VIEW):
            return self._view(path)
        if path in (ASK, NAMES, SAVED, SEARCH):
            from mrgraph.serve.pages import query_page

            return self._page(request, query_page.page(path, request, self._evaluator))
        if path.startswith("/static/"):
            return self._asset(request, path.removeprefix("/static/"))
        described = path in VOID or path in published.FILES or path in (published.RUN, published.CONTEXT)
        return self._published(request) if described else self._thing(request)

    def _endpoint(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "ask with GET or POST", {"Allow": "GET, HEAD, POST, OPTIONS"})
        if request.method != "POST" and not request.query:
            return self._description(request)
        asked = protocol.asked(request)
        job: dict[str, Any] = {
            "kind": "query",
            "query": asked.query,
            **_formats(request.header("accept"), asked.formats),
        }
        job["base"] = f"http://{request.header('host')}{ENDPOINT}"
        if asked.dataset is not None:
            job["dataset"] = asked.dataset
        headers = {}
        if not _has_chance(asked.query):
            headers["ETag"] = self._tag("\0".join(map(str, job.values())))
            if headers["ETag"] in _known_tags(request):
                return Response(HTTPStatus.NOT_MODIFIED, headers)
        reply = self._evaluator.ask(job)
        offered = negotiation.GRAPHS if reply.kind == "graph" else negotiation.ROWS
        headers["Content-Type"] = negotiation.media_type(reply.form, offered)
        if reply.form == "html":
            headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return Response(HTTPStatus.OK, headers, reply.body)

    def _description(self, request: Request) -> Response:
        """What the service can do, as its endpoint says where no query is asked (SPARQL 1.1 Service Description)."""
        form = _chosen(request, negotiation.GRAPHS)
        body = description.describe(f"http://{request.header('host')}/", self._counts(), form)
        return Response(HTTPStatus.OK, {"Content-Type": negotiation.media_type(form, negotiation.GRAPHS)}, body)

    def _counts(self, *, classes: bool = False) -> description.Counts:
        from mrgraph.serve.pages.entity_pages import rows

        named = [(row["g"], int(row["n"])) for row in rows(self._evaluator, _OF_GRAPHS, _MOST_COUNTED)]
        of_classes = rows(self._evaluator, _OF_CLASSES, _MOST_COUNTED) if classes else ()
        total = self._evaluator.triples - sum(number for _, number in named)
        return description.Counts(total, tuple(named), tuple((row["kind"], int(row["n"])) for row in of_classes))

    def _published(self, request: Request) -> Response:
        """The ontology, the shapes, the regions, the record of the run, or what the data are (VoID)."""
        path = request.path
        if path == published.CONTEXT:
            return self._page(request, ("application/ld+json", published.context()))
        offered = negotiation.THINGS if path == published.VOCABULARY else negotiation.GRAPHS
        form = _chosen(request, offered)
        if path in VOID:
            body = description.void(f"http://{request.header('host')}/", self._counts(classes=True), form)
        else:
            body = published.document(path, form, self._graphs)
        return self._page(request, (negotiation.media_type(form, offered), body))

    def _graph(self, request: Request) -> Response:
        """A whole graph (SPARQL 1.1 Graph Store Protocol, section 5.2)."""
        fields = protocol.parameters(request.query)
        name, default = protocol.one(fields, "graph"), protocol.one(fields, "default")
        if (name is None) == (default is None):
            raise Refused(HTTPStatus.BAD_REQUEST, "name one graph: ?default, or ?graph=IRI")
        paths = list(self._graphs.graphs) if name is None else [dict(self._graphs.named).get(name, "")]
        if not all(paths):
            raise Refused(HTTPStatus.NOT_FOUND, f"no graph is called {name}")
        form = _chosen(request, negotiation.GRAPHS)
        headers = {
            "Content-Type": negotiation.media_type(form, negotiation.GRAPHS),
            "ETag": self._tag(f"{name} {form}"),
        }
        if headers["ETag"] in _known_tags(request):
            return Response(HTTPStatus.NOT_MODIFIED, headers)
        files = [rdf.graph_file(path) for path in paths]
        if form == "turtle" and [file.suffix for file in files] == [".ttl"]:
            return Response(HTTPStatus.OK, headers, files[0].read_bytes())
        reply = self._evaluator.ask({"kind": "export", "paths": paths, "graph": form})
        return Response(HTTPStatus.OK, headers, reply.body)

    def _thing(self, request: Request) -> Response:
        """The thing whose IRI has this path: for people, or as RDF."""
        from mrgraph.serve.pages import entity_pages

        iri, ending = entity_pages.address_of(request.path, self._evaluator)
        form = ending or _chosen(request, negotiation.THINGS)
        headers = {"Content-Type": negotiation.media_type(form, negotiation.THINGS)}
        headers["ETag"] = self._tag(f"{request.path} {form}")
        if headers["ETag"] in _known_tags(request):
            return Response(HTTPStatus.NOT_MODIFIED, headers)
        body = entity_pages.thing(iri, form, self._evaluator)
        if form == "html":
            headers["Content-Security-Policy"] = _POLICY
            headers["Link"] = entity_pages.alternates(request.path)
        return Response(HTTPStatus.OK, headers, body)

    def _view(self, path: str) -> Response:
        """The page that `mrgraph view` drew beside the graph, or a file that belongs to it; nothing else from there."""
        if path == VIEW.rstrip("/"):
            return Response(HTTPStatus.PERMANENT_REDIRECT, {"Location": VIEW})
        name = path.removeprefix(VIEW) or "index.html"
        kind = _DRAWN.fullmatch(name)
        folder = rdf.graph_file(self._graphs.graphs[0]).parent if self._graphs.graphs else Path()
        file = folder / name
        if not self._graphs.graphs or kind is None or not file.is_file():
            raise Refused(HTTPStatus.NOT_FOUND, "no such page is drawn; run `mrgraph view`, then load this again")
        media = "text/javascript" if kind["kind"] == "js" else "text/html"
        headers = {"Content-Type": f"{media}; charset=utf-8", "X-Frame-Options": "DENY"}
        return Response(HTTPStatus.OK, headers, file.read_bytes())

    def _page(self, request: Request, made: tuple[str, bytes]) -> Response:
        kind, body = made
        headers = {"Content-Type": kind, "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'}
        if headers["ETag"] in _known_tags(request):
            return Response(HTTPStatus.NOT_MODIFIED, headers)
        return Response(HTTPStatus.OK, {**headers, "Content-Security-Policy": _POLICY}, body)

    def _asset(self, request: Request, name: str) -> Response:
        if name not in _ASSETS:
            raise Refused(HTTPStatus.NOT_FOUND, "no such file")
        body = (resources.files("mrgraph.serve") / "static" / name).read_bytes()
        return self._page(request, (_ASSETS[name], body))

    def _tag(self, what: str) -> str:
        """A tag that is the same for the same question about the same graphs (RFC 9110, section 8.8.3)."""
        return f'W/"{hashlib.sha256(f"{self.mark} {what}".encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=256)
def _formats(accept: str, named: tuple[str, ...]) -> dict[str, str]:
    """The format for each kind of answer, since the kind is known only when the query is read.

    What is named counts for the kinds that have it, Accept for the others. Raises Refused for an unknown name, and
    where none of any kind is acceptable; where only the other kind has one, the evaluator tells.
    """
    rows, graph = negotiation.named(named, negotiation.ROWS), negotiation.named(named, negotiation.GRAPHS)
    if named and rows is None and graph is None:
        listed = ", ".join(dict.fromkeys((*negotiation.ROWS, *negotiation.GRAPHS)))
        raise Refused(HTTPStatus.BAD_REQUEST, f"no format {named[0]!r}; choose {listed}")
    rows = rows or negotiation.choose(accept, negotiation.ROWS)
    graph = graph or negotiation.choose(accept, negotiation.GRAPHS)
    if rows is None and graph is None:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"no format that {accept!r} takes; ask for */*")
    return {"rows": rows or str(graph), "graph": graph or str(rows)}


def _chosen(request: Request, offered: Mapping[str, tuple[str, ...]]) -> str:
    """The format of what is of one kind only: by its name in the address, or by Accept.

    Raises Refused for none.
    """
    named = protocol.named_formats(protocol.parameters(request.query))
    form = negotiation.named(named, offered) if named else negotiation.choose(request.header("accept"), offered)
    if form is None:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"choose a format: {', '.join(offered)}")
    return form


def _has_chance(query: str) -> bool:
    """Whether the query may give another answer to the same graph."""
    if "\\" in query:  # may spell them otherwise
        return True
    folded = query.upper()
    if not any(name in folded for name in ("NOW", "RAND", "UUID", "BNODE")):
        return False
    return any(_CHANCE.fullmatch(token["word"] or "") for token in tokens(query))


def _known_tags(request: Request) -> set[str]:
    named = request.header("if-none-match")
    return {tag.strip() for tag in named.split(",")} if named else set()


def _packed(request: Request, response: Response) -> Response:
    """The response gzipped, where the caller takes that and it pays."""
    if len(response.body) < _SMALLEST_GZIP or not negotiation.accepts_gzip(request.header("accept-encoding")):
        return response
    body = gzip.compress(response.body, compresslevel=5, mtime=0)
    return Response(response.status, {**response.headers, "Content-Encoding": "gzip"}, body)
