"""A DOCX -> HTML: what the finished document shows, in order: paragraphs, lists, tables, content controls, text boxes.

Words inserted while changes are tracked count, words deleted, struck out or hidden do not.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as Docx

_LEVEL = re.compile(r"(?:heading|titre|überschrift|título)\s*(\d)", re.I)
_MOST_COLUMNS = 100
_MOST_NESTED = 20  # tables in cells of tables
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_GONE = frozenset(f"{_WORD}{name}" for name in ("del", "moveFrom", "instrText", "delText", "fldData"))
_UNSEEN = ("vanish", "strike", "dstrike", "webHidden")
_OFF = ("0", "false", "off", "none")
_SIGNS = {
    f"{_WORD}{name}": sign for name, sign in {"tab": " ", "br": "<br>", "cr": "<br>", "noBreakHyphen": "-"}.items()
}


def to_html(data: bytes) -> str:
    """The text of a word processor's document as HTML."""
    import docx

    return "\n".join(_Reader(docx.Document(io.BytesIO(data))).contents())


class _Reader:
    """Reads the parts of one document; what a paragraph's style is called is known to it alone."""

    def __init__(self, document: Docx) -> None:
        self.body: Any = document.element.body
        self.styles = {style.style_id: style.name or "" for style in document.styles}
        self.targets = {key: part.target_ref for key, part in document.part.rels.items() if part.is_external}

    def contents(self) -> Iterator[str]:
        """The paragraphs and tables of the body."""
        yield from self._parts(self.body, 0)

    def _parts(self, holder: Any, nested: int) -> Iterator[str]:
        """The paragraphs and tables in an element, in order; whatever else stands round them says nothing."""
        for part in holder:
            if part.tag == f"{_WORD}p":
                yield from self._paragraph(part, nested)
            elif part.tag == f"{_WORD}tbl":
                if nested < _MOST_NESTED:
                    yield self._table(part, nested)
            elif part.tag not in _GONE:
                yield from self._parts(part, nested)

    def _paragraph(self, paragraph: Any, nested: int) -> Iterator[str]:
        """A paragraph, then what stands in the text boxes that are anchored to it."""
        words = "".join(self._words(paragraph, ""))
        style = self.styles.get(_value(paragraph, "pPr/pStyle") or "", "")
        level = _LEVEL.match(style)
        if style == "Title" or level:
            number = min(max(int(level[1]), 1), 6) if level else 1
            yield f"<h{number}>{words}</h{number}>"
        else:
            depth = _depth(paragraph, style)
            yield f'<li data-depth="{depth}">{words}</li>' if depth else f"<p>{words}</p>"
        for box in paragraph.iter(f"{_WORD}txbxContent"):
            inside = {parent.tag for parent in box.iterancestors()}
            if f"{_COMPATIBLE}Fallback" not in inside and nested < _MOST_NESTED:
                yield from self._parts(box, nested + 1)

    def _words(self, holder: Any, target: str) -> Iterator[str]:
        """The words of a paragraph with their weight and links; `target`: where the link leads that they stand in."""
        for part in holder:
            if part.tag == f"{_WORD}r":
                yield from _run(part)
            elif part.tag == f"{_WORD}hyperlink":
                address = self.targets.get(part.get(_REFERENCE), "")
                words = "".join(self._words(part, address))
                yield f'<a href="{html.escape(address)}">{words}</a>' if address and words.strip() else words
            elif part.tag not in _GONE and isinstance(part.tag, str):
                yield from self._words(part, target)

    def _table(self, table: Any, nested: int) -> str:
        """A table; a cell that reaches over several rows stands in each of them."""
        above: dict[int, str] = {}
        own = (row for row in table.iter(f"{_WORD}tr") if next(row.iterancestors(f"{_WORD}tbl")) is table)
        rows = [f"<tr>{''.join(self._cells(row, above, nested))}</tr>" for row in own]
        return f"<table>{''.join(rows)}</table>"

    def _cells(self, row: Any, above: dict[int, str], nested: int) -> Iterator[str]:
        """The cells of a row; `above`: the words of each column's last cell, which are kept up to date."""
        column = 0
        for cell in row.iter(f"{_WORD}tc"):
            if next(cell.iterancestors(f"{_WORD}tr")) is not row:
                continue
            merged = cell.find(_path("tcPr/vMerge"))
            if merged is None or merged.get(f"{_WORD}val") == "restart":
                above[column] = " ".join(self._parts(cell, nested + 1))
            span = _value(cell, "tcPr/gridSpan") or ""
            width = min(int(span), _MOST_COLUMNS) if span.isdigit() else 1
            yield (
                f'<td colspan="{width}">{above.get(column, "")}</td>'
                if width > 1
                else f"<td>{above.get(column, '')}</td>"
            )
            column += width


def _run(run: Any) -> Iterator[str]:
    """The words of a run, in bold where it is; none where they are hidden or struck out."""
    if any(_is_set(run, f"rPr/{name}") for name in _UNSEEN):
        return
    words = "".join(
        html.escape(part.text or "") if part.tag == f"{_WORD}t" else _SIGNS.get(part.tag, "") for part in run
    )
    yield f"<b>{words}</b>" if words.strip() and _is_set(run, "rPr/b") else words


def _depth(paragraph: Any, style: str) -> int:
    """How deep in a list a paragraph stands, 0 for one in no list."""
    number = _value(paragraph, "pPr/numPr/numId")
    if paragraph.find(_path("pPr/numPr")) is not None and number != "0":
        level = _value(paragraph, "pPr/numPr/ilvl") or ""
        return 1 + (int(level) if level.isdigit() else 0)
    if style.startswith("List"):
        return int(style[-1]) if style[-1:].isdigit() else 1
    return 0


def _path(names: str) -> str:
    return "/".join(f"{_WORD}{name}" for name in names.split("/"))


def _value(element: Any, names: str) -> str | None:
    """The value of an element below another, None where it stands not there or has none."""
    below = element.find(_path(names))
    return None if below is None else below.get(f"{_WORD}val")


def _is_set(element: Any, names: str) -> bool:
    """Whether a property is there and not switched off."""
    below = element.find(_path(names))
    return below is not None and (below.get(f"{_WORD}val") or "1") not in _OFF
