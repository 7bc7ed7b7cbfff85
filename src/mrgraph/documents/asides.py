"""Blocks -> the same with those marked that stand beside the report: share buttons, cookie notices, other pages' links.

The words by which they are told are those of tables/asides.tsv. Its columns: `kind` ("class": a class or id of an
element; "heading": words over a list that is none of the report's; "button": words of a button or a footer's link;
"word": the same where all words beside it are such; "line": how a line begins that tells a source or an author), a
column a language, and `source`. Words that end in "…" are the beginning of a longer line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from mrgraph.lexicon.word_tables import alternation, rows, values
from mrgraph.records import Block, BlockKind

_LINE: Final = 80  # characters of a line that can be a button, or an entry of a list
_EDGES: Final = " \t.,:;!*•·|-–—→»›>&()[]+"
_FIGURE_CAPTION: Final = re.compile(
    r"(?:figure|fig\.|exhibit|chart|abbildung|abb\.|图表?|図表?)\s*\d{1,3}(?:\.\d{1,2})?\b", re.I
)
_COUNTED: Final = re.compile(
    r"^[\d.,]+\s?[km]?\+?\s+(?:followers?|likes?|shares?|views?|comments?|subscribers?)$", re.I
)
_NO_LANGUAGES: Final = ("kind", "source")


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in all languages, in small letters."""
    return frozenset(
        word
        for row in rows("asides")
        if row["kind"] == kind
        for column, cell in row.items()
        if column not in _NO_LANGUAGES
        for word in values(cell)
    )


@cache
def _told(kind: str) -> re.Pattern[str]:
    """A pattern of the whole words of a kind, and of the beginnings of lines among them."""
    whole = [word for word in words(kind) if not word.endswith(" …")]
    begun = [word.removesuffix(" …") for word in words(kind) if word.endswith(" …")]
    beginning = rf"|{alternation(begun)}\b.*" if begun else ""
    return re.compile(rf"(?:{alternation(whole)}{beginning})$")


@cache
def _line() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{alternation(words('line'))}|{_FIGURE_CAPTION.pattern})", re.I)


def marked(text: str, blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with those of the kind ASIDE that stand beside the report."""
    aside = {number for run in _runs(blocks) for number in _beside(text, blocks, run)}
    aside |= {number for number, block in enumerate(blocks) for number in _headed(text, blocks, number, block)}
    return [
        replace(block, kind=BlockKind.ASIDE, level=0, group=0) if number in aside else block
        for number, block in enumerate(blocks)
    ]


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Numbers of the blocks of each list, and of short lines in a row."""
    run: list[int] = []
    for number, block in enumerate(blocks):
        entry = block.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH) and block.end - block.start <= _LINE
        if run and not (entry and (block.kind, block.group) == (blocks[run[-1]].kind, blocks[run[-1]].group)):
            yield run
            run = []
        if entry:
            run.append(number)
    if run:
        yield run


def _beside(text: str, blocks: Sequence[Block], run: list[int]) -> Iterator[int]:
    """Those of a run that stand beside the report: its end, if most of that are buttons, and lines on sources."""
    entries = [text[blocks[number].start : blocks[number].end] for number in run]
    kinds = [_kind(entry) for entry in entries]
    for number, entry in zip(run, entries, strict=True):
        if _line().match(entry):
            yield number
    if blocks[run[0]].kind is BlockKind.ITEM:
        if all(kinds) and len(run) > 1 and ("button" in kinds or not _is_announced(text, blocks, run[0])):
            yield from run
        return
    first = next((place for place, kind in enumerate(kinds) if kind == "button"), None)
    if first is not None and sum(map(bool, kinds[first:])) * 2 >= len(run) - first:
        yield from run[first:]


def _kind(entry: str) -> str:
    """What an entry is by the table: "button", "word", or "" for one that may be anything."""
    plain = entry.strip(_EDGES).lower()
    if _told("button").match(plain) or _COUNTED.match(plain):
        return "button"
    return "word" if plain in words("word") else ""


def _is_announced(text: str, blocks: Sequence[Block], number: int) -> bool:
    """Whether a heading or a line that ends in a colon stands right above: names of networks may be firms there."""
    if not number:
        return True
    above = blocks[number - 1]
    return above.kind is BlockKind.HEADING or text[above.start : above.end].rstrip().endswith((":", "："))


def _headed(text: str, blocks: Sequence[Block], number: int, block: Block) -> Iterator[int]:
    """A block that heads something beside the report, with what stands under it."""
    if block.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH) or block.end - block.start > _LINE * 2:
        return
    if not _told("heading").match(text[block.start : block.end].strip(_EDGES).lower()):
        return
    yield number
    for after in range(number + 1, len(blocks)):
        other = blocks[after]
        if other.kind in (BlockKind.HEADING, BlockKind.CELL):
            return
        if block.kind is BlockKind.PARAGRAPH and other.kind is BlockKind.PARAGRAPH and other.end - other.start > _LINE:
            return
        yield after
