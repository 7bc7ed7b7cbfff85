"""Reports -> a tree of named clusters: what shares most names lies together.

At most 30 clusters lie in one, and at most 60 reports in one that has no parts: what can be told apart on a screen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from mrgraph import networks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mrgraph.page.layout.field import Site

# What can be told apart on one screen.
MOST_REPORTS: Final = 60
MOST_CLUSTERS: Final = 30
_TOP = 3  # names shown inside a cluster
_PAIRED, _TELLING = 4, 64  # reports that share an entity
_WORD = re.compile(r"[^\W\d_]{3,}")
_WORDS = 3  # words in a name
_FIRMS = 2  # companies in the name of a cluster that no two words name
_SPREAD = 0.1  # of a cluster's markets that a word of its name stands in
_PAIR, _MANY_PAIRS = 2, 6  # reports, and pairs that would be lost among larger clusters
_PAIRS = "Pairs of markets"
_LEFT_OVER = "No company in common"


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that belong together: `parts` are () where they are few enough to be drawn, else smaller groups.

    `top`: the entities that most of its reports share, as far as they are rarer elsewhere.
    """

    name: str
    reports: tuple[str, ...]
    top: tuple[str, ...]
    parts: tuple[Group, ...]


def divide(reports: Sequence[Site], shared: Sequence[Site]) -> tuple[Group, ...]:
    """The clusters of the reports, the largest first; `shared`: the entities that several of them name."""
    if len(reports) <= MOST_REPORTS:
        return ()
    topics = {site.iri: site.topic or site.label for site in reports}
    shared = _players(shared)
    communities = _communities(sorted(topics), shared)
    if len(communities) < 2:
        communities = _alphabetical(topics)
    names = _names(communities, topics, shared)
    sites = {site.iri: site for site in reports}
    groups = []
    for name, members in zip(names, communities, strict=True):
        inside = _inside(members, shared)
        parts = divide([sites[iri] for iri in members], inside)
        groups.append(Group(name, tuple(members), _top(inside, shared), parts))
    return tuple(groups)


def _players(shared: Sequence[Site]) -> Sequence[Site]:
    """The companies among what is shared, for markets belong together by their players; all where there is none."""
    return [site for site in shared if site.kind == "company"] or shared


def _communities(reports: Sequence[str], shared: Sequence[Site]) -> list[list[str]]:
    """Louvain's communities of the reports."""
    nodes = {iri: node for node, iri in enumerate(reports)}
    edges = (
        edge
        for node, site in enumerate(shared, start=len(reports))
        for edge in _bonds(node, [nodes[report] for report in site.reports if report in nodes])
    )
    divided = networks.communities(len(reports), edges)
    return _largest([sorted(reports[member] for member in members if member < len(reports)) for members in divided])


def _largest(communities: Sequence[list[str]]) -> list[list[str]]:
    """The largest communities first, then all pairs as one, if they are many.

    Single reports and what is beyond the 28 largest make the last one.
    """
    communities = sorted(filter(None, communities), key=lambda members: (-len(members), members))
    large = [members for members in communities[: MOST_CLUSTERS - 2] if len(members) > 1]
    rest = sorted(iri for members in communities[len(large) :] for iri in members)
    pairs = [members for members in large if len(members) == _PAIR]
    if len(pairs) >= _MANY_PAIRS:
        large = [*large[: -len(pairs)], sorted(iri for members in pairs for iri in members)]
    return [*large, rest] if rest else large


def _bonds(node: int, members: Sequence[int]) -> Iterator[tuple[int, int, float]]:
    """The edges for an entity that these reports share: between them while they are few, else by a node of its own.

    Most entities have two or three reports; without a node for each, a large pile is divided in a third of the time.
    What more than 64 share says little about any two of them.
    """
    weight = 1 / sqrt(len(members)) if members else 0.0
    if len(members) <= _PAIRED:
        for number, first in enumerate(members):
            yield from ((first, second, weight / (len(members) - 1)) for second in members[number + 1 :])
    elif len(members) <= _TELLING:
        yield from ((node, member, weight) for member in members)


def _alphabetical(topics: Mapping[str, str]) -> list[list[str]]:
    """Reports that nothing divides, in at most 30 stretches of the alphabet."""
    ordered = sorted(topics, key=lambda iri: (topics[iri].casefold(), iri))
    size = max(MOST_REPORTS // 2, -(-len(ordered) // MOST_CLUSTERS))
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


def _inside(members: Sequence[str], shared: Sequence[Site]) -> list[Site]:
    """The entities that several of the members name, cut down to these members."""
    from mrgraph.page.layout.field import Site

    member_set = set(members)
    inside = []
    for site in shared:
        here = tuple(report for report in site.reports if report in member_set)
        if len(here) > 1:
            inside.append(Site(site.iri, site.label, site.kind, here, site.topic))
    return inside


def _top(inside: Sequence[Site], shared: Sequence[Site]) -> tuple[str, ...]:
    """The companies that most members share, weighted by how few others do."""
    everywhere = {site.iri: len(site.reports) for site in shared}
    ranked = sorted(inside, key=lambda site: (-(len(site.reports) ** 2) / everywhere[site.iri], site.label, site.iri))
    return tuple(site.iri for site in ranked[:_TOP])


# ------------------------------------------------------------------------------------------------ names


def _names(communities: Sequence[Sequence[str]], topics: Mapping[str, str], shared: Sequence[Site]) -> list[str]:
    """A name for each community, no two alike: the words that its markets have in common and others have not.

    What is left over and shares nothing is called so, for two words that happen to meet there would mislead.
    """
    words = [_words(members, topics) for members in communities]
    total: Counter[str] = sum(words, Counter())
    spelling = _spelling(topics)
    labels = {site.iri: site.label for site in shared}
    common = [_inside(members, shared) for members in communities]
    names: list[str] = []
    for members, counts, inside in zip(communities, words, common, strict=True):
        if not inside and any(common):
            name = _LEFT_OVER
        elif _in_pairs(inside, members):
            name = _PAIRS
        else:
            telling = [spelling[word] for word in _telling(counts, total, len(members)) if word in spelling][:_WORDS]
            firms = [labels[iri] for iri in _top(inside, shared)[:_FIRMS]] if len(telling) < _FIRMS else []
            name = " · ".join(telling + firms) or min(topics[iri] for iri in members)
        names.append(_unlike(name, names))
    return names


def _telling(counts: Counter[str], total: Counter[str], members: int) -> list[str]:
    """The words that enough of the members' markets have in their names, the most telling first."""
    least = max(2, _SPREAD * members)
    frequent = [word for word, count in counts.items() if count >= least]
    return sorted(frequent, key=lambda word: (-counts[word] * counts[word] / total[word], word))


def _in_pairs(inside: Sequence[Site], members: Sequence[str]) -> bool:
    """Whether these reports are many pairs of which each shares something else."""
    few = all(len(site.reports) == _PAIR for site in inside)
    return few and len(members) >= _MANY_PAIRS * _PAIR and 2 * len({site.reports for site in inside}) == len(members)


def _words(members: Sequence[str], topics: Mapping[str, str]) -> Counter[str]:
    """In how many markets of the members each word stands."""
    return Counter(word for iri in members for word in {match.casefold() for match in _WORD.findall(topics[iri])})


def _spelling(topics: Mapping[str, str]) -> dict[str, str]:
    """How each word is written most often; those written small beside capitals ("and", "for") name nothing."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for topic in topics.values():
        for word in _WORD.findall(topic):
            forms[word.casefold()][word] += 1
    best = {word: min(counts, key=lambda form: (-counts[form], form)) for word, counts in forms.items()}
    capital = {word: form for word, form in best.items() if not form[0].islower()}
    return capital if 2 * len(capital) > len(best) else {word: form.capitalize() for word, form in best.items()}


def _unlike(name: str, taken: Sequence[str]) -> str:
    """The name, with a number where it is taken."""
    number = 1
    while (name if number == 1 else f"{name} {number}") in taken:
        number += 1
    return name if number == 1 else f"{name} {number}"
