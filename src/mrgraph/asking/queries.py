"""SPARQL text -> rows, a yes or no, a graph; for an update, the changed graph as a new one. Never by the network."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from mrgraph import rdf, vocab
from mrgraph.asking import guard
from mrgraph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mrgraph.rdf import Store
    from mrgraph.rdf.solutions import Result, Row
    from mrgraph.rdf.terms import Triple

_T = TypeVar("_T")
_PREFIXES = dict(vocab.PREFIXES)
_STAR = re.compile(r"(?i)\b(select|distinct|reduced)\s*\*")
_GRAPH = re.compile(r"(?i)\bgraph\b")
_PREFIXED = re.compile(rf"\b(?:{'|'.join(_PREFIXES)}):")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Which graphs a query sees, by IRI, instead of what it names itself: all `default` as one, and each of `named`."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave.

    `kind` "select": `columns` and `rows`, one tuple of terms (`rdf.terms`) a row, None where a variable is unbound;
    "boolean": `truth`; "graph": `triples`, in the engine's order.
    """

    kind: Literal["select", "boolean", "graph"]
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    truth: bool | None = None
    triples: tuple[Triple, ...] = ()


def ask(graph: Any, query: str, *, base: str | None = None) -> Answer:
    """The answer of `graph` to the SPARQL text `query`; the prefixes of `vocab.PREFIXES` need no declaration.

    `graph`: a path, an rdflib Graph, triples, or a store, ours or pyoxigraph's.
    Raises QueryError, with line and column, for a malformed query, for one that would leave the graph (SERVICE) or
    change it, and for one that fails; GraphError for a path that holds no graph.
    """
    with failures(query):
        return answer(evaluate(rdf.as_store(graph), query, base=base))


def evaluate(store: Store, query: str, *, base: str | None = None, dataset: Dataset | None = None) -> Result:
    """The engine's result, still to be read within `failures(query)`; a function that nobody knows is an error of the
    expression it stands in, as SPARQL 1.1 section 17.6 has it.

    Raises QueryError as `ask` does.
    """
    guard.refuse(query)
    graphs = None if dataset is None else (dataset.default, dataset.named)
    with failures(query):
        corrected = _corrected(store, query, base) if _may_need_correction(query) else query
        try:
            return store.query(corrected, base=base, prefixes=_prefixes(corrected), graphs=graphs)
        except SyntaxError:
            if corrected == query:
                raise
            # so that the place in the message is one of the text as written
            return store.query(query, base=base, prefixes=_prefixes(query), graphs=graphs)


def _may_need_correction(query: str) -> bool:
    if "*" in query and _STAR.search(query):
        return True
    folded = query.lower()
    return "group_concat" in folded or ("graph" in folded and _GRAPH.search(query) is not None)


def _prefixes(query: str) -> dict[str, str] | None:
    """The project's prefixes, where the query uses one: to hand them over takes half as long as a short query."""
    return _PREFIXES if "\\" in query or _PREFIXED.search(query) else None


def _corrected(store: Store, query: str, base: str | None) -> str:
    """The query as the engine has to be asked it, so that the answer is that of SPARQL 1.1, columns in their order."""
    from mrgraph.asking import rewriting

    corrected = rewriting.correct(query, store.named_graphs())
    if not _STAR.search(corrected):
        return corrected
    empty = rdf.Store().query(corrected, base=base, prefixes=_prefixes(corrected))  # tells the columns at once
    return rewriting.in_order(corrected, empty.columns) if empty.kind == "select" else corrected


def answer(result: Result) -> Answer:
    """The engine's result, read to its end."""
    if result.kind == "boolean":
        return Answer("boolean", truth=bool(result))
    if result.kind == "graph":
        return Answer("graph", triples=tuple(result))
    return Answer("select", columns=result.columns, rows=tuple(result))


def updated(sources: Sequence[Path | str], update: str, form: str, *, base: str | None = None) -> bytes:
    """The graph of `sources` after the SPARQL 1.1 Update `update`, in the format `form`; nothing is changed in place.

    Raises QueryError for a malformed update or one that reads files or the net, GraphError for the sources.
    """
    from mrgraph.rdf import serialization

    guard.refuse(update, updating=True)
    with failures(update, updating=True):
        triples = rdf.updated(sources, update, base=base)
    return serialization.serialise(triples, form)


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
            from mrgraph.asking.hints.syntax_errors import explain

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
