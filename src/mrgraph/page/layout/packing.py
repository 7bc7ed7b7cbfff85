"""Radii -> discs that touch and do not overlap, related ones near each other, and the circle round them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

_TOUCH = 1e-6


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle; its middle and radius in world units."""

    x: float
    y: float
    radius: float


def pack(
    radii: Sequence[float],
    ties: Mapping[tuple[int, int], float],
    gap: float = 0.0,
    aspect: float = 1.0,
    outside: Container[int] = (),
) -> list[Disc]:
    """A disc for each radius, largest first placed in the middle, those that belong `outside` last.

    Each next disc goes where it touches two others, as near as it can to those that it is tied to.
    `ties`: strength by pair of places, the smaller first. `aspect`: width to height of the whole.
    """
    order = sorted(range(len(radii)), key=lambda number: (number in outside, -radii[number], number))
    placed: dict[int, Disc] = {}
    for number in order:
        placed[number] = _best(number, radii[number] + gap / 2, placed, ties, aspect)
    return [Disc(placed[n].x, placed[n].y, radii[n]) for n in range(len(radii))]


def enclosing(discs: Sequence[Disc]) -> Disc:
    """A circle round all discs, nearly the smallest: the middle moves towards the farthest for 100 steps."""
    x = sum(disc.x for disc in discs) / len(discs)
    y = sum(disc.y for disc in discs) / len(discs)
    for step in range(100):
        far = max(discs, key=lambda disc: _reach(x, y, disc))
        pull = 1 / (step + 2)
        x, y = x + (far.x - x) * pull, y + (far.y - y) * pull
    return Disc(x, y, max(_reach(x, y, disc) for disc in discs))


def _reach(x: float, y: float, disc: Disc) -> float:
    return _length(disc.x - x, disc.y - y) + disc.radius


def _length(x: float, y: float) -> float:
    return sqrt(x * x + y * y)


def _best(
    number: int, radius: float, placed: Mapping[int, Disc], ties: Mapping[tuple[int, int], float], aspect: float
) -> Disc:
    if not placed:
        return Disc(0.0, 0.0, radius)
    if len(placed) == 1:
        only = next(iter(placed.values()))
        return Disc(only.x + only.radius + radius, only.y, radius)
    pulls = [(ties.get((min(number, n), max(number, n)), 0.0), disc) for n, disc in placed.items()]
    strength = sum(pull for pull, _ in pulls)
    x = sum(pull * disc.x for pull, disc in pulls) / strength if strength else 0.0
    y = sum(pull * disc.y for pull, disc in pulls) / strength if strength else 0.0
    discs = list(placed.values())
    free = (spot for spot in _spots(discs, radius) if not any(_meet(spot, disc) for disc in discs))
    # near what it is tied to, but not so far out that the whole grows long
    return min(
        free,
        key=lambda spot: (
            0.5 * _length(spot.x - x, (spot.y - y) * aspect) + _length(spot.x, spot.y * aspect),
            spot.x,
            spot.y,
        ),
    )


def _spots(discs: Sequence[Disc], radius: float) -> Iterator[Disc]:
    """Where a disc of this radius touches two of the others."""
    for first, second in combinations(discs, 2):
        across = _length(second.x - first.x, second.y - first.y)
        a, b = first.radius + radius, second.radius + radius
        if across > a + b or across == 0:
            continue
        along = (a * a - b * b + across * across) / (2 * across)
        square = a * a - along * along
        if square < 0:
            continue
        ux, uy = (second.x - first.x) / across, (second.y - first.y) / across
        off = sqrt(square)
        for way in (off, -off):
            yield Disc(first.x + ux * along - uy * way, first.y + uy * along + ux * way, radius)


def _meet(first: Disc, second: Disc) -> bool:
    return _length(first.x - second.x, first.y - second.y) < (first.radius + second.radius) * (1 - _TOUCH)
