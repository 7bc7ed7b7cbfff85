"""The tables of a graph as files: CSV, an Excel workbook, Parquet, one SQLite database."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from mrgraph.errors import MissingExtra, UsageError
from mrgraph.export import bundles, table_rows
from mrgraph.export.table_rows import INTEGER, NUMBER, TEXT
from mrgraph.output import csv_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mrgraph.export.graph_view import GraphView
    from mrgraph.export.table_rows import Cell, Table

_MARK: Final = b"\xef\xbb\xbf"
_CURE: Final = "install it: pip install 'mrgraph[tables]'"


def csv(graph: GraphView, stream: BinaryIO, table: str | None = None, mark: bool = False) -> None:
    """Write one table as CSV, or all as an archive of it; with a byte order mark, as Excel wants it, where asked."""
    _write(graph, stream, table, ".csv", lambda each: (_MARK if mark else b"") + _csv(each))


def parquet(graph: GraphView, stream: BinaryIO, table: str | None = None) -> None:
    """Write one table as Parquet, or all as an archive of it.

    Raises MissingExtra without polars.
    """
    _write(graph, stream, table, ".parquet", _parquet)


def _write(graph: GraphView, stream: BinaryIO, table: str | None, ending: str, written: Any) -> None:
    if table is not None:
        (single,) = table_rows.tables(graph, table)
        stream.write(written(single))
        return
    bundles.write(((f"{each.name}{ending}", written(each)) for each in table_rows.tables(graph)), stream)


def _csv(table: Table) -> bytes:
    rows = ([_text(cell) for cell in row] for row in table.rows)
    return "".join(csv_rows.lines([column.name for column in table.columns], rows)).encode("utf-8", "backslashreplace")


def _text(cell: Cell) -> str:
    return "" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def _parquet(table: Table) -> bytes:
    try:
        import polars
    except ImportError as error:
        raise MissingExtra(f"Parquet needs polars; {_CURE}") from error
    kinds: dict[str, Any] = {TEXT: polars.String, INTEGER: polars.Int64, NUMBER: polars.Float64}
    columns = [
        polars.Series(column.name, list(map(_plain, values)), kinds[column.kind])
        for column, values in zip(table.columns, _turned(table), strict=True)
    ]
    whole = io.BytesIO()
    polars.DataFrame(columns).write_parquet(whole)
    return whole.getvalue()


def _turned(table: Table) -> Iterator[Iterable[Cell]]:
    """The values of each column."""
    return zip(*table.rows, strict=True) if table.rows else iter([()] * len(table.columns))


def _plain(cell: Cell) -> str | int | float | None:
    return float(cell) if isinstance(cell, Decimal) else cell


# ----------------------------------------------------------------------------------------------------- Excel

_MOST_ROWS: Final = 1_048_575  # below the names of the columns
_LONGEST: Final = 32_767  # characters of a cell
_WIDEST, _NARROWEST = 60, 8  # characters of a column
_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - one day for all workbooks, so that the same graph has the same bytes


def xlsx(graph: GraphView, stream: BinaryIO) -> None:
    """Write a workbook with a sheet for each table, its names frozen and filtered.

    Raises MissingExtra without XlsxWriter, UsageError for more rows than a sheet can have.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra(f"an Excel workbook needs XlsxWriter; {_CURE}") from error
    whole = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(whole, options)
    workbook.set_properties({"created": _DAY})
    head = workbook.add_format({"bold": True})
    for table in table_rows.tables(graph):
        if len(table.rows) > _MOST_ROWS:
            raise UsageError(f"{table.name}: {len(table.rows):,} rows, and a sheet has {_MOST_ROWS:,}; choose sqlite")
        _fill(workbook.add_worksheet(table.name), table, head)
    workbook.close()
    stream.write(whole.getvalue())


def _fill(sheet: Any, table: Table, head: Any) -> None:
    for place, (column, values) in enumerate(zip(table.columns, _turned(table), strict=True)):
        sheet.write_string(0, place, column.name, head)
        widest = len(column.name) + 4
        for number, value in enumerate(values, start=1):
            if isinstance(value, str):
                sheet.write_string(number, place, _cut(value))
            elif value is not None:
                sheet.write_number(number, place, float(value))
            widest = max(widest, len(str(value or "")))
        sheet.set_column(place, place, min(max(widest, _NARROWEST), _WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


# ---------------------------------------------------------------------------------------------------- SQLite

_TYPES: Final = {TEXT: "TEXT", INTEGER: "INTEGER", NUMBER: "REAL"}
_INDEXED: Final = {
    "entities": ("kind", "label"),
    "edges": ("subject", "relation", "object"),
    "figures": ("kind", "market", "company", "report"),
    "claims": ("claim", "subject", "object", "report"),
}
_SEARCHED: Final = {"entities": ("label", "aliases"), "claims": ("quote", "heading")}


def sqlite(graph: GraphView, stream: BinaryIO) -> None:
    """Write a SQLite database: the tables with their indexes, and full-text search of names and quotes."""
    import sqlite3

    with sqlite3.connect(":memory:") as database:
        for table in table_rows.tables(graph):
            _create(database, table)
        database.commit()
        stream.write(database.serialize())
    database.close()


def _create(database: Any, table: Table) -> None:
    columns = (
        f'"{column.name}" {_TYPES[column.kind]}{" PRIMARY KEY" if column.name == table.key else ""}'
        for column in table.columns
    )
    database.execute(f"CREATE TABLE {table.name} ({', '.join(columns)})")
    places = ", ".join("?" * len(table.columns))
    rows = (tuple(map(_plain, row)) for row in table.rows)
    database.executemany(f"INSERT INTO {table.name} VALUES ({places})", rows)
    for column in _INDEXED[table.name]:
        database.execute(f'CREATE INDEX "{table.name}_{column}" ON {table.name} ("{column}")')
    if searched := _SEARCHED.get(table.name):
        search, listed = f"{table.name}_fts", ", ".join(searched)
        database.execute(f"CREATE VIRTUAL TABLE {search} USING fts5({listed}, content={table.name})")
        database.execute(f"INSERT INTO {search} ({search}) VALUES ('rebuild')")
