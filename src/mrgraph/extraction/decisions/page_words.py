"""A page as words, read once for all decisions: the tokens of each block, and all of them as one line in small letters."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mrgraph.extraction.text.page import Page
from mrgraph.records import BlockKind

TOKEN: Final = re.compile(r"[^\W_]+(?:(?:[-'’.&/+‐]|(?<=\d),(?=\d))[^\W_]+)*|[^\w\s]")
TITLE_LENGTH: Final = 200  # characters up to which the first block may be a title
TOP: Final = 6  # blocks among which the title stands
SHORTEST_TITLE: Final = 2  # characters that are none
READ: Final = 60_000  # characters; what a page is about stands in them


@dataclass(frozen=True, slots=True)
class BlockWords:
    """The tokens of one block as written and in small letters; `title`: 2 the title, 1 another heading, 0 neither."""

    number: int
    title: int
    tokens: list[str]
    low: list[str]


class PageWords:
    """The words of a page's body."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.blocks: list[BlockWords] = []
        title = _title_number(page)
        for number, block in enumerate(page.blocks):
            if block.start > READ:
                break
            tokens = TOKEN.findall(page.text, block.start, min(block.end, block.start + READ))
            head = block.kind is BlockKind.HEADING or block.bold
            low = " ".join(tokens).lower().split()
            self.blocks.append(BlockWords(number, 2 if number == title else int(head), tokens, low))

    @cached_property
    def line(self) -> str:
        """All tokens in small letters, a space before, between and after them."""
        return f" {' '.join(' '.join(block.low) for block in self.blocks)} "

    @cached_property
    def size(self) -> int:
        """Number of tokens."""
        return sum(len(block.tokens) for block in self.blocks)

    @cached_property
    def title(self) -> BlockWords | None:
        """The block that is the title, if any is."""
        return next((block for block in self.blocks if block.title == 2), None)

    @cached_property
    def most_of_one_name(self) -> int:
        """How often the most frequent name stands: a word that is never written in small letters."""
        small = self.page.small_words
        names = Counter(
            token
            for block in self.blocks
            for token, low in zip(block.tokens, block.low, strict=True)
            if token != low and len(token) > 2 and low not in small
        )
        return max(names.values(), default=0)

    def count(self, phrases: tuple[str, ...]) -> int:
        """How often any of the phrases stands in the page; each is written with the spaces around it."""
        return sum(map(self.line.count, phrases))


def _title_number(page: Page) -> int:
    """The number of the block that is the title: the first heading near the top, else the first block if it is short."""
    for number, block in enumerate(page.blocks[:TOP]):
        if block.kind is BlockKind.HEADING and block.end - block.start > SHORTEST_TITLE:
            return number
    first = page.blocks[0] if page.blocks else None
    return 0 if first and first.end - first.start <= TITLE_LENGTH else -1
