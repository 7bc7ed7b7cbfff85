"""Decides what a figure is about: the market, another market, or regions, companies and segments named beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrgraph.extraction.text.statements import Statement
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.legal_forms import KEYS
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
CLAUSE = AnyCase(r";|,\s+(?:while|whereas|and\s+the|but)\s|\bwhile\b|\bwhereas\b")
SUBJECT_SEGMENT = AnyCase(r"\bsegments?\b|\bcategory\b|\bsub-?segment\b")
PLACED = re.compile(
    r"\s*(?:(?:a|per|each|every)\s+(?:year|annum)\s+|annually\s+|yearly\s+|p\.\s?a\.\s+)?(?:in|for|across)\s+(?:the\s+)?",
    re.I,
)
JOINED = re.compile(r"\s*(?:,|and|&|or|,\s*and)\s*(?:the\s+)?", re.I)
FRONT = re.compile(r"\W*(?:(?:and|while|whereas|but|by\s+contrast,|demand\s+for|sales\s+of)\s+)?(?:the\s+)?", re.I)
PREDICATE = re.compile(
    r"\s+(?:(?!and\b|or\b|in\b|of\b|for\b|with\b|from\b|that\b|which\b)[a-z]+\s+)?(?:is|are|was|were|will|should|may|grow\w*|grew|"
    r"expand\w*|rise|rises|rose|climb\w*|increas\w+|advanc\w+|at|by|between|with|totall?ed|stood|generated|reached|"
    r"brought\s+in|came\s+to)\b",
    re.I,
)
LONGEST_NAME = 80  # characters after a figure in which what it is limited to is looked for
REST = AnyCase(r"\b(?:rest|remainder)\s+of\s+(?:the\s+)?$")
BRACKETS = re.compile(r"\([^)]*\)")
POSSESSIVE = re.compile(r"(?:['’´`‘]|â€™)s?(?!\w)")  # also where the apostrophe was decoded wrongly
CAMEL = re.compile(r"[a-z]+[A-Z]")
WORLDWIDE = AnyCase(r"\b(?:global|worldwide)\b")
RUN = re.compile(r"[A-Za-z0-9À-ɏ]+")
MARKET_PHRASE = re.compile(r"((?:[\w&/.'’-]+\s+){1,7}?)(?:markets?|industry|sector)\b", re.I)
STOP = frozenset(
    "the a an in of for to is was are were and that this these those with by from at on as into its their our "
    "whose which while than has have had within between "
    "across toward towards about over how what where why entire whole each every said says".split()
)
GENERIC = frozenset(
    "global globally worldwide world overall total current size value growing regional domestic local target "
    "key major emerging report market industry sector base "
    "international niche broader future new expanding growth mature dynamic largest leading fastest-growing "
    "booming addressable national single share revenue industry's exact precise actual specific "
    "particular potential competitive promising lucrative dominant significant substantial robust steady "
    "strong".split()
)
NOT_FIRST = frozenset(
    "general global american national united advanced first new the international universal standard "
    "industrial asia china india japan europe north south east west pacific digital "
    "smart green blue target data power energy applied central modern precision premier royal super micro "
    "medical health "
    "gulf nordic baltic arab arabian iberian pacific atlantic eastern western northern southern continental".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A known thing named in a text."""

    start: int
    end: int
    target: Target


class _Names:
    """Known names, found in a text by their first word; the longest one wins."""

    def __init__(self, kind: str, forms: dict[str, str], *, cased: bool, small: Set[str] = frozenset()) -> None:
        self.kind, self.cased, self.small = kind, cased, small
        self.by_word: dict[str, list[tuple[str, str]]] = {}
        self.others: list[tuple[str, str]] = []
        for form, name in sorted(forms.items(), key=lambda item: (-len(item[0]), item[0])):
            first = RUN.match(form)
            if first:
                self.by_word.setdefault(first[0], []).append((form, name))
            elif len(form) > 1:
                self.others.append((form, name))

    def mentions(self, text: str) -> list[Mention]:
        """Where they are named, in text order."""
        low = text.lower()
        if len(low) != len(text):  # a letter whose small form is longer would shift all places
            return []
        mentions = list(self._by_first_words(text, low))
        for form, name in self.others:
            start = low.find(form)
            while start >= 0:
                end = start + len(form)
                if all(m.end <= start or m.start >= end for m in mentions):
                    mentions.append(Mention(start, end, Target(self.kind, name)))
                start = low.find(form, end)
        return sorted(mentions, key=lambda m: m.start)

    def _by_first_words(self, text: str, low: str) -> Iterator[Mention]:
        done = 0
        for run in RUN.finditer(low):
            start = run.start()
            if start < done or run[0] not in self.by_word or (start and text[start - 1] in "&-'’"):
                continue
            mention = self._longest(text, low, run)
            if mention:
                done = mention.end
                yield mention

    def _longest(self, text: str, low: str, run: re.Match[str]) -> Mention | None:
        """The longest name that begins with a word; names with capitals are not written small, but for some."""
        start = run.start()
        lower = self.cased and text[start].islower() and not CAMEL.match(text, start)
        for form, name in self.by_word[run[0]]:
            end = start + len(form)
            if lower and form not in self.small:
                continue
            if low.startswith(form, start) and (end == len(low) or not RUN.match(low, end) or not form[-1].isascii()):
                return Mention(start, end, Target(self.kind, name))
        return None


class TargetLinker:
    """What a page's figures can be about."""

    def __init__(self, metadata: ReportMetadata, names: list[NameClaim], reference: Reference) -> None:
        self.metadata, self.reference = metadata, reference
        companies = [n for n in names if n.role is Role.COMPANY]
        segments = [n for n in names if n.role in (Role.TECHNOLOGY, Role.APPLICATION, Role.SEGMENT)]
        forms = _forms(companies, short=True, not_first=_stems((metadata.market, *metadata.aliases)))
        self._company_names = sorted({n.name for n in companies})
        lower = {n.name for n in companies if any(f[:1].islower() for f in (n.name, *n.aliases))}
        small = {form for form, name in forms.items() if name in lower}
        self._companies = _Names("company", forms, cased=True, small=small)
        self._segments = _Names("segment", _forms(segments, short=False), cased=False)
        self._own = _Names(
            "market", {n.lower(): n for n in (metadata.market, *metadata.aliases) if len(n) > 2}, cased=False
        )
        self._words = _stems((metadata.market, *metadata.aliases))
        self._parts = _stems(s.name for s in segments) | self._words
        self._seen: dict[str, list[Mention]] = {}

    def names_market(self, text: str) -> bool:
        """Whether `text` names the market itself."""
        return bool(self._own.mentions(text))

    def other_market(self, before: str) -> bool:
        """Whether the last "market" named in `before` shares no word with this one: "the global smartphone market"."""
        phrases = MARKET_PHRASE.findall(before)
        if not phrases or not self.metadata.market.isascii():
            return False
        phrase = phrases[-1]
        for region in reversed(self.regions(f"{phrase}market")):  # the noun makes "German" a region's adjective
            phrase = phrase[: region.start] + " " + phrase[region.end :]
        words = [word.strip(".,'’").lower() for word in POSSESSIVE.sub(" ", phrase).split()]
        while STOP & set(words):
            words = words[1:]
        stems = _stems(word for word in words if word not in GENERIC and RUN.match(word) and not word[0].isdigit())
        return bool(stems) and not stems & self._words and not stems <= self._parts

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

    def scope(self, statement: Statement, position: int) -> Target | None:
        """The one region or segment that a figure at `position` is limited to; None for the whole market."""
        before = statement.text[:position]
        cuts = [m.end() for m in CLAUSE.finditer(before)]
        return self.named_alone(before[cuts[-1] :] if cuts else before, labelled=bool(statement.label))

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


def _stems(names: Iterable[str]) -> set[str]:
    """The words of names, shortened so that plurals and most derivations agree."""
    return {word.rstrip("s")[:7] for name in names for word in RUN.findall(name.lower())}


def _forms(names: list[NameClaim], *, short: bool, not_first: Set[str] = frozenset()) -> dict[str, str]:
    """Lower-case form -> name; for companies also the distinctive first word ("Amkor" of "Amkor Technology").

    `not_first`: stems of words of the market's name, which stand for no company.
    """
    forms: dict[str, str] = {}
    firsts: dict[str, set[str]] = {}
    for claim in names:
        for form in (claim.name, *claim.aliases):
            forms.setdefault(form.lower(), claim.name)
            for variant in (_stripped(form),) if short else _variants(form):
                if len(variant) > 2:
                    forms.setdefault(variant.lower(), claim.name)
        words = _stripped(claim.name).split() if short else []
        first = words[0].strip(",.").lower() if len(words) > 1 else ""
        if len(first) > 3 and first not in NOT_FIRST and not _stems((first,)) <= not_first:
            firsts.setdefault(first, set()).add(claim.name)
    for first, owners in firsts.items():
        if len(owners) == 1:
            forms.setdefault(first, *owners)
    return forms


def _variants(form: str) -> tuple[str, ...]:
    """A segment's name in the other number, without hyphens, without what stands in brackets."""
    plain = " ".join(BRACKETS.sub(" ", form).split())
    other = plain.removesuffix("s") if plain.endswith("s") else f"{plain}s"
    return plain, other, plain.replace("-", " "), other.replace("-", " ")


def _stripped(name: str) -> str:
    """The name without its legal form."""
    words = name.split()
    while len(words) > 1 and words[-1].lower().replace(".", "").strip("(),/") in KEYS:
        words.pop()
    return " ".join(words).strip(" ,.&")
