"""What a search gives for people: each thing with what it is and how many reports name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.finding.search import CLASSES, Finder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from mrgraph import rdf
    from mrgraph.finding.search import Hit

COLUMNS: Final = ("name", "kind", "reports", "also", "iri")
_CLOSE: Final = 0.05  # scores that differ by less are as good as each other: what more reports name comes first
_RANKED: Final = 100  # hits whose reports are counted
_ROLES: Final = (vocab.object, vocab.subject, vocab.market, vocab.company, vocab.region, vocab.segment)


def search(store: rdf.Store, typed: str, kinds: Sequence[str] = tuple(CLASSES)) -> list[dict[str, Any]]:
    """The things that the words may mean, one with the keys COLUMNS and `whole` each, the likeliest first.

    `whole`: whether all words fit; `also`: the other name that fits, where it is not the label.
    """
    hits = _without_twins(Finder(store, kinds).hits(typed, _RANKED))
    reports = {hit.iri: _reports(store, hit.iri) for hit in hits}

    def rank(hit: Hit) -> tuple[Any, ...]:
        return not hit.whole, -int(hit.score / _CLOSE), -reports[hit.iri], -hit.score, hit.label, hit.iri

    return [_told(hit, reports[hit.iri]) for hit in sorted(hits, key=rank)]


def _told(hit: Hit, reports: int) -> dict[str, Any]:
    kinds = [kind for kind in hit.kinds if kind != "topic"] or ["topic"]
    also = "" if hit.name == hit.label else hit.name
    return {
        "name": hit.label,
        "kind": ", ".join(kinds),
        "reports": reports,
        "also": also,
        "iri": hit.iri,
        "whole": hit.whole,
    }


def _without_twins(hits: Iterable[Hit]) -> list[Hit]:
    """The hits without topics that are nothing but what a market among the hits is for."""
    listed = list(hits)
    markets = {hit.iri.rpartition("/")[2] for hit in listed if "market" in hit.kinds}
    return [hit for hit in listed if hit.kinds != ("topic",) or hit.iri.rpartition("/")[2] not in markets]


def _reports(store: rdf.Store, iri: str) -> int:
    """How many reports say something about it."""
    claims = {claim for role in _ROLES for claim, _, _ in store.match(None, role, iri)}
    return len({report for claim in claims for report in store.all(claim, vocab.statedIn)})
