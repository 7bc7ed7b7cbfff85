"""Small facts for tests, made by hand: two reports of two publishers on one market, and a third on another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from mrgraph import vocab
from mrgraph.facts import (
    DocumentFact,
    Entity,
    Facts,
    FigureFact,
    LinkFact,
    Passage,
    ReportFact,
)
from mrgraph.records import (
    Basis,
    Bound,
    Evidence,
    Flag,
    Rule,
)

LISTS = Rule("lists.companies", 1, Decimal("0.97"), "a company is an entry of a list under a heading for players")
FIGURES = Rule("figures.money", 2, Decimal("0.95"), "a sum of money with a year in a sentence about the market")


def iri(kind: str, name: str) -> str:
    """The IRI of the thing `name` of a kind ("company")."""
    return f"{vocab.PREFIXES[kind]}{name}"


MARKET, OTHER_MARKET = iri("market", "widgets"), iri("market", "pumps")
TOPICS = {name: iri("topic", name) for name in ("widgets", "pumps", "steel-widgets", "mining", "online", "5g")}
ACME, BOLT = iri("company", "acme"), iri("company", "bolt-and-sons")
REPORTS = {name: iri("report", name) for name in ("alpha.example-1", "beta.example-7", "alpha.example-2")}
DOCUMENTS = {name: iri("document", sha[:16]) for name, sha in (("a", "aa" * 32), ("b", "bb" * 32), ("c", "cc" * 32))}
_DOCUMENT_OF = dict(zip(REPORTS.values(), DOCUMENTS.values(), strict=True))


def passage(report: str, start: int, quote: str, *, rule: Rule = LISTS, heading: str | None = None) -> Passage:
    """Evidence in the report's document."""
    document = _DOCUMENT_OF[report]
    evidence = Evidence(start, start + len(quote), quote, heading, rule)
    return Passage(f"{iri('evidence', document[-4:])}-{start}", document, evidence)


def link(
    name: str, report: str, subject: str, predicate: str, target: str, *flags: Flag, axis: str | None = None
) -> LinkFact:
    """A link claim with one passage of its own."""
    found = passage(report, 100 + 20 * int(name), target.rpartition("/")[2], heading="Key players")
    return LinkFact(iri("claim", f"l{name}"), report, subject, predicate, target, (found,), flags, axis)


def figure(name: str, report: str, kind: str, text: str, **values: Any) -> FigureFact:
    """A figure with one passage of its own."""
    found = passage(report, 900 + 20 * int(name), f"It is {text}.", rule=FIGURES)
    plain = FigureFact(iri("claim", f"f{name}"), kind, report, text, (found,), (), Basis.ESTIMATED, market=MARKET)
    return replace(plain, **values)


def _documents() -> tuple[DocumentFact, ...]:
    shas = ("aa" * 32, "bb" * 32, "cc" * 32)
    rows = zip(("a.txt", "b.md", "c.txt"), DOCUMENTS.values(), shas, ("t1", "t2", "t1"), strict=True)
    return tuple(
        DocumentFact(node, name, sha, "text/html", "en", template, (Flag.LINK_FARM,) if name == "a.txt" else ())
        for name, node, sha, template in rows
    )


def _reports() -> tuple[ReportFact, ...]:
    rows = zip(REPORTS.items(), DOCUMENTS.values(), strict=True)
    return tuple(
        ReportFact(
            node,
            f"Report {name}",
            (document,),
            ('Widgets – a "report"\nin two lines',),
            name.rpartition("-")[2],
            (f"https://{name.partition('-')[0]}/r?a=b c&100%",),
            2024,
            2031,
        )
        for (name, node), document in rows
    )


def _entities() -> tuple[Entity, ...]:
    technology, application = (vocab.Technology, vocab.Topic), (vocab.Application, vocab.Topic)
    segment = (vocab.Segment, vocab.Topic)
    return (
        Entity(ACME, (vocab.Company,), "Acme", ("Acme Inc.", "ACME")),
        Entity(BOLT, (vocab.Company,), "Bolt & Sons"),
        Entity(MARKET, (vocab.Market,), "Widgets", about=((vocab.marketFor, TOPICS["widgets"]),)),
        Entity(OTHER_MARKET, (vocab.Market,), "Pumps", about=((vocab.marketFor, TOPICS["pumps"]),)),
        Entity(
            iri("publisher", "alpha.example"),
            (vocab.Publisher,),
            "alpha.example",
            about=((vocab.SCHEMA_URL, "https://alpha.example/"),),
        ),
        Entity(iri("publisher", "beta.example"), (vocab.Publisher,), "Beta"),
        Entity(iri("region", "osaka"), (vocab.Region,), "Osaka"),
        Entity(TOPICS["widgets"], (vocab.Topic,), "Widgets"),
        Entity(TOPICS["pumps"], (vocab.Topic,), "Pumps"),
        Entity(TOPICS["steel-widgets"], (vocab.Application, vocab.Technology, vocab.Topic), "Steel widgets"),
        Entity(TOPICS["mining"], application, "Mining"),
        Entity(TOPICS["online"], segment, "Online"),
        Entity(TOPICS["5g"], technology, "5G"),
    )


def _links() -> tuple[LinkFact, ...]:
    first, second, third = REPORTS.values()
    alpha, beta = iri("publisher", "alpha.example"), iri("publisher", "beta.example")
    return (
        link("01", first, first, vocab.studies, MARKET),
        link("02", second, second, vocab.studies, MARKET),
        link("03", third, third, vocab.studies, OTHER_MARKET),
        link("04", first, first, vocab.publishedBy, alpha),
        link("05", second, second, vocab.publishedBy, beta),
        link("06", third, third, vocab.publishedBy, alpha),
        link("07", second, second, vocab.scope, iri("region", "north-america")),
        link("08", first, MARKET, vocab.hasPlayer, ACME),
        link("09", second, MARKET, vocab.hasPlayer, ACME, Flag.REPAIRED),
        link("10", second, MARKET, vocab.hasPlayer, BOLT, Flag.REJECTED),
        link("11", first, MARKET, vocab.hasTechnology, TOPICS["steel-widgets"]),
        link("12", third, OTHER_MARKET, vocab.hasApplication, TOPICS["steel-widgets"]),
        link("13", first, MARKET, vocab.hasApplication, TOPICS["mining"]),
        link("14", first, MARKET, vocab.hasSegment, TOPICS["online"], axis="Sales channel"),
        link("15", first, MARKET, vocab.drivenBy, TOPICS["5g"]),
        link("16", first, MARKET, vocab.ledBy, iri("region", "asia-pacific")),
        link("17", first, first, vocab.coversRegion, iri("region", "JP"), Flag.BOILERPLATE),
        link("18", first, first, vocab.coversRegion, iri("region", "osaka")),
        link("19", first, iri("region", "KR"), vocab.within, iri("region", "middle-east-africa"), Flag.MISPLACED),
        link("20", third, OTHER_MARKET, vocab.hasPlayer, BOLT),
        link("21", third, OTHER_MARKET, vocab.hasPlayer, ACME),
    )


def _figures() -> tuple[FigureFact, ...]:
    first, second, _ = REPORTS.values()
    world, asia, japan = iri("region", "world"), iri("region", "asia-pacific"), iri("region", "JP")
    north = iri("region", "north-america")
    size, growth, share = vocab.MarketSize, vocab.GrowthRate, vocab.MarketShare
    vague = (Flag.VAGUE,)
    return (
        figure("01", first, size, "$4.2 billion", region=world, year=2022, amount=Decimal("4.2E+9"), currency="USD"),
        figure("02", first, size, "6.4 billion", region=world, year=2030, amount=Decimal(6400000000), flags=vague),
        figure("03", first, growth, "5.90%", region=world, start=2022, end=2030, **_percent("5.90", implied="5.41")),
        figure("04", second, growth, "5-7%", region=north, start=2024, end=2031, **_percent("5", up_to="7")),
        figure("05", first, share, "40%", region=asia, share_within=world, **_percent("40"), flags=vague),
        figure("06", first, share, "12.5%", region=japan, share_within=world, **_percent("12.5"), flags=vague),
        _revenue(first),
    )


def _percent(value: str, *, up_to: str | None = None, implied: str | None = None) -> dict[str, Decimal | None]:
    numbers = {"percent": value, "percent_max": up_to, "implied_percent": implied}
    return {name: None if number is None else Decimal(number) for name, number in numbers.items()}


def _revenue(report: str) -> FigureFact:
    amount = Decimal("9000000000.00")
    plain = figure("07", report, vocab.CompanyRevenue, "over $9 billion", company=ACME, year=2020, amount=amount)
    return replace(plain, market=None, currency="USD", bound=Bound.AT_LEAST, basis=Basis.REPORTED)


def sample_facts() -> Facts:
    """The facts; each call makes the same ones."""
    return Facts(_documents(), _reports(), _entities(), _links(), _figures())
