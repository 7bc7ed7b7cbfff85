"""Query text -> refusal of what would leave the graph, change it, or end the process.

Oxigraph evaluates SERVICE over the network without a switch, and deep nesting overflows its stack. The check rather
refuses too much: whatever contains the word outside strings, IRIs and comments is refused ("trueSERVICE" is two tokens
to Oxigraph). The query is looked at twice, as written and with the code point escapes of SPARQL 1.1 section 19.2
resolved, since engines differ on when they resolve them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mrgraph.errors import QueryError
from mrgraph.rdf.sparql_tokens import line_and_column, tokens

_MAX_DEPTH = 200  # brackets inside each other; Oxigraph is safe up to 256
_MAX_LENGTH = 1_000_000  # characters; Oxigraph's parser takes some 100 times as many bytes
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_LONG_RUN = 200  # signs in a row
_RUN = re.compile(rf"(?:[!+^-]\s*){{{_LONG_RUN},}}+")
_SHORT = 10_000  # characters; longer queries are looked at each time
_LONG_CHAIN = 5_000  # operators one after the other; Oxigraph builds one nested expression of them
# Patterns and clauses; Oxigraph nests one join in the other, and overflows its stack from some 3,000 on.
_MOST_CLAUSES = 1_000
_CLAUSES = frozenset({"optional", "union", "filter", "bind", "values", "minus", "graph", "as"})


def refuse(query: str, *, service: bool = False, updating: bool = False) -> None:
    """Let `query` pass, or raise QueryError for what the engine must not see.

    That is SERVICE and LOAD in any spelling (unless `service`), brackets more than 200 deep, more than 1,000 patterns
    (unless `updating`: data are none), and queries beyond a million characters.
    """
    if len(query) > _MAX_LENGTH:
        raise QueryError(f"query: {len(query):,} characters; the limit is {_MAX_LENGTH:,}, load the values as a graph")
    check = _check if len(query) > _SHORT else _check_once
    check(query, service, updating)


def _check(query: str, service: bool, updating: bool) -> None:
    if _NO_TEXT.search(query):
        raise QueryError("query: holds characters that are no text; save it as UTF-8")
    unescaped = query if "\\" not in query else _ESCAPE.sub(lambda escape: _character(escape[1] or escape[2]), query)
    for text in dict.fromkeys((query, unescaped)):
        if _may_be_refused(text):
            _refuse_tokens(text, service=service, updating=updating)


_check_once = lru_cache(maxsize=256)(_check)  # what passed once passes again; a refusal is no result and not kept


def _may_be_refused(text: str) -> bool:
    """Whether the tokens have to be looked at: most queries hold none of the letters that make one refused."""
    brackets, signs = sum(map(text.count, "({[")), sum(map(text.count, "!+^-"))
    if len(text) > _MOST_CLAUSES or brackets > _MAX_DEPTH or signs >= _LONG_RUN:
        return True
    folded = text.lower()
    return "service" in folded or "load" in folded


def _refuse_tokens(text: str, *, service: bool, updating: bool = False) -> None:
    depth = chain = 0
    for token in tokens(text):
        kind = token.lastgroup
        if kind == "bracket":
            depth += 1 if token[0] in "({[" else -1
            if depth > _MAX_DEPTH:
                raise _refusal(text, token, f"nested more than {_MAX_DEPTH} deep; simplify it")
        elif kind == "sign":
            chain += token[0] not in ".;,"
        elif kind in ("word", "name") and not service:
            _refuse_word(text, token)
    if chain > _LONG_CHAIN or _RUN.search(text):
        raise QueryError("query: hundreds of operators in a row; simplify it, or list the values with VALUES")
    if not updating and (clauses := _clauses(text)) > _MOST_CLAUSES:
        cure = "list the values with VALUES, or load them as a graph with a second -g"
        raise QueryError(f"query: {clauses:,} patterns and clauses; the limit is {_MOST_CLAUSES:,}, {cure}")


def _clauses(text: str) -> int:
    """How many patterns and clauses there are, by what stands between them; commas of a function's list are none."""
    number = lists = 0
    for token in tokens(text):
        sign = token[0]
        if sign in "()":
            lists += 1 if sign == "(" else -1
        elif token.lastgroup == "sign":
            number += sign in ".;" or (sign == "," and not lists)
        elif token.lastgroup == "word":
            number += sign.lower() in _CLAUSES
    return number


def _refuse_word(text: str, token: re.Match[str]) -> None:
    bare = (token["word"] or token["prefix"] or "").lower()
    if "service" in bare:
        raise _refusal(text, token, "SERVICE would leave this graph; load the other graph with a second -g instead")
    if bare == "load":
        raise _refusal(text, token, "LOAD would read files or the net; name the file with -g instead")


def _refusal(text: str, token: re.Match[str], message: str) -> QueryError:
    row, column = line_and_column(text, token.start())
    return QueryError(f"query:{row}:{column}: {message}")


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
