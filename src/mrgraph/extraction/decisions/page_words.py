"""A page as words, read once for all decisions: as one line, and as the tokens of blocks that speak of a market."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mrgraph.extraction.text.page import Page
from mrgraph.records import BlockKind

TOKEN: Final = re.compile(r"[^\W_]+(?:(?:[-'’.&/+‐]|(?<=\d),(?=\d))[^\W_]+)*|[^\w\s]")
SPOKEN: Final = re.compile(
    "market|industr|sector|markt|branche|marché|mercado|mercat|setor|settore|comparto|secteur|filière|revenue|sales|shipment|demand|production|"
    "spending|installations|deployments|additions"
)
NEAR_TOP: Final = 10  # blocks that are looked into whatever they hold
# Of Latin-1: what is no letter, digit, hyphen, apostrophe or "&" parts words. Other characters do, too.
_PARTED: Final = bytes(n if chr(n).isalnum() or chr(n) in "-'&" else 32 for n in range(256))
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


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one meaning in small letters; `words` of one word each, `longer` of several, with their words."""

    words: tuple[str, ...]
    longer: tuple[tuple[frozenset[str], str], ...]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Phrases:
        """The phrases of a class."""
        longer = tuple((frozenset(each.split()), f" {each} ") for each in sorted(phrases) if " " in each)
        return cls(tuple(each for each in sorted(phrases) if " " not in each), longer)


class PageWords:
    """The words of a page's body."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.text[: min(page.document.body_end, READ)]
        words = parted(self.text)
        self._written = Counter(words)
        self._times: dict[int, int] = {}  # by the identity of phrases, which live as long as the program
        self.line = f" {' '.join(words).lower()} "
        self.size = max(len(words), len(self.text) // 8)  # a script without spaces has words, too
        self.low = low = self.text.lower()
        self.blocks: list[BlockWords] = []
        title = _title_number(page)
        even = len(low) == len(self.text)
        for number, block in enumerate(page.blocks):
            if number >= NEAR_TOP and number != title and even and not SPOKEN.search(low, block.start, block.end):
                continue
            tokens = TOKEN.findall(self.text, block.start, block.end)
            head = block.kind is BlockKind.HEADING or block.bold
            kind = 2 if number == title else int(head)
            self.blocks.append(BlockWords(number, kind, tokens, [token.lower() for token in tokens]))

    @cached_property
    def title(self) -> BlockWords | None:
        """The block that is the title, if any is."""
        return next((block for block in self.blocks if block.title == 2), None)

    @cached_property
    def _counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for word, times in self._written.items():
            counts[word.lower()] += times
        return counts

    @cached_property
    def short_amounts(self) -> int:
        """How often a number is written with its scale as one letter: "$4.2B", "12M"."""
        return sum(times for word, times in self._written.items() if word[-1] in "BM" and word[:-1].isdigit())

    def count(self, phrases: Phrases) -> int:
        """How often any of the phrases stands in the page."""
        if id(phrases) not in self._times:
            self._times[id(phrases)] = self._count(phrases)
        return self._times[id(phrases)]

    def _count(self, phrases: Phrases) -> int:
        counts, here = self._counts, self._counts.keys()
        times = sum([counts[word] for word in phrases.words if word in counts])
        return times + sum([self.line.count(phrase) for words, phrase in phrases.longer if words <= here])


def parted(text: str) -> list[str]:
    """The words of a text in Latin letters, as `PageWords.line` has them: without points, signs and other scripts."""
    return text.replace("’", "'").encode("latin-1", "replace").translate(_PARTED).decode("latin-1").split()


def _title_number(page: Page) -> int:
    """The number of the title's block: the first heading near the top, else the first block if it is short."""
    for number, block in enumerate(page.blocks[:TOP]):
        if block.kind is BlockKind.HEADING and block.end - block.start > SHORTEST_TITLE:
            return number
    first = page.blocks[0] if page.blocks else None
    return 0 if first and first.end - first.start <= TITLE_LENGTH else -1
