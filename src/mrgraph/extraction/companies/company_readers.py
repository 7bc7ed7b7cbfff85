"""Companies of a page: lists that are announced as such, and sentences that present them as players of the market."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mrgraph.extraction import rules
from mrgraph.extraction.companies import company_names
from mrgraph.extraction.companies.company_mentions import NO_NAME, PLACEHOLDER, Reading, Readings
from mrgraph.extraction.companies.company_news import happened, is_headed
from mrgraph.extraction.companies.company_sentences import (
    ANSWER,
    OF_MARKET,
    halves,
    is_asian,
    mentioned,
    mentioned_asian,
)
from mrgraph.extraction.companies.coordinations import coordinated
from mrgraph.extraction.companies.formal_names import formal_asian
from mrgraph.extraction.companies.ner import FIRM, Found, Recogniser
from mrgraph.extraction.companies.unannounced_lists import FEWEST, unannounced
from mrgraph.extraction.sections.announcements import Manner, Section
from mrgraph.extraction.text.enumerations import Piece, halves_joined, items, pieces, trimmed
from mrgraph.extraction.text.lists import Entry, Form, Run, is_enumeration, is_sentence, runs, tree
from mrgraph.extraction.text.page import Sentence
from mrgraph.lexicon import name_forms
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.name_forms import fold
from mrgraph.lexicon.placeholders import is_placeholder
from mrgraph.lexicon.subdivisions import is_subdivision
from mrgraph.lexicon.vocabulary import ATTRIBUTE, COMPANY_NOUN, RESIDUAL
from mrgraph.records import BlockKind, Reject, Rule

ENOUGH = 0.6  # share of a list's entries that must be possible names: below, it is a list of something else
RECURS = 2  # times that one head stands in a list of profiles: it is a label, such as "Offerings"
SHORTEST, LONGEST = 40, 2000  # characters of a sentence that a model is asked about
SHORT_NAME = 4  # letters of an acronym that alone says nothing
_GROUP = AnyCase(
    rf"\b{COMPANY_NOUN}\b|\btier\b|\b(?:global|local|regional|established|emerging)\s+(?:players|"
    rf"leaders)",
)
_PLACE = re.compile(r"(?:,|\s[-–—]\s)\s*([^,()–—]{2,30})$")
_ABSTRACT_END = re.compile(r"[a-z](?:tion|ment|ity|ness|ship|ism|ance|ence|ology)$")
_OF_COUNTRY = re.compile(r"^(?P<country>[A-Z][\w. ]{1,25}?)(?:['’]s|-based)\s+(?=[A-Z])")
_RESEARCHER = re.compile(
    r"\b(?:Research|Insights?|Reports?|Intelligence|Analytics|Consulting|Advisory|Foresight|"
    r"Analysts)(?:\s+\w+)?$"
)
_CUT_SHORT = re.compile(r"(?:\b[A-Z][a-z]{0,3}|\.[A-Z])\.\s+$")  # "Chr. Hansen A/S", cut after the abbreviation
_WORDS = re.compile(r"[a-z]+")
_TALK = frozenset(
    "player players vendor vendors manufacturer manufacturers manufactures competitor competitors "
    "participant participants supplier suppliers "
    "producer producers company companies firm firms corporations brands provider providers maker makers "
    "enterprises contenders leader leaders "
    "organizations organisations businesses innovators developers operators giant giants names pioneer "
    "pioneers entities startups incumbents "
    "conglomerate conglomerates rivals others multinationals dominated led headed spearheaded characterized "
    "compete competes competing competition "
    "likes distributor distributors brand innovator entrants challengers exporters oems majors".split()
)


class CompanyReader(Readings):
    """Reads the companies of one page."""

    def read_lists(self, sections: Iterable[Section]) -> None:
        """The names in announced lists."""
        for section in sections:
            if section.kind is not Kind.COMPANIES or section.contents:
                continue
            if section.span:
                self._commas(*section.span, section, strict=False)
            for run in runs(self.page, section.body):
                self._run(run, section)

    def read_sentences(self, sections: Iterable[Section], taken: frozenset[str]) -> None:
        """The names in sentences; `taken`: folded names of segments, which are no companies."""
        announced = {i for s in sections if s.kind is Kind.COMPANIES and not s.contents for i in (*s.body, s.head)}
        announced |= self._crowded()
        for number, sentence in enumerate(self.page.sentences):
            if sentence.block in self.page.calls or self.page.blocks[sentence.block].kind is BlockKind.HEADING:
                continue
            fact = ATTRIBUTE.match(sentence.text)
            if fact and self.page.text.count(fact[0].strip()) > 1:  # "Brands: X" in several profiles
                continue
            here = sentence.block in announced
            talks = here or not _TALK.isdisjoint(_WORDS.findall(sentence.text.lower()))
            if talks:
                self._sentence(sentence, number, taken, announced=here)
            self._news(sentence)
            if "," in sentence.text and (talks or number in self.formal):
                self._row(sentence, number, taken, 1 if here else 2)
            if not sentence.text.isascii() and is_asian(sentence.text):
                self._asian_sentence(sentence, number, announced=sentence.block in announced)
        if not self.readings:
            for piece, sentence in self.native:
                self._reading(piece, self._whole(sentence), listed=False)

    def read_unannounced(self, sections: tuple[Section, ...]) -> None:
        """The lists that only their contents tell to be of companies, where none is announced."""
        for chapter in sections:
            if chapter.contents and chapter.kind is Kind.COMPANIES and not any(r.listed for r in self.readings):
                for listed in runs(self.page, chapter.body):
                    self._entries(self._firms(tree(self.page, listed.blocks)), chapter, rules.COMPANY_CONTENTS)
        found = unannounced(self.page, tuple(s for s in sections if not s.contents), self._plausible)
        while not any(reading.listed for reading in self.readings):
            run, section = next(found, (None, None))
            if run is None or section is None:
                return
            self._run(run, section)

    # ------------------------------------------------------------------ lists

    def _run(self, run: Run, section: Section) -> None:
        """The names in one list of a section."""
        if run.form is Form.COMMAS:
            block = self.page.blocks[run.blocks[0]]
            answer = ANSWER.match(self.page.words(block))
            start = block.start + (answer.end() if answer else 0)
            self._commas(start, block.end, section, strict=not (block.bold or section.manner is Manner.QUESTION))
        elif run.form is Form.ITEMS:
            self._entries(self._firms(tree(self.page, run.blocks)), section, rules.COMPANY_LIST)
        elif run.form is Form.LINES:
            cells = self.page.blocks[run.blocks[0]].kind is BlockKind.CELL
            self._entries(
                self._firms(tree(self.page, run.blocks)), section, rules.COMPANY_CELL if cells else rules.COMPANY_LINE
            )
        elif run.form is Form.PROSE and section.manner is Manner.QUESTION and run.blocks[0] == section.head + 1:
            self._answer(self.page.sentences_in(run.blocks[0]), section)
        elif run.form is Form.HEADINGS:
            self._entries(tree(self.page, run.blocks), section, rules.COMPANY_LIST, strict=True)

    def _answer(self, said: Sequence[Sentence], section: Section) -> None:
        """The names in a list that an answer begins with: "Acme, Bolt, Cord. They are described in chapter 3."."""
        first, rest = said[0], said[1:]
        lead = ANSWER.match(first.text)
        start = first.start + (lead.end() if lead else 0)
        told = rest and is_sentence(rest[0].text) and rest[0].text.count(",") < FEWEST  # no list that "Acme.com" cut
        if told and is_enumeration(self.page.text[start : first.end]):
            self._commas(start, first.end, section, strict=True)

    def _firms(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """The entries that are firms: those at the top, or those below where the top only groups them."""
        found: list[Entry] = []
        for entry in entries:
            if ATTRIBUTE.match(self.page.words(self.page.blocks[entry.block])):
                continue
            below = [
                e
                for e in entry.below
                if not ATTRIBUTE.match(self.page.words(self.page.blocks[e.block])) and self._plausible(e.piece.text)
            ]
            group = (
                _GROUP.search(entry.piece.text)
                or self.reference.region(entry.piece.text)
                or entry.piece.text.endswith(":")
            )
            if group and below and len(below) * 2 > len(entry.below):
                found += self._firms(entry.below)
            else:
                found.append(entry)
        return tuple(found)

    def _entries(self, entries: tuple[Entry, ...], section: Section, rule: Rule, *, strict: bool = False) -> None:
        """Entries of one list, if most of them can be names."""
        texts = [self._head(entry) for entry in entries]
        again = Counter(fold(piece.text) for piece in texts)
        texts = [p for p in texts if again[fold(p.text)] < RECURS or name_forms.has_legal_form(p.text)]
        names = list(halves_joined(items(p for p in texts if p.text), self.page.text))
        real = [p for p in names if not RESIDUAL.match(p.text) and not is_placeholder(p.text)]
        if sum(is_subdivision(p.text) or self.reference.region(p.text) is not None for p in real) * 2 > len(real):
            return
        good = [p for p in real if self._plausible(p.text, strict=strict)]
        described = sum(entry.rest is not None and is_sentence(entry.rest.text) for entry in entries)
        topics = [p for p in good if company_names.is_abstract(p.text)]
        if not good or len(good) < len(real) * ENOUGH or len(topics) * 2 > len(good) or (strict and len(good) < 2):
            self._enumerations(entries, section)
            return
        if section.manner is Manner.NOUN and described * 2 > len(entries) and topics:
            return
        alone = len(good) == 1 and len(entries) == 1 and rule is rules.COMPANY_LINE
        if alone and not (company_names.speaks_for(good[0].text) or entries[0].block == section.head + 1):
            return
        for piece in names:
            if piece.text.count(",") >= 2 and self._comma_item(piece):
                self._commas(piece.start, piece.end, section, strict=True)
            else:
                self._name(piece, rule, section, strict=strict)

    def _comma_item(self, piece: Piece) -> bool:
        parts = pieces(piece.text, companies=True)
        return len(parts) > 2 and sum(self._plausible(p.text, strict=True) for p in parts) >= len(parts) - 1

    def _head(self, entry: Entry) -> Piece:
        """The name at the head of an entry, without an appended clause or place."""
        text = company_names.without_description(entry.piece.text)
        place = _PLACE.search(text)
        while place and self.reference.region(place[1]) and self.reference.region(place[1]) != "CO":
            text = text[: place.start()]
            place = _PLACE.search(text)
        if is_sentence(text) and not name_forms.has_legal_form(text):
            plain, complete = company_names.prefix(text)
            if plain and not complete and re.match(r"\s+(?:is|has|offers|provides|was)\b", text[len(plain) :]):
                text = plain
        return Piece(entry.piece.start, entry.piece.start + len(text), text)

    def _enumerations(self, entries: tuple[Entry, ...], section: Section) -> None:
        """Entries that are no names but hold comma lists of names; else they are refused."""
        for entry in entries:
            block = self.page.blocks[entry.block]
            if entry.rest and entry.rest.text.count(",") and self._comma_item(entry.rest):
                self._commas(entry.rest.start, entry.rest.end, section, strict=True)
            elif self._comma_item(trimmed(self.page.text, block.start, block.end)):
                self._commas(block.start, block.end, section, strict=True)
            elif entry.piece.text and not RESIDUAL.match(entry.piece.text):
                self._reject(entry.piece, NO_NAME)

    def _commas(self, start: int, end: int, section: Section, *, strict: bool) -> None:
        """The names in a line of names between commas, if most of its pieces can be names."""
        parts = pieces(self.page.text[start:end], start, companies=True)
        real = [p for p in parts if not RESIDUAL.match(p.text) and not is_placeholder(p.text)]
        good = [p for p in real if self._plausible(p.text, strict=strict)]
        if len(good) < len(real) * ENOUGH or not good:
            for piece in parts:
                if is_placeholder(piece.text):
                    self._reject(piece, PLACEHOLDER)
            return
        for piece in parts:
            self._name(piece, rules.COMPANY_LINE, section, strict=strict)

    # ------------------------------------------------------------------ sentences

    def _sentence(self, sentence: Sentence, number: int, taken: frozenset[str], *, announced: bool) -> None:
        """The names that a sentence enumerates, or tells about."""
        named = tuple(mentioned(sentence.text, self._joint(), announced=announced))
        for found in named:
            found = replace(found, piece=self._without_country(found.piece))
            text = found.piece.text
            if OF_MARKET.match(sentence.text, found.piece.end):
                continue
            if is_placeholder(text):
                start = sentence.start + found.piece.start
                self.rejects.append(Reject(text, PLACEHOLDER, start, start + len(text)))
            elif not RESIDUAL.match(text) and self._plausible(text, strict=not found.sure) and fold(text) not in taken:
                if found.subject and _RESEARCHER.search(text):
                    continue
                if len(named) == 1 and " " not in text and _ABSTRACT_END.search(text):
                    continue
                if (self._common(text) and not found.sure) or (found.subject and company_names.is_abstract(text)):
                    continue
                self._reading(
                    found.piece, self._whole(sentence), listed=False, subject=found.subject, enumeration=number
                )

    def _news(self, sentence: Sentence) -> None:
        """The firms that a piece of news is about."""
        headed = is_headed(self.page.heading(sentence.block))
        for found in happened(sentence.text, headed=headed):
            for piece in halves(found):
                fine = self._plausible(piece.text, strict=True) and not company_names.is_abstract(piece.text)
                if fine and not self._common(piece.text):
                    self._reading(piece, self._whole(sentence), listed=False, subject=True)

    def _row(self, sentence: Sentence, number: int, taken: frozenset[str], fewest: int) -> None:
        """Names in a row, of which `fewest` are known to be firms'."""
        for found in coordinated(sentence.text, self._known, fewest, self._joint()):
            for piece in halves(found, self._joint()):
                fine = self._plausible(piece.text, strict=True) and not company_names.is_abstract(piece.text)
                if fine and fold(piece.text) not in taken and not self._common(piece.text):
                    self._reading(piece, self._whole(sentence), listed=False, enumeration=number)

    def _known(self, text: str) -> bool:
        """Whether a name has a legal form or was read from a list."""
        return name_forms.has_legal_form(text) or name_forms.key(text) in self._keys()

    def _keys(self) -> frozenset[str]:
        """The keys of the names that lists give."""
        if self._listed is None:
            self._listed = frozenset(r.name.key for r in self.readings if r.listed)
        return self._listed

    def _joint(self) -> frozenset[str]:
        """The folded names with an "and" inside that lists give: "Bausch & Lomb" is one firm in prose, too."""
        if self._joined is None:
            listed = (fold(r.name.text) for r in self.readings if r.listed)
            self._joined = frozenset(name for name in listed if " and " in name)
        return self._joined

    def _without_country(self, piece: Piece) -> Piece:
        """A name without the country that it is said to be of: "Taiwan's Acme", "Swiss-based Acme"."""
        found = _OF_COUNTRY.match(piece.text)
        if not found or self.reference.region(found["country"]) is None:
            return piece
        return Piece(piece.start + found.end(), piece.end, piece.text[found.end() :])

    def _asian_sentence(self, sentence: Sentence, number: int, *, announced: bool) -> None:
        for piece, latin in mentioned_asian(sentence.text, announced=announced):
            if not self._plausible(piece.text, strict=latin) or self._common(piece.text):
                continue
            if latin:
                self._reading(piece, self._whole(sentence), listed=False, enumeration=number)
            else:
                self.native.append((piece, sentence))

    def read_formal(self) -> None:
        """Names with legal forms in running text: firms, whatever the sentence says of them."""
        self.structured = len(self.readings)
        known = {reading.name.key for reading in self.readings}
        for number, sentence in self.formal.items():
            if sentence.block in self.page.calls:
                continue
            for firm in (*formal_asian(sentence.text), *self._firms_by_form[number]):
                if not firm.start and _CUT_SHORT.search(self.page.text, max(0, sentence.start - 6), sentence.start):
                    continue
                end = f" {name_forms.key(firm.text)}"
                cut = any(key.endswith(end) for key in known)
                if not cut and self._plausible(firm.text, strict=True) and not _RESEARCHER.search(firm.text):
                    self._reading(firm, self._whole(sentence), listed=False, enumeration=number)

    def read_names(self, sections: Iterable[Section], ner: Recogniser, taken: frozenset[str]) -> None:
        """Names that a language model sees where companies are announced, or anywhere, and nothing else found any."""
        sentences, found = self.page.sentences, self.readings[: self.structured]
        few = self._few()
        for section in sections:
            inside = {section.head, *section.body} if section.kind is Kind.COMPANIES else set()
            places = [(self.page.blocks[i].start, self.page.blocks[i].end) for i in sorted(inside)]
            if places and not few and not any(s <= r.evidence.start < e for r in found for s, e in places):
                self._recognised([n for n, s in enumerate(sentences) if s.block in inside], ner, taken)
        if few and not any(reject.why == PLACEHOLDER for reject in self.rejects):
            self._recognised(range(len(sentences)), ner, taken)

    def _few(self) -> bool:
        """Whether no list and hardly any sentence has given companies; names with legal forms do not count."""
        found = self.readings[: self.structured]
        return not any(r.listed for r in found) and len({r.name.key for r in found}) < FEWEST

    def _recognised(self, numbers: Iterable[int], ner: Recogniser, taken: frozenset[str]) -> None:
        """Firms among the names in some sentences: organisations, and what is enumerated together with one."""
        for number in numbers:
            sentence = self.page.sentences[number]
            if not self._is_prose(sentence):
                continue
            found = tuple(ner(sentence.text))
            for one in found:
                beside = [o for o in found if o is not one and o.label in FIRM and _adjacent(sentence.text, one, o)]
                text = sentence.text[one.start : one.end]
                if (one.label in FIRM or beside) and self._is_firm(text, alone=not beside) and fold(text) not in taken:
                    evidence = self.page.evidence(rules.COMPANY_NER, sentence.start, sentence.end)
                    self._reading(Piece(one.start, one.end, text), evidence, listed=False, enumeration=number)

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
        if (alone and acronym) or listed or not text.isascii() or self._common(text):
            return False
        return self._plausible(text, strict=True) and not company_names.is_abstract(text) and not self._overlaps(text)

    def _overlaps(self, text: str) -> bool:
        """Whether a name is a piece of one that is known already, or the other way round, or a research house."""
        key = name_forms.key(text)
        known = {reading.name.key for reading in self.readings}
        return _RESEARCHER.search(text) is not None or any(key != k and (key in k or k in key) for k in known)


def _adjacent(text: str, one: Found, other: Found) -> bool:
    """Whether two names stand side by side in an enumeration."""
    first, second = sorted((one, other), key=lambda found: found.start)
    return (
        one is other
        or re.fullmatch(
            r"\s*(?:\([^)]*\))?\s*(?:[,;&]|and|"
            r"\s)*",
            text[first.end : second.start],
        )
        is not None
    )


def found_keys(readings: Iterable[Reading]) -> Iterator[str]:
    """The keys of the companies read."""
    return (reading.name.key for reading in readings)
