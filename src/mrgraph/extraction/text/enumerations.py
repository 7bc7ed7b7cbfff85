"""Enumerations -> their pieces, each with its place: "A Inc., B & C, and D (US)" names three things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from mrgraph.lexicon import legal_forms
from mrgraph.lexicon.caseless import AnyCase

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
_PARTNERS = re.compile(r"\S+\s(?:and|&)\s(?:Company|Co\b\.?|Sons|Partners|Brothers|Bros|Associates)")
_ABBREVIATION = AnyCase(rf"\b(?:{legal_forms.ABBREVIATION}|Bros|Mfg|Intl|Jr|[A-Z])\.$|\.\w\.$")


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
    spans[-1:] = _split_last(text, *spans[-1], depths, companies=companies)
    trims = (trimmed(text, start, end, offset) for start, end in _whole_names(text, spans, companies=companies))
    return [piece for piece in trims if piece.text]


def _whole_names(text: str, spans: Iterable[tuple[int, int]], *, companies: bool) -> list[tuple[int, int]]:
    """The spans without an "and" before them and without empty ones; those of companies with their legal forms."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        lead = LAST_AND.match(text[start:end])
        start += lead.end() if lead else 0
        words = text[start:end].strip()
        if not words:
            continue
        if companies and joined and (legal_forms.ALONE.match(words) or (not lead and TAIL_OF_NAME.match(words))):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _cuts(text: str, depths: list[int]) -> list[tuple[int, int]]:
    """Places of the separators outside brackets; a comma between digits is part of a number."""
    cuts = []
    for match in SEPARATOR.finditer(text):
        if depths[match.start()] or depths[min(match.end(), len(text)) - 1]:
            continue
        if match[0] == "," and text[: match.start()][-1:].isdigit() and text[match.end() :][:1].isdigit():
            continue
        cuts.append((match.start(), match.end()))
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


def _split_last(text: str, start: int, end: int, depths: list[int], *, companies: bool) -> list[tuple[int, int]]:
    """The last piece, split at its "and" unless it begins with one or the "and" is part of a name."""
    words = text[start:end]
    if LAST_AND.match(words):
        return [(start, end)]
    ands = [m for m in AND.finditer(words) if not depths[start + m.start()] and m.start() > 0 and m.end() < len(words)]
    # "Pipes and Fittings, Valves and Seals": where other pieces hold an "and", the last one is of their kind.
    formal = companies and ands and legal_forms.AT_END.search(words[: ands[-1].start()].rstrip())
    if ands and start and AND.search(text[:start]) and not formal:
        return [(start, end)]
    if not ands or (companies and AND_TAIL.match(words[ands[-1].end() :])):
        return [(start, end)]
    cut = ands[-1]
    return [(start, start + cut.start()), (start + cut.end(), end)]


def trimmed(text: str, start: int, end: int, offset: int = 0) -> Piece:
    """The piece from `start` to `end` without white space, bullets, numbering and closing marks round it."""
    words = text[start:end]
    left = len(words) - len(words.lstrip(_LEFT))
    number = NUMBERING.match(words[left:])
    left += number.end() if number else 0
    kept = words[left:].rstrip(_RIGHT)
    if kept.endswith("."):
        if not _ABBREVIATION.search(kept):
            kept = kept.rstrip(".")
    elif kept.endswith(")") and kept.count("(") < kept.count(")"):
        kept = kept[:-1].rstrip(_RIGHT)
    elif "(" in kept and kept.count("(") > kept.count(")") and re.search(r"\(\w*$", kept):
        kept = kept[: kept.rfind("(")].rstrip(_RIGHT)
    return Piece(offset + start + left, offset + start + left + len(kept), kept)


def items(texts: Iterable[Piece], text: str) -> Iterator[Piece]:
    """List entries, with a legal form that stands as one joined to the name before: "X" and "Inc." are one name."""

    def belongs(_: Piece, piece: Piece) -> bool:
        return bool(legal_forms.ALONE.match(piece.text) or TAIL_OF_NAME.match(piece.text))

    return _joined(texts, text, belongs)


def halves_joined(entries: Iterable[Piece], text: str) -> Iterator[Piece]:
    """Entries, two halves of a name that `text` writes as one joined: "Becker" and "Dunhill and Company"."""

    def belongs(first: Piece, second: Piece) -> bool:
        half = " " not in first.text and _PARTNERS.match(second.text) is not None
        # Behind a comma the two could be entries of another list.
        return half and re.search(rf"(?<!,\s){re.escape(f'{first.text}, {second.text}')}", text) is not None

    return _joined(entries, text, belongs)


def _joined(entries: Iterable[Piece], text: str, belongs: Callable[[Piece, Piece], bool]) -> Iterator[Piece]:
    """The entries, each joined to the one it belongs to; before a legal form a comma stands only if in `text`."""
    waiting: Piece | None = None
    for piece in entries:
        if waiting and belongs(waiting, piece):
            loose = legal_forms.ALONE.match(piece.text) and "," not in text[waiting.end : piece.start]
            comma = "" if loose else ","
            waiting = Piece(waiting.start, piece.end, f"{waiting.text}{comma} {piece.text}")
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting
