"""HTTP on loopback, by aiohttp: requests -> the query processes, their responses -> the wire.

aiohttp has the sockets, the parser, connections that are kept, their time limits. Here is what it leaves to its users:
how large a request may be, who makes room where there are too many connections, what the log says.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from aiohttp import web

from mrgraph.serve.protocol import Refused, Request, Response, fault, log, refusal
from mrgraph.serve.zygote import SHORT

if TYPE_CHECKING:
    from collections.abc import Callable

    from mrgraph.serve.callers import Callers
    from mrgraph.serve.query_processes import QueryProcesses

_LARGEST_BODY = 2 * 1024 * 1024  # bytes of a request
_LONGEST_ADDRESS = 65_536  # bytes; up to twice as many are read, to be told so
_MOST_HEADERS = 100
_PATIENCE = 30.0  # seconds for a request to come, for a caller to read on, and for a connection to be silent
_LINGERING = 2.0  # seconds that a caller who is refused may still send what nobody reads
_MOST_CONNECTIONS = 512
_HANDLES = 4096  # that the connections, and a process for each, may take with ease
_MOST_RECENT = 64  # responses that are kept
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


async def serve(
    processes: QueryProcesses, callers: Callers, port: int, told: Callable[[int], None], *, quiet: bool = False
) -> None:
    """Serve until SIGINT or SIGTERM, and leave no process behind; `told` gets the port once it answers.

    Raises MrgraphError for graphs that cannot be opened, OSError for a port that is taken.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    _allow_handles()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, task.cancel)
    try:
        await processes.open()
        server = await loop.create_server(_Connections(processes, callers, quiet=quiet), "127.0.0.1", port, backlog=256)
        told(server.sockets[0].getsockname()[1])
        await processes.follow()
    except asyncio.CancelledError:
        pass
    finally:
        processes.close()


def _allow_handles() -> None:
    """Let this process have as many handles as its connections and processes may take, as far as the system lets it."""
    import resource

    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _HANDLES if most == resource.RLIM_INFINITY else min(_HANDLES, most)
    if least != resource.RLIM_INFINITY and least < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


class _Connections(web.Server):
    """Answers what comes on its connections; where they are too many, the one that was still for the longest goes."""

    def __init__(self, processes: QueryProcesses, callers: Callers, *, quiet: bool) -> None:
        silent = logging.getLogger(__name__)
        silent.disabled = True  # what is no request is told to the caller, and to nobody else
        super().__init__(
            self._handle,
            handler_cancellation=True,
            access_log=None,
            logger=silent,
            keepalive_timeout=_PATIENCE,
            lingering_time=_LINGERING,
            max_line_size=2 * _LONGEST_ADDRESS,
            max_field_size=_LONGEST_ADDRESS,
            max_headers=_MOST_HEADERS,
            auto_decompress=False,
        )
        self._processes, self._callers, self._quiet = processes, callers, quiet
        self._recent: dict[tuple[object, ...], Response] = {}  # by request
        self._still: dict[web.RequestHandler, None] = {}  # connections without a request, the stillest one first

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Take a connection."""
        super().connection_made(handler, transport)
        if len(self.connections) > _MOST_CONNECTIONS and self._still:
            stillest = next(iter(self._still))
            del self._still[stillest]  # it is closed in a moment, and no other is closed in its place
            stillest.force_close()
        self._still[handler] = None

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        """Forget a connection."""
        self._still.pop(handler, None)
        super().connection_lost(handler, exc)

    async def _handle(self, asked: web.BaseRequest) -> web.StreamResponse:
        """Answer a request; cancelled where its caller has gone, which ends the process of its query."""
        self._still.pop(asked.protocol, None)
        try:
            return await self._answer(asked)
        finally:
            if asked.transport is not None:
                self._still[asked.protocol] = None

    async def _answer(self, asked: web.BaseRequest) -> web.StreamResponse:
        started = time.monotonic()
        request = _request(asked)
        try:
            if len(asked.raw_path) > _LONGEST_ADDRESS:
                raise Refused(HTTPStatus.REQUEST_URI_TOO_LONG, "the address is too long; send the query with POST")
            request = replace(request, body=await _body(asked))
            key = (self._processes.zygote.mark, *_all_of(request))
            if (response := self._recent.get(key)) is None:
                async with self._processes.answer(request) as (response, size, body):
                    if size:
                        self._log(request, response.status, size, started)
                        return await _sent(asked, response, size, body)
                self._keep(key, request, response)
        except ConnectionError:
            raise
        except Refused as refused:
            response = self._callers.sealed(request, refusal(refused))
        except Exception as error:  # noqa: BLE001 - the outermost edge: the next request is answered all the same
            response = self._callers.sealed(request, fault(error))
        self._log(request, response.status, len(response.body), started)
        told = web.Response(status=response.status, headers=response.headers, body=response.body)
        if asked.can_read_body:
            told.force_close()
        return told

    def _keep(self, key: tuple[object, ...], request: Request, response: Response) -> None:
        """Keep a short response, to give it again to the same request about the same state of the graphs."""
        if response.status == HTTPStatus.OK and "ETag" in response.headers and len(request.body) < SHORT:
            self._recent[key] = response
            if len(self._recent) > _MOST_RECENT:
                del self._recent[next(iter(self._recent))]

    def _log(self, request: Request, status: int, size: int, started: float) -> None:
        """Method and path, never what was asked."""
        if not self._quiet:
            spent = (time.monotonic() - started) * 1000
            log(f"127.0.0.1 {request.method} {request.path} {status} {size} B {spent:.0f} ms")


def _request(asked: web.BaseRequest) -> Request:
    """The request without its body; a header that comes several times has all its values (RFC 9110, section 5.3)."""
    headers: dict[str, str] = {}
    for name, value in asked.headers.items():
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    target = asked.raw_path
    if not target.startswith("/"):  # RFC 9112, section 3.2.2
        parts = urlsplit(target)
        headers["host"] = parts.netloc or headers.get("host", "")
        target = f"{parts.path or '/'}?{parts.query}"
    path, _, query = target.partition("?")
    return Request(asked.method, unquote(path, errors="replace"), query, headers)


def _all_of(request: Request) -> tuple[object, ...]:
    """All that a response depends on, beside the graphs."""
    return (request.method, request.path, request.query, request.body, *request.headers.items())


async def _body(asked: web.BaseRequest) -> bytes:
    """The body.

    Raises Refused where it is too large, malformed, or does not come.
    """
    if not asked.body_exists:
        return b""
    body = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            if (asked.content_length or 0) <= _LARGEST_BODY:
                if asked.headers.get("Expect", "").lower() == "100-continue":
                    await asked.writer.write(_CONTINUE)
                async for piece in asked.content.iter_any():
                    body += piece
                    if len(body) > _LARGEST_BODY:
                        break
                else:
                    return bytes(body)
    except TimeoutError:
        said = f"the request did not come within {_PATIENCE:g} s; send it at once"
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, said) from None
    except web.RequestPayloadError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "the body is malformed; send a Content-Length") from error
    raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {_LARGEST_BODY >> 20} MB in a request; send less")


async def _sent(
    asked: web.BaseRequest, response: Response, size: int, body: asyncio.StreamReader
) -> web.StreamResponse:
    """A response of which the caller takes piece by piece, while its process has the rest.

    Raises ConnectionError where the caller takes no more, or the process is ended.
    """
    sent = web.StreamResponse(status=response.status, headers=response.headers)
    await sent.prepare(asked)
    try:
        while size:
            piece = await body.readexactly(min(size, SHORT))
            size -= len(piece)
            async with asyncio.timeout(_PATIENCE):
                await sent.write(piece)
    except (TimeoutError, asyncio.IncompleteReadError) as error:
        raise ConnectionAbortedError from error
    await sent.write_eof()
    return sent
