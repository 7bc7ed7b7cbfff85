"""Decides which regions a document covers, how it groups them, and which one leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mrgraph.extraction import rules
from mrgraph.extraction.companies.company_news import is_event
from mrgraph.extraction.sections.announcements import Section
from mrgraph.extraction.segments import region_context
from mrgraph.extraction.text.page import Page, RegionName, Sentence
from mrgraph.lexicon import name_forms
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.places import is_ambiguous, is_subdivision
from mrgraph.lexicon.vocabulary import ATTRIBUTE
from mrgraph.records import BlockKind, Claim, Evidence, Flag, NameClaim, PlacementClaim, RegionClaim, RegionRole, Reject

if TYPE_CHECKING:
    from mrgraph.reference import Reference

_LEADS = AnyCase(
    r"\b(?:dominat\w+|lead(?:s|ing)?|largest|biggest|highest\s+(?:market\s+)?share|major\s+share|majority)\b"
)
_LEADER = re.compile(
    r"^[^.;]{0,120}?\b(?:is|are|was|to|will|remains?|continues?\s+to|has|have|holds?|held|accounts?|"
    r"accounted|currently)\s+"
    r"(?:\w+\s+){0,4}?(?:dominat\w+|lead|leading|hold|the\s+largest|largest|account)\b|"
    r"^\s*(?:\([^)]{1,40}\)\s*)?(?:\w+ly\s+)?(?:dominate[sd]|leads|led)\s+(?:the\s+)?[^.;,]{0,60}\bmarkets?\b",
    re.I,
)
_WORDS = re.compile(r"[a-z]+")
TEMPLATE = 2  # damaged entries from which on a list is taken for a template's
_PLACE_LABEL = AnyCase(r"region|countr|geograph|largest|fastest")
AMONG = 60  # characters on both sides in which other states stand
_PARTS = re.compile(r"[\n,;:()•]|\band\b|-\s")
_FIGURE = re.compile(r"^\W*\d+(?:[.,]\d+)?\s?%")
_EDGES = " .,;:-–—•"
# Continental regions: a country listed under one of another continent does not lie there.
_CONTINENTS = frozenset(
    "americas europe asia africa oceania middle-east middle-east-africa asia-pacific north-america "
    "latin-america".split()
)
# Countries that reports count among a continent which UN M49 puts them outside of.
_ALSO_IN = {
    **dict.fromkeys(("TR", "CY", "GE", "AM", "AZ", "IL", "KZ"), "europe"),
    "RU": "asia",
    "EG": "middle-east",
}
# Names that stand for two regions of their own.
_SUMS = {"lamea": ("latin-america", "middle-east-africa"), "emea": ("europe", "middle-east-africa")}
_SUM_WORDS = AnyCase(r"latin\s+america|europe")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Numbers of the blocks that list regions, stand as items under one, name one over others, or profile companies."""

    listed: set[int]
    under: dict[int, Section]
    heads: set[int]
    profiles: set[int]


class RegionReader:
    """Reads the regions of one page; `companies`: the names in which a region's name is no region."""

    def __init__(self, page: Page, reference: Reference, companies: Iterable[NameClaim]) -> None:
        self.page, self.reference = page, reference
        self.forms = tuple(sorted({form for claim in companies for form in (claim.name, *claim.aliases)}))
        self.taken = tuple(self._taken())
        self.covered: dict[str, list[Evidence]] = {}
        self.leaders: dict[str, list[Evidence]] = {}
        self.placed: dict[tuple[str, str], list[Evidence]] = {}
        self.rejects: list[Reject] = []
        self.damaged = 0  # entries of lists that had to be repaired, or stood under the wrong region

    def read(self, sections: tuple[Section, ...]) -> tuple[list[Claim], list[Reject]]:
        """Claims about regions, and what looked like one."""
        parts = self._parts(sections)
        done: set[int] = set()
        for number, block in enumerate(self.page.blocks):
            if number in done or number in self.page.calls or number in parts.profiles:
                continue
            listed = number in parts.listed
            if not listed and self._is_fact(number):
                continue
            if number in parts.under or (listed and block.kind is BlockKind.ITEM):
                done |= self._entry(number, parts.under.get(number))
            elif number in parts.heads or block.kind is not BlockKind.HEADING:
                self._block(number, listed=listed or number in parts.heads)
        return [*self._claims()], self.rejects

    def _parts(self, sections: tuple[Section, ...]) -> _Parts:
        """What the sections make of the page's blocks."""
        listed: set[int] = set()
        under: dict[int, Section] = {}
        profiles: set[int] = set()
        for section in sections:
            if section.kind is Kind.REGIONS:
                listed |= {*section.body, section.head} if section.span else {*section.body}
            if section.kind is Kind.COMPANIES:
                profiles |= {i for i in section.body if self._is_profile(i)}
            if section.region:
                under |= {i: section for i in section.body if self.page.blocks[i].kind is BlockKind.ITEM}
        return _Parts(listed, under, {section.head for section in sections if section.region}, profiles)

    @property
    def pasted(self) -> bool:
        """Whether the list of regions was pasted from a template: several entries are damaged or misplaced."""
        return self.damaged >= TEMPLATE

    def _is_profile(self, number: int) -> bool:
        """Whether a block of a section on companies is an entry or a fact about one, such as its seat."""
        block = self.page.blocks[number]
        return block.kind in (BlockKind.ITEM, BlockKind.CELL, BlockKind.HEADING) or block.end - block.start < 60

    def _is_fact(self, number: int) -> bool:
        block = self.page.blocks[number]
        short = block.end - block.start < 90
        fact = short and ATTRIBUTE.match(self.page.words(block))
        return bool(fact) or (block.kind is BlockKind.CELL and not self._listed_cell(number))

    def _listed_cell(self, number: int) -> bool:
        """Whether a table cell speaks of more regions than one, or stands beside a label for them or a percentage."""
        block = self.page.blocks[number]
        if len(self.page.regions(self.reference, block.start, block.end)) > 1:
            return True
        after = self.page.blocks[number + 1] if number + 1 < len(self.page.blocks) else block
        figure = after.group == block.group and _FIGURE.match(self.page.words(after))
        if figure and self.reference.region(self.page.words(block)) is not None:
            return True
        before = self.page.blocks[number - 1] if number else block
        return before.group == block.group and bool(_PLACE_LABEL.search(self.page.words(before)))

    def _taken(self) -> Iterator[tuple[int, int]]:
        """Places of those company names that hold a region's name."""
        pattern, firsts = self.reference.region_pattern(), self.reference.first_words
        for form in self.forms:
            if not firsts.isdisjoint(_WORDS.findall(form.lower())) and pattern.search(form):
                start = self.page.text.find(form)
                while start >= 0:
                    yield start, start + len(form)
                    start = self.page.text.find(form, start + 1)

    # ------------------------------------------------------------------ lists

    def _entry(self, number: int, section: Section | None) -> set[int]:
        """One list entry; the numbers of the blocks that it took up."""
        block = self.page.blocks[number]
        words = self.page.words(block).strip(_EDGES)
        parent = section.region if section else None
        heading = section.heading if section else self.page.heading(number)
        both = self._halves(number, words, heading)
        if both:
            return both
        key = self.reference.region(words)
        if key and self._is_state(words, block.start, block.end):
            return {number}
        if key:
            self._add_listed(key, parent, self.page.evidence(rules.REGION_LIST, block.start, block.end, heading))
        elif not self._damaged(block.start, block.end, words, parent, heading):
            self._block(number, listed=True)
        return {number}

    def _halves(self, number: int, words: str, heading: str | None) -> set[int]:
        """A name cut into two entries: "Saudi" and "Arabia"."""
        if (
            number + 1 >= len(self.page.blocks)
            or self.page.blocks[number + 1].kind is not BlockKind.ITEM
            or len(words) > 20
        ):
            return set()
        block, after = self.page.blocks[number], self.page.blocks[number + 1]
        second = self.page.words(after).strip(_EDGES)
        if len(second) > 20:
            return set()
        key = self.reference.region(f"{words} {second}")
        whole = self.reference.region(words)
        if not key or whole not in (None, key) or self.reference.region(second) == key:
            return set()
        third = self.page.words(self.page.blocks[number + 2]) if number + 2 < len(self.page.blocks) else ""
        if whole and self.reference.region(f"{second} {third.strip(_EDGES)}"):  # "Korea", "South", "Africa"
            return set()
        flagged = [
            self.page.evidence(rules.REGION_REPAIRED, b.start, b.end, heading, Flag.REPAIRED) for b in (block, after)
        ]
        self._cover(key, *flagged)
        self.damaged += 1
        return {number, number + 1}

    def _add_listed(self, key: str, parent: str | None, evidence: Evidence) -> None:
        """A region in a list; under a region that it does not lie in, it covers nothing but is kept as placed there."""
        if parent and parent != key and self._foreign(key, parent):
            self.placed.setdefault((key, parent), []).append(replace(evidence, flags=(Flag.MISPLACED,)))
            why = f"listed under {evidence.heading}, where it does not lie"
            self.rejects.append(Reject(evidence.quote, why, evidence.start, evidence.end))
            self.damaged += 1
            return
        self._cover(key, evidence)

    def _foreign(self, key: str, parent: str) -> bool:
        """Whether reference data puts `key` into no region that has anything in common with `parent`."""
        mine = {key, *self.reference.ancestors(key), _ALSO_IN.get(key, "")}
        theirs = {parent, *self.reference.ancestors(parent)}
        return parent not in mine and not (mine & theirs & _CONTINENTS) and bool(theirs & _CONTINENTS)

    def _damaged(self, start: int, end: int, words: str, parent: str | None, heading: str | None) -> bool:
        """An entry with one region's name and a stray word: "Argentina Korea" under Latin America is Argentina."""
        if len(words.split()) > 4 or re.search(r"[(,&:]|\band\b|\d", words) or parent is None:
            return False
        names = self.page.regions(self.reference, start, end)
        fitting = [name for name in names if not self._foreign(name.key, parent)]
        if len(fitting) != 1:
            return False
        self.damaged += 1
        self._cover(fitting[0].key, self.page.evidence(rules.REGION_REPAIRED, start, end, heading, Flag.REPAIRED))
        self.rejects.append(
            Reject(self.page.text[start:end], "a region's name with a stray word, repaired", start, end)
        )
        return True

    # -------------------------------------------------------------- sentences

    def _block(self, number: int, *, listed: bool) -> None:
        """Regions named in one block, sentence by sentence."""
        block = self.page.blocks[number]
        text = self.page.words(block)
        if self.page.regions(self.reference, block.start, block.end) or region_context.has_adjective(text):
            for sentence in self.page.sentences_in(number):
                self._sentence(sentence, listed=listed)

    def _sentence(self, sentence: Sentence, *, listed: bool) -> None:
        """Regions named in a sentence."""
        if not listed and is_event(sentence.text):
            return
        named = [n for n in self._named(sentence) if self._means_region(sentence, n, listed)]
        for name in named:
            rule = rules.REGION_LIST if listed and len(sentence.text) < 200 else rules.REGION_TEXT
            heading = self.page.heading(sentence.block) if listed else None
            span = (name.start, name.end) if listed else (sentence.start, sentence.end)
            for key in self._keys(name):
                self._cover(key, self.page.evidence(rule, *span, heading))
        if named and _LEADS.search(sentence.text) and not sentence.text.rstrip().endswith("?"):
            self._leader(sentence, named[0])

    def _named(self, sentence: Sentence) -> list[RegionName]:
        """The regions whose names or adjectives stand in a sentence, without those that it excludes."""
        names = list(self.page.regions(self.reference, sentence.start, sentence.end))
        excluded = region_context.excluded(
            sentence.text, [(n.start - sentence.start, n.end - sentence.start) for n in names]
        )
        kept = [name for number, name in enumerate(names) if number not in excluded]
        for start, end, key in region_context.adjectives(sentence.text):
            kept.append(RegionName(sentence.start + start, sentence.start + end, key))
        return sorted(kept)

    def _keys(self, name: RegionName) -> tuple[str, ...]:
        """The regions that a name stands for: "Latin America, Middle East & Africa" two."""
        words = self.page.text[name.start : name.end]
        if name.key in _SUMS and _SUM_WORDS.search(words):
            return _SUMS[name.key]
        around = self.page.text[max(0, name.start - region_context.LONGEST_DIRECTIONS) : name.start]
        sides = region_context.directions(around, words)
        keys = [key for side in sides if (key := self.reference.region(side))]
        return tuple(keys) or (name.key,)

    def _means_region(self, sentence: Sentence, name: RegionName, listed: bool) -> bool:
        """Whether a region's name means a region of the market: no part of another name, no seat, no "rest of"."""
        before, after = self.page.text[sentence.start : name.start], self.page.text[name.end : sentence.end]
        words = self.page.text[name.start : name.end]
        if name.key == "world" or self._is_state(words, name.start, name.end) or self._in_company_name(name):
            return False
        if not region_context.is_region(words, before, after):
            return False
        if listed:
            return True
        first = sentence.start == self.page.blocks[sentence.block].start
        macro = self.reference.regions[name.key].iso is None
        return not (
            (first and region_context.is_dateline(before, after))
            or region_context.is_elsewhere(before, after)
            or self._is_seat(before, after, macro=macro)
            or self._in_company_bracket(sentence, name)
        )

    def _in_company_name(self, name: RegionName) -> bool:
        """Whether a region's name is part of a company's."""
        span = (name.start, name.end)
        return any(start <= name.start and name.end <= end and (start, end) != span for start, end in self.taken)

    def _is_seat(self, before: str, after: str, *, macro: bool) -> bool:
        """Whether a city stands before a country's name: "Austin, Texas (USA)", not "in Berlin, Germany, and"."""
        city = None if macro else region_context.city(before)
        return city is not None and self.reference.region(city) is None and region_context.is_seat(before, after)

    def _is_state(self, words: str, start: int, end: int) -> bool:
        """Whether a name that a country and a state share stands among states: "Iowa, Georgia, Texas"."""
        if not is_ambiguous(words):
            return False
        around = self.page.text[max(0, start - AMONG) : start] + "," + self.page.text[end : end + AMONG]
        return any(is_subdivision(part.strip(_EDGES)) for part in _PARTS.split(around))

    def _in_company_bracket(self, sentence: Sentence, name: RegionName) -> bool:
        """Whether the name stands in brackets behind a company: its country."""
        opened = self.page.text.rfind("(", sentence.start, name.start)
        if opened < 0 or self.page.text.find(")", opened, name.start) >= 0:
            return False
        begin = self.page.blocks[sentence.block].start  # "Acme hf. (Iceland)": a full stop may have cut the sentence
        before = self.page.text[begin:opened].rstrip()
        if name_forms.has_legal_form(before[-60:]):
            return True
        return before.rstrip(".").endswith(self.forms) or before.endswith(self.forms)

    def _leader(self, sentence: Sentence, first: RegionName) -> None:
        rest = self.page.text[first.end : sentence.end]
        if _LEADER.match(rest) and "market" in sentence.text.lower():
            evidence = self.page.evidence(rules.REGION_LEADER, sentence.start, sentence.end)
            self.leaders.setdefault(first.key, []).append(evidence)

    def _cover(self, key: str, *evidence: Evidence) -> None:
        readings = self.covered.setdefault(key, [])
        readings += [e for e in evidence if e not in readings]

    def _claims(self) -> Iterator[Claim]:
        for key, evidence in self.covered.items():
            yield RegionClaim(RegionRole.COVERED, key, tuple(_strongest(evidence)))
        for key, evidence in self.leaders.items():
            yield RegionClaim(RegionRole.LEADER, key, tuple(evidence))
        for (key, parent), evidence in self.placed.items():
            yield PlacementClaim(key, parent, tuple(evidence))


def _strongest(evidence: list[Evidence]) -> list[Evidence]:
    """List entries where there are any, else the first sentence: one region is named in many."""
    listed = [e for e in evidence if e.rule is not rules.REGION_TEXT]
    return listed[:2] or evidence[:1]
