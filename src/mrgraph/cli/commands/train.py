"""The command that makes the tables of the learned decisions anew: train."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mrgraph.cli import terminal
from mrgraph.cli.commands.evaluate import find_document, gold_records
from mrgraph.cli.program import DONE, NOT_DONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mrgraph.evaluation.training import Row, Table
    from mrgraph.pipeline.training_rows import Example

FREEDOM = {"market": 0.6, "report": 0.3, "claim": 0.3, "firms": 1.0}  # how freely the tables may fit, measured
MEASURED = 8  # passages of a rule from which its line is learned
UNCHECKED = 0.3  # weight of a report without gold
_Folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(epilog="\b\nExample:\n  mrgraph train gold --docs documents --others pages -o weights")
@click.argument("folders", metavar="GOLD_DIR...", nargs=-1, required=True, type=_Folder)
@click.option("--docs", metavar="DIR", type=_Folder, help="Folder that the gold's `document` paths begin in.")
@click.option(
    "--reports", metavar="DIR", multiple=True, type=_Folder, help="Reports without gold, a folder a publisher."
)
@click.option("--others", metavar="DIR", multiple=True, type=_Folder, help="Pages of other kinds, a folder a source.")
@click.option("-o", "--output", "output", metavar="DIR", default="weights", show_default=True, help="Folder to write.")
def train(
    folders: tuple[Path, ...], docs: Path | None, reports: tuple[Path, ...], others: tuple[Path, ...], output: str
) -> int:
    """Make the tables of points anew from gold.

    Writes market.toml (which words are the market), firms.toml (which names in running text are firms'), and, where
    --others names pages that are no market reports, report.toml (is this one). Prints what the tables would have said
    of each publisher had they not seen it.
    """
    from mrgraph.evaluation import training
    from mrgraph.extraction.decisions import firm_features, market_features, report_features, score_cards
    from mrgraph.pipeline import training_rows

    pages = list(_pages(folders, docs, reports, others))
    rows = training_rows.market_rows(pages)
    if not rows:
        terminal.complain("no gold with a market and a document that can be read; check --docs")
        return NOT_DONE
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    market = training.fitted(rows, market_features.BUCKETS, FREEDOM["market"])
    unseen = training.unseen_tables(rows, market_features.BUCKETS, FREEDOM["market"])
    _tell_markets(rows, unseen, score_cards.load("market").accept, pages)
    notes = {feature.__name__: (feature.__doc__ or "").strip() for feature in market_features.FEATURES}
    _write(folder / "market.toml", market, notes, f"Which words are the market. {_size(rows)}")
    asked = training_rows.firm_rows(pages)
    if any(row.right for row in asked):
        firms = training.fitted(asked, firm_features.BUCKETS, FREEDOM["firms"])
        _tell_firms(asked, training.unseen_tables(asked, firm_features.BUCKETS, FREEDOM["firms"]))
        seen = {feature.__name__: (feature.__doc__ or "").strip() for feature in firm_features.FEATURES}
        _write(folder / "firms.toml", firms, seen, f"Which names in running text are firms'. {_size(asked)}")
    if any(not page.report for page in pages):
        decided = training_rows.report_rows(pages, {**unseen, "": market})
        table = training.fitted(decided, report_features.BUCKETS, FREEDOM["report"])
        _tell_reports(decided, training.unseen_tables(decided, report_features.BUCKETS, FREEDOM["report"]))
        seen = {feature.__name__: (feature.__doc__ or "").strip() for feature in report_features.FEATURES}
        _write(folder / "report.toml", table, seen, f"Whether a page is a market report. {_size(decided)}")
    _train_claims(folders, docs, folder)
    return DONE


def _train_claims(folders: Iterable[Path], docs: Path | None, folder: Path) -> None:
    """Write the table that gives each claim its confidence."""
    from mrgraph import reference
    from mrgraph.evaluation import training
    from mrgraph.extraction.decisions import claim_features
    from mrgraph.extraction.decisions.score_cards import certainty
    from mrgraph.pipeline import training_rows

    known = reference.load()
    rows = [
        row
        for path, gold, name in _annotated(folders, docs)
        for row in training_rows.claim_rows(path, gold, name, known)
    ]
    times = Counter(rule for row in rows for rule, read in row.answers.items() if "." in rule and read)
    buckets = claim_features.buckets([rule for rule, seen in times.items() if seen >= MEASURED])
    unseen = training.unseen_tables(rows, buckets, FREEDOM["claim"])
    judged = [(certainty(unseen[row.publisher].score(row.answers)), row.right) for row in rows]
    terminal.write(f"claims: {len(rows)} passages, publisher left out, Brier {training.brier(judged):.3f}\n")
    terminal.write("".join(f"    {band:12} {right} of {n} right\n" for band, n, right in training.bands(judged)))
    table = training.fitted(rows, buckets, FREEDOM["claim"])
    _write(folder / "claim.toml", table, claim_features.NOTES, f"Is a claim right. {_size(rows)}")


def _annotated(
    folders: Iterable[Path], docs: Path | None, *, warn: bool = False
) -> Iterator[tuple[Path, Mapping[str, Any], str]]:
    """(path, gold, publisher) of each annotated document that lies there."""
    for gold in (gold for folder in folders for gold in gold_records(folder)):
        path = find_document(gold, None if docs is None else str(docs))
        if path is None and warn:
            terminal.warn(f"{gold.document}: no such document; name the folder it lies in with --docs")
        if path is not None:
            publisher = gold.record.get("publisher") or {}
            yield path, gold.record, Path(gold.document).parent.name or str(publisher.get("domain") or gold.document)


def _pages(
    folders: Iterable[Path], docs: Path | None, reports: Iterable[Path], others: Iterable[Path]
) -> Iterable[Example]:
    from mrgraph import reference
    from mrgraph.pipeline import training_rows

    known = reference.load()
    for path, record, name in _annotated(folders, docs, warn=True):
        made = training_rows.example(path, known, record, name, report=True)
        if made:
            yield made
    for roots, report, weight in ((reports, True, UNCHECKED), (others, False, 1.0)):
        for root in roots:
            for path in sorted(path for path in root.rglob("*") if path.is_file()):
                yield from training_rows.examples((path,), known, path.parent.name, report=report, weight=weight)


def _tell_markets(rows: Sequence[Row], unseen: Mapping[str, Table], accept: int, pages: Sequence[Example]) -> None:
    """How many documents' markets would be right."""
    from mrgraph.evaluation import training
    from mrgraph.extraction.decisions.score_cards import certainty

    by_document = defaultdict(list)
    for row in rows:
        by_document[row.document].append((unseen[row.publisher].score(row.answers), row.right))
    judged = [(certainty(score), right) for score, right in (max(each) for each in by_document.values())]
    known = sum(page.named for page in pages)
    told = [right for sure, right in judged if sure >= accept]
    rules = [page.rules_right for page in pages if page.named and page.rules_right is not None]
    terminal.write(f"market: {known} documents\n  rules: {sum(map(bool, rules))} right of {len(rules)} told\n")
    terminal.write(
        f"  card, publisher left out: {sum(told)} right of {len(told)} told, Brier {training.brier(judged):.3f}\n"
    )
    terminal.write("".join(f"    {band:12} {right} of {n} right\n" for band, n, right in training.bands(judged)))


def _tell_firms(rows: Sequence[Row], unseen: Mapping[str, Table]) -> None:
    """How many names would be taken rightly from each certainty on."""
    from mrgraph.evaluation import training
    from mrgraph.extraction.decisions.score_cards import certainty

    judged = [(certainty(unseen[row.publisher].score(row.answers)), row.right) for row in rows]
    firms = sum(right for _, right in judged)
    terminal.write(f"firms: {firms} names of {len(judged)}, Brier {training.brier(judged):.3f}\n")
    for accept in (40, 50, 60, 70, 80):
        told = [right for sure, right in judged if sure >= accept]
        terminal.write(f"  from {accept} %: {sum(told)} right of {len(told)} told\n")


def _tell_reports(rows: Sequence[Row], unseen: Mapping[str, Table]) -> None:
    """How many reports would be refused, and how many other pages taken."""
    from mrgraph.evaluation import training
    from mrgraph.extraction.decisions.score_cards import certainty

    judged = [(certainty(unseen[row.publisher].score(row.answers)), row) for row in rows]
    checked = [(sure, row.right) for sure, row in judged if row.weight >= 1]
    reports, others = (sum(right is wanted for _, right in checked) for wanted in (True, False))
    terminal.write(f"report: {reports} reports, {others} other pages, Brier {training.brier(checked):.3f}\n")
    for accept in (15, 20, 25, 30, 40, 50):
        refused = sum(right and sure < accept for sure, right in checked)
        taken = sum(not right and sure >= accept for sure, right in checked)
        terminal.write(f"  from {accept} %: {refused} reports refused, {taken} other pages taken\n")


def _write(path: Path, table: Table, notes: Mapping[str, str], head: str) -> None:
    from mrgraph.evaluation import training
    from mrgraph.extraction.decisions import score_cards

    where = "docs/decisions/0018-learned-decisions.md"
    text = f"{head}\nTen points are a unit of log-odds; written by `mrgraph train`, read by people: {where}."
    path.write_text(training.written(table, score_cards.load(path.stem).accept, notes, text), "utf-8")
    terminal.say(f"wrote {path}")


def _size(rows: Sequence[Row]) -> str:
    documents, publishers = len({row.document for row in rows}), len({row.publisher for row in rows})
    return f"From {len(rows):,} rows of {documents:,} documents of {publishers} publishers."
