"""Document -> claims: the readers one after the other; what one finds, the next may use."""

from __future__ import annotations

from collections.abc import Iterator

from mrgraph.extraction.companies import company_variants
from mrgraph.extraction.companies.company_lists import ListReader
from mrgraph.extraction.companies.company_mentions import CompanyMentions
from mrgraph.extraction.companies.company_prose import ProseReader
from mrgraph.extraction.companies.named_entities import EntityReader
from mrgraph.extraction.companies.ner import Recogniser
from mrgraph.extraction.figures.figure_readers import FigureReader
from mrgraph.extraction.figures.revenues import RevenueReader
from mrgraph.extraction.figures.shares import ShareReader
from mrgraph.extraction.figures.subjects import Subjects
from mrgraph.extraction.publication import periods, templates
from mrgraph.extraction.publication.report_metadata import ReportMetadata, report_metadata
from mrgraph.extraction.sections.announcements import Section
from mrgraph.extraction.sections.cue_phrases import CuePhrases
from mrgraph.extraction.sections.sections import sections
from mrgraph.extraction.segments import drivers, regions, segment_readers, segment_variants
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import statements
from mrgraph.lexicon.placeholders import FIGURE, MAY_BE_FIGURE
from mrgraph.records import Claim, Document, Extraction, Flag, NameClaim, Reject, Role
from mrgraph.reference import Reference


def extract(document: Document, reference: Reference, ner: Recogniser | None = None) -> Extraction:
    """All that `document` claims, and what was refused; `ner` finds names where structure gives none."""
    page = Page(document)
    metadata = report_metadata(page, reference)
    cues = CuePhrases(metadata.market, *metadata.aliases)
    announced = sections(page, cues, reference)
    companies = CompanyMentions(page, metadata, reference)
    ListReader(companies).read(announced)
    segments = segment_readers.SegmentReader(page, metadata, reference, cues, companies.keys()).read(announced)
    segment_claims = tuple(segment_variants.claims(segments))
    _read_prose(companies, announced, segment_variants.folded_names(segment_claims), ner)
    names = [*company_variants.claims(companies.readings), *segment_claims]
    places = regions.RegionReader(page, reference, (n for n in names if n.role is Role.COMPANY))
    covered, misplaced = places.read(announced)
    figures, new = _figures(page, metadata, names, reference)
    claims: list[Claim] = [
        *metadata.claims,
        *names,
        *new,
        *drivers.drivers(page, metadata, set(segment_variants.folded_names(names))),
        *covered,
        *figures,
    ]
    rejects = [*companies.rejects, *segments.rejects, *misplaced, *_placeholders(page), *_footer(document)]
    return Extraction(
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        language=document.language,
        template=templates.template(page, metadata),
        claims=tuple(claims),
        rejects=tuple(sorted(set(rejects), key=lambda r: (r.start, r.end, r.why))),
        flags=tuple(_flags(document, places)),
    )


def _read_prose(
    companies: CompanyMentions, announced: tuple[Section, ...], taken: frozenset[str], ner: Recogniser | None
) -> None:
    """The companies in running text; `taken`: folded names of segments, which are no companies."""
    prose = ProseReader(companies, taken)
    prose.read(announced)
    structured = list(companies.readings)
    prose.read_formal()
    if ner is not None:
        EntityReader(companies, ner, structured, taken).read(announced)


def _figures(
    page: Page, metadata: ReportMetadata, names: list[NameClaim], reference: Reference
) -> tuple[list[Claim], list[NameClaim]]:
    """Period, sizes, growth rates, shares and revenues; and companies met only beside a figure."""
    subjects = Subjects(metadata, names, reference)
    said = statements(page)
    period = periods.period(page, said)
    sizes, rates = FigureReader(page, subjects, (period.start, period.end) if period else None).read(said)
    reader = RevenueReader(page, subjects)
    revenues = reader.read(said)
    shares = ShareReader(page, subjects).read(said)
    return [*([period] if period else []), *sizes, *rates, *shares, *revenues], list(reader.new.values())


def _placeholders(page: Page) -> Iterator[Reject]:
    """Values that were never filled in."""
    for _, sentence in page.holding(MAY_BE_FIGURE):
        for found in FIGURE.finditer(sentence.text):
            start = sentence.start + found.start()
            words = found[0].strip()
            yield Reject(words, "a placeholder for a value", start, start + len(words))


def _footer(document: Document) -> Iterator[Reject]:
    """Links to other reports, after the body."""
    for link in document.links:
        words = document.text[link.start : link.end]
        if link.start >= document.body_end and not words.strip().startswith("http"):
            yield Reject(words, "a link in the footer", link.start, link.end)


def _flags(document: Document, places: regions.RegionReader) -> Iterator[Flag]:
    if places.pasted:
        yield Flag.BOILERPLATE
    if _is_farm(document):
        yield Flag.LINK_FARM


def _is_farm(document: Document) -> bool:
    return sum(k.start >= document.body_end for k in document.links) >= 3
