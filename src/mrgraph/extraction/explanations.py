"""Why a document was read as it was: the market's candidates, each claim with its rule and certainty, the refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mrgraph.extraction import rule_examples, rule_sources
from mrgraph.extraction.claim_words import in_words
from mrgraph.extraction.decisions import market_features, score_cards
from mrgraph.extraction.decisions.page_words import PageWords
from mrgraph.extraction.publication import market_choice
from mrgraph.extraction.publication.report_metadata import proposed
from mrgraph.extraction.text.page import Page

if TYPE_CHECKING:
    from mrgraph.records import Document, Evidence, Extraction, Rule
    from mrgraph.reference import Reference

_CANDIDATES: Final = 4  # names that are told
_REASONS: Final = 4  # features that are told of each
_LONGEST: Final = 140  # characters of a quote


def lines(document: Document, reference: Reference, *, force: bool = False) -> Iterator[str]:
    """The explanation of one document, a line a fact."""
    from mrgraph.extraction.extractor import extract

    yield document.path
    yield from _market(document, reference)
    extraction = extract(document, reference, force=force)
    if extraction.refused:
        yield f"  {extraction.refused}; --force takes it"
    yield from _claims(extraction)
    if extraction.rejects:
        yield "  refused:"
    yield from (f"    {reject.text!r} at {reject.start}: {reject.why}" for reject in extraction.rejects)


def _market(document: Document, reference: Reference) -> Iterator[str]:
    """The likeliest names of the market, with what speaks for and against each."""
    page = Page(document)
    lead = proposed(page, reference)
    polled = market_choice.poll(PageWords(page), reference, lead.candidates, lead.best, "".join(lead.address))
    card = score_cards.load("market")
    rows = []
    for vote in market_choice.standing(polled, document.language, reference):
        answers = market_features.answers(vote, polled)
        rows.append((card.score(answers), vote.name, card.reasons(answers)[:_REASONS]))
    yield "  market, the likeliest names:"
    for score, name, reasons in sorted(rows, key=lambda row: (-row[0], row[1]))[:_CANDIDATES]:
        told = ", ".join(f"{feature} {points:+}" for feature, _, points in reasons)
        yield f"    {name}: {score_cards.certainty(score)} % ({told})"


def _claims(extraction: Extraction) -> Iterator[str]:
    rules: dict[str, Rule] = {}
    for claim in extraction.claims:
        yield f"  {in_words(claim)}"
        for passage in claim.evidence:
            rules[passage.rule.id] = passage.rule
            yield f"    {passage.certainty} {passage.rule.id} at {passage.start}: {_quote(passage)}"
    if rules:
        yield "  rules:"
    for name, rule in sorted(rules.items()):
        rooms = ", ".join(f"extraction/{room}" for room in rule_sources.readers(rule))
        examples = [f"{each.file}:{each.line}" for each in rule_examples.of_rule(rule.name)]
        told = f"; examples in {', '.join(examples)}" if examples else ""
        yield f"    {name}: {rule_sources.place(rule)}, read by {rooms}{told}"


def _quote(passage: Evidence) -> str:
    words = " ".join(passage.quote.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
