"""The process that holds the graph and forks the workers.

It has no threads, so that forking is safe, and a new worker costs a millisecond and no memory: the graph is shared
until it is written to, and nobody writes.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from mrgraph import rdf
from mrgraph.errors import MrgraphError
from mrgraph.rdf import disk_index
from mrgraph.serve.jobs import Evaluator
from mrgraph.serve.service import Service
from mrgraph.serve.worker import Worker, exactly, limit_memory

if TYPE_CHECKING:
    from mrgraph.serve.board import Board
    from mrgraph.serve.callers import Callers
    from mrgraph.serve.jobs import Limits

# Bytes of a file: up to half a million triples or so, asking in memory is three times as fast, and workers share it.
_INDEX_FROM = 16_000_000
_SPAWN, _RELOAD = b"w", b"r"  # what the nursery is told
_PID, _LINE, _SIZE = struct.Struct(">q"), struct.Struct(">H"), struct.Struct(">I")
_CHUNK = 1 << 16  # bytes read from a socket at once


@dataclass(frozen=True, slots=True)
class Sources:
    """What is served: paths of graphs, and pairs of an IRI and the path of the graph it names."""

    graphs: tuple[str, ...]
    named: tuple[tuple[str, str], ...] = ()

    def open(self) -> rdf.Store:
        """The store."""
        return rdf.open_dataset(self.graphs, dict(self.named), index_from=_INDEX_FROM)

    def forks_well(self) -> bool:
        """Whether the store may be opened before forking: the threads that serve a disk index do not outlive a fork."""
        return (
            len(self.graphs) != 1 or bool(self.named) or not disk_index.is_indexed(self.graphs[0], smallest=_INDEX_FROM)
        )

    def mark(self) -> str:
        """What changes when a file that is served changes.

        Raises GraphError or OSError where one is missing.
        """
        paths = [rdf.graph_file(path) for path in (*self.graphs, *(path for _, path in self.named))]
        return " ".join(f"{path.resolve()} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in paths)


@dataclass(frozen=True, slots=True)
class Setting:
    """What all workers of a service have in common."""

    sources: Sources
    limits: Limits
    callers: Callers
    board: Board
    log: bool


# ------------------------------------------------------------------------------------------ what the front calls


def nursery(setting: Setting) -> tuple[socket.socket, int]:
    """Start the process that forks workers; its socket and pid. Call it before anything else is opened.

    It opens the graph and then says so: see `opened`.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        ours.close()
        with suppress(OSError):  # the front is gone
            _Nursery(theirs, setting).run()
        os._exit(0)
    theirs.close()
    return ours, pid


def spawn(nursery_socket: socket.socket, line: int) -> tuple[socket.socket, int]:
    """A new worker, with the board's line that is its own: its socket and pid.

    Raises OSError where the nursery is gone.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            socket.send_fds(nursery_socket, [_SPAWN + _LINE.pack(line)], [theirs.fileno()])
            answer = exactly(nursery_socket, _PID.size)
        except OSError:
            ours.close()
            raise
    return ours, int(_PID.unpack(answer)[0])


def reload(nursery_socket: socket.socket) -> None:
    """Let the nursery open the graph anew, for the workers to come; `opened` reads its answer.

    Where it cannot, it goes on with the old one.
    """
    nursery_socket.sendall(_RELOAD)


def opened(nursery_socket: socket.socket) -> dict[str, Any]:
    """What the nursery says once it has opened the graph: "triples" and "mark", else "error".

    Raises OSError where it is gone.
    """
    size = _SIZE.unpack(exactly(nursery_socket, _SIZE.size))[0]
    said: dict[str, Any] = json.loads(exactly(nursery_socket, size))
    return said


# ------------------------------------------------------------------------------------------------ the nursery


class _Nursery:
    """Opens the graph and forks the workers."""

    def __init__(self, parent: socket.socket, setting: Setting) -> None:
        self.parent, self.setting = parent, setting
        self.store: rdf.Store | None = None  # None where each worker has to open its own
        self.triples = 0
        self.mark = ""

    def run(self) -> NoReturn:
        import gc

        from mrgraph.serve import entity_pages, query_page  # noqa: F401 - so that no worker has to

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the front decides when to stop
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self._open()
        gc.freeze()  # so that no collection in a worker touches what it shares
        while True:
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended workers leave nothing behind
            command, handles, _, _ = socket.recv_fds(self.parent, 1 + _LINE.size, 1)
            if command == _RELOAD:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                self._open()
                continue
            if not handles:
                os._exit(0)
            pid = os.fork()
            if not pid:
                self.parent.close()
                self._become_worker(socket.socket(fileno=handles[0]), _LINE.unpack(command[1:])[0])
            os.close(handles[0])
            self.parent.sendall(_PID.pack(pid))

    def _open(self) -> None:
        """Open the graph and tell the front; where that fails, the old one stays."""
        sources = self.setting.sources
        try:
            mark = sources.mark()
            alone = sources.forks_well()
            if alone:
                self.store = sources.open()
                self.triples = len(self.store)
            else:
                self.store = None
                self.triples = _opened_elsewhere(sources)
            self.mark = mark
        except (MrgraphError, OSError) as error:
            said: dict[str, Any] = {"error": str(error)}
        else:
            said = {"triples": self.triples, "mark": mark}
        text = json.dumps(said).encode("utf-8")
        self.parent.sendall(_SIZE.pack(len(text)) + text)

    def _become_worker(self, parent: socket.socket, line: int) -> NoReturn:
        with suppress(OSError, MrgraphError, MemoryError):  # the front sees the closed socket, and tells
            setting = self.setting
            store = setting.sources.open() if self.store is None else self.store
            limit_memory(setting.limits.memory)
            evaluator = Evaluator(store, setting.limits, self.triples)
            service = Service(evaluator, setting.sources, setting.callers, self.mark)
            Worker(parent, service, setting.board, line=line, seconds=setting.limits.seconds, log=setting.log).run()
        os._exit(0)


def _opened_elsewhere(sources: Sources) -> int:
    """Let a process of its own open the graph first, and build its index; the number of triples."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        try:
            said: dict[str, Any] = {"triples": len(sources.open())}
        except MrgraphError as error:
            said = {"error": str(error)}
        theirs.sendall(json.dumps(said).encode("utf-8"))
        os._exit(0)
    theirs.close()
    with ours:
        text = b"".join(iter(lambda: ours.recv(_CHUNK), b""))
    os.waitpid(pid, 0)
    said = json.loads(text or '{"error": "the graph could not be opened; see the message above"}')
    if "error" in said:
        raise MrgraphError(said["error"])
    return int(said["triples"])
