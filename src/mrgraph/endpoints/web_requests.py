"""A request over HTTP -> its answer: credentials, retries, and what went wrong in words."""

from __future__ import annotations

import base64
import gzip
import netrc
import os
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, cast
from urllib.parse import urlsplit

from mrgraph.errors import QueryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

USER, PASSWORD, TOKEN = "MRGRAPH_USER", "MRGRAPH_PASSWORD", "MRGRAPH_TOKEN"  # in the environment
_TRIES: Final = 5
_FIRST_WAIT, _LONGEST_WAIT = 0.3, 20.0  # seconds; each wait is twice the one before
_PASSING: Final = frozenset({408, 425, 429, 502, 503, 504})  # statuses that may be others a moment later
_TOLD: Final = 300  # characters of what an endpoint says about an error


@dataclass(frozen=True, slots=True)
class WebRequest:
    """What is sent: `body` None makes it a GET. `packed`: the body is sent with gzip."""

    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str | None = None
    packed: bool = False


class Answer(NamedTuple):
    """What came back: the body as it comes, unpacked, its media type, and how many bytes are still to come."""

    body: IO[bytes]
    media_type: str
    missing: Callable[[], int]


@contextmanager
def answered(request: WebRequest, *, timeout: float, cure: str, tries: int = _TRIES) -> Iterator[Answer]:
    """The answer to a request.

    Asked again after a moment where the fault may pass. Raises QueryError where the endpoint cannot be reached or
    refuses, with what it says and `cure`; UsageError for a URL that is none.
    """
    if urlsplit(request.url).scheme not in ("http", "https"):
        raise UsageError(f"{request.url}: no http or https URL; write it in full")
    with _opened(request, timeout=timeout, cure=cure, tries=tries) as reply:
        packed = reply.headers.get("Content-Encoding", "").lower() == "gzip"
        body = cast("IO[bytes]", gzip.GzipFile(fileobj=reply)) if packed else reply
        yield Answer(body, reply.headers.get_content_type(), lambda: reply.length or 0)


def _opened(request: WebRequest, *, timeout: float, cure: str, tries: int) -> Any:
    wait = _FIRST_WAIT
    for remaining in reversed(range(tries)):
        try:
            return _once(request, timeout)
        except urllib.error.HTTPError as error:
            if error.code not in _PASSING or not remaining:
                said = " ".join(error.read(4096).decode("utf-8", "replace").split())[:_TOLD]
                what = f"answered {error.code} {error.reason}{f': {said}' if said else ''}"
                raise QueryError(f"{request.url}: {what}; {cure}") from error
            wait = _asked_for(error.headers.get("Retry-After"), wait)
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            if not remaining or isinstance(reason, TimeoutError):
                cure = "check the URL and the net, or allow more with --timeout"
                raise QueryError(f"{request.url}: {reason}; {cure}") from error
        time.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)
    raise AssertionError("the last try returns or raises")


def _once(request: WebRequest, timeout: float) -> Any:
    """The reply; where a server takes no password unasked, as Virtuoso does not, it is asked what it takes (Digest)."""
    opener = _opener(request.url)
    try:
        return opener.open(_prepared(request, _credentials(request.url)), timeout=timeout)
    except urllib.error.HTTPError as error:
        if error.code != HTTPStatus.UNAUTHORIZED or os.environ.get(TOKEN) or _user(request.url) is None:
            raise
        error.close()
        return opener.open(_prepared(request, {}), timeout=timeout)


def _asked_for(header: str | None, otherwise: float) -> float:
    """The seconds that a server wants us to wait, within reason."""
    return min(float(header), _LONGEST_WAIT) if header and header.isdecimal() else otherwise


def _prepared(request: WebRequest, credentials: Mapping[str, str]) -> urllib.request.Request:
    body = request.body
    headers = {"User-Agent": "mrgraph", "Accept-Encoding": "gzip", **request.headers}
    if body is not None and request.packed:
        body = gzip.compress(body, compresslevel=5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    prepared = urllib.request.Request(request.url, body, headers, method=request.method)
    for name, value in credentials.items():
        prepared.add_unredirected_header(name, value)
    return prepared


# ---------------------------------------------------------------------------------------------- credentials


def _credentials(url: str) -> dict[str, str]:
    """The header that says who asks: a token or a password from the environment, or a password from .netrc."""
    if token := os.environ.get(TOKEN):
        return {"Authorization": f"Bearer {token}"}
    if (pair := _user(url)) is None:
        return {}
    return {"Authorization": f"Basic {base64.b64encode(':'.join(pair).encode()).decode()}"}


def _user(url: str) -> tuple[str, str] | None:
    if user := os.environ.get(USER):
        return user, os.environ.get(PASSWORD, "")
    file = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not file.is_file():
        return None
    try:
        entry = netrc.netrc(file).authenticators(urlsplit(url).hostname or "")
    except netrc.NetrcParseError as error:
        raise UsageError(f"{file}: {error}; correct it, or set {USER} and {PASSWORD}") from error
    return (entry[0], entry[2] or "") if entry is not None else None


def _opener(url: str) -> urllib.request.OpenerDirector:
    """What opens a URL: with Digest for servers that want that, and never to another host with our credentials."""
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if (pair := _user(url)) is not None:
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, url, *pair)
        handlers.append(urllib.request.HTTPDigestAuthHandler(known))
    return urllib.request.build_opener(*handlers)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only within the same host, so that credentials stay there."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> urllib.request.Request | None:
        """The request to follow, or None."""
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
