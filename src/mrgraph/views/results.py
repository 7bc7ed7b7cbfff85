"""A query's result -> bytes in a format: W3C formats by the engine, tables and lines by us, RDF for graphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mrgraph.errors import UsageError
from mrgraph.views.formats import ENGINE_FORMATS, GRAPH_FORMATS, ROW_FORMATS
from mrgraph.views.query import Answer, answer

if TYPE_CHECKING:
    import io
    from collections.abc import Callable

    import pyoxigraph

    from mrgraph.views.query import Result

# Spreadsheets run a cell that begins with one of these as a formula; a plain number is none.
_MAYBE_FORMULA = re.compile(rb'(?:^|[,\n])"?[=+\-@\t\r]', re.MULTILINE)
_FORMULA = re.compile(r"[=@\t\r]|[+-](?!(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$|INF$)")


def render(result: Result, form: str, *, full: bool = False, stream: io.BytesIO | None = None) -> tuple[bytes, bool]:
    """The result, read to its end, in the format `form`, and whether it is empty.

    `full`: tables keep wide values. `stream`: what the engine writes into, to stop it when that becomes too much;
    whether the result is empty is then not looked at.

    Rows and booleans take one of ROW_FORMATS, graphs one of GRAPH_FORMATS.
    Raises UsageError for a format that the kind of result cannot take; what the engine raises passes through.
    """
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryTriples):
        triples = tuple(result)
        return graph(triples, form), not triples
    if form not in ROW_FORMATS:
        what = "a yes or no" if isinstance(result, pyoxigraph.QueryBoolean) else "a table"
        raise UsageError(f"{form}: the answer is {what}; choose {', '.join(ROW_FORMATS)}")
    if form in ENGINE_FORMATS:
        target = getattr(pyoxigraph.QueryResultsFormat, ENGINE_FORMATS[form])
        data = result.serialize(stream, target) or (stream.getvalue() if stream is not None else b"")
        looked = stream is None and isinstance(result, pyoxigraph.QuerySolutions)
        return finish(data, form), looked and not has_rows(data, form)
    read = answer(result)
    return _text(read, form, full=full).encode("utf-8", "backslashreplace"), read.kind == "select" and not read.rows


def finish(data: bytes, form: str) -> bytes:
    """What the engine wrote as mrgraph gives it: a line end at the end, and no cell that a spreadsheet would run."""
    if form == "csv" and _MAYBE_FORMULA.search(data):
        data = _harmless(data)
    return data if data.endswith(b"\n") else data + b"\n"


def graph(triples: tuple[pyoxigraph.Triple, ...], form: str) -> bytes:
    """The triples in the format `form`, sorted, each once.

    Raises UsageError for a format of rows, or one that cannot hold RDF 1.2 triple terms where there are any.
    """
    import pyoxigraph

    from mrgraph import graphs
    from mrgraph.views import export

    if form not in GRAPH_FORMATS:
        raise UsageError(f"{form}: the answer is a graph; choose {', '.join(GRAPH_FORMATS)}")
    if not any(isinstance(triple.object, pyoxigraph.Triple) for triple in triples):
        return export.serialise(graphs.from_triples(triples), form)
    if form in ("jsonld", "rdfxml"):
        raise UsageError(f"{form}: cannot hold RDF 1.2 triple terms; choose turtle or ntriples")
    name = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "nquads": "N_QUADS", "trig": "TRIG"}[form]
    target = getattr(pyoxigraph.RdfFormat, name)
    return pyoxigraph.serialize(sorted(set(triples), key=str), format=target) or b""


def has_rows(data: bytes, form: str) -> bool:
    """Whether a table written in one of the W3C formats has a row."""
    import pyoxigraph

    if form == "csv":
        return data.count(b"\n", 0, 1 << 16) > 1 or len(data) > 1 << 16
    found = pyoxigraph.parse_query_results(data, getattr(pyoxigraph.QueryResultsFormat, ENGINE_FORMATS[form]))
    return not isinstance(found, pyoxigraph.QuerySolutions) or next(iter(found), None) is not None


def count_rows(data: bytes, form: str) -> int:
    """How many rows a written table has; 0 for a boolean."""
    import pyoxigraph

    if form in ("json", "xml", "tsv"):
        found = pyoxigraph.parse_query_results(data, getattr(pyoxigraph.QueryResultsFormat, ENGINE_FORMATS[form]))
        return sum(1 for _ in found) if isinstance(found, pyoxigraph.QuerySolutions) else 0
    if form == "csv":
        import csv
        import io

        return max(sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8"), newline=""))) - 1, 0)
    return data.count(b"\n")


def _harmless(data: bytes) -> bytes:
    """CSV in which each text that a spreadsheet would run as a formula has an apostrophe in front."""
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in csv.reader(io.StringIO(data.decode("utf-8"), newline="")):
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return out.getvalue().encode("utf-8")


def _text(found: Answer, form: str, *, full: bool) -> str:
    from mrgraph.views import tables

    if form == "table":
        return tables.table(found, full=full)
    writers: dict[str, Callable[[Answer], str]] = {
        "jsonl": tables.json_lines,
        "markdown": tables.markdown,
        "html": tables.html,
    }
    return writers[form](found)
