"""RDF as the rest of mrgraph sees it: terms, files, stores, formats, SHACL; the only room that knows an RDF library.

Triples are tuples of our own records (`rdf.terms`), answers are rows of them (`rdf.solutions`). The names below are
imported on first use, so that who only names a term does not wait for an engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mrgraph.rdf.engine_terms import is_iri, written
    from mrgraph.rdf.rdf_files import GRAPH_FILE, STDIN, graph_file, parse_ntriples, parse_stream, read_triples
    from mrgraph.rdf.stores import Store, as_store, open_dataset, open_store, updated

__all__ = [
    "GRAPH_FILE",
    "STDIN",
    "Store",
    "as_store",
    "graph_file",
    "is_iri",
    "open_dataset",
    "open_store",
    "parse_ntriples",
    "parse_stream",
    "read_triples",
    "updated",
    "written",
]

# Where each name lives.
_HOMES = {
    **dict.fromkeys(("is_iri", "written"), "mrgraph.rdf.engine_terms"),
    **dict.fromkeys(
        ("GRAPH_FILE", "STDIN", "graph_file", "parse_ntriples", "parse_stream", "read_triples"), "mrgraph.rdf.rdf_files"
    ),
    **dict.fromkeys(("Store", "as_store", "open_dataset", "open_store", "updated"), "mrgraph.rdf.stores"),
}


def __getattr__(name: str) -> object:
    """The name, imported now."""
    if name not in _HOMES:
        raise AttributeError(f"module 'mrgraph.rdf' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
