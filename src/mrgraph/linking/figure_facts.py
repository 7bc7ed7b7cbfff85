"""Figure claims -> figure facts: dimensions become IRIs and years, what is missing is flagged."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypedDict

from mrgraph import vocab
from mrgraph.facts import FigureFact
from mrgraph.linking import iris
from mrgraph.records import (
    Basis,
    Flag,
    GrowthRateClaim,
    MarketShareClaim,
    MarketSizeClaim,
    RevenueClaim,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from mrgraph.facts import Passage
    from mrgraph.linking.report_facts import Announcement
    from mrgraph.records import Target

_YEARS = range(1900, 2101)  # those that ontology/shapes.ttl allows


class Names(Protocol):
    """What a document's figures can be about; methods give IRIs."""

    market: str
    scope: str
    report: Announcement

    @property
    def market_pattern(self) -> re.Pattern[str]:
        """What says, right after a sum of money, that it was earned within the market."""

    def region(self, key: str) -> str:
        """A region by its key."""

    def company(self, name: str) -> str:
        """A company by its name in the document."""

    def segment(self, name: str) -> str:
        """A segment by its name in the document."""


class _About(TypedDict):
    region: str | None
    company: str | None
    segment: str | None


def figure(
    claim: MarketSizeClaim | GrowthRateClaim | MarketShareClaim | RevenueClaim,
    names: Names,
    passages: tuple[Passage, ...],
) -> FigureFact:
    """The fact that a claim states."""
    if isinstance(claim, MarketSizeClaim):
        fact = _size(claim, names, passages)
    elif isinstance(claim, GrowthRateClaim):
        fact = _growth(claim, names, passages)
    elif isinstance(claim, MarketShareClaim):
        fact = _share(claim, names, passages)
    else:
        fact = _revenue(claim, names, passages)
    return replace(fact, iri=iri(fact), flags=_flags(fact))


def _size(claim: MarketSizeClaim, names: Names, passages: tuple[Passage, ...]) -> FigureFact:
    plain = FigureFact(
        "", vocab.MarketSize, names.report.iri, claim.text, passages, (), claim.basis, claim.bound, names.market
    )
    about = _about(claim.scope, names)
    return replace(plain, year=_year(claim.year), amount=claim.value, currency=claim.currency, **about)


def _growth(claim: GrowthRateClaim, names: Names, passages: tuple[Passage, ...]) -> FigureFact:
    start, end = _period(claim.start, claim.end)
    basis = Basis.FORECAST
    plain = FigureFact(
        "", vocab.GrowthRate, names.report.iri, claim.text, passages, (), basis, claim.bound, names.market
    )
    about = _about(claim.scope, names)
    top = _top(claim.percent, claim.percent_max)
    return replace(plain, start=start, end=end, percent=claim.percent, percent_max=top, **about)


def _share(claim: MarketShareClaim, names: Names, passages: tuple[Passage, ...]) -> FigureFact:
    plain = FigureFact(
        "", vocab.MarketShare, names.report.iri, claim.text, passages, (), claim.basis, claim.bound, names.market
    )
    about = _about(claim.of, names)
    if claim.of.kind != "region":
        about["region"] = None  # the share of a company or segment is one of the whole, `within`
    top = _top(claim.percent, claim.percent_max)
    within = names.region(names.scope)
    return replace(plain, share_within=within, year=_year(claim.year), percent=claim.percent, percent_max=top, **about)


def _revenue(claim: RevenueClaim, names: Names, passages: tuple[Passage, ...]) -> FigureFact:
    basis = Basis.REPORTED
    company = names.company(claim.company)
    market = (
        names.market if any(_in_market(passage.evidence.quote, claim.text, names) for passage in passages) else None
    )
    plain = FigureFact("", vocab.CompanyRevenue, names.report.iri, claim.text, passages, (), basis, claim.bound, market)
    return replace(plain, company=company, year=_year(claim.year), amount=claim.value, currency=claim.currency)


def _about(target: Target | None, names: Names) -> _About:
    """Region, company and segment of a figure; without a region of its own it is for the report's scope."""
    about = _About(region=names.region(names.scope), company=None, segment=None)
    if target is None:
        return about
    if target.kind == "region":
        about["region"] = names.region(target.name)
    elif target.kind == "company":
        about["company"] = names.company(target.name)
    else:
        about["segment"] = names.segment(target.name)
    return about


def _in_market(quote: str, amount: str, names: Names) -> bool:
    """Whether the words after the amount say that it was earned in the market: "$2 billion from the widgets market"."""
    behind = quote.partition(amount)[2]
    return bool(amount) and names.market_pattern.match(behind) is not None


def _year(year: int | None) -> int | None:
    return year if year in _YEARS else None


def _period(start: int | None, end: int | None) -> tuple[int | None, int | None]:
    """Years in order; a period without length has only an end."""
    start, end = _year(start), _year(end)
    return (None, max(start, end)) if start is not None and end is not None and start >= end else (start, end)


def _top(percent: Decimal, upper: Decimal | None) -> Decimal | None:
    return upper if upper is not None and upper > percent else None


def _flags(fact: FigureFact) -> tuple[Flag, ...]:
    """Vague: no year, or money without a currency."""
    dated = fact.year is not None or fact.end is not None
    priced = fact.amount is None or fact.currency is not None
    return () if dated and priced else (Flag.VAGUE,)


def iri(fact: FigureFact) -> str:
    """The IRI of a figure: a hash of its class, report, dimensions and value."""
    dimensions = (fact.market, fact.region, fact.share_within, fact.company, fact.segment)
    years = (fact.year, fact.start, fact.end)
    numbers = (fact.amount, fact.percent, fact.percent_max)
    value = ("" if number is None else f"{number.normalize():f}" for number in numbers)
    return iris.claim(fact.kind, fact.report, *dimensions, *years, fact.currency, *value)
