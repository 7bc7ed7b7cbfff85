"""The forecast period: years so called, else those of the title, else those of a growth or size sentence."""

from __future__ import annotations

import hashlib

import pytest

from mrgraph.documents import parsing
from mrgraph.extraction.publication import periods
from mrgraph.extraction.text import statements
from mrgraph.extraction.text.page import Page
from mrgraph.records import Source


def period(text: str) -> tuple[int | None, int | None] | None:
    data = text.encode()
    page = Page(parsing.parse(Source("notes.md", data, hashlib.sha256(data).hexdigest())))
    claim = periods.period(page, statements.statements(page))
    return (claim.start, claim.end) if claim else None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("# X Market\n\nThe market grows in the forecast period 2025-2032.", (2025, 2032)),
        ("# X Market 2024-2031\n\nThe market grows during the forecast period of 2025 through 2030.", (2025, 2030)),
        ("# X Market, 2024-2031\n\nThe market grows at a CAGR of 5% from 2023 to 2030.", (2024, 2031)),
        ("# X Market\n\nForecast Period: 2025–2032\n\nBase Year: 2024\n\nHistorical data: 2019-2024", (2025, 2032)),
        ("# X Market\n\n| Item | Details |\n|---|---|\n| Projection horizon | 2025-2032 |", (2025, 2032)),
        (
            "# X Market: From 2018-2022 to 2023-2033\n\nThe market grows at a CAGR of 9% from 2024 to 2030.",
            (2024, 2030),
        ),
        (
            "# X Market\n\n## Trends from 2018 to 2022\n\nSales rose. From 2022 to 2031 the market will grow.",
            (2022, 2031),
        ),
        ("# X Market\n\nThe market was worth $5 bn in 2022 and is expected to reach $8 bn by 2030.", (2022, 2030)),
        ("# X Market to 2031\n\nWords about the market.", (None, 2031)),
        ("# X市場\n\nX市場は予測期間（2024年～2030年）に成長します。", (2024, 2030)),
        ("# X Market\n\nHistorical data from 2018 to 2022 are given.", None),
        ("# X Market\n\nNo year is named here.", None),
    ],
)
def test_the_forecast_period(text: str, years: tuple[int | None, int | None] | None) -> None:
    assert period(text) == years


def test_a_base_year_in_a_table_heads_no_column() -> None:
    table = "| Item | Details |\n|---|---|\n| Base year for estimation | 2023 |\n| Forecast period | 2024 - 2030 |"
    assert period(f"# X Market\n\nThe market grows at a CAGR of 5% from 2025 to 2031.\n\n{table}") == (2024, 2030)
