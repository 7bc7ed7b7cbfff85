"""The network as the page's script reads it: columns of plain values, nothing that follows from something else.

The sentences travel apart, see `sentences`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mrgraph.claims.figure_text import percent
from mrgraph.claims.links import NODE_KINDS
from mrgraph.claims.lookup import local_name, short_id
from mrgraph.page.string_table import key_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mrgraph.claims.evidence import Support
    from mrgraph.claims.figure_text import Figure
    from mrgraph.page.network import Network

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Row = dict[str, Json]

KIND_NAMES: Final = ("Reports", "Markets", "Companies", "Technologies", "Applications", "Other segments", "Regions")
RELATIONS: Final[Mapping[str, str]] = {
    "studies": "market studied",
    "hasPlayer": "named as a player",
    "hasTechnology": "technology or type",
    "drivenBy": "growth driver",
    "hasApplication": "application",
    "hasSegment": "segment",
    "ledBy": "region said to lead",
    "scope": "scope in the title",
    "coversRegion": "region covered",
}
_NOWHERE: Final = "-"  # the side of a node without a place
_OWN: Final = -1  # stands for the market that a figure's report studies


class Table:
    """Values that many records share, each once; its place stands for it."""

    def __init__(self, *first: Json) -> None:
        self._places: dict[Json, int] = {}
        for value in first:
            self.place(value)

    def place(self, value: Json) -> int:
        """Where `value` stands; it is added if it is new."""
        return self._places.setdefault(value, len(self._places))

    def values(self) -> list[Json]:
        """All values in the order of their places."""
        return list(self._places)


def steps(numbers: Iterable[int]) -> list[int]:
    """Each number as its distance from the one before it, which packs better.

    >>> steps([7, 9, 8])
    [7, 2, -1]
    """
    distances, previous = [], 0
    for number in numbers:
        distances.append(number - previous)
        previous = number
    return distances


def sureness(support: Support) -> str | None:
    """The confidence of a reading as it is shown, None where no rule gives one."""
    return None if support.confidence is None else str(support.confidence)


def nodes(network: Network) -> list[Row]:
    """One record a node, as pyvis wants it; its position in the list is its number."""
    return [{"id": number, "label": node.label} for number, node in enumerate(network.nodes)]


def edges(network: Network) -> list[Row]:
    """One record for each report and entity that are linked; `links`: how many claims stand behind it."""
    numbers = _numbers(network)
    count = Counter((link.report, link.node) for link in network.links)
    return [{"from": numbers[r], "to": numbers[n], "links": count[r, n]} for r, n in sorted(count)]


def core(network: Network) -> Row:
    """Everything but the sentences; the links stand in the order of the edges."""
    numbers = _numbers(network)
    sets, confidences, references = Table(), Table(), _References(network, numbers)
    columns: Row = {
        "kinds": [{"id": kind, "name": name} for kind, name in zip(NODE_KINDS, KIND_NAMES, strict=True)],
        "relations": dict(RELATIONS),
        "flags": dict(network.flags),
        "nodes": _nodes(network),
        "edges": _edges(network),
        "links": _links(network, sets, confidences),
        "figures": _figures(network, references, sets, confidences),
        "disagreements": [
            {
                "kind": disagreement.kind,
                "subject": references.place(disagreement.subject),
                "about": disagreement.about,
                "reason": disagreement.reason,
                "figures": list(disagreement.figures),
            }
            for disagreement in network.disagreements
        ],
        "clusters": _clusters(network, numbers),
        "reports": _reports(network, numbers),
    }
    return columns | {
        "flagSets": sets.values(),
        "confidences": confidences.values(),
        "references": references.values(),
    }


# ------------------------------------------------------------------------------------------------ nodes


def _numbers(network: Network) -> dict[str, int]:
    return {node.iri: number for number, node in enumerate(network.nodes)}


def _nodes(network: Network) -> Row:
    """`types`: runs of what keys begin with; `x`, `y`: of the nodes with a place, from the middle of their cluster."""
    kinds = Table()
    return {
        "name": [node.label for node in network.nodes],
        **_keys(network),
        "aliases": [[number, list(node.aliases)] for number, node in enumerate(network.nodes) if node.aliases],
        "kinds": [kinds.place(tuple(NODE_KINDS.index(kind) for kind in node.kinds)) for node in network.nodes],
        "kindSets": kinds.values(),
        "hubs": [number for number, node in enumerate(network.nodes) if node.hub],
        **_places(network),
    }


def _keys(network: Network) -> Row:
    keys = [short_id(node.iri).rpartition("/") for node in network.nodes]
    return {
        "types": [[before, len(list(run))] for before, run in groupby(start + slash for start, slash, _ in keys)],
        "local": [key_after(node.label, local) for node, (*_, local) in zip(network.nodes, keys, strict=True)],
    }


def _places(network: Network) -> Row:
    middles = {
        cluster.key: (number + 1, cluster.x, cluster.y) for number, cluster in enumerate(network.layout.clusters)
    }
    homes = [middles.get(node.cluster, (0, 0, 0)) for node in network.nodes]
    placed = [(node.place, home) for node, home in zip(network.nodes, homes, strict=True) if node.place is not None]
    return {
        "sides": "".join(_NOWHERE if node.place is None else node.place.side for node in network.nodes),
        "x": [place.x - x for place, (_, x, _) in placed],
        "y": [place.y - y for place, (*_, y) in placed],
        "cluster": [number for number, *_ in homes],
    }


def _clusters(network: Network, numbers: Mapping[str, int]) -> list[Json]:
    count: dict[str, int] = defaultdict(int)
    for node in network.nodes:
        if node.kinds[0] == "report":
            parts = node.cluster.split(".")
            for depth in range(1, len(parts) + 1):
                count[".".join(parts[:depth])] += 1
    keys = [cluster.key for cluster in network.layout.clusters]
    return [
        {
            "key": cluster.key,
            "name": cluster.name,
            "parent": keys.index(cluster.parent) if cluster.parent in keys else None,
            "x": cluster.x,
            "y": cluster.y,
            "radius": cluster.radius,
            "reports": count[cluster.key],
            "top": [numbers[iri] for iri in cluster.top if iri in numbers],
            "dots": [[numbers[dot.iri], dot.x, dot.y] for dot in network.dots.get(cluster.key, ())],
        }
        for cluster in network.layout.clusters
    ]


# ------------------------------------------------------------------------------------------------ links


def _edges(network: Network) -> Row:
    """`counts`: edges of each report; `to`: their other ends, as steps; `several`: edges with more than one link."""
    numbers = _numbers(network)
    count = Counter((link.report, link.node) for link in network.links)
    ends: dict[str, list[int]] = {report.iri: [] for report in network.reports}
    for report, node in sorted(count):
        ends[report].append(numbers[node])
    return {
        "counts": [len(nodes) for nodes in ends.values()],
        "to": [step for nodes in ends.values() for step in steps(nodes)],
        "several": [[number, count[pair]] for number, pair in enumerate(sorted(count)) if count[pair] > 1],
    }


def _links(network: Network, sets: Table, confidences: Table) -> Row:
    axes, relations = Table(None), list(RELATIONS)
    return {
        "relation": [relations.index(local_name(link.relation)) for link in network.links],
        "axis": [axes.place(link.axis) for link in network.links],
        "axes": axes.values(),
        "confidence": [confidences.place(sureness(link.support)) for link in network.links],
        "flags": [sets.place(link.support.flags) for link in network.links],
    }


# ---------------------------------------------------------------------------------------------- reports


def _reports(network: Network, numbers: Mapping[str, int]) -> Row:
    reports = network.reports
    publishers, documents, families = Table(), Table(), Table()
    return {
        "node": steps(numbers[report.iri] for report in reports),
        "titles": [list(report.titles) for report in reports],
        "publisher": [publishers.place(report.publisher) for report in reports],
        "market": [None if report.market is None else numbers.get(report.market) for report in reports],
        "scope": [list(report.scope) for report in reports],
        "start": [report.start for report in reports],
        "end": [report.end for report in reports],
        "urls": [list(report.urls) for report in reports],
        "documents": [[documents.place(name) for name in report.documents] for report in reports],
        "warnings": [list(report.warnings) for report in reports],
        **_region_lists(network, numbers),
        "family": [families.place(report.family) for report in reports],
        "publishers": publishers.values(),
        "documentNames": documents.values(),
    }


def _region_lists(network: Network, numbers: Mapping[str, int]) -> Row:
    """`regions`: for each report the place of its list among `regionLists`, each of which stands once."""
    names, lists = dict(network.names), Table()
    regions = [tuple(dict.fromkeys(link.node for link in report.listed)) for report in network.reports]
    labels = {iri: names.get(iri) or network.nodes[numbers[iri]].label for iris in regions for iri in iris}
    return {
        "regions": [lists.place(iris) for iris in regions],
        "regionLists": [
            [[numbers.get(str(iri)), labels[str(iri)]] for iri in iris]
            for iris in lists.values()
            if isinstance(iris, tuple)
        ],
    }


# ---------------------------------------------------------------------------------------------- figures


class _References(Table):
    """Entities that figures are about, by IRI: the number of a node, the name of what is none, None for nothing."""

    def __init__(self, network: Network, numbers: Mapping[str, int]) -> None:
        super().__init__(None)
        self._numbers, self._names = numbers, dict(network.names)

    def values(self) -> list[Json]:
        """What the page shows of them, in the order of their places."""
        iris = [iri if isinstance(iri, str) else "" for iri in super().values()]
        return [None if not iri else self._numbers.get(iri, self._names.get(iri, "")) for iri in iris]


def _figures(network: Network, references: _References, sets: Table, confidences: Table) -> Row:
    """`counts`: figures of each report, in the order of the reports; `words`: of kinds, regions, periods and bases."""
    figures, words = network.figures, Table(None)
    count = Counter(figure.report for figure in figures)
    return {
        "counts": [count[report.iri] for report in network.reports],
        "kind": [words.place(figure.kind) for figure in figures],
        **_subjects(network, references),
        "region": [words.place(figure.region) for figure in figures],
        "within": [words.place(figure.within) for figure in figures],
        "period": [words.place(figure.period) for figure in figures],
        **_values(figures),
        "basis": [words.place(figure.basis) for figure in figures],
        "words": words.values(),
        "confidence": [confidences.place(sureness(figure.support)) for figure in figures],
        "flags": [sets.place(figure.support.flags) for figure in figures],
    }


def _subjects(network: Network, references: _References) -> Row:
    """Whom each figure is about; a report's own market is told by a sign."""
    own = {report.iri: report.market for report in network.reports}
    markets = [(figure.market, own.get(figure.report)) for figure in network.figures]
    return {
        "market": [_OWN if iri is not None and iri == home else references.place(iri) for iri, home in markets],
        "company": [references.place(figure.company) for figure in network.figures],
        "segment": [references.place(figure.segment) for figure in network.figures],
    }


def _values(figures: Sequence[Figure]) -> Row:
    return {
        "value": [figure.value for figure in figures],
        "written": [figure.written for figure in figures],
        "number": [None if figure.number is None else float(figure.number) for figure in figures],
        "implied": [None if figure.implied is None else percent(figure.implied) for figure in figures],
    }
