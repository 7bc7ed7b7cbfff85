"""Documents with their gold, and pages of other kinds -> the rows that the score cards are trained on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mrgraph.errors import MrgraphError
from mrgraph.evaluation import answers, calibration, scoring
from mrgraph.evaluation.keys import company_key, market_key
from mrgraph.evaluation.training import Row, Table
from mrgraph.extraction.decisions import (
    claim_features,
    firm_features,
    market_features,
    report_features,
    score_cards,
)
from mrgraph.extraction.decisions.claim_features import Speaker
from mrgraph.extraction.decisions.market_votes import Ballot, Votes
from mrgraph.extraction.decisions.page_words import PageWords
from mrgraph.extraction.publication import market_choice
from mrgraph.extraction.publication.market_names import bare
from mrgraph.extraction.publication.report_metadata import proposed, report_metadata
from mrgraph.extraction.text.page import Page
from mrgraph.pipeline import batch
from mrgraph.records import Claim, Source
from mrgraph.reference import Reference
from mrgraph.settings import Settings


@dataclass(frozen=True, slots=True)
class Example:
    """A page to learn from: its candidates for the market's name with whether they are right, its publisher, its kind.

    `report`: whether it is a market report. `rules_right`: whether the rules' own choice is; None where they have none.
    `firms`: what the names in its running text answer the score card of firms, and whether they are firms'.
    """

    path: str
    publisher: str
    report: bool
    weight: float
    words: PageWords
    ballot: Ballot
    candidates: tuple[tuple[Votes, bool], ...]
    rules_right: bool | None
    named: bool
    firms: tuple[tuple[Mapping[str, int], bool], ...]


def examples(
    paths: Iterable[Path], reference: Reference, publisher: str, *, report: bool, weight: float = 1.0
) -> Iterator[Example]:
    """The pages that can be read; without gold their market is unknown."""
    for path in paths:
        made = example(path, reference, None, publisher, report=report, weight=weight)
        if made:
            yield made


def example(
    path: Path,
    reference: Reference,
    gold: Mapping[str, Any] | None,
    publisher: str,
    *,
    report: bool,
    weight: float = 1.0,
) -> Example | None:
    """One page; None where it cannot be read."""
    settings = Settings()
    source = next(iter(batch.read((str(path),), settings)), None)
    if not isinstance(source, Source):
        return None
    try:
        page = Page(batch.parse(source, settings))
    except MrgraphError:
        return None
    lead = proposed(page, reference)
    words = PageWords(page)
    polled = market_choice.poll(words, reference, lead.candidates, lead.best, "".join(lead.address))
    names = [gold.get("market"), *gold.get("market_aliases", ())] if gold else []
    right = {market_key(name) for name in names if name}
    standing = market_choice.standing(polled, page.document.language, reference)
    candidates = tuple((vote, bool(_keys(vote.name, reference) & right)) for vote in standing)
    rules_right = bool(_keys(lead.best.name, reference) & right) if lead.best else None
    firms = tuple(_firms(page, reference, gold)) if gold else ()
    return Example(str(path), publisher, report, weight, words, polled, candidates, rules_right, bool(right), firms)


def _firms(page: Page, reference: Reference, gold: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, int], bool]]:
    """What each name in running text answers, and whether it is a firm's; without those that lists give."""
    from mrgraph.extraction.companies.company_prose import EAST_ASIAN
    from mrgraph.extraction.extractor import read_names

    if page.document.language in EAST_ASIAN:
        return
    firms = {company_key(form) for firm in gold.get("companies") or () for form in _forms(firm)}
    open_ = {company_key(text) for text in gold.get("optional") or ()}
    prose = read_names(page, report_metadata(page, reference, force=True), reference)[1]
    prose.read_formal()
    names = prose.names()
    for candidate in names.every.values():
        key = company_key(candidate.name)
        if key not in open_ and prose.is_asked(candidate):
            yield firm_features.answers(candidate, names), key in firms


def _forms(firm: str | Mapping[str, Any]) -> Iterable[str]:
    """The name of a firm in gold, and its other forms."""
    return (firm,) if isinstance(firm, str) else (firm["name"], *(firm.get("aliases") or ()))


def market_rows(pages: Iterable[Example]) -> list[Row]:
    """One row a candidate of each page whose market is known."""
    return [
        Row(market_features.answers(vote, page.ballot), right, page.weight, page.publisher, page.path)
        for page in pages
        if page.named
        for vote, right in page.candidates
    ]


def firm_rows(pages: Iterable[Example]) -> list[Row]:
    """One row a name in the running text of each annotated page."""
    return [
        Row(answers, right, page.weight, page.publisher, page.path) for page in pages for answers, right in page.firms
    ]


def report_rows(pages: Iterable[Example], tables: Mapping[str, Table]) -> list[Row]:
    """One row a page; `tables`: for each publisher the table of markets that did not see it, "" for all others."""
    rows = []
    for page in pages:
        vote, score = _elected(page, tables.get(page.publisher, tables[""]))
        look = report_features.Look(page.words, page.ballot, vote, score_cards.certainty(score) if vote else 0)
        rows.append(Row(report_features.answers(look), page.report, page.weight, page.publisher, page.path))
    return rows


def claim_rows(path: Path, gold: Mapping[str, Any], publisher: str, reference: Reference) -> Iterator[Row]:
    """One row a passage of each claim of an annotated document that is right or wrong by its gold."""
    from mrgraph.extraction.extractor import extract

    settings = Settings()
    source = next(iter(batch.read((str(path),), settings)), None)
    if not isinstance(source, Source):
        return
    page = Page(batch.parse(source, settings))
    extraction = extract(page.document, reference)
    metadata = report_metadata(page, reference)
    speaker = Speaker(extraction.language, metadata.market_certain, metadata.report_certain, extraction.claims)
    document = claim_features.Document.of(speaker)
    right = calibration.right_entries(scoring.judge(gold, answers.answer(extraction)).verdicts)
    for claim in extraction.claims:
        told = next((right[key] for key in _entries(claim) if key in right), None)
        for passage in claim.evidence if told is not None else ():
            said = claim_features.Said(claim, passage, document)
            features = claim_features.answers(said)
            yield Row(features, bool(told), 1 / len(claim.evidence), publisher, str(path))


def _entries(claim: Claim) -> Iterator[tuple[str, str]]:
    """What a claim may be called among the entries of an answer."""
    said = answers.said_of_report(claim)
    row = None if said else answers.listed(claim)
    if row:
        yield row[0], calibration.entry_key(row[1])
    for member, value in said.items():
        for item in (value, *(value.values() if isinstance(value, dict) else ())):
            yield member, calibration.entry_key(item)


def _elected(page: Example, table: Table) -> tuple[Votes | None, int]:
    ranked = [
        (table.score(market_features.answers(vote, page.ballot)), -vote.first, len(vote.key), vote)
        for vote, _ in page.candidates
    ]
    top = max(ranked, key=lambda row: row[:3], default=None)
    return (top[3], top[0]) if top else (None, 0)


def _keys(name: str, reference: Reference) -> set[str]:
    """What a name and its form without place and size words are compared by."""
    trimmed = bare(0, name, reference, 3)
    return {market_key(each) for each in (name, trimmed.name if trimmed else "") if each} - {""}
