"""Work on sources in processes of their own: in order, each within its time, and one that dies costs its source alone.

A process is spoken to over a pipe of its own, from a thread that starts no other: whatever becomes of it, no lock,
queue or half a message of the others is touched.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from mrgraph.records import Problem, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_T = TypeVar("_T")

# A further process is worth its start, and what it compiles anew, once so many sources more have been read.
_FEW = 30
_AHEAD = 8  # sources a process that are taken before the first of them is done: keeps all busy, and memory flat
_TASKS = 2  # of a process: one that it works on, and a small one so that it need not wait
_FITS = 1 << 16  # bytes that a pipe takes in at once, so that this process need not wait either
_FIRST_TO_GO = "1000"  # for Linux: where memory runs out, a process that reads is ended, and nobody else's


class _Task(NamedTuple):
    """A source, and its `number` in the order of all; `again`: a process has died of it already."""

    number: int
    source: Source
    again: bool = False


@dataclass(slots=True)
class _Worker:
    """A process, and its tasks: the first is the one that it works on."""

    process: BaseProcess
    pipe: Connection
    tasks: deque[_Task] = field(default_factory=deque)


@dataclass(frozen=True, slots=True)
class _Raised:
    error: Exception


@dataclass(slots=True)
class Processes(Generic[_T]):
    """At most `most` processes that do `work`, which must be importable from a module.

    `prepare`: called once before the first is started; what it imports and loads, they share. `seconds`: processor time
    that a source may take. `at_once`: all are started with the first sources, not only as the pile turns out to be
    large.
    """

    work: Callable[[Source], _T]
    prepare: Callable[[], object]
    most: int
    seconds: float
    at_once: bool = False
    _workers: list[_Worker] = field(default_factory=list)
    _ready: dict[int, _T | Problem] = field(default_factory=dict)
    _begun: int = 0

    def results(self, items: Iterable[Source | _T]) -> Iterator[_T | Problem]:
        """What `work` makes of each source, in their order; an item that is no source stands for its own result.

        A source that takes too long, or kills two processes, is a problem. What `work` raises is raised here.
        """
        coming = iter(items)
        item = next(coming, None)
        taken = given = 0
        try:
            while item is not None or given < taken:
                while item is not None and taken - given < self.most * _AHEAD and self._has_room(item):
                    self._take(taken, item)
                    taken += 1
                    item = next(coming, None)
                self._collect(wait=given not in self._ready)
                if given in self._ready:
                    yield self._ready.pop(given)
                    given += 1
        finally:
            self._end()

    def _has_room(self, item: Source | _T) -> bool:
        if not isinstance(item, Source) or self._may_grow():
            return True
        most = _TASKS if len(item.data) <= _FITS else 1
        return any(len(worker.tasks) < most for worker in self._workers)

    def _may_grow(self) -> bool:
        return len(self._workers) < (self.most if self.at_once else min(self.most, 1 + self._begun // _FEW))

    def _take(self, number: int, item: Source | _T) -> None:
        if isinstance(item, Source):
            self._begin(_Task(number, item))
            self._begun += 1
        else:
            self._ready[number] = item

    def _begin(self, task: _Task) -> None:
        """Give the task to the process with the least to do, or to a new one."""
        worker = min(self._workers, key=lambda worker: len(worker.tasks), default=None)
        if worker is None or (worker.tasks and self._may_grow()):
            worker = self._start()
        worker.tasks.append(task)
        with suppress(OSError):  # a process that died meanwhile: seen as soon as its answer is asked for
            worker.pipe.send(task.source)

    def _start(self) -> _Worker:
        if not self._begun:
            self.prepare()
        import multiprocessing

        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_serve, args=(theirs, ours, self.work, self.seconds), daemon=True)
        with _deaf_to_interrupts():  # which the child has not yet learned to leave to this process
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _collect(self, *, wait: bool) -> None:
        """Take the results that are there; with `wait` at least one, if any is to come."""
        busy = {worker.pipe: worker for worker in self._workers if worker.tasks}
        if not busy:
            return
        from multiprocessing.connection import wait as those_ready

        for pipe in those_ready(list(busy), None if wait else 0):
            worker = busy[pipe]  # type: ignore[index]
            try:
                result = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if isinstance(result, _Raised):
                raise result.error
            self._ready[worker.tasks.popleft().number] = result

    def _bury(self, worker: _Worker) -> None:
        """See to the tasks of a process that died; the one it worked on is told, or tried once more."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        guilty, *others = worker.tasks
        problem = self._problem(guilty, worker.process.exitcode or 0)
        if problem is None:
            self._begin(guilty._replace(again=True))
        else:
            self._ready[guilty.number] = problem
        for task in others:
            self._begin(task)

    def _problem(self, task: _Task, code: int) -> Problem | None:
        """What there is to say of the task at which a process ended; None at first where the fault may be another's."""
        if code == -_OUT_OF_TIME:
            said = f"took more than {self.seconds:g} s of processor time"
            return Problem(task.source.path, said, "split it, or raise the limit with --max-seconds")
        if not task.again:
            return None
        said = f"reading it killed the process (exit code {code}; out of memory?)"
        return Problem(task.source.path, said, "leave it out or split it")

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
        self._workers.clear()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ------------------------------------------------------------------------------------- within a process

# The system counts the time and ends the process, whatever it is in the middle of; elsewhere there is no limit.
_OUT_OF_TIME = getattr(signal, "SIGPROF", 0)


def _serve(pipe: Connection, parents: Connection, work: Callable[[Source], Any], seconds: float) -> None:
    """Do the work on one source after the other."""
    parents.close()  # else this process would keep its own pipe open when the parent is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to see to
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    sources: SimpleQueue[Source] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, sources), daemon=True).start()
    while True:
        source = sources.get()
        _limit(seconds)
        try:
            result = work(source)
        except Exception as error:  # noqa: BLE001 - the parent raises it
            result = _Raised(error)
        _limit(0)
        pipe.send(result)


def _receive(pipe: Connection, sources: SimpleQueue[Source]) -> None:
    """Take in what comes; end this process once nobody is left who could send."""
    with suppress(EOFError, OSError):
        while True:
            sources.put(pipe.recv())
    os._exit(1)


def _limit(seconds: float) -> None:
    """End this process once it has used so much more processor time; 0: not any more."""
    if _OUT_OF_TIME:
        signal.setitimer(signal.ITIMER_PROF, seconds)
