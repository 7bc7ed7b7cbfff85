"""Decides whether a statement is about the market: by its words, its label, its heading, or what it goes on from."""

from __future__ import annotations

import re

from mrgraph.extraction.figures import profiles
from mrgraph.extraction.figures.scopes import ScopeReader
from mrgraph.extraction.figures.target_linking import FRONT, TargetLinker
from mrgraph.extraction.text import amounts
from mrgraph.extraction.text.figure_statement import Statement
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import figure_words
from mrgraph.lexicon.caseless import AnyCase

MARKET = figure_words.finder("market")
SEGMENT = AnyCase(r"\bsegments?\b|\bcategory\b|セグメント|부문")
GOES_ON = AnyCase(
    r"^\W*(?:(?:A|Ans|Answer)\s*[:.]\s*)?(?:it|our\s+(?:forecast|estimate|figure)|this|that|these|"
    r"(?:(?:about|around|some|roughly|nearly)\s+)?(?:us|a|c)?[$€£¥₹]\s?\d|(?:usd|eur|gbp|inr|jpy|cny|rs\.?)\s?\d|"
    r"we\s+(?:now\s+)?(?:estimate|put|expect|see|forecast|look\s+for|model|reckon|project)|"
    r"the\s+(?:figure|value|valuation|sector|number|total)|by\s+20\d\d|in\s+20\d\d|from\b|global\s+(?:sales|"
    r"revenues?))\b|^\W*(?:global\s+|total\s+)?(?:revenues?|sales|turnover)\s+of\s+(?:(?:us|a|c)?[$€£¥₹]|[a-z]{3}\s\d)|"
    r"\bit\s+(?:to\s+(?:reach|hit|attain|grow|rise|be|stand)|at|was|is|will|would|should|could|may|might|has|reached|stood)\b",
)
SUMMARY = AnyCase(  # what stands over or before the report's figures in short
    r"\b(?:key\s+(?:takeaways|figures|facts|findings|numbers|data)|at\s+a\s+glance|in\s+(?:one\s+line|brief|short|numbers|"
    r"figures|a\s+nutshell)|snapshot|highlights|executive\s+summary)\b"
)
OWN_FORECAST = re.compile(r"\W*(?:(?:A|Ans|Answer)\s*[:.]\s*)?our\s+(?:forecast|estimate)", re.I)
SUBJECT = re.compile(
    r"^\W*(?:[^,.]{3,50},\s+)?(?:(?:total|overall|global|worldwide|annual|the|combined)\s+)*(?:demand|sales|"
    r"revenues?|consumption|spending|value|turnover)\s+(?!(?:\w+\s+)?(?:of|for|from|at|by|"
    r"growth)\b)(?:\w+\s+){0,3}?(?:is|are|was|were|"
    r"will|should|amount\w*|reach\w*|total\w*|stood|hit|came)\b|^\W*the\s+(?:\w+\s+){0,2}value\s+of\b",
    re.I,
)
PLACE_SUBJECT = re.compile(
    r"^(?:['’´`‘]s?\s+(?:total\s+|own\s+)?(?:revenues?|sales|demand|turnover)\b)?\s*(?:alone\s+|also\s+)?"
    r"(?:accounted\s+for|generated|contributed|reached|represented|stood\s+at|(?:was|is)\s+(?:worth|valued)|"
    r"(?:will|is\s+(?:expected|projected|set|forecast)\s+to)\s+(?:reach|be\s+worth|grow\s+to))\b",
    re.I,
)
PART_SUBJECT = re.compile(
    r"\s+(?:\w+\s+)?(?:(?:was|were)\s+(?:worth|valued\s+at|good\s+for)|stood\s+at|totall?ed|generated|brought\s+in|came\s+to|"
    r"(?:will|should|(?:is|are)\s+(?:expected|projected|set|forecast)\s+to)\s+(?:reach|be\s+worth))\s+\W{0,3}(?:\w+\s+)?\W*"
    r"(?:[A-Z]{1,3})?\W*\d",
    re.I,
)
# A share and the amount that it comes to, in either order: "a 37.5% share, or USD 7 billion", "28% of sales ($2 bn)".
APPOSED = AnyCase(
    r"[%％](?:\s+(?:(?:market|revenue|value)\s+)?shares?|\s+of\s+[\w\s]{1,40}?)?\s*"
    r"(?:,?\s*(?:or|i\.e\.,?|that\s+is,?|equal(?:ling)?(?:\s+to)?|equivalent\s+to|worth|amounting\s+to)\s+|[,–—-]?\s*\()"
    r"(?:(?:about|around|some|nearly|roughly|approximately|almost|over)\s+)?$",
)
APPOSED_AFTER = re.compile(
    r"(?:\s+(?:in|for)\s+(?:19|20)\d\d)?\s*(?:,\s*(?:or|i\.e\.,?|that\s+is,?|equal\s+to)\s+|,\s*an?\s+(?=[\w\s]{0,12}share)|\()"
    r"(?:an?\s+)?(?:(?:market|revenue)\s+)?(?:shares?\s+of\s+)?(?:(?:about|around|some|nearly|roughly|almost|over)\s+)?"
    r"\d[\d.,]*\s?[%％](?!\s*(?:growth|increase|CAGR|more|up|above))",
    re.I,
)
SIZE_LABEL = AnyCase(
    r"\bmarket\b.*\b(?:sales|revenues?)\b|\b(?:sales|revenues?)\b.*\bmarket\b|"
    r"\b(?:size|valuation|worth|market\s+(?:value|revenues?)|(?:base|current|forecast\w*|projected|estimated|"
    r"expected)\s+(?:year\s+)?(?:market\s+)?(?:value|revenues?|sales)|value\s+(?:in|by|of|for)|"
    r"revenues?\s*(?:forecast|estimate|projection|in|by|,|\(|$)|value)|規模|규모|^\W*market\s+(?:in\s+|"
    r"by\s+)?\(?20\d\d|^\W*20\d\d\b",
)
OTHER_LABEL = AnyCase(
    r"\b(?:pric\w+|costs?|ASP|invest\w*|capex|exports?|imports?|salar\w+|licen[cs]e\w*|user|users|funding|copy|"
    r"edition|pdf|employees|volume|units|profit|income|GDP|spend\w*|budget|deal|raised|per)\b|価格|가격",
)
SHORT_AMOUNT = re.compile(  # "$5.2B", "~$5.2 billion market", "$15.2B (37%)", "20% ($36.8B)"
    r"(?:[\d.,]+\s?%\s*\(\s*)?[~≈]?\s?(?:[A-Z]{0,3}\s?[$€£¥₹]|[A-Z]{3}\s)\s?[\d.,]+\s?\w*\.?\s?\)?(?:\s*\([^)]*\))?(?:\s+market)?\W*"
)
ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
REACH_BACK = 6  # sentences that "it" can go back over
SHORT_ANSWER = 80  # characters of an answer without a verb: "Some $4.1 billion last year."


class MarketTopic:
    """Tells which statements of one page are about the market."""

    def __init__(
        self, page: Page, targets: TargetLinker, statements: tuple[Statement, ...], scopes: ScopeReader
    ) -> None:
        self.page, self.targets, self.statements, self.scopes = page, targets, statements, scopes

    def is_about_market(self, number: int, reach: int = REACH_BACK) -> bool:
        """Whether a statement is about the market; it may go on from at most `reach` statements before it."""
        statement = self.statements[number]
        text = statement.text
        if statement.label:
            return self._labelled(statement)
        if MARKET.search(text) or self.targets.names_market(text):
            return True
        if SUBJECT.match(text) and not self._in_profile(statement):
            return not self._follows_company(number)
        if self.targets.company_mentions(text):
            return False
        if self._in_summary(statement) or self.is_about_part(text):
            return True
        return reach > 0 and number > 0 and self._continues(number, reach - 1)

    def _follows_company(self, number: int) -> bool:
        """Whether the sentence before, in the same paragraph, names a company."""
        previous = self.statements[number - 1] if number else None
        near = previous is not None and previous.block == self.statements[number].block
        return bool(near and previous and self.targets.company_mentions(previous.text))

    def _in_summary(self, statement: Statement) -> bool:
        """Whether a sentence that leaves its subject out stands under a heading such as "Key figures"."""
        heading = self.page.heading(statement.block) or ""
        text = statement.text
        return bool(SUMMARY.search(heading) and GOES_ON.search(text) and ANY_YEAR.search(text))

    def _labelled(self, statement: Statement) -> bool:
        """Whether a label names the market's size, or a part of the market: "Market Size in 2024", "Europe"."""
        label = statement.label
        sized = any(pattern.search(label) for pattern in (SIZE_LABEL, SUMMARY, ANY_YEAR))
        sized = sized or self._is_part(statement) or self._is_listed(statement)
        return sized and not OTHER_LABEL.search(label) and not self._in_profile(statement)

    def _is_part(self, statement: Statement) -> bool:
        """Whether a label is nothing but a region or a segment, and the line gives a year: "Europe: $ 5 bn (2023)"."""
        label = statement.label.strip()
        named = [*self.targets.regions(label), *self.targets.segment_mentions(label)]
        whole = any(m.end - m.start >= len(label) - 1 for m in named)
        return whole and ANY_YEAR.search(statement.text) is not None

    def _is_listed(self, statement: Statement) -> bool:
        """Whether a line is an entry of a list of parts, with what each is worth: "- Delivery: $5.2B"."""
        listed = statement.over or SHORT_AMOUNT.fullmatch(statement.text[len(statement.label) :].strip(" :"))
        return bool(listed) and self.scopes.is_listed(statement)

    def is_about_part(self, text: str) -> bool:
        """Whether a sentence gives the size of a segment or a region: "The U.S. accounted for"."""
        if SEGMENT.search(text) and self.targets.segment_mentions(text):
            return True
        if ("%" in text or "％" in text) and self.targets.parts(text) and _is_apposed(text):
            return True
        parts = self.targets.segment_mentions(text)
        if parts and FRONT.fullmatch(text[: parts[0].start]) and PART_SUBJECT.match(text, parts[0].end):
            return ANY_YEAR.search(text) is not None
        regions = self.targets.regions(text)
        return bool(regions) and regions[0].start < 12 and PLACE_SUBJECT.match(text[regions[0].end :]) is not None

    def _continues(self, number: int, reach: int) -> bool:
        """Whether a sentence goes on about the market from the one before, or answers a question about it."""
        statement, previous = self.statements[number], self.statements[number - 1]
        text, question = statement.text, previous.text.rstrip().endswith("?")
        if not (OWN_FORECAST.match(text) or text.rstrip().endswith("?")):
            close = previous.block == statement.block or (question and previous.block == statement.block - 1)
            answers = question and len(text) < SHORT_ANSWER
            if not close or not (answers or GOES_ON.search(text)):
                return False
        return self.is_about_market(number - 1, reach)

    def _in_profile(self, statement: Statement) -> bool:
        """Whether a line stands in a company's profile: its label, heading or the entry above it names a company."""
        heading = self.page.heading(statement.block) or ""
        named = self.targets.company_mentions(statement.label) or (
            len(heading) < 60 and self.targets.company_mentions(heading)
        )
        return bool(named) or profiles.company(self.page, self.targets, statement) is not None


def _is_apposed(text: str) -> bool:
    """Whether the first amount of a sentence is what a share beside it comes to: "28% of sales ($2 bn)"."""
    amount = next(iter(amounts.money(text)), None)
    return amount is not None and bool(APPOSED.search(text[: amount.start]) or APPOSED_AFTER.match(text, amount.end))
