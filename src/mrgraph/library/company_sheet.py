"""A company of a graph -> its sheet for programs: where it plays, beside whom, its figures, with their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mrgraph import vocab
from mrgraph.claims import wording
from mrgraph.claims.lookup import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mrgraph.claims.claims import Claims

_MOST_BESIDE = 50  # companies


def sheet(claims: Claims, company: str) -> dict[str, Any]:
    """What the graph says about a company: names, codes, markets with their sources, others there, figures."""
    index = claims.index
    markets = [market for market in index.of_type(vocab.Market) if company in index.all(market, vocab.hasPlayer)]
    return {
        "company": company,
        "label": index.label(company),
        "aliases": list(index.all(company, vocab.SKOS_ALT_LABEL)),
        "reports": [
            report for report in index.of_type(vocab.Report) if company in index.all(report, vocab.namesCompany)
        ],
        "markets": [_market(claims, market, company) for market in markets],
        "beside": _beside(claims, markets, company),
        "figures": list(_figures(claims, company)),
    }


def neighbours(claims: Claims, thing: str) -> list[dict[str, Any]]:
    """What a thing is tied to, in both directions, sorted: relation, direction, IRI, label, kinds."""
    index = claims.index
    ties = [(predicate, "out", value) for predicate, value in index.pairs(thing)]
    ties += [
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
        for predicate, direction, other in sorted(set(ties))
        if predicate.startswith(vocab.NS) and other not in vocab.CODES and index.one(other, vocab.RDFS_LABEL)
    ]


def _market(claims: Claims, market: str, company: str) -> dict[str, Any]:
    links = claims.links_by_edge.get((market, vocab.hasPlayer, company), ())
    sources = [wording.source(claims, link) for link in links if claims.sound(link)]
    return {"iri": market, "label": claims.index.label(market), "sources": sources}


def _beside(claims: Claims, markets: list[str], company: str) -> list[dict[str, Any]]:
    """The companies that play in most of the same markets, most first."""
    shared: dict[str, int] = {}
    for market in markets:
        for other in claims.index.all(market, vocab.hasPlayer):
            shared[other] = shared.get(other, 0) + (other != company)
    ranked = sorted((-number, claims.index.label(other), other) for other, number in shared.items() if number)
    return [{"iri": other, "label": label, "markets": -number} for number, label, other in ranked[:_MOST_BESIDE]]


def _figures(claims: Claims, company: str) -> Iterator[dict[str, Any]]:
    for figure in claims.figures:
        if figure.about.company == company and claims.sound(figure):
            yield {
                "kind": wording.KINDS[figure.about.kind],
                "about": wording.about(claims.index, figure.about),
                "value": float(figure.value),
                "text": figure.text,
                **wording.source(claims, figure),
            }
