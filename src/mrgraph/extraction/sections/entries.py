"""What a line names, and what follows it: a list, short lines, or deeper entries."""

from __future__ import annotations

import re

from mrgraph.extraction.text.lists import is_enumeration, is_line
from mrgraph.extraction.text.page import Page
from mrgraph.records import BlockKind
from mrgraph.reference import Reference

BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def entry_words(words: str) -> str:
    """The words of a line without brackets and marks round them."""
    return BRACKETED.sub("", words).strip(" :.-–—*•\t")


def named_region(reference: Reference, words: str) -> str | None:
    """The region that a line names and nothing else."""
    plain = entry_words(words) if len(words) <= 80 else ""
    return reference.region(plain) if 1 < len(plain) < 40 else None


def has_deeper(page: Page, number: int) -> bool:
    """Whether list entries one level down follow block `number`."""
    after = page.blocks[number + 1] if number + 1 < len(page.blocks) else None
    return after is not None and after.kind is BlockKind.ITEM and after.level > page.blocks[number].level


def before_list(page: Page, number: int) -> bool:
    """Whether a list follows block `number`: items, a line of names between commas, or short lines."""
    after = _following(page, number)
    if not after:
        return False
    block = page.blocks[after[0]]
    listed = block.kind is BlockKind.ITEM or is_enumeration(page.words(block), bold=block.bold)
    return listed or lines_follow(page, number)


def lines_follow(page: Page, number: int) -> bool:
    """Whether two short lines follow block `number`, or one more announcer and then a list."""
    after = _following(page, number)[:2]
    return len(after) == 2 and all(is_line(page, i) or page.blocks[i].kind is BlockKind.ITEM for i in after)


def _following(page: Page, number: int) -> list[int]:
    return [i for i in range(number + 1, min(number + 4, len(page.blocks))) if i not in page.calls]
