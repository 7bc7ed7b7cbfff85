"""Decides what the segments of a market are: lists of every form, then sentences on axes that no list gave."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mrgraph.extraction import rules
from mrgraph.extraction.sections.announcements import Announcement, Manner, Section
from mrgraph.extraction.sections.cue_phrases import ANSWER, CuePhrases, is_other_topic
from mrgraph.extraction.segments import segment_entries
from mrgraph.extraction.segments.segment_names import can_name
from mrgraph.extraction.segments.segment_sentences import (
    Ranking,
    Segmentation,
    answer,
    ranking,
    ranking_continued,
    segment_spoken_of,
    segmentations,
    segments_told_of,
)
from mrgraph.extraction.segments.segment_variants import ROLES, Segments, axis_key, without_halves
from mrgraph.extraction.text.enumerations import Piece, pieces, trimmed
from mrgraph.extraction.text.lists import Entry, Form, Run, is_enumeration, runs, tree
from mrgraph.extraction.text.page import Page, Sentence
from mrgraph.lexicon import axes, name_forms, spelling
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.name_forms import fold
from mrgraph.lexicon.placeholders import is_placeholder
from mrgraph.lexicon.vocabulary import OTHER_CLASS, RESIDUAL
from mrgraph.records import BlockKind, Evidence, Reject, Role, Rule

if TYPE_CHECKING:
    from mrgraph.extraction.publication.metadata import ReportMetadata
    from mrgraph.reference import Reference

NO_SEGMENT = "an entry that is no segment, under a heading that announces segments"
OTHERS, PLACEHOLDER = "an 'others' class", "a placeholder for a segment"
PROSE_LIMIT = 7  # words of a segment's name in a sentence
_TELLS = re.compile(r"[%％]|\b(?:per\s?cent|share|largest|fastest|segments?|revenues?)\b", re.I)  # shares and ranks
ODD = 6  # of so many pieces of an enumeration one may be no name
FEWEST = 2  # sub-headings beside "Others" that make a list
NEAR = 4  # blocks between an announcer and its first line
_ARTICLE = re.compile(r"^the\s+(?=[a-z])")
_PART = re.compile(  # its share of the market, or its growth
    r"\s*[-–—:(]\s*\d+(?:\.\d+)?\s?%[^()]*\)?$|"
    r"\s+(?:in|de)creased?\s.*$|\s+(?:rose|fell|grew|gained|dropped|declined|jumped|surged)\s+(?:by\s+)?\d.*$"
)
_NOTE = re.compile(r"^(?:e\.?g\.?|such\s+as|including|like|for\s+example|i\.?e\.?|incl\.?)\b", re.I)
_BRACKET = re.compile(r"^(?P<head>[^()]{2,80}?)\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\W*$")
_TAIL = re.compile(r"(?i)\s+(?:segments?|sub-?segments?|category|applications?)$")


def _are_axes(names: list[Piece]) -> bool:
    """Whether all names are those of axes, as in "by type and application"; "Shaft type, Hub type" are types."""
    if len(names) > 1 and len({p.text.rsplit(maxsplit=1)[-1].lower() for p in names}) == 1:
        return False
    return all(axes.whole(p.text, frozenset(), any_name=False) for p in names)


def _is_other(piece: Piece) -> bool:
    """Whether a piece stands for what an enumeration leaves out."""
    return bool(OTHER_CLASS.search(piece.text) or RESIDUAL.match(piece.text))


class SegmentReader:
    """Reads the segments of one page; `companies`: keys of names that lists gave as companies."""

    def __init__(
        self, page: Page, metadata: ReportMetadata, reference: Reference, cues: CuePhrases, companies: frozenset[str]
    ) -> None:
        self.page, self.reference, self.cues, self.companies = page, reference, cues, companies
        self.segments = Segments()
        names = (metadata.market, *metadata.aliases)
        self.own = {fold(n).rstrip("s") for n in names if n} | {fold(n + " market") for n in names if n}

    def read(self, sections: tuple[Section, ...]) -> Segments:
        """All segments: announced lists first, then sentences on axes that no list gave, last of all the contents."""
        chapters, sections = tuple(s for s in sections if s.contents), tuple(s for s in sections if not s.contents)
        for section in sections:
            if section.kind in ROLES and section.manner is not Manner.QUESTION:
                self._read_section(self._as_sublist(section))
        self._asked([s for s in sections if s.kind in ROLES and s.manner is Manner.QUESTION])
        self._stated(sections)
        self._ranked()
        self._spoken_of(sections)
        self._unannounced()
        self._chapters(chapters)
        without_halves(self.segments)
        if not self.segments.has(Role.TECHNOLOGY):
            for section in sections:
                if section.kind is Kind.SEGMENTATION and self._read_section(
                    replace(section, kind=Kind.TYPES, axis="Type"), lists_only=True
                ):
                    break
        return self.segments

    def _chapters(self, chapters: tuple[Section, ...]) -> None:
        """What tables of contents list on axes that nothing else has given."""
        given = self.segments.axes_given()
        for section in chapters:
            axis = axis_key(section.kind, section.axis)
            if axis and axis not in given and not self._is_again(section):
                for run in runs(self.page, section.body):
                    if run.form in (Form.ITEMS, Form.LINES):
                        self._read_run(run, section, rules.SEGMENT_CONTENTS)

    def _is_again(self, section: Section) -> bool:
        """Whether a chapter lists what another axis has: "by Channel" in the text, "by Outlet" in the contents."""
        known = {folded for _, _, folded in self.segments.names}
        words = [self.page.words(self.page.blocks[i]) for i in section.body]
        named = [fold(spelling.slug(trimmed(w, 0, len(w)).text)) for w in words]
        return sum(name in known for name in named) * 2 > len(named)

    def _as_sublist(self, section: Section) -> Section:
        """A section whose axis is a segment found before ("By Ball Valves: …") lists segments of the same kind."""
        if section.kind is Kind.SEGMENTS and section.axis:
            folded = fold(section.axis)
            for kind, role in ROLES.items():
                if (role, "", folded) in self.segments.names:
                    return replace(section, kind=kind, axis=None)
        return section

    # ------------------------------------------------------------------ announced lists

    def _read_section(self, section: Section, *, lists_only: bool = False) -> bool:
        """Read the list of a section: on the announcer's line, else the first one in its body."""
        if section.span:
            self._pieces(*section.span, section, rules.SEGMENT_INLINE)
            return True
        lists = runs(self.page, section.body)
        for run in lists:
            if run.form is not Form.PROSE and self._read_run(run, section):
                return True
        if lists_only or self.segments.has(ROLES[section.kind], section.axis):
            return False
        prose = [i for run in lists if run.form is Form.PROSE for i in run.blocks][:3]
        asked = Announcement(section.kind, section.axis)
        return any(self._paragraph(i, section, asked if section.manner is Manner.QUESTION else None) for i in prose)

    def _read_run(self, run: Run, section: Section, rule: Rule | None = None) -> bool:
        """The segments in one list; False where it is a list of something else. `rule`: not that of its form."""
        first = run.blocks[0]
        if run.form is Form.COMMAS:
            block = self.page.blocks[first]
            return self._pieces(block.start, block.end, section, rules.SEGMENT_LINE)
        if run.form is Form.LINES and first - section.head > NEAR:
            return False
        entries = tree(self.page, run.blocks)
        leaves = self._leaves_of(run, entries)
        real = [p for p in leaves if p.text and not RESIDUAL.match(p.text)]
        if not self._are_segments(real, run) or segment_entries.are_facts(self.page.text, entries, section):
            for piece in real:
                self._reject(piece, NO_SEGMENT)
            return False
        rule = rule or (rules.SEGMENT_LINE if run.form is Form.LINES else rules.SEGMENT_LIST)
        for piece in leaves:
            self._add_announced(piece, section, rule)
        return True

    def _are_segments(self, names: list[Piece], run: Run) -> bool:
        """Whether half of the names in a list, two at least of sub-headings, can be segments and are no firms."""
        good = [p for p in names if self._plausible(p.text)]
        fewest = 2 if run.form is Form.HEADINGS else 1
        return len(good) >= fewest and len(good) * 2 >= len(names) and not self._is_of_firms(good)

    def _leaves_of(self, run: Run, entries: tuple[Entry, ...]) -> list[Piece]:
        """What the entries of a list name."""
        leaves = [leaf for entry in entries for leaf in self._leaves(entry)]
        if len(leaves) == 1 and run.form is Form.ITEMS and is_enumeration(leaves[0].text):
            leaves = pieces(leaves[0].text, leaves[0].start)
        return [self._shortened(piece) for piece in leaves] if run.form is Form.HEADINGS else leaves

    def _leaves(self, entry: Entry) -> list[Piece]:
        """What an entry names: itself, or what it groups below it, in brackets or behind a colon."""
        sentences = sum(segment_entries.is_statement(self.page, e) for e in entry.below)
        below = [leaf for e in entry.below for leaf in self._leaves(e)] if sentences * 2 <= len(entry.below) else []
        good = [p for p in below if self._plausible(p.text) and len(p.text.split()) <= PROSE_LIMIT]
        if good and len(good) * 2 > len(below) and self._plausible(entry.piece.text):
            return below
        if entry.rest and segment_entries.is_sublist(entry.rest):
            return pieces(self.page.text[entry.rest.start : entry.rest.end], entry.rest.start)
        return self._bracketed(entry.piece)

    def _shortened(self, piece: Piece) -> Piece:
        """A heading's words without the "Segment" at their end; the whole heading becomes another form of the name."""
        text = _TAIL.sub("", piece.text)
        if text != piece.text:
            self.segments.aliases[fold(text)] = piece.text
        return Piece(piece.start, piece.start + len(text), text)

    def _bracketed(self, piece: Piece) -> list[Piece]:
        """The entries bracketed behind a group's name: "Laser (CO2, Fiber)" has two; "(e.g. …)" and acronyms none."""
        bracket = _BRACKET.match(piece.text)
        if bracket and not _NOTE.match(bracket["inside"]):
            inside = pieces(bracket["inside"], piece.start + bracket.start("inside"))
            if len(inside) > 1 and all(self._plausible(p.text) or RESIDUAL.match(p.text) for p in inside):
                return inside
        return [piece]

    def _is_of_firms(self, names: list[Piece]) -> bool:
        """Whether a list names companies, whatever it is announced as."""
        known = sum(name_forms.key(p.text) in self.companies for p in names)
        formal = sum(name_forms.has_legal_form(p.text) for p in names)
        return known * 2 > len(names) or formal * 2 > len(names)

    def _pieces(self, start: int, end: int, section: Section, rule: Rule) -> bool:
        """The pieces of an enumeration, brackets opened."""
        parts = pieces(self.page.text[start:end], start)
        opened = [leaf for p in parts for leaf in self._bracketed(p)]
        good = [p for p in opened if self._plausible(p.text)]
        if (
            len(good) * 2 < len([p for p in opened if not RESIDUAL.match(p.text)])
            or not good
            or self._is_of_firms(good)
        ):
            return False
        for piece in opened:
            self._add_announced(piece, section, rule)
        return True

    # ------------------------------------------------------------------ answers and sentences

    def _asked(self, sections: list[Section]) -> None:
        """Answers to questions for segments, where no list has given them."""
        wanted = [s for s in sections if not self.segments.has(ROLES[s.kind], s.axis)]
        for section in wanted:
            lists = runs(self.page, section.body)
            asked = Announcement(section.kind, section.axis)
            if lists and lists[0].form is Form.COMMAS and self._paragraph(lists[0].blocks[0], section, asked):
                continue
            if not any(run.form is not Form.PROSE and self._read_run(run, section) for run in lists) and lists:
                self._paragraph(lists[0].blocks[0], section, asked)

    def _paragraph(self, number: int, section: Section, asked: Announcement | None) -> bool:
        """The first enumeration that a paragraph states."""
        for sentence in self.page.sentences_in(number):
            for stated in segmentations(sentence.text, self.cues, asked=asked) or answer(sentence.text, asked):
                fits = stated.announcement.kind in (section.kind, Kind.SEGMENTATION)
                if fits and self._enumerated(sentence, stated, replace(section, head=number)):
                    return True
        return False

    def _stated(self, sections: tuple[Section, ...]) -> None:
        """Sentences anywhere that say how the market is segmented, for the axes that no list gave."""
        given = self.segments.axes_given()
        closed = {i for s in sections if s.kind is Kind.COMPANIES for i in s.body}
        for sentence in self.page.sentences:
            if sentence.block in self.page.calls:
                continue
            for stated in segmentations(sentence.text, self.cues):
                announced = stated.announcement
                kind = Kind.TYPES if announced.kind is Kind.SEGMENTATION else announced.kind
                axis = axis_key(kind, announced.axis)
                if axis is None or axis in given:
                    continue
                if stated.sure or (sentence.block not in closed and self._about_market(sentence.text)):
                    self._enumerated(sentence, stated, Section(kind, announced.axis, sentence.block, ""))

    def _ranked(self) -> None:
        """Segments that sentences rank by name, and what goes on about them, on axes that nothing else has given."""
        given = self.segments.axes_given()
        above: tuple[int, Announcement] | None = None
        for sentence in self.page.sentences:
            if sentence.block in self.page.calls:
                continue
            ranked = ranking(sentence.text, self.cues)
            if ranked is None and above and above[0] == sentence.block:
                ranked = ranking_continued(sentence.text, above[1])
            if ranked is None:
                continue
            above = sentence.block, ranked.announcement
            if axis_key(ranked.announcement.kind, ranked.announcement.axis) not in given:
                self._add_ranked(ranked, sentence)

    def _add_ranked(self, ranked: Ranking, sentence: Sentence) -> None:
        section = Section(ranked.announcement.kind, ranked.announcement.axis, sentence.block, "")
        evidence = self.page.evidence(rules.SEGMENT_SENTENCE, sentence.start, sentence.end)
        for start, end in ranked.spans:
            piece = trimmed(self.page.text, sentence.start + start, sentence.start + end)
            if self._is_short_name(piece) and not OTHER_CLASS.search(piece.text):
                self._add(piece, section, evidence)

    def _is_short_name(self, piece: Piece) -> bool:
        """Whether words of a sentence can name a segment: they are fewer than those of a list's entry."""
        return self._plausible(piece.text) and len(piece.text.split()) <= PROSE_LIMIT

    def _unannounced(self) -> None:
        """Applications that stand as sub-headings, with an "Others" among them, under no announcement of their own."""
        if self.segments.has(Role.APPLICATION):
            return
        for number, block in enumerate(self.page.blocks):
            if block.kind is BlockKind.HEADING and RESIDUAL.match(self.page.words(block)):
                siblings = self._siblings(number)
                if len(siblings) > FEWEST:
                    heading = self.page.words(self.page.blocks[siblings[0]])
                    section = Section(Kind.APPLICATIONS, "Application", siblings[0], heading)
                    self._read_run(Run(Form.HEADINGS, siblings), section)

    def _siblings(self, number: int) -> tuple[int, ...]:
        """The headings of one level, each with its text, that end with heading `number`."""
        siblings = [number]
        for before in range(number - 1, -1, -1):
            block = self.page.blocks[before]
            words = self.page.words(block)
            if block.kind is BlockKind.HEADING:
                fits = len(words.split()) <= PROSE_LIMIT and self._plausible(words) and not is_other_topic(words)
                if not fits or block.level != self.page.blocks[number].level:
                    break
                siblings.append(before)
            elif block.kind is not BlockKind.PARAGRAPH:
                break
        return tuple(reversed(siblings))

    def _spoken_of(self, sections: tuple[Section, ...]) -> None:
        """Segments that the paragraphs under an axis are about: "The ball valves segment led in 2023"."""
        given = self.segments.axes_given()
        for section in sections:
            axis = axis_key(section.kind, section.axis)
            if axis is None or axis in given:
                continue
            headed = self._is_headed(section)
            for sentence in (s for i in section.body for s in self.page.sentences_in(i)):
                span = segment_spoken_of(sentence.text)
                spans = (span,) if span else segments_told_of(sentence.text) if headed else ()
                for start, end in spans:
                    piece = trimmed(sentence.text, start, end, sentence.start)
                    if self._is_short_name(piece) and not OTHER_CLASS.search(piece.text):
                        evidence = self.page.evidence(rules.SEGMENT_SENTENCE, sentence.start, sentence.end)
                        self._add(piece, section, evidence)

    def _is_headed(self, section: Section) -> bool:
        """Whether a heading names the axis of a section plainly, so that its sentences tell of its segments."""
        head = self.page.blocks[section.head]
        headed = head.kind is BlockKind.HEADING or not self.page.words(head).endswith((".", ":"))
        told = any(_TELLS.search(self.page.words(self.page.blocks[i])) for i in section.body)
        return section.manner is Manner.PLAIN and headed and told

    def _about_market(self, text: str) -> bool:
        folded = fold(text)
        return " market" in folded or any(name and name in folded for name in self.own)

    def _enumerated(self, sentence: Sentence, stated: Segmentation, section: Section) -> bool:
        """The pieces of an enumeration in a sentence; False when it is none."""
        lead = ANSWER.match(sentence.text[stated.start : stated.end])
        start = stated.start + (lead.end() if lead else 0)
        enumerated = pieces(sentence.text[start : stated.end], sentence.start + start)
        parts = [leaf for piece in enumerated for leaf in self._bracketed(piece)]
        names = [p for p in parts if self._is_short_name(p)]
        odd = [p for p in parts if p not in names and not _is_other(p)]
        if len(parts) < 2 or not names or _are_axes(names) or len(odd) * ODD > len(parts):
            return False
        evidence = self.page.evidence(rules.SEGMENT_SENTENCE, sentence.start, sentence.end)
        for piece in parts:
            if piece in odd:
                self._reject(piece, NO_SEGMENT)
            else:
                self._add_told(piece, section, evidence)
        return True

    def _add_told(self, piece: Piece, section: Section, evidence: Evidence) -> None:
        """A piece of an enumeration in a sentence, unless it stands for what is left out."""
        if _is_other(piece):
            self._reject(piece, OTHERS)
        else:
            self._add(piece, section, evidence)

    # ------------------------------------------------------------------ single segments

    def _add_announced(self, piece: Piece, section: Section, rule: Rule) -> None:
        """One announced segment: kept, or refused with the reason."""
        if RESIDUAL.match(piece.text):
            self._reject(piece, OTHERS)
        elif is_placeholder(piece.text):
            self._reject(piece, PLACEHOLDER)
        elif not self._plausible(piece.text):
            self._reject(piece, NO_SEGMENT)
        else:
            self._add(piece, section, self.page.evidence(rule, piece.start, piece.end, section.heading))

    def _add(self, piece: Piece, section: Section, evidence: Evidence) -> None:
        name = _ARTICLE.sub("", " ".join(_PART.sub("", piece.text).split()))
        axis = axis_key(section.kind, section.axis)
        if axis is None or not fold(name):
            return
        if fold(name).rstrip("s") in self.own:
            self._reject(piece, "the market itself, listed as one of its own segments")
            return
        self.segments.add((*axis, fold(spelling.slug(name))), name, section.axis, evidence)

    def _plausible(self, text: str) -> bool:
        return can_name(text, self.reference)

    def _reject(self, piece: Piece, why: str) -> None:
        self.segments.rejects.append(Reject(self.page.text[piece.start : piece.end], why, piece.start, piece.end))
