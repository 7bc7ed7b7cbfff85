"""Sizes and growth rates of a market -> a band per year, in which each independent source has one voice.

A report speaks for the years of its own claims and no others: those of its sizes, those between two of its sizes, and
those of the period of a growth rate that holds one of its sizes. Nothing is ever carried beyond a claim's own period.

No value is shown that nobody states or that does not follow from what one source states: a source whose statements
about one year cannot both be true has no voice on that year, and the band says so; sizes and rates of such a report are
joined only where one sentence has them, so that series are never mixed; the middle of several voices is one of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims.claims import positions

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
class Silence:
    """A family that contradicts itself about one year, and the claims that do."""

    year: int
    family: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The band of one market in one region (IRIs) and currency, by year. `silent`: who has no voice, and when."""

    market: str
    region: str
    currency: str
    points: tuple[Point, ...]
    silent: tuple[Silence, ...] = ()


def bands(claims: Claims, market: str) -> tuple[Band, ...]:
    """The bands of a market, one a region and currency, those with most voices first."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in _of_whole_market(claims, market):
        if figure.about.kind == vocab.MarketSize and figure.about.currency and figure.about.region:
            groups[figure.about.region, figure.about.currency].append(figure)
    rates = [figure for figure in _of_whole_market(claims, market) if figure.about.kind == vocab.GrowthRate]
    with localcontext(_CONTEXT):
        candidates = [
            _band(claims, (market, region, currency), sizes, [rate for rate in rates if rate.about.region == region])
            for (region, currency), sizes in sorted(groups.items())
        ]
    bands = [band for band in candidates if band.points or band.silent]
    return tuple(sorted(bands, key=lambda band: (-sum(len(p.voices) for p in band.points), band.region, band.currency)))


def _of_whole_market(claims: Claims, market: str) -> Iterator[Figure]:
    """The sound figures about a whole market whose sentences speak of nothing else."""
    for figure in claims.figures:
        about = figure.about
        partial = about.segment or about.company or about.aside
        if about.market == market and not partial and claims.sound(figure):
            yield figure


def _band(claims: Claims, about: tuple[str, str, str], sizes: Sequence[Figure], rates: Sequence[Figure]) -> Band:
    voices: dict[int, dict[str, list[Voice]]] = defaultdict(lambda: defaultdict(list))
    silent = _silent(claims, sizes)
    for report in sorted({size.report for size in sizes}):
        own_sizes, own_rates = ([f for f in figures if f.report == report] for figures in (sizes, rates))
        family = claims.families.of(report)
        mixed = any(silence.family == family for silence in silent)
        for year, voice in _report_voices(claims, family, own_sizes, own_rates, mixed=mixed):
            if not any((silence.year, silence.family) == (year, family) for silence in silent):
                voices[year][family].append(voice)
    points = tuple(_point(year, voices[year]) for year in sorted(voices))
    return Band(*about, points, silent)


def _silent(claims: Claims, sizes: Iterable[Figure]) -> tuple[Silence, ...]:
    """Families whose sizes of one year cannot stand for one number."""
    said: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for size in sizes:
        if size.about.year is not None:
            said[size.about.year, claims.families.of(size.report)].append(size)
    return tuple(
        Silence(year, family, tuple(sorted(size.iri for size in own)))
        for (year, family), own in sorted(said.items())
        if len(positions(own)) > 1
    )


def _point(year: int, families: Mapping[str, list[Voice]]) -> Point:
    voices = tuple(_one_voice(families[family]) for family in sorted(families))
    values = [voice.value for voice in voices]
    return Point(year, min(values), median_low(values), max(values), voices)


def _one_voice(voices: list[Voice]) -> Voice:
    """The voice of a family: what is stated goes first; among several that agree the middle one, never a mean."""
    how = min((voice.how for voice in voices), key=_ORDER.index)
    best = [voice for voice in voices if voice.how == how]
    claims = tuple(sorted({claim for voice in best for claim in voice.claims}))
    return Voice(best[0].family, median_low(sorted(voice.value for voice in best)), how, claims)


def _report_voices(
    claims: Claims, family: str, sizes: Sequence[Figure], rates: Iterable[Figure], *, mixed: bool
) -> Iterator[tuple[int, Voice]]:
    """What one report says, year by year; `mixed`: it tells several series, which only a sentence keeps apart."""
    dated = sorted((size for size in sizes if size.about.year is not None), key=lambda size: (_year(size), size.iri))
    for size in dated:
        yield _year(size), Voice(family, size.value, STATED, (size.iri,))
    for series in _series(claims, dated) if mixed else [dated]:
        for start, end in pairwise(series):
            yield from _between(family, start, end)
    for rate in rates:
        bases = [size for size in dated if not mixed or _beside(claims, size, rate)]
        yield from _grown(family, bases, rate)


def _series(claims: Claims, sizes: Sequence[Figure]) -> list[list[Figure]]:
    """The sizes of each sentence."""
    sentences: dict[str, list[Figure]] = defaultdict(list)
    for size in sizes:
        for passage in claims.index.all(size.iri, vocab.evidence):
            sentences[passage].append(size)
    return [sentences[passage] for passage in sorted(sentences)]


def _beside(claims: Claims, size: Figure, rate: Figure) -> bool:
    """Whether one sentence states both."""
    first, second = (claims.index.all(figure.iri, vocab.evidence) for figure in (size, rate))
    return not set(first).isdisjoint(second)


def _between(family: str, start: Figure, end: Figure) -> Iterator[tuple[int, Voice]]:
    """The years between two sizes of one series."""
    years = _year(end) - _year(start)
    for year in range(_year(start) + 1, _year(end)):
        value = start.value * ((end.value / start.value).ln() * (year - _year(start)) / years).exp()
        yield year, Voice(family, _rounded(value), BETWEEN, tuple(sorted({start.iri, end.iri})))


def _grown(family: str, sizes: Sequence[Figure], rate: Figure) -> Iterator[tuple[int, Voice]]:
    """The years of a growth rate's own period, counted from the sizes within it."""
    start, end = rate.about.start, rate.about.end
    if start is None or end is None or rate.value <= -_WHOLE:
        return
    for size in sizes:
        if start <= _year(size) <= end:
            for year in range(start, end + 1):
                grown = size.value * (1 + rate.value / _WHOLE) ** (year - _year(size))
                yield year, Voice(family, _rounded(grown), GROWN, tuple(sorted((size.iri, rate.iri))))


def _year(size: Figure) -> int:
    return size.about.year or 0


def _rounded(value: Decimal) -> Decimal:
    """A computed number with no more digits than it deserves."""
    return value.quantize(Decimal(1).scaleb(value.adjusted() - _DIGITS + 1)) if value else value
