"""Nodes -> positions in one field: each report as a small fan of what only it names, shared entities between them.

Only + - * / and the square root are used, which IEEE 754 fixes to the last bit, and no random number is drawn. So the
positions depend neither on the machine nor on the order of the input.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, Final

from mrgraph.page.layout.free_space import Box, Room, lay_side_by_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# World units; a letter of a label is about LETTER wide at the scale at which some hundred nodes fill a screen.
ROW: Final = 22.0
LETTER: Final = 6.7
LABEL_LETTERS: Final = 28
WAIST: Final = 100.0  # half the distance between the two columns of a fan, at its middle
_ORDER: Final = ("market", "company", "segment", "technology", "application", "region")


@dataclass(frozen=True, slots=True)
class Site:
    """A node to be placed: `reports` is what it is drawn to, `topic` a report's market."""

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


def arrange(sites: Sequence[Site]) -> dict[str, Place]:
    """A place for every site, the same for the same set of sites."""
    sites = sorted(sites, key=lambda site: site.iri)
    fans = {iri: fan(own) for iri, own in _own(sites).items()}
    inside = {iri for each in fans.values() for iri in each}
    labels = {site.iri: site.label for site in sites}
    boxes = [box(site, fans.get(site.iri, {}), labels) for site in sites if site.iri not in inside]
    _nestle(boxes, sites)
    return collect(boxes, fans, {site.iri for site in sites if site.kind == "report"})


def _nestle(boxes: Sequence[Box], sites: Sequence[Site]) -> None:
    """Reports with their fans side by side, and what they share in the gaps nearest to their middle."""
    by_name = {box.name: box for box in boxes}
    shared = [site for site in sites if site.kind != "report" and site.iri in by_name]
    reports = [by_name[site.iri] for site in sites if site.kind == "report"]
    for report in reports:
        report.high += ROW  # leaves a row between two of them, where what they share will lie
    lay_side_by_side(reports, _ties(shared))
    for report in reports:
        report.high -= ROW
    room = Room(reports)
    for site in sorted(shared, key=lambda site: (-len(site.reports), site.iri)):
        box = by_name[site.iri]
        linked = [by_name[report] for report in site.reports]
        middle = sum(other.x for other in linked) / len(linked), sum(other.y for other in linked) / len(linked)
        box.x, box.y = room.free(box, middle, step=16.0)
        room.take(box)


def _ties(shared: Sequence[Site]) -> dict[tuple[str, str], float]:
    """How many entities each two reports share."""
    ties: dict[tuple[str, str], float] = defaultdict(float)
    for site in shared:
        for pair in combinations(site.reports, 2):
            ties[pair] += 1.0
    return ties


def _own(sites: Sequence[Site]) -> dict[str, list[Site]]:
    """For each report, the entities that it alone names."""
    own: dict[str, list[Site]] = defaultdict(list)
    for site in sites:
        if site.kind != "report" and len(site.reports) == 1:
            own[site.reports[0]].append(site)
    return own


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
    if not around:
        wide = letters(site.topic or site.label) / 2 + 12
        return Box(site.iri, 0.0, 0.0, wide, ROW * (1.1 if site.kind == "report" else 0.8))
    wide = max(abs(place.x) + letters(labels[iri]) * (0.5 if place.side == "t" else 1) for iri, place in around.items())
    high = max(abs(place.y) + ROW * (1.6 if place.side == "t" else 0.8) for place in around.values())
    return Box(site.iri, 0.0, 0.0, wide + 10, high)


def collect(boxes: Sequence[Box], fans: Mapping[str, Mapping[str, Place]], reports: set[str]) -> dict[str, Place]:
    """Whole-number places of the boxes and of the fans inside them."""
    places: dict[str, Place] = {}
    for each in boxes:
        x, y = round(each.x), round(each.y)
        places[each.name] = Place(x, y, "b" if each.name in reports else "c")
        for iri, inner in fans.get(each.name, {}).items():
            places[iri] = Place(x + inner.x, y + inner.y, inner.side)
    return dict(sorted(places.items()))
