"""Decides which names and values were never filled in: "ABC Company", "USD XX million"."""

from __future__ import annotations

import re

from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.firm_nouns import SINGULAR_AXES
from mrgraph.lexicon.legal_forms import KEYS

NAME = re.compile(
    r"^\W*(?:"
    rf"(?:{SINGULAR_AXES}|brand|organi[sz]ation|participant|"
    r"publisher|category|segment|region|country|product|type|application|sub-?segment|key ?player|name|"
    r"企業|会社|회사|기업)\s*[-#]?\s*(?:[A-H]|[1-9]\d{0,2}|I{1,3}|I?V|VI{1,3}|one|two|three|name|X{1,3}|xyz|abc)\W*"
    r"|key\s?player\s?\d*\W*|top\s?player\s?\d*\W*"
    r"|[\[{<|].*[\]}>|]|insert\b.*|lorem\b.*|test|example|sample|placeholder|to be (?:added|determined)|"
    r"tb[ad]|n/?a|null|none|undefined|nan"
    r")$",
    re.I,
)
_LETTERS = re.compile(r"\W*(?:ABC|XYZ|TBD|TBA|TBC|DEF|PQR|GHI|JKL|LMN|MNO|STU|UVW|QRS|AAA|BBB|CCC|XX+|YYY|ZZZ)\b", re.I)
_FIRM = frozenset("companies group industries enterprises technologies solutions".split()) | KEYS
# "XX", "X%", "X.X", "[", "$ X", "$ million", "% CAGR", "of %", "USD X": a class first, which is fast to seek.
MAY_BE_FIGURE = re.compile(
    r"[Xx%U\[$€£¥₹](?:(?<=[Xx])(?:[Xx]|\s?%)|(?<=X)\.X|(?<=\[)|(?<=[$€£¥₹])\s*[Xx]|(?<=\$)\s*[bmtBMT]r?illi|"
    r"(?<=%)\s*CAGR|(?<=of\s%)|(?<=of%)|(?<=U)S[D$]\s*[Xx])"
)
FIGURE = AnyCase(
    r"(?:US\s?)?[$€£¥₹]?\s*(?<![A-Za-z])[Xx]{1,5}(?:[.,][Xx]+)*(?![A-Za-z])\s*(?:%|percent|billion|million|"
    r"trillion|bn|mn|億|兆|조|억)|"
    r"\$\s*(?:billion|million|trillion)s?\b|\[\s*(?:CAGR|value|XX?|insert[^\]]*|year)\s*\]|"
    r"(?<![\w.])%\s*CAGR|CAGR of\s*%|(?:USD|US\$)\s*[Xx]+(?![A-Za-z])|\bX%|\bX\.X",
)


def is_placeholder(name: str) -> bool:
    """Whether `name` stands for a name never filled in: "ABC Company", "keyplayer123", "[insert]"."""
    plain = name.strip()
    return NAME.match(plain) is not None or (_LETTERS.match(plain) is not None and _is_lettered(plain))


def _is_lettered(name: str) -> bool:
    """Whether letters in a row are all of a name but what any firm may be called: "ABC Corp", "XYZ Metal Ltd"."""
    letters, *rest = re.findall(r"\w+", name.lower())
    named = [word for word in rest if word not in _FIRM]
    return not named or (letters in ("abc", "xyz") and len(rest) > 1 and named == rest[:1] and rest[1] in KEYS)
