"""Rows -> lines in columns, and numbers as bars: plain characters, so that they look the same in a pipe or a mail."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

_ROOM: Final = 20  # letters of the longest bar
_WIDEST: Final = 60  # letters of a column; what is longer ends in …
_PARTS: Final = " ▏▎▍▌▋▊▉"


def aligned(rows: Iterable[tuple[str, ...]], right: tuple[int, ...] = ()) -> Iterator[str]:
    """The cells of the rows one below the other, those of the columns in `right` to the right; empty columns go.

    >>> list(aligned([("a", "", "1"), ("bcd", "", "10")], right=(2,)))
    ['a     1', 'bcd  10']
    """
    table = [tuple(map(_fitting, row)) for row in rows]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = [
            f"{' ' * (size - width(cell))}{cell}" if place in right else f"{cell}{' ' * (size - width(cell))}"
            for place, (cell, size) in enumerate(zip(row, widths, strict=True))
            if size
        ]
        yield "  ".join(cells).rstrip()


def bar(value: Decimal, most: Decimal, high: Decimal | None = None) -> str:
    """A bar as long as the value's part of `most`; up to `high` it goes on in grey. Nothing for what is not above zero.

    >>> from decimal import Decimal
    >>> bar(Decimal(5), Decimal(20)), bar(Decimal(1), Decimal(99)), bar(Decimal(5), Decimal(20), Decimal(10))
    ('█████', '▏', '█████░░░░░')
    """
    if value <= 0 or most <= 0:
        return ""
    eighths = max(1, _eighths(value, most))
    full = "█" * (eighths // 8)
    if high is not None and high > value:
        return full + "░" * max(1, _eighths(high, most) // 8 - len(full))
    return (full + _PARTS[eighths % 8]).rstrip()


def _eighths(value: Decimal, most: Decimal) -> int:
    return _ROOM * 8 if value >= most else int(value / most * _ROOM * 8)


def _fitting(text: str) -> str:
    while width(text) > _WIDEST:
        text = f"{text[: max(len(text) - (width(text) - _WIDEST) - 1, 1)].rstrip(' …')}…"
    return text


def width(text: str) -> int:
    """Columns on a terminal: East Asian wide letters take two (Unicode TR 11), combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )
