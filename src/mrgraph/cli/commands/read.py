"""Commands that read documents: build, extract, text."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, NOT_DONE, PROBLEMS, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from mrgraph.pipeline.build import Build
    from mrgraph.records import Problem
    from mrgraph.settings import Settings

FAILURES = ("problems", "refused", "never")
EXTRACT_FORMATS = ("jsonl", "json", "text")


@click.command(epilog="\b\nExample:\n  mrgraph build seeds -o graph")
@options.inputs
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    default=options.DEFAULT_GRAPH,
    show_default=True,
    help="Folder to write graph.ttl and run.ttl into.",
)
@options.reading
@options.curated
@options.messages
@click.option(
    "--fail-on",
    "fails",
    type=Name(FAILURES),
    metavar="WHAT",
    default="problems",
    show_default=True,
    help="What makes the exit code 1: problems; refused, for documents that read like no market report as well; never.",
)
@click.option(
    "--no-known-companies", is_flag=True, help="Leave out the shipped table of large firms; --companies stays."
)
@click.option("--fresh", is_flag=True, help="Read all documents again, those unchanged since the last build too.")
def build(
    paths: tuple[str, ...],
    folder: str,
    settings: Settings,
    *,
    fresh: bool,
    fails: str,
    no_known_companies: bool,
    **curated: str | None,
) -> int:
    """Read documents into a graph.

    PATH is a file, a folder, a pattern, or - for stdin. The same documents always give the same graph.ttl; what
    differs from run to run (times, versions, counts) goes into run.ttl. A document that cannot be read is told on
    stderr, and the others are built; the exit code is then 1.

    What was read is kept in DIR/.cache: the next build reads only what is new or changed, and one that was stopped
    goes on where it was. The graph is the same as that of a fresh build.
    """
    from datetime import UTC, datetime

    from mrgraph.cli import summary
    from mrgraph.pipeline import build

    settings = replace(_with_decisions(settings, Path(folder), curated), known_companies=not no_known_companies)
    if not fresh:
        settings = replace(settings, cache=Path(folder) / ".cache")
    started = datetime.now(UTC)
    with terminal.Progress() as progress:
        result = build.build(paths, settings, progress)
    if result.damaged:
        entries = "entry was" if result.damaged == 1 else "entries were"
        terminal.say(f"{result.damaged} damaged cache {entries} read again")
    for problem in result.problems:
        terminal.warn(str(problem))
    _tell_refused(result.refused)
    _tell_left_out(paths, settings.exclude)
    if not result.facts.documents:
        why = "no document reads like a market report" if result.refused else "no document could be read"
        terminal.complain(f"{why}, so no graph was written; check what is said above")
        return NOT_DONE
    ended = datetime.now(UTC)
    _save(result, Path(folder), started, ended)
    seconds = (ended - started).total_seconds()
    for line in summary.lines(result.facts, result.rejects, len(result.problems), seconds, result.applied):
        terminal.say(line)
    terminal.say(f"wrote {Path(folder) / 'graph.ttl'}")
    failed = (result.problems and fails != "never") or (result.refused and fails == "refused")
    return PROBLEMS if failed else DONE


@click.command(epilog="\b\nExample:\n  mrgraph extract seeds -o read.jsonl")
@options.inputs
@file_formats.written(EXTRACT_FORMATS, "jsonl")
@options.reading
@click.option(
    "--explain", is_flag=True, help="Print for people what was read by which rule, how surely, what was refused."
)
def extract(paths: tuple[str, ...], form: str, output: str, settings: Settings, *, explain: bool) -> int:
    """Print what was read from each document.

    One object a document: market, scope, publisher, companies, segments, regions, figures, each with the words it was
    read from and their place in the text that `mrgraph text` prints, and what was refused and why.
    """
    if explain:
        return _explain(paths, output, settings)
    from mrgraph.evaluation import answers
    from mrgraph.output.spool import Counted
    from mrgraph.pipeline.batch import Reading

    with terminal.Progress() as progress:
        documents = Reading(settings, progress)
        extractions = Counted(documents.extractions(paths))
        terminal.deliver(_answers(map(answers.answer, extractions), form), output)
    _tell_refused(documents.refused)
    if documents.refused and not extractions.count and not documents.problems:
        return DONE
    return _verdict(documents.problems, extractions.count)


def _explain(paths: tuple[str, ...], output: str, settings: Settings) -> int:
    """Why each document was read as it was."""
    from mrgraph import reference
    from mrgraph.extraction import explanations
    from mrgraph.output.spool import Counted
    from mrgraph.pipeline.batch import Reading

    reading = Reading(settings)
    documents = Counted(reading.documents(paths))
    known = reference.load()
    told = (explanations.lines(document, known, force=settings.force) for document in documents)
    terminal.deliver((terminal.people(lines) for lines in told), output)
    return _verdict(reading.problems, documents.count)


def _answers(answers: Iterable[Mapping[str, Any]], form: str) -> Iterator[str]:
    """One text a document, as soon as it is read."""
    from mrgraph.cli import listing

    if form == "text":
        yield from (terminal.people(listing.lines(answer)) for answer in answers)
    elif form == "jsonl":
        yield from (f"{json.dumps(answer, ensure_ascii=False)}\n" for answer in answers)
    else:
        before = "["
        for answer in answers:
            yield f"{before}\n{json.dumps(answer, ensure_ascii=False, indent=2)}"
            before = ","
        yield "[]\n" if before == "[" else "\n]\n"


@click.command(epilog="\b\nExample:\n  mrgraph text report.html | head -n 20")
@click.argument("path", metavar="PATH")
@options.encoding
@options.max_size
def text(path: str, encoding: str | None, max_size: int) -> int:
    """Print one document as the plain text that all offsets count in.

    Offsets are characters (code points), end excluded. The targets of links stand in the text as <url>.
    """
    from mrgraph.pipeline.batch import Reading

    reading = Reading(options.settings(encoding, max_size=max_size))
    documents = list(reading.documents((path,)))
    if len(documents) > 1:
        raise click.UsageError(f"{path}: {len(documents)} documents, but offsets count in one; name one of them")
    for document in documents:
        terminal.write(document.text)
    return _verdict(reading.problems, len(documents))


def _tell_refused(refused: Mapping[str, str]) -> None:
    """Say what was left out and how many; that is no problem, since a pile may hold other texts than reports."""
    for path, why in refused.items():
        terminal.say(f"{path}: {why}; --force takes it")
    if len(refused) > 1:
        counts = sorted(Counter(refused.values()).items(), key=lambda each: (-each[1], each[0]))
        told = ", ".join(f"{times:,} {why.replace('reads', 'read', 1)}" for why, times in counts)
        terminal.say(f"{len(refused):,} documents left out: {told}")


def _tell_left_out(paths: tuple[str, ...], exclude: tuple[str, ...]) -> None:
    """Say how many files of the named folders have endings that are not looked into."""
    from mrgraph.documents import sources

    skipped = sources.left_out(paths, exclude)
    if skipped:
        kinds = ", ".join(f"{ending or 'no ending'} {count:,}" for ending, count in sorted(skipped.items()))
        terminal.say(f"skipped    {skipped.total():,} files by their endings: {kinds}; a file that is named is read")


def _verdict(problems: list[Problem], count: int) -> int:
    for problem in problems:
        terminal.warn(str(problem))
    if not count:
        terminal.complain("no document could be read; check the problems above")
        return NOT_DONE
    return PROBLEMS if problems else DONE


def _with_decisions(settings: Settings, folder: Path, given: Mapping[str, str | None]) -> Settings:
    """The settings with the files of what people decided: those named, else those that lie in the output folder."""

    def file(name: str) -> Path | None:
        named, beside = given.get(name), folder / f"{name}.csv"
        return Path(named) if named else beside if beside.is_file() else None

    return replace(
        settings, identities=file("identities"), corrections=file("corrections"), companies=file("companies")
    )


def _save(result: Build, folder: Path, started: datetime, ended: datetime) -> None:
    from mrgraph import __version__, vocab
    from mrgraph.graphs import run_record
    from mrgraph.rdf import interchange

    saved = interchange.save(result.triples, folder / "graph.ttl")
    run = run_record.Run(
        graph_sha256=saved.sha256,
        graph_size=saved.size,
        triples=saved.triples,
        started=started,
        ended=ended,
        documents=tuple(document.iri for document in result.facts.documents),
        versions=(("mrgraph", __version__), *result.versions),
    )
    interchange.save(run_record.describe(run), folder / "run.ttl", vocab.SIDECAR_PREFIXES)
