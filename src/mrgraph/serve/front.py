"""Connections on loopback -> workers and back: one loop without threads that never waits for anybody.

It puts requests together, lends a connection on which one is whole to a worker, and answers itself where no worker can:
for what is no request, for who waited too long, for whom the worker was ended. Of those who wait, the newest and the
oldest go by turns: so a hundred queries without end, sent at once, do not keep a short one waiting.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from mrgraph.serve import http, worker
from mrgraph.serve.protocol import Refused, Response, logged
from mrgraph.serve.service import SAFE

if TYPE_CHECKING:
    from collections.abc import Callable

    from mrgraph.serve.pool import Lent, Pool

_IDLE = 30.0  # seconds that a connection may be silent, or a request be on its way
_LAST = 2.0  # seconds that a connection which ends may still send what nobody reads
_MOST = 512  # connections
_TICK = 0.025  # seconds between two looks at the board
_LOOK = 1.0  # seconds between two looks at the connections
_OPENING = 1.0  # seconds that a request waits for a graph that is opened anew, before it is asked the old one
_CHUNK, _LARGE_CHUNK = 1 << 16, 1 << 22  # bytes read at once
_BUSY = 0.05  # seconds to let pass when the system has no room for a connection


class _Link:
    """A connection: what has come on it, what is to be sent, until when it must get on."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self.connection, self.until = connection, until
        self.read, self.unsent = b"", memoryview(b"")
        self.arrived = 0.0  # when the request that waits was whole
        self.closes = self.ends = self.continued = self.watched = False


class Front:
    """Listens on loopback and serves until it is told to stop."""

    def __init__(self, pool: Pool[_Link], port: int, *, host: str = "127.0.0.1") -> None:
        self._pool = pool
        self._listener = socket.create_server((host, port), backlog=256)
        self._listener.setblocking(False)
        self._poll = selectors.DefaultSelector()
        self._poll.register(self._listener, selectors.EVENT_READ, self._accept)
        self._poll.register(pool.nursery, selectors.EVENT_READ, self._reopened)
        self._stops, self._stopper = socket.socketpair()
        self._poll.register(self._stops, selectors.EVENT_READ, lambda: None)
        self._stopped = False
        self._links: set[_Link] = set()
        self._waiting: deque[_Link] = deque()
        self._long: deque[_Link] = deque()  # of those who wait, whose request takes long
        self._newest = False  # whose turn it is
        self._looked = time.monotonic()

    @property
    def port(self) -> int:
        """The port, which the system may have chosen."""
        return int(self._listener.getsockname()[1])

    def stop(self, *_: object) -> None:
        """Let `run` end once it is done with what it is doing; told twice, at once. Can be a handler of signals.

        Raises KeyboardInterrupt the second time.
        """
        if self._stopped:
            raise KeyboardInterrupt
        self._stopped = True
        self._stopper.send(b"s")

    def run(self) -> None:
        """Serve."""
        while not self._stopped:
            pause = _TICK if self._pool.busy or self._waiting or self._long else _LOOK if self._links else None
            for key, _ in self._poll.select(pause):
                answer: Callable[[], None] = key.data
                answer()
            self._tick(time.monotonic())

    def close(self) -> None:
        """Close all connections."""
        for link in list(self._links):
            self._drop(link)
        for each in (self._listener, self._stops, self._stopper, self._poll):
            each.close()

    def _tick(self, now: float) -> None:
        if self._pool.busy or self._waiting or self._long:
            for queue in (self._waiting, self._long):
                while queue and now - queue[0].arrived >= self._pool.limits.seconds:
                    self._refuse(queue.popleft(), self._pool.too_slow())
            self._pool.watch(now, crowded=bool(self._waiting))
            self._pool.notice_changes(now)
            self._lend_all(now)
        if now - self._looked > _LOOK:
            self._looked = now
            for link in [link for link in self._links if link.watched and now > link.until]:
                self._drop(link)

    # ------------------------------------------------------------------------------------------ connections

    def _accept(self) -> None:
        """Take a connection; where there are too many, the one that did nothing for the longest makes room."""
        try:
            connection, _ = self._listener.accept()
        except BlockingIOError:
            return
        except OSError:
            time.sleep(_BUSY)
            return
        if len(self._links) >= _MOST:
            still = min((link for link in self._links if link.watched), key=lambda link: link.until, default=None)
            if still is None:
                connection.close()
                return
            self._drop(still)
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link = _Link(connection, time.monotonic() + _IDLE)
        self._links.add(link)
        self._watch(link, selectors.EVENT_READ, self._receive)

    def _watch(self, link: _Link, event: int, then: Callable[[_Link], None]) -> None:
        """Call `then` once the connection can be read, or written."""
        self._unwatch(link)
        link.watched = True
        self._poll.register(link.connection, event, partial(then, link))

    def _unwatch(self, link: _Link) -> None:
        if link.watched:
            link.watched = False
            self._poll.unregister(link.connection)

    def _drop(self, link: _Link) -> None:
        self._unwatch(link)
        self._links.discard(link)
        link.connection.close()

    def _receive(self, link: _Link) -> None:
        """Read what has come."""
        data = _arrived(link.connection, _CHUNK)
        if data is None:
            return
        if not data:
            self._drop(link)
        elif not link.ends:
            begins = not link.read
            link.read += data
            if begins:
                link.until = time.monotonic() + _IDLE  # for all of the request
            self._look(link)

    def _look(self, link: _Link) -> None:
        """Let the link wait for a worker, if its request is whole; else for the rest of it."""
        try:
            received = http.read(link.read) if link.read else None
        except Refused as refused:
            self._refuse(link, refused)
            return
        if received is not None:
            self._unwatch(link)
            link.continued = False
            link.arrived = time.monotonic()
            self._waiting.append(link)
            self._pool.notice_changes(link.arrived)
            self._lend_all(link.arrived)
            return
        if not link.watched:
            self._watch(link, selectors.EVENT_READ, self._receive)
        if not link.continued and http.awaits_leave(link.read):
            link.continued = True
            with suppress(OSError):
                link.connection.send(http.CONTINUE)

    # ------------------------------------------------------------------------------------------ workers

    def _lend_all(self, now: float) -> None:
        """Lend workers to those who wait, as far as there are any."""
        while not (self._pool.loading and now - self._pool.loading < _OPENING):
            long = bool(self._long) and self._pool.takes_long()
            queue = self._long if long else self._waiting
            if not queue:
                break
            try:
                lent, new = self._pool.free()
            except Refused as refused:
                self._refuse(queue.pop(), refused)
                continue
            if lent is None:
                break
            self._newest = not (long or self._newest)
            lent.long = long
            self._lend(lent, queue.pop() if self._newest else queue.popleft(), new=new)
        self._pool.board.crowded = bool(self._waiting)

    def _lend(self, lent: Lent[_Link], link: _Link, *, new: bool) -> None:
        """Lend a worker to a link; one that has died meanwhile leaves it waiting."""
        if new:
            self._poll.register(lent.connection, selectors.EVENT_READ, partial(self._returned, lent))
        due = link.arrived + self._pool.limits.seconds
        self._pool.board.begin(lent.line, time.monotonic(), due, lent.used())
        self._pool.board.tell(lent.line, "")
        self._pool.board.keep(lent.line, b"")
        try:
            worker.lend(lent.connection, link.connection, link.read)
        except OSError:
            self._waiting.append(link)
            self._lose(lent)
            return
        lent.link, lent.data, link.read = link, link.read, b""
        self._pool.busy.add(lent)

    def _returned(self, lent: Lent[_Link]) -> None:
        """A worker gives its link back, or has ended."""
        data = _arrived(lent.connection, _LARGE_CHUNK)
        if data is None:
            return
        if not data:
            self._lose(lent)
            return
        found = lent.returned.add(data)
        if found is None:
            return
        link = lent.link
        self._pool.back(lent)
        if link is not None:
            closes, read, unsent = found
            link.read, link.closes = read, closes
            self._send(link, unsent)
        self._lend_all(time.monotonic())

    def _lose(self, lent: Lent[_Link]) -> None:
        """A worker's process has ended: tell its caller, if it is owed an answer."""
        if lent.gone:  # found out twice at once: by its socket, and when it was to be lent
            return
        self._poll.unregister(lent.connection)
        refused = self._pool.gone(lent)
        link = lent.link
        if link is None:
            return
        if refused is not None and lent.evicted and (data := self._pool.board.kept(lent.line)) is not None:
            link.read = data or lent.data
            link.arrived = link.arrived if not data else self._pool.board.times(lent.line)[0]
            self._long.append(link)
        elif refused is not None:
            self._refuse(link, refused, told=self._pool.board.told(lent.line), since=link.arrived)
        else:
            self._drop(link)  # a part of an answer is out, or a request was just read: who still asks will ask again

    def _reopened(self) -> None:
        try:
            self._pool.reopened()
        except OSError:
            self._poll.unregister(self._pool.nursery)
        self._lend_all(time.monotonic())

    # ------------------------------------------------------------------------------------------ answers

    def _refuse(self, link: _Link, refused: Refused, *, told: str = "", since: float = 0.0) -> None:
        """Answer in a worker's stead; the connection ends with it."""
        what, _, origin = told.partition("\n")
        response = http.refusal(refused)
        sharing = self._pool.callers.sharing(origin)
        response = Response(response.status, {**response.headers, **SAFE, **sharing}, response.body)
        if self._pool.log:
            now = time.monotonic()
            logged(what or "-", response, now - (since or now))
        link.read, link.closes = b"", True
        self._send(link, http.written(response, closes=True))

    def _send(self, link: _Link, data: bytes) -> None:
        link.unsent = memoryview(data)
        link.until = time.monotonic() + _IDLE
        self._sent(link)

    def _sent(self, link: _Link) -> None:
        """Send on; when all is out, wait for the next request, or end."""
        try:
            while link.unsent:
                link.unsent = link.unsent[link.connection.send(link.unsent) :]
                link.until = time.monotonic() + _IDLE
        except BlockingIOError:
            self._watch(link, selectors.EVENT_WRITE, self._sent)
            return
        except OSError:
            self._drop(link)
            return
        self._unwatch(link)
        if not link.closes:
            self._look(link)
            return
        # What the caller still sends is read and thrown away: closing at once would make it lose the answer.
        link.ends, link.until = True, time.monotonic() + _LAST
        with suppress(OSError):
            link.connection.shutdown(socket.SHUT_WR)
        self._watch(link, selectors.EVENT_READ, self._receive)


def _arrived(connection: socket.socket, most: int) -> bytes | None:
    """What has come, at most so many bytes; b"" where the other side has ended, None where nothing has come yet."""
    try:
        return connection.recv(most)
    except (BlockingIOError, TimeoutError):
        return None
    except OSError:
        return b""
