"""Decides where a name with a legal form begins: "… a chip of Acme Optics SA (AO) …" names a firm in any sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mrgraph.extraction.text.enumerations import Piece
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.vocabulary import LEGAL_END, LEGAL_ONLY

_ONE = (
    r"(?:Inc|Incorporated|SARL|Sarl|OHG|Kft|Zrt|Abp|Ltda|W\.L\.L|B\.S\.C|Company(?=[,.;)]|\s(?!of\b)[a-z(]|$)|Ltd|LTD|Limited|LLC|LLP|GmbH|AG|S\.A\.S|S\.A|SAS|SA|PLC|plc|N\.V|NV|B\.V|BV|Corporation|Corp|Oyj|AB|A/S|"
    r"ApS|ASA|AS|SE|KGaA|KG|S\.p\.A|SpA|S\.L|S\.r\.l|Srl|Pty|Pvt|Pte|Sdn|Bhd|Tbk|K\.K|d\.o\.o|Co)(?![\w/]|-\w)\.?"
)
_CONNECTORS = frozenset("of de & und y et e na van von der del den la le du da do di".split())
FORM = re.compile(rf"\s{_ONE}")
_FORM = re.compile(rf"(?<=\s){_ONE}(?:(?:,?\s|\s&\s){_ONE})*")
_WEAK = frozenset(("Co", "Co.", "SA", "NV", "AS", "SE", "AB", "BV", "KG", "Company"))  # also words, initials and places
_WORD = re.compile(r"\S+")
_CAPITAL = re.compile(r"^[\"'“(]?[A-Z0-9\u00c0-\u00de][\w&.'’/+-]*\)?,?$|^[a-z]{1,2}[A-Z]\w*$")
_SMALL = re.compile(r"(?:^|;\s)(?P<name>(?!and\b|or\b|as\b)[a-z][\w-]{2,}\s)$")  # "…; isoplus Technik GmbH"
_REACH, _LONGEST = 90, 7  # characters and words of a name before its form
_BEFORE_HALF = re.compile(r"(?P<first>.*?)(?:\sand|\s?&)\s*", re.S)  # "Smith and Wesson Company"
_OFFICE = re.compile(
    r"(?:[A-Z]{3}|[A-Z][\w ]*(?:President|Director|Officer|Head|Analyst|Manager|Chairman))\s+(?:of|"
    r"at)\s+"
)
_LEAD = re.compile(
    r"^(?:(?:The|In|At|By|From|With|For|And|Both|While|When|As|After|Since|Under|On|To|Of|Also|Today|Here|Like|"
    r"Companies|Players|Manufacturers|Suppliers|Vendors|(?:19|20)\d\d)\s+)+"
)
_FULL_FORM = re.compile(r"\b(?:AG|SE|AB|AS|LLC|GmbH|PLC|plc|Corporation|Limited|Pty|KGaA|Oyj|SpA|ApS|A/S|SA|NV)\.$")
_ACRONYM = re.compile(r"\s\([A-Z][A-Z0-9&]{1,6}\)")
_SURVEY = AnyCase(
    r"\b(?:survey\w*|publish\w*|reports?\s|according\s+to|copyright|all\s+rights|licen[cs]e|"
    r"disclaimer)\b|©|@|www\.",
)


ASIAN_FORM = re.compile(
    r"[\u30a0-\u30ff\u4e00-\u9fff]{2,24}(?:股份有限公司|有限公司|株式会社)|株式会社[\u30a0-\u30ff\u4e00-\u9fff]{2,16}"
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
    forms = list(_FORM.finditer(text))
    if not forms or _SURVEY.search(text):
        return
    floor = 0
    for form in forms:
        start = _start(text, max(floor, form.start() - _REACH), form.start())
        if start is not None and _is_whole_name(text, start, form):
            yield _plain(Piece(start, form.end(), text[start : form.end()]), _ACRONYM.match(text, form.end()))
        floor = form.end()


def _is_whole_name(text: str, start: int, form: re.Match[str]) -> bool:
    """Whether the words from `start` are all of a name: no half of one, and not too many before a weak form."""
    if form[0] == "Company" and _is_half(text[:start]):
        return False
    return form[0] not in _WEAK or text[start : form.start()].strip(" ,").count(" ") < 3


def _is_half(before: str) -> bool:
    """Whether an "and" joins a name to words without a legal form: "Smith and Wesson Company"."""
    half = _BEFORE_HALF.fullmatch(before)
    return half is not None and not LEGAL_END.search(half["first"])


def _start(text: str, floor: int, limit: int) -> int | None:
    """Where the name begins whose legal form begins at `limit`."""
    start = _capitals_start(text, floor, limit)
    if start is None or text[start] == "(":
        return None
    lead = _LEAD.match(text[start:limit])
    start += lead.end() if lead else 0
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
        if _CAPITAL.match(plain) or (plain.startswith("(") and plain.rstrip(",").endswith(")")):
            start, capitals = word.start(), capitals + 1
        elif start is None or plain not in _CONNECTORS:
            break
    return start


def _ends_clause(word: str) -> bool:
    """Whether no name goes on past a word: "Inc.", "2024.", "seen:"."""
    stop = word.endswith(".") and (LEGAL_ONLY.match(word) is not None or word[:-1].isdigit())
    return stop or word.endswith((";", ":"))


def _plain(piece: Piece, acronym: re.Match[str] | None) -> Piece:
    """A firm's name without the office before it and the full stop behind it: "CEO of Acme AG." """
    before = _OFFICE.match(piece.text)
    start = before.end() if before else 0
    text = piece.text[start:]
    text = text[:-1] if _FULL_FORM.search(text) else text
    text += acronym[0] if acronym else ""
    return Piece(piece.start + start, piece.start + start + len(text), text)
