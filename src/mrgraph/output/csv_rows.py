"""Rows -> CSV (RFC 4180) that no spreadsheet takes for a program: the one writer, and the guard for CSV of the engine.

A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"); a plain number,
"-5" too, is none. Cells may have any size: nothing here reads CSV by the csv module, which refuses long ones.
"""

from __future__ import annotations

import csv
import io
import re
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PIECE: Final = 1 << 16  # bytes that are looked at together
_FULL_WIDTH: Final = "＝＋－＠"  # spreadsheets set to an East Asian language take these as well
_FORMULA: Final = re.compile(rf"[=@\t\r\n{_FULL_WIDTH}]|[+-](?!(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$|INF$)")
_BEGINS: Final = b"|".join([rb"[=+\-@\t\r\n]", *(re.escape(sign.encode()) for sign in _FULL_WIDTH)])
_MAYBE_FORMULA: Final = re.compile(rb'(?:^|[,\n])"?(?:%b)' % _BEGINS)
_CELL: Final = re.compile(rb'"((?:[^"]++|"")*+)"|[^",\r\n]++')


def guarded(cell: str) -> str:
    """The cell, with an apostrophe in front if a spreadsheet would run it.

    >>> guarded("=HYPERLINK(A1)"), guarded("-5"), guarded("-5 %")
    ("'=HYPERLINK(A1)", '-5', "'-5 %")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def lines(columns: Sequence[str], rows: Iterable[Sequence[str]], end: str = "\r\n") -> Iterator[str]:
    """The names of the columns, then the rows, one text each; their cells guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    for row in (columns, *rows):
        writer.writerow(map(guarded, row))
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def count(pieces: Iterable[bytes]) -> int:
    r"""How many records CSV in pieces, cut anywhere, has: line ends within quotes end none.

    >>> count([b'name,note\r\nAcme,"two', b' lines\r\nin ""one"" cell"\r\n'])
    2
    """
    records, quoted = 0, 0
    for piece in pieces:
        parts = piece.split(b'"')
        records += sum(part.count(b"\n") for part in parts[quoted::2])
        quoted ^= (len(parts) - 1) % 2
    return records


class Guard:
    """A file to write CSV into, in pieces cut anywhere: it goes on into `out`, its cells guarded.

    `finish` is to be called at the end.
    """

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._held: list[bytes] = []
        self._size = 0  # of what is held
        self._enough = _PIECE

    def write(self, data: bytes) -> int:
        """Take bytes; whole rows go on."""
        self._held.append(data)
        self._size += len(data)
        if self._size >= self._enough:
            self._pass_whole_rows()
        return len(data)

    def flush(self) -> None:
        """Nothing: `finish` is the end."""

    def finish(self) -> None:
        """Let the rest go on."""
        self._pass(b"".join(self._held))
        self._keep(b"")

    def _pass_whole_rows(self) -> None:
        held = b"".join(self._held)
        end = held.rfind(b"\r\n") + 2
        if end > 1 and not held.count(b'"', 0, end) % 2:  # else the line's end is within a cell
            self._pass(held[:end])
            self._keep(held[end:])
            self._enough = _PIECE
        else:
            self._held = [held]
            self._enough *= 2

    def _keep(self, data: bytes) -> None:
        self._held, self._size = [data], len(data)

    def _pass(self, rows: bytes) -> None:
        self._out.write(_CELL.sub(_guarded_cell, rows) if _MAYBE_FORMULA.search(rows) else rows)


def _guarded_cell(cell: re.Match[bytes]) -> bytes:
    """A cell as it is written, with its quotes."""
    quote, text = (b"", cell[0]) if cell[1] is None else (b'"', cell[1])
    return b"%b'%b%b" % (quote, text, quote) if _FORMULA.match(text.decode("utf-8", "replace")) else cell[0]
