"""Lines broken at any width are read as those that were meant; lines that were meant stay apart."""

from __future__ import annotations

import textwrap

import pytest

from mrgraph.documents import parsing
from mrgraph.documents.markdown.wrapped_lines import unwrapped
from mrgraph.records import BlockKind, Source

PARAGRAPHS = (
    (
        "The market for tidal gauges was worth USD 1.2 billion in 2024 and is set to reach USD 2.4 billion by 2032, "
        "which means that it grows at a rate of 9.1% a year. Ports in Asia buy most of them, and rivers follow."
    ),
    (
        "The leading companies include Alpha Gauges Inc., Beta Instruments, Becker, Dunhill and Company, Gamma Kyoto "
        "Co., Ltd., Delta Measurement International, Inc. and Epsilon Sensors Corporation."
    ),
)


def words(content: str) -> list[str]:
    """The words of the blocks of a text."""
    document = parsing.parse(Source("page", content.encode(), "0" * 64))
    return [document.quote(b.start, b.end) for b in document.blocks]


@pytest.mark.parametrize("width", [38, 44, 52, 60, 66, 72, 76, 80, 90, 100, 120, 150])
@pytest.mark.parametrize("head", ["# Tidal Gauge Market\n\n", ""])
def test_paragraphs_are_whole_at_every_width(width: int, head: str) -> None:
    text = head + "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in PARAGRAPHS)
    assert tuple(words(text)[-2:]) == PARAGRAPHS


@pytest.mark.parametrize("width", [48, 60, 72, 90])
def test_items_are_whole_at_every_width(width: int) -> None:
    items = (
        "Growing trade brings larger ships into ports that were built for smaller ones a century ago",
        "Storm surges make river authorities look for gauges that warn in time and need no care",
    )
    text = "\n".join(textwrap.fill(item, width, initial_indent="- ", subsequent_indent="  ") for item in items)
    document = parsing.parse(Source("page", text.encode(), "0" * 64))
    assert [document.quote(b.start, b.end) for b in document.blocks if b.kind is BlockKind.ITEM] == [*items]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- Alpha\n  AG\n- Beta Gauges\n  Inc.", ["Alpha AG", "Beta Gauges Inc."]),
        (
            "Global Tidal\nGauge Market Report\n\nThe market grows.",
            ["Global Tidal Gauge Market Report", "The market grows."],
        ),
        (
            "Automatic Tidal\nGauge Market Outlook\nto 2031\n\nText.",
            ["Automatic Tidal Gauge Market Outlook to 2031", "Text."],
        ),
        (
            "Most gauges that are sold today are made in the har-\nbours of the north by Hewlett-\nPackard and others.",
            ["Most gauges that are sold today are made in the harbours of the north by Hewlett-Packard and others."],
        ),
    ],
)
def test_what_was_broken_is_joined(text: str, lines: list[str]) -> None:
    assert words(text) == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["Alpha Gauges AG", "Beta Instruments GmbH", "Gamma Kyoto Co., Ltd.", "Delta Sensors Inc."],
        ["crystal gauges", "ceramic gauges", "float gauges"],
        ["Tidal Gauge Market Report", "Harbour Research, Kiel", "March 2024"],
        ["Key Insights", "Tidal Gauge Market Overview:", "Alpha AG"],
        ["Report: Tidal Gauge Market", "Pages: 120", "Format: PDF"],
        ["# Tidal Gauges", "Gauges of all kinds"],
        ["a | b", "--- | ---", "c | d"],
        ["* Alpha SpA", "    Head office: Genoa", "    Founded: 1982"],
        ["A line that ends with two blanks is meant to be broken and  ", "so this one begins anew."],
    ],
)
def test_lines_that_were_meant_stay_apart(lines: list[str]) -> None:
    assert unwrapped(lines) == lines


def test_a_long_line_shows_that_the_text_was_broken_at_no_width() -> None:
    lines = [
        PARAGRAPHS[0],
        "",
        "Alpha Gauges sells gauges to ports in the north of the country,",
        "Beta to all others.",
    ]
    assert unwrapped(lines)[:1] == [PARAGRAPHS[0]]
