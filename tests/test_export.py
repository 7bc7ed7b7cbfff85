"""Export: every format holds the same triples, and the same bytes come out each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from mrgraph import vocab
from mrgraph.errors import GraphError, UsageError
from mrgraph.rdf import serialization
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from mrgraph.rdf.terms import Triple

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

PARSERS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
EXAMPLE = "http://example.org/"
TRIPLES: list[Triple] = [
    (f"{EXAMPLE}a", vocab.RDF_TYPE, vocab.Company),
    (f"{EXAMPLE}a", vocab.RDFS_LABEL, Literal('A "quoted"\n<b>label</b> & more')),
    (f"{EXAMPLE}a", vocab.RDFS_LABEL, Literal("日本", vocab.RDF_LANG_STRING, "ja")),
    (f"{EXAMPLE}a", vocab.percent, Literal("5.90", vocab.XSD_DECIMAL)),
    (f"{EXAMPLE}a", vocab.year, Literal("02024", vocab.XSD_INTEGER)),
    (f"{EXAMPLE}b c".replace(" ", "%20"), vocab.hasPlayer, f"{EXAMPLE}a"),
    (f"{EXAMPLE}b%20c", vocab.hasPlayer, f"{EXAMPLE}a"),
]


def parsed(data: bytes, form: str) -> set[str]:
    return {str(quad.triple) for quad in pyoxigraph.parse(data, PARSERS[form])}


def test_the_formats_tested_are_those_offered() -> None:
    assert set(PARSERS) == set(serialization.FORMATS)


@pytest.mark.parametrize("form", serialization.FORMATS)
def test_each_format_holds_the_triples_with_their_spelling(form: str) -> None:
    expected = parsed(serialization.serialise(TRIPLES, "ntriples"), "ntriples")
    assert len(expected) == 6
    data = serialization.serialise(TRIPLES, form)
    assert parsed(data, form) == expected
    assert serialization.serialise(reversed(TRIPLES), form) == data


def test_spellings_of_numbers_are_kept() -> None:
    for form in serialization.FORMATS:
        assert b"5.90" in serialization.serialise(TRIPLES, form)
        assert b"02024" in serialization.serialise(TRIPLES, form)


def test_json_ld_is_whole_in_itself() -> None:
    read = json.loads(serialization.serialise(TRIPLES, "jsonld"))
    assert all(isinstance(context, str) for context in read["@context"].values())
    assert len(read["@graph"]) == 2


@pytest.mark.parametrize(
    "triple",
    [
        (f"{EXAMPLE}a", vocab.RDFS_LABEL, Literal("a\x01b")),
        (f"{EXAMPLE}a", f"{EXAMPLE}123", Literal("no XML name")),
    ],
)
def test_what_xml_cannot_hold_is_told(triple: Triple) -> None:
    with pytest.raises(GraphError, match="choose ntriples"):
        serialization.serialise([triple], "rdfxml")
    assert len(parsed(serialization.serialise([triple], "ntriples"), "ntriples")) == 1


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no format of this name; choose turtle, ntriples"):
        serialization.serialise([], "excel")


@pytest.mark.parametrize("form", serialization.FORMATS)
def test_the_command_exports_the_whole_graph(command: Command, seeds_graph: Path, form: str) -> None:
    done = command(["export", "-g", str(seeds_graph), "--format", form])
    assert done.returncode == 0, done.stderr
    turtle = (seeds_graph / "graph.ttl").read_bytes()
    assert parsed(done.stdout, form) == parsed(turtle, "turtle")
    if form == "turtle":
        assert done.stdout == turtle


def test_the_command_writes_a_file_whole(command: Command, seeds_graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "graph.jsonld"
    done = command(["export", "-g", str(seeds_graph), "--format", "jsonld", "-o", str(target)])
    assert (done.returncode, done.stdout) == (0, b"")
    assert json.loads(target.read_bytes())["@graph"]
    assert [path.name for path in target.parent.iterdir()] == ["graph.jsonld"]
