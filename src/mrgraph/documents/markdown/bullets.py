"""Lines that begin with a bullet or a number -> list items with their depth."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

_SIGNS = "•◦▪●■□○‣⁃∙·✓✔✅➢➣➤►▶▷▸❖◆◇♦➔→»§"
_DASHES = "-*+–—"
_BULLET = re.compile(
    rf"((?:<(?:strong|b|em|span)>)*)[ \t]*(?:([{_DASHES}])[ \t]+|([{_SIGNS}]|o(?=\t| {{2}}))[ \t\u00a0]*)"
    r"(?:\[[ xX]\][ \t]+)?(?=\S)(.*)$",
    re.I,
)
_NUMBER = re.compile(r"(\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])[ \t\u00a0]+(?=\S)(.*)$")
_DEEPER = frozenset("◦○o-–—‣⁃∙·▪")  # under a full bullet or a number, even when not indented
_FULL = frozenset("•●■0")
_TAB = 4
_LONG = 50  # characters of a line that may go on in the next


class Item(NamedTuple):
    """A list item; `continues`: the line goes on with the item before.

    An indented line below an item that does not go on with it says more about it, and is an item one step deeper.
    """

    words: str
    depth: int
    continues: bool = False


class Bullets:
    """Reads items and remembers how deep they stand.

    An item is deeper than one before it that is indented less, or whose mark is of a higher kind.
    """

    def __init__(self, lines: Sequence[str], headings: Container[int]) -> None:
        self.lines = lines
        self.headings = headings
        self.open: list[tuple[int, str]] = []  # indentation and mark of the items above, outermost first
        self.last = -2  # number of the line that held the last item, or went on with it

    def begins(self, bare: str) -> bool:
        """Whether a line, without its indentation, begins an item."""
        return bool(_BULLET.match(bare) or _NUMBER.match(bare))

    def item(self, number: int, line: str, bare: str) -> Item | None:
        """The item in line `number`; None where the line is none."""
        indent = _width(line[: len(line) - len(bare)])
        bullet = _BULLET.match(bare) if not bare[0].isalnum() or bare[0] in "oO" else None
        numbered = None if bullet else _NUMBER.match(bare)
        if bullet:
            mark, words = bullet[2] or bullet[3], bullet[1] + bullet[4]
        elif numbered:
            mark, words = "0", numbered[2]
        else:
            if self.last == number - 1 and indent > self.open[-1][0] and not bare.startswith("<"):
                self.last = number
                continues = bare[0].islower() or len(self.lines[number - 1].strip()) > _LONG
                return Item(bare, len(self.open) + (not continues), continues)
            if indent == 0 and bare[0] != "<":
                self.open.clear()
            return None
        self._enter(indent, mark)
        self.last = number
        return Item(words, len(self.open))

    def _enter(self, indent: int, mark: str) -> None:
        while self.open and self.open[-1][0] > indent:
            self.open.pop()
        places = [place for place, (above, sign) in enumerate(self.open) if above == indent and sign == mark]
        if places:
            del self.open[places[0] + 1 :]
        elif self.open and self.open[-1][0] == indent and not (self.open[-1][1] in _FULL and mark in _DEEPER):
            self.open[-1] = (indent, mark)
        else:
            self.open.append((indent, mark))


def _width(indent: str) -> int:
    return len(indent.expandtabs(_TAB))
