"""The axes that a page says its market is segmented by; lines with nothing but such a name head their lists."""

from __future__ import annotations

from mrgraph.extraction.sections.announcements import Announcement, Announcers
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import axes
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.name_forms import fold

LONGEST = 1200  # characters of a block that declares axes
_DECLARES = AnyCase(
    r"\b(?:segmented|categori[sz]ed|classified|divided|bifurcated|segmentation|analy[sz]ed|studied|split|grouped)\b"
    r"[^.;]{0,60}?\b(?:by|based\s+on|on\s+the\s+basis\s+of|in\s+terms\s+of|according\s+to)\s",
)


def declared(page: Page, announcers: Announcers) -> dict[str, Announcement]:
    """The axes that sentences declare, two or more at a time, by their folded names."""
    found: dict[str, Announcement] = {}
    if not _DECLARES.search(page.text, 0, page.document.body_end):
        return found
    for block in page.blocks:
        words = page.words(block)
        if block.end - block.start <= LONGEST and _DECLARES.search(words):
            named = [n.axis for n in axes.named(words, announcers.words) if n.axis.kind is not Kind.REGIONS]
            if len(named) > 1:
                found |= {fold(axis.name): Announcement(axis.kind, axis.name) for axis in named}
    return found
