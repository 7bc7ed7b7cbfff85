"""Decides which amounts of money are sizes of the market, of which year and for what part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mrgraph.extraction import rules
from mrgraph.extraction.figures import known_names
from mrgraph.extraction.figures.market_topic import ANY_YEAR, MARKET, SHORT_ANSWER, SUBJECT, MarketTopic
from mrgraph.extraction.figures.scopes import ScopeReader
from mrgraph.extraction.figures.target_linking import TargetLinker
from mrgraph.extraction.text import amounts, year_ranges
from mrgraph.extraction.text.amounts import Money
from mrgraph.extraction.text.figure_statement import Statement
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import both_evidence
from mrgraph.lexicon import figure_words
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import Basis, MarketSizeClaim

COMPANY = re.compile(
    r"\b(?:the\s+(?:company|firm|group)|company['’]s)\b|^\W*(?:its|their)\s(?!market\b)"
    r"|\b(?:sales|revenues?)\s+(?:\w+\s+)?(?:for|of|at|from)\s+(?-i:[A-Z][a-z])",
    re.I,
)
REVENUE_OF = re.compile(r"\W*(?:(?:global|total|annual)\s+)*(?:revenues?|sales|turnover)\s+of\s+\S{0,5}\s?", re.I)
POSSESSIVE = re.compile(r"['’]s?\s+(?:\w+\s+)?market\b", re.I)
VALUED = figure_words.finder("valued", "forecast", "estimate")
FUTURE, PAST = figure_words.finder("forecast"), figure_words.finder("estimate")
FORECAST_AFTER = re.compile(r"[^、。,\d]{0,12}(?:達する|到達|予測|見込|なると|拡大|도달|예상|전망|성장할|이를)")
PLAIN_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\ds%]|-20)")
LAST_YEAR = re.compile(r"[^,;.%]*\s(?:19|20)\d\d\W*$")
BRACKETED = re.compile(r"\(\W{0,3}$")
TRADE = AnyCase(r"\b(?:exporters?|importers?|exports?|imports?)\b")
VALUED_AT = re.compile(r"(?<!\bbe\s)\bvalued\s+at\s+(?:[a-z]+\s+){0,2}$", re.I)
_INFINITIVE = AnyCase(r"\b(?:to|and)\s+(?:reach|hit|attain|surpass|exceed|be\s+worth|total|generate|touch|cross|top)\b")
_FROM = AnyCase(
    r"\b(?:from|von|de|compared\s+(?:to|with)|against|versus|vs\.?)\s+(?:an?\s+|about\s+|around\s+|roughly\s+|"
    r"approximately\s+|some\s+|just\s+|"
    r"nearly\s+|over\s+|estimated\s+)*$"
)
QUARTER = AnyCase(
    r"\b(?:q[1-4]|[1-4]q|h[12]|(?:first|second|third|fourth)\s+(?:quarter|half)|quarter|january|february|march|"
    r"april|june|july|"
    r"august|september|october|november|december)\b|quartal|trimestre|四半期|季度|분기"
)
_OTHER_MONEY = (
    r"invest(?:ed|ment|ments|ing)?|fund(?:ing|ed|s)|acqui(?:red|sition|re|res|ring)|pric(?:e|ed|es|ing)|costs?|"
    r"licen[sc]e|loss(?:es)?|budget|grants?|raised|salary|wages?|fine[ds]?|spending(?! on)|spent|expenditure(?! on)|"
    r"deal|contract|GDP|donat\w+|debt|export\w*|import\w*|savings?|sav(?:e|ed|ing)|damages?|capital|"
    r"(?:market\s+)?caps?|capitali[sz]ation|stake|"
    r"subsid\w+|stimulus|initiative|discount\w*|profits?|per\s+(?:unit|kg|ton|tonne|litre|liter|user|month|"
    r"piece)"
)
ELSEWHERE = AnyCase(rf"\b(?:{_OTHER_MONEY})\b|価格|가격|ライセンス|投資|투자")
GAIN = AnyCase(  # what the market grows by, not what it is worth
    r"(?:\b(?:gr[eo]w|ris|rose|increas|expand|climb|surg)\w*\s+by|\badd(?:s|ed|ing)?|\blos(?:e|es|ing|t)|\bcumulative|\bincremental|"
    r"\badditional|\bextra)\s+"
    r"(?:(?:about|around|over|nearly|approximately|an?|some|opportunity|growth|of)\s+)*$",
)
ELSEWHERE_AFTER = re.compile(
    r"^\s*(?:worth\s+of\s+(?!market)|of\s+(?:additional|new|extra|incremental)\b|investments?\b|funding\b|deals?\b|"
    r"acquisitions?\b|contracts?\b|stake\b|"
    r"per\b|/|a\s+(?:unit|piece|month|year|share)\b|in\s+(?:\w+\s+)?(?:funding|investments?|grants?|savings|"
    r"damages|costs?|exports|imports|incentives|subsidies)\b|"
    r"(?:fund|facility|plant|project|loan|grant|initiative|program(?:me)?|plan|package|budget)\b)",
    re.I,
)
COUNTED = re.compile(
    r"^[\s.]*(?:t\b|kt\b|mt\b|tonnen|toneladas|stück|unidades|unit[ée]s|exemplaires|units?|users?|people|vehicles?|"
    r"tons?|tonnes|metric|patients|devices|subscribers|households|jobs|"
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
UNTIL = AnyCase(rf"{figure_words.any_of('dated', languages=figure_words.LATIN)}\s+(20\d\d)(?!\d)")
TO = AnyCase(r"\b(?:to|auf|à|a)\s*$")
FROM_TO = re.compile(r"\s*(?:to|から|에서|bis|à|a)\s*")
REACH = AnyCase(r"\b(?:reach\w*|grow\w*|hit|surpass\w*|exceed\w*|to)\b|達|도달")
_PLAIN = (
    r"(?:(?!\b(?:and|is|are|will|reach\w*|expected|projected|anticipated|up\s+from|compared|und|et|y|e)\b)"
    r"[^\d$€£¥₹%;]){0,45}?"
)
_IN = (
    rf"{figure_words.any_of('dated', languages=figure_words.LATIN)}\s+(?:the\s+)?(?:(?:first|second|third|"
    rf"fourth)\s+(?:quarter|half)\s+(?:of\s+)?)?"
    r"(?:base\s+|forecast\s+)?(?:year\s+|fiscal\s+(?:year\s+)?|FY\s?|Q[1-4]\s+)?"
)
YEAR_AFTER = re.compile(
    r"^\s+(?:is|are|was)\s+(?:\w+\s+)?(?:anticipated|expected|forecast|projected|predicted|estimated)\s+(?:for|in|"
    r"by)\s+"
    r"((?:19|20)\d\d)\b|"
    rf"^{_PLAIN}(?:{_IN}|\()((?:19|20)\d\d)\b|^\s*[,;]?\s*((?:19|20)\d\d)\s*[年년]|^{_PLAIN}\b(?:FY\s?['’]?|"
    rf"[1-4]Q\s?['’]?|Q[1-4]\s?['’])(\d\d)\b",
    re.I,
)
YEAR_BEFORE = AnyCase(
    r"\b(?=(?:19|20)\d\d\s+(?:[a-z-]+\s+){0,3}?market\s+(?:size|value)\s+of\s+[a-z\s]{0,20}$)((?:19|20)\d\d)|"
    rf"(?:{_IN}|^|\()((?:19|20)\d\d)(?:[-–/]\d\d)?\b[^\d]{{0,110}}$|((?:19|20)\d\d)\s*[年년](?:度)?[^\d]{{0,60}}$"
)
FISCAL = re.compile(r"[-–/](\d\d)(?!\d)")
_SO_FAR = (
    r"(?:(?:was|were|stood)\b|(?:is|are)\s+(?:currently\s+)?(?:estimated|valued|worth)\b(?!\s+to\s+(?!be\b))|"
    r"(?<!to )(?<!and )(?:reached|totall?ed|generated|hit)\b)"
)
VALUED_IN = AnyCase(
    rf"\b{_SO_FAR}(?:(?!\b(?:and|will|by|to\s+reach)\b)(?:[^.;]|\.\d)){{0,70}}?\bin\s+((?:19|20)\d\d)\b|"
    r"\bcurrent\b[^.\n]{0,40}\(((?:19|20)\d\d)\)|"
    rf"\bin\s+((?:19|20)\d\d),?\s+(?:the\s+)?[^.;,]{{0,60}}\b{_SO_FAR}"
)
RANGE_GAP = re.compile(
    r"(?:\s|\(|\b(?:mark|by|over|during|in|for|from|between|the|forecast|period|years?|of)\b)*", re.I
)
BASE_YEAR = AnyCase(r"\bbase\s+year\b|基準年|기준\s*연도")
Span = tuple[int | None, int | None]
SMALLEST = 10000  # a market is worth more; smaller amounts are prices
MARKET_SIZE = AnyCase(r"\bmarket\s+size\b[^,;]*$")
MARKET_SALES = AnyCase(r"\b(?:market|industry|sector|global|worldwide)(?:['’]s)?\s+(?:\w+\s+)?(?:revenues?|sales)\b")


class SizeReader:
    """Reads the market sizes of one page; `period`: the first and last year of the forecast."""

    def __init__(self, page: Page, targets: TargetLinker, statements: tuple[Statement, ...], period: Span) -> None:
        self.page, self.targets, self.statements = page, targets, statements
        start, self.end = period
        self.base = _base_year(statements)
        self.now = max(
            (y for y in (self.base, _latest_past(statements)) if y), default=start
        )  # later years are still to come
        self.scopes = ScopeReader(page, targets, statements)
        self.topic = MarketTopic(page, targets, statements, self.scopes)

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
                year = next((first for first, _, _, _ in year_ranges.year_ranges(text[right.end :])), None)
            year = year or (_until(before) if TO.search(before) else None)
            taken = max(taken, used)
            if not self._elsewhere(number, before, after, amount):
                yield self._size(number, amount, year or self._year_of(statement, amount, sums), sums)

    def _sums(self, number: int) -> list[Money]:
        """The amounts of a statement that may be sizes: none unless it is about the market."""
        statement = self.statements[number]
        text = statement.text
        sums = amounts.large_sums(text, SMALLEST)
        if not sums or not (statement.label or VALUED.search(text) or len(text) < SHORT_ANSWER):
            return []
        return sums if self.topic.is_about_market(number) else []

    def _size(self, number: int, amount: Money, year: int | None, sums: list[Money]) -> MarketSizeClaim:
        statement = self.statements[number]
        text = statement.text
        scope = self.scopes.scope(number, amount.start)
        forecast = self._is_forecast(statement, amount, year)
        currency = amount.currency or next((m.currency for m in sums if m.currency), None)
        rule = rules.SIZE_LINE if statement.label else rules.SIZE_SENTENCE
        evidence = self.page.evidence(rule, statement.start, statement.end)
        basis = Basis.FORECAST if forecast else Basis.ESTIMATED
        return MarketSizeClaim(
            amount.value, currency, year, basis, amount.bound, scope, text[amount.start : amount.end], (evidence,)
        )

    def _is_forecast(self, statement: Statement, amount: Money, year: int | None) -> bool:
        """Whether an amount is still to come: by the nearest word before it that tells, else by its year."""
        lead = statement.text[: amount.start]
        if _FROM.search(lead):
            return False
        later = self.now is not None and year is not None and year > self.now
        if VALUED_AT.search(lead[-60:]):
            return False
        if later or FORECAST_AFTER.match(statement.text, amount.end):
            return True
        future = max((m.end() for m in FUTURE.finditer(lead)), default=-1)
        past = max((m.end() for m in PAST.finditer(lead)), default=-1)
        return future > past or (future == past and not statement.label and _INFINITIVE.search(lead) is not None)

    def _year_of(self, statement: Statement, amount: Money, sums: list[Money]) -> int | None:
        """The year that a label tells: "Market Size 2024", "Base year value", "Projected value"."""
        label = statement.label
        if not label:
            return self._only_year(statement, sums)
        beside = ANY_YEAR.findall(statement.text[len(label) : amount.start][-30:])
        if beside:
            return int(beside[-1])
        years = ANY_YEAR.findall(label)
        if years and len(set(years)) != 1:  # "Size 2019 and 2022: 2.1 and 2.8 bn"
            return int(years[sums.index(amount)]) if len(years) == len(sums) else None
        return int(years[0]) if years else self._year_meant(statement)

    def _year_meant(self, statement: Statement) -> int | None:
        """The year that a label without one means: the base year, the forecast's last, or the heading's."""
        if BASE_YEAR.search(statement.label):
            return self.base
        if re.search(r"\b(?:forecast\w*|projected)\b", statement.label, re.I):
            return self.end
        above = ANY_YEAR.findall(self.page.heading(statement.block) or "")
        return int(above[0]) if len(set(above)) == 1 else None

    def _only_year(self, statement: Statement, sums: list[Money]) -> int | None:
        """The one year that a sentence names, before its only amount."""
        years = set(PLAIN_YEAR.findall(statement.text))
        if len(years) != 1 or len(sums) != 1:
            return None
        told = PLAIN_YEAR.search(statement.text[: sums[0].start]) or LAST_YEAR.match(statement.text, sums[0].end)
        return int(years.pop()) if told else None

    def _elsewhere(self, number: int, before: str, after: str, amount: Money) -> bool:
        """Whether an amount is about something else than the market: an investment, a price, a count, a firm."""
        statement = self.statements[number]
        text, near = statement.text, before[-60:]
        spent = ELSEWHERE.search(near) and not MARKET_SIZE.search(near)
        if self.end and QUARTER.search(before[-40:] + after[:30]):  # a report on years
            return True
        if BRACKETED.search(before) and TRADE.search(text):  # "the main exporters were France ($10 bn), Italy ($7 bn)"
            return True
        if spent or GAIN.search(near) or ELSEWHERE_AFTER.match(after) or COUNTED.match(after):
            return True
        if not statement.label and self._of_company(statement, before, amount):
            return True
        if self.scopes.is_foreign(number, amount.start):
            return True
        return amount.currency is None and not (statement.label or self._valued(text[: amount.start], before))

    def _of_company(self, statement: Statement, before: str, amount: Money) -> bool:
        """Whether an amount is a company's: its sales, or the company is what the sentence speaks of."""
        text, near, lead = statement.text, before[-60:], statement.text[: amount.start]
        ranked = known_names.ranked_before(before)
        if COMPANY.search(lead) or (ranked and not self.targets.parts(ranked) and MARKET.search(ranked) is None):
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


def _latest_past(statements: tuple[Statement, ...]) -> int | None:
    """The latest year of which a value is said to have been so: "was valued at $5 billion in 2023"."""
    years = [
        int(next(filter(None, m.groups())))
        for s in statements
        if "20" in s.text or "19" in s.text
        for m in VALUED_IN.finditer(s.text)
    ]
    return max(years, default=None)


def _year(before: str, after: str, end: int) -> tuple[int | None, int]:
    """The year that an amount is given for, and where after its `end` it ends (0 if before): "in 2022", "2030年"."""
    span = next(
        ((a, b, p, e) for a, b, p, e in year_ranges.year_ranges(after[:60]) if RANGE_GAP.fullmatch(after[:p])), None
    )
    if span:
        return span[1], end + span[3]
    later = YEAR_AFTER.match(after)
    if later:
        return _closing(next(year for year in later.groups() if year), after[later.end() :]), end + later.end()
    earlier = YEAR_BEFORE.search(before)
    if earlier is None:
        return None, 0
    group = next(number for number in (1, 2, 3) if earlier[number])
    return _closing(earlier[group], before[earlier.end(group) :]), 0


def _until(before: str) -> int | None:
    """The year up to which something grows to an amount: "between 2021 and 2027 to", "bis 2030 um 8 Prozent auf"."""
    spans = year_ranges.year_ranges(before)
    last = list(UNTIL.finditer(before))
    return spans[-1][1] if spans else int(last[-1][1]) if last else None


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
