"""The endpoint's description of itself (SPARQL 1.1 Service Description) as RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.rdf import serialization
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mrgraph.rdf.terms import Triple

_SD = vocab.SERVICE_DESCRIPTION
_FORMATS = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples N-Quads TriG "
    "JSON-LD RDF_XML"
).split()


def describe(address: str, triples: int, named: Sequence[str], form: str) -> bytes:
    """The description of the endpoint at `address` over so many triples, with the IRIs of its named graphs."""
    whole, default = f"{address}#dataset", f"{address}#default-graph"
    described: list[Triple] = [
        (address, vocab.RDF_TYPE, f"{_SD}Service"),
        (address, f"{_SD}endpoint", address),
        (address, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query"),
        (address, f"{_SD}defaultDataset", whole),
        (whole, vocab.RDF_TYPE, f"{_SD}Dataset"),
        (whole, f"{_SD}defaultGraph", default),
        (default, vocab.RDF_TYPE, f"{_SD}Graph"),
        (default, vocab.VOID_TRIPLES, Literal(str(triples), vocab.XSD_INTEGER)),
    ]
    described += [(address, f"{_SD}resultFormat", f"{vocab.FORMATS}{name}") for name in _FORMATS]
    for number, name in enumerate(named):
        node = f"{address}#graph-{number}"
        described += [
            (whole, f"{_SD}namedGraph", node),
            (node, vocab.RDF_TYPE, f"{_SD}NamedGraph"),
            (node, f"{_SD}name", name),
        ]
    return serialization.serialise(described, form)
