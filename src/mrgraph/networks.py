"""Nodes and weighted edges -> communities; the only module that knows networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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
