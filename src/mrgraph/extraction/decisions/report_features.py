"""What the score card of "is this a market report?" sees: one function a line of `weights/report.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from mrgraph.extraction.decisions import report_cues as cues
from mrgraph.extraction.decisions.market_votes import Ballot, Votes
from mrgraph.extraction.decisions.market_words import ORDINARY_VERBS
from mrgraph.extraction.decisions.page_words import PageWords, Phrases, parted
from mrgraph.extraction.decisions.score_cards import bucket


@dataclass(frozen=True, slots=True)
class Look:
    """A page with its candidates for the market's name: the chosen one, if any, and how certain it is, in per cent."""

    words: PageWords
    ballot: Ballot
    market: Votes | None
    certainty: int


Feature: TypeAlias = Callable[[Look], int]
_TITLES: Final = frozenset(
    "market markets industry report size outlook forecast share growth analysis trends shipments revenue cagr sector "
    "sales demand global worldwide study".split()
)
_EAST_ASIAN: Final = ("ja", "ko", "zh")


def _rate(look: Look, phrases: Phrases) -> int:
    """How often the phrases stand in a thousand words."""
    return look.words.count(phrases) * 1000 // max(look.words.size, 100)


def market_certain(look: Look) -> int:
    """Certainty of the market's name: none, below 20 %, 50 %, 80 %, 95 %, more."""
    return 0 if look.market is None else 1 + bucket(look.certainty, (20, 50, 80, 95))


def market_named(look: Look) -> int:
    """Times that the page speaks of its market: 0, 1, 2-3, 4-7, more."""
    return bucket(look.market.calls if look.market else 0, (1, 2, 4, 8))


def market_figured(look: Look) -> int:
    """Times that a figure stands near: 0, 1, 2-3, more."""
    return bucket(look.market.figured if look.market else 0, (1, 2, 4))


def market_in_title(look: Look) -> int:
    """The title: does not name the market, names it, calls it a market."""
    market = look.market
    return 0 if market is None else 2 if market.titles else int(market.key in look.ballot.title)


def market_in_address(look: Look) -> int:
    """The address names the market."""
    address = look.ballot.address
    return int(bool(address) and look.market is not None and look.market.key.rstrip("s") in address)


def market_by_rules(look: Look) -> int:
    """The rules name the same market: no, as one of theirs, as their choice."""
    return 0 if look.market is None else (0, 1, 1, 2)[look.market.ruled]


def market_density(look: Look) -> int:
    """The words market, industry and sector in a thousand: 0, below 3, 8, 20, more."""
    return bucket(look.ballot.anchors * 1000 // max(look.words.size, 100), (1, 3, 8, 20))


def title_words(look: Look) -> int:
    """Words of the title that titles of reports have: 0, 1, 2, more."""
    return bucket(len(_TITLES.intersection(look.words.title.low)) if look.words.title else 0, (1, 2, 3))


def sizes(look: Look) -> int:
    """Phrases such as "market size", "market is expected": 0, 1, 2-3, more."""
    return bucket(look.words.count(cues.SIZE), (1, 2, 4))


def growth(look: Look) -> int:
    """Phrases such as "CAGR", "annual growth": 0, 1, 2, more."""
    return bucket(look.words.count(cues.GROWTH), (1, 2, 3))


def period(look: Look) -> int:
    """Phrases such as "forecast period", "by 2030": 0, 1, 2 and more."""
    return bucket(look.words.count(cues.PERIOD), (1, 2))


def players(look: Look) -> int:
    """Phrases such as "key players": 0, 1, 2 and more."""
    return bucket(look.words.count(cues.PLAYERS), (1, 2))


def segments(look: Look) -> int:
    """Phrases such as "by application", "segmented": 0, 1, 2-3, more."""
    return bucket(look.words.count(cues.SEGMENTS), (1, 2, 4))


def house(look: Look) -> int:
    """Phrases of houses that sell reports, and of analysts: 0, 1, 2-3, more."""
    return bucket(look.words.count(cues.HOUSE), (1, 2, 4))


def shipments(look: Look) -> int:
    """Phrases of analysts' notes ("shipments", "vendors") in a thousand words: 0, below 8, more."""
    return bucket(_rate(look, cues.SHIPMENTS), (1, 8))


def regions(look: Look) -> int:
    """Large regions named: 0, 1-2, more."""
    return bucket(look.words.count(cues.REGIONS), (1, 3))


def firm_news(look: Look) -> int:
    """Phrases of a firm's own news in a thousand words: 0, below 4, 10, 20, more."""
    return bucket(_rate(look, cues.FIRM_NEWS), (1, 4, 10, 20))


def shares(look: Look) -> int:
    """Phrases of the stock market in a thousand words: 0, below 4, 12, more."""
    return bucket(_rate(look, cues.SHARES), (1, 4, 12))


def talk(look: Look) -> int:
    """Words of talk (I, you, he) in a thousand: 0, below 4, 12, 40, more."""
    return bucket(_rate(look, cues.TALK), (1, 4, 12, 40))


def we(look: Look) -> int:
    """We, our, us in a thousand words: 0, below 6, 15, more."""
    return bucket(_rate(look, cues.WE), (1, 6, 15))


def quoted(look: Look) -> int:
    """Words that introduce speech in a thousand: 0, below 4, more."""
    return bucket(_rate(look, cues.SAID), (1, 4))


def exchanges(look: Look) -> int:
    """Firms with their stock exchange, "(NASDAQ: ABCD)": 0, 1, 2 and more."""
    return bucket(look.words.count(cues.EXCHANGES), (1, 2))


def one_name(look: Look) -> int:
    """The most frequent name, which a firm's news repeats, in a thousand words: below 6, 12, 20, 30, more."""
    return bucket(look.words.most_of_one_name * 1000 // max(look.words.size, 100), (6, 12, 20, 30))


def market_rate(look: Look) -> int:
    """How often the market's words stand in a thousand: 0, below 2, 5, 12, more."""
    if look.market is None:
        return 0
    times = look.words.line.count(f" {' '.join(parted(' '.join(look.market.words)))} ")
    return bucket(times * 1000 // max(look.words.size, 100), (1, 2, 5, 12))


def title_tells(look: Look) -> int:
    """The title tells of a deed ("launches", "announces")."""
    return int(look.words.title is not None and not ORDINARY_VERBS.isdisjoint(look.words.title.low))


def code(look: Look) -> int:
    """Words and signs of code in a thousand: below 2, 10, 40, more."""
    signs = sum(map(look.words.text.count, cues.CODE_SIGNS))
    return bucket(_rate(look, cues.CODE) + signs * 1000 // max(look.words.size, 100), (2, 10, 40))


def figures(look: Look) -> int:
    """Signs of figures (%, $, billion) in a thousand words: 0, below 5, 15, 40, more."""
    signs = sum(map(look.words.text.count, cues.FIGURE_SIGNS))
    return bucket(_rate(look, cues.SCALES) + signs * 1000 // max(look.words.size, 100), (1, 5, 15, 40))


def east_asian(look: Look) -> int:
    """In Japanese, Korean and Chinese: phrases of reports: other language, 0, 1-2, 3-5, more."""
    if look.words.page.document.language not in _EAST_ASIAN:
        return 0
    return 1 + bucket(sum(map(look.words.low.count, cues.EAST_ASIAN)), (1, 3, 6))


def size(look: Look) -> int:
    """Words: below 60, 200, 600, 2000, more."""
    return bucket(look.words.size, (60, 200, 600, 2000))


FEATURES: Final[tuple[Feature, ...]] = (
    market_certain, market_named, market_figured, market_in_title, market_in_address, market_by_rules,
    market_density, title_words, title_tells, size, one_name, talk, we, quoted, exchanges, code, shares,
    firm_news, market_rate, figures, east_asian, period, growth, shipments, regions, players, sizes, segments,
    house,
)  # fmt: skip
BUCKETS: Final = {
    "market_certain": 6, "market_named": 5, "market_figured": 4, "market_in_title": 3, "market_in_address": 2,
    "market_by_rules": 3, "market_density": 5, "title_words": 4, "title_tells": 2, "size": 5, "one_name": 5,
    "talk": 5, "we": 4, "quoted": 3, "exchanges": 3, "code": 4, "shares": 4, "firm_news": 5, "market_rate": 5,
    "figures": 5, "east_asian": 5, "period": 3, "growth": 4, "shipments": 3, "regions": 3, "players": 3,
    "sizes": 4, "segments": 4, "house": 4,
}  # fmt: skip


def answers(look: Look) -> dict[str, int]:
    """The bucket of each feature."""
    return {feature.__name__: feature(look) for feature in FEATURES}
