"""Amounts: money, percentages and ranges of years in every notation, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrgraph.extraction.text import amounts, year_ranges
from mrgraph.lexicon.amount_words import numeral
from mrgraph.records import Bound


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("US$ 1231.1 million", "1231100000", "USD"),
        ("USD 5.2 Billion", "5200000000", "USD"),
        ("$3.2B", "3200000000", "USD"),
        ("$12-Billion", "12000000000", "USD"),
        ("US $ 98 M", "98000000", "USD"),
        ("U.S.$ 7 tn", "7000000000000", "USD"),
        ("5.25 billion U.S. dollars", "5250000000", "USD"),
        ("€38.4 billion", "38400000000", "EUR"),
        ("€1.234,5 million", "1234500000", "EUR"),
        ("5 Mrd. €", "5000000000", "EUR"),
        ("323 million euros", "323000000", "EUR"),
        ("£ 158.1 m", "158100000", "GBP"),
        ("361 million pounds", "361000000", "GBP"),
        ("¥1.15 trillion", "1150000000000", "JPY"),
        ("RMB310.4 million", "310400000", "CNY"),
        ("in China ¥5 billion", "5000000000", "CNY"),
        ("100 billion yuan", "100000000000", "CNY"),
        ("Rs. 33.80 crore", "338000000", "INR"),
        ("INR 2.5 lakh crore", "2500000000000", "INR"),
        ("12,34,567.89 rupees", "1234567.89", "INR"),
        ("₩1.2 trillion", "1200000000000", "KRW"),
        ("1.2 trillion won", "1200000000000", "KRW"),
        ("C$ 16.4 million", "16400000", "CAD"),
        ("HK$10.05 billion", "10050000000", "HKD"),
        ("NT$5bn", "5000000000", "TWD"),
        ("S$1.2 mn", "1200000", "SGD"),
        ("R$ 3 bn", "3000000000", "BRL"),
        ("CHF 900 million", "900000000", "CHF"),
        ("1 234 567 EUR", "1234567", "EUR"),
        ("five million yen", "5000000", "JPY"),
        ("half a billion dollars", "500000000", "USD"),
        ("3 dollars 50 cents", "3.5", "USD"),
        ("1億2000万円", "120000000", "JPY"),
        ("年間250億ドル", "25000000000", "USD"),
        ("約10億米ドル", "1000000000", "USD"),
        ("12.5兆円", "12500000000000", "JPY"),
        ("1조 2,000억 원", "1200000000000", "KRW"),
        ("10억 달러", "1000000000", "USD"),
        ("valued at 384 million", "384000000", None),
        ("USD 6.5 thousand million", "6500000000", "USD"),
        ("$3.1 bil of sales", "3100000000", "USD"),
        ("$310 mil of sales", "310000000", "USD"),
        ("US dollars 6.5 billion", "6500000000", "USD"),
        ("$US6.5bn", "6500000000", "USD"),
        ("6.5 billion (USD)", "6500000000", "USD"),
        ("＄3.1 billion", "3100000000", "USD"),
        ("£3·1bn", "3100000000", "GBP"),
        ("R3.1 billion", "3100000000", "ZAR"),
        ("RM3.1 billion", "3100000000", "MYR"),
        ("Dh3.1 billion", "3100000000", "AED"),
        ("$2 billion 400 million", "2400000000", "USD"),
        ("two billion six hundred million dollars", "2600000000", "USD"),
        ("three point one billion dollars", "3100000000", "USD"),
        ("6.500 millones de euros", "6500000000", "EUR"),
        ("3 mil millones de dólares", "3000000000", "USD"),
        ("R$ 31 bilhões", "31000000000", "BRL"),
        ("3,125 milliards d’euros", "3125000000", "EUR"),
        ("3,1 miliardi di euro", "3100000000", "EUR"),
        ("14,2Mrd.€", "14200000000", "EUR"),
        ("27 Mrd. US-Dollar", "27000000000", "USD"),
        ("31亿美元", "3100000000", "USD"),
    ],
)
def test_money_is_read_in_every_notation(text: str, value: str, currency: str | None) -> None:
    (found,) = amounts.money(text)
    assert (found.value, found.currency) == (Decimal(value), currency)


@pytest.mark.parametrize(
    "text",
    [
        "$ XX billion",
        "USD million",
        "3D printing",
        "5G",
        "in 2024 yuan",
        "4 K resolution",
        "500 pounds of coffee",
        "887,000 base stations",
        "Tel. +1 718 618 4351",
        "pages 120-180",
        "20 employees",
        "model 500 M",
        "R 22",
        "the refrigerant R22",
        "20 mila unità",
        "7 days",
    ],
)
def test_what_only_looks_like_money_is_none(text: str) -> None:
    assert list(amounts.money(text)) == []


def test_money_says_how_exact_it_is() -> None:
    bounds = [amounts.money(t)[0].bound for t in ("over $5 billion", "up to $5 billion", "nearly $5 bn", "$5 bn")]
    assert bounds == [Bound.AT_LEAST, Bound.AT_MOST, Bound.ABOUT, None]


def test_a_range_of_money_takes_the_scale_of_its_end() -> None:
    (found,) = amounts.money("between $5 and $7 billion")
    assert (found.value, found.top) == (Decimal("5E+9"), Decimal("7E+9"))


@pytest.mark.parametrize("text", ["$5 billion-$7 billion", "roughly $5 billion to $7 billion", "$5 bn – 7 bn"])
def test_a_range_of_money_may_say_its_scale_twice(text: str) -> None:
    (found,) = amounts.money(text)
    assert (found.value, found.top) == (Decimal("5E+9"), Decimal("7E+9"))


def test_money_that_grows_from_one_amount_to_another_is_no_range() -> None:
    assert [m.top for m in amounts.money("grew from $5 billion to $7 billion")] == [None, None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5.2%", [("5.2", None)]),
        ("4.56 %", [("4.56", None)]),
        ("5,2%", [("5.2", None)]),
        ("成長率は35％", [("35", None)]),
        ("5-7%", [("5", "7")]),
        ("5% to 7%", [("5", "7")]),
        ("between 5 and 7 percent", [("5", "7")]),
        ("40% and 25%", [("40", None), ("25", None)]),
        ("a change of -2.3%", [("-2.3", None)]),
        ("2019-2024: 5 per cent", [("5", None)]),
        ("6½%", [("6.5", None)]),
        ("6 1/2%", [("6.5", None)]),
        ("9·4%", [("9.4", None)]),
        ("twenty-five percent", [("25", None)]),
        ("seven and a half percent", [("7.5", None)]),
        ("a CAGR of –2.3%", [("-2.3", None)]),
        ("minus 2.3 percent", [("-2.3", None)]),
        ("年率△2.3%", [("-2.3", None)]),
        ("um 8,2 Prozent", [("8.2", None)]),
        ("entre 9,5% e 12%", [("9.5", "12")]),
        ("rose from 11 to 13 percent", [("13", None)]),
        ("ranging from 5% to 7%", [("5", "7")]),
        ("2 percentage points", []),
        ("CAGR of %", []),
        ("Xx.x%", []),
        ("150 bps", []),
        ("double-digit growth", []),
    ],
)
def test_percentages_and_their_ranges(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(str(p.low), str(p.high) if p.high else None) for p in amounts.percents(text)] == found


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2025-2032", (2025, 2032)),
        ("(2025 – 2033)", (2025, 2033)),
        ("from 2024 to 2030", (2024, 2030)),
        ("between 2025 and 2033", (2025, 2033)),
        ("2025-32", (2025, 2032)),
        ("2024年から2031年", (2024, 2031)),
        ("2024년부터 2031년까지", (2024, 2031)),
        ("2024E-2030F", (2024, 2030)),
        ("in 2022 and 2030", None),
        ("FY 2023-24", None),
        ("2024 to 25%", None),
        ("2030-2024", None),
    ],
)
def test_ranges_of_years(text: str, years: tuple[int, int] | None) -> None:
    assert year_ranges.years(text) == years


@given(
    st.decimals(min_value=1, max_value=10**12, places=2),
    st.sampled_from([(",", "."), (".", ","), ("'", "."), (" ", ",")]),
)
def test_a_number_formatted_in_any_country_is_read_back(value: Decimal, marks: tuple[str, str]) -> None:
    group, point = marks
    text = f"{value:,}".replace(",", "\0").replace(".", point).replace("\0", group)
    assert numeral(text) == value


@given(
    st.integers(1, 10**6),
    st.sampled_from(["million", "bn", "Mn", "crore", "lakh", "trillion"]),
    st.sampled_from(["USD ", "€", "₹", "£ "]),
)
def test_an_amount_written_with_a_scale_is_read_back_as_a_decimal(units: int, scale: str, sign: str) -> None:
    power = {"million": 6, "bn": 9, "Mn": 6, "crore": 7, "lakh": 5, "trillion": 12}[scale]
    (found,) = amounts.money(f"worth {sign}{units:,} {scale} in all")
    assert found.value == Decimal(units) * 10**power
    assert type(found.value) is Decimal


@given(st.text(max_size=80))
def test_amounts_of_any_text_quote_it_in_order(text: str) -> None:
    found = list(amounts.money(text))
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)
