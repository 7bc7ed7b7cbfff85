"""Decides which words of a Japanese or Korean sentence name companies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mrgraph.extraction.text.enumerations import Piece, pieces
from mrgraph.lexicon import firm_nouns

_ASIAN = re.compile(
    rf"{firm_nouns.ASIAN}[^。\n]{{0,60}}?"
    r"(?:には|は、|として|、|に|では|에는|로는|은|는|으로는|로서|인\s|:|：)\s*(?P<names>[^。\n]{3,900})"
)
_LATIN = re.compile(r"[A-Z0-9][A-Za-z0-9\u00c0-\u024f&＆.'’+/()\- ]*[A-Za-z0-9\u00c0-\u024f.)+]|[a-z]+[A-Z][A-Za-z]+")
_NATIVE = re.compile(
    r"^(?P<name>[\u30a0-\u30ffA-Za-z0-9・＆& .-]{2,24}?)(?:社|グループ)?$|"
    r"^(?:株式会社)?[\u30a0-\u30ff\u4e00-\u9fffA-Za-z ]{2,16}(?:株式会社|製作所|電機|工業|化学)$"
)
_NATIVE_TAIL = re.compile(r"(?:など|といった|が|を|は|も|の|や|です|등|이|가|를|을|와|과|및|같은).*$")


_LATIN_ROW = re.compile(
    r"(?P<names>[A-Z][A-Za-z0-9&＆.'’+/()\- ]{1,60}(?:\s?[、,，]\s?[A-Z][A-Za-z0-9&＆.'’+/()\- ]{1,60}){1,60})\s?"
    r"(?:など|といった|等|등|와\s?같은|과\s?같은)(?:의|の)?[^。.]{0,14}"
    rf"{firm_nouns.ASIAN}"
)


_LATIN_RUN = re.compile(
    r"(?P<names>[A-Z][A-Za-z0-9&＆.'’+/()\- ]{1,60}(?:\s?[、,，]\s?[A-Z][A-Za-z0-9&＆.'’+/()\- ]{1,60}){2,80})"
)
_ASIAN_SUBJECT = re.compile(
    r"^\W*(?P<name>[A-Z][A-Za-z0-9&＆.'’+/() -]{1,50}?)\s?(?:은|는|は|が|社は|社が)(?![A-Za-z])"
)
_NATIVE_ROW = re.compile(
    r"(?P<names>[^。]{6,400}?)など(?:の|、)?[^。]{0,12}(?:企業|会社|メーカー|プレ[イー]ヤ|ブランド|ベンダー)"
)


_RUNNING = re.compile("[\u3040-\u309f\uac00-\ud7a3]")  # hiragana and hangul: names alone have none


def is_asian(text: str) -> bool:
    """Whether a sentence is Japanese or Korean, rather than one in Latin letters that holds such names."""
    return _RUNNING.search(text) is not None


def mentioned_asian(text: str, *, announced: bool) -> Iterator[tuple[Piece, bool]]:
    """The companies that a Japanese or Korean sentence enumerates, and whether a name is in Latin letters."""
    if announced:
        yield from _latin_row(_LATIN_RUN, text)
        subject = _ASIAN_SUBJECT.match(text)
        if subject:
            yield Piece(subject.start("name"), subject.end("name"), subject["name"]), True
    for row in _NATIVE_ROW.finditer(text):
        parts = pieces(row["names"], row.start("names"), companies=True)
        named = (_plain_native(piece) for piece in parts if len(parts) > 2 and _NATIVE.match(piece.text))
        yield from ((piece, piece.text[:1].isascii()) for piece in named)
    yield from _latin_row(_LATIN_ROW, text)
    for match in _ASIAN.finditer(text):
        yield from _behind_noun(pieces(match["names"], match.start("names"), companies=True))


def _latin_row(pattern: re.Pattern[str], text: str) -> Iterator[tuple[Piece, bool]]:
    """The names in Latin letters in the rows that `pattern` finds."""
    for row in pattern.finditer(text):
        yield from ((piece, True) for piece in pieces(row["names"], row.start("names"), companies=True))


def _behind_noun(parts: list[Piece]) -> Iterator[tuple[Piece, bool]]:
    """The names among the pieces behind a word for firms; those in other letters only in a row of three."""
    for piece in parts:
        latin = _LATIN.search(piece.text)
        if latin and latin.start() <= 2:
            words = latin[0].strip()
            yield Piece(piece.start + latin.start(), piece.start + latin.start() + len(words), words), True
        elif not latin and len(parts) > 2:
            words = _NATIVE_TAIL.sub("", piece.text) if piece is parts[-1] else piece.text
            if _NATIVE.match(words):
                yield Piece(piece.start, piece.start + len(words), words), False


def _plain_native(piece: Piece) -> Piece:
    """A name without the word for firm behind it."""
    match = _NATIVE.match(piece.text)
    end = match.end("name") if match and match["name"] else len(piece.text)
    return Piece(piece.start, piece.start + end, piece.text[:end])
