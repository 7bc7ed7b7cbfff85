"""Positions: the same for the same graph, without overlap, and stable while it grows."""

from __future__ import annotations

import random
from math import hypot
from pathlib import Path

import pytest

from mrgraph.page.layout import regrowth, saved_positions
from mrgraph.page.layout.clusters import MOST_CLUSTERS, MOST_REPORTS, divide
from mrgraph.page.layout.field import Place, Site, arrange
from mrgraph.page.layout.free_space import Box, Room, lay_side_by_side
from mrgraph.page.layout.layout import EMPTY, MOST_DRAWN, lay_out
from mrgraph.page.layout.market_dots import Players, dots
from mrgraph.page.layout.packing import Disc, enclosing, pack
from mrgraph.page.layout.saved_positions import Cluster, Layout


def sites(reports: int, shared: int = 3, own: int = 4) -> list[Site]:
    """Reports that each name `own` entities alone, and share others with those beside them."""
    found = []
    for number in range(reports):
        iri = f"http://x/report/{number:04d}"
        found.append(Site(iri, f"Report {number}", "report", (iri,), f"Market of kind {number % 7}"))
        found += [Site(f"http://x/own/{number:04d}-{n}", f"Own {n}", "company", (iri,)) for n in range(own)]
    for number in range(reports - 1):
        for n in range(shared):
            beside = tuple(sorted({f"http://x/report/{(number + step) % reports:04d}" for step in range(n + 2)}))
            found.append(Site(f"http://x/shared/{number:04d}-{n}", f"Shared {number} {n}", "application", beside))
    return found


def test_order_of_the_sites_does_not_matter() -> None:
    given = sites(8)
    shuffled = given[:]
    random.Random(1).shuffle(shuffled)
    assert lay_out(given) == lay_out(shuffled)


def test_a_small_network_has_a_place_for_everything_and_no_two_alike() -> None:
    layout = lay_out(sites(6))
    assert set(layout.places) == {site.iri for site in sites(6)}
    assert len({(place.x, place.y) for place in layout.places.values()}) == len(layout.places)
    assert not layout.clusters


def test_what_a_report_names_alone_lies_round_it() -> None:
    layout = lay_out(sites(6))
    report = layout.places["http://x/report/0003"]
    for number in range(4):
        own = layout.places[f"http://x/own/0003-{number}"]
        assert hypot(own.x - report.x, own.y - report.y) < 150
        assert own.side == ("l" if own.x < report.x else "r")


def test_too_many_nodes_leave_the_reports_and_what_they_share_most() -> None:
    given = sites(50, own=20)
    layout = lay_out(given)
    assert len(layout.places) == MOST_DRAWN or len(layout.places) < len(given)
    assert {site.iri for site in given if site.kind == "report"} <= set(layout.places)
    assert not any(iri.startswith("http://x/own/") for iri in layout.places)


def test_boxes_side_by_side_do_not_overlap() -> None:
    for count in (2, 5, 8, 9, 40):
        boxes = [Box(f"b{n}", 0, 0, 40 + 7 * (n % 5), 20 + 9 * (n % 4)) for n in range(count)]
        lay_side_by_side(boxes, {("b0", "b1"): 2.0})
        assert not any(a.meets(b) for place, a in enumerate(boxes) for b in boxes[place + 1 :])


def test_room_finds_the_wanted_point_if_it_is_free_and_one_beside_it_if_not() -> None:
    room = Room([Box("taken", 0, 0, 50, 50)])
    assert room.free(Box("new", 0, 0, 10, 10), (300.0, 0.0)) == (300.0, 0.0)
    x, y = room.free(Box("new", 0, 0, 10, 10), (0.0, 0.0))
    assert not Box("new", x, y, 10, 10).meets(Box("taken", 0, 0, 50, 50))
    assert hypot(x, y) < 150


def test_discs_touch_and_do_not_overlap_and_the_circle_holds_them() -> None:
    radii = [30.0, 10.0, 22.0, 5.0, 17.0, 17.0, 9.0, 40.0]
    discs = pack(radii, {(0, 2): 1.0})
    assert [disc.radius for disc in discs] == radii
    for place, a in enumerate(discs):
        assert all(hypot(a.x - b.x, a.y - b.y) > a.radius + b.radius - 0.01 for b in discs[place + 1 :])
    whole = enclosing(discs)
    assert all(hypot(d.x - whole.x, d.y - whole.y) + d.radius < whole.radius + 0.01 for d in discs)


def test_one_disc_is_its_own_circle() -> None:
    assert enclosing(pack([7.0], {})) == Disc(0.0, 0.0, 7.0)


# ------------------------------------------------------------------------------------------------- map


def test_sixty_reports_are_drawn_and_sixty_one_are_divided() -> None:
    assert not lay_out(sites(MOST_REPORTS)).clusters
    assert lay_out(sites(MOST_REPORTS + 1)).clusters


def test_clusters_are_few_named_apart_and_hold_every_report_once() -> None:
    given = sites(200)
    layout = lay_out(given)
    top = [cluster for cluster in layout.clusters if not cluster.parent]
    assert 1 < len(top) <= MOST_CLUSTERS
    assert len({cluster.name for cluster in top}) == len(top)
    assert {site.iri for site in given if site.kind == "report"} <= set(layout.home)
    parents = {cluster.parent for cluster in layout.clusters}
    for cluster in layout.clusters:
        if cluster.key not in parents:
            members = [iri for iri, key in layout.home.items() if key == cluster.key and "/report/" in iri]
            assert 0 < len(members) <= MOST_REPORTS


def test_what_is_in_a_cluster_lies_in_its_disc() -> None:
    layout = lay_out(sites(200))
    discs = {cluster.key: cluster for cluster in layout.clusters}
    for iri, place in layout.places.items():
        disc = discs[layout.home[iri]]
        assert hypot(place.x - disc.x, place.y - disc.y) <= disc.radius


def test_reports_that_share_nothing_are_divided_by_the_alphabet() -> None:
    groups = divide([site for site in sites(130, shared=0, own=0) if site.kind == "report"], [])
    assert sum(len(group.reports) for group in groups) == 130
    assert all(len(group.reports) <= MOST_REPORTS for group in groups)


def test_small_words_do_not_name_a_cluster() -> None:
    reports = [
        Site(
            f"http://x/report/{n:03d}", "", "report", (f"http://x/report/{n:03d}",), f"Pumps and Valves for {word} {n}"
        )
        for n, word in enumerate(["Hospitals", "Mines"] * 40)
    ]
    shared = [
        Site("http://x/a", "A", "company", tuple(site.iri for site in reports[::2])),
        Site("http://x/b", "B", "company", tuple(site.iri for site in reports[1::2])),
    ]
    names = " ".join(group.name for group in divide(reports, shared))
    assert "Hospitals" in names
    assert not {"and", "And", "for", "For"} & set(names.split())


# ---------------------------------------------------------------------------------------------- growth


@pytest.mark.parametrize("count", [20, 200])
def test_ten_percent_more_reports_move_no_old_node(count: int) -> None:
    before = lay_out(sites(count))
    after = lay_out(sites(count + count // 10), before)
    assert {iri: after.places[iri] for iri in before.places} == dict(before.places)
    assert all(f"http://x/report/{number:04d}" in after.places for number in range(count + count // 10))


def test_a_new_node_takes_no_old_nodes_place() -> None:
    before = lay_out(sites(20))
    after = regrowth.grow(sites(24), before)
    new = set(after.places) - set(before.places)
    assert new
    taken = {(place.x, place.y) for iri, place in after.places.items() if iri not in new}
    assert not {(after.places[iri].x, after.places[iri].y) for iri in new} & taken


def test_a_vanished_node_gives_up_its_place() -> None:
    after = lay_out(sites(19), lay_out(sites(20)))
    assert "http://x/report/0019" not in after.places


def test_a_layout_of_something_else_is_given_up() -> None:
    other = Layout({"http://x/elsewhere": Place(1, 2, "c")}, {}, ())
    assert lay_out(sites(5), other) == lay_out(sites(5))


def test_layout_file_gives_back_what_was_written(tmp_path: Path) -> None:
    layout = lay_out(sites(100))
    file = tmp_path / saved_positions.FILE
    file.write_bytes(saved_positions.write(layout))
    assert saved_positions.read(file) == layout


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 2}',
        '{"version": 1, "clusters": [], "away": {}, "nodes": {"a": [1e9, 0, "c", ""]}}',
        '{"version": 1, "clusters": [], "away": {}, "nodes": {"a": [0, 0, "<script>", ""]}}',
    ],
)
def test_a_layout_file_that_cannot_be_used_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / saved_positions.FILE).write_text(text, encoding="utf-8")
    assert saved_positions.read(tmp_path / saved_positions.FILE) is None
    assert saved_positions.read(tmp_path / "missing.json") is None


def test_nothing_to_lay_out_is_an_empty_layout() -> None:
    assert lay_out([]) == EMPTY == arrange_nothing()


def arrange_nothing() -> Layout:
    return Layout(arrange([]), {}, ())


def test_a_cluster_knows_its_parent() -> None:
    assert Cluster("3.1", "", 0, 0, 1, ()).parent == "3"
    assert Cluster("3", "", 0, 0, 1, ()).parent == ""


def test_reports_that_share_nothing_are_called_so() -> None:
    reports = [Site(f"r{n:03}", "", "report", (f"r{n:03}",), f"Odd Market {n}") for n in range(90)]
    shared = [Site(f"c{n}", f"Company {n}", "company", (f"r{n:03}", f"r{n + 1:03}"), "") for n in range(70)]
    groups = divide(reports, shared)
    alone = [group for group in groups if not group.top]
    assert [group.name for group in alone] == ["No company in common"]
    assert len(alone[0].reports) == 19
    assert all(group.name != "No company in common" for group in groups if group.top)


# --------------------------------------------------------------------------------------- dots on the map


def markets(*players: str) -> list[Site]:
    """A report and a market for each string, whose letters are the companies that it names."""
    letters = sorted(set("".join(players)))
    named = {letter: tuple(f"r{n}" for n, own in enumerate(players) if letter in own) for letter in letters}
    return [
        *(Site(f"r{n}", f"Report {n}", "report", (f"r{n}",)) for n in range(len(players))),
        *(Site(f"m{n}", f"Market {n}", "market", (f"r{n}",)) for n in range(len(players))),
        *(Site(letter, letter, "company", reports) for letter, reports in named.items()),
    ]


def one_group(count: int) -> Layout:
    return Layout({}, {f"r{n}": "1" for n in range(count)}, (Cluster("1", "All", 0, 0, 100, ()),))


def test_a_rare_company_ties_two_markets_more_than_a_common_one() -> None:
    players = Players(markets("ab", "ac", "ad", "xe", "xf"))
    assert players.tie("m3", "m4") > players.tie("m0", "m1") > 0
    assert players.tie("m0", "m3") == 0


def test_every_market_of_a_group_is_a_dot_and_only_companies_that_tie_are() -> None:
    placed = dots(markets("ab", "ac", "d"), one_group(3))["1"]
    assert {dot.iri for dot in placed} == {"m0", "m1", "m2", "a"}
    assert placed[-1].iri == "a"


def test_dots_lie_in_their_disc_below_its_name_and_apart() -> None:
    placed = dots(markets(*(f"{chr(97 + n % 7)}{chr(97 + n % 5)}" for n in range(30))), one_group(30))["1"]
    assert all(hypot(dot.x, dot.y) < 1000 for dot in placed)
    assert min(dot.y for dot in placed) > -400
    assert min(hypot(a.x - b.x, a.y - b.y) for a in placed for b in placed if a is not b) > 60


def test_markets_with_the_same_companies_lie_nearer_than_those_without() -> None:
    placed = {dot.iri: dot for dot in dots(markets("ab", "ab", "cd", "cd", "e", "f"), one_group(6))["1"]}

    def apart(first: str, second: str) -> float:
        return hypot(placed[first].x - placed[second].x, placed[first].y - placed[second].y)

    assert max(apart("m0", "m1"), apart("m2", "m3")) < min(apart("m0", "m2"), apart("m0", "m3"), apart("m1", "m2"))


def test_many_pairs_lie_together_and_few_do_not() -> None:
    def pairs(count: int) -> list[str]:
        reports = [Site(f"r{n:03}", "", "report", (f"r{n:03}",), f"Odd Market {n}") for n in range(90)]
        shared = [Site("big", "Big", "company", tuple(site.iri for site in reports[40:]), "")]
        shared += [Site(f"c{n}", f"C {n}", "company", (f"r{2 * n:03}", f"r{2 * n + 1:03}"), "") for n in range(count)]
        return [group.name for group in divide(reports, shared)]

    assert "Pairs of markets" in pairs(10)
    assert "Pairs of markets" not in pairs(3)
