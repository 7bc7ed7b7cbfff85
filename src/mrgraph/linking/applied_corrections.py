"""Facts and corrections -> corrected facts: rejected claims stay, with a flag and the reason, and lose their edge."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from mrgraph import curation_files, vocab
from mrgraph.facts import FigureFact, LinkFact, Passage
from mrgraph.linking import figure_facts, iris
from mrgraph.records import DEFECTS, Flag, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mrgraph.curation_files import Correction
    from mrgraph.linking.entity_names import Names
    from mrgraph.reference import Reference


Claim = TypeVar("Claim", LinkFact, FigureFact)
RULE = Rule("corrections.replace", 1, Decimal(1), "a person put this in the place of what a rule had read")
_KINDS = {
    vocab.hasPlayer: (vocab.Company, iris.company),
    vocab.hasTechnology: (vocab.Technology, iris.topic),
    vocab.drivenBy: (vocab.Technology, iris.topic),
    vocab.hasApplication: (vocab.Application, iris.topic),
    vocab.hasSegment: (vocab.Segment, iris.topic),
}


class Corrections:
    """The corrections of one build; those that met no claim are left in `unused`, with the reason.

    A claim that changed its IRI because its names were merged is met under both.
    """

    def __init__(self, corrections: Iterable[Correction], former: Mapping[str, Iterable[str]]) -> None:
        self._by_claim = {correction.claim: correction for correction in corrections}
        self._former = former
        self.unused: dict[str, str] = dict.fromkeys(self._by_claim, "no claim of this pile has this IRI any more")

    def links(self, facts: Iterable[LinkFact], names: Names, reference: Reference) -> list[LinkFact]:
        """The links by IRI, rejected ones flagged, replacing ones added."""
        return self._applied(facts, lambda fact, value: _with_object(fact, value, names, reference))

    def figures(self, facts: Iterable[FigureFact]) -> list[FigureFact]:
        """The figures by IRI, rejected ones flagged, replacing ones added."""
        return self._applied(facts, _with_value)

    def accepted(self, fact: Claim) -> Claim:
        """The claim without warnings, if a person accepted it; a defect is a matter of reference data and stays."""
        correction = self._of(fact.iri)
        if correction is None or correction.verdict != curation_files.ACCEPT:
            return fact
        self.unused.pop(correction.claim, None)
        flags = tuple(flag for flag in fact.flags if flag in DEFECTS)
        return replace(fact, flags=flags, note=correction.reason or None)

    def _of(self, iri: str) -> Correction | None:
        return next(
            (self._by_claim[claim] for claim in (iri, *self._former.get(iri, ())) if claim in self._by_claim), None
        )

    def _applied(self, facts: Iterable[Claim], replaced: Callable[[Claim, str], Claim | None]) -> list[Claim]:
        applied: dict[str, Claim] = {}
        by_hand: dict[str, Claim] = {}
        for fact in facts:
            correction = self._of(fact.iri)
            applied[fact.iri] = fact
            if correction is None or correction.verdict == curation_files.ACCEPT:
                continue
            note = correction.reason or None
            if correction.verdict == curation_files.REPLACE:
                other = replaced(fact, correction.value)
                if other is None:
                    self.unused[correction.claim] = f"{correction.value!r} is no value for it"
                    continue
                by_hand[other.iri] = replace(other, passages=_by_hand(other.passages), flags=(), note=note)
            self.unused.pop(correction.claim, None)
            applied[fact.iri] = _rejected(fact, note)
        return [claim for _, claim in sorted((by_hand | applied).items())]


def _rejected(fact: Claim, note: str | None) -> Claim:
    return replace(fact, flags=tuple(sorted({*fact.flags, Flag.REJECTED})), note=note)


def _by_hand(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The same passages, read by a person."""
    return tuple(replace(passage, evidence=replace(passage.evidence, rule=RULE, flags=())) for passage in passages)


def _with_object(fact: LinkFact, value: str, names: Names, reference: Reference) -> LinkFact | None:
    """The link to another thing of the same kind: one of the pile by its IRI, a known region, or a new name."""
    prefix, _, local = value.partition(":")
    target: str | None = f"{vocab.PREFIXES[prefix]}{local}" if prefix in vocab.PREFIXES else value
    if target not in names.iris() and reference.key(target or "") is None:
        target = _object_named(fact.predicate, value, names, reference)
    if target is None or target.rpartition("/")[0] != fact.object.rpartition("/")[0]:
        return None
    return replace(fact, iri=iris.link(fact.report, fact.subject, fact.predicate, target, fact.axis), object=target)


def _object_named(predicate: str, name: str, names: Names, reference: Reference) -> str | None:
    key = reference.region(name)
    if predicate in (vocab.coversRegion, vocab.ledBy, vocab.scope):
        return reference.iri(key) if key else None
    if predicate not in _KINDS or ":" in name:
        return None
    kind, minted = _KINDS[predicate]
    types = (kind,) if kind == vocab.Company else (kind, vocab.Topic)
    return names.add(minted(name), types, (name,), mint=minted)


def _with_value(fact: FigureFact, value: str) -> FigureFact | None:
    """The figure with another sum or percentage: "4200000000 USD", "4200000000", "5.4 %"."""
    match = curation_files.FIGURE_VALUE.fullmatch(value.strip())
    if match is None:
        return None
    number, unit = Decimal(match[1]), match[2]
    if fact.amount is None:
        corrected = replace(fact, percent=number, percent_max=None) if unit in (None, "%") else None
    else:
        corrected = replace(fact, amount=number, currency=unit or fact.currency) if unit != "%" and number > 0 else None
    return corrected and replace(corrected, iri=figure_facts.iri(corrected), bound=None)
