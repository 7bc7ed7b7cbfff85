"""Decides which amounts of money are sizes of the market, of which year and for what part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mrgraph.extraction import rules
from mrgraph.extraction.figures.market_topic import ANY_YEAR, MARKET, SHORT_ANSWER, SUBJECT, MarketTopic
from mrgraph.extraction.figures.target_linking import TargetLinker
from mrgraph.extraction.text import amounts
from mrgraph.extraction.text.amounts import Money
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import Statement, both_evidence
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import Basis, MarketSizeClaim

COMPANY = re.compile(
    r"\b(?:the\s+(?:company|firm|group)|company['’]s)\b|^\W*(?:its|their)\s(?!market\b)"
    r"|\b(?:sales|revenues?)\s+(?:\w+\s+)?(?:for|of|at|from)\s+(?-i:[A-Z](?![A-Z]{2}\s?\d))",
    re.I,
)
REVENUE_OF = re.compile(r"\W*(?:(?:global|total|annual)\s+)*(?:revenues?|sales|turnover)\s+of\s+\S{0,5}\s?", re.I)
POSSESSIVE = re.compile(r"['’]s?\s+(?:\w+\s+)?market\b", re.I)
VALUED = AnyCase(
    r"\b(?:valued|worth|size[ds]?|valuation|reach\w*|estimat\w+|value|stood|stand\w*|account\w*|project\w+|"
    r"generat\w+|expected|grow\w*|surpass\w*|exceed\w*|hit|amount\w*|revenues?|total\w*|cross\w*|"
    r"attain\w*|was|is|puts?\s+at|came\s+to|pegged|climb\w*|rise|rising|rose|touch\w*|garner\w*|clock\w*|expand\w*|increas\w*|"
    r"USD)\b|規模|達|評価|推定|규모|달할|도달|평가|성장|이를",
)
FORECAST = AnyCase(
    r"\b(?:reach(?:es|ing)?|project\w+|expected|forecast\w*|anticipat\w+|will|predict\w+|grow(?:ing)?\s+to|hit|"
    r"surpass\w*|rise\s+to|likely|poised|set\s+to|expectations?|by|touch|climb)\b|見込|予測|予想|達する|예상|전망|도달",
)
FORECAST_AFTER = re.compile(r"[^、。,\d]{0,12}(?:達する|到達|予測|見込|なると|拡大|도달|예상|전망|성장할|이를)")
VALUED_THEN = AnyCase(r"\b(?:was|were|stood)\s+(?:\w+\s+)?(?:valued|estimated|worth|projected|at)\b[^,;]*$")
_OTHER_MONEY = (
    r"invest(?:ed|ment|ments|ing)?|fund(?:ing|ed|s)|acqui(?:red|sition|re|res|ring)|pric(?:e|ed|es|ing)|costs?|"
    r"licen[sc]e|loss(?:es)?|budget|grants?|raised|salary|wages?|fine[ds]?|spending(?! on)|spent|expenditure(?! on)|"
    r"deal|contract|GDP|donat\w+|debt|export\w*|import\w*|savings?|sav(?:e|ed|ing)|damages?|capital|"
    r"capitali[sz]ation|stake|"
    r"subsid\w+|stimulus|initiative|discount\w*|profits?|per\s+(?:unit|kg|ton|tonne|litre|liter|user|month|"
    r"piece)"
)
ELSEWHERE = AnyCase(rf"\b(?:{_OTHER_MONEY})\b|価格|가격|ライセンス|投資|투자")
GAIN = AnyCase(  # what the market grows by, not what it is worth
    r"(?:\b(?:gr[eo]w|ris|rose|increas|expand|climb|surg)\w*\s+by|\badd(?:s|ed|ing)?|\bincremental|"
    r"\badditional|\bextra)\s+"
    r"(?:(?:about|around|over|nearly|approximately|an?|some|opportunity|growth|of)\s+)*$",
)
ELSEWHERE_AFTER = re.compile(
    r"^\s*(?:worth\s+of\s+(?!market)|of\s+(?:additional|new|extra|incremental)\b|investments?\b|funding\b|deals?\b|acquisitions?\b|contracts?\b|stake\b|"
    r"per\b|/|a\s+(?:unit|piece|month|year|share)\b|in\s+(?:\w+\s+)?(?:funding|investments?|grants?|savings|"
    r"damages|costs?|exports|imports|incentives|subsidies)\b|"
    r"(?:fund|facility|plant|project|loan|grant|initiative|program(?:me)?|plan|package|budget)\b)",
    re.I,
)
COUNTED = re.compile(
    r"^\s*(?:units?|users?|people|vehicles?|tons?|tonnes|metric|patients|devices|subscribers|households|jobs|"
    r"customers|workers|employees|square|sq|barrels|MW|GW|kWh|downloads|passengers|smartphones?|cars|cases|"
    r"deaths|"
    r"adults|children|individuals|connections|homes|farms|hectares|acres|litres|liters|cubic|pieces|shipments|"
    r"base|台|人|トン|대|명|톤)\b",
    re.I,
)
OWN_SALES = AnyCase(r"\b(?:sales|revenues?|turnover|income|earnings|profits?)\b|売上|収益|매출|수익")
UNSIGNED = AnyCase(
    r"\b(?:valued|worth|(?:market|industry)\s+size|valuation|USD|US\$|market\s+value|estimated\s+at|"
    r"stood\s+at)\b|規模|규모",
)
FROM_TO = re.compile(r"\s*(?:to|から|에서)\s*")
REACH = AnyCase(r"\b(?:reach\w*|grow\w*|hit|surpass\w*|exceed\w*|to)\b|達|도달")
_PLAIN = (
    r"(?:(?!\b(?:and|is|are|will|reach\w*|expected|projected|anticipated|up\s+from|compared)\b)[^\d$€£¥₹%;]){0,45}?"
)
_IN = (
    r"\b(?:in|by|for|as\s+of|during|of|till|until|through|at\s+the\s+end\s+of|by\s+the\s+end\s+of|"
    r"from)\s+(?:the\s+)?(?:base\s+|forecast\s+)?(?:year\s+|fiscal\s+(?:year\s+)?|FY\s?)?"
)
YEAR_AFTER = re.compile(
    r"^\s+(?:is|are|was)\s+(?:\w+\s+)?(?:anticipated|expected|forecast|projected|predicted|estimated)\s+(?:for|in|by)\s+"
    r"((?:19|20)\d\d)\b|"
    rf"^{_PLAIN}(?:{_IN}|\()((?:19|20)\d\d)\b|^\s*[,;]?\s*((?:19|20)\d\d)\s*[年년]|^{_PLAIN}\bFY\s?['’]?(\d\d)\b",
    re.I,
)
YEAR_BEFORE = AnyCase(
    rf"(?:{_IN}|^|\()((?:19|20)\d\d)(?:[-–/]\d\d)?\b[^\d]{{0,110}}$|((?:19|20)\d\d)\s*[年년](?:度)?[^\d]{{0,60}}$"
)
FISCAL = re.compile(r"[-–/](\d\d)(?!\d)")
RANGE_GAP = re.compile(
    r"(?:\s|\(|\b(?:mark|by|over|during|in|for|from|between|the|forecast|period|years?|of)\b)*", re.I
)
BASE_YEAR = AnyCase(r"\bbase\s+year\b|基準年|기준\s*연도")
SMALLEST = 10000  # a market is worth more; smaller amounts are prices
MARKET_SIZE = AnyCase(r"\bmarket\s+size\b[^,;]*$")
MARKET_SALES = AnyCase(r"\b(?:market|industry|sector|global|worldwide)(?:['’]s)?\s+(?:\w+\s+)?(?:revenues?|sales)\b")


class SizeReader:
    """Reads the market sizes of one page."""

    def __init__(self, page: Page, targets: TargetLinker, statements: tuple[Statement, ...], end: int | None) -> None:
        self.page, self.targets, self.statements = page, targets, statements
        self.end = end  # the last year of the forecast period
        self.base = _base_year(statements)
        self.topic = MarketTopic(page, targets, statements)

    def sizes(self, number: int) -> Iterator[MarketSizeClaim]:
        """Market sizes in statement `number`."""
        statement = self.statements[number]
        text = statement.text
        sums = self._sums(number)
        taken = 0
        for amount, left, right in zip(sums, [None, *sums], [*sums[1:], None], strict=False):
            before = text[max(left.end if left else 0, taken) : amount.start]
            after = text[amount.end : right.start if right else len(text)]
            year, used = _year(before, after, amount.end)
            if year is None and right and FROM_TO.fullmatch(after):
                year = next((first for first, _, _, _ in amounts.year_ranges(text[right.end :])), None)
            taken = max(taken, used)
            if not self._elsewhere(statement, before, after, amount):
                yield self._size(statement, amount, before, year or self._year_of(statement, amount, sums), sums)

    def _sums(self, number: int) -> list[Money]:
        """The amounts of a statement that may be sizes: none unless it is about the market."""
        statement = self.statements[number]
        text = statement.text
        sums = amounts.large_sums(text, SMALLEST)
        if not sums or not (statement.label or VALUED.search(text) or len(text) < SHORT_ANSWER):
            return []
        return sums if self.topic.is_about_market(number) else []

    def _size(
        self, statement: Statement, amount: Money, before: str, year: int | None, sums: list[Money]
    ) -> MarketSizeClaim:
        text = statement.text
        forecast = _is_forecast(text, amount, before)
        scope = self.targets.scope(statement, amount.start)
        currency = amount.currency or next((m.currency for m in sums if m.currency), None)
        rule = rules.SIZE_LINE if statement.label else rules.SIZE_SENTENCE
        evidence = self.page.evidence(rule, statement.start, statement.end)
        basis = Basis.FORECAST if forecast else Basis.ESTIMATED
        return MarketSizeClaim(
            amount.value, currency, year, basis, amount.bound, scope, text[amount.start : amount.end], (evidence,)
        )

    def _year_of(self, statement: Statement, amount: Money, sums: list[Money]) -> int | None:
        """The year that a label tells: "Market Size 2024", "Base year value", "Projected value"."""
        label = statement.label
        if not label:
            return None
        beside = ANY_YEAR.findall(statement.text[len(label) : amount.start][-30:])
        if beside:
            return int(beside[-1])
        years = ANY_YEAR.findall(label)
        if years and len(set(years)) != 1:  # "Size 2019 and 2022: 2.1 and 2.8 bn"
            return int(years[sums.index(amount)]) if len(years) == len(sums) else None
        if years:
            return int(years[0])
        if BASE_YEAR.search(label):
            return self.base
        return self.end if re.search(r"\b(?:forecast\w*|projected)\b", label, re.I) else None

    def _elsewhere(self, statement: Statement, before: str, after: str, amount: Money) -> bool:
        """Whether an amount is about something else than the market: an investment, a price, a count, a firm."""
        text, near = statement.text, before[-60:]
        spent = ELSEWHERE.search(near) and not MARKET_SIZE.search(near)
        if spent or GAIN.search(near) or ELSEWHERE_AFTER.match(after) or COUNTED.match(after):
            return True
        if not statement.label and self._of_company(statement, before, amount):
            return True
        if self.targets.other_market(text[: amount.start]):
            return True
        return amount.currency is None and not (statement.label or self._valued(text[: amount.start], before))

    def _of_company(self, statement: Statement, before: str, amount: Money) -> bool:
        """Whether an amount is a company's: its sales, or the company is what the sentence speaks of."""
        text, near, lead = statement.text, before[-60:], statement.text[: amount.start]
        if COMPANY.search(lead):
            return True
        named = self.targets.company_mentions(before)
        if named and (not MARKET.search(before[named[-1].end :]) or POSSESSIVE.match(before, named[-1].end)):
            return True
        if not OWN_SALES.search(near) or self._is_of_market(text, near, lead):
            return False
        return bool(self.targets.company_mentions(text)) or not MARKET.search(lead)

    def _is_of_market(self, text: str, near: str, lead: str) -> bool:
        """Whether sales are the market's: so called, or nothing but the market is named."""
        if MARKET_SALES.search(near) or REVENUE_OF.fullmatch(lead) or SUBJECT.match(text):
            return True
        if self.topic.is_about_part(text):
            return True
        return self.targets.names_market(lead) and not self.targets.company_mentions(text)

    def _valued(self, text: str, before: str) -> bool:
        """Whether an amount without a currency is called a value: "valued at 384 million, to reach 480 million"."""
        return bool(UNSIGNED.search(before)) or bool(UNSIGNED.search(text) and REACH.search(before))


def _base_year(statements: tuple[Statement, ...]) -> int | None:
    """The year that a short line calls the base year."""
    for statement in statements:
        if len(statement.text) < SHORT_ANSWER and BASE_YEAR.search(statement.text):
            year = ANY_YEAR.search(statement.text)
            if year:
                return int(year[0])
    return None


def _is_forecast(text: str, amount: Money, before: str) -> bool:
    """Whether an amount is said to be still to come: "to reach", "from A to B", "78億ドルに達すると予測"."""
    if VALUED_THEN.search(before) or re.search(r"\bfrom\s*$", before, re.I):
        return False
    if re.search(r"\bto\s*$", before) and FORECAST.search(text[: amount.start]):
        return True
    return FORECAST.search(before[-70:]) is not None or FORECAST_AFTER.match(text, amount.end) is not None


def _year(before: str, after: str, end: int) -> tuple[int | None, int]:
    """The year that an amount is given for, and where after its `end` it ends (0 if before): "in 2022", "2030年"."""
    span = next(
        ((a, b, p, e) for a, b, p, e in amounts.year_ranges(after[:60]) if RANGE_GAP.fullmatch(after[:p])), None
    )
    if span:
        return span[1], end + span[3]
    later = YEAR_AFTER.match(after)
    if later:
        return _closing(next(year for year in later.groups() if year), after[later.end() :]), end + later.end()
    earlier = YEAR_BEFORE.search(before)
    return (_closing(earlier[1] or earlier[2], before[earlier.end(1) :]), 0) if earlier else (None, 0)


def _closing(year: str, rest: str) -> int:
    """The year in which a fiscal year ends: 2023 for "2022-23" and for "FY23"."""
    if len(year) == 2:
        return 2000 + int(year)
    second = FISCAL.match(rest)
    return int(year) + 1 if second and int(second[1]) == (int(year) + 1) % 100 else int(year)


def joined(sizes: list[MarketSizeClaim]) -> list[MarketSizeClaim]:
    """Equal sizes as one with all their evidence; one without a currency joins its like with one."""
    distinct: list[MarketSizeClaim] = []
    for size in sizes:
        for i, other in enumerate(distinct):
            if _is_same(other, size):
                distinct[i] = _merged(other, size)
                break
        else:
            distinct.append(size)
    dated = {(size.value, size.currency) for size in distinct if size.year}
    return [size for size in distinct if size.year or (size.value, size.currency) not in dated]


def _is_same(first: MarketSizeClaim, second: MarketSizeClaim) -> bool:
    """Whether two sizes are one said twice: nothing that both say differs."""
    if first.value != second.value or first.year != second.year:
        return False
    if first.currency != second.currency and None not in (first.currency, second.currency):
        return False
    return first.scope == second.scope or None in (first.scope, second.scope)


def _merged(first: MarketSizeClaim, second: MarketSizeClaim) -> MarketSizeClaim:
    evidence = both_evidence(first.evidence, second.evidence)
    currency, scope = first.currency or second.currency, first.scope and second.scope
    return replace(first, currency=currency, scope=scope, evidence=evidence)
