"""Contradictions: what no rounding reconciles is told, what differs in scope only is told apart."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from hypothesis import given
from hypothesis import strategies as st
from samples_graphs import loaded, saved

from mrgraph import vocab
from mrgraph.claims import scope_words
from mrgraph.claims.claims import Claims, positions
from mrgraph.claims.links import Selection
from mrgraph.page.drawing import from_index
from mrgraph.records import Bound, Claim, Extraction, Target
from mrgraph.trust import conflict_cards, conflicts

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path


def texts(claims: Claims) -> list[list[str]]:
    """The values of each conflict, as written."""
    return [[figure.text for group in found.positions for figure in group] for found in conflicts.conflicts(claims)]


def two(first: Claim, second: Claim, *, same_report: bool = False) -> Claims:
    """The claims of two documents, of two publishers or of one report."""
    if same_report:
        return loaded(made.page("a.html", first, second))
    other = made.page("b.html", second, publisher="beta.example", template="t2")
    return loaded(made.page("a.html", first), other)


# ------------------------------------------------------------------------------------------ planted pairs


def planted(number: int) -> tuple[tuple[Extraction, Extraction], bool]:
    """Two documents on a market of their own, and whether they contradict each other; the even ones do.

    The odd ones differ as much in value, and in exactly one of region, segment, period, currency or company.
    """
    draw = random.Random(number)
    market, contradict = f"Thing{chr(97 + number // 26)}{chr(97 + number % 26)}", number % 2 == 0
    kind = ("size", "growth", "share", "revenue")[number // 2 % 4]
    base = Decimal(draw.randrange(100, 900)) / 10
    other = (base * (1 + Decimal(draw.randrange(15, 90)) / 100)).quantize(Decimal("0.1"))
    change = {} if contradict else _change(kind, draw)
    first, second = _claim(kind, base, market, {}), _claim(kind, other, market, change)
    if draw.random() < 0.3:
        return (made.page(f"{number}a", first, second, market=market, number=str(number)),) * 2, contradict
    pages = (
        made.page(f"{number}a", first, market=market, number=str(number)),
        made.page(f"{number}b", second, market=market, number=str(number), publisher="beta.example", template="t2"),
    )
    return pages, contradict


def _change(kind: str, draw: random.Random) -> dict[str, object]:
    changes: dict[str, list[dict[str, object]]] = {
        "size": [
            {"about": made.region("US")},
            {"about": Target("segment", "Steel")},
            {"currency": "EUR"},
            {"year": 2031},
        ],
        "growth": [{"about": made.region("CN")}, {"start": 2023}, {"end": 2030}, {"about": Target("segment", "Wood")}],
        "share": [{"about": made.region("europe")}, {"year": 2019}, {"about": Target("company", "Bolt")}],
        "revenue": [{"year": 2019}, {"name": "Bolt"}],
    }
    return draw.choice(changes[kind])


def _claim(kind: str, value: Decimal, market: str, change: dict[str, object]) -> Claim:
    about = change.get("about")
    assert about is None or isinstance(about, Target)
    year = int(str(change.get("year", 2024)))
    if kind == "size":
        worth = str(value.scaleb(9))
        return made.size(f"${value} billion", worth, year, about=about, currency=str(change.get("currency", "USD")))
    if kind == "growth":
        start, end = int(str(change.get("start", 2024))), int(str(change.get("end", 2031)))
        return made.growth(f"{value}%", str(value), start, end, about=about)
    if kind == "share":
        return made.share(f"{value}%", str(value / 2), about or made.region("US"), year)
    name = f"{market} {change.get('name', 'Acme')}"
    return made.revenue(name, f"${value} billion", str(value.scaleb(9)), year)


def test_a_hundred_planted_pairs_are_told_from_differences_of_scope() -> None:
    pairs = [planted(number) for number in range(100)]
    documents = {page.path: page for pages, _ in pairs for page in pages}
    claims = loaded(*documents.values())
    found = {_market(claims, conflict) for conflict in conflicts.conflicts(claims)}
    wanted = {_name(pages) for pages, contradict in pairs if contradict}
    assert len(pairs) == 100
    assert len(wanted) == 50
    right = len(found & wanted)
    assert right / len(found) >= 0.95
    assert right / len(wanted) >= 0.95


def _name(pages: tuple[Extraction, Extraction]) -> str:
    return str(getattr(pages[0].claims[0], "name", ""))


def _market(claims: Claims, conflict: conflicts.Conflict) -> str:
    """The market whose documents disagree: that of a report, since revenues have none."""
    return claims.index.label(claims.index.one(conflict.positions[0][0].report, vocab.studies) or "")


@pytest.mark.parametrize("number", range(0, 100, 7))
def test_planted_pairs_say_what_the_test_thinks(number: int) -> None:
    pages, contradict = planted(number)
    assert pages[0].claims
    found = conflicts.conflicts(loaded(*dict.fromkeys(pages)))
    assert (len(found) == 1) is contradict


# ---------------------------------------------------------------------------------------- what is compared


def test_two_publishers_that_disagree_are_an_independent_conflict() -> None:
    claims = two(made.size("$4.2 billion", "4200000000", 2024), made.size("$5.0 billion", "5000000000", 2024))
    (found,) = conflicts.conflicts(claims)
    assert [[figure.text for figure in group] for group in found.positions] == [["$4.2 billion"], ["$5.0 billion"]]
    assert (found.reports, found.families, found.within_one_report) == (2, 2, False)
    assert found.gap == Decimal("19.05")


def test_a_report_can_contradict_itself() -> None:
    claims = two(made.growth("8%", "8", 2024, 2031), made.growth("10%", "10", 2024, 2031), same_report=True)
    (found,) = conflicts.conflicts(claims)
    assert found.within_one_report
    assert (found.families, found.gap) == (1, Decimal(2))


def test_pages_of_one_template_are_one_source_whatever_their_publisher() -> None:
    heads = [made.technology("Steel"), made.application("Mining"), made.segment("Online", "By channel")]
    pages = [
        made.page("a.html", *heads, made.size("$4 billion", "4000000000", 2024)),
        made.page("b.html", *heads, made.size("$6 billion", "6000000000", 2024), publisher="beta.example"),
        made.page("c.html", made.size("$9 billion", "9000000000", 2024), publisher="gamma.example", template="t9"),
    ]
    assert [found.families for found in conflicts.conflicts(loaded(*pages[:2]))] == [1]
    assert [found.families for found in conflicts.conflicts(loaded(*pages))] == [2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (made.size("$4 billion", "4000000000", 2024), made.size("$4.4 billion", "4400000000", 2024)),
        (made.growth("5.9%", "5.9", 2024, 2031), made.growth("5.88%", "5.88", 2024, 2031)),
        (made.growth("5-7%", "5", 2024, 2031, percent_max="7"), made.growth("6.2%", "6.2", 2024, 2031)),
        (made.growth("over 5%", "5", 2024, 2031, bound=Bound.AT_LEAST), made.growth("9.1%", "9.1", 2024, 2031)),
        (
            made.size("about $4 billion", "4000000000", 2024, bound=Bound.ABOUT),
            made.size("$4.9 bn", "4900000000", 2024),
        ),
        (made.size("$4 billion", "4000000000", None), made.size("$9 billion", "9000000000", None)),
        (
            made.size("4 billion", "4000000000", 2024, currency=None),
            made.size("9 bn", "9000000000", 2024, currency=None),
        ),
    ],
)
def test_what_rounding_bounds_or_missing_dimensions_explain_is_no_conflict(first: Claim, second: Claim) -> None:
    assert texts(two(first, second)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (made.growth("over 9%", "9", 2024, 2031, bound=Bound.AT_LEAST), made.growth("5.1%", "5.1", 2024, 2031)),
        (made.growth("5-7%", "5", 2024, 2031, percent_max="7"), made.growth("7.9%", "7.9", 2024, 2031)),
        (made.share("40%", "40", made.region("US"), 2024), made.share("31%", "31", made.region("US"), 2024)),
    ],
)
def test_what_they_do_not_explain_is_one(first: Claim, second: Claim) -> None:
    assert len(texts(two(first, second))) == 1


def test_an_undated_rate_has_the_period_of_its_report() -> None:
    undated = made.growth("9%", "9", None, None)
    claims = loaded(made.page("a.html", made.period(2024, 2031), undated, made.growth("5%", "5", 2024, 2031)))
    assert [undated.evidence[0].quote] == ["It grows by 9% from None to None (None)."]
    assert texts(claims) == [["5%", "9%"]]


def test_agreeing_reports_stand_on_one_side() -> None:
    sizes = ("$4.2 billion", "4200000000"), ("$4.21 billion", "4210000000"), ("$7 billion", "7000000000")
    pages = [
        made.page(f"{n}.html", made.size(*size, 2024), publisher=f"p{n}.example", template=f"t{n}")
        for n, size in enumerate(sizes)
    ]
    (found,) = conflicts.conflicts(loaded(*pages))
    assert [len(group) for group in found.positions] == [2, 1]


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 8)), min_size=1, max_size=7))
def test_one_position_means_that_one_number_fits_all(spans: list[tuple[int, int]]) -> None:
    claims = [
        made.growth(f"{low}-{low + more}%", str(low), 2024, 2031, percent_max=str(low + more) if more else None)
        for low, more in spans
    ]
    figures = loaded(made.page("a.html", *claims)).figures
    groups = positions(figures)
    for group in groups:
        assert max(figure.low or 0 for figure in group) <= min(figure.high or 0 for figure in group)
    fits_all = max(figure.low or 0 for figure in figures) <= min(figure.high or 0 for figure in figures)
    assert (len(groups) == 1) is fits_all


# ------------------------------------------------------------------------------------------------- scope


@pytest.mark.parametrize(
    ("scope", "second"),
    [
        ("region", made.growth("8%", "8", 2024, 2031, about=made.region("US"))),
        ("segment", made.growth("8%", "8", 2024, 2031, about=Target("segment", "Steel"))),
        ("period", made.growth("8%", "8", 2025, 2032)),
        ("region and period", made.growth("8%", "8", 2025, 2032, about=made.region("US"))),
    ],
)
def test_a_difference_of_scope_is_named_and_no_conflict(scope: str, second: Claim) -> None:
    claims = two(made.growth("5%", "5", 2024, 2031), second)
    assert texts(claims) == []
    assert [found.scope for found in conflicts.differences(claims)] == [scope]


def test_regions_side_by_side_are_not_even_a_difference_of_scope() -> None:
    first = made.growth("5%", "5", 2024, 2031, about=made.region("US"))
    second = made.growth("8%", "8", 2024, 2031, about=made.region("CN"))
    assert conflicts.differences(two(first, second)) == ()


def test_a_region_is_held_against_each_region_around_it_whatever_stands_between() -> None:
    shares = [("5%", "World"), ("8%", "CN"), ("9%", "US")]
    figures = [made.growth(text, text[:-1], 2024, 2031, about=made.region(key)) for text, key in shares]
    found = conflicts.differences(loaded(made.page("a.html", *figures)))
    assert {(each.first.text, each.second.text) for each in found} == {("5%", "8%"), ("5%", "9%")}


def test_page_and_report_show_the_conflicts_of_the_command_and_no_others() -> None:
    claims = loaded(
        made.page("a.html", made.growth("8%", "8", 2024, 2031), made.size("$4 billion", "4000000000", 2024)),
        made.page(
            "b.html",
            *(made.growth("5%", "5", 2024, 2031), made.growth("9%", "9", 2020, 2023)),
            made.size("$4.4 billion", "4400000000", 2024),
            publisher="beta.example",
            template="t2",
        ),
    )
    drawn = from_index(claims.index)
    told = {
        each.reason: [drawn.figures[place].written for place in each.figures]
        for each in conflict_cards.of_kind(drawn.disagreements, conflict_cards.CONFLICT)
    }
    assert told == {"3 points apart, 2 reports of 2 independent sources": ["5%", "8%"]}
    assert list(told.values()) == texts(claims)
    (scope,) = conflict_cards.of_kind(drawn.disagreements, conflict_cards.SCOPE)
    assert [drawn.figures[place].written for place in scope.figures][-1] == "9%"


def test_a_part_of_a_graph_shows_no_conflict_with_what_is_left_out() -> None:
    claims = two(made.growth("5%", "5", 2024, 2031), made.growth("8%", "8", 2024, 2031))
    part = Selection("part", frozenset(claims.index.of_type(vocab.Report)[:1]))
    assert len(from_index(claims.index).disagreements) == 1
    assert from_index(claims.index, selection=part).disagreements == ()


@pytest.mark.parametrize(
    ("quote", "word"),
    [
        ("The widgets market is worth $2 billion.", None),
        ("The global market size was $2 billion.", None),
        ("Widget industry sales are $2 billion.", None),
        ("The market size for widgets is $2 billion.", None),
        ("Market Size: it is $2 billion.", None),
        ("The APAC region is worth $2 billion.", "region"),
        ("The company reported $2 billion.", "company"),
        ("The global steel market is worth $2 billion.", "steel"),
        ("Video Surveillance: worth $2 billion.", "video surveillance"),
        ("The market size for pumps is $2 billion.", "pumps"),
        ("By 2030, the global high-speed rail market is to reach a market value of $2 billion.", "rail"),
        ("The widgets market, driven by the car industry, is worth $2 billion.", None),
        ("It is worth $2 billion in the steel market.", None),
    ],
)
def test_a_sentence_about_a_part_or_another_market_is_noticed(quote: str, word: str | None) -> None:
    assert scope_words.part(quote, "$2 billion", frozenset({"widgets"})) == word


@pytest.mark.parametrize(
    ("quote", "part"),
    [
        ("Acme reported $2 billion in 2020.", None),
        ("Acme reported a revenue of $2 billion in the lighting segment in 2020.", "segment"),
        ("Its revenue from Defense, Space & Security reached $2 billion.", "revenue from"),
        ("Acme reported $2 billion in 2020, driven by demand in many a segment.", None),
    ],
)
def test_sales_of_a_part_of_a_company_are_noticed(quote: str, part: str | None) -> None:
    assert scope_words.part_of_company(quote, "$2 billion") == part


# ------------------------------------------------------------------------------------------------ command


def test_the_command_tells_both_sides_with_their_sentences(
    tmp_path: Path, command: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    rival = made.page("b.html", made.growth("8%", "8", 2024, 2031), publisher="beta.example", template="t2")
    folder = str(saved(tmp_path, made.page("a.html", made.growth("5%", "5", 2024, 2031)), rival))
    done = command(["conflicts", "-g", folder, "--market", "widgets"])
    text = done.stdout.decode()
    assert done.returncode == 0
    first = text.splitlines()[0]
    assert first == (
        "Widgets, growth per year, World, 2024 to 2031: 3 points apart, 2 reports of 2 independent sources"
    )
    assert "“It grows by 5% from 2024 to 2031 (None).” (a.html, " in text
    assert "1 conflict: 1 between independent sources, 0 within one report" in done.stderr.decode()
    found = json.loads(command(["conflicts", "-g", folder, "--format", "jsonl"]).stdout)
    assert [[each["publisher"] for each in side] for side in found["positions"]] == [
        ["alpha.example"],
        ["beta.example"],
    ]
    rows = command(["conflicts", "-g", folder, "--format", "csv"]).stdout.decode().splitlines()
    assert len(rows) == 3
    assert len(rows[0].split(",")) == 21


def test_an_unknown_market_is_answered_with_candidates(
    tmp_path: Path, command: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    done = command(["conflicts", "-g", str(saved(tmp_path, *made.pile())), "--market", "widgetry"])
    assert done.returncode == 2
    assert "did you mean 'Widgets'" in done.stderr.decode()
