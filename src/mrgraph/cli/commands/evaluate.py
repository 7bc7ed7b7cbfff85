"""Commands that measure quality: evaluate."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, NOT_DONE, PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mrgraph.evaluation.scoreboard import Measured
    from mrgraph.records import Extraction, Problem, Source
    from mrgraph.settings import Settings

    Reading: TypeAlias = tuple[Extraction, str] | Problem

FORMATS = ("table", "json")


@click.command(epilog="\b\nExample:\n  mrgraph evaluate tests/gold/seeds --errors 5")
@click.argument(
    "folders", metavar="GOLD_DIR...", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False)
)
@click.option(
    "--docs",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Folder that the gold's `document` paths begin in; by default those above and beside GOLD_DIR are tried.",
)
@file_formats.written(FORMATS, "table")
@click.option("--by-family", is_flag=True, help="A table for each folder of documents, too.")
@click.option("--worst", metavar="N", type=click.IntRange(min=0), default=5, show_default=True, help="Worst documents.")
@click.option(
    "--errors", metavar="N", type=click.IntRange(min=0), default=0, help="Misses and extras to show for each field."
)
@click.option("--bands", is_flag=True, help="How often claims of each confidence, and of each rule, were right.")
@options.ner
@options.encoding
def evaluate(folders: tuple[str, ...], docs: str | None, ner: str | None, encoding: str | None, **shown: Any) -> int:
    """Compare what is read from documents with gold made by hand.

    GOLD_DIR holds one JSON file a document, in the format that `mrgraph extract` prints. Prints precision, recall and
    F1 of each field, the worst documents, and the answers that the gold warns of (traps). A document that cannot be
    found or read counts as unanswered; the exit code is then 1.
    """
    from mrgraph.evaluation import scoreboard

    golds = [gold for folder in folders for gold in gold_records(Path(folder))]
    if not golds:
        terminal.complain(f"{', '.join(folders)}: no gold here; name a folder of *.json files that have `companies`")
        return NOT_DONE
    measured = _measured(golds, docs, options.settings(encoding, ner=ner))
    form, output = shown.pop("form"), shown.pop("output")
    if form == "json":
        answer = json.dumps(scoreboard.as_json(measured), ensure_ascii=False, indent=1) + "\n"
    else:
        answer = terminal.people(scoreboard.lines(measured, scoreboard.Shown(**shown)))
    terminal.deliver([answer], output)
    problems = [document.problem for document in measured if document.problem]
    for problem in problems:
        terminal.warn(problem)
    if all(document.judged.absent for document in measured):
        terminal.complain("none of the documents could be found and read; check --docs")
        return NOT_DONE
    return PROBLEMS if problems else DONE


@dataclass(frozen=True)
class Gold:
    """A gold record and the folder that was named for it."""

    record: dict[str, Any]
    folder: Path

    @cached_property
    def document(self) -> str:
        """The document's path, as the gold has it."""
        return str(self.record["document"])


def gold_records(folder: Path) -> Iterator[Gold]:
    """The gold below a folder, sorted by path; other JSON files are passed over."""
    for path in sorted(folder.rglob("*.json")):
        try:
            record = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise click.UsageError(f"{path}: no JSON ({error}); repair or remove it") from None
        if isinstance(record, dict) and "companies" in record and "document" in record:
            yield Gold(record, folder)


def _measured(golds: list[Gold], docs: str | None, settings: Settings) -> list[Measured]:
    """One a gold, in their order."""
    from mrgraph.pipeline import batch

    sources: Iterator[Source | Reading] = (_source(gold, docs, settings) for gold in golds)
    readings: Iterator[Reading] = batch.in_processes(sources, batch.annotated, settings)
    measured = []
    with terminal.Progress() as progress:
        for gold, reading in zip(golds, readings, strict=True):
            measured.append(_measure(gold, reading))
            progress(gold.document)
    return measured


def _source(gold: Gold, docs: str | None, settings: Settings) -> Source | Problem:
    """The document that a gold is about."""
    from mrgraph.pipeline import batch
    from mrgraph.records import Problem

    path = find_document(gold, docs)
    if path is None:
        return Problem(gold.document, "no such document", "name the folder it lies in with --docs")
    (source,) = batch.read(path, settings)
    return source


def _measure(gold: Gold, reading: Reading) -> Measured:
    from mrgraph.evaluation import answers, scoring
    from mrgraph.evaluation.scoreboard import Measured
    from mrgraph.records import Problem

    if isinstance(reading, Problem):
        return Measured(scoring.judge(gold.record, None), {}, "", str(reading))
    extraction, text = reading
    if extraction.refused:
        return Measured(scoring.judge(gold.record, None), {}, "", "")  # left out, which is no problem
    answer = answers.answer(extraction)
    return Measured(scoring.judge(gold.record, answer), answer, text, "")


def find_document(gold: Gold, docs: str | None) -> Path | None:
    """The document that a gold is about: by its path, else the only one with its name below --docs."""
    folder = gold.folder.resolve()
    beside = (
        folder.parent / "documents",
        folder.parent / "docs",
        *folder.parents[:4],
        folder.parent.parent / folder.name,
    )
    roots = (Path(docs),) if docs is not None else beside
    for root in roots:
        if (path := root / gold.document).is_file():
            return path
    if docs is None:
        return None
    name = unicodedata.normalize("NFC", Path(gold.document).name)
    namesakes = [
        path for path in Path(docs).rglob("*") if unicodedata.normalize("NFC", path.name) == name and path.is_file()
    ]
    return namesakes[0] if len(namesakes) == 1 else None
