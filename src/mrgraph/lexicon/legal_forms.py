"""Legal forms of companies: every pattern and set of them that a reader needs, made of tables/legal_forms.tsv.

A form's columns: `spellings` as written, the full stop at the end where the form may take one; `keys`, its spellings
levelled, by which names are compared; `place`, behind a name, before it, or both; `strength`, weak where it is also a
word, initials or a place ("SA", "Co."); `alone`, whether an entry that is nothing else goes on the name before it;
`sentence`, whether it tells a name in running text, "last" where only if no capitalised word follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mrgraph.lexicon.word_tables import alternation, rows, values


class LegalForm(NamedTuple):
    """One row of the table."""

    spellings: tuple[str, ...]
    keys: tuple[str, ...]
    place: str
    strength: str
    alone: bool
    sentence: str


def _forms() -> Iterator[LegalForm]:
    for row in rows("legal_forms"):
        spellings, keys = values(row["spellings"]), values(row["keys"])
        yield LegalForm(spellings, keys, row["place"], row["strength"], row["alone"] == "yes", row["sentence"])


FORMS: Final = tuple(_forms())


def _bare(spelling: str) -> str:
    return spelling.removesuffix(".")


_BEHIND: Final = tuple(form for form in FORMS if form.place != "before")


def _spelled(forms: Iterable[LegalForm], *, stopped: bool = False) -> frozenset[str]:
    """The spellings of some forms, without the full stop at their end; with `stopped` only of those that have one."""
    return frozenset(
        _bare(spelling) for form in forms for spelling in form.spellings if not stopped or spelling.endswith(".")
    )


def _asian(forms: Iterable[LegalForm]) -> frozenset[str]:
    return frozenset(spelling for spelling in _spelled(forms) if _ASIAN.match(spelling))


_ASIAN: Final = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_STOPPED: Final = frozenset(
    word[:-1] for form in FORMS for spelling in form.spellings for word in spelling.split() if word.endswith(".")
)

# Patterns as text, without the full stop that may follow.
BEHIND: Final = alternation(_spelled(_BEHIND))
ABBREVIATION: Final = alternation(_STOPPED)  # words whose full stop ends no sentence
_ALONE: Final = alternation(_spelled(form for form in FORMS if form.alone))
_LAST: Final = r"(?=[,.;)]|\s(?!of\b)[a-z(]|$)"
_ANYWHERE: Final = _spelled(form for form in _BEHIND if form.sentence == "yes") - _asian(FORMS)
_ONLY_LAST: Final = _spelled(form for form in _BEHIND if form.sentence == "last") - _asian(FORMS)
IN_SENTENCE: Final = rf"(?:{alternation(_ANYWHERE)}|{alternation(_ONLY_LAST)}{_LAST})(?![\w/]|-\w)\.?"  # with it

ALONE: Final = re.compile(rf"^(?:and\s+)?(?:{_ALONE}\.?(?![-\w])[\s,.&]*)+(?:\s*\([^)]*\))?\.?$")
AT_END: Final = re.compile(rf"(?:^|[\s,.]){BEHIND}\.?$")
ASIAN: Final = re.compile(alternation(_asian(_BEHIND)))
ASIAN_BEFORE: Final = alternation(_asian(form for form in FORMS if form.place != "behind"))
# A form that takes no full stop, with the one that ends its sentence.
ENDED: Final = re.compile(rf"\b{alternation(_spelled(_BEHIND) - _spelled(_BEHIND, stopped=True))}\.$")

# Weak forms as a text has them; full stops within make a form plain again: "S.L." is no word.
WEAK: Final = frozenset(
    spelled
    for form in FORMS
    if form.strength == "weak"
    for spelling in form.spellings
    for spelled in (spelling, _bare(spelling))
    if "." not in _bare(spelling)
)
ABBREVIATIONS: Final = frozenset(word.lower() for word in _STOPPED)
# Words of forms that are written small: with them a name goes on.
SMALL: Final = frozenset(
    _bare(word) for spelling in _spelled(_BEHIND) if spelling[0].islower() for word in spelling.split()
)
SMALL_WORD: Final = rf"{alternation(SMALL)}\b"

KEYS: Final = frozenset(key for form in FORMS for key in form.keys if " " not in key)
LONG_KEYS: Final = tuple(sorted({key for form in FORMS for key in form.keys if " " in key}))
_LEADING: Final = frozenset(key for form in FORMS if form.place != "behind" for key in form.keys)
LEADING_KEYS: Final = _LEADING & KEYS
LONG_KEY: Final = re.compile(rf"^{alternation(_LEADING - KEYS)}\b|\b{alternation(LONG_KEYS)}$")
