"""Decides which lines of text announce what stands below them: "Key players include:", "By type", a bare axis."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mrgraph.extraction.sections.announcements import NOTHING, Announcement, Manner
from mrgraph.extraction.sections.cue_phrases import CuePhrases, questions
from mrgraph.extraction.sections.labels import Labelled
from mrgraph.extraction.text.lists import is_enumeration, is_line, is_sentence
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import axes
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.name_forms import fold, has_legal_form
from mrgraph.records import BlockKind

if TYPE_CHECKING:
    from mrgraph.reference import Reference

SEGMENTS = (Kind.TYPES, Kind.APPLICATIONS, Kind.SEGMENTS)
LEAD = 320  # characters of a line that can still announce
SHORT = 120  # characters of one that announces without a colon
SLOGAN = 40  # characters of the text below a slogan at least
_SEVERAL = re.compile(r"[,;/|、&]|\b(?:and|or)\b|\.$")
OPENS = AnyCase(
    r"(?:[:：]\s*-?|\b(?:are|is|include|includes|including|into|follows?|following|below|namely|such\s+as|comprise[sd]?)"
    r"\s*[:\-–—.]*|"
    r"です。?|ます。?|다\.?:?|は|は、)\s*$",
)
_PLURAL = AnyCase(r"(?<!s)s\W*$|\.$")  # "Services" is an entry rather than an axis
_BY = AnyCase(r"\bby\s")
_CAPITALS = re.compile(r"^[^a-z]*[A-Z]{3}[^a-z]*$")
_LISTED = AnyCase(r"\b(?:following|below|listed|as\s+follows|profiled)\b")


LONGEST_DECLARATION = 1200  # characters of a block that declares axes
DECLARES = AnyCase(
    r"\b(?:segmented|categori[sz]ed|classified|divided|bifurcated|segmentation|analy[sz]ed|studied|split|grouped)\b"
    r"[^.;]{0,60}?\b(?:by|based\s+on|on\s+the\s+basis\s+of|in\s+terms\s+of|according\s+to)\s",
)
BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Above:
    """What stands over a line: the announcement in force, whether anything follows it yet, and the headings' topics."""

    current: Announcement | None
    filled: bool
    among_segments: bool
    elsewhere: bool

    @property
    def kind(self) -> Kind | None:
        """What the announcement in force is of."""
        return self.current.kind if self.current else None


@dataclass(frozen=True, slots=True)
class _Line:
    """How a line of text ends, and whether a list follows it."""

    opens: bool
    question: bool
    ended: bool
    listed: bool

    @property
    def introduces(self) -> bool:
        """Whether its end or its question says that something follows."""
        return self.opens or self.question


class LeadInReader:
    """Reads the lines of one page; an axis that its text declares is announced by its bare name."""

    def __init__(self, page: Page, cues: CuePhrases) -> None:
        self.page, self.cues = page, cues
        self.declared = declared(page, cues)

    def read(self, number: int, words: str, above: Above) -> Announcement | None:
        """What paragraph `number` announces, None where it is text."""
        announcement = self._announcement(number, words, above)
        capitals = len(words) <= SHORT and " " in words and _CAPITALS.match(words)
        if announcement is None and capitals and not has_legal_form(words):
            return self.cues.heading(words)
        return announcement

    def _announcement(self, number: int, words: str, above: Above) -> Announcement | None:
        if len(words) > LEAD:
            return None
        if not _BY.search(words) and is_enumeration(words, bold=self.page.blocks[number].bold):
            return None
        line = self._line(number, words)
        short = not line.ended and len(words) <= SHORT and line.listed
        axis = self.axis(words, above) if short else None
        if axis:
            return axis
        if not (line.introduces or short or (line.listed and _LISTED.search(words))):
            return self._bare(number, words, line, above)
        announcement = self._introduced(words, line, above)
        if announcement is None:
            return NOTHING if line.question else None
        return announcement if self._holds(announcement, number, words, line, above) else None

    def _line(self, number: int, words: str) -> _Line:
        return _Line(
            opens=bool(OPENS.search(words)) and (len(words.split()) > 3 or words.rstrip()[-1:] in ":：-"),
            question=questions(words) and words.rstrip().endswith(("?", "？")),
            ended=words.rstrip().endswith((".", "。")),
            listed=before_list(self.page, number),
        )

    def _introduced(self, words: str, line: _Line, above: Above) -> Announcement | None:
        """What a question or a line before a list speaks of; a bare name needs a colon or the like behind it."""
        announcement = self.cues.lead_in(words) if line.opens else self.cues.heading(words)
        if announcement and announcement.manner is Manner.NAME and not line.opens:
            announcement = None
        if announcement is None and line.opens and above.among_segments:
            return self.cues.label(words, among_segments=True)
        return announcement

    def axis(self, words: str, above: Above) -> Announcement | None:
        """The axis that a line is the name of and nothing else, where the text declares it or lists segmentations."""
        declaration = self.declared.get(fold(words)) if self.declared else None
        if declaration:
            return replace(declaration, axis=words.strip(" :-"))
        current = above.current
        named = (Manner.NAME, Manner.NOUN)
        fits = current is None or (current.kind in (*SEGMENTS, Kind.SEGMENTATION) and current.manner in named)
        if not above.among_segments or not fits:
            return None
        axis = None if _PLURAL.search(words) else axes.whole(words, self.cues.words, any_name=False)
        return Announcement(axis.kind, axis.name, Manner.NAME) if axis and axis.kind in SEGMENTS else None

    def _bare(self, number: int, words: str, line: _Line, above: Above) -> Announcement | None:
        """What a line without a colon announces above a list: an axis with "by", or a label outside any list."""
        if line.ended or is_sentence(words) or not (line.listed or lines_follow(self.page, number)):
            return None
        announced = self.cues.heading(words)
        if announced and announced.kind is above.kind is Kind.COMPANIES:
            return None
        if announced and announced.manner is Manner.PLAIN and announced.kind is not Kind.SEGMENTATION:
            return announced
        named = self.cues.label(words)
        if named is None or named.kind is above.kind:
            return None
        return named if above.current is None or above.among_segments or " " not in words else None

    def _holds(self, announcement: Announcement, number: int, words: str, line: _Line, above: Above) -> bool:
        """Whether an announcement counts where it stands."""
        if announcement.kind is Kind.NOTHING:
            continues = line.opens and _LISTED.search(words) and above.current and not above.filled
            return not continues and line.introduces
        again = announcement.kind is above.kind
        if again and announcement.manner is not Manner.PLAIN and not line.introduces:
            return False
        if announcement.manner is Manner.NOUN and above.elsewhere and announcement.kind is not Kind.COMPANIES:
            return False
        return not (line.opens and line.ended and not line.listed and not lines_follow(self.page, number))


def declared(page: Page, cues: CuePhrases) -> dict[str, Announcement]:
    """The axes that sentences declare, two or more at a time, by their folded names."""
    declarations: dict[str, Announcement] = {}
    if not DECLARES.search(page.text, 0, page.document.body_end):
        return declarations
    for block in page.blocks:
        words = page.words(block)
        if block.end - block.start <= LONGEST_DECLARATION and DECLARES.search(words):
            named = [n.axis for n in axes.named(words, cues.words) if n.axis.kind is not Kind.REGIONS]
            if len(named) > 1:
                declarations |= {fold(axis.name): Announcement(axis.kind, axis.name) for axis in named}
    return declarations


# ----------------------------------------------------------------------------- what a line names, and what follows it


def entry_words(words: str) -> str:
    """The words of a line without brackets and marks round them."""
    return BRACKETED.sub("", words).strip(" :.-–—*•\t")


def named_region(reference: Reference, words: str) -> str | None:
    """The region that a line names and nothing else."""
    plain = entry_words(words) if len(words) <= 80 else ""
    return reference.region(plain) if 1 < len(plain) < 40 else None


def is_slogan(page: Page, number: int, labels: tuple[Labelled, ...]) -> bool:
    """Whether a line is an axis and a slogan over a text, "By Component: Services Lead the Way", and no list."""
    after = [page.blocks[i] for i in _following(page, number)[:1]]
    if len(labels) != 1 or labels[0].announcement.kind not in SEGMENTS or not after:
        return False
    block = page.blocks[number]
    name = page.text[block.start + labels[0].start : block.start + labels[0].end]
    prose = after[0].kind is BlockKind.PARAGRAPH and after[0].end - after[0].start > SLOGAN
    return prose and len(name.split()) > 2 and block.end - block.start <= SHORT and not _SEVERAL.search(name)


def has_deeper(page: Page, number: int) -> bool:
    """Whether list entries one level down follow block `number`."""
    after = page.blocks[number + 1] if number + 1 < len(page.blocks) else None
    return after is not None and after.kind is BlockKind.ITEM and after.level > page.blocks[number].level


def before_list(page: Page, number: int) -> bool:
    """Whether a list follows block `number`: items, a line of names between commas, or short lines."""
    after = _following(page, number)
    if not after:
        return False
    block = page.blocks[after[0]]
    listed = block.kind is BlockKind.ITEM or is_enumeration(page.words(block), bold=block.bold)
    return listed or lines_follow(page, number)


def lines_follow(page: Page, number: int) -> bool:
    """Whether two short lines follow block `number`, or one more announcer and then a list."""
    after = _following(page, number)[:2]
    return len(after) == 2 and all(is_line(page, i) or page.blocks[i].kind is BlockKind.ITEM for i in after)


def _following(page: Page, number: int) -> list[int]:
    return [i for i in range(number + 1, min(number + 4, len(page.blocks))) if i not in page.calls]
