"""A CONSTRUCT query -> its triples one by one, the same one as often as it comes.

The engine remembers each triple that it has built, to give it once: half a gigabyte for a million. Here the rows are
asked for with SELECT, and the template is filled with them; who sorts the triples leaves each once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mrgraph.asking import queries as engine
from mrgraph.asking import rewriting
from mrgraph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyoxigraph

    from mrgraph.asking.queries import Term

    Row = tuple[Term | None, ...]
    Part = Callable[[Row, dict[str, pyoxigraph.BlankNode]], Term | None]

_MARK = "urn:mrgraph:variable:"  # stands for a variable in a template
_FORM = re.compile(r"(?i)\bconstruct\b")
_GROUPS = frozenset({"GROUP", "HAVING"})


class _Parts(NamedTuple):
    """A query taken apart: the SELECT that gives the rows, the CONSTRUCT that gives the template."""

    select: str
    template: str


def triples(store: pyoxigraph.Store, query: str, *, base: str | None = None) -> Iterator[pyoxigraph.Triple] | None:
    """The triples that the query builds; None for another query, or one that is to be left to the engine.

    What the engine raises later, while rows are read, passes through.
    """
    parts = _apart(query) if _FORM.search(query) else None
    if parts is None:
        return None
    import pyoxigraph

    try:
        template: Any = engine.evaluate(pyoxigraph.Store(), parts.template, base=base)
        rows: Any = engine.evaluate(store, parts.select, base=base)
    except QueryError:  # the engine tells about the query as it was written
        return None
    return _filled([tuple(map(_part, triple)) for triple in template], rows)


def _apart(query: str) -> _Parts | None:
    found = [(token, depth) for token, depth in rewriting.with_depth(query) if token.lastgroup != "comment"]
    outer = [place for place, (_, depth) in enumerate(found) if depth == 0]
    words = [(found[place][0]["word"] or "").upper() for place in outer]
    if "CONSTRUCT" not in words or _GROUPS.intersection(words) or "<<" in query or "{|" in query or _MARK in query:
        return None
    form = outer[words.index("CONSTRUCT")]
    opening = next((at for at in range(form, len(found)) if found[at][0][0] == "{"), len(found))
    closing = next((at for at in range(opening, len(found)) if found[at][0][0] == "}" and found[at][1] == 0), None)
    if closing is None or any(depth for _, depth in found[:opening]):
        return None
    inside = [str(token[0])[1:] for token, _ in found[opening:closing] if token["variable"]]
    variables = tuple(dict.fromkeys(inside))
    if not variables:
        return None
    short = opening != form + 1  # CONSTRUCT WHERE { … }: the pattern is the template
    start = found[form][0].start()
    rest = query[found[form][0].end() if short else found[closing][0].end() :]
    template = query[found[opening][0].start() : found[closing][0].end()]
    named = " ".join(f"?{name}" for name in variables)
    marks = " ".join(f"<{_MARK}{place}>" for place in range(len(variables)))
    return _Parts(
        f"{query[:start]}SELECT {named} {rest}",
        f"{query[:start]}CONSTRUCT {template} WHERE {{ VALUES ({named}) {{ ({marks}) }} }}",
    )


def _part(term: Any) -> Part:
    """How a term of the template becomes one of a triple."""
    import pyoxigraph

    if isinstance(term, pyoxigraph.BlankNode):
        label = term.value
        return lambda _row, fresh: fresh.setdefault(label, pyoxigraph.BlankNode())
    if isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(_MARK):
        place = int(term.value.removeprefix(_MARK))
        return lambda row, _fresh: row[place]
    fixed: Term = term
    return lambda _row, _fresh: fixed


def _filled(template: list[tuple[Part, ...]], rows: Iterable[Any]) -> Iterator[pyoxigraph.Triple]:
    """The template's triples for each row, without those that are none (SPARQL 1.1, section 16.2)."""
    import pyoxigraph

    node, blank = pyoxigraph.NamedNode, pyoxigraph.BlankNode
    for row in map(tuple, rows):
        fresh: dict[str, pyoxigraph.BlankNode] = {}
        for parts in template:
            subject, predicate, value = (part(row, fresh) for part in parts)
            if isinstance(subject, node | blank) and isinstance(predicate, node) and value is not None:
                yield pyoxigraph.Triple(subject, predicate, value)
