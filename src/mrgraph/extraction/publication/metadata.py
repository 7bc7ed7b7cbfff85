"""What a report says of itself: the records that the readers of publication metadata share with all others."""

from __future__ import annotations

from dataclasses import dataclass

from mrgraph.records import Claim


@dataclass(frozen=True, slots=True)
class Address:
    """A link or address in the text: its registrable domain, the address, where it stands."""

    domain: str
    url: str
    start: int


@dataclass(frozen=True, slots=True)
class PublicationMetadata:
    """The publisher's domain, or None, its names as written, its addresses, and the claims."""

    domain: str | None
    names: tuple[str, ...]
    addresses: tuple[Address, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class ReportMetadata:
    """What a report says of itself; the other readers need the market's names, the scope and the publisher.

    `is_report`: whether the page reads like a market report; `is_news`: like a firm's own news; `market_certain` and
    `report_certain`: how certain the market and the report are, in per cent.
    """

    market: str
    aliases: tuple[str, ...]
    scope: str | None
    domain: str | None
    publisher: tuple[str, ...]
    claims: tuple[Claim, ...]
    is_report: bool = True
    is_news: bool = False
    market_certain: int = 0
    report_certain: int = 0
