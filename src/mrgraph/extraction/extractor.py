"""Document -> claims: the readers one after the other; what one finds, the next may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mrgraph.extraction.companies import company_variants
from mrgraph.extraction.companies.company_lists import ListReader
from mrgraph.extraction.companies.company_mentions import CompanyMentions
from mrgraph.extraction.companies.company_prose import ProseReader
from mrgraph.extraction.companies.named_entities import EntityReader
from mrgraph.extraction.decisions import score_cards
from mrgraph.extraction.decisions.claim_features import Speaker, weighed
from mrgraph.extraction.figures import growth_rates, sizes
from mrgraph.extraction.figures.growth_rates import Growth, GrowthReader
from mrgraph.extraction.figures.revenues import RevenueReader
from mrgraph.extraction.figures.shares import ShareReader
from mrgraph.extraction.figures.sizes import SizeReader
from mrgraph.extraction.figures.target_linking import TargetLinker
from mrgraph.extraction.publication import periods, templates
from mrgraph.extraction.publication.metadata import ReportMetadata
from mrgraph.extraction.publication.report_metadata import report_metadata
from mrgraph.extraction.sections.announcements import Section
from mrgraph.extraction.sections.cue_phrases import CuePhrases
from mrgraph.extraction.sections.sections import sections
from mrgraph.extraction.segments import drivers, segment_variants
from mrgraph.extraction.segments.regions import RegionReader
from mrgraph.extraction.segments.segment_readers import SegmentReader
from mrgraph.extraction.text.figure_statement import Statement
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import holds_digit, statements
from mrgraph.lexicon.placeholders import FIGURE, MAY_BE_FIGURE
from mrgraph.records import (
    FIRM_NEWS,
    NO_REPORT,
    Claim,
    Document,
    Extraction,
    Flag,
    GrowthRateClaim,
    MarketSizeClaim,
    NameClaim,
    PeriodClaim,
    Reject,
    Role,
)

if TYPE_CHECKING:
    from mrgraph.extraction.companies.ner import Recogniser
    from mrgraph.extraction.segments.segment_variants import Segments
    from mrgraph.reference import Reference

FARM = 3  # links to other reports behind the body that make a page a link farm


def extract(
    document: Document, reference: Reference, ner: Recogniser | None = None, *, force: bool = False
) -> Extraction:
    """All that `document` claims, and what was refused; `ner` finds names where structure gives none.

    A document that reads like no market report claims nothing, and says so; `force` reads it all the same.
    """
    page = Page(document)
    metadata = report_metadata(page, reference, force=force)
    if not metadata.is_report and not force:
        return _refused(document, FIRM_NEWS if metadata.is_news else NO_REPORT)
    announced, prose, segments = read_names(page, metadata, reference)
    structured = list(prose.mentions.readings)
    prose.read_formal()
    prose.read_learned()
    companies = prose.mentions
    if ner is not None:
        EntityReader(companies, ner, structured, prose.taken).read(announced)
    names = [*company_variants.claims(companies.readings), *segment_variants.claims(segments)]
    regions = RegionReader(page, reference, (name for name in names if name.role is Role.COMPANY))
    covered, misplaced = regions.read(announced)
    figures, new = _figures(page, metadata, names, reference)
    claims: list[Claim] = [
        *metadata.claims,
        *names,
        *new,
        *drivers.drivers(page, metadata, set(segment_variants.folded_names(names))),
        *covered,
        *figures,
    ]
    speaker = Speaker(document.language, metadata.market_certain, metadata.report_certain, tuple(claims))
    rejects = [*companies.rejects, *segments.rejects, *misplaced, *_placeholders(page), *_footer(document)]
    return Extraction(
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        language=document.language,
        template=templates.template(page, metadata),
        claims=weighed(speaker, score_cards.load("claim")),
        rejects=tuple(sorted(set(rejects), key=lambda reject: (reject.start, reject.end, reject.why))),
        flags=tuple(_flags(document, pasted=regions.pasted)),
    )


def read_names(
    page: Page, metadata: ReportMetadata, reference: Reference
) -> tuple[tuple[Section, ...], ProseReader, Segments]:
    """The sections of a page, the reader that has its companies in lists and sentences, and its segments."""
    cues = CuePhrases(metadata.market, *metadata.aliases)
    announced = sections(page, cues, reference)
    companies = CompanyMentions(page, metadata, reference)
    ListReader(companies).read(announced)
    segments = SegmentReader(page, metadata, reference, cues, companies.keys()).read(announced)
    prose = ProseReader(companies, segment_variants.folded_names(tuple(segment_variants.claims(segments))))
    prose.read(announced)
    return announced, prose, segments


def _figures(
    page: Page, metadata: ReportMetadata, names: list[NameClaim], reference: Reference
) -> tuple[list[Claim], list[NameClaim]]:
    """Period, sizes, growth rates, shares and revenues; and companies met only beside a figure."""
    targets = TargetLinker(metadata, names, reference, page.small_words)
    all_statements = statements(page)
    period = periods.period(page, all_statements)
    market_sizes, rates = _sizes_and_rates(page, targets, period, all_statements)
    revenue_reader = RevenueReader(page, targets)
    revenues = revenue_reader.read(all_statements)
    known = [*names, *revenue_reader.new.values()]
    linker = TargetLinker(metadata, known, reference, page.small_words) if revenue_reader.new else targets
    shares = ShareReader(page, linker, all_statements).read()
    figures: list[Claim] = [*([period] if period else []), *market_sizes, *rates, *shares, *revenues]
    return figures, list(revenue_reader.new.values())


def _sizes_and_rates(
    page: Page, targets: TargetLinker, period: PeriodClaim | None, all_statements: tuple[Statement, ...]
) -> tuple[list[MarketSizeClaim], list[GrowthRateClaim]]:
    """Sizes and growth rates, read together since one tells the years of the other; equal ones joined."""
    size_reader = SizeReader(page, targets, all_statements, (period.start, period.end) if period else (None, None))
    growth_reader = GrowthReader(page, targets, all_statements, (period.start, period.end) if period else None)
    market_sizes: list[MarketSizeClaim] = []
    rates: list[Growth] = []
    for number, statement in enumerate(all_statements):
        if holds_digit(statement):
            own = list(size_reader.sizes(number))
            market_sizes += own
            rates += growth_reader.rates(number, own)
    return sizes.joined(market_sizes), growth_rates.joined(rates)


def _refused(document: Document, why: str) -> Extraction:
    """Of a document that reads like no market report: nothing but that, and what it reads like."""
    return Extraction(
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        language=document.language,
        template="",
        claims=(),
        rejects=(),
        refused=why,
    )


def _placeholders(page: Page) -> Iterator[Reject]:
    """Values that were never filled in."""
    for _, sentence in page.holding(MAY_BE_FIGURE):
        for placeholder in FIGURE.finditer(sentence.text):
            start = sentence.start + placeholder.start()
            words = placeholder[0].strip()
            yield Reject(words, "a placeholder for a value", start, start + len(words))


def _footer(document: Document) -> Iterator[Reject]:
    """Links to other reports, after the body."""
    for link in document.links:
        words = document.text[link.start : link.end]
        if link.start >= document.body_end and not words.strip().startswith("http"):
            yield Reject(words, "a link in the footer", link.start, link.end)


def _flags(document: Document, *, pasted: bool) -> Iterator[Flag]:
    """What to be careful with in a whole document; `pasted`: its list of regions is a template's."""
    if pasted:
        yield Flag.BOILERPLATE
    if sum(link.start >= document.body_end for link in document.links) >= FARM:
        yield Flag.LINK_FARM
