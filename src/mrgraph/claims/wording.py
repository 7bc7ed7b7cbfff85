"""Claims in the words of a person: what a figure is about, how a link reads, where a passage stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mrgraph import vocab
from mrgraph.claims.claims import Figure
from mrgraph.claims.evidence import Quote, support
from mrgraph.claims.lookup import local_name
from mrgraph.output import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mrgraph.claims.claims import About, Claims, Link
    from mrgraph.claims.lookup import Index

    Json: TypeAlias = dict[str, Any]

KINDS: Final[Mapping[str, str]] = {
    vocab.MarketSize: "market size",
    vocab.GrowthRate: "growth per year",
    vocab.MarketShare: "market share",
    vocab.CompanyRevenue: "company revenue",
}
_RELATIONS: Final[Mapping[str, str]] = {
    vocab.hasPlayer: "has the player",
    vocab.hasTechnology: "has the technology",
    vocab.hasApplication: "has the application",
    vocab.hasSegment: "has the segment",
    vocab.coversRegion: "covers",
    vocab.scope: "is limited to",
    vocab.within: "lists the region under",
}
clean = printable.words
"""The text in one line, safe to show: documents are not trusted to write to a terminal."""


def about(index: Index, topic: About) -> str:
    """What a figure is about: "Widgets, market size, World, 2024, USD"."""
    names = (topic.market, topic.company, topic.segment, topic.region)
    market, company, segment, region = (clean(index.label(name)) if name else "" for name in names)
    return ", ".join(filter(None, (market, KINDS[topic.kind], company, segment, region, period(topic), topic.currency)))


def period(topic: About) -> str:
    """ "2024", "2024 to 2031", "to 2028", or nothing."""
    if topic.year is not None:
        return str(topic.year)
    if topic.start is not None and topic.end is not None:
        return f"{topic.start} to {topic.end}"
    return f"to {topic.end}" if topic.end is not None else f"from {topic.start}" if topic.start is not None else ""


def relation(predicate: str) -> str:
    """ "has the player" for hasPlayer; the words of the term for others."""
    return _RELATIONS.get(predicate) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local_name(predicate)).lower()


def link(index: Index, claim: Link) -> str:
    """ "Widgets has the player Acme"."""
    axis = f" ({clean(claim.axis)})" if claim.axis else ""
    subject, target = clean(index.label(claim.subject)), clean(index.label(claim.object))
    return f"{subject} {relation(claim.predicate)} {target}{axis}"


def figure(index: Index, claim: Figure) -> str:
    """ "Widgets, market size, World, 2024, USD: $4.2 billion"."""
    return f"{about(index, claim.about)}: {clean(claim.text)}"


def claim(index: Index, made: Figure | Link) -> str:
    """A claim of either kind in words."""
    return figure(index, made) if isinstance(made, Figure) else link(index, made)


def passage(quote: Quote) -> str:
    """ "“Widgets sell.” under “Key players” (a.html, 120 to 133)"."""
    heading = f" under “{clean(quote.heading)}”" if quote.heading else ""
    place = f", {quote.start} to {quote.end}" if quote.start is not None else ""
    return f"“{clean(quote.text)}”{heading} ({clean(quote.document)}{place})"


def passages(index: Index, iri: str) -> tuple[str, ...]:
    """The passages behind a claim, in text order."""
    return tuple(map(passage, support(index, iri).quotes))


def source(claims: Claims, made: Figure | Link) -> Json:
    """Who says it, and with which words, for programs."""
    backing = support(claims.index, made.iri)
    return {
        "claim": made.iri,
        "report": made.report,
        "publisher": claims.publisher(made.report),
        "family": claims.families.of(made.report),
        "rules": list(backing.rules),
        "confidence": None if backing.confidence is None else str(backing.confidence),
        "flags": list(backing.flags),
        "passages": [quote(each) for each in backing.quotes],
    }


def quote(found: Quote) -> Json:
    """A passage for programs: words, heading, document and offsets."""
    return {
        "quote": found.text,
        "heading": found.heading,
        "document": found.document,
        "start": found.start,
        "end": found.end,
    }


def listed(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last
