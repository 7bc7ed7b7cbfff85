"""Decides which tables announce lists: rows of a label and its list, columns under a header that names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mrgraph.extraction.sections.announcements import Announcement
from mrgraph.extraction.sections.cue_phrases import CuePhrases
from mrgraph.extraction.sections.labels import labelled
from mrgraph.extraction.text.lists import is_sentence
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import firm_nouns
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase

_DATED = re.compile(r",\s*(?:19|20)\d\d\b")
_FIRM = AnyCase(rf"^\W*(?:(?:key|leading|top|major)\s)?{firm_nouns.COLUMN}(?:\snames?)?\W*$")
Row = list[int]
LONGEST = 50  # characters of a name in a cell
_FIGURE = re.compile(r"\d\s?%|[$€£¥]\s?\d|^\W*[\d.,]+\W*$|\b(?:19|20)\d\d\b|[.:]$|,")
LISTED = frozenset({Kind.COMPANIES, Kind.TYPES, Kind.APPLICATIONS, Kind.SEGMENTS, Kind.REGIONS})


@dataclass(frozen=True, slots=True)
class Column:
    """An announced list in a table: the cells below a header, or the place of a list in one cell."""

    announcement: Announcement
    head: int
    label: str
    cells: tuple[int, ...]
    span: tuple[int, int] | None


def read(page: Page, numbers: Iterable[int], cues: CuePhrases, *, among: bool = False) -> Iterator[Column]:
    """The announced lists of one table; `numbers` are those of its cells; `among`: it stands among segmentations."""
    rows = _rows(page, numbers)
    carried = list(_carried(page, rows))
    header = _header(page, carried, cues)
    if header:
        yield from _columns(page, rows, header)
        return
    for row in carried:
        yield from _labelled_row(page, row, cues, among=among)


def _carried(page: Page, rows: list[Row]) -> Iterator[Row]:
    """The rows, each with the cell of the first column that reaches down to it, where its own is empty or spanned."""
    label: int | None = None
    for row in rows:
        if page.blocks[row[0]].level == 0:
            label = row[0]
            yield row
        else:
            yield row if label is None else [label, *row]


def _rows(page: Page, numbers: Iterable[int]) -> list[Row]:
    rows: list[Row] = []
    group = None
    for number in numbers:
        if page.blocks[number].group != group:
            rows.append([])
            group = page.blocks[number].group
        rows[-1].append(number)
    return rows


def _header(page: Page, rows: list[Row], cues: CuePhrases) -> dict[int, Announcement]:
    """What the columns hold, by column, where the first row is a header."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return {}
    if any("," in _DATED.sub("", page.words(page.blocks[i])) or len(page.words(page.blocks[i])) > 60 for i in rows[0]):
        return {}
    labels = sum(cues.label(page.words(page.blocks[row[0]])) is not None for row in rows[1:] if row)
    if labels * 2 > len(rows) - 1:
        return {}
    columns = {page.blocks[i].level: _label(page.words(page.blocks[i]), cues) for i in rows[0]}
    return {column: label for column, label in columns.items() if label and label.kind in LISTED}


def _label(words: str, cues: CuePhrases) -> Announcement | None:
    """What the head of a column announces; a singular such as "Brand" does, too."""
    return Announcement(Kind.COMPANIES) if _FIRM.match(words) else cues.label(words)


def _columns(page: Page, rows: list[Row], header: dict[int, Announcement]) -> Iterator[Column]:
    heads = {page.blocks[i].level: i for i in rows[0]}
    read = False
    firms = any(announcement.kind is Kind.COMPANIES for announcement in header.values())
    for column, announcement in header.items():
        if firms and (announcement.kind is not Kind.COMPANIES or read):
            continue  # the firms' seats, kinds and brands
        read = firms
        cells = tuple(i for row in rows[1:] for i in row if page.blocks[i].level == column)
        if cells:
            yield Column(announcement, heads[column], page.words(page.blocks[heads[column]]), cells, None)


def _is_value(words: str, cues: CuePhrases) -> bool:
    """Whether a cell can be one of the names in a row: "Type | Ball | Gate"."""
    return len(words) <= LONGEST and not _FIGURE.search(words) and cues.label(words) is None


def _labelled_row(page: Page, row: Row, cues: CuePhrases, *, among: bool) -> Iterator[Column]:
    """A row whose first cell says what the second one lists; or cells that carry their own labels."""
    rest = _listed_cells(page, row, cues)
    announcement = cues.label(page.words(page.blocks[row[0]]), among_segments=among) if rest else None
    if announcement and announcement.kind in LISTED and not _labels_itself(page, rest, cues):
        block = page.blocks[rest[0]]
        words = page.words(page.blocks[row[0]])
        if len(rest) > 1:
            yield Column(announcement, row[0], words, tuple(rest), None)
        else:
            yield Column(announcement, row[0], words, (), (block.start, block.end))
        return
    for number in rest or row:
        block = page.blocks[number]
        for label in labelled(page.words(block), cues, among_segments=len(row) > 1, only_by=len(row) < 2):
            span = (block.start + label.start, block.start + label.end)
            yield Column(label.announcement, number, label.label, (), span)


def _listed_cells(page: Page, row: Row, cues: CuePhrases) -> list[int]:
    """The cells that the first one may be the label of: those of the second column, or all names in the row."""
    second = [i for i in row[1:] if page.blocks[i].level == page.blocks[row[1]].level]
    several = len(row) > len(second) + 1
    if several and all(_is_value(page.words(page.blocks[i]), cues) for i in row[1:]):
        return row[1:]
    return second


def _labels_itself(page: Page, cells: list[int], cues: CuePhrases) -> bool:
    """Whether the only cell beside a label is a sentence, or holds labels of its own."""
    words = page.words(page.blocks[cells[0]])
    if len(cells) > 1:
        return False
    return bool(labelled(words, cues, among_segments=True, only_by=False)) or is_sentence(words)
