"""Formats of other tools: read back by their own readers, they hold what SPARQL counts in the graph."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import networkx
import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

import mrgraph
from mrgraph import vocab
from mrgraph.asking.queries import ask
from mrgraph.errors import UsageError
from mrgraph.export import exporters
from mrgraph.export.exporters import Options
from mrgraph.rdf.terms import Literal
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mrgraph.rdf.terms import Triple

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib's own reader of JSON-LD
THINGS = "Report Publisher Market Company Topic Technology Application Segment Region Country".split()
QUALCOMM = vocab.PREFIXES["company"] + "qualcomm"
ODD = 'A "quoted"\n<b>label</b> \\ & more; {braces}\x01, =1+1'
KINDS = ", ".join(f"mrg:{kind}" for kind in THINGS)
THING = f"?s a ?sk . FILTER (?sk IN ({KINDS}))"
EDGE = f"?s ?p ?o . {THING} ?o a ?ok . FILTER (?ok IN ({KINDS}))"


@pytest.fixture(scope="module")
def written(seeds_graph: Path) -> Callable[..., bytes]:
    """The bytes of an export of the seeds."""

    def write(form: str, **options: Any) -> bytes:
        stream = io.BytesIO()
        exporters.export(seeds_graph, form, stream, Options(**options))
        return stream.getvalue()

    return write


def count(graph: Path, patterns: str, what: str = "DISTINCT ?s") -> int:
    (row,) = ask(graph, f"SELECT (COUNT({what}) AS ?n) {{ {patterns} }}").rows
    assert isinstance(row[0], Literal)
    return int(row[0].text)


def edges(graph: Path) -> int:
    return count(graph, f"SELECT DISTINCT ?s ?p ?o {{ {EDGE} }}", "*")


def odd_graph() -> list[Triple]:
    """Two things whose names hold what formats use as signs of their own."""
    first, second = vocab.PREFIXES["company"] + "a", vocab.PREFIXES["market"] + "m"
    return [
        (first, vocab.RDF_TYPE, vocab.Company),
        (first, vocab.RDFS_LABEL, Literal(ODD)),
        (second, vocab.RDF_TYPE, vocab.Market),
        (second, vocab.RDFS_LABEL, Literal("日本 | [[x]] ``` # ü")),
        (second, vocab.hasPlayer, first),
    ]


def exported(triples: list[Triple], form: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    exporters.export(triples, form, stream, Options(**options))
    return stream.getvalue()


# ---------------------------------------------------------------------------------------------------- networks


def read_network(data: bytes, form: str) -> networkx.MultiDiGraph[str]:
    if form == "cytoscape":
        return networkx.cytoscape_graph(json.loads(data), name="label", ident="id")
    return {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}[form](io.BytesIO(data))


@pytest.mark.parametrize("form", ["graphml", "gexf", "cytoscape"])
def test_a_network_has_the_things_and_the_edges_between_them(
    written: Callable[..., bytes], seeds_graph: Path, form: str
) -> None:
    network = read_network(written(form), form)
    assert network.number_of_nodes() == count(seeds_graph, THING)
    assert network.number_of_edges() == edges(seeds_graph)
    assert {data["relation"] for *_, data in network.edges(data=True)} >= {"hasPlayer", "studies", "publishedBy"}
    whole = mrgraph.to_networkx(seeds_graph)
    for name, attributes in whole.nodes(data=True):
        assert {key: network.nodes[name][key] for key in attributes} == attributes
    ours = Counter((start, end, data["relation"], data["weight"]) for start, end, data in whole.edges(data=True))
    theirs = Counter((start, end, data["relation"], data["weight"]) for start, end, data in network.edges(data=True))
    assert ours == theirs


def test_the_edges_of_a_network_say_who_says_so(seeds_graph: Path) -> None:
    network = mrgraph.to_networkx(seeds_graph)
    assert network.nodes[QUALCOMM] == {"label": "Qualcomm Inc.", "kind": "Company"}
    market = vocab.PREFIXES["market"] + "semiconductor-metallization-and-interconnect"
    edge = network.edges[market, QUALCOMM, "hasPlayer"]
    assert edge["weight"] == 2
    assert 0.5 < edge["confidence"] <= 1
    assert "Qualcomm" in edge["quote"]


@pytest.mark.parametrize(
    ("profile", "kinds"), [("figures", {"MarketSize"}), ("full", {"Evidence", "Rule", "Document"})]
)
def test_a_network_may_have_figures_and_evidence(seeds_graph: Path, profile: str, kinds: set[str]) -> None:
    network = mrgraph.to_networkx(seeds_graph, profile)
    assert kinds <= {data["kind"] for _, data in network.nodes(data=True)}
    sizes = [data for _, data in network.nodes(data=True) if data["kind"] == "MarketSize"]
    assert len(sizes) == count(seeds_graph, "?s a mrg:MarketSize")
    assert all(isinstance(size["amount"], float) and isinstance(size["year"], int) for size in sizes)
    assert {size["basis"] for size in sizes} <= {"forecast", "reported", "estimated"}


def test_dot_has_a_line_for_each_node_and_edge(written: Callable[..., bytes], seeds_graph: Path) -> None:
    lines = written("dot").decode().splitlines()
    assert sum(" -> " in line for line in lines) == edges(seeds_graph)
    assert sum(" [label=" in line and " -> " not in line for line in lines) == count(seeds_graph, THING)


@pytest.mark.parametrize("form", ["graphml", "gexf", "cytoscape"])
def test_odd_names_come_back_from_networks(form: str) -> None:
    network = read_network(exported(odd_graph(), form), form)
    label = network.nodes[vocab.PREFIXES["company"] + "a"]["label"]
    assert label == (ODD if form == "cytoscape" else ODD.replace("\x01", "\N{REPLACEMENT CHARACTER}"))


def test_cytoscape_names_its_nodes(written: Callable[..., bytes]) -> None:
    elements = json.loads(written("cytoscape"))["elements"]
    assert all(node["data"]["name"] == node["data"]["label"] for node in elements["nodes"])
    assert len({edge["data"]["id"] for edge in elements["edges"]}) == len(elements["edges"])


# ------------------------------------------------------------------------------------------------------- Neo4j


def test_the_files_of_neo4j_have_its_headers(written: Callable[..., bytes], seeds_graph: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written("neo4j")))
    nodes, relationships = (
        list(csv.reader(io.StringIO(archive.read(name).decode()))) for name in ("nodes.csv", "relationships.csv")
    )
    assert nodes[0][0] == "iri:ID"
    assert nodes[0][-1] == ":LABEL"
    assert "fromYear:long" in nodes[0]
    assert relationships[0][:3] == [":START_ID", ":END_ID", ":TYPE"]
    assert {"confidence:double", "weight:long"} <= set(relationships[0])
    assert len(nodes) - 1 == count(seeds_graph, THING)
    assert len(relationships) - 1 == edges(seeds_graph)
    ids = {row[0] for row in nodes[1:]}
    assert all(row[0] in ids and row[1] in ids for row in relationships[1:])
    assert {row[2] for row in relationships[1:]} >= {"HAS_PLAYER", "PUBLISHED_BY"}


def test_cypher_merges_each_node_and_edge(written: Callable[..., bytes], seeds_graph: Path) -> None:
    statements = written("cypher").decode().split(";\n")
    assert statements[0].startswith("CREATE CONSTRAINT")
    assert sum(statement.count('{iri: "') for statement in statements) == count(seeds_graph, THING)
    assert sum(statement.count('{source: "') for statement in statements) == edges(seeds_graph)


def test_odd_names_stay_within_their_quotes_in_cypher() -> None:
    text = exported(odd_graph(), "cypher").decode()
    (quoted,) = re.findall(r'label: ("(?:[^"\\]|\\.)*")', text.split(";\n")[1])
    assert json.loads(quoted) == ODD


# ------------------------------------------------------------------------------------------------------ tables


def counts(graph: Path) -> dict[str, int]:
    """The rows that each table has, by SPARQL."""
    kinds = "VALUES ?k { mrg:MarketSize mrg:GrowthRate mrg:MarketShare mrg:CompanyRevenue }"
    return {
        "entities": count(graph, THING),
        "edges": edges(graph),
        "figures": count(graph, f"{kinds} ?s a ?k"),
        "claims": count(graph, "SELECT DISTINCT ?s ?e { ?s mrg:statedIn ?r . OPTIONAL { ?s mrg:evidence ?e } }", "*"),
    }


def test_sqlite_has_the_rows_that_sparql_counts(written: Callable[..., bytes], seeds_graph: Path) -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(written("sqlite"))
    expected = counts(seeds_graph)
    assert min(expected.values()) > 20
    for table, number in expected.items():
        assert database.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (number,)
    named = "SELECT e.label FROM entities_fts f JOIN entities e ON e.rowid = f.rowid WHERE entities_fts MATCH 'amkor'"
    assert database.execute(named).fetchall() == [("Amkor Technology Inc.",)]
    quoted = "SELECT COUNT(*) FROM claims_fts WHERE claims_fts MATCH 'semiconductor'"
    assert database.execute(quoted).fetchone()[0] > 5
    plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM edges WHERE subject = 'x'").fetchall()
    assert "edges_subject" in str(plan)
    (total,) = database.execute("SELECT SUM(amount) FROM figures WHERE kind = 'MarketSize'").fetchone()
    (row,) = ask(seeds_graph, "SELECT (SUM(?a) AS ?total) { ?s a mrg:MarketSize ; mrg:amount ?a }").rows
    assert isinstance(row[0], Literal)
    assert total == float(row[0].text)
    database.close()


def test_parquet_has_the_rows_that_sparql_counts(written: Callable[..., bytes], seeds_graph: Path) -> None:
    polars = pytest.importorskip("polars", reason="not installed: pip install 'mrgraph[tables]'")
    archive = zipfile.ZipFile(io.BytesIO(written("parquet")))
    frames = {
        name.partition(".")[0]: polars.read_parquet(io.BytesIO(archive.read(name))) for name in archive.namelist()
    }
    assert {name: frame.height for name, frame in frames.items()} == counts(seeds_graph)
    assert frames["figures"]["amount"].dtype == polars.Float64
    assert frames["figures"]["year"].dtype == polars.Int64
    single = polars.read_parquet(io.BytesIO(written("parquet", table="figures")))
    assert single.equals(frames["figures"])


def test_a_workbook_has_the_rows_that_sparql_counts(written: Callable[..., bytes], seeds_graph: Path) -> None:
    pytest.importorskip("xlsxwriter", reason="not installed: pip install 'mrgraph[tables]'")
    openpyxl = pytest.importorskip("openpyxl", reason="not installed: pip install openpyxl")
    workbook = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    assert {sheet.title: sheet.max_row - 1 for sheet in workbook} == counts(seeds_graph)
    figures = workbook["figures"]
    assert figures.freeze_panes == "A2"
    names = [cell.value for cell in figures[1]]
    amounts = [row[names.index("amount")].value for row in figures.iter_rows(min_row=2)]
    assert {type(amount) for amount in amounts if amount is not None} <= {int, float}


def test_a_workbook_runs_no_formula() -> None:
    pytest.importorskip("xlsxwriter", reason="not installed: pip install 'mrgraph[tables]'")
    openpyxl = pytest.importorskip("openpyxl", reason="not installed: pip install openpyxl")
    triples = [(subject, predicate, Literal("=1+1")) if value == Literal(ODD) else (subject, predicate, value)
               for subject, predicate, value in odd_graph()]  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(exported(triples, "xlsx")))["entities"]
    assert ("=1+1", "s") in {(cell.value, cell.data_type) for row in sheet for cell in row}


def test_csv_has_the_rows_that_sparql_counts(written: Callable[..., bytes], seeds_graph: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written("csv")))
    rows = {
        name.partition(".")[0]: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
        for name in archive.namelist()
    }
    assert {name: len(table) for name, table in rows.items()} == counts(seeds_graph)
    labels = {row["label"] for row in rows["entities"] if row["kind"] == "Company"}
    assert "Qualcomm Inc." in labels
    assert all(row["quote"] for row in rows["claims"])


def test_csv_has_a_byte_order_mark_where_it_is_asked_for(written: Callable[..., bytes]) -> None:
    plain, marked = written("csv", table="edges"), written("csv", table="edges", mark=True)
    assert marked == b"\xef\xbb\xbf" + plain
    assert not plain.startswith(b"\xef\xbb\xbf")


def test_a_profile_has_the_tables_of_its_part(written: Callable[..., bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written("csv", profile="figures")))
    assert archive.namelist() == ["entities.csv", "edges.csv", "figures.csv"]
    with pytest.raises(UsageError, match="no table 'claims'; choose entities, edges"):
        written("csv", profile="edges", table="claims")


@pytest.mark.parametrize("form", ["turtle", "graphml"])
def test_a_choice_that_says_nothing_to_a_format_is_refused(written: Callable[..., bytes], form: str) -> None:
    with pytest.raises(UsageError, match="--table says nothing to this format"):
        written(form, table="edges")


# --------------------------------------------------------------------------------------------------- RDF again


def parse(data: bytes, form: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data, format=form)


@pytest.mark.parametrize(
    ("form", "theirs"), [("ntriples", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml"), ("turtle", "turtle")]
)
def test_rdf_is_isomorphic_in_rdflib(written: Callable[..., bytes], seeds_graph: Path, form: str, theirs: str) -> None:
    turtle = parse((seeds_graph / "graph.ttl").read_bytes(), "turtle")
    assert isomorphic(parse(written(form), theirs), turtle)


@pytest.mark.parametrize(("form", "theirs"), [("turtle", "turtle"), ("rdfxml", "rdfxml"), ("ntriples", "ntriples")])
def test_rdf_is_the_same_in_an_engine_outside_python(written: Callable[..., bytes], form: str, theirs: str) -> None:
    rapper = shutil.which("rapper")
    if rapper is None:
        pytest.skip("no rapper on this machine, so NOTHING was read by it: apt-get install raptor2-utils")
    command = [rapper, "-q", "-i", theirs, "-o", "ntriples", "-", "http://example.org/"]
    done = subprocess.run(command, input=written(form), capture_output=True, check=True)
    parsed = pyoxigraph.parse(done.stdout, pyoxigraph.RdfFormat.N_TRIPLES)
    ours = pyoxigraph.parse(written("ntriples"), pyoxigraph.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in parsed} == {quad.triple for quad in ours}


@pytest.mark.parametrize(("form", "kind"), [("nquads", "N_QUADS"), ("trig", "TRIG")])
def test_a_dataset_has_a_named_graph_for_each_report(
    written: Callable[..., bytes], seeds_graph: Path, form: str, kind: str
) -> None:
    quads = list(pyoxigraph.parse(written(form), getattr(pyoxigraph.RdfFormat, kind)))
    turtle = pyoxigraph.parse((seeds_graph / "graph.ttl").read_bytes(), pyoxigraph.RdfFormat.TURTLE)
    assert {quad.triple for quad in quads} == {quad.triple for quad in turtle}
    store = pyoxigraph.Store()
    store.extend(quads)
    names = {graph.value for graph in store.named_graphs()}
    assert names == {iri for (iri,) in ask(seeds_graph, "SELECT ?r { ?r a mrg:Report }").rows}
    asked = f"SELECT DISTINCT ?g ?m ?c {{ GRAPH ?g {{ ?m <{vocab.hasPlayer}> ?c }} }}"
    said = (
        "SELECT DISTINCT ?r ?m ?c { ?k mrg:subject ?m ; mrg:predicate mrg:hasPlayer ; mrg:object ?c ; mrg:statedIn ?r }"
    )
    assert len(list(store.query(asked))) == len(ask(seeds_graph, said).rows) > 50
    assert not bool(store.query(f"ASK {{ ?m <{vocab.hasPlayer}> ?c }}"))


def test_a_dataset_keeps_the_names_of_its_graphs(tmp_path: Path) -> None:
    file = tmp_path / "named.trig"
    file.write_text("<x:a> <x:p> 1 . <x:g> { <x:a> <x:p> 2 , 2.50 } _:b { <x:a> <x:p> 3 }")
    for form in ("nquads", "trig"):
        stream = io.BytesIO()
        exporters.export(file, form, stream)
        quads = pyoxigraph.parse(
            stream.getvalue(), getattr(pyoxigraph.RdfFormat, {"nquads": "N_QUADS"}.get(form, "TRIG"))
        )
        graphs = Counter(type(quad.graph_name).__name__ for quad in quads)
        assert graphs == {"DefaultGraph": 1, "NamedNode": 2, "BlankNode": 1}
        assert b"2.50" in stream.getvalue()


def test_profiles_grow(written: Callable[..., bytes]) -> None:
    lines = {
        profile: set(written("ntriples", profile=profile).splitlines()) for profile in ("edges", "figures", "full")
    }
    assert lines["edges"] < lines["figures"] < lines["full"]
    assert lines["full"] == set(written("ntriples").splitlines())
    assert not any(b"/evidence/" in line or b"/document/" in line for line in lines["figures"])
    for relation in (vocab.hasPlayer, vocab.publishedBy, vocab.within):
        marked = {line for line in lines["full"] if f"> <{relation}> <".encode() in line}
        assert marked
        assert marked <= lines["edges"]


def test_what_is_untyped_gets_its_class_where_asked(written: Callable[..., bytes], seeds_graph: Path) -> None:
    graph = parse(written("turtle", typed=True), "turtle")
    for kind, pattern in (
        ("Evidence", "?c mrg:evidence ?s"),
        ("Claim", "?s mrg:statedIn ?r"),
        ("Rule", "?c mrg:extractor ?s"),
    ):
        typed = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(vocab.NS + kind)))
        assert len(typed) == count(seeds_graph, pattern)


def test_the_ontology_comes_along_without_a_second_label(written: Callable[..., bytes], seeds_graph: Path) -> None:
    """Put together by hand, graph and ontology give each code two labels, and rows come twice."""
    data = written("turtle", ontology=True)
    store = pyoxigraph.Store()
    store.load(data, pyoxigraph.RdfFormat.TURTLE)
    labels = f"SELECT ?s (COUNT(?l) AS ?n) {{ ?s <{vocab.RDFS_LABEL}> ?l }} GROUP BY ?s HAVING (COUNT(?l) > 1)"
    assert list(store.query(labels)) == []
    owl = rdflib.OWL.ObjectProperty
    assert (rdflib.URIRef(vocab.hasPlayer), rdflib.RDF.type, owl) in parse(data, "turtle")


def test_a_view_of_triples_is_that_of_their_file(seeds_graph: Path, written: Callable[..., bytes]) -> None:
    from mrgraph import rdf

    triples = list(rdf.read_triples(seeds_graph))
    for form in ("graphml", "trig", "sqlite", "notes", "json"):
        assert exported(triples, form) == written(form)


# -------------------------------------------------------------------------------------------- JSON, notes


def things(data: bytes) -> Iterator[dict[str, Any]]:
    yield from json.loads(data)["things"]


def test_json_is_as_web_developers_expect_it(written: Callable[..., bytes], seeds_graph: Path) -> None:
    markets = {thing["name"]: thing for thing in things(written("json")) if thing["type"] == "Market"}
    market = markets["Package on package"]
    assert {player["name"] for player in market["players"]} >= {"Amkor Technology Inc.", "Micron Technology"}
    assert {type(figure["year"]) for figure in market["figures"] if "year" in figure} == {int}
    size = next(figure for figure in market["figures"] if figure["type"] == "MarketSize" and figure["year"] == 2022)
    assert (size["amount"], size["currency"], size["report"]["name"][:18]) == (5000000000, "USD", "Package on package")
    assert "$5 billion" in size["evidence"][0]["quote"]
    keys = {key for thing in things(written("json")) for key in thing}
    assert not any(":" in key or "@" in key for key in keys)
    players = sum(len(thing.get("players", ())) for thing in things(written("json")))
    assert players == count(seeds_graph, "?s mrg:hasPlayer ?o", "*")


def test_json_is_json_ld_by_the_shipped_context(written: Callable[..., bytes], seeds_graph: Path) -> None:
    data = written("json")
    shipped = json.loads((data_path("ontology") / "context.jsonld").read_bytes())["@context"]
    assert json.loads(data)["@context"] == shipped
    linked = parse(data, "json-ld")
    whole = parse((seeds_graph / "graph.ttl").read_bytes(), "turtle")
    for relation in (vocab.hasPlayer, vocab.publishedBy, vocab.market, vocab.basis, vocab.coversRegion, vocab.quote):
        predicate = rdflib.URIRef(relation)
        found = set(linked.subject_objects(predicate))
        assert found
        assert found <= set(whole.subject_objects(predicate))
        assert relation in (vocab.quote, vocab.basis, vocab.market) or found == set(whole.subject_objects(predicate))
    engine = {str(quad.triple) for quad in pyoxigraph.parse(data, pyoxigraph.RdfFormat.JSON_LD)}
    assert len(engine) == len(linked)


def test_notes_link_to_notes_that_are_there(written: Callable[..., bytes], seeds_graph: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written("notes")))
    notes = {name.removesuffix(".md"): archive.read(name).decode() for name in archive.namelist()}
    assert len(notes) == count(seeds_graph, THING)
    links = {link for text in notes.values() for link in re.findall(r"\[\[([^\]|]+)\|", text)}
    assert len(links) > 100
    assert links <= set(notes)
    note = notes["Markets/Package on package"]
    assert 'aliases:\n  - "Package on package"\n  - "PoP"' in note
    assert "**$5 billion**" in note
    players = note.partition("## has player\n\n")[2].splitlines()[0].count("[[")
    assert players == count(seeds_graph, "market:package-on-package mrg:hasPlayer ?o", "*")


def test_names_that_no_file_can_have_are_made_fit() -> None:
    archive = zipfile.ZipFile(io.BytesIO(exported(odd_graph(), "notes")))
    assert archive.namelist() == ["Companies/A quoted b label b & more; {braces} , =1+1.md", "Markets/日本 x ``` ü.md"]
    assert r"\<b\>label\</b\>" in archive.read(archive.namelist()[0]).decode()


# ------------------------------------------------------------------------------------------------- the command


def test_the_command_takes_the_table_from_the_name(command: Command, seeds_graph: Path, tmp_path: Path) -> None:
    done = command(["export", "-g", str(seeds_graph), "-o", str(tmp_path / "figures.csv"), "--bom"])
    assert done.returncode == 0, done.stderr
    head = (tmp_path / "figures.csv").read_text("utf-8-sig").splitlines()[0]
    assert head.startswith("claim,kind,market,marketLabel")
    done = command(["export", "-g", str(seeds_graph), "-o", str(tmp_path / "all.csv")])
    assert done.returncode == 2
    assert "csv writes several files; end the name in / or .zip, or call it after one of them" in done.stderr.decode()


def test_the_command_lays_several_files_into_a_folder(command: Command, seeds_graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "vault"
    done = command(["export", "-g", str(seeds_graph), "--format", "notes", "-o", f"{target}/"])
    assert done.returncode == 0, done.stderr
    assert (target / "Markets" / "Package on package.md").is_file()
    done = command(["export", "-g", str(seeds_graph), "--format", "neo4j", "-o", str(target)])
    assert sorted(path.name for path in target.glob("*.csv")) == ["nodes.csv", "relationships.csv"]


@pytest.mark.parametrize("form", [exporter.name for exporter in exporters.EXPORTERS])
def test_the_same_graph_has_the_same_bytes(written: Callable[..., bytes], form: str) -> None:
    if form in ("parquet", "xlsx"):
        needed = {"parquet": "polars", "xlsx": "xlsxwriter"}[form]
        pytest.importorskip(needed, reason="not installed: pip install 'mrgraph[tables]'")
    assert written(form) == written(form)


@pytest.mark.parametrize("form", ["query", "export"])
def test_help_waits_for_no_heavy_library(form: str) -> None:
    heavy = "spacy pyvis networkx polars xlsxwriter pandas mcp rdflib".split()
    told = (
        "import sys\nfrom mrgraph.cli import program\n"
        f"try:\n    program(['{form}', '--help'], prog_name='mrgraph')\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Usage: mrgraph" in done.stdout


def test_what_was_set_aside_is_told_among_the_claims_alone() -> None:
    claim, market = vocab.PREFIXES["claim"] + "1", vocab.PREFIXES["market"] + "m"
    triples: list[Triple] = [
        *odd_graph(),
        (claim, vocab.RDF_TYPE, vocab.SetAside),
        (claim, vocab.kind, vocab.MarketSize),
        (claim, vocab.market, market),
        (claim, vocab.statedIn, vocab.PREFIXES["report"] + "r"),
        (claim, vocab.valueText, Literal("$5 billion")),
        (claim, vocab.flag, vocab.Rejected),
        (vocab.Rejected, vocab.RDF_TYPE, vocab.Defect),
        (vocab.Rejected, vocab.RDFS_LABEL, Literal("rejected")),
    ]
    assert exported(triples, "csv", table="figures").count(b"\n") == 1
    (row,) = csv.DictReader(io.StringIO(exported(triples, "csv", table="claims").decode(), newline=""))
    assert (row["kind"], row["value"], row["flags"], row["defect"]) == ("MarketSize", "$5 billion", "rejected", "1")
    assert not any("claim" in name for name in mrgraph.to_networkx(triples, "figures"))
    assert mrgraph.to_networkx(triples, "full").nodes[claim]["kind"] == "SetAside"
