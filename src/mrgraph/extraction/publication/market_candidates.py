"""Finds what may be the market's name: the words before "market" in headings and sentences, and what sales are of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mrgraph.extraction.publication.market_names import (
    CUT,
    DASH_END,
    HARD_CUT,
    SENTENCE_CUT,
    SOFT_WORD,
    VERB,
    Candidate,
    bare,
    key,
)
from mrgraph.extraction.text.lists import is_sentence
from mrgraph.extraction.text.page import CALL, Page
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import Block, BlockKind

if TYPE_CHECKING:
    from mrgraph.reference import Reference

MARKET_WORD = AnyCase(r"\bmarkets?(?:place)?\b|市場|시장|市场")
INDUSTRY_WORD = AnyCase(r"\bindustry\b|\bsector\b|業界|산업")
MARKET_FOR = re.compile(
    r"\s+(?:for|of)\s+(?:the\s+)?(?P<name>[^.:;,|–—?!()]{3,80}?)(?=\s+(?:to|is|was|will|in|by|from|has|size|"
    r"report|market|20\d\d|expected|worth|and\s+its)\b|\s*[.:;,|–—?!(]|\s-\s|$)",
    re.I,
)
# "Market" as the first word of a name: "the Market Research Services Market", never "Market Research Report".
NAME_BEGINS = re.compile(
    r"market\s+(?:research|intelligence|access|data|making|surveillance|entry|abuse)\s+"
    r"(?!reports?\b|stud|analys[ie]s\b|on\b|by\b|of\b|and\b|for\b|insights?\b|future\b|overview\b|outlook\b|firms?\b)"
    r"(?:[\w&-]+\s+){1,4}market\b",
    re.I,
)
AFTER_SCOPE = re.compile(r"\s+(?:in|for|across)\s+(?:the\s+)?|\s*[-–—:,(|]\s*(?:the\s+)?", re.I)
TITLED = re.compile(r"\s*(?P<name>[A-Z][^:–—|?!.]{3,70}?)\s*(?:[:–—|]|\s-\s)\s*\S")
SOLD = AnyCase(
    r"\b(?:revenues?|sales|demand|spending)\s+(?:from|of|for|on)\s+(?P<name>[a-z][a-z\s-]{3,60}?)\s+"
    r"(?:is|are|was|were|will|came|reached|grew|rose|stood|totall?ed|climbed)\b"
)
CROSS_SELL = AnyCase(
    r"\b(?:also\s+(?:be\s+interested|like|read|viewed|bought)|related\s+reports?|see\s+also|more\s+reports?)\b"
)
# In Chinese a name stands before the word for market, behind what ends a clause, a place or a time.
CHINESE_MARKET = re.compile(r"(?:的)?(?:总|整体)?(?:市场|行业|产业)")
CHINESE_START = re.compile(
    r"[^\u4e00-\u9fffA-Za-z0-9·/&+-]|年|全球|世界|中国|国内|我国|预计|预测|预期|显示|指出|认为|推动|驱动|由于|随着|为了|关于|整个|已经|"
    r"成为|的|对|在|是|将|到|该|其|为"
)
CHINESE_SHORTEST, CHINESE_LONGEST = 2, 20  # characters
LONGEST_SUBJECT = 6  # words
FRONT = re.compile(r"^\s*(?:title|name|headline)\s*:\s*[\"']?", re.I)
LOOK_BACK, READ_BLOCKS = 160, 40  # characters and blocks that are searched for a name


def market_candidates(page: Page, reference: Reference, words: tuple[str, ...]) -> list[Candidate]:
    """What may be the market's name, in text order; `words`: the name as the report's address spells it."""
    if page.document.language == "zh" and (chinese := list(_chinese(page, reference))):
        return chinese
    candidates = list(_candidates(page, reference, MARKET_WORD)) or list(_candidates(page, reference, INDUSTRY_WORD))
    return candidates or _from_slug(page, words) or _from_title(page, reference) or _from_sales(page, reference)


def is_call(page: Page, number: int) -> bool:
    """Whether a block is a call to buy or download; a title that is a link as a whole is none."""
    block = page.blocks[number]
    if number not in page.calls:
        return False
    return number > 0 or block.kind is not BlockKind.HEADING or bool(CALL.search(page.words(block)))


def _candidates(page: Page, reference: Reference, word: AnyCase) -> Iterator[Candidate]:
    """Names before the word "market", in headings, in bold lines, in the first sentences."""
    low = page.text.lower()
    seen = 0
    for number, block in enumerate(page.blocks[:READ_BLOCKS]):
        if is_call(page, number) or seen > 14:
            continue
        words = page.words(block)
        trust = _trust(block, number, words)
        last = 0
        for market in () if CROSS_SELL.search(words) else list(word.finditer(words))[:3]:
            if NAME_BEGINS.match(words, market.start()) and not bare(
                block.start, words[: market.start()], reference, trust
            ):
                continue
            seen += 1
            room = (last, market.start())
            candidate = _candidate(block.start, words, room, reference, trust + (seen > 6))
            candidate = candidate or _market_for(block, words, market, reference, trust)
            if candidate:
                candidate = _fuller(candidate, block.start, words, room, reference, low)
                if trust <= 1:
                    candidate = _region_after(candidate, words, market.end(), block, reference)
                yield _plainer(_with_region_word(candidate, page.text, low), low)
            last = market.end()


def _chinese(page: Page, reference: Reference) -> Iterator[Candidate]:
    """Names before the Chinese words for market and industry."""
    for number, block in enumerate(page.blocks[:READ_BLOCKS]):
        words, last = page.words(block), 0
        for market in () if is_call(page, number) else CHINESE_MARKET.finditer(words):
            begin = max((cut.end() for cut in CHINESE_START.finditer(words, last, market.start())), default=last)
            last = market.end()
            name = words[begin : market.start()]
            candidate = bare(block.start + begin, name, reference, _trust(block, number, words)) if name else None
            if candidate and CHINESE_SHORTEST <= len(name) <= CHINESE_LONGEST:
                yield candidate


def _trust(block: Block, number: int, words: str) -> int:
    if block.kind is BlockKind.HEADING or block.bold:
        return 0 if block.level == 1 or FRONT.match(words) else 1 if number <= 1 else 2
    return 1 if number == 0 and len(words) < 160 else 3


def _candidate(offset: int, text: str, room: tuple[int, int], reference: Reference, trust: int) -> Candidate | None:
    """A market's name that ends where `room` does: without place, size words, slogans, years and acronyms."""
    begin = max(room[0], room[1] - LOOK_BACK)
    words = text[begin : room[1]]
    cut = max((match.end() for match in (*CUT.finditer(words), *VERB.finditer(words))), default=0)
    if trust > 2:
        cut = max(cut, max((article.end() for article in SENTENCE_CUT.finditer(words)), default=0))
    if cut >= len(words.rstrip()) and cut and trust < 3 and DASH_END.search(words):
        return _candidate(
            offset, text, (room[0], begin + len(words.rstrip(" :–—|-"))), reference, trust
        )  # "Cold Plates: Market ..."
    candidate = bare(offset + begin + cut, words[cut:], reference, trust)
    if candidate is None and cut and trust < 3 and DASH_END.search(words[:cut]):
        return bare(*_segment(offset + begin, words[:cut].rstrip(" :–—|-")), reference, trust)
    return candidate


def _fuller(
    candidate: Candidate, offset: int, text: str, room: tuple[int, int], reference: Reference, low: str
) -> Candidate:
    """With the words up to the next hard cut, where the name always stands so: "Corn on the Cob", "Air Driven Pump"."""
    begin = max(room[0], room[1] - LOOK_BACK)
    words = text[begin : room[1]]
    cut = max((m.end() for m in HARD_CUT.finditer(words)), default=0)
    if offset + begin + cut >= candidate.start:
        return candidate
    longer = bare(offset + begin + cut, words[cut:], reference, candidate.trust)
    if longer is None or longer.start >= candidate.start or longer.end != candidate.end:
        return candidate
    short, long = (low.count(f"{n.lower()} market") for n in (candidate.name, longer.name))
    return longer if long >= 2 and long == short else candidate


def _segment(start: int, words: str) -> tuple[int, str]:
    """The last piece of a title before its colon or dash."""
    cut = max((m.end() for m in CUT.finditer(words)), default=0)
    return start + cut, words[cut:]


def _market_for(block: Block, text: str, market: re.Match[str], reference: Reference, trust: int) -> Candidate | None:
    """The name in "the market for X"."""
    after = MARKET_FOR.match(text, market.end())
    return bare(block.start + after.start("name"), after["name"], reference, trust) if after else None


def _region_after(candidate: Candidate, text: str, end: int, block: Block, reference: Reference) -> Candidate:
    """With the one region that a title names after "market": "Heat Pump Market in Germany"."""
    if candidate.region:
        return candidate
    rest = text[end : end + LOOK_BACK]
    named = [m for m in reference.names_in(rest) if reference.region(m[0]) not in (None, "world")]
    if len(named) != 1 or not _is_scope(rest[: named[0].start()], rest[named[0].end() :]):
        return candidate
    start = block.start + end + named[0].start()
    return replace(candidate, region=reference.region(named[0][0]), span=(start, start + len(named[0][0])))


def _is_scope(before: str, after: str) -> bool:
    """Whether the words round a region in a title restrict the market to it."""
    if not AFTER_SCOPE.fullmatch(before[-12:].lstrip("abcdefghijklmnopqrstuvwxyz")):
        return False
    if re.match(r"\s*(?:(?:,|&|and\b)\s*(?:the\s+)?[A-Z]|-based|to\s)", after):
        return False
    return not re.search(r"\bby\b|\bregions?\b", before, re.I)


def _with_region_word(candidate: Candidate, text: str, low: str) -> Candidate:
    """With the region's word, where it is a part of the name: "French Fries" is also written "french fries"."""
    if (
        candidate.span is None
        or candidate.span[1] > candidate.start
        or text[candidate.span[1] : candidate.start].strip()
    ):
        return candidate
    full = text[candidate.span[0] : candidate.start + len(candidate.name)]
    if full.lower() not in text and f"global {full.lower()} market" not in low:
        return candidate
    return replace(candidate, name=full, start=candidate.span[0], region=None, span=None, key=key(full))


def _plainer(candidate: Candidate, low: str) -> Candidate:
    """Without a soft word in front, where the market is also called so: "Growing X Market" beside "the X market"."""
    soft = SOFT_WORD.match(candidate.name)
    while soft:
        rest = candidate.name[soft.end() :]
        short, long = (low.count(f"{n.lower()} market") for n in (rest, candidate.name))
        if short <= long or len(rest) < 3:
            break
        candidate = replace(candidate, name=rest, start=candidate.start + soft.end())
        soft = SOFT_WORD.match(rest)
    return candidate


def _from_slug(page: Page, words: tuple[str, ...]) -> list[Candidate]:
    """The name as the address spells it, where no words of the page give it."""
    span = slug_span(page, words) if words else None
    return [Candidate(" ".join(words), *span, None, None, 3, (), "".join(words))] if span else []


def _from_title(page: Page, reference: Reference) -> list[Candidate]:
    """The words before the colon or dash of a title that does not call its subject a market: "Heat Pumps: a guide"."""
    block = page.blocks[0]
    subject = TITLED.match(page.words(block)) if block.kind is BlockKind.HEADING else None
    candidate = bare(block.start, subject["name"], reference, 2) if subject else None
    return (
        [candidate]
        if candidate and not is_sentence(candidate.name) and len(candidate.name.split()) <= LONGEST_SUBJECT
        else []
    )


def _from_sales(page: Page, reference: Reference) -> list[Candidate]:
    """What sales are said to be of, where nothing is called a market: "Revenue from infusion pumps is set to climb"."""
    for number, block in enumerate(page.blocks[:READ_BLOCKS]):
        sales = None if is_call(page, number) else SOLD.search(page.words(block))
        candidate = bare(block.start + sales.start("name"), sales["name"], reference, 3) if sales else None
        if candidate:
            return [candidate]
    return []


def slug_span(page: Page, words: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the text has the name as the address spells it, None where it has not."""
    low = page.text.lower()
    for joint in "-_ ":
        start = low.find(joint.join(words))
        if start >= 0 and len(low) == len(page.text):
            return start, start + len(joint.join(words))
    return None
