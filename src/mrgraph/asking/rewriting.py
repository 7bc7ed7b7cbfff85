"""Query text -> an equal query that the engine answers as SPARQL 1.1 says; or the same with fewer rows.

Oxigraph leaves the language tags in GROUP_CONCAT, and joins the graph variable of `GRAPH ?g { … }` into MINUS, VALUES
and sub-queries within instead of afterwards. All changes are made to whole tokens, so no string or comment is touched.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.rdf.sparql_tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Token = re.Match[str]

_MOST_GRAPHS = 100  # named graphs; more would make the query too long
_APART = frozenset({"SELECT", "MINUS", "VALUES"})  # within GRAPH ?g: evaluated for each graph, then joined with ?g


def correct(query: str, named_graphs: Sequence[str] = ()) -> str:
    """The query with what the engine does otherwise than SPARQL 1.1 spelt out; `named_graphs`: IRIs of the dataset."""
    if re.search(r"(?i)group_concat", query):
        query = _plain_group_concat(query)
    if named_graphs and re.search(r"(?i)\bgraph\b", query):
        query = _graph_by_graph(query, named_graphs)
    return query


def in_order(query: str, variables: Sequence[str]) -> str:
    """The query with the `*` of its outer SELECT spelt out as `variables`, in the order in which they first appear.

    >>> in_order("SELECT * { ?s ?p ?o }", ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    """
    found = [(token, depth) for token, depth in with_depth(query) if token.lastgroup != "comment"]
    appearing = dict.fromkeys(str(token[0])[1:] for token, _ in found if token["variable"])
    wanted = [name for name in appearing if name in set(variables)]
    for (before, _), (token, depth) in pairwise(found):
        starts = (before["word"] or "").upper() in ("SELECT", "DISTINCT", "REDUCED")
        if depth == 0 and token[0] == "*" and starts and len(wanted) == len(variables) > 0:
            return f"{query[: token.start()]}{' '.join(f'?{name}' for name in wanted)}{query[token.end() :]}"
    return query


def limited(query: str, rows: int) -> str:
    """The query with at most `rows` rows (CONSTRUCT and DESCRIBE: built from at most so many).

    >>> limited("SELECT * { ?s ?p ?o } LIMIT 100", 10), limited("SELECT * { ?s ?p ?o } VALUES ?s { 1 }", 10)
    ('SELECT * { ?s ?p ?o } LIMIT 10', 'SELECT * { ?s ?p ?o } LIMIT 10 VALUES ?s { 1 }')
    """
    outer = [token for token, depth in with_depth(query) if depth == 0 and token.lastgroup != "comment"]
    last = max((place for place, token in enumerate(outer) if token["bracket"] == "}"), default=0)
    for place, token in enumerate(outer):
        following = outer[place + 1] if place + 1 < len(outer) else None
        if _word(token) == "LIMIT" and following is not None and following["number"]:
            return f"{query[: following.start()]}{_least(following[0], rows)}{query[following.end() :]}"
        if _word(token) == "VALUES" and place and _is_last_clause(outer, place, last):
            return f"{query[: token.start()]}LIMIT {rows} {query[token.start() :]}"
    end = outer[-1].end() if outer else len(query)
    return f"{query[:end]} LIMIT {rows}{query[end:]}"


def _least(number: str, rows: int) -> int:
    return min(int(number), rows) if number.isdecimal() else rows


def with_prefixes(query: str) -> str:
    """The query with the project's prefixes declared, for an engine that does not know them.

    They stand on the first line, so the numbers of the lines stay.
    """
    used = {token["prefix"] for token in tokens(query) if token["name"] is not None}
    declared = _declared(query)
    known = (prefix for prefix in vocab.PREFIXES if prefix in used and prefix not in declared)
    return "".join(f"PREFIX {prefix}: <{vocab.PREFIXES[prefix]}> " for prefix in known) + query


def _declared(query: str) -> set[str]:
    found = [token for token in tokens(query) if token.lastgroup != "comment"]
    return {
        name["prefix"] or ""
        for word, name in pairwise(found)
        if word[0].upper() == "PREFIX" and name["name"] is not None
    }


def with_depth(query: str) -> Iterable[tuple[Token, int]]:
    """Each token with the number of brackets around it; a bracket counts as outside of itself."""
    depth = 0
    for token in tokens(query):
        if token["bracket"] and token[0] in ")}]":
            depth -= 1
        yield token, depth
        if token["bracket"] and token[0] in "({[":
            depth += 1


def _is_last_clause(outer: Sequence[Token], place: int, last: int) -> bool:
    """Whether the VALUES at `place`, outside all brackets, is the clause that ends the query."""
    opened = next((at for at in range(place, len(outer)) if outer[at]["bracket"] == "{"), len(outer))
    return opened < last and any(outer[at]["bracket"] == "}" for at in range(place))


def _plain_group_concat(query: str) -> str:
    """GROUP_CONCAT(?x) as GROUP_CONCAT(STR(?x)): its result is a plain text whatever it joins."""
    inserts: list[tuple[int, str]] = []
    found = [(token, depth) for token, depth in with_depth(query) if token.lastgroup != "comment"]
    for place, (token, depth) in enumerate(found[:-1]):
        if (token["word"] or "").upper() != "GROUP_CONCAT" or found[place + 1][0][0] != "(":
            continue
        first = place + 2
        if (found[first][0]["word"] or "").upper() == "DISTINCT":
            first += 1
        end = next((other.start() for other, level in found[first:] if _ends_argument(other, level, depth)), len(query))
        inserts += [(found[first][0].start(), "STR("), (end, ")")]
    return _inserted(query, inserts)


def _ends_argument(token: Token, level: int, depth: int) -> bool:
    return (token[0] == ";" and level == depth + 1) or (token[0] == ")" and level == depth)


def _inserted(query: str, inserts: Iterable[tuple[int, str]]) -> str:
    for offset, text in sorted(inserts, reverse=True):
        query = f"{query[:offset]}{text}{query[offset:]}"
    return query


def _graph_by_graph(query: str, named_graphs: Sequence[str]) -> str:
    """`GRAPH ?g { X }` as the union of `GRAPH <each> { X }`, where X holds what must not see ?g."""
    nested = [(token, depth) for token, depth in with_depth(query) if token.lastgroup != "comment"]
    words = {_word(token) for token, _ in nested}
    if len(named_graphs) > _MOST_GRAPHS or "FROM" in words or any(token["blank"] for token, _ in nested):
        return query
    for place, (token, _) in enumerate(nested[:-2]):
        end = _end_of_graph_block(nested, place)
        if end is None:
            continue
        inner = {_word(inside) for inside, _ in nested[place + 3 : end]}
        if inner & _APART and "GRAPH" not in inner:
            variable, opening, closing = (nested[at][0] for at in (place + 1, place + 2, end))
            body = query[opening.start() : closing.end()]
            parts = (f"{{ VALUES {variable[0]} {{ <{graph}> }} GRAPH <{graph}> {body} }}" for graph in named_graphs)
            union = " UNION ".join(parts)
            return f"{query[: token.start()]}{{ {union} }}{query[closing.end() :]}"
    return query


def _end_of_graph_block(nested: Sequence[tuple[Token, int]], place: int) -> int | None:
    """Where the `}` of `GRAPH ?g { … }` stands that begins at `place`; None where none begins or ends."""
    (token, depth), (variable, _), (opening, _) = nested[place : place + 3]
    if _word(token) != "GRAPH" or not variable["variable"] or opening[0] != "{":
        return None
    ends = (at for at in range(place + 3, len(nested)) if nested[at][0][0] == "}" and nested[at][1] == depth)
    return next(ends, None)


def _word(token: Token) -> str:
    """The keyword in capitals; "" for what is no word."""
    return (token["word"] or "").upper()
