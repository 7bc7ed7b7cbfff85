"""Lines of a table of contents -> its chapters: "4.2 Roasted Malt ........ 58", "CHAPTER 5: By Type <tab> 45"."""

from __future__ import annotations

import re
from collections.abc import Sequence

FEWEST = 5  # lines that make a table of contents
_NUMBER = re.compile(
    r"[ \t]*(?:(?:chapter|section|part)[ \t]+\d{1,2}\b[ \t]*[:.)–—-]?|(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?[ \t])"
    r"[ \t]*(?=[^\W\d])",
    re.I,
)
_PAGE = re.compile(
    r"(?:[ \t]*\.{3,}[ \t]*|[ \t]*…+[ \t]*|(?:[ \t]\.){3,}[ \t]*|[ ]*\t[ \t]*| {3,}|"
    r"[ \t][-–—|][ \t]*(?:p(?:age|g)?\.?[ \t]*)|[ \t]*[,(][ \t]*p(?:age|g)?\.?[ \t]*)(?P<page>\d{1,4})\)?[ \t]*$",
    re.I,
)
_LONGEST = 220  # characters of a line


def chapters(lines: Sequence[str]) -> dict[int, tuple[int, str]]:
    """Depth and words of each chapter, by the number of its line; the words keep its number but not its page."""
    numbered = {}
    for number, line in enumerate(lines):
        begins = _NUMBER.match(line) if line[-1:].isdigit() or line[-1:] in " \t)" else None
        page = _PAGE.search(line, max(begins.end(), len(line) - _LONGEST)) if begins else None
        if begins and page:
            depth = begins["number"].count(".") + 1 if begins["number"] else 1
            numbered[number] = (depth, line[: page.start()].strip())
    return numbered if len(numbered) >= FEWEST else {}
