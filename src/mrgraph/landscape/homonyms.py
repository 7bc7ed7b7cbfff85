"""Names that may be several firms': borne by more than one listed firm, and named for markets that share nothing else.

Such a name is told, and never split by itself: `mrgraph identities split` decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims.wording import clean
from mrgraph.firms import known_firms, word_weights
from mrgraph.landscape import adjacency
from mrgraph.lexicon import spelling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mrgraph.claims.claims import Claims
    from mrgraph.claims.wording import Json

COLUMNS: Final = ("company", "groups", "markets", "iri")
_SEVERAL = 3  # listed firms that have the word in their names, for it to be anyone's
_SHORT = 3  # letters: an acronym of many


@dataclass(frozen=True, slots=True)
class Homonym:
    """A company (IRI), and its markets in groups that share nothing but it."""

    company: str
    groups: tuple[tuple[str, ...], ...]


def homonyms(claims: Claims) -> tuple[Homonym, ...]:
    """The names that may be several firms', those named for most groups of markets first."""
    index = claims.index
    known = {spelling.company_slug(name) for row in known_firms.shipped() for name in (row.name, *row.aliases)}
    markets: dict[str, list[str]] = {}
    for market in index.of_type(vocab.Market):
        for company in index.all(market, vocab.hasPlayer):
            markets.setdefault(company, []).append(market)
    tied = adjacency.of_markets(claims)
    features = {
        market: frozenset(value for term in adjacency.SHARED for value in index.all(market, term) if tied.weight(value))
        for market in index.of_type(vocab.Market)
    }
    found = []
    for company, own in markets.items():
        slug = company.removeprefix(vocab.PREFIXES["company"])
        if len(own) > 1 and slug not in known and _is_anyones(slug):
            groups = _groups(own, features, company)
            if len(groups) > 1:
                found.append(Homonym(company, groups))
    return tuple(sorted(found, key=lambda each: (-len(each.groups), each.company)))


def _is_anyones(slug: str) -> bool:
    """Whether a name of one word is short, or in the names of several listed firms."""
    return "-" not in slug and (len(slug) <= _SHORT or word_weights.names_with(slug) >= _SEVERAL)


def _groups(
    markets: Sequence[str], features: Mapping[str, frozenset[str]], company: str
) -> tuple[tuple[str, ...], ...]:
    """Markets that share anything beside the company, directly or by way of others of these."""
    groups: list[tuple[set[str], set[str]]] = []
    for market in markets:
        own, members = set(features[market] - {company}), {market}
        apart = []
        for members_there, shared in groups:
            if shared & own:
                own, members = own | shared, members | members_there
            else:
                apart.append((members_there, shared))
        groups = [*apart, (members, own)]
    return tuple(sorted(tuple(sorted(members)) for members, _ in groups))


def lines(claims: Claims, found: Iterable[Homonym]) -> Iterator[str]:
    """A line a name, and one for each group of its markets."""
    label = claims.index.label
    for each in found:
        yield f"{clean(label(each.company))}: {len(each.groups)} groups of markets that share nothing but it"
        yield from (f"  {', '.join(clean(label(market)) for market in group)}" for group in each.groups)


def rows(claims: Claims, found: Iterable[Homonym]) -> Iterator[tuple[str, ...]]:
    """A row a name, in the order of COLUMNS; groups are parted by bars."""
    label = claims.index.label
    for each in found:
        groups = " | ".join("; ".join(map(label, group)) for group in each.groups)
        yield label(each.company), str(len(each.groups)), groups, each.company


def objects(claims: Claims, found: Iterable[Homonym]) -> Iterator[Json]:
    """One object a name."""
    for each in found:
        groups = [[{"iri": m, "label": claims.index.label(m)} for m in group] for group in each.groups]
        yield {"company": claims.index.label(each.company), "iri": each.company, "groups": groups}
