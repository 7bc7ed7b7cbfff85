"""Blocks -> lists of every form: items, lines, comma lines, sub-headings; and the words at the head of each entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mrgraph.extraction.text.enumerations import Piece, pieces, trimmed
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import legal_forms
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import Block, BlockKind


class Form(StrEnum):
    """How a list is set."""

    ITEMS = "items"
    LINES = "lines"
    COMMAS = "commas"
    HEADINGS = "headings"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks, by number, that make one list, or one paragraph of prose."""

    form: Form
    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: its head words, the block they stand in, its depth, and the entries directly below it.

    `rest`: what follows the head in the same block, as a description or as entries of its own.
    """

    piece: Piece
    block: int
    level: int
    rest: Piece | None
    below: tuple[Entry, ...]


_BY_CLAUSE = AnyCase(r"^\W*by\s[^,:;(]{2,40},\s+(?:the|it|we|there)\s")  # "By channel, the report follows …"
_LEADS = AnyCase(r"[:：]\s*$|\b(?:includ(?:e|es|ing)|into|such\s+as|namely|as\s+follows|comprises?|are)\s*$")
LINE = 80  # characters of a line that can be an entry
_SENTENCE_END = re.compile(r"[.。!?？:：]$")
_NAME_DOT = re.compile(r"\b(?:Jr|[Ee]tc|[A-Za-z])\.$")
_VERB = AnyCase(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|should|provides?|offers?|helps?|expected|"
    r"projected|dominates?|holds?|accounts?|"
    r"leads?\s+(?:over|the|with|in)|grows\b|commanded|held|accounted|captured|contributed|represented|which|that|"
    r"what|how|who|why|while|whereas|remains?|took|includes?|including|driven|growing|increasing|due\s+to|such\s+as|covers?|"
    r"contains?|aims?|focus(?:es|ing)?)\b",
)
_ASIAN_SENTENCE = re.compile(
    r"(?:ます|です|ました|でした|である|ている|されて|にお(?:いて|ける)|ため[にの、]|합니다|입니다|니다(?=[.\s]|$)|있다|한다|된다)"
)
_IMPRINT = AnyCase(
    r"\b\d+\s+\w+(?:\s\w+)?\s(?:Street|St\.|Road|Rd|Avenue|Ave|Lane|Floor|Suite|Blvd|Way|Drive)\b|https?:|"
    r"www\.|@|\+\d{1,3}[\s(-]",
)
_TWICE = re.compile(
    r"^[\x20-\x7e]+?(?P<rest>\s*[/|／]\s*)[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]"
)  # in two languages
_QUESTION_MARK = AnyCase(r"[?？]|^\W*(?:A|Q|Ans|Answer)\W*$|^\W*(?:19|20)\d\d\b|https?|\d\s?%")
_ASIDE = re.compile(r"\([^)]*\)")
_OUTLINE = re.compile(r"^\s*(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=\S)")
_LEADERS = re.compile(r"(?<=\S)\s+(?P<fact>[A-Z][a-z]+(?:\s[a-z]+)?\s?\.{4,})")
_DESCRIBED = re.compile(r"^(?P<head>.{1,90}?)(?P<mark>\s*(?::(?![a-z]\w)|：)\s*|\s+[-–—]\s+|\s?—\s?)(?=\S)")
_STOPPED = re.compile(r"^(?P<head>.{1,90}?)\.\s+(?=\S.{29})")


def runs(page: Page, body: Sequence[int]) -> tuple[Run, ...]:
    """The lists in `body` (block numbers in order), and its paragraphs of prose one by one."""
    kept = [i for i in body if i not in page.calls]
    lists = list(_runs(page, kept))
    headings = _subheadings(page, kept, {i for run in lists if run.form is Form.LINES for i in run.blocks})
    return tuple(sorted([*lists, *headings], key=lambda run: run.blocks[0]))


def _runs(page: Page, body: list[int]) -> Iterator[Run]:
    position = 0
    while position < len(body):
        run, length = _run_at(page, body, position)
        if run:
            yield run
        position += length


def _run_at(page: Page, body: list[int], position: int) -> tuple[Run | None, int]:
    """The list that begins at `position`, None for a large heading; and how many blocks of `body` it takes up."""
    block = page.blocks[body[position]]
    if block.kind is BlockKind.ITEM:
        items = _items(page, body, position)
        return Run(Form.ITEMS, tuple(body[i] for i in items)), items[-1] + 1 - position
    if pairs := _pairs(page, body, position):
        return Run(Form.LINES, tuple(body[i] for i in pairs[::2])), len(pairs)
    described = _described(page, body, position)
    if len(described) > 1:
        return Run(Form.ITEMS, tuple(body[i] for i in described)), len(described)
    lines = _cells(page, body, position) or _lines(page, body, position)
    if len(lines) > 1 or block.kind is BlockKind.CELL or _is_lone_entry(page, body[position]):
        return Run(Form.LINES, tuple(body[i] for i in lines)), len(lines)
    if block.kind is BlockKind.HEADING and block.level < 7:
        return None, len(lines)
    form = Form.COMMAS if is_enumeration(page.words(block), bold=block.bold) else Form.PROSE
    return Run(form, (body[position],)), len(lines)


def _is_lone_entry(page: Page, number: int) -> bool:
    """Whether a block is a bold line that is the only entry of its list."""
    block = page.blocks[number]
    return block.bold and is_line(page, number) and not is_enumeration(page.words(block), bold=True)


def _items(page: Page, body: list[int], position: int) -> list[int]:
    """Positions of the items of one list; a paragraph between two items of one depth describes the first."""
    taken = [position]
    at = position + 1
    level = page.blocks[body[position]].level
    while at < len(body):
        block = page.blocks[body[at]]
        if block.kind is BlockKind.ITEM:
            taken.append(at)
            at += 1
        elif (
            block.kind is BlockKind.PARAGRAPH
            and block.end - block.start > LINE
            and at + 1 < len(body)
            and page.blocks[body[at + 1]].kind is BlockKind.ITEM
            and page.blocks[body[at + 1]].level == level
        ):
            at += 1
        else:
            break
    return taken


def _pairs(page: Page, body: list[int], position: int) -> list[int]:
    """Positions of lines that each have a sentence below them, with those sentences: terms and their descriptions."""
    taken: list[int] = []
    at = position
    while at + 1 < len(body) and is_line(page, body[at]) and _describes(page, body[at + 1]):
        taken += [at, at + 1]
        at += 2
    return taken if len(taken) > 2 else []


def _described(page: Page, body: list[int], position: int) -> list[int]:
    """Positions of paragraphs in a row that each begin with a name and go on about it: "Acme Corp: a maker of …"."""
    taken: list[int] = []
    while position < len(body):
        words = page.words(page.blocks[body[position]])
        follows = len(taken) > 1 and is_line(page, body[position]) and " – " in words
        if not (_describes_itself(page, body[position]) or follows):
            break
        taken.append(position)
        position += 1
    return taken


def _describes_itself(page: Page, number: int) -> bool:
    """Whether a paragraph begins with a name of a few words that its rest describes."""
    block = page.blocks[number]
    words = page.words(block)
    if block.kind is not BlockKind.PARAGRAPH or len(words) <= 20:
        return False
    end = _head_end(page, block, words)
    head = page.text[block.start : end]
    return end < block.end and len(head.split()) <= 8 and not is_sentence(head) and not _QUESTION_MARK.search(head)


def _describes(page: Page, number: int) -> bool:
    block = page.blocks[number]
    words = page.words(block)
    return (
        block.kind is BlockKind.PARAGRAPH
        and not is_line(page, number)
        and words.endswith((".", "。"))
        and len(words) < 400
    )


def _cells(page: Page, body: list[int], position: int) -> list[int]:
    """Positions of table cells in a row."""
    taken = []
    while position < len(body) and page.blocks[body[position]].kind is BlockKind.CELL:
        taken.append(position)
        position += 1
    return taken


def _lines(page: Page, body: list[int], position: int) -> list[int]:
    """Positions of short lines in a row, the first included whatever it is."""
    taken = [position]
    if not is_line(page, body[position]):
        return taken
    bold = page.blocks[body[position]].bold
    while taken[-1] + 1 < len(body):
        number = body[taken[-1] + 1]
        if not is_line(page, number) or (page.blocks[number].bold and not bold):
            break
        taken.append(taken[-1] + 1)
    return taken


def is_line(page: Page, number: int) -> bool:
    """Whether a block is a short line that is no sentence: one entry of a list set one a line."""
    block = page.blocks[number]
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or (
        block.kind is BlockKind.HEADING and block.level < 7
    ):
        return False
    words = page.words(block)
    if len(words) > LINE or (_SENTENCE_END.search(words) and not _ends_name(words)):
        return False
    return not is_sentence(words) and "http" not in words and "|" not in words


def is_sentence(words: str) -> bool:
    """Whether `words` hold a finite verb and so say something rather than name it."""
    return bool(_VERB.search(words)) if words.isascii() else bool(_VERB.search(words) or _ASIAN_SENTENCE.search(words))


def is_enumeration(words: str, *, bold: bool = False) -> bool:
    """Whether a whole paragraph enumerates: pieces of a few words each between commas, and no verb."""
    marks = (
        words.count(",")
        + words.count(";")
        + words.count("、")
        + words.count("，")
        + words.count(" | ")
        + words.count(" • ")
        + words.count(" / ")
    )
    if not marks or len(words) > 3000 or _LEADS.search(words) or _BY_CLAUSE.match(words):
        return False
    if is_sentence(_ASIDE.sub("", words)):
        return False
    parts = pieces(words, companies=True)
    if len(parts) < 2 or (len(parts) == 2 and not bold and len(words) > LINE and not all("(" in p.text for p in parts)):
        return False
    if _IMPRINT.search(words):
        return False
    return max(len(p.text.split()) for p in parts) <= 12


def _subheadings(page: Page, body: list[int], lines: set[int]) -> Iterator[Run]:
    """Headings of one level that each have text below them: entries with their descriptions."""
    headings = [i for i in body if page.blocks[i].kind is BlockKind.HEADING and i not in lines]
    if len(headings) < 2:
        return
    level = min(page.blocks[i].level for i in headings)
    same = tuple(i for i in headings if page.blocks[i].level == level)
    if len(same) > 1:
        yield Run(Form.HEADINGS, same)


# ------------------------------------------------------------------------------------------------- entries


def tree(page: Page, numbers: Iterable[int]) -> tuple[Entry, ...]:
    """The entries of a list at its outermost depth, each with those below it."""
    numbers = tuple(numbers)
    outline = [_OUTLINE.match(page.words(page.blocks[i])) for i in numbers]
    numbered = sum(match is not None for match in outline) * 3 > len(numbers) * 2
    depths = [
        (match["number"].count(".") if numbered and match else _depth(page.blocks[i]), i)
        for i, match in zip(numbers, outline, strict=True)
    ]
    return _children(page, depths, 0, len(depths))


def _depth(block: Block) -> int:
    return 0 if block.kind is BlockKind.CELL else block.level  # a cell's level is its column


def _children(page: Page, depths: list[tuple[int, int]], start: int, end: int) -> tuple[Entry, ...]:
    """The entries of `depths`, pairs of a depth and a block's number, from `start` to `end`, as a tree."""
    entries = []
    at = start
    while at < end:
        after = at + 1
        while after < end and depths[after][0] > depths[at][0]:
            after += 1
        below = _children(page, depths, at + 1, after) if after > at + 1 else ()
        entries.append(entry(page, depths[at][1], below))
        at = after
    return tuple(entries)


def entry(page: Page, number: int, below: tuple[Entry, ...] = ()) -> Entry:
    """The entry in block `number`: its head and the rest."""
    block = page.blocks[number]
    words = page.words(block)
    head_end = _head_end(page, block, words)
    outline = _OUTLINE.match(words)
    piece = trimmed(
        page.text, block.start + (outline.end() if outline and words[outline.end()].isupper() else 0), head_end
    )
    rest = trimmed(page.text, head_end, block.end) if head_end < block.end else None
    return Entry(piece, number, block.level, rest if rest and rest.text else None, below)


def _head_end(page: Page, block: Block, words: str) -> int:
    """Where the head of an entry ends: before a colon, dash or full stop, or where its bold letters do."""
    leaders = _LEADERS.search(words) if "...." in words else None
    if leaders:
        return block.start + leaders.start("fact")
    both = None if words.isascii() else _TWICE.search(words)
    if both:
        return block.start + both.start("rest")
    end = _after_mark(words) or _after_stop(words)
    described = block.start + end if end else block.end
    bold_end = _bold_head_end(page, block)
    return bold_end if bold_end is not None and bold_end <= described else described


def _bold_head_end(page: Page, block: Block) -> int | None:
    """Where the bold words end that a block begins with, if a mark sets them off from what follows."""
    for start, end in page.bold_in(block)[:1]:
        if start == block.start and end - start > 2 and end < block.end:
            set_off = page.text[start:end].rstrip().endswith((":", ".", "-", "–"))
            if set_off or page.text[end : block.end].lstrip()[:1] in ":-–—.(,（：":
                return end
    return None


def _after_mark(words: str) -> int | None:
    """Where a head ends before a colon or a dash; what follows a dash must be more than a few words of a name."""
    match = _DESCRIBED.match(words)
    if not match or _unbalanced(match["head"]) or re.search(r"[a-z)]\.\s+[A-Z]", match["head"]):
        return None
    dash = match["mark"].strip() in ("-", "–", "—")
    if dash and len(words[match.end() :].split()) < 4 and "(" not in match["head"]:
        return None  # "Direct Thermal – Top Coated" is one name
    return match.end("head")


def _ends_name(words: str) -> bool:
    """Whether the full stop at the end of words belongs to a name: "Acme Ltd.", "Sammy Davis Jr."."""
    return words.endswith(".") and bool(_NAME_DOT.search(words) or legal_forms.AT_END.search(words))


def _after_stop(words: str) -> int | None:
    """Where a head ends at a full stop with a sentence behind it."""
    match = _STOPPED.match(words)
    if not match or _unbalanced(match["head"]) or _ends_name(match["head"] + "."):
        return None
    return match.end("head")


def _unbalanced(words: str) -> bool:
    return words.count("(") != words.count(")")
