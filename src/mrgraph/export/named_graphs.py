"""A graph as a dataset: what a report says lies in the graph with the report's IRI, all else in the default one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, BinaryIO

from mrgraph import vocab
from mrgraph.export.property_graph import edges_of
from mrgraph.output.spool import Spool
from mrgraph.rdf import serialization
from mrgraph.rdf.rdf_files import read_quads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mrgraph.claims.lookup import Index
    from mrgraph.export.graph_view import GraphView
    from mrgraph.rdf.terms import Triple

_DEFAULT = ""


def write(graph: GraphView, stream: BinaryIO, form: str) -> None:
    """Write N-Quads or TriG: claims, their evidence and the edges they license in the graphs of their reports.

    A file that has named graphs of its own keeps their names, where all of it is exported. Raises GraphError for a file
    that cannot be read.
    """
    buffer = Spool()
    serialization.write_quads(_own(graph) or _by_report(graph), form, buffer)
    stream.writelines(buffer.chunks())


def _own(graph: GraphView) -> list[tuple[str, Triple]]:
    """The quads of a file with named graphs; none where it has none."""
    if graph.path is None or not graph.is_whole:
        return []
    quads = list(read_quads(graph.path))
    return quads if any(name for name, _ in quads) else []


def _by_report(graph: GraphView) -> Iterator[tuple[str, Triple]]:
    """Each triple with the name of each graph that it belongs to."""
    subjects, edges = _reports(graph.whole)
    for triple in graph.triples:
        subject, predicate, value = triple
        names = subjects.get(subject) or (edges.get((subject, value, predicate)) if isinstance(value, str) else None)
        for name in names or (_DEFAULT,):
            yield name, triple


def _reports(index: Index) -> tuple[Mapping[str, set[str]], Mapping[tuple[str, str, str], set[str]]]:
    """The reports of each claim and piece of evidence, and those that state each edge (subject, object, predicate)."""
    subjects: dict[str, set[str]] = defaultdict(set)
    edges: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for claim in index.subjects():
        report = index.one(claim, vocab.statedIn)
        if report is None:
            continue
        for subject in (claim, *index.all(claim, vocab.evidence)):
            subjects[subject].add(report)
        if index.one(claim, vocab.predicate) is not None:
            for edge in edges_of(index, claim):
                edges[edge].add(report)
    return subjects, edges
