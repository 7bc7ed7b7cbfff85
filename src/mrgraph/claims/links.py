"""Claims -> links between reports and what they name: those to draw, region lists folded, defects set aside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims.evidence import NO_SUPPORT, Support, support

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mrgraph.claims.lookup import Index

KIND_OF: Final[Mapping[str, str]] = {
    vocab.studies: "market",
    vocab.hasPlayer: "company",
    vocab.hasTechnology: "technology",
    vocab.drivenBy: "technology",
    vocab.hasApplication: "application",
    vocab.hasSegment: "segment",
    vocab.ledBy: "region",
    vocab.scope: "region",
}
# Kinds of nodes in the order of the legend. A node that plays several parts has several kinds.
NODE_KINDS: Final = ("report", *dict.fromkeys(KIND_OF.values()))
# The report's own edges that repeat a claim's; used where a graph has no claims.
_DIRECT: Final[Mapping[str, str]] = {
    vocab.studies: vocab.studies,
    vocab.namesCompany: vocab.hasPlayer,
    vocab.coversTechnology: vocab.hasTechnology,
    vocab.coversApplication: vocab.hasApplication,
    vocab.coversSegment: vocab.hasSegment,
    vocab.coversRegion: vocab.coversRegion,
}
WORLD: Final = vocab.PREFIXES["region"] + "world"


@dataclass(frozen=True, slots=True)
class Link:
    """A report says something about an entity. `relation` is an IRI of the ontology; `axis` only for other segments."""

    report: str
    node: str
    relation: str
    axis: str | None
    support: Support


@dataclass(frozen=True, slots=True)
class SetAside:
    """A claim that makes no link, in words."""

    report: str
    words: str
    support: Support


@dataclass(frozen=True, slots=True)
class Links:
    """All links of a graph, sorted.

    `listed`: regions covered. Four of five stand in a list that every report of a publisher repeats; drawn, they would
    tie everything to everything, so they are an attribute of the report.
    """

    drawn: tuple[Link, ...]
    listed: tuple[Link, ...]
    aside: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a graph is shown: these reports, and of their links those with one of these (subject, object) pairs.

    `pairs`: None stands for all links. `name`: what was selected, in words, for the title.
    """

    name: str
    reports: frozenset[str]
    pairs: frozenset[tuple[str, str]] | None = None


def links(index: Index, selection: Selection | None = None) -> Links:
    """The links of the graph, or of a part of it."""
    reports = frozenset(index.of_type(vocab.Report)) if selection is None else selection.reports
    pairs = None if selection is None else selection.pairs
    claimed: set[tuple[str, str]] = set()
    shown: list[Link] = []
    aside: list[SetAside] = []
    for claim, report, relation, node in _link_claims(index, reports):
        claimed.add((report, node))
        if pairs is not None and not pairs & {(report, node), (index.one(claim, vocab.subject) or "", node)}:
            continue
        backing = support(index, claim)
        if backing.defect:
            aside.append(SetAside(report, _words(index, claim, relation, node), backing))
        elif node != WORLD:
            axis = index.one(claim, vocab.axis) if relation in KIND_OF else None
            shown.append(Link(report, node, relation, axis, backing))
    shown.extend(_unclaimed(index, reports, claimed, pairs))
    shown.sort(key=_order)
    return Links(
        tuple(link for link in shown if link.relation in KIND_OF),
        tuple(link for link in shown if link.relation == vocab.coversRegion),
        tuple(sorted(aside, key=lambda item: (item.report, item.words, repr(item.support)))),
    )


def _link_claims(index: Index, reports: Collection[str]) -> Iterator[tuple[str, str, str, str]]:
    """Claim, report, relation and object of each link that one of the reports states."""
    for claim in index.of_type(vocab.LinkClaim):
        report, relation, node = (index.one(claim, term) for term in (vocab.statedIn, vocab.predicate, vocab.object))
        if report in reports and report is not None and relation is not None and node is not None:
            yield claim, report, relation, node


def by_report(links: Iterable[Link]) -> dict[str, list[Link]]:
    """The links of each report, in their order."""
    groups: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        groups[link.report].append(link)
    return groups


def _unclaimed(
    index: Index,
    reports: frozenset[str],
    claimed: Collection[tuple[str, str]],
    pairs: Collection[tuple[str, str]] | None,
) -> Iterator[Link]:
    """Links from direct edges, for graphs that keep no claims; of `pairs` alone, if any are given."""
    for report in sorted(reports):
        for edge, relation in _DIRECT.items():
            for node in index.all(report, edge):
                if node == WORLD or (report, node) in claimed:
                    continue
                if pairs is None or (report, node) in pairs:
                    yield Link(report, node, relation, None, NO_SUPPORT)


def _order(link: Link) -> tuple[str, str, str, str, str]:
    return link.report, link.node, link.relation, link.axis or "", repr(link.support.quotes)


def _words(index: Index, claim: str, relation: str, node: str) -> str:
    subject = index.one(claim, vocab.subject)
    return f"{index.label(subject) if subject else '?'} {_spaced(relation)} {index.label(node)}"


def _spaced(relation: str) -> str:
    """The local name of a term as words: "hasPlayer" -> "has player"."""
    name = relation.rsplit("#", 1)[-1]
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
