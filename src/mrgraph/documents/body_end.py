"""Decides where the body of a document ends: footers, addresses and links to other reports come after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mrgraph.lexicon.legal_forms import AT_END
from mrgraph.records import Block, BlockKind, Link

_ABOUT = re.compile(
    r"\W*(?:about\s+(?:us|our\s+company|the\s+(?:publisher|company|author)|[^,.?!]{2,60}?(?:research|reports?|insights?|analytics|"
    r"consulting|intelligence|trends|advisory|group)\b\W*$)|contact\s*(?:us|info|details|information)?\W*$|contact\s+us\b|"
    r"(?:media|press|sales)\s+contacts?\b|get\s+in\s+touch\b|(?:more|our\s+other|other|related|similar|trending|popular|recent|top|latest)\s+"
    r"(?:\w+\s+){0,2}reports\b|(?:check|browse|read|explore)\s+(?:more|other|our)\b.{0,40}reports|当社について|会社概要\W*$|お問い合わせ|"
    r"その他のレポート|関連レポート|회사 소개|문의|관련 보고서|기타 보고서)",
    re.I,
)
_ABOUT_FIRM = re.compile(r"\W*about\s[^,?!]{2,70}$", re.I)
_TITLE = re.compile(
    r"(?P<market>[^.?!:|]{3,80}?)\s+market\s+(?:size|share|forecast|report|outlook|analysis)\b.*20\d\d", re.I
)
_WORD = re.compile(r"\w{3,}")
_PLAIN = frozenset("the and global world worldwide for report".split())  # words of no market
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,20}")
_PHONE = re.compile(r"(?<![\w.,$€£])\+?\(?\d[\d ().\u2010-\u2015-]{8,24}\d(?!\w)")
_ADDRESS = re.compile(r"https?://\S+")
_HASHTAGS = re.compile(r"(?:#\w+\s*)+$")
_SHARE = 0.8  # of a block's letters that are anchors or addresses in one that is nothing but links
_PHONE_DIGITS = 9  # two years side by side have eight
_NAME = 90  # characters of a name beside the address that it belongs to
_FEW = 5  # blocks of a page that can be told to be there twice
_SAME = 0.9  # of the blocks of a second copy: so many are those of the first
_TAIL = 0.5  # of the blocks: a footer begins after them


def body_end(text: str, blocks: Sequence[Block], links: Sequence[Link]) -> int:
    """The offset from which on nothing is about the report itself.

    The footer is the longest run of blocks at the end that holds nothing but links, addresses, and what stands under a
    heading that announces the publisher, ways to reach it or other reports. A list or a question and its answer end it.
    """
    linked = _linked(text, blocks, links)
    first = len(blocks)
    while first and (
        linked[first - 1]
        or blocks[first - 1].kind is BlockKind.ASIDE
        or _is_noise(text[blocks[first - 1].start : blocks[first - 1].end])
    ):
        first -= 1
    for number in range(first - 1, int(len(blocks) * _TAIL) - 1, -1):
        block = blocks[number]
        words = text[block.start : block.end]
        listed = block.kind is BlockKind.ITEM and not linked[number]
        if listed or block.kind is BlockKind.CELL or words.endswith(("?", "？")):
            break
        if block.end - block.start < _NAME and _is_about(words):
            first = number
    first = min(first, _second_copy(text, blocks), _second_report(text, blocks))
    return blocks[first].start if 0 < first < len(blocks) else len(text)


def _is_about(words: str) -> bool:
    """Whether words head what a publisher says of itself, or a footer: "About Acme Ltd.", "Contact us"."""
    return _ABOUT.match(words) is not None or (
        _ABOUT_FIRM.match(words) is not None and AT_END.search(words.rstrip()) is not None
    )


def _second_copy(text: str, blocks: Sequence[Block]) -> int:
    """The number of the block where the page begins once more, as when it was pasted twice; else that of blocks."""
    words = [text[block.start : block.end] for block in blocks]
    later = range(max(len(words) // 3, _FEW), len(words))
    again = next((number for number in later if words[number] == words[0]), None)
    if again is None:
        return len(words)
    same = sum(first == second for first, second in zip(words, words[again:], strict=False))
    return again if same >= max((len(words) - again) * _SAME, _FEW) else len(words)


def _second_report(text: str, blocks: Sequence[Block]) -> int:
    """The number of the title of a report on another market, pasted behind the first; else that of blocks."""
    own: set[str] = set()
    for number, block in enumerate(blocks):
        title = (
            _TITLE.match(text, block.start, block.end) if block.kind is BlockKind.HEADING and block.level == 1 else None
        )
        named = set(_WORD.findall(title["market"].lower())) - _PLAIN if title else set()
        if own and named and not (named <= own or own <= named):
            return number
        own = own or named
    return len(blocks)


def _linked(text: str, blocks: Sequence[Block], links: Sequence[Link]) -> list[bool]:
    """For each block whether it is nothing but links to other pages: anchors, or a name beside its address."""
    flags = []
    position = 0
    for block in blocks:
        covered = 0
        while position < len(links) and links[position].start < block.end:
            covered += max(min(links[position].end, block.end) - max(links[position].start, block.start), 0)
            position += 1
        words = text[block.start : block.end]
        bare = sum(map(len, _ADDRESS.findall(words))) if "http" in words else 0
        size = len(words)
        flags.append(covered >= size * _SHARE or (bare > 0 and size - bare < _NAME))
    return flags


def _is_noise(words: str) -> bool:
    """Whether a block is a mail address, a phone number or tags."""
    if len(words) > _NAME:
        return False
    phone = _PHONE.search(words)
    if phone and sum(map(str.isdigit, phone[0])) >= _PHONE_DIGITS:
        return True
    return bool(_MAIL.search(words) or _HASHTAGS.match(words))
