"""Decides which names that a language model sees in running text are companies, where structure gives hardly any."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mrgraph.extraction import rules
from mrgraph.extraction.companies import company_names
from mrgraph.extraction.companies.company_mentions import FEWEST, PLACEHOLDER, CompanyMentions, Reading
from mrgraph.extraction.companies.ner import FIRM, Entity, Recogniser
from mrgraph.extraction.text.enumerations import Piece
from mrgraph.lexicon import name_forms
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.name_forms import fold
from mrgraph.records import BlockKind

if TYPE_CHECKING:
    from mrgraph.extraction.sections.announcements import Section
    from mrgraph.extraction.text.page import Sentence

SHORTEST, LONGEST = 40, 2000  # characters of a sentence that a model is asked about
SHORT_NAME = 4  # letters of an acronym that alone says nothing
_BETWEEN = re.compile(r"\s*(?:\([^)]*\))?\s*(?:[,;&]|and|\s)*")


class EntityReader:
    """Reads the companies that `recogniser` sees on one page into `mentions`, after its lists and sentences.

    `structured`: the readings that lists and sentences gave, without names that only bear a legal form.
    `taken`: folded names of segments, which are no companies.
    """

    def __init__(
        self, mentions: CompanyMentions, recogniser: Recogniser, structured: list[Reading], taken: frozenset[str]
    ) -> None:
        self.mentions, self.page, self.recogniser = mentions, mentions.page, recogniser
        self.structured, self.taken = structured, taken

    def read(self, sections: Iterable[Section]) -> None:
        """Names where companies are announced, or anywhere, and nothing else gave any."""
        sentences = self.page.sentences
        few = self._few()
        for section in sections:
            inside = {section.head, *section.body} if section.kind is Kind.COMPANIES else set()
            if inside and not few and not self._gave_names(inside):
                self._read([number for number, sentence in enumerate(sentences) if sentence.block in inside])
        if few and not any(reject.why == PLACEHOLDER for reject in self.mentions.rejects):
            self._read(range(len(sentences)))

    def _few(self) -> bool:
        """Whether no list and hardly any sentence has given companies; names with legal forms do not count."""
        listed = any(reading.listed for reading in self.structured)
        return not listed and len({reading.name.key for reading in self.structured}) < FEWEST

    def _gave_names(self, numbers: set[int]) -> bool:
        """Whether names have been read from some of these blocks."""
        spans = [(self.page.blocks[i].start, self.page.blocks[i].end) for i in numbers]
        return any(start <= reading.evidence.start < end for reading in self.structured for start, end in spans)

    def _read(self, numbers: Iterable[int]) -> None:
        """Firms among the names in some sentences: organisations, and what is enumerated together with one."""
        for number in numbers:
            sentence = self.page.sentences[number]
            if not self._is_prose(sentence):
                continue
            entities = tuple(self.recogniser(sentence.text))
            for entity in entities:
                beside = [
                    other
                    for other in entities
                    if other is not entity and other.label in FIRM and _adjacent(sentence.text, entity, other)
                ]
                text = sentence.text[entity.start : entity.end]
                firm = (entity.label in FIRM or beside) and self._is_firm(text, alone=not beside)
                if firm and fold(text) not in self.taken:
                    evidence = self.page.evidence(rules.COMPANY_NER, sentence.start, sentence.end)
                    piece = Piece(entity.start, entity.end, text)
                    self.mentions.add(piece, evidence, listed=False, enumeration=number)

    def _is_prose(self, sentence: Sentence) -> bool:
        """Whether a sentence is running text in Latin letters, such as the model was made for."""
        block = self.page.blocks[sentence.block]
        latin = sum(map(str.isascii, sentence.text)) * 10 > len(sentence.text) * 9
        return (
            block.kind is BlockKind.PARAGRAPH
            and sentence.block not in self.page.calls
            and latin
            and SHORTEST < len(sentence.text) <= LONGEST
        )

    def _is_firm(self, text: str, *, alone: bool) -> bool:
        """Whether a name that the model gives can be a firm's; `alone`: no other name stands beside it."""
        acronym = text.isupper() and len(text) <= SHORT_NAME
        listed = "," in text and not name_forms.has_legal_form(text)
        if (alone and acronym) or listed or not text.isascii() or self.mentions.is_common_word(text):
            return False
        plausible = self.mentions.plausible(text, strict=True) and not company_names.is_abstract(text)
        return plausible and not self._overlaps(text)

    def _overlaps(self, text: str) -> bool:
        """Whether a name is a piece of one that is known already, or the other way round, or a research house."""
        key = name_forms.key(text)
        known = self.mentions.keys()
        return company_names.is_researcher(text) or any(key != k and (key in k or k in key) for k in known)


def _adjacent(text: str, first: Entity, second: Entity) -> bool:
    """Whether two names stand side by side in an enumeration."""
    left, right = sorted((first, second), key=lambda entity: entity.start)
    return first is second or _BETWEEN.fullmatch(text[left.end : right.start]) is not None
