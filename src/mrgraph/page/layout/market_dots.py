"""Clusters of reports -> dots on the map: the markets of each cluster and the companies that tie them, in its disc.

Places are relative to the disc's middle, in thousandths of its radius: markets that share rare companies lie near each
other, a company among its markets. The upper part of the disc stays free for its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from mrgraph.page.layout.saved_positions import Layout

if TYPE_CHECKING:
    from mrgraph.page.layout.field import Site

MOST_MARKETS: Final = 60  # of one disc
_COMPANIES: Final = 8  # of one disc
_ROUNDS: Final = 25
_SPREAD: Final = 620  # thousandths of a disc's radius that its dots take
_DOWN: Final = 260  # thousandths by which they lie below its middle
_FAR: Final = 5.0  # times the usual distance, squared, beyond which two dots do not push each other
_TURN: Final = (-0.7373688780783197, 0.6754902942615238)  # cosine and sine of the golden angle
_LEAST_TIE: Final = 0.05  # of two markets

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A market or company in a disc, in thousandths of the disc's radius from its middle."""

    iri: str
    x: int
    y: int


class Players:
    """Which markets each company plays in, and how much two markets share, weighed by how rare it is."""

    def __init__(self, sites: Sequence[Site]) -> None:
        self.reports = {site.iri: frozenset(site.reports) for site in sites if site.kind == "market"}
        studied: dict[str, set[str]] = defaultdict(set)
        for market, reports in self.reports.items():
            for report in reports:
                studied[report].add(market)
        self.markets: dict[str, frozenset[str]] = {}
        self.companies: dict[str, set[str]] = defaultdict(set)
        for site in sites:
            if site.kind == "company":
                own = frozenset(market for report in site.reports for market in studied[report])
                if own:
                    self.markets[site.iri] = own
                for market in own:
                    self.companies[market].add(site.iri)

    def weight(self, company: str) -> float:
        """What sharing the company tells: more, the fewer markets have it."""
        return 1 / sqrt(len(self.markets[company]))

    def tie(self, first: str, second: str) -> float:
        """The cosine of the companies of two markets."""
        shared = self.companies[first] & self.companies[second]
        if not shared:
            return 0.0
        both = sum(self.weight(company) ** 2 for company in sorted(shared))
        return both / sqrt(self._length(first) * self._length(second))

    def _length(self, market: str) -> float:
        return sum(self.weight(company) ** 2 for company in sorted(self.companies[market]))


def dots(sites: Sequence[Site], layout: Layout) -> dict[str, tuple[Dot, ...]]:
    """The dots of every cluster by its key: the most tied markets first, then companies, the most telling first."""
    players = Players(sites)
    inside: dict[str, set[str]] = defaultdict(set)
    for market, reports in players.reports.items():
        for key in {key for report in reports for key in _upwards(layout.home.get(report, ""))}:
            inside[key].add(market)
    return {cluster.key: _disc(sorted(inside[cluster.key]), players) for cluster in layout.clusters}


def _upwards(key: str) -> list[str]:
    """The key of a cluster and of all that it is a part of."""
    parts = key.split(".") if key else []
    return [".".join(parts[: depth + 1]) for depth in range(len(parts))]


def _disc(markets: Sequence[str], players: Players) -> tuple[Dot, ...]:
    among = set(markets)
    strength: dict[str, float] = {
        market: sum(
            players.weight(company) * (len(players.markets[company] & among) - 1)
            for company in sorted(players.companies[market])
        )
        for market in markets
    }
    shown = sorted(markets, key=lambda market: (-round(strength[market], 6), market))[:MOST_MARKETS]
    drawn = set(shown)
    worth = {
        company: players.weight(company) * len(own)
        for company in sorted({company for market in shown for company in players.companies[market]})
        if len(own := players.markets[company] & drawn) > 1
    }
    companies = sorted(worth, key=lambda company: (-round(worth[company], 6), company))[:_COMPANIES]
    ties = {
        (i, j): tie
        for i in range(len(shown))
        for j in range(i + 1, len(shown))
        if (tie := players.tie(shown[i], shown[j])) >= _LEAST_TIE
    }
    for number, company in enumerate(companies, start=len(shown)):
        ties |= {(i, number): 0.6 for i, market in enumerate(shown) if company in players.companies[market]}
    places = _spread(len(shown) + len(companies), ties)
    return tuple(
        Dot(iri, round(x * _SPREAD), round(y * _SPREAD) + _DOWN)
        for iri, (x, y) in zip([*shown, *companies], places, strict=True)
    )


# ----------------------------------------------------------------------------------------------- forces


def spiral(count: int) -> list[Point]:
    """Points that fill the circle of radius 1 evenly, from its middle outwards."""
    points, x, y = [], 1.0, 0.0
    for number in range(count):
        reach = sqrt((number + 0.5) / count)
        points.append((x * reach, y * reach))
        x, y = x * _TURN[0] - y * _TURN[1], x * _TURN[1] + y * _TURN[0]
    return points


def _spread(count: int, ties: Mapping[tuple[int, int], float]) -> list[Point]:
    """Points in the circle of radius 1: what is tied draws near, all keep a distance."""
    points = spiral(count)
    if not ties:
        return points
    apart = 1.7 / sqrt(count)  # of two points where all lie evenly
    for turn in range(_ROUNDS):
        most = apart * (1 - turn / _ROUNDS)
        moves = _moves(points, ties, apart)
        points = [_moved(point, move, most) for point, move in zip(points, moves, strict=True)]
    return _kept_apart(points, apart * 0.8)


def _moves(points: Sequence[Point], ties: Mapping[tuple[int, int], float], apart: float) -> list[Point]:
    moves = [[-x * 0.1, -y * 0.1] for x, y in points]
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            dx, dy = points[i][0] - points[j][0], points[i][1] - points[j][1]
            square = max(dx * dx + dy * dy, 1e-6)
            push = apart * apart / square if square < _FAR * apart * apart else 0.0
            force = push - ties.get((i, j), 0.0) * sqrt(square) / apart
            moves[i][0] += dx * force
            moves[i][1] += dy * force
            moves[j][0] -= dx * force
            moves[j][1] -= dy * force
    return [(x, y) for x, y in moves]


def _moved(point: Point, move: Point, most: float) -> Point:
    """The point after a move of at most so far, inside the circle."""
    length = max(sqrt(move[0] * move[0] + move[1] * move[1]), 1e-9)
    share = min(1.0, most / length)
    x, y = point[0] + move[0] * share, point[1] + move[1] * share
    reach = max(1.0, sqrt(x * x + y * y))
    return x / reach, y / reach


def _kept_apart(points: Sequence[Point], least: float) -> list[Point]:
    """The points pushed from each other until hardly any two are nearer than `least`."""
    pushed = [[x, y] for x, y in points]
    for _ in range(_ROUNDS):
        for i, first in enumerate(pushed):
            for second in pushed[i + 1 :]:
                dx, dy = first[0] - second[0], first[1] - second[1]
                length = max(sqrt(dx * dx + dy * dy), 1e-6)
                if length < least:
                    push = (least - length) / 2 / length
                    first[0], first[1] = first[0] + dx * push, first[1] + dy * push
                    second[0], second[1] = second[0] - dx * push, second[1] - dy * push
        for point in pushed:
            reach = max(1.0, sqrt(point[0] * point[0] + point[1] * point[1]))
            point[0], point[1] = point[0] / reach, point[1] / reach
    return [(x, y) for x, y in pushed]
