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
