"""Decides which lists are of companies though nothing announces them as such: their entries can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from mrgraph.extraction.companies import company_names
from mrgraph.extraction.sections.announcements import Section
from mrgraph.extraction.text.lists import Form, Run, runs
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import firm_nouns, name_forms
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.vocabulary import ASIAN

FEWEST = 3  # entries of a list that only its contents announce
_FACT = re.compile(r"^\W*[^:：]{2,40}[:：]\s*\S")
_TALKS = AnyCase(rf"\b{firm_nouns.ALONE}\b")


class Plausible(Protocol):
    """Whether words can be a company's name in a document."""

    def __call__(self, text: str, *, strict: bool = False) -> bool:
        """Strictly: as in running text, with capitals."""
        ...


def unannounced(page: Page, sections: tuple[Section, ...], plausible: Plausible) -> Iterator[tuple[Run, Section]]:
    """The lists that are told by their contents, each with the section that its evidence names; the surest first."""
    yield from _under_segmentations(page, sections)
    claimed = {i for s in sections for i in s.body}
    for run in runs(page, [i for i in range(len(page.blocks)) if i not in claimed]):
        if run.form in (Form.ITEMS, Form.LINES) and len(run.blocks) >= FEWEST and _is_of_firms(page, run, plausible):
            yield run, Section(Kind.COMPANIES, None, run.blocks[0], page.heading(run.blocks[0]) or "")


def _under_segmentations(page: Page, sections: tuple[Section, ...]) -> Iterator[tuple[Run, Section]]:
    """The first lists of segmentations that name firms."""
    segmentations = [s for s in sections if s.kind in (Kind.TYPES, Kind.SEGMENTS) and s.body]
    for section in segmentations:
        for run in runs(page, section.body)[:1]:
            if run.form is Form.ITEMS and _names_firms(page, run, section.heading, alone=len(segmentations) == 1):
                yield run, section


def _names_firms(page: Page, run: Run, heading: str, *, alone: bool) -> bool:
    """Whether a list under the heading of a segmentation names firms; `alone`: the page has no other segmentation."""
    return _formal(page, run) or (not alone and _foreign(page, run, heading))


def _is_of_firms(page: Page, run: Run, plausible: Plausible) -> bool:
    """Whether a list under no announcement names firms."""
    return _formal(page, run) or _profiled(page, run) or _introduced(page, run, plausible)


def _words(page: Page, run: Run) -> list[str]:
    return [page.words(page.blocks[i]) for i in run.blocks]


def _formal(page: Page, run: Run) -> bool:
    """Whether half of a list's entries carry legal forms."""
    words = _words(page, run)
    return sum(name_forms.has_legal_form(w) for w in words) * 2 >= len(words)


def _profiled(page: Page, run: Run) -> bool:
    """Whether a list's entries have facts below them, "seat: Oslo", and some of them legal forms: profiles."""
    top = min(page.blocks[i].level for i in run.blocks)
    heads = [page.words(page.blocks[i]) for i in run.blocks if page.blocks[i].level == top]
    below = [page.words(page.blocks[i]) for i in run.blocks if page.blocks[i].level > top]
    facts = sum(_FACT.match(words) is not None for words in below)
    firms = sum(name_forms.has_legal_form(words) for words in heads)
    return len(heads) >= FEWEST and facts * 3 > len(below) * 2 and facts * 2 > len(heads) and firms * 3 >= len(heads)


def _introduced(page: Page, run: Run, plausible: Plausible) -> bool:
    """Whether a list of plain names follows a paragraph on companies, and some of the names are called as firms are."""
    first, words = run.blocks[0], _words(page, run)
    before = page.words(page.blocks[first - 1]) if first else ""
    names = sum(plausible(w, strict=True) and not company_names.is_abstract(w) for w in words)
    firms = sum(company_names.speaks_for(w) for w in words)
    return (
        run.form is Form.ITEMS
        and _TALKS.search(before) is not None
        and names * 5 >= len(words) * 4
        and firms * 5 >= len(words)
    )


def _foreign(page: Page, run: Run, heading: str) -> bool:
    """Whether the entries under a Japanese or Korean heading are names in Latin letters."""
    words = _words(page, run)
    if not ASIAN.search(heading) or len(words) < FEWEST:
        return False
    return sum(w.isascii() and company_names.plausible(w, strict=True) for w in words) * 4 >= len(words) * 3
