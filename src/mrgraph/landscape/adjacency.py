"""Markets, and companies, side by side: how much two share, weighed by how rare it is in the graph.

Two markets share players, technologies and applications; two companies share markets. What hardly anything else has
counts most: its weight is the logarithm of how many there are to one that has it. The score of two markets is the
cosine of the weighted sets: 1 where they are equal, 0 where they share nothing. That of two companies is the part of
the first one's weight that the second has too, so that a firm of one market is not nearest.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from mrgraph import vocab

if TYPE_CHECKING:
    from mrgraph.claims.claims import Claims

SHARED: Final = (vocab.hasPlayer, vocab.hasTechnology, vocab.hasApplication, vocab.drivenBy)
_COMMON = 0.1  # of all markets: what more of them have says nothing ("Hospitals")
_LEAST = 20  # markets, below which nothing is left out as common
_TWINS = 0.5  # of two markets' players that are shared, for one to be perhaps the other under another name
_TWIN_PLAYERS = 4
_DIGITS = 3  # of a score


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing of the same kind: `score` 0 to 1, what is shared, the rarest first (IRIs). `twin`: perhaps the same."""

    iri: str
    score: float
    shared: tuple[str, ...]
    twin: bool = False


class Adjacency:
    """Which things have which features: markets their players and topics, companies their markets.

    `players`: of each market, to tell twins. `one_sided`: the score is the part of the first thing that is shared, and
    nothing is too common to count.
    """

    def __init__(
        self,
        features: Mapping[str, frozenset[str]],
        players: Mapping[str, frozenset[str]],
        *,
        one_sided: bool = False,
    ) -> None:
        self._one_sided = one_sided
        self._features = features
        self._players = players
        self._norms: dict[str, float] = {}
        counts = Counter(feature for own in features.values() for feature in own)
        most = len(features) if one_sided else max(_COMMON * len(features), _LEAST)
        whole = max(len(features), 2)
        self._weights = {feature: math.log(whole / count) for feature, count in counts.items() if count <= most}

    @cached_property
    def _bearers(self) -> Mapping[str, tuple[str, ...]]:
        bearers: dict[str, list[str]] = defaultdict(list)
        for thing in sorted(self._features):
            for feature in self._features[thing]:
                if feature in self._weights:
                    bearers[feature].append(thing)
        return {feature: tuple(things) for feature, things in bearers.items()}

    def neighbours(self, thing: str) -> tuple[Neighbour, ...]:
        """All that share anything with a thing, nearest first."""
        shared: dict[str, list[str]] = defaultdict(list)
        for feature in self._ranked(self._features.get(thing, ())):
            for other in self._bearers.get(feature, ()):
                if other != thing:
                    shared[other].append(feature)
        found = [
            Neighbour(other, self._score(thing, other, features), tuple(features), self._twins(thing, other))
            for other, features in shared.items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.twin, -each.score, each.iri)))

    def edges(self) -> Iterator[tuple[str, str, float]]:
        """Each pair of things that share something, with its score, sorted."""
        shared: dict[tuple[str, str], list[str]] = defaultdict(list)
        for feature, things in sorted(self._bearers.items()):
            for position, first in enumerate(things):
                for second in things[position + 1 :]:
                    shared[first, second].append(feature)
        for (first, second), features in sorted(shared.items()):
            yield first, second, self._score(first, second, features)

    def weight(self, feature: str) -> float:
        """What a feature tells; nothing, if very many things have it."""
        return self._weights.get(feature, 0.0)

    def _ranked(self, features: Iterable[str]) -> list[str]:
        return sorted((feature for feature in features if feature in self._weights), key=self._by_rarity)

    def _by_rarity(self, feature: str) -> tuple[float, str]:
        return -self._weights[feature], feature

    def _score(self, first: str, second: str, shared: Iterable[str]) -> float:
        both = math.fsum(self._weights[feature] ** 2 for feature in shared)
        lengths = self._norm(first) if self._one_sided else math.sqrt(self._norm(first) * self._norm(second))
        return round(both / lengths, _DIGITS) if lengths else 0.0

    def _norm(self, thing: str) -> float:
        """The squared length of a thing's weighted features."""
        if thing not in self._norms:
            self._norms[thing] = math.fsum(self.weight(feature) ** 2 for feature in sorted(self._features[thing]))
        return self._norms[thing]

    def _twins(self, first: str, second: str) -> bool:
        one, other = (self._players.get(thing, frozenset()) for thing in (first, second))
        both = len(one & other)
        return both >= _TWIN_PLAYERS and both >= _TWINS * len(one | other)


def of_markets(claims: Claims) -> Adjacency:
    """All markets by their players, technologies, applications and drivers."""
    index = claims.index
    markets = index.of_type(vocab.Market)
    features = {market: frozenset(value for term in SHARED for value in index.all(market, term)) for market in markets}
    players = {market: frozenset(index.all(market, vocab.hasPlayer)) for market in markets}
    return Adjacency(features, players)


def of_companies(claims: Claims) -> Adjacency:
    """All companies by the markets that they play in."""
    markets: dict[str, set[str]] = defaultdict(set)
    for market in claims.index.of_type(vocab.Market):
        for company in claims.index.all(market, vocab.hasPlayer):
            markets[company].add(market)
    return Adjacency({company: frozenset(own) for company, own in markets.items()}, {}, one_sided=True)
