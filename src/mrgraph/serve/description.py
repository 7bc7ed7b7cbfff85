"""What the service says of itself: its endpoint (SPARQL 1.1 Service Description), and its data (VoID), as RDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.rdf import serialization
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    from mrgraph.rdf.terms import Triple

_SD = vocab.SERVICE_DESCRIPTION
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples N-Quads TriG "
    "JSON-LD RDF_XML"
).split()


@dataclass(frozen=True, slots=True)
class Counts:
    """What the served graphs hold: `triples` of the default graph, those of each graph by name, nodes of each class."""

    triples: int
    named: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...] = ()


def describe(root: str, counts: Counts, form: str) -> bytes:
    """The description of the endpoint below `root`, the address of the service with a slash at its end."""
    address = f"{root}sparql"
    whole, default = f"{address}#dataset", f"{address}#default-graph"
    described: list[Triple] = [
        (address, vocab.RDF_TYPE, f"{_SD}Service"),
        (address, f"{_SD}endpoint", address),
        (address, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query"),
        (address, f"{_SD}defaultDataset", whole),
        (whole, vocab.RDF_TYPE, f"{_SD}Dataset"),
        (whole, f"{_SD}defaultGraph", default),
        (default, vocab.RDF_TYPE, f"{_SD}Graph"),
        (default, vocab.VOID_TRIPLES, _number(counts.triples)),
    ]
    described += [(address, f"{_SD}resultFormat", f"{vocab.FORMATS}{name}") for name in _FORMATS]
    for number, (name, triples) in enumerate(counts.named):
        node, graph = f"{address}#graph-{number}", f"{address}#graph-{number}-data"
        described += [
            (whole, f"{_SD}namedGraph", node),
            (node, vocab.RDF_TYPE, f"{_SD}NamedGraph"),
            (node, f"{_SD}name", name),
            (node, f"{_SD}graph", graph),
            (graph, vocab.RDF_TYPE, f"{_SD}Graph"),
            (graph, vocab.VOID_TRIPLES, _number(triples)),
        ]
    return serialization.serialise(described, form)


def void(root: str, counts: Counts, form: str) -> bytes:
    """The description of the default graph's data, at the address where clients look for it (VoID, section 7.2)."""
    data = f"{root}.well-known/void#graph"
    described: list[Triple] = [
        (data, vocab.RDF_TYPE, vocab.VOID_DATASET_CLASS),
        (data, vocab.DCT_TITLE, Literal("Market reports as a graph")),
        (data, vocab.DCT_CONFORMS_TO, vocab.SHAPES),
        (data, f"{_VOID}sparqlEndpoint", f"{root}sparql"),
        (data, f"{_VOID}dataDump", f"{root}data?default"),
        (data, f"{_VOID}exampleResource", f"{vocab.PREFIXES['region']}world"),
        (data, vocab.VOID_URI_SPACE, Literal(vocab.BASE)),
        (data, vocab.VOID_TRIPLES, _number(counts.triples)),
    ]
    vocabularies = ("mrg", "skos", "dct", "schema")
    described += [(data, vocab.VOID_VOCABULARY, vocab.PREFIXES[prefix]) for prefix in vocabularies]
    described += [(data, f"{_VOID}feature", f"{vocab.FORMATS}{name}") for name in _FORMATS if "SPARQL" not in name]
    for kind, number in counts.classes:
        part = f"{data}-{kind.rpartition('#')[2].rpartition('/')[2]}"
        described += [
            (data, vocab.VOID_CLASS_PARTITION, part),
            (part, vocab.VOID_CLASS, kind),
            (part, vocab.VOID_ENTITIES, _number(number)),
        ]
    return serialization.serialise(described, form)


def _number(value: int) -> Literal:
    return Literal(str(value), vocab.XSD_INTEGER)
