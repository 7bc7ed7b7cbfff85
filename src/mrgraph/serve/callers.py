"""Who may ask: the names that this service is called by, and the pages that may read its answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mrgraph.serve.protocol import Refused, Response

if TYPE_CHECKING:
    from mrgraph.serve.protocol import Request

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_PORT = re.compile(r":\d+\Z")
_VARY = "Accept, Accept-Encoding, Origin, Sec-Fetch-Site"
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_ASKING = frozenset(
    {"/sparql", "/sparql/", "/data", "/names", "/search"}
)  # what makes this machine work, and is no page


@dataclass(frozen=True, slots=True)
class Callers:
    """`origins`: of pages elsewhere that may ask; those of this service always may. `hosts`: its names."""

    origins: frozenset[str] = frozenset()
    hosts: frozenset[str] = LOOPBACK

    def check(self, request: Request) -> None:
        """Refuse pages of other sites, and names of other hosts that were made to lead here."""
        host = _PORT.sub("", request.header("host")).lower()
        if host not in self.hosts:
            raise Refused(
                HTTPStatus.MISDIRECTED_REQUEST,
                f"this service is not called {host!r}; ask it as localhost, or name it with --name",
            )
        origin = request.header("origin")
        if origin and not self.may_ask(origin):
            said = f"pages of {origin} may not ask this service; allow it with --allow-origin"
            raise Refused(HTTPStatus.FORBIDDEN, said)
        if not origin and request.header("sec-fetch-site") == "cross-site" and not _follows_link(request):
            said = "pages of other sites may not ask this service; open this address yourself, or use --allow-origin"
            raise Refused(HTTPStatus.FORBIDDEN, said)

    def may_ask(self, origin: str) -> bool:
        """Whether pages of `origin` may ask."""
        if origin in self.origins:
            return True
        try:
            parts = urlsplit(origin)
            host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and host in self.hosts and "@" not in parts.netloc

    def sealed(self, request: Request, response: Response) -> Response:
        """The response with the headers that tell browsers who may read it (cross-origin resource sharing)."""
        origin = request.header("origin")
        headers = {**response.headers, **_SAFE, "Vary": _VARY}
        if origin and self.may_ask(origin):
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
            headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
            headers["Access-Control-Expose-Headers"] = "ETag"
            headers["Access-Control-Max-Age"] = "600"
        return Response(response.status, headers, response.body)


def _follows_link(request: Request) -> bool:
    """Whether somebody follows a link to a page; an image, a frame or a script of another site can load no page."""
    asks = request.path in _ASKING and bool(request.query)
    return not asks and (request.header("sec-fetch-mode"), request.header("sec-fetch-dest")) == ("navigate", "document")
