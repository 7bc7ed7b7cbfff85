"""Decides what a report is about: its market among the candidates, the region its title restricts it to, its title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrgraph.extraction import rules
from mrgraph.extraction.publication.addresses import slug
from mrgraph.extraction.publication.market_candidates import (
    FRONT,
    LOOK_BACK,
    MARKET_WORD,
    is_call,
    market_candidates,
    slug_span,
)
from mrgraph.extraction.publication.market_choice import choose
from mrgraph.extraction.publication.market_names import Candidate, key
from mrgraph.extraction.publication.metadata import PublicationMetadata, ReportMetadata
from mrgraph.extraction.publication.publication_metadata import publication_metadata
from mrgraph.extraction.text.page import Page
from mrgraph.records import BlockKind, Claim, Evidence, NameClaim, RegionClaim, RegionRole, Role, TextClaim, TextField

if TYPE_CHECKING:
    from mrgraph.reference import Reference

LONGEST_TITLE = 160
EVERYWHERE = "world"
WORLD = re.compile(
    r"\b(?:global\w*|world\w*|international\w*|weltweit\w*|mondial\w*|mundial\w*)\b|全球|世界|글로벌", re.I
)
DATELINE = re.compile(r"[A-Z][A-Z .]+,.{0,60}(?:--|[—–])")
QUESTION = re.compile(r"\s*(?:\d+[.)]|Q\d*\s*[.:])\s.*\?\s*$|\s*Q\d*\s*[.:]")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rules make of a page: its publisher, the words of its address, the names they found, their choice."""

    source: PublicationMetadata
    address: tuple[str, ...]
    candidates: list[Candidate]
    best: Candidate | None


def proposed(page: Page, reference: Reference) -> Proposed:
    """The market's name as the rules read it, before it is weighed against all others."""
    source = publication_metadata(page)
    words = slug(page, source.addresses)
    candidates = market_candidates(page, reference, words)
    return Proposed(source, words, candidates, _best(page, candidates, "".join(words)))


def report_metadata(page: Page, reference: Reference, *, force: bool = False) -> ReportMetadata:
    """The metadata of a page's report; `market` is "" where no market is named.

    `force`: what the rules chose stands where no name is likely enough.
    """
    lead = proposed(page, reference)
    source, words, candidates = lead.source, lead.address, lead.candidates
    choice = choose(page, reference, candidates, lead.best, "".join(words), source.names)
    best = choice.market if choice.reads_like_report or force else None
    best = best or (lead.best if force else None)
    claims: list[Claim] = []
    market = ""
    aliases: tuple[tuple[str, Evidence], ...] = ()
    if best:
        market = best.name
        aliases = _aliases(page, best, candidates, words)
        evidence = (page.evidence(rules.MARKET_TITLE, best.start, best.end),)
        forms = tuple(alias for alias, _ in aliases)
        claims.append(NameClaim(Role.MARKET, market, forms, evidence + tuple(reading for _, reading in aliases)))
    scope = (_scope(best, candidates) or _title_scope(page, reference, best.name)) if best else None
    if scope:
        claims.append(RegionClaim(RegionRole.SCOPE, scope[0], (page.evidence(rules.SCOPE_TITLE, *scope[1]),)))
    claims += [*source.claims, *_title(page, market)]
    return ReportMetadata(
        market,
        tuple(alias for alias, _ in aliases),
        scope[0] if scope else None,
        source.domain,
        source.names,
        tuple(claims),
        choice.reads_like_report,
        choice.tells_of_a_firm and not choice.reads_like_report,
        choice.certainty,
        choice.report_certainty,
    )


def _best(page: Page, candidates: list[Candidate], slug_key: str) -> Candidate | None:
    """The candidate that the address confirms, else the one of the highest trust that recurs most."""
    if not candidates:
        return None
    counts = Counter(key(candidate.name) for candidate in candidates)
    english = page.text.isascii()
    english = english or not re.search(r"[぀-ヿ一-鿿가-힣]", candidates[0].name)

    def rank(item: tuple[int, Candidate]) -> tuple[int, ...]:
        position, candidate = item
        own = key(candidate.name)
        if not english:
            return -min(counts[own], 4), candidate.trust, position
        placed = candidate.region is not None
        distance = min(_distance(form, key(slug_key), placed) for form in (own, candidate.key))
        often = -3 if distance == 0 else -min(counts[own], 3)
        return distance, often, candidate.trust, position

    return min(enumerate(candidates), key=rank)[1]


def _distance(own: str, slug_key: str, placed: bool) -> int:
    """How far the address disagrees: 0 the same name, 1 one is a part of the other, 2 not at all."""
    if not slug_key or own.rstrip("s") == slug_key.rstrip("s") or (placed and slug_key.endswith(own)):
        return 0
    shared = own.rstrip("s") in slug_key or slug_key in own
    return 1 if shared and min(len(own), len(slug_key)) * 5 >= max(len(own), len(slug_key)) * 3 else 2


def _aliases(
    page: Page, best: Candidate, candidates: list[Candidate], words: tuple[str, ...]
) -> tuple[tuple[str, Evidence], ...]:
    """Other forms of the market's name: acronyms in parentheses, headings in another spelling, and the address."""
    aliases: dict[str, Evidence] = {}
    spelled = {best.name.casefold()}
    for candidate in candidates:
        evidence = page.evidence(rules.MARKET_ALIAS, candidate.start, candidate.end)
        same = _is_same(candidate, best)
        if same and candidate.name.casefold() not in spelled:
            spelled.add(candidate.name.casefold())
            aliases.setdefault(candidate.name, evidence)
        for acronym in candidate.acronyms if same or candidate.trust < 2 else ():
            if acronym.casefold() not in spelled and _is_short_form(acronym, same=same):
                aliases.setdefault(acronym, evidence)
    if words and re.search(r"[^\x00-\u024f\u2000-\u206f]", best.name) and (span := slug_span(page, words)):
        aliases.setdefault(" ".join(words), page.evidence(rules.MARKET_ALIAS, *span))
    return tuple(sorted(aliases.items(), key=lambda item: (item[1].start, item[0])))


def _is_same(first: Candidate, second: Candidate) -> bool:
    """Whether two candidates are spellings of one name."""
    return key(first.name).rstrip("s") == key(second.name).rstrip("s")


def _is_short_form(text: str, *, same: bool) -> bool:
    """Whether brackets hold a short form; behind the `same` name it need be no acronym."""
    acronym = re.fullmatch(r"[A-Z][A-Z0-9&/.-]{1,11}s?", text) is not None
    return len(text) > 1 and (acronym or (same and not re.search(r"[,、]|\d{4}|[%$]", text)))


def _scope(best: Candidate, candidates: list[Candidate]) -> tuple[str, tuple[int, int]] | None:
    """The region beside the market's name, and where it stands: beside the best one, or in a title of the market."""
    placed: Candidate | None = best
    if not best.region or (best.trust > 2 and not _always_there(best, candidates)):
        same = (c for c in candidates if c.trust <= 1 and c.region and key(c.name) == key(best.name))
        placed = next(same, None)
    return (placed.region, placed.span) if placed and placed.region and placed.span else None


def _title_scope(page: Page, reference: Reference, market: str) -> tuple[str, tuple[int, int]] | None:
    """The only region that the first line names, and where; none where it speaks of the world."""
    title = next((block for block in page.blocks[:3] if LONGEST_TITLE > block.end - block.start > 1), None)
    if title is None or WORLD.search(page.words(title)) or DATELINE.match(page.words(title)):
        return None
    regions = page.regions(reference, title.start, title.end)
    named = page.text[regions[0].start : regions[0].end] if regions else market
    if named in market or len({region.key for region in regions}) != 1 or regions[0].key == EVERYWHERE:
        return None
    return regions[0].key, (regions[0].start, regions[0].end)


def _always_there(best: Candidate, candidates: list[Candidate]) -> bool:
    """Whether no title names the market, and sentences name it with this region for the most part."""
    same = [c.region for c in candidates if key(c.name) == key(best.name)]
    return all(c.trust > 2 for c in candidates) and same.count(best.region) * 2 > len(same)


def _title(page: Page, market: str) -> Iterator[Claim]:
    """The first heading that names the market; without one, the first line that does."""
    for kind, longest in ((BlockKind.HEADING, len(page.text)), (BlockKind.PARAGRAPH, LOOK_BACK)):
        for number, block in enumerate(page.blocks[:8]):
            words = page.words(block)
            if block.kind is not kind or is_call(page, number) or len(words) > longest:
                continue
            if not _names_market(words, market) or QUESTION.match(words):
                continue
            lead = FRONT.match(words)
            start = block.start + (lead.end() if lead else 0)
            end = start + len(page.text[start : block.end].rstrip(" \"'"))
            yield TextClaim(TextField.TITLE, page.text[start:end], (page.evidence(rules.TITLE, start, end),))
            return


def _names_market(words: str, market: str) -> bool:
    """Whether a line names the report's market, or any where that is unknown."""
    return key(market) in key(words) if market else MARKET_WORD.search(words) is not None
