"""A graph for Neo4j and other stores of property graphs: CSV for `neo4j-admin database import`, or a Cypher script."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, Final

from mrgraph.export import bundles, property_graph
from mrgraph.output.spool import batched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mrgraph.export.graph_view import GraphView
    from mrgraph.export.property_graph import Edge, Node, Value

_THING: Final = "Thing"  # the label that all nodes have, so that one constraint covers their IRIs
_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TYPES: Final = {int: "long", float: "double"}


def admin(graph: GraphView, stream: BinaryIO) -> None:
    """Write an archive of nodes.csv and relationships.csv, with the headers that neo4j-admin wants."""
    whole = property_graph.read(graph)
    files = {"nodes.csv": _nodes(whole.nodes), "relationships.csv": _relationships(whole.edges)}
    bundles.write(((name, text.encode("utf-8", "backslashreplace")) for name, text in files.items()), stream)


def cypher(graph: GraphView, stream: BinaryIO) -> None:
    """Write Cypher that merges the nodes and edges into a store, for cypher-shell; it may be run twice."""
    whole = property_graph.read(graph)
    statements = (*_node_statements(whole.nodes), *_edge_statements(whole.edges))
    stream.writelines(f"{statement};\n".encode("utf-8", "backslashreplace") for statement in statements)


def relation_type(relation: str) -> str:
    """The type of a relationship as Neo4j's style has it.

    >>> relation_type("hasPlayer")
    'HAS_PLAYER'
    """
    return _INNER_CAPITAL.sub("_", relation).upper()


# ------------------------------------------------------------------------------------------------------ CSV


def _nodes(nodes: Sequence[Node]) -> str:
    columns = _columns(node.attributes for node in nodes)
    head = ["iri:ID", *(f"{name}:{kind}" for name, kind in columns.items()), ":LABEL"]
    rows = ([node.iri, *_cells(node.attributes, columns), f"{_THING};{node.kind}"] for node in nodes)
    return _csv(head, rows)


def _relationships(edges: Sequence[Edge]) -> str:
    columns = _columns(edge.attributes for edge in edges)
    head = [":START_ID", ":END_ID", ":TYPE", *(f"{name}:{kind}" for name, kind in columns.items())]
    rows = ([edge.start, edge.end, relation_type(edge.relation), *_cells(edge.attributes, columns)] for edge in edges)
    return _csv(head, rows)


def _columns(all_attributes: Iterable[Mapping[str, Value]]) -> dict[str, str]:
    """Names of attributes, sorted -> the type that fits all values."""
    kinds: dict[str, set[type]] = {}
    for attributes in all_attributes:
        for name, value in attributes.items():
            kinds.setdefault(name, set()).add(type(value))
    return {
        name: _TYPES.get(next(iter(kinds[name])), "string") if len(kinds[name]) == 1 else "string"
        for name in sorted(kinds)
    }


def _cells(attributes: Mapping[str, Value], columns: Iterable[str]) -> Iterator[str]:
    """The attributes in the order of the columns; the importer wants each in one line."""
    for name in columns:
        yield " ".join(str(attributes.get(name, "")).split())


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


# --------------------------------------------------------------------------------------------------- Cypher


def _node_statements(nodes: Sequence[Node]) -> Iterator[str]:
    yield f"CREATE CONSTRAINT mrgraph_iri IF NOT EXISTS FOR (n:{_THING}) REQUIRE n.iri IS UNIQUE"
    for kind, group in groupby(sorted(nodes, key=lambda node: (node.kind, node.iri)), key=lambda node: node.kind):
        for some in batched({"iri": node.iri, **node.attributes} for node in group):
            yield f"UNWIND {_literal(some)} AS row MERGE (n:{_THING} {{iri: row.iri}}) SET n += row, n:{kind}"


def _edge_statements(edges: Sequence[Edge]) -> Iterator[str]:
    ordered = sorted(edges, key=lambda edge: (edge.relation, edge.start, edge.end))
    for relation, group in groupby(ordered, key=lambda edge: edge.relation):
        rows = ({"source": edge.start, "target": edge.end, "said": dict(edge.attributes)} for edge in group)
        for some in batched(rows):
            yield (
                f"UNWIND {_literal(some)} AS row "
                f"MATCH (a:{_THING} {{iri: row.source}}) MATCH (b:{_THING} {{iri: row.target}}) "
                f"MERGE (a)-[r:{relation_type(relation)}]->(b) SET r += row.said"
            )


def _literal(value: object) -> str:
    """A value as Cypher writes it: JSON with bare names."""
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_literal(item)}' for name, item in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)
