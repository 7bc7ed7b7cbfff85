"""An extraction as one JSON object in the format that docs/extract.md describes."""

from __future__ import annotations

from collections.abc import Iterable

from mrgraph.records import (
    Basis,
    Bound,
    Claim,
    Evidence,
    Extraction,
    GrowthRateClaim,
    MarketShareClaim,
    MarketSizeClaim,
    NameClaim,
    PeriodClaim,
    PlacementClaim,
    RegionClaim,
    RegionRole,
    RevenueClaim,
    Role,
    Target,
    TextClaim,
)

Json = dict[str, object]
BOUNDS = {Bound.AT_LEAST: "min", Bound.AT_MOST: "max", Bound.ABOUT: "approx", None: None}


def answer(extraction: Extraction) -> Json:
    """What was read from one document; scalars have their evidence under "evidence", list entries carry their own."""
    evidence: dict[str, list[Json]] = {}
    made: Json = {"document": extraction.path, "sha256": extraction.sha256, "language": extraction.language}
    made |= _headline(extraction.claims, evidence)
    made |= _names(extraction.claims)
    made |= _figures(extraction.claims)
    made["rejects"] = [{"text": r.text, "why": r.why, "start": r.start, "end": r.end} for r in extraction.rejects]
    made["evidence"] = evidence
    return made


def _headline(claims: Iterable[Claim], evidence: dict[str, list[Json]]) -> Json:
    made: Json = dict.fromkeys(("market", "scope", "report_id", "period", "title", "url"))
    made["market_aliases"] = []
    made["publisher"] = {"name": None, "domain": None}
    for claim in claims:
        field = None
        if isinstance(claim, NameClaim) and claim.role is Role.MARKET:
            field, made["market"], made["market_aliases"] = "market", claim.name, list(claim.aliases)
        elif isinstance(claim, NameClaim) and claim.role is Role.PUBLISHER:
            field, made["publisher"] = (
                "publisher",
                {
                    "name": next(iter(claim.aliases), None),
                    "domain": None if claim.name in claim.aliases else claim.name,  # a publisher without an address
                },
            )
        elif isinstance(claim, RegionClaim) and claim.role is RegionRole.SCOPE:
            field, made["scope"] = "scope", claim.key
        elif isinstance(claim, PeriodClaim):
            field, made["period"] = "period", [claim.start, claim.end]
        elif isinstance(claim, TextClaim):
            field, made[claim.field.value] = claim.field.value, claim.value
        if field:
            evidence[field] = _evidence(claim.evidence)
    return made


def _names(claims: Iterable[Claim]) -> Json:
    lists: dict[Role, list[Json]] = {
        role: [] for role in (Role.COMPANY, Role.TECHNOLOGY, Role.APPLICATION, Role.DRIVER)
    }
    others: dict[str, list[Json]] = {}
    regions: list[Json] = []
    placed: list[Json] = []
    leaders: list[Json] = []
    for claim in claims:
        if isinstance(claim, NameClaim) and claim.role in (*lists, Role.SEGMENT):
            entry: Json = {"name": claim.name, "aliases": list(claim.aliases), "evidence": _evidence(claim.evidence)}
            (others.setdefault(claim.axis or "", []) if claim.role is Role.SEGMENT else lists[claim.role]).append(entry)
        elif isinstance(claim, RegionClaim) and claim.role is not RegionRole.SCOPE:
            (regions if claim.role is RegionRole.COVERED else leaders).append(
                {"key": claim.key, "evidence": _evidence(claim.evidence)}
            )
        elif isinstance(claim, PlacementClaim):
            placed.append({"key": claim.key, "under": claim.under, "evidence": _evidence(claim.evidence)})
    return {
        "companies": lists[Role.COMPANY],
        "technologies": lists[Role.TECHNOLOGY],
        "applications": lists[Role.APPLICATION],
        "other_segments": others,
        "mentioned_technologies": lists[Role.DRIVER],
        "regions": regions,
        "leading_regions": leaders,
        "misplaced_regions": placed,
    }


def _figures(claims: Iterable[Claim]) -> Json:
    made: dict[str, list[Json]] = {"market_sizes": [], "growth_rates": [], "market_shares": [], "revenues": []}
    for claim in claims:
        if isinstance(claim, MarketSizeClaim):
            kind = "forecast" if claim.basis is Basis.FORECAST else "estimate"
            money: Json = {
                "value": f"{claim.value:f}",
                "currency": claim.currency,
                "year": claim.year,
                "kind": kind,
                "scope": _target(claim.scope),
            }
            made["market_sizes"].append(money | _common(claim))
        elif isinstance(claim, GrowthRateClaim):
            rate: Json = {
                "percent": f"{claim.percent:f}",
                "start": claim.start,
                "end": claim.end,
                "scope": _target(claim.scope),
            }
            made["growth_rates"].append(rate | _top(claim) | _common(claim))
        elif isinstance(claim, MarketShareClaim):
            share: Json = {"of": claim.of.name, "percent": f"{claim.percent:f}", "year": claim.year}
            made["market_shares"].append(share | _top(claim) | _common(claim))
        elif isinstance(claim, RevenueClaim):
            sales: Json = {
                "company": claim.company,
                "value": f"{claim.value:f}",
                "currency": claim.currency,
                "year": claim.year,
            }
            made["revenues"].append(sales | _common(claim))
    return dict(made)


def _common(claim: MarketSizeClaim | GrowthRateClaim | MarketShareClaim | RevenueClaim) -> Json:
    return {"bound": BOUNDS[claim.bound], "text": claim.text, "evidence": _evidence(claim.evidence)}


def _top(claim: GrowthRateClaim | MarketShareClaim) -> Json:
    return {} if claim.percent_max is None else {"percent_max": f"{claim.percent_max:f}"}


def _target(target: Target | None) -> str | None:
    return target.name if target else None


def _evidence(evidence: tuple[Evidence, ...]) -> list[Json]:
    return [
        {
            "start": e.start,
            "end": e.end,
            "quote": e.quote,
            "heading": e.heading,
            "rule": e.rule.id,
            "confidence": float(e.rule.confidence),
            "flags": [f.value for f in e.flags],
        }
        for e in evidence
    ]
