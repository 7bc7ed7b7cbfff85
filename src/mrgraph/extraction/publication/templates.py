"""Decides which pages were made from one template: a fingerprint of a document's layout, whatever its market."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from mrgraph.extraction.text.page import Page
from mrgraph.records import BlockKind

if TYPE_CHECKING:
    from mrgraph.extraction.publication.metadata import ReportMetadata

LETTERS = 12  # of the hash: enough to tell the layouts of a pile apart
LONGEST = 160  # characters of a heading that belongs to the template
WORDS = re.compile(r"[^\W\d_]+")


def template(page: Page, metadata: ReportMetadata) -> str:
    """Hash of the headings, in order, without the market's and publisher's names and numbers."""
    names = {" ".join(WORDS.findall(n.casefold())) for n in (metadata.market, *metadata.aliases, *metadata.publisher)}
    forms = sorted((f" {n}{end} " for n in names if n for end in ("s", "")), key=lambda n: (-len(n), n))
    shapes = []
    for block in page.blocks:
        if block.kind is BlockKind.HEADING and block.end - block.start < LONGEST:
            words = f" {' '.join(WORDS.findall(page.words(block).casefold()))} "
            for form in forms:
                words = words.replace(form, " ")
            shapes.append(" ".join(words.split()[:8]))
    steady = [s for s in shapes[1:] if s and not s.endswith("market")]
    return hashlib.sha256("\n".join(dict.fromkeys(steady)).encode()).hexdigest()[:LETTERS]
