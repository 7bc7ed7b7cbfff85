"""Decides which names in a row inside a sentence are firms: where some are known, the others beside them are, too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mrgraph.extraction.companies import company_names
from mrgraph.extraction.text.enumerations import Piece, pieces
from mrgraph.lexicon import firm_nouns, name_forms
from mrgraph.lexicon.vocabulary import AND_TAIL

FEWEST = 3  # names in a row
SMALL = 4  # words of a name that begins small and ends with a legal form
_AND = re.compile(r"\s+and\s+(?=[A-Z\u00c0-\u00de])")
_LONGEST = 3000  # characters of a sentence
_WORD = re.compile(r"\S+")
_CAPITAL = re.compile(r"^[A-Z0-9\u00c0-\u00de][\w&.'’/+-]*$|^[a-z]{1,2}[A-Z]\w*$")
_MARK = re.compile(r"^.*(?:[:：]|\s[-–—])\s+(?=\S)")  # "A: Acme", "March 2024 - Acme"
_LINKS = re.compile(  # small words before a name: "including Acme Inc."
    r"(?:including|while|whereas|with|such|like|from|by|as|namely|e\.g|for|of|to|the|at|in|or|also|both|a|an|its|their|"
    r"followed|notably|especially|particularly|alongside|then|plus)\b"
)
_ARE = re.compile(rf"(?:{firm_nouns.ARE}|{firm_nouns.INCLUDE})")
_NOT_FIRST = re.compile(
    r"^(?:The|In|At|By|From|With|For|And|Both|While|When|As|After|Since|Under|On|To|Of|Also|Behind|Next|Then|Other|"
    r"Further|Besides|Beside|Among|Key|Major|Leading|Top|Companies|Players|Here|These|Those|Their|Its)$"
)


def coordinated(
    text: str, known: Callable[[str], bool], fewest: int, joint: frozenset[str] = frozenset()
) -> Iterator[Piece]:
    """The names of all rows of three or more in a sentence of which at least `fewest` are known as firms.

    `joint`: folded names that an "and" does not split.
    """
    if not _may_hold_row(text):
        return
    row: list[Piece] = []
    aside = False
    halves = list(_all_halves(text, joint))
    for half, after in zip(halves, [*halves[1:], None], strict=True):
        part = half if row else _without_mark(half)
        name = _whole_name(part, after if row else None)
        if name:
            row.append(name)
            aside = False
            continue
        last = _tail(part)
        if row and not aside and last is None and part.text[:1].islower():  # "Acme, which sells pumps, Bolt AG, …"
            aside = True
            continue
        yield from _firms_of([*row, *_first_words(part)] if row else row, known, fewest)
        row, aside = [last] if last else [], False
    yield from _firms_of(row, known, fewest)


def _whole_name(part: Piece, after: Piece | None) -> Piece | None:
    """The name that a piece is; one with a small word only where another name comes `after` it."""
    plain, complete = _name(part.text)
    if plain and complete:
        return _head(part, plain) or part
    return part if after and company_names.is_odd(part.text) and _name(after.text)[1] else None


def _first_words(part: Piece) -> Iterator[Piece]:
    """The name that a piece begins with, the last of a row."""
    plain = _name(part.text)[0]
    head = _head(part, plain) if plain else None
    yield from [head] if head else []


def _may_hold_row(text: str) -> bool:
    """Whether a sentence has the marks of a row of three, and is none of boundless length."""
    return text.count(",") + text.count(";") + text.count(" and ") >= 2 and len(text) <= _LONGEST


def _all_halves(text: str, joint: frozenset[str]) -> Iterator[Piece]:
    """The pieces of a sentence, those with an "and" between firms as two."""
    for piece in pieces(text, companies=True):
        yield from _halves(piece, joint)


def _without_mark(part: Piece) -> Piece:
    """A piece without what stands before a colon or dash in it: "A: Acme", "March 2024 - Acme"."""
    mark = _MARK.search(part.text)
    return Piece(part.start + mark.end(), part.end, part.text[mark.end() :]) if mark else part


def _head(part: Piece, name: str) -> Piece | None:
    """The name with its place, where a piece begins with it as it stands."""
    return Piece(part.start, part.start + len(name), name) if part.text.startswith(name) else None


def _halves(part: Piece, joint: frozenset[str]) -> Iterator[Piece]:
    """Both sides of an "and" that a firm's legal form stands next to: "Farm Frites and Agristo NV"."""
    link = _AND.search(part.text)
    if link and name_forms.fold(part.text) not in joint:
        left, right = part.text[: link.start()], company_names.prefix(part.text[link.end() :])[0]
        if (
            right
            and not AND_TAIL.match(right)
            and (name_forms.has_legal_form(left) or name_forms.has_legal_form(right))
        ):
            yield Piece(part.start, part.start + link.start(), left)
            yield Piece(part.start + link.end(), part.end, part.text[link.end() :])
            return
    yield part


def _name(text: str) -> tuple[str, bool]:
    """The name at the head of a piece, and whether it is the whole piece: "isoplus Technik GmbH" is."""
    small = text[:1].islower() and not _LINKS.match(text) and len(text.split()) <= SMALL
    if small and name_forms.has_legal_form(text):
        return name_forms.bare(text), "(" not in text
    return company_names.prefix(text)


def _firms_of(row: list[Piece], known: Callable[[str], bool], fewest: int) -> Iterator[Piece]:
    """The names of a row, if it is long enough and enough of them are known."""
    enough = 1 if len(row) > FEWEST else fewest  # a long row of names of which one is a firm's
    if len(row) >= FEWEST and sum(known(piece.text) for piece in row) >= min(enough, fewest):
        yield from row


def _tail(part: Piece) -> Piece | None:
    """The capitalised words at the end of a piece: "Acme AG" of "behind them come Acme AG"."""
    start = None
    formal = name_forms.has_legal_form(part.text)
    words = list(_WORD.finditer(part.text))
    for number in range(len(words) - 1, -1, -1):
        word, plain = words[number], words[number][0]
        inside = formal and number > 0 and _CAPITAL.match(words[number - 1][0]) and plain.isalpha()
        if inside and start is not None and not _NOT_FIRST.match(words[number - 1][0]) and not _ARE.fullmatch(plain):
            continue  # "Acme nucera AG"
        bracket = plain.startswith("(") and plain.endswith(")")
        if not (_CAPITAL.match(plain) or bracket or plain == "&") or _NOT_FIRST.match(plain):
            break
        start = word.start()
    if start is None:
        return None
    return Piece(part.start + start, part.end, part.text[start:])
