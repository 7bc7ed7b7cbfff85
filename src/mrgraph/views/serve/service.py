"""A request -> a response: the query endpoint, graphs, pages of things, the page to ask on.

Knows no socket: `respond` is a function of a request, so that tests and other servers can call it.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mrgraph import graphs, vocab
from mrgraph.errors import GraphError
from mrgraph.views.serve import description, negotiation, protocol
from mrgraph.views.serve.protocol import Refused, Request
from mrgraph.views.serve.recent import Recent
from mrgraph.views.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mrgraph.views.serve.pool import Pool
    from mrgraph.views.serve.worker import Sources

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
ENDPOINT, GRAPHS_PATH, ASK, VIEW, NAMES, SAVED = "/sparql", "/data", "/", "/view/", "/names", "/queries"
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
_LOOK = 1.0  # seconds between two looks at the files
_SMALLEST_GZIP = 1024  # bytes; smaller ones do not get smaller
_CHANCE = re.compile(r"(?i)\b(NOW|RAND|UUID|STRUUID|BNODE)\b")  # functions with another value each time
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back: the status, the headers in the order they are sent, and the body."""

    status: HTTPStatus
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Service:
    """Answers requests about one set of graphs.

    `origins`: of pages elsewhere that may ask; pages on loopback always may. `hosts`: by which names it is called.
    """

    def __init__(
        self, pool: Pool, sources: Sources, *, origins: frozenset[str] = frozenset(), hosts: frozenset[str] = LOOPBACK
    ) -> None:
        self.pool, self.sources = pool, sources
        self.origins, self.hosts = origins, hosts
        self.mark = _mark(sources)
        self._recent = Recent()
        self._looked = time.monotonic()
        self._looking = threading.Lock()

    def respond(self, request: Request) -> Response:
        """The response to a request; never raises."""
        try:
            self._check_caller(request)
            self._notice_changes()
            if request.method == "OPTIONS":
                response = Response(HTTPStatus.NO_CONTENT, {"Allow": "GET, HEAD, POST, OPTIONS"})
            else:
                response = self._known(request) or self._answered(request)
        except Refused as refused:
            body = f"{refused.said}\n".encode("utf-8", "backslashreplace")
            response = Response(refused.status, {"Content-Type": "text/plain; charset=utf-8", **refused.headers}, body)
        return Response(response.status, {**response.headers, **_SAFE, **self._sharing(request)}, response.body)

    def _known(self, request: Request) -> Response | None:
        """The response to the same request a moment ago; None for one that changes with time, or is not kept."""
        found = self._recent.find(_key(request))
        if found is not None and found.headers["ETag"] in _known_tags(request):
            return Response(HTTPStatus.NOT_MODIFIED, {"ETag": found.headers["ETag"]})
        return found

    def _answered(self, request: Request) -> Response:
        response = _packed(request, self._routed(request))
        if response.status is HTTPStatus.OK and "ETag" in response.headers and request.path == ENDPOINT:
            self._recent.keep(_key(request), response)
        return response

    def _notice_changes(self) -> None:
        """Open the graph anew where a file has changed since the last look; while one is gone, the old graph stays."""
        if time.monotonic() - self._looked < _LOOK or not self._looking.acquire(blocking=False):
            return
        try:
            self._looked = time.monotonic()
            with suppress(GraphError, OSError):
                mark = _mark(self.sources)
                if mark != self.mark:
                    self.pool.refresh()
                    self.mark = mark
                    self._recent.clear()
        finally:
            self._looking.release()

    # ------------------------------------------------------------------------------------------ who calls

    def _check_caller(self, request: Request) -> None:
        """Refuse pages of other sites, and names of other hosts that were made to lead here."""
        host = re.sub(r":\d+$", "", request.header("host")).lower()
        if host not in self.hosts:
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, f"this service is not called {host!r}; ask it as localhost")
        origin = request.header("origin")
        if origin and not self._may_ask(origin):
            said = f"pages of {origin} may not ask this service; allow it with --allow-origin"
            raise Refused(HTTPStatus.FORBIDDEN, said)

    def _may_ask(self, origin: str) -> bool:
        if origin in self.origins:
            return True
        parts = urlsplit(origin)
        host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
        return parts.scheme in ("http", "https") and host in LOOPBACK

    def _sharing(self, request: Request) -> dict[str, str]:
        """The headers of cross-origin resource sharing, for the origins that may ask."""
        origin = request.header("origin")
        if not origin or not self._may_ask(origin):
            return {"Vary": "Accept, Accept-Encoding, Origin"}
        return {
            "Vary": "Accept, Accept-Encoding, Origin",
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
            "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
            "Access-Control-Expose-Headers": "ETag",
            "Access-Control-Max-Age": "600",
        }

    # ------------------------------------------------------------------------------------------ what is asked

    def _routed(self, request: Request) -> Response:
        path = request.path
        if path.rstrip("/") == ENDPOINT:
            return self._endpoint(request)
        if request.method not in ("GET", "HEAD"):
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "only GET and HEAD here", {"Allow": "GET, HEAD, OPTIONS"})
        if path == GRAPHS_PATH:
            return self._graph(request)
        if f"{path}/".startswith(VIEW):
            return self._view(path)
        if path in (ASK, NAMES, SAVED):
            from mrgraph.views.serve import pages

            return self._page(request, pages.page(path, request, self.pool))
        if path.startswith("/static/"):
            return self._asset(request, path.removeprefix("/static/"))
        return self._thing(request)

    def _endpoint(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "ask with GET or POST", {"Allow": "GET, HEAD, POST, OPTIONS"})
        if request.method != "POST" and not request.query:
            return self._description(request)
        asked = protocol.asked(request)
        job: dict[str, Any] = {"kind": "query", "query": asked.query, **_forms(request, asked.form)}
        job["base"] = f"http://{request.header('host')}{ENDPOINT}"
        if asked.dataset is not None:
            job["dataset"] = [list(asked.dataset.default), list(asked.dataset.named)]
        headers = {}
        if not _has_chance(asked.query):
            headers["ETag"] = self._tag(repr(sorted(job.items())))
            if headers["ETag"] in _known_tags(request):
                return Response(HTTPStatus.NOT_MODIFIED, headers)
        reply = self.pool.ask(job)
        offered = negotiation.GRAPHS if reply.head["kind"] == "graph" else negotiation.ROWS
        headers["Content-Type"] = negotiation.media_type(reply.head["form"], offered)
        if reply.head["form"] == "html":
            headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return Response(HTTPStatus.OK, headers, reply.body)

    def _description(self, request: Request) -> Response:
        """What the service can do, as its endpoint says where no query is asked (SPARQL 1.1 Service Description)."""
        form = _chosen(request, negotiation.GRAPHS)
        address = f"http://{request.header('host')}{ENDPOINT}"
        body = description.describe(address, self.pool.triples, [name for name, _ in self.sources.named], form)
        return Response(HTTPStatus.OK, {"Content-Type": negotiation.media_type(form, negotiation.GRAPHS)}, body)

    def _graph(self, request: Request) -> Response:
        """A whole graph (SPARQL 1.1 Graph Store Protocol, section 5.2)."""
        fields = protocol.parameters(request.query)
        name, default = protocol.one(fields, "graph"), protocol.one(fields, "default")
        if (name is None) == (default is None):
            raise Refused(HTTPStatus.BAD_REQUEST, "name one graph: ?default, or ?graph=IRI")
        paths = list(self.sources.graphs) if name is None else [dict(self.sources.named).get(name, "")]
        if not all(paths):
            raise Refused(HTTPStatus.NOT_FOUND, f"no graph is called {name}")
        form = _chosen(request, negotiation.GRAPHS)
        headers = {
            "Content-Type": negotiation.media_type(form, negotiation.GRAPHS),
            "ETag": self._tag(f"{name} {form}"),
        }
        if headers["ETag"] in _known_tags(request):
            return Response(HTTPStatus.NOT_MODIFIED, headers)
        files = [graphs.graph_file(path) for path in paths]
        if form == "turtle" and [file.suffix for file in files] == [".ttl"]:
            return Response(HTTPStatus.OK, headers, files[0].read_bytes())
        reply = self.pool.ask({"kind": "export", "paths": paths, "graph": form})
        return Response(HTTPStatus.OK, headers, reply.body)

    def _thing(self, request: Request) -> Response:
        """The thing whose IRI has this path: for people, or as RDF."""
        from mrgraph.views.serve import entities

        form = _chosen(request, negotiation.THINGS)
        headers = {"Content-Type": negotiation.media_type(form, negotiation.THINGS)}
        headers["ETag"] = self._tag(f"{request.path} {form}")
        if headers["ETag"] in _known_tags(request):
            return Response(HTTPStatus.NOT_MODIFIED, headers)
        body = entities.thing(f"{vocab.BASE}{request.path[1:]}", form, self.pool)
        if form == "html":
            headers["Content-Security-Policy"] = _POLICY
        return Response(HTTPStatus.OK, headers, body)

    def _view(self, path: str) -> Response:
        """The page that `mrgraph view` drew beside the graph, or a file that belongs to it; nothing else from there."""
        if path == VIEW.rstrip("/"):
            return Response(HTTPStatus.PERMANENT_REDIRECT, {"Location": VIEW})
        name = path.removeprefix(VIEW) or "index.html"
        kind = _DRAWN.fullmatch(name)
        folder = graphs.graph_file(self.sources.graphs[0]).parent if self.sources.graphs else Path()
        file = folder / name
        if not self.sources.graphs or kind is None or not file.is_file():
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
        body = (resources.files("mrgraph.views.serve") / "static" / name).read_bytes()
        return self._page(request, (_ASSETS[name], body))

    def _tag(self, what: str) -> str:
        """A tag that is the same for the same question about the same graphs (RFC 9110, section 8.8.3)."""
        return f'W/"{hashlib.sha256(f"{self.mark} {what}".encode()).hexdigest()[:32]}"'


def _mark(sources: Sources) -> str:
    """What changes when a file that is served changes."""
    paths = [graphs.graph_file(path) for path in (*sources.graphs, *(path for _, path in sources.named))]
    return " ".join(f"{path.resolve()} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in paths)


def _forms(request: Request, named: str | None) -> dict[str, str]:
    """The format for each kind of answer, since the kind is known only when the query is read.

    Raises Refused where none of any kind is acceptable; where only the other kind has one, the worker tells.
    """
    return _formats(request.header("accept"), named)


@lru_cache(maxsize=256)
def _formats(accept: str, named: str | None) -> dict[str, str]:
    if named is not None:
        if named not in negotiation.ROWS and named not in negotiation.GRAPHS:
            listed = ", ".join(dict.fromkeys((*negotiation.ROWS, *negotiation.GRAPHS)))
            raise Refused(HTTPStatus.BAD_REQUEST, f"no format {named!r}; choose {listed}")
        return {"rows": named, "graph": named}
    rows, graph = negotiation.choose(accept, negotiation.ROWS), negotiation.choose(accept, negotiation.GRAPHS)
    if rows is None and graph is None:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"no format that {accept!r} takes; ask for */*")
    return {"rows": rows or str(graph), "graph": graph or str(rows)}


def _chosen(request: Request, offered: Mapping[str, tuple[str, ...]]) -> str:
    """The format of what is of one kind only: by its name in the address, or by Accept.

    Raises Refused for none.
    """
    named = protocol.one(protocol.parameters(request.query), "format")
    form = named if named is not None else negotiation.choose(request.header("accept"), offered)
    if form is None or form not in offered:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"choose a format: {', '.join(offered)}")
    return form


def _has_chance(query: str) -> bool:
    """Whether the query may give another answer to the same graph."""
    if not _CHANCE.search(query):
        return False
    return any(_CHANCE.fullmatch(token["word"] or "") for token in tokens(query))


def _key(request: Request) -> tuple[object, ...]:
    """All that an answer of the endpoint depends on."""
    headers = (request.header(name) for name in ("host", "accept", "accept-encoding", "content-type"))
    return (request.method, request.path, request.query, request.body, *headers)


def _known_tags(request: Request) -> set[str]:
    return {tag.strip() for tag in request.header("if-none-match").split(",")}


def _packed(request: Request, response: Response) -> Response:
    """The response gzipped, where the caller takes that and it pays."""
    takes = negotiation.accepts_gzip(request.header("accept-encoding"))
    if len(response.body) < _SMALLEST_GZIP or not takes:
        return response
    body = gzip.compress(response.body, compresslevel=5, mtime=0)
    return Response(response.status, {**response.headers, "Content-Encoding": "gzip"}, body)
