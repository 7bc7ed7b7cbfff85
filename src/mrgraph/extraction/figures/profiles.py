"""Decides in which company's profile a statement stands: by the entry or the heading that it is put under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mrgraph.extraction.text.figure_statement import Statement
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import Block, BlockKind

if TYPE_CHECKING:
    from mrgraph.extraction.figures.target_linking import TargetLinker

# Heads inside a profile, under which the company that stands above them is still spoken of.
FACTS = AnyCase(
    r"\b(?:financ\w+|(?:key\s+)?(?:figures|facts|data|numbers|details)|overview|profile|highlights|at\s+a\s+glance|"
    r"performance|revenues?|sales|turnover|results)\b",
)
PLAYERS = AnyCase(r"\b(?:compan\w+|players?|vendors?|manufacturers?|suppliers?|competit\w+|firms?|makers?)\b")
LETTER = re.compile(r"[^\W\d_]")
REACH = 14  # blocks that a profile's line may stand below its company
LONGEST_HEAD = 80  # characters of an entry that heads a profile
DEEPEST = 9  # below all headings


def company(page: Page, targets: TargetLinker, statement: Statement, *, plain: bool = False) -> str | None:
    """The company named at the beginning of the nearest head above a statement, past heads such as "Key figures".

    `plain`: for a statement outside of lists a plain line may be the head too.
    """
    depth = page.blocks[statement.block].level
    for number in _blocks_above(page, statement):
        block = page.blocks[number]
        name = _company_at_head(page, targets, block)
        if name and (block.kind is BlockKind.HEADING or block.level < depth or (plain and depth == 0)):
            return name
        depth = min(depth, block.level) if block.kind is not BlockKind.HEADING else depth
    return None


def head(page: Page, statement: Statement) -> str | None:
    """The words of the nearest head above a list's statement, where the heading over that head announces companies."""
    depth = page.blocks[statement.block].level
    for number in _blocks_above(page, statement) if depth else ():
        block = page.blocks[number]
        heading, words = block.kind is BlockKind.HEADING, page.words(block)
        if (heading or block.level < depth) and len(words) <= LONGEST_HEAD and not FACTS.search(words):
            over = page.heading(number) or ""
            return words if PLAYERS.search(over) else None
        depth = min(depth, block.level) if not heading else depth
    return None


def entry_above(page: Page, statement: Statement) -> int | None:
    """The number of the list entry that a nested entry stands under."""
    block = page.blocks[statement.block]
    if block.kind is not BlockKind.ITEM:
        return None
    for number in range(statement.block - 1, max(-1, statement.block - 1 - REACH), -1):
        above = page.blocks[number]
        if above.kind is BlockKind.HEADING:
            return None
        if above.kind is BlockKind.ITEM and above.level < block.level:
            return number
    return None


def _blocks_above(page: Page, statement: Statement) -> Iterator[int]:
    """Numbers of the blocks above a statement, the nearest first, up to a heading that is not like "Key figures"."""
    rank = DEEPEST
    for number in range(statement.block - 1, max(-1, statement.block - 1 - REACH), -1):
        block = page.blocks[number]
        if block.kind is BlockKind.CELL or (block.kind is BlockKind.HEADING and block.level >= rank):
            continue
        yield number
        if block.kind is BlockKind.HEADING:
            if not FACTS.search(page.words(block)):
                return
            rank = block.level


def _company_at_head(page: Page, targets: TargetLinker, block: Block) -> str | None:
    """The company that a short block begins with."""
    if block.end - block.start > LONGEST_HEAD:
        return None
    words = page.words(block)
    named = [m for m in targets.company_mentions(words) if not FACTS.search(m.target.name)]
    return named[0].target.name if named and not LETTER.search(words[: named[0].start]) else None
