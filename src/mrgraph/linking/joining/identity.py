"""Decides which IRIs are merged: what people decided, known companies, equal keys and cores, and what documents state.

Minting is a pure function of the name; here a minted IRI is replaced by another one, itself minted, and the graph says
so (dct:isReplacedBy). Nothing that is merely alike is ever merged: that is a suggestion for a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from mrgraph import curation_files, vocab
from mrgraph.firms import name_cores
from mrgraph.lexicon import legal_forms, spelling
from mrgraph.linking import iris
from mrgraph.linking.joining import name_joins, topic_joins

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mrgraph.curation_files import Curation, KnownCompany
    from mrgraph.records import Extraction, NameClaim

    Pair = tuple[str, str]

_COMPANY, _MARKET, _TOPIC = (vocab.PREFIXES[kind] for kind in ("company", "market", "topic"))
_SHORTEST = 3  # letters of an acronym that may join documents: two letters stand for too many names
_LONGEST = 8
_MAJORITY = 0.9  # of the documents that say what a short name stands for; three that differ from one are no majority
_IN_BRACKETS = re.compile(r"(?<=\w) \(([A-Z][A-Za-z]{0,6}[A-Z])s?\)")
_WORD = re.compile(r"[^\W\d_]+")
_WINDOW = 90  # characters before an acronym in which it is spelled out
_LAST = re.compile(r"\s*[(（]([^()（）]+)[)）]\s*$")
_FORMER = (
    r"(?:formerly|previously|f/?k/?a|doing business as|d/?b/?a|also known as|a\.?k\.?a\.?)"
    r"\W{0,2}(?:known as\s+)?[:,]?\s*"
)


def replacements(
    known: Mapping[str, Collection[str]],
    stated: Mapping[str, Counter[str]],
    decided: Curation | None = None,
    reports: Mapping[str, Collection[str]] | None = None,
) -> dict[str, str]:
    """IRI -> the IRI that stands for it, for all that are replaced.

    `known`: all entities with their names as written. `stated`: for the IRI of a short or former name, the things that
    documents state to be meant, with how many do; without a clear majority it stays what it is. `reports`: the reports
    that list each company. Decisions go first, then known companies, then equal keys, what documents state, and names
    with one core; a decision that two are apart is never overruled.
    """
    decided = decided or curation_files.Curation()
    rows = {iris.company(row.name): row for row in reversed((*decided.companies, *decided.firms))}
    groups = _Groups({*known, *rows}, rows, _kept_apart(decided))
    for pair in _decided(decided):
        groups.join(*pair, decided=True)
    companies = {iri: forms for iri, forms in known.items() if iri.startswith(_COMPANY)}
    for pair in (
        *_listed_pairs(rows),
        *_same_key(known),
        *_stated(stated),
        *name_joins.pairs(companies | {iri: (row.name,) for iri, row in rows.items()}, reports or {}),
        *topic_joins.pairs({iri: forms for iri, forms in known.items() if iri.startswith(_TOPIC)}),
    ):
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


def stated_acronyms(extraction: Extraction) -> Iterator[Pair]:
    """Topics whose acronym any quote of a document states: the IRIs of both in "artificial intelligence (AI)"."""
    quotes = {evidence.quote for claim in extraction.claims for evidence in claim.evidence}
    for quote in sorted(quotes):
        for acronym in _IN_BRACKETS.finditer(quote):
            words = _WORD.findall(quote[max(0, acronym.start() - _WINDOW) : acronym.start()])
            long = _spelled_out(acronym[1], words)
            if long:
                yield iris.topic(acronym[1]), iris.topic(long)


def _spelled_out(acronym: str, words: list[str]) -> str | None:
    """The last words, if their initials are the letters; small linking words may have none: "bill of lading"."""
    letters = acronym.lower()
    for start in range(len(words) - 2, max(len(words) - _LONGEST - 1, -1), -1):
        lower = [word.lower() for word in words[start:]]
        if letters in ("".join(word[0] for word in lower), spelling.initials(lower)):
            return " ".join(words[start:])
    return None


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
    """Pairs that people keep apart; what was split from a name is not it."""
    apart = (curation_files.APART, curation_files.SPLIT)
    pairs = {(decision.first, decision.second) for decision in decided.decisions if decision.verdict in apart}
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


def _stated(stated: Mapping[str, Counter[str]]) -> Iterator[Pair]:
    """A short or former name and what most documents that state it take it for."""
    for alias in sorted(stated):
        meant, votes = min(stated[alias].items(), key=lambda vote: (-vote[1], vote[0]))
        clear = votes >= _MAJORITY * stated[alias].total()
        if clear and not spelling.is_homonym(alias.removeprefix(_COMPANY)):
            yield meant, alias


# ------------------------------------------------------------------------------------------------ groups


class _Groups:
    """IRIs that are one thing, joined pair by pair unless that would unite what must stay apart.

    No group holds two of the `preferred`, which are known to be different, unless a person decided so.
    """

    def __init__(self, known: Collection[str], preferred: Mapping[str, object], apart: Iterable[Pair]) -> None:
        self._known = known
        self._preferred = frozenset(preferred)
        self._group: dict[str, frozenset[str]] = {}
        self._kept_apart: dict[str, set[str]] = defaultdict(set)
        for first, second in apart:
            self._kept_apart[first].add(second)
            self._kept_apart[second].add(first)

    def join(self, first: str, second: str, *, decided: bool = False) -> None:
        """Make two groups one; a decision joins even what is known to be different."""
        if first not in self._known or second not in self._known:
            return
        one, other = (self._group.get(iri, frozenset({iri})) for iri in (first, second))
        if any(self._kept_apart.get(iri, set()) & other for iri in one):
            return
        if not decided and one != other and all(not group.isdisjoint(self._preferred) for group in (one, other)):
            return
        both = one | other
        self._group.update(dict.fromkeys(both, both))

    def replaced(self) -> dict[str, str]:
        """Each member of a group but the chosen one: a preferred one, else one without additions, else the fullest."""
        replaced_by = {}
        for group in set(self._group.values()):
            chosen = min(group, key=self._rank)
            replaced_by.update({iri: chosen for iri in group if iri != chosen})
        return replaced_by

    def _rank(self, iri: str) -> tuple[bool, bool, int, str]:
        preferred = iri in self._preferred
        return not preferred, not preferred and _adds(iri), -iri.count("-"), iri


def _adds(iri: str) -> bool:
    """Whether a name has words that say nothing: "International" of a company, "Industry" of a topic."""
    space, _, slug = iri.rpartition("/")
    if f"{space}/" == _COMPANY:
        return name_cores.core(slug).words != slug
    return f"{space}/" == _TOPIC and "-" in slug and slug.rpartition("-")[2] in topic_joins.CLASSES
