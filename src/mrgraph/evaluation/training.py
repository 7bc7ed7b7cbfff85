"""Rows of buckets with what was right -> a score card's table of integers, and what it would say of unseen publishers.

A row is one candidate or one page: the bucket that each feature put it in. Logistic regression over the buckets gives
the points, rounded to integers, so that a table says all of it. Only figures of publishers left out forecast anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mrgraph.errors import MissingExtra

POINTS: Final = 10  # a unit of log-odds, as in the score cards
FOLDS: Final = 20  # groups of whole publishers


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to decide: the bucket of each feature, the right answer, its weight, its publisher and its document."""

    answers: Mapping[str, int]
    right: bool
    weight: float
    publisher: str
    document: str


@dataclass(frozen=True, slots=True)
class Table:
    """The points of a score card."""

    base: int
    points: Mapping[str, tuple[int, ...]]

    def score(self, answers: Mapping[str, int]) -> int:
        """The sum for a row's answers."""
        return self.base + sum(row[min(answers[name], len(row) - 1)] for name, row in self.points.items())


def fitted(rows: Sequence[Row], buckets: Mapping[str, int], strength: float) -> Table:
    """The table that fits the rows; `buckets`: number of buckets of each feature; `strength`: how freely it may fit.

    Raises MissingExtra where scikit-learn is not installed.
    """
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingExtra("training needs scikit-learn; install it with `pip install 'mrgraph[train]'`") from error
    model = LogisticRegression(C=strength, max_iter=5000, tol=1e-6)
    model.fit(
        [_columns(row.answers, buckets) for row in rows], [row.right for row in rows], [row.weight for row in rows]
    )
    weights = iter(model.coef_[0])
    points = {name: (0, *(round(float(next(weights)) * POINTS) for _ in range(1, n))) for name, n in buckets.items()}
    return Table(round(float(model.intercept_[0]) * POINTS), points)


def unseen_tables(rows: Sequence[Row], buckets: Mapping[str, int], strength: float) -> dict[str, Table]:
    """For each publisher a table that was fitted without it."""
    publishers = sorted({row.publisher for row in rows})
    found: dict[str, Table] = {}
    for number in range(min(FOLDS, len(publishers))):
        out = set(publishers[number::FOLDS])
        table = fitted([row for row in rows if row.publisher not in out], buckets, strength)
        found |= dict.fromkeys(out, table)
    return found


def brier(judged: Iterable[tuple[int, bool]]) -> float:
    """The mean squared difference of certainty (in per cent) and truth."""
    squares = [(certainty / 100 - right) ** 2 for certainty, right in judged]
    return sum(squares) / len(squares) if squares else 0.0


def bands(judged: Iterable[tuple[int, bool]]) -> list[tuple[str, int, int]]:
    """For bands of certainty: the band, its answers, the right ones among them."""
    edges = (0, 20, 50, 80, 90, 95, 98, 100)
    found = sorted(judged)
    rows = []
    for low, high in pairwise(edges):
        inside = [right for certainty, right in found if low <= certainty < high]
        rows.append((f"{low} to {high} %", len(inside), sum(inside)))
    return [row for row in rows if row[1]]


def written(table: Table, accept: int, notes: Mapping[str, str], head: str) -> str:
    """The table as TOML, each feature with a line on what it sees and what its buckets are."""
    lines = [
        *(f"# {line}".rstrip() for line in head.splitlines()),
        "",
        f"base = {table.base}",
        f"accept = {accept}",
        "",
        "[points]",
    ]
    for name, row in table.points.items():
        lines += [f"# {notes[name]}", f"{json.dumps(name) if '.' in name else name} = {list(row)}"]
    return "\n".join(lines) + "\n"


def _columns(answers: Mapping[str, int], buckets: Mapping[str, int]) -> list[float]:
    return [float(min(answers[name], n - 1) == at) for name, n in buckets.items() for at in range(1, n)]
