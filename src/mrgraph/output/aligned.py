"""Rows -> lines in columns, and numbers as bars: plain characters, so that they look the same in a pipe or a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mrgraph.output import printable
from mrgraph.output.spool import Spool, batched

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from decimal import Decimal

WIDEST: Final = 60  # columns of a terminal that one cell may take, unless it is to be whole
_LONGEST_BAR: Final = 20  # letters
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_BETWEEN: Final = "\x1f"  # cells that are put aside
_GAP: Final = "  "


class Table:
    """Rows put aside until the widths of their columns are known: in memory while they are few, then in a file.

    `least`: widths that the first columns have at least. `widest`: what is wider is cut and ends in "…"; None keeps all
    whole. Cells are one line each, and safe to show on a terminal.
    """

    def __init__(self, least: Sequence[int] = (), widest: int | None = WIDEST) -> None:
        self.widths = list(least)
        self._widest = widest
        self._aside = Spool()

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Put rows aside; all have as many cells."""
        for some in batched(rows):
            lines = []
            for row in some:
                cells = [self._cell(text) for text in row]
                self.widths += [0] * (len(cells) - len(self.widths))
                self.widths = [max(size, width(cell)) for size, cell in zip(self.widths, cells, strict=True)]
                lines.append(f"{_BETWEEN.join(cells)}\n")  # no cell holds either
            self._aside.write("".join(lines).encode("utf-8", "surrogatepass"))

    def lines(self, right: Container[int] = ()) -> Iterator[str]:
        """The rows, the cells of the columns in `right` to the right; columns without width go."""
        for row in self._aside.reading():
            cells = row[:-1].decode("utf-8", "surrogatepass").split(_BETWEEN)
            yield self.line(cells[: len(self.widths)], right)

    def line(self, cells: Sequence[str], right: Container[int] = ()) -> str:
        """Some more cells in the columns as wide as they are by now."""
        placed = [
            _placed(cell, size, to_the_right=column in right)
            for column, (cell, size) in enumerate(zip(cells, self.widths, strict=True))
            if size
        ]
        return _GAP.join(placed).rstrip()

    def rule(self) -> str:
        """A line of dashes under each column."""
        return _GAP.join("-" * size for size in self.widths)

    def _cell(self, text: str) -> str:
        cell = printable.one_line(text)
        return cell if self._widest is None else fitting(cell, self._widest)


def aligned(
    rows: Iterable[Sequence[str]],
    right: Container[int] = (),
    least: Sequence[int] = (),
    widest: int | None = WIDEST,
) -> Iterator[str]:
    """The cells of the rows one below the other; see `Table`.

    >>> list(aligned([("a", "", "1"), ("bcd", "", "10")], right=(2,)))
    ['a     1', 'bcd  10']
    """
    table = Table(least, widest)
    table.add(rows)
    return table.lines(right)


def fitting(text: str, widest: int) -> str:
    """The text, cut between letters as a reader sees them to so many columns, the last of them a "…".

    >>> fitting("abcdef", 4), fitting("東京エレクトロン", 6), fitting("abc", 3)
    ('abc…', '東京…', 'abc')
    """
    if width(text) <= widest:
        return text
    if text.isascii():
        return f"{text[: widest - 1]}…"
    import wcwidth

    kept, used = [], 0
    for letter in wcwidth.iter_graphemes(text):
        used += width(letter)
        if used > widest - 1:
            break
        kept.append(letter)
    return f"{''.join(kept).rstrip('…')}…"


def width(text: str) -> int:
    """Columns that one line takes on a terminal: wide letters and emoji take two, marks upon others none."""
    if text.isascii():
        return len(text)
    import wcwidth

    return max(wcwidth.wcswidth(text), 0)


def _placed(cell: str, size: int, *, to_the_right: bool) -> str:
    pad = " " * (size - width(cell))
    return f"{pad}{cell}" if to_the_right else f"{cell}{pad}"


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
    return (full + _EIGHTHS[eighths % 8]).rstrip()


def _eighths(value: Decimal, most: Decimal) -> int:
    return _LONGEST_BAR * 8 if value >= most else int(value / most * _LONGEST_BAR * 8)
