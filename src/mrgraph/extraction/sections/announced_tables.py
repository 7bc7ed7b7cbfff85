"""Tables -> announced lists: rows of a label and its list, and columns under a header that names what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mrgraph.extraction.sections.announcements import Announcement, Announcers
from mrgraph.extraction.sections.labels import labelled
from mrgraph.extraction.text.lists import is_sentence
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.axes import Kind

_DATED = re.compile(r",\s*(?:19|20)\d\d\b")
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


def read(page: Page, numbers: Iterable[int], announcers: Announcers, *, among: bool = False) -> Iterator[Column]:
    """The announced lists of one table; `numbers` are those of its cells; `among`: it stands among segmentations."""
    rows = _rows(page, numbers)
    header = _header(page, rows, announcers)
    if header:
        yield from _columns(page, rows, header)
        return
    for row in rows:
        yield from _labelled_row(page, row, announcers, among=among)


def _rows(page: Page, numbers: Iterable[int]) -> list[Row]:
    rows: list[Row] = []
    group = None
    for number in numbers:
        if page.blocks[number].group != group:
            rows.append([])
            group = page.blocks[number].group
        rows[-1].append(number)
    return rows


def _header(page: Page, rows: list[Row], announcers: Announcers) -> dict[int, Announcement]:
    """What the columns hold, by column, where the first row is a header."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return {}
    if any("," in _DATED.sub("", page.words(page.blocks[i])) or len(page.words(page.blocks[i])) > 60 for i in rows[0]):
        return {}
    if (
        sum(announcers.label(page.words(page.blocks[row[0]])) is not None for row in rows[1:] if row) * 2
        > len(rows) - 1
    ):
        return {}
    found = {page.blocks[i].level: announcers.label(page.words(page.blocks[i])) for i in rows[0]}
    return {column: made for column, made in found.items() if made and made.kind in LISTED}


def _columns(page: Page, rows: list[Row], header: dict[int, Announcement]) -> Iterator[Column]:
    heads = {page.blocks[i].level: i for i in rows[0]}
    found = False
    firms = any(made.kind is Kind.COMPANIES for made in header.values())
    for column, made in header.items():
        if firms and (made.kind is not Kind.COMPANIES or found):
            continue  # the firms' seats, kinds and brands
        found = firms
        cells = tuple(i for row in rows[1:] for i in row if page.blocks[i].level == column)
        if cells:
            yield Column(made, heads[column], page.words(page.blocks[heads[column]]), cells, None)


def _is_value(words: str, announcers: Announcers) -> bool:
    """Whether a cell can be one of the names in a row: "Type | Ball | Gate"."""
    return len(words) <= LONGEST and not _FIGURE.search(words) and announcers.label(words) is None


def _labelled_row(page: Page, row: Row, announcers: Announcers, *, among: bool) -> Iterator[Column]:
    """A row whose first cell says what the second one lists; or cells that carry their own labels."""
    rest = [i for i in row[1:] if page.blocks[i].level == page.blocks[row[1]].level]
    if len(row) > len(rest) + 1 and all(_is_value(page.words(page.blocks[i]), announcers) for i in row[1:]):
        rest = row[1:]
    made = announcers.label(page.words(page.blocks[row[0]]), among_segments=among) if rest else None
    if made and made.kind in LISTED:
        words = page.words(page.blocks[rest[0]])
        own = labelled(words, announcers, among_segments=True, only_by=False) if len(rest) == 1 else ()
        if not own and (len(rest) > 1 or not is_sentence(words)):
            block = page.blocks[rest[0]]
            yield Column(
                made,
                row[0],
                page.words(page.blocks[row[0]]),
                tuple(rest) if len(rest) > 1 else (),
                None if len(rest) > 1 else (block.start, block.end),
            )
            return
    inside = rest or row
    for number in inside:
        block = page.blocks[number]
        for one in labelled(page.words(block), announcers, among_segments=len(row) > 1, only_by=len(row) < 2):
            yield Column(one.announcement, number, one.label, (), (block.start + one.start, block.start + one.end))
