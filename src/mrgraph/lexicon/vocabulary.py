"""Words that several readers share: for what was left over, in firms' names, and those that begin a profile's facts.

The words of firms' names stand in tables/name_words.tsv: `speaks`, whether one tells that a name is a firm's; `joins`,
whether it belongs to the name before an "and" ("always": "Sons" of "Acme and Sons"; "whole": where nothing else follows
but a legal form, "Acme Systems and Solutions Corporation"); `half`, whether it does behind a comma, too, "last" where
only if nothing follows, "known" where the first half is one name with it ("Becton, Dickinson"). What was left over
stands in tables/residuals.tsv; `open`: whether more words may follow ("other players").
"""

from __future__ import annotations

import re
from typing import Final

from mrgraph.lexicon import legal_forms
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.word_tables import alternation, rows, values

_NO_LANGUAGES: Final = ("meaning", "open", "source")


def _in_all_languages(table: str, **wanted: str) -> str:
    """A pattern for the words of a table's rows, of those whose columns hold what is wanted."""
    chosen = (row for row in rows(table) if all(row[column] == value for column, value in wanted.items()))
    return alternation(
        word for row in chosen for name, cell in row.items() if name not in _NO_LANGUAGES for word in values(cell)
    )


RESIDUAL = re.compile(
    r"^\W*(?:the\s+)?(?:(?:and|und|et|y|e|ed)\s+)?(?:(?:many|several|some|various|all|any|no|few|viele|einige)\s+)?"
    rf"(?:{_in_all_languages('residuals', open='yes')}(?![a-z]).{{0,60}}|"
    rf"{_in_all_languages('residuals', open='no')})\W*$",
    re.I,
)
TOTAL = re.compile(rf"^\W*{_in_all_languages('totals')}\W*$", re.I)

_ROWS: Final = tuple(rows("name_words"))


def _words(column: str, value: str) -> str:
    return alternation(row["word"] for row in _ROWS if row[column] == value)


_WHOLE: Final = alternation(row["word"] for row in _ROWS if row["joins"] == "whole" or row["speaks"] == "yes")
NAME_WORDS: Final = re.compile(rf"^(?:{_WHOLE}\W*)+(?:(?:,?\s*{legal_forms.BEHIND}\.?)+)?\W*$")  # "Holdings Ltd."
SPEAKS: Final = re.compile(rf"\b{_words('speaks', 'yes')}\b")
# What stands behind an "and" and is no name of its own.
AND_TAIL: Final = re.compile(
    rf"^(?:{_words('joins', 'always')}\b|"
    rf"{_WHOLE}(?:\s{_WHOLE})*(?:(?:,?\s{legal_forms.BEHIND}\.?)+)?\W*$)",
    re.I,
)
TAIL_OF_NAME: Final = re.compile(
    rf"^(?:and\s+)?(?:{_words('half', 'known')}\b|{_words('half', 'yes')}\b|{_words('half', 'last')}\b\.?(?=\W*$|,))",
    re.I,
)
# "Epsilon & Partners LLP", the second half of a name behind a comma.
PARTNERS: Final = re.compile(rf"\S+\s(?:and|&)\s(?:{_words('half', 'yes')}|{_words('half', 'last')})\b")

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
