"""Enumerations -> their pieces, each with its place: "A Inc., B & C, and D (US)" names three things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.vocabulary import LEGAL, LEGAL_ONLY

TAIL_OF_NAME = re.compile(
    r"^(?:and\s+)?(?:Dickinson(?:\s+and\s+Company)?|(?:Company|Co)\.?(?=\W*$|,)|Sons|Brothers|Bros|Gamble|"
    r"Associates|Partners|Colgate|Telegraph|Decker)\b",
    re.I,
)
AND_TAIL = re.compile(
    r"^(?:Company|Co\b|Sons|Brothers|Bros|Gamble|Johnson|Associates|Partners|Dickinson|Daughters|Friends|"
    r"Decker|Telegraph|Young)\b",
    re.I,
)
SEPARATOR = re.compile(r"\s*(?:[,;，；、､]|\s\|\s|\s/\s|\s•\s|\s·\s|\|\|)\s*")
AND = AnyCase(r"\s*\b(?:and|or|as well as|along with|plus)\s+")
LAST_AND = re.compile(r"^(?:and|or|&|as well as|along with|및|および|또는)\s+|^(?:および|及び)\s*", re.I)
NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}[.)]\s+|\(?[a-zivx]{1,4}[.)]\s+(?=[A-Z]))")
_MORE = AnyCase(r"(?<=\S),?\s+(?:among(?:st)?\s+(?:others?|many\s+others)|to\s+name\s+a\s+few|and\s+so\s+on)\W*$")
_OPENING = re.compile(r"[(\[（]")
_LEFT = " \t\n-–—•·・*:;,.\"“'‘|✓➤➢▪●>#"
_RIGHT = " \t\n-–—•·・*:;,\"“”'’|"
_FORMAL_END = re.compile(rf"\b{LEGAL}\.?\s*$")
_PARTNERS = re.compile(r"\S+\s(?:and|&)\s(?:Company|Co\b\.?|Sons|Partners|Brothers|Bros|Associates)")
_ABBREVIATION = AnyCase(r"\b(?:Inc|Corp|Co|Ltd|Pvt|Pte|Pty|Bhd|Sdn|Tbk|Bros|Mfg|Intl|Jr|[A-Z])\.$|\.\w\.$")


class Piece(NamedTuple):
    """A stretch of an enumeration: `start` and `end` into the text that was split."""

    start: int
    end: int
    text: str


def pieces(text: str, offset: int = 0, *, companies: bool = False) -> list[Piece]:
    """The pieces of an enumeration, trimmed; commas inside brackets do not split; `offset` is added to places."""
    more = _MORE.search(text, max(0, len(text) - 40)) if text else None
    text = text[: more.start()] if more else text
    depths = _depths(text)
    cuts = _cuts(text, depths)
    spans = list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)], strict=True))
    spans[-1:] = _last(text, *spans[-1], depths, companies=companies)
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        lead = LAST_AND.match(text[start:end])
        start += lead.end() if lead else 0
        words = text[start:end].strip()
        if not words:
            continue
        if companies and joined and (LEGAL_ONLY.match(words) or (not lead and TAIL_OF_NAME.match(words))):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    made = (trimmed(text, s, e, offset) for s, e in joined)
    return [piece for piece in made if piece.text]


def _cuts(text: str, depths: list[int]) -> list[tuple[int, int]]:
    """Places of the separators outside brackets; a comma between digits is part of a number."""
    cuts = []
    for found in SEPARATOR.finditer(text):
        if depths[found.start()] or depths[min(found.end(), len(text)) - 1]:
            continue
        if found[0] == "," and text[: found.start()][-1:].isdigit() and text[found.end() :][:1].isdigit():
            continue
        cuts.append((found.start(), found.end()))
    return cuts


def _depths(text: str) -> list[int]:
    """How many brackets are open at each character; all zero where they do not match."""
    if not _OPENING.search(text):
        return [0] * len(text)
    depths, depth = [], 0
    for char in text:
        if char in "([（":
            depth += 1
        depths.append(depth)
        if char in ")]）" and depth:
            depth -= 1
    return depths if depth == 0 else [0] * len(text)


def _last(text: str, start: int, end: int, depths: list[int], *, companies: bool) -> list[tuple[int, int]]:
    """The last piece, split at its "and" unless it begins with one or the "and" is part of a name."""
    words = text[start:end]
    if LAST_AND.match(words):
        return [(start, end)]
    found = [m for m in AND.finditer(words) if not depths[start + m.start()] and m.start() > 0 and m.end() < len(words)]
    # "Pipes and Fittings, Valves and Seals": where other pieces hold an "and", the last one is of their kind.
    formal = companies and found and _FORMAL_END.search(words[: found[-1].start()])
    if found and start and AND.search(text[:start]) and not formal:
        return [(start, end)]
    if not found or (companies and AND_TAIL.match(words[found[-1].end() :])):
        return [(start, end)]
    cut = found[-1]
    return [(start, start + cut.start()), (start + cut.end(), end)]


def trimmed(text: str, start: int, end: int, offset: int = 0) -> Piece:
    """The piece from `start` to `end` without white space, bullets, numbering and closing marks round it."""
    words = text[start:end]
    left = len(words) - len(words.lstrip(_LEFT))
    number = NUMBERING.match(words[left:])
    left += number.end() if number else 0
    right = words[left:].rstrip(_RIGHT)
    if right.endswith("."):
        if not _ABBREVIATION.search(right):
            right = right.rstrip(".")
    elif right.endswith(")") and right.count("(") < right.count(")"):
        right = right[:-1].rstrip(_RIGHT)
    elif "(" in right and right.count("(") > right.count(")") and re.search(r"\(\w*$", right):
        right = right[: right.rfind("(")].rstrip(_RIGHT)
    return Piece(offset + start + left, offset + start + left + len(right), right)


def items(texts: Iterable[Piece]) -> Iterator[Piece]:
    """List entries, with a legal form that stands as one joined to the name before: "X" and "Inc." are one name."""
    return _joined(texts, lambda _, piece: bool(LEGAL_ONLY.match(piece.text) or TAIL_OF_NAME.match(piece.text)))


def halves_joined(entries: Iterable[Piece], text: str) -> Iterator[Piece]:
    """Entries, two halves of a name that `text` writes as one joined: "Becker" and "Dunhill and Company"."""

    def belongs(first: Piece, second: Piece) -> bool:
        half = " " not in first.text and _PARTNERS.match(second.text) is not None
        # Behind a comma the two could be entries of another list.
        return half and re.search(rf"(?<!,\s){re.escape(f'{first.text}, {second.text}')}", text) is not None

    return _joined(entries, belongs)


def _joined(entries: Iterable[Piece], belongs: Callable[[Piece, Piece], bool]) -> Iterator[Piece]:
    """The entries, each joined to the one before where it belongs to it."""
    waiting: Piece | None = None
    for piece in entries:
        if waiting and belongs(waiting, piece):
            waiting = Piece(waiting.start, piece.end, f"{waiting.text}, {piece.text}")
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting
