"""A CONSTRUCT query -> its triples one by one, the same one as often as it comes.

The engine remembers each triple that it has built, to give it once: half a gigabyte for a million. Here the rows are
asked for with SELECT, and the template is filled with them; who sorts the triples leaves each once.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from mrgraph import rdf
from mrgraph.asking import queries as engine
from mrgraph.asking import rewriting
from mrgraph.errors import QueryError
from mrgraph.rdf.terms import is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mrgraph.rdf.solutions import Row
    from mrgraph.rdf.terms import Term, Triple

    Tokens = Sequence[tuple[re.Match[str], int]]
    Part = Callable[[Row, str], Term | None]

_MARK = "urn:mrgraph:variable:"  # stands for a variable in a template
_FORM = re.compile(r"(?i)\bconstruct\b")
_GROUPS = frozenset({"GROUP", "HAVING"})
_NESTED = ("<<", "{|", _MARK)  # RDF 1.2 in a template, and what is taken


class _Parts(NamedTuple):
    """A query taken apart: the SELECT that gives the rows, the CONSTRUCT that gives the template."""

    select: str
    template: str


def triples(store: rdf.Store, query: str, *, base: str | None = None) -> Iterator[Triple] | None:
    """The triples that the query builds; None for another query, or one that is to be left to the engine.

    What the engine raises later, while rows are read, passes through.
    """
    parts = _apart(query) if _FORM.search(query) else None
    if parts is None:
        return None
    try:
        template = engine.evaluate(rdf.Store(), parts.template, base=base)
        rows = engine.evaluate(store, parts.select, base=base)
    except QueryError:  # the engine tells about the query as it was written
        return None
    if template.kind != "graph" or rows.kind != "select":
        return None
    return _filled([(_part(one), _part(two), _part(three)) for one, two, three in template], rows)


def _apart(query: str) -> _Parts | None:
    if any(sign in query for sign in _NESTED):
        return None
    tokens = [(token, depth) for token, depth in rewriting.with_depth(query) if token.lastgroup != "comment"]
    form = _form(tokens)
    braces = _braces(tokens, form) if form is not None else None
    if form is None or braces is None:
        return None
    opening, closing = braces
    inside = [str(token[0])[1:] for token, _ in tokens[opening:closing] if token["variable"]]
    variables = tuple(dict.fromkeys(inside))
    if not variables:
        return None
    short = opening != form + 1  # CONSTRUCT WHERE { … }: the pattern is the template
    start = tokens[form][0].start()
    rest = query[tokens[form][0].end() if short else tokens[closing][0].end() :]
    template = query[tokens[opening][0].start() : tokens[closing][0].end()]
    named = " ".join(f"?{name}" for name in variables)
    marks = " ".join(f"<{_MARK}{place}>" for place in range(len(variables)))
    return _Parts(
        f"{query[:start]}SELECT {named} {rest}",
        f"{query[:start]}CONSTRUCT {template} WHERE {{ VALUES ({named}) {{ ({marks}) }} }}",
    )


def _form(tokens: Tokens) -> int | None:
    """Where the word CONSTRUCT stands outside all brackets; None where the query also groups its rows."""
    words = {place: (token["word"] or "").upper() for place, (token, depth) in enumerate(tokens) if depth == 0}
    if _GROUPS.intersection(words.values()):
        return None
    return next((place for place, word in words.items() if word == "CONSTRUCT"), None)


def _braces(tokens: Tokens, form: int) -> tuple[int, int] | None:
    """Where the first group after the form opens and closes; None where no whole one follows."""
    opening = next((place for place in range(form, len(tokens)) if tokens[place][0][0] == "{"), None)
    if opening is None or any(depth for _, depth in tokens[:opening]):
        return None
    ends = (place for place in range(opening, len(tokens)) if tokens[place][0][0] == "}" and tokens[place][1] == 0)
    closing = next(ends, None)
    return None if closing is None else (opening, closing)


def _part(term: Term) -> Part:
    """How a term of the template becomes one of a triple; blank nodes are other ones for each row."""
    if is_blank(term):
        return lambda _row, fresh: f"{term}{fresh}"
    if isinstance(term, str) and term.startswith(_MARK):
        place = int(term.removeprefix(_MARK))
        return lambda row, _fresh: row[place]
    return lambda _row, _fresh: term


def _filled(template: list[tuple[Part, Part, Part]], rows: Iterable[Row]) -> Iterator[Triple]:
    """The template's triples for each row, without those that are none (SPARQL 1.1, section 16.2)."""
    unlike = uuid4().hex  # no blank node of the graph ends so
    for row, number in zip(rows, count(), strict=False):
        fresh = f"{unlike}{number}"
        for parts in template:
            subject, predicate, value = (part(row, fresh) for part in parts)
            named = isinstance(predicate, str) and not is_blank(predicate)
            if named and isinstance(subject, str) and value is not None:
                yield subject, str(predicate), value
