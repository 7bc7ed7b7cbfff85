"""The process that holds the graphs, has no threads and does nothing but fork: its children share the graphs' memory.

What the server has of it is a `Zygote`; what runs in it and in its children is the rest.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import TYPE_CHECKING, NoReturn

from mrgraph.errors import MrgraphError

if TYPE_CHECKING:
    from mrgraph.serve.jobs import Limits
    from mrgraph.serve.protocol import Request
    from mrgraph.serve.service import Service, Setting

SHORT = 1 << 16  # bytes of a body that comes with its response
_PATIENCE = 5.0  # seconds for it to end
_START = "import sys; from mrgraph.serve import zygote; zygote.run(int(sys.argv[1]))"


class Zygote:
    """One such process, started; `triples` and `mark` tell the state of the graphs that it holds, once it is `open`."""

    def __init__(self, setting: Setting) -> None:
        self._control, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-P", "-c", _START, str(theirs.fileno())]
            # In a group of its own: a Ctrl-C is for the server, and the whole group can be ended.
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], process_group=0)
        self._control.send(setting)
        self._lock = threading.Lock()
        self.triples, self.mark = 0, ""

    def open(self) -> None:
        """Wait until the graphs are open.

        Raises MrgraphError where they cannot be opened.
        """
        try:
            opened = self._control.recv()
        except (EOFError, OSError):
            opened = MrgraphError("the graph could not be opened; see the message above")
        if isinstance(opened, MrgraphError):
            raise opened
        self.triples, self.mark = opened

    def fork(self, handle: int) -> int:
        """The pid of a new child that is asked by the socket `handle`; 0 where none can be started."""
        return self._ask(0, handle)

    def end(self, child: int) -> int:
        """The exit status of a child, which is ended unless it has ended itself; 0 where nobody knows."""
        return self._ask(child)

    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it and all its children."""
        if self.mark and self._lock.acquire(timeout=_PATIENCE):
            self._control.close()
            self._lock.release()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE)
        if self.is_alive():  # it opens graphs still, or was stopped
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _ask(self, child: int, *handles: int) -> int:
        with self._lock, suppress(EOFError, OSError):  # it is gone
            self._control.send(child)
            for handle in handles:
                send_handle(self._control, handle, self._process.pid)
            return int(self._control.recv())
        return 0


def run(handle: int) -> NoReturn:
    """Open the graphs, then fork children and end them as the server says; once it is gone, end them all."""
    import gc

    control = Connection(handle)
    setting: Setting = control.recv()
    try:
        service = setting.open()
    except (MrgraphError, OSError) as error:
        control.send(error if isinstance(error, MrgraphError) else MrgraphError(str(error)))
        os._exit(1)
    control.send((service.triples, service.mark))
    gc.freeze()  # so that no collection in a child touches what it shares
    children: set[int] = set()
    with suppress(EOFError, OSError):
        while True:
            child = control.recv()
            if not child:
                child = _fork(control, service, setting.limits)
                children |= {child} if child else set()
                control.send(child)
            elif child in children:
                os.kill(child, signal.SIGKILL)
                children.remove(child)
                control.send(os.waitpid(child, 0)[1])
            else:
                control.send(0)
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
    os._exit(0)


def _fork(control: Connection, service: Service, limits: Limits) -> int:
    """The pid of a new child, which never returns; 0 where the system starts none."""
    with Connection(recv_handle(control)) as caller:
        try:
            child = os.fork()
        except OSError:
            return 0
        if child == 0:
            control.close()
            with suppress(EOFError, OSError, MemoryError, MrgraphError):  # the server sees that it ends, and tells
                _answer(caller, service, limits)
            os._exit(0)
        return child


def _answer(caller: Connection, service: Service, limits: Limits) -> NoReturn:
    """Tell that one is ready, with the seconds of a processor used until now; then answer one request after the other.

    An answer is the response, how many bytes of its body follow (0 where it is short, and has its body with it), and
    the seconds used until now.
    """
    service.prepare()
    caller.send_bytes(pickle.dumps(time.process_time()))
    while True:
        request: Request = caller.recv()
        limits.confine_processor()
        response = service.respond(request)
        body = response.body
        if response.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            response.headers["Content-Length"] = str(len(body))
        rest = memoryview(body if len(body) > SHORT and request.method != "HEAD" else b"")
        if rest or request.method == "HEAD":
            response = replace(response, body=b"")
        caller.send_bytes(pickle.dumps((response, len(rest), time.process_time())))
        while rest:
            rest = rest[os.write(caller.fileno(), rest) :]
