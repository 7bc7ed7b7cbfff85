"""Lines of text that announce what stands below them: "Key players include:", "By type", the bare name of an axis."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mrgraph.extraction.sections.announcements import NOTHING, Announcement, Announcers, Manner, questions
from mrgraph.extraction.sections.declared_axes import declared
from mrgraph.extraction.sections.entries import before_list, lines_follow
from mrgraph.extraction.text.lists import is_enumeration, is_sentence
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import axes
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.name_forms import fold, has_legal_form

SEGMENTS = (Kind.TYPES, Kind.APPLICATIONS, Kind.SEGMENTS)
LEAD = 320  # characters of a line that can still announce
SHORT = 120  # characters of one that announces without a colon
OPENS = AnyCase(
    r"(?:[:：]\s*-?|\b(?:are|is|include|includes|including|into|follows?|following|below|namely|such\s+as|comprise[sd]?)"
    r"\s*[:\-–—.]*|"
    r"です。?|ます。?|다\.?:?|は|は、)\s*$",
)
_PLURAL = AnyCase(r"(?<!s)s\W*$|\.$")  # "Services" is an entry rather than an axis
_BY = AnyCase(r"\bby\s")
_CAPITALS = re.compile(r"^[^a-z]*[A-Z]{3}[^a-z]*$")
_LISTED = AnyCase(r"\b(?:following|below|listed|as\s+follows|profiled)\b")


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


class LeadReader:
    """Reads the lines of one page; an axis that its text declares is announced by its bare name."""

    def __init__(self, page: Page, announcers: Announcers) -> None:
        self.page, self.announcers = page, announcers
        self.declared = declared(page, announcers)

    def read(self, number: int, words: str, above: Above) -> Announcement | None:
        """What paragraph `number` announces, None where it is text."""
        made = self._lead(number, words, above)
        capitals = len(words) <= SHORT and " " in words and _CAPITALS.match(words)
        if made is None and capitals and not has_legal_form(words):
            return self.announcers.heading(words)
        return made

    def _lead(self, number: int, words: str, above: Above) -> Announcement | None:
        if len(words) > LEAD:
            return None
        if not _BY.search(words) and is_enumeration(words, bold=self.page.blocks[number].bold):
            return None
        line = _Line(
            opens=bool(OPENS.search(words)) and (len(words.split()) > 3 or words.rstrip()[-1:] in ":：-"),
            question=questions(words) and words.rstrip().endswith(("?", "？")),
            ended=words.rstrip().endswith((".", "。")),
            listed=before_list(self.page, number),
        )
        short = not line.ended and len(words) <= SHORT and line.listed
        axis = self.axis(words, above) if short else None
        if axis:
            return axis
        if not (line.opens or line.question or short or (line.listed and _LISTED.search(words))):
            return self._bare(number, words, line, above)
        made = self.announcers.heading(words)
        if made and made.manner is Manner.NAME and not line.opens:
            made = None
        if made is None and line.opens and above.among_segments:
            made = self.announcers.label(words, among_segments=True)
        if made is None:
            return NOTHING if line.question else None
        return made if self._holds(made, number, words, line, above) else None

    def axis(self, words: str, above: Above) -> Announcement | None:
        """The axis that a line is the name of and nothing else, where the text declares it or lists segmentations."""
        made = self.declared.get(fold(words)) if self.declared else None
        if made:
            return replace(made, axis=words.strip(" :-"))
        current = above.current
        named = (Manner.NAME, Manner.NOUN)
        fits = current is None or (current.kind in (*SEGMENTS, Kind.SEGMENTATION) and current.manner in named)
        if not above.among_segments or not fits:
            return None
        axis = None if _PLURAL.search(words) else axes.whole(words, self.announcers.words, any_name=False)
        return Announcement(axis.kind, axis.name, Manner.NAME) if axis and axis.kind in SEGMENTS else None

    def _bare(self, number: int, words: str, line: _Line, above: Above) -> Announcement | None:
        """What a line without a colon announces above a list: an axis with "by", or a label outside any list."""
        if line.ended or is_sentence(words) or not (line.listed or lines_follow(self.page, number)):
            return None
        made = self.announcers.heading(words)
        if made and made.kind is above.kind is Kind.COMPANIES:
            return None
        if made and made.manner is Manner.PLAIN and made.kind is not Kind.SEGMENTATION:
            return made
        named = self.announcers.label(words)
        if named is None or named.kind is above.kind:
            return None
        return named if above.current is None or above.among_segments or " " not in words else None

    def _holds(self, made: Announcement, number: int, words: str, line: _Line, above: Above) -> bool:
        """Whether an announcement counts where it stands."""
        if made.kind is Kind.NOTHING:
            goes_on = line.opens and _LISTED.search(words) and above.current and not above.filled
            return not goes_on and (line.question or line.opens)
        again = made.kind is above.kind
        if again and made.manner is not Manner.PLAIN and not (line.opens or line.question):
            return False
        if made.manner is Manner.NOUN and above.elsewhere and made.kind is not Kind.COMPANIES:
            return False
        return not (line.opens and line.ended and not line.listed and not lines_follow(self.page, number))
