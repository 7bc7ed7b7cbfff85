"""What people answer about names -> decisions: a filled-in table, an answer to a suggestion, a name that is several."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from mrgraph import curation_files, vocab
from mrgraph.claims.wording import clean
from mrgraph.curation import suggestions
from mrgraph.errors import UsageError
from mrgraph.lexicon import spelling

if TYPE_CHECKING:
    from mrgraph.claims.claims import Claims
    from mrgraph.curation.suggestions import Suggestion
    from mrgraph.curation_files import Decision

_VERDICTS: Final = {"s": curation_files.SAME, "a": curation_files.APART}
_SLUGS: Final = {"company": spelling.company_slug, "topic": spelling.topic_slug}
_QUOTES = 2  # of each thing that are shown


def filled_in(lines: Iterable[str], where: str) -> list[Decision]:
    """The decisions of a table that `suggest` wrote, whose first column somebody filled in.

    Raises UsageError for a table of other columns, or a verdict that is none.
    """
    reader = csv.DictReader(lines)
    if not {"verdict", "iris"} <= set(reader.fieldnames or ()):
        raise UsageError(f"{where}: no columns verdict and iris; give a table that `mrgraph identities suggest` wrote")
    found = []
    for number, row in enumerate(reader, 2):
        verdict, iris = (row["verdict"] or "").strip().lower(), (row["iris"] or "").split()
        if not verdict:
            continue
        if verdict not in _VERDICTS.values() or len(iris) != 2:
            raise UsageError(f"{where}:{number}: {verdict!r} is no verdict about two things; it is same or apart")
        found.append(curation_files.decision(verdict, iris[0], iris[1], row.get("reason") or ""))
    return found


def answered(pair: Suggestion, verdict: str, reason: str) -> Decision | None:
    """The decision in an answer; None where it leaves the pair open."""
    meant = _VERDICTS.get(verdict[:1].lower())
    return curation_files.decision(meant, pair.first, pair.second, reason) if meant else None


def shown(claims: Claims, pair: Suggestion) -> Iterator[str]:
    """A suggestion in words, with sentences about both things."""
    yield from suggestions.lines((pair,))
    for iri, name in zip((pair.first, pair.second), pair.names, strict=True):
        quotes = sorted(set(_quotes(claims, iri)), key=lambda quote: (-len(quote), quote))
        yield from (f"      {clean(name)}: “{clean(quote)}”" for quote in quotes[:_QUOTES])


def _quotes(claims: Claims, iri: str) -> Iterator[str]:
    for link in claims.links_of.get(iri, ()):
        market = clean(claims.index.label(link.subject))
        for passage in claims.index.all(link.iri, vocab.evidence):
            quote = claims.index.one(passage, vocab.quote)
            if quote:
                yield quote if link.subject == iri else f"{quote} ({market})"


def decisions(
    claims: Claims, meant: Iterable[str], parts: Sequence[str], documents: Sequence[str], reason: str
) -> list[Decision]:
    """The decisions that a name (the IRIs it may mean) is what `parts` name, in these documents or everywhere.

    Raises UsageError where the name is no one company or topic, a part is the name itself, or a document is unknown.
    """
    spaces = {kind: vocab.PREFIXES[kind] for kind in _SLUGS}
    found = [(iri, kind) for iri in sorted(meant) for kind, space in spaces.items() if iri.startswith(space)]
    if len(found) != 1:
        raise UsageError(f"the name means {len(found)} companies and topics; name one by its IRI")
    iri, kind = found[0]
    places = tuple(sorted({_document(claims, name) for name in documents}))
    split = []
    for part in parts:
        other = f"{spaces[kind]}{_SLUGS[kind](part)}"
        if other == iri:
            raise UsageError(f"{part}: is the name itself; give one that tells it apart, such as {part} (2)")
        reasoned = " ".join(reason.split())
        split.append(curation_files.Decision(curation_files.SPLIT, iri, other, reasoned, places, part))
    return split


def _document(claims: Claims, name: str) -> str:
    """The document whose label is, or ends in, a name."""
    labels = {claims.index.label(iri): iri for iri in claims.index.of_type(vocab.Document)}
    fitting = [iri for label, iri in sorted(labels.items()) if label == name or label.endswith(f"/{name}")]
    if len(fitting) != 1:
        raise UsageError(
            f"{name}: {len(fitting)} documents of the graph are called so; `mrgraph why` tells their paths"
        )
    return fitting[0]
