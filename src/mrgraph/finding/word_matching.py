"""Typed words against words of names: equal, in another number, begun, misspelt, or within a name without spaces."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mrgraph.lexicon.spelling import fold, topic_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAME, NUMBER, BEGUN, INSIDE, MISSPELT = 1.0, 0.97, 0.85, 0.8, 0.7
# Words that every second name of a kind could have; alone they are looked for, beside others they say nothing.
_GENERIC: Final = frozenset("a an and companies company for global in industry market markets of sector the".split())
_ONE_ERROR, _TWO_ERRORS = 4, 8  # letters from which a word may have so many


def words(text: str) -> tuple[str, ...]:
    """The words of a text, levelled.

    >>> words("Cloud-Security (SaaS)")
    ('cloud', 'security', 'saas')
    """
    return tuple(fold(text).split())


def telling(text: str) -> tuple[str, ...]:
    """The words of a text that tell it from others; all of them where none does.

    >>> telling("the global Electric Vehicle market"), telling("the market")
    (('electric', 'vehicle'), ('the', 'market'))
    """
    every = words(text)
    return tuple(word for word in every if word not in _GENERIC) or every


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The word as an IRI has it: in the singular, British spellings American.

    >>> singular("batteries"), singular("optics")
    ('battery', 'optics')
    """
    return topic_slug(word)


def errors_allowed(text: str) -> int:
    """How many letters of a text may be wrong; none in a short one, nor in a number.

    >>> errors_allowed("BASF"), errors_allowed("Siemens"), errors_allowed("5G"), errors_allowed("semiconductor")
    (1, 1, 0, 2)
    """
    if len(text) < _ONE_ERROR or not text.isalpha():
        return 0
    return 1 if len(text) < _TWO_ERRORS else 2


def partners(word: str, known: Iterable[str]) -> Mapping[str, float]:
    """The known words that a typed one may stand for, each with how well it fits (0 to 1)."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = list(known)
    fits = {other: fit for other in known if (fit := _fit(word, other))}
    allowed = errors_allowed(word)
    if allowed:
        for other, distance, _ in process.extract(
            word, known, scorer=OSA.distance, score_cutoff=allowed, limit=None, processor=None
        ):
            if other.isalpha() and len(other) >= _ONE_ERROR:
                fits.setdefault(other, MISSPELT - 0.1 * (distance - 1) if other[0] == word[0] else MISSPELT - 0.15)
    return fits


def _fit(word: str, other: str) -> float:
    if word == other:
        return SAME
    if singular(word) == singular(other):
        return NUMBER
    if other.startswith(word) and (len(word) > 1 or not word.isascii()):
        return BEGUN + 0.1 * len(word) / len(other)
    return INSIDE if not word.isascii() and word in other else 0.0
