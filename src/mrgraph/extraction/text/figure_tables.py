"""Tables -> statements: each figure with its row's name, its column's head, and the unit that is told for both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from mrgraph.extraction.text.figure_statement import (
    BARE,
    DIGIT,
    LABEL,
    LONGEST_LABEL,
    LONGEST_LINE,
    UNIT,
    YEAR_VALUE,
    Statement,
    filled,
)
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.amount_words import CODE, SCALE
from mrgraph.lexicon.caseless import AnyCase

UNIT_ALONE = AnyCase(
    rf"(?<![\w.])(?:US\$|[$€£¥₹]|{CODE})\s*(?:{SCALE})(?![\w])|\b(?:{SCALE})\s+(?:USD|"
    r"EUR|US\$|\$|US\s+dollars|euros)(?!\s?\d)"
)
YEARS = re.compile(r"\b(?:19|20)\d\d\b")
YEAR_ONLY = re.compile(r"\W*(?:FY\s?)?(?:19|20)\d\d\s*[AEFP]?(?:\s*[-–]\s*(?:19|20)\d\d)?\W*(?:\([^)]*\)\W*)?", re.I)
DIMENSION = AnyCase(
    r"^\W*$|\b(?:regions?|segments?|countr\w+|types?|applications?|categor\w+|compan\w+|products?|geograph\w+|"
    r"years?|vendors?|players?)\b"
)
BRACKETS = re.compile(r"\([^)]*\)")
UNIT_HEAD = re.compile(r"\W*units?(?:\s+of\s+measure\w*)?\W*", re.I)
RATE_HEAD = AnyCase(r"\bCAGR|\bshare")
GROWTH_HEAD = AnyCase(r"\bCAGR\b")
RANK_HEAD = AnyCase(
    r"^\W*(?:(?:19|20)\d\d\s+)?(?:#|rank(?:ing)?|no\.?|nr\.?|n°|s\.?\s?no\.?|sl\.?\s?no\.?|pos(?:ition)?\.?|place|"
    r"platz|rang)?\W*$"
)
ORDINAL = re.compile(r"\W*#?\d{1,3}(?:st|nd|rd|th)?\W*")
YEAR_HEAD = re.compile(r"\W*(?:fiscal\s+)?(?:years?|jahr|année|año|ano|anno)\W*", re.I)
LONGEST_HEAD = 45  # characters of a column's head
Row = dict[int, int]  # column -> number of the cell's block


def table_rows(page: Page, first: int, end: int) -> Iterator[Statement]:
    """The rows of the tables between two blocks: labels with values, or cells under the heads of their columns."""
    rows = _rows(page, first, end)
    table = _Table(page, _caption(page, first))
    for row, following in zip_longest(rows, rows[1:]):
        cells = {column: page.words(page.blocks[n]) for column, n in row.items()}
        numbers = list(row.values())
        ruled = following is not None and _group(page, following) - _group(page, row) > 1
        if _is_head(cells, ruled=ruled) or (len(row) > 2 and not table.heads):
            table.begin(cells, [r for r in rows if r is not row])
        elif len(row) > 1 and _is_under(cells, table.heads, len(row)):
            yield from table.statements(row, cells)
        elif len(row) == 2:
            yield from _labelled_row(page, numbers)


class _Table:
    """The heads of a table's columns, and the column whose cells name the rows."""

    def __init__(self, page: Page, caption: str) -> None:
        self.page, self.caption = page, caption
        self.heads: dict[int, str] = {}
        self.names = 0  # the column of names
        self.name = ""  # of the row before: an empty or spanned cell goes on with it
        self.span = ""  # the years across, as " (2024-2026)"

    def begin(self, heads: dict[int, str], rows: list[Row]) -> None:
        """Take a row as the heads of the rows that follow."""
        self.heads, self.name = heads, ""
        self.names = next((c for c in sorted({*heads, 0}) if not self._is_rank(c, rows)), 0)
        years = sorted(
            {int(y[0]) for head in heads.values() if YEAR_ONLY.fullmatch(head) and (y := YEARS.search(head))}
        )
        self.span = f" ({years[0]}-{years[-1]})" if len(years) > 1 else ""

    def _is_rank(self, column: int, rows: list[Row]) -> bool:
        """Whether a column only counts the rows: headed as a rank or not at all, and nothing but ordinals."""
        cells = [self.page.words(self.page.blocks[row[column]]) for row in rows if column in row]
        counted = bool(cells) and sum(ORDINAL.fullmatch(c) is not None for c in cells) >= len(cells) - 1
        return counted and RANK_HEAD.match(self.heads.get(column, "")) is not None

    def statements(self, row: Row, cells: dict[int, str]) -> Iterator[Statement]:
        """Each further cell of a row, with its column's head, the row's name and its year."""
        self.name = cells.get(self.names, self.name)
        if len(self.name) > LONGEST_LABEL:
            return
        unit, year = self._unit(cells), self._year(cells)
        for column, number in row.items():
            head, value = self.heads.get(column), cells[column]
            if column == self.names or head is None or not DIGIT.search(value) or len(value) > LONGEST_LINE:
                continue
            if RANK_HEAD.match(head) and ORDINAL.fullmatch(value):
                continue
            own = UNIT.search(head) or UNIT.search(self.name) or "%" in head or RATE_HEAD.search(head)
            span = self.span if GROWTH_HEAD.search(head) and not YEARS.search(head) else ""
            label = f"{self.name}{year}, {head}{span}" + ("" if own else unit)
            first = next(iter(row.values()))
            start, end = self.page.blocks[first].start, self.page.blocks[number].end
            made = Statement(start, end, f"{label}: {value}", first, label, self.name, self.heads.get(self.names, ""))
            yield filled(made, label, value)

    def _year(self, cells: dict[int, str]) -> str:
        """The year that a cell of the row gives for all of it, as " 2024"."""
        for column, words in cells.items():
            if column != self.names and YEAR_HEAD.fullmatch(self.heads.get(column, "")) and YEAR_VALUE.fullmatch(words):
                return f" {words.strip()}"
        return ""

    def _unit(self, cells: dict[int, str]) -> str:
        """The unit of a row's figures, as " (USD million)": from its cell for units, the corner or the caption."""
        for column, words in self.heads.items():
            if UNIT_HEAD.fullmatch(words) and column in cells:
                return f" ({cells[column]})"
        corner = UNIT_ALONE.search(self.heads.get(self.names, ""))
        return f" ({corner[0]})" if corner else f" {self.caption}" if self.caption else ""


def _group(page: Page, row: Row) -> int:
    return page.blocks[next(iter(row.values()))].group


def _rows(page: Page, first: int, end: int) -> list[Row]:
    """The cells between two blocks, row by row."""
    rows: list[Row] = []
    for number in range(first, end):
        block = page.blocks[number]
        if not rows or _group(page, rows[-1]) != block.group:
            rows.append({})
        rows[-1].setdefault(block.level, number)
    return rows


def _is_under(cells: dict[int, str], heads: dict[int, str], size: int) -> bool:
    """Whether the values of a row of `size` cells stand under heads of columns."""
    return bool(set(cells) & set(heads) - {0}) and (_is_short(cells) or size > 2 or len(heads) == 2 or 0 not in cells)


def _is_head(cells: dict[int, str], *, ruled: bool) -> bool:
    """Whether a row heads columns of figures: "Region | Market share", "Year | Size (USD Million)", "| 2024 | 2030".

    `ruled`: a rule follows, as under the first row of a table in Markdown.
    """
    figures = [words for column, words in cells.items() if column]
    corner = cells.get(0, "")
    if any(map(_holds_number, cells.values())) or max(map(len, figures), default=0) > LONGEST_HEAD:
        return False
    measured = any(_is_measure(words) for words in figures)
    if len(cells) <= 2:
        return measured and bool(DIMENSION.search(corner)) and not LABEL.search(corner)
    cornerless = len(figures) == len(cells) and not any(DIGIT.search(words) for words in figures)
    return measured or ruled or cornerless or bool(DIMENSION.search(corner))


def _holds_number(words: str) -> bool:
    """Whether a cell holds a number other than a year and what stands in brackets."""
    return DIGIT.search(BRACKETS.sub("", YEARS.sub("", words))) is not None


def _is_measure(words: str) -> bool:
    """Whether a column's head says what its figures measure, in what unit, or of which year they are."""
    return bool(LABEL.search(words) or YEAR_ONLY.fullmatch(words) or UNIT_ALONE.search(words))


def _is_short(cells: dict[int, str]) -> bool:
    """Whether a row of two is one whose other cells are empty: its value is a bare number, and no year."""
    value = cells.get(1, "")
    return BARE.fullmatch(value) is not None and not YEAR_VALUE.fullmatch(value)


def _caption(page: Page, first: int) -> str:
    """The unit that the lines above a table give for all of it: "Market size by region, USD million"."""
    for number in range(first - 1, max(-1, first - 3), -1):
        if unit := UNIT_ALONE.search(page.words(page.blocks[number])[:200]):
            return f"({unit[0]})"
    return ""


def _labelled_row(page: Page, numbers: list[int]) -> Iterator[Statement]:
    """A row of two as a label and its value; a longer one as the sentences of its cells."""
    label, value = (page.words(page.blocks[n]) for n in numbers)
    start, end = page.blocks[numbers[0]].start, page.blocks[numbers[1]].end
    if len(label) <= LONGEST_LABEL and len(value) <= LONGEST_LINE:
        yield filled(Statement(start, end, f"{label.strip(' :')}: {value}", numbers[0]), label, value)
        return
    for number in numbers:
        for sentence in page.sentences_in(number):
            yield Statement(sentence.start, sentence.end, sentence.text, number)
