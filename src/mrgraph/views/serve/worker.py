"""A process that evaluates one query after the other, and may be ended at any time.

The engine has no time limit and cannot be interrupted, and some queries end its process; so it runs here, behind a
socket. A small process without threads holds the graph and forks the workers, so that a new one costs a millisecond and
no memory: the graph is shared until it is written to, and nobody writes.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from mrgraph import graphs
from mrgraph.errors import MrgraphError, UsageError
from mrgraph.graphs import diskindex
from mrgraph.views import query as engine
from mrgraph.views import results

if TYPE_CHECKING:
    import pyoxigraph

_HEAD = struct.Struct(">II")
# Bytes of a file: up to half a million triples or so, asking in memory is three times as fast, and workers share it.
_INDEX_FROM = 16_000_000
_SPAWN, _RELOAD = b"w", b"r"  # what the nursery is told
_PID = struct.Struct(">q")
_CHUNK, _LARGEST_CHUNK = 1 << 16, 1 << 22  # bytes read from a socket at once
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sources:
    """What is served: paths of graphs, and pairs of an IRI and the path of the graph it names."""

    graphs: tuple[str, ...]
    named: tuple[tuple[str, str], ...] = ()

    def open(self) -> pyoxigraph.Store:
        """The store."""
        return graphs.open_dataset(self.graphs, dict(self.named), index_from=_INDEX_FROM)

    def forks_well(self) -> bool:
        """Whether the store may be opened before forking: the threads that serve a disk index do not outlive a fork."""
        return (
            len(self.graphs) != 1 or bool(self.named) or not diskindex.is_indexed(self.graphs[0], smallest=_INDEX_FROM)
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds, megabytes beside the graph, rows (or triples), bytes of its answer."""

    seconds: float = 10.0
    memory: int = 1024
    rows: int = 1_000_000
    size: int = 256 * _MB


@dataclass(frozen=True, slots=True)
class Reply:
    """A worker's answer: `head` says what it is, `body` are the bytes to send."""

    head: dict[str, Any]
    body: bytes


class TooLargeError(Exception):
    """The answer passes a limit; the message says which."""


# ---------------------------------------------------------------------------------------------- messages


def send(connection: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    """Send one message."""
    text = json.dumps(head).encode("utf-8")
    connection.sendall(_HEAD.pack(len(text), len(body)) + text + body)


def receive(connection: socket.socket) -> Reply | None:
    """One message, or None where the other side is gone.

    There is one message on the way at a time, so whatever comes belongs to it.
    """
    data = bytearray(connection.recv(_CHUNK))
    if len(data) < _HEAD.size and not _fill(connection, data, _HEAD.size):
        return None
    head, body = _HEAD.unpack_from(data)
    if not _fill(connection, data, _HEAD.size + head + body):
        return None
    start = _HEAD.size + head
    return Reply(json.loads(bytes(data[_HEAD.size : start])), bytes(data[start:]))


def _fill(connection: socket.socket, data: bytearray, size: int) -> bool:
    """Read on until `data` has so many bytes; False where the other side is gone first."""
    while len(data) < size:
        more = connection.recv(max(_CHUNK, min(size - len(data), _LARGEST_CHUNK)))
        if not more:
            return False
        data += more
    return True


# ---------------------------------------------------------------------------------------------- processes


def nursery(sources: Sources, limits: Limits) -> tuple[socket.socket, int]:
    """Start the process that forks workers; its socket and pid. Call it before the first thread is started.

    The graph is opened in it; what goes wrong there is the first message (see `receive`), else `{"ready": …}`.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        ours.close()
        _run_nursery(theirs, sources, limits)
    theirs.close()
    return ours, pid


def spawn(nursery_socket: socket.socket) -> tuple[socket.socket, int]:
    """A new worker: its socket and pid.

    Raises OSError where the nursery is gone.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(nursery_socket, [_SPAWN], [theirs.fileno()])
        answer = bytearray()
        if not _fill(nursery_socket, answer, _PID.size):
            ours.close()
            raise OSError("the process that starts workers is gone")
    return ours, int(_PID.unpack(answer)[0])


def reload(nursery_socket: socket.socket) -> Reply | None:
    """Let the nursery open the graph anew, for the workers to come; its answer is that of the start.

    Where it cannot, it goes on with the old one.
    """
    nursery_socket.sendall(_RELOAD)
    return receive(nursery_socket)


def _run_nursery(parent: socket.socket, sources: Sources, limits: Limits) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    store = _announced(parent, sources)
    while True:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended workers leave nothing behind
        command, handles, _, _ = socket.recv_fds(parent, 1, 1)
        if command == _RELOAD:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            store = _announced(parent, sources, store)
            continue
        if not handles:
            os._exit(0)
        pid = os.fork()
        if not pid:
            parent.close()
            _run_worker(socket.socket(fileno=handles[0]), store, sources, limits)
        os.close(handles[0])
        parent.sendall(_PID.pack(pid))


def _announced(parent: socket.socket, sources: Sources, old: pyoxigraph.Store | None = None) -> pyoxigraph.Store | None:
    """Open the graph and tell the parent; the store, or None where each worker has to open its own."""
    try:
        alone = sources.forks_well()
    except MrgraphError as error:
        send(parent, {"error": str(error)})
        return old
    if not alone:
        _open_elsewhere(parent, sources)
        return None
    store = _opened(sources)
    if isinstance(store, str):
        send(parent, {"error": store})
        return old
    send(parent, {"ready": len(store)})
    return store


def _opened(sources: Sources) -> pyoxigraph.Store | str:
    """The store, or what is wrong with it."""
    try:
        return sources.open()
    except MrgraphError as error:
        return str(error)


def _open_elsewhere(parent: socket.socket, sources: Sources) -> None:
    """Let a process of its own open the graph first, and build its index, and tell the parent."""
    pid = os.fork()
    if not pid:
        store = _opened(sources)
        send(parent, {"ready": len(store)} if not isinstance(store, str) else {"error": store})
        os._exit(0)
    os.waitpid(pid, 0)


def _run_worker(parent: socket.socket, store: Any, sources: Sources, limits: Limits) -> NoReturn:
    try:
        store = sources.open() if store is None else store
        _limit_memory(limits.memory)
        while (job := receive(parent)) is not None:
            _limit_processor(limits.seconds)
            reply = _answer(store, job.head, limits)
            send(parent, reply.head, reply.body)
    except (OSError, MrgraphError, MemoryError):
        pass  # the parent sees the closed socket, and tells
    os._exit(0)


def _limit_memory(megabytes: int) -> None:
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
    """End the process if the parent does not: it may have been killed itself."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds * 2) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


# ------------------------------------------------------------------------------------------------ answers


def _answer(store: pyoxigraph.Store, job: dict[str, Any], limits: Limits) -> Reply:
    try:
        return _export(job) if job["kind"] == "export" else _query(store, job, limits)
    except TooLargeError as error:
        return Reply({"error": "too large", "said": str(error)}, b"")
    except UsageError as error:
        return Reply({"error": "format", "said": str(error)}, b"")
    except MrgraphError as error:
        return Reply({"error": "query", "said": str(error), "excerpt": error.excerpt}, b"")
    except MemoryError:
        return Reply({"error": "memory"}, b"")


def _query(store: pyoxigraph.Store, job: dict[str, Any], limits: Limits) -> Reply:
    """Evaluate the query and write its answer in the format wanted for its kind."""
    import pyoxigraph

    text = str(job["query"])
    dataset = engine.Dataset(*map(tuple, job["dataset"])) if job.get("dataset") else None
    with engine.failures(text):
        result = engine.evaluate(store, text, base=job.get("base"), dataset=dataset)
        if isinstance(result, pyoxigraph.QueryTriples):
            triples = tuple(islice(result, limits.rows + 1))
            _check_rows(len(triples), limits.rows)
            body = results.graph(triples, job["graph"])
            form, kind = job["graph"], "graph"
        else:
            form = job["rows"]
            kind = "boolean" if isinstance(result, pyoxigraph.QueryBoolean) else "rows"
            body = _rows(result, form, limits)
    if len(body) > limits.size:
        raise _too_large(limits)
    return Reply({"kind": kind, "form": form}, body)


def _rows(result: Any, form: str, limits: Limits) -> bytes:
    bounded = _Bounded(limits.size)
    try:
        body, _ = results.render(result, form, stream=bounded)
    except (OSError, ValueError):
        if bounded.full:
            raise TooLargeError(
                f"the answer has more than {limits.size // _MB} MB; add LIMIT, or ask for less"
            ) from None
        raise
    if len(body) > limits.rows:  # a row takes a byte at least
        _check_rows(results.count_rows(body, form), limits.rows)
    return body


def _too_large(limits: Limits) -> TooLargeError:
    return TooLargeError(f"the answer has more than {limits.size // _MB} MB; add LIMIT, or ask for less")


def _check_rows(count: int, limit: int) -> None:
    if count > limit:
        raise TooLargeError(f"the answer has more than {limit:,} rows or triples; add LIMIT, or ask for less")


def _export(job: dict[str, Any]) -> Reply:
    """A whole graph from its file, which keeps the spelling of numbers; never from the store."""
    from mrgraph.views import export

    triples = [triple for path in job["paths"] for triple in graphs.read_triples(path)]
    return Reply({"kind": "graph", "form": job["graph"]}, export.serialise(triples, job["graph"]))


class _Bounded(io.BytesIO):
    """Bytes up to a limit; `full` once more were to be written."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self.full = False

    def write(self, data: Any) -> int:
        """Write, or refuse what passes the limit."""
        if self.tell() + len(data) > self._limit:
            self.full = True
            raise OSError("the answer is too large")
        return super().write(data)
