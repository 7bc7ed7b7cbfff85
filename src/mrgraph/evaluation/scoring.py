"""Answers and gold -> verdicts on each entry, and precision, recall and F1 over them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from mrgraph.evaluation import matching
from mrgraph.evaluation.keys import name_key
from mrgraph.evaluation.matching import FIELDS, Entry

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from mrgraph.evaluation.matching import Field, Record

MEANT: Final = 5  # a field counts in the mean from this many gold entries on
SECOND: Final = frozenset(
    name for name, field in FIELDS.items() if field.reading_of
)  # count once more what another does
_SINGLE: Final = frozenset({"market", "period", "publisher_name"})  # an optional answer takes the place of the gold's
_NO_TRAP: Final = SECOND | {"regions"}


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


def compare(name: str, gold: Record, answer: Record) -> list[Verdict]:
    """The verdicts on one field of one document: on the answer's entries in their order, then the misses."""
    field = FIELDS[name]
    listed = _Listed.by(field, gold)
    expected = [_Expected(entry, listed.let_pass(field, entry)) for entry in matching.entries(field, gold, gold)]
    verdicts = [
        Verdict(name, _outcome(field, entry, expected, listed), entry)
        for entry in matching.entries(field, answer, gold)
    ]
    if name in _SINGLE and any(verdict.outcome is Outcome.OPTIONAL for verdict in verdicts):
        return verdicts
    missed = (wanted.entry for wanted in expected if not (wanted.taken or wanted.optional))
    return verdicts + [Verdict(name, Outcome.MISS, entry) for entry in missed]


@dataclass(slots=True, eq=False)
class _Expected:
    """An entry of the gold; `optional`: it may be missed; `taken`: an answer stands for it."""

    entry: Entry
    optional: bool
    taken: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the strings that a gold lists as optional, and those it rejects, mean in one field."""

    optional: frozenset[Hashable]
    rejected: frozenset[Hashable]

    @classmethod
    def by(cls, field: Field, gold: Record) -> _Listed:
        if field.listed_by is None:
            return cls(frozenset(), frozenset())
        optional, rejected = (
            [string["text"] if isinstance(string, dict) else string for string in gold.get(member) or ()]
            for member in ("optional", "rejects")
        )
        trapping = frozenset(map(field.listed_by, rejected)) if field.name not in _NO_TRAP else frozenset()
        return cls(frozenset({*map(field.listed_by, optional), *map(name_key, optional)}), trapping)

    def let_pass(self, field: Field, entry: Entry) -> bool:
        """Whether an entry of the gold may be missed; a publisher never: its name may be optional as a company."""
        meant = matching.meanings_of_first_form(field, entry)
        return field.name != "publisher_name" and not self.optional.isdisjoint(meant)


def _outcome(field: Field, entry: Entry, expected: Iterable[_Expected], listed: _Listed) -> Outcome:
    """How an entry of the answer came out; the entry of the gold that it stands for is taken from then on."""
    fitting = [wanted for wanted in expected if matching.fits(field, wanted.entry, entry)]
    if untaken := [wanted for wanted in fitting if not wanted.taken]:
        closest = max(untaken, key=lambda wanted: (not wanted.optional, _overlap(wanted.entry, entry)))
        closest.taken = True
        return Outcome.OPTIONAL if closest.optional else Outcome.HIT
    meant = matching.meanings(field, entry)
    if meant & listed.optional:
        return Outcome.OPTIONAL
    if fitting:
        return Outcome.TWICE
    return Outcome.TRAP if meant & listed.rejected else Outcome.EXTRA


def _overlap(one: Entry, other: Entry) -> float:
    """The part of their keys that both have: a name with few forms must not use up one with many."""
    return len(one.keys & other.keys) / len(one.keys | other.keys)


# ------------------------------------------------------------------------------------------------------- sums


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """How many of the verdicts are what."""
    count = Counter(verdict.outcome for verdict in verdicts)
    wrong = sum(number for outcome, number in count.items() if outcome.wrong)
    return Tally(count[Outcome.HIT], count[Outcome.MISS], wrong)


def tallies(judged: Iterable[Judged]) -> dict[str, Tally]:
    """For each field the sum over the documents; fields of which there is nothing in gold and answers are left out."""
    verdicts: dict[str, list[Verdict]] = {name: [] for name in FIELDS}
    for document in judged:
        for verdict in document.verdicts:
            verdicts[verdict.field].append(verdict)
    sums = {name: tally(of_field) for name, of_field in verdicts.items()}
    return {name: total for name, total in sums.items() if total.gold + total.found}


def mean(sums: Mapping[str, Tally]) -> float:
    """The mean F1 of the fields with enough gold entries."""
    meant = [total.f1 for total in sums.values() if total.gold >= MEANT]
    return sum(meant) / (len(meant) or 1)


def families(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """The documents of each family, sorted by its name."""
    documents: dict[str, list[Judged]] = {}
    for document in judged:
        documents.setdefault(document.family, []).append(document)
    return dict(sorted(documents.items()))


def overall(document: Judged) -> Tally:
    """All fields of one document together; what two fields read counts once."""
    return tally(verdict for verdict in document.verdicts if verdict.field not in SECOND)


def worst(judged: Iterable[Judged]) -> list[Judged]:
    """The documents, lowest F1 first, then most errors, then by path."""

    def rank(document: Judged) -> tuple[float, int, str]:
        total = overall(document)
        right = total.f1 if total.gold + total.found else 1.0
        return right, -(total.misses + total.extras), document.document

    return sorted(judged, key=rank)


def traps(judged: Iterable[Judged]) -> list[tuple[str, Verdict]]:
    """The answers that a gold rejects, with their document."""
    return [
        (document.document, verdict)
        for document in judged
        for verdict in document.verdicts
        if verdict.outcome is Outcome.TRAP
    ]
