"""Decides what a clause speaks of: the market, a part of it by the clause's own words, or something else."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple, Protocol

from mrgraph.lexicon import figure_words
from mrgraph.lexicon.caseless import AnyCase

_MARKETS = r"(?:markets?|industry|sector)"
_RUN = r"[\w&/.'’+-]+"
MARKET_PHRASE = re.compile(
    rf"((?:{_RUN}\s+){{1,7}}?(?:\([^()]{{2,20}}\)\s+)?)(?:{_MARKETS}|segments?|category|categories|sub-?segments?)\b",
    re.I,
)
_END = rf"(?:{figure_words.any_of('valued', 'forecast')}|(?:in|by|at|from|over|during|and\s+is|which|that)\b)"
MARKET_FOR = re.compile(
    rf"\b(?:{_MARKETS}|mercado|marché|setor|settore|mercato)\s+(?:for|of|de\s+l[ao]s?|del?|do|da|des|du|della|dei|"
    rf"delle)\s+((?:(?!{_END}){_RUN}\s*){{1,6}})",
    re.I,
)
STOP = frozenset(
    "the a an in of for to is was are were and that this these those with by from at on as into its their our "
    "whose which while than has have had within between or be been if it "
    "across toward towards about over how what where why entire whole each every said says expects".split()
)
GENERIC = frozenset(
    "global globally worldwide world overall total current size value growing regional domestic local target "
    "key major emerging report market industry sector base segment category "
    "international niche broader future new expanding growth mature dynamic largest leading fastest-growing "
    "booming addressable national single share revenue industry's exact precise actual specific "
    "particular potential competitive promising lucrative dominant significant substantial robust steady "
    "strong combined only main other last second third first biggest smallest fastest traditional volume sales "
    "annual".split()
)
_BY_AXIS = re.compile(r"\W*(?:by|in\s+terms\s+of|based\s+on)\s+[^,;:%\d]{3,40},\s", re.I)
_WIDER = AnyCase(r"\b(?:wider|broader|larger|parent|adjacent|neighbou?ring|overarching)\s")
_MEASURE = figure_words.any_of("measure")
_MODAL = (
    r"is|are|was|were|emerges?|emerged|becomes?|became|will|would|should|could|may|has|have|had|saw|sees?|remains?|continues?|led|leads?|posted|"
    r"posts|recorded|records|"
    r"experienced|showed|shows|registered|commanded?|commands|brought|came|sold|delivered|delivers|ist|sind|war|"
    r"waren|hat|hatte|est|sont|"
    r"était|a|ont|es|son|fue|fueron|foi|foram|è|sono"
)
_NOUNS = r"growth|expansion|contraction|wachstum\w*|croissance|crecimiento|crescimento|crescita|rückgang\w*|plus|minus"
_VERBS = rf"(?!(?:{_NOUNS})\b){figure_words.any_of('rise', 'fall', 'estimate', 'holds', languages=figure_words.LATIN)}"
_FRONT = (
    r"\W*(?:(?:and|while|whereas|but|yet|meanwhile|however|similarly|additionally|overall|globally|regionally|"
    r"notably|moreover|"
    r"furthermore|as\s+a\s+result|in\s+contrast|by\s+contrast|at\s+the\s+same\s+time)\b,?\s+)*"
    r"(?:(?:in|by|for|during|among|on|according\s+to|across|within|as\s+per|of|from)\s[^,;:]{2,60},\s+)*"
    r"(?:(?:the|its|their|all|some|an?|der|die|das|la|le|les|los|las|el|o|os|as|il|i|gli)\s+)*"
)
SUBJECT = re.compile(
    rf"{_FRONT}(?!(?:{_MODAL})\s|{_VERBS})(?P<words>(?:(?!(?:{_MODAL}|which|that|who|where|"
    rf"to)\s)[^\s,;:()]+\s+){{0,6}}?[^\s,;:()]+)(?P<short>\s\([^()]{{2,20}}\))?"
    rf"\s+(?:(?:also|only|still|now|even|alone|\w+ly)\s+)?(?:(?:{_MODAL})\s|{_VERBS})",
    re.I,
)
MEASURED = re.compile(
    rf"(?:(?:global|total|annual|unit|retail|factory|vendor|combined|wholesale|export|year-over-year)\s+)*{_MEASURE}\s+"
    r"(?:of|from|for|on|into|de|des|du|von|an)\s+(?:the\s+)?",
    re.I,
)
MEASURE_END = re.compile(rf"(?:\s+(?:unit|panel|factory|retail|equipment)s?)*\s+{_MEASURE}$", re.I)
PLACE_END = re.compile(r"\s+(?:in|during|over|across|worldwide|globally)\b.*$", re.I)
ANAPHOR = re.compile(
    r"\W*(?:(?:it|they|these|this|that|which)\b(?!\s+(?:market|industry|sector))|"
    r"(?:this|that|the)\s+(?:segment|category|latter|region|country|figure|number|value|total)\b|"
    rf"(?:(?:the|global|total|annual)\s+)*{_MEASURE}\s+(?!of\b|for\b|from\b|on\b))",
    re.I,
)
_MEASURE_ONLY = re.compile(_MEASURE, re.I)
_MARKET_WORD = figure_words.finder("market")
_VERB_FIRST = re.compile(rf"\W*(?:and|or|und|et|y|e)?\s*(?:(?:{_MODAL})\s|{_VERBS})", re.I)
_SAYS = re.compile(
    r"\s*(?:\w+ly\s+)?(?:forecast(?!\s+to)|expect(?!ed)|project(?!ed)|predict(?!ed)|estimat(?!ed)|anticipat(?!ed)|"
    r"s[ae]id|sa(?:ys|id)|report|releas|"
    r"publish|announc|believ|not(?:es|ed)|highlight|found|cover|identif|launch|acquir)",
    re.I,
)
NO_SUBJECT = frozenset(
    "growth analysts experts forecasts projections estimates figures numbers results data report study research "
    "there we you "
    "this that it they these those which what half most one both others rest year companies vendors players "
    "consumers people "
    "increase rise decline adoption competition growing rising increasing outlook insights analysis rate cagr "
    "forecast forecasted "
    "predictions expectations top region regions country countries segment segments part parts rest "
    "projected compound decade period trend trends innovation innovations".split()
)
FIRMS = frozenset("company firm brand group business manufacturer vendor supplier maker publisher retailer".split())
HEADS = frozenset(
    "platform device equipment product solution system service technology material component tool machine "
    "instrument application "
    "software hardware unit".split()
)
_WITH_THE_MARKET = re.compile(r",\s+with\s+(?:the|its|this)\s+$", re.I)
LONGEST = 7  # words of what a figure is limited to


class Kind(StrEnum):
    """What a clause speaks of."""

    OWN = "own"  # the market
    PART = "part"  # a part of it, or a wider market that it is part of
    OTHER = "other"  # a market that has nothing to do with it, or a company
    BEFORE = "before"  # what the sentence before spoke of
    UNKNOWN = "unknown"


class Subject(NamedTuple):
    """What a clause speaks of, for a part in the clause's own words; `measured`: its sales or the like are named."""

    kind: Kind
    words: str = ""
    measured: bool = False


class Known(Protocol):
    """What is known of a document's market."""

    def relation(self, words: list[str]) -> Kind:
        """Whether words before "market" name this market, a part of it, or another one."""

    def is_company(self, words: str) -> bool:
        """Whether words name a company."""

    def without_regions(self, words: str) -> str:
        """The words without names and adjectives of regions."""


def of_clause(clause: str, known: Known) -> Subject:
    """What the words before a figure speak of: the last market or segment that they name, else their subject."""
    axis = _BY_AXIS.match(clause)
    clause = clause[axis.end() :] if axis else clause
    phrases = [(m.start(1), m[1]) for p in (MARKET_PHRASE, MARKET_FOR) for m in p.finditer(clause)]
    if not phrases:
        return _subject(clause, known)
    start, phrase = max(phrases)
    if _WIDER.search(phrase):
        return Subject(Kind.OTHER)
    if _WITH_THE_MARKET.search(clause[: start + len(phrase)]):
        return _subject(clause, known)
    words = stripped(phrase, known)
    kind = known.relation(words) if words else Kind.OWN
    return Subject(kind, " ".join(words), measured=True) if len(words) <= LONGEST else Subject(Kind.UNKNOWN)


def stripped(phrase: str, known: Known) -> list[str]:
    """The words before "market" that name it: without articles, regions, and words that any market bears in front."""
    words = known.without_regions(phrase).split()
    for place in reversed(range(len(words))):
        if words[place].lower().strip(".,'’") in STOP:
            words = words[place + 1 :]
            break
    while words and (words[0].lower() in GENERIC or words[0][0].isdigit()):
        words = words[1:]
    while words and words[-1].lower() in GENERIC:
        words = words[:-1]
    return words


def _without_front(words: list[str]) -> list[str]:
    """The words without articles and what any market bears in front: "the global rods" are "rods"."""
    while words and (words[0].lower() in GENERIC | STOP or words[0][0].isdigit()):
        words = words[1:]
    return words


def _subject(clause: str, known: Known) -> Subject:
    """The subject that a clause begins with: "Sales of rods fell", "services are the fastest-growing line"."""
    match = SUBJECT.match(clause)
    if ANAPHOR.match(clause) or _VERB_FIRST.match(clause):
        kind = Kind.BEFORE
    elif not match or _SAYS.match(clause, match.end()):
        kind = Kind.UNKNOWN
    elif _MARKET_WORD.search(match["words"]):
        kind = Kind.OWN
    elif known.is_company(match["words"]):
        return Subject(Kind.OTHER, match["words"])
    else:
        return _named(match["words"], match["short"] or "", known)
    return Subject(kind)


def _named(subject: str, short: str, known: Known) -> Subject:
    """What a subject names, without the words for what is measured of it; `short`: an acronym in brackets behind it."""
    named, before = PLACE_END.sub("", subject), MEASURED.match(subject)
    plain = MEASURE_END.sub("", named[before.end() :] if before else named)
    words = _without_front(known.without_regions(plain).split())
    measured = before is not None or plain != named
    if _MEASURE_ONLY.fullmatch(" ".join(words)):
        return Subject(Kind.BEFORE)
    if not words or len(words) > LONGEST or {w.lower() for w in words} & NO_SUBJECT:
        return Subject(Kind.OWN if measured and not words else Kind.UNKNOWN)
    return Subject(_kind(words, known, measured=measured, short=short), " ".join(words) + short, measured)


def _kind(words: list[str], known: Known, *, measured: bool, short: str) -> Kind:
    """What the words of a subject are: a firm, the market, or a part of it unless they are a name or have a measure."""
    if words[-1].lower() in FIRMS:
        return Kind.OTHER
    kind = known.relation(words)
    named = len(words) > 1 and not short and all(word[:1].isupper() for word in words)
    return Kind.PART if kind is Kind.OTHER and not measured and not named else kind
