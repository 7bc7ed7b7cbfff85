"""An extraction as one JSON object, with the members that gold has (docs/evaluation.md)."""

from __future__ import annotations

from typing import Final

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

_BOUNDS: Final = {Bound.AT_LEAST: "min", Bound.AT_MOST: "max", Bound.ABOUT: "approx", None: None}
_SEGMENTS: Final = "other_segments"
_NAMES: Final = {
    Role.COMPANY: "companies",
    Role.TECHNOLOGY: "technologies",
    Role.APPLICATION: "applications",
    Role.SEGMENT: _SEGMENTS,
    Role.DRIVER: "mentioned_technologies",
}
_REGIONS: Final = {RegionRole.COVERED: "regions", RegionRole.LEADER: "leading_regions"}
_LISTS: Final = (
    *_NAMES.values(),
    *_REGIONS.values(),
    "misplaced_regions",
    "market_sizes",
    "growth_rates",
    "market_shares",
    "revenues",
)


def answer(extraction: Extraction) -> Json:
    """What was read from one document; scalars have their evidence under "evidence", list entries carry their own."""
    single: Json = dict.fromkeys(("market", "scope", "report_id", "period", "title", "url"))
    single |= {"market_aliases": [], "publisher": {"name": None, "domain": None}}
    evidence: dict[str, list[Json]] = {}
    segments: dict[str, list[Json]] = {}
    lists: dict[str, list[Json]] = {member: [] for member in _LISTS}
    for claim in extraction.claims:
        quotes = [_quote(words) for words in claim.evidence]
        if said := said_of_report(claim):
            single |= said
            evidence[next(iter(said))] = quotes
        elif row := listed(claim):
            member, entry = row
            axis = getattr(claim, "axis", None) or ""
            target = segments.setdefault(axis, []) if member == _SEGMENTS else lists[member]
            target.append({**entry, "evidence": quotes})
    return {
        "document": extraction.path,
        "sha256": extraction.sha256,
        "language": extraction.language,
        **single,
        **lists,
        _SEGMENTS: segments,  # by axis, in its place among the lists
        "rejects": [{"text": r.text, "why": r.why, "start": r.start, "end": r.end} for r in extraction.rejects],
        "evidence": evidence,
    }


def said_of_report(claim: Claim) -> Json:
    """The members that a claim about the report itself fills, the one that its evidence belongs to first."""
    match claim:
        case NameClaim(role=Role.MARKET):
            return {"market": claim.name, "market_aliases": list(claim.aliases)}
        case NameClaim(role=Role.PUBLISHER):
            domain = None if claim.name in claim.aliases else claim.name  # a publisher without an address
            return {"publisher": {"name": next(iter(claim.aliases), None), "domain": domain}}
        case RegionClaim(role=RegionRole.SCOPE):
            return {"scope": claim.key}
        case PeriodClaim():
            return {"period": [claim.start, claim.end]}
        case TextClaim():
            return {claim.field.value: claim.value}
    return {}


def listed(claim: Claim) -> tuple[str, Json] | None:
    """The list that a claim stands in, and its entry there without evidence; None for what is said of the report."""
    return _named(claim) or _figure(claim)


def _named(claim: Claim) -> tuple[str, Json] | None:
    """The list that a name or a region stands in, and its entry there."""
    match claim:
        case NameClaim():
            return _NAMES[claim.role], {"name": claim.name, "aliases": list(claim.aliases)}
        case RegionClaim():
            return _REGIONS[claim.role], {"key": claim.key}
        case PlacementClaim():
            return "misplaced_regions", {"key": claim.key, "under": claim.under}
    return None


def _figure(claim: Claim) -> tuple[str, Json] | None:
    """The list that a figure stands in, and its entry there."""
    match claim:
        case MarketSizeClaim():
            kind = "forecast" if claim.basis is Basis.FORECAST else "estimate"
            return "market_sizes", {**_money(claim), "kind": kind, "scope": _target(claim.scope), **_wording(claim)}
        case GrowthRateClaim():
            rate = {"percent": f"{claim.percent:f}", "start": claim.start, "end": claim.end}
            return "growth_rates", {**rate, "scope": _target(claim.scope), **_top(claim), **_wording(claim)}
        case MarketShareClaim():
            share = {"of": claim.of.name, "percent": f"{claim.percent:f}", "year": claim.year}
            return "market_shares", {**share, **_top(claim), **_wording(claim)}
        case RevenueClaim():
            return "revenues", {"company": claim.company, **_money(claim), **_wording(claim)}
    return None


def _money(claim: MarketSizeClaim | RevenueClaim) -> Json:
    return {"value": f"{claim.value:f}", "currency": claim.currency, "year": claim.year}


def _top(claim: GrowthRateClaim | MarketShareClaim) -> Json:
    return {} if claim.percent_max is None else {"percent_max": f"{claim.percent_max:f}"}


def _target(target: Target | None) -> str | None:
    return target.name if target else None


def _wording(claim: MarketSizeClaim | GrowthRateClaim | MarketShareClaim | RevenueClaim) -> Json:
    return {"bound": _BOUNDS[claim.bound], "text": claim.text}


def _quote(evidence: Evidence) -> Json:
    return {
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "heading": evidence.heading,
        "rule": evidence.rule.id,
        "confidence": float(evidence.certainty),
        "flags": [flag.value for flag in evidence.flags],
    }
