"""Enumerations -> their pieces, each with its place: "A Inc., B & C, and D (US)" names three things."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from typing import NamedTuple

from mrgraph.lexicon import legal_forms
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.vocabulary import AND_TAIL, PARTNERS, TAIL_OF_NAME

SEPARATOR = re.compile(r"\s*(?:[,;，；、､]|\s\|\s|\s/\s|\s•\s|\s·\s|\|\|)\s*")
_OF_NAMES = re.compile(rf"{SEPARATOR.pattern}|\s*(?:\||(?<=[.\w)])/\s)\s*")  # "Acme, Inc.|Bolt AG", "Acme Inc./ Bolt"
_JOINS = "and|or|as well as|along with|plus"
_FOREIGN_JOINS = "und|sowie|et|ainsi que|y|e|ed|ou"  # between names in other languages
AND = AnyCase(rf"\s*\b(?:{_JOINS})\s+")
_AND_OF_NAMES = re.compile(rf"\s*\b(?:(?i:{_JOINS})|{_FOREIGN_JOINS})\s+(?=\S)|\s*(?:以及|和|及|与)\s*")
LAST_AND = re.compile(rf"^(?:(?i:{_JOINS})|{_FOREIGN_JOINS}|&|및|および|또는)\s+|^(?:および|及び|以及|和|及|与)\s*")
NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}[.)]\s+|\(?[a-zivx]{1,4}[.)]\s+(?=[A-Z]))")
_MORE = AnyCase(r"(?<=\S),?\s+(?:among(?:st)?\s+(?:others?|many\s+others)|to\s+name\s+a\s+few|and\s+so\s+on)\W*$")
_LAST_HALF = re.compile(r"\sand\s+\w+$")  # "… GmbH and Delta", before ", Epsilon & Partners"
_OPENING = re.compile(r"[(\[（]")
_LEFT = " \t\n-–—•·・*:;,.\"“'‘|✓➤➢▪●>#"
_RIGHT = " \t\n-–—•·・*:;,\"“”'’|"
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
    cuts = _cuts(text, depths, _OF_NAMES if companies else SEPARATOR)
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
        if companies and joined and _goes_on(text[slice(*joined[-1])], words, led=lead is not None):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _goes_on(before: str, words: str, *, led: bool) -> bool:
    """Whether the words behind a comma belong to the name before it; `led`: an "and" stands before them."""
    if legal_forms.ALONE.match(words) or (not led and TAIL_OF_NAME.match(words)):
        return True
    return not led and _LAST_HALF.search(before) is not None and PARTNERS.match(words) is not None


def _cuts(text: str, depths: list[int], separator: re.Pattern[str]) -> list[tuple[int, int]]:
    """Places of the separators outside brackets; a comma between digits is part of a number."""
    cuts = []
    for match in separator.finditer(text):
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
    pattern = _AND_OF_NAMES if companies else AND
    ands = [
        m for m in pattern.finditer(words) if not depths[start + m.start()] and 0 < m.start() < m.end() < len(words)
    ]
    if not ands or (companies and AND_TAIL.match(words[ands[-1].end() :])):
        return [(start, end)]
    # "Pipes and Fittings, Valves and Seals": where other pieces hold an "and", the last one is of their kind.
    formal = companies and legal_forms.AT_END.search(words[: ands[-1].start()].rstrip())
    if start and AND.search(text[:start]) and not formal and not (companies and len(ands) > 1):
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


def items(texts: Iterable[Piece], text: str, whole: Container[Piece] = ()) -> Iterator[Piece]:
    """List entries, with a legal form that stands as one joined to the name before: "X" and "Inc." are one name.

    `whole`: entries that are names of their own, whatever they look like.
    """

    def belongs(_: Piece, piece: Piece) -> bool:
        return piece not in whole and bool(legal_forms.ALONE.match(piece.text) or TAIL_OF_NAME.match(piece.text))

    return _joined(texts, text, belongs)


def halves_joined(entries: Iterable[Piece], text: str) -> Iterator[Piece]:
    """Entries, two halves of a name that `text` writes as one joined: "Becker" and "Dunhill and Company"."""

    def belongs(first: Piece, second: Piece) -> bool:
        half = " " not in first.text and PARTNERS.match(second.text) is not None
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
