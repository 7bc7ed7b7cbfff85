"""Rows -> text for people and pipes: an aligned table, Markdown, an HTML page, a JSON object a line."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from mrgraph import rdf, vocab
from mrgraph.output.aligned import width
from mrgraph.output.spool import Spool, batched
from mrgraph.rdf.terms import Literal, is_blank, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mrgraph.rdf.solutions import Row
    from mrgraph.rdf.terms import Term

_WIDEST = 60  # columns of a terminal that one cell may take, unless the table is a full one
_NUMBERS = (vocab.XSD_INTEGER, vocab.XSD_DECIMAL, vocab.XSD_DOUBLE, f"{vocab.PREFIXES['xsd']}float")
_BETWEEN = "\x1f"  # cells that are put aside
_STYLE = "body{font:15px/1.5 system-ui,sans-serif}td,th{padding:.2em .8em;text-align:left;vertical-align:top}"
_HTML_HEAD = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Answer</title>'
    f"<style>{_STYLE}</style></head>\n<body>\n"
)
_HTML_END = "\n</body></html>\n"
_UNSAFE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")


def boolean(truth: bool, form: str) -> str:
    """A yes or no in one of the formats below."""
    said = "yes" if truth else "no"
    if form == "jsonl":
        return f"{json.dumps(truth)}\n"
    return f"{_HTML_HEAD}<p>{said}</p>{_HTML_END}" if form == "html" else f"{said}\n"


def table(columns: Sequence[str], rows: Iterable[Row], *, full: bool = False) -> Iterator[str]:
    """Columns under their names, numbers to the right; IRIs with prefixes, wide values cut unless `full`.

    How wide the columns are is known with the last row, so that the cells are put aside until then.
    """
    widths = [width(column) for column in columns]
    numbers = _Numbers(len(columns))
    aside = Spool()
    for some in batched(numbers.looked_at(rows)):
        lines = []
        for row in some:
            cells = [_cell(term, full=full) for term in row]
            widths = [max(size, width(cell)) for size, cell in zip(widths, cells, strict=True)]
            lines.append(f"{_BETWEEN.join(cells)}\n")  # no cell holds either
        aside.write("".join(lines).encode("utf-8", "surrogatepass"))
    right = numbers.columns()
    yield f"{_line(columns, widths, right)}\n"
    yield f"{'  '.join('-' * size for size in widths)}\n"
    for line in aside.reading():
        cells = line[:-1].decode("utf-8", "surrogatepass").split(_BETWEEN) if columns else []
        yield f"{_line(cells, widths, right)}\n"


def markdown(columns: Sequence[str], rows: Iterable[Row], *, longest: int | None = None) -> Iterator[str]:
    """A table of GitHub's Markdown; values stay whole, or are cut at `longest` characters."""
    numbers = _Numbers(len(columns))
    aside = Spool()
    for some in batched(numbers.looked_at(rows)):
        lines = (f"| {' | '.join(_markdown_cell(term, longest) for term in row)} |\n" for row in some)
        aside.write("".join(lines).encode("utf-8", "surrogatepass"))
    yield f"| {' | '.join(columns)} |\n"
    yield f"| {' | '.join('---:' if right else '---' for right in numbers.columns())} |\n"
    for line in aside.reading():
        yield line.decode("utf-8", "surrogatepass")


def html(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A whole HTML page with one table and nothing else; every value escaped, only http(s) IRIs as links."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    yield f"{_HTML_HEAD}<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(_html_cell(term) for term in row)}</tr>\n"
    yield f"</tbody>\n</table>{_HTML_END}"


def json_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """One JSON object a row: column -> value, numbers and booleans as such; unbound columns are left out.

    Decimals are written as numbers with the digits that they have.
    """
    names = [json.dumps(column) for column in columns]
    for row in rows:
        pairs = (f"{name}: {_json_value(term)}" for name, term in zip(names, row, strict=True) if term is not None)
        yield f"{{{', '.join(pairs)}}}\n"


def plain(term: Term | None) -> str:
    """The term as a person reads it: IRIs with prefixes, literals without their datatypes; control characters as �."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        text = term.text
    elif isinstance(term, str):
        return term if is_blank(term) else shorten(term)
    else:
        text = rdf.written(term)
    return " ".join(text.split()).translate(_UNSAFE)


def _line(row: Sequence[str], widths: list[int], numeric: list[bool]) -> str:
    cells = []
    for cell, size, right in zip(row, widths, numeric, strict=True):
        pad = " " * (size - width(cell))
        cells.append(f"{pad}{cell}" if right else f"{cell}{pad}")
    return "  ".join(cells).rstrip()


def _cell(term: Term | None, *, full: bool) -> str:
    text = plain(term)
    while not full and width(text) > _WIDEST:
        text = f"{text[: max(len(text) - (width(text) - _WIDEST) - 1, 1)].rstrip('…')}…"
    return text


def _markdown_cell(term: Term | None, longest: int | None) -> str:
    text = plain(term)
    if longest is not None and len(text) > longest:
        text = f"{text[: longest - 1]}…"
    return escape(text, quote=False).replace("\\", "\\\\").replace("|", "\\|")


def _html_cell(term: Term | None) -> str:
    text = escape(plain(term))
    if isinstance(term, str) and term.startswith(("http://", "https://")):
        return f'<td><a href="{escape(term)}">{text}</a></td>'
    return f"<td>{text}</td>"


def _json_value(term: Term) -> str:
    if isinstance(term, Literal):
        kind, text = term.datatype, term.text
        if kind in _NUMBERS and _is_json_number(text):
            return text.lstrip("+")
        if kind == vocab.XSD_BOOLEAN:
            return "true" if text in ("true", "1") else "false"
        return json.dumps(text, ensure_ascii=False)
    return json.dumps(term if isinstance(term, str) else rdf.written(term), ensure_ascii=False)


def _is_json_number(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return text[-1].isdigit()


class _Numbers:
    """Looks at rows as they go by, for the columns that hold numbers and nothing else."""

    def __init__(self, columns: int) -> None:
        self._bound, self._only = [False] * columns, [True] * columns

    def looked_at(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows."""
        for row in rows:
            for column, term in enumerate(row):
                if term is not None and self._only[column]:
                    self._bound[column] = True
                    self._only[column] = isinstance(term, Literal) and term.datatype in _NUMBERS
            yield row

    def columns(self) -> list[bool]:
        """For each column whether all its values were numbers, and there were some."""
        return [bound and only for bound, only in zip(self._bound, self._only, strict=True)]
