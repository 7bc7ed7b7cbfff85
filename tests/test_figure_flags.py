"""Facts against each other: what rounding can explain is never flagged, what it cannot always is."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from hypothesis import assume, given
from hypothesis import strategies as st

import mrgraph
from mrgraph import reference, rounding, vocab
from mrgraph.facts import FigureFact
from mrgraph.linking import linker
from mrgraph.records import (
    Basis,
    Bound,
    Claim,
    Flag,
    Target,
)

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = reference.load()
ACME, BOLT = Target("company", "Acme"), Target("company", "Bolt")


def audited(*claims: Claim) -> tuple[FigureFact, ...]:
    return linker.link([made.page("a.html", *claims)], KNOWN).figures


def rate(*claims: Claim) -> FigureFact:
    (found,) = (figure for figure in audited(*claims) if figure.kind == vocab.GrowthRate)
    return found


def flagged(flag: Flag, *claims: Claim) -> list[str]:
    return sorted(figure.text for figure in audited(*claims) if flag in figure.flags)


def billions(number: Decimal, places: int) -> tuple[str, str]:
    """A sum as written with so many decimals, and its value as read from there."""
    shown = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"${shown} billion", str(shown.scaleb(9))


# ----------------------------------------------------------------------------------------------- rounding


@pytest.mark.parametrize(
    ("number", "text", "slack"),
    [
        ("24270000000", "$24.27 billion", "5000000"),
        ("4000000000", "US$ 4.0 Bn", "50000000"),
        ("5000000000", "$5,000 million", "500000"),
        ("1234500000", "1.234,5 Mio. EUR", "50000"),
        ("120000000", "1.2 億円", "5000000"),
        ("5.8", "5.8%", "0.05"),
        ("5.8", "5.80%", "0.005"),
        ("0.05", "0.05 %", "0.005"),
        ("10", "10%", "0.5"),
        ("10", "ten percent", "0.5"),
        ("4000000000", "four billion dollars", "500000000"),
        ("12000000", "１２ million", "500000"),
    ],
)
def test_a_number_is_as_exact_as_its_last_written_digit(number: str, text: str, slack: str) -> None:
    assert rounding.slack(Decimal(number), text) == Decimal(slack)
    assert rounding.slack(Decimal(number), text, Bound.ABOUT) == 2 * Decimal(slack)


@given(st.decimals("0.001", "999999", places=3, allow_nan=False), st.integers(0, 3))
def test_rounding_never_moves_a_number_further_than_its_slack(number: Decimal, places: int) -> None:
    shown = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assume(shown > 0)
    assert abs(shown - number) <= rounding.slack(shown, f"{shown}")


# ------------------------------------------------------------------------------------------------- growth


def test_the_implied_growth_of_the_seeds_stands_beside_the_stated_one(seeds: Path) -> None:
    rates = [figure for figure in mrgraph.build([str(seeds)]).facts.figures if figure.kind == vocab.GrowthRate]
    beside = {(figure.percent, figure.implied_percent): figure for figure in rates}
    gap, other = beside[Decimal("5.8"), Decimal("5.41")], beside[Decimal("6.9"), Decimal("6.73")]
    assert (Decimal(10), Decimal("9.86")) in {(percent, implied) for percent, implied in beside}
    assert Flag.INCONSISTENT not in gap.flags  # from 2023 on; a year of growth from the size of 2022 reconciles them
    assert Flag.INCONSISTENT not in other.flags
    assert Flag.INCONSISTENT not in beside[Decimal(10), Decimal("9.86")].flags  # "10%" may be 9.86 %


def test_a_rate_names_the_year_that_would_make_it_true() -> None:
    base, last = made.size("$4.00 billion", "4000000000", 2023), made.size("$6.00 billion", "6000000000", 2031)
    found = rate(base, last, made.growth("5.96%", "5.96", 2023, 2031))  # counted over seven years
    assert found.implied_percent == Decimal("5.20")
    assert found.flags == (Flag.INCONSISTENT,)
    assert found.implied_start == 2024


@pytest.mark.parametrize(
    ("percent", "start", "flags"),
    [
        ("5.96", 2024, ()),  # no growth in 2023 reconciles them
        ("5", 2025, ()),  # some 6 % in 2023 and 2024
        ("4", 2024, ()),  # 14 % in one year is more than thrice 4 %, but so rounded that 12 % will do
        ("3", 2024, (Flag.INCONSISTENT,)),  # 22 % in one year
        ("12", 2024, (Flag.INCONSISTENT,)),  # the market would have to lose a third first
        ("70", 2025, (Flag.INCONSISTENT,)),
    ],
)
def test_the_years_before_a_rate_may_grow_at_any_plausible_pace(
    percent: str, start: int, flags: tuple[Flag, ...]
) -> None:
    base, last = made.size("$4.0 billion", "4000000000", 2023), made.size("$6.0 billion", "6000000000", 2031)
    assert rate(base, last, made.growth(f"{percent}%", percent, start, 2031)).flags == flags


def test_the_implied_rate_is_that_of_the_sentence_which_has_both_sizes() -> None:
    sentence = "It grows from $20 billion in 2018 at 8% to $30 billion by 2022."
    words = made.evidence(sentence, rule=made.MONEY)
    low, high = (
        replace(made.size(text, value, year), evidence=words)
        for text, value, year in (("$20 billion", "20000000000", 2018), ("$30 billion", "30000000000", 2022))
    )
    stated = replace(made.growth("8%", "8", 2018, 2022), evidence=words)
    elsewhere = made.size("$25.2 billion", "25200000000", 2018)
    assert rate(elsewhere, low, high, stated).implied_percent == Decimal("10.67")


def test_a_rate_that_no_year_makes_true_names_none() -> None:
    sizes = made.size("$4.00 billion", "4000000000", 2023), made.size("$6.00 billion", "6000000000", 2031)
    found = rate(*sizes, made.growth("-3%", "-3", 2023, 2031))
    assert found.flags == (Flag.INCONSISTENT,)
    assert found.implied_start is None


@pytest.mark.parametrize(
    "other",
    [
        made.size("€6 billion", "6000000000", 2031, currency="EUR"),
        made.size("$6 billion", "6000000000", 2031, about=made.region("US")),
        made.size("$6 billion", "6000000000", None),
        made.size("$6 billion", "6000000000", 2023),
    ],
)
def test_sizes_that_cannot_be_compared_imply_nothing(other: Claim) -> None:
    found = rate(made.size("$4 billion", "4000000000", 2023), other, made.growth("50%", "50", 2023, 2031))
    assert found.implied_percent is None
    assert found.flags == ()


def test_a_bound_is_kept_by_every_growth_beyond_it() -> None:
    sizes = made.size("$4.00 billion", "4000000000", 2021), made.size("$8.00 billion", "8000000000", 2031)  # 7.18 %
    for text, percent, bound, wanted in (
        ("over 5%", "5", Bound.AT_LEAST, ()),
        ("over 9%", "9", Bound.AT_LEAST, (Flag.INCONSISTENT,)),
        ("up to 9%", "9", Bound.AT_MOST, ()),
        ("up to 5%", "5", Bound.AT_MOST, (Flag.INCONSISTENT,)),
    ):
        assert rate(*sizes, made.growth(text, percent, 2021, 2031, bound=bound)).flags == wanted


def test_a_range_is_explained_by_any_rate_within_it() -> None:
    sizes = made.size("$4.00 billion", "4000000000", 2021), made.size("$8.00 billion", "8000000000", 2031)
    assert rate(*sizes, made.growth("6-8%", "6", 2021, 2031, percent_max="8")).flags == ()
    assert rate(*sizes, made.growth("3-5%", "3", 2021, 2031, percent_max="5")).flags == (Flag.INCONSISTENT,)


def _claims(base: Decimal, percent: Decimal, years: int, places: int, stated: Decimal) -> tuple[Claim, ...]:
    with localcontext(prec=50):
        last = base * (1 + percent / 100) ** years
    first, second = billions(base, places), billions(last, places)
    assume(Decimal(first[1]) > 0)
    assume(Decimal(second[1]) > 0)
    sizes = made.size(*first, 2024), made.size(*second, 2024 + years)
    return (*sizes, made.growth(f"{stated}%", str(stated), 2024, 2024 + years))


FIGURES = {
    "base": st.decimals("0.1", "900", places=4, allow_nan=False),
    "percent": st.decimals("-9", "60", places=4, allow_nan=False),
    "years": st.integers(1, 15),
    "places": st.integers(0, 3),
    "digits": st.integers(0, 2),
}


@given(**FIGURES)
def test_consistent_figures_are_never_flagged(
    base: Decimal, percent: Decimal, years: int, places: int, digits: int
) -> None:
    stated = percent.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert rate(*_claims(base, percent, years, places, stated)).flags == ()


@given(**FIGURES, off=st.decimals("0.01", "9", places=2, allow_nan=False), up=st.booleans())
def test_perturbed_figures_are_always_flagged(
    base: Decimal, percent: Decimal, years: int, places: int, digits: int, off: Decimal, up: bool
) -> None:
    """A rate is moved by more than what the rounding of all three figures can explain."""
    unit = Decimal(1).scaleb(-digits)
    with localcontext(prec=50):
        last, half = base * (1 + percent / 100) ** years, Decimal(1).scaleb(-places)
        assume(base > 2 * half)
        assume(last > 2 * half)
        power = Decimal(1) / years
        most = (((last + half) / (base - half)) ** power - 1) * 100
        least = (((last - half) / (base + half)) ** power - 1) * 100
        wrong = most + off + unit if up else least - off - unit
        stated = wrong.quantize(unit, ROUND_HALF_UP)
    assume(stated > -90)
    assert rate(*_claims(base, percent, years, places, stated)).flags == (Flag.INCONSISTENT,)


# ------------------------------------------------------------------------------------------------- shares


def test_shares_of_regions_that_contain_each_other_overlap() -> None:
    parts = [("40%", "40", "north-america"), ("35%", "35", "US"), ("20%", "20", "europe")]
    claims = [made.share(text, percent, made.region(key), 2024) for text, percent, key in parts]
    assert flagged(Flag.OVERLAPPING, *claims) == ["35%", "40%"]


def test_a_share_of_a_part_above_that_of_the_whole_is_inconsistent() -> None:
    china, asia = made.share("35%", "35", made.region("CN")), made.share("5%", "5", made.region("asia-pacific"))
    assert all(Flag.INCONSISTENT in found.flags for found in audited(china, asia))
    nested = made.share("15%", "15", made.region("CN")), made.share("30%", "30", made.region("asia-pacific"))
    assert not any(Flag.INCONSISTENT in found.flags for found in audited(*nested))


def test_one_size_said_of_two_regions_is_inconsistent() -> None:
    world = made.size("$4.2 billion", "4200000000", 2024)
    china = made.size("$4.2 billion", "4200000000", 2024, about=made.region("CN"))
    assert all(Flag.INCONSISTENT in found.flags for found in audited(world, china))
    other = made.size("$1.3 billion", "1300000000", 2024, about=made.region("CN"))
    round_sums = (
        made.size("$4 billion", "4000000000", 2025),
        made.size("$4 billion", "4000000000", 2025, about=made.region("CN")),
    )
    assert not any(Flag.INCONSISTENT in found.flags for found in audited(world, other, *round_sums))


def test_a_share_and_one_of_another_year_do_not_overlap() -> None:
    claims = made.share("40%", "40", made.region("north-america"), 2020), made.share("9%", "9", made.region("US"), 2024)
    assert flagged(Flag.OVERLAPPING, *claims) == []


def test_a_share_of_the_whole_overlaps_with_none_of_its_parts() -> None:
    claims = made.share("100%", "100", made.region("world")), made.share("40%", "40", made.region("US"))
    assert flagged(Flag.OVERLAPPING, *claims) == []


def test_shares_that_make_more_than_the_whole_are_inconsistent() -> None:
    claims = [made.share("60%", "60", made.region("US")), made.share("55%", "55", made.region("europe"))]
    assert flagged(Flag.INCONSISTENT, *claims) == ["55%", "60%"]


def test_a_region_within_another_is_not_counted_twice() -> None:
    claims = [
        made.share("60%", "60", made.region("north-america")),
        made.share("50%", "50", made.region("US")),
        made.share("40%", "40", made.region("europe")),
    ]
    assert flagged(Flag.INCONSISTENT, *claims) == []


def test_shares_of_companies_add_up_apart_from_those_of_regions() -> None:
    claims = [made.company("Acme"), made.company("Bolt"), made.share("60%", "60", ACME), made.share("30%", "30", BOLT)]
    assert flagged(Flag.INCONSISTENT, *claims, made.share("70%", "70", made.region("US"))) == []
    assert flagged(Flag.INCONSISTENT, *claims[:3], made.share("42%", "42", BOLT)) == ["42%", "60%"]


def test_shares_of_segments_add_up_on_each_axis_apart() -> None:
    names = [made.technology("Steel"), made.technology("Wood"), made.application("Mining")]
    shares = [made.share("60%", "60", Target("segment", "Steel")), made.share("70%", "70", Target("segment", "Mining"))]
    assert flagged(Flag.INCONSISTENT, *names, *shares) == []
    wood = made.share("45%", "45", Target("segment", "Wood"))
    assert flagged(Flag.INCONSISTENT, *names, *shares, wood) == ["45%", "60%"]


@given(st.lists(st.integers(1, 4000), min_size=2, max_size=5), st.integers(0, 1))
def test_rounded_shares_of_one_whole_are_never_flagged(weights: list[int], places: int) -> None:
    regions = ("US", "CN", "DE", "BR", "IN")
    unit = Decimal(1).scaleb(-places)
    claims = []
    for weight, key in zip(weights, regions, strict=False):
        percent = (Decimal(weight) * 100 / sum(weights)).quantize(unit, ROUND_HALF_UP)
        claims.append(made.share(f"{percent}%", str(percent), made.region(key), 2024))
    assert flagged(Flag.INCONSISTENT, *claims) == []


# ---------------------------------------------------------------------------------- years and revenues


def test_a_forecast_after_the_period_is_inconsistent() -> None:
    late = made.size("$9 billion", "9000000000", 2035, basis=Basis.FORECAST)
    good = made.size("$8 billion", "8000000000", 2031, basis=Basis.FORECAST)
    assert flagged(Flag.INCONSISTENT, made.period(2024, 2031), late, good) == ["$9 billion"]
    assert flagged(Flag.INCONSISTENT, late, good) == []


def test_an_undated_rate_is_held_against_sizes_of_its_own_sentence_only() -> None:
    sizes = made.size("$4.00 billion", "4000000000", 2024), made.size("$6.00 billion", "6000000000", 2031)
    undated = made.growth("40%", "40", None, None)
    assert rate(*sizes, undated).implied_percent is None
    together = [replace(claim, evidence=undated.evidence) for claim in sizes]
    found = rate(*together, undated)
    assert (found.implied_percent, Flag.INCONSISTENT in found.flags) == (Decimal("5.96"), True)


def test_a_forecast_for_a_year_before_the_period_is_left_alone() -> None:
    early = made.size("$9 billion", "9000000000", 2020, basis=Basis.FORECAST)
    assert flagged(Flag.INCONSISTENT, made.period(2024, 2031), early) == []


def test_a_growth_rate_may_look_back_but_not_beyond_the_period() -> None:
    past, beyond = made.growth("4%", "4", 2018, 2023), made.growth("6%", "6", 2024, 2040)
    assert flagged(Flag.INCONSISTENT, made.period(2024, 2031), past, beyond) == ["6%"]


def test_sales_within_a_market_are_not_larger_than_the_market() -> None:
    whole = made.size("$3 billion", "3000000000", 2020)
    quote = "Acme earned $5 billion from the widgets market in 2020."
    inside = made.revenue("Acme", "$5 billion", "5000000000", 2020, quote)
    outside = made.revenue("Acme", "$5 billion", "5000000000", 2020)
    assert flagged(Flag.INCONSISTENT, whole, inside) == ["$3 billion", "$5 billion"]
    assert flagged(Flag.INCONSISTENT, whole, outside) == []
