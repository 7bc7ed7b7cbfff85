"""Query text -> its tokens, as SPARQL 1.1 section 19.8 cuts them; nothing else in mrgraph reads a query's text.

The engine tells nothing about a query but whether it parses. Whoever must know more (the guard, the warnings about
unknown terms, the parameters) looks at tokens and not at text, so that a word within a string or a comment is no word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# No prefix is longer than 100 characters: without a bound, each letter of a long word would look for the colon anew.
# \w is a little wider than the letters of the grammar: what lies between is no letter of any other token either.
_LOCAL = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN = re.compile(
    r"""
      (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'
               |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:\w(?:[\w.-]*[\w-])?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?P<prefix>[^\W\d_](?:[\w-]|\.+(?=[\w-])){0,99}+)?:(?P<local>LOCAL(?:(?:LOCAL|[.-])*(?:LOCAL|-))?)?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)
    | (?P<bracket>[(){}\[\]])
    | (?P<sign>\S)
    """.replace("LOCAL", _LOCAL),
    re.VERBOSE | re.DOTALL,
)


def tokens(query: str) -> Iterator[re.Match[str]]:
    """The query's tokens in order, comments among them.

    `lastgroup` tells the kind: string, iri, comment, variable, blank, language, name (with the groups prefix and
    local), word, number, bracket, sign.

    >>> [(token.lastgroup, token[0]) for token in tokens("ASK { ?c a mrg:Company } # all")][3:]
    [('word', 'a'), ('name', 'mrg:Company'), ('bracket', '}'), ('comment', '# all')]
    """
    return _TOKEN.finditer(query)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of the character at `offset`, both from 1.

    >>> place("ASK\\n{ }", 4)
    (2, 1)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def unescape_local(local: str) -> str:
    r"""The local part of a prefixed name as it stands in the IRI.

    >>> unescape_local(r"a\-b")
    'a-b'
    """
    return re.sub(r"\\(.)", r"\1", local)
