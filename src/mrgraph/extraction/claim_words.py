"""A claim in one line, as examples and explanations write it: "growth -2.1 % 2025-2032 of Germany"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mrgraph.records import (
    Claim,
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

if TYPE_CHECKING:
    from decimal import Decimal

_REGIONS = {RegionRole.COVERED: "region", RegionRole.SCOPE: "scope", RegionRole.LEADER: "leader"}


def in_words(claim: Claim) -> str:
    """The claim in one line; what it does not state is "?"."""
    return _named(claim) or _figure(claim)


def _named(claim: Claim) -> str:
    """A claim that holds a name or a text; "" for others."""
    match claim:
        case NameClaim(role=Role.SEGMENT):
            return f"segment {claim.axis}: {claim.name}"
        case NameClaim():
            return f"{claim.role.value} {claim.name}"
        case RegionClaim():
            return f"{_REGIONS[claim.role]} {claim.key}"
        case PlacementClaim():
            return f"placed {claim.key} under {claim.under}"
        case TextClaim():
            return f"{claim.field.value} {claim.value}"
    return ""


def _figure(claim: Claim) -> str:
    match claim:
        case PeriodClaim():
            return f"period {_years(claim.start, claim.end)}"
        case MarketSizeClaim():
            return f"size {_money(claim)}{_of(claim.scope)}"
        case GrowthRateClaim():
            rate = _percent(claim.percent, claim.percent_max)
            return f"growth {rate} {_years(claim.start, claim.end)}{_of(claim.scope)}"
        case MarketShareClaim():
            return f"share{_of(claim.of)} {_percent(claim.percent, claim.percent_max)} {claim.year or '?'}"
        case RevenueClaim():
            return f"revenue of {claim.company} {_money(claim)}"
    return ""


def _money(claim: MarketSizeClaim | RevenueClaim) -> str:
    return f"{claim.value:f} {claim.currency or '?'} {claim.year or '?'}"


def _percent(low: Decimal, high: Decimal | None) -> str:
    return f"{low:f} %" if high is None else f"{low:f}-{high:f} %"


def _years(start: int | None, end: int | None) -> str:
    return f"{start or '?'}-{end or '?'}"


def _of(target: Target | None) -> str:
    return f" of {target.name}" if target else ""
