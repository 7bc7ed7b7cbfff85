"""The service under attack: it answers others all the while, and what it lets go it lets go whole."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import threading
import time
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from test_serve import ENDLESS, PATIENCE, Reply, Served, descendants, eventually, is_alive, raw, spent

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

ASK = f"GET /sparql?query={quote('ASK {}')} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode()
YES = b"\r\n\r\ntrue\n"
LONG = "SELECT * { ?s ?p ?o . ?x a ?y }"


@pytest.fixture(scope="module")
def served(seeds_graph: Path) -> Iterator[Served]:
    running = Served("-g", str(seeds_graph), "--timeout", "60")
    yield running
    assert running.end() == 0


def connected(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), PATIENCE)


def whole(connection: socket.socket) -> bytes:
    """All that comes until the other side ends."""
    got = b""
    while chunk := connection.recv(1 << 16):
        got += chunk
    return got


def says_yes(connection: socket.socket) -> bool:
    """Whether a request over an open connection is answered."""
    connection.sendall(ASK)
    return connection.recv(1 << 16).endswith(YES)


def answers(served: Served) -> Reply:
    """The answer to a short query that was not asked before."""
    reply = served.query(f"ASK {{}} #{time.monotonic()}")
    assert reply.status == 200
    return reply


def children_of(served: Served) -> list[int]:
    """The processes of queries."""
    return descendants(served.process.pid)[1:]


def ask_endless(connection: socket.socket, number: int = 0) -> None:
    query = quote(f"{ENDLESS} #{number}")
    connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())


# ------------------------------------------------------------------------------------------------ reading requests


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\nHost: localhost\n\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: local\x00host\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\rX: y\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nA: " + b"b" * 200_000 + b"\r\n\r\n",
        b"G" * 70_000,
        b"GET /" + b"a" * 200_000,
    ],
)
def test_what_is_no_request_is_told_apart_at_once(served: Served, data: bytes) -> None:
    assert raw(served, data).split()[1] == b"400"


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 1_0",
        b"Content-Length: " + b"9" * 5000,
        b"Content-Length: 6\r\nContent-Length: 7",
        b"Content-Length: 6\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 6",
        b"Transfer-Encoding: chunked, identity",
        b"Transfer-Encoding: xchunked",
    ],
)
def test_no_body_has_two_lengths(served: Served, lengths: bytes) -> None:
    """What two readers understand differently is how requests are smuggled."""
    data = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n" + lengths
    replies = raw(served, data + b"\r\n\r\nASK {}" + ASK)
    assert replies.split()[1] == b"400"
    assert YES not in replies


@pytest.mark.parametrize("origin", [b"http://localhost%0D%0ASet-Cookie: a=b", b"http://localhost:80\tSet-Cookie: a=b"])
def test_no_value_begins_a_header_of_its_own(served: Served, origin: bytes) -> None:
    """The origin is repeated to who may ask."""
    data = b"GET /sparql?query=ASK%20%7B%7D%0D%0AX:%20y HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    head = raw(served, data + b"Origin: " + origin + b"\r\n\r\n").partition(b"\r\n\r\n")[0]
    assert b"\r\nSet-Cookie" not in head
    assert b"\r\nX:" not in head


# ------------------------------------------------------------------------------------------------ many and slow


def test_connections_that_say_little_do_not_keep_others_out(served: Served) -> None:
    with ExitStack() as stack:
        for _ in range(700):  # more than the service has room for
            connection = stack.enter_context(connected(served))
            connection.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nHost: loc")
        assert [answers(served).body for _ in range(3)]
    answers(served)


def test_callers_that_go_away_leave_nothing_behind(served: Served) -> None:
    for data in (b"", ASK[:20], ASK, ASK * 3):
        for _ in range(200):
            with connected(served) as connection:
                connection.sendall(data)
    assert answers(served).status == 200
    handles = Path(f"/proc/{served.process.pid}/fd")
    if handles.is_dir():
        eventually(lambda: len(list(handles.iterdir())) < 100)


def test_callers_that_hang_up_free_their_process_at_once(served: Served) -> None:
    """The queries have a minute, and are ended long before."""
    eventually(lambda: not [pid for pid in children_of(served) if spent(pid) > 1])
    for _ in range(3):
        with ExitStack() as stack:
            for number in range(10):
                ask_endless(stack.enter_context(connected(served)), number)
            eventually(lambda: sum(spent(pid) > 0.05 for pid in children_of(served)) >= 10)
            busy = children_of(served)
            started = time.monotonic()
        eventually(lambda busy=busy: sum(is_alive(pid) for pid in busy) <= len(busy) - 10)
        assert time.monotonic() - started < 30
        answers(served)


def test_hanging_up_again_and_again_does_not_starve_others(served: Served) -> None:
    going = threading.Event()

    def hang_up(number: int) -> None:
        while not going.is_set():
            with suppress(OSError), connected(served) as connection:
                ask_endless(connection, number)
                time.sleep(0.2)

    threads = [threading.Thread(target=hang_up, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    try:
        assert [answers(served).status for _ in range(50)] == [200] * 50
    finally:
        going.set()
        for thread in threads:
            thread.join()


def test_a_body_too_large_is_refused_and_the_answer_arrives(served: Served) -> None:
    for size in (b"Content-Length: 20000000", b"Transfer-Encoding: chunked"):
        with connected(served) as connection:
            connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n" + size + b"\r\n\r\n")
            with suppress(OSError):  # it may be told, and done, before all is sent
                for _ in range(200):
                    connection.sendall(b"%x\r\n" % 100_000 + b"x" * 100_000 + b"\r\n")
            assert connection.recv(1 << 16).startswith(b"HTTP/1.1 413 ")
    answers(served)


def test_a_body_may_wait_to_be_called_for(served: Served) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    with connected(served) as connection:
        connection.sendall(head + b"Content-Length: 6\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"ASK {}")
        assert whole(connection).startswith(b"HTTP/1.1 200 ")


def test_a_request_may_come_byte_by_byte(served: Served) -> None:
    with connected(served) as connection:
        for place in range(len(ASK)):
            connection.sendall(ASK[place : place + 1])
        assert connection.recv(1 << 16).endswith(YES)


def test_hundreds_of_requests_may_come_at_once(served: Served) -> None:
    with connected(served) as connection:
        sender = threading.Thread(target=connection.sendall, args=(ASK * 800,))
        sender.start()
        got = b""
        while got.count(YES) < 800 and (chunk := connection.recv(1 << 16)):
            got += chunk
        sender.join()
    assert got.count(YES) == 800


def test_who_does_not_read_does_not_keep_others_waiting(served: Served) -> None:
    with ExitStack() as stack:
        slow = []
        for number in range(16):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", served.port))
            query = quote(f"{LONG} LIMIT {20_000 + number}")
            connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            slow.append(connection)
        time.sleep(2)
        answers(served)
        slow[0].settimeout(PATIENCE)
        got = slow[0].recv(1 << 16)
        assert got.startswith(b"HTTP/1.1 200 ")
        head = got.index(b"\r\n\r\n") + 4
        size = int(got[:head].lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(got) < head + size:
            got += slow[0].recv(1 << 16)
        assert len(json.loads(got[head:])["results"]["bindings"]) == 20_000


def test_long_queries_are_answered_though_many_are_asked(served: Served) -> None:
    """Each takes long enough to give way, when all come at once; none is refused for that."""
    query = "SELECT (COUNT(*) AS ?n) { ?a a mrg:Company . ?b a mrg:Company . ?c a mrg:LinkClaim FILTER (?a != ?b) } #"
    replies: list[int] = []
    threads = [
        threading.Thread(target=lambda number=number: replies.append(served.query(f"{query}{number}").status))
        for number in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies == [200] * 16


# ------------------------------------------------------------------------------------------------ killed and stopped


@pytest.mark.parametrize(
    ("ending", "status", "said"),
    [
        (signal.SIGKILL, 507, b"needs more memory than allowed, or ended its process"),
        (signal.SIGSEGV, 500, b"overflowed the engine"),
        (signal.SIGSTOP, 503, b"not answered within 5 s"),
    ],
)
def test_a_process_that_ends_at_its_work_is_told(
    seeds_graph: Path, ending: signal.Signals, status: int, said: bytes
) -> None:
    running = Served("-g", str(seeds_graph), "--timeout", "5" if ending == signal.SIGSTOP else "60")
    replies: list[Reply] = []
    asking = threading.Thread(target=lambda: replies.append(running.query(ENDLESS)))
    asking.start()
    eventually(lambda: any(spent(pid) > 0.1 for pid in children_of(running)))
    busy = max(children_of(running), key=spent)
    os.kill(busy, ending)
    answers(running)
    asking.join(PATIENCE)
    assert replies[0].status == status
    assert said in replies[0].body
    assert running.end() == 0


def test_a_caller_with_pauses_keeps_its_connection(served: Served) -> None:
    with connected(served) as connection:
        for _ in range(1500):
            assert says_yes(connection)
            time.sleep(0.001)


def test_processes_that_die_all_the_time_take_nothing_else_along(served: Served) -> None:
    found: list[int] = []
    end = time.monotonic() + PATIENCE

    def ask(number: int) -> None:
        while found.count(200) < 50 and time.monotonic() < end:
            with suppress(OSError, HTTPException):  # a connection may end with its process
                found.append(served.query(f"SELECT ?x {{ ?x a mrg:Company }} # {number} {len(found)}").status)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    chance = random.Random(1)
    while any(thread.is_alive() for thread in threads):
        for pid in children_of(served):
            if chance.random() < 0.3:
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)
    assert set(found) <= {200, 503, 507}
    assert found.count(200) >= 50
    answers(served)


def test_it_ends_at_once_whatever_it_is_doing(seeds_graph: Path) -> None:
    """Its queries have ten minutes."""
    running = Served("-g", str(seeds_graph), "--timeout", "600")
    with ExitStack() as stack:
        for number in range(20):
            ask_endless(stack.enter_context(connected(running)), number)
        eventually(lambda: len(children_of(running)) >= 20)
        everyone = descendants(running.process.pid)
        running.process.send_signal(signal.SIGINT)
        assert running.end() == 0
    eventually(lambda: not [pid for pid in everyone if is_alive(pid)])


def test_a_graph_that_cannot_be_opened_is_told_before_anything_is_served(command: Command, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<x:a> ;;; broken")
    done = command(["serve", "-g", str(tmp_path), "--port", "0"])
    assert done.returncode == 2
    assert b"graph.ttl:1:" in done.stderr
    assert b"localhost" not in done.stderr
