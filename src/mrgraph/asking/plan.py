"""Query and store -> how the query is read, as a tree, with the number of triples that each pattern matches.

The tree is that of SPARQL's algebra (section 18); in which order it is evaluated the engine decides and does not tell,
so the counts are measured: `alone` is what a pattern matches by itself, `joined` what it leaves together with those
above it in its group.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mrgraph import vocab
from mrgraph.asking import guard
from mrgraph.asking.queries import answer, evaluate, failures, within
from mrgraph.errors import QueryError
from mrgraph.rdf.terms import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph

_SECONDS = 5.0  # a count that takes longer is left out
_CHILDREN = ("p", "p1", "p2")
_NAMES = {
    "SelectQuery": "Select",
    "AskQuery": "Ask",
    "ConstructQuery": "Construct",
    "DescribeQuery": "Describe",
    "BGP": "Patterns",
    "LeftJoin": "Optional",
    "Extend": "Bind",
    "ToMultiSet": "Values or sub-query",
    "Slice": "Limit",
    "AggregateJoin": "Aggregate",
}


def explain(store: pyoxigraph.Store, query: str, *, base: str | None = None) -> str:
    """The plan as indented lines.

    Raises QueryError for a query that is malformed, or beyond SPARQL 1.1.
    """
    guard.refuse(query)
    evaluate(store, query, base=base)  # a malformed query is told by the engine's place and our words
    return "".join(f"{line}\n" for line in _lines(_algebra(query, base), store, 0))


def _algebra(query: str, base: str | None) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    try:
        return prepareQuery(query, initNs=dict(vocab.PREFIXES), base=base).algebra
    except Exception as error:  # rdflib's parser raises errors of many kinds
        raise QueryError("query: beyond SPARQL 1.1, so it can be asked but not explained; simplify it") from error


def _lines(node: Any, store: pyoxigraph.Store, depth: int) -> Iterator[str]:
    pad = "  " * depth
    name = getattr(node, "name", "")
    if not name:
        return
    detail = _detail(node)
    yield f"{pad}{_NAMES.get(name, name)}{f': {detail}' if detail else ''}"
    if name == "BGP":
        yield from (f"{pad}  {line}" for line in _pattern_lines(node.triples, store))
    for child in _CHILDREN:
        if child in node:
            yield from _lines(node[child], store, depth + 1)


def _detail(node: Any) -> str:
    match node.name:
        case "SelectQuery" | "Project":
            return " ".join(variable.n3() for variable in node.PV)
        case "Extend":
            return str(node.var.n3())
        case "Slice":
            return f"{node.length} from {node.start}"
        case "OrderBy":
            return " ".join(_expression(condition.expr) for condition in node.expr)
        case "Graph":
            return _short(node.term)
        case _:
            return _expression(node.expr) if node.name in ("Filter", "LeftJoin") and "expr" in node else ""


def _expression(expression: Any) -> str:
    """What an expression is about: its operator and the variables in it."""
    if not hasattr(expression, "name"):
        return _short(expression)
    variables = sorted({variable.n3() for variable in getattr(expression, "_vars", ())})
    name = str(expression.name).removeprefix("Builtin_").removesuffix("Expression")
    return f"{name}({', '.join(variables)})" if name != "TrueFilter" else ""


def _pattern_lines(triples: Any, store: pyoxigraph.Store) -> Iterator[str]:
    texts = [" ".join(_full(term) for term in triple) for triple in triples]
    shown = [" ".join(_short(term) for term in triple) for triple in triples]
    size = max(map(len, shown), default=0)
    for place, text in enumerate(texts):
        alone = _count(store, text)
        joined = _count(store, " . ".join(texts[: place + 1])) if place else alone
        yield f"{shown[place]:<{size}}  alone {alone}, joined {joined}"


def _count(store: pyoxigraph.Store, patterns: str) -> str:
    text = f"SELECT (COUNT(*) AS ?mrgraph_count) WHERE {{ {patterns} }}"

    def work() -> str:
        with failures(text):
            rows = answer(evaluate(store, text)).rows
            return f"{int(getattr(rows[0][0], 'value', 0)):,}"

    with suppress(QueryError):
        return within(_SECONDS, work)
    return "?"


def _full(term: Any) -> str:
    """The term or path in SPARQL; blank nodes of the query become variables, since they are."""
    if type(term).__name__ == "BNode":
        return f"?mrgraph_{term}"
    return str(term.n3())


def _short(term: Any) -> str:
    kind = type(term).__name__
    if kind == "URIRef":
        return "a" if str(term) == vocab.RDF_TYPE else shorten(str(term))
    if kind == "BNode":
        return "[]"
    text = str(term.n3()) if hasattr(term, "n3") else str(term)
    for prefix, namespace in vocab.PREFIXES.items():
        text = text.replace(f"<{namespace}", f"{prefix}:<")
    return text.replace(":<", ":").replace(">", "") if kind.endswith("Path") else text
