"""A number of reports -> a graph as N-Triples, like one that `mrgraph build` makes of a real pile.

    python benchmarks/page/pile.py 2000 pile-2000.nt

Nothing in it is real. What counts for the page is as it was found in 1,292 real documents: 12 companies, 4 technologies
and 4 applications a report, most named once and a few almost everywhere; a list of regions that each publisher repeats;
6 figures; a sentence behind each claim. The same number gives the same bytes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph import vocab

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELDS = (
    "Pump Valve Sensor Battery Display Antenna Polymer Catalyst Reagent Bearing Turbine Laser Coating Adhesive Resin "
    "Membrane Filter Robot Scanner Printer Implant Vaccine Catheter Seed Fertilizer Beverage Yarn Fabric Alloy Cement"
).split()
_KINDS = "Systems Modules Equipment Materials Services Components Devices Software Chemicals Additives".split()
_MANNERS = "Optical Digital Smart Thermal Industrial Portable Hybrid Advanced Rapid Modular Precision Nano".split()
_SYLLABLES = "ka lo ri ven tor mal dex sun pra wel zor nim bal tek rus qua fer hol yor gan".split()
_FORMS = ("Inc.", "Ltd.", "GmbH", "Corp.", "Group", "AG", "Technologies", "Systems")
_COUNTRIES = ("US", "CA", "DE", "FR", "GB", "IT", "CN", "JP", "IN", "KR", "BR", "MX")


@dataclass
class Chance:
    """Numbers that look random and depend on nothing but their names."""

    seed: str
    _count: int = field(default=0, init=False)

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1."""
        self._count += 1
        digest = sha256(f"{self.seed}/{self._count}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % limit

    def rare(self, limit: int) -> int:
        """The same, small numbers far more often: the cube of an even spread."""
        part = self.below(1_000_000) / 1_000_000
        return int(limit * part * part * part)


def triples(reports: int) -> Iterator[str]:
    """The lines of the graph."""
    yield from _codes()
    for number in range(reports):
        yield from _report(number, reports)


def _codes() -> Iterator[str]:
    for code in _COUNTRIES:
        yield _triple(f"region/{code}", vocab.RDF_TYPE, vocab.Region)
        yield _triple(f"region/{code}", vocab.RDFS_LABEL, f'"Country {code}"')
    yield _triple("rule/list-1", vocab.RDFS_LABEL, '"lists/1"')
    yield _triple("rule/list-1", vocab.confidence, f'"0.97"^^<{vocab.XSD_DECIMAL}>')


def _report(number: int, reports: int) -> Iterator[str]:
    chance = Chance(f"report {number}")
    theme = chance.below(len(_FIELDS))
    market = (
        f"{_MANNERS[chance.below(len(_MANNERS))]} {_FIELDS[theme]} {_KINDS[chance.below(len(_KINDS))]} {number // 3}"
    )
    publisher, document = f"Publisher {chance.rare(40) + 1}", f"document/{number:016x}"
    report = f"report/{_slug(publisher)}-{number}"
    yield _triple(report, vocab.RDF_TYPE, vocab.Report)
    yield _triple(report, vocab.RDFS_LABEL, f'"{market} Market ({publisher})"')
    yield _triple(report, vocab.publishedBy, f"publisher/{_slug(publisher)}")
    yield _triple(report, vocab.describedIn, document)
    yield _triple(report, vocab.fromYear, f'"{2020 + chance.below(6)}"^^<{vocab.XSD_INTEGER}>')
    yield _triple(report, vocab.toYear, f'"{2028 + chance.below(6)}"^^<{vocab.XSD_INTEGER}>')
    yield _triple(f"publisher/{_slug(publisher)}", vocab.RDFS_LABEL, f'"{publisher}"')
    yield _triple(document, vocab.RDFS_LABEL, f'"{number:05d}.html"')
    yield _triple(document, vocab.template, f'"{chance.below(200)}"')
    claims = _Claims(report, document, f"market/{_slug(market)}", number)
    yield from claims.link(vocab.studies, claims.market, market, market)
    for relation, node, label in _names(chance, theme, reports):
        yield from claims.link(relation, node, label, f"Key names of the {market.lower()} market include {label}.")
    for code in _COUNTRIES:
        yield from claims.link(vocab.coversRegion, f"region/{code}", "", code)
    yield from _figures(chance, claims, market)


def _names(chance: Chance, theme: int, reports: int) -> Iterator[tuple[str, str, str]]:
    """What a report names: half from its own field, half from anywhere, the first ones of each list most often."""
    for place in range(12):
        own = place % 2 == 0
        number = (
            chance.rare(max(40, reports // 4)) * len(_FIELDS) + theme if own else chance.rare(max(200, reports * 6))
        )
        label = _company(number)
        yield vocab.hasPlayer, f"company/{_slug(label)}", label
    for relation, count in ((vocab.hasTechnology, 4), (vocab.hasApplication, 4)):
        for _ in range(count):
            label = (
                f"{_MANNERS[chance.below(len(_MANNERS))]} {_FIELDS[theme]} type {chance.rare(max(20, reports // 10))}"
            )
            yield relation, f"topic/{_slug(label)}", label


def _company(number: int) -> str:
    chance = Chance(f"company {number}")
    name = "".join(_SYLLABLES[chance.below(len(_SYLLABLES))] for _ in range(2 + chance.below(2)))
    return f"{name.capitalize()}{number} {_FORMS[chance.below(len(_FORMS))]}"


def _figures(chance: Chance, claims: _Claims, market: str) -> Iterator[str]:
    size, year = 100 + chance.below(9000), 2020 + chance.below(6)
    for money, when in ((size, year), (size * 2, year + 7)):
        said = f"The {market.lower()} market is valued at USD {money} million in {when}."
        values = ((vocab.amount, f"{money}000000"), (vocab.year, str(when)))
        yield from claims.figure(vocab.MarketSize, said, values, currency="USD")
    for _ in range(1 + chance.below(2)):
        percent = f"{2 + chance.below(100) / 10:.1f}"
        said = f"The {market.lower()} market is expected to grow at a CAGR of {percent}% until {year + 7}."
        yield from claims.figure(vocab.GrowthRate, said, ((vocab.percent, percent), (vocab.toYear, str(year + 7))))


class _Claims:
    """The claims of one report, numbered, each with its sentence."""

    def __init__(self, report: str, document: str, market: str, number: int) -> None:
        self.report, self.document, self.market, self.number = report, document, market, number
        self.count = 0

    def link(self, relation: str, node: str, label: str, said: str) -> Iterator[str]:
        """A claim that the market has this relation to the node."""
        claim = yield from self._claim(vocab.LinkClaim, said)
        yield _triple(claim, vocab.subject, self.market)
        yield _triple(claim, vocab.predicate, relation)
        yield _triple(claim, vocab.object, node)
        if label:
            yield _triple(node, vocab.RDFS_LABEL, f'"{label}"')

    def figure(self, kind: str, said: str, values: tuple[tuple[str, str], ...], currency: str = "") -> Iterator[str]:
        """A claim of a number about the market."""
        claim = yield from self._claim(kind, said)
        yield _triple(claim, vocab.market, self.market)
        for term, value in values:
            kind = vocab.XSD_DECIMAL if term in (vocab.amount, vocab.percent) else vocab.XSD_INTEGER
            yield _triple(claim, term, f'"{value}"^^<{kind}>')
        if currency:
            yield _triple(claim, vocab.currency, f'"{currency}"')

    def _claim(self, kind: str, said: str) -> Iterator[str]:
        self.count += 1
        claim, evidence = f"claim/{self.number:08x}{self.count:04x}", f"evidence/{self.number:08x}{self.count:04x}"
        yield _triple(claim, vocab.RDF_TYPE, kind)
        yield _triple(claim, vocab.statedIn, self.report)
        yield _triple(claim, vocab.extractor, "rule/list-1")
        yield _triple(claim, vocab.evidence, evidence)
        yield _triple(evidence, vocab.inDocument, self.document)
        yield _triple(evidence, vocab.quote, f'"{said}"')
        yield _triple(evidence, vocab.startOffset, f'"{self.count * 120}"^^<{vocab.XSD_INTEGER}>')
        return claim


def _triple(subject: str, predicate: str, value: str) -> str:
    full = value if value.startswith('"') else f"<{value if '://' in value else vocab.BASE + value}>"
    return f"<{vocab.BASE}{subject}> <{predicate}> {full} ."


def _slug(text: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())


if __name__ == "__main__":
    count, target = int(sys.argv[1]), Path(sys.argv[2])
    with target.open("w", encoding="utf-8") as lines:
        lines.writelines(f"{line}\n" for line in triples(count))
