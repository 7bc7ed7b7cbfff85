"""Graphs carried into stores elsewhere and back: a real Oxigraph on this machine, and servers that fail on purpose."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from mrgraph import rdf, vocab
from mrgraph.asking.queries import ask
from mrgraph.endpoints import store_transfers, web_requests
from mrgraph.endpoints.store_transfers import Endpoints, Transfer
from mrgraph.errors import QueryError, UsageError
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

TARGET = "http://example.org/target"
SOME = [(f"{vocab.BASE}company/{number}", vocab.RDFS_LABEL, Literal(f"Ä {number}")) for number in range(25)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of an Oxigraph of its own."""
    beside = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if beside is None:
        pytest.skip("no oxigraph on this machine, so NOTHING was pushed into a real store: pip install oxigraph")
    port = free_port()
    process = subprocess.Popen([beside, "serve", "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.kill()
    process.wait()


def rows(store: str, query: str) -> list[list[str]]:
    body = urlencode({"query": query}).encode()
    request = urllib.request.Request(f"{store}/query", body, {"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        answer = json.load(reply)
    return [[row[name]["value"] for name in answer["head"]["vars"]] for row in answer["results"]["bindings"]]


def graphs(store: str) -> dict[str, int]:
    counted = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    return {name: int(number) for name, number in rows(store, counted)}


def values(path: Path | str) -> set[tuple[str, str, str]]:
    """The triples of a graph, numbers by their value."""

    def value(term: Any) -> str:
        number = isinstance(term, Literal) and term.datatype == vocab.XSD_DECIMAL
        return str(float(term.text)) if number else str(term)

    return {(subject, predicate, value(term)) for subject, predicate, term in rdf.read_triples(path)}


@pytest.mark.parametrize("how", [[], ["--gzip"], ["--graphs-url", ""], ["--batch", "500"]])
def test_a_graph_goes_into_a_store_and_back(
    store: str, command: Command, seeds_graph: Path, tmp_path: Path, how: list[str]
) -> None:
    target = f"{TARGET}-{len(how)}{''.join(how)[:8].strip('-')}"
    done = command(["push", store, "-g", str(seeds_graph), "--to", target, *how])
    assert done.returncode == 0, done.stderr
    whole = len(list(rdf.read_triples(seeds_graph)))
    assert f"pushed {whole:,} triples to {target}" in done.stderr.decode()
    assert graphs(store)[target] == whole
    assert not any(name.startswith("urn:mrgraph:staged") for name in graphs(store))
    done = command(["pull", store, "--from", target, "-o", str(tmp_path / "pulled")])
    assert done.returncode == 0, done.stderr
    assert values(tmp_path / "pulled") == values(seeds_graph)
    question = "SELECT ?m ?c { ?m mrg:hasPlayer ?c } ORDER BY ?m ?c"
    assert ask(tmp_path / "pulled", question).rows == ask(seeds_graph, question).rows
    done = command(["query", f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{target}> {{ ?s ?p ?o }} }}", "-g", f"{store}/query"])
    assert done.stdout.split() == [b"n", str(whole).encode()]


def test_the_default_graph_is_filled_where_it_is_asked_for(store: str, command: Command, seeds_graph: Path) -> None:
    done = command(["push", f"{store}/update", "-g", str(seeds_graph), "--to", "default"])
    assert done.returncode == 0, done.stderr
    assert int(rows(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0][0]) == len(list(rdf.read_triples(seeds_graph)))
    again = command(["pull", f"{store}/query", "--from", "default", "-o", "unused.ttl", "--timeout", "0.1"])
    assert again.returncode in (0, 2)
    Path("unused.ttl").unlink(missing_ok=True)


def test_a_graph_in_a_store_is_asked_like_one_in_a_file(store: str, command: Command, seeds_graph: Path) -> None:
    done = command(["push", store, "-g", str(seeds_graph)])
    assert done.returncode == 0, done.stderr
    for arguments in (["families"], ["market", "package on package"], ["export", "-o", "-", "--format", "dot"]):
        there, here = (command([*arguments, "-g", graph]) for graph in (f"{store}/query", str(seeds_graph)))
        assert (there.returncode, there.stdout) == (0, here.stdout)
    done = command(["query", f"ASK {{ GRAPH <{store_transfers.PUSHED}> {{ ?c a mrg:Company }} }}", "-g", store])
    assert done.stdout == b"true\n"
    done = command(["view", "-g", store])
    assert done.returncode == 2
    assert f"take it here first: mrgraph pull {store} -o graph" in done.stderr.decode()


VIRTUOSO = """
[Database]
DatabaseFile = {0}/v.db
ErrorLogFile = {0}/v.log
LockFile = {0}/v.lck
TransactionFile = {0}/v.trx
xa_persistent_file = {0}/v.pxa
[TempDatabase]
DatabaseFile = {0}/t.db
TransactionFile = {0}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{1}
DisableUnixSocket = 1
[HTTPServer]
ServerPort = 127.0.0.1:{2}
ServerRoot = {0}
[SPARQL]
ResultSetMaxRows = 1000000
"""


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso of its own, whose administrator is called dba, and so is the password."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("no Virtuoso on this machine, so NOTHING was pushed into it: apt-get install virtuoso-opensource")
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder, free_port(), port))
    command = [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    address = f"http://127.0.0.1:{port}"
    for _ in range(1200):
        try:
            urllib.request.urlopen(f"{address}/sparql?query=ASK%7B%7D", timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.kill()
    process.wait()


@pytest.mark.parametrize("graphs_url", ["", "/sparql-graph-crud-auth"])
def test_a_graph_goes_into_virtuoso_and_back(
    virtuoso: str, command: Command, seeds_graph: Path, tmp_path: Path, graphs_url: str
) -> None:
    who = {"MRGRAPH_USER": "dba", "MRGRAPH_PASSWORD": "dba"}
    target = f"{TARGET}{graphs_url}"
    place = [f"{virtuoso}/sparql-auth", "--query-url", f"{virtuoso}/sparql", "--batch", "500"]
    more = ["--graphs-url", f"{virtuoso}{graphs_url}"] if graphs_url else []
    done = command(["push", *place, *more, "-g", str(seeds_graph), "--to", target], environment=who)
    assert done.returncode == 0, done.stderr
    done = command(["pull", f"{virtuoso}/sparql", "--from", target, "-o", str(tmp_path / "pulled")])
    assert done.returncode == 0, done.stderr
    assert values(tmp_path / "pulled") == values(seeds_graph)
    refused = command(["push", *place, "-g", str(seeds_graph), "--to", target], environment={"MRGRAPH_USER": "x"})
    assert refused.returncode == 2
    assert b"answered 401" in refused.stderr


class Stopped(Exception):
    """What ends a push in the middle."""


def stop_at(number: int) -> Callable[[int], None]:
    def progress(done: int) -> None:
        if done >= number:
            raise Stopped

    return progress


@pytest.mark.parametrize("graphs_url", [None, ""])
def test_a_push_that_ends_early_leaves_the_target_and_goes_on(store: str, graphs_url: str | None) -> None:
    target = f"{TARGET}/early{graphs_url is None}"
    there = store_transfers.endpoints(store, graphs=graphs_url)
    old = [(f"{vocab.BASE}company/old", vocab.RDFS_LABEL, Literal("old"))]
    store_transfers.push(old, there, target)
    with pytest.raises(Stopped):
        store_transfers.push(SOME, there, target, Transfer(batch=10), stop_at(20))
    assert list(store_transfers.pull(there, target)) == old
    pushed = store_transfers.push(SOME, there, target, Transfer(batch=10))
    assert (pushed.triples, pushed.resumed) == (25, 20)
    assert set(store_transfers.pull(there, target)) == set(SOME)
    assert not any(name.startswith("urn:mrgraph:staged") for name in graphs(store))


def test_a_push_that_is_killed_leaves_the_target_whole(store: str, seeds_graph: Path) -> None:
    target = f"{TARGET}/killed"
    there = store_transfers.endpoints(store)
    store_transfers.push(SOME, there, target)
    command = [sys.executable, "-m", "mrgraph", "push", store, "-g", str(seeds_graph), "--to", target, "--batch", "20"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(3000):
        if any(name.startswith("urn:mrgraph:staged") for name in graphs(store)) or process.poll() is not None:
            break
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert graphs(store)[target] in (len(SOME), len(list(rdf.read_triples(seeds_graph))))
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0
    assert graphs(store)[target] == len(list(rdf.read_triples(seeds_graph)))


def test_what_cannot_be_pushed_is_told(store: str) -> None:
    there = store_transfers.endpoints(store)
    with pytest.raises(UsageError, match="blank nodes"):
        store_transfers.push([("_:a", vocab.RDFS_LABEL, Literal("x"))], there, TARGET)
    store_transfers.push([("x:a", vocab.RDFS_LABEL, Literal("_:b is no node"))], there, f"{TARGET}/text")
    with pytest.raises(UsageError, match="no full IRI"):
        store_transfers.push(SOME, there, "target")
    with pytest.raises(UsageError, match="no http or https URL"):
        store_transfers.endpoints("localhost:7878")
    assert list(store_transfers.pull(Endpoints(there.query, there.update), "x:none")) == []


@pytest.mark.parametrize(
    ("url", "query", "graphs_url"),
    [
        ("http://h:7878/", "http://h:7878/query", "http://h:7878/store"),
        ("http://h/ds/update", "http://h/ds/query", "http://h/ds/data"),
        ("http://h/repositories/r/statements", "http://h/repositories/r", "http://h/repositories/r/rdf-graphs/service"),
        ("http://h/sparql", "http://h/sparql", ""),
    ],
)
def test_the_usual_endpoints_of_stores_are_known(url: str, query: str, graphs_url: str) -> None:
    found = store_transfers.endpoints(url)
    assert (found.query, found.graphs) == (query, graphs_url)


# -------------------------------------------------------------------------------- servers that fail on purpose


class Server:
    """A server that answers requests with these replies (status, headers, body), and keeps what was asked."""

    def __init__(self, *replies: tuple[int, dict[str, str], bytes]) -> None:
        asked = self.asked = []  # type: list[tuple[dict[str, str], bytes]]
        waiting = list(replies)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                asked.append((dict(self.headers), body))
                status, headers, data = waiting.pop(0)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(data)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST  # noqa: N815 - the name that the library calls

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/sparql"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    running: list[Server] = []

    def begin(*replies: tuple[int, dict[str, str], bytes]) -> Server:
        running.append(Server(*replies))
        return running[-1]

    yield begin
    for server in running:
        server.close()


def fetched(url: str, **more: Any) -> bytes:
    with web_requests.answered(web_requests.WebRequest(url, **more), timeout=20, cure="check it") as answer:
        return answer.body.read()


def test_what_may_pass_is_tried_again(serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    server = serve((503, {"Retry-After": "2"}, b""), (429, {}, b""), (200, {}, b"here"))
    assert fetched(server.url) == b"here"
    assert waits == [2.0, 4.0]
    broken = serve(*[(502, {}, b"gone")] * 5)
    with pytest.raises(QueryError, match="answered 502 Bad Gateway: gone; check it"):
        fetched(broken.url)
    assert len(broken.asked) == 5


def test_a_refusal_is_told_at_once(serve: Callable[..., Server]) -> None:
    server = serve((401, {}, b"who are you?"))
    with pytest.raises(QueryError, match="answered 401 Unauthorized: who are you"):
        fetched(server.url)
    assert len(server.asked) == 1


def test_credentials_come_from_the_environment_or_netrc(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = serve(*[(200, {}, b"")] * 4)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    fetched(server.url)
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ann password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    fetched(server.url)
    monkeypatch.setenv("MRGRAPH_USER", "bob")
    monkeypatch.setenv("MRGRAPH_PASSWORD", "pw")
    fetched(server.url)
    monkeypatch.setenv("MRGRAPH_TOKEN", "t0k3n")
    fetched(server.url)
    sent = [headers.get("Authorization") for headers, _ in server.asked]
    assert sent == [None, "Basic YW5uOnNlY3JldA==", "Basic Ym9iOnB3", "Bearer t0k3n"]


def test_a_server_that_wants_digest_gets_it(serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="x", nonce="abc", qop="auth", algorithm="MD5"'}
    server = serve((401, {}, b""), (401, challenge, b""), (200, {}, b"in"))
    monkeypatch.setenv("MRGRAPH_USER", "bob")
    monkeypatch.setenv("MRGRAPH_PASSWORD", "pw")
    assert fetched(server.url, body=b"question") == b"in"
    sent = [headers.get("Authorization", "").partition(" ")[0] for headers, _ in server.asked]
    assert sent == ["Basic", "", "Digest"]


def test_bodies_are_packed_where_asked_and_unpacked_where_they_come_so(serve: Callable[..., Server]) -> None:
    server = serve((200, {"Content-Encoding": "gzip"}, gzip.compress(b"answer")))
    assert fetched(server.url, body=b"question", packed=True) == b"answer"
    headers, body = server.asked[0]
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"question"


def test_credentials_follow_no_redirect_elsewhere(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = serve((200, {}, b"stolen"))
    server = serve((302, {"Location": other.url}, b""))
    monkeypatch.setenv("MRGRAPH_TOKEN", "t0k3n")
    with pytest.raises(QueryError, match="answered 302"):
        fetched(server.url)
    assert other.asked == []


def test_a_store_that_loses_triples_is_told(serve: Callable[..., Server]) -> None:
    def count(number: int) -> tuple[int, dict[str, str], bytes]:
        binding = {"n": {"type": "literal", "value": str(number)}}
        return 200, {}, json.dumps({"head": {}, "results": {"bindings": [binding]}}).encode()

    server = serve(count(0), (204, {}, b""), count(24))
    with pytest.raises(QueryError, match="took 24 of 25 triples; the target is as it was"):
        store_transfers.push(SOME, Endpoints(server.url, server.url), TARGET)
    assert len(server.asked) == 3
    assert b"MOVE" not in b"".join(body for _, body in server.asked)


def test_an_answer_that_ends_early_is_told(serve: Callable[..., Server]) -> None:
    data = b"<x:a> <x:b> <x:c> .\n"
    server = serve((200, {"Content-Length": "1000", "Content-Type": "application/n-triples"}, data))
    with pytest.raises(QueryError, match="ended too early"):
        list(store_transfers.pull(Endpoints(server.url, server.url), TARGET))


def test_a_page_that_is_no_store_is_told(serve: Callable[..., Server]) -> None:
    server = serve((200, {"Content-Type": "text/html"}, b"<html>"))
    with pytest.raises(QueryError, match="gives no SPARQL results; name its query endpoint"):
        store_transfers.push(SOME, Endpoints(server.url, server.url), TARGET)


def test_no_server_there_is_told(command: Command, seeds_graph: Path) -> None:
    done = command(["pull", f"http://127.0.0.1:{free_port()}", "-o", os.devnull + ".ttl"])
    assert done.returncode == 2
    assert "check the URL and the net" in done.stderr.decode()
