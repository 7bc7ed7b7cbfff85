"""Decides which words can be a company's name on a page, and keeps what its readers have read and refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrgraph.extraction import rules
from mrgraph.extraction.companies import company_names, legal_names
from mrgraph.extraction.companies.company_names import Name
from mrgraph.lexicon import legal_forms, name_forms
from mrgraph.lexicon.placeholders import is_placeholder
from mrgraph.lexicon.places import is_subdivision
from mrgraph.lexicon.vocabulary import RESIDUAL
from mrgraph.records import Evidence, Reject, Rule

if TYPE_CHECKING:
    from mrgraph.extraction.publication.metadata import ReportMetadata
    from mrgraph.extraction.sections.announcements import Section
    from mrgraph.extraction.text.enumerations import Piece
    from mrgraph.extraction.text.page import Page, Sentence
    from mrgraph.reference import Reference

PLACEHOLDER = "a placeholder for a company"
TOTAL_ROW = "a total under a column of companies"
_BEHIND_TOWN = re.compile(r",\s+([A-Z][\w. ]{1,30}?)(?=[,;.)]|\sand\s|$)")
FEWEST = 3  # names that make a list of firms of entries that nothing announces, and a page that names its firms plainly
_ACRONYM = 3
_FEW = 6  # words of an entry that may be a name
NO_NAME = "an entry that is no name, under a heading that announces companies"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one name, which stands at `span` of the page's text.

    `enumeration` tells names listed together from others; -1: not listed with others. `certainty`: in per cent, where
    the score card of firms took it.
    """

    name: Name
    evidence: Evidence
    listed: bool
    subject: bool
    enumeration: int
    span: tuple[int, int]
    certainty: int | None = None


def is_residual(text: str) -> bool:
    """Whether an entry stands for all others; "ETC" in capitals is a firm."""
    return RESIDUAL.match(text) is not None and not (text.isupper() and len(text) == _ACRONYM)


class CompanyMentions:
    """What has been read of one page so far: `readings` of names, and `rejects`."""

    def __init__(self, page: Page, metadata: ReportMetadata, reference: Reference) -> None:
        self.page, self.reference = page, reference
        self.readings: list[Reading] = []
        self.rejects: list[Reject] = []
        self.market = metadata.market
        self._market = name_forms.key(metadata.market)
        own = ((metadata.domain or "").split(".")[0], *metadata.publisher)
        self._publishers = frozenset(name_forms.key(name) for name in own if name)

    def any_listed(self) -> bool:
        """Whether a list has given a name."""
        return any(reading.listed for reading in self.readings)

    def keys(self) -> frozenset[str]:
        """The keys of all names read."""
        return frozenset(reading.name.key for reading in self.readings)

    def add(
        self,
        piece: Piece,
        evidence: Evidence,
        *,
        listed: bool,
        subject: bool = False,
        enumeration: int = -1,
        certainty: int | None = None,
    ) -> None:
        """Keep a reading of the name in `piece`, if there is one without its brackets.

        The places of a piece of a list are into the page's text, those of others into their sentence, the evidence.
        """
        name = company_names.name(piece.text)
        if name:
            offset = 0 if listed else evidence.start
            span = (piece.start + offset, piece.end + offset)
            self.readings.append(Reading(name, evidence, listed, subject, enumeration, span, certainty))

    def add_announced(self, piece: Piece, rule: Rule, section: Section, *, strict: bool) -> None:
        """One announced name, or several without a mark between them: kept, or refused with the reason."""
        names = legal_names.unglued(piece)
        if len(names) > 1:
            for name in names:
                self.add_announced(name, rule, section, strict=strict)
            return
        if is_residual(piece.text):
            self.reject(piece, "an 'others' class")
        elif is_placeholder(piece.text):
            self.reject(piece, PLACEHOLDER)
        elif not self.plausible(piece.text, strict=strict):
            self.reject(piece, NO_NAME)
        else:
            evidence = self.page.evidence(rule, piece.start, piece.end, section.heading)
            self.add(piece, evidence, listed=True, enumeration=-2 - section.head)

    def reject(self, piece: Piece, why: str) -> None:
        """Refuse the words of `piece`, whose offsets are into the page's text."""
        self.rejects.append(Reject(self.page.text[piece.start : piece.end], why, piece.start, piece.end))

    def is_part(self, start: int, end: int) -> bool:
        """Whether words of the page's text are a part of a name that was read, or of an entry that was refused."""
        spans = [reading.span for reading in self.readings]
        spans += [(r.start, r.end) for r in self.rejects if r.text.count(" ") < _FEW]
        return any(first <= start and end <= last and (first, last) != (start, end) for first, last in spans)

    def evidence_of(self, sentence: Sentence) -> Evidence:
        """A whole sentence as evidence for the names in it."""
        return self.page.evidence(rules.COMPANY_SENTENCE, sentence.start, sentence.end)

    def plausible(self, text: str, *, strict: bool = False) -> bool:
        """Whether `text` can be a company's name here: no region, publisher or market."""
        bare = name_forms.bare(text)
        form = legal_forms.ALONE.match(bare) and (strict or bare not in legal_forms.WEAK or len(bare) < _ACRONYM)
        if form or is_residual(text) or not company_names.plausible(bare, strict=strict):
            return False
        if self._is_place(bare):
            return False
        key, market = name_forms.key(bare), self._market
        if key == market or (len(key) > 8 and market.startswith(key)):
            return False
        return key not in self._publishers and not (
            market and key.startswith(market) and re.search(r"\bmarket", text, re.I)
        )

    def _is_place(self, text: str) -> bool:
        """Whether words are a region's name, several regions' or a region's and a word for others."""
        if self.reference.region(text) is not None or is_subdivision(text):
            return True
        parts = [part for part in re.split(r"\s?[/&]\s?|(?<=\.)\s", text) if part]
        return len(parts) > 1 and all(self.reference.region(p) is not None or RESIDUAL.match(p) for p in parts)

    def is_seat(self, text: str, piece: Piece, offset: int = 0) -> bool:
        """Whether a piece of `text` is the town behind a firm: "Munich" of "Siemens AG, Munich, Germany".

        `offset`: what the places of the piece are more than those in `text`.
        """
        before = text[: piece.start - offset].rstrip()
        behind = _BEHIND_TOWN.match(text, piece.end - offset)
        if not behind or not before.endswith(",") or not legal_forms.AT_END.search(before[:-1]):
            return False
        return self.reference.region(behind[1]) is not None

    def is_common_word(self, text: str) -> bool:
        """Whether a name of one word is an ordinary word, as the text also writes it small."""
        word = name_forms.bare(text)
        if " " in word or not word.isalpha() or not word.isascii() or word.isupper():
            return False
        return word.lower() in self.page.small_words
