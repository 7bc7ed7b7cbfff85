"""RDF files and other graphs -> triples, or a store to be asked: the room below the stages.

`files` reads and parses, `stores` fills a store, `diskindex` keeps a large file's store on disk.
"""

from mrgraph.graphs.files import GRAPH_FILE, STDIN, from_triples, graph_file, parse, read_triples
from mrgraph.graphs.stores import as_store, engine_triple, engine_triples, open_dataset, open_store

__all__ = [
    "GRAPH_FILE",
    "STDIN",
    "as_store",
    "engine_triple",
    "engine_triples",
    "from_triples",
    "graph_file",
    "open_dataset",
    "open_store",
    "parse",
    "read_triples",
]
