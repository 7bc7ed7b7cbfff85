"""A malformed query and the engine's message -> one line in plain words: where, what, and what may be meant.

The engine names the characters it could have read next, which tells a reader little: the usual slips are looked for
first.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import NamedTuple

from mrgraph import vocab
from mrgraph.errors import QueryError
from mrgraph.rdf.sparql_tokens import line_and_column, tokens

# SPARQL 1.1, section 19.8, and what Oxigraph adds.
_KEYWORDS = frozenset(
    """
    ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS COUNT DATATYPE DAY
    DEFAULT DESC DESCRIBE DISTINCT ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HAVING
    HOURS IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE LIMIT MAX MD5 MIN MINUS
    MINUTES MONTH NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE
    SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS
    STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TO TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES
    VERSION WHERE YEAR LATERAL TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE ADJUST HASLANG HASLANGDIR LANGDIR
    STRLANGDIR
    """.split()
)
_UPDATES = frozenset("INSERT DELETE DATA LOAD CLEAR DROP CREATE MOVE COPY WITH".split())
_PLACE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_SENTENCE = re.compile(r"\b([A-Z][A-Za-z]* [a-z][^,\[]*|The SELECT [^,\[]*)")
_CLOSING = {"(": ")", "{": "}", "[": "]"}
_PARTS = 3
_WIDEST = 100  # characters of the query's line that are shown


class _Slip(NamedTuple):
    """What is wrong: `row` and `column` in the query, from 1, and the words that say so."""

    row: int
    column: int
    message: str


def explain(query: str, message: str, *, updating: bool = False) -> QueryError:
    """The error to raise for a query that does not parse: "query:LINE:COLUMN: …", and its line with a caret below."""
    match = _PLACE.match(message)
    slip = (
        _slip_in_words(query, updating=updating)
        or _unknown_prefix(query)
        or _slip_in_brackets(query)
        or _relative_iri(query)
        or _unfinished_pattern(query)
        or (_from_engine(query, int(match[1]), int(match[2]), match[3]) if match else None)
    )
    if slip is None:
        return QueryError(f"query: {' '.join(message.split())}; correct the query")
    error = QueryError(f"query:{slip.row}:{slip.column}: {slip.message}")
    error.excerpt = excerpt(query, slip.row, slip.column)
    return error


def excerpt(query: str, row: int, column: int) -> str:
    """The query's line with a caret under the column, cut to what a terminal holds; "" where there is no such line.

    >>> print(excerpt("ASK {\\n  ?s ?p }", 2, 9))
      ?s ?p }
            ^
    """
    lines = query.splitlines()
    if not 0 < row <= len(lines):
        return ""
    line = lines[row - 1].replace("\t", " ")
    start = max(0, column - 1 - _WIDEST // 2) if len(line) > _WIDEST else 0
    return f"{line[start : start + _WIDEST]}\n{' ' * (column - 1 - start)}^"


def _slip(query: str, offset: int, message: str) -> _Slip:
    return _Slip(*line_and_column(query, offset), message)


def _slip_in_words(query: str, *, updating: bool) -> _Slip | None:
    for token in tokens(query):
        word = token["word"]
        if word is None or word == "a" or word.upper() in _KEYWORDS:
            continue
        if word.upper() in _UPDATES:
            if updating:
                continue
            message = f"{word} is an update, and a query only asks; write the changed graph to a new file with --update"
            return _slip(query, token.start(), message)
        similar = get_close_matches(word.upper(), _KEYWORDS, n=1)
        guess = f"did you mean {similar[0]}?" if similar else "a name needs a prefix (mrg:), a variable a question mark"
        return _slip(query, token.start(), f"unknown word {word!r}; {guess}")
    return None


def _unknown_prefix(query: str) -> _Slip | None:
    declared = set(vocab.PREFIXES)
    before = ""
    for token in tokens(query):
        if token["name"] is not None:
            prefix = token["prefix"] or ""
            if before.upper() == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                near = get_close_matches(prefix, sorted(declared), n=1)
                guess = f"did you mean {near[0]!r}?" if near else f"declare it with PREFIX {prefix}: <...>."
                prefixes = ", ".join(sorted(vocab.PREFIXES))
                return _slip(query, token.start(), f"unknown prefix {prefix!r}; {guess} Always known are {prefixes}")
        before = token[0]
    return None


def _slip_in_brackets(query: str) -> _Slip | None:
    waiting: list[re.Match[str]] = []
    for token in tokens(query):
        sign = token["bracket"]
        if sign in _CLOSING:
            waiting.append(token)
        elif sign and (not waiting or _CLOSING[waiting.pop()[0]] != sign):
            return _slip(query, token.start(), f"{sign!r} closes nothing; remove it or open its pair")
    if waiting:
        sign = waiting[-1][0]
        return _slip(query, waiting[-1].start(), f"{sign!r} is never closed; add {_CLOSING[sign]!r}")
    return None


def _relative_iri(query: str) -> _Slip | None:
    if any((token["word"] or "").upper() == "BASE" for token in tokens(query)):
        return None
    for token in tokens(query):
        if token["iri"] and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token["iri"]):
            message = f"{token['iri']} is no full IRI; write it in full, or give --base or BASE"
            return _slip(query, token.start(), message)
    return None


def _unfinished_pattern(query: str) -> _Slip | None:
    """The first pattern of one or two terms: the engine only sees that the end of the group comes too early."""
    parts: list[re.Match[str]] | None = None  # None: not at a plain pattern
    values = False
    for token in tokens(query):
        if token.lastgroup == "comment":
            continue
        ends = token[0] in (".", "}")
        if ends and not values and parts is not None and 0 < len(parts) < _PARTS:
            message = "a pattern has a subject, a predicate and an object; one of them is missing here"
            return _slip(query, parts[0].start(), message)
        if token[0] in ("{", ".", "}"):
            parts, values = [], values and token[0] == "{"
        elif token.lastgroup in ("variable", "name", "iri", "string", "number", "blank") or token[0] == "a":
            parts = None if parts is None else [*parts, token]
        elif token.lastgroup != "language":
            parts, values = None, values or token[0].upper() == "VALUES"
    return None


def _from_engine(query: str, row: int, column: int, message: str) -> _Slip:
    lines = query.splitlines()
    rest = lines[row - 1][column - 1 :].split() if row <= len(lines) else []
    sentence = _SENTENCE.search(message)
    if sentence is not None and "Prefix" not in sentence[0]:
        return _Slip(row, column, f"{' '.join(sentence[0].split())}; correct what stands before")
    if rest:
        return _Slip(row, column, f"{rest[0]!r} is not expected here; check the words and signs before it")
    explanation = "the query is no whole up to its end: something before is missing or misplaced; check it part by part"
    return _Slip(row, column, explanation)
