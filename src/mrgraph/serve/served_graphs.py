"""The graphs that a service is told to serve: their files, opened as one store, and a mark of the state they are in."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from mrgraph import rdf
from mrgraph.errors import GraphError
from mrgraph.rdf import disk_index

if TYPE_CHECKING:
    from pathlib import Path

# Bytes of a file: up to half a million triples or so, asking in memory is three times as fast, and processes share it.
_INDEX_FROM = 16_000_000


@dataclass(frozen=True, slots=True)
class ServedGraphs:
    """What is served: paths of graphs, and pairs of an IRI and the path of the graph it names."""

    graphs: tuple[str, ...]
    named: tuple[tuple[str, str], ...] = ()

    def open(self) -> Any:
        """The store.

        Raises GraphError for a missing or malformed file, UsageError for a name that is no IRI.
        """
        return rdf.open_dataset(self.graphs, dict(self.named), index_from=_INDEX_FROM)

    def shared(self) -> tuple[Any, int]:
        """The store that processes share by forking, and how many triples it has.

        None in place of a disk index, which each process has to open: the threads that serve it do not outlive a fork.
        Raises MrgraphError as `open` does.
        """
        if len(self.graphs) != 1 or self.named or not disk_index.is_indexed(self.graphs[0], smallest=_INDEX_FROM):
            store = self.open()
            return store, len(store)
        with ProcessPoolExecutor(1, mp_context=get_context("fork")) as elsewhere:
            try:
                return None, elsewhere.submit(self._size).result()
            except BrokenProcessPool as error:
                raise GraphError(f"{self.graphs[0]}: could not be opened; see the message above") from error

    def _size(self) -> int:
        return len(self.open())

    def files(self) -> list[Path]:
        """The files of all graphs.

        Raises GraphError where one is missing.
        """
        return [rdf.graph_file(path) for path in (*self.graphs, *(path for _, path in self.named))]

    def mark(self) -> str:
        """What changes when a file that is served changes.

        Raises GraphError or OSError where one is missing.
        """
        states = [(path.resolve(), path.stat()) for path in self.files()]
        return " ".join(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in states)
