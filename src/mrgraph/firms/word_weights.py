"""How much a word tells of a company: its share of the names of listed firms, from a shipped table.

No document moves these numbers, so that none moves another's merge.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from mrgraph.lexicon.word_tables import rows

_TOTAL: Final = "*"  # the row that says how many names were counted
_SILENT: Final = frozenset("and the of for de la et und & co".split())


@cache
def _counts() -> Mapping[str, int]:
    return {row["word"]: int(row["names"]) for row in rows("firm_word_counts")}


def names_with(word: str) -> int:
    """How many of the names of listed firms hold a folded word; one that is not in the table is held by one at most.

    >>> names_with("international") > 500, names_with("honeywell") < 5, names_with("zzyzx")
    (True, True, 1)
    """
    return _counts().get(word, 1)


def weight(word: str) -> float:
    """The bits that a folded word tells: 15 for one that a single firm bears, 5 for "international".

    >>> weight("international") < 6 < 13 < weight("honeywell"), weight("and")
    (True, 0.0)
    """
    return 0.0 if word in _SILENT else math.log2(_counts()[_TOTAL] / names_with(word))


def weights(words: Iterable[str]) -> float:
    """The bits that several words tell together."""
    return sum(map(weight, words))
