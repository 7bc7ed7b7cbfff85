"""The readings of company names on one page, and which words can be a company's name there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from mrgraph.extraction import rules
from mrgraph.extraction.companies import company_names
from mrgraph.extraction.companies.company_names import Name
from mrgraph.extraction.companies.formal_names import ASIAN_FORM, FORM, formal
from mrgraph.extraction.publication.headline import Headline
from mrgraph.extraction.sections.announcements import Section
from mrgraph.extraction.sections.cue_phrases import CuePhrases
from mrgraph.extraction.text.enumerations import Piece
from mrgraph.extraction.text.page import Page, Sentence
from mrgraph.lexicon import name_forms
from mrgraph.lexicon.placeholders import is_placeholder
from mrgraph.lexicon.subdivisions import is_subdivision
from mrgraph.lexicon.vocabulary import LEGAL_ONLY, RESIDUAL
from mrgraph.records import BlockKind, Evidence, Reject, Rule
from mrgraph.reference import Reference

PLACEHOLDER = "a placeholder for a company"
NO_NAME = "an entry that is no name, under a heading that announces companies"
CROWD = 3  # firms with legal forms in a paragraph


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one name; `enumeration` tells names listed together from others; -1: not listed with others."""

    name: Name
    evidence: Evidence
    listed: bool
    subject: bool
    enumeration: int


class Readings:
    """What has been read on one page so far."""

    def __init__(self, page: Page, headline: Headline, reference: Reference, cues: CuePhrases) -> None:
        self.page, self.headline, self.reference, self.cues = page, headline, reference, cues
        self.readings: list[Reading] = []
        self.rejects: list[Reject] = []
        self._joined: frozenset[str] | None = None
        self._listed: frozenset[str] | None = None
        forms = {**dict(page.holding(FORM)), **dict(page.holding(ASIAN_FORM))}
        self.formal = dict(sorted(forms.items()))  # the sentences with legal forms, by number
        self.structured = 0  # readings that lists and sentences gave
        self.native: list[tuple[Piece, Sentence]] = []
        self._market = name_forms.key(headline.market)
        own = ((headline.domain or "").split(".")[0], *headline.publisher)
        self._publishers = frozenset(name_forms.key(n) for n in own if n)

    @cached_property
    def _firms_by_form(self) -> dict[int, tuple[Piece, ...]]:
        """The names with legal forms, by the numbers of their sentences."""
        return {number: tuple(formal(sentence.text)) for number, sentence in self.formal.items()}

    def _crowded(self) -> set[int]:
        """The paragraphs that name several firms with their legal forms: they are about firms, announced or not."""
        seen: Counter[int] = Counter()
        for number, firms in self._firms_by_form.items():
            block = self.formal[number].block
            if self.page.blocks[block].kind is BlockKind.PARAGRAPH:
                seen[block] += len(firms)
        return {block for block, count in seen.items() if count >= CROWD}

    def _whole(self, sentence: Sentence) -> Evidence:
        return self.page.evidence(rules.COMPANY_SENTENCE, sentence.start, sentence.end)

    def _common(self, text: str) -> bool:
        """Whether a name of one word is an ordinary word, as the text also writes it small."""
        word = name_forms.bare(text)
        if " " in word or not word.isalpha() or not word.isascii() or word.isupper():
            return False
        return word.lower() in self.page.small_words

    def _name(self, piece: Piece, rule: Rule, section: Section, *, strict: bool) -> None:
        """One announced name: kept, or refused with the reason."""
        if RESIDUAL.match(piece.text):
            self._reject(piece, "an 'others' class")
        elif is_placeholder(piece.text):
            self._reject(piece, PLACEHOLDER)
        elif not self._plausible(piece.text, strict=strict):
            self._reject(piece, NO_NAME)
        else:
            evidence = self.page.evidence(rule, piece.start, piece.end, section.heading)
            self._reading(piece, evidence, listed=True, enumeration=-2 - section.head)

    def _reading(
        self, piece: Piece, evidence: Evidence, *, listed: bool, subject: bool = False, enumeration: int = -1
    ) -> None:
        name = company_names.name(piece.text)
        if name:
            self.readings.append(Reading(name, evidence, listed, subject, enumeration))

    def _plausible(self, text: str, *, strict: bool = False) -> bool:
        """Whether `text` can be a company's name here: no region, publisher or market."""
        bare = name_forms.bare(text)
        if LEGAL_ONLY.match(bare) or not company_names.plausible(bare, strict=strict):
            return False
        if self.reference.region(bare) is not None or is_subdivision(bare):
            return False
        key, market = name_forms.key(bare), self._market
        if key == market or (len(key) > 8 and market.startswith(key)):
            return False
        return key not in self._publishers and not (
            market and key.startswith(market) and re.search(r"\bmarket", text, re.I)
        )

    def _reject(self, piece: Piece, why: str) -> None:
        self.rejects.append(Reject(self.page.text[piece.start : piece.end], why, piece.start, piece.end))
