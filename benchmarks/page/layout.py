"""How good the positions are, and what they cost: ours, and one plain spring layout of networkx beside it.

    python benchmarks/page/layout.py 5 60 300 2000

Seconds are those of this process. Overlaps: pairs of labels (28 letters at most, where they are drawn first) that meet,
a share of all labels. Crossings: pairs of edges that cross, a share of all pairs that could; both over the nodes that
have a place, at most 400 of one cluster. Moved: the distance by which a tenth more reports moves the old nodes, as a
share of the mean distance from the middle.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import TypeVar

from mrgraph import rdf
from mrgraph.page.drawing import network
from mrgraph.page.layout.layout import Layout, lay_out
from mrgraph.rdf.terms import Triple

ROOT = Path(__file__).resolve().parents[2]
SCALE = 0.65  # at which some hundred nodes fill a screen
T = TypeVar("T")
Points = dict[str, tuple[float, float, str]]


def main() -> None:
    print("| reports | layout | seconds | overlaps | crossings | moved by 10 % more |\n|---|---|---|---|---|---|")
    for reports in map(int, sys.argv[1:] or ("5", "60", "300", "2000")):
        before = network(pile(reports if reports > 5 else reports - 1)).layout
        after = network(pile(reports + reports // 10), kept=before).layout
        made = network(pile(reports))
        labels = {node.iri: node.label for node in made.nodes}
        edges = sorted({(link.report, link.node) for link in made.links})
        start = time.process_time()
        layout = positions(made)
        seconds = time.process_time() - start
        row(
            (f"{reports:,}", "mrgraph", f"{seconds:.2f}"), largest(layout), labels, edges, f"{shift(before, after):.1%}"
        )
        start = time.process_time()
        points = plain([node.iri for node in made.nodes if node.place is not None], edges)
        if points:
            seconds = time.process_time() - start
            row((f"{reports:,}", "spring_layout", f"{seconds:.2f}"), points, labels, edges, "")


def pile(reports: int) -> list[Triple]:
    """The triples of the first seeds, or of a made pile beyond five reports."""
    with tempfile.TemporaryDirectory() as folder:
        if reports <= 5:
            seeds = sorted((ROOT / "seeds").glob("*.txt"))[:reports]
            subprocess.run(
                [sys.executable, "-m", "mrgraph", "build", *seeds, "-o", folder],
                check=True,
                capture_output=True,
            )
            return list(rdf.read_triples(folder))
        file = Path(folder) / "pile.nt"
        subprocess.run([sys.executable, ROOT / "benchmarks/page/pile.py", str(reports), file], check=True)
        return list(rdf.read_triples(file))


def positions(made: object) -> Layout:
    """The layout anew, so that only it is timed."""
    from mrgraph.page.layout.field import Site

    nodes = [node for node in made.nodes if not node.hub]  # type: ignore[attr-defined]
    topics = {report.iri: report.market or "" for report in made.reports}  # type: ignore[attr-defined]
    labels = {node.iri: node.label for node in made.nodes}  # type: ignore[attr-defined]
    return lay_out([Site(n.iri, n.label, n.kinds[0], n.reports, labels.get(topics.get(n.iri, ""), "")) for n in nodes])


def largest(layout: Layout) -> Points:
    """The positions of the whole, or of the cluster with most nodes."""
    keys = [layout.home.get(iri, "") for iri in layout.places]
    key = max(sorted(set(keys)), key=keys.count)
    return {iri: (p.x, p.y, p.side) for iri, p in layout.places.items() if layout.home.get(iri, "") == key}


def plain(iris: list[str], edges: list[tuple[str, str]]) -> Points:
    """One spring layout of all that has a place; none from 500 nodes on, where networkx wants scipy."""
    import networkx

    if len(iris) >= 500:
        return {}
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(iris)
    graph.add_edges_from((a, b) for a, b in edges if a in graph and b in graph)
    found = networkx.spring_layout(graph, seed=1)
    size = 60 * len(iris) ** 0.5
    return {iri: (x * size, y * size, "b") for iri, (x, y) in found.items()}


def row(
    told: tuple[str, ...], points: Points, labels: dict[str, str], edges: list[tuple[str, str]], moved: str
) -> None:
    """Prints one line of the table."""
    boxes = [box(labels[iri], *point) for iri, point in points.items()]
    overlaps = share(boxes, lambda a, b: a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3], len(boxes))
    lines = [(points[a][:2], points[b][:2]) for a, b in edges if a in points and b in points]
    crossings = share(lines, cross, len(lines) * (len(lines) - 1) / 2)
    print(f"| {' | '.join(told)} | {overlaps:.1%} | {crossings:.2%} | {moved} |", flush=True)


def box(label: str, x: float, y: float, side: str) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a label, in pixels."""
    wide, x, y = min(len(label), 28) * 6.7, x * SCALE, y * SCALE
    if side in "lr":
        left = x - 8 - wide if side == "l" else x + 8
        return left, left + wide, y - 6.5, y + 6.5
    top = y - 18 if side == "t" else y + 5
    return x - wide / 2, x + wide / 2, top, top + 13


def share(things: list[T], meet: Callable[[T, T], bool], whole: float) -> float:
    return sum(meet(a, b) for a, b in combinations(things, 2)) / max(1, whole)


def cross(first: tuple, second: tuple) -> bool:  # type: ignore[type-arg]
    (a, b), (c, d) = first, second
    if len({a, b, c, d}) < 4:
        return False

    def side(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def shift(before: Layout, after: Layout) -> float:
    """By how much the old nodes moved, at most, as a share of their mean distance from the middle."""
    shared = [iri for iri in before.places if iri in after.places]
    x = sum(before.places[iri].x for iri in shared) / len(shared)
    y = sum(before.places[iri].y for iri in shared) / len(shared)
    radius = sum(hypot(before.places[iri].x - x, before.places[iri].y - y) for iri in shared) / len(shared)
    most = max(
        hypot(before.places[iri].x - after.places[iri].x, before.places[iri].y - after.places[iri].y) for iri in shared
    )
    return most / radius


if __name__ == "__main__":
    main()
