"""Comparing answers with gold: what is the same, what counts, and how it is shown."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mrgraph.evaluation import calibration, keys, matching, scoring
from mrgraph.evaluation.scoring import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    Command = Callable[..., subprocess.CompletedProcess[bytes]]
    Record = dict[str, Any]


def record(**said: Any) -> Record:
    """A record that says only this."""
    return {"document": "family/page.md", **said}


def outcomes(field: str, gold: Record, answer: Record) -> list[tuple[str, Any]]:
    """How each entry came out, with what is shown of it."""
    return [(verdict.outcome.value, verdict.entry.shown) for verdict in scoring.compare(field, gold, answer)]


def only(field: str, gold: Record, answer: Record) -> list[str]:
    return [outcome for outcome, _ in outcomes(field, gold, answer)]


# ------------------------------------------------------------------------------------------------------- keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Camtek Ltd.", "Camtek"),
        ("Société Générale S.A.", "societe generale sa"),
        ("Nemo & Co., Ltd.", "NEMO"),
        ("Procter & Gamble", "Procter and Gamble"),
        ("Demant A/S", "Demant"),
        ("株式会社コロナ", "コロナ"),
        ("Ｓｅｍｉｃｏｎ", "Semicon"),
        ("Bulten AB (Sweden)", "Bulten"),
        ("Air Liquide™", "air-liquide"),
        ("The Chemours Company", "Chemours"),
    ],
)
def test_forms_of_a_company_have_one_key(one: str, other: str) -> None:
    assert keys.company_key(one) == keys.company_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mitsubishi", "Mitsubishi Electric"),
        ("GE", "GE HealthCare"),
        ("Co Vision", "Vision"),
        ("ガス", "カス"),
        ("Camtek", "Camtech"),
    ],
)
def test_different_companies_have_different_keys(one: str, other: str) -> None:
    assert keys.company_key(one) != keys.company_key(other)


def test_a_segment_keeps_its_legal_form() -> None:
    assert keys.name_key("AG") != keys.name_key("")
    assert keys.name_key("Type A.G.") == keys.name_key("type a g")
    assert keys.name_key("Plastic Co") != keys.name_key("Plastic")


def test_region_keys_know_countries_by_their_capitals_only() -> None:
    assert keys.region_key("US") == "US"
    assert keys.region_key("us") == "us"
    assert keys.region_key("middle-east-and-africa") == keys.region_key("Middle East & Africa")


def test_only_an_iri_is_cut_at_its_slashes() -> None:
    assert keys.region_key("https://example.org/region/US") == "US"
    assert keys.region_key("Middle East/Africa") == keys.region_key("middle east africa")
    assert keys.region_key("Middle East/Africa") != keys.region_key("Africa")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20%", (Decimal(20), True)),
        ("USD 3.67 billion", (Decimal("3.67e9"), False)),
        ("US$ 3,667 million", (Decimal("3.667e9"), False)),
        ("from 2023 to 2032", (2023, 2032)),
        ("2025-2032", (2025, 2032)),
        ("2030", (None, 2030)),
        ("-3%", (Decimal(3), True)),
        ("\N{MINUS SIGN}3,5 Prozent", (Decimal("3.5"), True)),
        ("12 per cent", (Decimal(12), True)),
        ("EUR 40 k", (Decimal("4e4"), False)),
        ("XX%", None),
        ("2,500 clients", None),
        ("1925-1932 AD", None),
    ],
)
def test_strings_of_the_gold_stand_for_figures(text: str, meant: object) -> None:
    assert keys.figure(text) == meant


# ------------------------------------------------------------------------------------------------- one field


def test_an_entry_is_found_by_any_of_its_forms() -> None:
    gold = record(companies=[{"name": "Semiconductor Technologies & Instruments", "aliases": ["STI"]}])
    assert only("companies", gold, record(companies=["STI"])) == ["hit"]
    assert only("companies", gold, record(companies=[{"name": "X", "aliases": ["sti"]}])) == ["hit"]
    assert only("companies", gold, record(companies=["STI Group"])) == ["extra", "miss"]


def test_a_second_answer_for_one_entry_is_an_extra() -> None:
    gold = record(companies=[{"name": "KLA Corporation", "aliases": ["KLA"]}])
    assert outcomes("companies", gold, record(companies=["KLA", "KLA Corporation"])) == [
        ("hit", "KLA"),
        ("twice", "KLA Corporation"),
    ]


def test_an_entry_with_one_name_does_not_use_up_one_with_several() -> None:
    gold = record(companies=[{"name": "LG", "aliases": ["LG Display", "LGD"]}, {"name": "LG", "aliases": []}])
    answer = record(companies=["LG", {"name": "LG Display", "aliases": []}])
    assert only("companies", gold, answer) == ["hit", "hit"]


def test_optional_entries_count_neither_way() -> None:
    gold = record(companies=[{"name": "Acme", "aliases": []}], optional=["Acme", "Zwift"])
    assert only("companies", gold, record()) == []
    assert only("companies", gold, record(companies=["Zwift Inc."])) == ["optional"]
    assert only("companies", gold, record(companies=["Acme"])) == ["optional"]
    assert only("companies", gold, record(companies=["Acme", "Acme Inc."])) == ["optional", "optional"]


def test_an_answer_takes_an_expected_entry_before_an_optional_one() -> None:
    gold = record(growth_rates=[{"percent": "5", "scope": "US"}, {"percent": "5", "scope": "CA"}])
    assert only("growth_rates", gold, record(growth_rates=[{"percent": "5"}])) == ["hit", "miss"]
    gold = record(companies=["Acme", {"name": "Bolt", "aliases": ["Acme"]}], optional=["Acme"])
    assert only("companies", gold, record(companies=["Acme"])) == ["hit"]


def test_an_alias_does_not_make_an_entry_optional() -> None:
    gold = record(companies=[{"name": "Acme", "aliases": ["ACM"]}], optional=["ACM"])
    assert only("companies", gold, record()) == ["miss"]


def test_a_rejected_answer_is_a_trap_unless_the_gold_has_it() -> None:
    gold = record(companies=["Acme Corporation"], rejects=[{"text": "Inc.", "why": "a legal form"}, "ABC Company"])
    assert outcomes("companies", gold, record(companies=["Inc.", "ABC", "DEF"])) == [
        ("trap", "Inc."),
        ("trap", "ABC"),
        ("extra", "DEF"),
        ("miss", "Acme Corporation"),
    ]
    assert only("companies", record(companies=["Inc."], rejects=["Inc."]), record(companies=["Inc."])) == ["hit"]


def test_regions_are_no_traps() -> None:
    gold = record(regions=["US"], rejects=[{"text": "KR", "why": "noise"}])
    assert only("regions", gold, record(regions=[{"key": "KR"}, {"key": "US"}])) == ["extra", "hit"]


def test_segments_are_compared_whatever_their_axis() -> None:
    gold = record(other_segments={"Voltage": ["Low", "High"]})
    assert only("other_segments", gold, record(other_segments={"By Power": [{"name": "low"}]})) == ["hit", "miss"]


def test_a_size_needs_value_year_and_currency() -> None:
    gold = record(market_sizes=[{"value": "4200000000", "currency": "USD", "year": 2022}])
    same = {"value": "4.2e9", "currency": "USD", "year": 2022, "kind": "forecast"}
    assert only("market_sizes", gold, record(market_sizes=[same])) == ["hit"]
    for other in ({"value": "4200000001"}, {"year": 2023}, {"currency": "EUR"}, {"currency": None}):
        assert only("market_sizes", gold, record(market_sizes=[same | other])) == ["extra", "miss"]


def test_a_currency_that_the_gold_leaves_open_may_be_any() -> None:
    gold = record(market_sizes=[{"value": "384000000", "currency": None, "year": 2024}])
    answer = {"value": "384000000", "currency": "USD", "year": 2024}
    assert only("market_sizes", gold, record(market_sizes=[answer])) == ["hit"]


def test_kind_and_scope_of_a_size_count_only_in_the_strict_figure() -> None:
    size = {"value": "384000000", "currency": None, "year": 2024, "kind": "estimate", "scope": "asia-pacific"}
    gold = record(market_sizes=[size])
    for other in ({}, {"currency": "USD"}, {"scope": {"key": "Asia Pacific"}}):
        assert only("market_sizes_strict", gold, record(market_sizes=[size | other])) == ["hit"]
    for other in ({"kind": "forecast"}, {"scope": None}, {"scope": "europe"}):
        assert only("market_sizes", gold, record(market_sizes=[size | other])) == ["hit"]
        assert only("market_sizes_strict", gold, record(market_sizes=[size | other])) == ["extra", "miss"]


@pytest.mark.parametrize(
    ("scope", "same"),
    [
        (None, [None, "US", "Glass Dice Market", {"name": "glass dice"}]),
        ("Six-Sided Dice (D6)", ["D6", "six sided dice segment", "Cubes", {"name": "Cube"}]),
        ("Hobby & Leisure", ["hobby-leisure", "Hobby and Leisure Industry"]),
        ("Maples", ["Maple", "maples market"]),
    ],
)
def test_a_scope_is_told_in_any_of_its_forms(scope: str | None, same: list[Any]) -> None:
    gold = record(
        market="Glass Dice",
        scope="US",
        technologies=[{"name": "Six-Sided Dice (D6)", "aliases": ["Cubes"]}],
        other_segments={"Wood": ["Maples"]},
        growth_rates=[{"percent": "5", "scope": scope}],
    )
    for other in same:
        assert only("growth_rates_scoped", gold, record(growth_rates=[{"percent": "5", "scope": other}])) == ["hit"]
    other = record(growth_rates=[{"percent": "5", "scope": "Twenty-Sided Dice"}])
    assert only("growth_rates_scoped", gold, other) == ["extra", "miss"]


def test_the_world_is_the_scope_of_a_report_without_one() -> None:
    world = record(growth_rates=[{"percent": "5", "scope": "world"}])
    whole = {"growth_rates": [{"percent": "5", "scope": None}]}
    assert only("growth_rates_scoped", record(**whole), world) == ["hit"]
    assert only("growth_rates_scoped", record(scope="US", **whole), world) == ["extra", "miss"]


def test_years_of_a_rate_count_only_in_the_strict_figure() -> None:
    gold = record(growth_rates=[{"percent": "5.80", "start": 2024, "end": 2030}])
    answer = record(growth_rates=[{"percent": "5.8", "start": None, "end": 2030}])
    assert only("growth_rates", gold, answer) == ["hit"]
    assert only("growth_rates_strict", gold, answer) == ["extra", "miss"]


def test_a_range_is_not_its_lower_end() -> None:
    gold = record(growth_rates=[{"percent": "5", "percent_max": "7"}])
    assert only("growth_rates", gold, record(growth_rates=[{"percent": "5"}])) == ["extra", "miss"]


def test_a_share_belongs_to_any_form_of_its_company() -> None:
    gold = record(companies=[{"name": "Acme Inc.", "aliases": ["ACM"]}], market_shares=[{"of": "ACM", "percent": "12"}])
    assert only("market_shares", gold, record(market_shares=[{"of": "Acme", "percent": "12.0"}])) == ["hit"]
    assert only("market_shares", gold, record(market_shares=[{"of": "asia-pacific", "percent": "12"}])) == [
        "extra",
        "miss",
    ]


def test_revenues_need_the_year() -> None:
    gold = record(revenues=[{"company": "Acme Inc.", "value": "5", "year": 2020}])
    assert only("revenues", gold, record(revenues=[{"company": "acme", "value": "5.0", "year": 2020}])) == ["hit"]
    assert only("revenues", gold, record(revenues=[{"company": "acme", "value": "5", "year": None}])) == [
        "extra",
        "miss",
    ]


def test_optional_and_rejected_figures_are_strings() -> None:
    gold = record(growth_rates=[{"percent": "9"}, {"percent": "20"}], optional=["20%"], rejects=["3.2%"])
    assert only("growth_rates", gold, record(growth_rates=[{"percent": "9"}])) == ["hit"]
    assert only("growth_rates", gold, record(growth_rates=[{"percent": "3.2"}])) == ["trap", "miss"]


def test_an_optional_market_or_period_takes_the_place_of_the_golds() -> None:
    gold = record(market="Indoor Trainer", period=[2024, 2031], optional=["Turbo Trainer", "2023-2033"])
    assert only("market", gold, record(market="turbo trainer market")) == ["optional"]
    assert only("period", gold, record(period=[2023, 2033])) == ["optional"]
    assert only("period", gold, record(period=[2023, 2030])) == ["extra", "miss"]
    assert only("period", gold, record(period=[None, 2031])) == ["extra", "miss"]


def test_the_market_is_found_without_the_word_and_by_alias() -> None:
    gold = record(market="フォトレジスタ", market_aliases=["Photoresistor"])
    assert only("market", gold, record(market="Photoresistor Market")) == ["hit"]
    assert only("market", gold, record(market="Photodiode", market_aliases=["フォトレジスタ"])) == ["hit"]


def test_the_world_is_no_scope() -> None:
    assert only("scope", record(scope=None), record(scope="world")) == []
    assert only("scope", record(scope=None), record(scope="US")) == ["extra"]


def test_a_publisher_is_its_domain() -> None:
    gold = record(publisher={"name": "Kestrel", "domain": "kestrel.example"})
    assert only("publisher", gold, record(publisher={"name": None, "domain": "www.Kestrel.example"})) == ["hit"]
    assert only("publisher", gold, record(publisher={"name": "Kestrel", "domain": None})) == ["miss"]


def test_the_name_of_a_publisher_is_a_field_of_its_own() -> None:
    gold = record(publisher={"name": "Kestrel Research Ltd.", "domain": None}, optional=["Kestrel Research", "Merlin"])
    told = record(publisher={"name": "kestrel research", "domain": "kestrel.example"})
    assert only("publisher_name", gold, told) == ["hit"]
    assert only("publisher_name", gold, record()) == ["miss"]  # though a company of this name may be missed
    assert only("publisher_name", gold, record(publisher={"name": "Merlin"})) == ["optional"]
    assert only("publisher_name", gold, record(publisher={"name": "Kestrel"})) == ["extra", "miss"]


def test_a_decline_is_listed_without_its_sign() -> None:
    gold = record(growth_rates=[], optional=["3%"], rejects=["7 percent"])
    assert only("growth_rates", gold, record(growth_rates=[{"percent": "-3"}, {"percent": "-7"}])) == [
        "optional",
        "trap",
    ]
    assert only("growth_rates_strict", gold, record(growth_rates=[{"percent": "-7"}])) == ["extra"]


def test_where_the_gold_has_nothing_every_answer_is_an_extra() -> None:
    gold = record(market=None, companies=[], publisher={"name": None, "domain": None}, rejects=["Dental Mirrors"])
    answer = record(market="Dental Mirrors", companies=["Acme"], publisher={"domain": "github.example"})
    assert [only(field, gold, answer) for field in ("market", "companies", "publisher")] == [
        ["trap"],
        ["extra"],
        ["extra"],
    ]


# ------------------------------------------------------------------------------------------------------- sums


def judged(document: str, right: int, missed: int, extra: int) -> scoring.Judged:
    """A document with so many companies found, missed and invented."""
    names = [f"company {number}" for number in range(right + missed)]
    gold = {"document": document, "companies": names}
    return scoring.judge(gold, {"companies": names[:right] + [f"invented {number}" for number in range(extra)]})


def test_tallies_add_up_over_documents() -> None:
    made = scoring.tallies([judged("a/x.md", 3, 1, 0), judged("b/y.md", 1, 1, 2)])
    assert list(made) == ["companies"]
    assert (made["companies"].gold, made["companies"].found) == (6, 6)
    assert made["companies"].precision == made["companies"].recall == made["companies"].f1 == pytest.approx(4 / 6)


def test_a_field_with_little_gold_is_not_in_the_mean() -> None:
    assert scoring.mean({"companies": scoring.Tally(5, 5, 0), "regions": scoring.Tally(0, 4, 0)}) == pytest.approx(
        2 / 3
    )
    assert scoring.mean({}) == 0


def test_the_worst_document_comes_first() -> None:
    documents = [judged("a/good.md", 4, 0, 0), judged("a/bad.md", 1, 3, 0), judged("b/worse.md", 0, 2, 2)]
    empty = scoring.judge(record(document="c/empty.md", companies=[]), record())
    assert [each.document for each in scoring.worst([*documents, empty])] == [
        "b/worse.md",
        "a/bad.md",
        "a/good.md",
        "c/empty.md",
    ]
    assert list(scoring.families(documents)) == ["a", "b"]


def test_a_document_without_an_answer_misses_everything() -> None:
    absent = scoring.judge(record(companies=["Acme"], regions=["US", "CA"]), None)
    assert absent.absent
    assert scoring.overall(absent) == scoring.Tally(0, 3, 0)


def test_bands_tell_how_often_claims_were_right() -> None:
    def company(name: str, confidence: float, rule: str) -> Record:
        return {"name": name, "evidence": [{"start": 0, "end": 4, "confidence": confidence, "rule": rule}]}

    gold = record(companies=["Acme", "Bolt", "Cusp"], market="Dice", optional=["Maybe"])
    answer = record(
        companies=[
            company("Acme", 0.97, "a/1"),
            company("Bolt", 0.97, "a/1"),
            company("Wrong", 0.96, "b/1"),
            company("Maybe", 0.2, "c/1"),
        ],
        market="Dice",
        evidence={"market": [{"start": 0, "end": 4, "confidence": 0.75, "rule": "m/1"}]},
    )
    pairs = [(scoring.judge(gold, answer), answer)]
    assert [(each.name, each.claims, each.right) for each in calibration.bands(pairs)] == [
        ("0.70 to 0.80", 1, 1),
        ("0.95 to 0.98", 3, 2),
    ]
    assert [(each.name, each.claims, each.right) for each in calibration.rules(pairs)] == [
        ("a/1", 2, 2),
        ("b/1", 1, 0),
        ("m/1", 1, 1),
    ]


# --------------------------------------------------------------------------------------------------- command

PAGE = """# Glass Dice Market

The glass dice market was valued at USD 12.5 million in 2023.

## Key Companies

- Acme Dice Ltd.
- Bolt & Sons
"""


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with gold of one document, and the document."""
    (tmp_path / "documents" / "toys").mkdir(parents=True)
    (tmp_path / "documents" / "toys" / "dice.md").write_text(PAGE, "utf-8")
    (tmp_path / "gold").mkdir()
    gold = {
        "document": "toys/dice.md",
        "market": "Glass Dice",
        "companies": ["Acme Dice", "Bolt & Sons", "Cusp"],
        "market_sizes": [{"value": "12500000", "currency": "USD", "year": 2023, "kind": "estimate"}],
    }
    (tmp_path / "gold" / "dice.md.json").write_text(json.dumps(gold), "utf-8")
    (tmp_path / "gold" / "other.json").write_text("[]", "utf-8")
    return tmp_path


def test_evaluate_prints_a_table_and_each_error_with_its_place(command: Command, pile: Path) -> None:
    done = command(["evaluate", str(pile / "gold"), "--errors", "5", "--by-family"])
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert "companies               1.000  0.667  0.800      3      2" in text
    assert "toys (1)" in text
    assert "miss   Cusp  toys/dice.md" in text


def test_evaluate_gives_the_same_as_json(command: Command, pile: Path) -> None:
    made = json.loads(command(["evaluate", str(pile / "gold"), "--format", "json"]).stdout)
    companies = made["figures"]["all"]["companies"]
    assert (companies["hits"], companies["misses"], companies["extras"]) == (2, 1, 0)
    assert made["worst"][0]["document"] == "toys/dice.md"
    assert {(each["field"], each["text"]) for each in made["errors"] if each["outcome"] == "miss"} == {
        ("companies", "Cusp")
    }


def test_the_place_of_an_extra_is_where_it_was_read(command: Command, pile: Path) -> None:
    gold = {"document": "toys/dice.md", "market": "Glass Dice", "companies": []}
    (pile / "gold" / "dice.md.json").write_text(json.dumps(gold), "utf-8")
    made = json.loads(command(["evaluate", str(pile / "gold"), "--format", "json"]).stdout)
    text = command(["text", str(pile / "documents" / "toys" / "dice.md")]).stdout.decode()
    extras = {each["text"]: each["places"][0] for each in made["errors"] if each["field"] == "companies"}
    assert "Bolt & Sons" in extras
    assert all(text[start:end].strip("- \n").startswith(name[:4]) for name, (start, end) in extras.items())


def test_documents_are_found_by_name_below_docs(command: Command, pile: Path) -> None:
    (pile / "documents").rename(pile / "elsewhere")
    (pile / "elsewhere" / "toys").rename(pile / "elsewhere" / "games")
    lost = command(["evaluate", str(pile / "gold")])
    assert lost.returncode == 2
    assert "toys/dice.md: no such document; name the folder" in lost.stderr.decode()
    assert command(["evaluate", str(pile / "gold"), "--docs", str(pile / "elsewhere")]).returncode == 0


def test_a_missing_document_counts_as_unanswered_and_is_told(command: Command, pile: Path) -> None:
    gold = {"document": "toys/cards.md", "companies": ["Acme"]}
    (pile / "gold" / "cards.md.json").write_text(json.dumps(gold), "utf-8")
    done = command(["evaluate", str(pile / "gold")])
    assert done.returncode == 1
    assert "2 gold documents, 1 without an answer" in done.stdout.decode()
    assert "toys/cards.md: no such document" in done.stderr.decode()


def test_a_folder_without_gold_is_told(command: Command, tmp_path: Path) -> None:
    done = command(["evaluate", str(tmp_path)])
    assert done.returncode == 2
    assert "no gold here" in done.stderr.decode()


def test_broken_gold_is_told_with_its_file(command: Command, pile: Path) -> None:
    (pile / "gold" / "broken.json").write_text("{", "utf-8")
    done = command(["evaluate", str(pile / "gold")])
    assert done.returncode == 2
    assert "broken.json: no JSON" in done.stderr.decode()


# ----------------------------------------------------------------------------------------------- the yardstick


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder of the yardsticks."""
    folder = root.parent / "shared"
    if not (folder / "gold" / "score.py").is_file():
        pytest.skip("the yardsticks do not lie beside the project: agreement with their scorer is not checked")
    return folder


@pytest.fixture(scope="session")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("yardstick", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def golds(folder: Path) -> list[Record]:
    """The gold below a folder, sorted by path."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))]


def told_by_us(gold: Record, answer: Record, field: str) -> tuple[int, list[Any], list[Any], list[Any]]:
    """Hits, misses, extras and traps in the yardstick's words."""
    verdicts = scoring.compare(field, gold, answer)
    shown = {outcome: [v.entry.shown for v in verdicts if v.outcome is outcome] for outcome in Outcome}
    wrong = [v for v in verdicts if v.outcome.wrong]
    extras = [f"twice: {v.entry.shown}" if v.outcome is Outcome.TWICE else v.entry.shown for v in wrong]
    return len(shown[Outcome.HIT]), shown[Outcome.MISS], extras, shown[Outcome.TRAP]


def wrong_on_purpose(gold: Record, other: Record) -> Record:
    """The gold with entries twice, in the wrong field, with foreign scopes and signs, and with all that it warns of."""
    strings = [*(reject["text"] for reject in gold["rejects"]), *gold["optional"]]
    percents = [text.strip(" %") for text in strings if text.endswith("%")]
    segments = [*gold["technologies"], *gold["applications"], gold["market"], "world", *gold["regions"]]
    return {
        **gold,
        "companies": [*gold["companies"], *gold["companies"], *strings, *(f"The {text} Inc." for text in strings)],
        "technologies": [*gold["applications"], *strings, *other["technologies"]],
        "regions": [*gold["regions"], *({"key": text} for text in strings)],
        "market_sizes": [
            {**size, "scope": scope, "kind": kind}
            for size in [*gold["market_sizes"], *other["market_sizes"]]
            for scope, kind in zip([*segments, size["scope"]], ["estimate", "forecast"] * len(segments), strict=False)
        ],
        "growth_rates": [
            *(
                {**rate, "scope": {"name": f"{scope}s"}}
                for rate, scope in zip(gold["growth_rates"], segments, strict=False)
            ),
            *({**rate, "start": None} for rate in gold["growth_rates"]),
            *({"percent": f"-{percent}"} for percent in percents),
        ],
        "market_shares": [*gold["market_shares"], *({"of": gold["market"], "percent": p} for p in percents)],
        "market": gold["optional"][0] if gold["optional"] else gold["market"],
        "publisher": {"name": gold["companies"][0]["name"] if gold["companies"] else "Nobody", "domain": "www.a.b"},
    }


@pytest.mark.shared
@pytest.mark.parametrize(
    ("gold", "least"),
    [
        ("{root}/tests/gold", 5),
        ("{root}/tests/lookalikes/gold", 58),
        ("{shared}/gold/seeds", 5),
        ("{shared}/gold/corpus", 44),
        ("{shared}/genres/gold", 114),
    ],
)
def test_every_verdict_agrees_with_the_yardstick(
    root: Path, shared: Path, scorer: ModuleType, gold: str, least: int
) -> None:
    """Each gold against itself, against its neighbour, and against answers that are wrong on purpose."""
    records = golds(Path(gold.format(root=root, shared=shared)))
    assert len(records) >= least
    assert tuple(matching.FIELDS) == scorer.FIELDS
    different = []
    for record, neighbour in zip(records, [*records[1:], records[0]], strict=True):
        texts = [reject["text"] for reject in record["rejects"]]
        for answer in (record, neighbour, wrong_on_purpose(record, neighbour)):
            for field in matching.FIELDS:
                theirs = scorer.compare(field, record, answer, record["optional"], texts)
                if told_by_us(record, answer, field) != theirs:
                    different.append((record["document"], field))
    assert different == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("gold", "docs"),
    [
        ("{root}/tests/gold/seeds", "{root}"),
        ("{root}/tests/lookalikes/gold", "{root}/tests/lookalikes/documents"),
        pytest.param("{shared}/gold/corpus", "{shared}/corpus", marks=pytest.mark.slow),
        pytest.param("{shared}/genres/gold", "{shared}/genres/docs", marks=pytest.mark.slow),
    ],
)
def test_the_command_agrees_with_the_yardstick(
    root: Path, shared: Path, command: Command, tmp_path: Path, gold: str, docs: str
) -> None:
    gold, docs = (folder.format(root=root, shared=shared) for folder in (gold, docs))
    answers, figures = tmp_path / "answers.jsonl", tmp_path / "figures.json"
    documents = [f"{docs}/{record['document']}" for record in golds(Path(gold))]
    answers.write_bytes(command(["extract", *documents]).stdout)
    scored = [sys.executable, shared / "gold" / "score.py", answers, gold, "--by-family", "--json", figures]
    theirs = subprocess.run(scored, capture_output=True, text=True, check=True).stdout
    ours = command(["evaluate", gold, "--docs", docs, "--by-family"]).stdout.decode()
    assert len(_rows(theirs)) > 15
    assert sorted(_rows(ours)) == sorted(_rows(theirs))
    report = json.loads(command(["evaluate", gold, "--docs", docs, "--format", "json"]).stdout)
    expected = json.loads(figures.read_text("utf-8"))
    assert (report["absent"], len(report["traps"])) == (expected["absent"], expected["traps"])
    f1 = {
        group: {
            field: field_figures if field == "mean" else field_figures["f1"] for field, field_figures in fields.items()
        }
        for group, fields in report["figures"].items()
    }
    assert f1 == expected["figures"]


def _rows(table: str) -> list[str]:
    """The lines of a table that tell a field's figures."""
    return [line for line in table.splitlines() if re.match(r"[a-z_]+ +[01]\.\d{3}", line)]
