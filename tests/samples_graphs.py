"""Graphs of the sample extractions, for tests of what is told about a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mrgraph import reference
from mrgraph.claims import claims
from mrgraph.graphs import assembly
from mrgraph.linking import linker
from mrgraph.rdf import interchange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mrgraph.curation_files import Curation
    from mrgraph.rdf.terms import Triple
    from mrgraph.records import Extraction


def triples(documents: Iterable[Extraction], decided: Curation | None = None) -> tuple[Triple, ...]:
    """The graph of some documents."""
    known = reference.load()
    return assembly.assemble(linker.link(documents, known, decided), known)


def loaded(*documents: Extraction) -> claims.Claims:
    """The claims of that graph, as they are read from its file."""
    return claims.load(triples(documents))


def saved(folder: Path, *documents: Extraction) -> Path:
    """The folder with the graph's file."""
    interchange.save(triples(documents), folder / "graph.ttl")
    return folder
