"""Extractions for tests, made by hand: `page` is a document of which a test says only what it is about."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

from mrgraph.records import (
    Basis,
    Bound,
    Claim,
    Evidence,
    Extraction,
    Flag,
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
    Rule,
    Target,
    TextClaim,
    TextField,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LISTS = Rule("lists.test", 1, Decimal("0.97"), "an entry of a list")
MONEY = Rule("figures.test", 2, Decimal("0.95"), "a sum of money in a sentence about the market")


def evidence(quote: str, *flags: Flag, rule: Rule = LISTS, heading: str | None = None) -> tuple[Evidence, ...]:
    """One passage, at a place that depends on its words only."""
    start = int(hashlib.sha256(quote.encode()).hexdigest()[:6], 16)
    return (Evidence(start, start + len(quote), quote, heading, rule, flags),)


def company(name: str, *aliases: str, quote: str | None = None) -> NameClaim:
    """A company in a list."""
    return NameClaim(Role.COMPANY, name, aliases, evidence(quote or name, heading="Key players"))


def technology(name: str) -> NameClaim:
    """A technology in a list."""
    return NameClaim(Role.TECHNOLOGY, name, (), evidence(name, heading="By type"))


def application(name: str) -> NameClaim:
    """An application in a list."""
    return NameClaim(Role.APPLICATION, name, (), evidence(name, heading="By application"))


def segment(name: str, axis: str) -> NameClaim:
    """A segment on an axis of its own."""
    return NameClaim(Role.SEGMENT, name, (), evidence(name, heading=axis), axis)


def covered(key: str, *flags: Flag) -> RegionClaim:
    """A region in a list."""
    return RegionClaim(RegionRole.COVERED, key, evidence(f"region {key}", *flags))


def scope(key: str) -> RegionClaim:
    """The region of the title."""
    return RegionClaim(RegionRole.SCOPE, key, evidence(f"{key} Widgets Market"))


def misplaced(key: str, under: str) -> PlacementClaim:
    """A region listed under one that does not contain it."""
    return PlacementClaim(key, under, evidence(f"{key} under {under}", Flag.MISPLACED))


def size(
    text: str,
    value: str,
    year: int | None,
    *,
    currency: str | None = "USD",
    about: Target | None = None,
    bound: Bound | None = None,
    basis: Basis = Basis.ESTIMATED,
) -> MarketSizeClaim:
    """A market size in a sentence."""
    words = evidence(f"The market is worth {text} in {year} ({about}).", rule=MONEY)
    return MarketSizeClaim(Decimal(value), currency, year, basis, bound, about, text, words)


def growth(
    text: str,
    percent: str,
    start: int | None,
    end: int | None,
    *,
    percent_max: str | None = None,
    about: Target | None = None,
    bound: Bound | None = None,
) -> GrowthRateClaim:
    """A growth rate in a sentence."""
    upper = Decimal(percent_max) if percent_max else None
    words = evidence(f"It grows by {text} from {start} to {end} ({about}).", rule=MONEY)
    return GrowthRateClaim(Decimal(percent), upper, start, end, bound, about, text, words)


def share(text: str, percent: str, about: Target, year: int | None = None) -> MarketShareClaim:
    """A share of the market in a sentence."""
    words = evidence(f"{about.name} holds {text} in {year}.", rule=MONEY)
    return MarketShareClaim(about, Decimal(percent), None, year, None, Basis.ESTIMATED, text, words)


def revenue(name: str, text: str, value: str, year: int | None, quote: str | None = None) -> RevenueClaim:
    """The sales of a company in a sentence."""
    words = evidence(quote or f"{name} sold {text} in {year}.", rule=MONEY)
    return RevenueClaim(name, Decimal(value), "USD", year, None, text, words)


def period(start: int | None, end: int | None) -> PeriodClaim:
    """The forecast period."""
    return PeriodClaim(start, end, evidence(f"{start} to {end}"))


def region(key: str) -> Target:
    """A region that a figure is about."""
    return Target("region", key)


def page(
    path: str,
    *claims: Claim,
    market: str | NameClaim = "Widgets",
    publisher: str | None = "alpha.example",
    number: str | None = "1",
    url: str | None = None,
    template: str = "t1",
) -> Extraction:
    """A document that announces report `number` of `publisher` on `market`; its hash depends on its path only."""
    named = (
        market if isinstance(market, NameClaim) else NameClaim(Role.MARKET, market, (), evidence(f"{market} Market"))
    )
    head: list[Claim] = [named]
    if publisher:
        head.append(NameClaim(Role.PUBLISHER, publisher, (), evidence(publisher)))
    if number:
        head.append(TextClaim(TextField.REPORT_ID, number, evidence(f"Report {number}")))
    if url:
        head.append(TextClaim(TextField.URL, url, evidence(url)))
    sha256 = hashlib.sha256(path.encode()).hexdigest()
    return Extraction(path, sha256, "text/html", "en", template, (*head, *claims), ())


def pile() -> Sequence[Extraction]:
    """Three documents about two reports of one publisher, and one of another publisher on the first market."""
    shared = (
        company("Acme Inc.", "Acme"),
        technology("Steel"),
        covered("US"),
        size("$4.2 billion", "4200000000", 2024),
    )
    return (
        page("a.html", *shared, growth("5%", "5", 2024, 2031)),
        page("b.html", *shared, company("Bolt & Sons"), misplaced("KR", "middle-east-africa")),
        page("c.html", company("ACME"), application("Steel"), market="Pumps", number="2"),
        page("d.html", company("Acme Ltd"), growth("7%", "7", 2024, 2031), publisher="beta.example", template="t2"),
    )
