"""One search for all: words in any order, with typing errors, other names, initials -> things, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from mrgraph import vocab
from mrgraph.finding import word_matching
from mrgraph.lexicon import legal_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CLASSES: Final[Mapping[str, str]] = {
    "company": vocab.Company,
    "market": vocab.Market,
    "technology": vocab.Technology,
    "application": vocab.Application,
    "segment": vocab.Segment,
    "topic": vocab.Topic,
    "region": vocab.Region,
    "publisher": vocab.Publisher,
    "report": vocab.Report,
}
NAMES: Final = (vocab.RDFS_LABEL, vocab.SKOS_ALT_LABEL, vocab.SKOS_HIDDEN_LABEL, vocab.iso3166)
_INITIALS, _PARTLY = 0.75, 0.5  # how well initials fit; how well a name that has only some of the words
_COVERED = 0.3  # of the score is the part of the name that was typed
_FEWEST_INITIALS = 3
_ERRORS: Final = (6, 14)  # letters of a name from which it may have one error, two errors
_SMALL: Final = frozenset("a and by for in of on or the to und de la".split())


class Names(Protocol):
    """A graph in which names are looked up: a store, or an index of its triples."""

    def of_type(self, *types: str) -> tuple[str, ...]:
        """The subjects that have one of the classes `types`, sorted."""

    def values(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Each subject of `predicate` with a value of it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing: its label, what it is (keys of CLASSES), the name that fits, how well (0 to 1).

    `whole`: all typed words fit it.
    """

    iri: str
    label: str
    kinds: tuple[str, ...]
    name: str
    score: float
    whole: bool


class Finder:
    """The names of a graph's things of some kinds, to be searched."""

    def __init__(self, names: Names, kinds: Iterable[str] = CLASSES) -> None:
        self._kinds: dict[str, list[str]] = defaultdict(list)
        for kind in kinds:
            for iri in names.of_type(CLASSES[kind]):
                self._kinds[iri].append(kind)
        self._labels: dict[str, str] = {}
        self._names: list[tuple[str, str]] = []  # spelling and IRI
        self._places: dict[str, list[int]] = defaultdict(list)  # word -> names that have it
        self._initials: dict[str, set[int]] = defaultdict(set)
        for predicate in NAMES:
            for iri, spelling in sorted(pair for pair in names.values(predicate) if pair[0] in self._kinds):
                self._add(spelling, iri)

    def _add(self, spelling: str, iri: str) -> None:
        place = len(self._names)
        self._labels.setdefault(iri, spelling)
        self._names.append((spelling, iri))
        parts = word_matching.words(spelling)
        for word in dict.fromkeys(parts):
            self._places[word].append(place)
        for reading in (parts, [word for word in parts if word not in _SMALL]):
            if len(reading) >= _FEWEST_INITIALS:
                self._initials["".join(word[0] for word in reading)].add(place)

    def label(self, iri: str) -> str:
        """The name that a thing goes by."""
        return self._labels[iri]

    def spellings(self) -> list[str]:
        """All names, each once, sorted."""
        return sorted({spelling for spelling, _ in self._names})

    def knows(self, word: str) -> bool:
        """Whether a name has the word, a levelled one."""
        return word in self._places

    def hits(self, typed: str, most: int | None = None) -> list[Hit]:
        """The things that fit what was typed, each once, the best first; those with only some words come last."""
        wanted = list(dict.fromkeys(word_matching.telling(typed)))
        best: dict[str, Hit] = {}
        for hit in self._fitting(wanted):
            if hit.iri not in best or _rank(hit) < _rank(best[hit.iri]):
                best[hit.iri] = hit
        ranked = sorted(best.values(), key=_rank)
        return ranked[:most]

    def _fitting(self, wanted: Sequence[str]) -> Iterator[Hit]:
        """Each name that fits."""
        fits: dict[int, dict[str, float]] = defaultdict(dict)  # name -> typed word -> how well it fits
        for word in wanted:
            for other, fit in word_matching.partners(word, self._places).items():
                for place in self._places[other]:
                    fits[place][word] = max(fit, fits[place].get(word, 0.0))
        for place, fit_of in fits.items():
            spelling, _ = self._names[place]
            share = min(1.0, len(fit_of) / len(word_matching.telling(spelling)))
            covered = 1 - _COVERED + _COVERED * share
            if len(fit_of) == len(wanted):
                yield self._hit(place, sum(fit_of.values()) / len(wanted) * covered, whole=True)
            elif 2 * len(fit_of) >= len(wanted):
                rare = sum(fit / (1 + len(self._places.get(word, ()))) for word, fit in fit_of.items())
                yield self._hit(place, _PARTLY * covered * (1 + min(1.0, 10 * rare)) / 2, whole=False)
        for place in self._initials.get("".join(wanted), ()):
            yield self._hit(place, _INITIALS, whole=True)

    def _hit(self, place: int, score: float, *, whole: bool) -> Hit:
        spelling, iri = self._names[place]
        return Hit(iri, self._labels[iri], tuple(self._kinds[iri]), spelling, round(score, 2), whole)

    def clear(self, typed: str) -> str | None:
        """The one thing that the words clearly mean, though no name of it is written so: the IRI, or None.

        Clear is a name of the same telling words in any order and number, else a name with a typing error where no
        other thing has one as like. Part of a name is never clear: "Samsung" may be any of its firms.
        """
        key = _key(typed)
        same = {iri for spelling, iri in self._names if _key(spelling) == key}
        if len(same) == 1:
            return next(iter(same))
        return None if same else self._misspelt(typed)

    def _misspelt(self, typed: str) -> str | None:
        """The one thing with a name that differs by a typing error: as written, else in the singular."""
        written = len(" ".join(word_matching.telling(typed)))
        allowed = sum(written >= least for least in _ERRORS)
        for reading in (_letters, _singular_letters) if allowed else ():
            things = self._near(reading(typed), [reading(spelling) for spelling, _ in self._names], allowed)
            if things:
                return next(iter(things)) if len(things) == 1 else None
        return None

    def _near(self, letters: str, spellings: Sequence[str], allowed: int) -> set[str]:
        """The things whose names have no more errors than are allowed, and the same digits."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(letters, spellings, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        return {self._names[place][1] for spelling, _, place in near if _digits(spelling) == _digits(letters)}


def begun(names: Names, kinds: Iterable[str], typed: str, most: int) -> list[tuple[str, str]]:
    """Names that begin with what was typed, else have a word that does: as one word with hyphens, and the label."""
    wanted = "-".join(word_matching.words(typed))
    labels = {spelling: "-".join(word_matching.words(spelling)) for spelling in Finder(names, kinds).spellings()}
    first = sorted((word, label) for label, word in labels.items() if word.startswith(wanted))
    other = sorted((word, label) for label, word in labels.items() if f"-{wanted}" in word)
    return list(dict.fromkeys([*first, *other]))[:most]


def _rank(hit: Hit) -> tuple[bool, float, int, str, str]:
    return not hit.whole, -hit.score, len(hit.name), hit.label, hit.iri


def _key(text: str) -> tuple[str, ...]:
    return tuple(sorted(map(word_matching.singular, word_matching.telling(text))))


def _letters(text: str) -> str:
    """A name without legal form and words that say nothing.

    >>> _letters("Seimens AG"), _letters("the Glues market")
    ('seimens', 'glues')
    """
    every = word_matching.telling(text)
    return " ".join(word for word in every if word not in legal_forms.KEYS) or " ".join(every)


def _singular_letters(text: str) -> str:
    return " ".join(map(word_matching.singular, _letters(text).split()))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
