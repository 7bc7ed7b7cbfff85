"""Queries -> answers, in worker processes that are ended when a query takes too long.

There are at most so many workers. A query that finds none free and none to be started takes the place of the one that
has run longest, once that has had its fair time; and the newest query goes first. So a hundred queries without end,
sent at once, do not keep a short one waiting: they are answered with an error, as their time is up or a little sooner.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from mrgraph.errors import MrgraphError
from mrgraph.views.serve import worker
from mrgraph.views.serve.protocol import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from mrgraph.views.serve.worker import Limits, Reply, Sources

FAIR = 0.4  # seconds that a query may run before another one may take its place
_LOOK = 0.05  # seconds between two looks of the next in line
_NICE = 15  # how much a query that ran beyond its fair time gives way to others
_LATER = {"Retry-After": "5"}


class _Worker:
    """A process, its socket, which state of the graph it has, since when it is busy, and whether it had to give way."""

    def __init__(self, connection: socket.socket, pid: int, generation: int) -> None:
        self.connection, self.pid, self.generation = connection, pid, generation
        self.since = 0.0
        self.evicted = False

    def lives(self) -> bool:
        """Whether the process still waits for work: nothing has come from it, not even its end."""
        self.connection.settimeout(0)
        try:
            self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            pass
        self.end()
        return False

    def end(self) -> None:
        """End the process at once."""
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(OSError):
            self.connection.close()


class Pool:
    """Workers for one set of graphs; `triples` is their size."""

    def __init__(self, sources: Sources, limits: Limits, most: int = 16) -> None:
        self.limits = limits
        self._most = most
        self._nursery, self._nursery_pid = worker.nursery(sources, limits)
        ready = worker.receive(self._nursery)
        if ready is None or "ready" not in ready.head:
            raise MrgraphError(ready.head["error"] if ready else "the graph could not be opened; see the message above")
        self.triples: int = ready.head["ready"]
        self._lock = threading.Condition()
        self._spawning = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._count = 0
        self._waiting: list[object] = []
        self._generation = 0

    def refresh(self) -> None:
        """Open the graph anew, since its file has changed; who is being answered still sees the old one."""
        with self._spawning:
            ready = worker.reload(self._nursery)
        if ready is None or "ready" not in ready.head:
            return
        self.triples = ready.head["ready"]
        with self._lock:
            self._generation += 1
            old, self._idle = self._idle, []
            self._count -= len(old)
        for one in old:
            one.end()

    def ask(self, job: dict[str, Any]) -> Reply:
        """The answer to a job (see `worker`).

        Raises Refused where the query is wrong, takes too long, or needs too much.
        """
        deadline = time.monotonic() + self.limits.seconds
        one = self._acquire(deadline)
        reply: Reply | None = None
        keep = False
        try:
            worker.send(one.connection, job)
            reply, keep = self._wait(one, deadline)
        except TimeoutError:
            raise self._too_slow() from None
        except OSError:
            reply = None
        finally:
            self._release(one, keep=keep)
        if reply is None or reply.head.get("error") == "memory":
            raise _ended(one)
        return _checked(reply)

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            everyone = [*self._idle, *self._busy]
        self._nursery.close()
        for one in everyone:
            one.end()
        with suppress(OSError):
            os.kill(self._nursery_pid, signal.SIGKILL)
        with suppress(OSError):
            os.waitpid(self._nursery_pid, 0)

    def _wait(self, one: _Worker, deadline: float) -> tuple[Reply | None, bool]:
        """The worker's reply, and whether it may go on to work: who was made to give way cannot be hurried again."""
        one.connection.settimeout(max(min(FAIR, deadline - time.monotonic()), 0.001))
        try:
            reply = worker.receive(one.connection)
        except TimeoutError:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, one.pid, _NICE)
        else:
            return reply, reply is not None
        one.connection.settimeout(max(deadline - time.monotonic(), 0.001))
        return worker.receive(one.connection), False

    def _acquire(self, deadline: float) -> _Worker:
        mine = object()
        with self._lock:
            self._waiting.append(mine)
            try:
                while (found := self._try(mine)) is None:
                    left = deadline - time.monotonic()
                    if left <= 0:
                        raise self._too_slow()
                    self._lock.wait(min(left, _LOOK) if self._waiting[-1] is mine else left)
            finally:
                self._waiting.remove(mine)
                self._lock.notify_all()
        return self._begin(found)

    def _try(self, mine: object) -> _Worker | Callable[[], _Worker] | None:
        """A free worker, the way to a new one, or None: nothing free, or others are first."""
        if self._waiting[-1] is not mine:
            return None
        while self._idle:
            one = self._idle.pop()
            if one.lives():
                return one
            self._count -= 1
        if self._count < self._most:
            self._count += 1
            return self._spawn
        slowest = min((one for one in self._busy if not one.evicted), key=lambda one: one.since, default=None)
        if slowest is not None and time.monotonic() - slowest.since > FAIR:
            slowest.evicted = True
            with suppress(OSError):
                os.kill(slowest.pid, signal.SIGKILL)
        return None

    def _begin(self, found: _Worker | Callable[[], _Worker]) -> _Worker:
        one = found if isinstance(found, _Worker) else found()
        one.since = time.monotonic()
        with self._lock:
            self._busy.add(one)
        return one

    def _spawn(self) -> _Worker:
        try:
            with self._spawning:
                return _Worker(*worker.spawn(self._nursery), self._generation)
        except OSError as error:
            with self._lock:
                self._count -= 1
                self._lock.notify_all()
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE, "no process could be started; try again later", _LATER
            ) from error

    def _release(self, one: _Worker, *, keep: bool) -> None:
        keep = keep and one.generation == self._generation
        if not keep:
            one.end()
        with self._lock:
            self._busy.discard(one)
            if keep:
                self._idle.append(one)
            else:
                self._count -= 1
            self._lock.notify_all()

    def _too_slow(self) -> Refused:
        said = f"not answered within {self.limits.seconds:g} s; narrow the query, or allow more with --timeout"
        return Refused(HTTPStatus.SERVICE_UNAVAILABLE, said, _LATER)


def _ended(one: _Worker) -> Refused:
    if one.evicted:
        said = "many queries wait and this one ran longest, so it was ended; narrow it, or try again later"
        return Refused(HTTPStatus.SERVICE_UNAVAILABLE, said, _LATER)
    said = "the query needs more memory than allowed, or ended its process; narrow it, or allow more with --memory"
    return Refused(HTTPStatus.INSUFFICIENT_STORAGE, said)


def _checked(reply: Reply) -> Reply:
    """The reply, or Refused for what the worker says is wrong."""
    error = reply.head.get("error")
    if error is None:
        return reply
    said = "\n".join(filter(None, (reply.head.get("said"), reply.head.get("excerpt"))))
    statuses = {"too large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "format": HTTPStatus.NOT_ACCEPTABLE}
    raise Refused(statuses.get(error, HTTPStatus.BAD_REQUEST), said)
