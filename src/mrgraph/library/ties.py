"""A thing of a graph -> what it is tied to by edges, in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mrgraph import vocab
from mrgraph.claims.lookup import local_name

if TYPE_CHECKING:
    from mrgraph.claims.claims import Claims


def ties(claims: Claims, thing: str) -> list[dict[str, Any]]:
    """What a thing is tied to, in both directions, sorted: relation, direction, IRI, label, kinds."""
    index = claims.index
    edges = [(predicate, "out", value) for predicate, value in index.pairs(thing)]
    edges += [
        (predicate, "in", subject)
        for subject in index.subjects()
        if not index.one(subject, vocab.statedIn)
        for predicate, value in index.pairs(subject)
        if value == thing
    ]
    return [
        {
            "relation": local_name(predicate),
            "direction": direction,
            "iri": other,
            "label": index.label(other),
            "kinds": [local_name(kind) for kind in index.all(other, vocab.RDF_TYPE)],
        }
        for predicate, direction, other in sorted(set(edges))
        if predicate.startswith(vocab.NS) and other not in vocab.CODES and index.one(other, vocab.RDFS_LABEL)
    ]
