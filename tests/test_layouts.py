"""Layouts of single publishers: questions, contents with page numbers, profiles, segmentations in a line, prose."""

from __future__ import annotations

import pytest
from samples_reports import companies, names, others, rates, read, regions, revenues, scopes, shares, sizes, types, uses

from mrgraph.extraction.text.enumerations import pieces
from mrgraph.records import NameClaim, RegionClaim, Role, TextClaim, TextField

CONTENTS = (
    "TABLE OF CONTENTS\n"
    "1. Preface {leader} 13\n"
    "   1.1 Scope {leader} 14\n"
    "2. Widget Valves Market, by Body {leader} 20\n"
    "   2.1 Overview {leader} 21\n"
    "   2.2 Ball Valves {leader} 22\n"
    "   2.3 Gate Valves {leader} 25\n"
    "3. By Fitting {leader} 30\n"
    "   3.1 New Build {leader} 31\n"
    "   3.2 Retrofit {leader} 33\n"
    "4. By Region {leader} 40\n"
    "   4.1 Europe {leader} 41\n"
    "      4.1.1 By Body {leader} 42\n"
    "      4.1.2 Norway {leader} 43\n"
    "5. Company Profiles {leader} 50\n"
    "   5.1 Ardent Valve AS {leader} 51\n"
    "      5.1.1 Overview {leader} 52\n"
    "   5.2 Borealis & Sons Ltd. {leader} 55\n"
)


@pytest.mark.parametrize("leader", ["........", "\t", "- p."])
def test_contents_with_page_numbers_are_read_whatever_leads_to_the_page(leader: str) -> None:
    text = CONTENTS.format(leader=leader)
    assert others(text) == {"Body": ["Ball Valves", "Gate Valves"], "Fitting": ["New Build", "Retrofit"]}
    assert companies(text) == ["Ardent Valve AS", "Borealis & Sons Ltd."]
    assert regions(text) >= {"europe", "NO"}


@pytest.mark.parametrize(
    ("question", "answer", "found"),
    [
        ("Which forms are covered?", "Powder, liquid, capsules & tablets.", ["Powder", "liquid", "capsules & tablets"]),
        (
            "Which payload classes?",
            "Under 100 kg; 100–500 kg; over 500 kg.",
            ["Under 100 kg", "100–500 kg", "over 500 kg"],
        ),
        ("By slide capacity?", "Up to 10 slides / 11–100 slides.", ["Up to 10 slides", "11–100 slides"]),
        ("Which data rates does the report tell apart?", "A: 200G, 400G.", ["200G", "400G"]),
        ("Which form factors?", "QSFP, OSFP, and pluggable optics.", ["QSFP", "OSFP", "pluggable optics"]),
    ],
)
def test_a_question_for_an_axis_is_answered_by_its_segments(question: str, answer: str, found: list[str]) -> None:
    assert list(others(f"## {question}\n\n{answer}\n").values()) == [found]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which trends are covered?", "Mergers, prices, and recycling."),
        ("Which growth rates are there?", "Low, high, and none."),
        ("Which firms are covered?", "Ardent, Borealis, and Cinder."),
        ("Which factors matter?", "Wages, duties, and weather."),
        ("Which sources does the author quote?", "Newspapers, books, and a diary."),
    ],
)
def test_other_questions_ask_for_no_segments(question: str, answer: str) -> None:
    text = f"## {question}\n\n{answer}\n"
    assert (others(text), types(text), uses(text)) == ({}, [], [])


def test_what_buyers_are_and_who_makes_something_are_asked_like_lists() -> None:
    assert uses("## Which industries buy?\n\nMining, shipping (31% of sales), and others.\n") == [
        "Mining",
        "shipping",
    ]
    made = "## Which foundries make the bodies?\n\nArdent, Borealis Flow, Cinder Works. They stand in chapter 4.\n"
    assert companies(made) == ["Ardent", "Borealis Flow", "Cinder Works"]


@pytest.mark.parametrize(
    ("line", "axis", "found"),
    [
        ("Certification zone: Zone 0; Zone 1", "Certification zone", ["Zone 0", "Zone 1"]),
        ("**Wearer** (3): Men, Women, Children", "Wearer", ["Men", "Women", "Children"]),
        ("property class = economy | midscale | luxury", "property class", ["economy", "midscale", "luxury"]),
        ("- **Mounting**: fixed (wall-mounted, open-path); portable (single-gas, multi-gas)", "Mounting",
         ["wall-mounted", "open-path", "single-gas", "multi-gas"]),
    ],
)  # fmt: skip
def test_lines_under_a_split_carry_their_axis(line: str, axis: str, found: list[str]) -> None:
    assert others(f"## Split\n\n{line}\n") == {axis: found}


def test_a_note_behind_a_label_says_what_it_is_a_list_of() -> None:
    assert types("## Split\n\nSensing principle (technology): infrared; ultrasonic\n") == ["infrared", "ultrasonic"]
    assert uses("## Split\n\nPoint of use (end user): Homes; Offices & Malls\n") == ["Homes", "Offices & Malls"]


def test_a_type_of_anything_is_a_type_unless_the_word_before_names_another_axis() -> None:
    assert types("## By Resin Type\n\n- Acrylic\n- Epoxy\n") == ["Acrylic", "Epoxy"]
    assert others("## By Vehicle Type\n\n- Vans\n- Buses\n") == {"Vehicle Type": ["Vans", "Buses"]}
    assert others("## By Source\n\n- Barley\n- Rye\n") == {"Source": ["Barley", "Rye"]}


PROFILES = (
    "## {heading}\n\n"
    "- **Ardent Valve AG**\n  - seat: Linz\n  - revenue 2024: EUR 310 million\n"
    "- **Borealis**\n  - parent: Borealis Holding plc\n"
    "- **ek robotics GmbH**\n  - seat: Hamburg\n  - models: Runner, Walker\n"
    "- **Elliott, Weaver & Sons LLC**\n  - seat: Omaha\n"
)


@pytest.mark.parametrize("heading", ["Who", "The field"])
def test_entries_with_facts_below_them_are_firms_whatever_the_heading(heading: str) -> None:
    found = companies(PROFILES.format(heading=heading))
    assert [name for name in found if name != "Borealis Holding plc"] == [
        "Ardent Valve AG",
        "Borealis",
        "ek robotics GmbH",
        "Elliott, Weaver & Sons LLC",
    ]


def test_the_facts_of_a_profile_give_its_revenue() -> None:
    made = read(PROFILES.format(heading="Who"))
    assert revenues(made) == {"Ardent Valve AG": ("310000000", "EUR", 2024)}
    assert sizes(made) == []


def test_a_table_of_firms_gives_firms_alone_and_one_of_axes_gives_each_row() -> None:
    firms = (
        "| Company | Headquarters | Ownership | Brands |\n|---|---|---|---|\n"
        "| Ardent Foods AB | Malmö, Sweden | Public | Havre, Skum |\n| Borealis Oy | Turku, Finland | Family | Aito |\n"
    )
    assert (companies(firms), others(firms)) == (["Ardent Foods AB", "Borealis Oy"], {})
    axes = (
        "## How the market is cut\n\n| Material Grade | 3Y, 4Y |\n|---|---|\n| Mounting | Foot, Flange |\n"
        "| Indication | Crowns, Bridges |\n"
    )
    assert (types(axes), others(axes), uses(axes)) == (
        ["3Y", "4Y"],
        {"Mounting": ["Foot", "Flange"]},
        ["Crowns", "Bridges"],
    )


def test_a_column_with_a_year_in_its_head_leaves_the_table_a_table() -> None:
    text = (
        "| Region | Countries | Share, 2024 |\n|---|---|---|\n| Europe | Italy, Spain | 36% |\n| Asia | Japan | 31% |\n"
    )
    assert regions(text) == {"europe", "IT", "ES", "asia", "JP"}


@pytest.mark.parametrize(
    ("sentence", "axis", "found"),
    [
        ("By process there are casting, forging and printing.", "Type", None),
        ("By vessel class we separate tugs, ferries and tankers.", "vessel class", ["tugs", "ferries", "tankers"]),
        ("The sales channels are web shops, dealers and fairs; the first of these grew.", "sales channels",
         ["web shops", "dealers", "fairs"]),
    ],
)  # fmt: skip
def test_prose_that_names_an_axis_before_a_plain_list(sentence: str, axis: str, found: list[str] | None) -> None:
    assert (others(sentence) or types(sentence)) == ({axis: found} if found else ["casting", "forging", "printing"])


@pytest.mark.parametrize(
    "sentence",
    [
        "These systems are designed to cut costs, widely used in ports, and easy to mend.",
        "Components are becoming cheaper, making them popular, and lighter.",
        "The key applications are challenges, drivers and trends.",
    ],
)
def test_prose_that_goes_on_about_something_lists_no_segments(sentence: str) -> None:
    assert (others(sentence), types(sentence), uses(sentence)) == ({}, [], [])


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It buys from 東海精工株式会社 (Tokai Seiko), too.", ["東海精工株式会社"]),
        ("Ardent Incorporated does not tell.", ["Ardent Incorporated"]),
        ("It was 2025. nVent Electric plc sold more.", ["nVent Electric plc"]),
        ("Gubba, Dev Flow, Kool-ex, Stellar Pvt. Ltd. and Celcius are small.",
         ["Gubba", "Dev Flow", "Kool-ex", "Stellar Pvt. Ltd.", "Celcius"]),
        ("The fee is due. USD 6.61 billion is anticipated for 2034.", []),
    ],
)  # fmt: skip
def test_firms_that_prose_names_in_passing(sentence: str, found: list[str]) -> None:
    assert companies(f"{sentence}\n") == found


# ------------------------------------------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("> **In one line:** US$ 286 mn in 2023 → US$ 447 mn in 2030",
         [("286000000", "USD", 2023), ("447000000", "USD", 2030)]),
        ("## Key takeaways\n\n- £1.6bn of gross premium in 2023, £2.5bn in 2029.",
         [("1600000000", "GBP", 2023), ("2500000000", "GBP", 2029)]),
        ("Widget valves sold well. The market stood at USD 2.7 billion in 2024. USD 2.9 billion is expected for 2025.",
         [("2700000000", "USD", 2024), ("2900000000", "USD", 2025)]),
        ("| Country | 2024 (SEK Million) | 2030 (SEK Million) |\n|---|---|---|\n| Sweden | 2,171 | 3,190 |",
         [("2171000000", "SEK", 2024), ("3190000000", "SEK", 2030)]),
        ("The market grew. Revenue of USD 6.6 billion is anticipated for 2034.", [("6600000000", "USD", 2034)]),
    ],
)  # fmt: skip
def test_market_sizes_in_short_forms(body: str, found: list[tuple[str, str, int]]) -> None:
    assert sizes(read(f"{body}\n")) == found


def test_a_list_of_regions_may_give_shares_after_the_first_has_said_of_what() -> None:
    text = "## Where\n\n- Asia-Pacific — 46 % of 2024 revenue\n  - China\n- Europe — 24 %\n- North America — 18 %\n"
    assert shares(read(text)) == {"asia-pacific": "46", "europe": "24", "north-america": "18"}
    assert shares(read("We see 20.9% a year for North America and 14.7% for Asia-Pacific.\n")) == {}


def test_an_answer_gives_the_sales_that_were_asked_for() -> None:
    text = (
        "## Key Players\n\n- Ardent Valve AG\n- Borealis Flow Ltd.\n\n## What are the revenues of the leaders?\n\n"
        "For 2024, Ardent reported RMB 23.9 billion and Borealis RMB 8.65 billion.\n"
    )
    assert revenues(read(text)) == {
        "Ardent Valve AG": ("23900000000", "CNY", 2024),
        "Borealis Flow Ltd.": ("8650000000", "CNY", 2024),
    }


def test_sales_are_of_the_firm_that_made_them_and_not_of_its_owner() -> None:
    said = "ColdEx, owned by the Japanese group Nichi K.K. since 2022, had sales of over Rs 800 crore in FY2025.\n"
    text = f"## Key Players\n\n- ColdEx Pvt Ltd\n- Nichi K.K.\n\n## News\n\n{said}"
    assert revenues(read(text)) == {"ColdEx Pvt Ltd": ("8000000000", "INR", 2025)}


def test_the_scope_is_read_from_sentences_where_no_title_names_the_market() -> None:
    head = "PRESS RELEASE\n\n"
    assert scopes(read("The India widget valves market stood at USD 2 billion in 2024.\n", head)) == ["IN"]
    both = "The widget valves market is big. The India widget valves market is not. The widget valves market grows.\n"
    assert scopes(read(both, head)) == []


def test_a_title_that_calls_its_subject_no_market_still_names_it() -> None:
    text = "Sales rose to $4.7 billion in 2025. Vendors shipped 9 million units worldwide, analysts say.\n"
    made = read(text, "# Silicon Valves: questions and answers\n\n", path="note.md")
    assert names(made, Role.MARKET) == ["Silicon Valves"]
    assert rates(made) == []


@pytest.mark.parametrize(
    "text",
    [
        "By the end of 2022, sales were approaching $60 billion.\n",
        "The Electronic Design Automation (EDA) market is led by nobody.\n",
        "## Key Players\n\nKey players include X, Y, and Z.\n",
        "## Key Companies\n\n- Rising Demand for Power Electronics\n- Government Support for Clean Energy\n",
        "The players are many, including AC and DC capacitors.\n",
    ],
)
def test_what_only_stands_where_firms_stand_is_no_firm(text: str) -> None:
    assert companies(text) == []


def test_a_row_of_firms_begins_with_a_name() -> None:
    row = "It has rivals, including ABB Ltd, Borealis Flow Inc., Cinder AG, while Dorn plc went.\n"
    assert companies(row) == ["ABB Ltd", "Borealis Flow Inc.", "Cinder AG", "Dorn plc"]


def test_a_list_of_numbers_lists_no_types() -> None:
    assert types("## By Type\n\n- 1\n- 2\n- 0.99\n") == []


@pytest.mark.parametrize(
    ("title", "aliases"),
    [
        ("Electric Vehicle (EV) Battery Swapping Market", []),
        ("Battery Management System (BMS) Market", ["BMS"]),
        ("Gallium Nitride (GN) Market", ["GN"]),
    ],
)
def test_a_short_form_of_a_part_is_none_of_the_market(title: str, aliases: list[str]) -> None:
    found = read("It grows.\n", f"# {title}\n\n", path="note.md").claims
    assert [list(c.aliases) for c in found if isinstance(c, NameClaim) and c.role is Role.MARKET] == [aliases]


# ------------------------------------------------------------------------------------------------- press releases

RELEASE = "LEEDS, England, March 11, 2025 /Wire/ -- {}\n"


def test_a_release_divides_the_market_in_running_text() -> None:
    text = RELEASE.format(
        "The study splits the market by type (ball valves, gate valves and other valves) and by deployment (indoor and "
        "outdoor). By pressure class, low and high pressure are told apart."
    )
    assert types(text) == ["ball valves", "gate valves"]
    assert others(text)["deployment"] == ["indoor", "outdoor"]
    assert types("The survey distinguishes cast, forged and printed bodies.\n") == ["cast", "forged", "printed bodies"]
    assert uses("The uses considered are landfill, mining, roads and others.\n") == ["landfill", "mining", "roads"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("The 212-page report (code CI-30718) is out.", "CI-30718"),
        ("It can be had under number CI-25120.", "CI-25120"),
        ("Both editions (94 pages, No. CI-39903) are out.", "CI-39903"),
        ("There are 6 numbers under discussion.", None),
    ],
)
def test_a_number_is_called_one_in_few_words(line: str, number: str | None) -> None:
    found = [c.value for c in read(f"{line}\n").claims if isinstance(c, TextClaim) and c.field is TextField.REPORT_ID]
    assert found == ([number] if number else [])


def test_a_dateline_is_no_region_and_a_report_for_sale_no_market() -> None:
    made = read(
        "SINGAPORE, July 2, 2024 /Wire/ -- Revenue from veterinary pumps is set to climb from $298.4 million in 2025 "
        "to $512.7 million in 2034.\n\nReaders may also be interested in the Pet Beds Market.\n",
        "",
        path="note.txt",
    )
    assert names(made, Role.MARKET) == ["veterinary pumps"]
    assert sizes(made) == [("298400000", "USD", 2025), ("512700000", "USD", 2034)]
    assert not [c for c in made.claims if isinstance(c, RegionClaim)]


def test_a_clause_that_goes_on_with_it_is_about_the_first_firm() -> None:
    said = "Ardent grew when Borealis left; it had a turnover of EUR 88 million in 2022.\n"
    text = f"## Key Players\n\n- Ardent AG\n- Borealis A/S\n\n## News\n\n{said}"
    assert revenues(read(text)) == {"Ardent AG": ("88000000", "EUR", 2022)}


def test_brands_and_standards_are_no_firms() -> None:
    profiles = (
        "## Key Players\n\n### Ardent AG\n\n- **Brands:** Paexo, Suitx\n- **Seat:** Linz\n\n"
        "### Borealis plc\n\n- **Brands:** Mate\n- **Seat:** Cork\n"
    )
    assert companies(profiles) == ["Ardent AG", "Borealis plc"]
    assert companies("Vendors such as Ardent AG, PCI-DSS and ISO 9001 count; ISOMATEX SA does not.\n") == [
        "Ardent AG",
        "ISOMATEX SA",
    ]
    assert companies("Key vendors: Ardent AG, Borealis plc, a.o.\n") == ["Ardent AG", "Borealis plc"]


def test_products_of_a_profile_are_no_types_and_its_share_is_the_firms() -> None:
    text = (
        "## Competitive landscape\n\nThe report profiles the firms below.\n\n"
        "1. **Ardent AG**\n    * Founded: 1953\n    * Market share (2024): 31%\n"
        "    * Key products\n        * Flow P 500\n"
        "2. **Borealis plc**\n    * Founded: 1890\n    * Key products\n        * Daniel 3414\n"
        "3. **Cinder Inc.**\n    * Founded: 1900\n    * Key products\n        * Sitra FS\n"
    )
    assert (types(text), companies(text)) == ([], ["Ardent AG", "Borealis plc", "Cinder Inc."])
    assert shares(read(text)) == {"Ardent AG": "31"}


def test_bars_part_labels_of_any_length() -> None:
    line = "**By Base:** Wheat, Rice | **By Rack Density:** Low, High | **By Price Tier:** Economy, Premium\n"
    assert others(f"## Segmentation\n\n{line}") == {
        "Base": ["Wheat", "Rice"],
        "Rack Density": ["Low", "High"],
        "Price Tier": ["Economy", "Premium"],
    }
    assert others("## By Province\n\n- Quebec\n- Ontario\n") == {}


def test_placeholders_with_a_word_between_are_placeholders() -> None:
    assert companies("## Key Players\n\n- Ardent AG\n- ABC Healthcare Ltd.\n- TBD Company Inc.\n") == ["Ardent AG"]


def test_an_and_behind_a_legal_form_parts_two_firms() -> None:
    parts = pieces("Sons and Daughters Inc., Grena Ltd. and Meril Pvt. Ltd.", companies=True)
    assert [part.text for part in parts] == ["Sons and Daughters Inc.", "Grena Ltd.", "Meril Pvt. Ltd."]
