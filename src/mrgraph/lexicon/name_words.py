"""Words in firms' names: every pattern of them that a reader needs, made of tables/name_words.tsv.

A word's columns: `speaks`, whether it tells that a name is a firm's; `joins`, whether it belongs to the name before an
"and" ("always": "Sons" of "Acme and Sons"; "whole": where nothing else follows but a legal form, as in "Acme Systems
and Solutions Corporation"); `half`, whether it does behind a comma, too, "last" where only if nothing follows, "known"
where the first half is one name with it ("Becton, Dickinson").
"""

from __future__ import annotations

import re
from typing import Final

from mrgraph.lexicon import legal_forms
from mrgraph.lexicon.word_tables import alternation, rows

_ROWS: Final = tuple(rows("name_words"))


def _words(column: str, value: str) -> str:
    return alternation(row["word"] for row in _ROWS if row[column] == value)


_WHOLE: Final = _words("joins", "whole")
SPEAKS: Final = re.compile(rf"\b{_words('speaks', 'yes')}\b")
# What stands behind an "and" and is no name of its own.
AND_TAIL: Final = re.compile(
    rf"^(?:{_words('joins', 'always')}\b|"
    rf"{_WHOLE}(?:\s{_WHOLE})*(?:(?:,?\s{legal_forms.BEHIND}\.?)+)?\W*$)",
    re.I,
)
TAIL_OF_NAME: Final = re.compile(
    rf"^(?:and\s+)?(?:{_words('half', 'known')}\b|{_words('half', 'yes')}\b|{_words('half', 'last')}\b\.?(?=\W*$|,))",
    re.I,
)
# "Epsilon & Partners LLP", the second half of a name behind a comma.
PARTNERS: Final = re.compile(rf"\S+\s(?:and|&)\s(?:{_words('half', 'yes')}|{_words('half', 'last')})\b")
