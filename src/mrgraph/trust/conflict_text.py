"""Contradictions and differences of scope -> text for people, rows and objects for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mrgraph.claims import wording
from mrgraph.output.aligned import aligned, bar
from mrgraph.trust.conflicts import RATES, gap_in_words, sources_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mrgraph.claims.claims import Claims, Figure
    from mrgraph.claims.wording import Json
    from mrgraph.trust.conflicts import Conflict, Difference

COLUMNS: Final = (
    *("conflict", "market", "kind", "region", "segment", "company", "period", "currency", "gap", "unit", "reports"),
    *("families", "position", "value", "publisher", "report", "quote", "document", "start", "end", "claim"),
)


def lines(claims: Claims, conflicts: Iterable[Conflict]) -> Iterator[str]:
    """A paragraph a contradiction: what it is about, how large it is, each value with a bar, who says it and where."""
    for conflict in conflicts:
        yield f"{wording.about(claims.index, conflict.about)}: {gap_in_words(conflict)}, {sources_in_words(conflict)}"
        figures = [each for position in conflict.positions for each in position]
        most = max(figure.value for figure in figures)
        rows = [(wording.clean(f.text), bar(f.value, most), wording.clean(claims.publisher(f.report))) for f in figures]
        for figure, row in zip(figures, aligned(rows, right=(0,)), strict=True):
            yield f"  {row}"
            yield from (f"      {passage}" for passage in wording.passages(claims.index, figure.iri))
        yield ""


def difference_lines(claims: Claims, differences: Iterable[Difference]) -> Iterator[str]:
    """A line a pair: figures that differ because they are not about the same."""
    for difference in differences:
        first, second = (
            f"{wording.figure(claims.index, figure)} ({claims.publisher(figure.report)})"
            for figure in (difference.first, difference.second)
        )
        yield f"other {difference.scope}: {first} | {second}"


def rows(claims: Claims, conflicts: Iterable[Conflict]) -> Iterator[tuple[str, ...]]:
    """A row a figure, in the order of COLUMNS; rows of one contradiction share the first column, a number."""
    for number, conflict in enumerate(conflicts, 1):
        for place, position in enumerate(conflict.positions, 1):
            for figure in position:
                yield _row(claims, number, conflict, place, figure)


def objects(claims: Claims, conflicts: Iterable[Conflict]) -> Iterator[Json]:
    """One object a contradiction."""
    for conflict in conflicts:
        positions = [[_figure(claims, figure) for figure in position] for position in conflict.positions]
        yield {
            **_about(claims, conflict),
            "gap": str(conflict.gap),
            "unit": _unit(conflict),
            "reports": conflict.reports,
            "families": conflict.families,
            "positions": positions,
        }


def _figure(claims: Claims, figure: Figure) -> Json:
    return {"value": str(figure.value), "text": figure.text, **wording.source(claims, figure)}


def _about(claims: Claims, conflict: Conflict) -> dict[str, str]:
    def label(iri: str | None) -> str:
        return claims.index.label(iri) if iri else ""

    about = conflict.about
    return {
        "market": label(about.market),
        "kind": wording.KINDS[about.kind],
        "region": label(about.region),
        "segment": label(about.segment),
        "company": label(about.company),
        "period": wording.period(about),
        "currency": about.currency or "",
    }


def _row(claims: Claims, number: int, conflict: Conflict, place: int, figure: Figure) -> tuple[str, ...]:
    source = wording.source(claims, figure)
    first = (source["passages"] or [{"quote": "", "document": "", "start": "", "end": ""}])[0]
    return (
        *(str(number), *_about(claims, conflict).values(), str(conflict.gap), _unit(conflict), str(conflict.reports)),
        *(str(conflict.families), str(place), figure.text, source["publisher"], figure.report),
        *(first["quote"], first["document"], str(first["start"]), str(first["end"]), figure.iri),
    )


def _unit(conflict: Conflict) -> str:
    return "percentage points" if conflict.about.kind in RATES else "percent of the lowest"
