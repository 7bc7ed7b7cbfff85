"""A process for each query that runs, ended at its limits, or when its caller has gone.

The engine has no time limit, cannot be interrupted, and some queries end its process. So the server holds no graph; a
`zygote` forks a child for each query. A child that was quick answers other ones later, any other is ended after its
answer. So many queries run at once; one that takes long gives up its place, gives way to those that come, and rests
while there are many of its kind: so however many there are, short ones are answered soon.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
import struct
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

import psutil

from mrgraph.errors import MrgraphError
from mrgraph.serve.jobs import TOO_MUCH
from mrgraph.serve.protocol import Refused, Response
from mrgraph.serve.zygote import Zygote

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from mrgraph.serve.protocol import Request
    from mrgraph.serve.service import Setting

_QUICK = 0.01  # seconds of a processor with which a query takes long, and gives way to others
_NICE, _NICEST = 5, 19  # how much it does, and the most there is
_FEWEST, _EACH = 8, 4  # queries at once, and for each processor, before they take long
_MOST_ANSWERS = 1000  # of a process, so that no leak grows for ever
_LOOK, _FOLLOW = 0.05, 1.0  # seconds between two looks at the processes, and at the files
_DEAD = 1.0  # seconds after which a process that was killed has ended for sure
_OUTLIVES = 2  # limits of a query that the former state of the graphs is kept for
_MB = 1024 * 1024
_LENGTH = struct.Struct("!i")  # before each message of multiprocessing.connection
_LATER = {"Retry-After": "5"}
_ALL_TOO_MUCH = "all queries together need more memory than they may have; ask again later, or narrow this one"


class _Process:
    """A child of a zygote, as the server sees it."""

    def __init__(self, zygote: Zygote, pid: int, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self.zygote, self._pid = zygote, pid
        self.reader, self._writer = streams
        self.answers = 0
        self.long = self.answered = False
        self._going = True
        self._refused: Refused | None = None
        self._process = psutil.Process(pid)
        self._status: int | None = None
        self._used, self._shared = 0.0, 0
        self._shared = self.sizes()[1]

    async def get_ready(self) -> None:
        """Wait until it can be asked.

        Raises IncompleteReadError or ConnectionError where it ends before.
        """
        self._used = pickle.loads(await self.reader.readexactly(await self._size()))

    async def answer(self, request: Request) -> tuple[Response, int]:
        """The response, and how many bytes of its body are still to be read, 0 for a short one.

        Raises IncompleteReadError or ConnectionError where the process ends; see `why`.
        """
        self.answered = False
        data = pickle.dumps(request)
        self._writer.write(_LENGTH.pack(len(data)) + data)
        response, size, self._used = pickle.loads(await self.reader.readexactly(await self._size()))
        self.answered = True
        if self.long:
            self.go_on(going=True)
        return response, size

    async def why(self) -> Refused:
        """What is told to the caller of a process that has ended without an answer."""
        status = await asyncio.to_thread(self.wait)
        if self._refused is None and os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGSEGV, signal.SIGBUS):
            said = "the query overflowed the engine and ended its process; it is too long or too deep, shorten it"
            return Refused(HTTPStatus.INTERNAL_SERVER_ERROR, said)
        return self._refused or Refused(HTTPStatus.INSUFFICIENT_STORAGE, TOO_MUCH)

    def sizes(self) -> tuple[float, int]:
        """Seconds of a processor that its query has used, and bytes of memory that it has beside those it shared."""
        try:
            used = self._process.cpu_times()
            return used.user + used.system - self._used, self._process.memory_info().rss - self._shared
        except psutil.Error:
            return 0.0, 0

    def go_on(self, *, going: bool) -> None:
        """Go on with a long query, or rest; at a lower priority, which is never raised: it takes no other query."""
        with suppress(psutil.Error):
            if not self.long:
                self.long = True
                self._process.nice(min(self._process.nice() + _NICE, _NICEST))
            if going != self._going:
                self._going = going
                (self._process.resume if going else self._process.suspend)()

    def kill(self, refused: Refused | None = None) -> None:
        """End it; `refused`: what its caller is told."""
        self._refused = self._refused or refused
        self._writer.close()
        if self._status is None:  # else its pid may be somebody else's
            with suppress(OSError):
                os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        if self._status is None:
            self._status = self.zygote.end(self._pid)
        return self._status

    async def _size(self) -> int:
        return int(_LENGTH.unpack(await self.reader.readexactly(_LENGTH.size))[0])


class QueryProcesses:
    """Answers requests, `most` at a time before they take long; by default four for each processor, or eight.

    `memory`: bytes that all together may use beside the graphs; by default half of what the machine has.
    """

    def __init__(self, setting: Setting, most: int | None = None, memory: int | None = None) -> None:
        self._setting = setting
        self._most = most or max(_FEWEST, _EACH * (os.cpu_count() or 1))
        self._room = asyncio.Semaphore(self._most)
        self._memory = memory or psutil.virtual_memory().total // 2
        self._zygotes: list[Zygote] = []  # the last one forks
        self._idle: asyncio.LifoQueue[_Process | None] = asyncio.LifoQueue()  # None where none could be forked
        self._busy: dict[_Process, None] = {}  # with a query, or its answer; the oldest first
        self._short: set[_Process] = set()  # of those, with a query that does not take long yet
        self._forks: set[asyncio.Task[None]] = set()
        self._waiting = 0  # for one of the idle
        self._looks = False

    @property
    def zygote(self) -> Zygote:
        """The one that forks now."""
        return self._zygotes[-1]

    async def open(self) -> None:
        """Open the graphs for the queries to come.

        Raises MrgraphError where they cannot be opened; those open until now stay.
        """
        zygote = Zygote(self._setting)
        self._zygotes = [zygote, *(old for old in self._zygotes[:-1] if old.is_alive()), *self._zygotes[-1:]]
        await asyncio.to_thread(zygote.open)
        self._zygotes.append(self._zygotes.pop(0))
        while not self._idle.empty():
            self._end(self._idle.get_nowait())
        for old in self._zygotes[:-1]:  # by then nobody asks its children any more
            self._later(_OUTLIVES * self._setting.limits.seconds, old.close)

    async def follow(self) -> None:
        """Open the graphs anew whenever a file has changed, or somebody has ended the zygote."""
        mark = self.zygote.mark
        while True:
            await asyncio.sleep(_FOLLOW)
            with suppress(MrgraphError, OSError):
                last, mark = mark, self._setting.graphs.mark()
                if mark != last or not self.zygote.is_alive():
                    await self.open()

    def close(self) -> None:
        """End all processes."""
        while not self._idle.empty():
            self._end(self._idle.get_nowait())
        for zygote in self._zygotes:
            zygote.close()

    @asynccontextmanager
    async def answer(self, request: Request) -> AsyncIterator[tuple[Response, int, asyncio.StreamReader]]:
        """The response to a request; for a long one how many bytes of its body have to be read, and where.

        Raises Refused where a limit is passed. Where the caller leaves early, the process is ended at once.
        """
        seconds = self._setting.limits.seconds
        try:
            async with asyncio.timeout(seconds):
                process, response, size = await self._begin(request)
        except TimeoutError:
            said = f"not answered within {seconds:g} s; narrow the query, or allow more with --timeout"
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, said, _LATER) from None
        try:
            yield response, size, process.reader
        except BaseException:
            self._end(process)
            raise
        process.answers += 1
        used = process.long or process.answers >= _MOST_ANSWERS or process.zygote is not self.zygote
        if used or self._idle.qsize() >= self._most:
            self._end(process)
        else:
            self._busy.pop(process, None)
            self._idle.put_nowait(process)

    async def _begin(self, request: Request) -> tuple[_Process, Response, int]:
        """A process whose answer is ready."""
        await self._room.acquire()
        try:
            process = await self._free()
        except BaseException:
            self._room.release()
            raise
        self._busy[process] = None
        self._short.add(process)
        if not self._looks:
            self._looks = True
            asyncio.get_running_loop().call_later(_LOOK, self._look)
        try:
            return process, *await process.answer(request)
        except (asyncio.IncompleteReadError, ConnectionError):
            self._end(process)
            raise await process.why() from None
        except BaseException:
            self._end(process)
            raise
        finally:
            self._leave_room(process)

    async def _free(self) -> _Process:
        """A process without a query, a new one where there is none.

        Raises Refused where none can be started.
        """
        while True:
            if self._idle.empty():
                self._fork_soon()
            self._waiting += 1
            try:
                process = await self._idle.get()
            finally:
                self._waiting -= 1
            if process is None:
                raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "no process could be started; try again later", _LATER)
            if not process.reader.at_eof():
                return process
            self._end(process)

    def _fork_soon(self) -> None:
        fork = asyncio.create_task(self._fork())
        self._forks.add(fork)
        fork.add_done_callback(self._forks.discard)

    async def _fork(self) -> None:
        """Add a new process to those without a query, or None."""
        zygote = self.zygote
        ours, theirs = socket.socketpair()
        with theirs:
            pid = await asyncio.to_thread(zygote.fork, theirs.fileno())
        process = None
        if not pid:
            ours.close()
        else:
            process = _Process(zygote, pid, await asyncio.open_connection(sock=ours))
            try:
                await process.get_ready()
            except (asyncio.IncompleteReadError, ConnectionError):
                self._end(process)
                process = None
        if process is not None or self._waiting:
            self._idle.put_nowait(process)

    def _leave_room(self, process: _Process) -> None:
        if process in self._short:
            self._short.discard(process)
            self._room.release()

    def _end(self, process: _Process | None) -> None:
        """End a process at once; it is waited for when that takes no time."""
        if process is not None:
            self._busy.pop(process, None)
            process.kill()
            self._later(_DEAD, process.wait)

    def _later(self, seconds: float, work: Callable[[], object]) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(seconds, loop.run_in_executor, None, work)

    def _look(self) -> None:
        """Let long queries give way, end those that use too much memory, and look again while there are any.

        Three in four of the long ones that go on are the oldest, one is of those that have used least: so of thirty
        that take a second each many are answered in time, and one that takes less passes those without end.
        """
        sizes = {process: process.sizes() for process in self._busy}
        long = {each: used for each, (used, _) in sizes.items() if (used >= _QUICK or each.long) and not each.answered}
        least = max(self._most // 8, 1)
        oldest = list(long)[: max(self._most // 2 - least, 1)]
        others = sorted((each for each in long if each not in oldest), key=lambda each: long[each])
        going = {*oldest, *others[:least]}
        for process in long:
            process.go_on(going=process in going)
            if process in self._short:
                self._leave_room(process)
                self._fork_soon()  # for who takes its place
        together = sum(size for _, size in sizes.values())
        for process, (_, size) in sorted(sizes.items(), key=lambda item: item[1][1], reverse=True):
            if together > self._memory:
                together -= size
                process.kill(Refused(HTTPStatus.INSUFFICIENT_STORAGE, _ALL_TOO_MUCH, _LATER))
            elif size > self._setting.limits.memory * _MB:  # where the system does not see to that
                process.kill(Refused(HTTPStatus.INSUFFICIENT_STORAGE, TOO_MUCH))
        self._looks = bool(self._busy)
        if self._looks:
            asyncio.get_running_loop().call_later(_LOOK, self._look)
