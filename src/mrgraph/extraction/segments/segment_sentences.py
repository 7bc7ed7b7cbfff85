"""Decides which sentences say how a market is segmented, on which axis, and where: "By type, it is split into …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mrgraph.extraction.sections.announcements import Announcement
from mrgraph.extraction.sections.cue_phrases import CuePhrases, is_other_topic, kinds_named
from mrgraph.extraction.text.enumerations import pieces
from mrgraph.lexicon import axes
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.caseless import AnyCase

_VERBS = (
    r"(?:segmented|divided|categori[sz]ed|classified|bifurcated|split|grouped|segregated|broken\s+down|"
    r"sub-?divided|separated)"
)
_SEGMENTED = AnyCase(
    rf"\b(?:is|are|can\s+be|has\s+been|have\s+been|was|were|being|be)?\s*(?:also\s+|further\s+|broadly\s+|"
    rf"primarily\s+|mainly\s+|typically\s+|"
    rf"largely\s+)?{_VERBS}\s+(?P<by>(?:by|based\s+on|on\s+the\s+basis\s+of)\s+[\w /-]+?\s+)?(?:into|as|in|"
    rf"across|among|between)\s*:?\s*"
    r"(?:(?:the\s+)?(?:following|two|three|four|five|six|seven|several|various|main|key|major|primary|"
    r"different|distinct)\s+)*"
    r"(?:(?:main|key|major|primary|different|distinct|core)\s+)?(?:(?:types?|categories|segments|"
    r"sub-?segments|groups|applications|classes)\b\s*[:,–—-]?\s*"
    r"(?:such\s+as|including|namely|like)?\s*:?\s*)?(?P<names>[^.;]{3,500})",
)
LONGEST = 3000  # characters of a sentence
LONGEST_NAME = 5  # words of a segment that a sentence goes on about
# What the two expressions cannot do without: asked first, since they are slow to fail.
_SEGMENT_WORDS = (
    "egmented",
    "ivided",
    "ategori",
    "lassified",
    "ifurcated",
    "split",
    "rouped",
    "egregated",
    "roken down",
    "eparated",
)
_CLAUSE_WORDS = ("includ", "compris", "consist", "cover", "encompass", " into ")
_CLAUSE = AnyCase(
    r"(?P<subject>\b(?:by|based\s+on|on\s+the\s+basis\s+of|in\s+terms\s+of|"
    r"depending\s+on)\s+[^,;.:]{3,60}?),?\s+(?:the\s+[\w\s-]{0,80}?\s+)?"
    r"(?:it\s+)?(?:includes?|comprises?|consists?\s+of|covers?|encompass(?:es)?|into)\s*:?\s+(?P<names>[^.;]{3,400})",
)
_SAID = AnyCase(  # "By process there are A and B", "By type we separate A, B and C", "By use the market consists of …"
    r"\b(?:by|as\s+to|as\s+regards|in\s+terms\s+of)\s+(?P<axis>[^,;.:]{3,40}?),?\s+(?:there\s+(?:is|are)|"
    r"(?:we|it|the\s+(?:report|study|analysis|survey|review|authors))\s+(?:\w+\s+)?(?:separates?|distinguish(?:es)?|splits?|uses?|looks?\s+at|follows?|"
    r"counts?|covers?|compares?|treats?|considers?|tells?\s+apart|has\s+(?:two|three|four|five)\s+\w+,)|the\s+market\s+(?:consists\s+of|comprises|includes)|"
    r"the\s+(?:split|breakdown|division|choice)\s+is|the\s+(?:classes|groups|categories|segments|options|types)\s+are)\s+"
    r"(?:(?:between|into)\s+)?(?P<names>[^.;:]{3,400})"
)
_MAY_SAY = AnyCase(
    r"\b(?:there\s+(?:is|are)|we|it|the\s+(?:report|study|analysis|survey|review|authors|market|split|breakdown|division|"
    r"choice|classes|groups|categories|segments|options|types))\b"
)
_APART = AnyCase(  # "By animal size, A and B are told apart"
    r"\b(?:by|as\s+to|as\s+regards|in\s+terms\s+of)\s+(?P<axis>[^,;.:]{3,40}?),?\s+(?P<names>[^.;:]{3,300}?)\s+(?:are|is)\s+"
    r"(?:\w+ly\s+)?(?:told\s+apart|distinguished|separated|considered|covered|compared|sized|looked\s+at)\b"
)
_TOLD_APART = AnyCase(  # "The survey distinguishes A, B and C"
    r"\b(?:report|study|analysis|survey|review|we)\s+(?:distinguish(?:es)?|differentiates?|tells?\s+apart)\s+(?:between\s+)?"
    r"(?P<names>[^.;:]{3,300})"
)
_AXIS_ARE = AnyCase(  # "Components are A, B and C", "The buyers fall into A, B and C"
    r"^\W*(?:the\s+|our\s+|its\s+)?(?:(?:main|key|major|principal|typical)\s+)*"
    r"(?P<axis>(?!these|those|such|many|some|most|all|other|its|their|our)[a-z][\w/-]*(?:\s[\w/-]+)??)\s+"
    r"(?:(?:considered|covered|studied|analy[sz]ed|examined|compared|included)\s+)?(?:are(?:\s+to\s+be\s+found\s+in)?|includes?|comprises?|falls?\s+into)\s*:?\s+(?P<names>[^.;:]{3,400})",
)
# What such a list can be of; "these systems are …" goes on about something else.
_AXIS_PLURALS = frozenset(
    "channels components materials technologies applications users customers buyers end-users uses industries "
    "verticals sectors grades forms formats modes sizes classes types".split()
)
_LONGEST_PLAIN = 4  # words of a name in it
_SAYS = AnyCase(
    r"^\W*(?:\w+ly|also|designed|made|used|driven|integral|becoming|being|not|more|less|so|too|very|\w{3,}ing\s)\b"
)
_ASIDE = re.compile(r"\([^)]*\)")
_MORE_THAN_TWO = re.compile(r",[^,]+(?:,|\band\b|&)")
_INCLUDES = AnyCase(
    r"^\W*(?:[A-Z]\w+:\s*)?(?:some\s+(?:of\s+)?)?(?:the\s+)?(?:(?:key|main|major|primary|different|various|"
    r"common|product|market|leading|two|three|four|"
    r"principal|most\s+common)\s+)*(?P<noun>(?:product\s+|process\s+)?types?|categories|variants|"
    r"applications?|end[- ]?use(?:r)?s?(?:\s+industries)?|"
    r"(?:market\s+)?segments|technologies|materials|components|uses)\b(?P<of>[^.;:,]{0,110}?)\s*(?:includes?|"
    r"are|comprises?|consists?\s+of|"
    r"encompass(?:es)?)\s*:?\s+(?P<names>[^.;]{3,400})",
)
_CUT = AnyCase(
    r",?\s+(?:among\s+others|etc\b|which\b|each\b|with\b|based\s+on\b|depending\b|on\s+the\s+basis\b|"
    r"according\b|where\b|that\b|to\s+(?:meet|cater|serve)|"
    r"by\s+(?:product|type|application|end)|while\b|whereas\b|due\b|in\s+terms\b)|,\s+(?:offering|providing|"
    r"allowing|making|driven|catering|"
    r"(?:and\s+)?by\s)|\s+segments?\b|\s+(?:as\s+per|for\s+(?:better|detailed))\b|"
    r"\s+categories$|\s+types$|\s[-–—]\s",
)
_DONE = (
    r"(?:held|holds|led|leads|commanded|commands|accounted|accounts|captured|captures|dominated|dominates|"
    r"represented|represents|contributed|"
    r"generated|delivered|made\s+up|took|remained|remains?|retained|secured|lead|hold|dominate|represent|account|command)"
)
_GROWS = (
    r"(?:(?:is|are)\s+(?:\w+\s+)?(?:forecast|projected|expected|set|poised|anticipated|advancing|growing|"
    r"catching|likely|registering|expanding|slated)|will|grows?|recorded?s?)"
)
_RANKED = re.compile(
    rf"^(?:By|In\s+terms\s+of|"
    rf"Based\s+on)\s+(?P<axis>[A-Za-z][\w /&-]{{2,40}}?),\s+(?:the\s+)?(?P<first>[^,;:]{{2,60}}?)\s+"
    r"(?:segment\s+|category\s+)?"
    rf"{_DONE}\b(?P<rest>.*)$",
    re.S,
)
_RIVAL = re.compile(
    rf"(?:;|,?\s+(?:while|whereas|and|followed\s+by|with|ahead\s+of|over)|"
    rf",)\s+(?:the\s+)?(?P<name>[^,;:%]{{2,60}}?)\s+(?:segment\s+)?(?:{_GROWS}|{_DONE})\b"
)
_TOLD = re.compile(
    rf"^\W*(?:(?:In|During|By)\s+(?:19|20)\d\d,\s+|Based\s+on\s+[^,]{{3,40}},\s+|"
    rf"Among\s+these,\s+)?(?:the\s+)?(?P<name>[^,.;:%]{{2,60}}?)\s+"
    rf"(?:sub-?)?segments?\s+(?:(?:also|currently)\s+)?(?:{_DONE}|{_GROWS}|(?:is|was|are|were|has|have)\s)",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:ahead\s+of|followed\s+by|over)\s+(?P<names>[^.;%]{2,120}?)(?:\s+(?:with|at|in|by|which)\b|"
    r"[.;]|$)"
)


_OF_MARKET = re.compile(r"\bmarket\b|市場|시장|\bit\b", re.I)
_ANSWERS = re.compile(
    r"^\W*(?:(?:A|Ans|Answer|R)\s*\d*\s*[.:)]\s*)?(?:(?:mainly|mostly|chiefly|primarily|they\s+are|these\s+are|above\s+all|"
    r"(?:makers|producers|manufacturers|users|buyers|operators)\s+of)\s+)*",
    re.I,
)
_CLAUSE_END = re.compile(r"[;.]\s|[;.]?$")
_SENTENCE_END = re.compile(r"\.\s|[;.]?$")
_LISTS = re.compile(r"[,;]|\s[/|]\s")
_FOLLOWS = re.compile(
    rf"^\W*(?:the\s+)?(?P<name>[^,.;:%]{{2,60}}?)(?:,\s+(?:including|such\s+as|like)\s[^.;]{{3,150}}?,)?\s+"
    rf"(?:segment\s+|category\s+)?(?:{_GROWS}|{_DONE}|continues?\s+to|plays?\s+a|gains?)\b",
    re.I,
)
_NOT_NAMED = AnyCase(
    r"^(?:it|its|this|that|they|these|those|both|each|growth|demand|sales|prices?|revenues?|north|south|east|west|global|as|"
    r"when|since|because|although|if|by|in|with|for|to|from|at|on|an?|use|adoption|such|increas\w+|rising|growing)\b|"
    r"\b(?:markets?|industry|segments?|share|cagr|demand|rate|value|adoption|it|they|of|in|for|reliability)$|"
    r"\b(?:market|sector|demand|nature|versatility|use|adoption)\s+(?:of|within|in|for)\b",
)
_FURTHER = re.compile(
    r"^(?P<names>[^.;:%]{3,200}?,?\s(?:and|&)\s[^.;:%,]{2,60}?)\s+(?:are|were|make\s+up|form|remain)\s+(?:the\s+|among\s+)*"
    r"(?:other|further|additional|remaining|main|key|major|principal|smaller|rest)\b",
    re.I,
)
_JOINED = re.compile(r"^(?:while|whereas|and|but|the)\s+(?:the\s+)?", re.I)
_SIDE = AnyCase(
    r"\b(?:the\s+)?(?P<axis>[A-Za-z][\w/-]*(?:\s[\w/-]+){0,2}?)\s+segments?\s+(?:includes?|comprises?|"
    r"consists?\s+of|covers?)\s+"
    r"(?P<names>[^.;]{3,300}?)(?=,?\s+(?:while|whereas)\b|[.;]|$)",
)
_ASIAN = re.compile(
    r"(?P<axis>[^、。,.\s]{1,14}?)(?:別|に基づ[いき]て?|によって|に関しては|별로?)(?:では|には|に|で|は)?[、,]?\s*(?:[^、。,.]{0,20}?(?:は|"
    r"가|은|는|이)[、,]?\s*)?"
    r"(?P<names>[^。.]{3,200}?)(?:の\d+つ)?(?:に|へ|으로|로)\s*(?:分類|分け|区分|大別|구분|나뉘|나뉩|나뉜|나눌|나눠|나누|분류|세분)"
)


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A stated segmentation: what it is of, and the place of its list; `sure`: the sentence says that it is one."""

    announcement: Announcement
    start: int
    end: int
    sure: bool


def segmentations(text: str, cues: CuePhrases, *, asked: Announcement | None = None) -> tuple[Segmentation, ...]:
    """The segmentations that a sentence states; `asked`: what the question was about that it answers."""
    if len(text) > LONGEST:
        return ()
    stated = tuple(_segmented(text, cues, asked)) or tuple(_comprised(text, cues, asked))
    return stated if text.isascii() else (*stated, *_asian(text, cues))


def answer(text: str, asked: Announcement | None) -> tuple[Segmentation, ...]:
    """The list that an answer is and nothing else: "A: Makers of glass, steel, and paper." """
    lead = _ANSWERS.match(text)
    comma, stop = text.find(","), text.find(";")
    end = (_CLAUSE_END if 0 <= comma < stop else _SENTENCE_END).search(text)
    if asked is None or lead is None or end is None or not _LISTS.search(text, lead.end(), end.start()):
        return ()
    return (Segmentation(asked, lead.end(), end.start(), sure=True),)


def _segmented(text: str, cues: CuePhrases, asked: Announcement | None) -> Iterator[Segmentation]:
    """ "The market is segmented by type into …"."""
    for match in _SEGMENTED.finditer(text) if any(word in text for word in _SEGMENT_WORDS) else ():
        announced = asked or _announced(text[: match.start("names")], text[match.end("names") :], cues)
        if announced:
            yield Segmentation(announced, match.start("names"), _names_end(match), sure=True)


def _comprised(text: str, cues: CuePhrases, asked: Announcement | None) -> Iterator[Segmentation]:
    """ "By type, it includes …", "the product segment comprises …", "the main applications are …"."""
    clause = next(_by_clauses(text, cues), None)
    if clause:
        yield clause
        return
    for match in _SIDE.finditer(text) if "segment" in text else ():
        axis = _JOINED.sub("", match["axis"])
        announced = _announced(f"by {axis}", "", cues)
        if announced and axes.is_known(axis):
            yield Segmentation(announced, match.start("names"), _names_end(match), sure=True)
    yield from _axis_first(text, cues)
    include = _INCLUDES.match(text)
    kinds = _noun_kinds(include["noun"]) if include else ()
    announced = asked or next((Announcement(kind, include["noun"]) for kind in kinds), None) if include else None
    if include and announced:
        yield Segmentation(announced, include.start("names"), _names_end(include), sure=False)


def _by_clauses(text: str, cues: CuePhrases) -> Iterator[Segmentation]:
    """ "By type, it includes …"."""
    for match in _CLAUSE.finditer(text) if any(word in text for word in _CLAUSE_WORDS) else ():
        announced = _announced(match["subject"], "", cues)
        if announced and _is_known(announced):
            yield Segmentation(announced, match.start("names"), _names_end(match), sure=True)


def _is_known(announced: Announcement) -> bool:
    """Whether an axis is of types or applications, or one of those that markets are often segmented by."""
    return announced.kind is not Kind.SEGMENTS or axes.is_known(announced.axis or "")


def _axis_first(text: str, cues: CuePhrases) -> Iterator[Segmentation]:
    """ "By process there are A and B", "The sales channels are A, B and C": the axis stands before a plain list."""
    for match in _SAID.finditer(text) if _MAY_SAY.search(text) else ():
        announced = _announced(f"by {match['axis']}", "", cues)
        if announced and (_is_known(announced) or _MORE_THAN_TWO.search(match["names"])):
            yield Segmentation(announced, match.start("names"), _names_end(match), sure=True)
    for match in _APART.finditer(text) if " are " in text else ():
        announced = _announced(f"by {match['axis']}", "", cues)
        if announced and axes.is_known(announced.axis or ""):
            yield Segmentation(announced, match.start("names"), match.end("names"), sure=True)
    for match in _TOLD_APART.finditer(text) if "," in text else ():
        if _MORE_THAN_TWO.search(match["names"]):
            announced = Announcement(Kind.TYPES, "Type")
            yield Segmentation(announced, match.start("names"), _names_end(match), sure=True)
    yield from _axis_is(text, cues)


def _axis_is(text: str, cues: CuePhrases) -> Iterator[Segmentation]:
    """ "The sales channels are A, B and C"."""
    match = _AXIS_ARE.match(text)
    if not match or match["axis"].lower().split()[-1] not in _AXIS_PLURALS or is_other_topic(match[0]):
        return
    axis = axes.axis(match["axis"], cues.words)
    parts = pieces(_ASIDE.sub("", text[match.start("names") : _names_end(match)]))
    plain = all(len(part.text.split()) <= _LONGEST_PLAIN and not _SAYS.match(part.text) for part in parts)
    if axis and len(parts) > 2 and plain:
        yield Segmentation(Announcement(axis.kind, axis.name), match.start("names"), _names_end(match), sure=True)


def _asian(text: str, cues: CuePhrases) -> Iterator[Segmentation]:
    """The same in Japanese and Korean: "タイプ別では、AとBに分類されます"."""
    for match in _ASIAN.finditer(text):
        announced = cues.label(match["axis"])
        if announced:
            yield Segmentation(announced, match.start("names"), match.end("names"), sure=True)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Segments of one axis that a sentence compares: "By length, 2-5 m led with 46%, ahead of 6-10 m"."""

    announcement: Announcement
    spans: tuple[tuple[int, int], ...]


def ranking(text: str, cues: CuePhrases) -> Ranking | None:
    """The segments that a sentence on one axis ranks, None for any other sentence."""
    match = _RANKED.match(text)
    axis = axes.axis(cues.without_market(match["axis"]).strip(), cues.words) if match else None
    if not match or axis is None or axis.kind not in (Kind.TYPES, Kind.APPLICATIONS, Kind.SEGMENTS):
        return None
    spans = [match.span("first"), *(rival.span("name") for rival in _RIVAL.finditer(text, match.end("first")))]
    ahead = _AHEAD.search(text, match.end("first"))
    if ahead:
        spans += [(p.start, p.end) for p in pieces(ahead["names"], ahead.start("names"))]
    return Ranking(Announcement(axis.kind, axis.name), tuple(dict.fromkeys(spans)))


def ranking_continued(text: str, announcement: Announcement) -> Ranking | None:
    """The segments in a sentence that goes on after a ranking: "Gate valves grow fastest", "A and B are others"."""
    further = _FURTHER.match(text)
    if further:
        parts = pieces(further["names"], further.start("names"))
        return Ranking(announcement, tuple((p.start, p.end) for p in parts))
    match = _FOLLOWS.match(text)
    if match is None or len(match["name"].split()) > LONGEST_NAME or _NOT_NAMED.search(match["name"]):
        return None
    return Ranking(announcement, (match.span("name"),))


def segments_told_of(text: str) -> tuple[tuple[int, int], ...]:
    """The places of the segments whose share or growth a sentence tells: "Rings led with 46%, and bolts grow fast"."""
    first = _FOLLOWS.match(text)
    if first is None:
        return ()
    spans = [first.span("name"), *(rival.span("name") for rival in _RIVAL.finditer(text, first.end("name")))]
    named = [(start, end) for start, end in spans if _is_told_of(text[start:end])]
    return tuple(named) if spans[0] in named else ()


def _is_told_of(name: str) -> bool:
    """Whether the subject of a sentence can be a segment: a few words, no pronoun, no measure of the market."""
    return len(name.split()) <= LONGEST_NAME and not _NOT_NAMED.search(name)


def segment_spoken_of(text: str) -> tuple[int, int] | None:
    """The place of the segment that a sentence is about: "The ball valves segment accounted for …"."""
    match = _TOLD.match(text)
    return match.span("name") if match and len(match["name"].split()) <= 6 else None


def _noun_kinds(noun: str) -> Iterator[Kind]:
    if re.search(r"technolog|material|component|variant|categor", noun, re.I):
        yield Kind.TYPES
    elif re.search(r"\buses\b|end", noun, re.I):
        yield Kind.APPLICATIONS
    else:
        yield from kinds_named(noun)


def _announced(subject: str, after: str, cues: CuePhrases) -> Announcement | None:
    """What the words before a list say it is of: the axis named last, else the noun."""
    plain = cues.without_market(subject)
    named = [n for n in axes.named(plain, cues.words) if n.axis.kind is not Kind.COMPANIES]
    if named:
        return Announcement(named[-1].axis.kind, named[-1].axis.name)
    behind = list(axes.named(after, cues.words))
    if len({n.axis.kind for n in behind}) == 1:
        return Announcement(behind[0].axis.kind, behind[0].axis.name)
    kinds = list(kinds_named(plain))
    if len(kinds) == 1:
        return Announcement(kinds[0], "Type" if kinds[0] is Kind.TYPES else "Application")
    return Announcement(Kind.SEGMENTATION) if not kinds and _OF_MARKET.search(subject) else None


def _names_end(match: re.Match[str]) -> int:
    """Where the names that a pattern has caught end."""
    names = match["names"]
    cut = _CUT.search(names)
    return match.start("names") + (cut.start() if cut else len(names))
