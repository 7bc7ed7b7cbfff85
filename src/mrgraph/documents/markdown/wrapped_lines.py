"""Lines that an editor or a mail program broke at a width -> the lines that were meant.

Lines were broken at a width where each would have become too long by the first word of the next one. Lines of a list of
names pass that test by chance, so one of the breaks must also stand where no line of its own could end or begin: behind
a comma or a preposition, before a small letter. Where one paragraph of a text was broken, the others need no such sign.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from mrgraph.lexicon import legal_forms

_BEGINS = re.compile(  # a line that cannot go on with the one before it
    r"[ \t]*(?:#{1,6}[ \t]|[>|]|[-*+–—•◦▪●■○‣✓✔➢➤►][ \t]|\(?(?:\d{1,2}|[a-zA-Z])[.)][ \t]|[=~_-]{3,}[ \t]*$|```|~~~|"
    r"\[\^|\*\*[^*]{2,60}\*\*[ \t]*:?[ \t]*$|https?://\S+[ \t]*$|[A-Z][\w-]{0,20}(?:[ ][\w-]{1,15}){0,3}[ ]?[:：][ \t])"
)
_BULLET = re.compile(r"([ \t]*(?:[-*+–—•◦▪●■○‣✓✔➢➤►]|\(?\d{1,2}[.)])[ \t]+)\S")
_TABLE = re.compile(r"\t|\S {3,}\S|\|.*\|")
_OPEN = re.compile(
    r"(?:[,;&/–—(]|\b(?:and|or|of|the|a|an|to|in|at|by|for|from|with|as|is|are|was|were|und|oder|der|die|das|von|et|ou|de|"
    r"des|la|le|les|y|o|el|los|e|do|da|di|il))$",
    re.I,
)
_ENDS = re.compile(r"[.!?:。！？：][\"”’)\]]*$|[.!?]\s")
_LONG_WORD = re.compile(r"\S{36}")  # an address, which no width holds
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_WORD = re.compile(r"\S+")
_FIRST = re.compile(r"[\W_]*(\w)")
_NARROW = 40  # characters of lines so short that only a sign at the end of one tells
_NARROWEST = 20
_FEW = 20  # of so many lines one may be longer than the width
_SIGNS = 3  # of so many breaks one has a sign
_TITLE_LINES = 4
_TITLE = 200  # characters
_MARKET = re.compile(
    r"\b(?:market|industry|sector|marché|mercado|mercato|secteur)s?\b|(?:markt|branche)\b|市场|市場|行业|시장", re.I
)
_GOES_ON = re.compile(r"[a-z(&]|(?:19|20)\d\d\b")


def unwrapped(lines: Sequence[str]) -> list[str]:
    """`lines` without the line ends that only kept them to a width."""
    runs = list(_runs(lines))
    width = _width(lines, runs)
    parts = {part[0]: part for number, run in enumerate(runs) for part in _parts(lines, run, width, first=not number)}
    inner = {i for part in parts.values() for i in part[1:]}
    compounds = frozenset(word for line in lines if "-" in line for word in line.split()) if parts else frozenset()
    return [_together(lines, parts.get(i, [i]), compounds) for i in range(len(lines)) if i not in inner]


def _width(lines: Sequence[str], runs: Sequence[list[int]]) -> int:
    """The width that the lines of a text were broken at, 0 where no paragraph tells one or many lines are longer."""
    width = max((_own_width([lines[i].rstrip() for i in run]) for run in runs), default=0)
    longer = sum(len(line) > width for line in lines if not (_LONG_WORD.search(line) or _TABLE.search(line)))
    return width if longer * _FEW <= len(lines) else 0


def _runs(lines: Sequence[str]) -> Iterator[list[int]]:
    """Numbers of the lines that one paragraph or item may hold: two at least, none of which begins anew."""
    run: list[int] = []
    for number, line in enumerate([*lines, ""]):
        anew = not line.strip() or _BEGINS.match(line) or _TABLE.search(line)
        if run and (anew or _is_closed(lines[run[-1]])):
            if len(run) > 1:
                yield run
            run = []
        if line.strip() and not _TABLE.search(line) and not line.lstrip().startswith(("#", "<", "```", "~~~")):
            run.append(number)
    return


def _is_closed(line: str) -> bool:
    """Whether a line ends as only the last one of a paragraph does: with the two blanks of a break, or a heading's."""
    return line.endswith(("  ", "\\")) or line.rstrip().endswith("**:")


def _own_width(texts: Sequence[str]) -> int:
    """The width that the lines of a run were broken at as they tell themselves, 0 where they do not."""
    width = max((len(text) for text in texts if not _LONG_WORD.search(text)), default=0)
    breaks = list(itertools.pairwise(texts))
    full = [pair for pair in breaks if _is_full(*pair, width)]
    loose = sum(not _ENDS.search(before) for before, after in breaks if not _is_full(before, after, width))
    if width < _NARROWEST or not full or loose * 2 > len(full):
        return 0
    prose = width >= _NARROW and (len(texts) > 2 or _ENDS.search(texts[-1]) is not None)
    signs = sum(_is_sign(before, after, prose=prose) for before, after in full)
    return width if signs * _SIGNS >= len(full) else 0


def _is_sign(before: str, after: str, *, prose: bool) -> bool:
    """Whether a line ends where none of its own could; in `prose` one that begins small tells, too."""
    if _OPEN.search(before) or _HYPHEN.search(before):
        return True
    return prose and after.lstrip()[:1].islower()


def _is_full(before: str, after: str, width: int) -> bool:
    """Whether a line had no room for the first word of the next one, or ends within a word."""
    return bool(_HYPHEN.search(before)) or len(before) + 1 + len(_first_word(after)) > width


def _paragraphs(run: list[int], texts: Sequence[str], width: int) -> Iterator[list[int]]:
    """The lines of a run that are one: each but the last had no room for the first word of the next."""
    start = 0
    for place in range(1, len(run) + 1):
        if place == len(run) or not _is_full(texts[place - 1], texts[place], width):
            if place - start > 1:
                yield run[start:place]
            start = place


def _first_word(line: str) -> str:
    word = _WORD.search(line)
    return word[0] if word else ""


def _parts(lines: Sequence[str], run: list[int], width: int, *, first: bool) -> Iterator[list[int]]:
    """The lines of a run that are one, where it is not the whole run: an item and what goes on with it, a title."""
    texts = [lines[i].rstrip() for i in run]
    bullet = _BULLET.match(lines[run[0]])
    if width or (own := _own_width(texts)):
        yield from _paragraphs(run, texts, width or own)
    elif bullet:
        yield from _item(lines, run, bullet.end(1))
    elif first and run[0] == next((i for i, line in enumerate(lines) if line.strip()), None):
        yield from _title(texts, run)
    elif len(texts[0]) >= _NARROW:
        yield from _open_ended(texts, run)


def _item(lines: Sequence[str], run: list[int], indent: int) -> Iterator[list[int]]:
    """An item and the lines that go on with it: in small letters, with a legal form, or behind an open end."""
    end = 1
    while end < len(run):
        before, after = lines[run[end - 1]].strip(), lines[run[end]]
        words = after.strip()
        inside = len(after) - len(after.lstrip()) <= indent
        goes_on = (
            legal_forms.ALONE.match(words) or words[:1].islower() or _OPEN.search(before) or _HYPHEN.search(before)
        )
        if not (inside and goes_on):
            break
        end += 1
    if end > 1:
        yield run[:end]


def _title(texts: Sequence[str], run: list[int]) -> Iterator[list[int]]:
    """The lines of a title: up to the one that names a market, and those that go on with it."""
    last = next((n for n, text in enumerate(texts[:_TITLE_LINES]) if _MARKET.search(text)), None)
    if not last or texts[last].endswith((":", "：")) or any(_ENDS.search(text) for text in texts[:last]):
        return
    while last + 1 < min(len(texts), _TITLE_LINES) and (
        _OPEN.search(texts[last]) or _GOES_ON.match(texts[last + 1].lstrip())
    ):
        last += 1
    if sum(map(len, texts[: last + 1])) <= _TITLE:
        yield run[: last + 1]


def _open_ended(texts: Sequence[str], run: list[int]) -> Iterator[list[int]]:
    """Lines of a paragraph broken at no width that end where no line can, with what goes on behind them."""
    start = 0
    for place in range(1, len(run) + 1):
        goes_on = (
            place < len(run)
            and len(texts[place - 1]) >= _NARROW
            and (
                _OPEN.search(texts[place - 1])
                or _HYPHEN.search(texts[place - 1])
                or texts[place].lstrip()[:1].islower()
            )
        )
        if not goes_on:
            if place - start > 1:
                yield run[start:place]
            start = place


def _together(lines: Sequence[str], part: Iterable[int], compounds: frozenset[str]) -> str:
    """Lines as one; `compounds`: words of the text that keep their hyphen where a line ended behind it."""
    numbers = list(part)
    whole = lines[numbers[0]].rstrip() if len(numbers) > 1 else lines[numbers[0]]
    for number in numbers[1:]:
        line = lines[number].strip()
        if _HYPHEN.search(whole):
            compound = f"{whole.rsplit(maxsplit=1)[-1]}{_first_word(line)}"
            keeps = not line[:1].islower() or compound.strip(".,;:()") in compounds
            whole = (whole if keeps else whole[:-1]) + line
        else:
            whole = f"{whole} {line}"
    return whole
