"""Query text -> the tree of SPARQL's algebra (section 18), as plain records: how rdflib's parser reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mrgraph import vocab
from mrgraph.errors import QueryError
from mrgraph.rdf.terms import shorten

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


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern: `shown` with short names, `asked` in full SPARQL, blank nodes as the variables they are."""

    shown: str
    asked: str


@dataclass(frozen=True, slots=True)
class Step:
    """An operation of the algebra: its `name`, what it is about in words, its patterns, and what it works on."""

    name: str
    detail: str
    patterns: tuple[Pattern, ...]
    parts: tuple[Step, ...]


def tree(query: str, *, base: str | None = None) -> Step:
    """The query's outermost operation.

    Raises QueryError for a query beyond SPARQL 1.1.
    """
    from rdflib.plugins.sparql import prepareQuery

    try:
        algebra = prepareQuery(query, initNs=dict(vocab.PREFIXES), base=base).algebra
    except Exception as error:  # rdflib's parser raises errors of many kinds
        raise QueryError("query: beyond SPARQL 1.1, so it can be asked but not explained; simplify it") from error
    return _step(algebra)


def _step(node: Any) -> Step:
    patterns = node.triples if node.name == "BGP" else ()
    return Step(
        _NAMES.get(node.name, node.name),
        _detail(node),
        tuple(Pattern(" ".join(map(_short, triple)), " ".join(map(_full, triple))) for triple in patterns),
        tuple(_step(node[child]) for child in _CHILDREN if child in node and hasattr(node[child], "name")),
    )


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
