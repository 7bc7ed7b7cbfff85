"""Two graphs -> what changed between them, in plain words, each change with its reason.

A claim comes or goes with its document (added, removed, changed), with the rule that read it, with a decision about
names, or with a correction; what is left was read otherwise by another version of mrgraph.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims import wording
from mrgraph.claims.claims import CLAIMS, Claims
from mrgraph.claims.evidence import rule_name
from mrgraph.claims.lookup import Index
from mrgraph.errors import GraphError
from mrgraph.rdf.terms import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mrgraph.claims.wording import Json
    from mrgraph.rdf.terms import Triple

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_SIGNS: Final = {ADDED: "+", REMOVED: "-", CHANGED: "~"}
_ENTITIES: Final = (vocab.Report, vocab.Market, vocab.Company, vocab.Topic, vocab.Publisher, vocab.Region)
_NAMES: Final = {vocab.Report: "report", vocab.Market: "market", vocab.Company: "company", vocab.Topic: "topic"}
_BY_HAND: Final = "corrections.replace"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is new, gone or different. `what`: document, claim or a kind of entity; `iri`: of it."""

    how: str
    what: str
    iri: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes from one graph to another, and the triples behind them."""

    changes: tuple[Change, ...]
    removed: frozenset[Triple]
    added: frozenset[Triple]


def compare(old: Iterable[Triple], new: Iterable[Triple]) -> Comparison:
    """What changed from the old graph to the new one.

    Raises GraphError for blank nodes: they have no names to be compared by. Graphs of mrgraph have none.
    """
    before, after = frozenset(old), frozenset(new)
    if any(is_blank(subject) or is_blank(value) for subject, _, value in before | after):
        raise GraphError("blank nodes have no names to compare them by; give them IRIs, and compare again")
    differ = _Differ(Index(before), Index(after), before - after, after - before)
    return Comparison(differ.changes(), before - after, after - before)


class _Differ:
    def __init__(self, old: Index, new: Index, removed: frozenset[Triple], added: frozenset[Triple]) -> None:
        self._sides = {REMOVED: old, ADDED: new}
        self._claims = {REMOVED: Claims(old), ADDED: Claims(new)}
        self._documents = {how: _documents(index) for how, index in self._sides.items()}
        self._rules = {how: _rules(index) for how, index in self._sides.items()}
        self._touched = {how: {triple[0] for triple in side} for how, side in ((REMOVED, removed), (ADDED, added))}
        self._renamed = {
            iri
            for subject, predicate, value in removed | added
            if predicate == vocab.DCT_IS_REPLACED_BY
            for iri in (subject, str(value))
        }

    def changes(self) -> tuple[Change, ...]:
        claims = [*self._claims_that(REMOVED), *self._claims_that(ADDED), *self._changed_claims()]
        return (*self._document_changes(), *self._entities(claims), *sorted(claims, key=lambda change: change.words))

    # ------------------------------------------------------------------------------------------ documents

    def _document_changes(self) -> Iterator[Change]:
        old, new = self._documents[REMOVED], self._documents[ADDED]
        for label in sorted({*old, *new}):
            if old.get(label) == new.get(label):
                continue
            how = ADDED if label not in old else REMOVED if label not in new else CHANGED
            yield Change(how, "document", new.get(label) or old[label], wording.clean(label), "")

    def _document_reason(self, how: str, iri: str) -> str | None:
        """Why a claim's documents explain that it came or went: "document a.html removed"."""
        index, other = self._sides[how], self._sides[REMOVED if how == ADDED else ADDED]
        documents = {index.one(passage, vocab.inDocument) or "" for passage in index.all(iri, vocab.evidence)}
        only_here = sorted(index.label(document) for document in documents if not other.all(document, vocab.RDF_TYPE))
        if not only_here:
            return None
        in_both = {*self._documents[ADDED]} & {*self._documents[REMOVED]}
        verb = CHANGED if only_here[0] in in_both else how
        return f"document {wording.clean(only_here[0])} {verb}"

    # -------------------------------------------------------------------------------------------- claims

    def _claims_that(self, how: str) -> Iterator[Change]:
        index, other = self._sides[how], self._sides[REMOVED if how == ADDED else ADDED]
        claims = self._claims[how]
        for claim in claims.all:
            if claim.iri in self._touched[how] and not other.all(claim.iri, vocab.statedIn):
                yield Change(how, "claim", claim.iri, wording.claim(index, claim), self._reason(how, claim.iri))

    def _changed_claims(self) -> Iterator[Change]:
        old, new = self._sides[REMOVED], self._sides[ADDED]
        for claim in self._claims[ADDED].all:
            touched = claim.iri in self._touched[ADDED] or claim.iri in self._touched[REMOVED]
            if touched and old.all(claim.iri, vocab.statedIn):
                words = f"{wording.claim(new, claim)}{_difference(old, new, claim.iri)}"
                yield Change(CHANGED, "claim", claim.iri, words, self._change_reason(claim.iri))

    def _reason(self, how: str, iri: str) -> str:
        reason = self._document_reason(how, iri)
        if reason is not None:
            return reason
        index = self._sides[how]
        if any(value in self._renamed for term in _DIMENSIONS for value in index.all(iri, term)):
            return "identity decision"
        rules = {*index.all(iri, vocab.extractor)}
        if any(rule_name(rule).startswith(_BY_HAND) for rule in rules):
            return "correction"
        others = self._rules[REMOVED if how == ADDED else ADDED]
        strange = sorted(rule_name(rule) for rule in rules if rule not in others)
        return f"rule {strange[0]} {how}" if strange else "read otherwise by another version of mrgraph"

    def _change_reason(self, iri: str) -> str:
        for how in (ADDED, REMOVED):
            reason = self._document_reason(how, iri)
            if reason is not None:
                return reason
        rejected = f"{vocab.NS}Rejected"
        old, new = (self._sides[how].all(iri, vocab.flag) for how in (REMOVED, ADDED))
        noted = self._sides[ADDED].all(iri, vocab.SKOS_EDITORIAL_NOTE) or self._sides[REMOVED].all(
            iri, vocab.SKOS_EDITORIAL_NOTE
        )
        if (rejected in old) is not (rejected in new) or noted:
            return "correction"
        if {*self._sides[ADDED].all(iri, vocab.extractor)} != {*self._sides[REMOVED].all(iri, vocab.extractor)}:
            return "another rule read it"
        return "other figures of the report changed" if old != new else "read otherwise by another version of mrgraph"

    # ------------------------------------------------------------------------------------------ entities

    def _entities(self, claims: Iterable[Change]) -> Iterator[Change]:
        reasons = self._reasons_of_things(claims)
        for how, index in self._sides.items():
            other = self._sides[REMOVED if how == ADDED else ADDED]
            for kind in _ENTITIES:
                for iri in index.of_type(kind):
                    if iri in self._touched[how] and not other.all(iri, vocab.RDF_TYPE):
                        reason = "identity decision" if iri in self._renamed else reasons.get((how, iri), "")
                        what = _NAMES.get(kind) or wording.relation(kind)
                        yield Change(how, what, iri, wording.clean(index.label(iri)), reason)

    def _reasons_of_things(self, claims: Iterable[Change]) -> Mapping[tuple[str, str], str]:
        """For each thing the reason of the first claim about it that came or went."""
        reasons: dict[tuple[str, str], str] = {}
        for change in sorted(claims, key=lambda change: (change.reason, change.iri)):
            index = self._sides.get(change.how)
            if index is not None:
                for term in (*_DIMENSIONS, vocab.statedIn):
                    for iri in index.all(change.iri, term):
                        reasons.setdefault((change.how, iri), change.reason)
        return reasons


_DIMENSIONS: Final = (
    *(vocab.subject, vocab.object, vocab.market, vocab.company, vocab.segment, vocab.region, vocab.shareWithin),
)


def _documents(index: Index) -> dict[str, str]:
    """The documents by label."""
    return {index.label(iri): iri for iri in index.of_type(vocab.Document)}


def _rules(index: Index) -> frozenset[str]:
    claims = index.of_type(*CLAIMS)
    return frozenset(rule for claim in claims for rule in index.all(claim, vocab.extractor))


def _difference(old: Index, new: Index, iri: str) -> str:
    """What is different about a claim that is in both graphs: flags, else evidence."""
    before, after = ({*index.labels(index.all(iri, vocab.flag))} for index in (old, new))
    flags = [f"+{flag}" for flag in sorted(after - before)] + [f"-{flag}" for flag in sorted(before - after)]
    if flags:
        return f" (flags {' '.join(flags)})"
    passages = [len(index.all(iri, vocab.evidence)) for index in (old, new)]
    return f" (passages {passages[0]} -> {passages[1]})" if passages[0] != passages[1] else ""


def lines(comparison: Comparison) -> Iterator[str]:
    """One line a change, with its reason in brackets."""
    return map(_line, comparison.changes)


def notes(comparison: Comparison) -> dict[str, str]:
    """The same lines by the IRI of what changed."""
    return {change.iri: _line(change) for change in comparison.changes}


def _line(change: Change) -> str:
    reason = f"  [{change.reason}]" if change.reason else ""
    return f"{_SIGNS[change.how]} {change.what}: {change.words}{reason}"


def objects(comparison: Comparison) -> Iterator[Json]:
    """One object a change."""
    for change in comparison.changes:
        yield {
            "how": change.how,
            "what": change.what,
            "iri": change.iri,
            "words": change.words,
            "reason": change.reason,
        }


def summary(comparison: Comparison) -> str:
    """ "3 changes: claim added 2, document added 1; 14 triples added, 0 removed"."""
    counts = Counter(f"{change.what} {change.how}" for change in comparison.changes)
    listed = ", ".join(f"{counted} {count}" for counted, count in sorted(counts.items())) or "nothing"
    total = f"{len(comparison.added)} triples added, {len(comparison.removed)} removed"
    return f"{len(comparison.changes)} changes: {listed}; {total}"
