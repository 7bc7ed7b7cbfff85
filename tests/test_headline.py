"""The headline: market, scope, publisher, number, address and title, whatever the layout."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mrgraph import reference
from mrgraph.documents import parsing
from mrgraph.extraction.publication import addresses
from mrgraph.extraction.publication.metadata import ReportMetadata
from mrgraph.extraction.publication.report_metadata import report_metadata
from mrgraph.extraction.text.page import Page
from mrgraph.records import NameClaim, Role, Source, TextClaim, TextField

BODY = "\n\nThe quartz boats market is growing. The quartz boats market is young."


def head(text: str, path: str = "notes.md", *, force: bool = True) -> ReportMetadata:
    data = text.encode()
    document = parsing.parse(Source(path, data, hashlib.sha256(data).hexdigest()))
    return report_metadata(Page(document), reference.load(), force=force)


def texts(made: ReportMetadata) -> dict[TextField, str]:
    return {c.field: c.value for c in made.claims if isinstance(c, TextClaim)}


# ---------------------------------------------------------------------- market


@pytest.mark.parametrize(
    "title",
    [
        "Quartz Boats Market",
        "Quartz Boats Market Size, Share & Trends Analysis Report By Type (A, B), By Region, 2024-2030",
        "Global Quartz Boats Market Report 2025",
        "2025 Global Quartz Boats Market Outlook",
        "Quartz Boats Market to Reach USD 5 Billion by 2032, Says Acme Research",
        "Exploring the Quartz Boats Market: Trends and Forecast",
        "Comprehensive Report on Quartz Boats Market",
        "An Overview of the Global Quartz Boats Market",
        "How Big is Quartz Boats Market ?",
        "At 6.5% CAGR, Global Quartz Boats Market Size to Boom",
        "USD 5.2 Billion Quartz Boats Market by 2030",
        "Growth of the Quartz Boats Market",
        "Market Size of Global Quartz Boats Market",
        "The Global Market for Quartz Boats to 2030",
        "Quartz Boats: Market Shares and Strategies",
        "Quartz Boats - Global Market Trajectory & Analytics",
        "“Quartz Boats Market” – Industry Analysis",
        "Unlocking Growth in the Quartz Boats Market",
    ],
)
def test_the_market_is_read_from_titles_of_any_kind(title: str) -> None:
    assert head(f"# {title}{BODY}").market.lower() == "quartz boats"


@pytest.mark.parametrize(
    ("text", "market"),
    [
        ("# Why quartz boats are booming: what to know\n\nThe global quartz boats market is growing.", "quartz boats"),
        ("# Overview\n\nThe Quartz Boats Market size was valued at USD 5 billion.", "Quartz Boats"),
        ("Quartz Boats Market\n\nWords without a heading.", "Quartz Boats"),
        ('---\ntitle: "Global Quartz Boats Market Report"\n---\n\nWords.', "Quartz Boats"),
        ("**Quartz Boats Market Insights**\n\nWords.", "Quartz Boats"),
        ("# Quartz Boats Industry Report\n\nWords about supply.", "Quartz Boats"),
        ("# 石英ボート市場 2025\n\n石英ボート市場は成長します。", "石英ボート"),
        ("# 글로벌 석영 보트 시장 전망\n\n석영 보트 시장은 성장합니다.", "석영 보트"),
        ("# Corn on the Cob Market\n\nThe corn on the cob market grows.", "Corn on the Cob"),
        ("# Air Driven Pump Market\n\nThe air driven pump market grows.", "Air Driven Pump"),
        ("# On-board Sensor Market\n\nThe on-board sensor market grows.", "On-board Sensor"),
        ("# Current Sensor Market\n\nThe current sensor market grows.", "Current Sensor"),
        (
            "# Growing Quartz Boats Market\n\nThe quartz boats market grows; the quartz boats market is young.",
            "Quartz Boats",
        ),
        ("# Ultra-High Purity (UHP) Gas Market\n\nThe UHP gas market grows.", "Ultra-High Purity Gas"),
        ("# French Fries Market\n\nThe french fries market grows.", "French Fries"),
        ("# Brazil Nut Market\n\nThe global brazil nut market grows.", "Brazil Nut"),
        ("# IoT in Healthcare Market\n\nWords.", "IoT in Healthcare"),
        ("# Growth Hormone Market\n\nWords.", "Growth Hormone"),
        ("# Oil, Gas and Chemicals Market\n\nWords.", "Oil, Gas and Chemicals"),
        ("# Market Research Services Market Size, 2024-2030\n\nText.", "Market Research Services"),
        ("# Market Research on the Quartz Boats Market\n\nText.", "Quartz Boats"),
        ("# Market Intelligence: Quartz Boats Market\n\nText.", "Quartz Boats"),
    ],
)
def test_the_market_is_found_wherever_it_is_named(text: str, market: str) -> None:
    assert head(text).market == market


def test_a_text_without_a_market_has_none() -> None:
    assert head("# Read me\n\nThis repository holds notes.", force=False).market == ""


def test_an_acronym_in_parentheses_is_an_alias_of_the_whole_name_only() -> None:
    assert "UHPG" in head("# Ultra-High Purity Gas (UHPG) Market\n\nWords.").aliases
    assert head("# Ultra-High Purity (UHP) Gas Market\n\nWords.").aliases == ()


def test_the_english_name_in_the_address_is_an_alias_of_a_japanese_market() -> None:
    made = head("# 石英ボート市場\n\n石英ボート市場は成長します。 https://acme-research.com/quartz-boats-r123456")
    assert (made.market, made.aliases) == ("石英ボート", ("quartz boats",))


def test_the_address_decides_between_two_names() -> None:
    text = (
        "# Rods and Boats Market Insights\n\nThe Quartz Boats Market grows.\n\nSee "
        "https://acme-research.com/report/quartz-boats-market/"
    )
    assert head(text).market == "Quartz Boats"


# ----------------------------------------------------------------------- scope


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("North America Quartz Boats Market", "north-america"),
        ("U.S. Quartz Boats Market Size & Forecast", "US"),
        ("European Quartz Boats Market", "europe"),
        ("Quartz Boats Market in Germany, 2025-2030", "DE"),
        ("[Japan Quartz Boats Market Insights](https://acme-research.com/download-sample/91)", "JP"),
        ("Middle East & Africa (MEA) Quartz Boats Market By Type", "middle-east-africa"),
        ("Asia–Pacific Quartz Boats Market", "asia-pacific"),
        ("GCC Quartz Boats Market", "gcc"),
        ("United States & Canada Quartz Boats Market", None),
        ("Global Quartz Boats Market", None),
        ("Quartz Boats Market by Region: North America, Europe", None),
        ("Quartz Boats Market", None),
    ],
)
def test_only_the_title_restricts_the_scope(title: str, scope: str | None) -> None:
    made = head(f"# {title}\n\nThe quartz boats market of Japan is growing.")
    assert (made.scope, made.market) == (scope, "Quartz Boats")


# ------------------------------------------------------------------- publisher


@pytest.mark.parametrize(
    ("text", "domain", "name"),
    [
        ("Ask: https://www.pinewood-research.com/request-sample/917563", "pinewood-research.com", None),
        (
            "Pinewood Research: https://www.pinewoodresearch.com/request-sample/917563",
            "pinewoodresearch.com",
            "Pinewood Research",
        ),
        ("Pinewood Business Research, www.pinewood-br.com/reports", "pinewood-br.com", "Pinewood Business Research"),
        (
            "By Quillon Market Intelligence. https://quillonintelligence.com/sample?id=1234",
            "quillonintelligence.com",
            "Quillon Market Intelligence",
        ),
        ("Published by Quillon Research.", None, "Quillon Research"),
        ("Quillon Insights has added a study to its library.", None, "Quillon Insights"),
        ("Shared on https://www.linkedin.com/in/somebody and https://github.com/somebody", None, None),
        ("Image: https://cdn.pictures.com/a.png", None, None),
        ("See https://blog.pinewood.co.uk/reports/quartz-boats-market", "pinewood.co.uk", None),
    ],
)
def test_the_publisher_is_known_by_its_links_or_its_name(text: str, domain: str | None, name: str | None) -> None:
    made = head(f"# Quartz Boats Market\n\nWords about boats.\n\n{text}")
    assert (made.domain, next(iter(made.publisher), None)) == (domain, name)


def test_a_publisher_without_an_address_is_claimed_by_its_name() -> None:
    made = head("# Quartz Boats Market\n\nPublished by Quillon Research.")
    (claim,) = (c for c in made.claims if isinstance(c, NameClaim) and c.role is Role.PUBLISHER)
    assert (claim.name, claim.aliases) == ("Quillon Research", ("Quillon Research",))


# ------------------------------------------------------------ number, address


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("https://acme-research.com/enquiry/request-sample/917563", "917563"),
        ("https://acme-research.com/quartz-boats-r917563?utm_source=wire", "917563"),
        ("https://acme-research.com/download-sample/?rid=88832&utm_medium=2", "88832"),
        ("https://acme-research.com/download-sample/76459&utm_source=Github", "76459"),
        ("https://acme-research.com/industry-report/quartz-boats-market-2071", "2071"),
        ("https://acme-research.com/quartz-boats-market-1991/request-sample", "1991"),
        ("https://acme-research.com/enquire/A20993", "A20993"),
        ("https://acme-research.com/studies/2025-118/quartz-boats", "2025-118"),
        ("https://acme-research.com/reports/quartz-boats-market-HB1942", "HB1942"),
        ("Report ID: AWS-1234", "AWS-1234"),
        ("Report code: AHR-3310 | Pages: 196", "AHR-3310"),
        ("Study no. 77-2051, Pinewood", "77-2051"),
        ("Ref. MGA/ROB/0952", "MGA/ROB/0952"),
        ("Report-ID: 4512", "4512"),
        ("Reference number 5521", "5521"),
        ("Highbay Insight, product P4410", "P4410"),
        ("レポート番号：4512", "4512"),
        ("SKU: FR-1234", "FR-1234"),
        ("| Report ID | 45871 |\n|---|---|\n| Pages | 120 |", "45871"),
        ("https://acme-research.com/reports/quartz-boats-market-2025", None),
        ("https://acme-research.com/blog/2024/09/quartz-boats-market", None),
        ("Report 2024-2030, 196 pages, call +1 718 618 4351", None),
        ("Report ID: XXXX", None),
        ("# X Market\n\nReport No: #12345", "12345"),
        ("# X Market\n\nReport Id:- 55123", "55123"),
    ],
)
def test_the_number_is_read_from_addresses_and_text(text: str, number: str | None) -> None:
    assert texts(head(f"# Quartz Boats Market\n\nWords about boats.\n\n{text}")).get(TextField.REPORT_ID) == number


def test_the_address_is_the_reports_own_without_tracking() -> None:
    text = (
        "https://acme-research.com/request-sample/91 and "
        "https://acme-research.com/quartz-boats-market?utm_source=x&rid=7#top"
    )
    assert (
        texts(head(f"# Quartz Boats Market\n\n{text}"))[TextField.URL]
        == "https://acme-research.com/quartz-boats-market?rid=7"
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Quartz Boats Market Size 2025\n\nWords.", "Quartz Boats Market Size 2025"),
        ("# Overview\n\n## Quartz Boats Market Outlook\n\nWords.", "Quartz Boats Market Outlook"),
        ('---\ntitle: "Global Quartz Boats Market Report"\n---\n\nWords.', "Global Quartz Boats Market Report"),
        ("Quartz Boats Market\n\nWords.", "Quartz Boats Market"),
        (
            (
                "# Market Overview\n\nThe Quartz Boats Market is valued at USD 5 billion and will reach much more "
                "in the years to come, as fabs are built in all regions and spare parts are needed ever more often."
            ),
            None,
        ),
    ],
)
def test_the_title_is_the_heading_that_names_the_market(text: str, title: str | None) -> None:
    assert texts(head(text)).get(TextField.TITLE) == title


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.acme-research.com/x", "acme-research.com"),
        ("http://shop.acme.co.jp", "acme.co.jp"),
        ("www.acme.io/a", "acme.io"),
        ("http://127.0.0.1/x", None),
        ("http://[broken", None),
        ("https://localhost/x", None),
    ],
)
def test_the_registrable_domain(url: str, domain: str | None) -> None:
    assert addresses.domain_of(url) == domain


@given(st.text(max_size=120))
def test_the_canonical_address_is_idempotent(rest: str) -> None:
    once = addresses.canonical(f"https://acme.com/{rest}".replace("[", "").replace("]", ""))
    assert addresses.canonical(once) == once


@settings(deadline=None)  # the first document loads the regions
@given(st.text(alphabet="Global Market市場 시장 of the - : ( ) 2024 https://a.com/x-market-12?id=", max_size=150))
def test_a_hostile_headline_quotes_the_document(text: str) -> None:
    made = head(f"# Report {text}\n\n{text}")
    assert all(e.quote for c in made.claims for e in c.evidence)
