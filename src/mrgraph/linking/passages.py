"""Evidence -> passages: each stretch of a document once, whatever was read from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mrgraph.facts import Passage
from mrgraph.linking import iris
from mrgraph.records import Evidence, Flag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mrgraph.records import Extraction


class Passages:
    """The passages of one document; a stretch read twice keeps the heading that one of the readings gives it."""

    def __init__(self, extraction: Extraction) -> None:
        self._sha256 = extraction.sha256
        self._document = iris.document(extraction.sha256)
        self._headings: dict[tuple[int, int], str] = {}
        for claim in extraction.claims:
            for evidence in claim.evidence:
                if evidence.heading:
                    span = (evidence.start, evidence.end)
                    known = self._headings.get(span)
                    self._headings[span] = min(known, evidence.heading) if known else evidence.heading

    def of(self, evidence: Iterable[Evidence]) -> tuple[Passage, ...]:
        """The passages of some evidence, in its order."""
        return tuple(self._passage(reading) for reading in evidence)

    def _passage(self, evidence: Evidence) -> Passage:
        heading = self._headings.get((evidence.start, evidence.end))
        iri = iris.evidence(self._sha256, evidence.start, evidence.end)
        return Passage(iri, self._document, replace(evidence, heading=heading))


def text_order(passage: Passage) -> tuple[str, int, int, str]:
    """The key to sort passages by: document, offsets, rule."""
    return passage.document, passage.evidence.start, passage.evidence.end, passage.evidence.rule.id


def merged(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages of one claim, each reading once, sorted by place."""
    unique = {(text_order(passage), passage.evidence.flags): passage for passage in passages}
    return tuple(unique[key] for key in sorted(unique))


def shared_flags(passages: Iterable[Passage]) -> tuple[Flag, ...]:
    """Flags that every passage of a claim carries: one sound reading is enough to make a claim sound."""
    sets = [frozenset(passage.evidence.flags) for passage in passages]
    return tuple(sorted(frozenset.intersection(*sets))) if sets else ()
