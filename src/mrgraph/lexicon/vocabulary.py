"""Words that several readers share: those for what was left over, and those that a profile begins its facts with."""

from __future__ import annotations

import re

from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.word_tables import alternation, rows, values

_RESIDUALS = tuple(rows("residuals"))


def _left_over(*, open_: str) -> str:
    """The words for what was left over, in all languages, of the rows that others may follow or not."""
    named = ("meaning", "open", "source")
    return alternation(
        word for row in _RESIDUALS if row["open"] == open_ for name in row if name not in named for word in values(row[name])
    )


RESIDUAL = re.compile(
    r"^\W*(?:the\s+)?(?:(?:and|und|et|y|e|ed)\s+)?(?:(?:many|several|some|various|all|any|no|few|viele|einige)\s+)?"
    rf"(?:{_left_over(open_='yes')}(?![a-z]).{{0,60}}|{_left_over(open_='no')})\W*$",
    re.I,
)
TOTAL = re.compile(
    rf"^\W*{alternation(word for row in rows('totals') for name in row if name not in ('meaning', 'source') for word in values(row[name]))}\W*$",
    re.I,
)
OTHER_CLASS = AnyCase(
    r"^(?:other|others|various|several|many|different|miscellaneous|additional|certain|some|all|more|"
    r"numerous|multiple)\b|\bothers?$",
)
ASIAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
# What a profile tells about a company: facts, no names.
ATTRIBUTE = AnyCase(
    r"^\W*(?:headquarter\w*|hq|head\s*office|founded|established|year\s+(?:of\s+)?(?:founded|establish\w*|"
    r"founding)|foundation|revenues?|annual\s+revenue|"
    r"employees?|number\s+of\s+employees|website|url|key\s+products?|products?(?:\s+(?:portfolio|offered|"
    r"range|offerings?))?|product\s+lines?|brands?|"
    r"ceo|key\s+(?:people|executives?|developments?|strengths?|facts|focus)|country|origin|overview|"
    r"business\s+(?:overview|segments?|description)|"
    r"company\s+overview|description|profile|recent\s+(?:developments?|news|activit\w+)|strateg\w+|"
    r"strengths?|weakness\w*|swot\w*|market\s+(?:share|position\w*)|"
    r"special\w+|focus(?:\s+areas?)?|core\s+(?:business|competenc\w+|products)|location|stock|ticker|type|"
    r"industry|segments?|sectors?|services|solutions|"
    r"technolog\w+|patents?|financials?|r&d\b.*|distribution|presence|global\s+presence|geographic\w*|"
    r"customers?|clients?|subsidiar\w+|parent(?:\s+company)?|"
    r"notable\b.*|innovation|partnerships?|acquisitions?|expansion|role|known\s+for|portfolio|capacity|"
    r"(?:key\s+)?financials?(?:\s+\w+)?|(?:key\s+)?offerings?|base|notes?|(?:group|net|total|annual)\s+(?:sales|revenues?|"
    r"turnover)|turnover|owner(?:ship)?|seat|staff|headcount|listed(?:\s+on)?|market\s+cap\w*|key\s+figures|"
    r"contact|address|phone|email|sales|(?:regional\s+)?offices?|lines|models|news|income|acquired|belongs\s+to|strong\s+in|"
    r"flagships?)\b(?:\s+(?:FY\s?)?(?:19|20)\d\d)?\s*(?:[:：–—-]|\.{3}|$)",
)
