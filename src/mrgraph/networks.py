"""Networks of nodes and edges: communities, and files of them; the only module that knows networkx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx

    Value = str | int | float
    Network = networkx.MultiDiGraph[str]
    Edge = tuple[int, int, float]

_DAY = re.compile(r' lastmodifieddate="[^"]*"')
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")  # XML 1.0, section 2.2
_ROUNDS, _NEAR = 1000, 1e-6  # of the iteration that finds what is central
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


def centrality(nodes: int, edges: Iterable[Edge]) -> list[float]:
    """How central each of the nodes 0, 1, … is: it is as central as those together that it is tied to, to 1.

    >>> [round(weight, 2) for weight in centrality(4, [(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)])]
    [0.71, 0.41, 0.41, 0.41]
    """
    import networkx

    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from(edges)
    if not graph.number_of_edges():
        return [0.0] * nodes
    weights = networkx.eigenvector_centrality(graph, max_iter=_ROUNDS, tol=_NEAR, weight="weight")
    return [weights[number] for number in range(nodes)]


def network(
    nodes: Iterable[tuple[str, Mapping[str, Value]]], edges: Iterable[tuple[str, str, str, Mapping[str, Value]]]
) -> Network:
    """A directed network; nodes with their attributes, edges as (from, to, relation, attributes), in their order.

    >>> network([("a", {"label": "A"}), ("b", {})], [("a", "b", "knows", {"weight": 2})]).edges["a", "b", "knows"]
    {'relation': 'knows', 'weight': 2}
    """
    import networkx

    whole: Network = networkx.MultiDiGraph()
    for name, attributes in nodes:
        whole.add_node(name, **attributes)
    for start, end, relation, attributes in edges:
        whole.add_edge(start, end, key=relation, relation=relation, **attributes)
    return whole


def graphml(whole: Network) -> Iterator[str]:
    """The lines of a GraphML file."""
    import networkx

    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield from networkx.generate_graphml(_for_xml(whole), named_key_ids=True)


def gexf(whole: Network) -> Iterator[str]:
    """The lines of a GEXF file; each edge has its relation as its label, and none the day it was written."""
    import networkx

    labelled = _for_xml(whole)
    for number, (_, _, relation, attributes) in enumerate(labelled.edges(keys=True, data=True)):
        attributes.update(id=str(number), label=relation)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield from (_DAY.sub("", line) for line in networkx.generate_gexf(labelled, version="1.2draft"))


def cytoscape(whole: Network) -> dict[str, Any]:
    """The network as Cytoscape's JSON."""
    import networkx

    data: dict[str, Any] = networkx.cytoscape_data(whole, name="label", ident="id")
    for node in data["elements"]["nodes"]:
        node["data"]["name"] = node["data"]["label"]
    for number, edge in enumerate(data["elements"]["edges"]):
        edge["data"].update(id=f"e{number}", interaction=edge["data"]["relation"])
    return data


def _for_xml(whole: Network) -> Network:
    """A copy without the characters that XML cannot hold."""
    copied = whole.copy()
    for attributes in (*(data for _, data in copied.nodes(data=True)), *(data for *_, data in copied.edges(data=True))):
        for name, value in attributes.items():
            if isinstance(value, str):
                attributes[name] = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", value)
    return copied
