"""Paths -> extractions: the first two stages over a whole pile, each document in a process that it cannot leave."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Final, TypeVar

from mrgraph import reference
from mrgraph.documents import language
from mrgraph.errors import MissingExtra, MrgraphError, SourceError
from mrgraph.records import Document, Extraction, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mrgraph.documents.sources import Paths
    from mrgraph.pipeline.cache import Cache
    from mrgraph.reference import Reference
    from mrgraph.settings import Settings

# Read once before processes are started: they share what is imported, loaded and compiled at first use.
_TEXT = """# Widget Market – Forecast to 2031

The widget market was valued at USD 5.2 billion in 2024 and will grow at a CAGR of 4% by 2031. Europe held 40%.

## Key Players
- Example Inc.
"""
_SAMPLE = Source("sample.md", _TEXT.encode(), "")

_T = TypeVar("_T")
_R = TypeVar("_R", Document, Extraction)


def read(paths: Paths, settings: Settings) -> Iterator[Source | Problem]:
    """Each input once, sorted by its path; what cannot be read comes as a problem."""
    from mrgraph.documents import sources

    return sources.sources(paths, settings.max_bytes, settings.exclude)


def parse(source: Source, settings: Settings) -> Document:
    """The structured document in a source.

    Raises SourceError where it holds no text.
    """
    from mrgraph.documents import parsing

    return parsing.parse(source, settings.encoding)


def extract(document: Document, reference: Reference, settings: Settings) -> Extraction:
    """All that a document claims.

    Raises MissingExtra where the settings name a model that is not installed.
    """
    from mrgraph.extraction import extractor

    if settings.ner is None:
        return extractor.extract(document, reference, force=settings.force)
    from mrgraph.extraction.companies import ner

    return extractor.extract(document, reference, ner.recogniser(settings.ner), force=settings.force)


_FOREIGN: Final = "in a language that is not read ({}), so that much or all of it was missed"


@dataclass(slots=True)
class Reading:
    """One pass over the inputs: results come in the order of their paths, problems and refusals add up.

    `rejects`: how often words were refused, by reason. `refused`: why nothing was read from a document, by its path:
    a pile may hold other texts. `progress` is called with the path of each document done.
    """

    settings: Settings
    progress: Callable[[str], None] | None = None
    problems: list[Problem] = field(default_factory=list)
    rejects: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)
    _cache: Cache | None = field(init=False)

    def __post_init__(self) -> None:
        self._cache = _cache(self.settings)

    @property
    def damaged(self) -> int:
        """How many entries of the cache did not hold what had been kept, so that their sources were read again."""
        return self._cache.damaged if self._cache else 0

    def documents(self, paths: Paths) -> Iterator[Document]:
        """The documents that can be read."""
        return self._sound(in_processes(self._sources(paths), document, self.settings))

    def extractions(self, paths: Paths) -> Iterator[Extraction]:
        """What was read from each document.

        Raises MissingExtra where the settings name a model that is not installed.
        """
        recalled = map(self._recalled, self._sources(paths))
        for extraction in self._sound(in_processes(recalled, _kept_extraction, self.settings)):
            if extraction.language not in language.READ:
                self.problems.append(Problem(extraction.path, _FOREIGN.format(extraction.language), "translate it"))
            elif extraction.refused:
                self.refused[extraction.path] = extraction.refused
            if extraction.refused:
                continue
            self.rejects.update(reject.why for reject in extraction.rejects)
            yield extraction

    def forget(self) -> None:
        """Keep for the next build what was read from the sources of this pass, and nothing else."""
        if self._cache:
            self._cache.forget(but=self._kept)

    def _sources(self, paths: Paths) -> Iterator[Source]:
        for source in read(paths, self.settings):
            if isinstance(source, Problem):
                self.problems.append(source)
            else:
                yield source

    def _recalled(self, source: Source) -> Source | Extraction:
        """What an earlier build read from the source, else the source."""
        if self._cache is None:
            return source
        self._kept.add(self._cache.name(source))
        return self._cache.recall(source) or source

    def _sound(self, results: Iterable[_R | Problem]) -> Iterator[_R]:
        for result in results:
            if self.progress is not None:
                self.progress(result.path)
            if isinstance(result, Problem):
                self.problems.append(result)
            else:
                yield result


def in_processes(items: Iterable[Source | _T], work: Callable[..., _T], settings: Settings) -> Iterator[_T | Problem]:
    """What `work(source, settings=settings)` makes of each source, in their order; other items stand for themselves.

    One process for a few sources, more as they turn out to be many, and never more than the settings say. A source that
    takes longer than they allow, or kills its process, is a problem and costs no other.
    """
    from mrgraph.pipeline.processes import Processes

    processes = Processes(
        work=partial(work, settings=settings),
        prepare=partial(document if work is document else annotated, _SAMPLE, settings),
        most=settings.workers or os.cpu_count() or 1,
        seconds=settings.max_seconds,
        at_once=settings.workers is not None,
    )
    return processes.results(items)


def problem(path: str, error: MrgraphError) -> Problem:
    """An error about one source as a problem; its message says "path: what is wrong; what to do"."""
    wrong, _, cure = str(error).removeprefix(f"{path}: ").partition("; ")
    return Problem(path, wrong, cure or "check the file")


def extraction(source: Source, settings: Settings) -> Extraction | Problem:
    """What one source holds."""
    result = annotated(source, settings)
    return result if isinstance(result, Problem) else result[0]


def annotated(source: Source, settings: Settings) -> tuple[Extraction, str] | Problem:
    """What one source holds, and the text that its offsets count in."""

    def read_whole() -> tuple[Extraction, str]:
        parsed = _parsed(source, settings)
        return extract(parsed, _reference(), settings), parsed.text

    return _guarded(source, read_whole)


def document(source: Source, settings: Settings) -> Document | Problem:
    """The document in a source."""
    return _guarded(source, partial(_parsed, source, settings))


def _kept_extraction(source: Source, settings: Settings) -> Extraction | Problem:
    """What one source holds, kept for the next build."""
    result = extraction(source, settings)
    cache = _cache(settings)
    if cache is not None and isinstance(result, Extraction):
        cache.keep(source, result)
    return result


def _guarded(source: Source, work: Callable[[], _T]) -> _T | Problem:
    """The result of work on a source; whatever goes wrong with it alone is a problem, never the end of the pile."""
    try:
        return work()
    except MissingExtra:
        raise
    except SourceError as error:
        return problem(source.path, error)
    except (MemoryError, RecursionError) as error:
        return Problem(
            source.path, f"too large or too deep to read ({type(error).__name__})", "split it or leave it out"
        )
    except Exception as error:  # noqa: BLE001 - one document of 100,000 that meets a bug must not end the build
        message = " ".join(f"{type(error).__name__}: {error}".split())
        return Problem(source.path, f"met an error in mrgraph ({message})", "leave it out, and report it with the file")


def _parsed(source: Source, settings: Settings) -> Document:
    """The document in a source; an extra that its format needs, if missing, concerns this source alone."""
    try:
        return parse(source, settings)
    except MissingExtra as error:
        raise SourceError(str(error)) from error


@cache
def _reference() -> Reference:
    return reference.load()


def _cache(settings: Settings) -> Cache | None:
    if settings.cache is None:
        return None
    from mrgraph.pipeline.cache import Cache

    return Cache(settings.cache, settings)
