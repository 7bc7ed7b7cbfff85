"""Networks of nodes and edges: communities, GraphML; the only module that knows networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Edge = tuple[int, int, float]

_SEED = 1  # the same network has the same communities


def communities(nodes: int, edges: Iterable[Edge]) -> list[frozenset[int]]:
    """Louvain's communities of the nodes 0, 1, … below `nodes`, each node in one, in no particular order.

    An edge joins two nodes with a weight; weights of the same two add up.

    >>> sorted(map(sorted, communities(4, [(0, 1, 1.0), (2, 3, 0.5), (2, 3, 0.5)])))
    [[0, 1], [2, 3]]
    """
    import networkx

    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(nodes))
    for first, second, weight in edges:
        known = graph.get_edge_data(first, second, {}).get("weight", 0.0)
        graph.add_edge(first, second, weight=known + weight)
    return list(map(frozenset, networkx.community.louvain_communities(graph, weight="weight", seed=_SEED)))


def graphml(nodes: Iterable[tuple[str, dict[str, str]]], edges: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """The lines of a directed GraphML file; nodes with their attributes, edges as (from, to, relation), in their order.

    >>> "".join(graphml([("a", {"label": "A"}), ("b", {"label": "B"})], [("a", "b", "knows")])).count("<node ")
    2
    """
    import networkx

    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for name, attributes in nodes:
        network.add_node(name, **attributes)
    for start, end, relation in edges:
        network.add_edge(start, end, key=relation, relation=relation)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield from networkx.generate_graphml(network, named_key_ids=True)
