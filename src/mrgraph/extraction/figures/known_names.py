"""Known names, found in a text: companies by their distinctive words, segments in either number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from mrgraph.lexicon.legal_forms import KEYS
from mrgraph.records import NameClaim, Target

BRACKETS = re.compile(r"\([^)]*\)")
CAMEL = re.compile(r"[a-z]+[A-Z]")
RUN = re.compile(r"[A-Za-z0-9À-ɏ]+")
NOT_FIRST = frozenset(
    "general global american national united advanced first new the international universal standard "
    "industrial asia china india japan europe north south east west pacific digital "
    "smart green blue target data power energy applied central modern precision premier royal super micro "
    "medical health "
    "gulf nordic baltic arab arabian iberian pacific atlantic eastern western northern southern continental".split()
)


_NAME = r"[A-Z][\w&.’'-]*(?:\s(?:&\s)?[A-Z][\w&.’'-]*){0,3}"
_NOT_NAMED = (
    r"(?!(?:The|It|Its|This|These|Their|In|By|For|With|Total|Global|Sales|Revenues?|Demand|Market|Experts|Analysts|Researchers|"
    r"Industry|Vendors|Players|Companies|Consumers|Q[1-4]|H[12])\b)"
)
_DOES = r"(?:posted|reported|recorded|generated|earned|booked|registered|made|had|followed|brought\s+in|took\s+in)"
_ABOUT = r"(?:(?:about|around|some|over|nearly|almost|roughly|approximately|just|more\s+than|an?|estimated)\s+)*"
RANKED = (
    re.compile(  # whose sales an amount right behind is: "A ranked second with", "followed by B with", "while C posted"
        rf"(?:^|[;,]\s+|\b(?:while|whereas|and|by|"
        rf"but)\s+){_NOT_NAMED}(?P<name>{_NAME})(?:,\s[^,;]{{3,60}},)?\s+(?:[a-z]+ly\s+)?"
        rf"(?:(?:ranked|came|placed|finished|is|was)\s[^,;.]{{0,25}}?\bwith\s+|{_DOES}\s+(?:with\s+)?|with\s+)"
        rf"(?:(?:its\s+)?(?:revenues?|sales|turnover)\s+(?:of\s+)?)?{_ABOUT}$"
    )
)
LED = re.compile(  # "A kept its lead, with revenue up 18% to"
    rf"^\W*{_NOT_NAMED}(?P<name>{_NAME})\s+[a-z][^.;]{{3,80}}?,\s+with\s+(?:its\s+)?(?:revenues?|sales|"
    rf"turnover)\s[^.;]{{0,40}}$"
)
IN_STEP = re.compile(
    rf"^\W*{_NOT_NAMED}(?P<names>{_NAME}(?:,\s+{_NAME})*,?\s+and\s+{_NAME})\s+{_DOES}\s+(?:with\s+)?(?:revenues?|"
    rf"sales|turnover)\s+of\s+{_ABOUT}$"
)


def ranked_before(lead: str) -> str | None:
    """The name that the words before an amount give it to, in a ranking of sales; known or not."""
    match = RANKED.search(lead) or LED.match(lead)
    return match["name"] if match else None


def ranked_in_step(lead: str) -> list[str]:
    """The names before the first of as many amounts: "A, B and C followed with revenues of 3, 2 and 1"."""
    match = IN_STEP.match(lead)
    return re.split(r",\s+(?:and\s+)?|\s+and\s+", match["names"]) if match else []


@dataclass(frozen=True, slots=True)
class Mention:
    """A known thing named in a text."""

    start: int
    end: int
    target: Target


class Names:
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


def stems(names: Iterable[str]) -> set[str]:
    """The words of names, shortened so that plurals and most derivations agree."""
    return {word.rstrip("s")[:7] for name in names for word in RUN.findall(name.lower())}


def forms_of(names: list[NameClaim], *, short: bool, not_first: Set[str] = frozenset()) -> dict[str, str]:
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
        if len(first) > 3 and first not in NOT_FIRST and not stems((first,)) <= not_first:
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
