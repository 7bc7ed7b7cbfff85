"""Decides which percentages are yearly growth of the market, over which years and for what part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mrgraph.extraction import rules
from mrgraph.extraction.figures.target_linking import TargetLinker
from mrgraph.extraction.text import amounts
from mrgraph.extraction.text.amounts import Percent
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import Statement, WordPlaces, both_evidence
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import GrowthRateClaim, MarketSizeClaim, Target

Years = tuple[int | None, int | None]
GROWTH = AnyCase(
    r"(?<![A-Za-z])C\.?A\.?G\.?R(?![A-Za-z])|\bannually\b|\bp\.\s?a\.|\bcompound(?:ed)?\s+(?:annual|yearly)|"
    r"\b(?:annual(?:ly|ized)?|"
    r"yearly)\s+(?:average\s+)?(?:growth|rate)|\bgrowth\s+(?:rate|pace)|\b(?:average\s+)?annual\s+rate|"
    r"\b(?:gr[oe]w\w*|expand\w*|ris\w+|increas\w+|advanc\w+|progress\w*|accelerat\w*|"
    r"climb\w*)\s+(?:\w+ly\s+)?at\b|(?:per|a|each|every)\s+(?:annum|year)\b|"
    r"年平均|年間平均|年率|年間成長|年間複合|複合年間|年複合|成長率|連平均|연평균|연간|성장률|성장율|年复合",
)
COMPANY = AnyCase(r"\b(?:the\s+company|the\s+firm|company['’]s|its\s+(?:growth|revenue|sales))\b|同社|회사는")
MARKET = AnyCase(r"\bmarkets?\b|\bindustry\b|\bsector\b|市場|시장|市场")
GROWTH_LABEL = AnyCase(r"\bgrowth\b|(?<![A-Za-z])CAGR(?![A-Za-z])|成長率|성장률")
PERIOD_GROWTH = AnyCase(r"\b(?:growth|expansion|increase)\s+of\s+(?:\w+\s+){0,2}$")
NOT_GROWTH = AnyCase(
    r"\b(?:shares?|accounts?|accounting|accounted|captur\w+|hold\w*|represent\w*|contribut\w*|command\w*|"
    r"respondents|of\s+(?:the\s+)?(?:consumers|companies|total|people|global|patients|population)|efficien\w+|"
    r"accuracy|purity|yields?|"
    r"reduc\w+|decreas\w+|cost\w*|discount|margin|tariff|tax)\b|シェア|점유율|占め",
)
SHARE_AFTER = re.compile(
    r"^\s*(?:\w+\s+)?(?:of\s+(?:the\s+)?)?(?:total\s+|global\s+|overall\s+|"
    r"entire\s+)*(?:market\s+)?(?:shares?\b|revenues?\b|of\s+the\s+(?:\w+\s+)?market\b)|^\s*の?シェア|"
    r"^의?\s*(?:시장\s*)?점유율",
    re.I,
)
GROWTH_AFTER = re.compile(
    r"^[^%.;]{0,45}?(?:(?<![A-Za-z])C\.?A\.?G\.?R|compound\w*\s+annual|annual(?:ly)?\s+growth|growth\s+rate|annually|"
    r"(?:per|an?|each|every)\s+(?:annum|year)\b|\bp\.a\.|yearly|year[- ]over[- ]year|의?\s*연평균|の?(?:CAGR|年平均|"
    r"年率|年間|複合|成長|割合で成長)|で(?:成長|拡大)|の(?:率で)?成長|의\s*(?:CAGR|성장|연간|비율)|씩\s*성장)",
    re.I,
)
PERIOD_SAID = AnyCase(
    r"\b(?:forecast(?:ing|ed)?|projected|projection|review|assessment|analysis|study|predicted|estimated|this|"
    r"that|the\s+same|said|given)\s+(?:period|years?|time\s?frame|horizon|time\s?line|span|window)\b|予測(?:される)?期間|"
    r"예측\s*기간|예상\s*기간|この期間|이\s*기간",
)
FROM_TO = re.compile(
    r"((?:19|20)\d\d)\s*年?\s*から[^。]{0,60}?((?:19|20)\d\d)|\bfrom\s+"
    r"(20\d\d)\b[^.%$€£]{0,40}?[\d.]+\s?%[^.]{0,30}?\b(?:to|until|through|by)\s+(20\d\d)\b",
    re.I,
)
UNTIL = AnyCase(
    r"\b(?:through|until|till|by|up\s+to|to)\s+(?:the\s+(?:end\s+of|year)\s+)?(20\d\d)\b|(20\d\d)\s*年まで|"
    r"(20\d\d)\s*년까지",
)


# Where the clause of the next rate begins; "between 2018 and 2023" is no joint.
JOINT = AnyCase(
    r";|\band\b(?!\s+(?:19|20)\d\d)|\b(?:while|whereas|but|against|versus|vs\.?|compared|followed|after|up\s+from)\b",
)
COMPARED = re.compile(
    r"\s*(?:(?:a|per)\s+(?:year|annum)|annually)?\s*,?\s*(?:against|versus|vs\.?|(?:as\s+)?compared\s+(?:with|to)|and)\s+"
    r"(?:(?:about|around|some|only|just|roughly|nearly)\s+)?",
    re.I,
)
VERB = AnyCase(
    r"\b(?:is|are|was|were|will|has|have|had|grew|grows?|rose|rises?|expands?|expanded|climb(?:s|ed)?|expected|projected|"
    r"slow\w*|reach\w*|fell|falls?)\b",
)
BREAKS = re.compile(r"[.!?;%$€£]\s")
ENDS = re.compile(
    r"\s*(?:$|[,.;)]|(?:in|for|a|per|and|from|through|until|by|between|over|during|against|versus|vs|compared|while|annually|"
    r"respectively|CAGR)\b)",
    re.I,
)
OF_OTHERS = re.compile(
    r"\s*of\s+(?!(?:\w+\s+)?(?:growth|CAGR|forecast|period))(?:\w+\s+){0,2}[a-z]+s\b"
)  # "45% of makers"
OUTSIDE = AnyCase(r"\b(?:economy|GDP|inflation|consumer\s+prices|wages|population|interest\s+rates?)\b")
MOST_RATES = 30  # in one sentence; the corpus has 5 at most
LONGEST_GAP = 90  # characters between two rates of one enumeration
HEAD = 15  # characters: years that begin no later stand at the head of the sentence


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth rate, and how well its years are known.

    `certainty`: 3 said, 2 the forecast period's, 1 those of the sizes beside it, 0 none.
    """

    claim: GrowthRateClaim
    certainty: int


class GrowthReader:
    """Reads the growth rates of one page; `period` is the report's forecast period."""

    def __init__(self, page: Page, targets: TargetLinker, period: Years | None) -> None:
        self.page, self.targets, self.period = page, targets, period
        self.signs = WordPlaces(page.text, amounts.RATE_WORDS)

    def rates(self, statement: Statement, sizes: list[MarketSizeClaim]) -> Iterator[Growth]:
        """Growth rates in one statement; `sizes`: the market sizes in it, whose years may be its own."""
        text = statement.text
        if not self.signs.near(statement) or not (
            GROWTH.search(text) or PERIOD_SAID.search(text) or GROWTH_LABEL.search(statement.label)
        ):
            return
        percents = list(amounts.percents(text))[:MOST_RATES]
        growing = self._growing(statement, percents)
        scopes = self._in_step(text, [p for p, grows in zip(percents, growing, strict=True) if grows])
        spans = _Spans(text, percents, growing)
        for number, percent in enumerate(percents):
            before = text[: percent.start]
            if not growing[number] or self.targets.other_market(before) or self._of_company(before):
                continue
            previous = percents[number - 1] if number else None
            scope = scopes.get(percent.start) or self._scope(statement, percent, previous)
            start, end, certainty = self._years(statement, spans, number, sizes)
            yield Growth(self._rate(statement, percent, scope, (start, end)), certainty)

    def _growing(self, statement: Statement, percents: list[Percent]) -> list[bool]:
        """For each percentage whether it is yearly growth, by its own words or by those of one it stands beside."""
        labelled = GROWTH_LABEL.search(statement.label) is not None
        gaps = _gaps(statement.text, percents)  # the words before each, and those after the last
        able = [_may_be_growth(percent, after) for percent, after in zip(percents, gaps[1:], strict=True)]
        growing = [able[i] and (labelled or self._is_growth(gaps[i], gaps[i + 1])) for i in range(len(percents))]
        for i in range(1, len(percents)):
            growing[i] = growing[i] or (growing[i - 1] and able[i] and _continues(gaps[i], gaps[i + 1]))
        for i in range(len(percents) - 2, -1, -1):
            growing[i] = growing[i] or (growing[i + 1] and able[i] and _is_compared(gaps[i], gaps[i + 1]))
        return growing

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

    def _scope(self, statement: Statement, percent: Percent, previous: Percent | None) -> Target | None:
        """What a rate is limited to: by what stands right after it, by its own clause, by the sentence before it."""
        after = self.targets.placed_after(statement.text, percent.end)
        clause = statement.text[previous.end : percent.start] if previous else ""
        joint = JOINT.search(clause)
        cut = joint.end() if joint else clause.rfind(",") + 1
        own = self.targets.named_alone(clause[cut:]) if cut else None
        return after or own or self.targets.scope(statement, percent.start)

    def _of_company(self, before: str) -> bool:
        """Whether the words before a rate speak of a company and not of a market: "the company grew at"."""
        named = COMPANY.search(before) or self.targets.company_mentions(before)
        return bool(named) and not MARKET.search(before) and not self.targets.names_market(before)

    def _rate(self, statement: Statement, percent: Percent, scope: Target | None, years: Years) -> GrowthRateClaim:
        rule = rules.GROWTH_LINE if statement.label else rules.GROWTH_SENTENCE
        evidence = self.page.evidence(rule, statement.start, statement.end)
        words = statement.text[percent.start : percent.end]
        return GrowthRateClaim(percent.low, percent.high, *years, percent.bound, scope, words, (evidence,))

    def _is_growth(self, before: str, after: str) -> bool:
        if SHARE_AFTER.match(after):
            return False
        near = before[-110:]
        last = max((m.end() for m in GROWTH.finditer(near)), default=None)
        if last is not None:
            return not NOT_GROWTH.search(near[last:])
        if PERIOD_GROWTH.search(near) and PERIOD_SAID.search(after):
            return True
        return bool(GROWTH_AFTER.match(after)) and not NOT_GROWTH.search(near[-40:])

    def _years(
        self, statement: Statement, spans: _Spans, number: int, sizes: list[MarketSizeClaim]
    ) -> tuple[int | None, int | None, int]:
        text = statement.text
        if near := spans.years(number, open_start=not sizes):
            return (*near, 3)
        if self.period and (PERIOD_SAID.search(text) or statement.label):
            return (*self.period, 2)
        known = sorted({s.year for s in sizes if s.year})
        if self.period and known and known[-1] == self.period[1]:
            return (*self.period, 2)
        return (known[0], known[-1], 1) if len(known) >= 2 else (None, None, 0)


class _Spans:
    """The years that a sentence gives for each of its percentages.

    Words between two growth rates are divided where the second one's clause begins. A rate without years takes those of
    the one beside it where no verb parts them ("5% a year and boats at 6% from 2025 to 2031"), else those that the
    sentence begins with.
    """

    def __init__(self, text: str, percents: list[Percent], growing: list[bool]) -> None:
        self.text, self.percents, self.growing = text, percents, growing

    def years(self, number: int, *, open_start: bool) -> Years | None:
        """First and last year of percentage `number`; `open_start` allows a last year alone."""
        own = self._own_years(number, open_start=open_start)
        if own or len(self.percents) == 1:
            return own
        for step in (-1, 1):
            other = number
            while 0 <= other + step < len(self.percents) and self._carries(min(other, other + step)):
                other += step
                if taken := self._own_years(other, open_start=open_start):
                    return taken
        head = next(iter(amounts.year_ranges(self.text)), None)
        return head[:2] if head and head[2] <= HEAD else None

    def _own_years(self, number: int, *, open_start: bool) -> Years | None:
        if len(self.percents) == 1:
            before, after = self.text, self.text[self.percents[0].end :]
        else:
            before, after = self._divided(number)[1], self._divided(number + 1)[0]
        near = amounts.years(after) or amounts.years(before)
        if near:
            return near
        around = before if len(self.percents) == 1 else f"{before}{self._words(number)}{after}"
        if joined := FROM_TO.search(around):
            first, last = (int(y) for y in joined.groups() if y)
            return first, last
        until = UNTIL.search(after) if open_start else None
        return (None, int(next(g for g in until.groups() if g))) if until else None

    def _words(self, number: int) -> str:
        return self.text[self.percents[number].start : self.percents[number].end]

    def _gap(self, number: int) -> str:
        """The words before percentage `number`, back to the one before it."""
        begin = self.percents[number - 1].end if number else 0
        return self.text[begin : self.percents[number].start if number < len(self.percents) else len(self.text)]

    def _divided(self, number: int) -> tuple[str, str]:
        """The gap before percentage `number`, as what belongs to the one before and to this one."""
        gap = self._gap(number)
        if not 0 < number < len(self.percents) or not (self.growing[number - 1] and self.growing[number]):
            return gap, gap
        joint = JOINT.search(gap)
        cut = joint.start() if joint else gap.rfind(",")
        return (gap[:cut], gap[cut:]) if cut >= 0 else (gap, gap)

    def _carries(self, left: int) -> bool:
        """Whether percentages `left` and `left + 1` are growth under one verb."""
        return self.growing[left] and self.growing[left + 1] and not VERB.search(self._gap(left + 1))


def _gaps(text: str, percents: list[Percent]) -> list[str]:
    """The words before each percentage back to the one before it, and those after the last."""
    starts, ends = [p.start for p in percents], [p.end for p in percents]
    return [text[begin:end] for begin, end in zip([0, *ends], [*starts, len(text)], strict=True)]


def _may_be_growth(percent: Percent, after: str) -> bool:
    """Whether a percentage is neither a share nor something else's, by its size and the words after it."""
    if percent.low > 100 or SHARE_AFTER.match(after):
        return False
    return not OF_OTHERS.match(after) and not OUTSIDE.search(after[:45])


def _continues(gap: str, after: str) -> bool:
    """Whether a percentage is growth since the one before is: "6.1% in Europe, 7.3% in China", "against 5.1%"."""
    if len(gap) > LONGEST_GAP or BREAKS.search(gap):
        return False
    if NOT_GROWTH.search(gap) or VERB.search(gap):
        return False
    return ENDS.match(after) is not None


def _is_compared(before: str, gap: str) -> bool:
    """Whether a percentage is growth since the next one, set against it, is: "from 5% a year against 6% growth"."""
    return COMPARED.fullmatch(gap) is not None and not NOT_GROWTH.search(before[-110:])


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
