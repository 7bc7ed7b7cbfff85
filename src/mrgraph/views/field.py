"""Nodes -> positions in one field: each report as a small fan of what only it names, shared entities between them.

Only + - * / and the square root are used, which IEEE 754 fixes to the last bit; the start comes from a hash of each
name. So the positions depend neither on the machine nor on the order of the input, and no random number is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from math import sqrt
from typing import TYPE_CHECKING, Final

from mrgraph.views.room import ASPECT, Box, Room, lay_side_by_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# World units; a letter of a label is about LETTER wide at the scale at which some hundred nodes fill a screen.
ROW: Final = 22.0
LETTER: Final = 6.7
LABEL_LETTERS: Final = 28
WAIST: Final = 100.0  # half the distance between the two columns of a fan, at its middle
GAP: Final = 14.0
_PAIRS: Final = 600_000  # pairs of nodes looked at in all: about half a second
_ORDER: Final = ("market", "company", "segment", "technology", "application", "region")


@dataclass(frozen=True, slots=True)
class Site:
    """A node to be placed: `iri` decides where it starts, `reports` what it is drawn to; `topic`: a report's market."""

    iri: str
    label: str
    kind: str
    reports: tuple[str, ...]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A position in whole units, y downwards, and the side on which the label reads best: l, r, t, b or c."""

    x: int
    y: int
    side: str


def arrange(sites: Sequence[Site], rounds: int = 240) -> dict[str, Place]:
    """A place for every site, the same for the same set of sites; `rounds` of the springs at most."""
    sites = sorted(sites, key=lambda site: site.iri)
    fans = {iri: fan(own) for iri, own in _own(sites).items()}
    inside = {iri for each in fans.values() for iri in each}
    labels = {site.iri: site.label for site in sites}
    boxes = [box(site, fans.get(site.iri, {}), labels) for site in sites if site.iri not in inside]
    if fans:
        _nestle(boxes, sites)
    else:
        _attract(boxes, _edges(boxes, sites), rounds)
        _scale(boxes)
        _separate(boxes)
    return collect(boxes, fans, {site.iri for site in sites if site.kind == "report"})


def _nestle(boxes: Sequence[Box], sites: Sequence[Site]) -> None:
    """Reports with their fans side by side, and what they share in the gaps nearest to their middle."""
    by_name = {each.name: each for each in boxes}
    shared = [site for site in sites if site.kind != "report" and site.iri in by_name]
    ties: dict[tuple[str, str], float] = defaultdict(float)
    for site in shared:
        for place, first in enumerate(site.reports):
            for second in site.reports[place + 1 :]:
                ties[first, second] += 1.0
    reports = [by_name[site.iri] for site in sites if site.kind == "report"]
    for each in reports:
        each.high += ROW  # leaves a row between two of them, where what they share will lie
    lay_side_by_side(reports, ties)
    for each in reports:
        each.high -= ROW
    room = Room(reports)
    for site in sorted(shared, key=lambda site: (-len(site.reports), site.iri)):
        each = by_name[site.iri]
        found = [by_name[report] for report in site.reports]
        middle = sum(other.x for other in found) / len(found), sum(other.y for other in found) / len(found)
        each.x, each.y = room.free(each, middle, step=16.0)
        room.take(each)


def _own(sites: Sequence[Site]) -> dict[str, list[Site]]:
    """For each report, the entities that it alone names."""
    own: dict[str, list[Site]] = defaultdict(list)
    for site in sites:
        if site.kind != "report" and len(site.reports) == 1:
            own[site.reports[0]].append(site)
    return own


def _edges(boxes: Sequence[Box], sites: Sequence[Site]) -> list[tuple[int, int]]:
    """Pairs of boxes that are linked, each once."""
    position = {each.name: number for number, each in enumerate(boxes)}
    return sorted(
        (position[report], position[site.iri])
        for site in sites
        if site.kind != "report" and site.iri in position
        for report in site.reports
        if report in position
    )


# ------------------------------------------------------------------------------------------------- fans


def fan(own: Sequence[Site]) -> dict[str, Place]:
    """Positions round the report: two curved columns, kind by kind, labels outwards; its market on top."""
    markets = [site for site in own if site.kind == "market"]
    others = sorted((site for site in own if site.kind != "market"), key=_reading_order)
    half = (len(others) + 1) // 2
    places: dict[str, Place] = {}
    for side, column in (("l", others[:half]), ("r", others[half:])):
        for row, site in enumerate(column):
            y = (row - (len(column) - 1) / 2) * ROW
            x = _waist(y, half * ROW / 2)
            places[site.iri] = Place(round(-x if side == "l" else x), round(y), side)
    top = max(half * ROW / 2, ROW) + ROW * 0.6
    for row, site in enumerate(markets):
        places[site.iri] = Place(0, round(-top - row * ROW * 1.6), "t")
    return places


def _waist(y: float, half: float) -> float:
    """Half the width of the fan at height `y`: an ellipse, never narrower than a third."""
    reach = half * 1.12 + 1.0
    return WAIST * max(0.34, sqrt(max(0.0, 1.0 - (y / reach) * (y / reach))))


def _reading_order(site: Site) -> tuple[int, str, str]:
    return _ORDER.index(site.kind), site.label.casefold(), site.iri


def letters(label: str) -> float:
    """About the width of the label as it is drawn."""
    return min(len(label), LABEL_LETTERS) * LETTER


# ------------------------------------------------------------------------------------------------ boxes


def box(site: Site, around: Mapping[str, Place], labels: Mapping[str, str]) -> Box:
    """The room that a site needs, with the fan around it and its `labels`."""
    x, y = _start(site.iri)
    if not around:
        wide = letters(site.topic or site.label) / 2 + 12
        return Box(site.iri, x, y, wide, ROW * (1.1 if site.kind == "report" else 0.8))
    wide = max(abs(place.x) + letters(labels[iri]) * (0.5 if place.side == "t" else 1) for iri, place in around.items())
    high = max(abs(place.y) + ROW * (1.6 if place.side == "t" else 0.8) for place in around.values())
    return Box(site.iri, x, y, wide + 10, high)


def _start(name: str) -> tuple[float, float]:
    """A point in the square from -1 to 1, by the hash of the name."""
    digest = sha256(name.encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**31 - 1, int.from_bytes(digest[4:8], "big") / 2**31 - 1


def _attract(boxes: list[Box], edges: Sequence[tuple[int, int]], most: int) -> None:
    """Fruchterman and Reingold's forces on points: linked ones draw near, all push away from each other."""
    count = len(boxes)
    rounds = max(4, min(most, _PAIRS // max(1, count * count // 2)))
    distance = 2.0 / sqrt(max(1, count))
    for step in range(rounds):
        moves = _forces(boxes, edges, distance)
        limit = 0.2 * (1 - step / rounds) + 0.002
        for each, (dx, dy) in zip(boxes, moves, strict=True):
            length = sqrt(dx * dx + dy * dy) or 1.0
            each.x += dx / length * min(length, limit)
            each.y += dy / length * min(length, limit)


def _forces(boxes: list[Box], edges: Sequence[tuple[int, int]], distance: float) -> list[list[float]]:
    """The pull on each box, with a little gravity that keeps the parts of the graph together."""
    moves = [[-0.4 * each.x * distance, -0.4 * each.y * distance] for each in boxes]
    square = distance * distance
    points = [(each.x, each.y) for each in boxes]
    for i, (x, y) in enumerate(points):
        move = moves[i]
        for j in range(i):
            other_x, other_y = points[j]
            dx, dy = x - other_x, y - other_y
            push = square / max(dx * dx + dy * dy, 1e-6)
            move[0] += dx * push
            move[1] += dy * push
            moves[j][0] -= dx * push
            moves[j][1] -= dy * push
    for a, b in edges:
        dx, dy = points[a][0] - points[b][0], points[a][1] - points[b][1]
        pull = sqrt(dx * dx + dy * dy) / distance
        moves[a][0] -= dx * pull
        moves[a][1] -= dy * pull
        moves[b][0] += dx * pull
        moves[b][1] += dy * pull
    return moves


def _scale(boxes: list[Box]) -> None:
    """Stretches the points so that the boxes just about fill the canvas."""
    if not boxes:
        return
    area = sum(4 * each.wide * each.high for each in boxes)
    high = sqrt(area / ASPECT)
    left, right = min(each.x for each in boxes), max(each.x for each in boxes)
    top, bottom = min(each.y for each in boxes), max(each.y for each in boxes)
    for each in boxes:
        each.x = (each.x - (left + right) / 2) / max(right - left, 1e-9) * high * ASPECT * 0.72
        each.y = (each.y - (top + bottom) / 2) / max(bottom - top, 1e-9) * high * 0.72


def _separate(boxes: list[Box]) -> None:
    """Pushes boxes apart until none overlap, the shorter way and the smaller one more, or for 400 rounds."""
    for _ in range(400):
        boxes.sort(key=lambda each: (each.x - each.wide, each.name))
        moved = False
        for i, first in enumerate(boxes):
            for second in boxes[i + 1 :]:
                if second.x - second.wide > first.x + first.wide + GAP:
                    break
                moved = _push(first, second) or moved
        if not moved:
            return


def _push(first: Box, second: Box) -> bool:
    """Moves two boxes apart if they overlap; whether they did."""
    across = first.wide + second.wide + GAP - abs(first.x - second.x)
    along = first.high + second.high + GAP / 2 - abs(first.y - second.y)
    if across <= 0.5 or along <= 0.5:
        return False
    weight = first.wide * first.high / (first.wide * first.high + second.wide * second.high)
    if across < along * ASPECT:
        way = 1.0 if (first.x, first.name) > (second.x, second.name) else -1.0
        first.x += way * across * (1 - weight)
        second.x -= way * across * weight
    else:
        way = 1.0 if (first.y, first.name) > (second.y, second.name) else -1.0
        first.y += way * along * (1 - weight)
        second.y -= way * along * weight
    return True


def collect(boxes: Sequence[Box], fans: Mapping[str, Mapping[str, Place]], reports: set[str]) -> dict[str, Place]:
    """Whole-number places of the boxes and of the fans inside them."""
    places: dict[str, Place] = {}
    for each in boxes:
        x, y = round(each.x), round(each.y)
        places[each.name] = Place(x, y, "b" if each.name in reports else "c")
        for iri, inner in fans.get(each.name, {}).items():
            places[iri] = Place(x + inner.x, y + inner.y, inner.side)
    return dict(sorted(places.items()))
