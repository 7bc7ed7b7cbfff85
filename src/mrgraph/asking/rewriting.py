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
    from collections.abc import Iterable, Mapping, Sequence

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
    bare = [(token, depth) for token, depth in with_depth(query) if token.lastgroup != "comment"]
    appearing = dict.fromkeys(str(token[0])[1:] for token, _ in bare if token["variable"])
    ordered = [name for name in appearing if name in set(variables)]
    for (before, _), (token, depth) in pairwise(bare):
        starts = (before["word"] or "").upper() in ("SELECT", "DISTINCT", "REDUCED")
        if depth == 0 and token[0] == "*" and starts and len(ordered) == len(variables) > 0:
            return f"{query[: token.start()]}{' '.join(f'?{name}' for name in ordered)}{query[token.end() :]}"
    return query


def limited(query: str, rows: int) -> str:
    """The query with at most `rows` rows (CONSTRUCT and DESCRIBE: built from at most so many).

    >>> limited("SELECT * { ?s ?p ?o } LIMIT 100", 10), limited("SELECT * { ?s ?p ?o } VALUES ?s { 1 }", 10)
    ('SELECT * { ?s ?p ?o } LIMIT 10', 'SELECT * { ?s ?p ?o } LIMIT 10 VALUES ?s { 1 }')
    """
    outer = [token for token, depth in with_depth(query) if depth == 0 and token.lastgroup != "comment"]
    last_brace = max((position for position, token in enumerate(outer) if token["bracket"] == "}"), default=0)
    for position, token in enumerate(outer):
        following = outer[position + 1] if position + 1 < len(outer) else None
        if _word(token) == "LIMIT" and following is not None and following["number"]:
            return f"{query[: following.start()]}{_least(following[0], rows)}{query[following.end() :]}"
        if _word(token) == "VALUES" and position and _is_last_clause(outer, position, last_brace):
            return f"{query[: token.start()]}LIMIT {rows} {query[token.start() :]}"
    end = outer[-1].end() if outer else len(query)
    return f"{query[:end]} LIMIT {rows}{query[end:]}"


def _least(number: str, rows: int) -> int:
    return min(int(number), rows) if number.isdecimal() else rows


def with_iris(query: str) -> str:
    """The SELECT with a column `NAMEIri` behind each column NAME that holds the label of a thing.

    >>> with_iris("SELECT ?name { ?c a mrg:Company ; rdfs:label ?name }")
    'SELECT ?name (?c AS ?nameIri) { ?c a mrg:Company ; rdfs:label ?name }'
    """
    query = _without_label_paths(query)
    nested = [(token, depth) for token, depth in with_depth(query) if token.lastgroup != "comment"]
    things = _labelled([token for token, _ in nested])
    outer = [token for token, depth in nested if depth == 0]
    columns = [token for token in _projection(outer) if token["variable"] and token[0][1:] in things]
    inserts = [(token.end(), f" (?{things[token[0][1:]]} AS ?{token[0][1:]}Iri)") for token in columns]
    grouped = " ".join(dict.fromkeys(f"?{things[token[0][1:]]}" for token in columns))
    by = (second for first, second in pairwise(outer) if (_word(first), _word(second)) == ("GROUP", "BY"))
    return _inserted(query, [*inserts, *((token.end(), f" {grouped}") for token in by if grouped)])


def _projection(outer: Sequence[Token]) -> Sequence[Token]:
    """What stands between SELECT and the pattern, of tokens outside all brackets."""
    words = [_word(token) for token in outer]
    if "SELECT" not in words:
        return ()
    begin = words.index("SELECT")
    ends = (at for at in range(begin, len(outer)) if outer[at][0] == "{" or words[at] in ("WHERE", "FROM"))
    return outer[begin : next(ends, begin)]


def _without_label_paths(query: str) -> str:
    """The query with `?s mrg:market/rdfs:label ?name` as `?s mrg:market ?nameThing . ?nameThing rdfs:label ?name`."""
    nested = [(token, depth) for token, depth in with_depth(query) if token.lastgroup != "comment"]
    changes: list[tuple[int, int, str]] = []  # from, to, what stands there instead
    for at in range(1, len(nested) - 3):
        before, step, slash, label, name = (nested[place][0] for place in range(at - 1, at + 4))
        if step["name"] is None or slash[0] != "/" or label[0] != "rdfs:label" or not name["variable"]:
            continue
        if before[0] != ";" and not before["variable"]:
            continue  # a longer path
        depth = nested[at][1]
        ends = (token.start() for token, level in nested[at + 4 :] if _ends_pattern(token, level, depth))
        thing = f"?{name[0][1:]}Thing"
        changes.append((slash.start(), name.end(), f" {thing}"))
        end = next(ends, len(query))
        changes.append((end, end, f" . {thing} rdfs:label {name[0]} "))
    for start, end, text in sorted(changes, reverse=True):
        query = f"{query[:start]}{text}{query[end:]}"
    return query


def _ends_pattern(token: Token, level: int, depth: int) -> bool:
    """Whether the patterns of a subject end here: at a full stop, the end of the group, or the word of a clause."""
    return (token[0] == "}" and level < depth) or (level == depth and (token[0] == "." or token.lastgroup == "word"))


def _labelled(bare: Sequence[Token]) -> dict[str, str]:
    """Variable of a label -> variable of the thing that has it, by `?thing … rdfs:label ?label`."""
    found: dict[str, str] = {}
    for at in range(1, len(bare) - 1):
        if bare[at][0] != "rdfs:label" or not bare[at + 1]["variable"]:
            continue
        start = at - 1
        if bare[start][0] == ";":
            while start > 0 and bare[start - 1][0] not in ("{", "}", ".", ")"):
                start -= 1
        if bare[start]["variable"]:
            found.setdefault(bare[at + 1][0][1:], bare[start][0][1:])
    return found


def with_values(query: str, terms: Mapping[str, str]) -> str:
    """The query with these terms for its variables, wherever they stand in it.

    >>> with_values("SELECT ?l { ?c rdfs:label ?l }", {"c": "company:kla"})
    'SELECT ?l { VALUES ?c { company:kla } ?c rdfs:label ?l }'
    """
    values = "".join(f"VALUES ?{name} {{ {term} }} " for name, term in terms.items())
    outer = [token for token, depth in with_depth(query) if depth == 0 and token.lastgroup != "comment"]
    opened = [token for token in outer if token[0] == "{"]
    form = next((_word(token) for token in outer if _word(token) in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")
    place = opened[-1 if form == "CONSTRUCT" else 0] if opened else None
    if place is None:
        return query
    return f"{query[: place.end()]} {values.strip()}{query[place.end() :]}"


def with_prefixes(query: str) -> str:
    """The query with the project's prefixes declared, for an engine that does not know them.

    They stand on the first line, so the numbers of the lines stay.
    """
    used = {token["prefix"] for token in tokens(query) if token["name"] is not None}
    declared = _declared(query)
    missing = (prefix for prefix in vocab.PREFIXES if prefix in used and prefix not in declared)
    return "".join(f"PREFIX {prefix}: <{vocab.PREFIXES[prefix]}> " for prefix in missing) + query


def _declared(query: str) -> set[str]:
    bare = [token for token in tokens(query) if token.lastgroup != "comment"]
    return {
        name["prefix"] or ""
        for word, name in pairwise(bare)
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


def _is_last_clause(outer: Sequence[Token], position: int, last_brace: int) -> bool:
    """Whether the VALUES at `position`, outside all brackets, is the clause that ends the query."""
    opened = next((index for index in range(position, len(outer)) if outer[index]["bracket"] == "{"), len(outer))
    return opened < last_brace and any(outer[index]["bracket"] == "}" for index in range(position))


def _plain_group_concat(query: str) -> str:
    """GROUP_CONCAT(?x) as GROUP_CONCAT(STR(?x)): its result is a plain text whatever it joins."""
    inserts: list[tuple[int, str]] = []
    bare = [(token, depth) for token, depth in with_depth(query) if token.lastgroup != "comment"]
    for position, (token, depth) in enumerate(bare[:-1]):
        if (token["word"] or "").upper() != "GROUP_CONCAT" or bare[position + 1][0][0] != "(":
            continue
        argument = position + 2
        if (bare[argument][0]["word"] or "").upper() == "DISTINCT":
            argument += 1
        ends = (other.start() for other, level in bare[argument:] if _ends_argument(other, level, depth))
        end = next(ends, len(query))
        inserts += [(bare[argument][0].start(), "STR("), (end, ")")]
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
    for position, (token, _) in enumerate(nested[:-2]):
        end = _end_of_graph_block(nested, position)
        if end is None:
            continue
        inner = {_word(inside) for inside, _ in nested[position + 3 : end]}
        if inner & _APART and "GRAPH" not in inner:
            variable, opening, closing = (nested[at][0] for at in (position + 1, position + 2, end))
            body = query[opening.start() : closing.end()]
            parts = (f"{{ VALUES {variable[0]} {{ <{graph}> }} GRAPH <{graph}> {body} }}" for graph in named_graphs)
            union = " UNION ".join(parts)
            return f"{query[: token.start()]}{{ {union} }}{query[closing.end() :]}"
    return query


def _end_of_graph_block(nested: Sequence[tuple[Token, int]], position: int) -> int | None:
    """Where the `}` of `GRAPH ?g { … }` stands that begins at `position`; None where none begins or ends."""
    (token, depth), (variable, _), (opening, _) = nested[position : position + 3]
    if _word(token) != "GRAPH" or not variable["variable"] or opening[0] != "{":
        return None
    ends = (at for at in range(position + 3, len(nested)) if nested[at][0][0] == "}" and nested[at][1] == depth)
    return next(ends, None)


def _word(token: Token) -> str:
    """The keyword in capitals; "" for what is no word."""
    return (token["word"] or "").upper()
