"""Graphs and a SPARQL Update -> the changed graph, as a new one; nothing is changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mrgraph import rdf, vocab
from mrgraph.asking import guard
from mrgraph.asking.queries import failures
from mrgraph.rdf import serialization

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def updated(sources: Sequence[Path | str], update: str, form: str, *, base: str | None = None) -> bytes:
    """The graph of `sources` after the SPARQL 1.1 Update `update`, in the format `form`.

    What the update leaves alone keeps its spelling ("5.90"), though the engine's store rewrites it. Named graphs are
    merged. Raises QueryError for a malformed update or one that reads files or the net, GraphError for the sources.
    """
    guard.refuse(update)
    kept = [quad for source in sources for quad in rdf.parse(source)]
    before, after = rdf.as_store(()), rdf.as_store(())
    before.extend(kept)
    after.extend(kept)
    with failures(update, updating=True):
        after.update(update, base_iri=base, prefixes=dict(vocab.PREFIXES))
    whole = [quad for quad in kept if quad in after]
    whole += [quad for quad in after if quad not in before]
    return serialization.serialise(rdf.from_triples(whole, where="updated graph"), form)
