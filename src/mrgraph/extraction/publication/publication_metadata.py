"""Decides who published a report, its number and its address: by its own links, and by who speaks in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mrgraph.extraction import rules
from mrgraph.extraction.publication.addresses import (
    addresses,
    canonical,
    fits,
    is_trade,
    label_of,
    mail_domain,
    name_of,
    own_addresses,
    path_of,
    sells,
    site,
)
from mrgraph.extraction.publication.metadata import Address, PublicationMetadata
from mrgraph.extraction.publication.publishers import Voice, publisher
from mrgraph.extraction.publication.report_numbers import report_number
from mrgraph.extraction.text.page import Page
from mrgraph.records import Claim, NameClaim, Role, Rule, TextClaim, TextField

Span = tuple[int, int]


def publication_metadata(page: Page) -> PublicationMetadata:
    """Publisher, number and address of a page's report."""
    domain, own, spans = _source(page)
    names = tuple(dict.fromkeys(page.text[start:end] for start, end in spans))
    claims = [*_publisher(page, domain, own, spans), *_number(page, own), *_address(page, own)]
    return PublicationMetadata(domain, names, own, tuple(claims))


def _source(page: Page) -> tuple[str | None, tuple[Address, ...], list[Span]]:
    """The publisher's domain, its addresses, and where its names stand, the one to show first.

    A domain that sells and whose name the text bears needs no other witness; else the house that speaks in the text
    decides, and a domain that is not its own stays only where it sells reports.
    """
    everywhere = addresses(page)
    own = own_addresses(page, everywhere) or site(page, everywhere)
    domain = next((address.domain for address in own), None) or mail_domain(page)
    named = name_of(page, domain) if domain else None
    shop = _is_shop(domain, own)
    if named and shop:
        return domain, own, [named]
    spans = _voice(page, everywhere)
    name = page.text[slice(*spans[0])] if spans else ""
    if domain and name and fits(name, domain):
        return domain, own, spans
    if shop or not name:
        return domain, own, _listed(named)
    own = _of_house(everywhere, name)
    return next((address.domain for address in own), None), own, spans


def _is_shop(domain: str | None, own: tuple[Address, ...]) -> bool:
    """Whether a domain sells reports: by its name, or by addresses to order or ask."""
    return domain is not None and (is_trade(domain) or any(map(sells, own)))


def _listed(span: Span | None) -> list[Span]:
    return [span] if span else []


def _voice(page: Page, everywhere: tuple[Address, ...]) -> list[Span]:
    """Where each form of the name that speaks in a page stands, the one to show first."""
    labels = (label_of(address.domain) for address in everywhere)
    voice = publisher(page.text, page.small_words.difference(labels))
    return _forms(page.text, voice) if voice else []


def _of_house(everywhere: tuple[Address, ...], name: str) -> tuple[Address, ...]:
    """The addresses of the first domain that fits a house's name."""
    domain = next((address.domain for address in everywhere if fits(name, address.domain)), None)
    return tuple(address for address in everywhere if address.domain == domain)


def _forms(text: str, voice: Voice) -> list[Span]:
    """Where each form of a speaking name stands first: the one said most often before others, then the longest."""
    first: dict[str, Span] = {}
    said = Counter(text[slice(*span)] for span in voice.spans)
    for span in voice.spans:
        first.setdefault(text[slice(*span)], span)
    return sorted(first.values(), key=lambda span: (-said[text[slice(*span)]], span[0] - span[1], span))


def _publisher(page: Page, domain: str | None, own: tuple[Address, ...], spans: list[Span]) -> Iterator[Claim]:
    forms = tuple(dict.fromkeys(page.text[slice(*span)] for span in spans))
    readings = tuple(page.evidence(rules.PUBLISHER_NAME, *span) for span in spans)
    if domain is None:
        if forms:
            yield NameClaim(Role.PUBLISHER, forms[0], forms, readings)
        return
    first = page.evidence(rules.PUBLISHER_LINK, *_span_of(page, domain, own))
    yield NameClaim(Role.PUBLISHER, domain, forms, (first, *readings))


def _span_of(page: Page, domain: str, own: tuple[Address, ...]) -> Span:
    """Where the publisher's domain stands: in or after its first address."""
    start = page.text.lower().find(domain, own[0].start if own else 0)
    if start >= 0:
        return start, start + len(domain)
    return (own[0].start, own[0].start + len(own[0].url)) if own else (0, 0)


def _number(page: Page, own: tuple[Address, ...]) -> Iterator[Claim]:
    """The report's number."""
    span = report_number(page, own)
    if span:
        yield _text(page, TextField.REPORT_ID, rules.REPORT_ID, *span)


def _address(page: Page, own: tuple[Address, ...]) -> Iterator[Claim]:
    """The link to the report itself."""
    for address in own:
        if not sells(address) and len(path_of(address.url)) > 2:
            end = address.start + len(address.url)
            yield _text(page, TextField.URL, rules.REPORT_URL, canonical(address.url), address.start, end)
            return


def _text(page: Page, field: TextField, rule: Rule, value: str, start: int, end: int) -> TextClaim:
    return TextClaim(field, value, (page.evidence(rule, start, end),))
