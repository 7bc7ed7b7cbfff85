"""Query and store -> how the query is read, as a tree, with the number of triples that each pattern matches.

The tree is that of SPARQL's algebra; in which order it is evaluated the engine decides and does not tell, so the
counts are measured: `alone` is what a pattern matches by itself, `joined` what it leaves together with those above it
in its group.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mrgraph.asking import guard
from mrgraph.asking.queries import answer, evaluate, failures, within
from mrgraph.errors import QueryError
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mrgraph.rdf import Store
    from mrgraph.rdf.algebra import Pattern, Step

_SECONDS = 5.0  # a count that takes longer is left out


def explain(store: Store, query: str, *, base: str | None = None) -> str:
    """The plan as indented lines.

    Raises QueryError for a query that is malformed, or beyond SPARQL 1.1.
    """
    from mrgraph.rdf import algebra

    guard.refuse(query)
    evaluate(store, query, base=base)  # a malformed query is told by the engine's place and our words
    return "".join(f"{line}\n" for line in _lines(algebra.tree(query, base=base), store, 0))


def _lines(step: Step, store: Store, depth: int) -> Iterator[str]:
    pad = "  " * depth
    yield f"{pad}{step.name}{f': {step.detail}' if step.detail else ''}"
    yield from (f"{pad}  {line}" for line in _pattern_lines(step.patterns, store))
    for part in step.parts:
        yield from _lines(part, store, depth + 1)


def _pattern_lines(patterns: tuple[Pattern, ...], store: Store) -> Iterator[str]:
    size = max((len(pattern.shown) for pattern in patterns), default=0)
    for place, pattern in enumerate(patterns):
        alone = _count(store, pattern.asked)
        joined = _count(store, " . ".join(other.asked for other in patterns[: place + 1])) if place else alone
        yield f"{pattern.shown:<{size}}  alone {alone}, joined {joined}"


def _count(store: Store, patterns: str) -> str:
    text = f"SELECT (COUNT(*) AS ?mrgraph_count) WHERE {{ {patterns} }}"

    def work() -> str:
        with failures(text):
            count = answer(evaluate(store, text)).rows[0][0]
            return f"{int(count.text):,}" if isinstance(count, Literal) else "?"

    with suppress(QueryError):
        return within(_SECONDS, work)
    return "?"
