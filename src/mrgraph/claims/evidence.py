"""What stands behind a claim: sentences with their places, rules with their confidence, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.claims.lookup import local_name

if TYPE_CHECKING:
    from decimal import Decimal

    from mrgraph.claims.lookup import Index


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a document. Offsets are characters into the document's text, end excluded; None where unknown.

    `document`: its label, as a rule the file's name; `key`: what its IRI ends in, which names its copy.
    """

    text: str
    heading: str | None
    document: str
    key: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Support:
    """Why a claim is believed.

    `quotes` in text order. `confidence`: how often claims of its kind are right, 0 to 1, None where unknown.
    `rules`, `flags`: labels, sorted. `defect`: one of the flags says that the claim is no information.
    """

    quotes: tuple[Quote, ...]
    confidence: Decimal | None
    rules: tuple[str, ...]
    flags: tuple[str, ...]
    defect: bool


NO_SUPPORT = Support((), None, (), (), defect=False)


def support(index: Index, claim: str) -> Support:
    """What stands behind the claim with this IRI."""
    rules = index.all(claim, vocab.extractor)
    flags = index.all(claim, vocab.flag)
    return Support(
        quotes=tuple(sorted((_quote(index, iri) for iri in index.all(claim, vocab.evidence)), key=_text_order)),
        confidence=index.decimal(claim, vocab.confidence),
        rules=tuple(sorted(map(rule_name, rules))),
        flags=index.labels(flags),
        defect=any(vocab.Defect in index.all(flag, vocab.RDF_TYPE) for flag in flags),
    )


def rule_name(iri: str) -> str:
    """The name and version of the rule with this IRI.

    >>> rule_name("https://example.org/rule/companies.list-1")
    'companies.list/1'
    """
    name, _, version = iri.rpartition("/")[2].rpartition("-")
    return f"{name}/{version}"


def _quote(index: Index, iri: str) -> Quote:
    document = index.one(iri, vocab.inDocument)
    text, start = index.one(iri, vocab.quote) or "", index.integer(iri, vocab.startOffset)
    return Quote(
        text=text,
        heading=index.one(iri, vocab.heading),
        document=index.label(document) if document else "",
        key=local_name(document) if document else "",
        start=start,
        end=None if start is None else start + len(text),
    )


def _text_order(quote: Quote) -> tuple[str, int, int, str]:
    return quote.document, quote.start or 0, quote.end or 0, quote.text
