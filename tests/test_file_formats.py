"""The format of a file that a command writes: its ending says it, `--format` may, and the two agree."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyoxigraph
import pytest
import samples_extractions as made
from samples_graphs import saved

from mrgraph.cli import file_formats
from mrgraph.cli.commands import compare, evaluate, prove, read, report
from mrgraph.export import exporters
from mrgraph.rdf.formats import ROW_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

ROWS = "SELECT ?s ?o { ?s rdfs:label ?o } LIMIT 3"
TRIPLES = "CONSTRUCT WHERE { ?s rdfs:label ?o }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small graph with a contradiction and two names alike."""
    first = made.page("a.html", made.size("$4 billion", "4e9", 2024), made.company("Acme Works"))
    second = made.page(
        *("b.html", made.size("$9 billion", "9e9", 2024), made.company("Acme Worx")),
        publisher="b.example",
        template="t2",
    )
    return str(saved(tmp_path_factory.mktemp("graph"), first, second))


def is_json(data: bytes) -> bool:
    return isinstance(json.loads(data), dict | list)


def is_json_lines(data: bytes) -> bool:
    return all(isinstance(json.loads(line), dict) for line in data.splitlines())


def is_csv(data: bytes) -> bool:
    return b"," in data.splitlines()[0] and data.splitlines(keepends=True)[0].endswith(b"\r\n")


def is_text(data: bytes) -> bool:
    return not data.startswith((b"{", b"[", b"<", b"@prefix", b"TX"))


def is_html(data: bytes) -> bool:
    return data.startswith(b"<!doctype html>")


def is_rdf(form: pyoxigraph.RdfFormat) -> Callable[[bytes], bool]:
    return lambda data: len(list(pyoxigraph.parse(data, form))) > 3


SNIFFED: dict[str, Callable[[bytes], bool]] = {
    ".json": is_json,
    ".srj": is_json,
    ".jsonl": is_json_lines,
    ".ndjson": is_json_lines,
    ".csv": is_csv,
    ".tsv": lambda data: b"\t" in data.splitlines()[0],
    ".srx": lambda data: b"sparql-results" in data,
    ".xml": lambda data: b"sparql-results" in data,
    ".txt": is_text,
    ".md": lambda data: data.startswith((b"| ", b"# ")),
    ".markdown": lambda data: data.startswith((b"| ", b"# ")),
    ".html": is_html,
    ".htm": is_html,
    ".patch": lambda data: data.startswith(b"TX ."),
    ".graphml": lambda data: b"<graphml" in data[:200],
    ".gexf": lambda data: b"<gexf" in data[:200],
    ".cyjs": lambda data: "elements" in json.loads(data),
    ".dot": lambda data: data.startswith(b"digraph"),
    ".gv": lambda data: data.startswith(b"digraph"),
    ".zip": lambda data: data.startswith(b"PK"),
    ".cypher": lambda data: data.startswith(b"CREATE CONSTRAINT"),
    ".cql": lambda data: data.startswith(b"CREATE CONSTRAINT"),
    ".sqlite": lambda data: data.startswith(b"SQLite format 3"),
    ".sqlite3": lambda data: data.startswith(b"SQLite format 3"),
    ".db": lambda data: data.startswith(b"SQLite format 3"),
    ".ttl": is_rdf(pyoxigraph.RdfFormat.TURTLE),
    ".nt": is_rdf(pyoxigraph.RdfFormat.N_TRIPLES),
    ".nq": is_rdf(pyoxigraph.RdfFormat.N_QUADS),
    ".trig": is_rdf(pyoxigraph.RdfFormat.TRIG),
    ".jsonld": is_rdf(pyoxigraph.RdfFormat.JSON_LD),
    ".rdf": is_rdf(pyoxigraph.RdfFormat.RDF_XML),
}
# What is asked; the option that names the file; endings that are known; a format, and an ending that contradicts it.
COMMANDS: dict[str, tuple[list[str], str, str, tuple[str, str]]] = {
    "query": (
        ["query", ROWS],
        "--out",
        ".csv .tsv .json .srj .srx .xml .jsonl .ndjson .md .html .htm .txt",
        ("csv", ".json"),
    ),
    "query for a graph": (["query", TRIPLES], "--out", ".ttl .nt .nq .trig .jsonld .rdf", ("nt", ".ttl")),
    "export": (
        ["export"],
        "-o",
        ".ttl .nt .nq .trig .jsonld .rdf .json .graphml .gexf .cyjs .dot .gv .zip .cypher .cql .sqlite .sqlite3 .db",
        ("turtle", ".nt"),
    ),
    "report": (["report"], "-o", ".html .htm .md .markdown", ("html", ".md")),
    "conflicts": (["conflicts"], "-o", ".txt .csv .jsonl .ndjson", ("csv", ".jsonl")),
    "families": (["families"], "-o", ".txt .csv .jsonl", ("jsonl", ".csv")),
    "suggest": (["identities", "suggest", "--least", "0.1"], "-o", ".txt .csv .jsonl", ("csv", ".jsonl")),
    "market": (["market", "widgets"], "-o", ".txt .json", ("text", ".json")),
    "why": (["why", "widgets"], "-o", ".txt .jsonl", ("text", ".jsonl")),
    "view": (["view"], "-o", ".html .htm", ("", ".md")),
}


def asked(name: str, graph: str, *more: str) -> list[str]:
    return [*COMMANDS[name][0], *more, "-g", graph]


@pytest.mark.parametrize(
    ("name", "ending"), [(name, ending) for name, (_, _, endings, _) in COMMANDS.items() for ending in endings.split()]
)
def test_the_ending_of_the_file_says_its_format(
    command: Command, graph: str, tmp_path: Path, name: str, ending: str
) -> None:
    target = tmp_path / f"answer.x{ending.upper()}"
    done = command(asked(name, graph, COMMANDS[name][1], str(target)))
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    assert f"wrote {target}".encode() in done.stderr
    assert SNIFFED[ending](target.read_bytes())


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("file", ["answer.xyz", "answer"])
def test_an_ending_that_says_nothing_is_refused(
    command: Command, graph: str, tmp_path: Path, name: str, file: str
) -> None:
    target = tmp_path / file
    done = command(asked(name, graph, COMMANDS[name][1], str(target)))
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert str(target) in line
    assert COMMANDS[name][2].split()[0] in line
    assert ("--format" in line) is (name != "view")
    assert not target.exists()


@pytest.mark.parametrize("name", [name for name, case in COMMANDS.items() if case[3][0]])
def test_a_format_decides_where_the_ending_says_nothing_and_agrees_where_it_does(
    command: Command, graph: str, tmp_path: Path, name: str
) -> None:
    _, option, _, (form, contradicting) = COMMANDS[name]
    for file in ("answer.xyz", "answer", "answer.txt"):
        done = command(asked(name, graph, "--format", form, option, str(tmp_path / file)))
        assert done.returncode == 0, done.stderr
        assert (tmp_path / file).stat().st_size > 10
    target = tmp_path / f"answer{contradicting}"
    done = command(asked(name, graph, "--format", form, option, str(target)))
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert contradicting in line
    assert f"--format says {'ntriples' if form == 'nt' else form}" in line
    assert not target.exists()


def test_a_page_is_called_as_pages_are(command: Command, graph: str, tmp_path: Path) -> None:
    done = command(["view", "-g", graph, "-o", str(tmp_path / "network.png")])
    assert done.returncode == 2
    assert "end the name in .html or .htm" in done.stderr.decode()


def test_a_patched_graph_is_called_as_turtle_is(command: Command, graph: str, tmp_path: Path) -> None:
    patch = command(["diff", graph, graph, "--format", "patch"]).stdout
    done = command(["patch", graph, "-", "-o", str(tmp_path / "new.nt")], stdin=patch)
    assert done.returncode == 2
    assert "end the name in .ttl" in done.stderr.decode()
    assert command(["patch", graph, "-", "-o", str(tmp_path / "new.ttl")], stdin=patch).returncode == 0


@pytest.mark.parametrize("ending", [".txt", ".patch", ".jsonl"])
def test_a_comparison_goes_into_a_file(
    command: Command, graph: str, seeds_graph: Path, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"changes{ending}"
    assert command(["diff", graph, str(seeds_graph), "-o", str(target)]).returncode == 0
    assert SNIFFED[ending](target.read_bytes())
    contradicting = command(["diff", graph, graph, "-o", str(target), "--format", "patch"])
    assert contradicting.returncode == (0 if ending in (".patch", ".txt") else 2)


@pytest.mark.parametrize("ending", [".jsonl", ".json", ".txt"])
def test_what_was_read_goes_into_a_file(command: Command, seeds: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"read{ending}"
    done = command(["extract", str(min(seeds.iterdir())), "-o", str(target)])
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert SNIFFED[ending](target.read_bytes())
    assert command(["extract", str(seeds), "-o", str(tmp_path / "read.csv")]).returncode == 2


@pytest.mark.parametrize("ending", [".json", ".txt"])
def test_a_scoreboard_goes_into_a_file(command: Command, root: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"scores{ending}"
    done = command(["evaluate", str(root / "tests" / "gold" / "seeds"), "-o", str(target)])
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert SNIFFED[ending](target.read_bytes())


def test_stdout_devices_and_pipes_take_the_default(command: Command, graph: str, tmp_path: Path) -> None:
    for output in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        assert file_formats.chosen(None, output, ROW_FORMATS) == ()
        assert file_formats.chosen("json", output, ROW_FORMATS) == ("json",)
    os.mkfifo(tmp_path / "pipe.json")
    assert file_formats.chosen("csv", str(tmp_path / "pipe.json"), ROW_FORMATS) == ("csv",)
    (tmp_path / "link.csv").symlink_to("/dev/null")
    assert file_formats.chosen(None, str(tmp_path / "link.csv"), ROW_FORMATS) == ()
    assert is_csv(command(["query", "-g", graph, ROWS, "--out", "-"]).stdout)


@pytest.mark.parametrize(("ending", "rows", "triples"), [(".json", "json", "jsonld"), (".xml", "xml", "rdfxml")])
def test_of_an_ending_that_two_formats_share_the_answer_takes_its_own(
    command: Command, graph: str, tmp_path: Path, ending: str, rows: str, triples: str
) -> None:
    for form, query in ((rows, ROWS), (triples, TRIPLES)):
        target = tmp_path / f"{form}{ending}"
        assert command(["query", "-g", graph, query, "--out", str(target)]).returncode == 0
        assert target.read_bytes() == command(["query", "-g", graph, query, "--format", form]).stdout
        assert target.stat().st_size > 100


def test_a_table_that_is_wanted_as_a_graph_is_refused_before_a_file_is_there(
    command: Command, graph: str, tmp_path: Path
) -> None:
    for query, ending in ((ROWS, ".ttl"), (TRIPLES, ".csv"), (TRIPLES, ".txt")):
        done = command(["query", "-g", graph, query, "--out", str(tmp_path / f"a{ending}")])
        assert done.returncode == 2
        assert b"choose" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_each_format_of_each_command_has_an_ending() -> None:
    known = {
        *(*ROW_FORMATS, *exporters.FORMATS, *report.FORMATS, *prove.FORMATS, *compare.DIFF_FORMATS),
        *(*evaluate.FORMATS, *read.EXTRACT_FORMATS),
    }
    named = {name for names in file_formats.ENDINGS.values() for name in names}
    assert len(known) > 16
    assert known == named


@pytest.mark.parametrize("form", [None, "csv"])
def test_the_name_of_a_folder_says_nothing(tmp_path: Path, form: str | None) -> None:
    assert file_formats.chosen(form, str(tmp_path / "a.json" / "b.csv"), ROW_FORMATS) == ("csv",)
    with pytest.raises(click.UsageError, match="no ending tells the format"):
        file_formats.chosen(None, str(tmp_path / "a.json" / "b"), ROW_FORMATS)
