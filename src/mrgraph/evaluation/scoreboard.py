"""Judged documents -> the tables and the JSON object that `mrgraph evaluate` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mrgraph.evaluation import calibration, scoring
from mrgraph.evaluation.matching import FIELDS
from mrgraph.evaluation.scoring import Outcome
from mrgraph.output.aligned import aligned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mrgraph.evaluation.scoring import Judged, Tally, Verdict

    Record = Mapping[str, Any]

_DIGITS = 4
# Widths of the columns, so that tables one below the other are in line; numbers stand to the right.
_FIELD, _KIND = (22, 5, 5, 5, 5, 5), (32, 6, 6, 6, 6)
_NUMBERS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Measured:
    """One document's verdicts, the answer they are on, the text its offsets count in, and what kept it out, if so."""

    judged: Judged
    answer: Record
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the tables show: `worst` documents, `errors` of each field."""

    by_family: bool = False
    worst: int = 5
    errors: int = 0
    bands: bool = False


def lines(measured: Sequence[Measured], shown: Shown) -> Iterator[str]:
    """The tables, line by line."""
    judged = [each.judged for each in measured]
    yield from _table("all", judged)
    for family, documents in scoring.families(judged).items() if shown.by_family else ():
        yield ""
        yield from _table(family, documents)
    yield ""
    yield f"{len(judged)} gold documents, {sum(each.absent for each in judged)} without an answer"
    yield from _worst(judged, shown.worst)
    yield from _traps(measured)
    yield from _errors(measured, shown.errors)
    if shown.bands:
        pairs = [(each.judged, each.answer) for each in measured]
        yield from _shares("confidence", calibration.bands(pairs))
        yield from _shares("rule", calibration.rules(pairs))


def as_json(measured: Sequence[Measured]) -> dict[str, Any]:
    """All that the tables can show, with every error, rounded to four digits."""
    judged = [each.judged for each in measured]
    pairs = [(each.judged, each.answer) for each in measured]
    return {
        "documents": len(judged),
        "absent": sum(each.absent for each in judged),
        "figures": {group: _figures(each) for group, each in {"all": judged, **scoring.families(judged)}.items()},
        "worst": [
            {
                "document": each.document,
                "f1": round(scoring.overall(each).f1, _DIGITS),
                **_counts(scoring.overall(each)),
            }
            for each in scoring.worst(judged)
        ],
        "traps": [{"document": document, "field": v.field, "text": label(v)} for document, v in scoring.traps(judged)],
        "errors": [
            {
                "document": each.judged.document,
                "field": verdict.field,
                "outcome": verdict.outcome.value,
                "text": label(verdict),
                "places": [list(place) for place in places(verdict, each)],
            }
            for each in measured
            for verdict in each.judged.verdicts
            if verdict.outcome is Outcome.MISS or verdict.outcome.wrong
        ],
        "bands": [_share(each) for each in calibration.bands(pairs)],
        "rules": [_share(each) for each in calibration.rules(pairs)],
    }


def label(verdict: Verdict) -> str:
    """The entry in a few words: a name, or a figure with what it is of."""
    shown = verdict.entry.shown
    if not isinstance(shown, dict):
        return (
            ", ".join("?" if part is None else str(part) for part in shown) if isinstance(shown, list) else str(shown)
        )
    said = ("of", "company", "value", "currency", "percent", "percent_max", "year", "start", "end", "scope")
    return " ".join(f"{name}={shown[name]}" for name in said if shown.get(name) is not None)


def places(verdict: Verdict, measured: Measured) -> list[tuple[int, int]]:
    """Where an answer was read, or where the name that was missed first stands; empty where nobody knows."""
    if verdict.outcome is not Outcome.MISS:
        found = calibration.evidence(verdict, measured.answer)
        return [(int(each["start"]), int(each["end"])) for each in found]
    item = verdict.entry.item
    forms = [item] if isinstance(item, str) else [item.get("name")] if isinstance(item, dict) else []
    starts = [(measured.text.find(form), len(form)) for form in forms if form]
    return [(start, start + length) for start, length in starts if start >= 0]


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
    yield f"{len(scoring.traps([each.judged for each in measured]))} traps taken"
    for each in measured:
        for verdict in each.judged.verdicts:
            if verdict.outcome is Outcome.TRAP:
                yield _line(verdict, each)


def _errors(measured: Sequence[Measured], most: int) -> Iterator[str]:
    for field in FIELDS if most else ():
        found = [
            (verdict, each)
            for each in measured
            for verdict in each.judged.verdicts
            if verdict.field == field and (verdict.outcome is Outcome.MISS or verdict.outcome.wrong)
        ]
        if found:
            yield ""
            yield f"{field}: {len(found)} errors" + (f", the first {most}" if len(found) > most else "")
        yield from (_line(verdict, each) for verdict, each in found[:most])


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
    made: dict[str, Any] = {
        field: {
            "precision": round(each.precision, _DIGITS),
            "recall": round(each.recall, _DIGITS),
            "f1": round(each.f1, _DIGITS),
            **_counts(each),
        }
        for field, each in sums.items()
    }
    return made | {"mean": round(scoring.mean(sums), _DIGITS)}


def _counts(made: Tally) -> dict[str, int]:
    return {"hits": made.hits, "misses": made.misses, "extras": made.extras}


def _share(each: calibration.Share) -> dict[str, Any]:
    return {
        "name": each.name,
        "claims": each.claims,
        "right": each.right,
        "part": round(each.observed, _DIGITS),
        "stated": round(each.stated, _DIGITS),
    }
