"""A process that answers one request after the other, and may be ended at any time.

The engine has no time limit and cannot be interrupted, and some queries end its process; so it runs here. The front
lends a worker a connection on which a request has come; the worker answers it, and whatever comes on it right after
that, and gives the connection back. So a busy caller talks to its worker without a stop between.
"""

from __future__ import annotations

import os
import socket
import struct
import time
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph.serve import http
from mrgraph.serve.jobs import TOO_MUCH
from mrgraph.serve.protocol import Refused, Request, Response, logged

if TYPE_CHECKING:
    from mrgraph.serve.board import Board
    from mrgraph.serve.service import Service

FAIR = 0.2  # seconds of a processor that a query may use before another one may take its place
_TURN = 0.01  # seconds that a connection may have a worker while others wait
_LINGER = 0.002  # seconds that a worker waits for the next request before it gives the connection back
_STALLED = 0.05  # seconds without progress after which the front sends the rest of an answer
_ARM = 1.0  # seconds between two settings of the processor's limit
_LEASE = struct.Struct(">I")  # bytes that have come on a connection
_RETURN = struct.Struct(">?II")  # whether the connection ends; bytes read too much; bytes still to be sent
_CHUNK = 1 << 16  # bytes read from a socket at once
_MB = 1024 * 1024


# ------------------------------------------------------------------------------------------ what the front calls


def lend(worker: socket.socket, connection: socket.socket, data: bytes) -> None:
    """Lend a worker the connection on which `data` has come.

    Raises OSError where the worker is gone.
    """
    head = _LEASE.pack(len(data))
    if len(data) <= _CHUNK // 2:
        socket.send_fds(worker, [head + data], [connection.fileno()])
        return
    socket.send_fds(worker, [head], [connection.fileno()])
    worker.sendall(data)


class Returned:
    """What comes from a worker when it gives a connection back, bit by bit."""

    def __init__(self) -> None:
        self._data = bytearray()

    def add(self, data: bytes) -> tuple[bool, bytes, bytes] | None:
        """Whether the connection ends, what was read too much, what is still to be sent; None until all is there."""
        self._data += data
        if len(self._data) < _RETURN.size:
            return None
        closes, read, unsent = _RETURN.unpack_from(self._data)
        end = _RETURN.size + read
        if len(self._data) < end + unsent:
            return None
        found = (closes, bytes(self._data[_RETURN.size : end]), bytes(self._data[end:]))
        self._data.clear()
        return found


def exactly(connection: socket.socket, size: int) -> bytes:
    """So many bytes.

    Raises OSError where the other side is gone first.
    """
    data = bytearray()
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise OSError("the other process is gone")
        data += more
    return bytes(data)


# ------------------------------------------------------------------------------------------------ a worker


class Worker:
    """Serves one connection after the other; `line` of the board is its own."""

    def __init__(
        self, parent: socket.socket, service: Service, board: Board, *, line: int, seconds: float, log: bool
    ) -> None:
        self.parent, self.service, self.board = parent, service, board
        self.line, self.seconds, self.log = line, seconds, log
        self.generation = board.generation
        self._armed = 0.0

    def run(self) -> None:
        """Serve until the front is gone.

        Raises OSError where it goes in the middle.
        """
        while True:
            data, handles, _, _ = socket.recv_fds(self.parent, _CHUNK, 1)
            if not handles:
                return
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, handles[0]) as connection:
                (size,) = _LEASE.unpack_from(data)
                data = data[_LEASE.size :]
                if len(data) < size:
                    data += exactly(self.parent, size - len(data))
                connection.settimeout(_LINGER)
                closes, read, unsent = self._serve(connection, data)
            self.parent.sendall(_RETURN.pack(closes, len(read), len(unsent)) + read)
            if unsent:
                self.parent.sendall(unsent)

    def _serve(self, connection: socket.socket, data: bytes) -> tuple[bool, bytes, bytes | memoryview]:
        """Answer what has come and what comes at once after it; what `Returned` gives the front."""
        lent = time.monotonic()
        while True:
            try:
                received = http.read(data)
            except Refused:
                received = None  # the front says so, as it does where a request begins with it
            if received is None:
                return False, data, b""
            started = self._begin(data)
            unsent = self._answer(connection, received)
            data = data[received.size :]
            self.board.rest(self.line)
            if unsent is None or received.closes:
                return True, b"", unsent or b""
            now = time.monotonic()
            slow = now - started > FAIR * 0.9  # by now at a lower priority, for good, or nearly so
            others = self.board.crowded and now - lent > _TURN
            if unsent or slow or others or self.board.generation != self.generation:
                return False, data, unsent
            if not data:
                try:
                    data = connection.recv(_CHUNK)
                except TimeoutError:
                    return False, b"", b""
                except OSError:
                    return True, b"", b""
                if not data:
                    return True, b"", b""

    def _begin(self, data: bytes) -> float:
        """Note that an answer is owed, unless the front did; since when."""
        since, *_ = self.board.times(self.line)
        now = time.monotonic()
        if since <= 0:
            since = now
            self.board.keep(self.line, data)
            self.board.begin(self.line, since, now + self.seconds, time.process_time())
        if now - self._armed > _ARM:
            self._armed = now
            _limit_processor(self.seconds)
        return since

    def _response(self, request: Request) -> Response:
        try:
            return self.service.respond(request)
        except MemoryError:
            return http.refusal(Refused(HTTPStatus.INSUFFICIENT_STORAGE, TOO_MUCH))
        except Exception as error:  # noqa: BLE001 - the outermost edge: the next request is answered all the same
            return _fault(error)

    def _answer(self, connection: socket.socket, received: http.Received) -> bytes | memoryview | None:
        """Answer a request; what the caller did not take yet, None where it is gone."""
        request = received.request
        self.board.tell(self.line, self.service.told(request))
        response = self._response(request)
        data = http.written(response, method=request.method, closes=received.closes)
        if self.log:  # before it is sent: who has the answer may end the service at once
            since, *_ = self.board.times(self.line)
            logged(f"{request.method} {request.path}", response, time.monotonic() - since)
        self.board.write(self.line)
        return _sent(connection, data)


def _fault(error: Exception) -> Response:
    """A fault of ours: one line on stderr, and as little as possible for the caller."""
    with suppress(OSError):
        os.write(2, f"mrgraph: unexpected {type(error).__name__}: {error}\n".encode("utf-8", "backslashreplace"))
    return http.refusal(Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "an error in mrgraph; its log says which"))


def _sent(connection: socket.socket, data: bytes) -> bytes | memoryview | None:
    """Send what the caller takes; the rest where it stalls, None where it is gone."""
    try:
        sent = connection.send(data)
        if sent == len(data):
            return b""
        rest = memoryview(data)[sent:]
    except TimeoutError:
        rest = memoryview(data)
    except OSError:
        return None
    connection.settimeout(_STALLED)
    try:
        while rest:
            rest = rest[connection.send(rest) :]
    except TimeoutError:
        return rest
    except OSError:
        return None
    connection.settimeout(_LINGER)
    return b""


def limit_memory(megabytes: int) -> None:
    """Let the process grow by so much; beyond, the engine ends it."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pages = 0
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    if pages:
        size = pages * resource.getpagesize() + megabytes * _MB
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))


def _limit_processor(seconds: float) -> None:
    """End the process if the front does not: it may have been killed itself."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds * 2 + _ARM) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
