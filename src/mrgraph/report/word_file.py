"""Report -> a DOCX file: the summary and the tables of its chapters; the charts are left to HTML and PDF."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mrgraph.errors import MissingExtra
from mrgraph.output import printable

if TYPE_CHECKING:
    from typing import Any

    from mrgraph.report.content import Cell, Table
    from mrgraph.report.writing import Report

_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of every part: the same report gives the same bytes
_STYLE: Final = "Light List Accent 1"


def word_file(content: Report) -> bytes:
    """The report for a word processor; the same report gives the same bytes.

    Raises MissingExtra where python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        message = "a DOCX file needs an optional part; pip install 'mrgraph[office]', or write HTML or Markdown"
        raise MissingExtra(message) from error
    document = docx.Document()
    document.add_heading(_line(content.title), 0)
    _summary(document, content)
    for section in content.sections:
        document.add_heading(_line(section.title), 1)
        document.add_paragraph(_line(section.says))
        _table(document, section.table)
    if content.quotes.kept:
        document.add_heading("Evidence", 1)
        for number, quote, _ in content.quotes.all():
            document.add_paragraph(_line(f"{number}. “{quote.text}” ({quote.document})"))
    buffer = BytesIO()
    document.save(buffer)
    return _timeless(buffer.getvalue())


def _summary(document: Any, content: Report) -> None:
    document.add_heading("Summary", 1)
    document.add_paragraph(content.summary.holds)
    for part in content.summary.parts:
        document.add_heading(part.title, 2)
        for name, told in part.rows:
            document.add_paragraph(_line(f"{name}: {told}"), style="List Bullet")


def _table(document: Any, table: Table) -> None:
    if table.rows:
        grid = document.add_table(rows=1 + len(table.rows), cols=len(table.columns), style=_STYLE)
        for cell, words in zip(grid.rows[0].cells, table.columns, strict=True):
            cell.text = words
        for line, row in zip(list(grid.rows)[1:], table.rows, strict=True):
            for cell, value in zip(line.cells, row, strict=True):
                cell.text = _words(value)
    if table.left_out:
        document.add_paragraph(f"Shown: {table.left_out}.")


def _words(cell: Cell) -> str:
    behind = f" [{', '.join(map(str, cell.quotes))}]" if cell.quotes else ""
    return _line(cell.text) + behind


def _line(words: str) -> str:
    """The words in one line, without what XML cannot hold."""
    return "".join(sign for sign in printable.one_line(words) if sign.isprintable() or sign == " ")


def _timeless(data: bytes) -> bytes:
    """The same archive with one day for all its parts."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(buffer, "w", ZIP_DEFLATED) as packed:
        for name in sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, _DAY)
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, given.read(name))
    return buffer.getvalue()
