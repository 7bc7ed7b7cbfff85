"""Decides what axis of segmentation words name, and whether it is of types, applications, regions or its own kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mrgraph.lexicon import firm_nouns
from mrgraph.lexicon.caseless import AnyCase


class Kind(StrEnum):
    """What an announced list is a list of."""

    COMPANIES = "companies"
    TYPES = "types"
    APPLICATIONS = "applications"
    SEGMENTS = "segments"
    REGIONS = "regions"
    SEGMENTATION = "segmentation"  # segmentations follow, each under its own axis
    CONTENTS = "contents"  # a table of contents
    NOTHING = "nothing"  # something else: drivers, methods, reasons to buy


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis under the document's own name for it."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """An axis with the place of the words that name it."""

    axis: Axis
    start: int
    end: int


_TYPE_ALWAYS = frozenset(
    "technology technologies technique techniques material materials component components product products "
    "ingredient ingredients".split()
)
_TYPE_HEADS = _TYPE_ALWAYS | frozenset(
    "type types offering offerings solution solutions service services equipment device devices system "
    "systems category categories variety "
    "varieties method methods process processes modality kind kinds".split()
)
_TYPE_QUALIFIERS = frozenset(
    "product products technology technologies material materials component components device devices "
    "equipment system systems service services "
    "solution solutions by market main raw base treatment test drug key major different process processing "
    "packaging offering sub the all machine "
    "instrument ingredient primary item tool software hardware".split()
)
_APPLICATION_HEADS = frozenset(
    "application applications use uses usage user users customer customers buyer buyers consumer consumers "
    "end-use end-uses end-user end-users enduser endusers industry industries vertical verticals "
    "sector sectors indication indications".split()
)
_TYPE_FIRST = frozenset("material technology component".split())  # "Material Grade"
_APPLICATION_STARTS = frozenset("application applications industry end end-use end-user".split())
_FOREIGN = frozenset(
    "its their our your two three four five several expanding offering including enhancing improving come comes".split()
)
_LONGEST = 5  # words of an axis's name
_REGION_HEADS = frozenset(
    "province provinces state states prefecture prefectures city cities county counties "
    "region regions geography geographies country countries location locations territory territories areas "
    "geographic geographical".split()
)
_OTHER_HEADS = frozenset(
    "channel channels mode modes deployment size sizes group groups age gender price pricing tier tiers "
    "capacity voltage power frequency wavelength "
    "format route class classes packaging function functionality model models platform platforms ownership "
    "facility setting "
    "settings phase stage indication indications disease diseases therapy nature flavor flavour flavors "
    "shape speed thickness diameter "
    "configuration connectivity architecture operation installation design position propulsion fuel vehicle "
    "vehicles crop animal species dosage "
    "distribution sales enterprise organization organisation level grade grades form forms purity "
    "formulation formulations resolution sex "
    "income season occasion range color colour length density temperature pressure weight width "
    "demographics lifecycle node generation tonnage rating consumer consumers customer customers patient "
    "patients administration content layer "
    "layers mechanism orientation construction finish texture treatment fit style degree displacement axle "
    "wheel payload altitude orbit band origin "
    "site sites source sources storage subscription pack licence bandwidth drive automation business "
    "procedure buyer".split()
)
_VAGUE = frozenset(  # words that name an axis only where segmentations are listed
    "size sizes price pricing range design class level form forms model models style business content sales "
    "distribution storage construction "
    "installation treatment rating origin function pressure density weight color colour sources source group "
    "groups phase stage position "
    "operation procedure administration generation drive finish texture fit band season occasion age mode "
    "channel channels sector service services "
    "solution solutions system systems process processes product products industry industries user users use "
    "uses category categories location "
    "locations area areas customers consumers patients buyer packaging platform platforms setting settings "
    "power speed format".split()
)
_VAGUEST = frozenset(
    "size sizes price pricing range sales content storage business operation group groups services location".split()
)
_NO_AXIS = frozenset(
    "value volume revenue year years stakeholders stakeholder segment segments experts expert analysts "
    "analyst request team share cagr market "
    "report study research then now end analysis date percentage value-chain month quarter section means "
    "itself".split()
)
_STOPS = frozenset(
    "is are was were has have had the this that these market markets segment segments segmented segmentation "
    "analysis insights insight outlook "
    "overview covers covered includes including include can split division into for of in to from with as "
    "global share shares forecast "
    "forecasts which held on at during through over between until 's it they we there such like breakdown landscape "
    "categorization classification estimates".split()
)
_BEFORE = frozenset(
    "segmented categorized categorised classified divided covered split bifurcated grouped segregated "
    "analyzed analysed broken studied separated "
    "distributed ranked listed sorted further segment segmentation seen".split()
)
_ASKED = AnyCase(
    r"^\W*(?:q(?:uestion)?\s*\d*[a-z]?\s*[.:)]\s*|\d+[.)]\s*)?(?:and\s+)?(?:by\s+)?(?:which|what)\s+"
    r"(?:(?:main|key|different|other|kinds?\s+of|sorts?\s+of)\s+)*(?P<axis>[a-z][\w/&-]*(?:\s[\w/&-]+){0,3}?)\s*"
    r"(?:\?|(?<=\s)(?:are|is|were|does|do|did|has|have|can|will)\s(?P<rest>[^?]*)\?|(?<=\s)(?P<buy>buy|use|order|need)\?)\W*$"
)
_DIVIDES = AnyCase(
    r"\b(?:there|covered?|covers|analy[sz]ed?|compared?|included?|considered|distinguish(?:ed)?|segmented|broken\s+down|"
    r"break\s+down|studied|listed|examined|addressed|described?|apart|separated?|split|looked\s+at|treated|counted|"
    r"offered|sold|available|exist|in\s+(?:the|this)\s+(?:report|study|market))\W*$"
)
_NOT_ASKED = frozenset(
    "rate figure figures price prices cost costs currency period scenario scenarios question questions trend trends "
    "edition editions driver drivers factor risk risks challenge challenges opportunity opportunities changes data "
    "method methods methodology standards rules regulations pages chapters numbers assumptions firms brands".split()
)
_MAY_NAME = AnyCase(r"\b(?:by|based|depending|on\s+the\s+basis|in\s+terms|according|with\s+(?:respect|regard))\b")
_BY = AnyCase(
    r"(?P<before>[A-Za-z'’-]+)?\W{0,4}\b(?P<by>by|based\s+(?:up)?on|depending\s+on|on\s+the\s+basis\s+of|"
    r"in\s+terms\s+of|according\s+to|"
    r"with\s+(?:respect|regard)s?\s+to)\s+(?:the\s+|its\s+|their\s+|different\s+|various\s+|key\s+|major\s+)?"
    r"(?P<words>[A-Za-z][A-Za-z'’-]*(?:\s?/\s?[A-Za-z][A-Za-z'’-]*)*"
    r"(?:,?\s(?:&\s)?[A-Za-z][A-Za-z'’-]*(?:/[A-Za-z'’-]+)*){0,7})",
)
_FRAME = AnyCase(
    r"(?:^[\W\d]*|\b(?:segment\w*|sub-?segment\w*|categori[sz]ed|classified|divided|bifurcated|split|grouped|"
    r"break-?(?:up|down)|markets?|shares?|wise)[\s,:–-]*|"
    r"[,|;]\s*(?:and\s+)?|\band\s+)$",
)
_LOOSE = re.compile(
    r"(?i)\b(?:current|recent|rising|growing|increasing|their|these|reports?|trends?|interest|demand|"
    r"need|preferences?|data|\w+ly)\b"
)
_NOT_AXIS = re.compile(
    r"(?i)\b(?:analysis|insights?|market|overview|reports?|forecasts?|trends?|growth|comprises?|"
    r"includes?|automation)\b"
)
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_PART = re.compile(r",\s*(?:and\s+)?(?:by\s+)?|\s+(?:and|&)\s+(?:by\s+)?", re.I)
_HEADED = AnyCase(
    r"^\W*(?:\d+[.)]?\s*)?(?:global\s+|market\s+|the\s+|key\s+|main\s+|"
    r"major\s+)?(?P<axis>(?:[A-Z][\w/&-]*\s+){0,3}?[A-Za-z][\w/&-]*)\s+"
    r"(?:segments?|segmentation|sub-?segments|insights?|outlook|analysis|overview|landscape|breakdown|"
    r"covered|categories|main\s+sub-?segments|"
    r"split|scope|wise|coverage)\b",
)
_GENERIC = re.compile(
    r"(?i)(?:market|key|regional|competitive|segment\w*|global|report|research|swot|growth|future|demand|"
    r"price|pricing|strategic|consumer|"
    r"customer|supply\s+chain|value\s+chain|cost|technological|executive|competitor|company|market\s+size|"
    r"trend|historical|current|detailed|"
    r"in-depth|latest|expert|risk|investment|import|export|industry|business|product|service|financial|"
    r"threat|gap|statistical|"
    r"comprehensive|quantitative|qualitative|covid\S*|impact|data|critical|country|regulatory|policy|patent)(?:\s+\w+)?"
)
_WHOLE = re.compile(
    r"^(?:global\s+|the\s+|key\s+|main\s+|major\s+|market\s+|segments?\s+|segmentation\s+|\W+)*(?P<axis>.+?)"
    r"(?:[\s-]+(?:segments?|segmentation|sub-?segments|insights?|outlook|covered|categories|split|scope|wise|"
    r"coverage|breakdown|analysis|include[sd]?|are))*$",
    re.I,
)


def named(words: str, market: frozenset[str]) -> Iterator[Named]:
    """The axes that "by …" and the like name; "driven by innovation" names none. `market`: words of its name."""
    for phrase in _BY.finditer(words) if _MAY_NAME.search(words) else ():
        before = (phrase["before"] or "").lower()
        if (
            phrase["by"].lower() == "by"
            and (before.endswith(("ed", "en", "ing")) or before in ("led", "made", "held", "put"))
            and before not in _BEFORE
        ):
            continue
        kept = _axis_words(phrase["words"])
        if kept.lower() in ("nature", "default", "far", "law"):
            continue
        if not is_known(kept.split(" and ")[0]) and not _framed(words, phrase, kept):
            continue
        for number, part in enumerate(_PART.split(kept)):
            part_axis = axis(part, market) if not number or is_known(part) else None
            if part_axis:
                yield Named(part_axis, phrase.start("by"), phrase.start("words") + len(kept))


def _framed(words: str, phrase: re.Match[str], name: str) -> bool:
    """Whether a by-phrase whose words seldom name an axis stands where one must be named: "Market by Reach"."""
    if phrase["by"].lower() == "according to" or len(name.split()) > 3 or _LOOSE.search(name):
        return False
    return bool(_FRAME.search(words, 0, phrase.start("by")))


def _axis_words(words: str) -> str:
    """The words up to the first that cannot belong to the name of an axis."""
    end = 0
    for word in re.finditer(r"\S+", words):
        plain = word[0].strip(",").lower()
        if plain == "of" and end and words[:end].rsplit(maxsplit=1)[-1].lower() in _OTHER_HEADS:
            continue  # "route of administration", "degree of loss"
        if plain in _STOPS or (plain == "by" and not end):
            break
        end = word.end()
    return re.sub(r"(?i)[\s,]+(?:and|&|or|by)$", "", words[:end]).strip(" ,")


def axis(name: str, market: frozenset[str] = frozenset()) -> Axis | None:
    """The axis called `name`: "Product Type" is one of types, "Sales Channel" one of its own kind; None for no axis."""
    words = [word.lower() for word in _WORD.findall(_before_of(name))]
    if not words or len(words) > _LONGEST or not _FOREIGN.isdisjoint(words):
        return None
    if words[-1] in _NO_AXIS and words[-2:-1] != ["end"]:
        return None
    return Axis(_kind(words, market), re.sub(r"\s+", " ", name).strip(" -–—:,"))


def _kind(words: list[str], market: frozenset[str]) -> Kind:
    """What an axis of this name is one of; its last word decides."""
    last, rest = words[-1], words[:-1]
    if last in _REGION_HEADS:
        return Kind.REGIONS
    if last in firm_nouns.AXES:
        return Kind.COMPANIES
    if last in _APPLICATION_HEADS or words[0] in _APPLICATION_STARTS:
        return Kind.APPLICATIONS
    if last in ("type", "types", "kind", "kinds"):  # "Resin Type" is one of types, "Vehicle Type" of its own kind
        other = any(word in _OTHER_HEADS and word.rstrip("s") not in market for word in rest)
        return Kind.SEGMENTS if other else Kind.TYPES
    types = (
        last in _TYPE_ALWAYS
        or words[0] in _TYPE_FIRST
        or (last in _TYPE_HEADS and all(_qualifies(word, market) for word in rest))
    )
    return Kind.TYPES if types else Kind.SEGMENTS


def _before_of(name: str) -> str:
    """The words that say what kind of axis it is: "route" of "route of administration"."""
    return re.split(r"\sof\s", name, maxsplit=1)[0]


def _qualifies(word: str, market: frozenset[str]) -> bool:
    return word in _TYPE_QUALIFIERS or word in _TYPE_HEADS or word in ("and", "or") or word.rstrip("s") in market


def asked(words: str, market: frozenset[str]) -> Axis | None:
    """The axis that a question asks the parts of: "Which forms are covered?", "Which payload classes?"."""
    question = _ASKED.match(words)
    if not question or (question["rest"] and not _DIVIDES.search(question["rest"])):
        return None
    name = question["axis"]
    words_of_it = name.lower().split()
    last = words_of_it[-1]
    if last in _NOT_ASKED or not (is_known(name) or last.endswith("s")):
        return None
    if not _STOPS.isdisjoint(words_of_it) or words_of_it in (["factors"], ["rates"], ["growth", "rates"]):
        return None
    if question["buy"]:
        return Axis(Kind.APPLICATIONS, name) if last in _APPLICATION_HEADS else None
    asked_axis = axis(name, market)
    return asked_axis if asked_axis and asked_axis.kind not in (Kind.COMPANIES, Kind.REGIONS) else None


def headed(words: str, market: frozenset[str]) -> Axis | None:
    """The axis of a heading such as "Product Segment Insights" or "Deployment Outlook"."""
    heading = _HEADED.match(words)
    if (
        not heading
        or len(words) > 60
        or re.search(r"\bmarket\b", heading["axis"], re.I)
        or _GENERIC.fullmatch(heading["axis"].strip())
    ):
        return None
    headed_axis = axis(heading["axis"], market)
    return headed_axis if headed_axis and headed_axis.kind is not Kind.COMPANIES and is_known(heading["axis"]) else None


def whole(words: str, market: frozenset[str], *, any_name: bool, above_list: bool = False) -> Axis | None:
    """The axis that a label is the name of: "Type", "Deployment Mode"; with `any_name` any short label is.

    `above_list`: the label stands above a list, so that words of wide meaning ("Uses") name an axis, too.
    """
    match = _WHOLE.match(re.sub(r"\s*[(\[][^()\[\]]*[)\]]?", " ", words).strip())
    if not match:
        return None
    name = match["axis"].strip(" :-–—")
    size = len(name.split())
    if not name.isascii() or re.search(r"\d", name) or _NOT_AXIS.search(name) or size > _LONGEST:
        return None
    if not is_known(name):
        return axis(name, market) if any_name and size <= 3 and name[:1].isupper() else None
    vague = size == 1 and name.lower() in (_VAGUEST if above_list else _VAGUE)
    return axis(name, market) if any_name or not vague else None


def is_known(name: str) -> bool:
    """Whether the last word of `name` is one that axes are called by."""
    words = _WORD.findall(_before_of(name.lower()))
    if not words:
        return False
    last = words[-1]
    known = (_TYPE_HEADS, _APPLICATION_HEADS, _REGION_HEADS, firm_nouns.AXES, _OTHER_HEADS)
    return any(last in heads for heads in known) or words[0] in ("application", "applications", "end")
