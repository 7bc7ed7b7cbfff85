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

if TYPE_CHECKING:
    from collections.abc import Callable

    from mrgraph.serve.callers import Callers
    from mrgraph.serve.query_processes import QueryProcesses

_LARGEST_BODY = 2 * 1024 * 1024  # bytes of a request
_LONGEST_LINE = 65_536  # bytes of the line that holds the query, and of a header
_MOST_HEADERS = 100
_PATIENCE = 30.0  # seconds for a request to come, for a caller to read on, and for a connection to be silent
_LINGERING = 2.0  # seconds that a caller who is refused may still send what nobody reads
_MOST_CONNECTIONS = 512
_CHUNK = 1 << 18  # bytes of an answer that are passed on at once
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


async def serve(
    processes: QueryProcesses, callers: Callers, port: int, told: Callable[[int], None], *, quiet: bool = False
) -> None:
    """Serve until SIGINT or SIGTERM, and leave no process behind; `told` gets the port once it answers.

    Raises MrgraphError for graphs that cannot be opened, OSError for a port that is taken.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
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
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
            max_headers=_MOST_HEADERS,
            auto_decompress=False,
        )
        self._processes, self._callers, self._quiet = processes, callers, quiet
        self._still: dict[web.RequestHandler, None] = {}  # connections without a request, the stillest one first

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Take a connection."""
        super().connection_made(handler, transport)
        self._still[handler] = None
        if len(self.connections) > _MOST_CONNECTIONS:
            next(iter(self._still)).force_close()

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
            request = replace(request, body=await _body(asked))
            async with self._processes.answer(request) as (response, size, body):
                self._log(request, response.status, size, started)
                return await _send(asked, response, size, body)
        except Refused as refused:
            response = refusal(refused)
        except ConnectionError:
            raise
        except Exception as error:  # noqa: BLE001 - the outermost edge: the next request is answered all the same
            response = fault(error)
        self._log(request, response.status, len(response.body), started)
        response = self._callers.sealed(request, response)
        told = web.Response(status=response.status, headers=response.headers, body=response.body)
        if asked.can_read_body:
            told.force_close()
        return told

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


async def _send(
    asked: web.BaseRequest, response: Response, size: int, body: asyncio.StreamReader
) -> web.StreamResponse:
    """Send a response: a short one when its process is free again, of a long one as much as the caller takes.

    Raises ConnectionError where the caller takes none, or the process is ended.
    """
    if size <= _CHUNK:
        data = await body.readexactly(size)
        return web.Response(status=response.status, headers=response.headers, body=data)
    sent = web.StreamResponse(status=response.status, headers=response.headers)
    await sent.prepare(asked)
    try:
        while size:
            piece = await body.readexactly(min(size, _CHUNK))
            size -= len(piece)
            async with asyncio.timeout(_PATIENCE):
                await sent.write(piece)
    except (TimeoutError, asyncio.IncompleteReadError) as error:
        raise ConnectionAbortedError from error
    await sent.write_eof()
    return sent
