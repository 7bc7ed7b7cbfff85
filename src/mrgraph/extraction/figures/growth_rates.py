"""Decides which percentages are yearly growth of the market, over which years and for what part of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from mrgraph.extraction import rules
from mrgraph.extraction.figures import growth_words
from mrgraph.extraction.figures.growth_words import JOINT, PERIOD_SAID, VERB, YEAR, GrowthYears, Role, Years, year_of
from mrgraph.extraction.figures.scopes import ScopeReader
from mrgraph.extraction.figures.target_linking import TargetLinker
from mrgraph.extraction.text import amounts
from mrgraph.extraction.text.amounts import Percent
from mrgraph.extraction.text.figure_statement import Statement
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import WordPlaces, both_evidence
from mrgraph.lexicon import figure_words
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import GrowthRateClaim, MarketSizeClaim, Target

COMPANY = AnyCase(
    r"\b(?:the\s+company|the\s+firm|company['’]s|its\s+(?:\w+\s+)?(?:growth|revenue|sales))\b|同社|회사는"
)
THE_MARKET = AnyCase(r"\b(?:the|this)\s+(?:[\w-]+\s+){0,4}(?:markets?|industry|sector)\b")
MARKET = figure_words.finder("market")
COMPARED = re.compile(
    r"\s*(?:(?:a|per)\s+(?:year|annum)|annually)?\s*,?\s*(?:against|versus|vs\.?|(?:as\s+)?compared\s+(?:with|to)|"
    r"and)\s+"
    r"(?:(?:about|around|some|only|just|roughly|nearly)\s+)?",
    re.I,
)
BREAKS = re.compile(r"[.!?;%$€£]\s")
ENDS = re.compile(
    r"\s*(?:$|[,.;)]|(?:in|for|a|per|and|from|through|until|by|between|over|during|against|versus|vs|compared|"
    r"while|annually|"
    r"respectively|CAGR)\b)",
    re.I,
)
OF_MARKET = figure_words.finder("market", "size")  # a heading over "2025: $225 bn (+22.3%)"
OF_QUARTER = AnyCase(
    r"\b(?:q[1-4]|(?:quarter|half|months)\s+of|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)"
    r"(?:\s+\d\d?(?:st|nd|rd|th)?,)?\s+(?=20\d\d)"
)
LABEL_YEAR = re.compile(r"\W*(?:FY\s?)?(?:19|20)\d\d\s?[EeFf]?\W*")
SIGNED = re.compile(r"\(\s*[+−–-]\s?[\d.,]+\s?%$")
SIGNED_IN_BRACKETS = re.compile(r"\(\s*$")
DATED = AnyCase(  # what says that a change is one against the same time of the year before
    rf"{figure_words.any_of('yoy')}|\b(?:so\s+far\s+)?this\s+year\b|\blast\s+(?:year|month)\b|\b(?:in|for|"
    rf"during)\s+(?:the\s+)?(?:(?:first|second|third|fourth|"
    r"last)\s+(?:quarter|half)|q[1-4]|h[12]|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b"
)
THIS_PERIOD = AnyCase(r"\b(?:this|that|the\s+same|said|given)\s+period\b|この期間|이\s*기간")
FIRST = 12  # characters: a company that stands no later is what the sentence speaks of
MOST_RATES = 30  # in one sentence; the corpus has 5 at most
SHORT_ANSWER = 80  # characters of an answer without a verb: "Some 4.1% a year until 2030."
LONGEST_GAP = 90  # characters between two rates of one enumeration
REACH_BACK = 3  # statements before one without a year that may say it


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth rate, and how well its years are known.

    `certainty`: 3 said, 2 the forecast period's, 1 those of the sizes beside it, 0 none.
    """

    claim: GrowthRateClaim
    certainty: int


class GrowthReader:
    """Reads the growth rates of one page; `period` is the report's forecast period."""

    def __init__(
        self, page: Page, targets: TargetLinker, statements: tuple[Statement, ...], period: Years | None
    ) -> None:
        self.page, self.targets, self.statements, self.period = page, targets, statements, period
        self.scopes = ScopeReader(page, targets, statements)
        self.signs = WordPlaces(page.text, amounts.RATE_WORDS)

    def rates(self, number: int, sizes: list[MarketSizeClaim]) -> Iterator[Growth]:
        """Growth rates in statement `number`; `sizes`: the market sizes in it, whose years may be its own."""
        statement = self.statements[number]
        text = self.targets.masked(statement.text)
        if not self.signs.near(statement) or growth_words.IMPACT.search(statement.label):
            return
        percents = list(amounts.percents(statement.text))[:MOST_RATES]
        roles = self._roles(statement, text, percents, asked=self._is_asked(number))
        scopes = self._in_step(
            statement.text, [p for p, role in zip(percents, roles, strict=True) if role is not Role.NONE]
        )
        years = GrowthYears(text, percents, roles)
        falls = (
            False  # what a percentage without a verb takes from the one before: "fell 26% in units and 16% in value"
        )
        for index, percent in enumerate(percents):
            before, after = years.around(index)
            if roles[index] is Role.NONE or self._is_foreign(number, percent):
                continue
            span = self._years(number, years, index, roles[index], sizes)
            if span is None:
                continue
            previous = percents[index - 1] if index else None
            scope = scopes.get(percent.start) or self._scope(number, percent, previous)
            if roles[index] is Role.RATE or not index or growth_words.moves(before, after):
                falls = growth_words.is_negative(percent, before, after) or self._is_bracketed(statement, percent)
            yield Growth(self._rate(statement, percent, scope, span[:2], falls=falls), span[2])

    def _is_asked(self, number: int) -> bool:
        """Whether a short statement answers a question for a rate: "What is the CAGR?"."""
        if not number or len(self.statements[number].text) > SHORT_ANSWER:
            return False
        previous = self.statements[number - 1]
        near = 0 <= self.statements[number].block - previous.block <= 1
        return (
            near and previous.text.rstrip().endswith("?") and growth_words.RATE_LABEL.search(previous.text) is not None
        )

    def _roles(self, statement: Statement, text: str, percents: list[Percent], *, asked: bool) -> list[Role]:
        """What each percentage is, by its own words or by those of one that it stands beside; `asked`: it answers."""
        labelled = asked or growth_words.RATE_LABEL.search(statement.label) is not None
        if LABEL_YEAR.fullmatch(statement.label) and OF_MARKET.search(self.page.heading(statement.block) or ""):
            return [Role.CHANGE if SIGNED.search(statement.text[: p.end]) else Role.NONE for p in percents]
        gaps = _gaps(text, percents)  # the words before each, and those after the last
        roles = [
            growth_words.role(percent, gaps[i], gaps[i + 1], labelled=labelled) for i, percent in enumerate(percents)
        ]
        return _spread(roles, gaps)

    def _in_step(self, text: str, rates: list[Percent]) -> dict[int, Target]:
        """Scopes of rates that follow as many names: "A and B grow at 6% and 4% respectively", "at 6% against 4%"."""
        if len(rates) < 2:
            return {}
        parts = self.targets.parts(text[: rates[0].start])
        compared = len(rates) == 2 and COMPARED.fullmatch(text[rates[0].end : rates[1].start])
        apart = {part.target for part in parts}
        paired = compared or "respectively" in text[rates[-1].end :]
        if not paired or not len(rates) == len(parts) == len(apart):
            return {}
        return {rate.start: part.target for rate, part in zip(rates, parts, strict=True)}

    def _scope(self, number: int, percent: Percent, previous: Percent | None) -> Target | None:
        """What a rate is limited to: by what stands right after it, by its own clause, by the sentence before it."""
        text = self.statements[number].text
        after = self.targets.placed_after(text, percent.end)
        clause = text[previous.end : percent.start] if previous else ""
        joint = JOINT.search(clause)
        cut = joint.end() if joint else clause.rfind(",") + 1
        own = self.targets.named_alone(clause[cut:]) if cut else None
        subject = self.targets.part_at(clause[cut:]) if cut else None
        return after or own or subject or self.scopes.scope(number, percent.start)

    def _is_foreign(self, number: int, percent: Percent) -> bool:
        """Whether a percentage is growth of something else: another market, a company."""
        before = self.statements[number].text[: percent.start]
        return self.scopes.is_foreign(number, percent.start) or self._of_company(before)

    def _of_company(self, before: str) -> bool:
        """Whether the words before a rate speak of a company and not of a market: "the company grew at"."""
        firms = self.targets.company_mentions(before)
        if self.targets.names_market(before) or not (firms or COMPANY.search(before)):
            return False
        first = bool(firms) and firms[0].start < FIRST
        return not (THE_MARKET if first or COMPANY.search(before) else MARKET).search(before)

    def _is_bracketed(self, statement: Statement, percent: Percent) -> bool:
        """Whether a cell says that something fell as accountants write it: "(2.3%)"."""
        text = statement.text
        alone = text[percent.end :].strip() == ")" and SIGNED_IN_BRACKETS.search(text[: percent.start])
        return bool(statement.label and alone and text[: percent.start].rstrip(" (").endswith(":"))

    def _rate(
        self, statement: Statement, percent: Percent, scope: Target | None, years: Years, *, falls: bool
    ) -> GrowthRateClaim:
        rule = rules.GROWTH_LINE if statement.label else rules.GROWTH_SENTENCE
        evidence = self.page.evidence(rule, statement.start, statement.end)
        words = statement.text[percent.start : percent.end]
        low, high = percent.low, percent.high
        if falls:
            low, high = -(high if high is not None else low), -low if high is not None else None
        return GrowthRateClaim(low, high, *years, percent.bound, scope, words, (evidence,))

    def _years(
        self, number: int, years: GrowthYears, index: int, role: Role, sizes: list[MarketSizeClaim]
    ) -> tuple[int | None, int | None, int] | None:
        """First and last year of a percentage and how well they are known; None where it is growth of no year."""
        if role is Role.CHANGE:
            return self._years_of_change(number, years, index)
        if near := years.of_rate(index, open_start=not sizes):
            return (*near, 3)
        statement = self.statements[number]
        known = sorted({s.year for s in sizes if s.year})
        named = PERIOD_SAID.search(statement.text) or growth_words.YEARLY.search(statement.label)
        if self.period and named and not self._has_own_years(statement, known):
            return (*self.period, 2)
        if self.period and known and known[-1] == self.period[1]:
            return (*self.period, 2)
        return (known[0], known[-1], 1) if len(known) >= 2 else (None, None, 0)

    def _has_own_years(self, statement: Statement, known: list[int]) -> bool:
        """Whether a rate is over the years of the sizes beside it: "this period", or years after the forecast's."""
        last = self.period[1] if self.period else None
        later = last is not None and len(known) >= 2 and known[-1] > last
        return len(known) >= 2 and (later or THIS_PERIOD.search(statement.text) is not None)

    def _years_of_change(
        self, number: int, years: GrowthYears, index: int
    ) -> tuple[int | None, int | None, int] | None:
        """The two years of a change; None where it spans several, or nothing says that it is one of a year."""
        span = years.of_changes(index)
        if span:
            return (*span, 3) if span[0] else None
        text = self.statements[number].text
        if not DATED.search(text):
            return None
        named = {year_of(m) for m in YEAR.finditer(text)} or self._years_before(number)
        last = max(named, default=None)
        return (last - 1, last, 1) if last else (None, None, 0)

    def _years_before(self, number: int) -> set[int]:
        """The years of the nearest statement before that says some, in the same paragraph, else of a heading."""
        block = self.statements[number].block
        for previous in reversed(self.statements[max(0, number - REACH_BACK) : number]):
            if previous.block == block and (named := {year_of(m) for m in YEAR.finditer(previous.text)}):
                return named
        for words in (self.page.heading(block) or "", self.page.words(self.page.blocks[0])):
            if named := {year_of(m) for m in YEAR.finditer(words[:200])}:
                return named
        return {self._year_of_page} if self._year_of_page else set()

    @cached_property
    def _year_of_page(self) -> int | None:
        """The latest year of which the page names a quarter or month, else the one that it names most often."""
        quarters = [
            year_of(m) for q in OF_QUARTER.finditer(self.page.text) if (m := YEAR.match(self.page.text, q.end()))
        ]
        quarters += [year_of(m) for m in YEAR.finditer(self.page.text, 0, self.page.document.body_end) if m["short"]]
        if quarters or self.period:  # the years of a forecast are still to come
            return max(quarters, default=None)
        counts = Counter(year_of(m) for m in YEAR.finditer(self.page.text, 0, self.page.document.body_end))
        return max(counts, key=lambda year: (counts[year], year), default=None)


def _gaps(text: str, percents: list[Percent]) -> list[str]:
    """The words before each percentage back to the one before it, and those after the last."""
    starts, ends = [p.start for p in percents], [p.end for p in percents]
    return [text[begin:end] for begin, end in zip([0, *ends], [*starts, len(text)], strict=True)]


def _spread(roles: list[Role], gaps: list[str]) -> list[Role]:
    """The roles, those that none was told for taken from the percentage beside them that they continue."""
    for i in range(1, len(roles)):
        if roles[i] is Role.NONE and roles[i - 1] is not Role.NONE and _continues(gaps[i], gaps[i + 1]):
            roles[i] = roles[i - 1]
    for i in range(len(roles) - 2, -1, -1):
        weaker = roles[i] is Role.NONE or roles[i + 1] is Role.RATE
        if weaker and roles[i + 1] is not Role.NONE and _is_compared(gaps[i], gaps[i + 1]):
            roles[i] = roles[i + 1]
    return roles


def _continues(gap: str, after: str) -> bool:
    """Whether a percentage is growth since the one before is: "6.1% in Europe, 7.3% in China", "against 5.1%"."""
    if len(gap) > LONGEST_GAP or BREAKS.search(gap):
        return False
    if growth_words.NOT_GROWTH.search(gap) or VERB.search(gap) or growth_words.is_of_others(after):
        return False
    return ENDS.match(after) is not None


def _is_compared(before: str, gap: str) -> bool:
    """Whether a percentage is growth since the next one, set against it, is: "from 5% a year against 6% growth"."""
    return COMPARED.fullmatch(gap) is not None and not growth_words.NOT_GROWTH.search(before[-growth_words.NEAR :])


def joined(rates: list[Growth]) -> list[GrowthRateClaim]:
    """Equal rates as one; a rate without years of its own joins the one that has them."""
    distinct: list[Growth] = []
    for growth in sorted(rates, key=lambda g: -g.certainty):
        for i, other in enumerate(distinct):
            if _is_same(other, growth):
                distinct[i] = _merged(other, growth)
                break
        else:
            distinct.append(growth)
    return sorted((g.claim for g in distinct), key=lambda claim: (claim.evidence[0].start, claim.percent))


def _merged(strong: Growth, weak: Growth) -> Growth:
    claim, other = strong.claim, weak.claim
    evidence = both_evidence(claim.evidence, other.evidence)
    scope, start = claim.scope and other.scope, claim.start or other.start
    return Growth(replace(claim, evidence=evidence, scope=scope, start=start), strong.certainty)


def _is_same(strong: Growth, weak: Growth) -> bool:
    """Whether two rates are one said twice: their percentages are equal, scopes and years do not contradict."""
    a, b = strong.claim, weak.claim
    if (a.percent, a.percent_max) != (b.percent, b.percent_max):
        return False
    if a.scope != b.scope and None not in (a.scope, b.scope):
        return False
    if (a.start, a.end) == (b.start, b.end) or weak.certainty <= 1:
        return True
    return a.end == b.end and (a.start is None or b.start is None)
