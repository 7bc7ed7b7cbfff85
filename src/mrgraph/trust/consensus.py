"""Sizes and growth rates of a market -> a band per year, in which each independent source has one voice.

A report speaks for the years of its own claims and no others: those of its sizes, those between two of its sizes, and
those of the period of a growth rate that holds one of its sizes. Nothing is ever carried beyond a claim's own period.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from mrgraph import vocab

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mrgraph.claims.claims import Claims, Figure

STATED, BETWEEN, GROWN = "stated", "between two sizes", "by the growth rate"
_ORDER: Final = (STATED, BETWEEN, GROWN)  # what a report states goes before what follows from it
_CONTEXT = Context(prec=34)
_WHOLE = Decimal(100)
_DIGITS = 4  # significant ones of a number that was computed


@dataclass(frozen=True, slots=True)
class Voice:
    """What one family of sources says about one year, in whole units of currency, and the claims that say so."""

    family: str
    value: Decimal
    how: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A year of the band: lowest, middle and highest voice."""

    year: int
    low: Decimal
    middle: Decimal
    high: Decimal
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The band of one market in one region (IRIs) and currency, by year."""

    market: str
    region: str
    currency: str
    points: tuple[Point, ...]


def bands(claims: Claims, market: str) -> tuple[Band, ...]:
    """The bands of a market, one a region and currency, those with most voices first."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in _of_whole_market(claims, market):
        if figure.about.kind == vocab.MarketSize and figure.about.currency and figure.about.region:
            groups[figure.about.region, figure.about.currency].append(figure)
    rates = [figure for figure in _of_whole_market(claims, market) if figure.about.kind == vocab.GrowthRate]
    with localcontext(_CONTEXT):
        candidates = [
            Band(market, region, currency, _points(claims, sizes, [r for r in rates if r.about.region == region]))
            for (region, currency), sizes in sorted(groups.items())
        ]
    bands = [band for band in candidates if band.points]
    return tuple(sorted(bands, key=lambda band: (-sum(len(p.voices) for p in band.points), band.region, band.currency)))


def _of_whole_market(claims: Claims, market: str) -> Iterator[Figure]:
    """The sound figures about a whole market whose sentences speak of nothing else."""
    for figure in claims.figures:
        about = figure.about
        partial = about.segment or about.company or about.aside
        if about.market == market and not partial and claims.sound(figure):
            yield figure


def _points(claims: Claims, sizes: Sequence[Figure], rates: Sequence[Figure]) -> tuple[Point, ...]:
    voices: dict[int, dict[str, list[Voice]]] = defaultdict(lambda: defaultdict(list))
    for report in sorted({size.report for size in sizes}):
        own_sizes = [size for size in sizes if size.report == report]
        family = claims.families.of(report)
        for year, voice in _report_voices(family, own_sizes, [rate for rate in rates if rate.report == report]):
            voices[year][family].append(voice)
    return tuple(_point(year, voices[year]) for year in sorted(voices))


def _point(year: int, families: Mapping[str, list[Voice]]) -> Point:
    voices = tuple(_one_voice(families[family]) for family in sorted(families))
    values = [voice.value for voice in voices]
    return Point(year, min(values), _rounded(median(values)), max(values), voices)


def _one_voice(voices: list[Voice]) -> Voice:
    """The voice of a family: what is stated goes first; among several statements the middle one."""
    how = min((voice.how for voice in voices), key=_ORDER.index)
    best = [voice for voice in voices if voice.how == how]
    if len(best) == 1:
        return best[0]
    claims = tuple(sorted({claim for voice in best for claim in voice.claims}))
    return Voice(best[0].family, _rounded(median(voice.value for voice in best)), how, claims)


def _report_voices(family: str, sizes: Sequence[Figure], rates: Iterable[Figure]) -> Iterator[tuple[int, Voice]]:
    """What one report says, year by year."""
    dated = sorted((size.about.year, size.value, size.iri) for size in sizes if size.about.year is not None)
    for year, value, iri in dated:
        yield year, Voice(family, value, STATED, (iri,))
    for (start, start_value, start_iri), (end, end_value, end_iri) in pairwise(dated):
        for year in range(start + 1, end):
            value = start_value * ((end_value / start_value).ln() * (year - start) / (end - start)).exp()
            yield year, Voice(family, _rounded(value), BETWEEN, tuple(sorted({start_iri, end_iri})))
    for rate in rates:
        yield from _grown(family, dated, rate)


def _grown(family: str, dated: Sequence[tuple[int, Decimal, str]], rate: Figure) -> Iterator[tuple[int, Voice]]:
    """The years of a growth rate's own period, counted from the sizes within it."""
    start, end = rate.about.start, rate.about.end
    if start is None or end is None or rate.value <= -_WHOLE:
        return
    for base, value, iri in dated:
        if start <= base <= end:
            for year in range(start, end + 1):
                grown = value * (1 + rate.value / _WHOLE) ** (year - base)
                yield year, Voice(family, _rounded(grown), GROWN, tuple(sorted((iri, rate.iri))))


def _rounded(value: Decimal) -> Decimal:
    """A computed number with no more digits than it deserves."""
    return value.quantize(Decimal(1).scaleb(value.adjusted() - _DIGITS + 1)) if value else value
