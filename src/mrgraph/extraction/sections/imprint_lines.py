"""Decides which lines tell about the report as a thing to buy: "Category: IT | ID: ER_1 | Format: PDF | Pages: 250".

The words are those of tables/imprint_labels.tsv: `kind` is "sure" where a label tells an imprint, "likely" where it
does beside a sure one; a column a language, and `source`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.word_tables import alternation, rows, values
from mrgraph.records import BlockKind

_LONGEST: Final = 400  # characters of such a line
_NO_LANGUAGES: Final = ("kind", "source")
_LABELS: Final = {
    kind: alternation(
        word
        for row in rows("imprint_labels")
        if row["kind"] == kind
        for column, cell in row.items()
        if column not in _NO_LANGUAGES
        for word in values(cell)
    )
    for kind in ("sure", "likely")
}
_LABEL: Final = re.compile(
    rf"(?:^|[|;•·\t]|\s{{2}})\s*(?:(?P<sure>{_LABELS['sure']})|{_LABELS['likely']})\s?[:：]", re.I
)


def imprint_lines(page: Page) -> frozenset[int]:
    """Numbers of the blocks that are lines of an imprint: with two labels of one, or with one beside such a line."""
    labels = {number: told for number in range(len(page.blocks)) if (told := _labels(page, number))}
    return frozenset(number for number in labels if _is_imprint(number, labels))


def _is_imprint(number: int, labels: Mapping[int, tuple[bool, int]]) -> bool:
    """Whether a line and those with labels round it hold two labels at least, one of them sure."""
    first = last = number
    while first - 1 in labels:
        first -= 1
    while last + 1 in labels:
        last += 1
    near = [labels[line] for line in range(first, last + 1)]
    return any(sure for sure, _ in near) and sum(count for _, count in near) > 1


def _labels(page: Page, number: int) -> tuple[bool, int] | None:
    """Whether a line holds a sure label, and how many labels in all; None for one without any."""
    block = page.blocks[number]
    if (
        block.kind is BlockKind.CELL
        or block.end - block.start > _LONGEST
        or ":" not in page.words(block).replace("：", ":")
    ):
        return None
    told = list(_LABEL.finditer(page.words(block)))
    if len(told) == 1 and not told[0]["sure"] and "," in page.words(block):  # "Category: Reusable, Disposable"
        return None
    return (any(label["sure"] for label in told), len(told)) if told else None
