"""A query's result -> bytes in a format: W3C formats by the engine, tables and lines by us, RDF for graphs.

Rows and triples go one by one from the engine into a `Spool`, so that an answer of any size takes little memory.
"""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING, cast

from mrgraph.errors import UsageError
from mrgraph.output import spool
from mrgraph.output.spool import Spool
from mrgraph.rdf.formats import ENGINE_FORMATS, GRAPH_FORMATS, ROW_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyoxigraph

    from mrgraph.asking.queries import Result
    from mrgraph.asking.tables import Row

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
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryTriples):
        return write_graph(result, form, out)
    boolean = isinstance(result, pyoxigraph.QueryBoolean)
    if form not in ROW_FORMATS:
        what = "a yes or no" if boolean else "a table"
        raise UsageError(f"{form}: the answer is {what}; choose {', '.join(ROW_FORMATS)}")
    if form in ENGINE_FORMATS:
        _write_as_engine(result, form, out)
        return look and not boolean and not _has_rows(out, form)
    from mrgraph.asking import tables

    if isinstance(result, pyoxigraph.QueryBoolean):
        _write_text([tables.boolean(bool(result), form)], out)
        return False
    columns = tuple(variable.value for variable in result.variables)
    rows = spool.Counted(tuple(row) for row in result)
    writers: dict[str, Callable[[Sequence[str], Iterable[Row]], Iterator[str]]] = {
        "jsonl": tables.json_lines,
        "markdown": tables.markdown,
        "html": tables.html,
        "table": partial(tables.table, full=full),
    }
    _write_text(writers[form](columns, rows), out)
    return not rows.count


def write_graph(triples: Iterable[pyoxigraph.Triple], form: str, out: Spool) -> bool:
    """Write the triples into `out` in the format `form`, sorted, each once; whether there are none.

    Raises UsageError for a format of rows, or one that cannot hold RDF 1.2 triple terms where there are any.
    """
    from mrgraph import rdf
    from mrgraph.rdf import serialization

    if form not in GRAPH_FORMATS:
        raise UsageError(f"{form}: the answer is a graph; choose {', '.join(GRAPH_FORMATS)}")
    nested: list[pyoxigraph.Triple] = []
    plain = spool.Counted(_without_nested(triples, nested))
    serialization.write(rdf.from_triples(plain), form, out)
    if nested:
        _add_nested(nested, form, out)
    return not (plain.count or nested)


def _without_nested(
    triples: Iterable[pyoxigraph.Triple], nested: list[pyoxigraph.Triple]
) -> Iterator[pyoxigraph.Triple]:
    """The triples without RDF 1.2 triple terms; the others go into `nested`."""
    import pyoxigraph

    for triple in triples:
        if isinstance(triple.object, pyoxigraph.Triple):
            nested.append(triple)
        else:
            yield triple


def _add_nested(nested: list[pyoxigraph.Triple], form: str, out: Spool) -> None:
    """Write what is in `out` anew, with triples that only the engine can write."""
    import pyoxigraph

    name = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "nquads": "N_QUADS", "trig": "TRIG"}.get(form)
    if name is None:
        raise UsageError(f"{form}: cannot hold RDF 1.2 triple terms; choose turtle or ntriples")
    target = getattr(pyoxigraph.RdfFormat, name)
    plain = {pyoxigraph.Triple(*quad[:3]) for quad in map(tuple, pyoxigraph.parse(out.reading(), target))}
    out.clear()
    pyoxigraph.serialize(sorted(plain.union(nested), key=str), out.sink, target)


def has_more_rows(written: Spool, form: str, limit: int) -> bool:
    """Whether a written table has more than so many rows; never for a boolean."""
    mark = _ONCE_A_ROW.get(form, b"\n")
    if written.size <= limit or sum(piece.count(mark) for piece in written.chunks()) <= limit:
        return False  # some rows or values hold the mark more than once, none less
    return _count_rows(written, form) > limit


def _count_rows(written: Spool, form: str) -> int:
    import pyoxigraph

    if form in ("json", "xml", "tsv"):
        target = getattr(pyoxigraph.QueryResultsFormat, ENGINE_FORMATS[form])
        found = pyoxigraph.parse_query_results(written.reading(), target)
        return sum(1 for _ in found) if isinstance(found, pyoxigraph.QuerySolutions) else 0
    if form == "csv":
        from mrgraph.output import csv_rows

        return max(csv_rows.count(written.chunks()) - 1, 0)
    return sum(piece.count(b"\n") for piece in written.chunks())


def _write_as_engine(result: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean, form: str, out: Spool) -> None:
    """Write in one of the W3C formats, with a line end at the end, and no cell that a spreadsheet would run."""
    import pyoxigraph

    target = getattr(pyoxigraph.QueryResultsFormat, ENGINE_FORMATS[form])
    if form == "csv":
        from mrgraph.output import csv_rows

        guard = csv_rows.Guard(out.sink)
        result.serialize(cast("IO[bytes]", guard), target)
        guard.finish()
    else:
        result.serialize(out.sink, target)
    if not out.ends_with(b"\n"):
        out.write(b"\n")


def _has_rows(written: Spool, form: str) -> bool:
    """Whether a table written in one of the W3C formats has a row."""
    import pyoxigraph

    if form == "csv":
        head = written.reading().read(_PIECE + 1)
        return head.count(b"\n") > 1 or len(head) > _PIECE
    found = pyoxigraph.parse_query_results(
        written.reading(), getattr(pyoxigraph.QueryResultsFormat, ENGINE_FORMATS[form])
    )
    return not isinstance(found, pyoxigraph.QuerySolutions) or next(iter(found), None) is not None


def _write_text(pieces: Iterable[str], out: Spool) -> None:
    for some in spool.batched(pieces):
        out.write("".join(some).encode("utf-8", "backslashreplace"))
