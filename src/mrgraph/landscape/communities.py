"""Markets that belong together: communities of those that share much, named by what they share, with their firms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph import networks, vocab
from mrgraph.claims.wording import clean
from mrgraph.landscape import adjacency

if TYPE_CHECKING:
    from mrgraph.claims.claims import Claims
    from mrgraph.claims.wording import Json

COLUMNS: Final = ("name", "markets", "companies", "examples", "iris")
_LEAST_SCORE = 0.03  # of two markets that are tied; below it they share one common thing by chance
_SMALLEST = 3  # markets
_NAMES = 3  # things that name a community
_TOLD = 5  # markets and companies that are told
_SHARE = 0.08  # of a community's markets that have what names it


@dataclass(frozen=True, slots=True)
class Community:
    """Markets (IRIs), the most tied first. `names`: what they share; `companies`: the most central ones."""

    names: tuple[str, ...]
    markets: tuple[str, ...]
    companies: tuple[str, ...]


def communities(claims: Claims) -> tuple[Community, ...]:
    """The communities of a graph with three markets at least, largest first."""
    markets = claims.index.of_type(vocab.Market)
    numbers = {market: number for number, market in enumerate(markets)}
    tied = adjacency.of_markets(claims)
    edges = [(numbers[first], numbers[second], score) for first, second, score in tied.edges() if score >= _LEAST_SCORE]
    strength: dict[int, float] = defaultdict(float)
    for first, second, score in edges:
        strength[first] += score
        strength[second] += score
    found = []
    for group in networks.communities(len(markets), edges):
        if len(group) >= _SMALLEST:
            members = sorted(group, key=lambda number: (-round(strength[number], 6), markets[number]))
            found.append(_community(claims, tied, [markets[number] for number in members]))
    return tuple(sorted(found, key=lambda each: (-len(each.markets), each.markets)))


def _community(claims: Claims, tied: adjacency.Adjacency, markets: Sequence[str]) -> Community:
    index = claims.index
    topics = Counter(
        value for market in markets for term in adjacency.SHARED[1:] for value in set(index.all(market, term))
    )
    players = Counter(value for market in markets for value in index.all(market, vocab.hasPlayer))
    least = max(2, _SHARE * len(markets))

    def telling(counts: Counter[str]) -> list[str]:
        return sorted(counts, key=lambda iri: (-round(counts[iri] * tied.weight(iri), 6), iri))

    names = [iri for iri in telling(topics) if topics[iri] >= least and tied.weight(iri)]
    names += [iri for iri in telling(players) if players[iri] >= least and tied.weight(iri)]
    central = [iri for iri in telling(players) if players[iri] > 1]
    return Community(tuple(names[:_NAMES]), tuple(markets), tuple(central[:_TOLD]))


def central_companies(claims: Claims) -> tuple[tuple[str, float], ...]:
    """Companies by how central they are in the network of markets and players, most first, with a weight to 1."""
    index = claims.index
    ties = [(m, c) for m in index.of_type(vocab.Market) for c in index.all(m, vocab.hasPlayer)]
    names = sorted({name for tie in ties for name in tie})
    numbers = {name: number for number, name in enumerate(names)}
    weights = networks.centrality(len(names), ((numbers[m], numbers[c], 1.0) for m, c in ties))
    companies = {company for _, company in ties}
    most = max((weights[numbers[company]] for company in companies), default=1.0) or 1.0
    ranked = ((company, round(weights[numbers[company]] / most, 3)) for company in companies)
    return tuple(sorted(ranked, key=lambda pair: (-pair[1], pair[0])))


# -------------------------------------------------------------------------------------------------- text


def lines(claims: Claims, found: Sequence[Community]) -> Iterator[str]:
    """Three lines a community: what it shares and its size, its markets, its central companies."""
    for community in found:
        name = " · ".join(clean(claims.index.label(iri)) for iri in community.names) or "nothing in particular"
        yield f"{name}: {len(community.markets)} markets"
        yield f"  {_some(claims, community.markets)}"
        if community.companies:
            yield f"  played by {_some(claims, community.companies)}"


def _some(claims: Claims, iris: Sequence[str]) -> str:
    told = ", ".join(clean(claims.index.label(iri)) for iri in iris[:_TOLD])
    return f"{told} and {len(iris) - _TOLD} more" if len(iris) > _TOLD else told


def rows(claims: Claims, found: Sequence[Community]) -> Iterator[tuple[str, ...]]:
    """A row a community, in the order of COLUMNS."""
    index = claims.index
    for community in found:
        name = "; ".join(map(index.label, community.names))
        companies = "; ".join(map(index.label, community.companies))
        examples = "; ".join(map(index.label, community.markets[:_TOLD]))
        yield name, str(len(community.markets)), companies, examples, " ".join(community.markets)


def objects(claims: Claims, found: Sequence[Community]) -> Iterator[Json]:
    """One object a community."""
    for community in found:
        yield {
            key: [{"iri": iri, "label": claims.index.label(iri)} for iri in getattr(community, key)]
            for key in ("names", "markets", "companies")
        }
