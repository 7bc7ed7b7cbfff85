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
                    place = (evidence.start, evidence.end)
                    known = self._headings.get(place)
                    self._headings[place] = min(known, evidence.heading) if known else evidence.heading

    def of(self, evidence: Iterable[Evidence]) -> tuple[Passage, ...]:
        """The passages of some evidence, in its order."""
        return tuple(self._passage(each) for each in evidence)

    def _passage(self, evidence: Evidence) -> Passage:
        heading = self._headings.get((evidence.start, evidence.end))
        iri = iris.evidence(self._sha256, evidence.start, evidence.end)
        return Passage(iri, self._document, replace(evidence, heading=heading))


def place(passage: Passage) -> tuple[str, int, int, str]:
    """The key to sort passages by: document, offsets, rule."""
    return passage.document, passage.evidence.start, passage.evidence.end, passage.evidence.rule.id


def merged(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages of one claim, each reading once, sorted by place."""
    unique = {(place(each), each.evidence.flags): each for each in passages}
    return tuple(unique[key] for key in sorted(unique))


def shared_flags(passages: Iterable[Passage]) -> tuple[Flag, ...]:
    """Flags that every passage of a claim carries: one sound reading is enough to make a claim sound."""
    sets = [frozenset(each.evidence.flags) for each in passages]
    return tuple(sorted(frozenset.intersection(*sets))) if sets else ()
