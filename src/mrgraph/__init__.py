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
    from mrgraph.asking.queries import ask as query
    from mrgraph.errors import MrgraphError
    from mrgraph.export.network_files import to_networkx
    from mrgraph.graphs.assembly import assemble
    from mrgraph.pipeline.build import build, extract, link, parse, read
    from mrgraph.rdf.interchange import load, save
    from mrgraph.rdf.shacl import check
    from mrgraph.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "MrgraphError",
    "Settings",
    "__version__",
    "assemble",
    "build",
    "check",
    "extract",
    "link",
    "load",
    "parse",
    "query",
    "read",
    "save",
    "to_networkx",
]

# Where each name lives: module and name there.
_HOMES = {
    "MrgraphError": ("mrgraph.errors", "MrgraphError"),
    "Settings": ("mrgraph.settings", "Settings"),
    "assemble": ("mrgraph.graphs.assembly", "assemble"),
    "build": ("mrgraph.pipeline.build", "build"),
    "check": ("mrgraph.rdf.shacl", "check"),
    "extract": ("mrgraph.pipeline.build", "extract"),
    "link": ("mrgraph.pipeline.build", "link"),
    "load": ("mrgraph.rdf.interchange", "load"),
    "parse": ("mrgraph.pipeline.build", "parse"),
    "query": ("mrgraph.asking.queries", "ask"),
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
