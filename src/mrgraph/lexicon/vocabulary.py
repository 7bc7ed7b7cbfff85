"""Words that several readers share: those for what was left over, and those that a profile begins its facts with."""

from __future__ import annotations

import re

from mrgraph.lexicon.caseless import AnyCase

RESIDUAL = re.compile(
    r"^(?:the\s+)?(?:and\s+)?(?:(?:many|several|some|various|all|any|no|few)\s+)?(?:others?(?!\w).{0,60}|"
    r"etc\.?|et\s+al\.?|more|so on|and more|"
    r"among others?|a\.\s?o\.?|miscellaneous|n/?a|none|rest\s+of\b.*|remaining\b.*|the rest|submit|"
    r"その他.*|他の?|他人|など|기타.*|등|其他.*)\W*$",
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
