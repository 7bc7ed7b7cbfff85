"""A question in words and the names of a graph -> what is asked, about which things; or what could not be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph.asking import parameters
from mrgraph.errors import QueryError, UsageError
from mrgraph.finding import word_matching
from mrgraph.finding.search import Finder
from mrgraph.firms import name_cores
from mrgraph.questions import forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mrgraph.asking.parameters import Names
    from mrgraph.questions.forms import Form

_KIND_OF: Final = {
    "market": "market",
    "other": "market",
    "company": "company",
    "topic": "topic",
    "region": "region",
}
_YEAR: Final = re.compile(r"(?P<rest>.*?)\s*\b(?:in|for|by|of|during|until|as of)? ?(?P<year>(?:19|20)\d\d)")
_PLACE: Final = re.compile(r"(?P<rest>.+) (?:in|for|within|across) (?:the )?(?P<region>.+)")
_NARROWED: Final = frozenset({"size", "growth", "revenue", "players", "fastest", "largest", "several", "both"})
_FIGURES: Final = frozenset({"size", "growth", "revenue"})
_GROWTH: Final = frozenset("growth rate rates cagr".split())
_SIZES: Final = frozenset("size sizes value values".split())
_EVERYWHERE: Final = frozenset({"world", "the world", "globally", "worldwide"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks: the name of its query, IRIs and labels of its things by slot, a year, what it is about."""

    query: str
    things: Mapping[str, str]
    labels: Mapping[str, str]
    year: int | None = None
    about: str = ""

    def words(self) -> str:
        """How the question was understood.

        >>> Reading("players", {}, {"market": "Glues"}).words()
        'players: market Glues'
        """
        parts = [f"{slot} {label}" for slot, label in self.labels.items()]
        parts += [f"year {self.year}"] if self.year is not None else []
        parts += [f"about {self.about}"] if self.about else []
        return f"{self.query}: {', '.join(parts)}" if parts else self.query


class Reader:
    """Reads questions about one graph."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._finders: dict[str, Finder] = {}

    def read(self, question: str) -> Reading:
        """What a question asks.

        Raises QueryError where no form fits, or the names of none that fits are known: with what was not read.
        """
        text = forms.plain(question)
        refusals: list[str] = []
        for form, rest, year in self._candidates(text):
            try:
                return self._filled(form, rest, year)
            except UsageError as error:
                refusals.append(str(error))
        if refusals:
            raise QueryError(f"not read: {_most_telling(refusals)}")
        raise QueryError(self._unread(text))

    def _candidates(self, text: str) -> Iterator[tuple[Form, dict[str, str], int | None]]:
        """The forms whose words fit, with the words of their slots: as written, then without a year at the end."""
        dated = _YEAR.fullmatch(text)
        versions: list[tuple[str, int | None]] = [(text, None)]
        if dated is not None:
            versions.insert(0, (dated["rest"], int(dated["year"])))
        for version, year in versions:
            for form, pattern in forms.compiled():
                if (match := pattern.fullmatch(version)) is not None and (year is None or form.query in _FIGURES):
                    yield form, _slots(match), year
                place = _PLACE.fullmatch(version) if form.query in _NARROWED else None
                narrowed = pattern.fullmatch(place["rest"]) if place is not None else None
                if place is not None and narrowed is not None and "region" not in narrowed.groupdict():
                    yield form, {**_slots(narrowed), "region": place["region"]}, year

    def _filled(self, form: Form, slots: dict[str, str], year: int | None) -> Reading:
        """The reading with all names known; raises UsageError for one that is not."""
        things: dict[str, str] = {}
        labels: dict[str, str] = {}
        about = ""
        for slot, words in slots.items():
            if slot == "subject":
                about, words = _subject(words)
                if not words:
                    continue
                slot = "market"
            if slot == "region" and words in _EVERYWHERE:
                words = "World"
            kind = _KIND_OF[slot]
            things[slot] = self._thing(words, kind)
            labels[slot] = self._label(things[slot], words)
        return Reading(form.query, things, labels, year, about)

    def _thing(self, words: str, kind: str) -> str:
        """The thing that words clearly mean; raises UsageError with candidates where none is clear."""
        try:
            return parameters.thing(words, kind, self._names, exact=True)
        except UsageError as error:
            if "several" in str(error):
                raise
        finder = self._finder(kind)
        iri = finder.clear(words) or (self._firm(words, finder) if kind == "company" else None)
        if iri is not None:
            return iri
        near = list(dict.fromkeys(hit.label for hit in finder.hits(words, 5) if hit.whole))
        guess = f"; did you mean {' or '.join(map(repr, near))}?" if near else ", nor any like it"
        raise UsageError(f"no {kind} {words!r}{guess}")

    def _firm(self, words: str, finder: Finder) -> str | None:
        """The one company whose name goes on with words that any firm may have: "Technology", "Group"."""
        firms = {hit.iri for hit in finder.hits(words) if hit.whole and name_cores.are_one(words, hit.name)}
        return firms.pop() if len(firms) == 1 else None

    def _label(self, iri: str, words: str) -> str:
        from mrgraph import vocab

        return next(iter(self._names.all(iri, vocab.RDFS_LABEL)), words)

    def _is_of_a_name(self, word: str) -> bool:
        return any(self._finder(kind).knows(word) for kind in ("market", "company"))

    def _finder(self, kind: str) -> Finder:
        if kind not in self._finders:
            self._finders[kind] = Finder(self._names, [kind])
        return self._finders[kind]

    def _unread(self, text: str) -> str:
        """What to say where no form fits: the words that no form has."""
        known = set(re.findall(r"\w+", " ".join(pattern for form in forms.FORMS for pattern in form.patterns)))
        strange = [
            word
            for word in word_matching.words(text)
            if word not in known and word.rstrip("s") not in known and not self._is_of_a_name(word)
        ]
        what = f"{', '.join(map(repr, strange))}" if strange else "how its words go together"
        return f"not read: {what}; `mrgraph ask --forms` lists what can be asked"


def _slots(match: re.Match[str]) -> dict[str, str]:
    return {name: words.strip() for name, words in match.groupdict().items() if words}


def _subject(words: str) -> tuple[str, str]:
    """Of what disagreements are about: growth or size, and the words of the market."""
    every = words.split()
    about = "growth" if _GROWTH & set(every) else "size" if _SIZES & set(every) else ""
    rest = [word for word in every if word not in _GROWTH | _SIZES] if about else every
    while rest and rest[0] in ("the", "of", "in", "for"):
        rest = rest[1:]
    return about, " ".join(rest)


def _most_telling(refusals: list[str]) -> str:
    return next((refusal for refusal in refusals if "did you mean" in refusal), refusals[0])
