"""Judged documents -> the tables and the JSON object that `mrgraph evaluate` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mrgraph.evaluation import calibration, scoring
from mrgraph.evaluation.matching import FIELDS
from mrgraph.evaluation.scoring import Outcome
from mrgraph.output.aligned import aligned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mrgraph.evaluation.matching import Record
    from mrgraph.evaluation.scoring import Judged, Tally, Verdict

_DIGITS = 4
# Widths of the columns, so that tables one below the other are in line; numbers stand to the right.
_FIELD, _KIND = (22, 5, 5, 5, 5, 5), (32, 6, 6, 6, 6)
_NUMBERS = range(1, 6)
_TOLD = ("of", "company", "value", "currency", "percent", "percent_max", "year", "start", "end", "kind", "scope")


@dataclass(frozen=True, slots=True)
class Measured:
    """One document's verdicts, the answer they are on, the text its offsets count in, and what kept it out, if so."""

    judged: Judged
    answer: Record
    text: str
    problem: str

    @property
    def errors(self) -> list[Verdict]:
        """What the answer misses, and what it should not have, field by field."""
        return [verdict for verdict in self.judged.verdicts if verdict.outcome is Outcome.MISS or verdict.outcome.wrong]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the tables show: `worst` documents, `errors` of each field."""

    by_family: bool = False
    worst: int = 5
    errors: int = 0
    bands: bool = False


def lines(measured: Sequence[Measured], shown: Shown) -> Iterator[str]:
    """The tables, line by line."""
    judged = [document.judged for document in measured]
    yield from _table("all", judged)
    for family, documents in scoring.families(judged).items() if shown.by_family else ():
        yield ""
        yield from _table(family, documents)
    yield ""
    yield f"{len(judged)} gold documents, {sum(document.absent for document in judged)} without an answer"
    yield from _worst(judged, shown.worst)
    yield from _traps(measured)
    yield from _errors(measured, shown.errors)
    if shown.bands:
        pairs = [(document.judged, document.answer) for document in measured]
        yield from _shares("confidence", calibration.bands(pairs))
        yield from _shares("rule", calibration.rules(pairs))


def as_json(measured: Sequence[Measured]) -> dict[str, Any]:
    """All that the tables can show, with every error, rounded to four digits."""
    judged = [document.judged for document in measured]
    pairs = [(document.judged, document.answer) for document in measured]
    return {
        "documents": len(judged),
        "absent": sum(document.absent for document in judged),
        "figures": {group: _figures(members) for group, members in {"all": judged, **scoring.families(judged)}.items()},
        "worst": [{"document": document.document, **_total(document)} for document in scoring.worst(judged)],
        "traps": [
            {"document": document, "field": verdict.field, "text": label(verdict)}
            for document, verdict in scoring.traps(judged)
        ],
        "errors": [
            {
                "document": document.judged.document,
                "field": verdict.field,
                "outcome": verdict.outcome.value,
                "text": label(verdict),
                "places": [list(place) for place in places(verdict, document)],
            }
            for document in measured
            for verdict in document.errors
        ],
        "bands": [_share(share) for share in calibration.bands(pairs)],
        "rules": [_share(share) for share in calibration.rules(pairs)],
    }


def label(verdict: Verdict) -> str:
    """The entry in a few words: a name, or a figure with what it is of."""
    shown = verdict.entry.shown
    if isinstance(shown, dict):
        return " ".join(f"{member}={shown[member]}" for member in _TOLD if shown.get(member) is not None)
    if isinstance(shown, list):
        return ", ".join("?" if year is None else str(year) for year in shown)
    return str(shown)


def places(verdict: Verdict, measured: Measured) -> list[tuple[int, int]]:
    """Where an answer was read, or where the name that was missed first stands; empty where nobody knows."""
    if verdict.outcome is not Outcome.MISS:
        evidence = calibration.evidence(verdict, measured.answer)
        return [(int(quote["start"]), int(quote["end"])) for quote in evidence]
    name = verdict.entry.shown
    start = measured.text.find(name) if isinstance(name, str) and name else -1
    return [(start, start + len(name))] if start >= 0 else []


# ------------------------------------------------------------------------------------------------------ parts


def _table(name: str, judged: Sequence[Judged]) -> Iterator[str]:
    yield f"{name} ({len(judged)})"
    sums = scoring.tallies(judged)
    rows = [
        (field, *map(_rate, (tally.precision, tally.recall, tally.f1)), str(tally.gold), str(tally.found))
        for field, tally in sums.items()
    ]
    head, mean = ("field", "P", "R", "F1", "gold", "found"), ("mean F1", "", "", _rate(scoring.mean(sums)), "", "")
    yield from aligned([head, *rows, mean], right=_NUMBERS, least=_FIELD)


def _worst(judged: Sequence[Judged], most: int) -> Iterator[str]:
    listed = [document for document in scoring.worst(judged)[:most] if scoring.overall(document).f1 < 1]
    if listed:
        yield ""
        rows = [("worst documents", "", "", "F1", "missed", "extra", "")]
        for document in listed:
            tally = scoring.overall(document)
            rows.append(("", "", "", _rate(tally.f1), str(tally.misses), str(tally.extras), document.document))
        yield from aligned(rows, right=_NUMBERS, least=_FIELD, widest=None)


def _traps(measured: Sequence[Measured]) -> Iterator[str]:
    yield ""
    yield f"{len(scoring.traps([document.judged for document in measured]))} traps taken"
    for document in measured:
        for verdict in document.judged.verdicts:
            if verdict.outcome is Outcome.TRAP:
                yield _line(verdict, document)


def _errors(measured: Sequence[Measured], most: int) -> Iterator[str]:
    for field in FIELDS if most else ():
        errors = [(verdict, document) for document in measured for verdict in document.errors if verdict.field == field]
        if errors:
            yield ""
            yield f"{field}: {len(errors)} errors" + (f", the first {most}" if len(errors) > most else "")
        yield from (_line(verdict, document) for verdict, document in errors[:most])


def _line(verdict: Verdict, measured: Measured) -> str:
    where = " ".join(f"[{start}:{end}]" for start, end in places(verdict, measured))
    return f"  {verdict.outcome.value:5}  {label(verdict)}  {measured.judged.document} {where}".rstrip()


def _shares(kind: str, shares: Iterable[calibration.Share]) -> Iterator[str]:
    yield ""
    rows = [(kind, "claims", "right", "part", "stated")]
    rows += [
        (share.name, str(share.claims), str(share.right), _rate(share.observed), _rate(share.stated))
        for share in shares
    ]
    yield from aligned(rows, right=_NUMBERS, least=_KIND)


def _rate(value: float) -> str:
    return f"{value:.3f}"


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    sums = scoring.tallies(judged)
    rates = {
        field: {
            "precision": round(total.precision, _DIGITS),
            "recall": round(total.recall, _DIGITS),
            "f1": round(total.f1, _DIGITS),
            **_counts(total),
        }
        for field, total in sums.items()
    }
    return {**rates, "mean": round(scoring.mean(sums), _DIGITS)}


def _total(document: Judged) -> dict[str, Any]:
    total = scoring.overall(document)
    return {"f1": round(total.f1, _DIGITS), **_counts(total)}


def _counts(total: Tally) -> dict[str, int]:
    return {"hits": total.hits, "misses": total.misses, "extras": total.extras}


def _share(share: calibration.Share) -> dict[str, Any]:
    return {
        "name": share.name,
        "claims": share.claims,
        "right": share.right,
        "part": round(share.observed, _DIGITS),
        "stated": round(share.stated, _DIGITS),
    }
