"""Decides which numbers are amounts: money and percentages, each with its place and exactness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from mrgraph.extraction.text.year_ranges import YEAR
from mrgraph.lexicon import amount_words
from mrgraph.lexicon.amount_words import (
    ASIAN_SCALE,
    CONTINENTAL,
    FRACTIONS,
    NUMBER,
    SCALE,
    SCALE_LETTER,
    WORDS,
    numeral,
    power,
    spoken,
)
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.word_tables import alternation
from mrgraph.records import Bound

_APART = "(?<![0-9A-Za-zÀ-ɏ.,．·])"  # what may not stand right before a number; kana, han and hangul may
FIGURE = re.compile(rf"(?:{_APART}|(?<=[A-Z]{{3}})|(?<=\$US)|{amount_words.GLUED})(?:{NUMBER})|(?<=[$€£])\s?\.\d+")
ASIAN_FIGURE = re.compile(rf"\s?({NUMBER})\s?({ASIAN_SCALE})")
_JOINED_TO_CURRENCY = r"(?:[\s-]{0,2}(?:(?i:in|of|de|di)\s|d['’])?"
TAIL = re.compile(
    rf"(?P<more>\+)?(?:[\s-]{{0,2}}(?P<scale>(?i:{SCALE})(?![A-Za-zÀ-ɏ])|{SCALE_LETTER}(?![\w&/’'-]))"
    rf"(?P<plus>\+)?(?:\.(?=\s?{amount_words.AFTER}))?|"
    rf"\s?(?P<asian>{ASIAN_SCALE}))?"
    rf"(?:{_JOINED_TO_CURRENCY}(?P<after>{amount_words.AFTER}))|\s\((?P<inside>{amount_words.CODE})\))?"
)
SMALLER = re.compile(rf"\s(?:and\s)?(?P<number>{NUMBER})\s(?P<scale>(?i:{SCALE}))(?![A-Za-zÀ-ɏ])")
RANGE = re.compile(
    rf"(?P<joint>\s?(?:-|–|—|~|〜|～)\s?|\s(?:to|and)\s)(?P<sign>[A-Z]{{0,3}}\.?\s?[$€£¥₹₩]|[A-Z]{{3}})?\s?(?P<top>{NUMBER})"
)
BAND = AnyCase(
    r"\b(?:between|band\s+of|ranges?\s+(?:of|from)|ranging\s+(?:from|between)|roughly|about|around|some)\s+$"
)
SPOKEN = AnyCase(
    rf"\b(?:(?P<half>half\s)?an?\s(?P<whole>{SCALE})|(?P<words>{WORDS})(?:[\s-](?P<scale>{SCALE})"
    rf"(?:\s(?:and\s)?(?P<more>{WORDS})\s(?P<less>{SCALE}))?)?)[\s-](?P<after>{amount_words.AFTER})",
)
_UNITS = "dollar euro yen yuan pound rupee cent penn franc won usd eur".split()  # of amounts in words
# Scales that without a currency rather count things or measure them.
_COUNTING_SIGNS = frozenset("千百천백십")
_COUNTING_WORDS = frozenset(("hundred", "mm", "cr", "mill", "t", "mil", "mille", "mila", "bi", "mi", "md"))
CHANGE = re.compile(rf"\s?(?:and\s)?(?:(?P<digits>\d\d?)|(?P<words>{WORDS}))\s?(?:cents?|pence)\b", re.I)
WEIGHT = re.compile(r"\s(?:of|per|in\sweight)\b")
_SIGNS = "% ％ ﹪ パーセント 퍼센트".split()
_PERCENT_WORDS = ("percent", "per cent", "pct", "prozent", "pour cent", "por ciento", "por cento", "per cento")
SIGN = AnyCase(rf"{alternation(_SIGNS)}|\b{alternation(_PERCENT_WORDS)}\b")
RATE_WORDS = (*_SIGNS, *_PERCENT_WORDS, *(word.replace(" ", mark) for word in _PERCENT_WORDS for mark in "\u00a0\n"))
_FRACTION = rf"(?:\s?[½¼¾⅓⅔⅛⅜⅝⅞]|\s{alternation(f for f in FRACTIONS if '/' in f)}(?!\d))"
_DIGITS = rf"\d{{1,3}}(?:\s?[.,．·]\s?\d{{1,4}}|{_FRACTION})?"
_PER = rf"(?:{alternation(_SIGNS)}|{alternation(_PERCENT_WORDS)}\b)(?![\s-]?(?:points?\b|punkte?\b))"
PERCENT = AnyCase(
    rf"{_APART}(?P<low>{_DIGITS})\s?(?P<own>{_PER})?\s?(?P<joint>-|–|—|~|〜|～|\bto\b|\band\b|\bbis\b|\bund\b|\bà\b|\bet\b|\by\b|\be\b|"
    rf"\ba\b|から|에서|至|到)\s?(?P<sign>\+)?(?P<high>{_DIGITS})\s?{_PER}"
    rf"|{_APART}(?P<one>{_DIGITS}|{WORDS})\s?{_PER}",
)
BETWEEN = AnyCase(r"\b(?:between|from|ranging|range\s+of|zwischen|von|entre|de|tra|fra)\s*$")
APART_BOTH = frozenset(("and", "und", "et", "y", "e"))  # two ends of a range only behind "between"
MINUS = re.compile(r"(?:(?:^|[\s(:])[-−–‑]|[△]|(?:^|\s)(?i:minus|negative)\s)$")
PLUS = re.compile(r"(?<![\w+])\+$")
BLACK_TRIANGLE = re.compile(r"▲$")  # a minus in Japanese tables, "up" elsewhere
MOVED_FROM = AnyCase(
    r"\b(?:r[oi]s\w+|f[ea]ll\w*|grew|grown|jump\w*|increas\w*|decreas\w*|declin\w*|drop\w*|climb\w*|went|gone|move\w*|shrank|"
    r"stieg\w*|sank|pass[ée]\w*|subi[óu]\w*|cay\w+)\s(?:[^.;%]{0,40}?\s)?(?<!ging )(?<!ges )(?:from|von|de)\s*$"
)
PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "tenth": 10,
}
PART_IN_WORDS = AnyCase(
    r"\b(?P<count>an?|one|two|three|four|five|six|seven|eight|nine)[\s-](?P<part>thirds?|quarters?|fourths?|fifths?|sixths?|"
    r"sevenths?|eighths?|tenths?)(?=\s+of\s+(?:(?:the|all|its)\s+)*(?:[\w-]+\s+){0,3}?(?:market|sales|revenues?|demand|value|share|"
    r"industry|consumption|total)\b|\s+share\b)"
)
KANA = re.compile("[\u3040-\u30ff]")
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
    lead = amount_words.currency_before(text, figure.start())
    tail = TAIL.match(text, figure.end())
    assert tail is not None  # every part of it is optional
    if tail["asian"]:
        value, tail = _asian(text, figure.start())
        top = None
    else:
        value, top, tail = _scaled(text, figure, tail, signed=lead is not None)
    if value is None or not _is_money(text, figure[0], lead, tail):
        return None
    return _priced(text, lead or (figure.start(), None), value, top, tail)


def _priced(text: str, lead: tuple[int, str | None], value: Decimal, top: Decimal | None, tail: re.Match[str]) -> Money:
    """The amount of a value with the currency before it, `lead`, or in its `tail`."""
    (begin, code), after = lead, tail["after"] or tail["inside"]
    scaled = bool(tail["scale"] or tail["asian"])
    if after:
        value, code = _minor(value, after, code)
    finish = tail.end() if after or not tail["scale"] else len(text[: tail.end()].rstrip(" -"))
    if after and not scaled and (change := CHANGE.match(text, finish)):
        value += _hundredths(change)
        finish = change.end()
    value, top = _without_zeros(value), top and _without_zeros(top)
    exact = Bound.AT_LEAST if tail["more"] or tail["plus"] else bound(text, begin, finish)
    return Money(begin, finish, value, code, scaled, exact, after, top)


def _scaled(
    text: str, figure: re.Match[str], tail: re.Match[str], *, signed: bool
) -> tuple[Decimal | None, Decimal | None, re.Match[str]]:
    """The number's value with its scale, the upper end of its range, and the match of `TAIL` behind it all."""
    top, end = _upper(text, figure, tail, signed=signed) or (None, tail)
    value = _times(figure[0], (tail if tail["scale"] else end)["scale"])
    if top is None and tail["scale"] and (smaller := SMALLER.match(text, tail.end("scale"))):
        less = _times(smaller["number"], smaller["scale"])
        rest = TAIL.match(text, smaller.end("number"))
        if value is not None and less is not None and rest and less < power(tail["scale"]):
            return value + less, None, rest
    return value, top, end


def _times(digits: str, scale: str | None) -> Decimal | None:
    """A number with its scale: "12.500 millones" are 12,500 million, "12.500 million" 12.5."""
    value = numeral(digits, continental=scale is not None and scale.lower() in CONTINENTAL)
    return value * power(scale) if value is not None and scale else value


def _hundredths(change: re.Match[str]) -> Decimal:
    """What the words of `CHANGE` add to an amount: .45 for "and forty-five cents"."""
    return (Decimal(change["digits"]) if change["digits"] else spoken(change["words"]) or Decimal(0)) / 100


def _without_zeros(value: Decimal) -> Decimal:
    """The same value without a decimal part that is nothing but zeros."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _upper(
    text: str, figure: re.Match[str], tail: re.Match[str], *, signed: bool
) -> tuple[Decimal | None, re.Match[str]] | None:
    """The upper end of a range and what follows it: "$5 to 7 billion", "$2.5 billion-$3 billion"; no "from 5 to 7"."""
    begin = tail.end("scale") if tail["scale"] else figure.end()
    joint = RANGE.match(text, begin)
    if not joint or (not signed and (joint["sign"] or re.fullmatch(YEAR, figure[0]))):
        return None
    end = TAIL.match(text, joint.end())
    if not end or not end["scale"]:
        return None
    apart = joint["joint"].strip() in ("to", "and")
    if tail["scale"] and apart and not BAND.search(text, max(0, figure.start() - 40), figure.start() - signed):
        return None
    return _times(joint["top"], end["scale"]), end


def _is_money(text: str, digits: str, lead: tuple[int, str | None] | None, tail: re.Match[str]) -> bool:
    """Whether a number is an amount: it has a currency, or a scale that is a word."""
    scale, after = tail["scale"] or tail["asian"], tail["after"] or tail["inside"]
    if lead and (text[lead[0]] != "R" or text[lead[0] + 1] in "$MpPUs" or scale):  # "R 22" is a gas, "R4.2bn" are rand
        return True
    if scale and len(scale.rstrip(".")) == 1 and scale.isascii():  # "5 m" may be a length
        return False
    if not after:
        return bool(scale) and scale not in _COUNTING_SIGNS and scale.lower().rstrip(".") not in _COUNTING_WORDS
    return _is_priced(text, digits, scale, tail)


def _is_priced(text: str, digits: str, scale: str | None, tail: re.Match[str]) -> bool:
    """Whether the word after a number means a currency: no "5 pounds of", "3 won", "2024 won"."""
    word = (tail["after"] or tail["inside"]).lower()
    if word in ("pound", "pounds") and WEIGHT.match(text, tail.end()):
        return False
    if word in ("won", "元", "원", "real", "reales") and not scale and len(digits) < 3:
        return False
    return bool(scale) or not re.fullmatch(YEAR, digits) or word in amount_words.MINOR


def _minor(value: Decimal, after: str, code: str | None) -> tuple[Decimal, str | None]:
    """The value in whole units: cents are hundredths."""
    if after.lower() in amount_words.MINOR:
        return value / 100, code or amount_words.MINOR[after.lower()]
    return value, code or amount_words.currency_named(after)


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
        more = (spoken(match["more"]) or Decimal(0)) * power(match["less"]) if match["more"] else Decimal(0)
        value, code = _minor(_number_said(match) * factor + more, match["after"], None)
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
        start, low, high = match.start(), _rate(match["low"] or match["one"]), None
        if match["high"]:
            high = _rate(match["high"])
            if low is None or high is None or not _is_range(text, match, low, high):
                if not match["own"]:
                    position = match.start("high")
                    continue
                high, position = None, match.end("own")
        elif low is not None and (minus := MINUS.search(text, max(0, start - 10), start) or _triangle(text, start)):
            low, start = -low, start - len(minus[0].lstrip(" (:"))
        if low is not None:
            start -= PLUS.search(text, max(0, start - 2), start) is not None
            yield Percent(start, position, low, high, bound(text, start, position))


def fractions(text: str) -> Iterator[Percent]:
    """Parts in words as percentages: "two-fifths of the market" is 40, "a quarter of sales" 25."""
    for match in PART_IN_WORDS.finditer(text):
        count = Decimal(1) if match["count"].lower() in ("a", "an") else spoken(match["count"]) or Decimal(1)
        share = count * 100 / PARTS[match["part"].lower().rstrip("s")]
        yield Percent(match.start(), match.end(), share.quantize(Decimal("0.1")).normalize() + 0, None, Bound.ABOUT)


def _rate(words: str) -> Decimal | None:
    """The number of a percentage: "7.5", "7 1/2", "7½", "seven and a half"."""
    if words[0].isalpha():
        return spoken(words)
    mark = next((f for f in FRACTIONS if words.endswith(f)), None)
    whole = numeral(words.removesuffix(mark or "").strip())
    return whole + Decimal(FRACTIONS[mark]) if mark and whole is not None else whole


def _triangle(text: str, start: int) -> re.Match[str] | None:
    """The sign that Japanese tables write for a minus."""
    return BLACK_TRIANGLE.search(text, max(0, start - 1), start) if KANA.search(text) else None


def _is_range(text: str, match: re.Match[str], low: Decimal, high: Decimal) -> bool:
    """Whether two rates are the ends of a range: "5-7%", "between 5% and 7%"; not "40% and 25%", "from 5 to 7%"."""
    if high <= low or re.fullmatch(YEAR, match["low"]):
        return False
    lead = text[max(0, match.start() - 25) : match.start()]
    joint = match["joint"].lower()
    if joint in APART_BOTH:
        return bool(BETWEEN.search(lead))
    return joint not in ("to", "a", "bis") or not MOVED_FROM.search(text[max(0, match.start() - 60) : match.start()])


# --------------------------------------------------------------------- bounds


def bound(text: str, start: int, end: int) -> Bound | None:
    """How exact the words before and after a value say that it is."""
    before = text[max(0, start - 24) : start]
    if AT_LEAST.search(before) or AFTER_AT_LEAST.match(text, end):
        return Bound.AT_LEAST
    if AT_MOST.search(before):
        return Bound.AT_MOST
    return Bound.ABOUT if ABOUT.search(before) else None
