"""Market sizes: which amounts of money a statement gives for the market, for when and for what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mrgraph.extraction import rules
from mrgraph.extraction.figures import profiles
from mrgraph.extraction.figures.subjects import FRONT, Subjects
from mrgraph.extraction.text import amounts
from mrgraph.extraction.text.amounts import Money
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import Statement, both_evidence
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import Basis, MarketSizeClaim

MARKET = AnyCase(r"\bmarkets?\b|\bindustry\b|\bsector\b|市場|시장|市场")
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
COMPANY = re.compile(
    r"\b(?:the\s+(?:company|firm|group)|company['’]s)\b|^\W*(?:its|their)\s(?!market\b)"
    r"|\b(?:sales|revenues?)\s+(?:\w+\s+)?(?:for|of|at|from)\s+(?-i:[A-Z](?![A-Z]{2}\s?\d))",
    re.I,
)
REVENUE_OF = re.compile(r"\W*(?:(?:global|total|annual)\s+)*(?:revenues?|sales|turnover)\s+of\s+\S{0,5}\s?", re.I)
POSSESSIVE = re.compile(r"['’]s?\s+(?:\w+\s+)?market\b", re.I)
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
ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
BASE_YEAR = AnyCase(r"\bbase\s+year\b|基準年|기준\s*연도")
REACH_BACK = 6  # sentences that "it" can go back over
SHORT_ANSWER = 80  # characters of an answer without a verb: "Some $4.1 billion last year."
SMALLEST = 10000  # a market is worth more; smaller amounts are prices
MARKET_SIZE = AnyCase(r"\bmarket\s+size\b[^,;]*$")
MARKET_SALES = AnyCase(r"\b(?:market|industry|sector|global|worldwide)(?:['’]s)?\s+(?:\w+\s+)?(?:revenues?|sales)\b")


class SizeReader:
    """Reads the market sizes of one page."""

    def __init__(self, page: Page, subjects: Subjects, said: tuple[Statement, ...], end: int | None) -> None:
        self.page, self.subjects, self.said = page, subjects, said
        self.end = end  # the last year of the forecast period
        self.base = _base_year(said)

    def sizes(self, number: int) -> Iterator[MarketSizeClaim]:
        """Market sizes in statement `number`."""
        statement = self.said[number]
        text = statement.text
        found = [m for m in amounts.money(text) if m.value >= SMALLEST and (m.currency or m.scaled)]
        if (
            not found
            or not (statement.label or VALUED.search(text) or len(text) < SHORT_ANSWER)
            or not self._about_market(number)
        ):
            return
        taken = 0
        for amount, left, right in zip(found, [None, *found], [*found[1:], None], strict=False):
            before = text[max(left.end if left else 0, taken) : amount.start]
            after = text[amount.end : right.start if right else len(text)]
            year, used = _year(before, after, amount.end)
            if year is None and right and FROM_TO.fullmatch(after):
                year = next((a for a, _, _, _ in amounts.year_ranges(text[right.end :])), None)
            taken = max(taken, used)
            if not self._elsewhere(statement, before, after, amount):
                yield self._size(statement, amount, before, year or self._year_of(statement, amount, found), found)

    def _size(
        self, statement: Statement, amount: Money, before: str, year: int | None, found: list[Money]
    ) -> MarketSizeClaim:
        text = statement.text
        forecast = _is_forecast(text, amount, before)
        scope = self.subjects.scope(statement, amount.start)
        currency = amount.currency or next((m.currency for m in found if m.currency), None)
        rule = rules.SIZE_LINE if statement.label else rules.SIZE_SENTENCE
        evidence = self.page.evidence(rule, statement.start, statement.end)
        basis = Basis.FORECAST if forecast else Basis.ESTIMATED
        return MarketSizeClaim(
            amount.value, currency, year, basis, amount.bound, scope, text[amount.start : amount.end], (evidence,)
        )

    def _about_market(self, number: int, reach: int = REACH_BACK) -> bool:
        """Whether a statement is about the market; it may go on from at most `reach` statements before it."""
        statement = self.said[number]
        if statement.label:
            return self._labelled(statement)
        text, previous = statement.text, self.said[number - 1] if number else None
        if MARKET.search(text) or self.subjects.names_market(text):
            return True
        if SUBJECT.match(text) and not self._profile(statement):
            near = previous is not None and previous.block == statement.block
            return not (near and previous and self.subjects.company_mentions(previous.text))
        if self.subjects.company_mentions(text):
            return False
        if SUMMARY.search(self.page.heading(statement.block) or "") and GOES_ON.search(text) and ANY_YEAR.search(text):
            return True
        return self._told_of_part(text) or (reach > 0 and number > 0 and self._goes_on(number, reach - 1))

    def _labelled(self, statement: Statement) -> bool:
        """Whether a label names the market's size, or a part of the market: "Market Size in 2024", "Europe"."""
        label = statement.label
        sized = SIZE_LABEL.search(label) or SUMMARY.search(label) or ANY_YEAR.search(label) or self._is_part(statement)
        return bool(sized) and not OTHER_LABEL.search(label) and not self._profile(statement)

    def _is_part(self, statement: Statement) -> bool:
        """Whether a label is nothing but a region or a segment, and the line gives a year: "Europe: $ 5 bn (2023)"."""
        label = statement.label.strip()
        named = [*self.subjects.regions(label), *self.subjects.segment_mentions(label)]
        whole = any(m.end - m.start >= len(label) - 1 for m in named)
        return whole and ANY_YEAR.search(statement.text) is not None

    def _told_of_part(self, text: str) -> bool:
        """Whether a sentence gives the size of a segment or a region: "The U.S. accounted for"."""
        if SEGMENT.search(text) and self.subjects.segment_mentions(text):
            return True
        if self.subjects.parts(text) and ("%" in text or "％" in text):
            amount = next(iter(amounts.money(text)), None)
            if amount and (APPOSED.search(text[: amount.start]) or APPOSED_AFTER.match(text, amount.end)):
                return True
        parts = self.subjects.segment_mentions(text)
        if parts and FRONT.fullmatch(text[: parts[0].start]) and PART_SUBJECT.match(text, parts[0].end):
            return ANY_YEAR.search(text) is not None
        places = self.subjects.regions(text)
        return bool(places) and places[0].start < 12 and PLACE_SUBJECT.match(text[places[0].end :]) is not None

    def _goes_on(self, number: int, reach: int) -> bool:
        """Whether a sentence goes on about the market from the one before, or answers a question about it."""
        statement, previous = self.said[number], self.said[number - 1]
        text, question = statement.text, previous.text.rstrip().endswith("?")
        if not (OWN_FORECAST.match(text) or text.rstrip().endswith("?")):
            close = previous.block == statement.block or (question and previous.block == statement.block - 1)
            answers = question and len(text) < SHORT_ANSWER
            if not close or not (answers or GOES_ON.search(text)):
                return False
        return self._about_market(number - 1, reach)

    def _profile(self, statement: Statement) -> bool:
        """Whether a line stands in a company's profile: its label, heading or the entry above it names a company."""
        heading = self.page.heading(statement.block) or ""
        named = self.subjects.company_mentions(statement.label) or (
            len(heading) < 60 and self.subjects.company_mentions(heading)
        )
        return bool(named) or profiles.company(self.page, self.subjects, statement) is not None

    def _year_of(self, statement: Statement, amount: Money, found: list[Money]) -> int | None:
        """The year that a label tells: "Market Size 2024", "Base year value", "Projected value"."""
        label = statement.label
        if not label:
            return None
        beside = ANY_YEAR.findall(statement.text[len(label) : amount.start][-30:])
        if beside:
            return int(beside[-1])
        years = ANY_YEAR.findall(label)
        if years and len(set(years)) != 1:  # "Size 2019 and 2022: 2.1 and 2.8 bn"
            return int(years[found.index(amount)]) if len(years) == len(found) else None
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
        if self.subjects.other_market(text[: amount.start]):
            return True
        return amount.currency is None and not (statement.label or self._valued(text[: amount.start], before))

    def _of_company(self, statement: Statement, before: str, amount: Money) -> bool:
        """Whether an amount is a company's: its sales, or the company is what the sentence speaks of."""
        text, near = statement.text, before[-60:]
        if COMPANY.search(text[: amount.start]):
            return True
        named = self.subjects.company_mentions(before)
        if named and (not MARKET.search(before[named[-1].end :]) or POSSESSIVE.match(before, named[-1].end)):
            return True
        own = (
            MARKET_SALES.search(near)
            or REVENUE_OF.fullmatch(text[: amount.start])
            or SUBJECT.match(text)
            or self._told_of_part(text)
        )
        alone = self.subjects.names_market(text[: amount.start]) and not self.subjects.company_mentions(text)
        sales = OWN_SALES.search(near) and not (own or alone)
        return bool(sales) and (bool(self.subjects.company_mentions(text)) or not MARKET.search(text[: amount.start]))

    def _valued(self, text: str, before: str) -> bool:
        """Whether an amount without a currency is called a value: "valued at 384 million, to reach 480 million"."""
        return bool(UNSIGNED.search(before)) or bool(UNSIGNED.search(text) and REACH.search(before))


def _base_year(said: tuple[Statement, ...]) -> int | None:
    """The year that a short line calls the base year."""
    for statement in said:
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
    found = YEAR_AFTER.match(after)
    if found:
        return _closing(next(g for g in found.groups() if g), after[found.end() :]), end + found.end()
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
    made: list[MarketSizeClaim] = []
    for size in sizes:
        for i, other in enumerate(made):
            same_money = other.value == size.value and (
                other.currency == size.currency or None in (other.currency, size.currency)
            )
            if (
                same_money
                and other.year == size.year
                and (other.scope == size.scope or None in (other.scope, size.scope))
            ):
                made[i] = replace(
                    other,
                    currency=other.currency or size.currency,
                    scope=other.scope and size.scope,
                    evidence=both_evidence(other.evidence, size.evidence),
                )
                break
        else:
            made.append(size)
    dated = {(s.value, s.currency) for s in made if s.year}
    return [s for s in made if s.year or (s.value, s.currency) not in dated]
