"""Requests a second of SPARQL endpoints on this machine, for a point look-up; one engine after the other, in turns.

    python benchmarks/query/endpoint.py NAME=URL... [--seconds 3] [--connections 4] [--rounds 3]

With --vary each request is another one, so that nobody can give an answer kept from before.

For example, with `mrgraph serve` and `oxigraph serve-read-only` running over the same graph:

    python benchmarks/query/endpoint.py mrgraph=http://localhost:8000/sparql oxigraph=http://localhost:7878/query
"""

from __future__ import annotations

import argparse
import selectors
import socket
import time
from urllib.parse import quote, urlsplit

QUERY = "SELECT ?p ?o WHERE { <https://w3id.org/mrgraph/company/c17> ?p ?o }"
VARIED = "SELECT ?p ?o WHERE {{ <https://w3id.org/mrgraph/company/c{}> ?p ?o }} #{}"


class Caller:
    """One connection that asks again as soon as it is answered."""

    def __init__(self, url: str, query: str, *, vary: bool) -> None:
        parts = urlsplit(url)
        self.connection = socket.create_connection((parts.hostname or "localhost", parts.port or 80))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"GET {parts.path}?query={quote(query)} HTTP/1.1\r\nHost: localhost:{parts.port}\r\n"
        self.request = f"{head}Accept: application/sparql-results+json\r\n\r\n".encode()
        self.varied = quote(query) if vary else ""
        self.count = 0
        self.buffer = b""
        self.failed = 0

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


def rate(url: str, query: str, seconds: float, connections: int, *, vary: bool) -> float:
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
                key.data.ask()
    spent = time.perf_counter() - started
    if sum(caller.failed for caller in callers):
        raise SystemExit(f"{url}: some answers were no 200")
    for caller in callers:
        caller.connection.close()
    return count / spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("endpoints", nargs="+", metavar="NAME=URL")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--query", default=QUERY)
    parser.add_argument("--vary", action="store_true")
    given = parser.parse_args()
    endpoints = dict(endpoint.split("=", 1) for endpoint in given.endpoints)
    rates: dict[str, list[float]] = {name: [] for name in endpoints}
    for _ in range(given.rounds):
        for name, url in endpoints.items():
            rates[name].append(rate(url, given.query, given.seconds, given.connections, vary=given.vary))
    medians = {name: sorted(found)[len(found) // 2] for name, found in rates.items()}
    best = max(medians.values())
    for name, median in medians.items():
        print(f"{name:<16} {median:>8,.0f} requests/s   {median / best:.2f} of the fastest")


if __name__ == "__main__":
    main()
