"""Claims -> those that a person should look at first, each with the reasons, and the decisions made about them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from mrgraph import curation_files, vocab
from mrgraph.claims import wording
from mrgraph.claims.lookup import local_name
from mrgraph.errors import UsageError
from mrgraph.records import Flag
from mrgraph.trust import conflicts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mrgraph.claims.claims import Claims, Figure, Link
    from mrgraph.curation_files import Correction

_UNSURE: Final = Decimal("0.7")  # claims of a lower confidence are worth a look


@dataclass(frozen=True, slots=True)
class Doubt:
    """A claim that is doubtful, and why, in words."""

    claim: Figure | Link
    why: str


def queue(claims: Claims, decided: Collection[str] = ()) -> list[Doubt]:
    """The doubtful claims, each once: contradicted ones (by independent sources first), those at odds
    with the sizes of their report, unsure readings (the most unsure first), and words that had to be repaired.

    `decided`: IRIs of claims about which a person has decided already.
    """
    doubts = [
        *_contradicted(claims),
        *_flagged(claims, Flag.INCONSISTENT),
        *_unsure(claims),
        *_flagged(claims, Flag.REPAIRED),
    ]
    first: dict[str, Doubt] = {}
    for doubt in doubts:
        first.setdefault(doubt.claim.iri, doubt)
    return [doubt for iri, doubt in first.items() if iri not in decided]


def _contradicted(claims: Claims) -> Iterator[Doubt]:
    ranked = sorted(conflicts.conflicts(claims), key=lambda conflict: -conflict.families)
    for conflict in ranked:
        for position in conflict.positions:
            others = [figure for other in conflict.positions if other is not position for figure in other]
            said = "; ".join(dict.fromkeys(wording.clean(figure.text) for figure in others))
            yield from (Doubt(figure, f"contradicted: elsewhere {said}") for figure in position)


def _flagged(claims: Claims, flag: Flag) -> Iterator[Doubt]:
    for claim in sorted(claims.all, key=lambda claim: claim.iri):
        if flag.value in map(local_name, claim.flags) and claims.sound(claim):
            yield Doubt(claim, f"flagged {flag.value.lower()}")


def _unsure(claims: Claims) -> Iterator[Doubt]:
    known = ((claims.index.decimal(claim.iri, vocab.confidence), claim) for claim in claims.all if claims.sound(claim))
    low = [(sure, claim) for sure, claim in known if sure is not None and sure < _UNSURE]
    for sure, claim in sorted(low, key=lambda pair: (pair[0], pair[1].iri)):
        yield Doubt(claim, f"read with confidence {sure}")


def lines(claims: Claims, doubt: Doubt) -> Iterator[str]:
    """A doubt for people: the claim, why it is doubtful, its report and sentences."""
    yield wording.claim(claims.index, doubt.claim)
    yield f"  claim:{local_name(doubt.claim.iri)}, {doubt.why}"
    yield f"  {wording.clean(claims.index.label(doubt.claim.report))}"
    yield from (f"  {passage}" for passage in wording.passages(claims.index, doubt.claim.iri))


def correction(claims: Claims, claim: str, verdict: str, value: str, reason: str) -> Correction:
    """The correction of a claim (an IRI, in full, short, or its last part) in its one form.

    Raises UsageError for a claim that the graph does not hold, and a value that fits none of its kind.
    """
    iri = claim_iri(claims, claim)
    if (verdict == curation_files.REPLACE) != bool(value.strip()):
        raise UsageError(f"{claim}: a value is needed by {curation_files.REPLACE}, and by nothing else")
    figure = next((figure for figure in claims.figures if figure.iri == iri), None)
    if value and figure is not None and curation_files.FIGURE_VALUE.fullmatch(value.strip()) is None:
        raise UsageError(f"{claim}: {value!r} is no value of a figure; write it like 4200000000 USD, or 5.4 %")
    return curation_files.Correction(verdict, iri, value.strip(), " ".join(reason.split()))


def claim_iri(claims: Claims, claim: str) -> str:
    """The IRI of the claim that is meant; raises UsageError where the graph holds none."""
    space = vocab.PREFIXES["claim"]
    local = claim.strip("<>").removeprefix(space).removeprefix("claim:")
    iri = f"{space}{local}"
    if claims.index.one(iri, vocab.statedIn) is None:
        raise UsageError(f"{claim}: no claim of this graph; `mrgraph why NAME` shows claims with their IRIs")
    return iri
