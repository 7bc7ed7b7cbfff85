"""Decides which numbers are ranges of years, "2025-2032" and "from 2024 to 2030", each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

YEAR = r"(?:19|20)\d\d"
_JOINT = r"(?:-|–|—|‐|‑|−|~|〜|～|/|to|through|thru|until|till|bis|à|a|au|al|hasta|até|から|부터|에서|至|到)"
YEARS = re.compile(
    rf"(?<![\d.,])(?P<start>{YEAR})\s*(?:[AEFP]\b|[年년])?\s*(?:{_JOINT}\s*)+(?:the\s+(?:year\s+)?(?:of\s+)?)?"
    rf"(?:FY\s?|['’])?(?P<end>{YEAR}|\d\d(?=\D|$)(?!\s?%))(?!\d|[.,]\d)"
    rf"|\b(?:between|zwischen|entre|tra|fra)\s+(?:the\s+years\s+)?(?P<first>{YEAR})\s+(?:and|to|und|et|y|e)\s+(?P<last>{YEAR})(?!\d)",
    re.I,
)
LONGEST = 40  # years: no report looks further ahead


@lru_cache(maxsize=512)  # asked of a sentence by the readers of periods and of growth
def year_ranges(text: str) -> tuple[tuple[int, int, int, int], ...]:
    """Ranges of years as (first year, last year, start, end), in text order; "2025-32" ends in 2032."""
    return tuple(_year_ranges(text))


def _year_ranges(text: str) -> Iterator[tuple[int, int, int, int]]:
    for match in YEARS.finditer(text):
        first, last = match["start"] or match["first"], match["end"] or match["last"]
        if len(last) == 2:
            if not re.search(r"[-–—/]\s?['’]?$", text[: match.start("end")]):
                continue
            last = first[:2] + last
        start, end = int(first), int(last)
        shortest = 2 if len(match["end"] or match["last"]) == 2 else 1  # "2023-24" is a fiscal year
        if start + shortest <= end <= start + LONGEST:
            yield start, end, match.start(), match.end()


def years(text: str) -> tuple[int, int] | None:
    """The first range of years in `text`."""
    return next(((start, end) for start, end, _, _ in year_ranges(text)), None)
