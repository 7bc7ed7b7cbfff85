"""PDF and DOCX -> HTML, by libraries that the extra `office` brings."""

from __future__ import annotations

import html
import io
import logging
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mrgraph.errors import MissingExtra, SourceError

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MARKS = ((b"%PDF-", PDF), (b"PK\x03\x04", DOCX))
_COMMAND = "pip install 'mrgraph[office]'"
_LEVEL = re.compile(r"(?:heading|titre|überschrift|título)\s*(\d)", re.I)
_HYPHENATED = re.compile(r"(?<=[a-z])[-\u00ad\u2010]\n(?=[a-z])")
_BEGINS = re.compile(r"[-*+•◦▪●■○‣–—➢➤►✔] ?|\(?\d{1,3}[.)]\s")
_FULL = 0.75  # of the width of a wide line: a line as long as that goes on in the next
_SHORTEST_FULL = 40
_MOST_PAGES = 2000
_MOST_NESTED = 20  # tables in cells of tables


def media_type(data: bytes) -> str | None:
    """What an office document is by its first bytes; None for anything else."""
    return next((kind for mark, kind in _MARKS if data[:1024].lstrip().startswith(mark)), None)


def to_html(data: bytes, kind: str, path: str) -> str:
    """The text of an office document as HTML or plain text.

    Raises MissingExtra where the library is not installed, and SourceError where it cannot read the document.
    """
    name = "PDF" if kind == PDF else "DOCX"
    with _quiet():
        try:
            return _pdf(data, path) if kind == PDF else _docx(data)
        except ImportError as error:
            raise MissingExtra(f"{path}: {name} needs an optional part; {_COMMAND}") from error
        except SourceError:
            raise
        except Exception as error:  # whatever the library stumbles over is one thing to the user
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise SourceError(
                f"{path}: damaged {name} ({reason}); open and save it again, or export it as text"
            ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that the libraries say about a document reaches the user."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


# ------------------------------------------------------------------ PDF


def _pdf(data: bytes, path: str) -> str:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError(f"{path}: encrypted PDF; remove its password and try again")
    pages = [reader.pages[number].extract_text() or "" for number in range(min(len(reader.pages), _MOST_PAGES))]
    lines = _without_running_heads([[line.strip() for line in page.split("\n") if line.strip()] for page in pages])
    if not lines:
        raise SourceError(f"{path}: no text in this PDF, only pictures; run character recognition on it first")
    return "\n".join(_reflowed(lines))


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """The lines of all pages without the first and last ones that most pages share."""
    edges = Counter(_unnumbered(line) for page in pages if page for line in {page[0], page[-1]})
    repeated = {line for line, count in edges.items() if len(pages) > 2 and count * 2 > len(pages)}
    return [
        line
        for page in pages
        for number, line in enumerate(page)
        if number not in (0, len(page) - 1) or _unnumbered(line) not in repeated
    ]


def _unnumbered(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _reflowed(lines: list[str]) -> Iterator[str]:
    """Paragraphs out of lines that end at a margin, with empty lines round them; shorter lines as they are."""
    widths = sorted(len(line) for line in lines)
    full = max(widths[len(widths) * 9 // 10] * _FULL, _SHORTEST_FULL)
    paragraph: list[str] = []
    for line in lines:
        goes_on = paragraph and len(paragraph[-1]) >= full and not _BEGINS.match(line)
        if not goes_on:
            yield from _set_apart(paragraph)
            paragraph = []
        paragraph.append(line)
    yield from _set_apart(paragraph)


def _set_apart(paragraph: list[str]) -> list[str]:
    if len(paragraph) < 2:
        return paragraph
    return ["", _HYPHENATED.sub("", "\n".join(paragraph)).replace("\n", " "), ""]


# ------------------------------------------------------------------ DOCX


def _docx(data: bytes) -> str:
    import docx

    return "\n".join(_contents(docx.Document(io.BytesIO(data)), 0))


def _contents(holder: Docx | Any, nested: int) -> Iterator[str]:
    """The paragraphs and tables of a document or a cell, in order."""
    from docx.table import Table

    for part in holder.iter_inner_content():
        if not isinstance(part, Table):
            yield _paragraph(part)
        elif nested < _MOST_NESTED:
            yield _table(part, nested)


def _paragraph(paragraph: Paragraph) -> str:
    words = "".join(_runs(paragraph))
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    level = _LEVEL.match(style)
    if style == "Title" or level:
        number = min(max(int(level[1]), 1), 6) if level else 1
        return f"<h{number}>{words}</h{number}>"
    depth = _depth(paragraph, style)
    return f'<li data-depth="{depth}">{words}</li>' if depth else f"<p>{words}</p>"


def _depth(paragraph: Paragraph, style: str) -> int:
    """How deep in a list a paragraph stands, 0 for one in no list."""
    properties: Any = paragraph._p.pPr  # python-docx has no other way to the numbering
    numbering = properties.numPr if properties is not None else None
    if numbering is not None and (numbering.numId is None or numbering.numId.val):
        return 1 + (numbering.ilvl.val if numbering.ilvl is not None else 0)
    if style.startswith("List"):
        return int(style[-1]) if style[-1:].isdigit() else 1
    return 0


def _runs(paragraph: Paragraph) -> Iterator[str]:
    """The words of a paragraph, with weight and links."""
    from docx.text.hyperlink import Hyperlink

    for part in paragraph.iter_inner_content():
        words = html.escape(part.text).replace("\n", "<br>").replace("\t", " ")
        if isinstance(part, Hyperlink):
            yield f'<a href="{html.escape(part.url)}">{words}</a>' if part.url else words
        else:
            yield f"<b>{words}</b>" if part.bold and words.strip() else words


def _table(table: Table, nested: int) -> str:
    rows = []
    for row in table.rows:
        seen: set[int] = set()
        cells = []
        for cell in row.cells:
            if id(cell._tc) not in seen:  # a merged cell comes once for each column
                seen.add(id(cell._tc))
                cells.append(f"<td>{' '.join(_contents(cell, nested + 1))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"
