"""A company's name -> its core, and what only goes on it: "Honeywell" of "Honeywell International Inc.".

Words that any firm may have or lack ("International", "Group", a country) fall where what is left is rare in names; so
do trades ("Systems", "Semiconductors"), but they are told, since a house may have several firms of different trades.
Everything is a pure function of the name and of shipped tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from mrgraph.firms import word_weights
from mrgraph.lexicon import name_forms, spelling
from mrgraph.lexicon.word_tables import rows

_EMPTY, _TRADE, _PLACE, _BEFORE = "empty", "trade", "place", "before"
# Names that hold the only word of a core: listed houses of several firms (Hitachi, Samsung) have five and more.
_RARE = {_EMPTY: 4, _PLACE: 4, _TRADE: 2}
_SHORT = 3  # letters: "NXP"; fewer stand for too many names
_RARE_SHORT = {_EMPTY: 3, _PLACE: 3, _TRADE: 1}  # the same for cores of three letters
_BITS = {_EMPTY: 16.0, _PLACE: 18.0, _TRADE: 20.0}  # what the words of a longer core must tell together


_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Core:
    """`words`: the core as a slug. `trades`: what the trades that fell stand for, sorted."""

    words: str
    trades: tuple[str, ...] = ()


@cache
def _extras() -> Mapping[str, tuple[str, str]]:
    """Word -> its kind, and what it stands for."""
    return {row["word"]: (row["kind"], row["stands_for"]) for row in rows("name_extras")}


def is_extra(word: str) -> bool:
    """Whether a folded word may go on a name without telling another firm: "international", "systems", "usa"."""
    return word in _extras()


def are_one(first: str, second: str) -> bool:
    """Whether two names mean one firm by themselves: one is the other's core, or goes on it with no trade.

    Two registered names, and one with a place, are two firms of one house.

    >>> are_one("Honeywell", "Honeywell International Inc."), are_one("Triumph Group", "Triumph International")
    (True, False)
    >>> are_one("Honeywell Ltd", "Honeywell Systems Ltd"), are_one("Bosch", "Bosch India Ltd")
    (False, False)
    >>> are_one("Bosch", "Bosch India")
    True
    """
    shorter, longer = sorted((spelling.company_slug(name) for name in (first, second)), key=len)
    one, other = core(shorter), core(longer)
    within = longer.startswith(f"{shorter}-") and one.trades == other.trades
    same = one.words == other.words and (shorter == one.words or within)
    return same and not are_registered((first,), (second,)) and not is_branch((first,)) and not is_branch((second,))


def are_registered(first: Iterable[str], second: Iterable[str]) -> bool:
    """Whether all names of two firms have legal forms: then neither is short for the other."""
    return all(map(name_forms.has_legal_form, (*first, *second)))


def is_branch(names: Iterable[str]) -> bool:
    """Whether a name has a place of its own before its legal form: "Widget (Asia) Ltd", "Widget India Ltd"."""
    return any(_is_branch(name) for name in names if name_forms.has_legal_form(name))


def _is_branch(name: str) -> bool:
    slug = spelling.company_slug(name)
    outside = spelling.company_slug(_BRACKETS.sub(" ", name))
    return slug != outside or _extras().get(slug.rpartition("-")[2], ("", ""))[0] == _PLACE


@lru_cache(maxsize=65536)
def core(slug: str) -> Core:
    """The core of a company's slug.

    >>> core("honeywell-international").words, core("robert-bosch").words, core("nxp-semiconductors")
    ('honeywell', 'bosch', Core(words='nxp', trades=('semiconductor',)))
    >>> core("delta-group").words, core("hitachi-chemical").words, core("general-international").words
    ('delta-group', 'hitachi-chemical', 'general-international')
    """
    words = slug.split("-")
    trades: set[str] = set()
    while len(words) > 1:
        kind, stands_for = _extras().get(words[-1], ("", ""))
        if kind not in _BITS or not _is_rare(words[:-1], kind):
            break
        del words[-1]
        if stands_for:
            trades.add(stands_for)
    if len(words) > 1 and _extras().get(words[0], ("", ""))[0] == _BEFORE and _is_rare(words[1:], _EMPTY):
        del words[0]
    return Core("-".join(words), tuple(sorted(trades)))


def _is_rare(words: list[str], kind: str) -> bool:
    """Whether words tell a firm by themselves, so that one more of a kind adds nothing."""
    telling = [word for word in words if len(word) > 1 and word_weights.weight(word)]
    if len(telling) != 1:
        return bool(telling) and word_weights.weights(telling) >= _BITS[kind]
    (word,) = telling
    if len(word) < _SHORT or word.isdigit() or word in _extras():
        return False
    return word_weights.names_with(word) <= (_RARE_SHORT if len(word) == _SHORT else _RARE)[kind]
