"""A stretch of text that may give a figure, and how a label's unit is put to the number beside it."""

from __future__ import annotations

import re
from typing import NamedTuple

from mrgraph.lexicon import figure_words
from mrgraph.lexicon.amount_words import CODE, SCALE
from mrgraph.lexicon.caseless import AnyCase

LABEL = AnyCase(
    rf"{figure_words.any_of('size', 'rate', 'share', 'period')}|\b(?:value|worth|revenues?|sales|turnover|growth|"
    rf"forecast\w*|projected|"
    r"estimated|base\s+year|histor\w+|(?:study|review)\s+period|period|share)\b|期間|売上|기간|매출"
)
BARE = re.compile(r"\W{0,2}\d[\d.,]*(?:\s\d{3}\b)*\W{0,2}")
UNIT = re.compile(
    rf"(?:\bin\s+|[(\[,]\s*)(?:(?P<sign>US\$|[$€£¥₹]|{CODE})\s*(?P<scale>{SCALE}|"
    rf"[BM])?|(?P<first>{SCALE}|[BM])\s*(?P<last>US\$|[$€£¥₹]|{CODE}"
    r"))(?![a-z])\s*[)\]]?",
    re.I,
)
DIGIT = re.compile(r"\d")
YEAR_VALUE = re.compile(r"\W*(?:19|20)\d\d\W*")
LONGEST_LABEL, LONGEST_LINE = 70, 110  # characters: labels of fact boxes are shorter than sentences


class Statement(NamedTuple):
    """Words that may give a figure.

    `text` is what is read: the words from `start` to `end` of the document, or a cell with the words of its column and
    row before it. `label`: the words before the value, "" in running text. `block`: number of the first block.
    `name`: of a cell the name of its row, `over` the head of the column of names; "" elsewhere.
    """

    start: int
    end: int
    text: str
    block: int
    label: str = ""
    name: str = ""
    over: str = ""


def filled(statement: Statement, label: str, value: str) -> Statement:
    """With the unit that the label names put to a bare number: "Size (USD Million): 1,234"."""
    if not BARE.fullmatch(value) or YEAR_VALUE.fullmatch(value):
        return statement._replace(label=label)
    if "%" in label:
        return statement._replace(text=f"{label}: {value.strip()}%", label=label)
    unit = UNIT.search(label)
    if unit:
        value = f"{unit['sign'] or unit['last']} {value.strip()} {unit['scale'] or unit['first'] or ''}".strip()
        bare = UNIT.sub(" ", label).strip(" ()[]")
        return statement._replace(text=f"{bare}: {value}", label=label)
    return statement._replace(label=label)
