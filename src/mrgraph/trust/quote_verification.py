"""A graph and the sources' texts -> which claims are proved: their words stand where the graph says they stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.claims.claims import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mrgraph.claims.lookup import Index


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that `claim` (an IRI) rests on; `start`: characters into the document's text."""

    claim: str
    iri: str
    start: int
    quote: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A document of the graph: its label (path), the hash of its bytes, and all passages that lie in it."""

    iri: str
    label: str
    sha256: str
    passages: tuple[Passage, ...]

    @property
    def claims(self) -> frozenset[str]:
        """All claims that rest on this document."""
        return frozenset(passage.claim for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a document's claims; `reason` is empty where all passages are proved."""

    exhibit: Exhibit
    reason: str
    failed: tuple[Passage, ...]


def exhibits(index: Index) -> tuple[Exhibit, ...]:
    """All documents of a graph, by label."""
    passages: dict[str, list[Passage]] = defaultdict(list)
    for claim in index.of_type(*CLAIMS):
        for iri in index.all(claim, vocab.evidence):
            start, quote = index.integer(iri, vocab.startOffset), index.one(iri, vocab.quote)
            document = index.one(iri, vocab.inDocument)
            if document is not None:
                passages[document].append(Passage(claim, iri, -1 if start is None else start, quote or ""))
    documents = (
        Exhibit(iri, index.label(iri), index.one(iri, vocab.SCHEMA_SHA256) or "", tuple(passages.get(iri, ())))
        for iri in index.of_type(vocab.Document)
    )
    return tuple(sorted(documents, key=lambda exhibit: (exhibit.label, exhibit.iri)))


def unsupported(index: Index) -> tuple[str, ...]:
    """Claims that rest on no passage at all."""
    return tuple(claim for claim in index.of_type(*CLAIMS) if not index.all(claim, vocab.evidence))


def verdict(exhibit: Exhibit, text: str) -> Verdict:
    """Whether each passage of a document is what its text says at that place."""
    failed = tuple(passage for passage in exhibit.passages if not _stands(passage, text))
    return Verdict(exhibit, "its words stand elsewhere; build again if mrgraph changed" if failed else "", failed)


def lost(exhibit: Exhibit, others: Mapping[str, str]) -> Verdict:
    """The verdict on a document whose bytes were not found; `others`: hashes of the sources by their path."""
    changed = exhibit.label in others
    reason = "has changed since the graph was built" if changed else "is not among the sources"
    return Verdict(exhibit, reason, exhibit.passages)


def _stands(passage: Passage, text: str) -> bool:
    end = passage.start + len(passage.quote)
    return passage.start >= 0 and bool(passage.quote) and text[passage.start : end] == passage.quote


def lines(verdicts: tuple[Verdict, ...], unsupported_claims: tuple[str, ...]) -> Iterator[str]:
    """A line for each document and each claim that is not proved."""
    for verdict in verdicts:
        if verdict.reason:
            claims = sorted({passage.claim for passage in verdict.failed})
            yield f"{verdict.exhibit.label}: {verdict.reason}; {len(claims)} claims are not proved"
            yield from (f"  {claim}" for claim in claims)
    yield from (f"{claim}: rests on no passage" for claim in unsupported_claims)
