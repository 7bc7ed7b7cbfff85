"""Decides what part of the market a figure is limited to: by its clause, its row, the entry or heading above it."""

from __future__ import annotations

import re

from mrgraph.extraction.figures import profiles
from mrgraph.extraction.figures.subjects import Kind, Subject, of_clause, stripped
from mrgraph.extraction.figures.target_linking import TargetLinker
from mrgraph.extraction.text.figure_statement import Statement
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import figure_words, firm_nouns
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.vocabulary import RESIDUAL
from mrgraph.records import BlockKind, Target

CLAUSE = AnyCase(
    r";|,\s+(?:while|whereas|and\s+the|but|yet|though|although|und|mientras|tandis\s+que)\s|\bwhile\b|\bwhereas\b|"
    r"\bwährend\b|\bmientras\b|\(|,\s+with\s+(?!the\s+market\b|its\s+market\b)"
)
PARTED = AnyCase(  # heads of columns, and headings, under which parts of the market stand
    r"\b(?:segments?|segmentation|types?|applications?|categor\w+|products?|regions?|regional|geograph\w+|"
    r"countr\w+|end[\s-]?us\w+|"
    r"technolog\w+|materials?|components?|channels?|verticals?|sectors?|by\s+\w+|platforms?|devices?|opportunit\w+)\b|"
    r"segment|región|país|producto|aplicación|région|produit|marché\s+par|nach\s+\w+|地域|地区|用途|种类|类型|지역|용도"
)
FIRMS = AnyCase(rf"\b(?:{firm_nouns.ALONE}|vendors?|brands?|compan(?:y|ies)|rank)\b")
WHOLE = AnyCase(
    r"^\W*(?:(?:grand\s+)?total|all|sum|overall|world(?:wide)?|global|average|others?|rest\s+of\b.*|gesamt|totale?)\b"
)
COUNTED = AnyCase(
    r"\b(?:units?|shipments?|volumes?|users?|employees|installations|stores|customers|subscribers|downloads)\b"
)
MEASURE = AnyCase(
    rf"{figure_words.any_of('size', 'rate', 'share', 'measure', 'period')}|\b(?:cagr|growth|value|size|worth|"
    rf"forecast)\b|wachstum"
)
GENERAL = AnyCase(  # headings that name no part
    r"\b(?:market|markets|overview|analysis|summary|size|forecasts?|outlook|trends?|key|figures?|report|"
    r"introduction|conclusion|methodology|"
    r"drivers?|challenges?|opportunit\w+|landscape|growth|projections?|current|snapshot|highlights|state|data|"
    r"numbers|statistics|"
    r"segmentation|takeaways|faq|questions?|future|dynamics|competitive|investment|impact|case|scenario|"
    r"executive)\b|\?|markt|mercado|marché|市场|市場|시장|要約|概要|サマリー|요약|개요|摘要|resumen|résumé|resumo|zusammenfassung"
)
GENERAL_ALONE = AnyCase(
    r"\b(?:summary|overview|analysis|outlook|scenario|case|introduction|conclusion)\b|要約|概要|サマリー|요약|개요|摘要"
)
BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]\s*|[-–•*]\s*)?")
YEAR_BEHIND = re.compile(r"\s*\((?:19|20)\d\d[^)]*\)\s*$")
PLACED_BEFORE = re.compile(r"\b(?:in|for|im|en|em|in\s+the)\s+$", re.I)
BRACKET = re.compile(r"\(\s*(?:(?:about|around|approx\.?|up|down|over)\s+|[~+−–-])*$")
SEPARATOR = re.compile(r"[,;:()]|\band\b|\bwith\b|\bin\s+the\b|\bin\b|\bfor\b|\bfrom\b|\bto\b|\bby\b|\d")
VERB = AnyCase(rf"{figure_words.any_of('rise', 'fall', 'estimate', 'holds', 'forecast')}|\b(?:is|are|has|have)\b")
SAID = AnyCase(r"\b(?:is|are|was|were|will|grew|has|have|reached|fell|rose)\b")
SENTENCE = 40  # characters: a label's value that says more before its figure is a sentence
LONGEST_NAME = 5  # words before a bracket
REACH_BACK = 3  # statements that "it" can go back over
NEAR = 12  # characters between a place and the figure that it stands before: "in Germany alone 9%"
LONGEST_HEAD = 60  # characters of a heading that names a part


class ScopeReader:
    """Tells what the figures of one page are limited to."""

    def __init__(self, page: Page, targets: TargetLinker, statements: tuple[Statement, ...]) -> None:
        self.page, self.targets, self.statements = page, targets, statements

    def scope(self, number: int, position: int, floor: int = 0) -> Target | None:
        """What a figure at `position` of statement `number` is limited to, None for all of the market.

        `floor`: where the figure before it ends.
        """
        statement = self.statements[number]
        if statement.label and not (
            position > SENTENCE and SAID.search(statement.text, len(statement.label), position)
        ):
            return self._labelled(statement)
        if bracket := BRACKET.search(statement.text, max(0, position - LONGEST_HEAD), position):
            return self._bracketed(statement.text[floor : bracket.start()])
        clause = self.clause(statement.text[floor:position])
        return self._placed(clause) or self.targets.named_alone(clause) or self._spoken_of(number, clause)

    def is_foreign(self, number: int, position: int) -> bool:
        """Whether a figure is one of something else: another market, a company, units that are counted."""
        statement = self.statements[number]
        if statement.over or statement.name:
            named = self.targets.company_mentions(statement.name) or FIRMS.search(statement.over)
            return bool(
                named or COUNTED.search(statement.label) or (WHOLE.match(statement.name) and "%" in statement.text)
            )
        return self.targets.other_market(self.clause(statement.text[:position]))

    def owner(self, statement: Statement) -> Target | None:
        """Whose share a row or a line with a label gives: a company's, a region's or a part's."""
        if WHOLE.match(statement.name or statement.label):
            return None
        firms = self.targets.company_mentions(statement.name)
        if firms or FIRMS.search(statement.over):
            name = BRACKETS.sub("", statement.name).strip(" *:")
            return firms[0].target if firms else Target("company", name) if name else None
        return self._labelled(statement) if statement.over or MEASURE.search(statement.label) else None

    def is_listed(self, statement: Statement) -> bool:
        """Whether a line with a label is an entry of a list of regions or other parts of the market."""
        label = statement.name or statement.label
        if (
            RESIDUAL.match(label)
            or WHOLE.match(label)
            or MEASURE.search(label)
            or self.targets.company_mentions(label)
            or len(label) > LONGEST_HEAD
        ):
            return False
        heads = [words for words, _ in self._heads(statement)]
        return any(PARTED.search(words) or self.targets.regions(words) for words in heads) or self.targets.is_region(
            label
        )

    def clause(self, before: str) -> str:
        """The words before a figure back to where its clause begins."""
        cuts = [m.end() for m in CLAUSE.finditer(before) if m[0] != "(" or ")" not in before[m.end() :]]
        return before[cuts[-1] :] if cuts else before

    def _bracketed(self, before: str) -> Target | None:
        """What a figure in brackets stands behind: "Europe (33%)", "electric vehicles ($1 bn in 2022) and"."""
        named = SEPARATOR.split(before)[-1].strip()
        known = self.targets.named_alone(named, labelled=True)
        words = named.split()
        if (
            known
            or not named[:1].isalpha()
            or not 0 < len(words) <= LONGEST_NAME
            or MEASURE.search(named)
            or VERB.search(named)
        ):
            return known
        return None if self.targets.names_market(named) or self.targets.is_company(named) else Target("segment", named)

    def _placed(self, clause: str) -> Target | None:
        """The region right before a figure: "and in Germany alone 9%"."""
        last = self.targets.regions(clause)[-1:]
        near = last and len(clause) - last[0].end <= NEAR and PLACED_BEFORE.search(clause[: last[0].start])
        return last[0].target if near else None

    def _spoken_of(self, number: int, clause: str) -> Target | None:
        """The part that a clause names in its own words, or that the sentence before spoke of."""
        subject = of_clause(clause, self.targets)
        if subject.kind is Kind.PART:
            return Target("segment", subject.words)
        return self._before(number, clause) if subject.kind is Kind.BEFORE else None

    def _before(self, number: int, clause: str) -> Target | None:
        """What the clause or the sentence before spoke of, in the same paragraph."""
        statement = self.statements[number]
        lead = statement.text[: statement.text.rfind(clause)] if clause else ""
        if lead.strip(" ;,("):
            return self.targets.named_alone(self.clause(lead.rstrip(" ;,("))) or _part(of_clause(lead, self.targets))
        if number and self.statements[number - 1].block == statement.block:
            previous = self.statements[number - 1].text
            return self.targets.named_alone(previous) or _part(of_clause(previous, self.targets))
        return None

    def _labelled(self, statement: Statement) -> Target | None:
        """What a line with a label is limited to: what the label names, its row, else the entry or heading above it."""
        named = self.targets.named_alone(statement.name or statement.label, labelled=True)
        if named or statement.name:
            head = statement.label[len(statement.name) :]
            return named or self.targets.named_alone(head) or self._row(statement)
        if MEASURE.search(statement.label):
            return self._above(statement)
        return self._row(statement._replace(name=statement.label))

    def _row(self, statement: Statement) -> Target | None:
        """What the name of a row means: a part of the market where it names neither a measure, a year nor all of it."""
        name = YEAR_BEHIND.sub("", statement.name).strip(" *:")
        heads = [words for words, _ in self._heads(statement)]
        parted = PARTED.search(statement.over) or any(PARTED.search(words) for words in heads)
        words = stripped(name, self.targets) if name.lower().endswith(("market", "segment")) else name.split()
        if (
            not words
            or WHOLE.match(name)
            or GENERAL_ALONE.search(" ".join(words))
            or MEASURE.search(" ".join(words))
            or not any(c.isalpha() for c in name)
        ):
            return None
        ended = name.lower().endswith(("market", "segment"))
        if not (parted or ended) or self.targets.names_market(" ".join(words)):
            return None
        return Target("segment", " ".join(words))

    def _above(self, statement: Statement) -> Target | None:
        """What the entry or the heading above a line such as "Market size: $8 billion" names."""
        for words, sure in self._heads(statement):
            plain = YEAR_BEHIND.sub("", NUMBERED.sub("", words)).strip(" *:")
            if named := self.targets.named_alone(plain, labelled=True):
                return named
            if self.targets.names_market(plain) or GENERAL.search(plain):
                return None
            if sure and len(plain) <= LONGEST_HEAD and not self.targets.company_mentions(plain):
                return Target("segment", plain)
        return None

    def _heads(self, statement: Statement) -> list[tuple[str, bool]]:
        """The entry and the heading above a line, the nearest first, and whether each surely names a part."""
        heads = []
        entry = profiles.entry_above(self.page, statement)
        if entry is not None:
            over = self.page.heading(entry) or ""
            heads.append((self.page.words(self.page.blocks[entry]), PARTED.search(over) is not None))
        above = self.page.headings[statement.block]
        if above is not None and entry is None:
            heads.append((self.page.words(self.page.blocks[above]), self._parts_over(above)))
        return heads

    def _parts_over(self, number: int) -> bool:
        """Whether a heading stands under one of segmentation: "By Region", "Sector-Specific Projections"."""
        level = self.page.blocks[number].level
        for above in range(number - 1, -1, -1):
            block = self.page.blocks[above]
            if block.kind is BlockKind.HEADING and block.level < level:
                return PARTED.search(self.page.words(block)) is not None
        return False


def _part(subject: Subject) -> Target | None:
    return Target("segment", subject.words) if subject.kind is Kind.PART else None
