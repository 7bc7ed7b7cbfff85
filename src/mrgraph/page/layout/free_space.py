"""Boxes -> free places: boxes side by side in a small frame, and the nearest spot at which a new one meets no other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ASPECT: Final = 1.35  # of the canvas on an ordinary screen
# Sixteen directions, as fractions of 1000: sine and cosine differ between machines in the last bit.
_DIRECTIONS: Final = tuple(
    (x * a, y * b)
    for a, b in ((1, 1), (-1, 1), (1, -1), (-1, -1))
    for x, y in ((1000, 0), (924, 383), (707, 707), (383, 924))
)
_CELL: Final = 200.0
_FEW: Final = 8  # boxes for which all touching spots are tried


@dataclass(slots=True)
class Box:
    """A rectangle that is pushed about while the layout is made; half sizes."""

    name: str
    x: float
    y: float
    wide: float
    high: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            abs(self.x - other.x) < self.wide + other.wide - 0.01
            and abs(self.y - other.y) < self.high + other.high - 0.01
        )


class Room:
    """What is taken already, by squares of the plane."""

    def __init__(self, boxes: Sequence[Box] = ()) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        self._right = 0.0
        for box in boxes:
            self.take(box)

    def take(self, box: Box) -> None:
        """Marks the room of the box as taken."""
        self._right = max(self._right, box.x + box.wide)
        for cell in _around(box):
            self._cells[cell].append(box)

    def edge(self) -> tuple[float, float]:
        """A point at the right of everything."""
        return self._right + 150.0, 0.0

    def free(self, box: Box, target: tuple[float, float], step: float = 40.0) -> tuple[float, float]:
        """The nearest point to the target, on rings `step` apart, at which the box meets nothing."""
        ring = 0
        while True:
            for x, y in _DIRECTIONS if ring else ((0, 0),):
                spot = (target[0] + x * ring * step / 1000, target[1] + y * ring * step / 1000)
                if self._free(*spot, box.wide, box.high):
                    return spot
            ring += 1

    def _free(self, x: float, y: float, wide: float, high: float) -> bool:
        """Whether a box there meets nothing; plain loops, since this is asked a million times."""
        last = int((y + high) // _CELL) + 1
        for column in range(int((x - wide) // _CELL), int((x + wide) // _CELL) + 1):
            for row in range(int((y - high) // _CELL), last):
                for other in self._cells.get((column, row), ()):
                    if abs(x - other.x) < wide + other.wide - 0.01 and abs(y - other.y) < high + other.high - 0.01:
                        return False
        return True


def _around(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int((box.x - box.wide) // _CELL), int((box.x + box.wide) // _CELL) + 1):
        for row in range(int((box.y - box.high) // _CELL), int((box.y + box.high) // _CELL) + 1):
            yield column, row


def lay_side_by_side(boxes: Sequence[Box], ties: Mapping[tuple[str, str], float]) -> None:
    """Moves the boxes so that none overlap and they fill a frame of the canvas's shape, tied ones near each other.

    Each next one is the one that is tied most to those that lie there. A few go where the frame stays smallest; many
    go in rows, to and fro, which takes a hundredth of the time.
    """
    order = _chain(boxes, ties)
    if len(order) > _FEW:
        _in_rows(order)
        return
    placed: list[Box] = []
    for box in order:
        box.x, box.y = min(_spots(box, placed), key=lambda spot: _cost(box, spot, placed, ties))
        placed.append(box)


def _chain(boxes: Sequence[Box], ties: Mapping[tuple[str, str], float]) -> list[Box]:
    """The largest first, then always the one that is tied most to those before it."""
    waiting = {box.name: box for box in sorted(boxes, key=lambda box: (-box.wide * box.high, box.name))}
    tied: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (first, second), strength in ties.items():
        tied[first].append((second, strength))
        tied[second].append((first, strength))
    pulls: dict[str, float] = dict.fromkeys(waiting, 0.0)
    order = []
    while waiting:
        name = min(waiting, key=lambda key: (-pulls[key], -waiting[key].wide * waiting[key].high, key))
        order.append(waiting.pop(name))
        for other, strength in tied[name]:
            if other in pulls:
                pulls[other] += strength
    return order


def _in_rows(order: Sequence[Box]) -> None:
    """In rows of about the same width, every second one from right to left, so that neighbours stay neighbours."""
    area = sum(4 * box.wide * box.high for box in order)
    width, top = sqrt(area * ASPECT), 0.0
    row: list[Box] = []
    rows = [row]
    for box in order:
        if row and sum(2 * other.wide for other in row) + box.wide > width:
            row = []
            rows.append(row)
        row.append(box)
    for number, row in enumerate(rows):
        high = max(box.high for box in row)
        left = -sum(box.wide for box in row)
        for box in row if number % 2 == 0 else reversed(row):
            box.x, box.y = left + box.wide, top + high
            left += 2 * box.wide
        top += 2 * high


def extent(boxes: Sequence[Box]) -> tuple[float, float]:
    """Width and height of the frame round all boxes."""
    wide = max(box.x + box.wide for box in boxes) - min(box.x - box.wide for box in boxes)
    return wide, max(box.y + box.high for box in boxes) - min(box.y - box.high for box in boxes)


def _tie(first: Box, second: Box, ties: Mapping[tuple[str, str], float]) -> float:
    return ties.get((min(first.name, second.name), max(first.name, second.name)), 0.0)


def _spots(box: Box, placed: Sequence[Box]) -> Iterator[tuple[float, float]]:
    """Where the box touches others without meeting any."""
    if not placed:
        yield 0.0, 0.0
    columns = sorted({other.x + way * (other.wide + box.wide) for other in placed for way in (-1, 1)})
    rows = sorted({other.y + way * (other.high + box.high) for other in placed for way in (-1, 1)})
    level = sorted({other.y + way * (other.high - box.high) for other in placed for way in (-1, 0, 1)})
    upright = sorted({other.x + way * (other.wide - box.wide) for other in placed for way in (-1, 0, 1)})
    for across, along in ((columns, rows), (columns, level), (upright, rows)):
        for x in across:
            for y in along:
                here = Box(box.name, x, y, box.wide, box.high)
                if not any(here.meets(other) for other in placed):
                    yield x, y


def _cost(
    box: Box, spot: tuple[float, float], placed: Sequence[Box], ties: Mapping[tuple[str, str], float]
) -> tuple[float, float, float]:
    """The canvas's height that all need with the box there, and a little for the way to what it is tied to."""
    wide, high = extent([*placed, Box(box.name, *spot, box.wide, box.high)])
    way = sum(_tie(box, other, ties) * (abs(spot[0] - other.x) + abs(spot[1] - other.y)) for other in placed)
    strength = sum(_tie(box, other, ties) for other in placed) or 1.0
    return max(wide / ASPECT, high) + 0.1 * min(wide / ASPECT, high) + 0.15 * way / strength, *spot
