"""Nouns for firms: every pattern and set of them that a reader needs, made of tables/firm_nouns.tsv.

A noun's columns: `singular` and `plural` in English, `ja`, `ko` and `zh` for the same in other languages; `one`,
whether the singular announces names, too ("Company Profiles"); `heading`, whether it announces firms alone, only
behind a word such as "key" ("led": distributors may be a segment, key distributors are firms), or not; `sentence`, the
same for "… include A and B"; `role`, whether "A is a leading …" tells that A is a firm of the market; `axis`, whether
"by …" names firms; `wide`, whether it is as often what a market's users or sellers are divided into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mrgraph.lexicon.word_tables import alternation, rows, values


class FirmNoun(NamedTuple):
    """One row of the table."""

    singular: tuple[str, ...]
    plural: tuple[str, ...]
    asian: tuple[str, ...]
    one: bool
    heading: str
    sentence: str
    role: bool
    axis: bool
    wide: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Singular and plural."""
        return (*self.singular, *self.plural)


def _nouns() -> Iterator[FirmNoun]:
    for row in rows("firm_nouns"):
        asian = values(row["ja"]) + values(row["ko"]) + values(row["zh"])
        one, role, axis, wide = (row[column] == "yes" for column in ("one", "role", "axis", "wide"))
        singular, plural = values(row["singular"]), values(row["plural"])
        yield FirmNoun(singular, plural, asian, one, row["heading"], row["sentence"], role, axis, wide)


NOUNS: Final = tuple(_nouns())


def _announcing(nouns: Iterable[FirmNoun]) -> str:
    return alternation(word for noun in nouns for word in (noun.words if noun.one else noun.plural))


def _any(nouns: Iterable[FirmNoun]) -> str:
    return alternation(word for noun in nouns for word in noun.words)


# Patterns as text, in small letters.
_LEAD: Final = r"(?:key|major|top|leading|prominent|main|notable|largest|biggest|dominant)\s+(?:[\w-]+\s+)?"
ALONE: Final = _announcing(noun for noun in NOUNS if noun.heading == "alone")
HEADING: Final = rf"(?:{ALONE}|{_LEAD}{_announcing(noun for noun in NOUNS if noun.heading == 'led')})"
BEFORE_NAMES: Final = _announcing(noun for noun in NOUNS if noun.sentence == "any")
LED_BEFORE_NAMES: Final = rf"{_LEAD}{_announcing(noun for noun in NOUNS if noun.sentence == 'led')}"
ROLE: Final = _any(noun for noun in NOUNS if noun.role)
ASIAN: Final = alternation(word for noun in NOUNS for word in noun.asian)

SINGULAR_WIDE: Final = alternation(word for noun in NOUNS if noun.wide for word in noun.singular)
SINGULAR_AXES: Final = alternation(word for noun in NOUNS if noun.axis for word in noun.singular)
PLURAL_AXES: Final = alternation(word for noun in NOUNS if noun.axis for word in noun.plural)

AXES: Final = frozenset(word for noun in NOUNS if noun.axis for word in noun.words)
WORDS: Final = frozenset(part for noun in NOUNS for word in noun.words for part in word.lower().split("-"))
WIDE: Final = frozenset(word for noun in NOUNS if noun.wide for word in noun.words)
PLURALS: Final = frozenset(word for noun in NOUNS if noun.sentence == "any" for word in noun.plural)
