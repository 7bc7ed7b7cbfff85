"""The forms of questions: what may be asked in which words, and which query answers it.

A pattern is a regular expression over the question in small letters, without its question mark; `{market}` and the like
stand for names. Forms are tried in order; the first whose names are all known is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

SLOTS: Final = ("market", "other", "company", "rival", "topic", "region", "year")
_COMPANIES: Final = (
    r"(?:companies|company|firms?|players?|vendors?|suppliers?|manufacturers?|makers?|providers?|producers?"
    r"|participants?|businesses|organi[sz]ations?)"
)
_KEY: Final = r"(?:(?:key|main|major|top|leading|important|all|the) )*"
_WHICH: Final = r"(?:which|what|all|the|any)?(?: are)?(?: the)? ?"
_MARKETS: Final = r"(?:markets?|industry|industries|sectors?|areas?|fields?)"
_ACTIVE: Final = (
    r"(?:plays?|playing|is|are|compete|competes|competing|active|operates?|operating|works?|working|present|involved"
    r"|participates?|engaged|sells?|named|listed|mentioned|a player|players|plays a role)"
)
_SIZE: Final = r"(?:market )?(?:size|value|volume|worth|revenue|valuation)"
_GROWTH: Final = r"(?:growth rate|growth|cagr|annual growth(?: rate)?|compound annual growth rate|rate of growth)"
_BE: Final = r"(?:is|are|was|were|will be|would be)"
_GROW: Final = r"(?:grow|grows|growing|expand|expands|expanding|increase|rise|be growing)"


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of question: the name of its query, an example, and the patterns of the words it may be asked in."""

    query: str
    example: str
    patterns: tuple[str, ...]


FORMS: Final = (
    Form(
        "both",
        "which companies play in both A and B",
        (
            (
                rf"{_WHICH}{_COMPANIES} (?:that |which |who )?(?:{_ACTIVE} )*(?:in |do |make )?both (?:in "
                rf")?{{market}} and "
                r"(?:in )?{other}"
            ),
            (
                rf"{_WHICH}{_COMPANIES} (?:from|in|of) {{region}} (?:that |which |who )?(?:{_ACTIVE} )*(?:in "
                rf"|do |make )?both "
                r"(?:in )?{market} and (?:in )?{other}"
            ),
            rf"who {_ACTIVE} (?:active )?(?:in )?both (?:in )?{{market}} and (?:in )?{{other}}",
            rf"{_WHICH}{_COMPANIES} (?:do )?{{market}} and {{other}} (?:share|have in common)",
        ),
    ),
    Form(
        "sharing",
        "which markets share companies with MARKET",
        (
            (
                rf"{_WHICH}{_MARKETS} (?:that )?(?:share|have) {_KEY}(?:{_COMPANIES}|technologies|applications) "
                r"(?:in common )?with {market}"
            ),
            (
                rf"{_WHICH}{_MARKETS} (?:that )?(?:are |lie |is "
                rf")?(?:close|near|next|similar|adjacent|related) to {{market}}"
            ),
            rf"{_WHICH}(?:neighbou?rs|neighbou?ring markets|adjacent markets|related markets) (?:of|to|for) {{market}}",
        ),
    ),
    Form(
        "several",
        "which companies are in more than one market",
        (
            (
                rf"(?:{_WHICH}{_COMPANIES}|who) (?:that )?(?:{_ACTIVE} )*in (?:more than "
                rf"one|several|many|multiple|two or "
                rf"more|most|the most|different) {_MARKETS}"
            ),
        ),
    ),
    Form(
        "regional",
        "which companies in REGION play in MARKET (those that reports limited to the region name)",
        (
            (
                rf"{_WHICH}{_COMPANIES} (?:from|in|of|based in) {{region}} (?:that |which |who )?(?:are )?{_ACTIVE} "
                r"(?:active )?(?:in|on) {market}"
            ),
            rf"{_WHICH}{_COMPANIES} (?:that |which |who )?{_ACTIVE} (?:active )?in {{market}} in {{region}}",
        ),
    ),
    Form(
        "said",
        "who says that COMPANY plays in MARKET",
        (
            (
                rf"(?:who|which (?:reports?|publishers?|sources?)|what sources?) "
                rf"(?:says?|states?|claims?|reports?) (?:that )?"
                rf"{{company}} (?:{_ACTIVE} )+(?:in|on) {{market}}"
            ),
            (
                rf"(?:says who that|why is|why does|how do we know that|where does it say that) {{company}} "
                rf"(?:{_ACTIVE} )*(?:in|on) {{market}}"
            ),
        ),
    ),
    Form(
        "plays",
        "is COMPANY in MARKET",
        (
            rf"(?:is|does|do|has) {{company}} (?:{_ACTIVE} )*(?:in|on) {{market}}",
            rf"(?:is|are) {{company}} (?:a|one of the) {_KEY}{_COMPANIES} (?:in|of|on) {{market}}",
        ),
    ),
    Form(
        "competitors",
        "who competes with COMPANY",
        (
            (
                rf"(?:{_WHICH}{_COMPANIES}|who)(?: all)?(?: that)? (?:competes?|competing|rivals?) "
                rf"(?:with|against) {{company}}"
            ),
            (
                r"(?:who are |what are |which are )?(?:all )?(?:the )?(?:main |key |top |biggest |direct )?"
                r"(?:competitors?|rivals?|competition) (?:of|to|for) {company}"
            ),
            (
                r"(?:who|what|which companies) (?:is|are) {company}(?:'s|s'|’s| s)? (?:main |key "
                r")?(?:competitors?|rivals?|competition)"
            ),
            r"(?:who does|with whom does|whom does|against whom does) {company} compete(?: with| against)?",
        ),
    ),
    Form(
        "markets",
        "in which markets is COMPANY",
        (
            rf"(?:in )?(?:which|what) {_MARKETS} (?:is|does|do|are|has) {{company}}(?: {_ACTIVE})*(?: in)?",
            rf"{_WHICH}{_MARKETS} (?:of|for|with|that name|that have) {{company}}",
            rf"where (?:is|does|do|are) {{company}}(?: {_ACTIVE})+",
            r"what does {company} do",
        ),
    ),
    Form(
        "revenue",
        "how much revenue does COMPANY make",
        (
            (
                r"how (?:much|large|high|big) (?:revenue|sales|turnover|money)? ?(?:does|did|is|was|are|were) {company}"
                r"(?: make| have| earn| report| take)?"
            ),
            r"(?:what (?:is|was|are|were) )?(?:the )?(?:revenues?|sales|turnover) of {company}",
            r"what (?:is|was|are|were) {company}(?:'s|s'|’s| s)? (?:annual )?(?:revenues?|sales|turnover)",
            r"how (?:large|big) (?:is|are) (?:the )?(?:revenues?|sales|turnover) of {company}",
        ),
    ),
    Form(
        "size",
        "how big is MARKET in REGION in YEAR",
        (
            (
                rf"how (?:big|large|valuable|much worth|much) (?:{_BE} |will )(?:the )?{{market}}(?: be| "
                rf"worth| become| valued)*"
            ),
            (
                rf"(?:what (?:{_BE}|s|’s) )?(?:the )?(?:expected |estimated |current |total |forecast "
                rf"|projected )?{_SIZE} "
                r"(?:of|for) {market}"
            ),
            rf"what (?:{_BE}) {{market}} (?:worth|valued at)",
            rf"{{market}} {_SIZE}",
        ),
    ),
    Form(
        "growth",
        "how fast does MARKET grow in REGION",
        (
            rf"how (?:fast|quickly|much|strongly) (?:is|does|will|did|are|do) (?:the )?{{market}} {_GROW}",
            rf"(?:what (?:{_BE}|s|’s) )?(?:the )?(?:expected |forecast |projected )?{_GROWTH} (?:of|for|in) {{market}}",
            rf"(?:at (?:what|which) rate|at what {_GROWTH}) (?:is|does|will|do) {{market}} {_GROW}",
            rf"{{market}} {_GROWTH}",
        ),
    ),
    Form(
        "fastest",
        "fastest growing markets",
        (
            rf"{_WHICH}fastest[- ]growing {_MARKETS}",
            rf"which {_MARKETS} (?:is|are) growing (?:the )?fastest",
            rf"which {_MARKETS} grows? (?:the )?fastest",
        ),
    ),
    Form(
        "largest",
        "largest markets",
        (
            rf"{_WHICH}(?:largest|biggest|most valuable) {_MARKETS}",
            rf"which {_MARKETS} (?:is|are) (?:the )?(?:largest|biggest)",
        ),
    ),
    Form(
        "led",
        "which region leads MARKET",
        (
            (
                r"(?:which|what) (?:regions?|countr(?:y|ies)|areas?) (?:leads?|dominates?|is leading|is "
                r"largest in|are leading|"
                r"is the largest in|is ahead in) {market}"
            ),
            r"(?:where is|in which region is) {market} (?:the )?(?:largest|strongest|biggest)",
            r"(?:leading|dominant|largest) (?:region|country) (?:in|of|for) {market}",
        ),
    ),
    Form(
        "leaders",
        "who leads MARKET (companies by their share)",
        (
            (
                r"(?:who|which company|which companies|what company) (?:leads?|dominates?|is leading|is the "
                r"leader (?:in|of)) {market}"
            ),
        ),
    ),
    Form(
        "share",
        "what share does REGION have of MARKET",
        (
            (
                r"(?:what|which|how much|how large a|how big a)(?: market)? ?(?:share|part|percentage)? of {market} "
                r"(?:does|do|is|has|have) {region}(?: have| hold| make| account for)?"
            ),
            (
                r"(?:what|which|how large a|how big a)(?: market)? (?:share|part|percentage) "
                r"(?:does|do|has|have) {region} (?:have|hold|make|account for)?(?: ?of| ?in) {market}"
            ),
            r"(?:what is )?(?:the )?(?:market )?share of {region} (?:in|of) {market}",
        ),
    ),
    Form(
        "disagree",
        "where do sources disagree about MARKET",
        (
            (
                r"(?:where|on what|about what|how) do (?:the )?(?:sources|reports|publishers|studies) "
                r"(?:disagree|differ|contradict"
                r"(?: each other)?)(?: (?:about|on|over) {subject})?"
            ),
            (
                r"(?:which|what) (?:figures|numbers|claims|sources|reports) (?:are disputed|contradict(?: "
                r"each other)?|disagree|"
                r"conflict)(?: (?:about|on|over|for) {subject})?"
            ),
            r"(?:all |the )?(?:conflicts|contradictions|disagreements)(?: (?:about|on|over|in|for) {subject})?",
        ),
    ),
    Form(
        "technologies",
        "what technologies does MARKET have",
        (
            (
                rf"{_WHICH}{_KEY}(?:technologies|technology|techniques|product types|types) (?:(?:are |is "
                rf")?(?:used |there )?"
                r"(?:in|of|for)|does|do|has|have) {market}(?: use| have| include)?"
            ),
        ),
    ),
    Form(
        "applications",
        "what applications does MARKET have",
        (
            (
                rf"{_WHICH}{_KEY}(?:applications?|uses?|end uses?|use cases) (?:(?:are |is )?(?:there "
                rf")?(?:of|for|in)|does|do|"
                r"has|have) {market}(?: have| serve| include)?"
            ),
            r"what (?:is|are) {market} used for",
        ),
    ),
    Form(
        "drivers",
        "what drives MARKET",
        (
            r"what (?:drives|is driving|pushes) (?:the )?(?:growth of )?{market}",
            rf"{_WHICH}{_KEY}(?:growth )?drivers? (?:of|for|behind|in) {{market}}",
            r"why does {market} grow",
        ),
    ),
    Form(
        "using",
        "which markets use TECHNOLOGY",
        (
            (
                rf"{_WHICH}{_MARKETS} (?:that )?(?:use|uses|have|has|need|serve|are driven by|rely on|with) (?:the )?"
                r"(?:technology |application |applications )?{topic}"
            ),
            rf"(?:in )?(?:which|what) {_MARKETS} (?:is|are) {{topic}} (?:used|applied|needed)",
        ),
    ),
    Form(
        "reports",
        "which reports study MARKET",
        (
            (
                r"(?:which|what|all|the)? ?(?:reports?|publishers?|studies|sources) (?:that )?(?:are there "
                r"|is there )?(?:study|"
                r"studies|covers?|about|on|for|write about|describe) {market}"
            ),
            r"who (?:covers|studies|writes about|publishes on|publishes about|reports on) {market}",
        ),
    ),
    Form(
        "players",
        "who plays in MARKET",
        (
            rf"who (?:all )?(?:{_ACTIVE} )+(?:{_KEY})(?:in|on) {{market}}",
            rf"(?:who|which|what) are {_KEY}{_COMPANIES} (?:in|of|on|for) {{market}}",
            (
                rf"{_WHICH}{_KEY}{_COMPANIES} (?:that |which |who )?(?:there are )?(?:{_ACTIVE} )*(?:there "
                rf")?(?:in|of|on|for) {{market}}"
            ),
            r"who (?:makes|sells|builds|supplies|produces|offers) {market}",
            rf"{_WHICH}{_COMPANIES} (?:that |which |who )?(?:make|sell|build|supply|produce|offer) {{market}}",
            rf"{{market}} {_KEY}{_COMPANIES}",
        ),
    ),
)
_LEAD_IN: Final = re.compile(
    r"(?:please |can you |could you |tell me |show me |show |list |give me |find |name |i want "
    r"to know |do you know |hey )+"
)


@cache
def compiled() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """Each pattern with its form, in order; a slot takes as few words as it can."""
    return tuple(
        (form, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>.+?)", pattern))) for form in FORMS for pattern in form.patterns
    )


def plain(question: str) -> str:
    """The question as patterns see it.

    >>> plain("Please tell me: who plays in  Glass Fibres?")
    'who plays in glass fibres'
    """
    text = " ".join(question.casefold().replace(":", " ").split()).strip(" ?!.")
    return _LEAD_IN.sub("", text, count=1) if _LEAD_IN.match(text) else text
