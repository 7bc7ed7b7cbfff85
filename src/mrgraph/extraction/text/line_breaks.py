"""Blocks that lost their line ends -> the blocks they were: "Uses:- Cars- Ships- OthersThe …" is a line and a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mrgraph.records import Block, BlockKind

_QUESTION = re.compile(
    r"[WH](?<=[A-Za-z0-9)].)(?:hat|ho|hich|ow|hy)\s+(?:is|are|was|were|does|do|did|will|can|has|have)\s"
)
_ASIAN_LABEL = re.compile(
    r"(?<=[A-Za-z.),]),?\s+(?=(?:タイプ|製品|アプリケーション|用途|유형|용도)\S{0,3}別?[^,]{2,40}[:：]\s*$)"
)
_DASH = re.compile(r"(?<=[\w):.%])\s?[-–]\s+(?=[A-Z0-9])")
_BULLET = re.compile(r"(?:^|(?<=\S)\s*)[•●▪■◦✓✔➢]\s*(?=\S)")
_SENTENCE = re.compile(
    r"(?<=[a-z0-9)%])(?=(?:The|In|This|These|A|An|It|Each|Among|As|With|Within|For|On|Our|North|"
    r"Global)\s+[A-Za-z])"
)
_RESIDUAL = re.compile(r"(?<=Others)(?=[A-Z])|(?<=Other)(?=[A-Z])")
_FEWEST = 3  # marks that make a list: two dashes also stand round an aside
_LONGEST = 90  # characters of an entry of a glued list


def recovered_blocks(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """`blocks` with the glued ones taken apart; the new ones have negative group numbers."""
    for number, block in enumerate(blocks):
        if block.end - block.start < 20:
            yield block
            continue
        for part in _questions(text, block):
            marks = () if block.kind is BlockKind.HEADING else _marks(text, part)
            if marks:
                yield from _entries(text, part, marks, -number - 1)
            else:
                yield part


def _questions(text: str, block: Block) -> Iterator[Block]:
    """A block, cut where a question follows a word without a space."""
    start = block.start
    label = _ASIAN_LABEL.search(text, start, block.end) if text[block.end - 1] in ":：" else None
    if label:
        yield _part(block, start, label.start())
        start = label.end()
    for question in _QUESTION.finditer(text, start + 1, block.end):
        yield _part(block, start, question.start())
        start = question.start()
    yield _part(block, start, block.end)


def _marks(text: str, block: Block) -> tuple[tuple[int, int], ...]:
    words = text[block.start : block.end]
    if "•" in words or "●" in words or "▪" in words or "✓" in words or "➢" in words or "■" in words:
        bullets = tuple((m.start(), m.end()) for m in _BULLET.finditer(words))
        if len(bullets) >= 2:
            return tuple((block.start + s, block.start + e) for s, e in bullets)
    if words.count("- ") + words.count("– ") < _FEWEST:
        return ()
    tight = [m for m in _DASH.finditer(words) if not m[0].startswith(" ")]
    if len(tight) < _FEWEST:
        return ()
    return tuple((block.start + m.start(), block.start + m.end()) for m in tight)


def _entries(text: str, block: Block, marks: tuple[tuple[int, int], ...], group: int) -> Iterator[Block]:
    """The line before the first mark, an item for each mark, and what follows the last entry."""
    if text[block.start : marks[0][0]].strip():
        yield _part(block, block.start, marks[0][0])
    level = block.level if block.kind is BlockKind.ITEM else 1
    limits = [*(start for start, _ in marks[1:]), block.end]
    for (_, start), limit in zip(marks, limits, strict=True):
        if start >= limit:
            continue
        cut = _RESIDUAL.search(text, start, limit) or (
            _SENTENCE.search(text, start, limit) if limit == block.end else None
        )
        end = cut.start() if cut else limit
        if end - start > _LONGEST and limit == block.end:
            yield Block(BlockKind.PARAGRAPH, start, end)
        else:
            yield Block(BlockKind.ITEM, start, end, level, group)
        if cut and text[end:limit].strip():
            yield Block(BlockKind.PARAGRAPH, end, limit)


def _part(block: Block, start: int, end: int) -> Block:
    return Block(block.kind, start, end, block.level, block.group, block.bold)
