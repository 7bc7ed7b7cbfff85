"""Answers and gold -> verdicts on each entry, and precision, recall and F1 over them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from mrgraph.evaluation import matching
from mrgraph.evaluation.matching import FIELDS, STRICT, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from mrgraph.evaluation.matching import Record

MEANT: Final = 5  # a field counts in the mean from this many gold entries on
_KEYS: Final = {
    "companies": matching.company_key,
    "market": matching.market_key,
    "regions": matching.region_key,
}
_SINGLE: Final = frozenset({"market", "period"})  # an optional answer there takes the place of the gold's
_NO_TRAP: Final = frozenset({"regions", STRICT})


class Outcome(StrEnum):
    """How an entry of the answer, or of the gold, came out."""

    HIT = "hit"
    MISS = "miss"
    EXTRA = "extra"
    TWICE = "twice"
    TRAP = "trap"
    OPTIONAL = "optional"

    @property
    def wrong(self) -> bool:
        """Whether it stands in the answer and should not."""
        return self in (Outcome.EXTRA, Outcome.TWICE, Outcome.TRAP)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one entry; of a miss it is the gold's, else the answer's."""

    field: str
    outcome: Outcome
    entry: Entry


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts on one document; `absent`: there was no answer for it."""

    document: str
    absent: bool
    verdicts: tuple[Verdict, ...]

    @property
    def family(self) -> str:
        """The folder that the document lies in."""
        return PurePosixPath(self.document).parent.name


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries came out how."""

    hits: int = 0
    misses: int = 0
    extras: int = 0

    @property
    def gold(self) -> int:
        """Entries expected."""
        return self.hits + self.misses

    @property
    def found(self) -> int:
        """Entries given."""
        return self.hits + self.extras

    @property
    def precision(self) -> float:
        """The part of what was given that is right; 0 where nothing was."""
        return self.hits / (self.found or 1)

    @property
    def recall(self) -> float:
        """The part of what was expected that was given; 0 where nothing was."""
        return self.hits / (self.gold or 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def judge(gold: Record, answer: Record | None) -> Judged:
    """The verdicts on one document: for each field those on the answer, in its order, then the misses."""
    verdicts = [verdict for field in FIELDS for verdict in compare(field, gold, answer or {})]
    return Judged(str(gold["document"]), answer is None, tuple(verdicts))


def compare(field: str, gold: Record, answer: Record) -> list[Verdict]:
    """The verdicts on one field of one document."""
    expected = matching.entries(gold, field)
    key = _KEYS.get(field, matching.name_key)
    soft = _Strings.of(gold.get("optional"), key, matching.name_key)
    hard = _Strings.of(gold.get("rejects"), key)
    taken: set[int] = set()
    verdicts = []
    for entry in matching.entries(answer, field):
        fitting = [at for at, each in enumerate(expected) if matching.fits(field, each, entry)]
        free = [at for at in fitting if at not in taken]
        if free:
            taken.add(_closest(expected, free, entry))
            outcome = Outcome.HIT
        elif fitting:
            outcome = Outcome.TWICE
        elif soft.hold(field, entry.keys, entry):
            outcome = Outcome.OPTIONAL
            expected = [] if field in _SINGLE else expected
        else:
            trapped = field not in _NO_TRAP and hard.hold(field, entry.keys, entry)
            outcome = Outcome.TRAP if trapped else Outcome.EXTRA
        verdicts.append(Verdict(field, outcome, entry))
    missed = (each for at, each in enumerate(expected) if at not in taken)
    verdicts += [
        Verdict(field, Outcome.MISS, each) for each in missed if not soft.hold(field, _first_form(field, each), each)
    ]
    return verdicts


def _closest(expected: Sequence[Entry], free: Sequence[int], entry: Entry) -> int:
    """The one that shares the greatest part of its keys: a name with few forms must not use up one with many."""
    return max(free, key=lambda at: (len(expected[at].keys & entry.keys) / len(expected[at].keys | entry.keys), -at))


def _first_form(field: str, entry: Entry) -> frozenset[str]:
    """The keys of the first form of a gold entry: only that form makes it optional, not its aliases."""
    if field not in matching.NAMED:
        return frozenset()
    return frozenset({_KEYS.get(field, matching.name_key)(entry.shown), matching.name_key(entry.shown)})


@dataclass(frozen=True, slots=True)
class _Strings:
    """The strings of `optional` or of `rejects`, as names and as figures."""

    names: frozenset[str]
    figures: frozenset[Hashable]

    @classmethod
    def of(cls, listed: Iterable[Any] | None, *keys: Callable[[str], str]) -> _Strings:
        texts = [str(each["text"]) if isinstance(each, dict) else str(each) for each in listed or ()]
        names = (key(text) for text in texts for key in keys)
        return cls(frozenset(names), frozenset(map(matching.figure, texts)))

    def hold(self, field: str, keys: Iterable[Hashable], entry: Entry) -> bool:
        """Whether an entry with these keys stands among them."""
        if field in matching.FIGURES:
            return entry.figure in self.figures
        return field in matching.NAMED and not self.names.isdisjoint(keys)


# ------------------------------------------------------------------------------------------------------- sums


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """How many of the verdicts are what."""
    count = Counter(verdict.outcome for verdict in verdicts)
    wrong = sum(number for outcome, number in count.items() if outcome.wrong)
    return Tally(count[Outcome.HIT], count[Outcome.MISS], wrong)


def tallies(judged: Iterable[Judged]) -> dict[str, Tally]:
    """For each field the sum over the documents; fields of which there is nothing in gold and answers are left out."""
    verdicts: dict[str, list[Verdict]] = {field: [] for field in FIELDS}
    for document in judged:
        for verdict in document.verdicts:
            verdicts[verdict.field].append(verdict)
    sums = {field: tally(found) for field, found in verdicts.items()}
    return {field: made for field, made in sums.items() if made.gold + made.found}


def mean(sums: Mapping[str, Tally]) -> float:
    """The mean F1 of the fields with enough gold entries."""
    meant = [made.f1 for made in sums.values() if made.gold >= MEANT]
    return sum(meant) / (len(meant) or 1)


def families(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """The documents of each family, sorted by its name."""
    found: dict[str, list[Judged]] = {}
    for document in judged:
        found.setdefault(document.family, []).append(document)
    return dict(sorted(found.items()))


def overall(document: Judged) -> Tally:
    """All fields of one document together; growth rates count once."""
    return tally(verdict for verdict in document.verdicts if verdict.field != STRICT)


def worst(judged: Iterable[Judged]) -> list[Judged]:
    """The documents, lowest F1 first, then most errors, then by path."""

    def rank(document: Judged) -> tuple[float, int, str]:
        made = overall(document)
        right = made.f1 if made.gold + made.found else 1.0
        return right, -(made.misses + made.extras), document.document

    return sorted(judged, key=rank)


def traps(judged: Iterable[Judged]) -> list[tuple[str, Verdict]]:
    """The answers that a gold rejects, with their document."""
    return [(each.document, verdict) for each in judged for verdict in each.verdicts if verdict.outcome is Outcome.TRAP]
