"""Documents -> a graph that can be asked at once, and one document -> what it claims, as Python has them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from mrgraph.library.opened_graph import Graph
from mrgraph.pipeline import build as stages
from mrgraph.records import Extraction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mrgraph.documents.sources import Paths
    from mrgraph.facts import Facts
    from mrgraph.rdf.terms import Triple
    from mrgraph.records import Document, Problem
    from mrgraph.reference import Reference
    from mrgraph.settings import Settings


class BuiltGraph(Graph):
    """A graph just built: what a Graph can do, and what the build tells.

    `facts`, `problems`, `rejects`, `refused`, `versions`: see `mrgraph.pipeline.build.Build`.
    """

    def __init__(self, built: stages.Build) -> None:
        super().__init__(built.triples)
        self._built = built

    @property
    def triples(self) -> tuple[Triple, ...]:  # type: ignore[override]
        """All triples, sorted."""
        return self._built.triples

    @property
    def facts(self) -> Facts:
        """The facts that the triples say."""
        return self._built.facts

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What kept documents out."""
        return self._built.problems

    @property
    def rejects(self) -> Mapping[str, int]:
        """How often words were refused, by reason."""
        return self._built.rejects

    @property
    def refused(self) -> Mapping[str, str]:
        """Paths of documents that read like no report, with the reason."""
        return self._built.refused

    @property
    def versions(self) -> tuple[tuple[str, str], ...]:
        """What took part besides mrgraph, as (name, version)."""
        return self._built.versions

    @property
    def damaged(self) -> int:
        """Entries of the cache that did not hold what had been kept."""
        return self._built.damaged

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BuiltGraph) and self._built == other._built

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Extracted(Extraction):
    """All that was read from one document."""

    def to_dict(self) -> dict[str, Any]:
        """The same as `mrgraph extract` prints it, ready for JSON."""
        from mrgraph.evaluation import answers

        return dict(answers.answer(self))


def build(paths: Paths, settings: Settings | None = None, progress: Callable[[str], None] | None = None) -> BuiltGraph:
    """The graph of all documents under `paths`; `progress` is called with the path of each that is done.

    A path is a file, a folder, a pattern, or "-" for standard input; a single one may be given as it is. A document
    that cannot be read is a problem of the result. Raises MrgraphError only for what concerns all documents, such as a
    model that is not installed.
    """
    return BuiltGraph(stages.build(paths, settings, progress))


def extract(
    document: Document | str | Path, reference: Reference | None = None, settings: Settings | None = None
) -> Extracted:
    """All that a document, or the one at a path, claims, each claim with the words it was read from.

    Raises SourceError where it holds no text, UsageError for a path with several documents, MissingExtra where the
    settings name a model that is not installed.
    """
    extraction = stages.extract(document, reference, settings)
    return Extracted(**{field.name: getattr(extraction, field.name) for field in fields(Extraction)})


def open_graph(graph: Path | str) -> Graph:
    """The graph in a folder that `mrgraph build` wrote, or in any RDF file.

    Raises GraphError where there is none.
    """
    return Graph(graph)


def query(graph: Graph | Any, question: str, /, *, timeout: float | None = None, **values: object) -> Any:
    """The answer of a graph, or of the one at a path, to SPARQL or a saved query: see `Graph.query`."""
    opened = graph if isinstance(graph, Graph) else Graph(graph)
    return opened.query(question, timeout=timeout, **values)


def export(graph: Graph | Any, file: Path | str, format: str | None = None, **options: Any) -> Path:  # noqa: A002
    """Write a graph, or the one at a path, for another tool: see `Graph.export`."""
    opened = graph if isinstance(graph, Graph) else Graph(graph)
    return opened.export(file, format, **options)
