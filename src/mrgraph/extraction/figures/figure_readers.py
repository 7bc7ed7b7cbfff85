"""The figures of a page: market sizes and growth rates, read together, since one tells the years of the other."""

from __future__ import annotations

import re

from mrgraph.extraction.figures import growth_rates, sizes
from mrgraph.extraction.figures.growth_rates import GrowthReader, Years
from mrgraph.extraction.figures.sizes import SizeReader
from mrgraph.extraction.figures.subjects import Subjects
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import Statement
from mrgraph.records import GrowthRateClaim, MarketSizeClaim

DIGIT = re.compile(r"\d")


class FigureReader:
    """Reads market sizes and growth rates of one page; `period` is the report's forecast period."""

    def __init__(self, page: Page, subjects: Subjects, period: Years | None) -> None:
        self.page, self.subjects, self.period = page, subjects, period

    def read(self, said: tuple[Statement, ...]) -> tuple[list[MarketSizeClaim], list[GrowthRateClaim]]:
        """Sizes and growth rates in text order, equal ones joined."""
        size_reader = SizeReader(self.page, self.subjects, said, self.period[1] if self.period else None)
        growth_reader = GrowthReader(self.page, self.subjects, self.period)
        found: list[MarketSizeClaim] = []
        rates: list[growth_rates.Growth] = []
        for number, statement in enumerate(said):
            if DIGIT.search(statement.text):
                own = list(size_reader.sizes(number))
                found += own
                rates += growth_reader.rates(statement, own)
        return sizes.joined(found), growth_rates.joined(rates)
