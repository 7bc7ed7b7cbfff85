"""A graph -> GraphML, for Gephi, Cytoscape, yEd: things as nodes, the edges between them as edges, claims left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from mrgraph import networks, rdf, vocab
from mrgraph.claims.lookup import Index, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What has several kinds is told by the last one here.
_KINDS = (
    *(vocab.Region, vocab.Country, vocab.Segment, vocab.Application, vocab.Technology),
    *(vocab.Company, vocab.Market, vocab.Publisher, vocab.Report),
)


def write(graph: Path | str, stream: BinaryIO) -> None:
    """Write the things of the graph at `graph` with `label` and `kind`, and the edges between them with `relation`.

    Raises GraphError for a file that cannot be read.
    """
    triples = list(rdf.read_triples(graph))
    index = Index(triples)
    things = {iri: local_name(kind) for kind in _KINDS for iri in index.of_type(kind)}
    nodes = ((iri, {"label": index.label(iri), "kind": things[iri]}) for iri in sorted(things))
    edges = sorted(
        (subject, value, local_name(predicate))
        for subject, predicate, value in triples
        if subject in things and isinstance(value, str) and value in things
    )
    stream.writelines(_encoded(networks.graphml(nodes, edges)))


def _encoded(lines: Iterator[str]) -> Iterator[bytes]:
    return (f"{line}\n".encode() for line in lines)
