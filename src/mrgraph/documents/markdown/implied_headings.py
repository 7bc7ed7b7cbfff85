"""Lines of a text -> those that act as headings although no mark says so.

A heading in plain text is a short line without a final stop that stands apart and has text or a list below it. A short
line that is followed by others of its kind is not: that is how names are listed. Among tags only a line behind an arrow
that has text below it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LINE = 7  # level of a heading that is no more than a line of its own
LONGEST = 120  # characters of a heading
_ACRONYMS = re.compile(r"[A-Z0-9]{1,5}(?: ?[&/+] ?[A-Z0-9]{1,4})*$")  # "ABS & ASA" names something
_TITLE = 200  # of the first line
_PROSE = 90  # characters from which on a line is running text
_SENTENCE = 6  # words of a short sentence, which no name has
_MOST_WORDS = 14
_ENOUGH = 3  # headings set by marks, from which on lines without a mark are none
_MARKED = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+\S|[ \t]*\*\*[^*\n]{1,200}\*\*[: \t]*$")
_ARROWS = "➢➣➤►▶▷▸❖◆◇♦➔→»§■●"
_ARROW_SIGNS = frozenset(_ARROWS)
_ARROW = re.compile(rf"[{_ARROWS}][ \t\u00a0]*(\S.*)$")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVX]{1,5}[.)])[ \t]+\S")
_LISTED = re.compile(rf"(?:[-*+–—][ \t]|[•◦▪□○‣⁃∙·✓✔✅{_ARROWS}]|\(?(?:\d{{1,3}}|[a-z])[.)][ \t])")
_STOPPED = re.compile(r"[.,;!。、…|]\s*$|https?://|@\w|\t|\S {3,}\S|^\||^#|^\*\*|^__")
_LABELLED = re.compile(r"[^:：]{2,50}[:：][ \t]*\S")
_LEADS_IN = re.compile(
    r"\b(?:are|is|includes?|including|into|as|by|follows|following|of|with|from|namely)\s*[:：]\s*$|"
    r"\s(?:includes?|including|into|such\s+as|namely|as\s+follows|as\s+below|below\s*:)$",
    re.I,
)
_LETTER = re.compile(r"[^\W\d_]")
_COLONS = (":", "：")
_STOPS = (".", "。", "!")
_ASKS = ("?", "？")


def headings(lines: Sequence[str], *, plain: bool) -> dict[int, tuple[int, str]]:
    """Level and words of the lines that act as headings, by their numbers. `plain`: there are no block-level tags."""
    if not plain and not any(line.lstrip()[:1] in _ARROW_SIGNS for line in lines):
        return {}
    return _Outline(lines, plain=plain).headings()


class _Outline:
    """The filled lines of a text; a line is known by its place among them."""

    def __init__(self, lines: Sequence[str], *, plain: bool) -> None:
        self.plain = plain
        self.numbers = [number for number, line in enumerate(lines) if line and not line.isspace()]
        self.words = [lines[number].strip() for number in self.numbers]
        self.indented = [lines[number][:2].isspace() for number in self.numbers]
        marked = sum(1 for line in self.words if line[0] in "#*" and _MARKED.match(line))
        self.open = plain and marked < _ENOUGH
        self.led_in = set(self._led_in()) if self.open else set()

    def _led_in(self) -> Iterator[int]:
        """Places of the lines, each alone, that are the list which a line above them leads in."""
        led = False
        for position, line in enumerate(self.words):
            if led:
                yield position
            led = _LEADS_IN.search(line) is not None or (led and self._stands_alone(position))

    def headings(self) -> dict[int, tuple[int, str]]:
        """Level and words of each heading, by the number of its line."""
        implied: dict[int, tuple[int, str]] = {}
        for position, number in enumerate(self.numbers):
            if len(self.words[position]) > _TITLE or not self._begins_apart(position, implied):
                continue
            words = self._heading(position)
            if words:
                level = 1 if position == 0 and self.open and not words.endswith(_COLONS) else LINE
                implied[number] = (level, words)
        return implied

    def _begins_apart(self, position: int, implied: dict[int, tuple[int, str]]) -> bool:
        """Whether an empty line, a heading or a tag stands above."""
        if position == 0 or self.numbers[position - 1] < self.numbers[position] - 1:
            return True
        return self.numbers[position - 1] in implied or self.words[position - 1].endswith(">")

    def _ends_apart(self, position: int) -> bool:
        return position + 1 == len(self.numbers) or self.numbers[position + 1] > self.numbers[position] + 1

    def _heading(self, position: int) -> str:
        """The words of the heading at a place, "" where the line is none."""
        line = self.words[position]
        if position + 1 == len(self.words) or _STOPPED.search(line) or not _LETTER.search(line):
            return ""
        if arrow := _ARROW.match(line):
            below = self.words[position + 1]
            parted = below[0] != line[0] and (bool(_LISTED.match(below)) or line.endswith(_COLONS))
            return arrow[1] if parted or self._is_prose(position + 1) else ""
        return line if self.open and self._is_plain(position, line) else ""

    def _is_plain(self, position: int, line: str) -> bool:
        """Whether a line without any mark is a heading."""
        if _NUMBERED.match(line) and len(line) <= LONGEST:
            return self._is_prose(position + 1)
        if _LISTED.match(line) or line[0] in "[(" or _LEADS_IN.search(line) or self._belongs_to_item(position):
            return False
        if position == 0 and self._ends_apart(position) and not line.endswith(_COLONS):
            return True
        if position in self.led_in:
            return False
        if len(line) > LONGEST or len(line.split()) > _MOST_WORDS or ("," in line and _LABELLED.match(line)):
            return False
        return self._announces(position)

    def _announces(self, position: int) -> bool:
        """Whether the line has below it what a heading has: text, a list, lines that stand close, or a heading."""
        line, below = self.words[position], self.words[position + 1]
        apart = self._ends_apart(position)
        if self._is_prose(position + 1):
            return apart or _is_titled(line)
        if line.endswith(_COLONS) or _LISTED.match(below) or (apart and _LABELLED.match(below)):
            return True
        if line.isupper() and not _ACRONYMS.match(line):
            third = self.words[position + 2 : position + 3]
            return not (below.isupper() and third and third[0].isupper())
        return apart and self._heads_close_lines(position)

    def _heads_close_lines(self, position: int) -> bool:
        """Whether a line set as a title, and no name in a list, has lines below it that stand close."""
        if position + 2 >= len(self.words) or (position and self._stands_alone(position - 1)):
            return False
        return self.numbers[position + 2] == self.numbers[position + 1] + 1 and _is_titled(self.words[position])

    def _is_prose(self, position: int) -> bool:
        """Whether running text stands at a place, or a question and its answer."""
        line = self.words[position]
        if _LISTED.match(line):
            return False
        if len(line) > _PROSE or line.endswith(_ASKS):
            return True
        return line.endswith(_STOPS) and len(line.split()) >= _SENTENCE

    def _stands_alone(self, position: int) -> bool:
        """Whether a short line stands between empty ones, as names in a list do."""
        if self._is_prose(position) if position else len(self.words[position]) > _PROSE:
            return False
        above = position == 0 or self.numbers[position - 1] < self.numbers[position] - 1
        return above and self._ends_apart(position)

    def _belongs_to_item(self, position: int) -> bool:
        """Whether the line is indented below a list, and so belongs to an item."""
        return (
            self.indented[position]
            and position > 0
            and bool(self.indented[position - 1] or _LISTED.match(self.words[position - 1]))
        )


def _is_titled(line: str) -> bool:
    """Whether most longer words begin with a capital, as in a title."""
    long = [word for word in line.split() if len(word) > 3 and _LETTER.match(word)]
    return not long or sum(not word[0].islower() for word in long) * 3 >= len(long) * 2
