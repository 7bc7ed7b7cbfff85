"""Patterns that ignore case, several times as fast as a flag does it: the small letters are searched for."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby

# What keeps its letters in a pattern: an escape, the name or kind of a group.
_KEPT = re.compile(r"\\.|\(\?P[<=]\w+|\(\?[a-z-]+:|[^\\(]+|\(")
_UNIT = re.compile(r"\\.|\[\]?(?:\\.|[^\]\\])*\]|.", re.S)  # an escape, a class, a character
_LINE = 2000  # characters that are made small in less time than matching with the flag takes
_NEEDS_OTHER = re.compile(r"[^\x00-\x7f](?![?*{])")


class AnyCase:
    """A pattern for words in any case; its matches are into the text as written.

    The text in small letters is searched with the pattern in small letters, and only where that is found the text
    itself is matched. A search lowers the whole text, whatever its bounds: hand it a sentence rather than a page.
    Raises ValueError for a pattern that tells cases apart: with "(?-i:", or a capital written as an escape.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._small = _small(pattern)

    @cached_property
    def _exact(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.I)

    @cached_property
    def _in_any(self) -> re.Pattern[str]:
        return re.compile(_joined(list(_alternatives(self._small))))

    @cached_property
    def _in_ascii(self) -> re.Pattern[str]:
        parts = [part for part in _alternatives(self._small) if not _NEEDS_OTHER.match(part)]
        return re.compile(_joined(parts) or "(?!)")

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between two offsets."""
        low = text.lower()
        if low.isascii():
            small = self._in_ascii.search(low, start, end)
        elif len(low) == len(text):
            small = self._in_any.search(low, start, end)
        else:
            return self._exact.search(text, start, end)
        return self._exact.match(text, small.start(), end) if small else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between two offsets, in order."""
        low = text.lower()
        if len(low) != len(text):
            yield from self._exact.finditer(text, start, end)
            return
        for small in (self._in_ascii if low.isascii() else self._in_any).finditer(low, start, end):
            match = self._exact.match(text, small.start(), end)
            if match:
                yield match

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at `start`."""
        low = text.lower() if len(text) <= _LINE else ""
        if len(low) == len(text) and not (self._in_ascii if low.isascii() else self._in_any).match(low, start, end):
            return None
        return self._exact.match(text, start, end)


def _small(pattern: str) -> str:
    if "(?-i" in pattern or any(char.isupper() for char in _escaped(pattern)):
        raise ValueError(f"This pattern tells cases apart: {pattern[:60]}")
    return "".join(part if part[0] == "\\" or part[:2] == "(?" else part.lower() for part in _KEPT.findall(pattern))


def _escaped(pattern: str) -> Iterator[str]:
    """The characters that a pattern gives by their numbers."""
    for long, short in re.findall(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})", pattern):
        yield chr(int(long or short, 16))


def _alternatives(pattern: str) -> Iterator[str]:
    """What a pattern's bars outside brackets divide."""
    depth, part = 0, ""
    for unit in _UNIT.findall(pattern):
        depth += (unit == "(") - (unit == ")")
        if unit == "|" and not depth:
            yield part
            part = ""
        else:
            part += unit
    yield part


def _joined(alternatives: list[str]) -> str:
    """The alternatives as one pattern; neighbours that begin words share the test for it."""
    return "|".join(
        rf"\b(?:{'|'.join(part[2:] for part in group)})" if begins else "|".join(group)
        for begins, group in groupby(alternatives, key=lambda part: part.startswith(r"\b"))
    )
