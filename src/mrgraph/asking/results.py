"""A query's result -> bytes in a format: W3C formats by the engine, tables and lines by us, RDF for graphs.

Rows and triples go one by one from the engine into a `Spool`, so that an answer of any size takes little memory.
"""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING, cast

from mrgraph.errors import UsageError
from mrgraph.output import spool
from mrgraph.output.spool import Spool
from mrgraph.rdf import solutions
from mrgraph.rdf.formats import ENGINE_FORMATS, GRAPH_FORMATS, ROW_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mrgraph.rdf.solutions import Result, Row, Rows, Truth
    from mrgraph.rdf.terms import Triple

_ONCE_A_ROW = {"json": b"{", "xml": b"<"}  # at least, and cheap to count; in other formats it is the line's end
_PIECE = 1 << 16  # bytes of CSV that are enough to tell whether it has a row


def render(result: Result, form: str, *, full: bool = False) -> tuple[bytes, bool]:
    """The result, read to its end, in the format `form`, and whether it is empty; for short ones: see `write`."""
    whole = Spool()
    empty = write(result, form, whole, full=full)
    return b"".join(whole.chunks()), empty


def write(result: Result, form: str, out: Spool, *, full: bool = False, look: bool = True) -> bool:
    """Write the result, read to its end, into `out` in the format `form`; whether it is empty.

    `full`: tables keep wide values. `look`: what the engine wrote is read again for that, else it is called full. Rows
    and booleans take one of ROW_FORMATS, graphs one of GRAPH_FORMATS.
    Raises UsageError for a format that the kind of result cannot take; what the engine raises passes through.
    """
    if result.kind == "graph":
        return write_graph(result, form, out)
    if form not in ROW_FORMATS:
        what = "a yes or no" if result.kind == "boolean" else "a table"
        raise UsageError(f"{form}: the answer is {what}; choose {', '.join(ROW_FORMATS)}")
    if form in ENGINE_FORMATS:
        _write_as_engine(result, form, out)
        return look and result.kind == "select" and not _has_rows(out, form)
    from mrgraph.asking import tables

    if result.kind == "boolean":
        _write_text([tables.boolean(bool(result), form)], out)
        return False
    rows = spool.Counted(result)
    writers: dict[str, Callable[[Sequence[str], Iterable[Row]], Iterator[str]]] = {
        "jsonl": tables.json_lines,
        "markdown": tables.markdown,
        "html": tables.html,
        "table": partial(tables.table, full=full),
    }
    _write_text(writers[form](result.columns, rows), out)
    return not rows.count


def write_graph(triples: Iterable[Triple], form: str, out: Spool) -> bool:
    """Write the triples into `out` in the format `form`, sorted, each once; whether there are none.

    Raises UsageError for a format of rows, or one that cannot hold RDF 1.2 triple terms where there are any.
    """
    if form not in GRAPH_FORMATS:
        raise UsageError(f"{form}: the answer is a graph; choose {', '.join(GRAPH_FORMATS)}")
    from mrgraph.rdf import serialization

    counted = spool.Counted(triples)
    serialization.write(counted, form, out)
    return not counted.count


def has_more_rows(written: Spool, form: str, limit: int) -> bool:
    """Whether a written table has more than so many rows; never for a boolean."""
    mark = _ONCE_A_ROW.get(form, b"\n")
    if written.size <= limit or sum(piece.count(mark) for piece in written.chunks()) <= limit:
        return False  # some rows or values hold the mark more than once, none less
    return _count_rows(written, form) > limit


def _count_rows(written: Spool, form: str) -> int:
    if form in ("json", "xml", "tsv"):
        table = solutions.read(written.reading(), form)
        return table.count() if table.kind == "select" else 0
    if form == "csv":
        from mrgraph.output import csv_rows

        return max(csv_rows.count(written.chunks()) - 1, 0)
    return sum(piece.count(b"\n") for piece in written.chunks())


def _write_as_engine(result: Rows | Truth, form: str, out: Spool) -> None:
    """Write in one of the W3C formats, with a line end at the end, and no cell that a spreadsheet would run."""
    if form == "csv":
        from mrgraph.output import csv_rows

        guard = csv_rows.Guard(out.sink)
        result.write(form, cast("IO[bytes]", guard))
        guard.finish()
    else:
        result.write(form, out.sink)
    if not out.ends_with(b"\n"):
        out.write(b"\n")


def _has_rows(written: Spool, form: str) -> bool:
    """Whether a table written in one of the W3C formats has a row."""
    if form == "csv":
        head = written.reading().read(_PIECE + 1)
        return head.count(b"\n") > 1 or len(head) > _PIECE
    table = solutions.read(written.reading(), form)
    return table.kind == "boolean" or next(iter(table), None) is not None


def _write_text(pieces: Iterable[str], out: Spool) -> None:
    for some in spool.batched(pieces):
        out.write("".join(some).encode("utf-8", "backslashreplace"))
