"""A company -> its sheet in words: names, house, markets and their support, figures, rivals, markets near by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims import wording
from mrgraph.claims.wording import clean
from mrgraph.landscape import adjacency
from mrgraph.output.aligned import aligned

if TYPE_CHECKING:
    from mrgraph.claims.claims import Claims, Figure, Link
    from mrgraph.claims.wording import Json

_TOLD: Final = 15  # of each part that are printed
_NEAR: Final = 10  # markets and companies beside


@dataclass(frozen=True, slots=True)
class Place:
    """A market that a company plays in, with the sound claims that say so, and how many independent sources."""

    market: str
    links: tuple[Link, ...]
    independent: int


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is said about a company (IRI). `near`: markets it is in none of, whose players it meets elsewhere."""

    company: str
    parents: tuple[str, ...]
    parts: tuple[str, ...]
    places: tuple[Place, ...]
    figures: tuple[Figure, ...]
    rivals: tuple[adjacency.Neighbour, ...]
    near: tuple[tuple[str, int], ...]
    regions: tuple[tuple[str, int], ...]


def profile(claims: Claims, company: str) -> Profile:
    """The sheet of a company: places and rivals with most support first."""
    index = claims.index
    places = _places(claims, company)
    rivals = adjacency.of_companies(claims).neighbours(company)
    return Profile(
        company=company,
        parents=index.all(company, vocab.SCHEMA_PARENT_ORGANIZATION),
        parts=tuple(
            other
            for other in index.of_type(vocab.Company)
            if company in index.all(other, vocab.SCHEMA_PARENT_ORGANIZATION)
        ),
        places=places,
        figures=tuple(f for f in claims.figures if f.about.company == company and claims.sound(f)),
        rivals=rivals,
        near=_near(claims, {place.market for place in places}, rivals[:_NEAR]),
        regions=_regions(claims, places),
    )


def _places(claims: Claims, company: str) -> tuple[Place, ...]:
    links: dict[str, list[Link]] = defaultdict(list)
    for link in claims.links:
        if link.predicate == vocab.hasPlayer and link.object == company and claims.sound(link):
            links[link.subject].append(link)
    places = [
        Place(market, tuple(own), claims.families.number(link.report for link in own)) for market, own in links.items()
    ]
    return tuple(sorted(places, key=lambda p: (-p.independent, -len(p.links), claims.index.label(p.market), p.market)))


def _near(claims: Claims, own: set[str], rivals: Sequence[adjacency.Neighbour]) -> tuple[tuple[str, int], ...]:
    """Markets in which most of the nearest rivals play and the company does not, with their number."""
    near: Counter[str] = Counter()
    beside = {rival.iri for rival in rivals}
    for market in claims.index.of_type(vocab.Market):
        if market not in own:
            near[market] = len(beside.intersection(claims.index.all(market, vocab.hasPlayer)))
    ranked = sorted(near.items(), key=lambda pair: (-pair[1], claims.index.label(pair[0]), pair[0]))
    return tuple(pair for pair in ranked if pair[1] > 1)


def _regions(claims: Claims, places: Sequence[Place]) -> tuple[tuple[str, int], ...]:
    """The areas that reports which name the company are limited to by their titles, with their number."""
    reports = {link.report for place in places for link in place.links}
    counts = Counter(region for report in reports for region in claims.index.all(report, vocab.scope))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


# -------------------------------------------------------------------------------------------------- text


def lines(claims: Claims, sheet: Profile) -> Iterator[str]:
    """The sheet as text."""
    label = claims.index.label
    aliases = claims.index.all(sheet.company, vocab.SKOS_ALT_LABEL)
    yield clean(label(sheet.company))
    reports = {link.report for place in sheet.places for link in place.links}
    counted = f"{len(sheet.places)} markets by {len(reports)} reports, {claims.families.number(reports)} independent"
    yield f"{counted} sources"
    for title, names in (
        ("also called", aliases),
        ("part of", list(map(label, sheet.parents))),
        ("parts", list(map(label, sheet.parts))),
    ):
        if names:
            yield f"{title}: {', '.join(map(clean, names))}"
    yield from _section("markets", _place_lines(claims, sheet))
    yield from _section("figures", _figure_lines(claims, sheet))
    yield from _section("competitors, by markets shared, the rare ones first", _rival_lines(claims, sheet))
    near = ((clean(label(market)), f"{count} of its {_NEAR} nearest competitors") for market, count in sheet.near)
    yield from _section("markets of its competitors that it is not named for", list(aligned(list(near)[:_TOLD])))
    regions = [(clean(label(region)), f"{count} reports") for region, count in sheet.regions]
    yield from _section("scope of the reports that name it", list(aligned(regions[:_TOLD])))
    yield from _section("evidence", _evidence_lines(claims, sheet))


def _section(title: str, body: Sequence[str]) -> Iterator[str]:
    if body:
        yield from ("", title, *(f"  {line}" for line in body))


def _place_lines(claims: Claims, sheet: Profile) -> list[str]:
    rows = [
        (clean(claims.index.label(place.market)), f"{place.independent} independent", f"{len(place.links)} reports")
        for place in sheet.places
    ]
    return [*aligned(rows[:_TOLD]), *_more(rows)]


def _more(rows: Sequence[object]) -> list[str]:
    return [f"and {len(rows) - _TOLD} more"] if len(rows) > _TOLD else []


def _figure_lines(claims: Claims, sheet: Profile) -> list[str]:
    rows = [
        (
            wording.about(claims.index, figure.about),
            clean(figure.text),
            clean(claims.publisher(figure.report)),
            f"claim:{figure.iri.rpartition('/')[2]}",
        )
        for figure in sheet.figures
    ]
    return [*aligned(rows[:_TOLD]), *_more(rows)]


def _rival_lines(claims: Claims, sheet: Profile) -> list[str]:
    label = claims.index.label
    rows = [
        (clean(label(rival.iri)), f"{len(rival.shared)} markets", ", ".join(clean(label(m)) for m in rival.shared[:3]))
        for rival in sheet.rivals
    ]
    return [*aligned(rows[:_TOLD]), *_more(rows)]


def _evidence_lines(claims: Claims, sheet: Profile) -> list[str]:
    """One sentence a market, with its report."""
    found = []
    for place in sheet.places[:_TOLD]:
        link = place.links[0]
        quotes = [
            claims.index.one(passage, vocab.quote) or "" for passage in claims.index.all(link.iri, vocab.evidence)
        ]
        quote = clean(max(quotes, key=lambda text: (len(text), text), default=""))
        found.append(f"“{quote}”: {clean(claims.index.label(link.report))}, claim:{link.iri.rpartition('/')[2]}")
    return found


def as_object(claims: Claims, sheet: Profile) -> Json:
    """The sheet for programs, nothing left out."""
    label = claims.index.label
    return {
        "company": sheet.company,
        "label": label(sheet.company),
        "aliases": list(claims.index.all(sheet.company, vocab.SKOS_ALT_LABEL)),
        "parents": _named(claims, sheet.parents),
        "parts": _named(claims, sheet.parts),
        "markets": [
            {
                "iri": place.market,
                "label": label(place.market),
                "independent": place.independent,
                "sources": [wording.source(claims, link) for link in place.links],
            }
            for place in sheet.places
        ],
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
        "competitors": [
            {"iri": rival.iri, "label": label(rival.iri), "score": rival.score, "markets": list(rival.shared)}
            for rival in sheet.rivals
        ],
        "near": [{"iri": market, "label": label(market), "competitors": count} for market, count in sheet.near],
        "regions": [{"iri": region, "label": label(region), "reports": count} for region, count in sheet.regions],
    }


def _named(claims: Claims, iris: Sequence[str]) -> list[Json]:
    return [{"iri": iri, "label": claims.index.label(iri)} for iri in iris]
