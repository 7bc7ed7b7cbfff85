"""Market reports in, an RDF knowledge graph out: every edge with the sentence it was read from.

The names below are the public ones; each is imported on first use.

>>> import mrgraph
>>> "build" in mrgraph.__all__
True
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # typing takes 10 ms, in which the command could not yet take an interrupt
if TYPE_CHECKING:
    from mrgraph.errors import MrgraphError
    from mrgraph.export.network_files import to_networkx
    from mrgraph.graphs.assembly import assemble
    from mrgraph.library.building import BuiltGraph, build, export, extract, query
    from mrgraph.library.building import open_graph as open  # noqa: A004 - read as mrgraph.open
    from mrgraph.library.opened_graph import Graph
    from mrgraph.library.rows import Rows
    from mrgraph.pipeline.build import link, parse, read
    from mrgraph.rdf.interchange import load, save
    from mrgraph.rdf.shacl import check
    from mrgraph.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "BuiltGraph",
    "Graph",
    "MrgraphError",
    "Rows",
    "Settings",
    "__version__",
    "assemble",
    "build",
    "check",
    "export",
    "extract",
    "link",
    "load",
    "open",
    "parse",
    "query",
    "read",
    "save",
    "to_networkx",
]

# Where each name lives: module and name there.
_HOMES = {
    "BuiltGraph": ("mrgraph.library.building", "BuiltGraph"),
    "Graph": ("mrgraph.library.opened_graph", "Graph"),
    "MrgraphError": ("mrgraph.errors", "MrgraphError"),
    "Rows": ("mrgraph.library.rows", "Rows"),
    "Settings": ("mrgraph.settings", "Settings"),
    "assemble": ("mrgraph.graphs.assembly", "assemble"),
    "build": ("mrgraph.library.building", "build"),
    "check": ("mrgraph.rdf.shacl", "check"),
    "export": ("mrgraph.library.building", "export"),
    "extract": ("mrgraph.library.building", "extract"),
    "link": ("mrgraph.pipeline.build", "link"),
    "load": ("mrgraph.rdf.interchange", "load"),
    "open": ("mrgraph.library.building", "open_graph"),
    "parse": ("mrgraph.pipeline.build", "parse"),
    "query": ("mrgraph.library.building", "query"),
    "read": ("mrgraph.pipeline.build", "read"),
    "save": ("mrgraph.rdf.interchange", "save"),
    "to_networkx": ("mrgraph.export.network_files", "to_networkx"),
}


def __getattr__(name: str) -> object:
    """The public name, imported now."""
    if name not in _HOMES:
        raise AttributeError(f"module 'mrgraph' has no attribute {name!r}")
    home, there = _HOMES[name]
    found = globals()[name] = getattr(import_module(home), there)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
