"""Commands that measure quality: evaluate."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mrgraph.cli import options, terminal
from mrgraph.cli.program import DONE, NOT_DONE, PROBLEMS, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mrgraph.evaluation.scoreboard import Measured
    from mrgraph.settings import Settings

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
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    type=Name(FORMATS),
    default="table",
    show_default=True,
    help=f"One of {', '.join(FORMATS)}.",
)
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

    golds = [gold for folder in folders for gold in golds(Path(folder))]
    if not golds:
        terminal.complain(f"{', '.join(folders)}: no gold here; name a folder of *.json files that have `companies`")
        return NOT_DONE
    settings = options.settings(encoding, ner)
    with terminal.Progress() as progress:
        measured = [_measure(gold, docs, settings, progress) for gold in golds]
    if shown.pop("form") == "json":
        terminal.write(json.dumps(scoreboard.as_json(measured), ensure_ascii=False, indent=1) + "\n")
    else:
        terminal.write("".join(f"{line}\n" for line in scoreboard.lines(measured, scoreboard.Shown(**shown))))
    for each in measured:
        if each.problem:
            terminal.warn(each.problem)
    if all(each.judged.absent for each in measured):
        terminal.complain("none of the documents could be found and read; check --docs")
        return NOT_DONE
    return PROBLEMS if any(each.problem for each in measured) else DONE


@dataclass(frozen=True)
class Gold:
    """A gold record and the folder that was named for it."""

    record: dict[str, Any]
    folder: Path

    @cached_property
    def document(self) -> str:
        """The document's path, as the gold has it."""
        return str(self.record["document"])


def golds(folder: Path) -> Iterator[Gold]:
    """The gold below a folder, sorted by path; other JSON files are passed over."""
    for path in sorted(folder.rglob("*.json")):
        try:
            record = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise click.UsageError(f"{path}: no JSON ({error}); repair or remove it") from None
        if isinstance(record, dict) and "companies" in record and "document" in record:
            yield Gold(record, folder)


def _measure(gold: Gold, docs: str | None, settings: Settings, progress: terminal.Progress) -> Measured:
    from mrgraph.evaluation import answers, scoring
    from mrgraph.evaluation.scoreboard import Measured
    from mrgraph.pipeline import batch
    from mrgraph.records import Problem, Source

    path = find_document(gold, docs)
    absent = scoring.judge(gold.record, None)
    if path is None:
        return Measured(absent, {}, "", f"{gold.document}: no such document; name the folder it lies in with --docs")
    (source,) = batch.read((str(path),), settings)
    found = batch.extraction(source, settings) if isinstance(source, Source) else source
    progress(gold.document)
    if isinstance(found, Problem) or isinstance(source, Problem):
        return Measured(absent, {}, "", str(found))
    answer = answers.answer(found)
    return Measured(scoring.judge(gold.record, answer), answer, batch.parse(source, settings).text, "")


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
    named = [p for p in Path(docs).rglob("*") if unicodedata.normalize("NFC", p.name) == name and p.is_file()]
    return named[0] if len(named) == 1 else None
