"""Decides which chapters of a table of contents list segments or companies, and what stands below each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mrgraph.extraction.sections.announcements import Announcement, Manner
from mrgraph.extraction.sections.cue_phrases import CuePhrases
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import firm_nouns
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import BlockKind

LONGEST = 110  # characters of a chapter's name
_NUMBER = re.compile(r"^\W*(?:chapter\s+|section\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?[:)]?\s+(?=\S)", re.I)
_NOTE = re.compile(r"\s*[(\[].*$", re.S)  # "Company Profiles (includes …)"
_NOISE = AnyCase(
    r"\b(?:markets?|trends?|analys[ie]s|forecasts?|overview|introduction|summary|comparison|snapshots?|shares?|"
    r"attractiveness|basis\s+points?|y-?o-?y|scenario|insights?|definitions?|historic\w*|estimates?|takeaways?|impact|"
    r"opportunit\w+|outlook|dynamics|drivers?|restraints?|challenges|growth|revenues?|volumes?|swot|financials?|"
    r"portfolio|developments?|strateg\w+|figures?|tables?|methodology|scope|assumptions|research|landscape|by\s+\w+)\b|"
    r"\b(?:19|20)\d\d\b",
)
_PROFILES = AnyCase(
    rf"\bprofiles?\b|\bkey\s+{firm_nouns.ALONE}\b|\bcompan(?:y|ies)\b|\bfirms\b|"
    rf"\b{firm_nouns.ALONE}\s+(?:covered|profiled|analy[sz]ed)\b"
)


Chapter = tuple[Announcement, int, list[int]]


def chapters(page: Page, numbers: Sequence[int], cues: CuePhrases) -> Iterator[Chapter]:
    """The chapters that list segments or companies: what each announces, its block, and the blocks below it."""
    depths = [_depth(page, number) for number in numbers]
    for position, number in enumerate(numbers):
        words = page.words(page.blocks[number])
        depth = depths[position]
        words = _NOTE.sub("", words)
        announced = cues.heading(words) if depth is not None and len(words) <= LONGEST else None
        if announced is None or depth is None or not _is_list_chapter(announced, words):
            continue
        below = list(_entries_below(numbers, depths, position, depth))
        if announced.kind is not Kind.COMPANIES:
            below = [i for i in below if not _NOISE.search(page.words(page.blocks[i]))]
        if len(below) > 1:
            yield announced, number, below


def _is_list_chapter(announced: Announcement, words: str) -> bool:
    """Whether a chapter lists what it names: one "by type", or one of company profiles."""
    if announced.kind is Kind.COMPANIES:
        return _PROFILES.search(words) is not None and "landscape" not in words.lower()
    return announced.kind in (Kind.TYPES, Kind.APPLICATIONS, Kind.SEGMENTS) and announced.manner is Manner.PLAIN


def _entries_below(numbers: Sequence[int], depths: list[int | None], position: int, depth: int) -> Iterator[int]:
    for number, deeper in zip(numbers[position + 1 :], depths[position + 1 :], strict=True):
        if deeper is None or deeper <= depth:
            return
        yield number


def _depth(page: Page, number: int) -> int | None:
    """How deep an entry stands: by its number where it has one, else by its list; None for text."""
    block = page.blocks[number]
    number_match = _NUMBER.match(page.words(block))
    if number_match:
        return number_match["number"].count(".") + (block.level if block.kind is BlockKind.ITEM else 1)
    return block.level if block.kind is BlockKind.ITEM else None
