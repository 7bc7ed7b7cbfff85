"""A graph for programs that draw networks: GraphML, GEXF, Cytoscape's JSON, Graphviz's DOT."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

from mrgraph import networks
from mrgraph.export import property_graph
from mrgraph.export.exporters import EDGES
from mrgraph.export.graph_view import GraphView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mrgraph.networks import Network
    from mrgraph.rdf.terms import Triple


def to_networkx(graph: Path | str | Iterable[Triple], profile: str = EDGES) -> Network:
    """The graph, at a path or as triples, as networkx has it.

    Nodes are IRIs with `label`, `kind` and attributes; edges have the relation as their key, and `weight`, `confidence`
    and `quote`. `profile`: "edges", "figures" or "full". Raises GraphError for a file that cannot be read.
    """
    return network(GraphView(graph, profile))


def network(graph: GraphView) -> Network:
    """The graph as networkx has it: nodes by IRI with `label`, `kind` and attributes, edges by relation with theirs."""
    whole = property_graph.read(graph)
    return networks.network(
        ((node.iri, {"label": node.attributes["label"], "kind": node.kind, **node.attributes}) for node in whole.nodes),
        ((edge.start, edge.end, edge.relation, dict(edge.attributes)) for edge in whole.edges),
    )


def graphml(graph: GraphView, stream: BinaryIO) -> None:
    """Write GraphML, for Gephi, Cytoscape, yEd, igraph."""
    _write(networks.graphml(network(graph)), stream)


def gexf(graph: GraphView, stream: BinaryIO) -> None:
    """Write GEXF, for Gephi and Gephi Lite."""
    _write(networks.gexf(network(graph)), stream)


def cytoscape(graph: GraphView, stream: BinaryIO) -> None:
    """Write the JSON of Cytoscape and Cytoscape.js; the table's `name` is the label, `interaction` the relation."""
    data = networks.cytoscape(network(graph))
    _write([json.dumps(data, ensure_ascii=False, indent=1)], stream)


def dot(graph: GraphView, stream: BinaryIO) -> None:
    """Write DOT, for Graphviz: labels of nodes and relations, nothing else."""
    whole = property_graph.read(graph)
    lines = ["digraph mrgraph {", "node [shape=box];"]
    lines += [f"{_quoted(node.iri)} [label={_quoted(str(node.attributes['label']))}];" for node in whole.nodes]
    lines += [f"{_quoted(edge.start)} -> {_quoted(edge.end)} [label={_quoted(edge.relation)}];" for edge in whole.edges]
    _write([*lines, "}"], stream)


def _quoted(text: str) -> str:
    """A text as DOT quotes it: a backslash would begin an escape."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _write(lines: Iterable[str], stream: BinaryIO) -> None:
    stream.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in lines)
