"""Nouns for firms: every pattern and set of them that a reader needs, made of tables/firm_nouns.tsv.

A noun's columns: `singular` and `plural` in English, the plural in `de`, `fr`, `es`, `pt` and `it`, with the case that
stands before names, `ja`, `ko` and `zh` for the same in languages without one; `one`,
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
    foreign: tuple[str, ...]
    asian: tuple[str, ...]
    one: bool
    heading: str
    sentence: str
    role: bool
    axis: bool
    wide: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Singular and plural in English."""
        return (*self.singular, *self.plural)


def _nouns() -> Iterator[FirmNoun]:
    for row in rows("firm_nouns"):
        asian = values(row["ja"]) + values(row["ko"]) + values(row["zh"])
        one, role, axis, wide = (row[column] == "yes" for column in ("one", "role", "axis", "wide"))
        singular, plural = values(row["singular"]), values(row["plural"])
        foreign = tuple(word for language in ("de", "fr", "es", "pt", "it") for word in values(row[language]))
        yield FirmNoun(singular, plural, foreign, asian, one, row["heading"], row["sentence"], role, axis, wide)


NOUNS: Final = tuple(_nouns())


def _announcing(nouns: Iterable[FirmNoun]) -> str:
    return alternation(word for noun in nouns for word in (noun.words if noun.one else noun.plural))


def _any(nouns: Iterable[FirmNoun]) -> str:
    return alternation(word for noun in nouns for word in noun.words)


def _foreign(nouns: Iterable[FirmNoun]) -> str:
    return alternation(word.lower() for noun in nouns for word in noun.foreign)


# Patterns as text, in small letters.
_FIRST: Final = r"(?:key|major|top|leading|prominent|main|notable|largest|biggest|dominant)"
_LEAD: Final = rf"{_FIRST}\s+(?:\d+\s+(?:[\w-]+\s+){{0,2}}|[\w-]+\s+)?"
ALONE: Final = _announcing(noun for noun in NOUNS if noun.heading == "alone")
_LED: Final = _announcing(noun for noun in NOUNS if noun.heading == "led")
HEADING: Final = rf"(?:{ALONE}|{_foreign(noun for noun in NOUNS if noun.heading == 'alone')}|{_LEAD}{_LED})"
FOREIGN: Final = _foreign(noun for noun in NOUNS if noun.sentence == "any")
BEFORE_NAMES: Final = rf"(?:{_announcing(noun for noun in NOUNS if noun.sentence == 'any')}|{FOREIGN})"
LED_BEFORE_NAMES: Final = (
    rf"{_LEAD}(?:[\w-]+\s+){{0,2}}?{_announcing(noun for noun in NOUNS if noun.sentence == 'led')}"
)
CLASSES: Final = alternation(word for noun in NOUNS if noun.sentence != "no" for word in noun.words)
ROLE: Final = _any(noun for noun in NOUNS if noun.role)
ASIAN: Final = alternation(word for noun in NOUNS for word in noun.asian)

# What makes people of makers and leaders: "decision makers", "thought leaders".
OF_PEOPLE: Final = r"(?:decision|policy|law|rule|opinion|thought|team|project|department|community|world)"

# Alone at the head of a column: "Brand", "Vendor name".
COLUMN: Final = alternation(word for noun in NOUNS if noun.role and noun.sentence == "any" for word in noun.singular)
LED: Final = rf"{_LEAD}{ALONE}"
SINGULAR_WIDE: Final = alternation(word for noun in NOUNS if noun.wide for word in noun.singular)
SINGULAR_AXES: Final = alternation(word for noun in NOUNS if noun.axis for word in noun.singular)
PLURAL_AXES: Final = alternation(word for noun in NOUNS if noun.axis for word in noun.plural)

AXES: Final = frozenset(word for noun in NOUNS if noun.axis for word in noun.words)
WORDS: Final = frozenset(
    part for noun in NOUNS for word in (*noun.words, *noun.foreign) for part in word.lower().split("-")
)
TALK: Final = frozenset(word for noun in NOUNS if noun.role for word in noun.words) | frozenset(
    word.lower() for noun in NOUNS if noun.sentence == "any" for word in (*noun.plural, *noun.foreign)
)
CLASS_WORDS: Final = frozenset(word.lower() for noun in NOUNS if noun.sentence != "no" for word in noun.words)
WIDE: Final = frozenset(word for noun in NOUNS if noun.wide for word in noun.words)
PLURALS: Final = frozenset(word for noun in NOUNS if noun.sentence == "any" for word in noun.plural)

# Between a noun for firms and their names, in small letters: examples of what was named follow ("such as"), or all of
# it ("include"); made of tables/list_verbs.tsv.
_LATIN: Final = ("en", "de", "fr", "es", "pt", "it")


def _between(meaning: str, *languages: str) -> str:
    cells = (row[language] for row in rows("list_verbs") if row["meaning"] == meaning for language in languages)
    return alternation(word for cell in cells for word in values(cell))


# Of firms in a ranking: "posted", "ranked"; of tables/firm_verbs.tsv.
RACE: Final = alternation(word for row in rows("firm_verbs") if row["class"] == "race" for word in values(row["en"]))
SUCH_AS: Final = _between("examples follow", *_LATIN)
INCLUDE: Final = _between("all follow", *_LATIN)
CHINESE: Final = rf"(?:{_between('examples follow', 'zh')}|{_between('all follow', 'zh')})"
ARE: Final = alternation("are is remain remains represent sind zählen gehören sont son são sono".split())
