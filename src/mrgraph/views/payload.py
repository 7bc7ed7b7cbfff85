"""The network as the page's script reads it: columns of plain values, and the sentences apart, in chunks of reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from mrgraph.views.figures import percent
from mrgraph.views.index import local_name, short_id
from mrgraph.views.network import KINDS

if TYPE_CHECKING:
    from mrgraph.views.disagreements import Disagreement
    from mrgraph.views.evidence import Quote, Support
    from mrgraph.views.figures import Figure
    from mrgraph.views.network import Network, Node, Report

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
_CHUNK: Final = 1_500  # claims in a chunk: some 300 kB, packed a tenth of it


class Table:
    """Values that many records share, each once; its place stands for it."""

    def __init__(self) -> None:
        self._places: dict[Json, int] = {}

    def place(self, value: Json) -> int:
        """Where `value` stands; it is added if it is new."""
        return self._places.setdefault(value, len(self._places))

    def values(self) -> list[Json]:
        """All values in the order of their places."""
        return list(self._places)


def columns(rows: Sequence[Mapping[str, Json]]) -> Row:
    """Rows of the same fields as one list for each field.

    >>> columns([{"id": 0, "name": "a"}, {"id": 1, "name": "b"}])
    {'id': [0, 1], 'name': ['a', 'b']}
    """
    return {field: [row[field] for row in rows] for field in (rows[0] if rows else ())}


def nodes(network: Network) -> list[Row]:
    """One record a node; its position in the list is its number."""
    places = {cluster.key: number for number, cluster in enumerate(network.layout.clusters)}
    return [_node(node, places) for node in network.nodes]


def edges(network: Network) -> list[Row]:
    """One record for each report and entity that are linked; `links`: how many claims stand behind it."""
    numbers = _numbers(network)
    count = Counter((link.report, link.node) for link in network.links)
    return [
        {"from": numbers[report], "to": numbers[node], "links": count[report, node]} for report, node in _pairs(network)
    ]


def core(network: Network) -> Row:
    """Everything else but the sentences; the links stand in the order of the edges."""
    numbers, names = _numbers(network), dict(network.names)
    sets, confidences, documents, regions, families = Table(), Table(), Table(), Table(), Table()
    reports = [
        _report(report, numbers, documents, regions) | {"family": families.place(report.family)}
        for report in network.reports
    ]
    found: Row = {
        "kinds": [{"id": kind, "name": name} for kind, name in zip(KINDS, KIND_NAMES, strict=True)],
        "relations": dict(RELATIONS),
        "flags": dict(network.flags),
        "links": columns(
            [
                {
                    "relation": list(RELATIONS).index(local_name(link.relation)),
                    "axis": link.axis,
                    **_reading(link.support, sets, confidences),
                }
                for link in network.links
            ]
        ),
        "figures": columns([_figure(figure, numbers, names, sets, confidences) for figure in network.figures]),
        "disagreements": [_disagreement(each, numbers, names) for each in network.disagreements],
        "clusters": _clusters(network, numbers),
        "reports": columns(reports),
    }
    region_names = {iri: names.get(iri) or network.nodes[numbers[iri]].label for iri in _listed_regions(network)}
    return found | {
        "flagSets": sets.values(),
        "confidences": confidences.values(),
        "documents": documents.values(),
        "regionLists": [
            [[numbers.get(str(iri)), region_names[str(iri)]] for iri in each]
            for each in regions.values()
            if isinstance(each, tuple)
        ],
    }


def evidence(network: Network) -> list[Row]:
    """Chunks of what stands behind the claims, in the order of the reports.

    `links` and `figures` count from `firstLink` and `firstFigure`; `listed` and `aside` belong to reports, which count
    from `firstReport`.
    """
    links, figures = defaultdict(list), defaultdict(list)
    for link in network.links:
        links[link.report].append(link.support)
    for figure in network.figures:
        figures[figure.report].append(figure.support)
    chunks: list[Row] = []
    here: list[Report] = []
    size = done_links = done_figures = done_reports = 0
    for report in network.reports:
        here.append(report)
        size += len(links[report.iri]) + len(figures[report.iri]) + len(report.listed) + len(report.aside)
        if size >= _CHUNK or report is network.reports[-1]:
            backing = [s for each in here for s in links[each.iri]], [s for each in here for s in figures[each.iri]]
            first = {"firstReport": done_reports, "firstLink": done_links, "firstFigure": done_figures}
            chunks.append(first | _chunk(network, here, *backing))
            done_links, done_figures = done_links + len(backing[0]), done_figures + len(backing[1])
            done_reports, here, size = done_reports + len(here), [], 0
    return chunks


# ---------------------------------------------------------------------------------------------- records


def _numbers(network: Network) -> dict[str, int]:
    return {node.iri: number for number, node in enumerate(network.nodes)}


def _pairs(network: Network) -> list[tuple[str, str]]:
    """Reports and entities that are linked, sorted, each pair once."""
    return sorted({(link.report, link.node) for link in network.links})


def _node(node: Node, clusters: Mapping[str, int]) -> Row:
    return {
        "key": short_id(node.iri),
        "name": node.label,
        "aliases": list(node.aliases),
        "kinds": [KINDS.index(kind) for kind in node.kinds],
        "hub": int(node.hub),
        "x": None if node.place is None else node.place.x,
        "y": None if node.place is None else node.place.y,
        "side": "c" if node.place is None else node.place.side,
        "cluster": clusters.get(node.cluster),
        "weight": node.weight,
    }


def _clusters(network: Network, numbers: Mapping[str, int]) -> list[Json]:
    reports = [node.cluster for node in network.nodes if node.kinds[0] == "report"]
    count: dict[str, int] = defaultdict(int)
    for key in reports:
        parts = key.split(".")
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
        }
        for cluster in network.layout.clusters
    ]


def _reading(support: Support, sets: Table, confidences: Table) -> Row:
    confidence = None if support.confidence is None else str(support.confidence)
    return {"confidence": confidences.place(confidence), "flags": sets.place(support.flags)}


def _report(report: Report, numbers: Mapping[str, int], documents: Table, regions: Table) -> Row:
    return {
        "node": numbers[report.iri],
        "titles": list(report.titles),
        "publisher": report.publisher,
        "market": None if report.market is None else numbers.get(report.market),
        "scope": list(report.scope),
        "start": report.start,
        "end": report.end,
        "urls": list(report.urls),
        "documents": [documents.place(name) for name in report.documents],
        "warnings": list(report.warnings),
        "regions": regions.place(tuple(dict.fromkeys(link.node for link in report.listed))),
    }


def _listed_regions(network: Network) -> set[str]:
    return {link.node for report in network.reports for link in report.listed}


def _figure(
    figure: Figure, numbers: Mapping[str, int], names: Mapping[str, str], sets: Table, confidences: Table
) -> Row:
    def reference(iri: str | None) -> Json:
        return None if iri is None else {"node": numbers.get(iri), "name": names.get(iri)}

    return {
        "kind": figure.kind,
        "report": numbers.get(figure.report),
        "market": reference(figure.market),
        "company": reference(figure.company),
        "segment": reference(figure.segment),
        "region": figure.region,
        "within": figure.within,
        "period": figure.period,
        "value": figure.value,
        "written": figure.written,
        "number": None if figure.number is None else float(figure.number),
        "implied": None if figure.implied is None else percent(figure.implied),
        "impliedNumber": None if figure.implied is None else float(figure.implied),
        "basis": figure.basis,
        **_reading(figure.support, sets, confidences),
    }


def _disagreement(found: Disagreement, numbers: Mapping[str, int], names: Mapping[str, str]) -> Row:
    return {
        "kind": found.kind,
        "subject": {"node": numbers.get(found.subject), "name": names.get(found.subject)},
        "about": found.about,
        "reason": found.reason,
        "figures": list(found.figures),
    }


# --------------------------------------------------------------------------------------------- evidence


def _chunk(network: Network, reports: Sequence[Report], links: Sequence[Support], figures: Sequence[Support]) -> Row:
    texts, rules = Table(), Table()

    def quote(each: Quote) -> list[Json]:
        heading = None if each.heading is None else texts.place(each.heading)
        return [texts.place(each.text), heading, texts.place(each.document), texts.place(each.key), each.start]

    def backing(support: Support) -> list[Json]:
        return [[quote(each) for each in support.quotes], [rules.place(rule) for rule in support.rules]]

    def told(words: str, support: Support) -> list[Json]:
        confidence = None if support.confidence is None else str(support.confidence)
        return [words, list(support.flags), confidence, *backing(support)]

    names = dict(network.names) | {node.iri: node.label for node in network.nodes if "region" in node.kinds}
    found: Row = {
        "links": [backing(support) for support in links],
        "figures": [backing(support) for support in figures],
        "listed": [[told(names[link.node], link.support) for link in report.listed] for report in reports],
        "aside": [[told(item.words, item.support) for item in report.aside] for report in reports],
    }
    return found | {"texts": texts.values(), "rules": rules.values()}
