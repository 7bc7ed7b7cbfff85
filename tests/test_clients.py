"""The endpoint with the clients that people use, and the documents that its IRIs and descriptions lead to."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from test_serve import EXAMPLE, Served

from mrgraph import vocab
from mrgraph.serve import negotiation
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = "SELECT ?name { ?c a mrg:Company ; rdfs:label ?name } ORDER BY ?name LIMIT 3"
# Query forms by name, each with the number of rows or triples of its answer; None for a yes or no.
FORMS = {
    "SELECT": (f"PREFIX mrg: <{vocab.NS}> SELECT ?c {{ ?c a mrg:Company }} LIMIT 3", 3),
    "ASK": ("ASK { ?s ?p ?o }", None),
    "CONSTRUCT": ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3", 3),
    "DESCRIBE": ("DESCRIBE <https://w3id.org/mrgraph/region/world>", 2),
}
RETURN_FORMATS = ("", "json", "xml", "turtle", "n3", "rdf", "rdf+xml", "csv", "tsv", "json-ld")
VOID = "http://rdfs.org/ns/void#"


@pytest.fixture(scope="module")
def served(seeds_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    named = tmp_path_factory.mktemp("named") / "named.ttl"
    named.write_text("<x:a> <x:p> 5.90 , 6 .")
    running = Served("-g", str(seeds_graph), "--named-graph", f"{EXAMPLE}={named}")
    yield running
    running.end()


@pytest.mark.parametrize("returned", RETURN_FORMATS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.filterwarnings("ignore:Sending Accept header:RuntimeWarning", "ignore:unknown response content type")
@pytest.mark.filterwarnings("ignore:Format requested was:RuntimeWarning", "ignore:ConjunctiveGraph is deprecated")
def test_sparqlwrapper_is_answered_in_each_combination(served: Served, form: str, returned: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="not installed: pip install SPARQLWrapper")
    asking = wrapper.SPARQLWrapper(f"http://localhost:{served.port}/sparql")
    query, count = FORMS[form]
    asking.setQuery(query)
    if returned:
        asking.setReturnFormat(returned)
    reply = asking.query()
    kind, data = reply.info()["content-type"].partition(";")[0], reply.response.read()
    if form in ("SELECT", "ASK"):
        expected = {"": "xml", "xml": "xml", "csv": "csv", "tsv": "tsv"}.get(returned, "json")
        assert kind == negotiation.ROWS[expected][0]
        if expected == "json" and count:
            assert len(json.loads(data)["results"]["bindings"]) == count
    else:
        expected = {"json": "jsonld", "json-ld": "jsonld", "turtle": "turtle", "n3": "turtle", "csv": "turtle"}
        assert kind == negotiation.GRAPHS[{**expected, "tsv": "turtle"}.get(returned, "rdfxml")][0]
        parser = pyoxigraph.RdfFormat.from_media_type(kind)
        assert parser is not None
        assert sum(1 for _ in pyoxigraph.parse(data, parser)) >= (count or 0)


def test_the_combinations_of_sparqlwrapper_are_forty() -> None:
    assert len(FORMS) * len(RETURN_FORMATS) == 40


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_a_store_of_rdflib_is_answered(served: Served, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"http://localhost:{served.port}/sparql", method=method))
    kind = rdflib.URIRef(vocab.Company)
    assert len(list(graph.query("SELECT ?c { ?c a ?k }", initBindings={"k": kind}))) > 40
    assert len(list(graph.triples((None, rdflib.RDF.type, kind)))) > 40
    assert graph.query("ASK { ?s ?p ?o }").askAnswer
    assert len(graph.query(f"CONSTRUCT WHERE {{ ?c a <{kind}> }}").graph or ()) > 40


@pytest.mark.parametrize(
    ("parameters", "kind"),
    [
        ("format=csv", "text/csv"),
        ("output=tsv", "text/tab-separated-values"),
        ("results=xml", "application/sparql-results+xml"),
        ("format=application/sparql-results%2Bxml", "application/sparql-results+xml"),
        ("format=application/sparql-results+json&output=text/csv", "application/sparql-results+json"),
        ("format=turtle&format=text/csv", "text/csv"),
        ("format=ttl", "application/sparql-results+json"),
        ("output=&format=", "application/sparql-results+json"),
    ],
)
def test_a_format_may_be_named_in_the_words_of_other_endpoints(served: Served, parameters: str, kind: str) -> None:
    reply = served.ask(f"/sparql?{parameters}&query={quote(NAMES)}")
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, kind)


def test_a_format_that_nobody_knows_is_told(served: Served) -> None:
    reply = served.ask(f"/sparql?output=excel&query={quote(NAMES)}")
    assert reply.status == 400
    assert b"no format 'excel'; choose json" in reply.body


def test_all_formats_of_the_command_are_offered() -> None:
    from mrgraph.rdf import formats

    assert sorted(negotiation.ROWS) == sorted(formats.ROW_FORMATS)
    assert tuple(negotiation.GRAPHS) == formats.GRAPH_FORMATS


# ----------------------------------------------------------------------------------- documents behind the IRIs


@pytest.mark.parametrize(
    ("path", "file"), [("/ns", "mrgraph.ttl"), ("/shapes", "shapes.ttl"), ("/regions", "regions.ttl")]
)
def test_the_files_of_the_ontology_are_served(served: Served, path: str, file: str) -> None:
    assert served.ask(path, Accept="text/turtle").body == (data_path("ontology") / file).read_bytes()
    linked = served.ask(f"{path}?format=nt")
    assert linked.headers["content-type"] == "application/n-triples"
    shipped = pyoxigraph.parse((data_path("ontology") / file).read_bytes(), pyoxigraph.RdfFormat.TURTLE)
    assert len(set(linked.body.splitlines())) == sum(1 for _ in shipped)


def test_the_ontology_is_a_page_with_every_term(served: Served) -> None:
    page = served.ask("/ns", Accept="text/html").body.decode()
    terms = {name for name, value in vars(vocab).items() if isinstance(value, str) and value == f"{vocab.NS}{name}"}
    assert len(terms) > 60
    assert {name for name in terms if f'id="{name}"' not in page} == set()
    assert "has, by at least one source, the participant" in page


def test_the_data_are_described_where_clients_look(served: Served, seeds_graph: Path) -> None:
    for path in ("/.well-known/void", "/void"):
        graph = rdflib.Graph().parse(served.ask(path, Accept="text/turtle").body, format="turtle")
        (data,) = graph.subjects(rdflib.URIRef(f"{VOID}sparqlEndpoint"))
        assert str(data) == f"http://localhost:{served.port}/.well-known/void#graph"
        whole = len(rdflib.Graph().parse(seeds_graph / "graph.ttl"))
        assert graph.value(data, rdflib.URIRef(f"{VOID}triples")) == rdflib.Literal(whole)
        companies = graph.value(predicate=rdflib.URIRef(f"{VOID}class"), object=rdflib.URIRef(vocab.Company))
        assert int(str(graph.value(companies, rdflib.URIRef(f"{VOID}entities")))) > 40


def test_the_endpoint_counts_each_graph_for_itself(served: Served, seeds_graph: Path) -> None:
    graph = rdflib.Graph().parse(served.ask("/sparql", Accept="text/turtle").body, format="turtle")
    counts = {int(str(count)) for count in graph.objects(None, rdflib.URIRef(f"{VOID}triples"))}
    assert counts == {2, len(rdflib.Graph().parse(seeds_graph / "graph.ttl"))}


def test_the_context_is_served_to_pages_elsewhere_too(served: Served) -> None:
    reply = served.ask("/context.jsonld")
    assert reply.headers["content-type"] == "application/ld+json"
    assert json.loads(reply.body)["@context"]["players"]["@id"] == "mrg:hasPlayer"


def test_each_redirect_leads_where_the_service_answers(served: Served) -> None:
    """The rules for w3id.org, read as its server reads them, with this service as the place they lead to."""
    text = (data_path("ontology") / "w3id" / ".htaccess").read_text("utf-8")
    rules = re.findall(r"^RewriteRule (\S+) %\{ENV:HOME\}(\S+) \[R=303,L", text, re.MULTILINE)
    assert len(rules) > 3
    for asked in ("ns", "shapes", "regions", "context.jsonld", "company/amkor-technology", "region/world.ttl"):
        pattern, target = next(rule for rule in rules if re.match(rule[0], asked))
        match = re.match(pattern, asked)
        assert match is not None
        place = target.replace("$1", match[1]) if match.groups() else target
        assert served.ask(place).status == 200, asked


def test_the_record_of_the_run_is_served(served: Served, seeds_graph: Path) -> None:
    assert served.ask("/run.ttl").body == (seeds_graph / "run.ttl").read_bytes()


@pytest.mark.parametrize(
    ("ending", "kind"), [("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("nt", "application/n-triples")]
)
def test_the_ending_of_a_thing_says_its_format(served: Served, ending: str, kind: str) -> None:
    for thing in ("/company/amkor-technology", "/publisher/reliablemarketsize.com"):
        reply = served.ask(f"{thing}.{ending}", Accept="text/html")
        assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, kind)
        assert thing.rpartition("/")[2].encode() in reply.body
    assert served.ask(f"/company/no-such-company.{ending}").status == 404


def test_a_page_tells_where_its_data_are(served: Served) -> None:
    reply = served.ask("/company/amkor-technology", Accept="text/html")
    assert '</company/amkor-technology.ttl>; rel="alternate"; type="text/turtle"' in reply.headers["link"]
    assert b'<link rel="alternate" type="text/turtle" href="/company/amkor-technology.ttl">' in reply.body
    assert b'<a href="/ns#Company">Company</a>' in reply.body
