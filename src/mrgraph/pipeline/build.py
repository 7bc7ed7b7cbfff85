"""From files to a checked graph: the stages in the order in which data flows through them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from mrgraph import curation_files
from mrgraph import reference as known
from mrgraph.errors import SourceError, UsageError
from mrgraph.firms import known_firms
from mrgraph.pipeline import batch
from mrgraph.pipeline.batch import Reading
from mrgraph.rdf.terms import shorten
from mrgraph.records import Document, Problem, Source
from mrgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from mrgraph.curation_files import Decision
    from mrgraph.documents.sources import Paths
    from mrgraph.facts import Facts
    from mrgraph.rdf.terms import Triple
    from mrgraph.records import Extraction
    from mrgraph.reference import Reference


@dataclass(frozen=True, slots=True)
class Build:
    """What a build made: facts and their triples, what kept documents out, and how often words were refused, by reason.

    `versions`: what took part besides mrgraph, as (name, version). `refused`: paths of documents that were left out,
    with the reason. `damaged`: entries of the cache that did not hold what had been kept, so that their documents were
    read again. `applied`: how many decisions of each file took effect.
    """

    facts: Facts
    triples: tuple[Triple, ...]
    problems: tuple[Problem, ...]
    rejects: Mapping[str, int]
    versions: tuple[tuple[str, str], ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    damaged: int = 0
    applied: Mapping[str, int] = field(default_factory=dict)


def build(paths: Paths, settings: Settings | None = None, progress: Callable[[str], None] | None = None) -> Build:
    """The graph of all documents under `paths`; `progress` is called with the path of each that is done.

    A path is a file, a folder, a pattern, or "-" for standard input; a single one may be given as it is.

    A document that cannot be read is a problem of the result, and so is a correction that meets no claim. Raises
    MrgraphError only for what concerns all documents, such as a model that is not installed, or a malformed file of
    decisions.
    """
    from mrgraph.extraction.rule_sources import digests
    from mrgraph.graphs.assembly import assemble
    from mrgraph.linking.linker import Linker

    settings = settings or Settings()
    table = known.load()
    pile = Reading(settings, progress)
    decided = curation_files.read(settings.identities, settings.corrections, settings.companies)
    linker = Linker(table, known_firms.with_shipped(decided) if settings.known_companies else decided)
    for extraction in _linkable(pile, paths):
        linker.add(extraction)
    pile.forget()
    facts = linker.facts()
    problems = list(pile.problems)
    if facts.documents:  # else no decision could meet anything, which is not what is wrong
        problems += [*_unmet(settings, linker.unused), *_unknown(settings, linker.unknown)]
    return Build(
        facts=facts,
        triples=assemble(facts, table, digests()),
        problems=tuple(sorted(problems, key=lambda problem: (problem.path, problem.message))),
        rejects=dict(sorted(pile.rejects.items())),
        versions=_versions(settings),
        refused=dict(sorted(pile.refused.items())),
        damaged=pile.damaged,
        applied={
            "corrections": len(decided.corrections) - len(linker.unused),
            "identities": len(decided.decisions) - len(linker.unknown),
        },
    )


def read(paths: Paths, settings: Settings | None = None) -> Iterator[Source | Problem]:
    """Each input once, sorted by its path; what cannot be read comes as a problem.

    A path is a file, a folder, a pattern, or "-" for standard input; a single one may be given as it is.
    """
    return batch.read(paths, settings or Settings())


def parse(source: Source | str | Path, settings: Settings | None = None) -> Document:
    """The structured document in a source, or in the one file that a path names.

    Raises SourceError where it holds no text, and UsageError for a path with several documents.
    """
    settings = settings or Settings()
    return batch.parse(source if isinstance(source, Source) else _one(source, settings), settings)


def extract(
    document: Document | str | Path, reference: Reference | None = None, settings: Settings | None = None
) -> Extraction:
    """All that a document, or the one at a path, claims, each claim with the words it was read from.

    Raises MissingExtra where the settings name a model that is not installed, and what `parse` raises.
    """
    settings = settings or Settings()
    if not isinstance(document, Document):
        document = parse(document, settings)
    return batch.extract(document, reference or known.load(), settings)


def _one(path: str | Path, settings: Settings) -> Source:
    """The only source at a path."""
    sources = list(islice(batch.read(path, settings), 2))
    if len(sources) > 1:
        raise UsageError(f"{path}: several documents; take them one by one from mrgraph.read")
    if isinstance(sources[0], Problem):
        raise SourceError(str(sources[0]))
    return sources[0]


def link(extractions: Iterable[Extraction], reference: Reference | None = None) -> Facts:
    """The facts of a pile of documents, whatever their order."""
    from mrgraph.linking import linker

    return linker.link(extractions, reference or known.load(), known_firms.with_shipped(curation_files.Curation()))


def _linkable(pile: Reading, paths: Paths) -> Iterator[Extraction]:
    """Extractions that can become part of a graph; the others are problems."""
    from mrgraph.linking import linker

    for extraction in pile.extractions(paths):
        problem = linker.unlinkable(extraction)
        if problem is None:
            yield extraction
        else:
            pile.problems.append(problem)


def _unmet(settings: Settings, unused: Mapping[str, str]) -> Iterator[Problem]:
    """Corrections that no longer match anything."""
    for claim, why in sorted(unused.items()):
        cure = "take its line out, or correct it; `mrgraph why` shows today's claims"
        yield Problem(str(settings.corrections), f"{shorten(claim)}: {why}", cure)


def _unknown(settings: Settings, decisions: Iterable[Decision]) -> Iterator[Problem]:
    """Identity decisions about things that are not there."""
    for decision in decisions:
        pair = f"{shorten(decision.first)} and {shorten(decision.second)}"
        cure = "take the line out, or correct it; `mrgraph query` lists what there is"
        yield Problem(str(settings.identities), f"{pair}: no document names either", cure)


def _versions(settings: Settings) -> tuple[tuple[str, str], ...]:
    """What the result depends on besides mrgraph: the HTML parser, and the model if one was used, with its hash."""
    from importlib.metadata import version

    versions = [("beautifulsoup4", version("beautifulsoup4"))]
    if settings.ner:
        from mrgraph.extraction.companies import ner

        versions.append(ner.recogniser(settings.ner).identity)
    return tuple(versions)
