"""Verdicts -> how often claims of each confidence, and of each rule, were right."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph.evaluation.matching import FIELDS
from mrgraph.evaluation.scoring import SECOND, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mrgraph.evaluation.matching import Record
    from mrgraph.evaluation.scoring import Judged, Verdict

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
    claims: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for rule_evidence, right in _claims(judged):
        confidence = float(rule_evidence["confidence"])
        band = max(at for at, edge in enumerate(_EDGES[:-1]) if confidence >= edge)
        claims[band].append((confidence, right))
    return [_share(f"{_EDGES[band]:.2f} to {_EDGES[band + 1]:.2f}", claims[band]) for band in sorted(claims)]


def rules(judged: Iterable[tuple[Judged, Record]]) -> list[Share]:
    """The same for each rule, by its name."""
    claims: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for rule_evidence, right in _claims(judged):
        claims[str(rule_evidence["rule"])].append((float(rule_evidence["confidence"]), right))
    return [_share(rule, claims[rule]) for rule in sorted(claims)]


def evidence(verdict: Verdict, answer: Record) -> list[Record]:
    """The evidence of an answer's entry: its own, or that of the member where the entry is a single text."""
    if verdict.outcome is Outcome.MISS:
        return []
    item = verdict.entry.item
    if isinstance(item, dict) and "evidence" in item:
        return list(item["evidence"])
    return list((answer.get("evidence") or {}).get(FIELDS[verdict.field].member, ()))


def _share(name: str, claims: list[tuple[float, bool]]) -> Share:
    stated = [confidence for confidence, _ in claims]
    right = sum(hit for _, hit in claims)
    return Share(name, len(claims), right, sum(stated) / len(stated), min(stated), max(stated))


def right_entries(verdicts: Iterable[Verdict]) -> dict[tuple[str, str], bool]:
    """Whether each entry of an answer is right in all that it says: (member, entry in words) -> right.

    A figure counts by value, year, kind and what it is of. The gold's optional entries are left out.
    """
    right: dict[tuple[str, str], bool] = {}
    for verdict in verdicts:
        if verdict.outcome is Outcome.HIT or verdict.outcome.wrong:
            name = (FIELDS[verdict.field].member, entry_key(verdict.entry.item))
            right[name] = right.get(name, True) and verdict.outcome is Outcome.HIT
    return right


def entry_key(item: object) -> str:
    """An entry of an answer without its evidence, as one string."""
    kept = {key: item[key] for key in item if key != "evidence"} if isinstance(item, dict) else item
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _claims(judged: Iterable[tuple[Judged, Record]]) -> Iterator[tuple[Record, bool]]:
    """For each claim that was judged right or wrong the evidence of the surest rule behind it, and which it was."""
    for document, answer in judged:
        right = right_entries(document.verdicts)
        for verdict in document.verdicts:
            told = right.get((FIELDS[verdict.field].member, entry_key(verdict.entry.item)))
            if verdict.field in SECOND or told is None or verdict.outcome is Outcome.MISS:
                continue
            if behind := evidence(verdict, answer):
                yield max(behind, key=lambda passage: float(passage["confidence"])), told
