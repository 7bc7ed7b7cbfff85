"""What stands beside a report, in HTML and by its words alone, is no part of the lists above it."""

from __future__ import annotations

import pytest
from samples_reports import companies, types

from mrgraph.documents import asides, parsing
from mrgraph.documents.html import elements
from mrgraph.lexicon import word_tables
from mrgraph.records import BlockKind, Document, Source

PLAYERS = (
    "<h1>Widget Market Report</h1><h2>Key Players</h2><ul><li>Alpha AG</li><li>Beta GmbH</li><li>Gamma Ltd.</li></ul>"
)
FIRMS = ["Alpha AG", "Beta GmbH", "Gamma Ltd."]


def parsed(content: str) -> Document:
    """The document in some content."""
    return parsing.parse(Source("page", content.encode(), "0" * 64))


def beside(content: str) -> list[str]:
    """The words of the blocks that stand beside the report."""
    document = parsed(content)
    return [document.quote(b.start, b.end) for b in document.blocks if b.kind is BlockKind.ASIDE]


@pytest.mark.parametrize(
    "after",
    [
        "<footer><ul><li>Investors</li><li>Our Story</li></ul></footer>",
        "<aside><p>Delta Consulting</p><p>Epsilon Research Desk</p></aside>",
        "<nav><ul><li>Chemicals</li><li>Energy</li></ul></nav>",
        "<form><label>Your Name</label><label>Your Company</label></form>",
        "<figure><figcaption>Leading Vendors at a Glance</figcaption></figure>",
        '<div class="author-box"><p>Jane Roe</p><p>Senior Analyst</p></div>',
        '<div id="cookie-banner"><ul><li>Statistics</li><li>Preferences</li></ul></div>',
        '<div class="sidebar left"><ul><li>Valve Report</li><li>Pump Report</li></ul></div>',
        '<div role="contentinfo"><p>Widget House</p></div>',
        "<h3>Payment Methods</h3><ul><li>Acme Pay</li><li>Cash</li></ul>",
        "<h3>Related Posts</h3><ul><li>Gadgets</li><li>Gizmos</li></ul>",
        "<p>This website uses cookies to work.</p><ul><li>Necessary</li><li>Optional</li></ul>",
        "<ul><li>Instagram</li><li>Pinterest</li><li>WhatsApp</li></ul>",
        "<ul><li>Inquire Now</li><li>Download</li></ul>",
        "<p>Share on LinkedIn</p><p>Print</p>",
        "<p>Written by Jane Roe</p>",
        "<p>Photo: Jane Roe</p>",
        "<p>1,210 Followers</p><p>Follow</p>",
        "<p>Exhibit 12 Vendors in 2024</p>",
        "<p>Quelle: Statistisches Amt</p>",
        "<h3>Artículos relacionados</h3><ul><li>Bombas</li><li>Válvulas</li></ul>",
    ],
)
def test_what_follows_a_list_of_players_beside_the_report_names_none(after: str) -> None:
    assert companies(PLAYERS + after) == FIRMS
    assert beside(PLAYERS + after)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("## Key Players\n\n- Facebook\n- LinkedIn\n- YouTube\n", ["Facebook", "LinkedIn", "YouTube"]),
        ("## Key Players\n\nThe leading companies are:\n\n- Visa\n- PayPal\n", ["Visa", "PayPal"]),
        ("## Key Players\n\n- Alpha AG\n- Twitter\n- Beta GmbH\n", ["Alpha AG", "Twitter", "Beta GmbH"]),
    ],
)
def test_networks_right_under_an_announcement_are_firms(content: str, names: list[str]) -> None:
    assert companies(f"# Widget Market Report\n\n{content}") == names


def test_entries_that_are_buttons_elsewhere_are_segments_in_a_list_of_segments() -> None:
    assert types("# Media Market Report\n\n## By Type\n\n- Print\n- Download\n- Streaming\n") == [
        "Print", "Download", "Streaming",
    ]  # fmt: skip


def test_a_list_goes_on_behind_what_stands_between_its_entries() -> None:
    text = "<h2>Key Players</h2><ul><li>Alpha AG</li><aside><p>Buy Now</p></aside><li>Beta GmbH</li></ul>"
    assert companies(text) == ["Alpha AG", "Beta GmbH"]


@pytest.mark.parametrize("tag", ["form", "aside"])
def test_an_element_that_holds_the_page_is_the_page(tag: str) -> None:
    page = f"<{tag} id='all'>{PLAYERS}<p>The widget market was valued at USD 4 billion in 2024.</p></{tag}>"
    assert companies(page) == FIRMS
    assert not beside(page)


def test_an_element_without_an_end_hides_nothing() -> None:
    assert companies(f"<aside>{PLAYERS}") == FIRMS


def test_the_table_of_words_beside_reports_is_whole() -> None:
    kinds = {row["kind"] for row in word_tables.rows("asides")}
    assert kinds == {"class", "heading", "button", "word", "line"}
    for kind in kinds:
        said = asides.words(kind)
        assert said
        assert all(word == word.strip() and word for word in said)
    assert all(row["source"] for row in word_tables.rows("asides"))
    assert elements.ASIDE not in asides.words("class")


REPORT = "# {} Market Size and Forecast 2025-2032\n\nThe market grows.\n\n## Key Players\n\n- {}\n\n"


def test_a_second_report_on_another_market_is_none_of_the_first() -> None:
    document = parsed(REPORT.format("Tidal Gauge", "Alpha AG") + REPORT.format("River Pump", "Beta GmbH"))
    assert "Alpha AG" in document.text[: document.body_end]
    assert "Beta GmbH" not in document.text[: document.body_end]


@pytest.mark.parametrize("title", ["Europe Tidal Gauge", "Gauge"])
def test_chapters_on_parts_of_the_market_belong_to_the_report(title: str) -> None:
    document = parsed(REPORT.format("Tidal Gauge", "Alpha AG") + REPORT.format(title, "Beta GmbH"))
    assert document.body_end == len(document.text)
