"""What the score card of "is this a market report?" sees: one function a line of `weights/report.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from mrgraph.extraction.decisions import report_cues as cues
from mrgraph.extraction.decisions.market_votes import Ballot, Votes
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
_EAST_ASIAN: Final = ("ja", "ko", "zh")
NEWS: Final = 2  # kinds of a firm's news that make a page one
LETTERS: Final = 2  # of words that do not count in a title


def _rate(look: Look, phrases: Phrases) -> int:
    """How often the phrases stand in a thousand words."""
    return look.words.count(phrases) * 1000 // max(look.words.size, 100)


def _joined_calls(name: str, text: str) -> int:
    """How often a name that is not in Latin letters stands right before the word for a market, as in Japanese."""
    return 0 if name.isascii() else sum(text.count(name + word) for word in cues.EAST_ASIAN_MARKETS)


def market_certain(look: Look) -> int:
    """Certainty of the market's name: none, below 20 %, 50 %, 80 %, 95 %, more."""
    return 0 if look.market is None else 1 + bucket(look.certainty, (20, 50, 80, 95))


def market_named(look: Look) -> int:
    """Times that the page speaks of its market: 0, 1, 2-3, 4-7, more."""
    if look.market is None:
        return 0
    return bucket(look.market.calls or _joined_calls(look.market.name, look.words.text), (1, 2, 4, 8))


def market_figured(look: Look) -> int:
    """Times that a figure stands near: 0, 1, 2-3, more."""
    return bucket(look.market.figured if look.market else 0, (1, 2, 4))


def market_told(look: Look) -> int:
    """Times that it goes on as of a market ("market size", "market is"): 0, 1, 2-3, more."""
    return bucket(look.market.told if look.market else 0, (1, 2, 4))


def market_early(look: Look) -> int:
    """The first block that speaks of the market: none, far down, among the first ten, three, the first."""
    return 0 if look.market is None or look.market.first < 0 else 1 + bucket(-look.market.first, (-9, -2, 0))


def market_in_title(look: Look) -> int:
    """The title: does not name the market, names it, calls it a market."""
    market = look.market
    if market is None:
        return 0
    title = "".join(look.words.title.tokens) if look.words.title else ""
    called = market.titles or _joined_calls(market.name, title)
    return 2 if called else int(market.key in look.ballot.title)


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
    title = look.words.title
    if title is None:
        return 0
    together = "".join(title.low) if not title.low[0].isascii() else ""
    unspaced = sum(word in together for word in cues.EAST_ASIAN_TITLES) if together else 0
    return bucket(len(cues.TITLES.intersection(title.low)) + unspaced, (1, 2, 3))


def title_rest(look: Look) -> int:
    """Words of a title with the market that are neither it nor a report's: no such title, 0-1, 2-4, 5-9, more."""
    market, title = look.market, look.words.title
    if market is None or title is None or market.key not in look.ballot.title:
        return 0
    known = cues.TITLES.union(market.words)
    rest = [word for word in title.low if word not in known and len(word) > LETTERS and not word[0].isdigit()]
    return 1 + bucket(len(rest), (2, 5, 10))


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


def market_rate(look: Look) -> int:
    """How often the market's words stand in a thousand: 0, below 2, 5, 12, more."""
    if look.market is None:
        return 0
    times = look.words.line.count(f" {' '.join(parted(' '.join(look.market.words)))} ")
    return bucket(times * 1000 // max(look.words.size, 100), (1, 2, 5, 12))


def code(look: Look) -> int:
    """Words and signs of code in a thousand: below 2, 10, 40, more."""
    signs = sum(map(look.words.text.count, cues.CODE_SIGNS))
    return bucket(_rate(look, cues.CODE) + signs * 1000 // max(look.words.size, 100), (2, 10, 40))


def figures(look: Look) -> int:
    """Signs of figures (%, $, billion) in a thousand words: 0, below 5, 15, 40, more."""
    signs = sum(map(look.words.text.count, cues.FIGURE_SIGNS))
    return bucket(_rate(look, cues.SCALES) + signs * 1000 // max(look.words.size, 100), (1, 5, 15, 40))


def amounts(look: Look) -> int:
    """Amounts in millions and more: 0, 1, 2-3, more."""
    words = look.words
    written = words.count(cues.LARGE) + words.short_amounts + sum(map(words.text.count, cues.EAST_ASIAN_LARGE))
    return bucket(written, (1, 2, 4))


def spans(look: Look) -> int:
    """Spans of years ("2025-2032"): 0, 1, 2-3, more."""
    return bucket(sum(1 for _ in cues.SPAN.finditer(look.words.line)), (1, 2, 4))


def east_asian(look: Look) -> int:
    """In Japanese, Korean and Chinese: phrases of reports: other language, 0, 1-2, 3-5, more."""
    if look.words.page.document.language not in _EAST_ASIAN:
        return 0
    return 1 + bucket(sum(map(look.words.low.count, cues.EAST_ASIAN)), (1, 3, 6))


def kinds(look: Look) -> int:
    """Kinds of a report's phrases (size, growth, years, players, segments, its house, regions): 0-1, 2, 3, 4, more."""
    return bucket(sum(look.words.count(phrases) > 0 for phrases in cues.OF_REPORTS), (2, 3, 4, 5))


def own_news(look: Look) -> int:
    """Kinds of a firm's news (its phrases, "we", speech, shares, "About Acme"): 0, 1, 2, 3, more."""
    told = sum(look.words.count(phrases) > 0 for phrases in cues.OF_FIRMS)
    return bucket(told + any(words in look.words.text for words in cues.ABOUT), (1, 2, 3, 4))


def size(look: Look) -> int:
    """Words: below 60, 200, 600, 2000, more."""
    return bucket(look.words.size, (60, 200, 600, 2000))


FEATURES: Final[tuple[Feature, ...]] = (
    market_certain, market_named, market_figured, market_told, market_early, market_in_title, title_rest,
    market_in_address, market_by_rules, market_density, title_words, size, talk, we, quoted, code, shares,
    firm_news, market_rate, figures, amounts, spans, kinds, own_news, east_asian, period, growth, shipments,
    regions, players, sizes, segments, house,
)  # fmt: skip
BUCKETS: Final = {
    "market_certain": 6, "market_named": 5, "market_figured": 4, "market_told": 4, "market_early": 5,
    "market_in_title": 3, "title_rest": 5, "market_in_address": 2, "market_by_rules": 3, "market_density": 5,
    "title_words": 4, "size": 5, "talk": 5, "we": 4, "quoted": 3, "code": 4, "shares": 4, "firm_news": 5,
    "market_rate": 5, "figures": 5, "amounts": 4, "spans": 4, "kinds": 5, "own_news": 5, "east_asian": 5,
    "period": 3, "growth": 4, "shipments": 3, "regions": 3, "players": 3, "sizes": 4, "segments": 4, "house": 4,
}  # fmt: skip


def answers(look: Look) -> dict[str, int]:
    """The bucket of each feature."""
    return {feature.__name__: feature(look) for feature in FEATURES}


def tells_of_a_firm(look: Look) -> bool:
    """Whether a page that is no report reads like a firm's own news."""
    return firm_news(look) > 0 and own_news(look) >= NEWS
