"""Nodes -> where each is drawn: one field for few reports, a map of clusters for many; what had a place keeps it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING, Final

from mrgraph.page.layout import clusters, regrowth
from mrgraph.page.layout.clusters import MOST_REPORTS
from mrgraph.page.layout.field import Place, Site, arrange
from mrgraph.page.layout.free_space import ASPECT
from mrgraph.page.layout.packing import Disc, enclosing, pack
from mrgraph.page.layout.saved_positions import EMPTY, Cluster, Layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mrgraph.page.layout.clusters import Group

MOST_DRAWN: Final = 400  # nodes at once: what can be read, and what is drawn in 10 ms
_GAP = 0.06  # between discs, as a share of the larger radius
_OUTGROWN = 1.5  # a layout is kept until it holds this many times what it was made for


def lay_out(sites: Sequence[Site], former: Layout = EMPTY) -> Layout:
    """A place for every site that is drawn; `former` is the layout of a former day, whose places stay.

    A layout that fits less than two thirds of the reports is given up.
    """
    sites = sorted(sites, key=lambda site: site.iri)
    reports = [site for site in sites if site.kind == "report"]
    with_place = sum(site.iri in former.places for site in reports)
    if reports and with_place * _OUTGROWN >= len(reports):
        return regrowth.grow(sites, former)
    if len(reports) <= MOST_REPORTS:
        return Layout(arrange(worth_drawing(sites)), {}, ())
    return _map(sites, reports)


def worth_drawing(sites: Sequence[Site]) -> list[Site]:
    """All sites if they are few enough, else the reports and the entities that most reports share."""
    if len(sites) <= MOST_DRAWN:
        return list(sites)
    reports = [site for site in sites if site.kind == "report"]
    shared = [site for site in sites if site.kind != "report" and len(site.reports) > 1]
    shared.sort(key=lambda site: (-len(site.reports), site.iri))
    return [*reports, *shared[: max(0, MOST_DRAWN - len(reports))]]


# ------------------------------------------------------------------------------------------------- map


def _map(sites: Sequence[Site], reports: Sequence[Site]) -> Layout:
    shared = [site for site in sites if site.kind != "report" and len(site.reports) > 1]
    groups = clusters.divide(reports, shared)
    leaves = _leaves(groups)
    home = {iri: key for key, group in leaves.items() for iri in group.reports}
    for site in shared:
        home[site.iri] = most_frequent(home[report] for report in site.reports)
    residents: dict[str, list[Site]] = defaultdict(list)
    by_iri = {site.iri: site for site in (*reports, *shared)}
    for iri in sorted(home):
        site = by_iri[iri]
        here = tuple(report for report in site.reports if home[report] == home[iri])
        residents[home[iri]].append(replace(site, reports=here))
    fields = {key: arrange(worth_drawing(residents[key])) for key in sorted(leaves)}
    discs = _discs(groups, fields, _ties(shared, home))
    places = {
        iri: Place(place.x + round(discs[key].x), place.y + round(discs[key].y), place.side)
        for key, field in fields.items()
        for iri, place in _centred(field).items()
    }
    return Layout(dict(sorted(places.items())), dict(sorted(home.items())), _named(groups, discs))


def most_frequent(keys: Iterable[str]) -> str:
    """The key that comes most often, the first in order among equals."""
    counts: dict[str, int] = defaultdict(int)
    for key in keys:
        counts[key] += 1
    return min(counts, key=lambda key: (-counts[key], key))


def _keys(groups: Sequence[Group], parent: str = "") -> Iterable[tuple[str, Group]]:
    """The groups with their keys, each before its parts."""
    for number, group in enumerate(groups, start=1):
        key = f"{parent}.{number}" if parent else str(number)
        yield key, group
        yield from _keys(group.parts, key)


def _leaves(groups: Sequence[Group]) -> dict[str, Group]:
    return {key: group for key, group in _keys(groups) if not group.parts}


def _named(groups: Sequence[Group], discs: Mapping[str, Disc]) -> tuple[Cluster, ...]:
    return tuple(
        Cluster(key, group.name, round(discs[key].x), round(discs[key].y), round(discs[key].radius), group.top)
        for key, group in _keys(groups)
    )


def _ties(shared: Sequence[Site], home: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """How strongly two clusters of one level are tied: by the names that reports of both share, common ones less."""
    ties: dict[tuple[str, str], float] = defaultdict(float)
    for site in shared:
        leaves = sorted({home[report] for report in site.reports})
        for depth in range(leaves[0].count(".") + 1, 3):
            level = sorted({".".join(key.split(".")[:depth]) for key in leaves if key.count(".") + 1 >= depth})
            if len(level) <= MOST_REPORTS:
                for number, first in enumerate(level):
                    for second in level[number + 1 :]:
                        ties[first, second] += 1 / len(site.reports)
    return ties


def _discs(
    groups: Sequence[Group], fields: Mapping[str, Mapping[str, Place]], ties: Mapping[tuple[str, str], float]
) -> dict[str, Disc]:
    """The disc of every cluster, parts inside their whole."""
    discs: dict[str, Disc] = {}

    def nested(parts: Sequence[Group], parent: str) -> tuple[dict[str, Disc], float]:
        """Discs of these groups and all below, round the middle of their whole, and its radius."""
        inner: dict[str, tuple[dict[str, Disc], float]] = {}
        keys = [f"{parent}.{n}" if parent else str(n) for n in range(1, len(parts) + 1)]
        for key, group in zip(keys, parts, strict=True):
            inner[key] = nested(group.parts, key) if group.parts else ({}, _radius(fields[key]))
        radii = [inner[key][1] for key in keys]
        pairs = {
            (i, j): ties[keys[i], keys[j]]
            for i in range(len(keys))
            for j in range(i + 1, len(keys))
            if (keys[i], keys[j]) in ties
        }
        radii = [sqrt(radius * max(radii)) for radius in radii]  # small ones hold their names, too
        untied = {number for number, group in enumerate(parts) if not group.top}
        packed = pack(radii, pairs, max(radii) * _GAP, 1.0 if parent else ASPECT, untied)
        whole = enclosing(packed)
        around_middle: dict[str, Disc] = {}
        for key, disc in zip(keys, packed, strict=True):
            dx, dy = disc.x - whole.x, disc.y - whole.y
            around_middle[key] = Disc(dx, dy, disc.radius)
            around_middle.update(
                {name: Disc(part.x + dx, part.y + dy, part.radius) for name, part in inner[key][0].items()}
            )
        return around_middle, whole.radius * (1 + _GAP)

    discs.update(nested(groups, "")[0])
    return discs


def _centred(field: Mapping[str, Place]) -> dict[str, Place]:
    """The field with the middle of its frame at 0, 0."""
    if not field:
        return {}
    across, along = [place.x for place in field.values()], [place.y for place in field.values()]
    x, y = (min(across) + max(across)) // 2, (min(along) + max(along)) // 2
    return {iri: Place(place.x - x, place.y - y, place.side) for iri, place in field.items()}


def _radius(field: Mapping[str, Place]) -> float:
    """The radius of the circle round a field, labels included."""
    return max(sqrt(place.x * place.x + place.y * place.y) for place in _centred(field).values()) + 110
