"""Decides which numbers are amounts: money, percentages and ranges of years, each with its place and exactness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from mrgraph.lexicon import currencies
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.numerals import ASIAN_SCALE, NUMBER, SCALE, WORDS, numeral, power, spoken
from mrgraph.records import Bound

YEAR = r"(?:19|20)\d\d"
_APART = "(?<![0-9A-Za-zÀ-ɏ.,．])"  # what may not stand right before a number; kana, han and hangul may
FIGURE = re.compile(
    rf"{_APART}(?:{NUMBER}|(?<=[$€£]\s)\.\d+|(?<=[$€£])\.\d+)|(?<=[A-Z]{{3}})(?:{NUMBER})|(?<=Rs\.)(?:{NUMBER})"
)
ASIAN_FIGURE = re.compile(rf"\s?({NUMBER})\s?({ASIAN_SCALE})")
TAIL = re.compile(
    rf"(?:[\s-]{{0,2}}(?P<scale>(?i:{SCALE})(?![A-Za-z])|[BMKTbmkt](?![\w&/’'-]))(?:\.(?=\s?(?:[$€£¥]|"
    r"(?i:euros?|EUR|USD)\b)))?|"
    rf"\s?(?P<asian>{ASIAN_SCALE}))?"
    rf"(?:[\s-]{{0,2}}(?:(?i:in|of)\s)?(?P<after>{currencies.AFTER}))?"
)
RANGE = re.compile(
    rf"\s?(?:-|–|—|~|〜|～|to\b|and\b)\s?(?P<sign>[A-Z]{{0,3}}\.?\s?[$€£¥₹₩]|[A-Z]{{3}})?\s?(?P<top>{NUMBER})"
)
SPOKEN = AnyCase(
    rf"\b(?:(?P<half>half\s)?an?\s(?P<whole>{SCALE})|(?P<words>{WORDS})(?:[\s-](?P<scale>{SCALE}))?)[\s-]"
    rf"(?P<after>{currencies.AFTER})",
)
_UNITS = "dollar euro yen yuan pound rupee cent penn franc won usd eur".split()  # of amounts in words
# Scales that without a currency rather count things or measure them.
_COUNTING_SIGNS = frozenset("千百천백십")
_COUNTING_WORDS = frozenset(("hundred", "mm", "cr", "mill", "t"))
CHANGE = re.compile(rf"\s?(?:and\s)?(?:(?P<digits>\d\d?)|(?P<words>{WORDS}))\s?(?:cents?|pence)\b", re.I)
WEIGHT = re.compile(r"\s(?:of|per|in\sweight)\b")
SIGN = AnyCase(r"%|％|﹪|\bper\s?cent\b|\bpct\b|パーセント|퍼센트")
RATE_WORDS = ("%", "％", "percent", "per cent", "per\u00a0cent", "per\ncent", "pct", "パーセント", "퍼센트", "﹪")
_RATE = r"\d{1,3}(?:\s?[.,．]\s?\d{1,4})?"
_PER = r"(?:%|％|﹪|percent\b|per\s?cent\b|pct\b|パーセント|퍼센트)"
PERCENT = AnyCase(
    rf"{_APART}(?P<low>{_RATE})\s?(?P<own>{_PER})?\s?(?P<joint>-|–|—|~|〜|～|\bto\b|\band\b|から|"
    rf"에서)\s?(?P<high>{_RATE})\s?{_PER}"
    rf"|{_APART}(?P<one>{_RATE})\s?{_PER}",
)
BETWEEN = AnyCase(r"\b(?:between|from|ranging|range\s+of)\s*$")
MINUS = re.compile(r"(?:^|[\s(:])[-−]$")
_JOINT = r"(?:-|–|—|‐|‑|−|~|〜|～|to|through|thru|until|till|から|부터|에서|至)"
YEARS = re.compile(
    rf"(?<![\d.,])(?P<start>{YEAR})\s*(?:[EeFf]\b|[年년])?\s*(?:{_JOINT}\s*)+(?:the\s+(?:year\s+)?(?:of\s+)?)?"
    rf"(?:FY\s?)?(?P<end>{YEAR}|\d\d(?=\D|$)(?!\s?%))(?!\d|[.,]\d)"
    rf"|\bbetween\s+(?:the\s+years\s+)?(?P<first>{YEAR})\s+(?:and|to)\s+(?P<last>{YEAR})(?!\d)",
    re.I,
)
LONGEST = 40  # years: no report looks further ahead
_SIGN_BEFORE = r"(?:[A-Z]{0,3}\s?[$€£¥₹]|[A-Z]{3}|Rs\.?)?\s*$"
ABOUT = AnyCase(
    r"(?:\b(?:around|about|approximately|approx\.?|nearly|roughly|almost|close\sto|some|an\sestimated|circa|"
    rf"in\sthe\srange\sof)\s*|[~≈]\s*|約\s*|およそ\s*|약\s*){_SIGN_BEFORE}",
)
AT_LEAST = AnyCase(
    r"(?:\b(?:over|more\sthan|exceeding|exceeds?|exceeded|above|surpass\w*|in\sexcess\sof|at\sleast|"
    rf"greater\sthan|upwards?\sof|cross(?:ed|ing)|topp(?:ed|ing)|beyond|north\sof)\s*|[>＞≥]\s*){_SIGN_BEFORE}",
)
AT_MOST = AnyCase(
    rf"(?:\b(?:up\sto|less\sthan|under|below|at\smost|no\smore\sthan|not\sexceeding)\s*|[<＜≤]\s*){_SIGN_BEFORE}"
)
AFTER_AT_LEAST = re.compile(r"\s*(?:or\s(?:more|higher|above)\b|plus\b|\+|以上|を超|이상|を上回)", re.I)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole currency units; `start` and `end` into the text it was read from.

    `currency` is None where none is said; `unit` the word after the amount; `top` the upper end of a range.
    """

    start: int
    end: int
    value: Decimal
    currency: str | None
    scaled: bool
    bound: Bound | None
    unit: str | None = None
    top: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage or, with `high`, a range of them."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    bound: Bound | None


# ---------------------------------------------------------------------- money


@lru_cache(maxsize=512)  # sizes and revenues read the same statements
def money(text: str) -> tuple[Money, ...]:
    """Amounts of money in `text`, in order: with a currency, or at least with a scale ("384 million")."""
    done = 0
    sums: list[Money] = []
    for figure in FIGURE.finditer(text):
        if figure.start() >= done and (amount := _amount(text, figure)):
            sums.append(amount)
            done = amount.end
    low = text.lower()
    in_words = _spoken(text) if any(unit in low for unit in _UNITS) else ()
    sums += [amount for amount in in_words if all(amount.end <= s.start or amount.start >= s.end for s in sums)]
    return tuple(sorted(sums, key=lambda amount: amount.start))


def large_sums(text: str, smallest: int) -> list[Money]:
    """Amounts of at least `smallest` with a currency or a scale, in order: no prices, no counts."""
    return [amount for amount in money(text) if amount.value >= smallest and (amount.currency or amount.scaled)]


def _amount(text: str, figure: re.Match[str]) -> Money | None:
    """The amount that the number `figure` begins, None where it is a number of something else."""
    lead = currencies.before(text, figure.start())
    value, top, tail = _valued(text, figure, signed=lead is not None)
    if value is None or not _is_money(text, figure[0], lead, tail):
        return None
    after, scaled = tail["after"], bool(tail["scale"] or tail["asian"])
    if tail["scale"]:
        value *= power(tail["scale"])
        top = top and top * power(tail["scale"])
    begin, code = lead or (figure.start(), None)
    if after:
        value, code = _minor(value, after, code)
    finish = tail.end() if after or not tail["scale"] else len(text[: tail.end()].rstrip(" -"))
    if after and not scaled and (change := CHANGE.match(text, finish)):
        value += _hundredths(change)
        finish = change.end()
    value, top = _without_zeros(value), top and _without_zeros(top)
    return Money(begin, finish, value, code, scaled, bound(text, begin, finish), after, top)


def _valued(text: str, figure: re.Match[str], *, signed: bool) -> tuple[Decimal | None, Decimal | None, re.Match[str]]:
    """The number's value, the upper end of its range, and the match of `TAIL` with its scale and currency."""
    tail = TAIL.match(text, figure.end())
    assert tail is not None  # every part of it is optional
    if tail["asian"]:
        value, tail = _asian(text, figure.start())
        return value, None, tail
    upper = None if tail["scale"] else _upper(text, figure, signed)
    top, tail = upper or (None, tail)
    return numeral(figure[0]), top, tail


def _hundredths(change: re.Match[str]) -> Decimal:
    """What the words of `CHANGE` add to an amount: .45 for "and forty-five cents"."""
    return (Decimal(change["digits"]) if change["digits"] else spoken(change["words"]) or Decimal(0)) / 100


def _without_zeros(value: Decimal) -> Decimal:
    """The same value without a decimal part that is nothing but zeros."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _upper(text: str, figure: re.Match[str], signed: bool) -> tuple[Decimal | None, re.Match[str]] | None:
    """The upper end of a range whose scale stands after it, "$5 to 7 billion", and what follows it."""
    joint = RANGE.match(text, figure.end())
    if not joint or (not signed and (joint["sign"] or re.fullmatch(YEAR, figure[0]))):
        return None
    tail = TAIL.match(text, joint.end())
    return (numeral(joint["top"]), tail) if tail and tail["scale"] else None


def _is_money(text: str, digits: str, lead: tuple[int, str | None] | None, tail: re.Match[str]) -> bool:
    """Whether a number is an amount: it has a currency, or a scale that is a word."""
    scale, after = tail["scale"] or tail["asian"], tail["after"]
    if lead:
        return True
    if scale and len(scale.rstrip(".")) == 1 and scale.isascii():  # "5 m" may be a length
        return False
    if not after:
        return bool(scale) and scale not in _COUNTING_SIGNS and scale.lower().rstrip(".") not in _COUNTING_WORDS
    return _is_priced(text, digits, scale, tail)


def _is_priced(text: str, digits: str, scale: str | None, tail: re.Match[str]) -> bool:
    """Whether the word after a number means a currency: no "5 pounds of", "3 won", "2024 won"."""
    word = tail["after"].lower()
    if word in ("pound", "pounds") and WEIGHT.match(text, tail.end()):
        return False
    if word in ("won", "元", "원") and not scale and len(digits) < 3:
        return False
    return bool(scale) or not re.fullmatch(YEAR, digits) or tail["after"] in currencies.MINOR


def _minor(value: Decimal, after: str, code: str | None) -> tuple[Decimal, str | None]:
    """The value in whole units: cents are hundredths."""
    if after.lower() in currencies.MINOR:
        return value / 100, code or currencies.MINOR[after.lower()]
    return value, code or currencies.named(after)


def _asian(text: str, start: int) -> tuple[Decimal | None, re.Match[str]]:
    """A number with its powers of ten after each part, "1億2000万", and what follows it."""
    total, position = Decimal(0), start
    while part := ASIAN_FIGURE.match(text, position):
        value = numeral(part[1])
        total += (value or Decimal(0)) * power(part[2])
        last, position = part, part.end()
    tail = TAIL.match(text, last.start(2))
    assert tail is not None
    return total or None, tail


def _spoken(text: str) -> Iterator[Money]:
    """Amounts in words: "five million yen", "half a billion dollars", "thirteen dollars and forty-five cents"."""
    done = 0
    for match in SPOKEN.finditer(text):
        if match.start() < done:
            continue
        scale = match["whole"] or match["scale"]
        factor = power(scale) if scale else Decimal(1)
        value, code = _minor(_number_said(match) * factor, match["after"], None)
        end = match.end()
        if factor == 1 and (change := CHANGE.match(text, end)):
            value += _hundredths(change)
            end = done = change.end()
        if match["after"].lower() not in ("won", "pound", "pounds") or factor > 1:
            exact = bound(text, match.start(), end)
            yield Money(match.start(), end, _without_zeros(value), code, factor > 1, exact, match["after"])


def _number_said(match: re.Match[str]) -> Decimal:
    """The number of a match of `SPOKEN`, without its scale: 5 of "five million yen", .5 of "half a billion"."""
    if match["words"]:
        return spoken(match["words"]) or Decimal(0)
    return Decimal("0.5") if match["half"] else Decimal(1)


# ------------------------------------------------------------------- percents


def percents(text: str) -> Iterator[Percent]:
    """Percentages and ranges of them; "5-7%" is one, "40% and 25%" are two."""
    if not SIGN.search(text):
        return
    position = 0
    while match := PERCENT.search(text, position):
        position = match.end()
        start, low, high = match.start(), numeral(match["low"] or match["one"]), None
        if match["high"]:
            high = numeral(match["high"])
            if low is None or high is None or not _is_range(text, match, low, high):
                if not match["own"]:
                    position = match.start("high")
                    continue
                high, position = None, match.end("own")
        elif low is not None and MINUS.search(text, max(0, start - 2), start):
            low, start = -low, start - 1
        if low is not None:
            yield Percent(start, position, low, high, bound(text, start, position))


def _is_range(text: str, match: re.Match[str], low: Decimal, high: Decimal) -> bool:
    """Whether two rates are the ends of a range: "5-7%", "between 5% and 7%", never "40% and 25%"."""
    if high <= low or re.fullmatch(YEAR, match["low"]):
        return False
    lead = text[max(0, match.start() - 25) : match.start()]
    if match["joint"].lower() == "and":
        return bool(BETWEEN.search(lead))
    return True


# ------------------------------------------------------------- bounds, years


def bound(text: str, start: int, end: int) -> Bound | None:
    """How exact the words before and after a value say that it is."""
    before = text[max(0, start - 24) : start]
    if AT_LEAST.search(before) or AFTER_AT_LEAST.match(text, end):
        return Bound.AT_LEAST
    if AT_MOST.search(before):
        return Bound.AT_MOST
    return Bound.ABOUT if ABOUT.search(before) else None


@lru_cache(maxsize=512)  # asked of a sentence by the readers of periods and of growth
def year_ranges(text: str) -> tuple[tuple[int, int, int, int], ...]:
    """Ranges of years as (first year, last year, start, end), in text order; "2025-32" ends in 2032."""
    return tuple(_year_ranges(text))


def _year_ranges(text: str) -> Iterator[tuple[int, int, int, int]]:
    for match in YEARS.finditer(text):
        first, last = match["start"] or match["first"], match["end"] or match["last"]
        if len(last) == 2:
            if not re.search(r"[-–—/]\s?$", text[: match.start("end")]):
                continue
            last = first[:2] + last
        start, end = int(first), int(last)
        shortest = 2 if len(match["end"] or match["last"]) == 2 else 1  # "2023-24" is a fiscal year
        if start + shortest <= end <= start + LONGEST:
            yield start, end, match.start(), match.end()


def years(text: str) -> tuple[int, int] | None:
    """The first range of years in `text`."""
    return next(((start, end) for start, end, _, _ in year_ranges(text)), None)
