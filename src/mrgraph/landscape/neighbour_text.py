"""Neighbours of a market or company, told in words, rows and objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from mrgraph.claims.wording import clean
from mrgraph.output.aligned import aligned

if TYPE_CHECKING:
    from mrgraph.claims.claims import Claims
    from mrgraph.claims.wording import Json
    from mrgraph.landscape.adjacency import Neighbour

COLUMNS: Final = ("score", "twin", "neighbour", "shared", "names", "iri")
_TOLD = 4  # shared things that are told


def lines(claims: Claims, found: Iterable[Neighbour]) -> Iterator[str]:
    """A line a neighbour: score, name, how much is shared, and the rarest of it."""
    label = claims.index.label
    rows = []
    for each in found:
        rarest = ", ".join(clean(label(iri)) for iri in each.shared[:_TOLD])
        more = f" and {len(each.shared) - _TOLD} more" if len(each.shared) > _TOLD else ""
        twin = " (the same players: one market?)" if each.twin else ""
        rows.append((f"{each.score:.3f}", f"{clean(label(each.iri))}{twin}", f"{rarest}{more}"))
    yield from aligned(rows)


def rows(claims: Claims, found: Iterable[Neighbour]) -> Iterator[tuple[str, ...]]:
    """A row a neighbour, in the order of COLUMNS."""
    label = claims.index.label
    for each in found:
        names = "; ".join(map(label, each.shared))
        twin = "yes" if each.twin else "no"
        yield f"{each.score:.3f}", twin, label(each.iri), str(len(each.shared)), names, each.iri


def objects(claims: Claims, found: Iterable[Neighbour]) -> Iterator[Json]:
    """One object a neighbour."""
    label = claims.index.label
    for each in found:
        shared = [{"iri": iri, "label": label(iri)} for iri in each.shared]
        yield {"iri": each.iri, "label": label(each.iri), "score": each.score, "twin": each.twin, "shared": shared}
