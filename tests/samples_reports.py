"""A report on widget valves around some lines, and what is read from it."""

from __future__ import annotations

import hashlib

from mrgraph import reference
from mrgraph.documents import parsing
from mrgraph.extraction import extractor
from mrgraph.extraction.companies.ner import Recogniser
from mrgraph.records import (
    Extraction,
    GrowthRateClaim,
    MarketShareClaim,
    MarketSizeClaim,
    NameClaim,
    RegionClaim,
    RegionRole,
    RevenueClaim,
    Role,
    Source,
)

HEAD = "# Widget Valves Market Size and Forecast 2024-2030\n\nThe widget valves market grows.\n\n"


def read(
    text: str, head: str = HEAD, ner: Recogniser | None = None, *, path: str = "widget-valves-market.md"
) -> Extraction:
    data = (head + text).encode()
    source = Source(path, data, hashlib.sha256(data).hexdigest())
    return extractor.extract(parsing.parse(source), reference.load(), ner)


def names(found: Extraction, role: Role) -> list[str]:
    return [c.name for c in found.claims if isinstance(c, NameClaim) and c.role is role]


def companies(text: str) -> list[str]:
    return names(read(text), Role.COMPANY)


def types(text: str) -> list[str]:
    return names(read(text), Role.TECHNOLOGY)


def uses(text: str) -> list[str]:
    return names(read(text), Role.APPLICATION)


def others(text: str) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for claim in read(text).claims:
        if isinstance(claim, NameClaim) and claim.role is Role.SEGMENT:
            made.setdefault(claim.axis or "", []).append(claim.name)
    return made


def regions(text: str) -> set[str]:
    return {c.key for c in read(text).claims if isinstance(c, RegionClaim) and c.role is RegionRole.COVERED}


def scopes(made: Extraction) -> list[str]:
    return [c.key for c in made.claims if isinstance(c, RegionClaim) and c.role is RegionRole.SCOPE]


def sizes(made: Extraction) -> list[tuple[str, str | None, int | None]]:
    return [(f"{c.value:f}", c.currency, c.year) for c in made.claims if isinstance(c, MarketSizeClaim)]


def rates(made: Extraction) -> list[tuple[str, str | None, int | None, int | None]]:
    found = (c for c in made.claims if isinstance(c, GrowthRateClaim))
    return [(str(c.percent), str(c.percent_max) if c.percent_max else None, c.start, c.end) for c in found]


def shares(made: Extraction) -> dict[str, str]:
    return {c.of.name: str(c.percent) for c in made.claims if isinstance(c, MarketShareClaim)}


def revenues(made: Extraction) -> dict[str, tuple[str, str | None, int | None]]:
    found = (c for c in made.claims if isinstance(c, RevenueClaim))
    return {c.company: (f"{c.value:f}", c.currency, c.year) for c in found}
