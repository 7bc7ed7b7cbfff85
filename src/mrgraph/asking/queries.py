"""SPARQL text -> rows, a yes or no, or a graph; evaluated by Oxigraph, never by the network."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from mrgraph import rdf, vocab
from mrgraph.asking import guard
from mrgraph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph

    Term: TypeAlias = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
    Result: TypeAlias = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples

_T = TypeVar("_T")
_PREFIXES = dict(vocab.PREFIXES)
_STAR = re.compile(r"(?i)\b(select|distinct|reduced)\s*\*")
_GRAPH = re.compile(r"(?i)\bgraph\b")
_PREFIXED = re.compile(rf"\b(?:{'|'.join(_PREFIXES)}):")
_UNKNOWN_FUNCTION = r"custom function <([^>]+)> is not supported"
_MOST_FUNCTIONS = 100  # unknown ones in one query


@dataclass(frozen=True, slots=True)
class Dataset:
    """Which graphs a query sees, by IRI, instead of what it names itself: all `default` as one, and each of `named`."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave.

    `kind` "select": `columns` and `rows`, one tuple of terms a row, None where a variable is unbound;
    "boolean": `truth`; "graph": `triples`, in the engine's order.
    """

    kind: Literal["select", "boolean", "graph"]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    triples: tuple[pyoxigraph.Triple, ...] = ()


def ask(graph: Any, query: str, *, base: str | None = None) -> Answer:
    """The answer of `graph` to the SPARQL text `query`; the prefixes of `vocab.PREFIXES` need no declaration.

    `graph`: a path, an rdflib Graph, triples, or a store of the engine.
    Raises QueryError, with line and column, for a malformed query, for one that would leave the graph (SERVICE) or
    change it, and for one that fails; GraphError for a path that holds no graph.
    """
    with failures(query):
        return answer(evaluate(rdf.as_store(graph), query, base=base))


def evaluate(store: pyoxigraph.Store, query: str, *, base: str | None = None, dataset: Dataset | None = None) -> Result:
    """The engine's result, still to be read within `failures(query)`; a function that nobody knows is an error of the
    expression it stands in, as SPARQL 1.1 section 17.6 has it.

    Raises QueryError as `ask` does.
    """
    guard.refuse(query)
    with failures(query):
        asked = _corrected(store, query, base) if _may_need_correction(query) else query
        try:
            return _evaluate(store, asked, base, dataset)
        except SyntaxError:
            if asked == query:
                raise
            return _evaluate(
                store, query, base, dataset
            )  # so that the place in the message is one of the text as written


def _may_need_correction(query: str) -> bool:
    if "*" in query and _STAR.search(query):
        return True
    folded = query.lower()
    return "group_concat" in folded or ("graph" in folded and _GRAPH.search(query) is not None)


def _prefixes(query: str) -> dict[str, str] | None:
    """The project's prefixes, where the query uses one: to hand them over takes half as long as a short query."""
    return _PREFIXES if "\\" in query or _PREFIXED.search(query) else None


def _corrected(store: pyoxigraph.Store, query: str, base: str | None) -> str:
    """The query as the engine has to be asked it, so that the answer is that of SPARQL 1.1, columns in their order."""
    import pyoxigraph

    from mrgraph.asking import rewriting

    asked = rewriting.correct(query, [graph.value for graph in store.named_graphs()])
    if not _STAR.search(asked):
        return asked
    nothing = _evaluate(pyoxigraph.Store(), asked, base, None)  # tells the columns at once
    if not isinstance(nothing, pyoxigraph.QuerySolutions):
        return asked
    return rewriting.in_order(asked, [variable.value for variable in nothing.variables])


def _evaluate(store: pyoxigraph.Store, query: str, base: str | None, dataset: Dataset | None) -> Result:
    import pyoxigraph

    seen: dict[str, Any] = {}
    if dataset is not None:
        seen["default_graph"] = list(map(pyoxigraph.NamedNode, dataset.default))
        seen["named_graphs"] = list(map(pyoxigraph.NamedNode, dataset.named))
    unknown: dict[pyoxigraph.NamedNode, Callable[..., Term | None]] = {}
    while True:
        try:
            return store.query(
                query, base_iri=base, prefixes=_prefixes(query), custom_functions=unknown or None, **seen
            )
        except RuntimeError as error:
            found = re.search(_UNKNOWN_FUNCTION, str(error))
            if found is None or len(unknown) >= _MOST_FUNCTIONS:
                raise
            unknown[pyoxigraph.NamedNode(found[1])] = _no_value


def _no_value(*_: object) -> None:
    """What an unknown function gives: an error, which the engine takes a missing value for."""


def answer(result: Result) -> Answer:
    """The engine's result, read to its end."""
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryBoolean):
        return Answer("boolean", truth=bool(result))
    if isinstance(result, pyoxigraph.QueryTriples):
        return Answer("graph", triples=tuple(result))
    columns = tuple(variable.value for variable in result.variables)
    return Answer("select", columns=columns, rows=tuple([tuple(row) for row in result]))


def failures(query: str, *, updating: bool = False) -> AbstractContextManager[None]:
    """Turns what the engine raises, also while rows are read, into QueryError."""
    return _Failures(query, updating)


class _Failures(AbstractContextManager[None]):
    """A class, since a generator takes a tenth of the time of a short query."""

    def __init__(self, query: str, updating: bool) -> None:
        self._query, self._updating = query, updating

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            return
        if isinstance(error, SyntaxError):
            from mrgraph.asking.syntax_errors import explain

            raise explain(self._query, str(error), updating=self._updating) from error
        if isinstance(error, ValueError | RuntimeError | OSError):
            raise QueryError(f"query: {' '.join(str(error).split())}; simplify the query") from error


def within(seconds: float | None, work: Callable[[], _T]) -> _T:
    """What `work` returns, or QueryError once it takes longer than `seconds`.

    The engine cannot be interrupted, so the work goes on in a thread that ends with the process: whoever catches the
    error should exit. It also lets Ctrl-C through, which the engine itself does not.
    """
    import threading

    outcome: list[_T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 - handed over to the thread that waits, which raises it
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failure:
        raise failure[0]
    if not outcome:
        raise QueryError(f"query: not answered within {seconds:g} s; narrow it, or allow more with --timeout")
    return outcome[0]
