"""RDF triples as a look-up: subject -> predicate -> values, each sorted, so that no order of arrival shows."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mrgraph.rdf.terms import Triple

_NOTHING: Final[list[str]] = []
_CLAIMS: Final = (vocab.LinkClaim, vocab.Figure, vocab.SetAside)


class Index:
    """All triples by subject; IRIs and literals are plain strings, blank nodes and triple terms are left out.

    A subject has few triples, so they lie in one flat list, predicate and value in turn: a third of the memory that a
    dictionary for each subject takes, which counts with ten million of them.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._triples: Mapping[str, list[str]] = {}
        self._by_type: dict[str, list[str]] = {}
        whole: dict[str, list[str]] = {}
        self._triples = whole
        terms: dict[str, str] = {}
        flat: list[str] = []
        last_subject = ""
        for subject, name, value in triples:
            if type(value) is Literal:
                text = value.text
            elif type(value) is str and not value.startswith("_:"):
                text = value
            else:
                continue
            if subject != last_subject:  # files have the triples of a subject together, which spares most look-ups
                if subject.startswith("_:"):
                    continue
                last_subject, flat = subject, whole.setdefault(subject, [])
            predicate = terms.setdefault(name, name)
            flat += (predicate, terms.setdefault(text, text))
            if predicate == vocab.RDF_TYPE:
                self._by_type.setdefault(text, []).append(subject)

    @classmethod
    def around(cls, triples: Mapping[str, list[str]], by_type: dict[str, list[str]]) -> Index:
        """The look-up with these contents."""
        index = cls(())
        index._triples, index._by_type = triples, by_type
        return index

    def contents(self) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
        """Subject -> its predicates and values in turn; class -> its members."""
        return self._triples, self._by_type

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The values of `predicate` for `subject`, sorted, each once."""
        flat = self._triples.get(subject, _NOTHING)
        values = [flat[position + 1] for position in range(0, len(flat), 2) if flat[position] == predicate]
        return tuple(sorted(set(values))) if len(values) > 1 else tuple(values)

    def values(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Each subject of `predicate` with a value of it."""
        for subject, flat in self._triples.items():
            for position in range(0, len(flat), 2):
                if flat[position] == predicate:
                    yield subject, flat[position + 1]

    def one(self, subject: str, predicate: str) -> str | None:
        """The first value of `predicate` for `subject` in sorted order, or None."""
        flat, first = self._triples.get(subject, _NOTHING), None
        for position in range(0, len(flat), 2):
            if flat[position] == predicate and (first is None or flat[position + 1] < first):
                first = flat[position + 1]
        return first

    def integer(self, subject: str, predicate: str) -> int | None:
        """The first value of `predicate` as a whole number; None where there is none, or it is no number."""
        text = self.one(subject, predicate) or ""
        return int(text) if text.removeprefix("-").isdecimal() else None

    def decimal(self, subject: str, predicate: str) -> Decimal | None:
        """The first value of `predicate` as a number; None where there is none, or it is no number."""
        try:
            number = Decimal(self.one(subject, predicate) or "")
        except InvalidOperation:
            return None
        return number if number.is_finite() else None

    def of_type(self, *types: str) -> tuple[str, ...]:
        """The subjects that have one of the classes `types`, sorted."""
        return tuple(sorted({iri for kind in types for iri in self._by_type.get(kind, ())}))

    def pairs(self, subject: str) -> tuple[tuple[str, str], ...]:
        """The predicates and values of `subject`, sorted."""
        flat = self._triples.get(subject, _NOTHING)
        return tuple(sorted(zip(flat[::2], flat[1::2], strict=True)))

    def unsorted(self, subject: str) -> Iterator[tuple[str, str]]:
        """The predicates and values of `subject`, in no order."""
        flat = self._triples.get(subject, _NOTHING)
        return zip(flat[::2], flat[1::2], strict=True)

    def subjects(self) -> tuple[str, ...]:
        """All subjects, sorted."""
        return tuple(sorted(self._triples))

    def label(self, iri: str) -> str:
        """The label of `iri`; without one, what its IRI ends in."""
        return self.one(iri, vocab.RDFS_LABEL) or local_name(iri)

    def labels(self, iris: Iterable[str]) -> tuple[str, ...]:
        """The labels of `iris`, sorted."""
        return tuple(sorted(self.label(iri) for iri in iris))

    def named(self, name: str) -> tuple[str, ...]:
        """The subjects that have this label or other name, whatever its case, or that end in it, sorted."""
        folded = name.casefold().strip()
        whole = (f"{vocab.BASE}{name.strip()}", *(f"{space}{name.strip()}" for space in vocab.PREFIXES.values()))
        terms = (vocab.RDFS_LABEL, vocab.SKOS_ALT_LABEL, vocab.DCT_TITLE, vocab.DCT_IDENTIFIER, vocab.iso3166)
        found = {iri for iri in whole if iri in self._triples}
        for subject in self._things:
            flat = self._triples[subject]
            if folded in (local_name(subject).casefold(), short_id(subject).casefold()) or any(
                flat[i] in terms and flat[i + 1].casefold() == folded for i in range(0, len(flat), 2)
            ):
                found.add(subject)
        return tuple(sorted(subject for subject in found if not subject.startswith(vocab.NS)))

    @cached_property
    def _things(self) -> tuple[str, ...]:
        """What can have a name: all that has a class and is no claim."""
        claims = {subject for kind in _CLAIMS for subject in self._by_type.get(kind, ())}
        return tuple({subject for members in self._by_type.values() for subject in members} - claims)


def local_name(iri: str) -> str:
    """What stands after the last slash or hash.

    >>> local_name("https://w3id.org/mrgraph/ns#hasPlayer")
    'hasPlayer'
    """
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri


def short_id(iri: str) -> str:
    """The IRI without the base of mrgraph, for use in addresses of the page.

    >>> short_id("https://w3id.org/mrgraph/company/kla")
    'company/kla'
    """
    return iri.removeprefix(vocab.BASE)
