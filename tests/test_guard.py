"""What a query must not do, in every spelling met so far; and what it may."""

from __future__ import annotations

import random
import socket
import string
import threading
from contextlib import suppress
from pathlib import Path

import pyoxigraph
import pytest

from mrgraph.asking import guard
from mrgraph.errors import QueryError
from mrgraph.rdf.sparql_tokens import tokens

NOWHERE = "<http://127.0.0.1:9/>"
SERVICES = [
    f"SELECT * {{ SERVICE {NOWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent {NOWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ sErViCe{NOWHERE}{{?s ?p ?o}} }}",
    f"SELECT * {{ SERVICE # here\n {NOWHERE} {{ ?s ?p ?o }} }}",
    "PREFIX n: <http://127.0.0.1:9/> SELECT * { SERVICE n:x { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <http://127.0.0.1:9/> } SERVICE ?e { ?s ?p ?o } }",
    f"SELECT * {{ FILTER EXISTS {{ SERVICE {NOWHERE} {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ ?s ?p trueSERVICE{NOWHERE}{{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p 1SERVICE{NOWHERE}{{ ?a ?b ?c }} }}",
    rf"SELECT * {{ \u0053ERVICE {NOWHERE} {{ ?s ?p ?o }} }}",
    rf"SELECT * {{ \U00000053ervice {NOWHERE} {{ ?s ?p ?o }} }}",
    # A string that ends only once its escape is left alone, and a name that goes on behind an escaped number sign.
    rf'SELECT * {{ ?s ?p "\u0022" SERVICE {NOWHERE} {{ ?a ?b ?c }} ?x ?y "z" }}',
    rf"PREFIX a: <x:> SELECT * {{ ?s a a:b\# . SERVICE {NOWHERE} {{ ?a ?b ?c }}" + "\n}",
    f"SELECT * {{ ?s ?p 'it''s' . SERVICE {NOWHERE} {{ ?a ?b ?c }} }}",
    f'SELECT * {{ ?s ?p """a"""SERVICE {NOWHERE} {{ ?a ?b ?c }} }}',
    f"SELECT * {{ FILTER(1<2) SERVICE {NOWHERE} {{ ?a ?b ?c }} FILTER(3>2) }}",
    f"SELECT * {{ ?s ?p ?o . FILTER(?s<?p#>\n) SERVICE {NOWHERE} {{ ?a ?b ?c }} }}",
]
HARMLESS = [
    "SELECT * { ?s rdfs:label 'service' }",
    'SELECT * { ?s ?p """ SERVICE <http://x/> """ }',
    "SELECT * { ?s <http://x/service> ?o } # SERVICE <http://x/> {}",
    "SELECT ?service { ?service ?p ?o }",
    "SELECT * { ?s mrg:service ?o }",
    'SELECT * { ?s ?p "a\\"SERVICE\\"b"@en-service }',
    "SELECT * { ?s ?p 'load' ; mrg:load ?load }",
]


def refused(query: str, *, service: bool = False) -> str:
    """Why the guard refuses a query; "" where it lets it pass."""
    try:
        guard.refuse(query, service=service)
    except QueryError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused_in_every_spelling(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE would leave this graph"):
        guard.refuse(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_within_strings_iris_comments_and_names_is_harmless(query: str) -> None:
    assert refused(query) == ""


def test_service_is_left_to_an_endpoint() -> None:
    assert "SERVICE" in refused(SERVICES[0])
    assert refused(SERVICES[0], service=True) == ""


@pytest.mark.parametrize("update", ["LOAD <file:///etc/hostname>", "load silent <http://x/> INTO GRAPH <x:g>"])
def test_load_is_refused(update: str) -> None:
    with pytest.raises(QueryError, match="LOAD would read files or the net"):
        guard.refuse(update)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { FILTER(" + "(" * 1000 + "1" + ")" * 1000 + ") }",
        "SELECT * {" * 300 + "}" * 300,
        "SELECT * { FILTER(" + "!" * 1000 + "?x) }",
        "SELECT * { FILTER(" + "- " * 1000 + "?x) }",
        "SELECT * { ?s ?p ?o FILTER(1" + "+1" * 20_000 + ") }",
        "ASK {} #" + "x" * 1_000_000,
        "ASK { ?s ?p '\x00' }",
        "ASK { ?s ?p '\ud800' }",
    ],
)
def test_what_would_end_the_process_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        guard.refuse(query)


def test_long_lists_of_values_are_no_nesting() -> None:
    assert refused("SELECT * { VALUES ?s { " + "<x:a> " * 20_000 + "} ?s ?p ?o }") == ""


def test_a_tokenizer_never_takes_long_for_a_hostile_text() -> None:
    for text in ("a-.a-" * 40_000, "<" * 100_000, '"""a"' * 40_000, "a:." * 60_000, "x:" + ".-" * 100_000):
        assert sum(1 for _ in tokens(text)) > 0


PIECES = [
    *"SERVICE service SILENT SELECT * ASK WHERE FILTER EXISTS UNION OPTIONAL GRAPH BIND VALUES true 1 1. 1e3 a".split(),
    *"{ } ( ) [ ] < > <x:a> <http://127.0.0.1:9/> ?s ?p $o . ; , | / ^ ! + - = && @en ^^ _:b a: :b a:b\\# #".split(),
    *("'", '"', '"""', "'''", "\\", "\\u0053", "\\u0022", "\\u0023", "\\n", "\n", "\r", "\t", " ", "'x'", '"SERVICE"'),
]
SEEDS = [*SERVICES, *HARMLESS]


def mutant(chance: random.Random) -> str:
    """A query near one of the known ones: pieces put in, taken out, doubled, their letters changed."""
    text = chance.choice(SEEDS)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randint(0, 6))
        change = chance.random()
        if change < 0.6:
            text = text[:at] + chance.choice(PIECES) + text[at:]
        elif change < 0.8:
            text = text[:at] + text[end:]
        elif change < 0.9:
            text = text[:at] + chance.choice(string.printable) + text[end:]
        else:
            text = text[:end] + text[at:end] + text[end:]
    return text


class Listener:
    """A server on loopback that only counts who calls; `calls` since it was last looked at."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._count = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self.port = self._socket.getsockname()[1]

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self._count += 1
            with suppress(OSError), caller:
                caller.recv(1 << 16)
                caller.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def calls(self) -> int:
        """How many called since the last look."""
        count, self._count = self._count, 0
        return count

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port)).close()  # wakes the thread, which then finds it closed
        self._socket.close()


def store_that_matches() -> pyoxigraph.Store:
    """A store in which the patterns beside SERVICE find something, so that the engine comes to call out."""
    store = pyoxigraph.Store()
    objects = "true 1 <x:a> <x:b#> 'z' '\"' 'it' 's' 'a' ''".split()
    data = f"<x:a> a <x:b#>, <x:a> ; <x:b> {', '.join(objects)} ; <y:label> 'service' ."
    store.load(data, pyoxigraph.RdfFormat.TURTLE)
    return store


def ask_unguarded(query: str, store: pyoxigraph.Store) -> None:
    with suppress(SyntaxError, ValueError, RuntimeError, OSError):
        result = store.query(query, prefixes={"mrg": "x:", "rdfs": "y:"})
        for _ in result if not isinstance(result, pyoxigraph.QueryBoolean) else ():
            pass


def slips_through(count: int, seed: int) -> tuple[list[str], int]:
    """Of `count` mutants those that the guard passes and the engine calls out for, and how many call out at all."""
    chance = random.Random(seed)
    store = store_that_matches()
    missed, calling = [], 0
    listener = Listener()
    try:
        for _ in range(count):
            query = mutant(chance).replace(":9/", f":{listener.port}/")
            ask_unguarded(query, store)
            if listener.calls():
                calling += 1
                with suppress(QueryError):
                    guard.refuse(query)
                    missed.append(query)
    finally:
        listener.close()
    return missed, calling


def test_what_is_passed_at_a_glance_would_pass_a_closer_look() -> None:
    chance = random.Random(3)
    passed = 0
    deep = "{" * 198 + "}" * 198
    for text in [*HARMLESS, deep, *(mutant(chance) for _ in range(20_000))]:
        if not guard._may_be_refused(text):
            guard._refuse_tokens(text, service=False)
            passed += 1
    assert passed > 1000


def test_no_mutant_that_calls_out_passes_the_guard() -> None:
    missed, calling = slips_through(4_000, seed=1)
    assert calling > 30, "the mutants no longer reach what they are to test"
    assert missed == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { " + " . ".join(f"?s{number} <x:p> ?o{number}" for number in range(30_000)) + " }",
        "ASK { ?s " + " ; ".join(f"<x:p> {number}" for number in range(30_000)) + " }",
        "ASK { ?s <x:p> " + ", ".join(map(str, range(30_000))) + " }",
        "SELECT * { ?s ?p ?o " + " ".join(f"BIND ({number} AS ?b{number})" for number in range(4_000)) + " }",
        "SELECT * { ?s ?p ?o " + " ".join(f"minus {{ ?s <x:{number}> ?o }}" for number in range(4_000)) + " }",
        "SELECT " + " ".join(f"({number} AS ?v{number})" for number in range(4_000)) + " {}",
    ],
)
def test_more_patterns_than_the_engine_can_nest_are_refused_in_words(query: str) -> None:
    assert "patterns and clauses; the limit is 1,000, list the values with VALUES" in refused(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p ?o FILTER (?o IN (" + ", ".join(map(str, range(30_000))) + ")) }",
        "ASK { VALUES ?o { " + " ".join(map(str, range(30_000))) + " } ?s ?p ?o }",
        "ASK { " + " . ".join(f"<x:s> <x:p> {number}" for number in range(900)) + " }",
        "SELECT * { ?s ?p ?o } # " + ". " * 5_000,
        'SELECT * { ?s ?p "' + ". " * 5_000 + '" }',
    ],
)
def test_long_lists_and_texts_are_no_patterns(query: str) -> None:
    assert refused(query) == ""
    pyoxigraph.Store().query(query)


def test_the_data_of_an_update_are_no_patterns(tmp_path: Path) -> None:
    from mrgraph.asking import queries

    (tmp_path / "empty.ttl").write_text("")
    triples = " . ".join(f"<x:s> <x:p> {number}" for number in range(5_000))
    changed = queries.updated([tmp_path / "empty.ttl"], f"INSERT DATA {{ {triples} }}", "ntriples")
    assert changed.count(b"\n") == 5_000
