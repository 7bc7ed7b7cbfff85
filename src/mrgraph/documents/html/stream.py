"""Pieces of text -> text under construction, with its blocks, links and bold stretches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from mrgraph.records import Block, BlockKind, Link

BOLD_LINE = 7  # level of a heading that is nothing but a line of its own
_WORD = re.compile(r"\w")
_HEADING_LIMIT = 250  # characters; a longer "heading" is a paragraph set in a heading tag
_BOLD_LIMIT = 200  # the same for a line set in bold
_FEW_CELLS = 30  # of a table that is a list in a cell of another
_SHORT_CELL = 90  # characters of an entry of it
_PROSE_CELL = 300  # characters of a table's only cell from which on the table is there for the layout


class Piece(NamedTuple):
    """A stretch of text: `target` is the address that it links to."""

    text: str
    bold: bool = False
    target: str | None = None


@dataclass(slots=True)
class Stream:
    """What has been read so far; `media_type` and the like belong to the document, not here."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text, ending in a line feed."""
        return "".join(self.parts) + "\n"

    def add(self, kind: BlockKind, level: int, group: int, pieces: list[Piece]) -> None:
        """Append one block made of `pieces`, white space collapsed, then the targets of its links.

        Pieces without a letter or digit make no block; what they link to is kept.
        """
        runs = _collapsed(pieces)
        if len(runs) == 1:
            plain, bold, _ = runs[0]
        else:
            plain = "".join([piece.text for piece in runs])
            bold = all(piece.bold or not _WORD.search(piece.text) for piece in runs)
        if not _WORD.search(plain):
            self._addresses(pieces)
            return
        kind, level = _kind(kind, level, plain, bold=bold)
        begin = self._begin(kind)
        anchors: list[tuple[int, int, str]] = []
        start = begin
        for text, is_bold, target in runs:
            end = start + len(text)
            if is_bold:
                self.bold.append((start, end))
            if target:
                anchors.append((start, end, target))
            start = end
        self._write(plain)
        self.blocks.append(Block(kind, begin, self.length, level, group, bold))
        for start, end, target in anchors:
            self._write(f"\n<{target}>")
            self.links.append(Link(start, end, target, self.length - 1 - len(target)))
        if len(pieces) > 1:
            self._addresses([piece for piece in pieces if not piece.text])

    def _addresses(self, pieces: list[Piece]) -> None:
        """Append the addresses of pieces that have no words."""
        for piece in pieces:
            if piece.target:
                self.address(piece.target)

    def address(self, target: str) -> None:
        """Append an address that no words link to, on a line of its own."""
        if self.links and self.links[-1].target == target:
            return
        self._write(f"\n<{target}>" if self.length else f"<{target}>")
        start = self.length - 1 - len(target)
        self.links.append(Link(start, self.length - 1, target, start))

    def _begin(self, kind: BlockKind) -> int:
        """Set the next block off from the one before; the offset where it begins."""
        if self.length:
            self._write("\n\n" if kind is BlockKind.HEADING else "\n")
        if kind is BlockKind.ITEM:
            self._write("- ")
        return self.length

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def settle(self, nested: Mapping[int, tuple[int, int]]) -> None:
        """Turn the cells of tables that are there for the layout only into paragraphs, lists in a cell into its cells.

        `nested`: for each row of a table within a cell, by group, the row and the column of that cell.
        """
        rows: dict[int, list[int]] = {}
        for number, block in enumerate(self.blocks):
            if block.kind is BlockKind.CELL:
                rows.setdefault(block.group, []).append(number)
        for numbers in rows.values():
            cells = [self.blocks[number] for number in numbers]
            if len({cell.level for cell in cells}) == 1 and max(cell.end - cell.start for cell in cells) > _PROSE_CELL:
                for number, cell in zip(numbers, cells, strict=True):
                    self.blocks[number] = Block(BlockKind.PARAGRAPH, cell.start, cell.end, 0, 0, cell.bold)
        self._unnest(rows, nested)

    def _unnest(self, rows: Mapping[int, list[int]], nested: Mapping[int, tuple[int, int]]) -> None:
        """Give the cells of a small table that stands beside a label in a row to the cell that holds it."""
        inner: dict[tuple[int, int], list[int]] = {}
        for group, place in nested.items():
            inner.setdefault(place, []).extend(rows.get(group, ()))
        for (group, column), numbers in inner.items():
            labels = [self.blocks[number] for number in rows.get(group, ())]
            cells = [self.blocks[number] for number in numbers]
            sizes = [cell.end - cell.start for cell in (*labels, *cells)]
            if labels and cells and column and len(cells) <= _FEW_CELLS and max(sizes) <= _SHORT_CELL:
                for number in numbers:
                    self.blocks[number] = replace(self.blocks[number], level=column, group=group)


def _kind(kind: BlockKind, level: int, text: str, *, bold: bool) -> tuple[BlockKind, int]:
    """What a block is after a look at its words: long headings are paragraphs, short bold lines are headings."""
    if kind is BlockKind.HEADING and len(text) > _HEADING_LIMIT:
        return BlockKind.PARAGRAPH, 0
    if (
        bold
        and kind is BlockKind.PARAGRAPH
        and len(text) <= _BOLD_LIMIT
        and text.count(",") < 3
        and text.count("、") < 2
    ):
        return BlockKind.HEADING, BOLD_LINE
    return kind, level


def _collapsed(pieces: list[Piece]) -> list[Piece]:
    """The same words with single spaces, none at either end; empty pieces dropped, equal neighbours joined."""
    if len(pieces) == 1:
        text, bold, target = pieces[0]
        return [Piece(" ".join(text.split()), bold, target)]
    runs: list[Piece] = []
    for (bold, target), alike in groupby(pieces, key=itemgetter(1, 2)):
        raw = "".join([piece.text for piece in alike])
        text = " ".join(raw.split())
        if raw[:1].isspace() and runs and not runs[-1].text.endswith(" "):
            text = f" {text}"
        if text:
            if raw[-1].isspace() and not text.endswith(" "):
                text += " "
            runs.append(Piece(text, bold, target))
    if runs and runs[-1].text.endswith(" "):
        last = runs.pop()
        if last.text != " ":
            runs.append(Piece(last.text[:-1], last.bold, last.target))
    return runs
