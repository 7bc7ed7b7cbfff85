"""Stage 1: bytes in any state become text, blocks and links."""

from __future__ import annotations

import builtins
import bz2
import gzip
import io
import logging
import lzma
import os
import sys
import tempfile
import time
import zipfile
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import samples_documents as samples
from hypothesis import given, settings
from hypothesis import strategies as st

from mrgraph.documents import parsing, sources
from mrgraph.documents.language import language
from mrgraph.errors import MissingExtra, SourceError
from mrgraph.pipeline import batch
from mrgraph.records import BlockKind, Document, Problem, Source
from mrgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEGABYTES = 64 * 1024 * 1024
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def parsed(content: str | bytes, encoding: str | None = None) -> Document:
    """The document in some content."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return parsing.parse(Source("page", data, "0" * 64), encoding)


def words(content: str | bytes, kind: BlockKind | None = None) -> list[str]:
    """The words of the blocks of a kind, or of all."""
    document = parsed(content)
    return [document.quote(b.start, b.end) for b in document.blocks if kind is None or b.kind is kind]


def shape(content: str | bytes) -> list[tuple[str, int, str]]:
    """Kind, level and words of each block."""
    document = parsed(content)
    return [(b.kind.value, b.level, document.quote(b.start, b.end)) for b in document.blocks]


def kept(content: str | bytes) -> list[str]:
    """The words of the blocks before the end of the body."""
    document = parsed(content)
    return [document.quote(b.start, b.end) for b in document.blocks if b.start < document.body_end]


def read(*paths: str | Path, max_bytes: int = MEGABYTES) -> list[Source | Problem]:
    return list(sources.sources([str(path) for path in paths], max_bytes))


def names(found: list[Source | Problem]) -> list[str]:
    """The paths of the sources, without problems."""
    return [each.path for each in found if isinstance(each, Source)]


def problems(found: list[Source | Problem]) -> list[str]:
    """The problems as they are told, each in one line."""
    told = [str(each) for each in found if isinstance(each, Problem)]
    assert all("\n" not in line and line.count(";") >= 1 for line in told)
    return told


# ================================================================== HTML


def test_a_page_is_a_stream_of_blocks() -> None:
    assert shape(samples.PAGE) == [
        ("heading", 1, "Tidal Gauge Market Size 2024-2030 | Harbour Research"),
        ("heading", 1, "Tidal Gauge Market"),
        ("paragraph", 0, "The tidal gauge market was valued at USD 1.2 billion in 2023."),
        ("heading", 2, "Key Players"),
        ("item", 1, "Alpha Gauges Inc."),
        ("item", 1, "Beta & Sons"),
        ("aside", 0, "Request a sample"),
    ]


def test_scripts_comments_and_hidden_elements_are_no_text() -> None:
    text = parsed(samples.PAGE).text
    assert "Never shown" not in text
    assert "Hidden" not in text
    assert "nested" not in text
    assert "color" not in text


@pytest.mark.parametrize(
    "hiding",
    [
        "<p hidden>{}</p>",
        '<div style="color:red; DISPLAY : none">{}</div>',
        "<span style='visibility:hidden'>{}</span>",
    ],
)
def test_what_is_not_shown_is_no_text(hiding: str) -> None:
    assert words(f"<p>seen</p>{hiding.format('unseen')}<p>seen too</p>") == ["seen", "seen too"]


def test_the_word_hidden_hides_nothing() -> None:
    assert words("<p>There are hidden costs and hidden champions.</p>") == [
        "There are hidden costs and hidden champions."
    ]


def test_a_hidden_element_without_an_end_swallows_nothing() -> None:
    assert "Alpha" in parsed("<div hidden><p>Alpha</p><p>Beta</p>").text


@pytest.mark.parametrize("tag", ["select", "button", "svg", "noscript", "textarea"])
def test_a_control_without_an_end_swallows_nothing(tag: str) -> None:
    assert words(f"<p>before</p><{tag} class=x><p>after</p>") == ["before", "after"]


def test_a_script_without_an_end_is_code_to_the_last() -> None:
    assert words("<p>before</p><script>if (a < b) { c('<p>x</p>') }") == ["before"]


def test_a_comment_without_an_end_swallows_nothing() -> None:
    assert words("<p>before</p><!-- <p>after</p>") == ["before", "after"]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>A<p>B<p>C",
        "<p>A<ul></ul>B<div>C</p></div>",
        "<div><p>A</div></p><p>B</body></html><html><body><p>C</p>",
        "A<br>B<br/>C",
        "<section><p>A</section>B<hr>C</section></section>",
        "<p><h2></p>A</h3><p>B</p><p>C",
    ],
)
def test_each_block_level_tag_begins_a_block_whatever_it_stands_in(markup: str) -> None:
    assert words(markup) == ["A", "B", "C"]


def test_nothing_is_lost_after_the_end_of_the_page() -> None:
    markup = "<html><body><h1>One</h1></body></html><h2>Two</h2><ul><li>Three</li></ul>"
    assert shape(markup) == [("heading", 1, "One"), ("heading", 2, "Two"), ("item", 1, "Three")]


@pytest.mark.parametrize(
    "markup",
    [
        "<h2>Players</h1><p>Text.</p>",
        "<h2>Players\n\nText.\n\n<h3>More</h3>",
        "<h2>Players<?\n\nText.",
        "<h2>Players</\n\nText.",
        "<h2>Players</h2\n<p>Text.</p>",
        "<h2><p>Players</p></h2><p>Text.</p>",
        "<h2>Players<p>Text.</p>",
        "</h2>Players</h2>\n<p>Text.</p>",
    ],
)
def test_a_heading_ends_where_it_should_have_ended(markup: str) -> None:
    assert shape(markup)[:2] == [("heading", 2, "Players"), ("paragraph", 0, "Text.")]


def test_a_paragraph_set_in_a_heading_tag_is_a_paragraph() -> None:
    assert shape(f"<h2>{'word ' * 60}</h2>")[0][:2] == ("paragraph", 0)


@pytest.mark.parametrize(
    "markup",
    [
        "<p><strong>Key Players</strong></p>",
        "<p><b>Key</b> <b>Players</b></p>",
        '<p><span style="font-weight: 700">Key Players</span></p>',
        "**Key Players**\n\ntext",
    ],
)
def test_a_bold_line_acts_as_a_heading(markup: str) -> None:
    document = parsed(markup)
    assert (document.blocks[0].kind, document.blocks[0].level) == (BlockKind.HEADING, 7)
    assert document.blocks[0].bold


@pytest.mark.parametrize(
    "markup",
    [
        "<p><strong>Alpha, Beta, Gamma, Delta</strong></p>",
        "<p><strong>Key</strong> players</p>",
        '<b style="font-weight:normal"><p>Key Players</p></b>',
        f"<p><strong>{'word ' * 50}</strong></p>",
    ],
)
def test_a_bold_enumeration_or_a_bold_word_is_no_heading(markup: str) -> None:
    assert parsed(markup).blocks[0].kind is BlockKind.PARAGRAPH


def test_bold_that_is_never_ended_ends_with_its_block() -> None:
    assert shape("<p><strong>Players</p><p>Alpha makes gauges.</p>") == [
        ("heading", 7, "Players"),
        ("paragraph", 0, "Alpha makes gauges."),
    ]


def test_bold_stretches_are_told_by_their_offsets() -> None:
    document = parsed("<p>worth <b>USD 5</b> in <strong>2023</strong></p>")
    assert [document.quote(*stretch) for stretch in document.bold] == ["USD 5", "2023"]


def test_lists_nest_as_deep_as_their_tags_say() -> None:
    markup = "<ul><li>A<ul><li>A1</li><li>A2<ol><li>A2a</li></ol></li></ul></li><li>B</li></ul><p>text</p>"
    assert shape(markup) == [
        ("item", 1, "A"),
        ("item", 2, "A1"),
        ("item", 2, "A2"),
        ("item", 3, "A2a"),
        ("item", 1, "B"),
        ("paragraph", 0, "text"),
    ]


def test_items_of_one_list_share_a_group() -> None:
    blocks = parsed("<ol><li>A<ol><li>A1</ol><li>B</ol><ul><li>C</ul>").blocks
    groups = [block.group for block in blocks]
    assert groups[0] == groups[2]
    assert len({groups[0], groups[1], groups[3]}) == 3


def test_items_without_a_list_are_items() -> None:
    assert shape("<li>A</li><li>B</li><p>text</p>") == [("item", 1, "A"), ("item", 1, "B"), ("paragraph", 0, "text")]


def test_a_list_that_is_never_ended_does_not_deepen_the_next() -> None:
    markup = "<h2>X</h2><ul><li>A</li><h2>Y</h2><ul><li>B</li></ul>"
    assert [level for kind, level, _ in shape(markup) if kind == "item"] == [1, 1]


def test_a_heading_in_an_item_keeps_the_nesting() -> None:
    markup = (
        "<ol><li><h3>Alpha</h3><ul><li>HQ: Kiel</li></ul></li><li><h3>Beta</h3><ul><li>HQ: Bonn</li></ul></li></ol>"
    )
    assert [level for kind, level, _ in shape(markup) if kind == "item"] == [2, 2]


def test_what_describes_an_item_is_no_item() -> None:
    markup = "<ul><li><p>Alpha</p><p>Alpha makes gauges.</p></li><li>Beta<br>Gamma</li></ul>"
    assert words(markup, BlockKind.ITEM) == ["Alpha", "Beta", "Gamma"]
    assert words(markup, BlockKind.PARAGRAPH) == ["Alpha makes gauges."]


def test_terms_are_items_and_definitions_stand_below_them() -> None:
    assert shape("<dl><dt>Alpha<dd>Kiel<dt>Beta</dt><dd>Bonn</dd></dl>") == [
        ("item", 1, "Alpha"),
        ("item", 2, "Kiel"),
        ("item", 1, "Beta"),
        ("item", 2, "Bonn"),
    ]


def test_cells_know_their_row_and_column() -> None:
    markup = (
        "<table><tr><th>Axis<th colspan=2>Kinds<th>Share<tr><td rowspan=2>Type</td><td>Float<td>Radar<td>1 %</tr>"
        "<tr><td>Sonar</table>"
    )
    document = parsed(markup)
    assert [(b.level, document.quote(b.start, b.end)) for b in document.blocks] == [
        (0, "Axis"),
        (1, "Kinds"),
        (3, "Share"),
        (0, "Type"),
        (1, "Float"),
        (2, "Radar"),
        (3, "1 %"),
        (1, "Sonar"),
    ]
    assert {b.kind for b in document.blocks} == {BlockKind.CELL}
    assert [b.bold for b in document.blocks] == [True] * 3 + [False] * 5
    assert [b.group - document.blocks[0].group for b in document.blocks] == [0, 0, 0, 1, 1, 1, 1, 2]


def test_a_table_that_holds_the_page_makes_no_cells_of_its_prose() -> None:
    markup = f"<table><tr><td><h2>Players</h2>{'word ' * 80}<ul><li>Alpha</li></ul></td></tr></table>"
    assert [kind for kind, _, _ in shape(markup)] == ["heading", "paragraph", "item"]


def test_line_feeds_in_a_paragraph_are_white_space() -> None:
    assert words("<p>The\n  <a href='https://x.example/a'>Gauge Market</a>\n  is growing.</p>") == [
        "The Gauge Market is growing."
    ]


def test_lines_in_a_paragraph_that_plainly_list_are_lines() -> None:
    assert words("<p>Companies:\nAlpha Inc.\nBeta Ltd.\nGamma</p>") == [
        "Companies:",
        "Alpha Inc.",
        "Beta Ltd.",
        "Gamma",
    ]


def test_text_broken_at_a_margin_is_one_paragraph() -> None:
    text = (
        "The market for tidal gauges, which are built into harbours all over\n"
        "the world, has been growing for many years and will go on to grow as\n"
        "long as there are ships that come into ports with the tide.\n\nAnother paragraph."
    )
    assert len(words(text)) == 2


def test_sentences_on_lines_of_like_length_stay_apart() -> None:
    lines = [
        f"Driver {letter}: the demand for gauges in ports of the {letter} sea goes on to grow." for letter in "ABC"
    ]
    assert words(f"<p>{'<br>'.join(lines)}</p>") == lines


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("R&amp;D &amp;amp; AT&T", "R&D & AT&T"),
        ("a &lt;b&gt; &#8364;5 &euro;6&nbsp;m", "a <b> €5 €6 m"),
        ("purity <99 % and > 5 < 6", "purity <99 % and > 5 < 6"),
        ("x & amp; y", "x & y"),
        ("A<b>B</b>C<i>D</i> E", "ABCD E"),
        ("CO<sub>2</sub>", "CO2"),
        ("&#xD800;&#0;&#8203;x&#99999999999;", "x"),
    ],
)
def test_references_are_characters_and_stray_signs_are_text(written: str, read_as: str) -> None:
    found = words(f"<p>{written}</p>")[0]
    assert found.startswith(read_as)
    found.encode("utf-8")


def test_attributes_in_any_quotes_are_no_text() -> None:
    markup = '<h2 data-slice=""1 1 []"">A</h2><p title=\'x > y\'>B</p><p class=“x”>C</p><p id="x>D</p><p>E</p>'
    assert words(markup) == ["A", "B", "C", "D", "E"]


# ================================================================== links


def test_targets_stand_in_the_text() -> None:
    document = parsed('<p>See <a href="https://x.example/r-1?a=1&amp;region=2&copy=3">the report</a> now.</p>')
    (link,) = document.links
    assert document.quote(link.start, link.end) == "the report"
    assert link.target == "https://x.example/r-1?a=1&region=2&copy=3"
    assert document.quote(link.target_start - 1, link.target_start + len(link.target) + 1) == f"<{link.target}>"


@pytest.mark.parametrize(
    "markup",
    [
        "<a href=https://x.example/a>w</a>",
        "<a class=x href = ' https://x.example/a '>w</a>",
        '<a href=""https://x.example/a"">w</a>',
        "<a href=“https://x.example/a”>w</a>",
        "[w](https://x.example/a)",
        '[w](<https://x.example/a> "title")',
        "[w][1]\n\n[1]: https://x.example/a",
    ],
)
def test_links_are_found_however_they_are_written(markup: str) -> None:
    document = parsed(markup)
    assert [(document.quote(k.start, k.end), k.target) for k in document.links] == [("w", "https://x.example/a")]


@pytest.mark.parametrize(
    "target", ["/report/1", "mailto:a@b.example", "javascript:void(0)", "#top", "data:text/html,x"]
)
def test_only_addresses_on_the_web_are_links(target: str) -> None:
    document = parsed(f'<p><a href="{target}">w</a></p>')
    assert document.links == ()
    assert document.text == "w\n"


def test_a_bare_address_in_angle_brackets_is_a_link() -> None:
    document = parsed("More at <https://x.example/report/5> today.")
    assert [k.target for k in document.links] == ["https://x.example/report/5"]


def test_the_canonical_address_stands_where_the_head_was() -> None:
    document = parsed(samples.PAGE)
    assert document.links[0].target == "https://www.harbour-research.example/report/tidal-gauge-market-4711?a=1&b=2"
    assert document.links[0].target_start < document.blocks[1].start


def test_a_picture_that_links_keeps_its_address() -> None:
    document = parsed('<p><a href="https://x.example/sample/7"><img src="a.png" alt="x"></a></p><p>text</p>')
    assert [k.target for k in document.links] == ["https://x.example/sample/7"]
    assert words('<p><a href="https://x.example/sample/7"><img src="a.png"></a></p><p>text</p>') == ["text"]


def test_an_anchor_that_is_never_ended_does_not_take_the_page() -> None:
    document = parsed('<p><a href="https://x.example/">w</p>' + "<p>text</p>" * 9)
    assert len(document.links) < 5


# ================================================================== Markdown


def test_markdown_headings() -> None:
    text = "# One\n\nTwo\n===\n\nThree\n-----\n\n#### Four ####\n\n== Five ==\n\n--- Six ---\n\ntext"
    assert shape(text)[:-1] == [
        ("heading", 1, "One"),
        ("heading", 1, "Two"),
        ("heading", 2, "Three"),
        ("heading", 4, "Four"),
        ("heading", 2, "Five"),
        ("heading", 2, "Six"),
    ]


def test_hashtags_are_no_heading() -> None:
    assert shape("text\n\n#gauges #tides #ports")[-1] == ("paragraph", 0, "#gauges #tides #ports")


def test_bullets_nest_by_their_indentation() -> None:
    text = "- A\n  - A1\n      - A1a\n  - A2\n- B\n\n1. one\n   * sub\n2. two\n\n• p\n\no\tq\n\n• r\n"
    assert [(level, said) for _, level, said in shape(text)] == [
        (1, "A"), (2, "A1"), (3, "A1a"), (2, "A2"), (1, "B"),
        (1, "one"), (2, "sub"), (1, "two"),
        (1, "p"), (2, "q"), (1, "r"),
    ]  # fmt: skip


@pytest.mark.parametrize("bullet", ["-", "*", "+", "•", "▪", "–", "●", "✔", "‣", "1.", "2)", "(a)", "- [ ]"])
def test_bullets_of_all_kinds_make_items(bullet: str) -> None:
    assert shape(f"Makers are:\n{bullet} Alpha Inc.\n{bullet} Beta Ltd.") == [
        ("paragraph", 0, "Makers are:"),
        ("item", 1, "Alpha Inc."),
        ("item", 1, "Beta Ltd."),
    ]


@pytest.mark.parametrize(
    "line", ["-5 % in 2023", "2023. A year", "*emphasis* here", "a.b is a name", "Co. Ltd. of Kiel"]
)
def test_a_line_that_only_looks_like_an_item_is_none(line: str) -> None:
    assert parsed(f"{line}\nand more").blocks[0].kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    "markup",
    [
        "<p>&bull; Alpha<br>&bull;&nbsp;<b>Beta</b> Ltd.</p>",
        "<div>- Alpha<br>- <b>Beta</b> Ltd.</div>",
        "<p>• Alpha\n• <b>Beta</b> Ltd.</p>",
        "<p>➤ Alpha</p><p>➤ <b>Beta</b> Ltd.</p>",
    ],
)
def test_lines_behind_bullets_are_items_without_a_tag_that_says_so(markup: str) -> None:
    assert shape(markup) == [("item", 1, "Alpha"), ("item", 1, "Beta Ltd.")]
    assert len({block.group for block in parsed(markup).blocks}) == 1


@pytest.mark.parametrize("markup", ["<p>- one dash</p>", "<p>- <br>- </p><p>x</p>", "<p>2023 – 2030<br>5 - 6</p>"])
def test_a_dash_alone_makes_no_item(markup: str) -> None:
    assert words(markup, BlockKind.ITEM) == []


def test_a_bold_line_behind_an_arrow_is_a_heading() -> None:
    assert parsed("<p><b>➤ Key Players</b></p><p>text</p>").blocks[0].kind is BlockKind.HEADING


def test_an_item_goes_on_in_the_next_line() -> None:
    assert shape("- Alpha makes\n  gauges\n  and more\n- Beta") == [
        ("item", 1, "Alpha makes gauges and more"),
        ("item", 1, "Beta"),
    ]


def test_lines_below_an_item_that_do_not_go_on_with_it_are_deeper_items() -> None:
    assert shape("* Alpha SpA\n    Head office: Genoa\n    Founded: 1982\n\n* Beta") == [
        ("item", 1, "Alpha SpA"),
        ("item", 2, "Head office: Genoa"),
        ("item", 2, "Founded: 1982"),
        ("item", 1, "Beta"),
    ]


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("[[Alpha AG]]", ["Alpha AG"]),
        ("[[firms/alpha|Alpha AG]]", ["Alpha AG"]),
        ("==Alpha AG==", ["Alpha AG"]),
        ("`Alpha AG`", ["Alpha AG"]),
        ("~~Ghost Corp.~~", []),
        ("Alpha AG[^1]", ["Alpha AG"]),
        ("a == b", ["a == b"]),
        ("about ~5 and ~7", ["about ~5 and ~7"]),
    ],
)
def test_marks_of_editors_leave_the_words(item: str, said: list[str]) -> None:
    assert words(f"- {item}\n\n[^1]: Includes Ghost Corp.\n    and more.\n\nEnd.")[: len(said)] == said
    assert words(f"- {item}\n\n[^1]: Includes Ghost Corp.\n\nEnd.")[len(said) :] == ["End."]


def test_a_table_in_a_grid_joins_the_lines_of_its_cells() -> None:
    rule = "+-----+----+"
    text = f"{rule}\n| A   | B  |\n+=====+====+\n| one | x  |\n| two |    |\n{rule}\n| c   | y  |\n{rule}\nText"
    assert words(text) == ["A", "B", "one two", "x", "c", "y", "Text"]


def test_pipe_tables_are_tables() -> None:
    text = "| Key | Value |\n|:---|---:|\n| Size \\| now | **5** |\n\na | b\n--- | ---\nc | d\n"
    document = parsed(text)
    assert [(b.kind.value, b.level, document.quote(b.start, b.end)) for b in document.blocks] == [
        ("cell", 0, "Key"), ("cell", 1, "Value"), ("cell", 0, "Size | now"), ("cell", 1, "5"),
        ("cell", 0, "a"), ("cell", 1, "b"), ("cell", 0, "c"), ("cell", 1, "d"),
    ]  # fmt: skip
    assert document.media_type == "text/markdown"


def test_a_stroke_in_a_title_is_no_table() -> None:
    assert words("Gauge Market | Harbour Research\n\ntext of the page") == [
        "Gauge Market | Harbour Research",
        "text of the page",
    ]


def test_columns_parted_by_tabs_or_gaps_are_tables() -> None:
    assert shape("Base Year\t2023\nForecast\t2030\n\nFloat    40 %\nRadar    60 %") == [
        ("cell", 0, "Base Year"), ("cell", 1, "2023"), ("cell", 0, "Forecast"), ("cell", 1, "2030"),
        ("cell", 0, "Float"), ("cell", 1, "40 %"), ("cell", 0, "Radar"), ("cell", 1, "60 %"),
    ]  # fmt: skip


def test_markdown_inside_html_is_read() -> None:
    markup = "<div>\n## Players\n\n- Alpha\n- Beta\n\nSome **bold** _slanted_ \\*starred\\* text.\n</div>"
    assert shape(markup) == [
        ("heading", 2, "Players"),
        ("item", 1, "Alpha"),
        ("item", 1, "Beta"),
        ("paragraph", 0, "Some bold slanted *starred* text."),
    ]


def test_names_with_underscores_and_stars_stay() -> None:
    assert words("The file_name_here is 2*3*4 and a_b.") == ["The file_name_here is 2*3*4 and a_b."]


def test_front_matter_gives_title_address_and_number_only() -> None:
    said = 'layout: post\ntitle: "Gauge Market"\nreport_id: AB-12\npermalink: https://x.example/r/9'
    text = f"---\n{said}\n---\n\nText here."
    document = parsed(text)
    assert shape(text) == [
        ("heading", 1, "Gauge Market"),
        ("paragraph", 0, "report id: AB-12"),
        ("paragraph", 0, "Text here."),
    ]
    assert [k.target for k in document.links] == ["https://x.example/r/9"]
    assert "layout" not in document.text


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert words("---\nJust a line\n---\nmore") == ["Just a line", "more"]


def test_pictures_and_code_fences_leave_no_trace() -> None:
    assert words("```html\n<h2>Players</h2>\n<p>Alpha ![logo](https://x.example/a.png)</p>\n```\n") == [
        "Players",
        "Alpha",
    ]


# ================================================================== plain text


def test_plain_text_has_an_outline() -> None:
    assert shape(samples.PLAIN) == [
        ("heading", 1, "Tidal Gauge Market Outlook 2024-2030"),
        ("paragraph", 0, words(samples.PLAIN)[1]),
        ("heading", 7, "Key Players"),
        ("paragraph", 0, "Alpha Gauges Inc."),
        ("paragraph", 0, "Beta Instruments"),
        ("paragraph", 0, "Gamma Marine"),
        ("heading", 7, "MARKET SEGMENTATION"),
        ("heading", 7, "By Type"),
        ("item", 1, "Float"),
        ("item", 1, "Radar"),
        ("heading", 7, "By Application:"),
        ("paragraph", 0, "Ports"),
        ("paragraph", 0, "Research"),
        ("heading", 7, "1. Introduction"),
        ("paragraph", 0, words(samples.PLAIN)[-1]),
    ]


def test_names_below_a_heading_are_no_headings() -> None:
    text = (
        "Some words of the page.\n\nSEGMENTATION\n\nBY TYPE\nRadar\nFloat\n\n"
        "KEY PLAYERS\nAlpha Marine\nBeta Instruments Inc.\n"
    )
    assert words(text, BlockKind.HEADING) == ["SEGMENTATION", "BY TYPE", "KEY PLAYERS"]


def test_labels_with_their_lists_are_no_headings_but_what_stands_above_them_is() -> None:
    text = "Some words of the page.\n\nMarket Segmentation\n\nBy Type: Radar, Float\n\nBy Use: Ports, Docks\n\n- more"
    assert words(text, BlockKind.HEADING) == ["Market Segmentation"]


def test_names_that_stand_apart_are_no_headings() -> None:
    text = f"The makers are listed here, one below the other.\n\n{samples.NAMES_APART}"
    assert words(text, BlockKind.HEADING) == []


@pytest.mark.parametrize("line", ["Key players are:", "It grew.", "Ports, harbours, docks,", "see https://x.example/a"])
def test_a_line_that_leads_in_or_stops_is_no_heading(line: str) -> None:
    assert words(f"Some opening words of the page.\n\n{line}\n\n- Alpha\n- Beta", BlockKind.HEADING) == []


def test_a_line_behind_an_arrow_with_text_below_is_a_heading() -> None:
    text = "<p>x</p>\n➣ Market Growth\n\nThe market goes on to grow every year.\n\n➣ Alpha\n➣ Beta\n"
    assert shape(text)[1:] == [
        ("heading", 7, "Market Growth"),
        ("paragraph", 0, "The market goes on to grow every year."),
        ("item", 1, "Alpha"),
        ("item", 1, "Beta"),
    ]


def test_a_marked_outline_is_trusted() -> None:
    text = f"# A\n\nx\n\n# B\n\ny\n\n# C\n\nShort Line\n\nA long paragraph of {'words ' * 20}follows."
    assert words(text, BlockKind.HEADING) == ["A", "B", "C"]


# ================================================================== wrappings and encodings


def test_a_page_in_a_csv_cell_is_unpacked() -> None:
    cell = '"<h1 class=""big"">Gauge ""Market""</h1>\n<p><a href=""https://x.example/a"">w</a></p>"'
    document = parsed(cell)
    assert words(cell) == ['Gauge "Market"', "w"]
    assert [k.target for k in document.links] == ["https://x.example/a"]


def test_a_page_in_a_json_string_is_unpacked() -> None:
    assert words('"<h1>Gauge Market<\\/h1>\\n<p class=\\"x\\">Text<\\/p>"') == ["Gauge Market", "Text"]


def test_a_page_escaped_once_too_often_is_unpacked() -> None:
    page = "&lt;h1&gt;Gauge Market&lt;/h1&gt;&lt;ul&gt;&lt;li&gt;A&lt;/li&gt;&lt;li&gt;B&lt;/li&gt;&lt;/ul&gt;"
    assert shape(page) == [("heading", 1, "Gauge Market"), ("item", 1, "A"), ("item", 1, "B")]


def test_quotes_round_a_quotation_stay() -> None:
    assert words('He said "yes" and "no".') == ['He said "yes" and "no".']


def test_a_page_pasted_twice_ends_where_it_begins_again() -> None:
    page = samples.PAGE.replace("<title>", "<p>").replace("</title>", "</p>")
    assert kept(page + page) == words(page)


def test_tags_translated_by_a_machine_are_tags() -> None:
    assert words("‹オル>Alpha‹/リ>Beta<リ>Gamma") == ["Alpha", "Beta", "Gamma"]
    assert shape("＜ul＞＜li＞A＜/li＞＜/ul＞< ul >< li >B</ li ></ ul >") == [("item", 1, "A"), ("item", 1, "B")]


def test_wide_comparison_signs_are_no_tags() -> None:
    assert words("Purity ＜99.5%＞") == ["Purity ＜99.5%＞"]


def test_letters_drawn_bold_by_their_code_points_are_letters() -> None:
    assert words("𝐊𝐞𝐲 𝐏𝐥𝐚𝐲𝐞𝐫𝐬 are few") == ["Key Players are few"]


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_with_and_without_a_mark(codec: str) -> None:
    page = f"<h1>Märkte für Gauges – “x”</h1>{'<p>text of the page</p>' * 5}"
    assert words(page.encode(codec))[0] == "Märkte für Gauges – “x”"


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1252", "Die Märkte für “Pegel” – ein Überblick über Größe und Wachstum"),
        ("shift_jis", "潮位計の市場規模は拡大しています。主要企業は以下のとおりです。"),
        ("euc_jp", "潮位計の市場規模は拡大しています。主要企業は以下のとおりです。"),
        ("euc_kr", "조위계 시장 규모는 확대되고 있습니다. 주요 기업은 다음과 같습니다."),
        ("gb18030", "潮位计的市场在中国有很大的发展，主要公司的报告如下。这是一个分析。"),
        ("cp1251", "Рынок мареографов растёт. Ниже перечислены основные компании этого рынка и их доли."),
    ],
)
def test_older_encodings_are_told_from_the_bytes(codec: str, text: str) -> None:
    assert words(f"<p>{text}</p>".encode(codec)) == [text]


def test_the_declared_encoding_is_believed() -> None:
    page = '<html><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><p>Zażółć gęślą jaźń</p>'
    assert words(page.encode("iso-8859-2")) == ["Zażółć gęślą jaźń"]


def test_the_encoding_that_the_user_names_is_used() -> None:
    document = parsed("<p>Größe</p>".encode("cp850"), "cp850")
    assert document.text == "Größe\n"
    for wrong in ("utf-8", "no-such-code", "rot13"):
        with pytest.raises(SourceError, match=rf"not {wrong} .*; choose another --encoding"):
            parsed("<p>Größe</p>".encode("cp850"), wrong)


def test_a_few_damaged_bytes_are_no_other_encoding() -> None:
    data = ("Überblick über den Märkten " * 200).encode() + b"\xff"
    assert "Überblick" in parsed(data).text


def test_text_decoded_wrongly_before_is_mended_line_by_line() -> None:
    text = "The marketâ€™s size\n\n日本市場は健在\n\nCafÃ© is fine"
    assert words(text) == ["The market’s size", "日本市場は健在", "Café is fine"]


def test_marks_that_nobody_sees_are_gone() -> None:
    text = "\ufeffAl\u200bpha\u00ad Inc\u200e.\r\nBe\x00ta\u2028Gamma\u00a0Ltd\x0bDelta\rEpsilon"
    assert words(text) == ["Alpha Inc.", "Beta", "Gamma Ltd", "Delta", "Epsilon"]


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00",
        bytes(range(256)) * 20,
        b"\x7fELF\x02\x01\x01" + b"\0" * 200,
    ],
)
def test_binary_is_told_in_one_line(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^page: binary, not text; leave it out"):
        parsed(data)


@pytest.mark.parametrize(
    "page", ["   \n \t ", "<html><body></body></html>", "<!-- x -->", "--- *** •", "<script>x</script>"]
)
def test_a_page_without_text_is_told_in_one_line(page: str) -> None:
    with pytest.raises(SourceError, match=r"^page: no text in it; remove it"):
        parsed(page)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [("<p>a</p><p>b</p>", "text/html"), ("# a\n\nb", "text/markdown"), ("a < b\n\nc", "text/plain")],
)
def test_the_kind_of_content_is_told_by_its_looks(content: str, media_type: str) -> None:
    assert parsed(content).media_type == media_type


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The market grows", "en"),
        ("Der Markt für Pegel wächst", "de"),
        ("潮位計の市場規模は拡大しており、主要企業はアルファとベータである。", "ja"),
        ("조위계 시장은 성장하고 있으며 주요 기업은 알파와 베타입니다.", "ko"),
        ("潮位计市场正在增长，主要公司包括阿尔法和贝塔，市场规模不断扩大。", "zh"),
        ("Рынок мареографов растёт", "ru"),
        ("ينمو سوق أجهزة قياس المد والجزر", "ar"),
        ("Alpha 社 and Beta 社 are makers of gauges", "en"),
        ("2023: 5 %", "und"),
        ("Le marché des pompes est en hausse dans le monde, et les ventes sont plus fortes.", "fr"),
        ("El mercado de bombas crece con las ventas en España y se espera que siga.", "es"),
        ("O mercado de bombas cresce com as vendas no Brasil e não para.", "pt"),
        ("Il mercato delle pompe cresce con le vendite e non si ferma nel 2025.", "it"),
        ("De markt voor pompen groeit en het aantal producenten wordt groter door de vraag van de industrie.", "nl"),
    ],
)
def test_the_language_is_told_by_script_and_little_words(text: str, code: str) -> None:
    assert language(text) == code


# ================================================================== the end of the body

BODY = "<h1>Gauge Market</h1><p>The market grows.</p><h2>Players</h2><ul><li>Alpha<li>Beta</ul><p>It goes on.</p>"
ENDS = [*words(BODY)]


@pytest.mark.parametrize(
    "footer",
    [
        "<h3>About Us</h3><p>We sell studies.</p><h3>Contact us:</h3><p>Jane Roe</p><p>US: +1 (555) 010-9999</p>",
        "<p>About Harbour Research</p><p>Harbour Research sells studies.</p>",
        "<p><b>Contact:</b></p><p>sales@harbour.example</p>",
        "".join(f'<p><a href="https://x.example/{n}">{n} Market</a></p>' for n in ("Buoy", "Anchor", "ブイ")),
        "<p>Browse More Reports:</p><ul><li>Buoy Market : https://x.example/buoy</li><li>Rope : https://x.example/r</li></ul>",
        "<h4>Our other reports:</h4><p>https://x.example/buoy-market<br>https://x.example/rope-market</p>",
        "<p>#gauges #tides</p>",
    ],
)
def test_what_follows_the_report_is_cut(footer: str) -> None:
    assert kept(BODY + footer) == ENDS


@pytest.mark.parametrize(
    "ending",
    [
        "<h3>About Us</h3><p>We sell studies.</p><h2>FAQ</h2><p>Who are the makers?</p><p>Alpha and Beta.</p>",
        "<h3>About the market</h3><p>It grows.</p>",
        "<h3>Contact sensors</h3><ul><li>Reed</li><li>Spring</li></ul>",
        "<p>Forecast period: 2025 - 2032</p>",
        "<h3>About Alpha Group</h3><ul><li>Kiel</li></ul>",
        '<p>The <a href="https://x.example/r">gauge market</a> grows faster than other markets do.</p>',
    ],
)
def test_what_belongs_to_the_report_is_kept(ending: str) -> None:
    assert kept(BODY + ending) == words(BODY + ending)


# ================================================================== files, folders, archives


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with documents, and with what is left out."""
    (tmp_path / "sub" / ".git").mkdir(parents=True)
    for name in ("b.md", "a.txt", "sub/c.HTML", "sub/picture.png", ".hidden.txt", "sub/.git/x.txt"):
        (tmp_path / name).write_text(f"content of {name}", "utf-8")
    return tmp_path


def test_a_folder_is_read_with_all_below_it_in_order(folder: Path) -> None:
    assert names(read(folder)) == ["a.txt", "b.md", "sub/c.HTML"]


def test_what_is_named_twice_is_read_once(folder: Path) -> None:
    found = read(folder, folder / "a.txt", folder / "sub" / ".." / "a.txt", f"{folder}/*.txt")
    assert names(found) == ["a.txt", "b.md", "sub/c.HTML"]
    assert found == read(f"{folder}/*.txt", folder / "a.txt", folder)


def test_two_files_of_one_name_are_told_apart(folder: Path) -> None:
    (folder / "sub" / "a.txt").write_text("another", "utf-8")
    found = names(read(folder / "a.txt", folder / "sub" / "a.txt"))
    assert found == [(folder / "a.txt").as_posix(), (folder / "sub" / "a.txt").as_posix()]


def test_a_file_is_read_whatever_its_name(folder: Path) -> None:
    assert names(read(folder / "sub" / "picture.png", folder / ".hidden.txt")) == [".hidden.txt", "picture.png"]


def test_patterns_find_files(folder: Path) -> None:
    assert names(read(f"{folder}/**/*.HTML")) == ["c.HTML"]


def test_links_in_a_circle_do_no_harm(folder: Path) -> None:
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "again.txt").symlink_to(folder / "a.txt")
    assert names(read(folder)) == ["a.txt", "b.md", "sub/c.HTML"]


def test_what_cannot_be_read_is_a_problem_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "large.txt").write_bytes(b"x" * 2000)
    found = read(folder, folder / "missing.txt", max_bytes=1000)
    assert names(found) == ["a.txt", "b.md", "sub/c.HTML"]
    assert problems(found) == [
        f"{folder}/missing.txt: no such file, folder or match; check the path",
        "empty.txt: empty; remove it, or fetch the page again",
        "large.txt: larger than 1,000 bytes; split it, or raise the limit with --max-size",
    ]


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX systems")
def test_a_file_without_permission_is_a_problem() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to all but their owner
        Path(name).chmod(0o755)
        closed = Path(name, "a.txt")
        closed.write_text("content", "utf-8")
        problems(read(name))  # whatever is imported late
        closed.chmod(0)
        if os.geteuid() == 0:  # root may read all files, so this is somebody else for a moment
            os.seteuid(65534)
        try:
            found = problems(read(name))
        finally:
            if os.getuid() == 0:
                os.seteuid(0)
    assert found == ["a.txt: cannot be read (Permission denied); check the path and its permissions"]


@pytest.mark.parametrize("path", ["", "no/such/*.txt", "x" * 5000, "nul\0l", "[", "line\nbreak"])
def test_a_path_that_names_nothing_is_a_problem(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(problems(read(path))) == 1


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    assert "no documents in this folder" in problems(read(tmp_path))[0]


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<p>text</p>")))
    (source,) = read("-", "-")
    assert isinstance(source, Source)
    assert (source.path, source.data) == ("-", b"<p>text</p>")


def test_files_are_opened_only_when_they_are_asked_for(folder: Path) -> None:
    found = sources.sources([str(folder)], MEGABYTES)
    next(found)
    (folder / "sub" / "c.HTML").write_text("changed", "utf-8")
    *_, last = found
    assert isinstance(last, Source)
    assert last.data == b"changed"


FILES = {"z/b.html": b"<p>b</p>", "a.txt": b"a", "z/c.png": b"c", ".x.txt": b"x", "__MACOSX/a.txt": b"m"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pile.zip", samples.zipped(FILES)),
        ("pile.tar", samples.tarred(FILES, "w")),
        ("pile.tar.gz", samples.tarred(FILES, "w:gz")),
        ("pile.tgz", samples.tarred(FILES, "w:gz")),
        ("pile.tar.bz2", samples.tarred(FILES, "w:bz2")),
        ("pile.tar.xz", samples.tarred(FILES, "w:xz")),
    ],
)
def test_archives_are_read_in_the_order_of_their_members(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path)
    assert names(found) == [f"{name}/a.txt", f"{name}/z/b.html"]
    assert problems(found) == []
    assert [each.data for each in found if isinstance(each, Source)] == [b"a", b"<p>b</p>"]
    assert names(read(tmp_path / name)) == names(found)


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_a_compressed_file_is_the_document_in_it(ending: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / f"a.html.{ending}").write_bytes(pack(b"<p>text</p>"))
    (tmp_path / f"a.csv.{ending}").write_bytes(pack(b"1,2"))
    (source,) = read(tmp_path)
    assert isinstance(source, Source)
    assert (source.path, source.data) == (f"a.html.{ending}", b"<p>text</p>")


def test_a_member_never_leaves_its_archive(tmp_path: Path) -> None:
    inner = {"../../up.txt": b"up", "/etc/abs.txt": b"abs", "c:\\windows\\w.txt": b"w"}
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "evil.zip").write_bytes(samples.zipped(inner))
    (tmp_path / "in" / "evil.tar").write_bytes(samples.tarred(inner, "w"))
    found = names(read(tmp_path / "in"))
    assert len(found) == 6
    assert all(".." not in name and "//" not in name for name in found)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["evil.tar", "evil.zip", "in"]


def test_a_bomb_is_a_problem(tmp_path: Path) -> None:
    zeros = {f"{n:03}.txt": b"0" * 100_000 for n in range(300)}
    for name, data in (("b.zip", samples.zipped(zeros)), ("b.tar.bz2", samples.tarred(zeros, "w:bz2"))):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "one.txt.gz").write_bytes(gzip.compress(b"0" * 10_000_000))
    told = problems(read(tmp_path, max_bytes=200_000))
    assert any(line.startswith("b.tar.bz2: unpacks to more than 200 times its size") for line in told)
    assert "one.txt.gz: larger than 200,000 bytes; split it, or raise the limit with --max-size" in told


def test_an_encrypted_archive_is_a_problem(tmp_path: Path) -> None:
    data = bytearray(samples.zipped({"a.txt": b"secret", "b.txt": b"secret"}))
    for place in range(len(data) - 4):  # the flag that says so, in both headers of each member
        if data[place : place + 4] == b"PK\x03\x04":
            data[place + 6] |= 1
        elif data[place : place + 4] == b"PK\x01\x02":
            data[place + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    assert problems(read(tmp_path)) == [
        "locked.zip: 2 encrypted members; unpack it with its password and name the folder"
    ]


@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz", "x.tar.xz", "x.tar.bz2", "x.tar", "x.txt.gz"])
def test_a_damaged_archive_is_a_problem(name: str, tmp_path: Path) -> None:
    mode = {"x.tar.gz": "w:gz", "x.tar.xz": "w:xz", "x.tar.bz2": "w:bz2", "x.tar": "w"}.get(name)
    noise = {"a.txt": os.urandom(4000)}
    data = (
        samples.tarred(noise, mode)
        if mode
        else samples.zipped(noise)
        if name == "x.zip"
        else gzip.compress(b"text" * 99)
    )
    (tmp_path / "a.txt").write_text("sound", "utf-8")
    (tmp_path / name).write_bytes(data[: len(data) * 2 // 3])
    found = read(tmp_path)
    assert "a.txt" in names(found)
    assert any(name in line for line in problems(found)) or mode == "w"


@pytest.mark.skipif(os.name != "posix", reason="the size of files is limited as on POSIX systems")
def test_no_room_for_a_temporary_file_is_not_the_fault_of_the_archive(tmp_path: Path) -> None:
    import resource

    (tmp_path / "x.tar.gz").write_bytes(samples.tarred({"a.txt": b"text" * 5000}, "w:gz"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        found = read(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert names(found) == []
    cure = "free some space for temporary files, or name a folder with more in TMPDIR"
    assert problems(found) == [f"x.tar.gz: cannot be unpacked here (File too large); {cure}"]


def test_an_archive_in_an_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "out.zip").write_bytes(samples.zipped({"in.zip": samples.zipped({"a.txt": b"a"}), "b.txt": b"b"}))
    found = read(tmp_path)
    assert names(found) == ["out.zip/b.txt"]
    assert problems(found) == ["out.zip/in.zip: an archive in an archive; unpack it and name the folder"]


def test_an_archive_without_documents_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(samples.zipped({"a.png": b"a"}))
    assert "no documents in this archive" in problems(read(tmp_path))[0]


@given(st.binary(max_size=600), st.integers(0, 2000), st.sampled_from(["zip", "tar", "tar.gz", "gz"]))
@settings(max_examples=60, deadline=None)
def test_no_archive_breaks_the_reader(noise: bytes, place: int, kind: str) -> None:
    files = {"a.txt": b"text" * 50, "b/c.html": b"<p>x</p>"}
    data = {
        "zip": lambda: samples.zipped(files),
        "tar": lambda: samples.tarred(files, "w"),
        "tar.gz": lambda: samples.tarred(files, "w:gz"),
        "gz": lambda: gzip.compress(b"text"),
    }[kind]()
    from mrgraph.documents import archives

    damaged = data[:place] + noise + data[place + len(noise) :]
    if archives.is_archive(damaged[:512]):
        for member in archives.members("x", io.BytesIO(damaged), 10_000):
            assert isinstance(member, archives.Member | Problem)


# ================================================================== PDF and DOCX


def test_a_word_processor_document_is_a_stream_of_blocks() -> None:
    assert shape(samples.docx()) == [
        ("heading", 1, "Tidal Gauge Market"),
        ("heading", 2, "Key Players"),
        ("item", 1, "Alpha Gauges Inc."),
        ("item", 2, "Head office: Kiel"),
        ("paragraph", 0, "The market grows by 5.8 %"),
        ("cell", 0, "Year"),
        ("cell", 1, "Value"),
        ("cell", 0, "2023"),
        ("cell", 1, "USD 1 billion"),
    ]


def test_a_pdf_is_a_stream_of_blocks_without_its_running_heads() -> None:
    pages = [["Harbour Research 2024", f"Text of page {n} that says something.", f"Page {n}"] for n in "123"]
    assert words(samples.pdf(pages)) == [f"Text of page {n} that says something." for n in "123"]


def test_lines_of_a_pdf_that_end_at_its_margin_are_one_paragraph() -> None:
    prose = [
        "The market for tidal gauges, which are built into harbours all over the",
        "world, has grown for many years, above all in North America and in the",
        "Pacific region, where ports are built and where gauges are in high de-",
        "mand.",
    ]
    assert shape(samples.pdf([["Tidal Gauge Market", *prose, "Key Players", "Alpha Gauges", "Beta Marine"]])) == [
        ("heading", 1, "Tidal Gauge Market"),
        ("paragraph", 0, " ".join(prose).replace("de- mand", "demand")),
        ("paragraph", 0, "Key Players"),
        ("paragraph", 0, "Alpha Gauges"),
        ("paragraph", 0, "Beta Marine"),
    ]


def test_office_documents_in_an_archive_are_read(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(samples.zipped({"a.docx": samples.docx(), "b.pdf": samples.pdf([["Words here"]])}))
    (tmp_path / "c.docx").write_bytes(samples.docx())
    found = read(tmp_path)
    assert names(found) == ["c.docx", "x.zip/a.docx", "x.zip/b.pdf"]
    assert all(parsing.parse(each).blocks for each in found if isinstance(each, Source))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n" + b"garbage " * 40, "damaged PDF"),
        (samples.pdf([["Words"]])[:150], "damaged PDF"),
        (samples.pdf([[]]), "no text in this PDF"),
        (samples.zipped({"word/document.xml": b"<broken"}), "damaged DOCX"),
        (samples.docx()[:3000], "damaged DOCX"),
    ],
)
def test_a_broken_office_document_is_told_in_one_line(
    data: bytes, message: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SourceError, match=rf"^page: {message}") as caught:
        parsed(data)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.levelno < logging.CRITICAL] == []


def test_an_encrypted_pdf_is_told_in_one_line() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(samples.pdf([["Words"]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(SourceError, match=r"^page: encrypted PDF; remove its password"):
        parsed(made.getvalue())


@pytest.mark.parametrize(("data", "library"), [(samples.pdf([["x"]]), "pypdf"), (samples.docx(), "docx")])
def test_a_missing_extra_is_told_with_its_command(data: bytes, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ModuleNotFoundError(name)
        return genuine(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"^page: .*; pip install 'mrgraph\[office\]'$"):
        parsed(data)
    told = batch.extraction(Source("page", data, "0" * 64), Settings())
    assert isinstance(told, Problem)
    assert told.cure == "pip install 'mrgraph[office]'"


# ================================================================== laws

TAGS = (
    "<p> </p> <li> </li> <ul> </ul> <ol> <h2> </h2> <h3> </h1> <b> </b> <strong> <br> <table> <tr> <td> </td> </table> "
    "<dl> <dt> <dd> <div> </div> <script> </script> <!-- --> <a </a> < </ <?"
).split()
SIGNS = (
    '&amp; &lt; &#8203; &nbsp; ** * _ # ## - • 1. | --- === > ``` [a](https://x.example/b) [ ]( ) " "" \' \\ '
    "Alpha Beta, market 2024 . : ? 市場 の 시장 é"
).split()
SPACES = ["\n", "\n\n", " ", "   ", "\t", "\r", "\u200b", "\u00a0", "\n- ", "\n  - ", "\n| a | b |\n"]
LONGER = [
    '<a href="https://x.example/a?b=1&c=2">',
    "<td rowspan=3 colspan=2>",
    "<div hidden>",
    '<p style="display:none">',
]
PIECES = st.sampled_from([*TAGS, *SIGNS, *SPACES, *LONGER])
MARKUP = st.lists(PIECES, max_size=60).map("".join)


def check(document: Document) -> None:
    """What holds of every document."""
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        said = document.quote(block.start, block.end)
        assert said == said.strip()
        assert "\n" not in said
        assert block.level >= (0 if block.kind in (BlockKind.PARAGRAPH, BlockKind.CELL, BlockKind.ASIDE) else 1)
        assert (block.group > 0) == (block.kind in (BlockKind.ITEM, BlockKind.CELL))
        end = block.end
    place = 0
    for link in document.links:
        assert place <= link.target_start
        assert 0 <= link.start <= link.end <= len(document.text)
        assert document.quote(link.target_start - 1, link.target_start + len(link.target) + 1) == f"<{link.target}>"
        place = link.target_start
    starts = [block.start for block in document.blocks]
    for start, stop in document.bold:
        block = document.blocks[bisect_right(starts, start) - 1]
        assert block.start <= start < stop <= block.end
    assert document.text.endswith("\n")
    assert 0 <= document.body_end <= len(document.text)
    document.text.encode("utf-8")


def parsed_or_none(content: str | bytes) -> Document | None:
    """The document in some content, None where it is refused, in one line."""
    try:
        return parsed(content)
    except (SourceError, MissingExtra) as error:
        if "\n" in str(error):
            raise
        return None


@given(MARKUP)
@settings(max_examples=300, deadline=None)
def test_blocks_are_in_order_and_quote_the_text(content: str) -> None:
    document = parsed_or_none(content)
    if document:
        check(document)
        assert parsed(content) == document


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
@settings(max_examples=300, deadline=None)
def test_no_content_raises_anything_but_a_source_error(content: str | bytes) -> None:
    document = parsed_or_none(content)
    if document:
        check(document)


@given(st.lists(st.text("abcdefgh &<>*_#-|", min_size=1, max_size=30), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_every_letter_of_an_item_is_kept(items: list[str]) -> None:
    from html import escape

    filled = [item for item in items if any(letter.isalnum() for letter in item)]
    markup = (
        "<ul>" + "".join(f"<li>x{escape(item.replace('*', '').replace('_', ''))}</li>" for item in filled) + "</ul>"
    )
    if filled:
        letters = ["".join(filter(str.isalnum, f"x{item}")) for item in filled]
        assert ["".join(filter(str.isalnum, item)) for item in words(markup)] == letters


HOSTILE = {
    "angles": "<" * 300_000,
    "brackets": "[" * 300_000,
    "stars": "**" * 60_000,
    "starred": "*a" * 60_000,
    "escaped": "&lt;" * 60_000,
    "ampersands": "&" * 200_000,
    "references": "&#" * 60_000,
    "long reference": f"&#{'9' * 60_000};x",
    "comments": "<!--" * 60_000,
    "open tags": "<div>" * 60_000 + "x",
    "open lists": "<ul><li>a" * 30_000,
    "open tables": "<table><tr><td>x" * 20_000,
    "open bold": "<b><p>x" * 30_000,
    "end tags": "</a></b></ul></p></h1>" * 20_000 + "x",
    "scripts": "<script>" * 30_000,
    "buttons": "<button" * 50_000,
    "hidden": "<div hidden>x" * 30_000,
    "hidden by style": '<div style="display:none">x' * 30_000,
    "open quotes": '<a href="' * 50_000,
    "attributes": "<a " + 'x="y" ' * 50_000,
    "styles": "<a " + "style='" * 50_000 + " display:none",
    "spaces": "a" + " " * 500_000 + "b",
    "line feeds": "\n" * 500_000 + "x",
    "one line": "The market was valued at USD 5 billion. " * 40_000,
    "tables of two lines": "a\tb\nc\td\n\n" * 8_000,
    "ragged tables": "a\tb\na\tb\tc\n" * 8_000,
    "strokes": "|" * 300_000,
    "rule": "-" * 500_000 + "x",
    "hashes": "#" * 500_000 + " x",
    "links": "[x](http://y" * 50_000,
    "references to links": "[x][y]" * 40_000 + "\n[y]: http://z.example\n",
    "titles": "Title Case Line\n\n" * 20_000,
    "anchors": '<a href="http://x.example/z">w' * 30_000,
    "mojibake": "â€™ " * 50_000,
    "quotes": '"a' + '""b' * 60_000,
    "rowspans": "<table>" + "<tr><td rowspan=1000 colspan=100>x" * 3_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_content_takes_time_in_proportion_to_its_length(kind: str) -> None:
    """A second is many times what any of them needs; what grew with the square of the length would need minutes."""
    begun = time.process_time()
    document = parsed_or_none(HOSTILE[kind])
    if document:
        check(document)
    assert time.process_time() - begun < 6


# ================================================================== real documents


def seeds_documents(seeds: Path) -> Iterator[Document]:
    for source in sources.sources([str(seeds)], MEGABYTES):
        assert isinstance(source, Source)
        yield parsing.parse(source)


def test_the_seeds_are_read_whole(seeds: Path) -> None:
    documents = list(seeds_documents(seeds))
    assert len(documents) == 5
    for document in documents:
        check(document)
        kinds = [block.kind for block in document.blocks]
        assert document.language == "en"
        assert kinds.count(BlockKind.HEADING) >= 4
        assert kinds.count(BlockKind.ITEM) + kinds.count(BlockKind.PARAGRAPH) > 20
        assert document.links
        assert document.body_end > len(document.text) // 2


@pytest.mark.shared
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus does not lie beside the project")
def test_every_document_of_the_corpus_is_read() -> None:
    unread: list[str] = []
    count = 0
    for source in sources.sources([str(CORPUS)], MEGABYTES):
        count += 1
        if isinstance(source, Problem):
            unread.append(source.message)
        else:
            check(parsing.parse(source))
    assert count == 1292
    assert unread == ["empty"]


def test_zip_members_that_are_links_are_left_out(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "text")
    (tmp_path / "x.zip").write_bytes(made.getvalue())
    assert names(read(tmp_path)) == ["x.zip/a.txt"]


# ================================================================== menus and contents


@pytest.mark.parametrize(
    "menu",
    [
        '<nav><ul><li><a href="/a">Machinery</a></li><li><a href="/b">Food</a></li></ul></nav>',
        '<ul class="top nav"><li><a href="/a">Machinery</a></li><li><a href="/b">Food</a></li></ul>',
        "<div id='breadcrumbs'><a href='/'>Home</a> › <a href='/f'>Food</a> › 17</div>",
    ],
)
def test_the_words_of_a_menu_are_no_text(menu: str) -> None:
    assert words(f"<p>before</p>{menu}<p>after</p>") == ["before", "after"]


def test_a_menu_keeps_where_it_leads_to_and_what_is_no_menu_stays_whole() -> None:
    assert "https://a.example/x" in parsed('<nav><a href="https://a.example/x">Home</a></nav><p>text</p>').text
    told = '<div class="nav"><p>The market for menus grew by a tenth.</p><a href="/a">more</a></div>'
    assert words(told) == ["The market for menus grew by a tenth.", "more"]
    assert words('<nav><h1>Valves Market</h1><a href="/a">a link of many words</a></nav>')[0] == "Valves Market"
    assert words("<nav><a href='/a'>never closed</a><p>text") == ["never closed", "text"]


@pytest.mark.parametrize("leader", ["......", "\t", "   ", " - p. ", " | page "])
def test_a_chapter_is_an_item_without_its_page(leader: str) -> None:
    lines = ["1. Start", "2. Valves, by Body", "   2.1 Ball", "   2.2 Gate", "CHAPTER 3: Ends"]
    text = "CONTENTS\n" + "".join(f"{line}{leader}{page}\n" for page, line in enumerate(lines, 10))
    assert [each for each in shape(text) if each[0] == "item"] == [
        ("item", 1, "1. Start"),
        ("item", 1, "2. Valves, by Body"),
        ("item", 2, "2.1 Ball"),
        ("item", 2, "2.2 Gate"),
        ("item", 1, "CHAPTER 3: Ends"),
    ]


def test_numbered_lines_with_figures_are_no_contents() -> None:
    counted = "1. Sales rose to 5\n2. Costs fell to 3\n3. Gain was 2\n4. Tax was 1\n5. Rest was 0\n"
    assert words(counted) == ["Sales rose to 5", "Costs fell to 3", "Gain was 2", "Tax was 1", "Rest was 0"]
    lines = "colour of the casing = red | blue | a very dark green\nsize of the casing = small | large\n"
    assert words(lines) == lines.splitlines()
