"""A graph of any size in the form that `mrgraph build` writes: reports, companies, topics, regions, figures, evidence.

    python benchmarks/query/synthetic.py TRIPLES FILE.ttl

The same number gives the same bytes. Companies, topics and markets are drawn with a long tail, as in real piles.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph import vocab

if TYPE_CHECKING:
    from collections.abc import Iterator

PER_REPORT = 560  # triples, roughly
WORDS = """
    wafer pump resin sensor valve laser cable motor film lens clinic engine fiber battery alloy drone seed glass
""".split()
KINDS = "systems materials equipment services devices components software coatings tools packaging".split()
AREAS = ("world", "asia-pacific", "europe", "north-america", "US", "CN", "JP", "DE", "KR", "MX")


def turtle(triples: int) -> Iterator[str]:
    """The text in pieces, of about so many triples."""
    chance = random.Random(triples)
    reports = max(1, triples // PER_REPORT)
    for prefix, namespace in vocab.PREFIXES.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"
    yield from _reference(reports)
    for number in range(reports):
        yield from _report(number, reports, chance)


def _counts(reports: int) -> tuple[int, int, int]:
    """How many markets, companies and topics there are."""
    return max(4, reports // 3), max(20, reports * 2), max(20, reports)


def _reference(reports: int) -> Iterator[str]:
    markets, companies, topics = _counts(reports)
    yield 'region:world a mrg:Region ; rdfs:label "World" .\n'
    for area in AREAS[1:]:
        outer = {"US": "north-america", "MX": "north-america", "DE": "europe"}.get(area, "asia-pacific")
        inside = outer if area.isupper() else "world"
        yield f'region:{area} a mrg:Region ; rdfs:label "{area.title()}" ; mrg:within region:{inside} .\n'
    for number in range(companies):
        name = f"{WORDS[number % len(WORDS)].title()} {KINDS[number // 7 % len(KINDS)].title()} {number}"
        yield f'company:c{number} a mrg:Company ; rdfs:label "{name} Inc." ; skos:altLabel "{name}" .\n'
    for number in range(topics):
        name = f"{WORDS[number * 5 % len(WORDS)]} {KINDS[number * 3 % len(KINDS)]} {number}"
        yield f'topic:t{number} a mrg:Topic, mrg:Technology, mrg:Application ; rdfs:label "{name}" .\n'
    for number in range(markets):
        own = f"topic:t{number % topics}"
        yield f'market:m{number} a mrg:Market ; rdfs:label "Market {number}" ; mrg:marketFor {own} .\n'
    for number in range(20):
        yield f'publisher:p{number}.example a mrg:Publisher ; rdfs:label "p{number}.example" .\n'
    yield 'rule:lists a mrg:Rule ; rdfs:label "lists/1" ; mrg:confidence 0.97 .\n'


def _report(number: int, reports: int, chance: random.Random) -> Iterator[str]:
    markets, companies, topics = _counts(reports)
    market = _skewed(markets, chance)
    own = f"report:r{number}"
    players = {_skewed(companies, chance) for _ in range(14)}
    things = [_skewed(topics, chance) for _ in range(12)]
    from_year = chance.randrange(2018, 2026)
    yield (
        f'document:d{number} a mrg:Document ; rdfs:label "{number:06}.html" ; mrg:template "t{number % 37}" .\n'
        f'{own} a mrg:Report ; rdfs:label "Report {number}" ; mrg:describedIn document:d{number} ; mrg:studies '
        f"market:m{market} ; mrg:publishedBy publisher:p{number % 20}.example ; mrg:fromYear {from_year} ; "
        f"mrg:toYear {from_year + 7} ; mrg:namesCompany {', '.join(f'company:c{one}' for one in sorted(players))} .\n"
    )
    links = [(f"market:m{market}", "hasPlayer", f"company:c{one}") for one in sorted(players)]
    links += [(f"market:m{market}", "hasTechnology", f"topic:t{one}") for one in things[:5]]
    links += [(f"market:m{market}", "hasApplication", f"topic:t{one}") for one in things[5:10]]
    links += [(f"market:m{market}", "drivenBy", f"topic:t{one}") for one in things[10:]]
    links += [(own, "coversRegion", f"region:{area}") for area in AREAS]
    for place, (subject, relation, target) in enumerate(links):
        claim = f"claim:l{number}-{place}"
        yield (
            f"{subject} mrg:{relation} {target} .\n{claim} a mrg:LinkClaim ; mrg:subject {subject} ; "
            f"mrg:predicate mrg:{relation} ; mrg:object {target} ; mrg:statedIn {own} ; mrg:extractor rule:lists ; "
            f"mrg:evidence evidence:e{number}-{place} .\n{_evidence(number, place, target)}"
        )
    yield from _figures(number, market, from_year, chance)


def _figures(number: int, market: int, from_year: int, chance: random.Random) -> Iterator[str]:
    growth = chance.randrange(20, 200)
    amount = chance.randrange(10, 9000) * 1_000_000
    rows = [
        ("GrowthRate", f"mrg:percent {growth / 10} ; mrg:fromYear {from_year} ; mrg:toYear {from_year + 7}", "world"),
        ("MarketSize", f'mrg:amount {amount}.0 ; mrg:currency "USD" ; mrg:year {from_year}', "world"),
        ("MarketSize", f'mrg:amount {amount * 2}.0 ; mrg:currency "USD" ; mrg:year {from_year + 7}', "world"),
        ("MarketShare", f"mrg:percent {chance.randrange(20, 60)} ; mrg:shareWithin region:world", "asia-pacific"),
        ("MarketShare", f"mrg:percent {chance.randrange(5, 30)} ; mrg:shareWithin region:world", "CN"),
    ]
    for place, (kind, values, area) in enumerate(rows, 100):
        yield (
            f"claim:f{number}-{place} a mrg:{kind}, mrg:Figure ; mrg:market market:m{market} ; "
            f'mrg:region region:{area} ; {values} ; mrg:valueText "about {place}" ; '
            f"mrg:basis mrg:Estimated ; mrg:statedIn report:r{number} ; "
            f"mrg:extractor rule:lists ; mrg:evidence evidence:e{number}-{place} .\n{_evidence(number, place, kind)}"
        )
    yield 'mrg:Estimated a mrg:Basis ; rdfs:label "estimated" .\n' if number == 0 else ""


def _evidence(number: int, place: int, about: str) -> str:
    return (
        f"evidence:e{number}-{place} mrg:inDocument document:d{number} ; mrg:startOffset {place * 90} ; "
        f'mrg:quote "The report number {number} says in plain words that {about} matters here." .\n'
    )


def _skewed(count: int, chance: random.Random) -> int:
    """A number below `count`, small ones more often."""
    return int(count * chance.random() ** 2)


if __name__ == "__main__":
    size, target = sys.argv[1:]
    with Path(target).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(turtle(int(size)))
