"""Decides what the fact of a report says that several documents announce."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrgraph.facts import ReportFact

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Announcement:
    """What one document says of its report. `document` is the document's IRI."""

    iri: str
    document: str
    label: str
    title: str | None
    identifier: str | None
    url: str | None
    period: tuple[int | None, int | None]


class Reports:
    """Reports under construction, by IRI."""

    def __init__(self) -> None:
        self._announced: dict[str, list[Announcement]] = defaultdict(list)

    def add(self, announcement: Announcement) -> None:
        """One more document announces a report."""
        self._announced[announcement.iri].append(announcement)

    def facts(self) -> tuple[ReportFact, ...]:
        """All reports, sorted by IRI."""
        return tuple(_fact(iri, self._announced[iri]) for iri in sorted(self._announced))


def _fact(iri: str, announced: list[Announcement]) -> ReportFact:
    start, end = _period(report.period for report in announced)
    return ReportFact(
        iri=iri,
        label=_most_common(report.label for report in announced) or "",
        documents=tuple(sorted(report.document for report in announced)),
        titles=tuple(sorted({report.title for report in announced if report.title})),
        identifier=_most_common(report.identifier for report in announced if report.identifier),
        urls=tuple(sorted({report.url for report in announced if report.url})),
        start=start,
        end=end,
    )


def _period(periods: Iterable[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
    """The period that most documents give, among equals the one that says more, then the earliest."""
    counts = Counter(period for period in periods if period != (None, None))
    if not counts:
        return None, None
    start, end = min(counts, key=lambda period: (-counts[period], period.count(None), period[0] or 0, period[1] or 0))
    return (None, end) if start is not None and end is not None and start > end else (start, end)


def _most_common(values: Iterable[str]) -> str | None:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None
