"""A PDF -> its lines in the order of its text: words with their place, size and weight on the page."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from mrgraph.errors import SourceError

_MOST_PAGES = 2000
_SAME_LINE = 0.35  # of a line's size: so much may its words differ in height
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.I)
_EDGE = 0.09  # of a page's height: where running heads and feet stand
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s+)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*$|\bpage\s+\d{1,4}\b", re.I)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a line that begin at a place of their own: `x` and `size` in points."""

    x: float
    words: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its page, its height on it, and its words.

    `edge`: it stands where running heads and feet do. `bullet`: a sign stands before its words.
    """

    page: int
    y: float
    parts: tuple[Part, ...]
    edge: bool
    bullet: bool

    @property
    def words(self) -> str:
        """All words of the line."""
        return " ".join("".join(part.words for part in self.parts).split())

    @property
    def size(self) -> float:
        """The size of its letters, in points."""
        return max(part.size for part in self.parts)

    @property
    def x(self) -> float:
        """Where it begins."""
        return self.parts[0].x

    @property
    def bold(self) -> bool:
        """Whether all of it is set in bold."""
        return all(part.bold for part in self.parts if part.words.strip())


def lines(data: bytes, path: str) -> tuple[list[Line], list[Line]]:
    """The lines of a PDF, and apart from them its running heads and feet, each once.

    Raises SourceError for one that is encrypted or holds no text.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError(f"{path}: encrypted PDF; remove its password and try again")
    read = [line for number in range(min(len(reader.pages), _MOST_PAGES)) for line in _lines_of(reader, number)]
    if not read:
        raise SourceError(f"{path}: no text in this PDF, only pictures; run character recognition on it first")
    running = _running(read, min(len(reader.pages), _MOST_PAGES))
    heads = [line for line in read if _is_running(line, running)]
    return [line for line in read if not _is_running(line, running)], _once(heads)


def _lines_of(reader: Any, number: int) -> list[Line]:
    """The lines of one page."""
    page = reader.pages[number]
    placed: list[tuple[float, Part]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        words = text.translate(_LIGATURES).replace("\n", " ")
        if not words.strip() and not (words and placed):
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = math.sqrt(abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2])))
        name = str(font.get("/BaseFont", "")) if font else ""
        placed.append((y, Part(x, words, round(size * (scale or 1), 1), bool(_BOLD.search(name)))))

    page.extract_text(visitor_text=visit)
    bottom, top = float(page.mediabox.bottom), float(page.mediabox.top)
    margin = (top - bottom) * _EDGE
    made: list[tuple[float, list[Part]]] = []
    for y, part in placed:
        if made and abs(made[-1][0] - y) <= part.size * _SAME_LINE:
            made[-1][1].append(part)
        elif part.words.strip():
            made.append((y, [part]))
    ends = {choose(y for y, _ in made) for choose in (min, max)} if made else set()
    return [_line(number, y, parts, edge=y in ends or not bottom + margin < y < top - margin) for y, parts in made]


def _line(page: int, y: float, parts: list[Part], edge: bool) -> Line:
    """A line; a sign alone before its words is its bullet, whatever the font draws for it."""
    filled = [part for part in parts if part.words.strip()]
    sign = filled[0].words.strip()
    bullet = len(sign) == 1 and not sign.isalnum() and len(filled) > 1
    start = parts.index(filled[1]) if bullet else parts.index(filled[0])
    return Line(page, y, tuple(parts[start:]), edge, bullet)


def _running(read: list[Line], pages: int) -> frozenset[str]:
    """The words, digits levelled, that stand at the edge of several pages."""
    counts = Counter(words for _, words in {(line.page, _levelled(line)) for line in read if line.edge})
    return frozenset(words for words, count in counts.items() if count > 1 and count * 3 > pages)


def _is_running(line: Line, running: frozenset[str]) -> bool:
    return line.edge and (_levelled(line) in running or _PAGE_NUMBER.search(line.words) is not None)


def _levelled(line: Line) -> str:
    return re.sub(r"\d+", "0", line.words)


def _once(running: list[Line]) -> list[Line]:
    """Running heads and feet, each once."""
    return list({_levelled(line): line for line in reversed(running)}.values())[::-1]
