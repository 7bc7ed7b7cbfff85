"""RDF as the rest of mrgraph sees it: terms, files, stores, Turtle, SHACL; the only room that knows an RDF library."""

from mrgraph.rdf.rdf_files import GRAPH_FILE, STDIN, from_triples, graph_file, parse, read_triples
from mrgraph.rdf.stores import (
    as_store,
    engine_triple,
    engine_triples,
    is_iri,
    kind,
    open_dataset,
    open_store,
    written,
)

__all__ = [
    "GRAPH_FILE",
    "STDIN",
    "as_store",
    "engine_triple",
    "engine_triples",
    "from_triples",
    "graph_file",
    "is_iri",
    "kind",
    "open_dataset",
    "open_store",
    "parse",
    "read_triples",
    "written",
]
