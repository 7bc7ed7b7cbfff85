"""Reads the tables of words: one table a concept, one row a word, the first line names the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).with_name("tables")
_SPACED: Final = ("en", "de", "fr", "es", "pt", "it")
_UNSPACED: Final = ("zh", "ja", "ko")
LANGUAGES: Final = (*_SPACED, *_UNSPACED)
_BETWEEN: Final = " | "  # several values of one cell


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of the table `name`, each by its columns: "legal_forms" is read from tables/legal_forms.tsv."""
    lines = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(columns, line.split("\t"), strict=True))


def values(cell: str) -> tuple[str, ...]:
    """The values of a cell: "SA | S.A." holds two, an empty cell none."""
    return tuple(cell.split(_BETWEEN)) if cell else ()


class Classes:
    """A table of classes of words: one row a class, a column a language; "source_words" is read from its file."""

    def __init__(self, name: str) -> None:
        self._rows = {row["class"]: {code: values(row[code]) for code in LANGUAGES} for row in rows(name)}

    def spaced(self, *names: str) -> frozenset[str]:
        """The words of classes, in small letters, in the languages that set spaces between words."""
        return frozenset(word.lower() for name in names for code in _SPACED for word in self._rows[name][code])

    def unspaced(self, *names: str) -> frozenset[str]:
        """The words of classes in Chinese, Japanese and Korean."""
        return frozenset(word for name in names for code in _UNSPACED for word in self._rows[name][code])


def alternation(words: Iterable[str]) -> str:
    """A pattern that matches the longest of `words`; a space stands for any white space.

    Words of one first letter stand together, so that most places in a text are told by a look at one letter.

    >>> alternation(["Co", "Corp", "S. A"])
    '(?:C(?:orp|o)|S\\\\.\\\\sA)'
    """
    groups = groupby(sorted(set(words), key=lambda word: (word[0], -len(word), word)), key=lambda word: word[0])
    return f"(?:{'|'.join(_group(first, [word[1:] for word in members]) for first, members in groups)})"


def _group(first: str, rests: list[str]) -> str:
    """The pattern of words that begin with one letter, from what follows it, the longest first."""
    escaped = [re.escape(rest).replace(r"\ ", r"\s") for rest in rests]
    return re.escape(first) + (escaped[0] if len(escaped) == 1 else f"(?:{'|'.join(escaped)})")
