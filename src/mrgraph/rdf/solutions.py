"""What the engine answered: rows, a yes or no, or triples; read one by one, or written by the engine's own writers."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, ClassVar, Literal, TypeAlias

import pyoxigraph

from mrgraph.rdf.engine_terms import our_triples, ours
from mrgraph.rdf.formats import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mrgraph.rdf.terms import Term, Triple

    Row: TypeAlias = tuple[Term | None, ...]


class Rows:
    """The rows of SELECT, to be read once: one tuple of terms each, None where a variable of `columns` is unbound."""

    kind: ClassVar[Literal["select"]] = "select"

    def __init__(self, engine: pyoxigraph.QuerySolutions) -> None:
        self._engine = engine
        self.columns = tuple(variable.value for variable in engine.variables)

    def __iter__(self) -> Iterator[Row]:
        for row in self._engine:
            yield tuple([None if term is None else ours(term) for term in row])

    def count(self) -> int:
        """How many there are; they are read for it."""
        return sum(1 for _ in self._engine)

    def write(self, form: str, stream: IO[bytes]) -> None:
        """Write them in one of the W3C formats."""
        self._engine.serialize(stream, _results_format(form))


class Truth:
    """The yes or no of ASK."""

    kind: ClassVar[Literal["boolean"]] = "boolean"

    def __init__(self, engine: pyoxigraph.QueryBoolean) -> None:
        self._engine = engine

    def __bool__(self) -> bool:
        return bool(self._engine)

    def write(self, form: str, stream: IO[bytes]) -> None:
        """Write it in one of the W3C formats."""
        self._engine.serialize(stream, _results_format(form))


class Built:
    """The triples of CONSTRUCT or DESCRIBE, to be read once."""

    kind: ClassVar[Literal["graph"]] = "graph"

    def __init__(self, engine: pyoxigraph.QueryTriples | pyoxigraph.QuadParser) -> None:
        self._engine = engine

    def __iter__(self) -> Iterator[Triple]:
        return our_triples(self._engine)


Result: TypeAlias = Rows | Truth | Built


def result(engine: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples) -> Result:
    """What the engine answered."""
    if isinstance(engine, pyoxigraph.QuerySolutions):
        return Rows(engine)
    return Truth(engine) if isinstance(engine, pyoxigraph.QueryBoolean) else Built(engine)


def read(stream: IO[bytes], form: str) -> Rows | Truth:
    """What was written in one of the W3C formats, but CSV, which does not tell terms apart.

    Raises ValueError or SyntaxError for what is none.
    """
    return _rows_or_truth(pyoxigraph.parse_query_results(stream, _results_format(form)))


def received(data: bytes, media_type: str) -> Result | None:
    """The answer of an endpoint; None for a media type that is none of an answer.

    Raises ValueError or SyntaxError for data that is no answer, for triples only while they are read.
    """
    rows = pyoxigraph.QueryResultsFormat.from_media_type(media_type)
    if rows is not None:
        return _rows_or_truth(pyoxigraph.parse_query_results(data, rows))
    graph = pyoxigraph.RdfFormat.from_media_type(media_type)
    return None if graph is None else Built(pyoxigraph.parse(data, graph))


def _rows_or_truth(engine: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean) -> Rows | Truth:
    return Rows(engine) if isinstance(engine, pyoxigraph.QuerySolutions) else Truth(engine)


def _results_format(form: str) -> pyoxigraph.QueryResultsFormat:
    found: pyoxigraph.QueryResultsFormat = getattr(pyoxigraph.QueryResultsFormat, BY_NAME[form].engine)
    return found
