"""Decides which links are flagged: what a template repeats for every market, and players that are none.

Found by comparison alone: no list or sentence is known beforehand, so that a new publisher's template is found as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.lexicon import spelling
from mrgraph.records import DEFECTS, Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mrgraph.facts import LinkFact
    from mrgraph.linking.entity_names import Names

_MARKETS = 3  # different markets that share a list or sentence: two may be neighbours, three are no chance
_REGIONS = 8  # regions of a list: shorter ones ("North America, Europe, Asia") are alike without a template
_WORDS = 6  # words of a sentence that are left without the market's name
_SAID = (vocab.ledBy, vocab.drivenBy)  # what is read from sentences and not from lists
_NUMBERS = re.compile(r"\d+")


def flagged(links: Sequence[LinkFact], names: Names) -> list[LinkFact]:
    """The links in their order, with flags for boilerplate and for players that are the market or the publisher."""
    markets = {link.report: link.object for link in links if link.predicate == vocab.studies}
    publishers = {link.report: link.object for link in links if link.predicate == vocab.publishedBy}
    repeated = _repeated_lists(links, markets) | _stock_sentences(links, markets, names)
    checked = []
    for link in links:
        if link.iri in repeated:
            link = _with(link, Flag.BOILERPLATE)
        if link.predicate == vocab.hasPlayer and _is_own(link, publishers, names):
            link = _with(link, Flag.MISPLACED)
        checked.append(link)
    return checked


def _with(link: LinkFact, flag: Flag) -> LinkFact:
    return replace(link, flags=tuple(sorted({*link.flags, flag})))


def _repeated_lists(links: Iterable[LinkFact], markets: Mapping[str, str]) -> set[str]:
    """Claims of region lists that reports on several markets share to the letter."""
    lists: dict[str, dict[str, str]] = defaultdict(dict)
    for link in links:
        if link.predicate == vocab.coversRegion and DEFECTS.isdisjoint(link.flags):
            lists[link.report][link.object] = link.iri
    bearers: dict[frozenset[str], set[str]] = defaultdict(set)
    for report, regions in lists.items():
        if len(regions) >= _REGIONS:
            bearers[frozenset(regions)].add(report)
    return {
        claim
        for reports in bearers.values()
        if _different(reports, markets) >= _MARKETS
        for report in reports
        for claim in lists[report].values()
    }


def _stock_sentences(links: Iterable[LinkFact], markets: Mapping[str, str], names: Names) -> set[str]:
    """Claims all of whose sentences recur for other markets with only the market's name replaced."""
    claims: dict[str, set[str]] = defaultdict(set)
    reports: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.predicate in _SAID:
            own = names.words(markets.get(link.report, ""))
            for passage in link.passages:
                shape = _shape(passage.evidence.quote, own)
                claims[link.iri].add(shape)
                reports[shape].add(link.report)
    stock = {
        shape
        for shape, bearers in reports.items()
        if len(shape.split()) >= _WORDS and _different(bearers, markets) >= _MARKETS
    }
    return {claim for claim, shapes in claims.items() if shapes <= stock}


def _shape(quote: str, own: frozenset[str]) -> str:
    """A sentence without numbers and without the words of the market's names."""
    words = spelling.fold(_NUMBERS.sub("", quote)).split()
    return " ".join(word for word in words if word not in own)


def _different(reports: Iterable[str], markets: Mapping[str, str]) -> int:
    return len({markets.get(report, report) for report in reports})


def _is_own(link: LinkFact, publishers: Mapping[str, str], names: Names) -> bool:
    """Whether a player bears the name of its market, or of the house that publishes the report."""
    publisher = publishers.get(link.report, "")
    domain = publisher.rpartition("/")[2].rpartition(".")[0]
    own = names.keys(link.subject) | names.keys(publisher) | {spelling.company_key(domain)}
    return bool(names.keys(link.object) & (own - {""}))
