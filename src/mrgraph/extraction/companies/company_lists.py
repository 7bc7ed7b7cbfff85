"""Decides which lists and columns name companies, announced or not, and which of their entries are names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from mrgraph.extraction import rules
from mrgraph.extraction.companies import company_names
from mrgraph.extraction.companies.company_mentions import FEWEST, NO_NAME, PLACEHOLDER, TOTAL_ROW, CompanyMentions
from mrgraph.extraction.sections.announcements import Manner, Section
from mrgraph.extraction.sections.cue_phrases import ANSWER
from mrgraph.extraction.text.enumerations import Piece, halves_joined, items, pieces, trimmed
from mrgraph.extraction.text.lists import Entry, Form, Run, is_enumeration, is_sentence, runs, tree
from mrgraph.lexicon import firm_nouns
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.name_forms import fold, has_legal_form
from mrgraph.lexicon.placeholders import is_placeholder
from mrgraph.lexicon.places import is_subdivision
from mrgraph.lexicon.vocabulary import ASIAN, ATTRIBUTE, RESIDUAL, TOTAL
from mrgraph.records import BlockKind, Rule

if TYPE_CHECKING:
    from mrgraph.extraction.text.page import Page, Sentence

ENOUGH = 0.6  # share of a list's entries that must be possible names: below, it is a list of something else
RECURS = 2  # times that one head stands in a list of profiles: it is a label, such as "Offerings"
_GROUP = AnyCase(
    rf"\b{firm_nouns.ALONE}\b|\btier\b|\b(?:global|local|regional|established|emerging)\s+(?:players|"
    rf"leaders)",
)
_FACT = re.compile(r"^\W*[^:：]{2,40}[:：]\s*\S")
_TALKS = AnyCase(rf"\b{firm_nouns.ALONE}\b")
_PLACE = re.compile(r"(?:,|\s[-–—]\s)\s*([^,()–—]{2,30})$")
_SAYS = re.compile(r"\s+(?:is|has|offers|provides|was)\b")


class ListReader:
    """Reads the companies in the lists of one page into `mentions`."""

    def __init__(self, mentions: CompanyMentions) -> None:
        self.mentions, self.page, self.reference = mentions, mentions.page, mentions.reference

    def read(self, sections: tuple[Section, ...]) -> None:
        """The names in announced lists; without any, those in lists that their contents tell to be of companies."""
        for section in sections:
            if section.kind is not Kind.COMPANIES or section.contents:
                continue
            if section.span:
                self._commas(*section.span, section, strict=False)
            for run in runs(self.page, section.body):
                self._read_run(run, section)
        self._chapters(sections)
        self._unannounced(tuple(section for section in sections if not section.contents))

    def _chapters(self, sections: Iterable[Section]) -> None:
        """The companies that chapters of a table of contents list."""
        for chapter in sections:
            if chapter.contents and chapter.kind is Kind.COMPANIES:
                for run in runs(self.page, chapter.body):
                    self._entries(self._firms(tree(self.page, run.blocks)), chapter, rules.COMPANY_CONTENTS)

    def _unannounced(self, sections: tuple[Section, ...]) -> None:
        candidates = unannounced(self.page, sections, self.mentions.plausible)
        while not self.mentions.any_listed():
            run, section = next(candidates, (None, None))
            if run is None or section is None:
                return
            self._read_run(run, section)

    def _read_run(self, run: Run, section: Section) -> None:
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
            rule = rules.COMPANY_CELL if cells else rules.COMPANY_LINE
            self._entries(self._firms(tree(self.page, run.blocks)), section, rule)
        elif run.form is Form.PROSE and section.manner is Manner.QUESTION and run.blocks[0] == section.head + 1:
            self._answer(self.page.sentences_in(run.blocks[0]), section)
        elif run.form is Form.HEADINGS:
            self._entries(tree(self.page, run.blocks), section, rules.COMPANY_LIST, strict=True)

    def _answer(self, sentences: Sequence[Sentence], section: Section) -> None:
        """The names in a list that an answer begins with: "Acme, Bolt, Cord. They are described in chapter 3."."""
        first, rest = sentences[0], sentences[1:]
        lead = ANSWER.match(first.text)
        start = first.start + (lead.end() if lead else 0)
        # What follows the list is no rest of it that "Acme.com" has cut.
        explained = rest and is_sentence(rest[0].text) and rest[0].text.count(",") < FEWEST
        if explained and is_enumeration(self.page.text[start : first.end]):
            self._commas(start, first.end, section, strict=True)

    def _firms(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """The entries that are firms: those at the top, or those below where the top only groups them."""
        firms: list[Entry] = []
        if sum(map(self._is_label, entries)) * 2 > len(entries):
            return ()
        for entry in entries:
            if self._is_attribute(entry):
                continue
            if self._groups_firms(entry):
                firms += self._firms(entry.below)
            else:
                firms.append(entry)
        return tuple(firms)

    def _is_attribute(self, entry: Entry) -> bool:
        """Whether an entry tells a fact of a profile, such as the seat."""
        return ATTRIBUTE.match(self.page.words(self.page.blocks[entry.block])) is not None

    def _is_label(self, entry: Entry) -> bool:
        """Whether an entry begins with a label that several lists have: "Budget: 2 million"."""
        text = entry.piece.text
        return entry.rest is not None and not has_legal_form(text) and self.page.text.count(f"\n- {text}:") >= RECURS

    def _groups_firms(self, entry: Entry) -> bool:
        """Whether an entry stands over firms without being one: "Tier 1", "Europe"."""
        text = entry.piece.text
        if not (_GROUP.search(text) or self.reference.region(text) or text.endswith(":")):
            return False
        below = [e for e in entry.below if not self._is_attribute(e) and self.mentions.plausible(e.piece.text)]
        return bool(below) and len(below) * 2 > len(entry.below)

    # ------------------------------------------------------------------ entries

    def _entries(self, entries: tuple[Entry, ...], section: Section, rule: Rule, *, strict: bool = False) -> None:
        """Entries of one list, if most of them can be names."""
        names = self._heads(entries)
        real = _filled(names)
        if self._are_places(real):
            return
        good = [p for p in real if self.mentions.plausible(p.text, strict=strict)]
        topics = sum(company_names.is_abstract(p.text) for p in good)
        fewest = max(2 if strict else 1, len(real) * ENOUGH)
        if len(good) < fewest or topics * 2 > len(good):
            self._enumerations(entries, section)
            return
        if section.manner is Manner.NOUN and topics and _are_described(entries):
            return
        line = rule is rules.COMPANY_LINE and len(good) == len(entries) == 1
        if line and not _is_sure_line(good[0], entries[0], section):
            return
        for piece in self._without_total(names, rule):
            self._entry(piece, section, rule, strict=strict)

    def _without_total(self, names: list[Piece], rule: Rule) -> list[Piece]:
        """The names, those of a column without the total at its end."""
        if rule is not rules.COMPANY_CELL or len(names) < 2 or not TOTAL.match(names[-1].text):
            return names
        self.mentions.reject(names[-1], TOTAL_ROW)
        return names[:-1]

    def _entry(self, piece: Piece, section: Section, rule: Rule, *, strict: bool) -> None:
        """One entry: a name, or names between commas."""
        fewest = 1 if rule is rules.COMPANY_CELL else 2
        if piece.text.count(",") >= fewest and self._is_enumeration(piece, fewest + 1):
            self._commas(piece.start, piece.end, section, strict=True)
        else:
            self.mentions.add_announced(piece, rule, section, strict=strict)

    def _heads(self, entries: Iterable[Entry]) -> list[Piece]:
        """The words at the heads of entries: without labels that recur, halves of one name joined."""
        heads = {self._head(entry): entry for entry in entries}
        times = Counter(fold(piece.text) for piece in heads)
        kept = [p for p in heads if p.text and (times[fold(p.text)] < RECURS or has_legal_form(p.text))]
        told = {piece for piece, entry in heads.items() if entry.rest}  # they stand for themselves: "SAS - analytics"
        return list(halves_joined(items(kept, self.page.text, told), self.page.text))

    def _are_places(self, names: list[Piece]) -> bool:
        """Whether most of the names are those of countries or states."""
        places = sum(is_subdivision(p.text) or self.reference.region(p.text) is not None for p in names)
        return places * 2 > len(names)

    def _is_enumeration(self, piece: Piece, fewest: int = 3) -> bool:
        """Whether an entry is a line of names between commas."""
        parts = pieces(piece.text, companies=True)
        good = sum(self.mentions.plausible(p.text, strict=True) for p in parts)
        return len(parts) >= fewest and good >= len(parts) - (fewest > 2)

    def _head(self, entry: Entry) -> Piece:
        """The name at the head of an entry, without an appended clause or place."""
        text = company_names.without_description(entry.piece.text)
        place = _PLACE.search(text)
        while place and self.reference.region(place[1]) not in (None, "CO"):  # "Co" ends names and is Colombia's key
            text = text[: place.start()]
            place = _PLACE.search(text)
            if place and has_legal_form(text[: place.start()]):  # the town: "Siemens AG, Munich, Germany"
                text = text[: place.start()]
        if is_sentence(text) and not has_legal_form(text):
            plain, complete = company_names.prefix(text)
            if plain and not complete and _SAYS.match(text[len(plain) :]):
                text = plain
        return Piece(entry.piece.start, entry.piece.start + len(text), text)

    def _enumerations(self, entries: tuple[Entry, ...], section: Section) -> None:
        """Entries that are no names but hold comma lists of names; else they are refused."""
        for entry in entries:
            block = self.page.blocks[entry.block]
            if entry.rest and entry.rest.text.count(",") and self._is_enumeration(entry.rest):
                self._commas(entry.rest.start, entry.rest.end, section, strict=True)
            elif self._is_enumeration(trimmed(self.page.text, block.start, block.end)):
                self._commas(block.start, block.end, section, strict=True)
            elif entry.piece.text and not RESIDUAL.match(entry.piece.text):
                self.mentions.reject(entry.piece, NO_NAME)

    def _commas(self, start: int, end: int, section: Section, *, strict: bool) -> None:
        """The names in a line of names between commas, if most of its pieces can be names."""
        line = self.page.text[start:end]
        every = pieces(line, start, companies=True)
        parts = [piece for piece in every if not self.mentions.is_seat(line, piece, start)]
        real = _filled(parts)
        good = [p for p in real if self.mentions.plausible(p.text, strict=strict)]
        if len(good) < len(real) * ENOUGH or not good:
            for piece in parts:
                if is_placeholder(piece.text):
                    self.mentions.reject(piece, PLACEHOLDER)
            return
        for piece in parts:
            self.mentions.add_announced(piece, rules.COMPANY_LINE, section, strict=strict)


def _filled(names: Iterable[Piece]) -> list[Piece]:
    """The names without placeholders and words for others."""
    return [name for name in names if not RESIDUAL.match(name.text) and not is_placeholder(name.text)]


def _is_sure_line(name: Piece, entry: Entry, section: Section) -> bool:
    """Whether a line that is a list of its own names a firm: by its words, or right below its announcement."""
    return company_names.speaks_for(name.text) or entry.block == section.head + 1


def _are_described(entries: tuple[Entry, ...]) -> bool:
    """Whether most entries go on with a sentence."""
    described = sum(entry.rest is not None and is_sentence(entry.rest.text) for entry in entries)
    return described * 2 > len(entries)


# ------------------------------------------------------------------ lists that nothing announces


class Plausible(Protocol):
    """Whether words can be a company's name in a document."""

    def __call__(self, text: str, *, strict: bool = False) -> bool:
        """Strictly: as in running text, with capitals."""
        ...


def unannounced(page: Page, sections: tuple[Section, ...], plausible: Plausible) -> Iterator[tuple[Run, Section]]:
    """The lists that are told by their contents, each with the section that its evidence names; the surest first."""
    yield from _under_segmentations(page, sections)
    claimed = {i for s in sections for i in s.body}
    for run in runs(page, [i for i in range(len(page.blocks)) if i not in claimed]):
        if run.form in (Form.ITEMS, Form.LINES) and len(run.blocks) >= FEWEST and _is_of_firms(page, run, plausible):
            yield run, Section(Kind.COMPANIES, None, run.blocks[0], page.heading(run.blocks[0]) or "")


def _under_segmentations(page: Page, sections: tuple[Section, ...]) -> Iterator[tuple[Run, Section]]:
    """The first lists of segmentations that name firms."""
    segmentations = [s for s in sections if s.kind in (Kind.TYPES, Kind.SEGMENTS) and s.body]
    for section in segmentations:
        for run in runs(page, section.body)[:1]:
            if run.form is Form.ITEMS and _names_firms(page, run, section.heading, alone=len(segmentations) == 1):
                yield run, section


def _names_firms(page: Page, run: Run, heading: str, *, alone: bool) -> bool:
    """Whether a list under the heading of a segmentation names firms; `alone`: the page has no other segmentation."""
    return _formal(page, run) or (not alone and _foreign(page, run, heading))


def _is_of_firms(page: Page, run: Run, plausible: Plausible) -> bool:
    """Whether a list under no announcement names firms."""
    return _formal(page, run) or _profiled(page, run) or _introduced(page, run, plausible)


def _words(page: Page, run: Run) -> list[str]:
    return [page.words(page.blocks[i]) for i in run.blocks]


def _formal(page: Page, run: Run) -> bool:
    """Whether half of a list's entries carry legal forms."""
    words = _words(page, run)
    return sum(has_legal_form(w) for w in words) * 2 >= len(words)


def _profiled(page: Page, run: Run) -> bool:
    """Whether a list's entries have facts below them, "seat: Oslo", and some of them legal forms: profiles."""
    top = min(page.blocks[i].level for i in run.blocks)
    heads = [page.words(page.blocks[i]) for i in run.blocks if page.blocks[i].level == top]
    below = [page.words(page.blocks[i]) for i in run.blocks if page.blocks[i].level > top]
    facts = sum(_FACT.match(words) is not None for words in below)
    firms = sum(has_legal_form(words) for words in heads)
    return len(heads) >= FEWEST and facts * 3 > len(below) * 2 and facts * 2 > len(heads) and firms * 3 >= len(heads)


def _introduced(page: Page, run: Run, plausible: Plausible) -> bool:
    """Whether a list of plain names follows a paragraph on companies, and some of the names are called as firms are."""
    first, words = run.blocks[0], _words(page, run)
    before = page.words(page.blocks[first - 1]) if first else ""
    names = sum(plausible(w, strict=True) and not company_names.is_abstract(w) for w in words)
    firms = sum(company_names.speaks_for(w) for w in words)
    return (
        run.form is Form.ITEMS
        and _TALKS.search(before) is not None
        and names * 5 >= len(words) * 4
        and firms * 5 >= len(words)
    )


def _foreign(page: Page, run: Run, heading: str) -> bool:
    """Whether the entries under a Japanese or Korean heading are names in Latin letters."""
    words = _words(page, run)
    if not ASIAN.search(heading) or len(words) < FEWEST:
        return False
    return sum(w.isascii() and company_names.plausible(w, strict=True) for w in words) * 4 >= len(words) * 3
