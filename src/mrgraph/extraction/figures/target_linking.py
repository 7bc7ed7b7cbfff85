"""Decides what a figure is about: the market, another market, or regions, companies and segments named beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mrgraph.extraction.figures.known_names import RUN, Mention, Names, forms_of, stems
from mrgraph.extraction.figures.subjects import HEADS, Kind, of_clause
from mrgraph.lexicon import figure_words
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.places import DEMONYMS
from mrgraph.records import NameClaim, Role, Target

if TYPE_CHECKING:
    from mrgraph.extraction.publication.metadata import ReportMetadata
    from mrgraph.reference import Reference

ADJECTIVE = AnyCase(
    r"\b(?:"
    + "|".join(a.replace(" ", r"\s") for a in sorted(DEMONYMS, key=len, reverse=True))
    + r")(?=\s+(?:market|region|segment|industry|sector|countr))",
)
SUBJECT_SEGMENT = AnyCase(r"\bsegments?\b|\bcategory\b|\bsub-?segment\b")
PLACED = re.compile(
    r"\s*(?:(?:a|per|each|every)\s+(?:year|annum)\s+|annually\s+|yearly\s+|p\.\s?a\.\s+)?(?:in|for|"
    r"across)\s+(?:the\s+)?",
    re.I,
)
JOINED = re.compile(r"\s*(?:,|and|&|or|,\s*and)\s*(?:the\s+)?", re.I)
FRONT = re.compile(r"\W*(?:(?:and|while|whereas|but|by\s+contrast,|demand\s+for|sales\s+of)\s+)?(?:the\s+)?", re.I)
PREDICATE = re.compile(
    r"\s+(?:(?!and\b|or\b|in\b|of\b|for\b|with\b|from\b|that\b|which\b)[a-z]+\s+)?(?:is|are|was|were|will|should|"
    r"may|grow\w*|grew|"
    r"expand\w*|rise|rises|rose|climb\w*|increas\w+|advanc\w+|at|by|between|with|totall?ed|stood|generated|reached|"
    r"brought\s+in|came\s+to)\b",
    re.I,
)
LONGEST_NAME = 80  # characters after a figure in which what it is limited to is looked for
REST = AnyCase(r"\b(?:rest|remainder)\s+of\s+(?:the\s+)?$")
_PARTS = (Role.TECHNOLOGY, Role.APPLICATION, Role.SEGMENT)
_MEASURED = figure_words.any_of("rate", "size", "share", "measure", "market", "rise")
COMMON = re.compile(
    r"(?:ware|tion|ing|ment|ics|ity|age|care|tive|ture|ance|ence|ism|ology|power|mobile|digital|retail)$", re.I
)  # no names
MEASURES = re.compile(rf"(?:{_MEASURED}|rate|\s|[()%&,/-])+", re.I)  # what heads a column, and names no segment
POSSESSIVE = re.compile(r"(?:['’´`‘]|â€™)s?(?!\w)")  # also where the apostrophe was decoded wrongly
WORLDWIDE = AnyCase(r"\b(?:global|worldwide)\b")


class TargetLinker:
    """What a page's figures can be about."""

    def __init__(
        self,
        metadata: ReportMetadata,
        names: list[NameClaim],
        reference: Reference,
        small_words: Set[str] = frozenset(),
    ) -> None:
        self.metadata, self.reference, self.small_words = metadata, reference, small_words
        companies = [n for n in names if n.role is Role.COMPANY]
        segments = [n for n in names if n.role in _PARTS and not MEASURES.fullmatch(n.name)]
        forms = forms_of(companies, short=True, not_first=stems((metadata.market, *metadata.aliases)))
        self._company_names = sorted({n.name for n in companies})
        lower = {n.name for n in companies if any(f[:1].islower() for f in (n.name, *n.aliases))}
        small = {form for form, name in forms.items() if name in lower}
        self._companies = Names("company", forms, cased=True, small=small)
        self._segments = Names("segment", forms_of(segments, short=False), cased=False)
        self._own = Names(
            "market", {n.lower(): n for n in (metadata.market, *metadata.aliases) if len(n) > 2}, cased=False
        )
        self._words = stems((metadata.market, *metadata.aliases))
        self._acronyms = _acronyms((metadata.market, *metadata.aliases))
        self._parts = stems(s.name for s in segments) | self._words
        self._seen: dict[str, list[Mention]] = {}

    def names_market(self, text: str) -> bool:
        """Whether `text` names the market itself."""
        return bool(self._own.mentions(text))

    def is_market(self, name: str) -> bool:
        """Whether a name is nothing but the market's own, or ends in it in small letters."""
        own = self._own.mentions(name)
        return bool(own) and (own[0].start < 2 or name[own[0].start].islower())

    def masked(self, text: str) -> str:
        """The text with the market's own name blotted out: no word of "fall protection" is a verb."""
        for name in self._own.mentions(text):
            text = f"{text[: name.start]}{'_' * (name.end - name.start)}{text[name.end :]}"
        return text

    def relation(self, words: list[str]) -> Kind:
        """Whether words before "market" name this market, a part of it, or one that has nothing in common with it.

        "digital lending platforms" is the digital lending market, "peer-to-peer lending" a part of it or beside it.
        """
        plain = POSSESSIVE.sub(" ", " ".join(words)).split()
        named = stems(plain)
        extra = {stem for stem in named - self._words if not self._is_spelling(stem)}
        if not extra or not self.metadata.market.isascii() or self._is_short_for(extra):
            return Kind.OWN
        if named & self._words or named != extra:
            behind = [word for word in words if stems((word,)) & extra]
            headed = words[-len(behind) :] == behind and all(word.lower().rstrip("s") in HEADS for word in behind)
            return Kind.OWN if headed else Kind.PART
        return Kind.PART if named <= self._parts else Kind.OTHER

    def _is_spelling(self, stem: str) -> bool:
        """Whether a word is one of the market's in another form or with a slip: "package" of "packaging"."""
        return len(stem) > 4 and bool(get_close_matches(stem, self._words, n=1, cutoff=0.75))

    def _is_short_for(self, extra: set[str]) -> bool:
        """Whether words beside the market's are what an acronym in its name stands for: "gallium nitride" of "GaN"."""
        first = {stem[0] for stem in extra if stem}
        return any(len(word) > 1 and word[0] in first and first <= set(word) for word in self._acronyms)

    def is_company(self, words: str) -> bool:
        """Whether words name a company: one of the document, or one that is written like a name and nothing else."""
        if self._companies.mentions(words):
            return True
        named = len(words.split()) == 1 and words[:1].isupper() and words[-1:] not in ("s", "S")
        known = (
            COMMON.search(words) or MEASURES.fullmatch(words) or self.regions(words) or self._parts & stems((words,))
        )
        return named and not known and words.lower() not in self.small_words

    def without_regions(self, words: str) -> str:
        """The words without the names of regions and their adjectives; the noun after them is left out, too."""
        text = f"{words.rstrip()} market"  # the noun makes "German" a region's adjective
        for region in reversed(self.regions(text)):
            text = f"{text[: region.start]} {text[region.end :]}"
        return text.removesuffix(" market")

    def other_market(self, clause: str) -> bool:
        """Whether a clause speaks of a market or a company that this market has nothing in common with."""
        return self.metadata.market.isascii() and of_clause(clause, self).kind is Kind.OTHER

    def regions(self, text: str) -> list[Mention]:
        """Regions named, also by their adjectives ("the North American market"), in text order."""
        if text not in self._seen:
            self._seen[text] = self._regions(text)
        return self._seen[text]

    def _regions(self, text: str) -> list[Mention]:
        named = [
            Mention(m.start(), m.end(), Target("region", key))
            for m in self.reference.names_in(text)
            if (key := self.reference.region(m[0]))
            and key != "world"
            and not REST.search(text, max(0, m.start() - 20), m.start())
        ]
        for m in ADJECTIVE.finditer(text):
            if not any(o.start < m.end() and m.start() < o.end for o in named):
                key = DEMONYMS[re.sub(r"\s", " ", m[0].lower())]
                named.append(Mention(m.start(), m.end(), Target("region", key)))
        return sorted(named, key=lambda m: m.start)

    def is_region(self, label: str) -> bool:
        """Whether a label is nothing but a region's name."""
        return any(m.end - m.start >= len(label.strip()) - 1 for m in self.regions(label))

    def company_mentions(self, text: str) -> list[Mention]:
        """Companies of this document that are named."""
        return self._companies.mentions(text)

    def company_called(self, word: str) -> str | None:
        """The one company of this document in whose name a word stands: "CES" is CES Energy Solutions Corp."""
        owners = [name for name in self._company_names if word.lower() in RUN.findall(name.lower())]
        return owners[0] if len(owners) == 1 else None

    def segment_mentions(self, text: str) -> list[Mention]:
        """Segments of this document that are named, outside the market's own name."""
        own = self._own.mentions(text)
        return [m for m in self._segments.mentions(text) if not any(o.start <= m.start and m.end <= o.end for o in own)]

    def parts(self, text: str) -> list[Mention]:
        """Regions and segments named, in text order, the report's own region left out."""
        regions = [m for m in self.regions(text) if m.target.name != self.metadata.scope]
        segments = [m for m in self.segment_mentions(text) if not any(_overlap(m, r) for r in regions)]
        return sorted([*regions, *segments], key=lambda m: (m.start, m.end))

    def part_at(self, clause: str) -> Target | None:
        """The part of the market that a clause names in its own words."""
        subject = of_clause(clause, self)
        return Target("segment", subject.words) if subject.kind is Kind.PART else None

    def named_alone(self, clause: str, *, labelled: bool = False) -> Target | None:
        """The one region, else the one segment, that the words before a figure are about."""
        return self._region_alone(clause) or self._segment_alone(clause, labelled=labelled)

    def _region_alone(self, clause: str) -> Target | None:
        """The only region that a clause names, unless it is part of the market's name or the clause is worldwide."""
        regions = [m for m in self.regions(clause) if m.target.name != self.metadata.scope]
        own = self._own.mentions(clause)
        inside = any(o.start <= m.start and m.end <= o.end for m in regions for o in own)
        alone = len({m.target for m in regions}) == 1 and not inside and not WORLDWIDE.search(clause)
        return regions[0].target if alone else None

    def _segment_alone(self, clause: str, *, labelled: bool) -> Target | None:
        """The only segment that a clause names, where it is the clause's subject; a label needs none."""
        segments = self.segment_mentions(clause)
        subject = labelled or SUBJECT_SEGMENT.search(clause) or (segments and _is_subject(clause, segments[0]))
        return segments[0].target if subject and len({m.target for m in segments}) == 1 else None

    def placed_after(self, text: str, end: int) -> Target | None:
        """The one region or segment right after a figure that ends at `end`: "8.7% in Europe", "5.1% for boats"."""
        link = PLACED.match(text, end)
        if not link:
            return None
        near = text[link.end() : link.end() + LONGEST_NAME]
        named = self.parts(near)
        if not named or named[0].start:
            return None
        joined = len(named) > 1 and JOINED.fullmatch(near[named[0].end : named[1].start])
        return None if joined else named[0].target


def _overlap(first: Mention, second: Mention) -> bool:
    return first.start < second.end and second.start < first.end


def _is_subject(clause: str, mention: Mention) -> bool:
    """Whether a clause says something of a thing that it begins with: "Rods will grow at", "and boats at"."""
    return bool(FRONT.fullmatch(clause[: mention.start]) and PREDICATE.match(clause, mention.end))


def _acronyms(names: Iterable[str]) -> set[str]:
    """The words of names that have several capitals, in small letters."""
    words = (word for name in names for word in RUN.findall(name))
    return {word.lower() for word in words if sum(letter.isupper() for letter in word) > 1}
