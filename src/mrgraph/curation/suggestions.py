"""A graph -> pairs of names that may be one thing, those that gain most first, for a person to accept or reject.

Candidates share a rare word, how they begin, their consonants or their initials; only those are compared, so that ten
thousand names take seconds. What the graph knows counts beside the names: a report that lists both takes them for two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.curation import name_similarity
from mrgraph.lexicon import spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from mrgraph.claims.claims import Claims
    from mrgraph.claims.wording import Json

KINDS: Final = {"company": vocab.Company, "market": vocab.Market, "topic": vocab.Topic}
COLUMNS: Final = (
    *(
        "verdict",
        "reason",
        "score",
        "gained",
        "kind",
        "first",
        "second",
        "reasons",
        "first_reports",
        "second_reports",
        "iris",
    ),
)
_LARGEST = 60  # names of one bucket; larger ones share only what says nothing
_NAMES = 6  # names of one thing that are compared
_CALLED = 0.8  # the score of two things that bear one name: it may be short for each in its own document
_PART = 0.65
_ACRONYM = 5  # letters: what topics have in common in short is no name
_BOTH = 0.55  # what is left of the score if one report lists both
_SAME_MARKET = 0.04
_ALONE = 0.7  # what is left if only one short word or initials speak for it: so much is chance among many names


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two IRIs that may be one thing. `names`: their labels; `reports`: how many name each."""

    score: float
    kind: str
    first: str
    second: str
    names: tuple[str, str]
    reports: tuple[int, int]
    reasons: tuple[str, ...]

    @property
    def gained(self) -> int:
        """Reports found under the more frequent name that are not today."""
        return min(self.reports)


def suggestions(
    claims: Claims, kind: str, least: float = name_similarity.LIKELY, decided: Collection[tuple[str, str]] = ()
) -> tuple[Suggestion, ...]:
    """Pairs of a kind ("company") with at least this score, most gained first; decided pairs are left out."""
    names = {iri: _names(claims, iri) for iri in claims.index.of_type(KINDS[kind])}
    compare = name_similarity.companies if kind == "company" else name_similarity.topics
    context = _Context(claims)
    suggestions = []
    for first, second in sorted(_candidates(names, kind)):
        if (first, second) in decided or _told_apart(first, second):
            continue
        likeness = _judged(names[first], names[second], compare)
        score, reasons = context.weighed(first, second, likeness)
        if score >= least:
            labels, reports = (names[first][0], names[second][0]), (context.count(first), context.count(second))
            suggestions.append(Suggestion(score, kind, first, second, labels, reports, reasons))
    return tuple(sorted(suggestions, key=lambda pair: (-pair.gained, -pair.score, pair.names, pair.first, pair.second)))


def _names(claims: Claims, iri: str) -> tuple[str, ...]:
    """The label, then some of the other names."""
    return (claims.index.label(iri), *claims.index.all(iri, vocab.SKOS_ALT_LABEL)[: _NAMES - 1])


def _told_apart(first: str, second: str) -> bool:
    """Whether two are known homonyms: "Merck KGaA" and "Merck & Co."."""
    keys = (iri.rpartition("/")[2] for iri in (first, second))
    return all(spelling.is_homonym(key.partition("-")[0]) for key in keys)


def _judged(
    first: tuple[str, ...], second: tuple[str, ...], compare: Callable[[str, str], name_similarity.Likeness]
) -> name_similarity.Likeness:
    """How like the labels are, or that some document calls one by the other's name."""
    likeness = compare(first[0], second[0])
    topics = compare is name_similarity.topics
    key = spelling.topic_slug if topics else spelling.company_key
    keys = [{key(name) for name in names} for names in (first, second)]
    shared = {form for form in keys[0] & keys[1] if not topics or len(form) > _ACRONYM}
    if not shared or likeness.score >= _CALLED:
        return likeness
    short = next(name for name in (*first, *second) if key(name) in shared)
    if not topics and any(_is_part(short, name) for name in (first[0], second[0])) and _houses(first[0], second[0]):
        return name_similarity.Likeness(
            _PART, (f"some document calls both {short}, but one may be a part of the other",)
        )
    return name_similarity.Likeness(_CALLED, (f"some document calls both {short}",))


def _houses(first: str, second: str) -> bool:
    """Whether two names begin with the same word, as "Samsung SDI" and "Samsung Display" do."""
    first_words, second_words = (spelling.company_slug(name).split("-") for name in (first, second))
    return first_words[0] == second_words[0]


def _is_part(first: str, second: str) -> bool:
    """Whether one name begins with all words of the other: "Amphenol PCD" may be a part of "Amphenol"."""
    shorter, longer = sorted((spelling.company_slug(name).split("-") for name in (first, second)), key=len)
    return len(shorter) < len(longer) and longer[: len(shorter)] == shorter


class _Context:
    """What the graph knows about two things: in which reports and markets they are named."""

    def __init__(self, claims: Claims) -> None:
        self._reports: dict[str, set[str]] = defaultdict(set)
        self._markets: dict[str, set[str]] = defaultdict(set)
        for link in claims.links:
            for iri in (link.subject, link.object):
                self._reports[iri].add(link.report)
            self._markets[link.object].add(link.subject)

    def count(self, iri: str) -> int:
        """How many reports name it."""
        return len(self._reports[iri])

    def weighed(self, first: str, second: str, likeness: name_similarity.Likeness) -> tuple[float, tuple[str, ...]]:
        """The score and reasons with what the graph knows."""
        shared_reports = len(self._reports[first] & self._reports[second])
        if shared_reports:
            listing = "1 report lists" if shared_reports == 1 else f"{shared_reports} reports list"
            return round(likeness.score * _BOTH, 2), (*likeness.reasons, f"but {listing} both")
        shared = len(self._markets[first] & self._markets[second])
        if shared and likeness.score < name_similarity.EXACT:
            words = "1 market" if shared == 1 else f"{shared} markets"
            return round(min(likeness.score + _SAME_MARKET, 1), 2), (
                *likeness.reasons,
                f"named for {words} by different reports",
            )
        if likeness.thin:
            return round(likeness.score * _ALONE, 2), (*likeness.reasons, "and nothing else speaks for it")
        return likeness.score, likeness.reasons


# -------------------------------------------------------------------------------------------- candidates


def _candidates(names: Mapping[str, tuple[str, ...]], kind: str) -> set[tuple[str, str]]:
    """Pairs of IRIs that share a bucket of bearable size."""
    buckets: dict[str, set[str]] = defaultdict(set)
    for iri, forms in names.items():
        for form in forms:
            for key in _keys(form, kind):
                buckets[key].add(iri)
    return {pair for bucket in buckets.values() if len(bucket) <= _LARGEST for pair in combinations(sorted(bucket), 2)}


def _keys(name: str, kind: str) -> Iterator[str]:
    slug = spelling.company_slug(name) if kind == "company" else spelling.topic_slug(name)
    words, joined = slug.split("-"), slug.replace("-", "")
    yield f"begins {joined[:6]}"
    yield f"sounds {_consonants(joined)[:7]}"
    yield from (f"word {word}" for word in words if len(word) > 2)
    if kind == "company":
        initials = spelling.initials(words)
        yield f"initials {joined if name.isupper() else initials}"


def _consonants(word: str) -> str:
    """The consonants, doubled ones once: what most typing errors and transcriptions leave alone.

    >>> _consonants("crystalord") == _consonants("cristallord")
    True
    """
    consonants = [letter for letter in word if letter not in "aeiouy"]
    return "".join(
        letter for position, letter in enumerate(consonants) if position == 0 or consonants[position - 1] != letter
    )


# -------------------------------------------------------------------------------------------------- text


def lines(suggestions: Iterable[Suggestion]) -> Iterator[str]:
    """Two lines a pair: score and names, then reasons and IRIs."""
    from mrgraph.claims.wording import clean
    from mrgraph.rdf.terms import shorten

    for suggestion in suggestions:
        first, second = (
            f"{clean(name)} ({count})" for name, count in zip(suggestion.names, suggestion.reports, strict=True)
        )
        yield f"{suggestion.score:.2f}  {first}  |  {second}"
        iris = f"{shorten(suggestion.first)} {shorten(suggestion.second)}"
        yield f"      {'; '.join(map(clean, suggestion.reasons))}: {iris}"


def rows(suggestions: Iterable[Suggestion]) -> Iterator[tuple[str, ...]]:
    """A row a pair, in the order of COLUMNS."""
    for suggestion in suggestions:
        yield (
            *("", "", f"{suggestion.score:.2f}", str(suggestion.gained)),
            *(suggestion.kind, *suggestion.names, "; ".join(suggestion.reasons)),
            *(*map(str, suggestion.reports), f"{suggestion.first} {suggestion.second}"),
        )


def objects(suggestions: Iterable[Suggestion]) -> Iterator[Json]:
    """One object a pair."""
    for suggestion in suggestions:
        yield {
            "score": suggestion.score,
            "gained": suggestion.gained,
            "kind": suggestion.kind,
            "iris": [suggestion.first, suggestion.second],
            "names": list(suggestion.names),
            "reports": list(suggestion.reports),
            "reasons": list(suggestion.reasons),
        }


def counts_by_kind(suggestions: Iterable[Suggestion]) -> str:
    """How many of each kind, in words."""
    counts = Counter(suggestion.kind for suggestion in suggestions)
    return ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())) or "none"
