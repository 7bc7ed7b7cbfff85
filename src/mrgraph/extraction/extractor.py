"""Document -> claims: the readers one after the other; what one finds, the next may use."""

from __future__ import annotations

from collections.abc import Iterator

from mrgraph.extraction.companies import company_readers, company_variants
from mrgraph.extraction.companies.ner import Recogniser
from mrgraph.extraction.figures.figure_readers import FigureReader
from mrgraph.extraction.figures.revenues import RevenueReader
from mrgraph.extraction.figures.shares import ShareReader
from mrgraph.extraction.figures.subjects import Subjects
from mrgraph.extraction.publication import periods, templates
from mrgraph.extraction.publication.headline import Headline, headline
from mrgraph.extraction.sections.announcements import Announcers
from mrgraph.extraction.sections.sections import sections
from mrgraph.extraction.segments import drivers, geography, segment_readers, segment_variants
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import statements
from mrgraph.lexicon.placeholders import FIGURE, MAY_BE_FIGURE
from mrgraph.records import Claim, Document, Extraction, Flag, NameClaim, Reject, Role
from mrgraph.reference import Reference

NO_REPORT = "reads like no market report"


def extract(
    document: Document, reference: Reference, ner: Recogniser | None = None, *, force: bool = False
) -> Extraction:
    """All that `document` claims, and what was refused; `ner` finds names where structure gives none.

    A document that reads like no market report claims nothing, and says so; `force` reads it all the same.
    """
    page = Page(document)
    head = headline(page, reference, force=force)
    if not head.is_report and not force:
        return _refused(document)
    announcers = Announcers(head.market, *head.aliases)
    announced = sections(page, announcers, reference)
    reader = company_readers.CompanyReader(page, head, reference, announcers)
    reader.read_lists(announced)
    reader.read_unannounced(announced)
    keys = frozenset(company_readers.found_keys(reader.readings))
    listed = segment_readers.SegmentReader(page, head, reference, announcers, keys).read(announced)
    segment_claims = tuple(segment_variants.claims(listed))
    taken = segment_variants.folded_names(segment_claims)
    reader.read_sentences(announced, taken)
    reader.read_formal()
    if ner is not None:
        reader.read_names(announced, ner, taken)
    names = [*company_variants.claims(reader.readings), *segment_claims]
    places = geography.RegionReader(page, reference, (n for n in names if n.role is Role.COMPANY))
    covered, misplaced = places.read(announced)
    figures, new = _figures(page, head, names, reference)
    claims: list[Claim] = [
        *head.claims,
        *names,
        *new,
        *drivers.drivers(page, head, set(segment_variants.folded_names(names))),
        *covered,
        *figures,
    ]
    rejects = [*reader.rejects, *listed.rejects, *misplaced, *_placeholders(page), *_footer(document)]
    return Extraction(
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        language=document.language,
        template=templates.template(page, head),
        claims=tuple(claims),
        rejects=tuple(sorted(set(rejects), key=lambda r: (r.start, r.end, r.why))),
        flags=tuple(_flags(document, places)),
    )


def _figures(
    page: Page, head: Headline, names: list[NameClaim], reference: Reference
) -> tuple[list[Claim], list[NameClaim]]:
    """Period, sizes, growth rates, shares and revenues; and companies met only beside a figure."""
    subjects = Subjects(head, names, reference)
    said = statements(page)
    period = periods.period(page, said)
    sizes, rates = FigureReader(page, subjects, (period.start, period.end) if period else None).read(said)
    reader = RevenueReader(page, subjects)
    revenues = reader.read(said)
    shares = ShareReader(page, subjects).read(said)
    return [*([period] if period else []), *sizes, *rates, *shares, *revenues], list(reader.new.values())


def _refused(document: Document) -> Extraction:
    """Of a document that reads like no market report: nothing but that."""
    return Extraction(
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        language=document.language,
        template="",
        claims=(),
        rejects=(),
        refused=NO_REPORT,
    )


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


def _flags(document: Document, places: geography.RegionReader) -> Iterator[Flag]:
    if places.pasted:
        yield Flag.BOILERPLATE
    if _is_farm(document):
        yield Flag.LINK_FARM


def _is_farm(document: Document) -> bool:
    return sum(k.start >= document.body_end for k in document.links) >= 3
