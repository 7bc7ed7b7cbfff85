"""What figures are read from: sentences, labels with their values, and table cells with the words of row and column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from mrgraph.extraction.text.figure_statement import (
    DIGIT,
    LABEL,
    LONGEST_LABEL,
    LONGEST_LINE,
    YEAR_VALUE,
    Statement,
    filled,
)
from mrgraph.extraction.text.figure_tables import table_rows
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.amount_words import CODE, SCALE
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import BlockKind, Evidence

VERB = AnyCase(
    r"\b(?:is|are|was|were|will|has|have|had|reach\w*|grow(?:s|ing)?|expected|stood|amount\w*|total(?:l?ed|s)|"
    r"rose|fell|grew|shrank|slid|(?:increas|decreas|declin|dropp|climb|jump|surg|contract|expand|gain|slump|plung|reduc)ed|came|contribut\w*|account\w*|hold\w*|generat\w+|reported|can|this|which|that)\b",
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
NO_LABEL = re.compile(r"[.?!]$|[$€£]\s?\d")
UNIT_END = AnyCase(r"\b(?:Rs|Mrd|Mio|ca)\.\s*$")  # no sentence ends here: "Rs. 5 crore", "7 Mrd. Euro"
LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}")
_LONGEST_END = 12  # characters of such an end with the one before it
LONGEST_SENTENCE = 1200  # characters; the longest with a figure in 2,347 of the corpus has 390


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
            collected += table_rows(page, number, end)
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
        return filled(statement, pair["label"], pair["value"])
    value = VALUE_BEGINS.search(text)
    if value and value.start() and LABEL.search(text[: min(value.start(), 30)]) and not VERB.search(text):
        return Statement(statement.start, statement.end, text, statement.block, text[: value.start()].strip(" :-–|"))
    return statement


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
    return filled(Statement(first.start, second.end, text, number), label, value)


def _is_label(words: str) -> bool:
    return (
        bool(LABEL.search(words))
        and not VERB.search(words)
        and "%" not in words.replace("(%)", "")
        and not NO_LABEL.search(words)
    )


def both_evidence(first: tuple[Evidence, ...], second: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The evidence of two readings of one figure, in text order."""
    return tuple(sorted({*first, *second}, key=lambda e: (e.start, e.end, e.rule.id)))


def holds_digit(statement: Statement) -> bool:
    """Whether a statement can give a figure at all."""
    return DIGIT.search(statement.text) is not None
