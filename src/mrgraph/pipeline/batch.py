"""Paths -> extractions: the first two stages over a whole pile, in one process or several, always in the same order."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter, deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias

from mrgraph import reference
from mrgraph.errors import MissingExtra, MrgraphError, SourceError
from mrgraph.pipeline.cache import Memory
from mrgraph.records import Extraction, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from mrgraph.records import Document
    from mrgraph.reference import Reference
    from mrgraph.settings import Settings

    Work: TypeAlias = Callable[[Source], Extraction | Problem]

# Starting a process costs as much as reading some thirty documents: below this number one process is quicker.
_FEW = 100
_LOOK_UP = 1.0  # seconds between two looks of a worker whether its parent is still there
_AHEAD = 8  # documents in flight per worker: keeps all busy, and memory flat


def read(paths: Iterable[str], settings: Settings) -> Iterator[Source | Problem]:
    """Each input once, sorted by its path; what cannot be read comes as a problem."""
    from mrgraph.documents import sources

    return sources.sources(paths, settings.max_bytes)


def parse(source: Source, settings: Settings) -> Document:
    """The structured document in a source.

    Raises SourceError where it holds no text.
    """
    from mrgraph.documents import parsing

    return parsing.parse(source, settings.encoding)


def extract(document: Document, known: Reference, settings: Settings) -> Extraction:
    """All that a document claims.

    Raises MissingExtra where the settings name a model that is not installed.
    """
    from mrgraph.extraction import extractor

    if settings.ner is None:
        return extractor.extract(document, known, force=settings.force)
    from mrgraph.extraction.companies import ner

    return extractor.extract(document, known, ner.recogniser(settings.ner), force=settings.force)


@dataclass(slots=True)
class Reading:
    """One pass over the inputs: extractions come in the order of their paths, problems and refusals add up.

    `rejects`: how often words were refused, by reason. `refused`: why nothing was read from a document, by its path:
    a pile may hold other texts. `progress` is called with the path of each document done.
    """

    settings: Settings
    progress: Callable[[str], None] | None = None
    problems: list[Problem] = field(default_factory=list)
    rejects: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    def documents(self, paths: Iterable[str]) -> Iterator[Document]:
        """The documents that can be read."""
        for source in self._sources(paths):
            try:
                yield parse(source, self.settings)
            except MrgraphError as error:
                self.problems.append(problem(source.path, error))

    def extractions(self, paths: Iterable[str]) -> Iterator[Extraction]:
        """What was read from each document.

        Raises MissingExtra where the settings name a model that is not installed.
        """
        sources = self._sources(paths)
        first = list(islice(sources, _FEW))
        workers = self.settings.workers or os.cpu_count() or 1
        if workers == 1 or (self.settings.workers is None and len(first) < _FEW):
            found: Iterator[Extraction | Problem] = (
                extraction(source, self.settings) for source in chain(first, sources)
            )
        else:
            found = in_processes(chain(first, sources), partial(extraction, settings=self.settings), workers)
        for each in found:
            if self.progress is not None:
                self.progress(each.path)
            if isinstance(each, Problem):
                self.problems.append(each)
            elif each.refused:
                self.refused[each.path] = each.refused
            else:
                self.rejects.update(reject.why for reject in each.rejects)
                yield each

    def forget(self) -> None:
        """Keep for the next build what was read from the sources of this pass, and nothing else."""
        memory = _memory(self.settings)
        if memory:
            memory.forget(but=self._kept)

    def _sources(self, paths: Iterable[str]) -> Iterator[Source]:
        memory = _memory(self.settings)
        for source in read(paths, self.settings):
            if isinstance(source, Problem):
                self.problems.append(source)
                continue
            if memory:
                self._kept.add(memory.name(source))
            yield source


def problem(path: str, error: MrgraphError) -> Problem:
    """An error about one source as a problem; its message says "path: what is wrong; what to do"."""
    what, _, cure = str(error).removeprefix(f"{path}: ").partition("; ")
    return Problem(path, what, cure or "check the file")


def extraction(source: Source, settings: Settings) -> Extraction | Problem:
    """What one source holds, as an earlier build read it, or read now."""
    memory = _memory(settings)
    kept = memory.recall(source) if memory else None
    if kept is not None:
        return kept
    found = _read(source, settings)
    if memory and isinstance(found, Extraction):
        memory.keep(source, found)
    return found


def _read(source: Source, settings: Settings) -> Extraction | Problem:
    """What one source holds; whatever goes wrong with it alone is a problem, never the end of the pile."""
    try:
        return extract(_parsed(source, settings), _reference(), settings)
    except MissingExtra:
        raise
    except SourceError as error:
        return problem(source.path, error)
    except (MemoryError, RecursionError) as error:
        return Problem(
            source.path, f"too large or too deep to read ({type(error).__name__})", "split it or leave it out"
        )
    except Exception as error:  # noqa: BLE001 - one document of 100,000 that meets a bug must not end the build
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return Problem(source.path, f"met an error in mrgraph ({said})", "leave it out, and report it with the file")


def _parsed(source: Source, settings: Settings) -> Document:
    """The document in a source; an extra that its format needs, if missing, concerns this source alone."""
    try:
        return parse(source, settings)
    except MissingExtra as error:
        raise SourceError(str(error)) from error


@cache
def _reference() -> Reference:
    return reference.load()


@cache
def _memory(settings: Settings) -> Memory | None:
    return Memory(settings.memory, settings) if settings.memory else None


# ----------------------------------------------------------------------------------------------- processes


def in_processes(sources: Iterable[Source], work: Work, workers: int) -> Iterator[Extraction | Problem]:
    """What `work` makes of each source, in their order, by `workers` processes.

    A process that dies costs no source but the one that killed it. `work` must be importable from a module.
    """
    pool = _pool(workers)
    waiting: deque[tuple[Source, Future[Extraction | Problem]]] = deque()
    try:
        for source in sources:
            waiting.append((source, pool.submit(work, source)))
            if len(waiting) >= workers * _AHEAD:
                found, pool = _next(waiting, pool, work, workers)
                yield found
        while waiting:
            found, pool = _next(waiting, pool, work, workers)
            yield found
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that leave an interrupt to this one, and end when it ends, however that happens."""
    return ProcessPoolExecutor(workers, initializer=_begin, initargs=(os.getpid(),))


def _begin(parent: int) -> None:
    """What a worker does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive, args=(parent,), daemon=True).start()


def _outlive(parent: int) -> None:
    """End this process once its parent is gone."""
    while os.getppid() == parent:
        time.sleep(_LOOK_UP)
    os._exit(1)


def _next(
    waiting: deque[tuple[Source, Future[Extraction | Problem]]], pool: ProcessPoolExecutor, work: Work, workers: int
) -> tuple[Extraction | Problem, ProcessPoolExecutor]:
    """What the first of the waiting sources holds, and the pool to go on with: a new one where a process died."""
    source, future = waiting.popleft()
    try:
        return future.result(), pool
    except BrokenProcessPool:
        pool.shutdown(wait=False, cancel_futures=True)
    found = _alone(source, work)
    pool = _pool(workers)
    left = [each for each, _ in waiting]
    waiting.clear()
    waiting.extend((each, pool.submit(work, each)) for each in left)
    return found, pool


def _alone(source: Source, work: Work) -> Extraction | Problem:
    """The source read in a process of its own, so that the guilty one is known."""
    with _pool(1) as pool:
        try:
            return pool.submit(work, source).result()
        except BrokenProcessPool:
            return Problem(source.path, "reading it killed the process (out of memory?)", "leave it out or split it")
