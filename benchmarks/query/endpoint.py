"""Requests a second of SPARQL endpoints on this machine, for a point look-up; one engine after the other, in turns.

    python benchmarks/query/endpoint.py NAME=URL... [--seconds 3] [--connections 4] [--rounds 3]

With --vary each request is another one, so that nobody can give an answer kept from before; with --fresh each comes
on a connection of its own. With --mix N there are N callers that ask queries without end, in loops, beside N that ask
short ones; told is how many of the short ones were answered, and how soon: start the services with --timeout 5.

For example, with `mrgraph serve` and `oxigraph serve-read-only` running over the same graph:

    python benchmarks/query/endpoint.py mrgraph=http://localhost:8000/sparql oxigraph=http://localhost:7878/query
"""

from __future__ import annotations

import argparse
import http.client
import selectors
import socket
import threading
import time
from typing import NamedTuple
from urllib.parse import quote, urlsplit

QUERY = "SELECT ?p ?o WHERE { <https://w3id.org/mrgraph/company/c17> ?p ?o }"
CHEAP = "SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT 5 #{}"
ENDLESS = "SELECT (COUNT(*) AS ?n) {{ ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?h ?i FILTER (?a != ?i && ?c != ?g) }} #{}"
VARIED = "SELECT ?p ?o WHERE {{ <https://w3id.org/mrgraph/company/c{}> ?p ?o }} #{}"


class Caller:
    """One connection that asks again as soon as it is answered."""

    def __init__(self, url: str, query: str, *, vary: bool) -> None:
        parts = urlsplit(url)
        self.address = (parts.hostname or "localhost", parts.port or 80)
        self.connect()
        head = f"GET {parts.path}?query={quote(query)} HTTP/1.1\r\nHost: localhost:{parts.port}\r\n"
        self.request = f"{head}Accept: application/sparql-results+json\r\n\r\n".encode()
        self.varied = quote(query) if vary else ""
        self.count = 0
        self.buffer = b""
        self.failed = 0

    def connect(self) -> None:
        self.connection = socket.create_connection(self.address)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> None:
        self.buffer = b""
        self.count += 1
        other = quote(VARIED.format(self.count % 100, f"{id(self)}-{self.count}")) if self.varied else ""
        self.connection.sendall(self.request.replace(self.varied.encode(), other.encode()) if other else self.request)

    def answered(self) -> bool:
        """Read what is there; whether it is the whole answer."""
        data = self.connection.recv(1 << 16)
        if not data:
            raise ConnectionError("the server closed the connection")
        self.buffer += data
        head, gap, body = self.buffer.partition(b"\r\n\r\n")
        if not gap:
            return False
        lower = head.lower()
        if b"chunked" in lower:
            whole = body.endswith(b"0\r\n\r\n")
        else:
            whole = len(body) >= int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
        if whole and b" 200 " not in head[:20]:
            self.failed += 1
        return whole


def rate(url: str, query: str, seconds: float, connections: int, *, vary: bool, fresh: bool) -> float:
    """Answers a second."""
    poll = selectors.DefaultSelector()
    callers = [Caller(url, query, vary=vary) for _ in range(connections)]
    for caller in callers:
        poll.register(caller.connection, selectors.EVENT_READ, caller)
        caller.ask()
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        for key, _ in poll.select(0.1):
            if key.data.answered():
                count += 1
                if fresh:
                    poll.unregister(key.data.connection)
                    key.data.connection.close()
                    key.data.connect()
                    poll.register(key.data.connection, selectors.EVENT_READ, key.data)
                key.data.ask()
    spent = time.perf_counter() - started
    if sum(caller.failed for caller in callers):
        raise SystemExit(f"{url}: some answers were no 200")
    for caller in callers:
        caller.connection.close()
    return count / spent


class Told(NamedTuple):
    """The answer to one request: its status (0 where the connection ended), and the seconds it took."""

    status: int
    seconds: float


def mixed(url: str, callers: int, seconds: float) -> tuple[list[Told], list[Told]]:
    """What so many callers were told who ask short queries in loops, and as many who ask queries without end."""
    parts = urlsplit(url)
    end = time.monotonic() + seconds
    short: list[Told] = []
    endless: list[Told] = []

    def loop(number: int, query: str, told: list[Told]) -> None:
        count = 0
        while time.monotonic() < end:
            count += 1
            started = time.monotonic()
            try:
                connection = http.client.HTTPConnection(parts.hostname or "localhost", parts.port, timeout=60)
                connection.request("GET", f"{parts.path}?query={quote(query.format(f'{number}-{count}'))}")
                status = connection.getresponse().status
                connection.close()
            except (OSError, http.client.HTTPException):
                status = 0
            told.append(Told(status, time.monotonic() - started))

    threads = [
        threading.Thread(target=loop, args=(number, query, told))
        for number in range(callers)
        for query, told in ((ENDLESS, endless), (CHEAP, short))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return short, endless


def tell_mixed(name: str, short: list[Told], endless: list[Told]) -> None:
    waits = sorted(told.seconds for told in short)
    refused = sum(told.status != 200 for told in short)
    late = max(told.seconds for told in endless)
    print(
        f"{name:<16} {len(short):>6} short ones, {refused} refused, median {waits[len(waits) // 2]:.2f} s, "
        f"p95 {waits[len(waits) * 95 // 100]:.2f} s, worst {waits[-1]:.2f} s; "
        f"{len(endless)} without end, the last told after {late:.2f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("endpoints", nargs="+", metavar="NAME=URL")
    parser.add_argument("--seconds", type=float, help="3, or 20 for --mix")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--query", default=QUERY)
    parser.add_argument("--vary", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--mix", type=int, metavar="N", help="for 20 s or --seconds")
    given = parser.parse_args()
    endpoints = dict(endpoint.split("=", 1) for endpoint in given.endpoints)
    if given.mix:
        for name, url in endpoints.items():
            tell_mixed(name, *mixed(url, given.mix, given.seconds or 20))
        return
    rates: dict[str, list[float]] = {name: [] for name in endpoints}
    for _ in range(given.rounds):
        for name, url in endpoints.items():
            rates[name].append(
                rate(url, given.query, given.seconds or 3, given.connections, vary=given.vary, fresh=given.fresh)
            )
    medians = {name: sorted(found)[len(found) // 2] for name, found in rates.items()}
    best = max(medians.values())
    for name, median in medians.items():
        print(f"{name:<16} {median:>8,.0f} requests/s   {median / best:.2f} of the fastest")


if __name__ == "__main__":
    main()
