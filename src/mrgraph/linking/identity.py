"""Decides which IRIs are merged: equal keys, what documents state, known companies, and what people decided.

Minting is a pure function of the name; here a minted IRI is replaced by another one, itself minted, and the graph says
so (dct:isReplacedBy). Nothing that is merely alike is ever merged: that is a suggestion for a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from mrgraph import curation_files, vocab
from mrgraph.lexicon import legal_forms, spelling
from mrgraph.linking import iris

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mrgraph.curation_files import Curation, KnownCompany
    from mrgraph.records import NameClaim

    Pair = tuple[str, str]

_COMPANY, _MARKET, _TOPIC = (vocab.PREFIXES[kind] for kind in ("company", "market", "topic"))
_SHORTEST = 3  # letters of an acronym that may join documents: two letters stand for too many names
_LONGEST = 8
_LAST = re.compile(r"\s*[(（]([^()（）]+)[)）]\s*$")
_FORMER = (
    r"(?:formerly|previously|f/?k/?a|doing business as|d/?b/?a|also known as|a\.?k\.?a\.?)"
    r"\W{0,2}(?:known as\s+)?[:,]?\s*"
)


def replacements(
    known: Collection[str], stated: Mapping[str, set[str]], decided: Curation | None = None
) -> dict[str, str]:
    """IRI -> the IRI that stands for it, for all that are replaced.

    `known`: the IRIs of all entities. `stated`: for the IRI of a short or former name, the companies that documents
    state to be meant; more than one, and it stays what it is. Decisions go first, then known companies, then equal
    keys, then what documents state; a decision that two are apart is never overruled.
    """
    decided = decided or curation_files.Curation()
    rows = {iris.company(row.name): row for row in reversed(decided.companies)}
    groups = _Groups({*known, *rows}, rows, _kept_apart(decided))
    for pair in (*_decided(decided), *_listed_pairs(rows), *_same_key(known), *_stated(stated)):
        groups.join(*pair)
    return {iri: chosen for iri, chosen in groups.replaced().items() if iri in known}


def statements(claim: NameClaim) -> Iterator[str]:
    """The aliases of a name that its own words state for all documents: "Name (ACRONYM)", "Name (formerly Alias)".

    Other aliases ("Samsung" for "Samsung Display") are short for the name in one document only.
    """
    words = spelling.company_words(claim.name)
    for alias in claim.aliases:
        letters = re.sub(r"[^A-Za-z0-9]", "", alias)
        behind = rf"{re.escape(claim.name)}\W{{0,3}}[(\[（]\s*"
        acronym = _SHORTEST <= len(letters) <= _LONGEST and _abbreviates(letters, words)
        form = (
            rf"{behind}{re.escape(alias)}\s*[)\]）]" if acronym else rf"{behind}{_FORMER}{re.escape(alias)}\s*[)\]）]"
        )
        if any(re.search(form, reading.quote, re.IGNORECASE) for reading in claim.evidence):
            yield alias
    inside = _LAST.search(claim.name)
    if inside and spelling.topic_slug(claim.name) == spelling.topic_slug(claim.name[: inside.start()]):
        yield inside[1]


def _abbreviates(letters: str, words: list[str]) -> bool:
    """Whether capitals are the initials of all words of a name, legal forms at its end left out or in."""
    core = [word for word in words if word not in legal_forms.KEYS]
    whole = spelling.initials(words)
    return letters.isupper() and len(spelling.initials(core)) <= len(letters) and whole.startswith(letters.lower())


# ------------------------------------------------------------------------------------------------- pairs


def _decided(decided: Curation) -> Iterator[Pair]:
    for decision in decided.decisions:
        if decision.verdict == curation_files.SAME:
            yield decision.first, decision.second
            if decision.first.startswith(_MARKET):  # a market has one topic
                yield _topic(decision.first), _topic(decision.second)


def _kept_apart(decided: Curation) -> set[Pair]:
    """Pairs that people keep apart."""
    pairs = {
        (decision.first, decision.second) for decision in decided.decisions if decision.verdict == curation_files.APART
    }
    return pairs | {(_topic(first), _topic(second)) for first, second in pairs if first.startswith(_MARKET)}


def _topic(market: str) -> str:
    return f"{_TOPIC}{market.removeprefix(_MARKET)}"


def _listed_pairs(rows: Mapping[str, KnownCompany]) -> Iterator[Pair]:
    """A known company and its aliases; an alias of two companies joins none."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for iri, row in rows.items():
        for alias in row.aliases:
            bearers[iris.company(alias)].add(iri)
    for alias_iri in sorted(bearers):
        if len(bearers[alias_iri]) == 1 and alias_iri not in rows:
            yield next(iter(bearers[alias_iri])), alias_iri


def _same_key(known: Iterable[str]) -> Iterator[Pair]:
    """Companies whose names differ in spaces and hyphens only: "Exxon Mobil" and "ExxonMobil"."""
    groups: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(known):
        if iri.startswith(_COMPANY):
            groups[iri.replace("-", "")].append(iri)
    for same in groups.values():
        yield from ((same[0], other) for other in same[1:])


def _stated(stated: Mapping[str, set[str]]) -> Iterator[Pair]:
    for alias in sorted(stated):
        if len(stated[alias]) == 1 and not spelling.is_homonym(alias.removeprefix(_COMPANY)):
            yield next(iter(stated[alias])), alias


# ------------------------------------------------------------------------------------------------ groups


class _Groups:
    """IRIs that are one thing, joined pair by pair unless that would unite what must stay apart.

    No group holds two of the `preferred`, which are known to be different.
    """

    def __init__(self, known: Collection[str], preferred: Collection[str], apart: Iterable[Pair]) -> None:
        self._known = known
        self._preferred = preferred
        self._group: dict[str, frozenset[str]] = {}
        self._kept_apart: dict[str, set[str]] = defaultdict(set)
        for first, second in apart:
            self._kept_apart[first].add(second)
            self._kept_apart[second].add(first)

    def join(self, first: str, second: str) -> None:
        if first not in self._known or second not in self._known:
            return
        one, other = (self._group.get(iri, frozenset({iri})) for iri in (first, second))
        both = one | other
        if any(self._kept_apart.get(iri, set()) & other for iri in one):
            return
        if sum(iri in self._preferred for iri in both) > 1:
            return
        self._group.update(dict.fromkeys(both, both))

    def replaced(self) -> dict[str, str]:
        """Each member of a group but the chosen one, which is a preferred one, else the fullest name's."""
        replaced_by = {}
        for group in set(self._group.values()):
            chosen = min(group, key=lambda iri: (iri not in self._preferred, -iri.count("-"), iri))
            replaced_by.update({iri: chosen for iri in group if iri != chosen})
        return replaced_by
