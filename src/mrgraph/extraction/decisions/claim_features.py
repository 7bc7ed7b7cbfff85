"""What the score card of "is this claim right?" sees: one function, or one rule, a line of `weights/claim.toml`.

Its certainty is the confidence that a claim states. It asks what kind of document speaks and how, not what is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeAlias

from mrgraph.extraction import rules
from mrgraph.extraction.decisions.score_cards import ScoreCard, bucket, certainty
from mrgraph.records import (
    Claim,
    Evidence,
    GrowthRateClaim,
    MarketShareClaim,
    MarketSizeClaim,
    NameClaim,
    RevenueClaim,
    Role,
    Target,
    TextClaim,
)

_FIGURES: Final = (MarketSizeClaim, GrowthRateClaim, MarketShareClaim, RevenueClaim)
_LANGUAGES: Final = {"en": 0, "ja": 2, "ko": 2, "zh": 3}
_TARGETS: Final = {"region": 1, "company": 2, "segment": 3}
_HUNDREDTHS: Final = tuple(Decimal(max(sure, 1)).scaleb(-2) for sure in range(100))
_LONG: Final = (60, 160, 320)  # characters of a quote


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is known of a document when its claims are weighed: the certainties of its market and kind, in per cent."""

    language: str
    market: int
    report: int
    claims: tuple[Claim, ...]

    def count(self, role: Role) -> int:
        """How many names it has in a role."""
        return sum(isinstance(claim, NameClaim) and claim.role is role for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Document:
    """The answers that all claims of a document share, counted once."""

    language: int
    market_certain: int
    report_certain: int
    numbered: int
    companies: int
    figures: int

    @classmethod
    def of(cls, speaker: Speaker) -> Document:
        """Count what a document claims."""
        return cls(
            _LANGUAGES.get(speaker.language, 1),
            bucket(speaker.market, (30, 60, 85, 95, 98)),
            bucket(speaker.report, (40, 70, 90, 97)),
            bucket(sum(isinstance(claim, TextClaim) for claim in speaker.claims), (1, 2, 3)),
            bucket(speaker.count(Role.COMPANY), (1, 3, 8, 20)),
            bucket(sum(isinstance(claim, _FIGURES) for claim in speaker.claims), (1, 3, 8, 16)),
        )


@dataclass(frozen=True, slots=True)
class Said:
    """A claim and one of its passages, in its document."""

    claim: Claim
    passage: Evidence
    document: Document


Feature: TypeAlias = Callable[[Said], int]


def language(said: Said) -> int:
    """The document's language: English, another in Latin letters, Japanese or Korean, Chinese."""
    return said.document.language


def market_certain(said: Said) -> int:
    """Certainty of the market's name: below 30 %, 60 %, 85 %, 95 %, 98 %, more."""
    return said.document.market_certain


def report_certain(said: Said) -> int:
    """Certainty that the document is a market report: below 40 %, 70 %, 90 %, 97 %, more."""
    return said.document.report_certain


def numbered(said: Said) -> int:
    """Of a title, an address and a number the document states: none, 1, 2, all."""
    return said.document.numbered


def companies(said: Said) -> int:
    """Companies that the document names: 0, 1-2, 3-7, 8-19, more."""
    return said.document.companies


def figures(said: Said) -> int:
    """Figures that the document states: 0, 1-2, 3-7, 8-15, more."""
    return said.document.figures


def passages(said: Said) -> int:
    """Passages that state the claim: 1, 2, more."""
    return bucket(len(said.claim.evidence), (2, 3))


def headed(said: Said) -> int:
    """A heading announces it."""
    return int(said.passage.heading is not None)


def quote_long(said: Said) -> int:
    """Characters of the passage: below 60, 160, 320, more."""
    return bucket(len(said.passage.quote), _LONG)


def flagged(said: Said) -> int:
    """The passage bears a warning."""
    return int(bool(said.passage.flags))


def scoped(said: Said) -> int:
    """What the figure is of: the market, a region, a company, a segment, something else; 0 for what is no figure."""
    target: Target | None = getattr(said.claim, "scope", None) or getattr(said.claim, "of", None)
    return _TARGETS.get(target.kind, 4) if target else 0


def undated(said: Said) -> int:
    """A figure without a year, or growth without its end."""
    claim = said.claim
    if isinstance(claim, GrowthRateClaim):
        return int(claim.end is None)
    return int(isinstance(claim, _FIGURES) and claim.year is None)


def words(said: Said) -> int:
    """Words of a name: none, 1, 2, 3-4, more."""
    return bucket(len(said.claim.name.split()), (1, 2, 3, 5)) if isinstance(said.claim, NameClaim) else 0


OF_DOCUMENT: Final[tuple[Feature, ...]] = (language, market_certain, report_certain, numbered, companies, figures)
OF_CLAIM: Final[tuple[Feature, ...]] = (passages, scoped, undated, words)
OF_PASSAGE: Final[tuple[Feature, ...]] = (headed, quote_long, flagged)
FEATURES: Final[tuple[Feature, ...]] = (*OF_DOCUMENT, *OF_CLAIM, *OF_PASSAGE)
SHARED: Final = {
    "language": 4, "market_certain": 6, "report_certain": 5, "numbered": 4, "companies": 5, "figures": 5, "passages": 3,
    "headed": 2, "quote_long": 4, "flagged": 2, "scoped": 5, "undated": 2, "words": 5,
}  # fmt: skip
NOTES: Final = {
    **{feature.__name__: (feature.__doc__ or "").strip() for feature in FEATURES},
    **{rule.name: f"The rule: {rule.definition}." for rule in rules.ALL},
}


def answers(said: Said) -> dict[str, int]:
    """The bucket of each feature; a rule's own is 1 where it read the passage."""
    own = {feature.__name__: feature(said) for feature in FEATURES}
    return {**dict.fromkeys((rule.name for rule in rules.ALL), 0), **own, said.passage.rule.name: 1}


def buckets(measured: Collection[str]) -> dict[str, int]:
    """The number of buckets of each feature; of rules only those that were `measured`."""
    return {**SHARED, **{rule.name: 2 for rule in rules.ALL if rule.name in measured}}


def weighed(speaker: Speaker, card: ScoreCard) -> tuple[Claim, ...]:
    """The claims of a document, each passage with the confidence that the card gives it."""
    document = Document.of(speaker)
    whole: int | None = None
    claims = []
    for claim in speaker.claims:
        said = Said(claim, claim.evidence[0], document)
        whole = card.base + _sum(OF_DOCUMENT, said, card) if whole is None else whole
        score = whole + _sum(OF_CLAIM, said, card)
        evidence = tuple([_weighed(Said(claim, passage, document), score, card) for passage in claim.evidence])
        claims.append(replace(claim, evidence=evidence))
    return tuple(claims)


def _sum(features: tuple[Feature, ...], said: Said, card: ScoreCard) -> int:
    return sum([card.points[feature.__name__][feature(said)] for feature in features])


def _weighed(said: Said, score: int, card: ScoreCard) -> Evidence:
    """The passage with its confidence: between .01 and .99, in hundredths; of a rule that no gold measures its own."""
    passage = said.passage
    points = card.points.get(passage.rule.name)
    sure = passage.rule.confidence
    if points is not None:
        sure = _HUNDREDTHS[certainty(score + points[1] + _sum(OF_PASSAGE, said, card))]
    return Evidence(
        passage.start, passage.end, passage.quote, passage.heading, passage.rule, passage.flags, confidence=sure
    )
