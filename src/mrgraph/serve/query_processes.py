"""A process for each query that runs, ended at its limits, or when its caller has gone.

The engine has no time limit, cannot be interrupted, and some queries end its process. So the server holds no graph: a
`zygote` forks a child for each query. A child that was quick answers other ones later, any other is ended after its
answer. A query that takes long is not held up, it only gives way to others.
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
    from collections.abc import AsyncIterator

    from mrgraph.serve.protocol import Request
    from mrgraph.serve.service import Setting

_QUICK, _NICE = 0.2, 10  # seconds after which a query gives way to others, and how much
_MOST_ANSWERS, _MOST_IDLE = 1000, 16  # of a process, so that no leak grows for ever; processes without a query
_LOOK, _FOLLOW = 0.05, 1.0  # seconds between two looks at the memory, and at the files
_DEAD = 1.0  # seconds after which a process that was killed has ended for sure
_OUTLIVES = 2  # limits of a query that the former state of the graphs is kept for
_MB = 1024 * 1024
_LENGTH = struct.Struct("!i")  # before each message of multiprocessing.connection
_LATER = {"Retry-After": "5"}
_ALL_TOO_MUCH = "all queries together need more than half of this machine's memory; ask again later, or narrow this one"


class _Process:
    """A child of a zygote, as the server sees it."""

    def __init__(self, zygote: Zygote, pid: int) -> None:
        self.zygote, self.pid = zygote, pid
        self.reader: asyncio.StreamReader
        self.writer: asyncio.StreamWriter
        self.answers, self.slow = 0, False
        self.refused: Refused | None = None
        self._status: int | None = None
        self._shared = 0
        self._shared = self.grown()

    def kill(self, refused: Refused | None = None) -> None:
        """End it; `refused`: what its caller is told."""
        self.refused = refused
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)

    def give_way(self) -> None:
        """Lower its priority, which cannot be raised again: it takes no other query."""
        self.slow = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, min(os.getpriority(os.PRIO_PROCESS, self.pid) + _NICE, 19))

    def grown(self) -> int:
        """Bytes of memory that it has beside those it shared at first."""
        try:
            return int(psutil.Process(self.pid).memory_info().rss) - self._shared
        except psutil.Error:
            return 0

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        if self._status is None:
            self._status = self.zygote.end(self.pid)
        return self._status

    def why(self) -> Refused:
        """What is told to the caller of a process that has ended without an answer."""
        status = self.wait()
        if self.refused is not None:
            return self.refused
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL):
            said = "the query overflowed the engine, which ended its process; it is too long or too deep, shorten it"
            return Refused(HTTPStatus.INTERNAL_SERVER_ERROR, said)
        return Refused(HTTPStatus.INSUFFICIENT_STORAGE, TOO_MUCH)

    async def answer(self, request: Request) -> tuple[Response, int]:
        """The response without its body, and how many bytes that has; they can be read then."""
        data = pickle.dumps(request)
        self.writer.write(_LENGTH.pack(len(data)) + data)
        response = pickle.loads(await self.reader.readexactly(await self._size()))
        assert isinstance(response, Response)
        return response, await self._size()

    async def _size(self) -> int:
        return int(_LENGTH.unpack(await self.reader.readexactly(_LENGTH.size))[0])


class QueryProcesses:
    """Answers requests, at most so many at a time, each in a process."""

    def __init__(self, setting: Setting, most: int) -> None:
        self._setting, self._room = setting, asyncio.Semaphore(most)
        self._memory = psutil.virtual_memory().total // 2
        self._zygotes: list[Zygote] = []  # the last one forks
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._looks = False

    @property
    def triples(self) -> int:
        """How many the graphs hold."""
        return self._zygotes[-1].triples

    async def open(self) -> None:
        """Open the graphs for the queries to come.

        Raises MrgraphError where they cannot be opened; those open until now stay.
        """
        zygote = self._opening = Zygote(self._setting)
        await asyncio.to_thread(zygote.open)
        self._zygotes.append(zygote)
        while self._idle:
            self._end(self._idle.pop())
        if len(self._zygotes) > 1:  # by then nobody asks its children any more
            asyncio.get_running_loop().call_later(_OUTLIVES * self._setting.limits.seconds, self._zygotes.pop(0).close)

    async def follow(self) -> None:
        """Open the graphs anew whenever a file has changed, or the zygote was ended by somebody."""
        mark = self._zygotes[-1].mark
        while True:
            await asyncio.sleep(_FOLLOW)
            with suppress(MrgraphError, OSError):
                last, mark = mark, self._setting.graphs.mark()
                if mark != last or not self._zygotes[-1].is_alive():
                    await self.open()

    def close(self) -> None:
        """End all processes."""
        for zygote in {*self._zygotes, self._opening}:
            zygote.close()

    @asynccontextmanager
    async def answer(self, request: Request) -> AsyncIterator[tuple[Response, int, asyncio.StreamReader]]:
        """The response to a request without its body, the size of that in bytes, and where it has to be read.

        Raises Refused where a limit is passed. Where the caller leaves early, the process is ended at once.
        """
        process, response, size = await self._begin(request)
        try:
            yield response, size, process.reader
        except BaseException:
            self._end(process)
            raise
        process.answers += 1
        used = process.slow or process.answers >= _MOST_ANSWERS or process.zygote is not self._zygotes[-1]
        if used or len(self._idle) >= _MOST_IDLE:
            self._end(process)
        else:
            self._busy.discard(process)
            self._idle.append(process)

    async def _begin(self, request: Request) -> tuple[_Process, Response, int]:
        seconds = self._setting.limits.seconds
        try:
            async with asyncio.timeout(seconds), self._room:
                process = await self._process()
                self._busy.add(process)
                if not self._looks:
                    self._look()
                slow = asyncio.get_running_loop().call_later(_QUICK, process.give_way)
                try:
                    return process, *await process.answer(request)
                except BaseException:
                    self._end(process)
                    raise
                finally:
                    slow.cancel()
        except TimeoutError:
            said = f"not answered within {seconds:g} s; narrow the query, or allow more with --timeout"
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, said, _LATER) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise process.why() from None

    async def _process(self) -> _Process:
        """A process without a query, a new one where there is none.

        Raises Refused where none can be started.
        """
        while self._idle:
            process = self._idle.pop()
            if not process.reader.at_eof():
                return process
            self._end(process)
        ours, theirs = socket.socketpair()
        with theirs:
            zygote = self._zygotes[-1]
            pid = zygote.fork(theirs.fileno())
        if not pid:
            ours.close()
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "no process could be started; try again later", _LATER)
        process = _Process(zygote, pid)
        process.reader, process.writer = await asyncio.open_connection(sock=ours)
        return process

    def _end(self, process: _Process) -> None:
        """End a process at once, but let it be waited for when that takes no time."""
        self._busy.discard(process)
        process.writer.close()
        process.kill(process.refused)
        asyncio.get_running_loop().call_later(_DEAD, process.wait)

    def _look(self) -> None:
        """End processes that use too much memory, the largest ones first, and look again while there are any."""
        sizes = {process: process.grown() for process in self._busy}
        for process in sorted(sizes, key=lambda process: sizes[process], reverse=True):
            if sum(sizes.values()) > self._memory:
                process.kill(Refused(HTTPStatus.INSUFFICIENT_STORAGE, _ALL_TOO_MUCH, _LATER))
                del sizes[process]
            elif sizes[process] > self._setting.limits.memory * _MB:  # where the system does not see to that
                process.kill(Refused(HTTPStatus.INSUFFICIENT_STORAGE, TOO_MUCH))
        if self._busy:
            asyncio.get_running_loop().call_later(_LOOK, self._look)
        self._looks = bool(self._busy)
