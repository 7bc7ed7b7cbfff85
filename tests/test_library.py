"""The graph from Python: reads like the commands, gives plain values, and shows itself in notebooks."""

from __future__ import annotations

import doctest
import json
from typing import TYPE_CHECKING

import pytest
import rdflib

import mrgraph
from mrgraph.errors import GraphError, QueryError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

SIZES = """
SELECT ?amount ?year ?text ?basis {
  ?s a mrg:MarketSize ; mrg:amount ?amount ; mrg:valueText ?text ; mrg:basis ?basis OPTIONAL { ?s mrg:year ?year }
}
ORDER BY ?amount
"""


@pytest.fixture(scope="module")
def graph(seeds_graph: Path) -> mrgraph.Graph:
    return mrgraph.open(seeds_graph)


def test_the_examples_of_the_page_are_true(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    text = (root / "docs" / "api.md").read_text("utf-8")
    example = doctest.DocTestParser().get_doctest(text, {}, "api.md", "docs/api.md", 0)
    runner = doctest.DocTestRunner()
    runner.run(example)
    assert runner.tries > 8
    assert runner.failures == 0


def test_rows_are_plain_values(graph: mrgraph.Graph) -> None:
    rows = graph.query(SIZES)
    assert isinstance(rows, mrgraph.Rows)
    assert len(rows) == len(list(rows)) > 3
    assert {tuple(type(value) for value in row) for row in rows} <= {
        (float, int, str, str),
        (float, type(None), str, str),
    }
    assert rows[-1].amount == max(rows.column("amount"))
    assert rows[:2].columns == rows.columns
    assert json.loads(json.dumps(rows.to_dicts()))[0]["amount"] == rows[0].amount
    assert rows == graph.query(SIZES)
    with pytest.raises(KeyError, match="no column 'price'; there are amount, year"):
        rows.column("price")


def test_saved_queries_take_parameters(graph: mrgraph.Graph) -> None:
    rows = graph.query("players", market="PACKAGE ON PACKAGE")
    assert "Micron Technology" in rows.column("company")
    assert graph.query("players", market="the Packge on package market") == rows
    with pytest.raises(UsageError, match="did you mean"):
        graph.query("players", market="package on")
    with pytest.raises(UsageError, match="did you mean 'players'"):
        graph.query("player")
    with pytest.raises(UsageError, match="only saved queries have parameters"):
        graph.query("ASK { ?s ?p ?o }", market="x")
    assert mrgraph.query(graph, "players") == graph.query("players")


def test_other_kinds_of_answers(graph: mrgraph.Graph, seeds_graph: Path) -> None:
    assert graph.query("ASK { ?c a mrg:Company }") is True
    assert mrgraph.query(seeds_graph, "ASK { ?c a mrg:Nothing }") is False
    companies = graph.query("CONSTRUCT WHERE { ?c a mrg:Company }")
    assert isinstance(companies, mrgraph.Graph)
    assert len(companies) == len(graph.query("SELECT ?c { ?c a mrg:Company }")) > 40
    with pytest.raises(QueryError, match="not answered within"):
        graph.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?g) }", timeout=0.05)


def test_rows_become_data_frames(graph: mrgraph.Graph) -> None:
    pandas = pytest.importorskip("pandas", reason="not installed: pip install pandas")
    polars = pytest.importorskip("polars", reason="not installed: pip install 'mrgraph[tables]'")
    rows = graph.query(SIZES)
    frame, other = rows.to_pandas(), rows.to_polars()
    assert list(frame.columns) == list(other.columns) == list(rows.columns)
    assert len(frame) == other.height == len(rows)
    assert str(frame["year"].dtype) == "Int64"
    assert other["year"].dtype == polars.Int64
    assert pandas.DataFrame(rows, columns=rows.columns).equals(pandas.DataFrame(rows.to_dicts()))


def test_rows_show_themselves(graph: mrgraph.Graph) -> None:
    rows = graph.query("SELECT ('<b>' AS ?bold) (1 AS ?n) {}")
    assert "<td>&lt;b&gt;</td><td>1</td>" in rows._repr_html_()
    assert repr(rows).splitlines()[0].split() == ["bold", "n"]
    many = graph.query("SELECT ?s { ?s ?p ?o }")
    assert many._repr_html_().count("<tr>") == 101
    assert "more rows</p>" in many._repr_html_()


def test_things_have_sheets(graph: mrgraph.Graph) -> None:
    market = graph.market("package on package")
    assert market["label"] == "Package on package"
    company = graph.company("Amkor")
    assert company["label"] == "Amkor Technology Inc."
    assert {entry["label"] for entry in company["markets"]} >= {"Package on package"}
    assert all(entry["sources"][0]["passages"][0]["quote"] for entry in company["markets"])
    assert company["competitors"]
    assert len(graph.markets()) == len(graph.query("SELECT ?m { ?m a mrg:Market }"))
    assert graph.neighbours("amkor", 3)[0].keys() == graph.neighbours("package on package")[0].keys()
    assert isinstance(graph.communities(), list)
    ties = graph.ties("amkor")
    assert {("hasPlayer", "in"), ("namesCompany", "in")} <= {(tie["relation"], tie["direction"]) for tie in ties}
    assert graph.find("etching")[0]["kinds"] == ["Application", "Topic"]
    with pytest.raises(UsageError, match="no market"):
        graph.find("nothing of this name")
    for answer in (market, company, ties, graph.conflicts(), graph.why("amkor")):
        json.dumps(answer)


def test_proofs_and_changes(graph: mrgraph.Graph, seeds: Path, tmp_path: Path) -> None:
    (proof,) = graph.why("package on package", "hasPlayer", "amkor")
    assert "Amkor" in proof["passages"][0]["quote"]
    verified = graph.verify(seeds)
    assert verified["claims"] == verified["proved"] > 200
    assert graph.verify(tmp_path)["proved"] == 0
    assert graph.diff(graph) == []
    fewer = mrgraph.Graph(triple for triple in graph.triples if "amkor" not in triple[0])
    assert len(fewer) < len(graph)
    assert graph.diff(fewer)
    assert isinstance(graph.check(), tuple)


def test_files_are_written_and_opened_again(graph: mrgraph.Graph, seeds_graph: Path, tmp_path: Path) -> None:
    assert graph.export(tmp_path / "new" / "graph.graphml").read_bytes()[:5] == b"<?xml"
    assert graph.export(tmp_path / "edges.csv").read_text("utf-8").startswith("subject,")
    graph.export(f"{tmp_path}/vault/", "notes")
    assert (tmp_path / "vault" / "Markets" / "Package on package.md").is_file()
    with pytest.raises(UsageError, match="its ending says no format"):
        graph.export(tmp_path / "graph.doc")
    assert graph.save(tmp_path / "copy").read_bytes() == (seeds_graph / "graph.ttl").read_bytes()
    assert len(mrgraph.open(tmp_path / "copy")) == len(graph)
    assert graph.view(tmp_path / "page.html").stat().st_size > 100_000
    assert b"<html" in graph.report(tmp_path / "report.html").read_bytes()[:500]
    assert graph.report(tmp_path / "report.md").read_text("utf-8").startswith("#")
    assert isinstance(graph.to_rdflib(), rdflib.Graph)
    assert graph.to_networkx().number_of_nodes() > 100
    with pytest.raises(GraphError, match="no such file"):
        mrgraph.open(tmp_path / "missing")


def test_a_built_graph_can_be_asked(seeds: Path) -> None:
    graph = mrgraph.build(seeds)
    assert len(graph) == len(graph.triples) > 3000
    assert graph.query("ASK { company:qualcomm a mrg:Company }")
    assert (graph.problems, len(graph.facts.reports)) == ((), 5)
    assert repr(graph) == f"mrgraph.Graph({len(graph):,} triples)"


def test_an_extraction_is_ready_for_json(seeds: Path) -> None:
    (first, *_) = sorted(seeds.iterdir())
    read = mrgraph.extract(first).to_dict()
    assert json.loads(json.dumps(read))["market"] == read["market"]
    assert mrgraph.link([mrgraph.extract(first)]).reports
