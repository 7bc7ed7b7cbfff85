"""Boilerplate: found by comparing documents, never by a list of known sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from samples_graphs import loaded, saved

from mrgraph import reference, vocab
from mrgraph.facts import LinkFact
from mrgraph.linking import iris, linker
from mrgraph.records import (
    Extraction,
    Flag,
    NameClaim,
    RegionClaim,
    RegionRole,
    Role,
)

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

KNOWN = reference.load()
LONG = ("US", "CA", "DE", "FR", "GB", "CN", "JP", "IN", "BR")
MARKETS = ("Widgets", "Steel Pumps", "Cranes")


def links(*documents: Extraction, predicate: str = vocab.coversRegion) -> list[LinkFact]:
    return [link for link in linker.link(documents, KNOWN).links if link.predicate == predicate]


def pages(*markets: str, regions: tuple[str, ...] = LONG, one_market: bool = False) -> list[Extraction]:
    return [
        made.page(f"{n}.html", *map(made.covered, regions), market=markets[0] if one_market else market, number=str(n))
        for n, market in enumerate(markets)
    ]


def leader(market: str, text: str) -> RegionClaim:
    return RegionClaim(RegionRole.LEADER, "US", made.evidence(text.replace("MARKET", market)))


def test_a_long_list_of_regions_that_three_markets_share_is_boilerplate() -> None:
    found = links(*pages(*MARKETS))
    assert len(found) == 27
    assert {link.flags for link in found} == {(Flag.BOILERPLATE,)}


@pytest.mark.parametrize(
    "documents",
    [
        pages(*MARKETS[:2]),  # two may be neighbours
        pages(*MARKETS, regions=LONG[:4]),  # short lists are alike without a template
        pages(*MARKETS, one_market=True),  # three reports on one market
        [*pages(*MARKETS[:2]), *pages("Cranes", regions=(*LONG, "ZA"))[:1]],
    ],
)
def test_what_may_be_chance_is_not(documents: list[Extraction]) -> None:
    found = links(*documents)
    assert found
    assert {link.flags for link in found} == {()}


def test_a_sentence_that_recurs_with_only_the_market_replaced_is_boilerplate() -> None:
    stock = "The United States will lead the MARKET market in all of the coming years."
    own = "Thanks to its large fleet of old ships the United States leads in MARKET."
    documents = [
        made.page(f"{n}.html", leader(market, stock), market=market, number=str(n)) for n, market in enumerate(MARKETS)
    ]
    assert {link.flags for link in links(*documents, predicate=vocab.ledBy)} == {(Flag.BOILERPLATE,)}
    special = made.page("9.html", leader("Cranes", own), market="Cranes", number="9")
    assert [link.flags for link in links(special, *documents, predicate=vocab.ledBy) if link.report.endswith("-9")] == [
        ()
    ]


@pytest.mark.parametrize("name", ["Widgets", "Alpha Research", "Alpha Research Inc.", "alpha"])
def test_the_market_or_the_publisher_as_a_player_makes_no_edge(name: str) -> None:
    publisher = NameClaim(Role.PUBLISHER, "alpha.example", ("Alpha Research",), made.evidence("Alpha Research"))
    page = made.page("a.html", publisher, made.company(name), made.company("Acme"), publisher=None)
    found = {link.object.rpartition("/")[2]: link.flags for link in links(page, predicate=vocab.hasPlayer)}
    assert found.pop("acme") == ()
    assert list(found.values()) == [(Flag.MISPLACED,)]


def test_the_original_words_of_damage_stay_in_the_quote() -> None:
    repaired = RegionClaim(RegionRole.COVERED, "AR", made.evidence("Argentina Korea", Flag.REPAIRED))
    (link,) = links(made.page("a.html", repaired))
    assert link.flags == (Flag.REPAIRED,)
    assert [passage.evidence.quote for passage in link.passages] == ["Argentina Korea"]


# ----------------------------------------------------------------------------------------------- families


def headed(path: str, publisher: str, headings: tuple[str, ...], template: str, market: str = "Widgets") -> Extraction:
    """A page with one technology under each heading."""
    claims = [
        NameClaim(Role.TECHNOLOGY, f"T{place}", (), made.evidence(f"{path}{place}", heading=heading))
        for place, heading in enumerate(headings)
    ]
    return made.page(path, *claims, publisher=publisher, template=template, market=market, number=path)


STOCK = ("Segments of the MARKET market 2024", "Who buys MARKET", "The MARKET of tomorrow", "All about MARKET")


def stock(market: str) -> tuple[str, ...]:
    return tuple(heading.replace("MARKET", market) for heading in STOCK)


def test_houses_with_one_template_or_the_same_headings_are_one_family() -> None:
    pages = [
        headed("a", "a.example", stock("Widgets"), "t1"),
        headed("b", "b.example", stock("Steel Pumps"), "t1", "Steel Pumps"),  # the same template
        headed("c", "c.example", stock("Cranes"), "t2", "Cranes"),  # the same headings but for names and years
        headed("d", "d.example", ("Own words", "Of a house", "That is alone", "In the world"), "t3"),
    ]
    families = loaded(*pages).families
    names = [families.of(iris.report(f"{letter}.example", letter, None, "")) for letter in "abcd"]
    assert names[0] == names[1] == names[2] != names[3]
    assert [len(houses) for houses in families.members().values()] == [3]


def test_a_fingerprint_of_a_page_with_hardly_a_heading_joins_nobody() -> None:
    pages = [headed("a", "a.example", ("Types",), "t1"), headed("b", "b.example", ("Types",), "t1")]
    assert loaded(*pages).families.number(iris.report(f"{x}.example", x, None, "") for x in "ab") == 2


def test_a_report_without_a_publisher_is_a_source_of_its_own() -> None:
    pages = [made.page(f"{n}.html", made.company("Acme"), publisher=None, number=None) for n in range(3)]
    claims = loaded(*pages)
    assert claims.families.number(claims.index.of_type(vocab.Report)) == 3


def test_the_command_lists_families_with_their_boilerplate(
    tmp_path: Path, command: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    folder = str(saved(tmp_path, *pages(*MARKETS), made.page("z.html", made.company("Acme"), publisher="z.example")))
    lines = command(["families", "-g", folder]).stdout.decode().splitlines()
    assert lines == [
        "alpha.example: 3 reports, 3 documents, 1 template, 82% of 33 claims boilerplate",
        "z.example: 1 report, 1 document, 1 template, 0% of 3 claims boilerplate",
    ]
    rows = command(["families", "-g", folder, "--format", "csv"]).stdout.decode().splitlines()
    assert rows[0] == "family,publishers,reports,documents,templates,claims,boilerplate"
    assert len(rows) == 3
