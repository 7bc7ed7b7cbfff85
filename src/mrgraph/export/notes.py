"""A graph as Markdown notes, one a company, market and topic, linked with each other: a vault for Obsidian."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, BinaryIO, Final

from mrgraph.claims.lookup import local_name
from mrgraph.export import bundles, property_graph, table_rows
from mrgraph.export.exporters import EDGES, FULL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mrgraph.export.graph_view import GraphView
    from mrgraph.export.property_graph import Edge, Node
    from mrgraph.export.table_rows import Row

_FOLDERS: Final = {
    "Company": "Companies",
    "Market": "Markets",
    "Report": "Reports",
    "Publisher": "Publishers",
    "Region": "Regions",
    "Country": "Regions",
}
_TOPICS: Final = "Topics"
# What neither a file's name nor a link of Obsidian can hold.
_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|#^\[\]\x00-\x1f]+')
_LONGEST: Final = 120  # characters of a name
_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|#])")


def write(graph: GraphView, stream: BinaryIO) -> None:
    """Write an archive of notes: what a thing leads to, what leads to it, and for markets their figures with quotes."""
    whole = property_graph.read(graph.of_profile(EDGES))
    names = _names(whole.nodes)
    out, into = _by_node(whole.edges)
    figures = _figures(graph)
    notes = (
        (f"{names[node.iri]}.md", _note(node, names, out[node.iri], into[node.iri], figures[node.iri]).encode())
        for node in whole.nodes
    )
    bundles.write(sorted(notes), stream)


def _names(nodes: Sequence[Node]) -> Mapping[str, str]:
    """IRI -> folder and name of its note; the same name in a folder, whatever its case, is told apart by a number."""
    names: dict[str, str] = {}
    taken: dict[str, int] = defaultdict(int)
    for node in nodes:
        words = " ".join(_NOT_IN_NAMES.sub(" ", str(node.attributes["label"])).split()).strip(". ")[:_LONGEST]
        name = f"{_FOLDERS.get(node.kind, _TOPICS)}/{words or local_name(node.iri)}"
        taken[name.casefold()] += 1
        number = taken[name.casefold()]
        names[node.iri] = name if number == 1 else f"{name} ({number})"
    return names


def _by_node(edges: Sequence[Edge]) -> tuple[Mapping[str, list[Edge]], Mapping[str, list[Edge]]]:
    out: dict[str, list[Edge]] = defaultdict(list)
    into: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        out[edge.start].append(edge)
        into[edge.end].append(edge)
    return out, into


def _figures(graph: GraphView) -> Mapping[str, list[dict[str, object]]]:
    """IRI of a market or company -> its figures, as rows of the table of figures."""
    (table,) = table_rows.tables(graph.of_profile(FULL), "figures")
    columns = [column.name for column in table.columns]
    figures: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in _sorted(table.rows):
        cells = dict(zip(columns, row, strict=True))
        for thing in dict.fromkeys((cells["market"], cells["company"])):
            if thing is not None:
                figures[str(thing)].append(dict(cells))
    return figures


def _sorted(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row[1]), str(row[10] or row[12] or ""), str(row[0])))


def _note(
    node: Node,
    names: Mapping[str, str],
    out: Sequence[Edge],
    into: Sequence[Edge],
    figures: Sequence[Mapping[str, object]],
) -> str:
    label = str(node.attributes["label"])
    head = ["---", f"iri: {node.iri}", f"kind: {node.kind}", "aliases:"]
    aliases = dict.fromkeys((label, *str(node.attributes.get("aliases") or label).split(" | ")))
    head += [f"  - {json.dumps(alias, ensure_ascii=False)}" for alias in aliases]
    head += ["tags:", f"  - {node.kind.lower()}", "---", "", f"# {_plain(label)}", ""]
    return "\n".join([*head, *_links(out, names, here=True), *_links(into, names, here=False), *_values(figures), ""])


def _links(edges: Sequence[Edge], names: Mapping[str, str], *, here: bool) -> Iterator[str]:
    """A paragraph for each relation, with links to the notes at the other end."""
    groups: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        name = names[edge.end if here else edge.start]
        groups[edge.relation].append(f"[[{name}|{name.partition('/')[2]}]]")
    for relation in sorted(groups):
        words = _INNER_CAPITAL.sub(" ", relation).lower()
        yield f"## {words if here else f'{words} (of)'}\n"
        yield f"{', '.join(sorted(groups[relation]))}\n"


def _values(figures: Sequence[Mapping[str, object]]) -> Iterator[str]:
    if figures:
        yield "## figures\n"
    for figure in figures:
        years = "–".join(str(figure[name]) for name in ("year", "fromYear", "toYear") if figure[name] is not None)
        about = ", ".join(str(cell) for cell in (figure["regionLabel"], figure["segmentLabel"], years) if cell)
        words = _INNER_CAPITAL.sub(" ", str(figure["kind"])).lower()
        yield f"- {words}{f' ({_plain(about)})' if about else ''}: **{_plain(str(figure['value']))}**"
        if figure["quote"]:
            yield f"  > {_plain(' '.join(str(figure['quote']).split()))} ({_plain(str(figure['publisher'] or ''))})"


def _plain(text: str) -> str:
    """A text in which nothing is markup."""
    return _MARKUP.sub(r"\\\1", text)
