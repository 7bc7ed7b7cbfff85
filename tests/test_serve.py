"""The service: the protocol, who may ask, limits that stop the work, pages of things."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import pyoxigraph
import pytest

from mrgraph import vocab
from mrgraph.serve import negotiation
from mrgraph.serve.callers import Callers
from mrgraph.serve.jobs import Limits
from mrgraph.serve.protocol import Refused, Request, asked
from mrgraph.serve.query_processes import QueryProcesses
from mrgraph.serve.served_graphs import ServedGraphs
from mrgraph.serve.service import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (?a != ?k && ?b != ?g) }"
COMPANIES = "SELECT ?name { ?c a mrg:Company ; rdfs:label ?name } ORDER BY ?name"
EXAMPLE = "http://example.org/g"
PATIENCE = 120  # seconds that the busiest machine may take for what takes none


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Served:
    """A running `mrgraph serve`."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "mrgraph", "serve", "--port", "0", *arguments]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.greeting = self.process.stderr.readline()
        found = re.search(r"localhost:(\d+)", self.greeting)
        assert found, self.greeting
        self.port = int(found[1])
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.log += iter(self.process.stderr.readline, "")

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            reply = connection.getresponse()
            return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def query(self, query: str, **headers: str) -> Reply:
        return self.ask(f"/sparql?query={quote(query)}", **headers)

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self._reader.join(5)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code


@pytest.fixture(scope="module")
def served(seeds_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    named = tmp_path_factory.mktemp("named") / "named.ttl"
    named.write_text("<x:a> <x:p> 5.90 .")
    running = Served("-g", str(seeds_graph), "--named-graph", f"{EXAMPLE}={named}", "--timeout", "2", "--rows", "5000")
    yield running
    running.end()


@pytest.fixture
def start() -> Iterator[Callable[..., Served]]:
    """Starts services that are ended with the test, however it goes."""
    running: list[Served] = []

    def begin(*arguments: str) -> Served:
        running.append(Served(*arguments))
        return running[-1]

    yield begin
    for each in running:
        each.end()


# --------------------------------------------------------------------------------- reading requests and formats


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.7", "tsv"),
        ("text/*", "csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("image/png", None),
        ("nonsense;;q=x,,", None),
    ],
)
def test_the_format_that_is_liked_most_is_chosen(accept: str, form: str | None) -> None:
    assert negotiation.choose(accept, negotiation.ROWS) == form


def request(method: str, query: str = "", body: bytes = b"", kind: str = "") -> Request:
    return Request(method, "/sparql", query, {"content-type": kind}, body)


def test_a_query_comes_by_get_form_or_body() -> None:
    form = "application/x-www-form-urlencoded"
    named = asked(request("POST", "default-graph-uri=x:a", b"ASK {}", "application/sparql-query"))
    assert named.query == "ASK {}"
    assert named.dataset is not None
    assert named.dataset.default == ("x:a",)
    assert asked(request("GET", "query=ASK%20%7B%7D")).query == "ASK {}"
    assert asked(request("POST", "", b"query=ASK+%7B%7D", f"{form}; charset=utf-8")).query == "ASK {}"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        (request("GET", "query=ASK%20%7B%7D&query=ASK%20%7B%7D"), 400),
        (request("GET", "query=%FF"), 400),
        (request("GET", "x=1"), 400),
        (request("GET", "update=CLEAR%20ALL"), 403),
        (request("GET", "&".join(f"a{number}=1" for number in range(200))), 400),
        (request("POST", "", b"ASK {}", "text/plain"), 415),
        (request("POST", "", b"\xff", "application/sparql-query"), 400),
        (request("POST", "", b"CLEAR ALL", "application/sparql-update"), 403),
    ],
)
def test_a_request_that_asks_nothing_is_told_why(wrong: Request, status: int) -> None:
    with pytest.raises(Refused) as caught:
        asked(wrong)
    assert caught.value.status == status


# ------------------------------------------------------------------------------------------------ the endpoint


def test_rows_come_in_the_format_accepted(served: Served) -> None:
    reply = served.query(COMPANIES)
    assert (reply.status, reply.headers["content-type"]) == (200, "application/sparql-results+json")
    assert len(json.loads(reply.body)["results"]["bindings"]) > 40
    for kind in ("text/csv", "text/tab-separated-values", "application/sparql-results+xml", "text/html", "text/plain"):
        assert served.query(COMPANIES, Accept=kind).headers["content-type"].startswith(kind)
    assert served.query("ASK { ?c a mrg:Company }", Accept="text/csv").body == b"true\n"


@pytest.mark.parametrize(("form", "kinds"), negotiation.GRAPHS.items())
def test_graphs_come_in_the_format_accepted(served: Served, form: str, kinds: tuple[str, ...]) -> None:
    reply = served.query("CONSTRUCT WHERE { ?c a mrg:Company }", Accept=kinds[0])
    assert (reply.status, reply.headers["content-type"].split(";")[0]) == (200, kinds[0])
    parser = pyoxigraph.RdfFormat.from_media_type(kinds[0])
    assert parser is not None
    assert sum(1 for _ in pyoxigraph.parse(reply.body, parser)) > 40
    assert served.ask(f"/sparql?format={form}&query={quote('DESCRIBE region:world')}").status == 200


def test_what_cannot_be_accepted_is_told(served: Served) -> None:
    assert served.query(COMPANIES, Accept="image/png").status == 406
    assert served.query(COMPANIES, Accept="text/turtle").status == 406
    assert served.ask(f"/sparql?format=excel&query={quote(COMPANIES)}").status == 400


def test_an_error_has_its_place_and_the_line(served: Served) -> None:
    reply = served.query("SELECT * { ?s a mgr:Company }")
    assert reply.status == 400
    lines = reply.body.decode().splitlines()
    assert lines[0].startswith("query:1:17: unknown prefix 'mgr'; did you mean 'mrg'?")
    assert lines[2].endswith("^")


def test_the_dataset_of_the_request_is_asked(served: Served) -> None:
    everything = "/sparql?query=" + quote("SELECT ?o { ?s ?p ?o }")
    inside = served.ask(f"{everything}&default-graph-uri={quote(EXAMPLE)}", Accept="text/csv")
    assert inside.body == b"o\r\n5.9\r\n"
    nowhere = served.ask(f"{everything}&default-graph-uri=x:none", Accept="text/csv")
    assert nowhere.body == b"o\r\n"


def test_the_endpoint_describes_itself(served: Served) -> None:
    reply = served.ask("/sparql", Accept="application/n-triples")
    text = reply.body.decode()
    assert f"<{vocab.SERVICE_DESCRIPTION}endpoint> <http://localhost:{served.port}/sparql>" in text
    assert f"<{vocab.SERVICE_DESCRIPTION}name> <{EXAMPLE}>" in text


def test_only_reading_is_allowed(served: Served) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert served.ask("/sparql", method).status == 405
        assert served.ask("/data?default", method).status == 405
    body = b"update=" + quote("CLEAR ALL").encode()
    assert served.ask("/sparql", "POST", body, Content_Type="application/x-www-form-urlencoded").status == 403
    assert served.query("INSERT DATA { <x:a> <x:b> 1 }").status == 400


def test_nothing_is_fetched_from_files_or_the_net(served: Served, tmp_path: Path) -> None:
    (tmp_path / "secret.ttl").write_text("<x:secret> <x:p> 1 .")
    secret = (tmp_path / "secret.ttl").as_uri()
    for query in (
        f"SELECT * FROM <{secret}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{secret}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    ):
        reply = served.query(query, Accept="text/csv")
        assert (reply.status, b"secret>" in reply.body, len(reply.body.splitlines())) == (200, False, 1)
    reply = served.query(f"SELECT * {{ SERVICE <http://localhost:{served.port}/sparql> {{ ?s ?p ?o }} }}")
    assert reply.status == 400
    assert b"SERVICE would leave this graph" in reply.body


# ------------------------------------------------------------------------------------------------ the graph store


def test_a_graph_is_read_from_its_file(served: Served, seeds_graph: Path) -> None:
    assert served.ask("/data?default", Accept="text/turtle").body == (seeds_graph / "graph.ttl").read_bytes()
    named = served.ask(f"/data?graph={quote(EXAMPLE)}", Accept="application/n-triples")
    assert b'"5.90"' in named.body
    assert served.ask("/data?graph=x:none").status == 404
    assert served.ask("/data").status == 400
    assert served.ask("/data?default", "HEAD").body == b""


# ------------------------------------------------------------------------------------------------ who may ask


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example"]
)
def test_names_that_were_made_to_lead_here_are_refused(served: Served, host: str) -> None:
    assert served.query(COMPANIES, Host=host).status == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:80", "[::1]:8000", "LOCALHOST:1"])
def test_names_of_this_machine_are_known(served: Served, host: str) -> None:
    assert served.query(COMPANIES, Host=host).status == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "https://localhost.evil.example", "http://evil.example@localhost", "null", "file://"],
)
def test_pages_of_other_sites_may_not_ask(served: Served, origin: str) -> None:
    reply = served.query(COMPANIES, Origin=origin)
    assert reply.status == 403
    assert "access-control-allow-origin" not in reply.headers


def test_pages_of_this_machine_may_ask(served: Served) -> None:
    reply = served.query(COMPANIES, Origin="http://localhost:3000")
    assert reply.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "access-control-allow-credentials" not in reply.headers
    before = served.ask("/sparql", "OPTIONS", Origin="http://127.0.0.1:3000")
    assert before.status == 204
    assert "POST" in before.headers["access-control-allow-methods"]


CROSS = {"Sec_Fetch_Site": "cross-site"}
LINK = {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
QUESTION = "/sparql?query=ASK%20%7B%7D"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (QUESTION, {**CROSS, "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}),
        (QUESTION, {**CROSS, **LINK}),
        (QUESTION, CROSS),
        ("/data?default", {**CROSS, **LINK}),
        ("/names?q=a", {**CROSS, **LINK}),
        ("/company/amkor-technology", {**CROSS, "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}),
        ("/company/amkor-technology", {**CROSS, "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}),
    ],
)
def test_no_page_elsewhere_lets_this_machine_work(served: Served, path: str, headers: dict[str, str]) -> None:
    reply = served.ask(path, **headers)
    assert reply.status == 403
    assert b"pages of other sites may not ask this service" in reply.body


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (QUESTION, {}),
        (QUESTION, {"Sec_Fetch_Site": "same-origin"}),
        (QUESTION, {"Sec_Fetch_Site": "same-site"}),
        (QUESTION, {"Sec_Fetch_Site": "none", **LINK}),
        (QUESTION, {**CROSS, "Sec_Fetch_Mode": "cors", "Origin": "http://localhost:3000"}),
        ("/", {**CROSS, **LINK}),
        ("/company/amkor-technology", {**CROSS, **LINK}),
    ],
)
def test_pages_here_and_links_from_elsewhere_are_answered(served: Served, path: str, headers: dict[str, str]) -> None:
    assert served.ask(path, **headers).status == 200


def test_a_site_that_is_allowed_may_ask(start: Callable[..., Served], seeds_graph: Path) -> None:
    running = start("-g", str(seeds_graph), "--allow-origin", "https://friend.example")
    assert running.query(COMPANIES, Origin="https://friend.example", **CROSS).status == 200
    assert running.query(COMPANIES, Origin="https://other.example").status == 403
    assert running.end() == 0


def test_a_proxy_may_call_it_by_the_name_it_was_given(start: Callable[..., Served], seeds_graph: Path) -> None:
    running = start("-g", str(seeds_graph), "--name", "Graph.Example")
    for host, status in (
        ("graph.example", 200),
        ("graph.example:443", 200),
        ("localhost", 200),
        ("other.example", 421),
    ):
        assert running.ask("/sparql?query=ASK%7B%7D", Host=host).status == status
    assert running.query("ASK {}", Host="graph.example", Origin="https://graph.example").status == 200
    assert running.query("ASK {}", Host="graph.example", Origin="https://other.example").status == 403
    assert b"http://graph.example/sparql" in running.ask("/sparql", Host="graph.example", Accept="text/turtle").body


def test_it_listens_on_this_machine_only(served: Served) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        if not str(address).startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((str(address), served.port), 2)
    assert served.query("ASK {}").status == 200


# ------------------------------------------------------------------------------------------------ HTTP


def test_an_answer_has_a_tag_until_the_graph_changes(served: Served) -> None:
    first = served.query(COMPANIES)
    again = served.query(COMPANIES, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert served.query(COMPANIES, Accept="text/csv").headers["etag"] != first.headers["etag"]
    assert "etag" not in served.query("SELECT (NOW() AS ?t) {}").headers
    assert "etag" in served.query("SELECT ('NOW' AS ?t) {}").headers


def test_long_answers_are_packed_for_who_takes_that(served: Served) -> None:
    packed = served.query(COMPANIES, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == served.query(COMPANIES).body
    assert "content-encoding" not in served.query(COMPANIES, Accept_Encoding="gzip;q=0").headers


def raw(served: Served, data: bytes) -> bytes:
    """What comes back to raw bytes, up to the end of the connection, which they ask for or deserve."""
    with socket.create_connection(("127.0.0.1", served.port), 60) as connection:
        connection.sendall(data)
        got = b""
        while chunk := connection.recv(65536):
            got += chunk
    return got


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nA b: c\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"A%d: b\r\n" % number for number in range(200)) + b"\r\n", b"400"),
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.0\r\n\r\n", b"421"),
    ],
)
def test_what_is_no_request_is_refused(served: Served, data: bytes, status: bytes) -> None:
    assert raw(served, data).split()[1] == status


def test_two_requests_may_come_at_once(served: Served) -> None:
    one = f"GET /sparql?query={quote('ASK {}')} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n".encode()
    assert raw(served, one + b"\r\n" + one + b"Connection: close\r\n\r\n").count(b"\r\n\r\ntrue\n") == 2


def test_a_body_may_come_in_chunks(served: Served) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nAccept: text/csv\r\n"
    chunks = b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nASK \r\n2\r\n{}\r\n0\r\n\r\n"
    assert raw(served, head + chunks).endswith(b"\r\n\r\ntrue\n")


def test_an_address_may_name_the_host_itself(served: Served) -> None:
    """RFC 9112, section 3.2.2: that name counts, whatever Host says."""
    query = quote("ASK {}")
    asked = (
        f"GET http://{{}}/sparql?query={query} HTTP/1.1\r\nHost: {{}}\r\nAccept: text/csv\r\nConnection: close\r\n\r\n"
    )
    here = f"localhost:{served.port}"
    assert raw(served, asked.format(here, "evil.example").encode()).endswith(b"\r\n\r\ntrue\n")
    assert raw(served, asked.format("evil.example", here).encode()).split()[1] == b"421"


def test_a_query_may_begin_with_a_byte_order_mark(served: Served) -> None:
    body = "\ufeffASK {}".encode()
    reply = served.ask("/sparql", "POST", body, Content_Type="application/sparql-query", Accept="text/csv")
    assert (reply.status, reply.body) == (200, b"true\n")


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/static/../http.py", "/static/%2e%2e/http.py", "/view/../graph.ttl"]
)
def test_no_path_leads_to_a_file(served: Served, path: str) -> None:
    reply = raw(served, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert reply.split()[1] == b"404"
    assert b"root:" not in reply


def test_the_log_does_not_say_what_was_asked(start: Callable[..., Served], seeds_graph: Path) -> None:
    running = start("-g", str(seeds_graph))
    running.query("ASK { ?s ?p 'a secret' }")
    running.ask("/names?q=secret")
    assert running.end() == 0
    assert [line for line in running.log if " /sparql 200 " in line]
    assert "secret" not in "".join(running.log)


def test_a_graph_that_is_built_anew_is_served_anew(start: Callable[..., Served], tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("<x:a> <x:p> 1 .")
    running = start("-g", str(tmp_path))
    query = "SELECT ?o { ?s ?p ?o }"
    first = running.query(query, Accept="text/csv")
    other = tmp_path / "other.ttl"
    other.write_text("<x:a> <x:p> 2, 3 .")
    other.replace(file)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and (reply := running.query(query, Accept="text/csv")).body == first.body:
        time.sleep(0.1)
    assert sorted(reply.body.splitlines()) == [b"2", b"3", b"o"]
    assert reply.headers["etag"] != first.headers["etag"]
    file.write_text("<x:a> <x:p> ;; broken")
    time.sleep(1.2)
    assert running.query(query, Accept="text/csv").body == reply.body  # the last whole one
    assert running.end() == 0


# ------------------------------------------------------------------------------------------------ limits


def test_a_query_without_end_is_stopped_in_time(served: Served) -> None:
    started = time.monotonic()
    reply = served.query(ENDLESS)
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert b"not answered within 2 s" in reply.body
    assert time.monotonic() - started >= 2


def test_many_queries_without_end_do_not_keep_others_waiting(start: Callable[..., Served], seeds_graph: Path) -> None:
    """Short ones are answered before the first of the others, all of which have a minute."""
    running = start("-g", str(seeds_graph), "--timeout", "60")
    ended: list[object] = []

    def ask() -> None:
        try:
            ended.append(running.query(ENDLESS).status)
        except (OSError, http.client.HTTPException) as error:
            ended.append(error)

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    assert [running.query(f"ASK {{}} #{number}").status for number in range(20)] == [200] * 20
    assert ended == []
    assert running.end() == 0
    for thread in threads:
        thread.join()
    assert len(ended) == 40
    assert not [status for status in ended if isinstance(status, int)]


def test_all_queries_together_have_a_limit_of_memory(seeds_graph: Path) -> None:
    setting = Setting(ServedGraphs((str(seeds_graph),)), Limits(seconds=PATIENCE), Callers())
    greedy = "SELECT ?a ?b ?c { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } ORDER BY ?b ?c ?a"

    async def ask() -> None:
        processes = QueryProcesses(setting, memory=100 * 1024 * 1024)
        try:
            await processes.open()
            named = Request("GET", "/sparql", f"query={quote(greedy)}", {"host": "localhost"})
            async with processes.answer(named):
                pass
        finally:
            processes.close()

    with pytest.raises(Refused, match="all queries together need more memory") as caught:
        asyncio.run(ask())
    assert caught.value.status == 507


def test_an_answer_too_long_is_an_error_before_its_first_byte(served: Served) -> None:
    reply = served.query("SELECT * { ?a rdfs:label ?x . ?b rdfs:label ?y }")
    assert reply.status == 413
    assert b"more than 5,000 rows" in reply.body
    whole = served.query("SELECT * { ?a rdfs:label ?x . ?b rdfs:label ?y } LIMIT 5000", Accept="text/csv")
    assert (whole.status, len(whole.body.splitlines())) == (200, 5001)


def test_a_query_that_fills_the_memory_is_stopped(start: Callable[..., Served], seeds_graph: Path) -> None:
    running = start("-g", str(seeds_graph), "--memory", "256", "--timeout", "20")
    reply = running.query("SELECT ?a ?b ?c { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } ORDER BY ?b ?c ?a")
    assert reply.status in (503, 507)
    assert running.query("ASK {}").status == 200
    assert running.end() == 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "SELECT * { FILTER(" + "!" * 5000 + "1) }",
        "SELECT * { ?s ?p ?o FILTER(1" + "+1" * 5_000 + " > 0) }",
        "SELECT * {" + "?s ?p ?o . " * 30_000 + "}",
    ],
)
def test_hostile_nesting_costs_its_own_process_only(served: Served, query: str) -> None:
    reply = served.ask("/sparql", "POST", query.encode(), Content_Type="application/sparql-query")
    assert reply.status in (200, 400, 500, 503, 507)
    assert len(reply.body) > 20
    assert served.query("ASK {}").status == 200


def test_processes_that_are_killed_are_replaced(start: Callable[..., Served], seeds_graph: Path) -> None:
    running = start("-g", str(seeds_graph))
    assert running.query("ASK {}").status == 200
    zygote, *children = descendants(running.process.pid)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: not [pid for pid in children if is_alive(pid)])
    assert [running.query(f"ASK {{}} #{number}").status for number in range(4)] == [200] * 4
    os.kill(zygote, signal.SIGKILL)
    eventually(lambda: descendants(running.process.pid)[:1] not in ([zygote], []))
    eventually(lambda: running.query(f"ASK {{}} #{time.monotonic()}").status == 200)
    assert running.end() == 0


def test_the_process_that_forks_has_no_threads(start: Callable[..., Served], seeds_graph: Path, tmp_path: Path) -> None:
    """Neither with a graph in memory, nor with one that has a disk index, which threads serve."""
    large = tmp_path / "large.nt"
    large.write_text("".join(f'<x:{number}> <x:p> "{"long " * 20_000}" .\n' for number in range(200)))
    for graph, count in ((seeds_graph, 20), (large, 200)):
        running = start("-g", str(graph))
        assert running.query("SELECT * { ?s ?p ?o } LIMIT 20", Accept="text/csv").body.count(b"\n") == 21
        found = running.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Accept="text/csv").body.split()
        assert int(found[1]) >= count
        zygote = descendants(running.process.pid)[0]
        assert len(list(Path(f"/proc/{zygote}/task").iterdir())) == 1
        assert running.end() == 0


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_behind(start: Callable[..., Served], seeds_graph: Path, ending: signal.Signals) -> None:
    """Not even where it is killed without a farewell while a query runs."""
    running = start("-g", str(seeds_graph), "--timeout", "600")
    with socket.create_connection(("127.0.0.1", running.port)) as connection:
        connection.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        eventually(lambda: any(spent(pid) > 0.1 for pid in descendants(running.process.pid)[1:]))
        children = descendants(running.process.pid)
        running.process.send_signal(ending)
        running.process.wait(PATIENCE)
    eventually(lambda: not [pid for pid in children if is_alive(pid)])
    assert len(children) >= 2


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    if not Path("/proc/self/task").is_dir():
        pytest.skip("needs /proc to see the service's processes")
    found = []
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def is_alive(pid: int) -> bool:
    """Whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def spent(pid: int) -> float:
    """Seconds of a processor that a process has used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds, on a busy machine as well."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it does not come about"
        time.sleep(0.05)


# ------------------------------------------------------------------------------------------------ pages


def test_a_thing_has_a_page_with_its_sentences(served: Served) -> None:
    reply = served.ask("/company/amkor-technology", Accept="text/html")
    text = reply.body.decode()
    assert "script-src 'self'" in reply.headers["content-security-policy"]
    assert "<h1>Amkor Technology" in text
    assert text.count("<blockquote>") >= 5
    assert 'href="/market/' in text
    assert 'href="/report/' in text


def test_a_thing_is_rdf_too(served: Served) -> None:
    turtle = served.ask("/company/amkor-technology", Accept="text/turtle")
    assert b"company:amkor-technology a mrg:Company" in turtle.body
    assert b"mrg:quote" in turtle.body
    linked = served.ask("/company/amkor-technology?format=jsonld")
    assert json.loads(linked.body)["@graph"]
    assert served.ask("/company/nobody").status == 404


def test_every_kind_of_thing_has_a_page(served: Served, seeds_graph: Path) -> None:
    subjects = {str(quad.subject).strip("<>") for quad in pyoxigraph.parse(path=seeds_graph / "graph.ttl")}
    kinds: dict[str, str] = {}
    for subject in (subject for subject in subjects if subject.startswith(vocab.BASE)):
        path = subject.removeprefix(vocab.BASE)
        kinds.setdefault(re.split(r"[/#]", path)[0], path)
    assert {"report", "document", "company", "market", "topic", "region", "publisher", "claim", "evidence"} <= set(
        kinds
    )
    for path in kinds.values():
        assert served.ask(f"/{quote(path)}", Accept="text/html").status == 200, path


def test_markup_in_names_stays_text(start: Callable[..., Served], tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\" onmouseover='x"
    literal = pyoxigraph.Literal(evil)
    company = f"<{vocab.PREFIXES['company']}evil>"
    claim = f"<{vocab.PREFIXES['claim']}1> <{vocab.statedIn}> <x:report> ; a <{vocab.LinkClaim}> ; "
    (tmp_path / "graph.ttl").write_text(
        f"{company} a <{vocab.Company}> ; <{vocab.RDFS_LABEL}> {literal} ; <x:link> <javascript:alert(1)> .\n"
        f"<x:report> <{vocab.RDFS_LABEL}> {literal} .\n"
        f"{claim} <{vocab.subject}> {company} ; <{vocab.evidence}> <x:e> .\n"
        f"<x:e> <{vocab.quote}> {literal} ; <{vocab.heading}> {literal} .\n"
    )
    running = start("-g", str(tmp_path))
    text = running.ask("/company/evil", Accept="text/html").body.decode()
    assert "<script>alert" not in text
    assert text.count("&lt;script&gt;") >= 4
    assert 'href="javascript' not in text
    assert running.end() == 0


def test_the_page_to_ask_on_loads_only_its_own_files(served: Served) -> None:
    reply = served.ask("/", Accept="text/html")
    assert reply.status == 200
    parts = re.findall(r'(?:src|href)="([^"]+)"', reply.body.decode())
    assert {"/static/ask.js", "/static/complete.js", "/static/results.js", "/static/serve.css"} <= set(parts)
    for part in parts:
        assert part.startswith(("/", "data:,")), part
        if part.startswith("/static/"):
            assert served.ask(part).status == 200


def test_people_are_refused_with_a_page(served: Served) -> None:
    reply = served.ask("/company/nobody", Accept="text/html,*/*;q=0.8")
    assert (reply.status, reply.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"This graph holds nothing called company:nobody." in reply.body
    assert served.ask("/company/nobody").headers["content-type"] == "text/plain; charset=utf-8"
    assert served.query("SELECT", Accept="text/html").headers["content-type"] == "text/plain; charset=utf-8"


def test_many_values_are_folded(start: Callable[..., Served], tmp_path: Path) -> None:
    company, other = f"<{vocab.PREFIXES['company']}a>", f"<{vocab.PREFIXES['company']}b>"
    names = ", ".join(f'"name {number:02}"' for number in range(40))
    few = ", ".join(f'"name {number:02}"' for number in range(15))
    text = f"{company} <x:called> {names} . {other} <x:called> {few} ."
    (tmp_path / "graph.ttl").write_text(text)
    running = start("-g", str(tmp_path))
    page = running.ask("/company/a", Accept="text/html").body.decode()
    assert "name 11 <details><summary>28 more</summary>name 12, " in page
    assert "<details>" not in running.ask("/company/b", Accept="text/html").body.decode()
    assert running.end() == 0


def test_the_page_knows_the_saved_queries_and_names(served: Served) -> None:
    queries = json.loads(served.ask("/queries").body)
    assert {"competitors-of", "players"} <= {query["name"] for query in queries}
    names = json.loads(served.ask("/names?q=amkor").body)
    assert names[0]["iri"].endswith("/company/amkor-technology")
    kinds = {name["kind"] for name in json.loads(served.ask("/names?q=semiconductor&kind=market").body)}
    assert kinds == {"Market"}
    assert served.ask("/names?q=%22%7D&kind=%22%7D").status == 200
    assert served.ask("/names").status == 400
    hits = json.loads(served.ask("/search?q=technolgy+amkor&kind=company").body)
    assert [(hit["name"], hit["kind"]) for hit in hits] == [("Amkor Technology Inc.", "company")]
    assert served.ask("/search?q=x&kind=nothing").status == 400
    assert served.ask("/search").status == 400


# --------------------------------------------------------------------------------- asking it by the command line


def test_the_command_asks_an_endpoint(served: Served, command: Command, seeds_graph: Path) -> None:
    address = f"http://localhost:{served.port}/sparql"
    for query, form in ((COMPANIES, "csv"), ("ASK { ?c a mrg:Company }", "json"), ("DESCRIBE region:world", "nt")):
        there = command(["query", "-g", address, "--format", form, query])
        here = command(["query", "-g", str(seeds_graph), "--format", form, query])
        assert (there.returncode, there.stderr) == (0, b"")
        assert there.stdout == here.stdout


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("/sparql", "SELECT * { ?s a mgr:Company }", b"answered 400 Bad Request: query:1:"),
        ("/nothing", "ASK {}", b"answered 405"),
        ("/sparql", ENDLESS, b"allow more with --timeout"),
    ],
)
def test_what_an_endpoint_refuses_is_told(served: Served, command: Command, path: str, query: str, said: bytes) -> None:
    done = command(["query", "-g", f"http://localhost:{served.port}{path}", "--timeout", "1", query])
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr


def test_an_endpoint_that_is_not_there_is_told(command: Command) -> None:
    done = command(["query", "-g", "http://localhost:9/sparql", "ASK {}"])
    assert done.returncode == 2
    assert b"check the URL and the net" in done.stderr


# ------------------------------------------------------------------------------------------------ the W3C's tests


@pytest.mark.shared
def test_the_protocol_tests_pass(start: Callable[..., Served], tmp_path: Path, root: Path) -> None:
    shared = Path(os.environ.get("MRGRAPH_SHARED") or root.parent / "shared")
    folder = shared / "third-party" / "w3c-sparql" / "sparql" / "sparql11" / "protocol"
    if not folder.is_dir():
        pytest.skip("the W3C's tests are not beside the project")
    (tmp_path / "empty.ttl").write_text("")
    arguments = ["-g", str(tmp_path / "empty.ttl")]
    for number in (1, 2, 3):
        name = f"http://kasei.us/2009/09/sparql/data/data{number}.rdf"
        arguments += ["--named-graph", f"{name}={folder / f'data{number}.nt'}"]
    running = start(*arguments)
    runner = [sys.executable, str(shared / "tools" / "w3c_protocol.py"), str(folder / "manifest.ttl")]
    done = subprocess.run(
        [*runner, "--endpoint", f"http://localhost:{running.port}/sparql"], capture_output=True, text=True, check=False
    )
    running.end()
    assert done.stdout.splitlines()[-1] == "22 passed, 0 failed, 14 skipped", done.stdout
