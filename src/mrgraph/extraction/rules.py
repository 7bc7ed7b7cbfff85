"""The rules by which claims are read: name, version, confidence, and what the rule does in one sentence.

A version goes up when a rule reads differently than before. Confidences come from `mrgraph evaluate`
(docs/evaluation.md).
"""

from __future__ import annotations

from decimal import Decimal

from mrgraph.records import Rule


def _rule(name: str, confidence: str, definition: str, version: int = 1) -> Rule:
    return Rule(name, version, Decimal(confidence), definition)


MARKET_TITLE = _rule(
    "headline.market", "0.98", "the name before the word 'Market', without place, size words, slogans and years"
)
MARKET_ALIAS = _rule(
    "headline.alias", "0.90", "another form of the market's name: an acronym, the address, other headings"
)
SCOPE_TITLE = _rule("headline.scope", "0.93", "a region that stands beside the market's name in the title")
PUBLISHER_LINK = _rule("headline.publisher", "0.99", "the web domain that most links to order or ask share")
PUBLISHER_NAME = _rule("headline.imprint", "0.90", "the name under which the document speaks of its publisher")
REPORT_ID = _rule("headline.number", "0.97", "the number that the text calls the report's, or that its links share")
REPORT_URL = _rule("headline.address", "0.95", "the link to the report itself, without tracking")
TITLE = _rule("headline.title", "0.98", "the first heading that names the market")
PERIOD = _rule(
    "headline.period",
    "0.97",
    "the years called forecast period, else the title's, else those of a growth or size sentence",
)
COMPANY_LIST = _rule("companies.list", "0.98", "an entry of a list that a heading or sentence announces as companies")
COMPANY_LINE = _rule(
    "companies.line", "0.97", "a line, or a piece of a comma list, under a heading that announces companies"
)
COMPANY_SENTENCE = _rule(
    "companies.sentence", "0.95", "a name enumerated in a sentence that speaks of players, manufacturers or the like"
)
COMPANY_CELL = _rule("companies.cell", "0.97", "a cell of a table column that is headed as companies")
COMPANY_REVENUE = _rule("companies.figure", "0.85", "a name that a sentence gives sales to")
COMPANY_LEARNED = _rule(
    "companies.learned", "0.85", "a name in running text that the score card of firms takes for one's"
)
COMPANY_NER = _rule("companies.ner", "0.80", "a name found by the language model in a section that announces companies")
SEGMENT_LIST = _rule("segments.list", "0.98", "an entry of a list that a heading or sentence announces as segments")
SEGMENT_LINE = _rule(
    "segments.line", "0.96", "a line, or a piece of a comma list, under a heading that announces segments"
)
SEGMENT_INLINE = _rule("segments.inline", "0.94", "a piece of an enumeration that follows its axis on the same line")
SEGMENT_SENTENCE = _rule(
    "segments.sentence", "0.90", "a piece of an enumeration in a sentence that says how the market is segmented"
)
SEGMENT_CONTENTS = _rule(
    "segments.contents", "0.85", "an entry of a chapter on an axis in a table of contents, where nothing else states it"
)
COMPANY_CONTENTS = _rule(
    "companies.contents", "0.85", "an entry of a chapter of company profiles, in a table of contents, and nowhere else"
)
DRIVER_SENTENCE = _rule(
    "drivers.sentence",
    "0.75",
    "a technology enumerated after 'technologies such as' or the like, in a sentence that tells growth by it",
)
REGION_LIST = _rule("regions.list", "0.99", "a region that is an entry of a list, or a heading of one")
REGION_TEXT = _rule("regions.text", "0.95", "a region named in the running text")
REGION_REPAIRED = _rule("regions.repaired", "0.97", "a region read from a damaged list entry")
REGION_LEADER = _rule("regions.leader", "0.85", "a region said to lead or dominate the market")
SIZE_SENTENCE = _rule(
    "figures.size", "0.98", "an amount of money that a sentence gives as the market's value in a year"
)
GROWTH_SENTENCE = _rule("figures.growth", "0.98", "a percentage that a sentence gives as yearly growth")
SHARE_SENTENCE = _rule(
    "figures.share", "0.96", "a percentage that a sentence gives as the share of a region, company or segment"
)
REVENUE_SENTENCE = _rule("figures.revenue", "0.93", "an amount of money that a sentence gives as a company's sales")
SIZE_LINE = _rule(
    "figures.size.line", "0.94", "an amount of money beside a label, or in a table, that names the market's value"
)
GROWTH_LINE = _rule("figures.growth.line", "0.95", "a percentage beside a label, or in a table, that names growth")
SHARE_LINE = _rule("figures.share.line", "0.93", "a percentage beside a name, or in a table, in a list of shares")
REVENUE_LINE = _rule(
    "figures.revenue.line", "0.93", "an amount of money beside a label, or in a table, of a company's sales"
)

ALL = tuple(sorted((value for value in globals().values() if isinstance(value, Rule)), key=lambda rule: rule.name))
