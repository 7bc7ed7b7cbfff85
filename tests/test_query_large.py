"""Answers of any size: they take little memory, are the same as short ones, and are printed whole or not at all."""

from __future__ import annotations

import csv
import io
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from mrgraph import rdf
from mrgraph.asking import construct, results
from mrgraph.asking.queries import evaluate
from mrgraph.output.spool import Spool, ordered
from mrgraph.rdf.engine_terms import their_triple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mrgraph.rdf.terms import Triple

MB = 1024 * 1024
SUBJECTS = 40_000
DATA = b"""
<x:a> <x:p> <x:b>, "text", 5.90 ; <x:q> <x:a> .
<x:b> <x:p> <x:c>, _:n . <x:c> <x:r> "x"@en, "=1+1", "two\\nlines", "-5" .
"""


@pytest.fixture
def store() -> rdf.Store:
    made = pyoxigraph.Store()
    made.load(DATA, pyoxigraph.RdfFormat.TURTLE)
    return rdf.as_store(made)


# ------------------------------------------------------------------------------------------------ by way of files


def test_records_are_sorted_the_same_by_way_of_files() -> None:
    chance = random.Random(5)
    records = [(chance.randrange(3), f"é{chance.randrange(200)}", "\n\x00") for _ in range(2000)]
    assert list(ordered(records, 64)) == sorted(set(records)) == list(ordered(records))


def test_what_is_written_is_read_again_wherever_it_lies() -> None:
    spool = Spool()
    pieces = [bytes([number]) * 100_000 for number in range(200)]
    spool.writelines(pieces)
    assert spool.size == 20_000_000
    assert b"".join(spool.chunks()) == b"".join(pieces)
    assert spool.ends_with(pieces[-1][:10])
    assert not spool.ends_with(b"\n")


def test_what_passes_a_limit_is_refused() -> None:
    spool = Spool(10)
    spool.write(b"12345")
    with pytest.raises(OSError, match="too large"):
        spool.write(b"123456")
    assert spool.full


def test_cells_that_a_spreadsheet_would_run_are_harmless_wherever_they_stand(store: rdf.Store) -> None:
    many = " ".join(f'("{number}" "=a\n,""b{number}")' for number in range(20_000)).replace('""', '\\"')
    query = f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {many} }} }}".replace("\n", "\\n")
    data, empty = results.render(evaluate(store, query), "csv")
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert not empty
    assert rows == [["x", "y"], *([str(number), f"'=a\n,\"b{number}"] for number in range(20_000))]


# ------------------------------------------------------------------------------------------------ CONSTRUCT


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s <x:p> ?o . $o <x:r> ?any }",
        "CONSTRUCT { ?s <x:all> ?o, 'fixed'@en, ?o ; ?p [ <x:of> ?s ] . ?o <x:in> ?s } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?missing . ?o ?o ?o } { ?s ?p ?o OPTIONAL { ?o <x:r> ?missing } }",
        "CONSTRUCT { ?s <x:list> (1 ?o 'a{b}') } WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 2",
        "PREFIX x: <x:> CONSTRUCT # { not here }\n{ ?s x:p ?o } WHERE { { SELECT ?s ?o { ?s x:p ?o } LIMIT 50 } }",
        "CONSTRUCT { ?s a mrg:Company } WHERE { ?s ?p ?o FILTER EXISTS { ?s <x:q> ?s } }",
        "CONSTRUCT { ?s ?p ?o } FROM <x:none> WHERE { ?s ?p ?o }",
        "CONSTRUCT { } WHERE { ?s ?p ?o }",
        "CONSTRUCT { <x:s> <x:p> 1 } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s <x:n> ?n } WHERE { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s }",
    ],
)
def test_what_a_query_builds_is_what_the_engine_builds(store: rdf.Store, query: str) -> None:
    built = construct.triples(store, query)
    theirs = dataset(evaluate(store, query))  # type: ignore[arg-type]
    if built is None:
        assert "?s" not in query.partition("WHERE")[0]  # a template without variables is left to the engine
        return
    assert dataset(built) == theirs


def dataset(triples: Iterable[Triple]) -> pyoxigraph.Dataset:
    """The triples, whatever the names of their blank nodes."""
    made = pyoxigraph.Dataset(pyoxigraph.Quad(*triple) for triple in map(their_triple, triples))
    made.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return made


@pytest.mark.parametrize(
    "query", ["SELECT * { ?construct ?p ?o }", "ASK {}", "CONSTRUCT { ?s ?p", "CONSTRUCT { ?s ?p }"]
)
def test_what_builds_nothing_is_left_to_the_engine(store: rdf.Store, query: str) -> None:
    assert construct.triples(store, query) is None


def test_triple_terms_are_built_and_written(store: rdf.Store) -> None:
    query = "CONSTRUCT { ?s <x:p> ?t . ?s ?p ?o } { ?s ?p ?o BIND (TRIPLE(?s, ?p, ?o) AS ?t) FILTER (?s = <x:a>) }"
    out = Spool()
    assert not results.write_graph(construct.triples(store, query) or (), "ntriples", out)
    lines = b"".join(out.chunks()).decode().splitlines()
    assert len(lines) == len(set(lines)) == 8
    assert sum("<<(" in line for line in lines) == 4


# ------------------------------------------------------------------------------------------------ the whole command


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of 160,000 triples."""
    file = tmp_path_factory.mktemp("large") / "large.nt"
    with file.open("w", encoding="ascii", newline="\n") as stream:
        for number in range(SUBJECTS):
            for place in range(4):
                stream.write(f'<https://example.org/thing/{number:08}> <x:p{place}> "value {number} of {place}" .\n')
    return file


@pytest.mark.skipif(sys.platform != "linux", reason="the unit of ru_maxrss differs between systems")
@pytest.mark.parametrize("form", ["csv", "jsonl", "table", "ntriples", "turtle"])
def test_a_long_answer_takes_little_memory(large: Path, form: str) -> None:
    graph = form in ("ntriples", "turtle")
    query = "CONSTRUCT WHERE { ?s ?p ?o }" if graph else "SELECT * { ?s ?p ?o }"
    command = [sys.executable, "-m", "mrgraph", "query", "-g", str(large), "--format", form, query]
    asked = [sys.executable, "-m", "mrgraph", "query", "-g", str(large), "ASK {}"]
    subprocess.run(asked, check=True, capture_output=True)  # builds the index
    code = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True); "
        "print(done.stdout.count(b'value'), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    rows, memory = map(int, done.stdout.split())
    assert rows == 4 * SUBJECTS
    assert memory < 140 * MB
