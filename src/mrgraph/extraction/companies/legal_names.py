"""Decides where a name with a legal form begins: "… a chip of Acme Optics SA (AO) …" names a firm in any sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mrgraph.extraction.text.enumerations import Piece
from mrgraph.lexicon import firm_nouns, legal_forms
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.name_forms import CAPITALS
from mrgraph.lexicon.vocabulary import NAME_WORDS
from mrgraph.lexicon.word_tables import alternation

_CONNECTORS = frozenset("of de & und y et e na van von der del den la le du da do di".split())
FORM = re.compile(rf"(?<=\s){legal_forms.IN_SENTENCE}")
_JOINS = re.compile(r",?\s|\s&\s")  # "Co., Ltd.", "GmbH & Co. KG"
_WORD = re.compile(r"\S+")
_CAPITAL = re.compile(rf"^[\"'“(]?[0-9{CAPITALS}][\w&.'’/+-]*\)?,?$|^[a-z]{{1,2}}[A-Z]\w*$")
_SMALL = re.compile(r"(?:^|;\s)(?P<name>(?!and\b|or\b|as\b)[a-z][\w-]{2,}\s)$")  # "…; isoplus Technik GmbH"
_REACH, _LONGEST = 90, 7  # characters and words of a name before its form
_BEFORE_HALF = re.compile(r"(?P<first>.*?)(?:\sand|\s?&)\s*", re.S)  # "Smith and Wesson Company"
_OFFICE = re.compile(
    r"(?:[A-Z]{3}|[A-Z][\w ]*(?:President|Director|Officer|Head|Analyst|Manager|Chairman))\s+(?:of|"
    r"at)\s+"
)
_LEAD = re.compile(
    r"^(?:(?:The|In|At|By|From|With|For|And|Both|While|When|As|After|Since|Under|On|To|Of|Also|Today|Here|Like|"
    rf"{alternation(word.title() for word in firm_nouns.AXES & firm_nouns.PLURALS)}|(?:19|20)\d\d)\s+)+"
)
_ORIGIN = re.compile(r"^.*\S[-‑](?:based|headquartered|listed|owned|born)\s+(?=\S)", re.S)  # "New York-based Acme Inc."
_STOPS = re.compile(r"(?:INCLUD(?:E|ES|ING)|ARE|IS|AND|BY|SUCH|AS|WITH|LIKE|FROM|OF|THE)$")  # in a sentence in capitals
_NEXT = re.compile(r"(?<!\.)\s[A-Z]")
_NAME_AHEAD = re.compile(rf"(?!{legal_forms.BEHIND}\b)[{CAPITALS}]\w")
_ACRONYM = re.compile(r"\s\([A-Z][A-Z0-9&]{1,6}\)")
_SURVEY = AnyCase(
    r"\b(?:survey\w*|publish\w*|last\s+updated|reports?\s|according\s+to|copyright|all\s+rights|licen[cs]e|"
    r"disclaimer)\b|©|@|www\.",
)


ASIAN_FORM = re.compile(
    rf"[\u30a0-\u30ff\u4e00-\u9fff]{{2,24}}{legal_forms.ASIAN.pattern}|"
    rf"{legal_forms.ASIAN_BEFORE}[\u30a0-\u30ff\u4e00-\u9fff]{{2,16}}"
)
_LATIN_ASIDE = re.compile(r"\s?[(（][A-Z][A-Za-z0-9 &.-]{1,40}[)）]")


def formal_asian(text: str) -> Iterator[Piece]:
    """The names with Chinese and Japanese legal forms in a text, with the Latin form that brackets give."""
    for form in ASIAN_FORM.finditer(text):
        aside = _LATIN_ASIDE.match(text, form.end())
        end = aside.end() if aside else form.end()
        yield Piece(form.start(), end, text[form.start() : end])


def formal(text: str) -> Iterator[Piece]:
    """The names with legal forms that a sentence holds, unless it speaks of surveys and publishers."""
    forms = _forms(text)
    if not forms or _SURVEY.search(text):
        return
    floor = 0
    for begin, end in forms:
        start = _start(text, max(floor, begin - _REACH), begin)
        if start is not None and _is_whole_name(text, start, begin, end):
            yield _plain(Piece(start, end, text[start:end]), _ACRONYM.match(text, end))
        floor = end


def unglued(piece: Piece) -> list[Piece]:
    """The names in a piece that lost the marks between them: "Halden Inc Bolt AG" and "Halden Inc, Bolt" are two."""
    begin, names = 0, []
    forms = _forms(piece.text)
    for _, end in forms:
        rest = piece.text[end:]
        comma = rest.startswith(", ")
        another = any(start > end for start, _ in forms) or comma
        behind = rest.lstrip(" ,")
        if another and behind and _NAME_AHEAD.match(behind) and not NAME_WORDS.match(behind):
            names.append(Piece(piece.start + begin, piece.start + end, piece.text[begin:end]))
            begin = end + len(rest) - len(behind)
    names.append(Piece(piece.start + begin, piece.end, piece.text[begin:]))
    return names


def _forms(text: str) -> list[tuple[int, int]]:
    """The places of legal forms in a text, those that belong together as one: "GmbH & Co. KG"."""
    places: list[tuple[int, int]] = []
    for form in FORM.finditer(text):
        if places and _JOINS.fullmatch(text, places[-1][1], form.start()):
            places[-1] = (places[-1][0], form.end())
        else:
            places.append(form.span())
    return places


def _is_whole_name(text: str, start: int, begin: int, end: int) -> bool:
    """Whether the words from `start` are all of a name: no half of one, and not too many before a weak form."""
    form = text[begin:end]
    if (form == "Company" and _is_half(text[:start])) or _begins_next(text, begin, end):
        return False
    return form not in legal_forms.WEAK or text[start:begin].strip(" ,").count(" ") < 3


def _begins_next(text: str, begin: int, end: int) -> bool:
    """Whether a form between a comma and a capital is the first word of another name: "A (US), ULC Robotics"."""
    after_comma = text[:begin].rstrip().endswith(",")
    return after_comma and text[begin:end].isupper() and _NEXT.match(text, end) is not None


def _is_half(before: str) -> bool:
    """Whether an "and" joins a name to words without a legal form: "Smith and Wesson Company"."""
    half = _BEFORE_HALF.fullmatch(before)
    return half is not None and not legal_forms.AT_END.search(half["first"])


def _start(text: str, floor: int, limit: int) -> int | None:
    """Where the name begins whose legal form begins at `limit`."""
    start = _capitals_start(text, floor, limit)
    if start is None or text[start] == "(":
        return None
    lead = _LEAD.match(text[start:limit])
    start += lead.end() if lead else 0
    origin = _ORIGIN.match(text[start:limit])
    start += origin.end() if origin else 0
    small = None if lead else _SMALL.search(text, max(0, start - 30), start)
    start += len(text[start:limit]) - len(text[start:limit].lstrip("\"'“"))
    if start >= limit:
        return None
    return small.start("name") if small else start


def _capitals_start(text: str, floor: int, limit: int) -> int | None:
    """Where the capitalised words that end at `limit` begin."""
    start = None
    capitals = 0
    for word in reversed(list(_WORD.finditer(text, floor, limit))):
        plain = word[0]
        if capitals == _LONGEST or _ends_clause(plain) or (start is not None and plain.endswith(",")):
            break
        if _STOPS.match(plain) and text.isupper():
            break
        if _CAPITAL.match(plain) or (plain.startswith("(") and plain.rstrip(",").endswith(")")):
            start, capitals = word.start(), capitals + 1
        elif start is None or plain not in _CONNECTORS:
            break
    return start


def _ends_clause(word: str) -> bool:
    """Whether no name goes on past a word: "Inc.", "2024.", "seen:"."""
    stop = word.endswith(".") and (legal_forms.ALONE.match(word) is not None or word[:-1].isdigit())
    return stop or word.endswith((";", ":", "/"))


def _plain(piece: Piece, acronym: re.Match[str] | None) -> Piece:
    """A firm's name without the office before it and the full stop behind it: "CEO of Acme AG." """
    before = _OFFICE.match(piece.text)
    start = before.end() if before else 0
    text = piece.text[start:]
    text = text[:-1] if legal_forms.ENDED.search(text) else text
    text += acronym[0] if acronym else ""
    return Piece(piece.start + start, piece.start + start + len(text), text)
