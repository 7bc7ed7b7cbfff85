"""Who may ask: the names that this service is called by, and the pages that may read its answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mrgraph.serve.protocol import Refused

if TYPE_CHECKING:
    from mrgraph.serve.protocol import Request

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_PORT = re.compile(r":\d+\Z")
_VARY = "Accept, Accept-Encoding, Origin"


@dataclass(frozen=True, slots=True)
class Callers:
    """`origins`: of pages elsewhere that may ask; those on loopback always may. `hosts`: the names of this service."""

    origins: frozenset[str] = frozenset()
    hosts: frozenset[str] = LOOPBACK

    def check(self, request: Request) -> None:
        """Refuse pages of other sites, and names of other hosts that were made to lead here."""
        host = _PORT.sub("", request.header("host")).lower()
        if host not in self.hosts:
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, f"this service is not called {host!r}; ask it as localhost")
        origin = request.header("origin")
        if origin and not self.may_ask(origin):
            said = f"pages of {origin} may not ask this service; allow it with --allow-origin"
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
        return parts.scheme in ("http", "https") and host in LOOPBACK

    def sharing(self, origin: str) -> dict[str, str]:
        """The headers of cross-origin resource sharing, for the origins that may ask."""
        if not origin or not self.may_ask(origin):
            return {"Vary": _VARY}
        return {
            "Vary": _VARY,
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
            "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
            "Access-Control-Expose-Headers": "ETag",
            "Access-Control-Max-Age": "600",
        }
