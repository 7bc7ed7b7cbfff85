"""A layout of a former day, and the nodes of today -> a layout in which every old node stays and new ones find room."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from mrgraph.page.layout.field import ROW, Place, Site, box, collect, fan
from mrgraph.page.layout.free_space import Box, Room
from mrgraph.page.layout.saved_positions import Layout

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence


def grow(sites: Sequence[Site], kept: Layout) -> Layout:
    """The layout of `sites` in which all that `kept` has a place for stays there."""
    places, home = _still_there(kept, {site.iri for site in sites})
    if kept.clusters:
        _settle_in_clusters(sites, home, kept)
    room = Room([_label_box(iri, place) for iri, place in sorted(places.items())])
    new = [site for site in sites if site.iri not in places and (not kept.clusters or _in_cluster(site))]
    centres = {cluster.key: (float(cluster.x), float(cluster.y)) for cluster in kept.clusters}
    labels = {site.iri: site.label for site in sites}
    for site, around in _in_turn(new, places, fans=not kept.clusters):
        target = _middle(site, sites, places) or centres.get(home.get(site.iri, "")) or room.edge()
        placed = _settled(box(site, around, labels), site, around, room, target)
        places.update(placed)
    return Layout(dict(sorted(places.items())), dict(sorted(home.items())), kept.clusters)


def _still_there(kept: Layout, here: Container[str]) -> tuple[dict[str, Place], dict[str, str]]:
    """Places and clusters of the nodes that are still `here`."""
    places = {iri: place for iri, place in kept.places.items() if iri in here}
    return places, {iri: key for iri, key in kept.home.items() if iri in here}


def _settled(
    new: Box, site: Site, around: dict[str, Place], room: Room, target: tuple[float, float]
) -> dict[str, Place]:
    """The places of a new box and of what lies around it, as near to the target as there is room, which they take."""
    new.x, new.y = room.free(new, target)
    placed = collect([new], {site.iri: around}, {site.iri} if site.kind == "report" else set())
    for iri, place in placed.items():
        room.take(_label_box(iri, place))
    return placed


def _label_box(iri: str, place: Place) -> Box:
    """The room of a node and its label."""
    shift = {"l": -70.0, "r": 70.0}.get(place.side, 0.0)
    return Box(iri, place.x + shift, float(place.y), 85.0, ROW * 0.75)


def _in_cluster(site: Site) -> bool:
    return site.kind == "report" or len(site.reports) > 1


def _settle_in_clusters(sites: Sequence[Site], home: dict[str, str], kept: Layout) -> None:
    """Gives each new report the cluster of what it shares most names with, and each new name that of its reports."""
    parents = {cluster.parent for cluster in kept.clusters}
    leaves = sorted(cluster.key for cluster in kept.clusters if cluster.key not in parents)
    pull = _pull(sites, home)
    for site in sites:
        if site.kind == "report" and site.iri not in home:
            ranked = sorted(leaves, key=lambda key: (-pull[site.iri][key], -_number(key), key))
            home[site.iri] = ranked[0]
    for site in sites:
        if site.kind != "report" and site.iri not in home and len(site.reports) > 1:
            counts = sorted(home[report] for report in site.reports)
            home[site.iri] = max(counts, key=lambda key: (counts.count(key), -counts.index(key)))


def _pull(sites: Sequence[Site], home: Mapping[str, str]) -> Mapping[str, Mapping[str, float]]:
    """Report -> cluster -> how much of the cluster the report names; what few reports name weighs more."""
    pull: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for site in sites:
        if site.iri in home and site.kind != "report":
            for report in site.reports:
                pull[report][home[site.iri]] += 1 / len(site.reports)
    return pull


def _number(key: str) -> int:
    return int(key.partition(".")[0])


def _in_turn(
    new: Sequence[Site], places: Mapping[str, Place], *, fans: bool
) -> Iterator[tuple[Site, dict[str, Place]]]:
    """New reports with the fan of what is theirs alone, then the other new nodes."""
    own: dict[str, list[Site]] = defaultdict(list)
    for site in new:
        if fans and site.kind != "report" and len(site.reports) == 1 and site.reports[0] not in places:
            own[site.reports[0]].append(site)
    inside = {site.iri for group in own.values() for site in group}
    for site in new:
        if site.kind == "report":
            yield site, fan(own[site.iri])
    for site in new:
        if site.kind != "report" and site.iri not in inside:
            yield replace(site), {}


def _middle(site: Site, sites: Sequence[Site], places: Mapping[str, Place]) -> tuple[float, float] | None:
    """The middle of what the site is linked to, as far as it has places."""
    if site.kind == "report":
        linked = [each.iri for each in sites if each.kind != "report" and site.iri in each.reports]
    else:
        linked = list(site.reports)
    found = [places[iri] for iri in linked if iri in places]
    if not found:
        return None
    return sum(place.x for place in found) / len(found), sum(place.y for place in found) / len(found)
