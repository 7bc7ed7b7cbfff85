"""Graphs of the sample extractions, for tests of what is told about a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mrgraph import graphs, reference
from mrgraph.linking import linker
from mrgraph.rdf import assemble, store
from mrgraph.views import claims

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mrgraph.curation import Curation
    from mrgraph.records import Extraction
    from mrgraph.triples import Triple


def triples(documents: Iterable[Extraction], decided: Curation | None = None) -> tuple[Triple, ...]:
    """The graph of some documents."""
    known = reference.load()
    return assemble.assemble(linker.link(documents, known, decided), known)


def loaded(*documents: Extraction) -> claims.Claims:
    """The claims of that graph, as they are read from its file."""
    return claims.load(graphs.engine_triples(triples(documents)))


def saved(folder: Path, *documents: Extraction) -> Path:
    """The folder with the graph's file."""
    store.save(triples(documents), folder / "graph.ttl")
    return folder
