"""Decides which of the words before "market" are the market's name: no place, size word, slogan, year or acronym."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mrgraph.lexicon import firm_nouns
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.places import DEMONYMS
from mrgraph.lexicon.vocabulary import RESIDUAL

if TYPE_CHECKING:
    from mrgraph.reference import Reference

# Where the words before "market" cease to be its name: the end of a sentence, a dash, "in the", "the global".
CUT = AnyCase(
    r"(?<=[\w)]{2})\.\s+|[:;!?|。]\s+|[!?|。：]|\s[–—|-]\s|、|[“”\"‘«]|\b(?:in|of|for|on|about|covers?|within|into|"
    r"behind|inside|across|drives?|shap\w+|with|\w+ing)\s+(?:the|an?)\s+(?:global\s+|world(?:wide)?\s+)?|"
    r"\bglobal\s+(?=\S)|"
    r"(?:%|\bbillion|\bmillion|\bCAGR\b)[^,]{0,20},\s+|(?:USD|US\$|\$|€)\s?[\d.,]+\s*(?:billion|million|bn|"
    r"mn)\s+|\btitled\s+",
)
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|will|can|expected|projected|growing|reached?|provides?|covers?|offers?|"
    r"helps?|aims?|includes?|shows?|presents?|refers?|driven|"
    r"published|released|added|announced|according|during|between|within|across|where|generated|driving|"
    r"shaping|transforming|behind|called|entitled|Is|Are|Will)\b"
)
SENTENCE_CUT = AnyCase(r"\bthe\s+(?=\S)")  # "last year we put the X market at": an article begins the name
HARD_CUT = AnyCase(r"(?<=[\w)]{2})\.\s+|[:;!?|。]\s+|[!?|。：]|\s[–—|-]\s|[“”\"‘«]|\bglobal\s+(?=\S)")
# Words that may stand before a market's name and are no part of it, whatever follows.
LEAD = re.compile(
    r"^(?:\W+|\d+[.)]\s+|(?:19|20)\d\d(?:\s*[-–~to]+\s*(?:19|20)\d\d)?\b|(?:the|a|an|our|this|these|its|"
    r"exploring|navigating|analy[sz]ing|understanding|insights?|"
    r"unveiling|unlocking|decoding|examining|forecasting|evaluating|assessing|mapping|inside|globally|global|"
    r"worldwide|of|on|in|into|for|about|and|to|from|with|"
    r"top\s+\d+|what(?:['’]s|\s+is|\s+are)?|how(?:\s+(?:big|large)\s+is)?|who|which|why|when|title)\b(?![-‐/]\w))+",
    re.I,
)
# Words that are no part of it if a preposition follows ("growth of the"), or if the name also stands without them.
SOFT = (
    r"latest|new|complete|comprehensive|in-depth|detailed|world|international|overview|analysis|outlook|growth|"
    r"growing|trends?|future|dynamics|size|share|research|report|study|scope|"
    r"regional|key|emerging|segmentation|forecast|drivers?|estimated|estimating|state|status|landscape|current|"
    r"evolving|booming|thriving|expanding|demand|rise|opportunities|"
    r"opportunit(?:y|ies)|challenges|guide|review|assessment|snapshot|potential|prospects|"
    rf"(?:top|leading|major)\s+{firm_nouns.PLURAL_AXES}|executive\s+summary|introduction|industry"
)
SOFT_LEAD = re.compile(
    rf"^(?:(?:{SOFT})(?:\s*[,/&]\s*|\s+and\s+|\s+))+?(?=(?:of|in|on|for|the|to|into|from|across)\s)", re.I
)
SOFT_WORD = re.compile(rf"^(?:{SOFT})\s+(?=\w)", re.I)
TWO_LETTERS = re.compile(r"\w{2}")
NOT_WORD = re.compile(r"[\W_]+")
ALL_SOFT = re.compile(rf"(?i:{SOFT}|\W|and|&)+")
DASH_END = re.compile(r"[:–—|-]\s*$")
ASIAN_LEAD = re.compile(
    r"^(?:\W|(?:(?:19|20)\d\d\s*[年년]?\s*(?:부터|까지의?|から|まで(?:の)?|にかけての?|[〜～~-])\s*)+|グローバルな?|世界の?|現在の?|현재|全世界の?|日本の?|"
    r"最新の?|글로벌|세계|전\s?세계)+\s*"
)
SIZE_WORDS = re.compile(
    r"(?:\s+(?:global|size|share|industry|report|research|growth|trends?|analysis|forecast|outlook|overview|"
    r"(?:19|20)\d\d))+$",
    re.I,
)
ACRONYM = re.compile(r"\s*[(（]\s*([^()（）]{1,40})\s*[)）]")
GENERIC = re.compile(
    r"(?i)^(?:the|this|global|target|overall|total|global target|key|future|stock|new|emerging|local|world|"
    r"its?|our|your|whole|entire|niche|domestic|regional|major|said|size|by|"
    r"free|labou?r|capital|job|equity|financial|housing|and|or|addressable|competitive|current|mass|base|end|"
    r"other|respective|parent|related|global and regional)$"
)
# What no market is called, in whatever text: a time of day, a date, a file, the mark of a mail's subject, the last of
# three and more things that commas part ("Excel, SQL, Tableau, Market Research"), words for time alone.
NO_NAME = re.compile(
    r"\d:\d\d(?::\d\d|\s?[ap]\.?m\b)|(?<![\w/.-])(?:(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d)(?!\w)|"
    r"\w\.(?:xlsx?|docx?|pptx?|pdf|csv|txt|md|html?|json|xml|log|zip|eml)$|[{}<>|=\\~`]|"
    r"^(?:(?:re|fwd?|aw|wg)\s*:?\s*)+$",
    re.I,
)
LETTER = re.compile(r"[^\W\d_]")
LISTED = re.compile(r"(?:[^,;]+[,;]\s*){3,}")
_BRACKETS = ("()", "[]", "（）", "【】", "「」")
_MARKS = " -–—:,'\"“”’*_"
WORDS = re.compile(r"[^\W_]+")
LONGEST = 120  # characters of a name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name of the market; `trust`: 0 a title, 3 a sentence; `region` stands beside it, at `place`."""

    name: str
    start: int
    end: int
    region: str | None
    span: tuple[int, int] | None
    trust: int
    acronyms: tuple[str, ...]
    key: str  # of the name with what stands in its parentheses


def bare(start: int, words: str, reference: Reference, trust: int) -> Candidate | None:
    """The name in `words`, without what stands before and after it."""
    if LISTED.fullmatch(words):
        return None
    start, words, region, span = _without_lead(start, words, reference)
    acronyms = tuple(bracket[1] for bracket in ACRONYM.finditer(words) if _is_of_all(bracket, words))
    plain = SIZE_WORDS.sub("", words.rstrip(_MARKS))
    plain = re.sub(r"[’']s?$", "", plain)
    name = re.sub(r"\s+", " ", ACRONYM.sub("", plain)).strip(" -–—:,、のはを*_\"'“”")
    if not _can_name(name):
        return None
    return Candidate(name, start, start + len(plain.rstrip()), region, span, trust, acronyms, key(plain))


def _without_lead(start: int, words: str, reference: Reference) -> tuple[int, str, str | None, tuple[int, int] | None]:
    """The words without soft words and regions before the name: where they begin then, the region and its place."""
    region, span = None, None
    while words:
        lead = LEAD.match(words) or ASIAN_LEAD.match(words) or SOFT_LEAD.match(words)
        length = lead.end() if lead and lead.end() < len(words) else 0
        leading = None if length else _leading_region(words, reference)
        if leading:
            named, length = leading
            region = named if span is None or named == region else None
            span = (start, start + length)
        if not length:
            break
        start, words = start + length, words[length:]
    return start, words, region, span


def _can_name(name: str) -> bool:
    """Whether `name` says more than that there is a market, and no more than names do."""
    if not TWO_LETTERS.search(name) or "://" in name or len(name) > LONGEST or len(name.split()) > 14:
        return False
    if not LETTER.search(name) or NO_NAME.search(name):
        return False
    if any(name.count(pair[0]) != name.count(pair[1]) for pair in _BRACKETS):
        return False
    return not GENERIC.match(name) and not ALL_SOFT.fullmatch(name)


def _is_of_all(bracket: re.Match[str], words: str) -> bool:
    """Whether what stands in brackets may be short for the whole name: at its end, or made of its initials.

    "Electric Vehicle (EV) Battery Swapping" has no short form, "Battery Management System (BMS) Chips" none either.
    """
    inside, rest = bracket[1].strip(), words[bracket.end() :].strip(_MARKS)
    if RESIDUAL.match(inside):
        return False
    if not rest or not inside.isupper():
        return not rest
    initials = "".join(word[0] for word in WORDS.findall(ACRONYM.sub(" ", words)))
    return inside.casefold() == initials.casefold()


def _leading_region(words: str, reference: Reference) -> tuple[str, int] | None:
    """A region's name, or its adjective, at the beginning of `words`, with its length."""
    named = reference.region_pattern().match(words.replace("–", "-"))
    key = reference.region(named[0]) if named else None
    if named is None:
        named = re.match(r"(?:(?:North|South|Latin|Middle)\s)?[A-Z][a-z]+(?=\s\w)", words)
        key = DEMONYMS.get(named[0].lower()) if named else None
    if key is None or named is None:
        return None
    acronym = re.match(r"\s*\([A-Z.]{2,8}\)", words[named.end() :])
    end = named.end() + (acronym.end() if acronym else 0)
    rest = words[end:]
    if not re.match(r"(?:['’]s)?\s*[,&]?\s*\w", rest) or re.match(r"\s*[-–]\w", rest):
        return None
    return key, end + (2 if re.match(r"['’]s\s", rest) else 0)


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """What spellings of one market share: letters and digits without case, "&" as "and"."""
    return NOT_WORD.sub("", name.replace("&", "and").casefold())
