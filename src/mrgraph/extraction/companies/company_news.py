"""Decides which firms are in the news: "In May 2024, Acme acquired Bolt", "June 2023: Acme and Bolt announced …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mrgraph.extraction.companies import company_names
from mrgraph.extraction.text.enumerations import Piece, trimmed
from mrgraph.lexicon import firm_nouns
from mrgraph.lexicon.caseless import AnyCase

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DATED = re.compile(
    rf"^\W*(?:(?:In|On|As\s+of|During)\s+)?(?:(?:early|late|mid)[\s-]+)?(?:Q[1-4],?\s+)?(?:\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\s+)?(?:{_MONTH}\s*,?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?)?"
    rf"(?:of\s+)?(?:19|20)\d\d\s*[:,.–—-]\s*"
)
_EVENT = re.compile(
    r"^(?:,\s+[^,.]{2,90},)?\s+(?:(?:has|have|had|also|then|recently)\s+){0,2}(?:acquired|announced|launched|"
    r"introduced|unveiled|"
    r"presented|opened|expanded|signed|partnered|completed|agreed|entered|received|invested|released|merged|bought|"
    r"took|inaugurated|started|began|joined|formed|secured|raised|won|debuted|collaborated|teamed|commissioned|"
    r"obtained|rolled\s+out|set\s+up|established|sold|closed|purchased|supplied|awarded|selected|delivered|extended|"
    r"doubled|revealed|developed|licensed|gained|added|built|made|brought|showcased|demonstrated|upgraded|"
    r"strengthened|finali[sz]ed|broke\s+ground|divested|spun\s+off|chose|put|moved)\b"
)
_HEADED = AnyCase(
    r"\b(?:developments?|news|launches|acquisitions?|mergers?|partnerships?|collaborations?|deals|updates?)\b"
)
_BOUGHT = re.compile(
    r"\b(?:acquired|acquires?|bought|purchased|took\s+over|acquisition\s+of|merged?\s+with|takeover\s+of|"
    r"(?:stake|interest|shares|holding)\s+in|purchase\s+of|control\s+of|business\s+of|division\s+of|unit\s+of|"
    r"assets\s+of|chosen\s+by|selected\s+by|commissioned\s+by|invested\s+in)\s+"
    r"(?:(?:the|an?|its|[A-Z][a-z]+(?:['’]s|an|ese|ish))\s+)?"
    rf"(?:(?:[a-z0-9-]+\s+){{0,6}}?(?:{firm_nouns.ROLE}|(?:business|group|house|builder)s?),?\s+)?(?=[A-Z])"
)
_WITH = re.compile(r"\b(?:with|between|alongside)\s+(?=[A-Z])")
_JOINT = AnyCase(r"\b(?:partner|collabor|agree|joint|allian|deal\b|contract|team|together|merge|memorandum|line)")
_TO = re.compile(r"\b(?:to|from)\s+(?=[A-Z])")
_TRADED = re.compile(r"\b(?:sold|divested|supplied|supply|order|contract|delivered|licensed|awarded|sale\s+of)\b")
_CONTINUES = re.compile(
    r"^(?:[,.;:)(\"”]|$|\s+(?:for|in|to|from|and|which|as|at|on|with|by|of|that|who|is|was|after|before|under|until|"
    r"through|over|its|the|an?|into|will|would|has|had|opened|worth|valued|—|–|-|\())"
)
_PUBLIC = re.compile(
    r"\b(?:Agency|Administration|Department|Ministry|Commission|Council|University|Government|Authority|FDA|Court|"
    r"Union|Bureau|Parliament|Hospital|College|Navy|Army|Air\s+Force|Act|Expo|Conference|Summit|Fair|Award)\b"
)
_OWNED = re.compile(r"^(?P<owner>.{3,50}?)['’]s\s+(?=[A-Z])")
_DAY = re.compile(rf"^{_MONTH}\b|^\d")


@lru_cache(maxsize=1024)
def is_headed(words: str | None) -> bool:
    """Whether a heading stands over news."""
    return words is not None and _HEADED.search(words) is not None


def is_event(text: str) -> bool:
    """Whether a sentence is a dated piece of news about a firm: its places are no regions of the market."""
    dated = DATED.match(text)
    return dated is not None and _subject(text, dated.end()) is not None


def happened(text: str, *, headed: bool = False) -> Iterator[Piece]:
    """The firms in a piece of news; `headed`: it stands under a heading for news, so that it needs no date."""
    dated = DATED.match(text)
    if not dated and not headed:
        return
    subject = _subject(text, dated.end() if dated else 0)
    if subject is None:
        return
    owned = _OWNED.match(subject.text)
    if owned and company_names.speaks_for(owned["owner"]):
        yield Piece(subject.start, subject.start + owned.end("owner"), owned["owner"])
        yield Piece(subject.start + owned.end(), subject.end, subject.text[owned.end() :])
    else:
        yield subject
    yield from _objects(text, subject.end)


def _subject(text: str, start: int) -> Piece | None:
    """The name that a sentence begins with at `start`, where it did something."""
    plain, _ = company_names.prefix(text[start : start + 120], whole_text=True)
    begin = text.find(plain, start) if plain else -1
    if begin < 0 or begin - start > 4 or not _EVENT.match(text[begin + len(plain) :]):
        return None
    return Piece(begin, begin + len(plain), plain)


def _objects(text: str, start: int) -> Iterator[Piece]:
    """The firms that were bought, sold to or worked with."""
    starts = [match.end() for match in _BOUGHT.finditer(text, start)]
    if _JOINT.search(text, start):
        starts += [match.end() for match in _WITH.finditer(text, start)]
    if _TRADED.search(text, start):
        starts += [match.end() for match in _TO.finditer(text, start)]
    for position in sorted(set(starts)):
        plain, _ = company_names.prefix(text[position : position + 120], whole_text=True)
        begin = text.find(plain, position) if plain else -1
        if begin < 0 or begin - position > 4 or not _is_firm(plain, text[begin + len(plain) :]):
            continue
        yield trimmed(text, begin, begin + len(plain))


def _is_firm(plain: str, rest: str) -> bool:
    """Whether a name can be a firm's where it stands: "acquired Acme in …", but not "acquired Acme pumps"."""
    acronym = plain.isupper() and len(plain) < 4
    return not acronym and _CONTINUES.match(rest) is not None and not _PUBLIC.search(plain) and not _DAY.match(plain)
