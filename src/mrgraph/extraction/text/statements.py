"""What figures are read from: sentences, labels with their values, and table cells with the words of row and column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.currencies import CODE
from mrgraph.lexicon.numerals import SCALE
from mrgraph.records import BlockKind, Evidence

LABEL = AnyCase(
    r"\b(?:size|value|valuation|worth|revenues?|sales|turnover|CAGR|growth|forecast\w*|projected|estimated|"
    r"base\s+year|histor\w+|(?:study|review)\s+period|period|share)\b"
    r"|規模|成長率|期間|シェア|売上|규모|성장률|기간|점유율|매출",
)
VERB = AnyCase(
    r"\b(?:is|are|was|were|will|has|have|had|reach\w*|grow(?:s|ing)?|expected|stood|amount\w*|total(?:l?ed|s)|"
    r"rose|fell|came|contribut\w*|account\w*|hold\w*|generat\w+|reported|can|this|which|that)\b",
)
PAIR = re.compile(
    r"\s*(?P<label>[^:：|\n]{2,70}?)\s*(?:[:：|\n]|\s[–—-]\s|\s?\.{3,}|\s?…+)\s*(?P<value>\S.{0,120})", re.S
)
VALUE_BEGINS = re.compile(
    r"(?:US\s?)?[$€£¥₹₩]|\b(?:" + CODE + r")\b|(?<![\d(–-])\d[\d.,]*\s*%|(?<![\d(–-])(?:19|"
    r"20)\d\d\s*[-–—]\s*(?:19|20)\d\d"
)
VALUE_ONLY = re.compile(
    r"\W{0,3}(?:(?:US|A|C|HK|NT|S)?\s?[$€£¥₹₩]|" + CODE + r"|over|approx\w*|around|about|"
    r"CAGR(?: of)?)?\W{0,3}\d[\d.,]*(?:\s\d{3}\b)*\s?(?:[-–—~]\s?\d[\d.,]*\s?)?"
    rf"(?:%|％|percent|(?:{SCALE})|[BMKT])?\+?\W{{0,2}}(?:USD|EUR|dollars|euros)?\W{{0,2}}(?:\(?(?:in|by|"
    rf"from)?\s?(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)\d\d)?\)?)?\W{{0,2}}",
    re.I,
)
PART = re.compile(r"[|;·•]")
PARTS = re.compile(rf"\s*{PART.pattern}\s*")
BARE = re.compile(r"\W{0,2}\d[\d.,]*(?:\s\d{3}\b)*\W{0,2}")
UNIT = re.compile(
    rf"(?:\bin\s+|[(\[,]\s*)(?:(?P<sign>US\$|[$€£¥₹]|{CODE})\s*(?P<scale>{SCALE}|"
    rf"[BM])?|(?P<first>{SCALE}|[BM])\s*(?P<last>US\$|[$€£¥₹]|{CODE}"
    r"))(?![a-z])\s*[)\]]?",
    re.I,
)
UNIT_ALONE = AnyCase(
    rf"(?<![\w.])(?:US\$|[$€£¥₹]|{CODE})\s*(?:{SCALE})(?![\w])|\b(?:{SCALE})\s+(?:USD|"
    r"EUR|US\$|\$|US\s+dollars|euros)(?!\s?\d)",
)
YEARS = re.compile(r"\b(?:19|20)\d\d\b")
YEAR_ONLY = re.compile(r"\W*(?:FY\s?)?(?:19|20)\d\d\s*[AEFP]?(?:\s*[-–]\s*(?:19|20)\d\d)?\W*(?:\([^)]*\)\W*)?", re.I)
DIMENSION = AnyCase(
    r"^\W*$|\b(?:regions?|segments?|countr\w+|types?|applications?|categor\w+|compan\w+|products?|geograph\w+|"
    r"years?)\b",
)
BRACKETS = re.compile(r"\([^)]*\)")
DIGIT = re.compile(r"\d")
YEAR_VALUE = re.compile(r"\W*(?:19|20)\d\d\W*")
NO_LABEL = re.compile(r"[.?!]$|[$€£]\s?\d")
UNIT_HEAD = re.compile(r"\W*units?(?:\s+of\s+measure\w*)?\W*", re.I)
RATE_HEAD = AnyCase(r"\bCAGR|\bshare")
UNIT_END = AnyCase(r"\b(?:Rs|Mrd|Mio|ca)\.\s*$")  # no sentence ends here: "Rs. 5 crore", "7 Mrd. Euro"
LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}")
_LONGEST_END = 12  # characters of such an end with the one before it
LONGEST_SENTENCE = 1200  # characters; the longest with a figure in 2,347 of the corpus has 390
LONGEST_HEAD = 45  # characters of a column's head
LONGEST_LABEL, LONGEST_LINE = 70, 110  # characters: labels of fact boxes are shorter than sentences


class Statement(NamedTuple):
    """Words that may give a figure.

    `text` is what is read: the words from `start` to `end` of the document, or a cell with the words of its column and
    row before it. `label`: the words before the value, "" in running text. `block`: number of the first block.
    """

    start: int
    end: int
    text: str
    block: int
    label: str = ""


class WordPlaces:
    """Where any of some plain words stands in a text: tells cheaply on which statements to try a costly pattern."""

    def __init__(self, text: str, words: tuple[str, ...]) -> None:
        low = text.lower()
        self._starts: list[int] | None = None
        if len(low) == len(text):  # else a letter whose small form is longer has moved all that follows
            self._starts = sorted(start for word in words for start in _occurrences(low, word))

    def near(self, statement: Statement) -> bool:
        """Whether one of the words stands in a statement; also true of one put together from several places."""
        if self._starts is None or statement.label:
            return True
        first = bisect_left(self._starts, statement.start)
        return first < len(self._starts) and self._starts[first] < statement.end


def _occurrences(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text."""
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + len(word))


def statements(page: Page) -> tuple[Statement, ...]:
    """All statements of a page that hold a number, and the sentences between them, in text order."""
    collected: list[Statement] = []
    blocks = page.blocks
    number = 0
    while number < len(blocks):
        block = blocks[number]
        if block.kind is BlockKind.CELL:
            end = page.table_end(number)
            collected += _tables(page, number, end)
            number = end
        elif number in page.calls:
            number += 1
        elif pair := _pair(page, number):
            collected.append(pair)
            number += 2
        else:
            for sentence in _sentences(page, number):
                collected += _parts(sentence) if DIGIT.search(sentence.text) else (sentence,)
            number += 1
    return tuple(collected)


def _sentences(page: Page, number: int) -> Iterator[Statement]:
    """The sentences of a block; a line with dot leaders, "Sales ..... EUR 5 million", is one."""
    block = page.blocks[number]
    words = page.words(block) if block.end - block.start <= LONGEST_LINE else ""
    if ("..." in words or "…" in words) and LEADERS.search(words):
        yield Statement(block.start, block.end, words, number)
        return
    begin = None
    for sentence in page.sentences_in(number):
        begin = sentence.start if begin is None else begin
        if not sentence.text[-7:].rstrip().endswith(".") or not UNIT_END.search(sentence.text[-_LONGEST_END:]):
            yield from _pieces(page, begin, sentence.end, number)
            begin = None
    if begin is not None:
        yield from _pieces(page, begin, block.end, number)


def _pieces(page: Page, start: int, end: int, number: int) -> Iterator[Statement]:
    """The words from `start` to `end`, cut where they are too many for a sentence: every reading of one is bounded."""
    while end - start > LONGEST_SENTENCE:
        space = page.text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        cut = space if space >= 0 else start + LONGEST_SENTENCE
        yield Statement(start, cut, page.text[start:cut], number)
        start = cut
    yield Statement(start, end, page.text[start:end], number)


def _parts(statement: Statement) -> Iterator[Statement]:
    """A line of several labels with values, "2025: 3.3 bn | 2033: 5.5 bn | CAGR: 6%", as one statement each."""
    text = statement.text
    cuts = list(PARTS.finditer(text)) if len(text) <= 2 * LONGEST_LINE and PART.search(text) else []
    if not cuts:
        yield _labelled(statement)
        return
    ends = [
        (a, b)
        for a, b in zip([0, *(c.end() for c in cuts)], [*(c.start() for c in cuts), len(text)], strict=True)
        if a < b
    ]
    pieces = [Statement(statement.start + a, statement.start + b, text[a:b], statement.block) for a, b in ends]
    several = [_labelled(p) for p in pieces] if len(pieces) > 1 else []
    if len(several) > 1 and all(p.label for p in several):
        yield from several
    else:
        yield _labelled(statement)


def _labelled(statement: Statement) -> Statement:
    """The statement with its label, where a line is a label and a value: "CAGR (2025-2032) | 6.1%", "Europe: 27%"."""
    text = statement.text
    if len(text) > LONGEST_LINE:
        return statement
    pair = PAIR.fullmatch(text)
    if pair and not VERB.search(pair["label"]) and (len(pair["value"]) <= 60 or LABEL.search(pair["label"])):
        return _filled(statement, pair["label"], pair["value"])
    value = VALUE_BEGINS.search(text)
    if value and value.start() and LABEL.search(text[: min(value.start(), 30)]) and not VERB.search(text):
        return Statement(statement.start, statement.end, text, statement.block, text[: value.start()].strip(" :-–|"))
    return statement


def _filled(statement: Statement, label: str, value: str) -> Statement:
    """With the unit that the label names put to a bare number: "Size (USD Million): 1,234"."""
    if not BARE.fullmatch(value) or YEAR_VALUE.fullmatch(value):
        return Statement(statement.start, statement.end, statement.text, statement.block, label)
    if "%" in label:
        return Statement(statement.start, statement.end, f"{label}: {value.strip()}%", statement.block, label)
    unit = UNIT.search(label)
    if unit:
        value = f"{unit['sign'] or unit['last']} {value.strip()} {unit['scale'] or unit['first'] or ''}".strip()
        bare = UNIT.sub(" ", label).strip(" ()[]")
        return Statement(statement.start, statement.end, f"{bare}: {value}", statement.block, label)
    return Statement(statement.start, statement.end, statement.text, statement.block, label)


def _pair(page: Page, number: int) -> Statement | None:
    """A label and a value that stand in blocks of their own, one after the other, in either order."""
    if number + 1 >= len(page.blocks) or number + 1 in page.calls:
        return None
    first, second = page.blocks[number], page.blocks[number + 1]
    if second.kind is BlockKind.CELL or max(first.end - first.start, second.end - second.start) > LONGEST_LABEL:
        return None
    a, b = page.words(first), page.words(second)
    if not (DIGIT.search(a) or DIGIT.search(b)):
        return None
    if _is_label(a) and VALUE_ONLY.fullmatch(b):
        label, value = a, b
    elif VALUE_ONLY.fullmatch(a) and not YEAR_VALUE.fullmatch(a) and _is_label(b):
        label, value = b, a
    else:
        return None
    text = f"{label.strip(' :')}: {value}"
    return _filled(Statement(first.start, second.end, text, number), label, value)


def _is_label(words: str) -> bool:
    return (
        bool(LABEL.search(words))
        and not VERB.search(words)
        and "%" not in words.replace("(%)", "")
        and not NO_LABEL.search(words)
    )


# --------------------------------------------------------------------- tables


def _tables(page: Page, first: int, end: int) -> Iterator[Statement]:
    """The rows of the tables between two blocks: labels with values, or cells under the heads of their columns."""
    rows = _rows(page, first, end)
    heads: dict[int, str] = {}
    caption = _caption(page, first)
    for row, following in zip_longest(rows, rows[1:]):
        cells = {page.blocks[n].level: page.words(page.blocks[n]) for n in row}
        ruled = following is not None and page.blocks[following[0]].group - page.blocks[row[0]].group > 1
        if _is_head(cells, ruled=ruled) or (len(row) > 2 and not heads):
            heads = cells
        elif len(row) > 1 and _is_under(cells, heads, len(row)):
            yield from _cells(page, row, heads, caption)
        elif len(row) == 2:
            yield from _row(page, row)


def _rows(page: Page, first: int, end: int) -> list[list[int]]:
    """The numbers of the cells between two blocks, row by row."""
    rows: list[list[int]] = []
    for number in range(first, end):
        if rows and page.blocks[rows[-1][0]].group == page.blocks[number].group:
            rows[-1].append(number)
        else:
            rows.append([number])
    return rows


def _is_under(cells: dict[int, str], heads: dict[int, str], size: int) -> bool:
    """Whether the values of a row of `size` cells stand under heads of columns."""
    return bool(set(cells) & set(heads) - {0}) and (_is_short(cells) or size > 2 or len(heads) == 2)


def _is_head(cells: dict[int, str], *, ruled: bool) -> bool:
    """Whether a row heads columns of figures: "Region | Market share", "Year | Size (USD Million)", "| 2024 | 2030".

    `ruled`: a rule follows, as under the first row of a table in Markdown.
    """
    figures = [words for column, words in cells.items() if column]
    corner = cells.get(0, "")
    if any(map(_holds_number, cells.values())) or max(map(len, figures), default=0) > LONGEST_HEAD:
        return False
    measured = any(_is_measure(words) for words in figures)
    if len(cells) <= 2:
        return measured and bool(DIMENSION.search(corner)) and not LABEL.search(corner)
    cornerless = len(figures) == len(cells) and not any(DIGIT.search(words) for words in figures)
    return measured or ruled or cornerless or bool(DIMENSION.search(corner))


def _holds_number(words: str) -> bool:
    """Whether a cell holds a number other than a year and what stands in brackets."""
    return DIGIT.search(BRACKETS.sub("", YEARS.sub("", words))) is not None


def _is_measure(words: str) -> bool:
    """Whether a column's head says what its figures measure, in what unit, or of which year they are."""
    return bool(LABEL.search(words) or YEAR_ONLY.fullmatch(words) or UNIT_ALONE.search(words))


def _is_short(cells: dict[int, str]) -> bool:
    """Whether a row of two is one whose other cells are empty: its value is a bare number, and no year."""
    value = cells.get(1, "")
    return BARE.fullmatch(value) is not None and not YEAR_VALUE.fullmatch(value)


def _caption(page: Page, first: int) -> str:
    """The unit that the lines above a table give for all of it: "Market size by region, USD million"."""
    for number in range(first - 1, max(-1, first - 3), -1):
        if unit := UNIT_ALONE.search(page.words(page.blocks[number])[:200]):
            return f"({unit[0]})"
    return ""


def _row(page: Page, row: list[int]) -> Iterator[Statement]:
    """A row of two as a label and its value."""
    label, value = (page.words(page.blocks[n]) for n in row)
    start, end = page.blocks[row[0]].start, page.blocks[row[1]].end
    if len(label) <= LONGEST_LABEL and len(value) <= LONGEST_LINE:
        yield _filled(Statement(start, end, f"{label.strip(' :')}: {value}", row[0]), label, value)
        return
    for number in row:
        yield from _sentences(page, number)


def _cells(page: Page, row: list[int], heads: dict[int, str], caption: str) -> Iterator[Statement]:
    """Each further cell of a row, with its column's head and the row's first cell."""
    name, start = page.words(page.blocks[row[0]]), page.blocks[row[0]].start
    unit = _unit_of_row(page, row, heads, caption)
    for number in row[1:]:
        head, value = heads.get(page.blocks[number].level), page.words(page.blocks[number])
        if head is None or len(name) > LONGEST_LABEL or not DIGIT.search(value) or len(value) > LONGEST_LINE:
            continue
        own = UNIT.search(head) or UNIT.search(name) or "%" in head or RATE_HEAD.search(head)
        label = f"{name}, {head}" + ("" if own else unit)
        yield _filled(Statement(start, page.blocks[number].end, f"{label}: {value}", row[0]), label, value)


def _unit_of_row(page: Page, row: list[int], heads: dict[int, str], caption: str) -> str:
    """The unit of a row's figures, as " (USD million)": from its cell for units, the table's corner or its caption."""
    units = next((column for column, words in heads.items() if UNIT_HEAD.fullmatch(words)), None)
    corner = UNIT_ALONE.search(heads.get(0, ""))
    unit = f" ({corner[0]})" if corner else f" {caption}" if caption else ""
    for number in row[1:]:
        if page.blocks[number].level == units:
            unit = f" ({page.words(page.blocks[number])})"
    return unit


def both_evidence(first: tuple[Evidence, ...], second: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The evidence of two readings of one figure, in text order."""
    return tuple(sorted({*first, *second}, key=lambda e: (e.start, e.end, e.rule.id)))


def holds_digit(statement: Statement) -> bool:
    """Whether a statement can give a figure at all."""
    return DIGIT.search(statement.text) is not None
