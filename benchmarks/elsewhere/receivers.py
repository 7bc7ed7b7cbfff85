"""Take a graph to each receiver that is installed here, by the lines of docs/elsewhere.md, and hold what it counts
against SPARQL:

    python benchmarks/elsewhere/receivers.py [GRAPH]

Python receivers: networkx, igraph, duckdb, pandas, polars, openpyxl, rdflib, owlready2, pyld, kglite (Cypher).
Programs: sfdp (graphviz), rapper (raptor2-utils), serdi, riot (Jena), oxigraph. What is not there is told and left out.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import mrgraph

KINDS = ", ".join(
    f"mrg:{kind}"
    for kind in "Report Publisher Market Company Topic Technology Application Segment Region Country".split()
)
NODES = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a ?k FILTER (?k IN ({KINDS})) }}"
EDGES = (
    "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o ; a ?k . ?o a ?j "
    f"FILTER (?k IN ({KINDS}) && ?j IN ({KINDS})) }} }}"
)
FIGURES = (
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?k "
    "VALUES ?k { mrg:MarketSize mrg:GrowthRate mrg:MarketShare mrg:CompanyRevenue } }"
)
Counts = tuple[int, ...]
Receiver = Callable[["Work"], tuple[Counts, Counts]]


class Work:
    """A graph, what SPARQL counts in it, and a folder for its exports."""

    def __init__(self, graph: mrgraph.Graph, folder: Path) -> None:
        self.graph, self.folder = graph, folder
        self.triples = len(graph)
        self.nodes, self.edges, self.figures = (graph.query(query)[0].n for query in (NODES, EDGES, FIGURES))
        self.players = graph.query("SELECT (COUNT(*) AS ?n) { ?m mrg:hasPlayer ?c }")[0].n

    def export(self, name: str, form: str | None = None, **options: Any) -> Path:
        return self.graph.export(f"{self.folder}/{name}", form, **options)


def _networkx(work: Work) -> tuple[Counts, Counts]:
    import networkx

    read = [networkx.read_gexf(work.export("g.gexf")), networkx.read_graphml(work.export("g.graphml"))]
    return tuple(n for graph in read for n in (len(graph), graph.number_of_edges())), (work.nodes, work.edges) * 2


def _igraph(work: Work) -> tuple[Counts, Counts]:
    import igraph

    graph = igraph.Graph.Read_GraphML(str(work.export("g.graphml")))
    return (graph.vcount(), graph.ecount()), (work.nodes, work.edges)


def _duckdb(work: Work) -> tuple[Counts, Counts]:
    import duckdb

    folder = work.export("tables/", "parquet")
    rows = [
        duckdb.sql(f"SELECT COUNT(*) FROM '{folder}/{name}.parquet'").fetchall()[0] for name in ("edges", "figures")
    ]
    return tuple(row[0] for row in rows), (work.edges, work.figures)


def _pandas(work: Work) -> tuple[Counts, Counts]:
    import pandas

    frame = pandas.read_csv(work.export("figures.csv", mark=True))
    return (len(frame), frame["kind"].notna().sum()), (work.figures, work.figures)


def _polars(work: Work) -> tuple[Counts, Counts]:
    import polars

    return (polars.read_parquet(work.export("edges.parquet")).height,), (work.edges,)


def _openpyxl(work: Work) -> tuple[Counts, Counts]:
    import openpyxl

    workbook = openpyxl.load_workbook(work.export("g.xlsx"))
    return tuple(workbook[name].max_row - 1 for name in ("entities", "edges", "figures")), (
        work.nodes,
        work.edges,
        work.figures,
    )


def _sqlite3(work: Work) -> tuple[Counts, Counts]:
    import sqlite3

    database = sqlite3.connect(work.export("g.db"))
    found = database.execute("SELECT COUNT(*) FROM edges").fetchone()
    database.close()
    return found, (work.edges,)


def _rdflib(work: Work) -> tuple[Counts, Counts]:
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(work.export("g.trig"), format="trig")
    return (len(set(dataset.triples((None, None, None)))),), (work.triples,)


def _owlready2(work: Work) -> tuple[Counts, Counts]:
    import owlready2

    world = owlready2.World()
    file = work.export("protege.nt", "ntriples", ontology=True)
    ontology = world.get_ontology(file.as_uri()).load()
    player = next(property_ for property_ in ontology.object_properties() if property_.name == "hasPlayer")
    return (sum(1 for _ in player.get_relations()),), (work.players,)


def _pyld(work: Work) -> tuple[Counts, Counts]:
    from pyld import jsonld

    things = jsonld.flatten(json.loads(work.export("g.json").read_bytes()))
    player = "https://w3id.org/mrgraph/ns#hasPlayer"
    return (sum(len(thing.get(player, ())) for thing in things),), (work.players,)


def _kglite(work: Work) -> tuple[Counts, Counts]:
    import kglite

    graph = kglite.KnowledgeGraph()
    for statement in work.export("g.cypher").read_text("utf-8").split(";\n")[1:]:
        if statement.strip():
            graph.cypher(statement)
    asked = ("MATCH (n) RETURN count(n) AS n", "MATCH ()-[r]->() RETURN count(r) AS n")
    return tuple(next(iter(graph.cypher(query)))["n"] for query in asked), (work.nodes, work.edges)


def _sfdp(work: Work) -> tuple[Counts, Counts]:
    drawn = _run("sfdp", "-Tsvg", str(work.export("g.dot")))
    return (drawn.count('class="node"'), drawn.count('class="edge"')), (work.nodes, work.edges)


def _rapper(work: Work) -> tuple[Counts, Counts]:
    counts = [
        len(_run("rapper", "-q", "-i", form, "-o", "ntriples", str(work.export(name))).splitlines())
        for form, name in (("turtle", "g.ttl"), ("rdfxml", "g.rdf"), ("ntriples", "g.nt"))
    ]
    return tuple(counts), (work.triples,) * 3


def _serdi(work: Work) -> tuple[Counts, Counts]:
    lines = _run("serdi", "-i", "trig", "-o", "nquads", str(work.export("g.trig"))).splitlines()
    triples = {line.rsplit(" <https://w3id.org/mrgraph/report/", 1)[0].removesuffix(" .") for line in lines}
    return (len(triples),), (work.triples,)


def _riot(work: Work) -> tuple[Counts, Counts]:
    return (len(_run("riot", "--output=nt", str(work.export("g.jsonld"))).splitlines()),), (work.triples,)


def _oxigraph(work: Work) -> tuple[Counts, Counts]:
    lines = _run("oxigraph", "convert", "--from-file", str(work.export("g.trig")), "--to-format", "nq").splitlines()
    whole = sum(1 for _ in work.export("g.nq").open("rb"))
    return (len(lines),), (whole,)


def _run(*command: str) -> str:
    place = shutil.which(command[0], path=_path())
    assert place is not None
    return subprocess.run([place, *command[1:]], capture_output=True, text=True, check=True).stdout


LIBRARIES = (_networkx, _igraph, _duckdb, _pandas, _polars, _openpyxl, _sqlite3, _rdflib, _owlready2, _pyld, _kglite)
PROGRAMS = (_sfdp, _rapper, _serdi, _riot, _oxigraph)


def main() -> int:
    """Run all that are there; 1 where one counts otherwise than SPARQL."""
    warnings.simplefilter("ignore")
    graph = mrgraph.open(sys.argv[1] if len(sys.argv) > 1 else "graph")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Work(graph, Path(folder))
        for receiver in (*LIBRARIES, *PROGRAMS):
            name = receiver.__name__.strip("_")
            found = find_spec(name) if receiver in LIBRARIES else shutil.which(name, path=_path())
            if not found:
                print(f"{name:10} not here")
                continue
            counted, expected = receiver(work)
            same = tuple(map(int, counted)) == expected
            wrong += not same
            print(f"{name:10} {'same' if same else 'OTHER'}  {' '.join(map(str, counted))}  SPARQL: {expected}")
    return 1 if wrong else 0


def _path() -> str:
    import os

    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


if __name__ == "__main__":
    sys.exit(main())
