"""Figures: which amounts, percentages and years a report states about its market, in sentences, boxes and tables."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples_reports import rates, revenues, shares, sizes

from mrgraph import reference
from mrgraph.documents import parsing
from mrgraph.extraction import extractor
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import LONGEST_SENTENCE, statements
from mrgraph.records import (
    Basis,
    Document,
    Extraction,
    GrowthRateClaim,
    MarketShareClaim,
    MarketSizeClaim,
    RevenueClaim,
    Source,
)

COMPANIES = "\n\n## Key Companies\n\n- Acme Corp.\n- Globex Inc.\n- Initech GmbH\n- dorsalis\n"
SEGMENTS = "\n\n## By Type\n\n- Rods\n- Boats\n\n## By Application\n\n- Healthcare\n- Solar\n"


def document(text: str, path: str = "quartz-boats-market.md") -> Document:
    data = text.encode()
    return parsing.parse(Source(path, data, hashlib.sha256(data).hexdigest()))


def extract(text: str, path: str = "quartz-boats-market.md") -> Extraction:
    return extractor.extract(document(text, path), reference.load())


def report(body: str) -> Extraction:
    """What is read from a report on quartz boats with this body, some companies and some segments."""
    return extract(f"# Quartz Boats Market Report\n\n{body}{SEGMENTS}{COMPANIES}")


# ---------------------------------------------------------------- market sizes


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "The market was valued at USD 5.2 billion in 2022 and is projected to reach USD 8.6 billion by 2030.",
            [("5200000000", "USD", 2022), ("8600000000", "USD", 2030)],
        ),
        (
            "In 2022, the market was valued at $5 bn, reaching $8 bn by 2030.",
            [("5000000000", "USD", 2022), ("8000000000", "USD", 2030)],
        ),
        (
            "The market will grow from US$ 1.2 Bn in 2023 to US$ 2.2 Bn by 2034.",
            [("1200000000", "USD", 2023), ("2200000000", "USD", 2034)],
        ),
        (
            "Revenue in the global market is to climb from $1 bn to $2 bn between 2024 and 2034.",
            [("1000000000", "USD", 2024), ("2000000000", "USD", 2034)],
        ),
        ("The market was valued at 384 million in 2023.", [("384000000", None, 2023)]),
        ("Market Size in 2024: USD 3.2 Bn", [("3200000000", "USD", 2024)]),
        (
            "Market size: USD 3.2 billion (2024), USD 5.4 billion (2032)",
            [("3200000000", "USD", 2024), ("5400000000", "USD", 2032)],
        ),
        (
            "2025: US$ 3.3 Bn | 2033: US$ 5.5 Bn | CAGR: 6.0%",
            [("3300000000", "USD", 2025), ("5500000000", "USD", 2033)],
        ),
        ("Revenue, 2032    USD 5.4 Bn", [("5400000000", "USD", 2032)]),
        ("Market size 2024 (USD Million): 1,234.5", [("1234500000", "USD", 2024)]),
        ("Market size in 2024\n\nUSD 3.2 Billion", [("3200000000", "USD", 2024)]),
        ("**USD 5.4 Bn**\n\nMarket forecast in 2032", [("5400000000", "USD", 2032)]),
        ("| Attribute | Details |\n|---|---|\n| Market size in 2024 | USD 3.2 Bn |", [("3200000000", "USD", 2024)]),
        ("The market is young. It was about USD 28 billion in 2023.", [("28000000000", "USD", 2023)]),
        ("The U.S. accounted for USD 0.9 billion in 2024.", [("900000000", "USD", 2024)]),
        ("The market stood at Rs. 3,250 crore in FY 2022-23.", [("32500000000", "INR", 2023)]),
        ("The market was worth 7,5 Mrd. Euro in 2015.", [("7500000000", "EUR", 2015)]),
        ("Sales in the market: ₹12,450 Cr by FY27.", [("124500000000", "INR", 2027)]),
        ("Europe: USD 0.5 bn (2023)", [("500000000", "USD", 2023)]),
        ("The healthcare segment was worth USD 410.3 million in 2023.", [("410300000", "USD", 2023)]),
        ("North America held a 37.5% share, or USD 7.03 billion, in 2024.", [("7030000000", "USD", 2024)]),
        ("In 2024 North America led with USD 2.4 billion, a share of 39.8%.", [("2400000000", "USD", 2024)]),
        ("Europe's market is valued at USD 203 million in 2025.", [("203000000", "USD", 2025)]),
        ("Europe’s revenue stood at USD 203 million in 2025.", [("203000000", "USD", 2025)]),
        ("The German market alone reached $212 million in 2024.", [("212000000", "USD", 2024)]),
        ("Solar work was good for $3.8 billion in 2023.", [("3800000000", "USD", 2023)]),
        ("Rods brought in EUR 640 million in 2023.", [("640000000", "EUR", 2023)]),
        (
            "市場規模は2023年に45億米ドルと評価され、2030年には78億米ドルに達すると予測されています。",
            [("4500000000", "USD", 2023), ("7800000000", "USD", 2030)],
        ),
        ("시장 규모는 2023년 45억 달러로 평가되었습니다.", [("4500000000", "USD", 2023)]),
    ],
)
def test_market_sizes_are_found_in_sentences_and_fact_boxes(
    body: str, found: list[tuple[str, str | None, int | None]]
) -> None:
    assert sizes(report(body)) == found


@pytest.mark.parametrize(
    "body",
    [
        "The market was valued at USD XX billion in 2022.",
        "The smartphone market was worth USD 500 billion in 2023.",
        "Acme Corp. generated revenue of USD 3 billion in 2023.",
        "Acme Corp. leads the market. Its revenue for 2022 reached approximately $34 billion.",
        "Acme Corp. acquired Globex Inc. for USD 2 billion to enter the market.",
        "The government invested USD 5 billion in the industry.",
        "The market sold over 2 million units for $300 each.",
        "The market will grow by USD 5.6 billion from 2024 to 2028.",
        "The company has a market size of approximately $150 million.",
        "Acme Corp. has a market capitalization of over $6 trillion.",
        "GDP of the region reached USD 4 trillion, which helps the market.",
        "Single user license of the market report: USD 14,500",
        "China newly added base stations (currently reaching 2.312 million), which helps the market.",
    ],
)
def test_money_for_something_else_is_no_market_size(body: str) -> None:
    assert sizes(report(body)) == []


def test_a_table_gives_a_size_for_each_region_and_year() -> None:
    table = (
        "| Region | 2023 (USD million) | 2030 (USD million) | CAGR 2024-2030 |\n|---|---|---|---|\n| Europe |"
        " 900.5 | 1,250 | 4.8% |"
    )
    made = report(table)
    assert sizes(made) == [("900500000", "USD", 2023), ("1250000000", "USD", 2030)]
    assert rates(made) == [("4.8", None, 2024, 2030)]
    assert {c.scope.name for c in made.claims if isinstance(c, MarketSizeClaim) and c.scope} == {"europe"}


def test_a_table_takes_its_unit_from_the_line_above() -> None:
    made = report("### Key figures (USD million)\n\n| Region | 2021 | 2029 |\n|---|---|---|\n| Europe | 900 | 1,250 |")
    assert sizes(made) == [("900000000", "USD", 2021), ("1250000000", "USD", 2029)]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (
            "| Metric | Value | Unit |\n|---|---|---|\n| Market size 2023 | 3.1 | USD billion |",
            ("3100000000", "USD", 2023),
        ),
        ("| Year | USD mn | yoy |\n|---|---|---|\n| 2015 | 800 | – |", ("800000000", "USD", 2015)),
        ("| USD billion | 2020 | 2036 |\n|---|---|---|\n| World | 2.2 |  |", ("2200000000", "USD", 2020)),
        ("| | Europe | World |\n|---|---|---|\n| 2023 (US$ m) |  | 1,090 |", ("1090000000", "USD", 2023)),
        (
            "| Item | Details |\n|---|---|\n| Base year | 2023 |\n| Market size in 2024 | USD 3.2 bn |",
            ("3200000000", "USD", 2024),
        ),
    ],
)
def test_a_cell_is_read_with_the_words_of_its_row_and_column(
    table: str, found: tuple[str, str | None, int | None]
) -> None:
    assert sizes(report(table)) == [found]


def test_a_value_still_to_come_is_a_forecast_and_a_past_one_is_not() -> None:
    made = report("The market reached USD 5 billion in 2022 and is expected to reach USD 8 billion by 2030.")
    assert [c.basis for c in made.claims if isinstance(c, MarketSizeClaim)] == [Basis.ESTIMATED, Basis.FORECAST]


def test_the_same_size_said_twice_is_one_claim_with_both_places() -> None:
    made = report("The market was valued at USD 5 billion in 2022.\n\nMarket size 2022: USD 5 billion")
    (claim,) = (c for c in made.claims if isinstance(c, MarketSizeClaim))
    assert len(claim.evidence) == 2


# ---------------------------------------------------------------- growth rates


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("The market grows at a CAGR of 5.8% from 2024 to 2030.", [("5.8", None, 2024, 2030)]),
        ("The market will grow by 7.5% a year until 2030.", [("7.5", None, None, 2030)]),
        ("Growth 2025–2032: 6.5% p.a.", [("6.5", None, 2025, 2032)]),
        ("CAGR (2025-2032) | 6.1%", [("6.1", None, 2025, 2032)]),
        ("Sales in the market grow 6–8% annually through 2033.", [("6", "8", None, 2033)]),
        ("The market grows at a CAGR of 5% during the forecast period (2025-2033).", [("5", None, 2025, 2033)]),
        (
            "The market was worth $1 bn in 2022 and will reach $2 bn by 2030, at a CAGR of 9%.",
            [("9", None, 2022, 2030)],
        ),
        ("市場は2025年から2032年にかけて6.6％のCAGRで成長します。", [("6.6", None, 2025, 2032)]),
        ("시장은 예측 기간(2024-2030년) 동안 연평균 성장률 8.2%로 성장합니다.", [("8.2", None, 2024, 2030)]),
    ],
)
def test_growth_rates_are_found_with_their_years(
    body: str, found: list[tuple[str, str | None, int | None, int | None]]
) -> None:
    assert rates(report(body)) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("The market will shrink at a CAGR of 1.9% from 2025 to 2031.", [("-1.9", None, 2025, 2031)]),
        ("The market will see a negative CAGR of 1.9% from 2025 to 2031.", [("-1.9", None, 2025, 2031)]),
        (
            "The market is set to fall from $4 bn in 2024 to $3 bn by 2031, at a CAGR of 4.0%.",
            [("-4.0", None, 2024, 2031)],
        ),
        ("市場は2025年から2031年まで年平均1.9%縮小する。", [("-1.9", None, 2025, 2031)]),
        ("In 2023 sales in the market fell 12 percent.", [("-12", None, 2022, 2023)]),
        ("Market revenue was down 9% year over year in Q2 2023.", [("-9", None, 2022, 2023)]),
        ("The market grew by 6.4% in 2023 compared to 2022.", [("6.4", None, 2022, 2023)]),
        ("The market was worth $5 bn in 2023, a 7.2% year-on-year increase.", [("7.2", None, 2022, 2023)]),
        ("Der Markt wuchs 2023 um 6,4 Prozent gegenüber dem Vorjahr.", [("6.4", None, 2022, 2023)]),
        ("El mercado creció un 6,4% en 2023.", [("6.4", None, 2022, 2023)]),
        ("Le marché a reculé de 6,4 % en 2023 par rapport à 2022.", [("-6.4", None, 2022, 2023)]),
        # growth itself slows, prices fall, others fall
        ("Growth in the market will slow to 3.1% a year from 2025 to 2031.", [("3.1", None, 2025, 2031)]),
        ("Despite falling prices, the market will grow at a CAGR of 3% from 2025 to 2031.", [("3", None, 2025, 2031)]),
        # not of a year, or not of the market
        ("Sales in the market rose 45% from 2015 to 2023.", []),
        ("Sales in the market rose 4% from the previous quarter in Q2 2023.", []),
        ("The market grew in 2023 while its makers' costs fell by 2.1%.", []),
        ("Prices in the market rose by 8% in 2023.", []),
        ("Europe's share of the market rose by 2% in 2023.", []),
        ("Acme Corp. grew by 12% in 2023.", []),
    ],
)
def test_growth_has_its_sign_and_a_change_since_the_year_before_has_both_years(
    body: str, found: list[tuple[str, str | None, int | None, int | None]]
) -> None:
    assert rates(report(body)) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Sales of river boats grew 4% year on year in 2023.", {"4": "river boats"}),
        (
            "Revenue from lake boats fell 3% in 2023, while canal boats rose 5%.",
            {"-3": "lake boats", "5": "canal boats"},
        ),
        ("By type, services are the fastest risers, at a 6.2% CAGR.", {"6.2": "services"}),
        ("The inflatable quartz boats market will grow at a CAGR of 7%.", {"7": "inflatable quartz boats"}),
        ("The quartz boats systems market will grow at a CAGR of 7%.", {"7": None}),
        ("Demand rose by 4% in 2023, which helped the market.", {"4": None}),
    ],
)
def test_growth_of_a_part_is_limited_to_it_in_the_words_of_the_sentence(
    body: str, found: dict[str, str | None]
) -> None:
    made = (c for c in report(body).claims if isinstance(c, GrowthRateClaim))
    assert {str(c.percent): c.scope.name if c.scope else None for c in made} == found


@pytest.mark.parametrize(
    "body",
    [
        "The market grows at a CAGR of XX% from 2024 to 2030.",
        "The Asia-Pacific region grows at a robust pace, capturing about 20% of the market share.",
        "The company reported a growth rate of 6%.",
        "The smartphone market grows at a CAGR of 4%.",
        "Quartz boats cut costs by 15% per year.",
        "The economy of Europe grows at 4% a year, in line with GDP.",
        "Jobs grow every year, and 45% of makers are in China.",
    ],
)
def test_other_percentages_are_no_growth_rates(body: str) -> None:
    assert rates(report(body)) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "Asia Pacific is expected to grow at a CAGR of 11.1% against 8.7% in Europe from 2024 to 2030.",
            {"11.1": ("asia-pacific", 2024, 2030), "8.7": ("europe", 2024, 2030)},
        ),
        (
            "Asia Pacific grows faster than Europe, at 11.1% against 8.7% a year.",
            {"11.1": ("asia-pacific", None, None), "8.7": ("europe", None, None)},
        ),
        (
            "Rods will grow at a CAGR of 9.2% from 2024 to 2030, compared with 5.1% for boats.",
            {"9.2": ("Rods", 2024, 2030), "5.1": ("Boats", 2024, 2030)},
        ),
        (
            "Europe and North America grow at 6% and 4% a year respectively.",
            {"6": ("europe", None, None), "4": ("north-america", None, None)},
        ),
        (
            "The CAGR is 6.1% in Europe, 7.3% in China and 8.2% in India.",
            {"6.1": ("europe", None, None), "7.3": ("CN", None, None), "8.2": ("IN", None, None)},
        ),
        (
            "Rods will grow at 5% a year and boats at 6% from 2025 to 2031.",
            {"5": ("Rods", 2025, 2031), "6": ("Boats", 2025, 2031)},
        ),
        (
            "From 2024 to 2030 the market will grow at 5.5% a year in Europe and at 7.5% in Asia.",
            {"5.5": ("europe", 2024, 2030), "7.5": ("asia", 2024, 2030)},
        ),
        (
            "The market grew by 4.1% a year from 2018 to 2023 and will grow by 6.2% a year.",
            {"4.1": (None, 2018, 2023), "6.2": (None, None, None)},
        ),
        (
            "The market will grow at a CAGR of 9.2% from 2024 to 2030, against 5.1% between 2018 and 2023.",
            {"9.2": (None, 2024, 2030), "5.1": (None, 2018, 2023)},
        ),
        ("The market grows at 6.5% a year in China and India.", {"6.5": (None, None, None)}),
        ("The market grows at 6.5% a year, versus 4% for the economy as a whole.", {"6.5": (None, None, None)}),
    ],
)
def test_each_rate_of_a_sentence_has_its_own_part_of_the_market_and_its_own_years(
    body: str, found: dict[str, tuple[str | None, int | None, int | None]]
) -> None:
    made = (c for c in report(body).claims if isinstance(c, GrowthRateClaim))
    assert {str(c.percent): (c.scope.name if c.scope else None, c.start, c.end) for c in made} == found


# --------------------------------------------------------------- market shares


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("North America held a share of 38% of the market.", {"north-america": "38"}),
        (
            (
                "North America and Europe lead with a market share of 35% and 30% respectively, "
                "followed by Asia-Pacific with 25%."
            ),
            {"north-america": "35", "europe": "30", "asia-pacific": "25"},
        ),
        ("North America and Europe have a market share of 30% each.", {"north-america": "30", "europe": "30"}),
        (
            "Asia-Pacific captures 20% of the market, while China holds a portion within APAC at 10%.",
            {"asia-pacific": "20", "CN": "10"},
        ),
        (
            "Europe (27%), North America (31%) and Asia (22%) lead the market.",
            {"europe": "27", "north-america": "31", "asia": "22"},
        ),
        ("40% of the market share is held by Europe.", {"europe": "40"}),
        ("### Regional share\n\n- Europe: 38%\n- Japan: 12%", {"europe": "38", "JP": "12"}),
        ("EUROPE: Norway has many farms; the region takes 31%.", {"europe": "31"}),
        (
            "Acme Corp. and Globex Inc. held 12% and 9% of the market respectively.",
            {"Acme Corp.": "12", "Globex Inc.": "9"},
        ),
        ("The healthcare segment accounted for 34.5% of revenue.", {"Healthcare": "34.5"}),
        (
            "North America led in 2024 with 39.8%. Next come Europe with 27% and Asia Pacific with 25%.",
            {"north-america": "39.8", "europe": "27", "asia-pacific": "25"},
        ),
        ("Rods led with 55%, boats came second with 30%.", {"Rods": "55", "Boats": "30"}),
        ("Some 62% of sales fall to healthcare.", {"Healthcare": "62"}),
        ("The remaining 12% went to Latin America.", {"latin-america": "12"}),
        ("With 38%, Europe is the largest region.", {"europe": "38"}),
        ("Healthcare, sold mostly through yards in Germany, makes up 41% of the market.", {"Healthcare": "41"}),
        ("Asia Pacific, where China leads, held 41%.", {"asia-pacific": "41"}),
        ("Duties on boats from China rose by 25%, and the country holds 30% of the market.", {"CN": "30"}),
        ("北米は市場シェアの35％を占め、欧州が25％です。", {"north-america": "35", "europe": "25"}),
        (
            "ラテンアメリカと中東およびアフリカは、それぞれ15％と5％の市場シェアです。",
            {"latin-america": "15", "middle-east-africa": "5"},
        ),
    ],
)
def test_shares_go_to_their_owners(body: str, found: dict[str, str]) -> None:
    assert shares(report(body)) == found


@pytest.mark.parametrize(
    "body",
    [
        "North America and Europe are expected to hold XX% of the market.",
        "North America and Europe collectively account for 50% of the market share.",
        "Asia Pacific is set for the highest CAGR, 23.9% through 2030, and a growing share.",
        "Within Europe, 81% of card payments are contactless, a share that grows.",
        "Acme Corp. holds a 20% discount on its share of sales in Europe.",
        "The remaining 15% of the share is attributed to the rest of the world.",
        "Fees in the UK rose by 63%, which held the market back.",
        "Sales in France were up 14% last year, taking the market to a new high.",
        "Acme cut its costs by 15% and took over Globex.",
        "Acme Corp. holds a 30% stake in Globex.",
    ],
)
def test_other_percentages_are_no_shares(body: str) -> None:
    assert shares(report(body)) == {}


def test_a_share_said_twice_is_one_claim_with_both_places_and_the_year_of_either() -> None:
    made = report("Europe holds 38% of the market.\n\nIn 2024, Europe held a market share of 38%.")
    (claim,) = (c for c in made.claims if isinstance(c, MarketShareClaim))
    assert claim.year == 2024
    assert len(claim.evidence) == 2


# -------------------------------------------------------------------- revenues


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Acme Corp. reported a revenue of over $100 million in 2020.", {"Acme Corp.": ("100000000", "USD", 2020)}),
        (
            "Acme Corp. had sales of €5 billion in fiscal 2023, Globex Inc. of $2 billion.",
            {"Acme Corp.": ("5000000000", "EUR", 2023), "Globex Inc.": ("2000000000", "USD", None)},
        ),
        ("Acme Corp. makes boats. Its revenue was £277.3 million in FY24.", {"Acme Corp.": ("277300000", "GBP", 2024)}),
        (
            "Acme Corp., the parent of Globex Inc., had revenue of DKK 22.4 billion in 2024.",
            {"Acme Corp.": ("22400000000", "DKK", 2024)},
        ),
        ("dorsalis earned EUR 1.3 billion in 2023.", {"dorsalis": ("1300000000", "EUR", 2023)}),
        (
            "With revenue exceeding $67 billion in 2022, Acme Corp. is active in the market.",
            {"Acme Corp.": ("67000000000", "USD", 2022)},
        ),
        (
            "The sales of some companies:\n\n- Acme Corp.: $5 billion\n- Globex Inc.: $2 billion",
            {"Acme Corp.": ("5000000000", "USD", None), "Globex Inc.": ("2000000000", "USD", None)},
        ),
        ("### Acme Corp.\n\n- Revenue: USD 19.8 billion (2024)", {"Acme Corp.": ("19800000000", "USD", 2024)}),
        ("Acme Corp. brought in US$ 4.1 billion in 2023.", {"Acme Corp.": ("4100000000", "USD", 2023)}),
        ("dorsalis makes boats, and dorsalis made USD 4.1 billion in 2023.", {"dorsalis": ("4100000000", "USD", 2023)}),
        (
            (
                "## Profiles\n\n- **Acme Corp.**\n  - Based in Oslo\n  - net sales of EUR 6.0 billion in 2023\n"
                "- **Globex Inc.**\n  - Key Financials\n    - Total revenue of US$ 1.29 billion in 2024"
            ),
            {"Acme Corp.": ("6000000000", "EUR", 2023), "Globex Inc.": ("1290000000", "USD", 2024)},
        ),
        (
            "### Acme Corp.\n\n#### Key Financials\n\n- Oslo; annual sales were USD 800 million in 2023",
            {"Acme Corp.": ("800000000", "USD", 2023)},
        ),
        (
            "## Other makers\n\n- Soylent\n  - net sales of SEK 63.6 billion in 2023",
            {"Soylent": ("63600000000", "SEK", 2023)},
        ),
        (
            "各社の売上高は、Acme Corp.が年間250億ドル、Globex Inc.が年間350億ドルです。",
            {"Acme Corp.": ("25000000000", "USD", None), "Globex Inc.": ("35000000000", "USD", None)},
        ),
        ("Acme Corp.의 매출은 2023년에 약 50억 달러였습니다.", {"Acme Corp.": ("5000000000", "USD", 2023)}),
        (  # a clause with a subject of its own that stands in no list
            "Acme took in $23 billion in 2023, while Hooli reported revenue of $2.2 billion for 2023.",
            {"Acme Corp.": ("23000000000", "USD", 2023), "Hooli": ("2200000000", "USD", 2023)},
        ),
        (
            (
                "Acme kept its lead, with revenue up 9% to $7 billion. Vandelay ranked second with $3 billion in "
                "revenue, followed by Hooli with $2 billion."
            ),
            {
                "Acme Corp.": ("7000000000", "USD", None),
                "Vandelay": ("3000000000", "USD", None),
                "Hooli": ("2000000000", "USD", None),
            },
        ),
        (
            (
                "Vandelay, Hooli and Initrode followed with revenues of $30 million, $20 million and $10 million, "
                "respectively."
            ),
            {
                "Vandelay": ("30000000", "USD", None),
                "Hooli": ("20000000", "USD", None),
                "Initrode": ("10000000", "USD", None),
            },
        ),
    ],
)
def test_revenues_go_to_their_companies(body: str, found: dict[str, tuple[str, str | None, int | None]]) -> None:
    assert revenues(report(body)) == found


@pytest.mark.parametrize(
    "body",
    [
        "Acme Corp. made a profit of $5 billion on its sales.",
        "Acme Corp. invested $5 billion to raise sales.",
        "Market revenue was $5 billion in 2020.",
        "Acme Corp. earned XX billion in revenue.",
        "Acme Corp. makes 20% of its sales abroad.",
        "Acme Corp. brought in US$ 40 million from investors in 2023.",
        "Acme Corp. booked orders of USD 2 billion in 2023.",
        "### Growth Drivers\n\n- Sales of USD 2 million in 2023",
        "### Acme Corp.\n\n- Sales of the quartz boats market were USD 3 billion in 2023.",
    ],
)
def test_other_money_is_no_revenue(body: str) -> None:
    assert revenues(report(body)) == {}


# --------------------------------------------------------------------- overall


def test_every_figure_quotes_the_document_at_its_place() -> None:
    body = (
        "The market was valued at USD 5 billion in 2022. Europe holds a share of 30%. Acme Corp. had sales of $5 "
        "billion."
    )
    text = (
        f"# Quartz Boats Market 2024-2030\n\n{body}\n\n| Year | Market size |\n|---|---|\n| 2023 | $ 6 bn |{COMPANIES}"
    )
    doc = document(text)
    made = extractor.extract(doc, reference.load())
    figures = [c for c in made.claims if isinstance(c, (MarketSizeClaim, MarketShareClaim, RevenueClaim))]
    assert len(figures) == 4
    assert all(doc.text[e.start : e.end] == e.quote for c in figures for e in c.evidence)


def test_a_long_chain_of_sentences_that_go_on_is_read_without_recursion() -> None:
    assert sizes(report("The market is young. " + "It was about USD 28 billion in 2023. " * 2000)) != []


@pytest.mark.parametrize("words", ["grow at 5% a year and ", "$1,", "5% ", "2020-2021 ", "億"])
def test_a_sentence_without_end_is_read_in_pieces(words: str) -> None:
    said = statements(Page(document(f"# Quartz Boats Market\n\nThe market will {words * 2000}")))
    assert max(len(s.text) for s in said) <= LONGEST_SENTENCE
    assert [s.start for s in said[2:]] == [s.end for s in said[1:-1]]


@settings(deadline=None)  # the first document loads the regions
@given(st.text(alphabet="The market USD$€%0123456789.,-–()[]|:\n億万年は 시장", max_size=200))
def test_figures_of_hostile_text_never_raise(text: str) -> None:
    made = extract(f"# X Market\n\n{text}\n\n| a | b |\n|---|---|\n| {text[:20]} | {text[20:40]} |")
    for claim in made.claims:
        for evidence in claim.evidence:
            assert evidence.quote
