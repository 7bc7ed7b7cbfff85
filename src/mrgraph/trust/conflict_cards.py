"""The conflicts of a graph -> what the page and the report show of them, beside what only looks like one.

What is a conflict, how large and how independent it is, is told by `conflicts`; here it only meets the figures drawn.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims import wording
from mrgraph.claims.figure_text import GROWTH, percent
from mrgraph.trust.conflicts import conflicts, differences, gap_in_words, sources_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from mrgraph.claims.claims import Claims
    from mrgraph.claims.figure_text import Figure
    from mrgraph.trust.conflicts import Conflict

CONFLICT: Final = "conflict"  # no one number reconciles the figures
AUDIT: Final = "audit"  # a growth rate that the sizes of its own report do not bear out
SCOPE: Final = "scope"  # growth of one market, for other regions or periods


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Figures to be seen side by side; `figures` are positions in the network's figures, from low to high.

    `kind`: CONFLICT, AUDIT or SCOPE. `subject`: the IRI of the market, or of the company. `about`: what else the
    figures are about; `reason`: how they differ, and who says so.
    """

    kind: str
    subject: str
    about: str
    reason: str
    figures: tuple[int, ...]


def disagreements(claims: Claims, figures: Sequence[Figure]) -> tuple[Disagreement, ...]:
    """All conflicts in the order of `mrgraph conflicts`, then audit findings and differences of scope, by their gap."""
    places = {figure.iri: place for place, figure in enumerate(figures)}
    rivals = (_conflict(claims, conflict, places) for conflict in conflicts(claims))
    return (*rivals, *_audits(figures), *_scopes(claims, figures, places))


def of_kind(found: Iterable[Disagreement], kind: str) -> tuple[Disagreement, ...]:
    """Those of one kind."""
    return tuple(each for each in found if each.kind == kind)


def _conflict(claims: Claims, conflict: Conflict, places: Mapping[str, int]) -> Disagreement:
    about = conflict.about
    topic = replace(about, market=None) if about.market else replace(about, company=None)
    words = wording.about(claims.index, topic)
    return Disagreement(
        CONFLICT,
        about.market or about.company or "",
        words[:1].upper() + words[1:],
        f"{gap_in_words(conflict)}, {sources_in_words(conflict)}",
        tuple(places[figure.iri] for position in conflict.positions for figure in position),
    )


def _audits(figures: Sequence[Figure]) -> list[Disagreement]:
    """Growth rates that rounding does not reconcile with sizes of the same report, as flagged when it was read."""
    found = []
    for place, figure in enumerate(figures):
        if _whole(figure) and figure.implied is not None and "inconsistent" in figure.support.flags:
            reason = f"States {figure.value}, its own sizes give {percent(figure.implied)}"
            found.append((-abs(_number(figure) - figure.implied), reason, place))
    return [
        Disagreement(AUDIT, figures[place].market or "", GROWTH, reason, (place,)) for _, reason, place in sorted(found)
    ]


def _scopes(claims: Claims, figures: Sequence[Figure], places: Mapping[str, int]) -> list[Disagreement]:
    """For each market the rates of growth that are for other regions or periods than the next."""
    members: dict[str, set[int]] = defaultdict(set)
    scopes: dict[str, set[str]] = defaultdict(set)
    for difference in differences(claims):
        pair = [places[figure.iri] for figure in (difference.first, difference.second)]
        about = difference.first.about
        if about.kind == vocab.GrowthRate and about.market and all(_whole(figures[place]) for place in pair):
            members[about.market] |= set(pair)
            scopes[about.market].add(difference.scope)
    found = []
    for market, group in members.items():
        ordered = tuple(sorted(group, key=lambda place: (_number(figures[place]), place)))
        gap = _number(figures[ordered[-1]]) - _number(figures[ordered[0]])
        reports = len({figures[place].report for place in ordered})
        found.append((-reports, -gap, market, Disagreement(SCOPE, market, GROWTH, _other(scopes[market]), ordered)))
    return [each for *_, each in sorted(found, key=lambda entry: entry[:3])]


def _other(scopes: Iterable[str]) -> str:
    """ "For another period", "For another region and period"."""
    single = [word for word in ("region", "period") if any(word in scope.split() for scope in scopes)]
    return f"For another {wording.listed(single)}"


def _whole(figure: Figure) -> bool:
    """Whether it is a rate of growth of a whole market."""
    return figure.kind == GROWTH and figure.market is not None and not figure.company and not figure.segment


def _number(figure: Figure) -> Decimal:
    assert figure.number is not None  # a claim without a number is in no comparison
    return figure.number
