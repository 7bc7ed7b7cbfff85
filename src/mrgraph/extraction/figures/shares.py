"""Decides which percentages are market shares, and which region, company or segment each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mrgraph.extraction import rules
from mrgraph.extraction.figures import growth_words, profiles, share_owners
from mrgraph.extraction.figures.growth_words import Role
from mrgraph.extraction.figures.known_names import Mention
from mrgraph.extraction.figures.scopes import ScopeReader
from mrgraph.extraction.figures.subjects import Kind, of_clause
from mrgraph.extraction.figures.target_linking import TargetLinker
from mrgraph.extraction.text import amounts
from mrgraph.extraction.text.amounts import Percent
from mrgraph.extraction.text.figure_statement import Statement
from mrgraph.extraction.text.page import Page
from mrgraph.extraction.text.statements import WordPlaces, both_evidence
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import Basis, BlockKind, Evidence, MarketShareClaim, Target

CONTEXT = AnyCase(
    r"\bshares?\b|\baccount(?:s|ed|ing)?\b|\bcontribut\w+|\bhold(?:s|ing)?\b|\bheld\b|\brepresent(?:s|ed|"
    r"ing)?\b|\bcaptur\w+|\bcommand\w*|\bcompris\w+|\bmak(?:es|ing)\s+up\b|\bmade\s+up\b|\btak(?:es|ing)\b|"
    r"\btook\b|\bstands?\s+for\b|\b(?:went|goe?s?|falls?|fell)\s+to\b|\bremaining\s+\d|[%％]\s+of\s+(?:the\s+|all\s+)?"
    r"(?:(?:total|global|overall|world['’]?s?|(?:19|20)\d\d)\s+)*(?:\w+\s+)?(?:value|revenues?|demand|sales|"
    r"shipments|turnover|market|"
    r"spending|money|premiums?|total)\b|\b(?:has|have|had|is\s+(?:first|second|third)|leads?|follow(?:s|"
    r"ed)?)\s+(?:with\s+)?"
    r"(?:(?:about|around|some|nearly|roughly)\s+)?\d[\d.]*\s?[%％](?=[,;.)]|\s+(?:of|and)\b|\s*$)|"
    r"\bbrings?\s+(?:in\s+)?\d|"
    r"\bof\s+the\s+(?:total\s+|global\s+|overall\s+|entire\s+|world(?:'s)?\s+)*(?:\w+\s+){0,4}market\b|シェア|占め|점유율|차지",
)
NEAR_LIST = 4  # blocks between two lines of a list of shares, with lines of parts between them
BRACKETED_WORDS = re.compile(r"\s*\([^()]*[a-z][^()]*\)")
SHARE_HEADING = AnyCase(r"\bshares?\b|\bregional\b|\bby\s+region|\bgeograph\w+|シェア|점유율|地域|지역")
GROWTH = AnyCase(
    r"(?<![A-Za-z])C\.?A\.?G\.?R(?![A-Za-z])|\bgrowth\b|\bgr[oe]w\w*|\bincrease\w*|\bannual|\bper\s+year|"
    r"[%％]\s+(?:a\s+year|per\s+annum)|\bquickest\b|\brisers?\b|成長|"
    r"年平均|年率|연평균|성장",
)
GROWTH_AFTER = re.compile(
    r"^\s*(?:\(?\s*CAGR|an?\s+year|per\s+annum|growth|annual|increase|per\s+year|p\.a|growth\s+rate|の?(?:成長|CAGR)|"
    r"의?\s*(?:성장|연평균|"
    r"CAGR))",
    re.I,
)
FOLLOWS = re.compile(
    r"^\s*(?:[,)]\s*)?(?:of\s+(?:the\s+)?(?:total\s+|global\s+|overall\s+)*(?:market(?:\s+share|\s+revenue)?\s*|"
    r"share\s*|revenue\s*|demand\s*|sales\s*)?|(?:market\s+)?share\s*)?(?:is\s+|being\s+|was\s+|are\s+)?"
    r"(?:attribut(?:able|ed)\s+to|(?:went|goe?s?|falls?|fell)\s+to|coming\s+from|comes\s+from|from|in|for|"
    r"held\s+by|by|belong(?:ing|s)\s+to|"
    r"generated\s+by|contributed\s+by|going\s+to|to)\s+(?:the\s+|both\s+)?$",
    re.I,
)
FRONT = re.compile(r"\W*(?:(?:and|while|whereas|but)\s+)?(?:the\s+)?", re.I)  # before the subject of a sentence
ANAPHOR = AnyCase(r"\b(?:the|this|that)\s+(?:region|country|area|continent)\b")
LEADS = AnyCase(r"\b(?:largest|biggest|lead\w*|dominat\w*|regions?|shares?|holds?)\b")
BRACKETED = re.compile(r"[^\W\d_]\s\((?:about\s|around\s|~)?\d{1,2}(?:\.\d+)?\s?%(?:\s+in\s+20\d\d)?\)")
BEFORE_OTHERS = AnyCase(
    r"\b(?:largest|biggest|lead(?:s|ing)?|led(?!\s+to\b)|dominat\w*|rank\w*|second|third|follow(?:s|ed)?)\b"
)
CHANGES = AnyCase(r"%[^%]{0,40}\bto\s+$|\b(?:down|up)\s+from\s+$")
FROM = AnyCase(  # what a share was before: "rose from 24% to 28%", "28%, up from 24%"
    r"\bfrom\s+(?:(?:an?|about|around|some|just|only|roughly|nearly|over|meager|mere)\s+)*$"
)
_HEDGES = (
    r"(?:(?:of|an?|some|about|around|nearly|almost|another|over|more\s+than|roughly|approximately|as\s+much\s+as)\s+)*"
)
_CHANGE = (
    r"(?:ris(?:es?|en|ing)|rose|fell|falls?|fallen|falling|drop\w*|declin\w+|decreas\w+|increas\w+|jump\w*|"
    r"climb\w*|surg\w+|"
    r"shrank|shrink\w*|slump\w*|cuts?|cutting|lower(?:ed|s|ing)|rais\w+|reduc\w+|gr[eo]w\w*|plung\w*|soar\w*|slid|"
    r"tumbl\w*|improv\w*|(?<!made\s)(?<!make\s)(?<!akes\s)(?<!king\s)up|down)"
)
CHANGED = AnyCase(  # what something changed by is no share: "fees rose by 63%", "cut its costs by 15%"
    rf"\b{_CHANGE}\s+{_HEDGES}$|\b{_CHANGE}\b[^,;.%]{{0,40}}\bby\s+{_HEDGES}$"
)
NOT_SHARE = re.compile(
    r"^\s*(?:of\s+(?:its|their|his|her|all\s+\w+s|consumers|companies|respondents|revenue\s+from|sales\s+from|"
    r"patients|(?:the\s+)?(?:world|global)?\s*population|people|users|adults|households|energy|waste|cases)\b|"
    r"(?:discount|tax|tariff|efficien\w+|purity|reduc\w+|accuracy|lower|higher|more|less|faster|off|stake|"
    r"ownership|interest)\b)",
    re.I,
)
PART_OF = re.compile(
    r"^\s*of\s+(?P<what>[^,.;()]{2,60}?)(?=\s+(?:in|by|from|held|during|and|with|for|as|due|because|followed|"
    r"while)\b|[,.;()]|$)",
    re.I,
)
WHOLE = AnyCase(
    r"^(?:the\s+)?(?:(?:19|20)\d\d\s+)?total$|\b(?:markets?|shares?|revenues?|value|demand|sales|total\s+(?:market|"
    r"revenue|sales|"
    r"demand|value|share)|"
    r"overall|consumption|install\w*|shipments?|"
    r"volumes?|spending|industry|turnover|it|this|production|output|supply|global|deliveries|income)\b|市場|시장",
)
SHARED_AFTER = re.compile(
    r"^\s*(?:\w+\s+)?(?:of\s+(?:the\s+)?)?(?:\w+\s+){0,2}(?:shares?\b|market\b|revenues?\b|value\b|シェア|점유율)|"
    r"^の?(?:市場)?シェア|^를?을?\s*(?:차지|占)",
    re.I,
)
OWN_SHARE = AnyCase(r"^\W*(?:(?:estimated|global|market|revenue)\s+)*share\b(?!\s+(?:of|by))")
OWN_SALES = AnyCase(r"\bof\s+(?:its|their|the\s+company['’]s)\b")
FORECAST = AnyCase(r"\b(?:expected|project\w+|anticipat\w+|forecast\w*|will|by\s+20\d\d)\b|予測|見込|예상|전망")
SEGMENT_HINT = AnyCase(r"\bsegments?\b|\bcategory\b|\bapplications?\b|\btypes?\b|セグメント|부문")
YEAR = re.compile(r"\b(?:in|by|of)\s+((?:19|20)\d\d)\b|[(,]\s*((?:19|20)\d\d)\s*[),]", re.I)


class ShareReader:
    """Reads the market shares of one page."""

    def __init__(self, page: Page, targets: TargetLinker, statements: tuple[Statement, ...]) -> None:
        self.page, self.targets, self.statements = page, targets, statements
        self.scopes = ScopeReader(page, targets, statements)
        self._previous: Statement | None = None
        self._was_share = False  # whether the statement before gave a share
        self._listed = -1  # the block of the last entry of a list that gave one

    def read(self) -> list[MarketShareClaim]:
        """Shares in text order; the same share said twice is one."""
        shares: dict[tuple[str, object, object], MarketShareClaim] = {}
        signs = WordPlaces(self.page.text, amounts.RATE_WORDS)
        for statement in self.statements:
            near = signs.near(statement) or amounts.PART_IN_WORDS.search(statement.text)
            claims = list(self._statement(statement)) if near else []
            for claim in claims:
                key = (claim.of.name, claim.percent, claim.percent_max)
                shares[key] = _joined(shares[key], claim) if key in shares else claim
            self._previous, self._was_share = statement, bool(claims)
            self._listed = statement.block if claims and statement.label else self._listed
        return list(shares.values())

    def _statement(self, statement: Statement) -> Iterator[MarketShareClaim]:
        text = statement.text
        if not self._in_context(statement):
            return
        every = sorted([*amounts.percents(text), *amounts.fractions(text)], key=lambda p: p.start)
        percents = [p for p in every if 0 < p.low <= 100 and self._is_share(text, p)]
        profiled = OWN_SHARE.match(statement.label) and profiles.company(self.page, self.targets, statement, plain=True)
        if statement.label and not profiled:
            owner = self.scopes.owner(statement)
            if owner is None and statement.over:
                return
            if owner is not None and len(percents) == 1:
                yield self._claim(statement, percents[0], Mention(0, 1, owner))
                return
        mentions = self._mentions(statement) if percents else []
        for percent, mention in self._pairs(statement, percents, mentions):
            yield self._claim(statement, percent, mention)

    def _is_beside_share(self, statement: Statement) -> bool:
        """Whether an entry of the same list and depth gave a share before: "Europe – 24%", "Asia – 46% of sales"."""
        if self._listed < 0:
            return False
        block, other = self.page.blocks[statement.block], self.page.blocks[self._listed]
        return block.kind is BlockKind.ITEM and (block.group, block.level) == (other.group, other.level)

    def _in_context(self, statement: Statement) -> bool:
        """Whether percentages here are shares: by the words beside them, the heading, the question or the list."""
        text = statement.text
        if CONTEXT.search(text) or (BEFORE_OTHERS.search(text) and not GROWTH.search(text)):
            return True
        if len(BRACKETED.findall(text)) > 1 and not GROWTH.search(text):
            return True
        return self._in_list(statement) if statement.label else self._follows(statement)

    def _in_list(self, statement: Statement) -> bool:
        """Whether a line with a label stands in a list of shares: by heading, the line above or the entry before."""
        if GROWTH.search(statement.label):
            return False
        before = self._previous
        heading = self.page.heading(statement.block) or ""
        above = self.page.words(self.page.blocks[statement.block - 1]) if statement.block else ""
        if SHARE_HEADING.search(heading) or CONTEXT.search(above[-200:]):
            return True
        if before is not None and before.label and statement.block - before.block <= 2 and self._was_share:
            return True
        return self._is_beside_share(statement) or 0 <= self._listed < statement.block <= self._listed + NEAR_LIST

    def _follows(self, statement: Statement) -> bool:
        """Whether a sentence answers a question for the largest part, or goes on after a share in its paragraph."""
        before = self._previous
        if before is None:
            return False
        asked = before.text.rstrip().endswith("?") or len(before.text) < 40
        if asked and before.block + 1 == statement.block and LEADS.search(before.text):
            return True
        if before.block != statement.block or not (self._was_share or CONTEXT.search(before.text)):
            return False
        return re.search(r"\b(?:with|while|at|has|have|follow\w*)\b|%|％", statement.text) is not None

    def _mentions(self, statement: Statement) -> list[Mention]:
        """What may own the percentages of a statement."""
        text = statement.text
        if OWN_SHARE.match(statement.label):  # a line of a company's profile
            owner = profiles.company(self.page, self.targets, statement, plain=True)
            return [Mention(0, 1, Target("company", owner))] if owner else []
        mentions = self.targets.regions(text) + self.targets.company_mentions(text)
        segments = self.targets.segment_mentions(text)
        first = segments[0].start if segments else len(text)
        if not mentions or statement.label or FRONT.fullmatch(text[:first]) or SEGMENT_HINT.search(text):
            mentions += [m for m in segments if not any(o.start < m.end and m.start < o.end for o in mentions)]
        return sorted(mentions, key=lambda m: (m.start, m.end))

    def _is_share(self, text: str, percent: Percent) -> bool:
        near = text[max(0, percent.start - 60) : percent.start]
        after = text[percent.end : percent.end + 40]
        if FROM.search(near) or (growth_words.role(percent, near, after, labelled=False) is Role.CHANGE):
            return False
        if GROWTH_AFTER.match(after) or NOT_SHARE.match(after) or OWN_SALES.match(after.strip()):
            return False
        if CHANGED.search(near):
            return False
        part = PART_OF.match(text[percent.end : percent.end + 80])
        if part and not WHOLE.search(part["what"]) and not self.targets.names_market(part["what"]):
            return False
        grows = max((m.end() for m in GROWTH.finditer(near)), default=-1)
        shared = max((m.end() for m in CONTEXT.finditer(near)), default=-1)
        return grows <= shared or bool(SHARED_AFTER.match(after)) or ";" in near[grows:]

    def _pairs(
        self, statement: Statement, percents: list[Percent], mentions: list[Mention]
    ) -> Iterator[tuple[Percent, Mention]]:
        """Each percentage with its owner: in step where "respectively" or "each" says so, else its neighbour."""
        text = statement.text
        steps = share_owners.in_step(text, percents, mentions)
        owned = [pair for group, owners in steps for pair in zip(group, owners, strict=True)]
        done = {percent.start for percent, _ in owned}
        for number, percent in enumerate(percents):
            floor = percents[number - 1].end if number else 0
            ceiling = percents[number + 1].start if number + 1 < len(percents) else len(text)
            owner = None if percent.start in done else self._owner(statement, percent, mentions, (floor, ceiling))
            if owner is not None:
                owned.append((percent, owner))
        used: set[str] = set()
        for percent, mention in owned:
            if mention.target.name not in used or CHANGES.search(text[: percent.start]):
                used.add(mention.target.name)
                yield percent, mention

    def _owner(
        self, statement: Statement, percent: Percent, mentions: list[Mention], room: tuple[int, int]
    ) -> Mention | None:
        """Whose share a percentage is: the last one named before it, or one that the words after it lead to."""
        (floor, ceiling), text = room, statement.text
        before = [m for m in mentions if floor <= m.start < percent.start and share_owners.may_own(text, m, percent)]
        after = [m for m in mentions if percent.end <= m.start < ceiling]
        if before and share_owners.is_listed(text, before[-1], percent):
            return before[-1]
        follower = next((m for m in after if FOLLOWS.match(text[percent.end : m.start])), None)
        if follower:
            return follower
        if ANAPHOR.search(text, before[-1].end if before else floor, percent.start):
            return self._meant(statement, mentions, percent, floor)
        if before:
            return share_owners.last_owner(text, before, percent, floor)
        return share_owners.opened(text, percent, after) or self._in_own_words(text, percent, floor)

    def _in_own_words(self, text: str, percent: Percent, floor: int) -> Mention | None:
        """The part that a clause names by words that stand in no list: "River boats account for 55% of sales"."""
        clause = self.scopes.clause(BRACKETED_WORDS.sub(" ", text[floor : percent.start]))
        subject = of_clause(clause.lstrip(" ,"), self.targets)
        if not subject.words or not share_owners.HOLDS.search(clause):
            return None
        if subject.kind is Kind.PART:
            return Mention(floor, floor + 1, Target("segment", subject.words))
        named = subject.kind is Kind.OTHER and subject.words[:1].isupper() and len(subject.words.split()) <= 3
        return Mention(floor, floor + 1, Target("company", subject.words)) if named else None

    def _meant(self, statement: Statement, mentions: list[Mention], percent: Percent, floor: int) -> Mention | None:
        """The region that "the region" goes back to: in the label, the heading, the sentence, the one before."""
        regions = [m for m in mentions if m.target.kind == "region"]
        colon = statement.text.find(":", 0, percent.start)
        label = next((m for m in regions if m.end <= colon <= m.end + 2), None)
        heading = self.page.heading(statement.block) or ""
        above = self.targets.regions(heading) if len(heading) < 120 else []
        if label or len({m.target.name for m in above}) == 1:
            return label or above[0]
        own = [m for m in regions if floor <= m.start < percent.start]
        return next(iter(own or self._regions_before(statement)), None)

    def _regions_before(self, statement: Statement) -> list[Mention]:
        """The regions that the sentence before, in the same paragraph, names."""
        previous = self._previous
        return self.targets.regions(previous.text) if previous and previous.block == statement.block else []

    def _claim(self, statement: Statement, percent: Percent, mention: Mention) -> MarketShareClaim:
        rule = rules.SHARE_LINE if statement.label else rules.SHARE_SENTENCE
        evidence: Evidence = self.page.evidence(rule, statement.start, statement.end)
        words = statement.text[percent.start : percent.end]
        dated = YEAR.search(statement.text)
        basis = Basis.FORECAST if FORECAST.search(statement.text) else Basis.ESTIMATED
        year = int(dated[1] or dated[2]) if dated else None
        return MarketShareClaim(
            mention.target, percent.low, percent.high, year, percent.bound, basis, words, (evidence,)
        )


def _joined(first: MarketShareClaim, second: MarketShareClaim) -> MarketShareClaim:
    """One share said twice, with both places; its year is known where either says it."""
    evidence = both_evidence(first.evidence, second.evidence)
    return replace(first, year=first.year or second.year, evidence=evidence)
