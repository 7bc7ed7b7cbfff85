"""Decides which blocks or words each heading, lead-in line or label of a page announces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mrgraph.extraction.sections import announced_tables
from mrgraph.extraction.sections.announcements import NOTHING, Announcement, Manner, Section
from mrgraph.extraction.sections.contents_tables import chapters
from mrgraph.extraction.sections.cue_phrases import CuePhrases, questions
from mrgraph.extraction.sections.imprint_lines import imprint_lines
from mrgraph.extraction.sections.labels import Labelled, is_row, labelled
from mrgraph.extraction.sections.lead_in_lines import (
    LEAD,
    OPENS,
    SEGMENTS,
    SHORT,
    Above,
    LeadInReader,
    before_list,
    entry_words,
    has_deeper,
    is_slogan,
    named_region,
)
from mrgraph.extraction.text.lists import is_sentence
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.vocabulary import ATTRIBUTE
from mrgraph.records import Block, BlockKind

if TYPE_CHECKING:
    from mrgraph.reference import Reference

_SEGMENT = AnyCase(r"\b(?:sub-?)?segments?\W*$")
_MARKET = AnyCase(r"\bmarket\b")
_BY_AXIS = re.compile(r"(?i)^\W*(?:market\s+)?(?:segment(?:ation|ed)?\s+)?by\s+\w")
NUMBERED = re.compile(r"^\W*(?:\d{1,2}(?:\.\d+)*[.)]?\s|chapter\b|part\b|section\b|appendix\b|第)", re.I)
TITLE = 2  # blocks at the top whose headings name the report
BOLD_LINE, LEAD_LINE = 7, 8  # ranks below the six levels of headings


@dataclass(slots=True)
class _Open:
    """A section in the making; `rank` of its announcer: small for large headings; `nested`: it has deeper items."""

    announcement: Announcement
    head: int
    rank: int
    region: str | None
    nested: bool
    body: list[int]


def sections(page: Page, cues: CuePhrases, reference: Reference) -> tuple[Section, ...]:
    """All sections of a page in text order; a block belongs to the nearest announcer above it."""
    return tuple(_Reader(page, cues, reference).read())


class _Reader:
    def __init__(self, page: Page, cues: CuePhrases, reference: Reference) -> None:
        self.page, self.cues, self.reference = page, cues, reference
        self.scopes: list[tuple[int, Kind]] = []  # headings above: rank and what they announce
        self.current: _Open | None = None
        self.complete: list[Section] = []
        self.contents: list[int] = []  # blocks of tables of contents
        self.leads = LeadInReader(page, cues)
        self.imprint = imprint_lines(page)

    def read(self) -> list[Section]:
        """Sections in order."""
        blocks = self.page.blocks
        number = 0
        while number < len(blocks):
            block = blocks[number]
            if number in self.imprint:
                number += 1
            elif number in self.page.calls:
                self._interrupt(number, block)
                number += 1
            elif block.kind is BlockKind.CELL:
                number = self._table(number)
            else:
                {BlockKind.HEADING: self._heading, BlockKind.ITEM: self._item}.get(block.kind, self._paragraph)(
                    number, block
                )
                number += 1
        self._close()
        return [*self.complete, *self._chapters()]

    def _chapters(self) -> Iterator[Section]:
        for told, number, below in chapters(self.page, self.contents, self.cues):
            words = self.page.words(self.page.blocks[number])[:300]
            yield Section(told.kind, told.axis, number, words, tuple(below), None, told.manner, None, contents=True)

    # -------------------------------------------------------------- opening and closing

    def _open(
        self, announced: Announcement, number: int, rank: int, region: str | None = None, *, nested: bool = False
    ) -> None:
        self._close()
        if announced.kind not in (Kind.NOTHING, Kind.CONTENTS):
            self.current = _Open(announced, number, rank, region, nested, [])

    def _close(self) -> None:
        closed, self.current = self.current, None
        if closed and closed.announcement.kind is not Kind.CONTENTS:
            announced, words = closed.announcement, self.page.words(self.page.blocks[closed.head])[:300]
            body, manner = tuple(closed.body), announced.manner
            self.complete.append(
                Section(announced.kind, announced.axis, closed.head, words, body, None, manner, closed.region)
            )

    def _interrupt(self, number: int, block: Block) -> None:
        """What stands beside the report ends what is announced, unless the list goes on behind it or is yet to come."""
        body = self.current.body if self.current and block.kind is BlockKind.ASIDE else []
        after = self.page.blocks[number + 1 : number + 2]
        if body and not (after and after[0].group == self.page.blocks[body[-1]].group > 0):
            self._close()

    def _keep(self, number: int) -> None:
        if self.current:
            self.current.body.append(number)

    def _above(self) -> Above:
        current = self.current
        announced, body = (current.announcement, current.body) if current else (None, [])
        return Above(announced, bool(body), self._among_segments, self._elsewhere)

    @property
    def _among_segments(self) -> bool:
        return any(kind is Kind.SEGMENTATION for _, kind in self.scopes)

    @property
    def _elsewhere(self) -> bool:
        """Whether the nearest heading speaks of drivers, methods or the like."""
        return bool(self.scopes) and self.scopes[-1][1] is Kind.NOTHING

    @property
    def _in_contents(self) -> bool:
        return any(kind is Kind.CONTENTS for _, kind in self.scopes)

    def _emit_labels(self, number: int, block: Block, rank: int = LEAD_LINE) -> bool:
        """Emit the lists that labels introduce on the block's own line; whether there were any."""
        labels = self._labels_in(number, block)
        if is_slogan(self.page, number, labels):
            self._open(labels[0].announcement, number, rank)
            return True
        for label in labels:
            self._emit(label, number, block)
        if labels and self.current and self.complete[-1].kind is not self.current.announcement.kind:
            self._close()
        return bool(labels)

    def _labels_in(self, number: int, block: Block) -> tuple[Labelled, ...]:
        """The labels of a block: at its beginning, else in the sentences of a long paragraph."""
        kind = self.current.announcement.kind if self.current else None
        loose = kind is None and not self._among_segments
        only_by = block.kind is BlockKind.ITEM and (loose or kind in (*SEGMENTS, Kind.COMPANIES))
        firms = kind is Kind.COMPANIES
        words = self.page.words(block)
        among = (self._among_segments or is_row(words, self.cues)) and not firms
        labels = labelled(words, self.cues, among_segments=among, only_by=only_by)
        if firms:
            labels = tuple(label for label in labels if self._counts_among_firms(label, words))
        if not labels and block.kind is BlockKind.PARAGRAPH and len(words) > SHORT and "http" not in words:
            return tuple(self._within(number, block))
        return labels

    def _counts_among_firms(self, label: Labelled, words: str) -> bool:
        """Whether a label among companies announces a list of its own rather than a fact about one of them."""
        if self._is_fact(label.label):
            return False
        return label.announcement.kind is not Kind.SEGMENTS or "," in words[label.start : label.end]

    def _is_fact(self, label: str) -> bool:
        """Whether a label tells a fact in several profiles: "Offerings: pumps, valves"."""
        return ATTRIBUTE.match(label) is not None and self.page.text.count(f"{label}:") > 1

    def _open_region(self, number: int, rank: int, region: str, *, nested: bool = False) -> None:
        """A line that names a region: it announces places, or stands over the companies of the region."""
        grouping = self.current is not None and self.current.announcement.kind is Kind.COMPANIES
        after = number + 1 if number + 1 < len(self.page.blocks) else number
        entry = entry_words(self.page.words(self.page.blocks[after]))
        if grouping and self.page.blocks[after].kind is BlockKind.ITEM and self.reference.region(entry) is None:
            self._keep(number)
        else:
            self._open(Announcement(Kind.REGIONS), number, rank, region, nested=nested)

    def _within(self, number: int, block: Block) -> Iterator[Labelled]:
        """Labels with their lists at the beginning of sentences inside a paragraph."""
        for sentence in self.page.sentences_in(number)[1:]:
            shift = sentence.start - block.start
            for label in labelled(sentence.text, self.cues, among_segments=False, only_by=False):
                yield replace(label, start=label.start + shift, end=label.end + shift)

    def _emit(self, label: Labelled, number: int, block: Block) -> None:
        announced, region = label.announcement, named_region(self.reference, label.label)
        announced = Announcement(Kind.REGIONS) if region else announced
        span = (block.start + label.start, block.start + label.end)
        self.complete.append(
            Section(announced.kind, announced.axis, number, label.label[:300], (), span, announced.manner, region)
        )

    # -------------------------------------------------------------- headings

    def _heading(self, number: int, block: Block) -> None:
        words, rank = self.page.words(block), block.level
        self._leave_scopes(words, rank)
        if self._in_contents:
            return
        region = named_region(self.reference, words)
        if region:
            self._open_region(number, rank, region)
            return
        if self._emit_labels(number, block, rank):
            return
        listed = before_list(self.page, number)
        axis = self.leads.axis(words, self._above()) if rank >= BOLD_LINE and listed else None
        announcement = axis or self._announced_by_heading(words, rank, listed=listed)
        if axis:
            self._open(axis, number, rank)
        elif announcement is None:
            self._plain_heading(number, rank, words)
        elif self._is_entry(announcement, rank, words):
            self._keep(number)
        elif self._is_title(announcement, number, rank, words):
            self._close()
        else:
            self.scopes.append((rank, announcement.kind))
            self._open(announcement, number, rank)

    def _leave_scopes(self, words: str, rank: int) -> None:
        """Forget the headings that one of `rank` ends; chapters with numbers go on with a table of contents."""
        leaving = [(r, k) for r, k in self.scopes if r >= rank and not (k is Kind.CONTENTS and NUMBERED.match(words))]
        self.scopes = [scope for scope in self.scopes if scope not in leaving]

    def _announced_by_heading(self, words: str, rank: int, *, listed: bool) -> Announcement | None:
        """What a heading announces; `listed`: a list follows it, over which a bare name counts, too."""
        announcement = self.cues.lead_in(words) if words.endswith(":") else self.cues.heading(words)
        if announcement and announcement.manner is Manner.NAME and not listed:
            announcement = None
        if announcement is None and listed and (self._among_segments or self._among_axes(rank)):
            return self.cues.label(words, among_segments=True)
        return announcement

    def _is_title(self, announcement: Announcement, number: int, rank: int, words: str) -> bool:
        """Whether a heading at the top names the report: "Pump Applications Market"."""
        above = self.page.blocks[number - 1] if number else None
        below_title = above is not None and above.kind is BlockKind.HEADING and above.level < rank
        if below_title and before_list(self.page, number):
            return False
        top = number < TITLE and (rank <= 2 or _MARKET.search(words) is not None) and not words.endswith(":")
        return top and (announcement.manner is Manner.NOUN or announcement.kind is Kind.NOTHING)

    def _is_entry(self, announced: Announcement, rank: int, words: str) -> bool:
        """Whether a heading is a segment announced above: "Residential Application" under "By Application"."""
        above = self.current
        if (
            above is None
            or above.announcement.kind not in SEGMENTS
            or announced.manner not in (Manner.NOUN, Manner.NAME)
        ):
            return False
        same = announced.kind is above.announcement.kind or _SEGMENT.search(words) is not None
        return same and above.announcement.manner is Manner.PLAIN and rank > above.rank and 1 < len(words.split()) <= 8

    def _among_axes(self, rank: int) -> bool:
        """Whether the heading before, of the same rank, named an axis and has its list: the next one names another."""
        current = self.current
        return (
            current is not None
            and current.announcement.kind in SEGMENTS
            and current.announcement.manner in (Manner.NAME, Manner.NOUN)
            and current.rank == rank
            and len(current.body) > 1
        )

    def _plain_heading(self, number: int, rank: int, words: str) -> None:
        """A heading that announces nothing: an entry of the section above, or its end."""
        current = self.current
        if current is None:
            return
        first = rank == BOLD_LINE and current.rank == LEAD_LINE and not current.body
        opens = rank > current.rank and OPENS.search(words)
        if first or opens or self._names_entry(words, rank, current):
            current.body.append(number)
        else:
            self._close()

    def _names_entry(self, words: str, rank: int, current: _Open) -> bool:
        """Whether a heading is short and low enough to name an entry of the section above."""
        bare = self.cues.without_market(words)
        if len(words.split()) > 9 or _MARKET.search(bare) or is_sentence(words) or OPENS.search(words):
            return False
        lists = any(self.page.blocks[i].kind is BlockKind.ITEM for i in current.body)
        return rank > current.rank or (rank == current.rank and rank >= BOLD_LINE and not lists)

    # -------------------------------------------------------------- paragraphs

    def _paragraph(self, number: int, block: Block) -> None:
        if self._in_contents:
            self.contents.append(number)
            if block.end - block.start > LEAD:
                self.scopes = [s for s in self.scopes if s[1] is not Kind.CONTENTS]
            return
        words = self.page.words(block)
        if self._emit_labels(number, block):
            return
        region = named_region(self.reference, words)
        if region and before_list(self.page, number):
            self._open_region(number, LEAD_LINE, region)
            return
        announced = self.leads.read(number, words, self._above())
        if announced is None:
            self._keep(number)
        elif announced.kind is Kind.CONTENTS:
            self._close()
            self.scopes.append((LEAD_LINE, announced.kind))
        else:
            if announced.kind is Kind.SEGMENTATION:
                self.scopes.append((LEAD_LINE, announced.kind))
            self._open(announced, number, LEAD_LINE)

    # -------------------------------------------------------------- list items

    def _item(self, number: int, block: Block) -> None:
        if self._in_contents:
            self.contents.append(number)
            return
        words = self.page.words(block)
        deeper = has_deeper(self.page, number)
        current = self.current
        if current and current.nested and current.rank >= LEAD_LINE + block.level:
            self._close()
        region = named_region(self.reference, words)
        if region and deeper:
            self._open_region(number, LEAD_LINE + block.level, region, nested=True)
            return
        if " " in words.strip() and questions(words) and words.rstrip().endswith(("?", "？")):
            follows = number + 1 < len(self.page.blocks) and self.page.blocks[number + 1].kind is BlockKind.PARAGRAPH
            self._open((self.cues.heading(words) or NOTHING) if follows else NOTHING, number, LEAD_LINE + block.level)
            return
        if self._emit_labels(number, block):
            return
        announced = self._announced_by_item(words, block.level, deeper=deeper)
        if announced:
            self._open(announced, number, LEAD_LINE + block.level, nested=deeper)
        else:
            self._keep(number)

    def _announced_by_item(self, words: str, level: int, *, deeper: bool) -> Announcement | None:
        """An item announces what stands below it, or after it: "By Type", "Applications:"."""
        by = _BY_AXIS.match(words)
        if len(words) > SHORT or not (deeper or by or words.rstrip().endswith((":", "："))):
            return None
        if self._is_part_of_profile(words) or (not by and self._is_told_about(level)):
            return None
        if not by and self._above().kind is Kind.COMPANIES:  # an entry, or a fact about one
            label = self.cues.label(words)
            return label if label and label.kind is Kind.REGIONS else None
        label = self.cues.label(words, among_segments=self._among_segments)
        return label or (self.cues.heading(words) if deeper else None)

    def _is_part_of_profile(self, words: str) -> bool:
        """Whether an item tells a kind of fact that several profiles hold: "Key products"."""
        return ATTRIBUTE.match(words) is not None and self.page.text.count(f"- {words}\n") > 1

    def _is_told_about(self, level: int) -> bool:
        """Whether items here are entries of a segmentation, or under a heading on drivers, methods or the like."""
        current = self.current
        entry = current and current.announcement.kind in SEGMENTS and current.rank < LEAD_LINE + level
        return bool(entry) or self._elsewhere

    # -------------------------------------------------------------- tables

    def _table(self, number: int) -> int:
        """Read the table that begins with cell `number`; the number of the first block after it."""
        end = self.page.table_end(number)
        if not self._in_contents:
            self._close()
            for column in announced_tables.read(self.page, range(number, end), self.cues, among=self._among_segments):
                announced = column.announcement
                self.complete.append(
                    Section(announced.kind, announced.axis, column.head, column.label[:300], column.cells, column.span)
                )
            last = self.cues.label(self.page.words(self.page.blocks[end - 1]), among_segments=self._among_segments)
            if last and end < len(self.page.blocks) and self.page.blocks[end].kind is BlockKind.ITEM:
                self._open(last, end - 1, LEAD_LINE)
        return end
