"""Rows -> text for people and pipes: an aligned table, Markdown, an HTML page, a JSON object a line."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from mrgraph import rdf, vocab
from mrgraph.output import aligned, printable
from mrgraph.output.spool import Spool, batched
from mrgraph.rdf.terms import Literal, is_blank, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mrgraph.rdf.solutions import Row
    from mrgraph.rdf.terms import Term

_NUMBERS = (vocab.XSD_INTEGER, vocab.XSD_DECIMAL, vocab.XSD_DOUBLE, f"{vocab.PREFIXES['xsd']}float")
_ROOM, _TEMPLATE = "mrgraph.asking", "answer.html.jinja"


def boolean(truth: bool, form: str) -> str:
    """A yes or no in one of the formats below."""
    said = "yes" if truth else "no"
    if form == "jsonl":
        return f"{json.dumps(truth)}\n"
    if form == "html":
        from mrgraph.output import markup

        return markup.render(_ROOM, _TEMPLATE, said=said)
    return f"{said}\n"


def table(columns: Sequence[str], rows: Iterable[Row], *, full: bool = False) -> Iterator[str]:
    """Columns under their names, numbers to the right; IRIs with prefixes, wide values cut unless `full`.

    How wide the columns are is known with the last row, so that the cells are put aside until then.
    """
    cells = aligned.Table([aligned.width(column) for column in columns], None if full else aligned.WIDEST)
    numbers = _Numbers(len(columns))
    cells.add(tuple(map(_words, row)) for row in numbers.looked_at(rows))
    right = {column for column, only_numbers in enumerate(numbers.columns()) if only_numbers}
    yield f"{cells.line(columns, right)}\n"
    yield f"{cells.rule()}\n"
    for line in cells.lines(right):
        yield f"{line}\n"


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
    from mrgraph.output import markup

    cells = ([_html_cell(term) for term in row] for row in rows)
    return markup.stream(_ROOM, _TEMPLATE, said="", columns=columns, rows=cells)


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
    return printable.one_line(_words(term))


def _words(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.text
    if isinstance(term, str):
        return term if is_blank(term) else shorten(term)
    return rdf.written(term)


def _markdown_cell(term: Term | None, longest: int | None) -> str:
    text = plain(term)
    if longest is not None and len(text) > longest:
        text = f"{text[: longest - 1]}…"
    return escape(text, quote=False).replace("\\", "\\\\").replace("|", "\\|")


def _html_cell(term: Term | None) -> tuple[str, str]:
    """The words of a cell, and the address that they link to, or ""."""
    linked = isinstance(term, str) and term.startswith(("http://", "https://"))
    return plain(term), str(term) if linked else ""


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
