"""Page -> sections: what each heading, lead-in line or label announces, and the blocks or words that it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mrgraph.extraction.sections import announced_tables
from mrgraph.extraction.sections.announcements import NOTHING, Announcement, Announcers, Manner, questions
from mrgraph.extraction.sections.contents_tables import chapters
from mrgraph.extraction.sections.entries import before_list, entry_words, has_deeper, named_region
from mrgraph.extraction.sections.labels import Labelled, is_row, labelled
from mrgraph.extraction.sections.leads import LEAD, OPENS, SEGMENTS, SHORT, Above, LeadReader
from mrgraph.extraction.text.lists import is_sentence
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.vocabulary import ATTRIBUTE
from mrgraph.records import Block, BlockKind
from mrgraph.reference import Reference

_SEGMENT = AnyCase(r"\b(?:sub-?)?segments?\W*$")
_MARKET = AnyCase(r"\bmarket\b")
NUMBERED = re.compile(r"^\W*(?:\d{1,2}(?:\.\d+)*[.)]?\s|chapter\b|part\b|section\b|appendix\b|第)", re.I)
TITLE = 2  # blocks at the top whose headings name the report
BOLD_LINE, LEAD_LINE = 7, 8  # ranks below the six levels of headings


@dataclass(frozen=True, slots=True)
class Section:
    """An announcer with what it announces: `body` holds block numbers, `span` the place of a list on its own line.

    `head` is the announcer's block number, `heading` its words. `region`: the region that the announcer names.
    `contents`: it is a chapter in a table of contents, which counts only for what nothing else states.
    """

    kind: Kind
    axis: str | None
    head: int
    heading: str
    body: tuple[int, ...] = ()
    span: tuple[int, int] | None = None
    manner: Manner = Manner.PLAIN
    region: str | None = None
    contents: bool = False


@dataclass(slots=True)
class _Open:
    """A section in the making; `rank` of its announcer: small for large headings; `nested`: it has deeper items."""

    announcement: Announcement
    head: int
    rank: int
    region: str | None
    nested: bool
    body: list[int]


def sections(page: Page, announcers: Announcers, reference: Reference) -> tuple[Section, ...]:
    """All sections of a page in text order; a block belongs to the nearest announcer above it."""
    return tuple(_Reader(page, announcers, reference).read())


class _Reader:
    def __init__(self, page: Page, announcers: Announcers, reference: Reference) -> None:
        self.page, self.announcers, self.reference = page, announcers, reference
        self.scopes: list[tuple[int, Kind]] = []  # headings above: rank and what they announce
        self.current: _Open | None = None
        self.made: list[Section] = []
        self.contents: list[int] = []  # blocks of tables of contents
        self.leads = LeadReader(page, announcers)

    def read(self) -> list[Section]:
        """Sections in order."""
        blocks = self.page.blocks
        number = 0
        while number < len(blocks):
            block = blocks[number]
            if number in self.page.calls:
                number += 1
            elif block.kind is BlockKind.CELL:
                number = self._table(number)
            else:
                {BlockKind.HEADING: self._heading, BlockKind.ITEM: self._item}.get(block.kind, self._paragraph)(
                    number, block
                )
                number += 1
        self._close()
        return [*self.made, *self._chapters()]

    def _chapters(self) -> Iterator[Section]:
        for made, number, below in chapters(self.page, self.contents, self.announcers):
            heading = self.page.words(self.page.blocks[number])[:300]
            yield Section(made.kind, made.axis, number, heading, tuple(below), None, made.manner, None, contents=True)

    # -------------------------------------------------------------- opening and closing

    def _open(
        self, made: Announcement, number: int, rank: int, region: str | None = None, *, nested: bool = False
    ) -> None:
        self._close()
        if made.kind not in (Kind.NOTHING, Kind.CONTENTS):
            self.current = _Open(made, number, rank, region, nested, [])

    def _close(self) -> None:
        done, self.current = self.current, None
        if done and done.announcement.kind is not Kind.CONTENTS:
            made, words = done.announcement, self.page.words(self.page.blocks[done.head])
            section = Section(
                made.kind, made.axis, done.head, words[:300], tuple(done.body), None, made.manner, done.region
            )
            self.made.append(section)

    def _keep(self, number: int) -> None:
        if self.current:
            self.current.body.append(number)

    def _above(self) -> Above:
        current = self.current
        made, body = (current.announcement, current.body) if current else (None, [])
        return Above(made, bool(body), self._among_segments, self._elsewhere)

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

    def _labels(self, number: int, block: Block) -> bool:
        """Emit the lists that labels introduce on the block's own line; whether there were any."""
        kind = self.current.announcement.kind if self.current else None
        entries = kind in (*SEGMENTS, Kind.COMPANIES) and self.current is not None
        loose = kind is None and not self._among_segments
        only_by = block.kind is BlockKind.ITEM and (entries or loose)
        firms = kind is Kind.COMPANIES
        words = self.page.words(block)
        among = (self._among_segments or is_row(words, self.announcers)) and not firms
        found = labelled(words, self.announcers, among_segments=among, only_by=only_by)
        if firms:
            found = tuple(f for f in found if not self._is_fact(f.label))
            found = tuple(f for f in found if f.announcement.kind is not Kind.SEGMENTS or "," in words[f.start : f.end])
        if not found and block.kind is BlockKind.PARAGRAPH and len(words) > SHORT and "http" not in words:
            found = tuple(self._within(number, block))
        for one in found:
            self._emit(one, number, block)
        if found and self.current and self.made[-1].kind is not self.current.announcement.kind:
            self._close()
        return bool(found)

    def _is_fact(self, label: str) -> bool:
        """Whether a label tells a fact in several profiles: "Offerings: pumps, valves"."""
        return ATTRIBUTE.match(label) is not None and self.page.text.count(f"{label}:") > 1

    def _place(self, number: int, rank: int, region: str, *, nested: bool = False) -> None:
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
            for one in labelled(sentence.text, self.announcers, among_segments=False, only_by=False):
                yield replace(one, start=one.start + shift, end=one.end + shift)

    def _emit(self, one: Labelled, number: int, block: Block) -> None:
        made, region = one.announcement, named_region(self.reference, one.label)
        made = Announcement(Kind.REGIONS) if region else made
        span = (block.start + one.start, block.start + one.end)
        self.made.append(Section(made.kind, made.axis, number, one.label[:300], (), span, made.manner, region))

    # -------------------------------------------------------------- headings

    def _heading(self, number: int, block: Block) -> None:
        words, rank = self.page.words(block), block.level
        leaving = [(r, k) for r, k in self.scopes if r >= rank and not (k is Kind.CONTENTS and NUMBERED.match(words))]
        self.scopes = [scope for scope in self.scopes if scope not in leaving]
        if self._in_contents:
            return
        region = named_region(self.reference, words)
        if region:
            self._place(number, rank, region)
            return
        if self._labels(number, block):
            return
        lists = before_list(self.page, number)
        axis = self.leads.axis(words, self._above()) if rank >= BOLD_LINE and lists else None
        made = axis or self.announcers.heading(words)
        if made and made.manner is Manner.NAME and not lists:
            made = None
        if made is None and (self._among_segments or self._among_axes(rank)) and lists:
            made = self.announcers.label(words, among_segments=True)
        if axis:
            self._open(axis, number, rank)
        elif made is None:
            self._plain_heading(number, rank, words)
        elif self._is_entry(made, rank, words):
            self._keep(number)
        elif (
            number < TITLE
            and (rank <= 2 or _MARKET.search(words))
            and (made.manner is Manner.NOUN or made.kind is Kind.NOTHING)
        ):
            self._close()
        else:
            self.scopes.append((rank, made.kind))
            self._open(made, number, rank)

    def _is_entry(self, made: Announcement, rank: int, words: str) -> bool:
        """Whether a heading is a segment announced above: "Residential Application" under "By Application"."""
        above = self.current
        if above is None or above.announcement.kind not in SEGMENTS or made.manner not in (Manner.NOUN, Manner.NAME):
            return False
        same = made.kind is above.announcement.kind or _SEGMENT.search(words) is not None
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
        bare = self.announcers.without_market(words)
        named = (
            len(words.split()) <= 9 and not _MARKET.search(bare) and not is_sentence(words) and not OPENS.search(words)
        )
        lists = any(self.page.blocks[i].kind is BlockKind.ITEM for i in current.body)
        first = rank == BOLD_LINE and current.rank == LEAD_LINE and not current.body
        entry = named and (rank > current.rank or (rank == current.rank and rank >= BOLD_LINE and not lists))
        if first or entry or (rank > current.rank and OPENS.search(words)):
            current.body.append(number)
        else:
            self._close()

    # -------------------------------------------------------------- paragraphs

    def _paragraph(self, number: int, block: Block) -> None:
        if self._in_contents:
            self.contents.append(number)
            if block.end - block.start > LEAD:
                self.scopes = [s for s in self.scopes if s[1] is not Kind.CONTENTS]
            return
        words = self.page.words(block)
        if self._labels(number, block):
            return
        region = named_region(self.reference, words)
        if region and before_list(self.page, number):
            self._place(number, LEAD_LINE, region)
            return
        made = self.leads.read(number, words, self._above())
        if made is None:
            self._keep(number)
        elif made.kind is Kind.CONTENTS:
            self._close()
            self.scopes.append((LEAD_LINE, made.kind))
        else:
            if made.kind is Kind.SEGMENTATION:
                self.scopes.append((LEAD_LINE, made.kind))
            self._open(made, number, LEAD_LINE)

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
            self._place(number, LEAD_LINE + block.level, region, nested=True)
            return
        if questions(words) and words.rstrip().endswith(("?", "？")):
            follows = number + 1 < len(self.page.blocks) and self.page.blocks[number + 1].kind is BlockKind.PARAGRAPH
            self._open(
                (self.announcers.heading(words) or NOTHING) if follows else NOTHING, number, LEAD_LINE + block.level
            )
            return
        if self._labels(number, block):
            return
        made = self._item_announces(words, block.level, deeper=deeper)
        if made:
            self._open(made, number, LEAD_LINE + block.level, nested=deeper)
        else:
            self._keep(number)

    def _item_announces(self, words: str, level: int, *, deeper: bool) -> Announcement | None:
        """An item announces what stands below it, or after it: "By Type", "Applications:"."""
        by = re.match(r"(?i)^\W*(?:market\s+)?(?:segment(?:ation|ed)?\s+)?by\s+\w", words)
        if len(words) > SHORT or not (deeper or by or words.rstrip().endswith((":", "："))):
            return None
        if ATTRIBUTE.match(words) and self.page.text.count(f"- {words}\n") > 1:  # "Key products" in several profiles
            return None
        kind = self.current.announcement.kind if self.current else None
        profile = kind is Kind.COMPANIES and not by
        below = self.current is not None and self.current.rank < LEAD_LINE + level
        entry = kind in SEGMENTS and not by and below
        if entry or (self._elsewhere and not by):
            return None
        made = self.announcers.label(words, among_segments=self._among_segments and not profile)
        if made is None and deeper and not profile:
            made = self.announcers.heading(words)
        if profile and made and made.kind is not Kind.REGIONS:
            return None
        return made

    # -------------------------------------------------------------- tables

    def _table(self, number: int) -> int:
        """Read the table that begins with cell `number`; the number of the first block after it."""
        end = number
        while end < len(self.page.blocks) and self.page.blocks[end].kind is BlockKind.CELL:
            end += 1
        if not self._in_contents:
            self._close()
            for found in announced_tables.read(
                self.page, range(number, end), self.announcers, among=self._among_segments
            ):
                made = found.announcement
                self.made.append(Section(made.kind, made.axis, found.head, found.label[:300], found.cells, found.span))
            last = self.announcers.label(
                self.page.words(self.page.blocks[end - 1]), among_segments=self._among_segments
            )
            if last and end < len(self.page.blocks) and self.page.blocks[end].kind is BlockKind.ITEM:
                self._open(last, end - 1, LEAD_LINE)
        return end
