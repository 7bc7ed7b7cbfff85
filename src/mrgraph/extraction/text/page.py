"""A document prepared for reading: sentences, headings above each block, and the parts that are no running text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mrgraph.extraction.text.line_breaks import recovered_blocks
from mrgraph.lexicon import legal_forms
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import Block, BlockKind, Document, Evidence, Flag, Rule

if TYPE_CHECKING:
    from mrgraph.reference import Reference

ABBREVIATIONS = legal_forms.ABBREVIATIONS | frozenset(
    "dr mr mrs ms st no vs e.g i.e approx est fig dept jr sr bros mt u.s u.k u.a.e a.k.a usd".split()
)
STARTERS = frozenset(
    "the these this those they it its in as among with for companies company some many other others key "
    "major leading additionally "
    "moreover furthermore however while a an such each all both on by to at our their we overall meanwhile also".split()
)
STOP = re.compile(r"[.!?。！？]")
BREAK = re.compile(  # the stop, and what lies between it and the next sentence
    r"[.!?。！？](?:(?<=[.!?])[\"'”’)]?\s+(?=[\"'“‘(]?[A-Z0-9\u00c0-\u00de]|[a-z]{1,2}[A-Z][a-z])|(?<=[a-z]{3}\.)(?=[A-Z][a-z])|(?<=[。！？])|"
    r"(?<=다\.)\s*)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_DAY = rf"(?:{_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}\.?\s{_MONTH}\.?)"
DATELINE = re.compile(  # "SINGAPORE, October 07, 2024 -- "
    rf"[A-Z][\w. ]{{2,30}}(?:,\s[A-Z][\w. ]{{1,25}}){{0,2}},?\s+[(–—-]?\s?{_DAY},?\s20\d\d\)?\s*"
    r"(?:[(/][A-Z][\w .]{1,30}[)/]\s*)?(?:--+|–|—|-|:)\s+(?=\S)"
)
SMALL = re.compile(r"[a-z](?<![\w-].)[a-z]*(?![\w-])")
LAST_WORD = re.compile(r"[\w.&]+$")
INITIALS = re.compile(r"(?!U\.[SK])[A-Z](?:\.[A-Z])+")  # of a person or a firm: "W.R. Grace"
MARKED_NAME = re.compile(rf"(?:[A-Z][\w&-]*,?\s+){{0,3}}{legal_forms.IN_SENTENCE}")
NEXT_ROW = 2  # steps between the numbers of two rows of one table at most: a rule may stand between them
LONGEST_ABBREVIATION = 24  # characters
CLOSING = "\"'”’)"
NEXT_WORD = re.compile(r"[\"'“(]?(\w+)")
LINKED_NAME = 60  # characters of an entry that is nothing but a link, and a name all the same
REPORT = AnyCase(
    r"\b(?:markets?|industry|reports?|forecast|blog|news|login|home|terms|privacy|about|contact|back|next)\b"
)
CALL = AnyCase(
    r"\b(?:sample|enquir|inquir|inquiry|purchase|buy\s*now|buy this|discount|download|click here|get (?:a|"
    r"the|free|full|detailed|more|it|up)|"
    r"request|claim your|browse|read more|visit\s*@|for more information|access (?:the )?full|view (?:the "
    r")?(?:full )?report|order (?:now|a copy)|"
    r"pre-order|customi[sz]ation)\b|サンプル|購入|ダウンロード|お問い合わせ|割引|샘플|구매|문의|다운로드|할인",
)


class Sentence(NamedTuple):
    """A sentence, or a line without a full stop, in block number `block`; its offsets are into the document's text."""

    start: int
    end: int
    text: str
    block: int


class RegionName(NamedTuple):
    """A known region's name in the text."""

    start: int
    end: int
    key: str


class Page:
    """A document with what the readers of claims ask of it again and again."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.blocks = tuple(
            recovered_blocks(document.text, (b for b in document.blocks if b.start < document.body_end))
        )
        self._regions: tuple[RegionName, ...] | None = None
        self._link_starts = [k.start for k in document.links]

    def table_end(self, number: int) -> int:
        """The number of the first block after the table that begins with cell `number`."""
        end = number + 1
        while end < len(self.blocks) and self.blocks[end].kind is BlockKind.CELL:
            if self.blocks[end].group - self.blocks[end - 1].group > NEXT_ROW:
                break
            end += 1
        return end

    def words(self, block: Block) -> str:
        """The text of a block."""
        return self.text[block.start : block.end]

    def bold_in(self, block: Block) -> tuple[tuple[int, int], ...]:
        """The stretches set in bold that begin inside a block."""
        bold = self.document.bold
        first = bisect_left(bold, (block.start, 0))
        last = bisect_left(bold, (block.end, 0))
        return bold[first:last]

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that the text writes all in small letters: what else begins with a capital is a name."""
        return frozenset(SMALL.findall(self.text))

    @cached_property
    def calls(self) -> frozenset[int]:
        """Numbers of the blocks that are calls to buy or download, nothing but links, or beside the report."""
        return frozenset(i for i, b in enumerate(self.blocks) if self._is_call(b))

    def _is_call(self, block: Block) -> bool:
        if block.kind is BlockKind.ASIDE:
            return True
        covered = sum(
            min(self.document.links[i].end, block.end) - self.document.links[i].start
            for i in range(bisect_left(self._link_starts, block.start), bisect_left(self._link_starts, block.end))
        )
        size = block.end - block.start
        text = self.words(block) if size < 220 else ""
        if covered >= size * 0.8:
            entry = block.kind in (BlockKind.ITEM, BlockKind.CELL) and 0 < size <= LINKED_NAME
            return not entry or "http" in text or CALL.search(text) is not None or REPORT.search(text) is not None
        if size >= 220:
            return False
        return (covered > 0 or block.kind is BlockKind.HEADING or "http" in text) and bool(CALL.search(text))

    @cached_property
    def headings(self) -> tuple[int | None, ...]:
        """For each block the number of the heading that it stands under."""
        above: list[int | None] = []
        current = None
        for i, block in enumerate(self.blocks):
            above.append(current)
            if block.kind is BlockKind.HEADING and i not in self.calls:
                current = i
        return tuple(above)

    def heading(self, number: int) -> str | None:
        """The words of the heading that block `number` stands under."""
        above = self.headings[number]
        return None if above is None else self.words(self.blocks[above])

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of the body, in order."""
        return tuple(s for i, block in enumerate(self.blocks) for s in self.split(i, block))

    @cached_property
    def _by_block(self) -> dict[int, list[Sentence]]:
        groups: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            groups.setdefault(sentence.block, []).append(sentence)
        return groups

    def sentences_in(self, number: int) -> Sequence[Sentence]:
        """The sentences of block `number`."""
        return self._by_block.get(number, ())

    def holding(self, pattern: re.Pattern[str] | AnyCase) -> Iterator[tuple[int, Sentence]]:
        """The sentences in which a match begins, with their numbers: the text is searched once, not each sentence."""
        last = -1
        for match in pattern.finditer(self.text, 0, self.document.body_end):
            number = bisect_right(self._starts, match.start()) - 1
            if number > last and match.start() < self.sentences[number].end:
                last = number
                yield number, self.sentences[number]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def split(self, number: int, block: Block) -> Iterator[Sentence]:
        """The sentences of one block, without where and when a piece of news was written."""
        text = self.words(block)
        dateline = DATELINE.match(text)
        begin = dateline.end() if dateline else 0
        for match in BREAK.finditer(text) if STOP.search(text, 0, len(text) - 1) else ():
            stop = match.start() + 1
            if stop <= begin:
                continue
            if _ends_abbreviation(text, begin, stop, match.end()) or _is_in_name(text, stop, match.end()):
                continue
            if text[begin:stop].strip():
                yield self._sentence(number, block.start + begin, block.start + stop)
            begin = match.end()
        if text[begin:].strip():
            yield self._sentence(number, block.start + begin, block.end)

    def regions(self, reference: Reference, start: int, end: int) -> tuple[RegionName, ...]:
        """The regions' names between two offsets; the whole body is searched once."""
        if self._regions is None:
            self._regions = tuple(
                RegionName(match.start(), match.end(), key)
                for block in self.blocks
                for match in reference.names_in(self.text, block.start, block.end)
                if (key := reference.region(match[0]))
            )
        first = bisect_left(self._regions, start, key=lambda name: name.start)
        last = bisect_left(self._regions, end, key=lambda name: name.start)
        return tuple(name for name in self._regions[first:last] if name.end <= end)

    def _sentence(self, number: int, start: int, end: int) -> Sentence:
        return Sentence(start, end, self.text[start:end], number)

    def evidence(self, rule: Rule, start: int, end: int, heading: str | None = None, *flags: Flag) -> Evidence:
        """Evidence for a claim read by `rule` from `start` to `end`."""
        return Evidence(start, end, self.text[start:end], heading, rule, tuple(sorted(set(flags))))


def _is_in_name(text: str, stop: int, after: int) -> bool:
    """Whether the mark before `stop` is one of a name that ends in a legal form: "Yum! Brands, Inc."."""
    return text[stop - 1] == "!" and MARKED_NAME.match(text, after) is not None


def _ends_abbreviation(text: str, begin: int, stop: int, after: int) -> bool:
    """Whether the full stop before `stop` belongs to an abbreviation, so that the sentence goes on at `after`."""
    before = text[max(begin, stop - LONGEST_ABBREVIATION) : stop].rstrip(CLOSING)
    word = LAST_WORD.search(before, 0, len(before) - 1) if before.endswith(".") else None
    if not word:
        return False
    last = word[0].lower()
    if len(last) == 1 and last.isalpha():  # an initial: "Kurt J. Lesker"
        return True
    initials = INITIALS.fullmatch(word[0]) is not None
    if last not in ABBREVIATIONS and not initials:
        return False
    following = NEXT_WORD.match(text, after)
    if (last in legal_forms.ABBREVIATIONS or initials) and following:
        return following[1].lower() not in STARTERS
    return True
