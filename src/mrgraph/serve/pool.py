"""The workers: started when wanted, lent to connections, ended when a request takes too long.

There are at most so many. Half of them are for requests that turn out to take long: those are answered however long
they take, up to their limit. On the other half, where somebody waits, a request that has had its fair time makes way;
it is not lost, but begun again as one that takes long, in its turn. So whatever is asked, short requests are answered
soon, and long ones as far as the time allows.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Generic, TypeVar

from mrgraph.errors import GraphError, MrgraphError
from mrgraph.serve import nursery
from mrgraph.serve.board import Board
from mrgraph.serve.jobs import TOO_MUCH
from mrgraph.serve.nursery import Setting
from mrgraph.serve.protocol import Refused
from mrgraph.serve.worker import FAIR, Returned

if TYPE_CHECKING:
    import socket

    from mrgraph.serve.callers import Callers
    from mrgraph.serve.jobs import Limits
    from mrgraph.serve.nursery import Sources

_L = TypeVar("_L")
_FEWEST, _EACH = 4, 2  # workers, and workers for each processor: more at once only make each other slow
_NICE = 5  # how much a query that ran beyond its fair time gives way to others
_LOOK = 1.0  # seconds between two looks at the files
_PATIENCE = 30.0  # seconds that the nursery may take to fork
_PATIENT = 0.4  # seconds of the clock, where the processors are busy with something else
_HANGS = 1.0  # seconds of rest that a worker which is lent never takes, unless something stopped it
_BETWEEN = 0.05  # seconds between two that have to make way
_LATER = {"Retry-After": "5"}


class Lent(Generic[_L]):
    """A worker as the front sees it: its process, its socket, its line of the board, and the link it is lent to."""

    def __init__(self, connection: socket.socket, pid: int, line: int, generation: int) -> None:
        self.connection, self.pid, self.line, self.generation = connection, pid, line, generation
        self.returned = Returned()
        self.link: _L | None = None
        self.data = b""  # the request that it was lent with
        self.rests = 0.0, 0.0  # since when it owes nothing, and until when it owed the last answer
        self.slow = self.late = self.evicted = self.long = self.gone = False

    def end(self) -> None:
        """End the process at once; its socket tells when it is gone."""
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)

    def give_way(self) -> None:
        """Lower its priority, which cannot be raised again: it is not used for another request."""
        self.slow = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def used(self) -> float:
        """Seconds of a processor that it has used so far; 0 where the system does not tell."""
        try:
            return time.clock_gettime(~self.pid << 3 | 2)  # Linux: the clock of a process, see clock_getcpuclockid(3)
        except OSError:
            return 0.0


class Pool(Generic[_L]):
    """Workers for one set of graphs, `most` at a time, else two for each processor; `triples` is the graphs' size.

    Raises MrgraphError for graphs that cannot be opened.
    """

    def __init__(
        self, sources: Sources, limits: Limits, callers: Callers, *, most: int | None = None, log: bool = True
    ) -> None:
        self.limits, self.callers, self.log = limits, callers, log
        most = most or max(_FEWEST, _EACH * (os.cpu_count() or 1))
        self._most_long = max(1, most // 2)
        self.board = Board(most)
        self._sources = sources
        self.nursery, self._pid = nursery.nursery(Setting(sources, limits, callers, self.board, log))
        self._mark, self.triples = "", 0
        self.loading = time.monotonic()  # since when the graph is being opened; 0 if it is not
        try:
            said = nursery.opened(self.nursery)
        except OSError:
            said = {"error": "the graph could not be opened; see the message above"}
        if "error" in said:
            self.nursery.close()
            os.waitpid(self._pid, 0)
            raise MrgraphError(said["error"])
        self._mark, self.triples, self.loading = said["mark"], said["triples"], 0.0
        self.nursery.settimeout(_PATIENCE)
        self._looked = self._evicted = time.monotonic()
        self._lines = list(range(most))
        self._idle: list[Lent[_L]] = []
        self.busy: set[Lent[_L]] = set()

    # ------------------------------------------------------------------------------------------ who works

    def free(self) -> tuple[Lent[_L] | None, bool]:
        """A worker without work, and whether it is a new one; None where there is none and none can be started now.

        Raises Refused where no process can be started.
        """
        if self._idle:
            return self._idle.pop(), False
        if not self._lines or self.loading:
            return None, False
        try:
            connection, pid = nursery.spawn(self.nursery, self._lines[-1])
        except OSError as error:
            said = "no process could be started; try again later"
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, said, _LATER) from error
        connection.settimeout(1.0)
        return Lent(connection, pid, self._lines.pop(), self.board.generation), True

    def takes_long(self) -> bool:
        """Whether there is room for one more request that takes long."""
        return sum(worker.long for worker in self.busy) < self._most_long

    def back(self, worker: Lent[_L]) -> None:
        """The worker has given its link back; it may be lent again unless it is slow, or has an old graph."""
        worker.link, worker.data, worker.long = None, b"", False
        self.busy.discard(worker)
        if worker.slow or worker.late or worker.evicted or worker.generation != self.board.generation:
            worker.end()
        else:
            self._idle.append(worker)

    def gone(self, worker: Lent[_L]) -> Refused | None:
        """The worker's process has ended; what its caller is told, None for who is owed nothing or has a part already.

        The process is dead by now, so that what the board says is the last word.
        """
        worker.gone = True
        worker.end()
        worker.connection.close()
        self.busy.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        since, *_ = self.board.times(worker.line)
        self._lines.append(worker.line)
        if worker.link is None or since <= 0:
            return None
        if worker.late:
            return self.too_slow()
        if worker.evicted:
            said = "many queries wait and this one takes long; narrow it, or try again later"
            return Refused(HTTPStatus.SERVICE_UNAVAILABLE, said, _LATER)
        return Refused(HTTPStatus.INSUFFICIENT_STORAGE, TOO_MUCH)

    def too_slow(self) -> Refused:
        """What is told to who has waited as long as a request may take."""
        said = f"not answered within {self.limits.seconds:g} s; narrow the query, or allow more with --timeout"
        return Refused(HTTPStatus.SERVICE_UNAVAILABLE, said, _LATER)

    # ------------------------------------------------------------------------------------------ as time goes by

    def watch(self, now: float, *, crowded: bool) -> None:
        """End who is late; let who is slow give way, or end the slowest of them where others wait."""
        slowest: tuple[float, Lent[_L]] | None = None
        for worker in self.busy:
            since, due, used = self.board.times(worker.line)
            if since or worker.rests[1] != due:
                worker.rests = now, due
            elif now - worker.rests[0] > _HANGS:
                worker.end()
            if since <= 0 or worker.late or worker.evicted:
                continue
            if now >= due:
                worker.late = True
                worker.end()
            elif now - since > FAIR:
                if not worker.slow:
                    worker.give_way()
                fair = worker.used() - used <= FAIR and now - since <= _PATIENT
                worker.long = worker.long or (not fair and self.takes_long())
                if not fair and not worker.long and (slowest is None or since < slowest[0]):
                    slowest = since, worker
        full = crowded and not self._lines and not self._idle
        if full and slowest is not None and now - self._evicted >= _BETWEEN:
            self._evicted = now
            slowest[1].evicted = True
            slowest[1].end()

    def notice_changes(self, now: float) -> None:
        """Let the graph be opened anew where a file has changed since the last look; while one is gone, it stays."""
        if now - self._looked < _LOOK or self.loading:
            return
        self._looked = now
        with suppress(GraphError, OSError):
            if self._sources.mark() != self._mark:
                nursery.reload(self.nursery)
                self.loading = now

    def reopened(self) -> None:
        """Read what the nursery says; the workers with the old graph are ended as soon as they have no work.

        Raises OSError where the nursery is gone.
        """
        try:
            said = nursery.opened(self.nursery)
        finally:
            self.loading = 0.0
        if "error" in said:
            return
        self._mark, self.triples = said["mark"], said["triples"]
        self.board.generation += 1
        for worker in self._idle:
            worker.end()
        self._idle.clear()

    def close(self) -> None:
        """End all processes."""
        for worker in (*self._idle, *self.busy):
            worker.end()
        with suppress(OSError):
            os.kill(self._pid, signal.SIGKILL)
        with suppress(OSError):
            os.waitpid(self._pid, 0)
        self.nursery.close()
