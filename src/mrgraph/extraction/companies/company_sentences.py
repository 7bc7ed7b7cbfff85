"""Decides which words of a sentence name companies: "players such as A, B and C", "A and B lead the market"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mrgraph.extraction.companies import company_names
from mrgraph.extraction.companies.company_news import DATED
from mrgraph.extraction.sections.cue_phrases import ANSWER, BY_MEASURE
from mrgraph.extraction.text.enumerations import Piece, pieces
from mrgraph.lexicon import firm_nouns, legal_forms, name_forms
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.vocabulary import AND_TAIL, RESIDUAL
from mrgraph.lexicon.word_tables import alternation

_NOUN = rf"(?:{firm_nouns.BEFORE_NAMES}|ones|others)"
_TRIGGER = (
    rf"(?=[\s,:：—(])(?:,?\s*(?:{firm_nouns.SUCH_AS}(?![\w-])|with\b),?:?|\s+(?:{firm_nouns.INCLUDE}(?![\w-])|[-–—]\s),?:?|"
    r"\s*(?:[:：]|\((?:e\.g\.,?|such\s+as|including|like)?)|—)"
)
_FORWARD = AnyCase(
    rf"\b(?P<noun>{_NOUN})\b(?P<between>[^.;:]{{0,160}}?)(?P<trigger>{_TRIGGER})\s*"
    r"(?:the\s+likes\s+of\s+)?(?=[\"'“(]?[\w])",
)
# "Leading insurers of the region include A and B"; those that merely use what is sold are no firms
_LED_FORWARD = AnyCase(
    rf"\b{firm_nouns.LED_BEFORE_NAMES}\b(?:\s(?:in|of|on|across|within|for)\s[^.;:,]{{0,50}}?)?"
    r"(?:\s(?:includes?(?:\s+but\s+(?:is|are)\s+not\s+limited\s+to)?|are)\s*:?|(?:\sby\s[a-z ]{3,20})?:)\s(?=[\"'“]?\w)"
)
_FIRMS = AnyCase(rf"\b{firm_nouns.ALONE}\b")
_LED_BY = re.compile(
    r"\b(?:dominated|led|driven|characteri[sz]ed|headed|held|shared|served|populated|spearheaded|shaped)\s+by\s+"
    r"(?:[a-z][\w -]{0,80}?\b(?:such\s+as|including|like|namely)\s+)?(?=[A-Z0-9])|"
    r"\b(?:competitors?|competition|compet(?:es?|ing)|presence|profiles?)\s+(?:of|with|from|such\s+as|"
    r"between|among)\s+(?=[A-Z])|\b(?:report|study)\s+(?:also\s+)?profiles\s+(?=[A-Z])|"
    r"\bthe\s+likes\s+of\s+(?=[A-Z])|,\s+with\s+(?=[A-Z][^,]{2,60}?\s+(?:leading|dominating|holding|being))"
)
_BACKWARD = re.compile(
    rf"^(?P<names>[^;:]{{3,600}}?)\s+(?:{firm_nouns.ARE}|stand\s+out\s+as|rank|ha(?:ve|s)\s+emerged\s+as)\s+"
    rf"(?:also\s+|currently\s+|widely\s+)?(?:some\s+of\s+|among\s+|one\s+of\s+|considered\s+)?(?:the\s+|a\s+|"
    rf"an\s+)?(?:other\s+|another\s+)?"
    rf"(?:[\w'’-]+[\s,]+(?:and\s+)?){{0,6}}?(?:{firm_nouns.ROLE}|{firm_nouns.FOREIGN})\b",
    re.I,
)
_APPOSED = re.compile(
    rf"^(?P<names>[A-Z0-9][^.;:,]{{1,70}}?(?:,\s{legal_forms.ABBREVIATION}\.?)?),\s+(?:also\s+)?(?:an?|another|"
    rf"one\s+of|the\s+(?:leading|largest|world\S*|global\S*|"
    rf"top|major|biggest|second|third|dominant|market))\s+(?=[^,.]{{0,80}}?\b{firm_nouns.ROLE}\b)"
)
# "2 IDMs (Intel and Samsung), a foundry (TSMC)": firms in brackets behind a word for their class
_CLASS = re.compile(
    rf"\b(?:\d+|[Aa]n?|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Tt]op|[Mm]ajor|[Ll]eading|[Ll]argest)\s+(?:[\w-]+\s+){{0,3}}?"
    rf"(?:{firm_nouns.CLASSES})\s*\((?P<names>[^()]{{2,200}})\)"
)
_PLACES = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|number[\s-]\w+|No\.\s?\d+|#\d+|top)"
)
_PLACE_OR_FIGURE = re.compile(rf"\d|\b{_PLACES}\b")
_CLAUSE = re.compile(r";\s+(?:and\s+)?|,?\s+(?:while|whereas)\s+")
_RACE = re.compile(
    rf"^(?P<names>[A-Z0-9][^;:]{{1,200}}?),?\s+(?:in\s{_PLACES}\splace,\s)?(?:(?:[a-z]+ly|further|also|again|then)\s)?"
    rf"(?:{firm_nouns.RACE}\b|(?:came|comes|was|is|stood|finished|sits|followed|occupied|held|holds|took|takes)\s"
    rf"(?:in\s|at\s|on\s|with\s)?(?:the\s)?(?:{_PLACES}\b|revenues?\b|shipments\b|sales\b))"
)
_NEXT_IN_RACE = re.compile(r"\b(?:followed|trailed|succeeded)\s+(?:closely\s+)?by\s+(?=[A-Z])|\bahead\s+of\s+(?=[A-Z])")
_LEADING = re.compile(
    r"^(?P<names>[A-Z0-9][^;:]{2,300}?)\s+(?:lead|dominate|hold|compete|control|continue\s+to\s+(?:lead|"
    r"dominate)|are\s+(?:at\s+the\s+forefront|leading|dominating)|"
    r"play\s+(?:a\s+|an\s+)?(?:\w+\s+)?role)\b"
)
_RESEARCH = AnyCase(
    r"\b(?:market|business)\s+(?:research|intelligence)\b|\bconsult(?:ing|ancy)\b|\bresearch\s+(?:firm|"
    r"company|reports?)\b|\banalysts?\b",
)
_VERB = re.compile(
    r"(?:leads?|offers?|provides?|focus(?:es|ed)?|speciali[sz]es?|has|have|had|is|are|was|were|reported|"
    r"reports?|generated|generates|dominates?|leverages?|"
    r"emphasi[sz]es?|caters?|continues?|stands?\s+out|maintains?|remains?|holds?|held|delivers?|develops?|"
    r"launched|expanded|invests?|invested|"
    r"manufactures?|produces?|operates?|boasts?|recorded|posted|announced|capitali[sz]es?|diversif(?:y|ies)|"
    r"utili[sz]es?|brings?|excels?|plays?|aims?|"
    r"targets?|competes?|contributes?|serves?|supplies|introduced|acquired|achieved|enjoys?|benefits?|"
    r"follows?|also|recently|primarily|integrates?)\b"
)
_LEAD_IN = re.compile(
    r"^(?:(?:In|For|As\s+of|By)\s+(?:fiscal\s+)?(?:the\s+)?(?:19|20)\d\d,\s+|(?:Similarly|Meanwhile|"
    r"Additionally|Moreover|Furthermore|Notably|Lastly|Finally|"
    r"Conversely|Likewise|On\s+the\s+other\s+hand|In\s+addition|In\s+contrast|However|Also|Meanwhile),?\s+)+"
)
_OTHER_NOUN = AnyCase(
    r"\b(?:technolog(?:y|ies)|products?|applications?|regions?|countries|industries|sectors?|devices?|"
    r"solutions?|segments?|materials?|areas?|fields?|"
    r"systems?|services?|factors?|markets|features|trends|strategies|activities|economies|types?|methods?|"
    r"initiatives|developments|aspects|parameters|"
    r"criteria|standards|certifications|channels|platforms|tools|capabilities|brands?\s+of|categories|"
    r"practices|metrics|challenges|opportunities|"
    r"offerings|portfolios?|revenues?|sales|shares?|details|profiles?|data|information|consumers|customers|"
    r"clients|users|hubs|cities)\s*$",
)
_ABOUT_THEM = AnyCase(
    r"\b(?:trends|challenges|opportunit\w+|strateg\w+|factors|benefits|drivers|priorities|goals|risks|areas|"
    r"technologies|products|solutions|"
    r"tools|metrics|questions|criteria)\s+(?:\w+\s+){0,4}?(?:for|of|among|by|to|facing)\s+(?:\w+\s+){0,3}$",
)
_OWN_BRANDS = AnyCase(
    r"\b(?:of|with|its|their|under|own|through|multiple|whose|several|has|"
    r"includes?)\s+(?:[\w'-]+\s+){0,3}?$",
)
_CUT = re.compile(
    r"\s*(?:,?\s+(?:among|amongst)\s+(?:others?|many)|,?\s+(?:and|&)\s+(?:others|more|many\s+(?:others|"
    r"more))|,?\s*\betc\b|\s*\.\.\.|…|"
    r",?\s+to\s+name\s+a\s+few|;\s+(?-i:(?=[a-z]))|,?\s+(?:which|who|whose|that)\b|,\s+(?:with|each|all|both|"
    r"alongside|offering|focusing|known|driving|providing)\b|"
    r"\s+as\s+(?:well\s+as\s+(?:other|many|several)|(?:the|some|major|key|leading|a|its)\b)|"
    r"[)]\s*(?-i:(?=[a-z]))|\.\s+(?=[A-Z][a-z]+\s+(?:compan|player|firm)))",
    re.I,
)
_GOES_ON = re.compile(
    r"^[\s,]*(?:are|is|have|has|for|in|from|with|to|continue|remain|dominate|lead|stand|hold|at|on|who|that|"
    r"which|operat\w+|compet\w+|play|offer\w*|"
    r"focus\w*|dominat\w+|through|across|by|due|as|being|leading|holding|accounting|alongside|were|was)\b"
)
_LEAD_WORDS = re.compile(
    rf"(?:[a-z][\w-]*\s+){{0,6}}?(?:{_NOUN}\s*)?(?:,?\s*such\s+as|like|including|companies|players)\s+|"
    rf"{alternation(firm_nouns.PLURALS)}\s+(?=[A-Z])"
)
_OF_PEOPLE = re.compile(rf"\b{firm_nouns.OF_PEOPLE}[\s-]+$", re.I)
_AND = re.compile(r"\s+and\s+(?=[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A name in a sentence; `subject`: only what the sentence is about; `sure`: its place shows that it is a name."""

    piece: Piece
    subject: bool
    sure: bool = False


OF_MARKET = AnyCase(
    r"\s*(?:\([^)]*\)\s*)?(?:market|industry|sector|segment|landscape|field|space)\b"
)  # no firm before it


def mentioned(text: str, joint: frozenset[str] = frozenset(), *, announced: bool) -> Iterator[Mentioned]:
    """The companies that a sentence names; `announced`: it stands where companies are announced.

    `joint`: folded names that an "and" does not split.
    """
    if len(text) < 12 or len(text) > 4000:
        return
    answer = ANSWER.match(text)
    begin = answer.end() if answer else 0
    yield from _behind_nouns(text, begin, joint)
    if announced or _FIRMS.search(text):
        for match in _LED_BY.finditer(text, begin):
            yield from _leading_names(text, match.end(), joint)
    named_first = _names_first(text[begin:], announced=announced)
    if named_first and not _RESEARCH.search(text):
        yield from _only_names(text, begin + named_first.start("names"), begin + named_first.end("names"), joint)
    elif announced:
        yield from _subjects(text, begin, joint)


def _behind_nouns(text: str, begin: int, joint: frozenset[str]) -> Iterator[Mentioned]:
    """The names behind words for firms: "players such as A and B", "leading insurers are A", "2 foundries (A, B)"."""
    for match in _FORWARD.finditer(text, begin):
        if _speaks_of_companies(text, match):
            names = tuple(_leading_names(text, match.end(), joint))
            yield from names if len(names) > 1 or "(" not in match["trigger"] else ()
    for match in _LED_FORWARD.finditer(text, begin):
        yield from _leading_names(text, match.end(), joint)
    for match in _CLASS.finditer(text, begin) if "(" in text else ():
        yield from _in_brackets(text, match, joint)


def ranked(text: str, joint: frozenset[str] = frozenset()) -> Iterator[Mentioned]:
    """The companies that a sentence with a figure or a place ranks: "Acme posted USD 2 billion, followed by Bolt"."""
    if not _PLACE_OR_FIGURE.search(text):
        return
    starts = [0, *(clause.end() for clause in _CLAUSE.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        race = _RACE.match(text[start:end])
        if race and not _RESEARCH.search(text):
            yield from _only_names(text, start, start + race.end("names"), joint)
    for match in _NEXT_IN_RACE.finditer(text):
        yield from _leading_names(text, match.end(), joint)


def _names_first(text: str, *, announced: bool) -> re.Match[str] | None:
    """A sentence that begins with names and says that they are players: "A and B lead the market"."""
    return _BACKWARD.match(text) or _APPOSED.match(text) or (_LEADING.match(text) if announced else None)


def _speaks_of_companies(text: str, match: re.Match[str]) -> bool:
    """Whether the noun before the trigger means companies of this market, and nothing between says otherwise."""
    between, trigger = BY_MEASURE.sub("", match["between"]), match["trigger"]
    noun = match["noun"].lower()
    if (
        _OF_PEOPLE.search(text, 0, match.start())
        or _OTHER_NOUN.search(between)
        or re.search(r"\b(?:who|which|that)\b.*\b(?:technolog|product)", between)
    ):
        return False
    if trigger.strip() in ("with", ", with", "-", "–", "—", "(") and len(between) > 60:
        return False
    if noun.startswith("others"):
        return "such as" in trigger or "like" in trigger or "including" in trigger
    if _ABOUT_THEM.search(text[: match.start()]):
        return False
    if noun.startswith("brands") and _OWN_BRANDS.search(text[: match.start()]):
        return False
    return not (noun in firm_nouns.WIDE and trigger.strip() in ("is", "are"))


def _leading_names(text: str, start: int, joint: frozenset[str]) -> Iterator[Mentioned]:
    """The names from `start` on, up to the first piece that cannot be one."""
    parts = _parts(text, start, len(text), joint)
    names: list[Piece] = []
    for number, piece in enumerate(parts):
        odd = _odd_name(parts, number)
        if odd:
            names.append(odd)
            continue
        plain, complete = company_names.prefix(piece.text)
        if not plain:
            break
        if number == 0 and not complete and not _GOES_ON.match(piece.text[piece.text.find(plain) + len(plain) :]):
            return
        names.append(Piece(piece.start, piece.start + len(plain), plain))
        if not complete:
            break
    yield from _mentions(names, joint)


def _only_names(text: str, start: int, end: int, joint: frozenset[str]) -> Iterator[Mentioned]:
    """The names between two places, if there is nothing but names up to words for others."""
    parts = _parts(text, start, end, joint)
    names: list[Piece] = []
    for number, piece in enumerate(parts):
        odd = _odd_name(parts, number)
        if odd:
            names.append(odd)
            continue
        plain, complete = company_names.prefix(piece.text)
        last = number == len(parts) - 1
        if plain and complete:
            names.append(Piece(piece.start, piece.start + len(plain), plain))
        elif RESIDUAL.match(piece.text) and not (plain and last):
            break
        else:
            return
    yield from _mentions(names, joint)


def _in_brackets(text: str, match: re.Match[str], joint: frozenset[str]) -> Iterator[Mentioned]:
    """The names in the brackets behind a class of firms, unless they only abbreviate it: "a service provider (MSP)"."""
    names = tuple(_only_names(text, match.start("names"), match.end("names"), joint))
    initials = company_names.acronyms_of(text[: match.start("names")].rstrip("( ")[-60:].split(",")[-1])
    if not (len(names) == 1 and any(form.endswith(names[0].piece.text.lower()) for form in initials)):
        yield from names


def _parts(text: str, start: int, end: int, joint: frozenset[str]) -> list[Piece]:
    """The pieces of an enumeration between two places, without the words that lead in and out of it."""
    lead = _LEAD_WORDS.match(text[start:end])
    start += lead.end() if lead else 0
    words = text[start:end]
    cut = _CUT.search(words)
    words = words[: cut.start()] if cut else words
    return _rejoined(text, pieces(words, start, companies=True), joint)


def _odd_name(parts: list[Piece], number: int) -> Piece | None:
    """A name with a small word, or written small, that stands between other names."""
    piece = parts[number]
    behind = [part.text for part in parts[number + 1 : number + 3]] if number else []
    odd = len(behind) > 1 and piece.text[:1].isupper() and company_names.is_odd(behind[0])  # "Halden digital, tarnby"
    following = behind[1] if odd else behind[0] if behind else ""
    if not following or not company_names.is_odd(piece.text) or not company_names.prefix(following)[1]:
        return None
    plain = company_names.without_country(piece.text)
    return Piece(piece.start, piece.start + len(plain), plain)


def _mentions(names: list[Piece], joint: frozenset[str]) -> Iterator[Mentioned]:
    """The names; an "and" parts only the last two: "Marks and Spencer, Acme and Bolt" are three."""
    for number, piece in enumerate(names):
        last = number == len(names) - 1
        parted = halves(piece, joint) if last or name_forms.has_legal_form(_AND.split(piece.text)[0]) else (piece,)
        yield from (Mentioned(half, subject=False, sure=half.text[:1].islower()) for half in parted)


def _rejoined(text: str, parts: list[Piece], joint: frozenset[str]) -> list[Piece]:
    """The pieces, with the two halves of a joint name as one again."""
    rejoined: list[Piece] = []
    for part in parts:
        both = text[rejoined[-1].start : part.end] if rejoined and joint else ""
        if both and name_forms.fold(both) in joint:
            rejoined[-1] = Piece(rejoined[-1].start, part.end, both)
        else:
            rejoined.append(part)
    return rejoined


def halves(piece: Piece, joint: frozenset[str] = frozenset()) -> Iterator[Piece]:
    """The names on both sides of an "and": "A and B" is two unless what follows belongs to the first."""
    begin, words = piece.start, piece.text
    link = _AND.search(words)
    if (
        not link
        or name_forms.fold(words) in joint
        or AND_TAIL.match(words[link.end() :])
        or _twins(words[: link.start()], words[link.end() :])
    ):
        yield piece
        return
    yield Piece(begin, begin + link.start(), words[: link.start()])
    yield Piece(begin + link.end(), begin + len(words), words[link.end() :])


def _twins(first: str, second: str) -> bool:
    """Whether both halves are one word, as in "Johnson and Johnson"."""
    return name_forms.fold(first) == name_forms.fold(second)


def _subjects(text: str, offset: int, joint: frozenset[str]) -> Iterator[Mentioned]:
    """The company that a sentence of a section on companies begins with and tells something about."""
    lead = DATED.match(text[offset:]) or _LEAD_IN.match(text[offset:])
    start = offset + (lead.end() if lead else 0)
    plain, _ = company_names.prefix(text[start : start + 120], whole_text=True)
    if not plain:
        return
    begin = text.find(plain, start)
    rest = text[begin + len(plain) :]
    aside = re.match(r"^,\s+[^,.]{2,110},\s+", rest)
    rest = rest[aside.end() :] if aside else rest.lstrip(" ,")
    if _VERB.match(rest):
        for part in halves(Piece(begin, begin + len(plain), plain), joint):
            yield Mentioned(part, subject=True)
