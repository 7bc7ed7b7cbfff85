"""The lines of a PDF -> HTML: headings by their size and weight, paragraphs, lists and tables by their places."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mrgraph.documents.office.pdf_lines import Line, Part

_LARGER = 1.08  # times the body's letters: a heading's
_SMALLER = 0.9  # times them: a running head's, or a note's at the foot
_APART = 1.25  # times the usual distance of lines: where a paragraph ends
_FULL = 0.82  # of the longest lines' characters: a line as long as that, with the next word, is full
_ALIGNED = 3.0  # points by which the beginnings of a column's cells differ
_GUTTER = 12.0  # points between the beginnings of columns at least
_INDENT = 6.0  # points from which on a line is indented
_LONGEST_HEADING = 200  # characters
_BULLET = re.compile(r"^([•◦▪●■○‣⁃∙➢➤►✓✔]|[-–—*])\s+(?=\S)")
_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s")
_STOP = re.compile(r"[.!?:。！？：][\"”’)\]]*$")
_OPEN = re.compile(r"(?:[,;&/(–—]|\b(?:and|or|of|the|a|an|to|in|at|by|for|from|with|as|is|are|was))$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_RANGE = re.compile(r"\d[-–—]$")
_ADDRESS = re.compile(r"\S*(?:https?:?/{0,2}|://|www\.)\S*$|\bhtt?p?s?$")


def to_html(read: Sequence[Line], running: Sequence[Line]) -> str:
    """The lines as HTML where sizes and weights tell headings, else as text with empty lines between paragraphs.

    `running`: heads and feet of the pages, which stand beside the text.
    """
    page = _Layout(read or running)
    small = [line for line in read if line.edge and line.size < page.size * _SMALLER]
    if small and len(small) < len(read):
        page, running = _Layout([line for line in read if line not in small]), [*small, *running]
    parts = list(page.parts())
    if not page.headings:
        return "\n\n".join(words for words, _ in parts)
    footer = "".join(f"<p>{html.escape(line.words, quote=False)}</p>" for line in running)
    return "\n\n".join([*(markup for _, markup in parts), f"<footer>{footer}</footer>" if footer else ""])


class _Layout:
    """What the lines of a document have in common: the size of its letters, the distance and length of its lines."""

    def __init__(self, read: Sequence[Line]) -> None:
        self.read = read
        sizes = Counter[float]()
        for line in read:
            sizes[line.size] += len(line.words)
        self.size = max(sizes, key=lambda size: (sizes[size], size))
        steps = Counter(
            round(before.y - after.y, 0)
            for before, after in pairwise(read)
            if before.page == after.page and 0 < before.y - after.y < 3 * self.size
        )
        self.step = max(steps, key=lambda step: (steps[step], -step), default=self.size * 1.2)
        left = Counter(round(line.x) for line in read if line.size == self.size)
        self.left = sorted(x for x, count in left.items() if count * 8 >= sum(left.values()))
        self.bold = {number for number in range(len(read)) if self._is_set_apart(number)}
        self.headings = sorted({line.size for n, line in enumerate(read) if self._is_heading(n)}, reverse=True)

    def _is_heading(self, number: int) -> bool:
        """Whether a line is set larger than the text, or in bold and apart."""
        return self.read[number].size >= self.size * _LARGER or number in self.bold

    def _is_set_apart(self, number: int) -> bool:
        """Whether a line in bold neither goes on with the one before it nor is gone on with."""
        line = self.read[number]
        if (
            not line.bold
            or line.bullet
            or line.size < self.size
            or _STOP.search(line.words)
            or len(line.words) > _LONGEST_HEADING
        ):
            return False
        before, after = self.read[number - 1] if number else None, self.read[number + 1 : number + 2]
        if before and before.size == line.size and not before.bold and self._is_full(before, line):
            return False
        return not any(next_.size == line.size and not next_.bold and self._is_full(line, next_) for next_ in after)

    def parts(self) -> Iterator[tuple[str, str]]:
        """Each heading, paragraph, item and table, as text and as HTML."""
        position = 0
        while position < len(self.read):
            rows = self._rows(position)
            if rows:
                yield _table(self.read[position : position + rows])
                position += rows
                continue
            end = position + 1
            while end < len(self.read) and self._goes_on(end, self.read[position:end]):
                end += 1
            yield self._part(position, self.read[position:end])
            position = end

    def _goes_on(self, number: int, above: Sequence[Line]) -> bool:
        """Whether a line goes on with those above it, which are one heading or paragraph so far."""
        before, line = above[-1], self.read[number]
        heading = self._is_heading(number)
        if line.size != before.size or heading != self._is_heading(number - 1) or self._rows(number):
            return False
        near = before.page == line.page and 0 < before.y - line.y <= max(self.step, line.size * 1.3) * _APART
        if heading:
            return near and not before.words.endswith((":", "."))
        if _begins(line, above[0]):
            return False
        if _OPEN.search(before.words) or _HYPHEN.search(before.words) or line.words[:1].islower():
            return near or not _STOP.search(before.words)
        return near and self._is_full(before, line)

    def _is_full(self, before: Line, after: Line) -> bool:
        """Whether a line had no room for the first word of the next one."""
        like = [len(line.words) for line in self.read if line.size == before.size and abs(line.x - before.x) < _INDENT]
        widest = sorted(like)[max(len(like) * 9 // 10 - 1, 0)]
        return len(before.words) + 1 + len(after.words.split(maxsplit=1)[0]) > widest * _FULL and widest > 20

    def _part(self, number: int, block: Sequence[Line]) -> tuple[str, str]:
        """A heading, an item or a paragraph."""
        words = _joined(block)
        if self._is_heading(number) and len(words) < _LONGEST_HEADING:
            level = min(self.headings.index(block[0].size) + 1, 6) + (block[0].size <= self.size)
            return words, f"<h{min(level, 6)}>{html.escape(words, quote=False)}</h{min(level, 6)}>"
        bullet = _BULLET.match(words)
        indented = (
            any(_INDENT * 2 < block[0].x - left < 80 for left in self.left) and round(block[0].x) not in self.left
        )
        marked = _weighed(block, words)
        if block[0].bullet or (indented and not bullet and not _NUMBER.match(words)):
            return f"• {words}", f'<li data-depth="1">{marked}</li>'
        if bullet:
            return f"• {words[bullet.end() :]}", f'<li data-depth="1">{marked[bullet.end() :]}</li>'
        return words, f"<p>{marked}</p>"

    def _rows(self, position: int) -> int:
        """How many lines from one on are rows of a table: their words begin at the same places, two at least."""
        first = _starts(self.read[position])
        if len(first) < 2:
            return 0
        count = 1
        while position + count < len(self.read):
            line = self.read[position + count]
            starts = _starts(line)
            aligned = all(any(abs(x - other) <= _ALIGNED for other in first) for x in starts)
            if (
                not aligned
                or len(starts) < 2
                or line.page != self.read[position].page
                or line.size != self.read[position].size
            ):
                break
            count += 1
        return count if count > 1 else 0


def _begins(line: Line, first: Line) -> bool:
    """Whether a line begins an item, or stands left of the item that begins with `first`."""
    if line.bullet or _BULLET.match(line.words) or _NUMBER.match(line.words):
        return True
    return first.bullet and line.x < first.x - _ALIGNED


def _starts(line: Line) -> list[float]:
    """Where the cells of a line would begin."""
    starts: list[float] = []
    for part in line.parts:
        if part.words.strip() and (not starts or part.x - starts[-1] >= _GUTTER):
            starts.append(part.x)
    return starts


def _table(rows: Sequence[Line]) -> tuple[str, str]:
    """The rows of a table."""
    heads = _starts(rows[0])
    made = [_cells(row, heads) for row in rows]
    markup = "".join("<tr>" + "".join(f"<td>{html.escape(c, quote=False)}</td>" for c in row) + "</tr>" for row in made)
    return "\n".join("| " + " | ".join(row) + " |" for row in made), f"<table>{markup}</table>"


def _cells(row: Line, heads: Sequence[float]) -> list[str]:
    """The words of a row under the heads of its columns."""
    cells = [""] * len(heads)
    for part in row.parts:
        column = max((n for n, x in enumerate(heads) if x <= part.x + _ALIGNED), default=0)
        cells[column] += part.words
    return [" ".join(cell.split()) for cell in cells]


def _joined(block: Sequence[Line]) -> str:
    """The words of some lines as one text."""
    whole = ""
    for line in block:
        whole = _with(whole, line.words)
    return whole


def _with(whole: str, words: str) -> str:
    """Some text with the words of the next line: hyphens at its end and addresses that were broken are closed up."""
    if not whole:
        return words
    first = words.split(maxsplit=1)[0]
    if _HYPHEN.search(whole):
        return (whole[:-1] if words[:1].islower() or words[:1] == "-" else whole) + words
    if _RANGE.search(whole) and words[:1].isdigit():
        return whole + words
    if _ADDRESS.search(whole) and ("/" in first or "-" in first or first.startswith(("ps:", "s:", "p:"))):
        return whole + words
    return f"{whole} {words}"


def _weighed(block: Sequence[Line], words: str) -> str:
    """The words of a block as HTML, with what is set in bold at its beginning marked."""
    lead = ""
    for part in _leading_bold(block):
        lead += part.words
    lead = " ".join(lead.split())
    if lead and len(lead) < len(words) and words.startswith(lead):
        return f"<b>{html.escape(lead, quote=False)}</b>{html.escape(words[len(lead) :], quote=False)}"
    return html.escape(words, quote=False)


def _leading_bold(block: Sequence[Line]) -> Iterator[Part]:
    for part in block[0].parts:
        if part.words.strip() and not part.bold:
            return
        yield part
