"""Consensus: one voice for each independent source, and no word beyond a claim's own years."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

import samples_extractions as made
from hypothesis import assume, given
from hypothesis import strategies as st
from samples_graphs import loaded, saved

from mrgraph.linking import iris
from mrgraph.output import aligned
from mrgraph.records import Bound, Claim, Extraction, Target
from mrgraph.trust import consensus, market_sheet

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

WIDGETS = iris.market("Widgets")


def report(letter: str, *claims: Claim) -> Extraction:
    """A report of a publisher and template of its own."""
    return made.page(f"{letter}.html", *claims, publisher=f"{letter}.example", template=f"t-{letter}")


def usd(billions: str, year: int, **more: object) -> Claim:
    return made.size(f"${billions} billion", str(Decimal(billions).scaleb(9)), year, **more)  # type: ignore[arg-type]


def years(*documents: Extraction) -> dict[int, tuple[Decimal, Decimal, int]]:
    """The only band: year -> lowest and highest value in billions, number of voices."""
    (band,) = consensus.bands(loaded(*documents), WIDGETS)
    return {p.year: (p.low.scaleb(-9), p.high.scaleb(-9), len(p.voices)) for p in band.points}


def test_each_year_between_two_sizes_of_a_report_is_interpolated() -> None:
    found = years(report("a", usd("4", 2024), usd("16", 2026)))
    assert {year: low for year, (low, *_) in found.items()} == {2024: 4, 2025: 8, 2026: 16}


def test_nothing_is_carried_beyond_the_own_years_of_a_claim() -> None:
    found = years(report("a", usd("4", 2024), usd("8", 2031)), report("b", usd("5", 2026), usd("6", 2028)))
    assert [year for year, (*_, voices) in found.items() if voices == 2] == [2026, 2027, 2028]
    assert (min(found), max(found)) == (2024, 2031)


def test_a_growth_rate_carries_a_size_within_its_own_period_only() -> None:
    inside = years(report("a", usd("4", 2024), made.growth("100%", "100", 2024, 2026)))
    assert {year: low for year, (low, *_) in inside.items()} == {2024: 4, 2025: 8, 2026: 16}
    outside = years(report("a", usd("4", 2020), made.growth("100%", "100", 2024, 2026)))
    assert list(outside) == [2020]


def test_what_is_stated_goes_before_what_follows_from_a_rate() -> None:
    found = years(report("a", usd("4", 2024), usd("5", 2025), made.growth("100%", "100", 2024, 2026)))
    assert found[2025][0] == 5


def test_copies_of_one_house_have_one_voice() -> None:
    heads = [made.technology("Steel"), made.application("Mining"), made.segment("Online", "By channel")]
    first = made.page("a.html", *heads, usd("4", 2024))
    second = made.page("b.html", *heads, usd("4.0", 2024), publisher="copy.example")
    found = years(first, second, report("c", usd("9", 2024)))
    assert found == {2024: (Decimal(4), Decimal(9), 2)}


def test_who_contradicts_himself_has_no_voice_on_that_year_and_the_sheet_says_so() -> None:
    own = report("a", usd("8.5", 2022), usd("5", 2022), usd("9", 2023))
    claims = loaded(own, report("b", usd("6", 2022)))
    (band,) = consensus.bands(claims, WIDGETS)
    assert {point.year: [voice.value for voice in point.voices] for point in band.points} == {
        2022: [Decimal(6) * 10**9],
        2023: [Decimal(9) * 10**9],
    }
    assert [(silence.year, len(silence.claims)) for silence in band.silent] == [(2022, 2)]
    text = "\n".join(market_sheet.lines(claims, market_sheet.sheet(claims, WIDGETS)))
    assert "2022  no voice of a.example, which says $5 billion and $8.5 billion" in text


def test_statements_that_agree_give_one_of_them_and_never_their_mean() -> None:
    found = years(report("a", usd("5.04", 2024), usd("5", 2024)))
    assert found == {2024: (Decimal(5), Decimal(5), 1)}


def test_series_of_one_report_that_contradict_each_other_are_never_mixed() -> None:
    first = [made.evidence("It grows from $4 billion in 2022 to $16 billion in 2024.", rule=made.MONEY)] * 2
    second = [made.evidence("It grows from $1 billion in 2022 to $4 billion in 2024.", rule=made.MONEY)] * 2
    sizes = [
        replace(claim, evidence=words)
        for claim, words in zip(
            (usd("4", 2022), usd("16", 2024), usd("1", 2022), usd("4", 2024)), (*first, *second), strict=True
        )
    ]
    (band,) = consensus.bands(loaded(report("a", *sizes)), WIDGETS)
    assert {point.year for point in band.points} <= {2023}
    assert [silence.year for silence in band.silent] == [2022, 2024]
    assert all(voice.value in (8 * 10**9, 2 * 10**9) for point in band.points for voice in point.voices)


def test_the_middle_of_two_voices_is_one_of_them() -> None:
    (band,) = consensus.bands(loaded(report("a", usd("4", 2024)), report("b", usd("9", 2024))), WIDGETS)
    assert band.points[0].middle == 4 * 10**9


def test_regions_and_currencies_have_bands_of_their_own() -> None:
    documents = [
        report("a", usd("4", 2024), made.size("€3 billion", "3000000000", 2024, currency="EUR")),
        report("b", usd("1", 2024, about=made.region("US")), usd("2", 2024, about=Target("segment", "Steel"))),
    ]
    bands = consensus.bands(loaded(*documents), WIDGETS)
    assert {(band.region.rpartition("/")[2], band.currency) for band in bands} == {
        ("world", "USD"),
        ("world", "EUR"),
        ("US", "USD"),
    }
    assert all(len(point.voices) == 1 for band in bands for point in band.points)


def test_each_point_names_its_claims() -> None:
    claims = loaded(report("a", usd("4", 2024), usd("16", 2026)))
    (band,) = consensus.bands(claims, WIDGETS)
    sizes = {figure.iri for figure in claims.figures}
    assert [set(point.voices[0].claims) for point in band.points] == [
        {next(f.iri for f in claims.figures if f.about.year == 2024)},
        sizes,
        {next(f.iri for f in claims.figures if f.about.year == 2026)},
    ]


def test_a_size_whose_sentence_is_about_a_part_has_no_voice() -> None:
    claims = loaded(report("a", usd("4", 2024)))
    assert len(consensus.bands(claims, WIDGETS)) == 1
    assert consensus.bands(claims, iris.market("Pumps")) == ()


SIZES = st.lists(
    st.tuples(st.integers(1, 500), st.integers(2020, 2032)), min_size=1, max_size=4, unique_by=lambda s: s[1]
)


@given(st.lists(SIZES, min_size=1, max_size=4))
def test_a_band_lies_between_the_sizes_that_make_it(reports: list[list[tuple[int, int]]]) -> None:
    documents = [
        report("abcd"[number], *(usd(f"{value}.0", year) for value, year in sizes))
        for number, sizes in enumerate(reports)
    ]
    assume(all(len(set(one) & set(other)) < 3 for one, other in combinations(reports, 2)))  # else one house
    (band,) = consensus.bands(loaded(*documents), WIDGETS)
    for point in band.points:
        assert point.low <= point.middle * Decimal("1.001")
        assert point.middle <= point.high * Decimal("1.001")
        speaking = [
            sizes for sizes in reports if min(year for _, year in sizes) <= point.year <= max(year for _, year in sizes)
        ]
        assert len(point.voices) == len(speaking)
        values = [value for sizes in speaking for value, _ in sizes]
        assert min(values) * Decimal("0.999") <= point.low.scaleb(-9)
        assert point.high.scaleb(-9) <= max(values) * Decimal("1.001")


# --------------------------------------------------------------------------------------------- fact sheet


def test_players_are_ranked_by_independent_support() -> None:
    documents = [
        report("a", made.company("Copied"), made.company("Alone")),
        made.page("a2.html", made.company("Copied"), publisher="a.example", number="2", template="t-a"),
        made.page("a3.html", made.company("Copied"), publisher="a.example", number="3", template="t-a"),
        report("b", made.company("Shared")),
        report("c", made.company("Shared")),
    ]
    claims = loaded(*documents)
    players = next(iter(market_sheet.sheet(claims, WIDGETS).parts.values()))
    assert [(each.label, each.families, each.reports) for each in players] == [
        ("Shared", 2, 2),
        ("Copied", 1, 3),
        ("Alone", 1, 1),
    ]


def test_the_command_prints_the_sheet_in_words_and_as_json(
    tmp_path: Path, command: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    claims = (usd("4", 2024), usd("16", 2026), made.company("Acme"), made.technology("Steel"), made.covered("US"))
    other = report("b", usd("9", 2024, bound=Bound.ABOUT))
    folder = str(saved(tmp_path, report("a", *claims), other))
    text = command(["market", "-g", folder, "widgets"]).stdout.decode()
    assert text.startswith("Widgets market\n2 reports of 2 independent sources\n\nsizes\n")
    assert re.search(r"  2024 +4 billion  █+░+ +4 billion to 9 billion  2 voices, stated +\(claim:", text)
    assert "  Acme  1 independent source  1 report\n" in text
    assert "conflicts\n  Widgets, market size, World, 2024, USD: 125 % apart" in text
    sheet = json.loads(command(["market", "-g", folder, "widgets", "--format", "json"]).stdout)
    assert [point["year"] for point in sheet["bands"][0]["points"]] == [2024, 2025, 2026]
    assert [each["label"] for each in sheet["players"]] == ["Acme"]
    assert command(["market", "-g", folder, "gadgets"]).returncode == 2


def test_columns_stay_in_line_in_a_pipe_whatever_the_script(
    tmp_path: Path, command: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    names = ("Acme", "東京エレクトロン", "Société Générale", "삼성전자", "W" * 80)
    folder = str(saved(tmp_path, report("a", usd("4", 2024), *map(made.company, names)), report("b", usd("9", 2024))))
    for name in (["market", "widgets"], ["conflicts"]):
        done = command([*name, "-g", folder], environment={"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"})
        assert b"\x1b" not in done.stdout
    text = command(["market", "widgets", "-g", folder]).stdout.decode()
    players = text.partition("\nplayers\n")[2].partition("\n\n")[0].splitlines()
    assert len(players) == len(names)
    assert len({aligned.width(line.partition("1 independent")[0]) for line in players}) == 1
    assert next(line for line in players if "W" in line).startswith(f"  {'W' * 59}…  ")
