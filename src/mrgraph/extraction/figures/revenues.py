"""Decides which amounts of money are a company's revenues, and of which company and year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from mrgraph.extraction import rules
from mrgraph.extraction.companies import company_names
from mrgraph.extraction.figures import known_names, profiles
from mrgraph.extraction.figures.growth_words import YEAR as YEAR_MARK
from mrgraph.extraction.figures.known_names import Mention
from mrgraph.extraction.figures.target_linking import TargetLinker
from mrgraph.extraction.text import amounts
from mrgraph.extraction.text.amounts import Money
from mrgraph.extraction.text.figure_statement import Statement
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import WordPlaces, holds_digit
from mrgraph.lexicon import name_forms
from mrgraph.lexicon.amount_words import CODE
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import BlockKind, Evidence, NameClaim, RevenueClaim, Role

SALES = AnyCase(
    r"\b(?:revenues?|sales|turnover|earn(?:ed)?|turned\s+over|grossed|(?:brought|brings|took|takes|pulled|rakes|pulls|raked)\s+in)\b|"
    r"\b(?:made|booked)\s+(?:(?:about|around|some|over|nearly|almost|roughly)\s+)?(?=(?:US|C|A|HK)?\s?[$€£¥₹]|"
    rf"(?:{CODE})\b)|売上|収益|年商|매출|수익",
)
STEMS = tuple(
    "revenue sales turn earn gross brought bring took take pull rake made booked 売上 収益 年商 매출 수익".split()
)
# What a line of a profile begins with where the company is left out: "Net sales of EUR 6.0 billion in 2023".
ELIDED = re.compile(
    r"\W*(?:(?:total|annual|net|group|consolidated|company|worldwide|global|reported|latest|full-year|fiscal|year|FY|in|of|for|"
    r"(?:FY\s?)?\d{2,4}|its|the)\W+)*(?:revenues?|sales|turnover)\b",
    re.I,
)
MARKET = AnyCase(r"\bmarkets?\b|\bindustry\b|\bsector\b|\bsegments?\b")
NOT_AFTER = re.compile(
    r"\s*(?:market|in\s+(?:R&D|profits?|funding|(?:net\s+)?income|savings|(?:new\s+|fresh\s+)?(?:equity|capital|investments?|orders)|"
    r"an?\s+(?:round|series))|of\s+(?:\w+\s+)?(?:investments?|capital|orders|profits?|funding)|from\s+investors)\b",
    re.I,
)
NOT_SALES = AnyCase(
    r"\b(?:market\s+(?:size|value|cap\w*|valuation|revenues?)|invest\w*|acqui\w+|profits?|income|funding|R&D|"
    r"research\s+and\s+development|backlog|orders|assets?|valued|valuation)\b|時価総額|시가총액|市場規模|시장\s*규모",
)
YEAR = re.compile(
    r"\b(?:in|for|of|during|fiscal(?:\s+year)?|FY|year)\s*(?:the\s+)?(?:fiscal\s+(?:year\s+)?|year\s+)?((?:19|"
    r"20)\d\d)\b|((?:19|20)\d\d)\s*[年년]|\b((?:19|20)\d\d)\b|\bFY\s?['’]?(\d\d)\b",
    re.I,
)
GOES_ON = AnyCase(
    r"\b(?:posted|reported|recorded|stayed|had|made|exceeded|passed|topped|took\s+in|reached|came\s+to|with|were|was|followed|at|over|under|about)\b|[:(]"
)
POSTED = re.compile(rf"\b(?:posted|reported|recorded|booked)\s+(?:US\s?)?(?:[$€£¥]|(?:{CODE})\s)\s?\d")
UP_TO = re.compile(r"\s*(?:to|-|–|—|and)\s*", re.I)
SAME_YEAR = re.compile(r"\s*(?:in\s+|for\s+|during\s+)?(?:the\s+same|that)\s+(?:fiscal\s+)?(?:year|period)", re.I)
FIRST_YEAR = re.compile(r"\W*(?:A\W+)?(?:for|in)\s+(?:fiscal\s+)?((?:19|20)\d\d),", re.I)  # "In 2024, A made 5, B 3"
BACK = re.compile(
    r"^\W*(?:the\s+(?:company|firm|group|brand|corporation)|its?|they|their|with|in\s+20\d\d|同社|この会社|"
    r"이 회사|회사|그 회사)\b",
    re.I,
)
SUBJECT = re.compile(
    r"^(?:(?:In|For)\s+[^,]{3,40},\s+|(?:Similarly|Meanwhile|Additionally|Moreover|On the other hand|"
    r"Another[^,]{0,40}),\s+)?(?P<name>[A-Z][^,;:]{1,70}?)(?:,\s+[^,]{3,120},)?\s+"
    r"(?:has\s+|have\s+)?(?:reported|recorded|generated|posted|achieved|had|earned|registered|announced|with|"
    r"is\s+reported)\b"
)
BESIDE = AnyCase(
    r"\b(?:parent|owner|maker|subsidiary|unit|division|brand|part|arm|supplier|rival|spin-off|venture|"
    r"member)\s+of\s+(?:the\s+)?(?:[\w-]+\s+(?:group|company|firm|house)\s+)?(?:[\w&. -]{2,40}\s+and\s+)?$|"
    r"\b(?:owned|acquired|bought|controlled)\s+by\s+(?:the\s+)?(?:[\w-]+\s+(?:group|company|firm|house)\s+)?$",
)
WITH = re.compile(r"^\W*(?:with|having|generating|boasting)\b", re.I)
BRANDS = re.compile(r"\b(?:brands?|products?|models?|lines?|subsidiar\w+)\s+(?:like|such\s+as|including)\s+[^.]{0,80}$")
OF_NAME = re.compile(
    r"^(?:The\s+)?(?:(?i:sales|total|annual)\s+)?(?i:revenues?|sales)\s+(?:for|of)\s+(?P<name>[A-Z][^,;:]{1,60}?)\s+"
    r"(?:is|are|was|were|has|have|reached|stood|exceed\w*|amount\w*)\b"
)
GIVEN_AFTER = re.compile(r"^[^,.;、]{0,40}?\b(?:by|for|from)\s+$")
ENTRY = re.compile(r"^\W*(?P<name>[^:：]{2,70}?)\s*(?:[:：]|\s[–—-]\s)\s*(?=\S)")
NO_COMPANY = AnyCase(
    r"\b(?:market|industry|segment|region|revenues?|sales|total|year|company|size|value|financ\w+|key|figures|facts|"
    r"highlights|overview|performance|headquarters|founded|employees|net|annual|fiscal)\b",
)
LOOK_AHEAD = 4  # characters of an amount that "made" looks ahead to
SMALLEST = 10000  # sales below are prices


# A clause with a subject of its own: "…, while Acme reported sales of", "…, and Bolt up to".
OWN_SUBJECT = re.compile(
    r"(?:,\s+(?:while|whereas|and|but)|\bwhile|\bwhereas)\s+(?P<name>[A-Z\u00c0-\u00de][\w&.'’-]+)\s+"
    r"(?:reported|posted|had|took|made|generated|recorded|turned|earned|achieved|about|around|over|some|up\s+to|with|at)\b"
)


class RevenueReader:
    """Reads the company revenues of one page."""

    def __init__(self, page: Page, targets: TargetLinker) -> None:
        self.page, self.targets = page, targets
        self.new: dict[str, NameClaim] = {}
        self.context = -1  # number of the last block that announced sales, or listed some

    def read(self, statements: tuple[Statement, ...]) -> list[RevenueClaim]:
        """Revenues in text order; the same one said twice is one. Companies met only here are in `new`."""
        revenues: dict[tuple[str, object, object], RevenueClaim] = {}
        stems = WordPlaces(self.page.text, STEMS)
        last = -1  # the block that gave a company's sales last
        asked = -1  # the block that asked for sales last
        for number, statement in enumerate(statements):
            spoken = stems.near(statement) and SALES.search(statement.text) is not None
            if spoken and self._announces_sales(statement):
                self.context = statement.block
            asked = statement.block if spoken and statement.text.rstrip().endswith("?") else asked
            continues = 0 <= asked == statement.block - 1 or (last >= 0 and _goes_on(statement, last))
            if not (spoken or continues or self._is_listed(statement)) or not holds_digit(statement):
                continue
            earlier = statements[max(0, number - 3) : number]
            for claim in self._in_step(statement) or self._statement(statement, earlier, continues=continues):
                last = statement.block
                revenues.setdefault((claim.company, claim.value, claim.year), claim)
        return list(revenues.values())

    def _announces_sales(self, statement: Statement) -> bool:
        """Whether sales are spoken of without an amount: a list of them may follow."""
        kind = self.page.blocks[statement.block].kind
        return "illion" not in statement.text and kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)

    def _is_listed(self, statement: Statement) -> bool:
        """Whether a line stands in a list that sales were announced for: "- Acme: $5 billion"."""
        near = self.context >= 0 and 0 < statement.block - self.context <= 2
        entry = self.page.blocks[statement.block].kind in (BlockKind.ITEM, BlockKind.CELL) or bool(statement.label)
        return near and entry

    def _statement(
        self, statement: Statement, before: tuple[Statement, ...], *, continues: bool
    ) -> Iterator[RevenueClaim]:
        """The sales in a statement; `before`: the statements it may go back to; `continues`: it goes on about sales."""
        text = statement.text
        sums = amounts.large_sums(text, SMALLEST)
        listed = self._is_listed(statement) or continues
        taken = 0  # up to here, words tell the year of the amount before
        year: int | None = None
        for amount, left, right in zip(sums, [None, *sums], [*sums[1:], None], strict=False):
            lead = text[max(left.end if left else 0, taken) : amount.start]
            after = text[amount.end : right.start if right else len(text)]
            first = left is None
            called = listed or _is_called_sales(text, amount, after, first=first)
            if not called or _is_other(lead, after, first=first):
                continue
            company = self._ranked(known_names.ranked_before(lead), statement)
            if company is None and (company := self._owner(statement, amount, before, first=first)) is None:
                continue
            taken = max(taken, amount.end + _dated(after))
            self.context = statement.block if listed and not continues else self.context
            year = year if SAME_YEAR.match(after) else _year(lead, after) or _first_year(text) or self._quarter
            yield self._claim(statement, company, amount, year)

    def _in_step(self, statement: Statement) -> list[RevenueClaim]:
        """The sales of as many names as there are amounts behind them."""
        text = statement.text
        sums = amounts.large_sums(text, SMALLEST)
        names = known_names.ranked_in_step(text[: sums[0].start]) if len(sums) > 1 else []
        if not names or len(names) != len(sums):
            return []
        year = _first_year(text) or _year("", text[sums[-1].end :]) or self._quarter
        firms = [self._ranked(name, statement) for name in names]
        pairs = zip(sums, firms, strict=True)
        return [self._claim(statement, company, amount, year) for amount, company in pairs if company]

    @cached_property
    def _quarter(self) -> int | None:
        """The year of the quarter that the title names: 2025 of "Revenue in 2Q25"."""
        title = self.page.words(self.page.blocks[0])[:200] if self.page.blocks else ""
        years = {2000 + int(m["short"]) for m in YEAR_MARK.finditer(title) if m["short"]}
        return years.pop() if len(years) == 1 else None

    def _ranked(self, name: str | None, statement: Statement) -> str | None:
        """The company that a ranking gives an amount to, also one that is named nowhere else."""
        known = self.targets.company_mentions(name) if name else []
        if known:
            return known[0].target.name
        plain = name is None or name.lower() in self.page.small_words
        return None if plain else self._admitted(name or "", statement)

    def _claim(self, statement: Statement, company: str, amount: Money, year: int | None) -> RevenueClaim:
        rule = rules.REVENUE_LINE if statement.label else rules.REVENUE_SENTENCE
        evidence: Evidence = self.page.evidence(rule, statement.start, statement.end)
        words = statement.text[amount.start : amount.end]
        return RevenueClaim(company, amount.value, amount.currency, year, amount.bound, words, (evidence,))

    def _owner(self, statement: Statement, amount: Money, before: tuple[Statement, ...], *, first: bool) -> str | None:
        """The company named last before the amount, right after it ("$5 billion by X"), or gone on about.

        `first`: the amount is the statement's first.
        """
        text = statement.text
        mentions = self.targets.company_mentions(text)
        after = next((m for m in mentions if m.start >= amount.end), None)
        if after and GIVEN_AFTER.match(text[amount.end : after.start]):
            return after.target.name
        earlier = [m for m in mentions if m.start < amount.start]
        if earlier:
            return self._owner_before(text, amount, earlier, first=first)
        if first and after and WITH.match(text):
            return after.target.name
        owner = self._gone_on_about(statement, before) or self._profiled(statement, amount)
        return owner or (self._new(statement, amount) if first else None)

    def _owner_before(self, text: str, amount: Money, earlier: list[Mention], *, first: bool) -> str | None:
        """Which of the companies named `earlier` an amount is of; None where a clause begins with somebody else."""
        clause = text[text.rfind(";", 0, amount.start) + 1 : amount.start]
        back = BACK.match(clause)
        if not first and earlier[-1].end < amount.start - len(clause) and not back:
            return None  # another clause, of a company that stands nowhere else
        other = OWN_SUBJECT.search(text, earlier[-1].end, amount.start)
        if other:
            return self.targets.company_called(other["name"])
        earlier = [m for m in earlier if not BESIDE.search(text[: m.start])] or earlier
        brand = BRANDS.search(text[: earlier[-1].start])
        owner_first = brand or (len(clause) < amount.start and back)  # "A bought B; it had sales of …"
        return (earlier[0] if owner_first else earlier[-1]).target.name

    def _gone_on_about(self, statement: Statement, before: tuple[Statement, ...]) -> str | None:
        """The company that a sentence beginning with "it" goes on about."""
        if not BACK.match(statement.text):
            return None
        for previous in reversed(before):
            named = self.targets.company_mentions(previous.text) if previous.block == statement.block else []
            if named:
                return named[0].target.name
        return None

    def _profiled(self, statement: Statement, amount: Money) -> str | None:
        """The company whose profile a line "Revenue: $5 billion" or "Net sales of $5 billion" stands in."""
        if not (statement.label and SALES.search(statement.label)):
            of_market = MARKET.search(statement.text) or self.targets.names_market(statement.text)
            clause = re.split(r"[;,:]\s", statement.text[: amount.start])[-1]
            if not (ELIDED.match(statement.text) or (self._is_item(statement) and ELIDED.match(clause))) or of_market:
                return None
        known = profiles.company(self.page, self.targets, statement, plain=True)
        head = profiles.head(self.page, statement) if known is None and self._is_item(statement) else None
        return known or (self._admitted(head, statement) if head else None)

    def _is_item(self, statement: Statement) -> bool:
        return self.page.blocks[statement.block].kind is BlockKind.ITEM

    def _new(self, statement: Statement, amount: Money) -> str | None:
        """A company that is the subject of the sentence, or the label of an entry, and stands nowhere else."""
        entry = ENTRY.match(statement.text[: amount.start]) if self._is_listed(statement) else None
        subject = entry or OF_NAME.match(statement.text) or SUBJECT.match(statement.text)
        return self._admitted(subject["name"], statement) if subject else None

    def _admitted(self, words: str, statement: Statement) -> str | None:
        """The company that `words` begin with, noted as new; None where they rather name something else."""
        name, _ = company_names.prefix(words)
        if (
            not name
            or NO_COMPANY.search(name)
            or not company_names.plausible(name, strict=True)
            or self.targets.parts(name)
            or self.targets.regions(name)
            or self.targets.is_market(name)
        ):
            return None
        evidence = self.page.evidence(rules.COMPANY_REVENUE, statement.start, statement.end)
        self.new.setdefault(name_forms.key(name), NameClaim(Role.COMPANY, name, (), (evidence,)))
        return name


def _goes_on(statement: Statement, last: int) -> bool:
    """Whether a statement goes on about sales given in block `last`, its own or, "B posted $5", the one before."""
    if last == statement.block and GOES_ON.search(statement.text):
        return True
    return statement.block - last <= 1 and POSTED.search(statement.text) is not None


def _is_called_sales(text: str, amount: Money, after: str, *, first: bool) -> bool:
    """Whether the words before an amount, or right after it, speak of sales."""
    if SALES.search(text[: amount.start + LOOK_AHEAD]) or SALES.search(after[:60]):
        return True
    return first and SALES.search(text[amount.end :]) is not None


def _is_other(lead: str, after: str, *, first: bool) -> bool:
    """Whether an amount is the end of a range, or something else than sales: an investment, a profit."""
    if not first and UP_TO.fullmatch(lead):
        return True
    return NOT_SALES.search(lead[-70:]) is not None or NOT_AFTER.match(after) is not None


def _dated(after: str) -> int:
    """Where in the words after an amount its year ends, 0 where they tell none."""
    dated = YEAR.search(after[:50])
    return dated.end() if dated else 0


def _first_year(text: str) -> int | None:
    """The year that a sentence begins with: "In 2024, A made 5, B 3"."""
    first = FIRST_YEAR.match(text)
    return int(first[1]) if first else None


def _year(lead: str, after: str) -> int | None:
    near = YEAR.search(after[:50]) or YEAR.search(lead[-60:])
    if near is None:
        return None
    year = next(g for g in near.groups() if g)
    return int(year if len(year) == 4 else f"20{year}")
