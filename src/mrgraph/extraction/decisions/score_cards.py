"""Score cards: a sum of integers from a table that people read, and the certainty that the sum stands for.

A feature answers with a small number, its bucket; the table gives the points of each bucket; ten points are one unit
of log-odds. All of it is integers, so that every machine decides the same.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

_WEIGHTS: Final = Path(__file__).resolve().parent / "weights"
POINTS: Final = 10  # a unit of log-odds
# The lowest sum that stands for a certainty of 1 %, 2 %, ... 99 %: ten times the log-odds, rounded up.
STEPS: Final = (
    *(
        -45,
        -38,
        -34,
        -31,
        -29,
        -27,
        -25,
        -24,
        -23,
        -21,
        -20,
        -19,
        -19,
        -18,
        -17,
        -16,
        -15,
        -15,
        -14,
        -13,
        -13,
        -12,
        -12,
        -11,
        -10,
    ),
    *(-10, -9, -9, -8, -8, -8, -7, -7, -6, -6, -5, -5, -4, -4, -4, -3, -3, -2, -2, -2, -1, -1, 0, 0, 0),
    *(1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 9, 10, 10, 11, 11),
    *(12, 13, 13, 14, 14, 15, 16, 16, 17, 18, 19, 20, 20, 21, 22, 24, 25, 26, 28, 30, 32, 35, 39, 46),
)

Thing = TypeVar("Thing")
Feature = Callable[[Thing], int]


@dataclass(frozen=True)
class ScoreCard:
    """The table of one decision: the points of each feature's buckets, in the order of the buckets.

    `base`: the points that everything begins with. `accept`: certainty in per cent from which the answer is yes.
    """

    name: str
    base: int
    accept: int
    points: Mapping[str, tuple[int, ...]]

    def score(self, answers: Mapping[str, int]) -> int:
        """The sum for something whose features answered so; a bucket beyond the table counts as its last."""
        return self.base + sum(row[min(answers[name], len(row) - 1)] for name, row in self.points.items())

    def reasons(self, answers: Mapping[str, int]) -> list[tuple[str, int, int]]:
        """(feature, bucket, points) of all that gave or took points, the weightiest first."""
        rows = ((name, answers[name], row[min(answers[name], len(row) - 1)]) for name, row in self.points.items())
        return sorted((row for row in rows if row[2]), key=lambda row: (-abs(row[2]), row[0]))


def certainty(score: int) -> int:
    """The certainty that a sum stands for, in per cent, 0 to 99.

    >>> certainty(0), certainty(22), certainty(-100), certainty(100)
    (50, 90, 0, 99)
    """
    return bisect_right(STEPS, score)


def bucket(value: int, edges: Iterable[int]) -> int:
    """How many of the ascending edges a value reaches.

    >>> bucket(0, (1, 2, 5)), bucket(2, (1, 2, 5)), bucket(9, (1, 2, 5))
    (0, 2, 3)
    """
    return sum(value >= edge for edge in edges)


def read(path: Path) -> ScoreCard:
    """The score card in a file."""
    table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    points = {name: tuple(row) for name, row in table["points"].items()}
    return ScoreCard(path.stem, table["base"], table["accept"], points)


@cache
def load(name: str) -> ScoreCard:
    """The shipped score card `name`."""
    return read(_WEIGHTS / f"{name}.toml")
