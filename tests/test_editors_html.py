"""HTML as editors and frameworks write it: Word's bullets, struck words, readings, rows of spans, JSON-LD, spans."""

from __future__ import annotations

import json

import pytest
from samples_reports import companies, read, sizes, types, uses

HEAD = "<h1>Widget Valves Market</h1>"


def word_item(bullet: str, words: str) -> str:
    """A paragraph that Word draws as an item."""
    return (
        f"<p class=MsoList><![if !supportLists]><span style='font-family:{bullet}'><span style='mso-list:Ignore'>·"
        f"<span style='font:7.0pt \"Times\"'>&nbsp;&nbsp; </span></span></span><![endif]>{words}<o:p></o:p></p>"
    )


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        (word_item("Symbol", "Alpha AG") + word_item("Wingdings", "Beta GmbH"), ["Alpha AG", "Beta GmbH"]),
        (
            (
                "<p><!--[if !supportLists]--><span style='font-family:Wingdings'>Ø</span><!--[endif]-->Alpha AG</p>"
                "<p><span style='font-family:Wingdings'>Ø</span> Beta GmbH</p>"
            ),
            ["Alpha AG", "Beta GmbH"],
        ),
        ("<ul><li>Alpha AG</li><li><del>Ghost Corp.</del></li><li><s>Old Ltd.</s></li></ul>", ["Alpha AG"]),
        ("<ul><li>Alpha<br>Ltd.</li><li>Beta<b> </b>AG</li></ul>", ["Alpha Ltd.", "Beta AG"]),
        (
            "<div><span>Alpha AG</span><span>Beta GmbH</span><span>Gamma Ltd.</span></div>",
            ["Alpha AG", "Beta GmbH", "Gamma Ltd."],
        ),
        (
            "<ul><li><ruby>東洋<rp>(</rp><rt>とうよう</rt><rp>)</rp></ruby>株式会社</li><li>Beta AG</li></ul>",
            ["東洋株式会社", "Beta AG"],
        ),
        (
            "<!--[if gte mso 9]><p>Ghost Corp.</p><![endif]--><ul><li>Alpha AG</li><li>Beta AG</li></ul>",
            ["Alpha AG", "Beta AG"],
        ),
    ],
)
def test_players_in_the_html_of_editors(markup: str, names: list[str]) -> None:
    assert companies(f"{HEAD}<h2>Key Players</h2>{markup}") == names


def test_words_in_spans_within_a_sentence_stay_one_sentence() -> None:
    markup = (
        "<p><span>The widget valves </span><span>market</span><span> was valued at USD 4 billion in 2024.</span></p>"
    )
    assert sizes(read(f"{HEAD}{markup}")) == [("4000000000", "USD", 2024)]


@pytest.mark.parametrize(
    "table",
    [
        (
            "<tr><th>Segment</th><th>Sub-segment</th></tr><tr><td rowspan=2>By Type</td><td>Ball</td></tr>"
            "<tr><td>Gate</td></tr><tr><td rowspan=2>By Application</td><td>Oil</td></tr><tr><td>Water</td></tr>"
        ),
        (
            "<tr><td>By Type</td><td>Ball</td></tr><tr><td></td><td>Gate</td></tr>"
            "<tr><td>By Application</td><td>Oil</td></tr><tr><td>&nbsp;</td><td>Water</td></tr>"
        ),
        (
            "<tr><td>By Type</td><td><table><tr><td>Ball</td><td>Gate</td></tr></table></td></tr>"
            "<tr><td>By Application</td><td><table><tr><td>Oil</td></tr><tr><td>Water</td></tr></table></td></tr>"
        ),
    ],
)
def test_a_label_reaches_down_the_rows_and_into_the_table_beside_it(table: str) -> None:
    text = f"{HEAD}<table>{table}</table>"
    assert types(text) == ["Ball", "Gate"]
    assert uses(text) == ["Oil", "Water"]


def json_ld(**values: object) -> str:
    """A script with JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(values)}</script>'


def test_a_page_that_shows_nothing_is_read_from_its_data() -> None:
    body = "The widget valves market was valued at USD 4 billion in 2024."
    page = json_ld(**{"@graph": [{"@type": "Article", "headline": "Widget Valves Market", "articleBody": body}]})
    assert sizes(read(f"{page}<div id=root></div>", head="")) == [("4000000000", "USD", 2024)]


def test_a_page_that_says_something_is_not_read_from_its_data() -> None:
    page = json_ld(description="The widget valves market was valued at USD 9 billion in 2024, as we said last year.")
    shown = "<p>The widget valves market was valued at USD 4 billion in 2024. " + "It is set to grow. " * 20 + "</p>"
    assert sizes(read(f"{HEAD}{page}{shown}", head="")) == [("4000000000", "USD", 2024)]


@pytest.mark.parametrize("script", ["{", "[]", '{"name": 3}', '{"articleBody": "short"}'])
def test_damaged_data_of_a_page_is_left_out(script: str) -> None:
    page = f'{HEAD}<script type="application/ld+json">{script}</script><p>Widget valves market report.</p>'
    assert read(page, head="").claims
