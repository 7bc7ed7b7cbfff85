"""HTML in any state -> text and an ordered stream of blocks.

Beautiful Soup reads the tags; the blocks are made from what it reports, tag by tag, and no tree is built: half of all
pages nest in ways that a tree could only guess at, and here each block-level tag begins a new block whatever it stands
in. So the time needed grows with the length of a page, not with its depth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from mrgraph.documents.decoding import wanted
from mrgraph.documents.html import lines
from mrgraph.documents.html.containers import CELLS, ENTRIES, LISTS, Containers, Place
from mrgraph.documents.html.elements import ASIDE
from mrgraph.documents.html.stream import BOLD_LINE, Piece, Stream
from mrgraph.documents.html.tags import tidied
from mrgraph.records import BlockKind

_HEADINGS = {f"h{level}": level for level in range(1, BOLD_LINE + 1)} | {"title": 1}
_PARTS = frozenset(  # block-level tags that only end the block before
    "address answer article aside blockquote body caption center details dialog div faq fieldset figcaption figure "
    "footer form frame head header hgroup hr html legend main nav optgroup option p pre question section summary "
    "table tbody tfoot thead tr".split()
)
_BLOCKS = frozenset({*_HEADINGS, *LISTS, *ENTRIES, *CELLS, *_PARTS})
_CONTAINED = frozenset({*LISTS, *ENTRIES, *CELLS, "table", "tr"})
_FLOWING = frozenset({*_HEADINGS, *ENTRIES, *CELLS, "p"})  # in these a line feed is white space
_CLOSED_BY_THEMSELVES = frozenset({*ENTRIES, *CELLS, *_HEADINGS, "p", "tr"})  # one begins where the one before ends
_LEAVES_HEADING = frozenset({*_CONTAINED, "hr", "body", "html"})
_HEADING_TAG = re.compile(r"<(/?)h([1-7])>")
_BETWEEN_ENDS = re.compile(r"[^<\n]{2,250}</h[1-7]>")
_FIRST_LINE = re.compile(r"\s*[^\n]+")
_NO_CHARACTER = "\ufffd"  # what stands for a reference to none
_ANCHOR_BLOCKS = 3  # blocks that one anchor may hold; after more its end tag is missing


def blocks(markup: str) -> Stream:
    """The text and blocks of an HTML page in document order."""
    tidy = _headed(tidied(markup))
    reader = _Reader(tidy)
    _parser()(f"{tidy}\n", reader)
    reader.flush()
    reader.stream.settle(reader.containers.nested)
    return reader.stream


@cache
def _parser() -> Callable[[str, _Reader], object]:
    """What parses markup (ending in a line feed, lest a short text be taken for a file's name) and tells a reader."""
    from bs4 import BeautifulSoup

    class Events(BeautifulSoup):
        """Hands over what the parser finds, where a BeautifulSoup makes a tree of it."""

        def __init__(self, markup: str, reader: _Reader) -> None:
            self.reader = reader
            super().__init__(markup, "html.parser", multi_valued_attributes=None)

        def handle_starttag(self, *seen: Any, **_: Any) -> None:
            """A start tag: its name, two names of its namespace, and its attributes."""
            self.reader.start(seen[0], seen[3])

        def handle_endtag(self, *seen: Any, **_: Any) -> None:
            """An end tag: its name."""
            self.reader.end(seen[0])

        def handle_data(self, data: str) -> None:
            """A stretch of text."""
            self.reader.words(data)

        def endData(self, *_: Any, **__: Any) -> None:
            """Nothing waits to be put into a tree."""

    return Events


class _Reader:
    """Turns start tags, end tags and words into blocks."""

    def __init__(self, markup: str) -> None:
        self.stream = Stream()
        self.containers = Containers()
        self.pieces: list[Piece] = []
        self.lines: list[list[Piece]] = []  # lines of running text that wait for the end of their paragraph
        self.heading = 0
        self.aside = False
        self.tag = ""  # the block-level tag that began last
        self.serial = 0  # its number
        self.bold: list[int] = []  # for each open bold stretch the number of the block in which it began
        self.target: str | None = None
        self.anchored = 0
        self.anchor = (0, 0, 0)  # how much was written before the anchor
        self.closes_lists = all(markup.count(f"<{tag}>") <= markup.count(f"</{tag}>") for tag in LISTS)
        self.closes_bold = markup.count("<b>") <= markup.count("</b>")

    # ------------------------------------------------------------------ what the parser finds

    def start(self, tag: str, attributes: Mapping[str, Any]) -> None:
        """A start tag."""
        if tag == "b":
            self.bold.append(self.serial)
        elif tag == "a":
            self.target, self.anchored = attributes.get("href"), 0
            self.anchor = self._written()
        elif tag == "br":
            self.line()
        elif tag in _BLOCKS:
            self._begin(tag, attributes)
        elif tag == ASIDE:
            self.flush()
            self.aside = True
        elif tag in ("meta", "link") and "href" in attributes:
            self.flush()
            self.stream.address(attributes["href"])

    def end(self, tag: str) -> None:
        """An end tag."""
        if tag == "b":
            if self.bold:
                self.bold.pop()
        elif tag == "a":
            if self.target and self.anchor == self._written():  # round a picture
                self.pieces.append(Piece("", False, self.target))
            self.target = None
        elif tag == "br":
            self.line()
        elif tag in _BLOCKS:
            self._finish(tag)
        elif tag == ASIDE:
            self.flush()
            self.aside = False

    def words(self, text: str) -> None:
        """A stretch of text."""
        pieces = self.pieces
        if not pieces and not self.lines and text.isspace():
            return
        if len(text) == 1 and (text == _NO_CHARACTER or not wanted(text)):  # written as a character reference
            return
        bold, target = bool(self.bold) or self.tag == "th", self.target
        if "\n" not in text or self.tag in _FLOWING:
            pieces.append(Piece(text, bold, target))
            return
        first, *rest = text.split("\n")
        pieces.append(Piece(first, bold, target))
        for line in rest:
            self.line()
            self.pieces.append(Piece(line, bold, target))

    def line(self) -> None:
        """The end of a line of running text; an empty line ends the paragraph."""
        if any(piece.text and not piece.text.isspace() for piece in self.pieces):
            self.lines.append(self.pieces)
            self.pieces = []
        elif self.lines:
            self.flush()
        else:
            self.pieces = [piece for piece in self.pieces if piece.target]

    # ------------------------------------------------------------------ blocks

    def flush(self) -> None:
        """The end of a block."""
        if self.lines or self.tag == "p":
            if self.pieces:
                self.lines.append(self.pieces)
            waiting, self.lines, self.pieces = self.lines, [], []
            dashed = lines.are_dashed(waiting)
            for pieces in lines.paragraphs(waiting):
                self._add(pieces, dashed=dashed)
        elif self.pieces:
            pieces, self.pieces = self.pieces, []
            self._add(pieces)

    def _begin(self, tag: str, attributes: Mapping[str, Any]) -> None:
        """The start of the block `tag`; those that it ends are ended first."""
        self.flush()
        if not self.closes_bold and self.tag == tag and tag in _CLOSED_BY_THEMSELVES:
            self._end_bold()
        self.serial += 1
        if self.target:
            self.anchored += 1
            if self.anchored > _ANCHOR_BLOCKS:
                self.target = None
        if tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
            self.containers.interrupt(trusted=self.closes_lists)
        elif tag in _LEAVES_HEADING or (tag == "p" and self.tag in _HEADINGS and self._follows(BlockKind.HEADING)):
            self.heading = 0
        if tag in _CONTAINED:
            self.containers.begin(tag, attributes)
        self.tag = tag

    def _finish(self, tag: str) -> None:
        """The end of the block `tag`, whether or not it has begun."""
        self.flush()
        if not self.closes_bold and self.tag == tag:
            self._end_bold()
        if tag in _HEADINGS:
            self.heading = 0
        elif tag in _CONTAINED:
            self.containers.finish(tag)
        if tag == self.tag or tag in _FLOWING:
            self.tag = ""

    def _written(self) -> tuple[int, int, int]:
        """How much there is so far."""
        return self.stream.length, len(self.lines), len(self.pieces)

    def _end_bold(self) -> None:
        """End the bold stretches that began in the block that ends here."""
        while self.bold and self.bold[-1] == self.serial:
            self.bold.pop()

    def _follows(self, kind: BlockKind) -> bool:
        """Whether the last block is of a kind."""
        return bool(self.stream.blocks) and self.stream.blocks[-1].kind is kind

    def _add(self, pieces: list[Piece], *, dashed: bool = False) -> None:
        """Append a block; a line behind a bullet is an item although no tag says so. `dashed`: dashes are bullets."""
        if self.aside:
            self.stream.add(BlockKind.ASIDE, 0, 0, pieces)
            return
        kind, level, group = self._place(pieces)
        if kind is BlockKind.PARAGRAPH and (words := lines.behind_bullet(pieces, dashed=dashed)):
            kind, level, group, pieces = BlockKind.ITEM, 1, self.containers.loose(*self._item_before()), words
        self.stream.add(kind, level, group, pieces)

    def _item_before(self) -> tuple[bool, int]:
        """Whether the last block is an item, and the number of its list."""
        return (True, self.stream.blocks[-1].group) if self._follows(BlockKind.ITEM) else (False, 0)

    def _place(self, pieces: list[Piece]) -> Place:
        """Kind, level and group that the open tags give to a block that ends here."""
        if self.heading:
            return BlockKind.HEADING, self.heading, 0
        return self.containers.place(
            pieces[0].text if len(pieces) == 1 else "".join([piece.text for piece in pieces]),
            begins=self.tag in ENTRIES,
            before=self._item_before(),
        )


def _headed(markup: str) -> str:
    """`markup` with each heading ended by its own end tag.

    A heading that is never ended goes to the end of its line; words between two end tags are a heading, too.
    """
    kept: list[str] = []
    place, level = 0, ""
    for tag in _HEADING_TAG.finditer(markup):
        ends = bool(tag[1]) and not (not level and _BETWEEN_ENDS.match(markup, tag.end()))
        between = markup[place : tag.start()]
        kept.append(between if ends else _ended(between, level))
        kept.append(f"</h{level or tag[2]}>" if ends else f"<h{tag[2]}>")
        place, level = tag.end(), "" if ends else tag[2]
    return "".join(kept) + _ended(markup[place:], level)


def _ended(words: str, level: str) -> str:
    """What follows the start tag of a heading without an end tag; as it is, where there is no such heading."""
    if not level:
        return words
    line = _FIRST_LINE.match(words)
    end = line.end() if line else len(words)
    return f"{words[:end]}</h{level}>{words[end:]}"
