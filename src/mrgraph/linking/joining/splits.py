"""Splits that people decided: what one name means in some documents, or the several things that a glued name means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mrgraph import curation_files
from mrgraph.linking import figure_facts, iris

if TYPE_CHECKING:
    from mrgraph.curation_files import Decision
    from mrgraph.facts import FigureFact, LinkFact


class Splits:
    """What each IRI is in each document, by the decisions; most are themselves."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._decided: dict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            if decision.verdict == curation_files.SPLIT:
                self._decided[decision.first].append(decision)

    def of(self, iri: str, document: str) -> tuple[Decision, ...]:
        """The decisions that hold for a thing in a document: those that name it, else those that name none."""
        decided = self._decided.get(iri, ())
        own = tuple(decision for decision in decided if document in decision.documents)
        return own or tuple(decision for decision in decided if not decision.documents)

    def links(self, fact: LinkFact, document: str) -> Iterator[LinkFact]:
        """A document's link about what it is there; a glued name makes several."""
        for subject in self._meant(fact.subject, document):
            for target in self._meant(fact.object, document):
                iri = iris.link(fact.report, subject, fact.predicate, target, fact.axis)
                same = (subject, target) == (fact.subject, fact.object)
                yield fact if same else replace(fact, iri=iri, subject=subject, object=target)

    def figure(self, fact: FigureFact, document: str) -> FigureFact:
        """A document's figure about what it is there; one about several things stays about the name."""
        moved = {
            name: meant[0]
            for name, iri in (("market", fact.market), ("company", fact.company), ("segment", fact.segment))
            if iri and len(meant := self._meant(iri, document)) == 1 and meant[0] != iri
        }
        if not moved:
            return fact
        changed = replace(fact, **moved)  # type: ignore[arg-type]
        return replace(changed, iri=figure_facts.iri(changed))

    def _meant(self, iri: str, document: str) -> tuple[str, ...]:
        return tuple(decision.second for decision in self.of(iri, document)) or (iri,)

    def new(self) -> Iterator[Decision]:
        """The decisions, for the names of what they make."""
        for iri in sorted(self._decided):
            yield from self._decided[iri]
