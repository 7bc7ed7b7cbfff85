"""Answer -> text for people and pipes: an aligned table, Markdown, an HTML page, a JSON object a line."""

from __future__ import annotations

import json
import unicodedata
from html import escape
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.triples import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mrgraph.views.query import Answer, Term

_WIDEST = 60  # columns of a terminal that one cell may take, unless the table is a full one
_NUMBERS = (vocab.XSD_INTEGER, vocab.XSD_DECIMAL, vocab.XSD_DOUBLE, f"{vocab.PREFIXES['xsd']}float")
_UNSAFE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")


def table(answer: Answer, full: bool = False) -> str:
    """Columns under their names, numbers to the right; IRIs with prefixes, wide values cut unless `full`."""
    if answer.kind == "boolean":
        return "yes\n" if answer.truth else "no\n"
    cells = [tuple(_cell(term, full=full) for term in row) for row in answer.rows]
    rows = [answer.columns, *cells]
    widths = [max(width(row[column]) for row in rows) for column in range(len(answer.columns))]
    numeric = _numeric(answer)
    lines = [_line(row, widths, numeric) for row in rows]
    lines.insert(1, "  ".join("-" * size for size in widths))
    return "".join(f"{line}\n" for line in lines)


def markdown(answer: Answer, *, longest: int | None = None) -> str:
    """A table of GitHub's Markdown; values stay whole, or are cut at `longest` characters."""
    if answer.kind == "boolean":
        return f"{'yes' if answer.truth else 'no'}\n"
    marks = ["---:" if right else "---" for right in _numeric(answer)]
    rows = [answer.columns, marks, *([_markdown_cell(term, longest) for term in row] for row in answer.rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def html(answer: Answer, _full: bool = False) -> str:
    """A whole HTML page with one table and nothing else; every value escaped, only http(s) IRIs as links."""
    if answer.kind == "boolean":
        body = f"<p>{'yes' if answer.truth else 'no'}</p>"
    else:
        head = "".join(f"<th>{escape(column)}</th>" for column in answer.columns)
        rows = "\n".join(f"<tr>{''.join(_html_cell(term) for term in row)}</tr>" for row in answer.rows)
        body = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    style = "body{font:15px/1.5 system-ui,sans-serif}td,th{padding:.2em .8em;text-align:left;vertical-align:top}"
    head = f'<head><meta charset="utf-8"><title>Answer</title><style>{style}</style></head>'
    return f'<!doctype html>\n<html lang="en">{head}\n<body>\n{body}\n</body></html>\n'


def json_lines(answer: Answer, _full: bool = False) -> str:
    """One JSON object a row: column -> value, numbers and booleans as such; unbound columns are left out.

    Decimals are written as numbers with the digits that they have.
    """
    if answer.kind == "boolean":
        return f"{json.dumps(answer.truth)}\n"
    return "".join(f"{{{', '.join(_json_pairs(answer.columns, row))}}}\n" for row in answer.rows)


def width(text: str) -> int:
    """Columns on a terminal: East Asian wide letters take two (Unicode TR 11), combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def plain(term: Term | None) -> str:
    """The term as a person reads it: IRIs with prefixes, literals without their datatypes; control characters as �."""
    import pyoxigraph

    if term is None:
        return ""
    if isinstance(term, pyoxigraph.NamedNode):
        return shorten(term.value)
    text = str(term) if isinstance(term, pyoxigraph.Triple | pyoxigraph.BlankNode) else term.value
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
    import pyoxigraph

    text = escape(plain(term))
    if isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(("http://", "https://")):
        return f'<td><a href="{escape(term.value)}">{text}</a></td>'
    return f"<td>{text}</td>"


def _json_pairs(columns: Sequence[str], row: Sequence[Term | None]) -> list[str]:
    pairs = zip(columns, row, strict=True)
    return [f"{json.dumps(column)}: {_json_value(term)}" for column, term in pairs if term is not None]


def _json_value(term: Term) -> str:
    import pyoxigraph

    if isinstance(term, pyoxigraph.Literal):
        kind, text = term.datatype.value, term.value
        if kind in _NUMBERS and _is_json_number(text):
            return text.lstrip("+")
        if kind == vocab.XSD_BOOLEAN:
            return "true" if text in ("true", "1") else "false"
        return json.dumps(text, ensure_ascii=False)
    return json.dumps(term.value if isinstance(term, pyoxigraph.NamedNode) else str(term), ensure_ascii=False)


def _is_json_number(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return text[-1].isdigit()


def _numeric(answer: Answer) -> list[bool]:
    """For each column whether all its values are numbers, and there are some."""
    return [_all_numbers([row[column] for row in answer.rows]) for column in range(len(answer.columns))]


def _all_numbers(terms: Sequence[Term | None]) -> bool:
    import pyoxigraph

    bound = [term for term in terms if term is not None]
    return bool(bound) and all(
        isinstance(term, pyoxigraph.Literal) and term.datatype.value in _NUMBERS for term in bound
    )
