"""The figures of the reports, written for people."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims.evidence import Support, support

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mrgraph.claims.lookup import Index

KINDS: Final[Mapping[str, str]] = {
    vocab.MarketSize: "Market size",
    vocab.GrowthRate: "Growth per year",
    vocab.MarketShare: "Market share",
    vocab.CompanyRevenue: "Company revenue",
}
SIZE, GROWTH = KINDS[vocab.MarketSize], KINDS[vocab.GrowthRate]
_SCALES: Final = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one report.

    `kind` is a value of KINDS; `report`, `market`, `company` and `segment` are IRIs; `region` and `within` labels.
    `value` is the number written out; `number` the same for sorting, percent or whole currency units.
    `implied`: percent per year that the report's own sizes give.
    """

    iri: str
    kind: str
    report: str
    market: str | None
    company: str | None
    segment: str | None
    region: str | None
    within: str | None
    period: str
    value: str
    written: str | None
    number: Decimal | None
    implied: Decimal | None
    basis: str | None
    support: Support


def figures(index: Index) -> tuple[Figure, ...]:
    """All figures, by report, kind, period and value; rejected ones left out."""
    found = (_figure(index, claim, kind) for kind in KINDS for claim in index.of_type(kind))
    return tuple(sorted((figure for figure in found if not figure.support.defect), key=_order))


def percent(number: Decimal) -> str:
    """The number with a percent sign, without idle zeros.

    >>> percent(Decimal("5.90")), percent(Decimal("40.0"))
    ('5.9 %', '40 %')
    """
    return f"{_plain(number)} %"


def money(amount: Decimal, currency: str | None) -> str:
    """The amount in the largest unit that leaves at least one whole.

    >>> money(Decimal("24270000000"), "USD"), money(Decimal("1500"), None)
    ('USD 24.27 billion', '1,500 (no currency given)')
    """
    scaled = next((f"{_plain(amount / size)} {word}" for size, word in _SCALES if abs(amount) >= size), _plain(amount))
    return f"{currency} {scaled}" if currency else f"{scaled} (no currency given)"


def _plain(number: Decimal) -> str:
    digits = f"{number:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _figure(index: Index, claim: str, kind: str) -> Figure:
    region, within, basis = (index.one(claim, term) for term in (vocab.region, vocab.shareWithin, vocab.basis))
    value, number = _value(index, claim)
    return Figure(
        iri=claim,
        kind=KINDS[kind],
        report=index.one(claim, vocab.statedIn) or "",
        market=index.one(claim, vocab.market),
        company=index.one(claim, vocab.company),
        segment=index.one(claim, vocab.segment),
        region=index.label(region) if region else None,
        within=index.label(within) if within else None,
        period=_period(index, claim),
        value=value,
        written=index.one(claim, vocab.valueText),
        number=number,
        implied=index.decimal(claim, vocab.impliedPercent),
        basis=index.label(basis) if basis else None,
        support=support(index, claim),
    )


def _value(index: Index, claim: str) -> tuple[str, Decimal | None]:
    """The value in words, and as a number."""
    bound = index.one(claim, vocab.bound)
    prefix = f"{index.label(bound)} " if bound else ""
    low, high = (index.decimal(claim, term) for term in (vocab.percent, vocab.percentMax))
    amount = index.decimal(claim, vocab.amount)
    if low is not None and high is not None:
        return f"{prefix}{_plain(low)} to {percent(high)}", low
    if low is not None:
        return prefix + percent(low), low
    if amount is not None:
        return prefix + money(amount, index.one(claim, vocab.currency)), amount
    return index.one(claim, vocab.valueText) or "no value", None


def _period(index: Index, claim: str) -> str:
    """The year or years that a figure is for: "2024", "2024 to 2031", "to 2027", or nothing.

    Empty where the report gives none.
    """
    year, start, end = (index.integer(claim, term) for term in (vocab.year, vocab.fromYear, vocab.toYear))
    if year is not None:
        return str(year)
    if start is not None and end is not None:
        return f"{start} to {end}"
    return f"from {start}" if start is not None else f"to {end}" if end is not None else ""


def _order(figure: Figure) -> tuple[str, int, str, Decimal, str, str, str]:
    place = list(KINDS.values()).index(figure.kind)
    number = figure.number if figure.number is not None else Decimal(0)
    names = f"{figure.region}{figure.company}{figure.segment}"
    return figure.report, place, figure.period, number, names, figure.value, repr(figure.support)
