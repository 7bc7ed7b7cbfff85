"""What an export sees of a graph: the triples of its profile, and a look-up of all of them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mrgraph import rdf, vocab
from mrgraph.claims.lookup import Index
from mrgraph.errors import UsageError
from mrgraph.export.exporters import FIGURES, FULL, PROFILES
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mrgraph.rdf.terms import Triple

FIGURE_KINDS: Final = (vocab.MarketSize, vocab.GrowthRate, vocab.MarketShare, vocab.CompanyRevenue)
# What evidence, claims and rules are is told by their IRIs: the graph spares their classes.
_UNTYPED: Final = {vocab.PREFIXES["evidence"]: vocab.Evidence, vocab.PREFIXES["rule"]: vocab.Rule}
_BEHIND: Final = ("claim", "evidence", "rule", "document")  # prefixes of what stands behind the edges
_LEADING_BEHIND: Final = (vocab.evidence, vocab.extractor, vocab.describedIn, vocab.inDocument)


class GraphView:
    """A graph as it is exported.

    `profile`: one of PROFILES. `typed`: with a class for evidence, claims and rules, which the graph spares.
    `ontology`: with the ontology's own triples.
    """

    def __init__(
        self, graph: Path | str | Iterable[Triple], profile: str = FULL, *, typed: bool = False, ontology: bool = False
    ) -> None:
        if profile not in PROFILES:
            raise UsageError(f"no profile {profile!r}; choose {', '.join(PROFILES)}")
        self.path = graph if isinstance(graph, Path | str) else None
        self.profile, self._typed, self._ontology = profile, typed, ontology
        self._source: Sequence[Triple] = () if isinstance(graph, Path | str) else tuple(graph)

    @property
    def triples(self) -> Iterator[Triple]:
        """The triples that are exported, in the order of the file.

        Raises GraphError for a file that cannot be read.
        """
        yield from self._all() if self.profile == FULL else filter(self._is_kept, self._all())
        if self._typed and self.profile == FULL:
            yield from types_spared(self.whole)
        if self._ontology:
            yield from ontology(self.whole)

    @property
    def is_whole(self) -> bool:
        """Whether the triples of the file are exported, no fewer and no more."""
        return self.profile == FULL and not self._typed and not self._ontology

    @cached_property
    def whole(self) -> Index:
        """All triples of the graph, whatever the profile."""
        return Index(self._all())

    @cached_property
    def index(self) -> Index:
        """The triples that are exported."""
        return self.whole if self.is_whole else Index(self.triples)

    def of_profile(self, profile: str) -> GraphView:
        """The same graph in another profile; what was looked up stays so."""
        if profile == self.profile:
            return self
        other = GraphView(self.path if self.path is not None else self._source, profile)
        other.__dict__["whole"] = self.whole
        return other

    def _all(self) -> Iterable[Triple]:
        return self._source if self.path is None else rdf.read_triples(self.path)

    @cached_property
    def _figures(self) -> frozenset[str]:
        return frozenset(self.whole.of_type(*FIGURE_KINDS)) if self.profile == FIGURES else frozenset()

    def _is_kept(self, triple: Triple) -> bool:
        """Whether the triple is one of the profile's."""
        subject, predicate, value = triple
        if predicate in _LEADING_BEHIND:
            return False
        if subject.startswith(_spaces(_BEHIND)):
            return subject in self._figures
        if subject in vocab.CODES or value in vocab.CODES:
            return self.profile == FIGURES
        return True


def types_spared(index: Index) -> Iterator[Triple]:
    """A class for each claim, piece of evidence and rule."""
    for claim in index.of_type(vocab.LinkClaim, vocab.SetAside, *FIGURE_KINDS):
        yield claim, vocab.RDF_TYPE, vocab.Claim
    for subject in index.subjects():
        for space, kind in _UNTYPED.items():
            if subject.startswith(space):
                yield subject, vocab.RDF_TYPE, kind


def ontology(index: Index) -> Iterator[Triple]:
    """The ontology's triples, without its words for codes that the graph describes itself: one term, one label."""
    described = frozenset(code for code in vocab.CODES if index.one(code, vocab.RDFS_LABEL) is not None)
    words = (vocab.RDFS_LABEL, vocab.SKOS_DEFINITION)
    for subject, predicate, value in rdf.read_triples(data_path("ontology") / "mrgraph.ttl"):
        if subject not in described or predicate not in words:
            yield subject, predicate, value


def _spaces(prefixes: Sequence[str]) -> tuple[str, ...]:
    return tuple(vocab.PREFIXES[prefix] for prefix in prefixes)
