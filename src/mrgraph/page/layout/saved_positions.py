"""layout.json <-> Layout: the positions of today's page, kept beside the graph so that tomorrow's looks like it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mrgraph import vocab
from mrgraph.claims.lookup import short_id
from mrgraph.page.layout.field import Place

if TYPE_CHECKING:
    from pathlib import Path

FILE = "layout.json"
_VERSION = 1
_SIDES = frozenset("lrtbc")
_FAR = 10**7  # no position lies farther out


@dataclass(frozen=True, slots=True)
class Cluster:
    """A disc on the map. `key`: "3", and "3.1" for its first part. `top`: IRIs of the names that its reports share."""

    key: str
    name: str
    x: int
    y: int
    radius: int
    top: tuple[str, ...]

    @property
    def parent(self) -> str:
        """The key of the cluster that this is a part of; "" for the whole."""
        return self.key.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Layout:
    """Places by IRI, the cluster of each, and the clusters, sorted; nodes that no view shows at once have no place."""

    places: Mapping[str, Place]
    home: Mapping[str, str]
    clusters: tuple[Cluster, ...]


EMPTY: Final = Layout({}, {}, ())


def read(file: Path) -> Layout | None:
    """The layout in `file`; None where there is no file, or none that can be used (then a new one is made)."""
    try:
        data = json.loads(file.read_bytes())
        return _layout(data)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write(layout: Layout) -> bytes:
    """The layout as JSON, one node a line, so that a diff shows what moved; IRIs without the project's base."""
    nodes = ",\n".join(
        f"{json.dumps(short_id(iri))}: {json.dumps([place.x, place.y, place.side, layout.home.get(iri, '')])}"
        for iri, place in sorted(layout.places.items())
    )
    discs = ",\n".join(
        json.dumps([each.key, each.name, each.x, each.y, each.radius, [short_id(iri) for iri in each.top]])
        for each in layout.clusters
    )
    away = ",\n".join(
        f"{json.dumps(short_id(iri))}: {json.dumps(key)}"
        for iri, key in sorted(layout.home.items())
        if iri not in layout.places
    )
    head = f'"version": {_VERSION},\n"clusters": [\n{discs}\n]'
    return f'{{{head},\n"nodes": {{\n{nodes}\n}},\n"away": {{\n{away}\n}}}}\n'.encode()


def _layout(data: Any) -> Layout | None:
    if not isinstance(data, dict) or data.get("version") != _VERSION:
        return None
    clusters = tuple(
        Cluster(str(key), str(name), _whole(x), _whole(y), _whole(radius), tuple(map(_full, top)))
        for key, name, x, y, radius, top in data["clusters"]
    )
    nodes = {_full(key): value for key, value in data["nodes"].items()}
    away = {_full(key): value for key, value in data["away"].items()}
    known = {cluster.key for cluster in clusters}
    homes = away | {iri: value[3] for iri, value in nodes.items()}
    home = {iri: str(key) for iri, key in homes.items() if key in known}
    places = {iri: Place(_whole(x), _whole(y), _side(side)) for iri, (x, y, side, _) in nodes.items()}
    if clusters and any(iri not in home for iri in places):
        return None
    return Layout(places, home, clusters) if places else EMPTY


def _full(key: str) -> str:
    """The IRI that `short_id` made the key of."""
    return key if "://" in key else vocab.BASE + key


def _whole(value: object) -> int:
    if not isinstance(value, int) or abs(value) > _FAR:
        raise ValueError(value)
    return value


def _side(value: object) -> str:
    if value not in _SIDES:
        raise ValueError(value)
    return str(value)
