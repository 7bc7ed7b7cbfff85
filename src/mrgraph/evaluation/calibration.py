"""Verdicts -> how often claims of each confidence, and of each rule, were right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mrgraph.evaluation.matching import STRICT
from mrgraph.evaluation.scoring import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mrgraph.evaluation.scoring import Judged

    Record = Mapping[str, Any]

_EDGES: Final = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """How many claims of one kind there were, how many were right, and the confidence that their rules state.

    `low` and `high`: the lowest and the highest confidence among them.
    """

    name: str
    claims: int
    right: int
    stated: float
    low: float
    high: float

    @property
    def observed(self) -> float:
        """The part that was right."""
        return self.right / self.claims


def bands(judged: Iterable[tuple[Judged, Record]]) -> list[Share]:
    """For each band of confidence how often its claims were right; bands without claims are left out.

    The gold's optional entries count neither way.
    """
    found: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for verdict, evidence in _claims(judged):
        confidence = float(evidence["confidence"])
        band = max(at for at, edge in enumerate(_EDGES[:-1]) if confidence >= edge)
        found[band].append((confidence, verdict.outcome is Outcome.HIT))
    return [_share(f"{_EDGES[band]:.2f} to {_EDGES[band + 1]:.2f}", each) for band, each in sorted(found.items())]


def rules(judged: Iterable[tuple[Judged, Record]]) -> list[Share]:
    """The same for each rule, by its name."""
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for verdict, evidence in _claims(judged):
        found[str(evidence["rule"])].append((float(evidence["confidence"]), verdict.outcome is Outcome.HIT))
    return [_share(name, each) for name, each in sorted(found.items())]


def _share(name: str, found: list[tuple[float, bool]]) -> Share:
    stated = [confidence for confidence, _ in found]
    right = sum(hit for _, hit in found)
    return Share(name, len(found), right, sum(stated) / len(stated), min(stated), max(stated))


def _claims(judged: Iterable[tuple[Judged, Record]]) -> Iterator[tuple[Verdict, Record]]:
    """Each claim that was judged right or wrong, with the evidence of the surest rule behind it."""
    for document, answer in judged:
        for verdict in document.verdicts:
            if verdict.field == STRICT or not (verdict.outcome is Outcome.HIT or verdict.outcome.wrong):
                continue
            behind = evidence(verdict, answer)
            if behind:
                yield verdict, max(behind, key=lambda each: float(each["confidence"]))


def evidence(verdict: Verdict, answer: Record) -> list[Record]:
    """The evidence of an answer's entry: its own, or that of the field where the entry is a single text."""
    if verdict.outcome is Outcome.MISS:
        return []
    item = verdict.entry.item
    if isinstance(item, dict) and "evidence" in item:
        return list(item["evidence"])
    return list((answer.get("evidence") or {}).get(verdict.field, ()))
