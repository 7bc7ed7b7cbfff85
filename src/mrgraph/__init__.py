"""Market reports in, an RDF knowledge graph out: every edge with the sentence it was read from.

The names below are the public ones; each is imported on first use.

>>> import mrgraph
>>> "build" in mrgraph.__all__
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mrgraph.errors import MrgraphError
    from mrgraph.pipeline import build, extract, link, parse, read
    from mrgraph.rdf.assemble import assemble
    from mrgraph.rdf.store import load, save
    from mrgraph.rdf.validate import check
    from mrgraph.settings import Settings
    from mrgraph.views.query import ask as query

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
]

# Where each name lives: module and name there.
_HOMES = {
    "MrgraphError": ("mrgraph.errors", "MrgraphError"),
    "Settings": ("mrgraph.settings", "Settings"),
    "assemble": ("mrgraph.rdf.assemble", "assemble"),
    "build": ("mrgraph.pipeline", "build"),
    "check": ("mrgraph.rdf.validate", "check"),
    "extract": ("mrgraph.pipeline", "extract"),
    "link": ("mrgraph.pipeline", "link"),
    "load": ("mrgraph.rdf.store", "load"),
    "parse": ("mrgraph.pipeline", "parse"),
    "query": ("mrgraph.views.query", "ask"),
    "read": ("mrgraph.pipeline", "read"),
    "save": ("mrgraph.rdf.store", "save"),
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
