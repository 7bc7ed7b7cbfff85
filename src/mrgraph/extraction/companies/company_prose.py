"""Decides which names in running text are companies: players that sentences name, firms in the news, legal forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from mrgraph.extraction import rules
from mrgraph.extraction.companies import company_names
from mrgraph.extraction.companies.asian_sentences import is_asian, mentioned_asian
from mrgraph.extraction.companies.company_mentions import FEWEST, PLACEHOLDER, CompanyMentions
from mrgraph.extraction.companies.company_news import happened, is_headed
from mrgraph.extraction.companies.company_sentences import (
    OF_MARKET,
    Mentioned,
    halves,
    mentioned,
    ranked,
)
from mrgraph.extraction.companies.coordinations import coordinated
from mrgraph.extraction.companies.legal_names import ASIAN_FORM, FORM, formal, formal_asian
from mrgraph.extraction.decisions import firm_features, score_cards
from mrgraph.extraction.decisions.firm_candidates import Candidate, candidates, is_ordinary, known_firms
from mrgraph.extraction.decisions.firm_features import Names
from mrgraph.extraction.sections.lead_in_lines import DECLARES
from mrgraph.extraction.text.enumerations import Piece
from mrgraph.lexicon import firm_nouns, name_forms
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.name_forms import fold
from mrgraph.lexicon.placeholders import is_placeholder
from mrgraph.lexicon.vocabulary import ATTRIBUTE, RESIDUAL
from mrgraph.records import BlockKind, Reject

if TYPE_CHECKING:
    from mrgraph.extraction.sections.announcements import Section
    from mrgraph.extraction.text.page import Sentence

SURE = 85  # per cent: from there a name is taken where sentences name several firms plainly
UNLIKELY = 4  # per cent: below, ordinary words that a rule took are refused
NO_FIRM = "a name in running text that is hardly a firm's"
EAST_ASIAN = ("ja", "ko", "zh")  # the score card has learned nothing of them
CROWD = 3  # firms with legal forms in a paragraph
_ABSTRACT_END = re.compile(r"[a-z](?:tion|ment|ity|ness|ship|ism|ance|ence|ology)$")
_OF_COUNTRY = re.compile(r"^(?P<country>[A-Z][\w. ]{1,25}?)(?:['’]s|-based|\sand)\s+(?=[A-Z])")
_CUT_SHORT = re.compile(r"(?:\b[A-Z][a-z]{0,3}|\.[A-Z])\.\s+$")  # "Chr. Hansen A/S", cut after the abbreviation
_WORDS = re.compile(r"[a-z]+")
_TALK = firm_nouns.WORDS | frozenset(
    "others dominated led headed spearheaded characterized compete competes competing competition likes".split()
)


class ProseReader:
    """Reads the companies in the sentences of one page into `mentions`, after its lists.

    `taken`: folded names of segments, which are no companies.
    """

    def __init__(self, mentions: CompanyMentions, taken: frozenset[str]) -> None:
        self.mentions, self.page, self.reference = mentions, mentions.page, mentions.reference
        self.taken = taken
        self._loosely = False  # whether firms are known by other publishers' lists, too
        forms = {**dict(self.page.holding(FORM)), **dict(self.page.holding(ASIAN_FORM))}
        self._formal = dict(sorted(forms.items()))  # the sentences with legal forms, by number

    @cached_property
    def _firms_by_form(self) -> dict[int, tuple[Piece, ...]]:
        """The names with legal forms, by the numbers of their sentences."""
        return {number: tuple(formal(sentence.text)) for number, sentence in self._formal.items()}

    @cached_property
    def _listed_keys(self) -> frozenset[str]:
        """The keys of the names that lists give."""
        return frozenset(reading.name.key for reading in self.mentions.readings if reading.listed)

    @cached_property
    def _joint(self) -> frozenset[str]:
        """The folded names with an "and" inside that lists give: "Bausch & Lomb" is one firm in prose, too."""
        listed = (fold(reading.name.text) for reading in self.mentions.readings if reading.listed)
        return frozenset(name for name in listed if " and " in name)

    def read(self, sections: Iterable[Section]) -> None:
        """The names in sentences."""
        announced = {i for s in sections if s.kind is Kind.COMPANIES and not s.contents for i in (*s.body, s.head)}
        announced |= self._crowded()
        native: list[tuple[Piece, Sentence]] = []  # in Japanese letters: they count where there is nothing else
        for number, sentence in enumerate(self.page.sentences):
            if self._is_running_text(sentence):
                native += self._read_sentence(number, sentence, announced=sentence.block in announced)
        if len(self.mentions.keys()) < FEWEST:
            self._read_loosely()
        if not self.mentions.readings:
            for piece, sentence in native:
                self.mentions.add(piece, self.mentions.evidence_of(sentence), listed=False)

    def _read_loosely(self) -> None:
        """The names that sentences rank, and those in rows with firms that other publishers list."""
        self._loosely = True
        for number, sentence in enumerate(self.page.sentences):
            if self._is_running_text(sentence):
                names = (name for name in ranked(sentence.text, self._joint) if not is_ordinary(name.piece.text))
                self._take(tuple(names), sentence, number)
                if "," in sentence.text:
                    self._row(sentence, number, 2)

    def _crowded(self) -> set[int]:
        """The paragraphs that name several firms with their legal forms: they are about firms, announced or not."""
        counts: Counter[int] = Counter()
        for number, firms in self._firms_by_form.items():
            block = self._formal[number].block
            if self.page.blocks[block].kind is BlockKind.PARAGRAPH:
                counts[block] += len(firms)
        return {block for block, count in counts.items() if count >= CROWD}

    def _is_running_text(self, sentence: Sentence) -> bool:
        """Whether a sentence is no heading, call to buy, or fact of a profile: "Brands: X" in several of them."""
        if sentence.block in self.page.calls or self.page.blocks[sentence.block].kind is BlockKind.HEADING:
            return False
        fact = ATTRIBUTE.match(sentence.text)
        return not (fact and self.page.text.count(fact[0].strip()) > 1)

    def _read_sentence(self, number: int, sentence: Sentence, *, announced: bool) -> list[tuple[Piece, Sentence]]:
        """Try each way of naming firms on a sentence; the names in Japanese letters are handed back."""
        if "(" in sentence.text and DECLARES.search(sentence.text):  # "segmented by size (large enterprises, …)"
            return []
        talks = announced or not _TALK.isdisjoint(_WORDS.findall(sentence.text.lower()))
        if talks:
            self._enumerated(sentence, number, announced=announced)
        self._news(sentence)
        if "," in sentence.text and (talks or number in self._formal):
            self._row(sentence, number, 1 if announced else 2)
        if not sentence.text.isascii() and is_asian(sentence.text):
            return self._asian(sentence, number, announced=announced)
        return []

    def _enumerated(self, sentence: Sentence, number: int, *, announced: bool) -> None:
        """The names that a sentence enumerates, or tells about."""
        names = tuple(mentioned(sentence.text, self._joint, announced=announced))
        self._take(names, sentence, number)

    def _take(self, names: tuple[Mentioned, ...], sentence: Sentence, number: int) -> None:
        """Keep those of the names that can be companies'."""
        for name in names:
            name = replace(name, piece=self._without_country(name.piece))
            piece = name.piece
            if OF_MARKET.match(sentence.text, piece.end) or self.mentions.is_seat(sentence.text, piece):
                continue
            if is_placeholder(piece.text):
                start = sentence.start + piece.start
                self.mentions.rejects.append(Reject(piece.text, PLACEHOLDER, start, start + len(piece.text)))
            elif self._is_player(name, alone=len(names) == 1):
                evidence = self.mentions.evidence_of(sentence)
                self.mentions.add(piece, evidence, listed=False, subject=name.subject, enumeration=number)

    def _is_player(self, name: Mentioned, *, alone: bool) -> bool:
        """Whether a name that a sentence gives can be a company's: no word, no research house, no segment."""
        text = name.piece.text
        if RESIDUAL.match(text) or not self.mentions.plausible(text, strict=not name.sure) or fold(text) in self.taken:
            return False
        if name.subject and (company_names.is_researcher(text) or company_names.is_abstract(text)):
            return False
        if alone and " " not in text and _ABSTRACT_END.search(text):
            return False
        return name.sure or not self.mentions.is_common_word(text)

    def _without_country(self, piece: Piece) -> Piece:
        """A name without the country that it is said to be of: "Taiwan's Acme", "Swiss-based Acme"."""
        origin = _OF_COUNTRY.match(piece.text)
        if not origin or self.reference.region(origin["country"]) is None:
            return piece
        return Piece(piece.start + origin.end(), piece.end, piece.text[origin.end() :])

    def _news(self, sentence: Sentence) -> None:
        """The firms that a piece of news is about."""
        headed = is_headed(self.page.heading(sentence.block))
        for firm in happened(sentence.text, headed=headed):
            for piece in halves(firm):
                if self._is_firm(piece.text):
                    self.mentions.add(piece, self.mentions.evidence_of(sentence), listed=False, subject=True)

    def _row(self, sentence: Sentence, number: int, fewest: int) -> None:
        """Names in a row, of which `fewest` are known to be firms'."""
        for name in coordinated(sentence.text, self._is_known, fewest, self._joint):
            for piece in halves(name, self._joint):
                seat = self.mentions.is_seat(sentence.text, piece)
                if self._is_firm(piece.text) and fold(piece.text) not in self.taken and not seat:
                    self.mentions.add(piece, self.mentions.evidence_of(sentence), listed=False, enumeration=number)

    def _is_firm(self, text: str) -> bool:
        """Whether a name beside others, or in the news, can be a firm's."""
        plausible = self.mentions.plausible(text, strict=True) and not company_names.is_abstract(text)
        return plausible and not self.mentions.is_common_word(text)

    def _is_known(self, text: str) -> bool:
        """Whether a name has a legal form or was read from a list, where few are named from others' lists."""
        key = name_forms.key(text)
        return name_forms.has_legal_form(text) or key in self._listed_keys or (self._loosely and key in known_firms())

    def _asian(self, sentence: Sentence, number: int, *, announced: bool) -> list[tuple[Piece, Sentence]]:
        """The names in a Japanese or Korean sentence; those in its own script are handed back."""
        native = []
        for piece, latin in mentioned_asian(sentence.text, announced=announced):
            if not self.mentions.plausible(piece.text, strict=latin) or self.mentions.is_common_word(piece.text):
                continue
            if latin:
                self.mentions.add(piece, self.mentions.evidence_of(sentence), listed=False, enumeration=number)
            else:
                native.append((piece, sentence))
        return native

    # ------------------------------------------------------------------ names that the score card takes

    def read_learned(self) -> None:
        """Names in running text that the score card takes for firms', where lists name hardly any."""
        if len(self._listed_keys) >= FEWEST or self.page.document.language in EAST_ASIAN:
            return
        card, names = score_cards.load("firms"), self.names()
        few = len(self.mentions.keys()) < FEWEST
        accept = card.accept if few else SURE
        for candidate in filter(self.is_asked, tuple(names.every.values())):
            certainty = score_cards.certainty(card.score(firm_features.answers(candidate, names)))
            if candidate.ruled:
                if few and certainty < UNLIKELY and is_ordinary(candidate.name):
                    self._drop(candidate.key)
            elif certainty >= accept:
                self._propose(candidate, certainty)

    def names(self) -> Names:
        """What the score card asks of the names in this page's running text."""
        ruled = frozenset(reading.name.key for reading in self.mentions.readings)
        market = frozenset(re.findall(r"[a-z]{3,}", self.mentions.market.lower()))
        return Names(
            candidates(self.page, ruled), self.page.small_words, known_firms(), self._is_place, self.taken, market
        )

    def is_asked(self, candidate: Candidate) -> bool:
        """Whether the score card decides: no list gives the name, and it is no place, publisher or part of a name."""
        if candidate.ruled or candidate.key in self._listed_keys:
            return candidate.key not in self._listed_keys
        mention = candidate.mentions[0]
        sentence = self.page.sentences[mention.sentence]
        part = self.mentions.is_part(sentence.start + mention.start, sentence.start + mention.end)
        seat = self.mentions.is_seat(sentence.text, Piece(mention.start, mention.end, mention.text))
        return not (part or seat) and self.mentions.plausible(candidate.name, strict=True)

    def _is_place(self, text: str) -> bool:
        return self.reference.region(text) is not None

    def _propose(self, candidate: Candidate, certainty: int) -> None:
        """Keep a candidate, with the sentences that name it as evidence."""
        for mention in candidate.mentions:
            sentence = self.page.sentences[mention.sentence]
            evidence = self.page.evidence(rules.COMPANY_LEARNED, sentence.start, sentence.end)
            piece = Piece(mention.start, mention.end, mention.text)
            self.mentions.add(piece, evidence, listed=False, enumeration=mention.sentence, certainty=certainty)

    def _drop(self, key: str) -> None:
        """Refuse what a rule read where too little else speaks for a firm."""
        dropped = [reading for reading in self.mentions.readings if reading.name.key == key]
        self.mentions.readings = [reading for reading in self.mentions.readings if reading.name.key != key]
        for start, end in sorted({reading.span for reading in dropped}):
            self.mentions.reject(Piece(start, end, self.page.text[start:end]), NO_FIRM)

    # ------------------------------------------------------------------ names with legal forms

    def read_formal(self) -> None:
        """Names with legal forms in running text: firms, whatever the sentence says of them."""
        for number, sentence in self._formal.items():
            if sentence.block in self.page.calls:
                continue
            for firm in self._with_forms(number, sentence):
                cut = self.mentions.is_part(sentence.start + firm.start, sentence.start + firm.end)
                if not cut and self.mentions.plausible(firm.text, strict=True):
                    self.mentions.add(firm, self.mentions.evidence_of(sentence), listed=False, enumeration=number)

    def _with_forms(self, number: int, sentence: Sentence) -> Iterator[Piece]:
        """The names with legal forms in a sentence, without research houses and names that lost their beginning."""
        for firm in (*formal_asian(sentence.text), *self._firms_by_form[number]):
            beheaded = not firm.start and _CUT_SHORT.search(self.page.text, max(0, sentence.start - 6), sentence.start)
            if not beheaded and not company_names.is_researcher(firm.text):
                yield firm
