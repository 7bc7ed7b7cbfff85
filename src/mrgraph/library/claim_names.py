"""What a user calls a thing -> its IRI, in a graph's claims; and the proofs of its quotes, from the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.asking import parameters
from mrgraph.errors import SourceError, UsageError
from mrgraph.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mrgraph.claims.claims import Claims
    from mrgraph.settings import Settings
    from mrgraph.trust.quote_verification import Exhibit, Verdict

KINDS = ("market", "company", "topic", "region", "publisher")


def resolved(name: str, kind: str, claims: Claims, *, former: bool = False, exact: bool = False) -> str:
    """The IRI of the thing of a kind that the user names; one that was replaced means the one in its place.

    `former`: an IRI that was replaced stands for itself. `exact`: only a name as written counts. Raises UsageError with
    candidates where none or several things have the name.
    """
    iri = parameters.thing(name, kind, claims.index, exact=exact)
    replacement = claims.index.one(iri, vocab.DCT_IS_REPLACED_BY)
    return iri if former or replacement is None else replacement


def meant(name: str, claims: Claims, *, former: bool = False) -> frozenset[str]:
    """The IRIs of all things, of whatever kind, that the user names.

    Raises UsageError where nothing has the name, with the candidates of each kind.
    """
    iris, refusals = {*claims.reports_named(name)}, []
    for kind, exact in (*((kind, True) for kind in KINDS), *((kind, False) for kind in KINDS)):
        if iris and not exact:
            break
        try:
            iris.add(resolved(name, kind, claims, former=former, exact=exact))
        except UsageError as error:
            refusals.append(str(error))
    if not iris:
        helpful = (refusal for refusal in refusals if "did you mean" in refusal or "several" in refusal)
        raise UsageError(next(helpful, refusals[0]))
    return frozenset(iris)


def market_or_company(name: str, claims: Claims) -> str:
    """The market, else the company, that the user names; what neither has is told for both."""
    try:
        return resolved(name, "market", claims)
    except UsageError as no_market:
        try:
            return resolved(name, "company", claims)
        except UsageError as no_company:
            raise UsageError(f"{no_market}; {no_company}") from no_company


def verdicts(exhibits: Sequence[Exhibit], sources: Sequence[str], settings: Settings) -> Iterator[Verdict]:
    """One verdict a document; sources that no claim rests on are not read further than their bytes."""
    from mrgraph.pipeline import build
    from mrgraph.trust import quote_verification as proofs

    waiting = {exhibit.sha256: exhibit for exhibit in exhibits}
    seen: dict[str, str] = {}
    for source in build.read(sources, settings):
        if isinstance(source, Problem):
            continue
        seen[source.path] = source.sha256
        exhibit = waiting.pop(source.sha256, None)
        if exhibit is None:
            continue
        try:
            yield proofs.verdict(exhibit, build.parse(source, settings).text)
        except SourceError as error:
            yield proofs.Verdict(exhibit, f"cannot be read: {error}", exhibit.passages)
    yield from (proofs.lost(exhibit, seen) for exhibit in waiting.values())
