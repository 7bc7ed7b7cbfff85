"""What only many reports tell: neighbours, twins, communities, the table of markets, the sheet of a company."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import samples_extractions as made
from samples_graphs import loaded, saved

from mrgraph import networks
from mrgraph.landscape import adjacency, communities, company_profile, homonyms, market_table
from mrgraph.linking import iris
from mrgraph.records import Basis

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from mrgraph.records import Claim, Extraction

    Command = Callable[..., subprocess.CompletedProcess[bytes]]


def report(market: str, players: str, *claims: Claim, number: int = 0) -> Extraction:
    """A report on a market with one-word players, of a publisher of its own."""
    name = f"{market.lower()}{number}"
    return made.page(
        f"{name}.html",
        *map(made.company, players.split()),
        *claims,
        market=market,
        publisher=f"{name}.example",
        template=f"t-{name}",
        number=name,
    )


PILE = (
    report("Pumps", "Acme Bolt Cask Dyne"),
    report("Compressors", "Acme Bolt Cask Dyne", number=1),
    report("Valves", "Acme Bolt Eave"),
    report("Glues", "Finn Gala Hoop Acme"),
    report("Resins", "Finn Gala Hoop"),
    report("Paints", "Finn Gala Jute"),
)


def test_neighbours_are_ranked_by_what_is_rare() -> None:
    claims = loaded(*PILE)
    found = adjacency.of_markets(claims).neighbours(iris.market("Pumps"))
    assert [each.iri for each in found] == [iris.market(name) for name in ("Compressors", "Valves", "Glues")]
    assert found[0].shared[-1] == iris.company("Acme")  # the most common comes last
    assert found[0].score > found[1].score > found[2].score > 0


def test_markets_with_the_same_players_are_twins() -> None:
    found = adjacency.of_markets(loaded(*PILE)).neighbours(iris.market("Pumps"))
    assert [each.twin for each in found] == [True, False, False]


def test_a_market_that_shares_nothing_has_no_neighbours() -> None:
    alone = loaded(report("Pumps", "Acme"), report("Glues", "Finn"))
    assert adjacency.of_markets(alone).neighbours(iris.market("Pumps")) == ()
    assert adjacency.of_markets(alone).neighbours(iris.market("Nothing")) == ()


def test_companies_are_near_by_the_part_of_their_markets_they_share() -> None:
    found = adjacency.of_companies(loaded(*PILE)).neighbours(iris.company("Acme"))
    assert [each.iri for each in found][:2] == [iris.company("Bolt"), iris.company("Cask")]
    assert found[0].score > found[1].score
    assert all(0 < each.score <= 1 for each in found)


def test_communities_hold_what_belongs_together_and_say_what_they_share() -> None:
    claims = loaded(*PILE)
    found = communities.communities(claims)
    assert [set(each.markets) for each in found] == [
        {iris.market(name) for name in ("Pumps", "Compressors", "Valves")},
        {iris.market(name) for name in ("Glues", "Resins", "Paints")},
    ]
    assert set(found[1].names) <= {iris.company(name) for name in ("Finn", "Gala", "Hoop")}
    assert iris.company("Bolt") in found[0].companies


def test_the_most_tied_company_is_the_most_central() -> None:
    ranked = communities.central_companies(loaded(*PILE))
    assert ranked[0] == (iris.company("Acme"), 1.0)
    assert communities.central_companies(loaded(made.page("a.html"))) == ()
    assert networks.centrality(2, []) == [0.0, 0.0]


def test_the_table_has_one_row_a_market_and_leaves_out_what_is_contradicted() -> None:
    sizes = (
        made.size("$4 billion", "4000000000", 2023),
        made.size("$5 billion", "5000000000", 2024),
        made.size("$9 billion", "9000000000", 2031, basis=Basis.FORECAST),
        made.growth("9%", "9", 2024, 2031),
    )
    contradicted = (made.size("$1 billion", "1000000000", 2024), made.size("$7 billion", "7000000000", 2024))
    claims = loaded(report("Pumps", "Acme Bolt", *sizes), report("Glues", "Finn", *contradicted))
    pumps, glues = market_table.table(claims)
    assert pumps.size is not None
    assert pumps.forecast is not None
    assert (pumps.size.text, pumps.forecast.text, pumps.players, pumps.conflicts) == ("$5 billion", "$9 billion", 2, 0)
    assert (glues.size, glues.conflicts) == (None, 1)


def test_a_companys_sheet_has_its_markets_rivals_and_markets_it_is_not_in() -> None:
    claims = loaded(*PILE, report("Fans", "Bolt Cask"))
    sheet = company_profile.profile(claims, iris.company("Acme"))
    assert {place.market for place in sheet.places} == {
        iris.market(name) for name in ("Pumps", "Compressors", "Valves", "Glues")
    }
    assert sheet.rivals[0].iri == iris.company("Bolt")
    assert sheet.near[0][0] in {iris.market("Fans"), iris.market("Resins"), iris.market("Paints")}
    text = "\n".join(company_profile.lines(claims, sheet))
    assert "competitors" in text
    assert "“Acme”" in text


def test_a_name_of_many_firms_in_markets_that_share_nothing_is_told() -> None:
    pile = (
        report("Pumps", "Delta Acme Bolt"),
        report("Valves", "Delta Acme Cask"),
        report("Glues", "Delta Finn"),
        report("Inks", "Gala"),
    )
    (found,) = homonyms.homonyms(loaded(*pile))
    assert found.company == iris.company("Delta")
    assert found.groups == ((iris.market("Glues"),), (iris.market("Pumps"), iris.market("Valves")))


def test_a_rare_name_and_a_known_firm_are_no_homonyms() -> None:
    pile = (report("Pumps", "Nordlyx Samsung Acme"), report("Glues", "Nordlyx Samsung Finn"))
    assert homonyms.homonyms(loaded(*pile)) == ()


def test_the_commands_answer_in_words_and_for_programs(tmp_path: Path, command: Command) -> None:
    graph = str(saved(tmp_path, *PILE))
    listed = command(["markets", "-g", graph, "--format", "csv"])
    assert listed.returncode == 0, listed.stderr
    rows = list(csv.DictReader(io.StringIO(listed.stdout.decode())))
    assert [row["market"] for row in rows] == ["Compressors", "Glues", "Paints", "Pumps", "Resins", "Valves"]
    assert b"Compressors (the same players: one market?)" in command(["neighbours", "pumps", "-g", graph]).stdout
    shown = json.loads(command(["company", "acme", "-g", graph, "--format", "json"]).stdout)
    assert [market["label"] for market in shown["markets"]] == ["Compressors", "Glues", "Pumps", "Valves"]
    assert b"3 markets" in command(["communities", "-g", graph]).stdout
    ranked = command(["communities", "--companies", "-g", graph, "--format", "csv"]).stdout.decode().splitlines()
    assert ranked[1].startswith("Acme,1.000,")
    refused = command(["neighbours", "Nobody", "-g", graph])
    assert refused.returncode == 2
    assert b"Nobody" in refused.stderr
    assert b"1 names" in command(["identities", "homonyms", "-g", graph]).stderr
