"""A name or an answer -> the part of a graph that is drawn: which reports, and which of their links."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.claims.links import KIND_OF, Selection
from mrgraph.claims.lookup import short_id
from mrgraph.errors import QueryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mrgraph.claims.lookup import Index
    from mrgraph.rdf.terms import Triple


@dataclass(frozen=True, slots=True)
class Focus:
    """A node and the part of the graph round it."""

    iri: str
    selection: Selection


def focus(index: Index, name: str) -> Focus:
    """The report or entity of this name (label, other name or IRI), with the reports that name it.

    Raises UsageError where there is none, or more than one.
    """
    naming = _naming(index)
    iri = _the_one(index, name, {*naming, *index.of_type(vocab.Report)}, "report or entity")
    return Focus(iri, Selection(index.label(iri), frozenset(naming.get(iri, {iri}))))


def market(index: Index, name: str) -> Focus:
    """The market of this name, with the reports that study it.

    Raises UsageError where there is none, or more than one.
    """
    studies = _naming(index, vocab.studies)
    iri = _the_one(index, name, set(studies), "market")
    return Focus(iri, Selection(index.label(iri), frozenset(studies[iri])))


def answer(index: Index, triples: Iterable[Triple], name: str) -> Selection:
    """What a CONSTRUCT query picked: the links of the graph that one of its triples states.

    A triple states a link if its subject is the report or the market, and its object the entity. So the query needs
    neither labels nor evidence. Raises QueryError where no link is among them.
    """
    pairs = frozenset(
        (subject, value)
        for subject, predicate, value in triples
        if isinstance(value, str) and predicate != vocab.RDF_TYPE
    )
    reports = set()
    for claim in index.of_type(vocab.LinkClaim):
        report, subject, node = (index.one(claim, t) for t in (vocab.statedIn, vocab.subject, vocab.object))
        if report and node and pairs & {(report, node), (subject or "", node)}:
            reports.add(report)
    reports |= {subject for subject, _ in pairs} & set(index.of_type(vocab.Report))
    if not reports:
        cure = "construct triples like ?report mrg:namesCompany ?company"
        raise QueryError(f"{name}: its answer holds no link of this graph, so there is nothing to draw; {cure}")
    return Selection(name, frozenset(reports), pairs)


def _naming(index: Index, *relations: str) -> dict[str, set[str]]:
    """The reports that name each entity, by claims of these relations (all that are drawn)."""
    wanted = relations or tuple(KIND_OF)
    found: dict[str, set[str]] = {}
    for claim in index.of_type(vocab.LinkClaim):
        report, relation, node = (index.one(claim, t) for t in (vocab.statedIn, vocab.predicate, vocab.object))
        if report and node and relation in wanted:
            found.setdefault(node, set()).add(report)
    return found


def _the_one(index: Index, name: str, known: set[str], what: str) -> str:
    found = [iri for iri in index.named(name) if iri in known]
    exact = [iri for iri in found if name in (iri, short_id(iri))] or found
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise UsageError(f"{name}: may mean {', '.join(map(short_id, exact))}; name one of these instead")
    labels = {index.label(iri).casefold(): index.label(iri) for iri in sorted(known)}
    wanted = name.casefold()
    near = [label for folded, label in sorted(labels.items()) if wanted in folded][:3]
    near = near or [labels[folded] for folded in get_close_matches(wanted, sorted(labels), n=3, cutoff=0.6)]
    guess = f"did you mean {' or '.join(map(repr, near))}?" if near else "`mrgraph view` draws them all, with a search"
    raise UsageError(f"{name}: no {what} of this name in the graph; {guess}")
