"""A market -> its fact sheet: sizes, growth, a band of independent forecasts, who and what belongs to it, conflicts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims import wording
from mrgraph.claims.figure_text import money
from mrgraph.output.aligned import aligned, bar
from mrgraph.trust import conflict_text, conflicts, consensus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mrgraph.claims.claims import Claims, Figure
    from mrgraph.claims.wording import Json
    from mrgraph.trust.conflicts import Conflict
    from mrgraph.trust.consensus import Band

PARTS: Final[Mapping[str, str]] = {
    vocab.hasPlayer: "players",
    vocab.hasTechnology: "technologies",
    vocab.hasApplication: "applications",
    vocab.hasSegment: "segments",
    vocab.drivenBy: "drivers",
    vocab.ledBy: "leading regions",
    vocab.coversRegion: "regions",
}
_MOST = 30  # entries of one part that are printed


@dataclass(frozen=True, slots=True)
class Member:
    """A thing that belongs to the market: its IRI and label, and how many independent sources and reports say so."""

    iri: str
    label: str
    families: int
    reports: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is claimed about a market (IRI); `parts` by predicate, the best supported first."""

    market: str
    label: str
    reports: tuple[str, ...]
    figures: tuple[Figure, ...]
    bands: tuple[Band, ...]
    parts: Mapping[str, tuple[Member, ...]]
    conflicts: tuple[Conflict, ...]


def sheet(claims: Claims, market: str) -> Sheet:
    """The fact sheet of a market."""
    index = claims.index
    reports = tuple(report for report in index.of_type(vocab.Report) if market in index.all(report, vocab.studies))
    figures = [figure for figure in claims.figures if figure.about.market == market and claims.sound(figure)]
    return Sheet(
        market=market,
        label=index.label(market),
        reports=reports,
        figures=tuple(sorted(figures, key=lambda figure: (repr(figure.about), figure.value, figure.iri))),
        bands=consensus.bands(claims, market),
        parts={predicate: _members(claims, market, reports, predicate) for predicate in PARTS},
        conflicts=conflicts.conflicts(claims, market),
    )


def _members(claims: Claims, market: str, reports: tuple[str, ...], predicate: str) -> tuple[Member, ...]:
    reports_by_member: dict[str, set[str]] = defaultdict(set)
    subjects = reports if predicate == vocab.coversRegion else (market,)
    for link in claims.links:
        if link.predicate == predicate and link.subject in subjects and claims.sound(link):
            reports_by_member[link.object].add(link.report)
    members = [
        Member(iri, claims.index.label(iri), claims.families.number(naming), len(naming))
        for iri, naming in reports_by_member.items()
    ]
    return tuple(sorted(members, key=lambda m: (-m.families, -m.reports, m.label.casefold(), m.iri)))


# -------------------------------------------------------------------------------------------------- text


def lines(claims: Claims, sheet: Sheet) -> Iterator[str]:
    """The fact sheet as text."""
    families = claims.families.number(sheet.reports)
    yield f"{wording.clean(sheet.label)} market"
    yield f"{_counted(len(sheet.reports), 'report')} of {_counted(families, 'independent source')}"
    for kind, title in (
        (vocab.MarketSize, "sizes"),
        (vocab.GrowthRate, "growth per year"),
        (vocab.MarketShare, "shares"),
    ):
        yield from _section(title, _figure_lines(claims, sheet, kind))
    for band in sheet.bands:
        if len(band.points) > 1 or band.silent:
            region = wording.clean(claims.index.label(band.region))
            body = (*_band_lines(band), *_silent_lines(claims, band))
            yield from _section(f"forecast band, {region}, {band.currency}", iter(body))
    for predicate, title in PARTS.items():
        yield from _section(title, _member_lines(sheet.parts[predicate]))
    yield from _section("conflicts", conflict_text.lines(claims, sheet.conflicts))


def _section(title: str, body: Iterator[str]) -> Iterator[str]:
    rows = [row for row in body if row.strip()]
    if rows:
        yield from ("", title, *(f"  {row}" for row in rows))


def _figure_lines(claims: Claims, sheet: Sheet, kind: str) -> Iterator[str]:
    """What each is about, its number as written, a bar beside the largest of its currency, and who says so."""
    figures = [figure for figure in sheet.figures if figure.about.kind == kind]
    most: dict[str | None, Decimal] = {}
    for figure in figures:
        most[figure.about.currency] = max(figure.value, most.get(figure.about.currency, figure.value))
    rows = []
    for figure in figures:
        words = wording.about(claims.index, figure.about).removeprefix(f"{wording.clean(sheet.label)}, ")
        about = words.removeprefix(wording.KINDS[kind]).removeprefix(", ")
        bar_text = bar(figure.value, most[figure.about.currency])
        publisher = wording.clean(claims.publisher(figure.report))
        rows.append((about, wording.clean(figure.text), bar_text, publisher))
    yield from aligned(rows, right=(1,))


def _band_lines(band: Band) -> Iterator[str]:
    """Year by year the middle voice and its bar, grey up to the highest one."""
    most, rows = max((point.high for point in band.points), default=Decimal(1)), []
    for point in band.points:
        low, middle, high = (
            money(value, None).removesuffix(" (no currency given)") for value in (point.low, point.middle, point.high)
        )
        voices = _counted(len(point.voices), "voice")
        hows = wording.listed(sorted({voice.how for voice in point.voices}))
        spread = f"{low} to {high}" if point.low != point.high else ""
        rows.append((str(point.year), middle, bar(point.middle, most, point.high), spread, f"{voices}, {hows}"))
    claims = (f"  ({_short_claims(point)})" for point in band.points)
    yield from map("".join, zip(aligned(rows, right=(1,)), claims, strict=True))


def _silent_lines(claims: Claims, band: Band) -> Iterator[str]:
    """Who contradicts itself about a year, and so has no voice on it."""
    for silence in band.silent:
        texts = {wording.clean(claims.index.one(claim, vocab.valueText) or "") for claim in silence.claims}
        who = wording.clean(claims.index.label(silence.family))
        shorts = " ".join(f"claim:{claim.rpartition('/')[2]}" for claim in silence.claims)
        yield f"{silence.year}  no voice of {who}, which says {wording.listed(sorted(texts))}  ({shorts})"


def _short_claims(point: consensus.Point) -> str:
    return " ".join(sorted({f"claim:{iri.rpartition('/')[2]}" for voice in point.voices for iri in voice.claims}))


def _member_lines(members: tuple[Member, ...]) -> Iterator[str]:
    most = Decimal(max((member.reports for member in members), default=1))
    yield from aligned(
        [
            (
                wording.clean(member.label),
                _counted(member.families, "independent source"),
                _counted(member.reports, "report"),
                bar(Decimal(member.families), most, Decimal(member.reports)) if most > 1 else "",
            )
            for member in members[:_MOST]
        ],
        right=(1, 2),
    )
    if len(members) > _MOST:
        yield f"and {len(members) - _MOST} more"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_object(claims: Claims, sheet: Sheet) -> Json:
    """The fact sheet for programs, nothing left out."""
    return {
        "market": sheet.market,
        "label": sheet.label,
        "reports": list(sheet.reports),
        "figures": [
            {
                "kind": wording.KINDS[figure.about.kind],
                "about": wording.about(claims.index, figure.about),
                "value": str(figure.value),
                "text": figure.text,
                **wording.source(claims, figure),
            }
            for figure in sheet.figures
        ],
        "bands": [_band_object(claims, band) for band in sheet.bands],
        **{
            title.replace(" ", "_"): [
                {"iri": member.iri, "label": member.label, "families": member.families, "reports": member.reports}
                for member in sheet.parts[predicate]
            ]
            for predicate, title in PARTS.items()
        },
        "conflicts": list(conflict_text.objects(claims, sheet.conflicts)),
    }


def _band_object(claims: Claims, band: Band) -> Json:
    return {
        "region": claims.index.label(band.region),
        "currency": band.currency,
        "points": [
            {
                "year": point.year,
                "low": f"{point.low:f}",
                "middle": f"{point.middle:f}",
                "high": f"{point.high:f}",
                "voices": [
                    {
                        "family": voice.family,
                        "value": f"{voice.value:f}",
                        "how": voice.how,
                        "claims": list(voice.claims),
                    }
                    for voice in point.voices
                ],
            }
            for point in band.points
        ],
        "silent": [
            {"year": silence.year, "family": silence.family, "claims": list(silence.claims)} for silence in band.silent
        ],
    }
