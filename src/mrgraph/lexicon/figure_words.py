"""Words that tell what a figure measures: every pattern of them that a reader needs, made of tables/figure_words.tsv.

A row holds the words of one meaning, a column a language; several rows may be of one `class`. A star stands for any
ending ("increas*") or, in front, any beginning ("*markt"); a space stands for any white space.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.word_tables import rows, values

LATIN: Final = ("en", "de", "fr", "es", "pt", "it")
ASIAN: Final = ("ja", "ko", "zh")
_ROWS: Final = tuple(rows("figure_words"))
CLASSES: Final = tuple(dict.fromkeys(row["class"] for row in _ROWS))


@cache
def any_of(*classes: str, languages: tuple[str, ...] = (*LATIN, *ASIAN)) -> str:
    """A pattern, in small letters, of all words of some classes; words of Latin letters are whole words."""
    words = {
        (language in LATIN, word.lower())
        for row in _ROWS
        if row["class"] in classes
        for language in languages
        for word in values(row[language])
    }
    latin = sorted((word for whole, word in words if whole), key=lambda word: (-len(word), word))
    asian = sorted((word for whole, word in words if not whole), key=lambda word: (-len(word), word))
    parts = [rf"(?<!\w)(?:{'|'.join(map(_ended, latin))})"] if latin else []
    return f"(?:{'|'.join([*parts, *map(_spaced, asian)])})"


def finder(*classes: str, languages: tuple[str, ...] = (*LATIN, *ASIAN)) -> AnyCase:
    """What finds the words of some classes in a text, in any case."""
    return AnyCase(any_of(*classes, languages=languages))


def _ended(word: str) -> str:
    """The pattern of one word of Latin letters, with its stars and the edge at its end."""
    plain = _spaced(word.strip("*"))
    begun = rf"\w*{plain}" if word.startswith("*") else plain
    if word.endswith("*"):
        return rf"{begun}\w*"
    return rf"{begun}(?!\w|-\w)"


def _spaced(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+")
