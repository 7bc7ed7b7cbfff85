"""What a report is about: its market and the region that its title restricts it to; and its imprint."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mrgraph.extraction import rules
from mrgraph.extraction.publication.market_choice import choose
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
from mrgraph.extraction.publication.report_metadata import Imprint, imprint, slug
from mrgraph.extraction.text.lists import is_sentence
from mrgraph.extraction.text.page import CALL, Page
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.records import (
    Block,
    BlockKind,
    Claim,
    Evidence,
    NameClaim,
    RegionClaim,
    RegionRole,
    Role,
    TextClaim,
    TextField,
)
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
QUESTION = re.compile(r"\s*(?:\d+[.)]|Q\d*\s*[.:])\s.*\?\s*$|\s*Q\d*\s*[.:]")
TITLED = re.compile(r"\s*(?P<name>[A-Z][^:–—|?!.]{3,70}?)\s*(?:[:–—|]|\s-\s)\s*\S")
SOLD = AnyCase(
    r"\b(?:revenues?|sales|demand|spending)\s+(?:from|of|for|on)\s+(?P<name>[a-z][a-z\s-]{3,60}?)\s+"
    r"(?:is|are|was|were|will|came|reached|grew|rose|stood|totall?ed|climbed)\b"
)
CROSS_SELL = AnyCase(
    r"\b(?:also\s+(?:be\s+interested|like|read|viewed|bought)|related\s+reports?|see\s+also|more\s+reports?)\b"
)
LONGEST_SUBJECT = 6  # words
FRONT = re.compile(r"^\s*(?:title|name|headline)\s*:\s*[\"']?", re.I)
LOOK_BACK, READ_BLOCKS = 160, 40  # characters and blocks that are searched for a name


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands at the head of a report; the other readers need the market's names, the scope and the publisher."""

    market: str
    aliases: tuple[str, ...]
    scope: str | None
    domain: str | None
    publisher: tuple[str, ...]
    claims: tuple[Claim, ...]
    is_report: bool = True  # whether the page reads like a market report


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rules make of the head of a page: the names they found, their choice, and the words of the address."""

    source: Imprint
    address: tuple[str, ...]
    found: list[Candidate]
    best: Candidate | None


def proposed(page: Page, reference: Reference) -> Proposed:
    """The market's name as the rules read it, before it is weighed against all others."""
    source = imprint(page)
    words = slug(page, source.addresses)
    found = list(_candidates(page, reference, MARKET_WORD)) or list(_candidates(page, reference, INDUSTRY_WORD))
    found += _from_slug(page, words) if not found else []
    found += _from_title(page, reference) if not found else []
    found += _from_sales(page, reference) if not found else []
    return Proposed(source, words, found, _best(page, found, "".join(words)))


def headline(page: Page, reference: Reference, *, force: bool = False) -> Headline:
    """The headline of a page; `market` is "" where no market is named. `force`: take the rules' choice at worst."""
    lead = proposed(page, reference)
    source, words, found = lead.source, lead.address, lead.found
    choice = choose(page, reference, found, lead.best, "".join(words))
    best = choice.market if choice.reads_like_report or force else None
    best = best or (lead.best if force else None)
    claims: list[Claim] = []
    market = ""
    aliases: tuple[tuple[str, Evidence], ...] = ()
    if best:
        market = best.name
        aliases = _aliases(page, best, found, words)
        evidence = (page.evidence(rules.MARKET_TITLE, best.start, best.end),)
        forms = tuple(a for a, _ in aliases)
        claims.append(NameClaim(Role.MARKET, market, forms, evidence + tuple(e for _, e in aliases)))
    scope = _scope(best, found)
    if scope and scope.region and scope.place:
        claims.append(RegionClaim(RegionRole.SCOPE, scope.region, (page.evidence(rules.SCOPE_TITLE, *scope.place),)))
    claims += [*source.claims, *_title(page, market)]
    return Headline(
        market,
        tuple(a for a, _ in aliases),
        scope.region if scope else None,
        source.domain,
        source.names,
        tuple(claims),
        choice.reads_like_report,
    )


def is_call(page: Page, number: int) -> bool:
    """Whether a block is a call to buy or download; a title that is a link as a whole is none."""
    block = page.blocks[number]
    if number not in page.calls:
        return False
    return number > 0 or block.kind is not BlockKind.HEADING or bool(CALL.search(page.words(block)))


# ----------------------------------------------------------------- candidates


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
        for found in () if CROSS_SELL.search(words) else list(word.finditer(words))[:3]:
            if NAME_BEGINS.match(words, found.start()) and not bare(
                block.start, words[: found.start()], reference, trust
            ):
                continue
            seen += 1
            made = _candidate(block.start, words, (last, found.start()), reference, trust + (seen > 6))
            made = made or _market_for(block, words, found, reference, trust)
            if made:
                made = _fuller(made, block.start, words, (last, found.start()), reference, low)
                made = _region_after(made, words, found.end(), block, reference) if trust <= 1 else made
                yield _plainer(_named_so(made, page.text, low), low)
            last = found.end()


def _trust(block: Block, number: int, words: str) -> int:
    if block.kind is BlockKind.HEADING or block.bold:
        return 0 if block.level == 1 or FRONT.match(words) else 1 if number <= 1 else 2
    return 1 if number == 0 and len(words) < 160 else 3


def _candidate(offset: int, text: str, room: tuple[int, int], reference: Reference, trust: int) -> Candidate | None:
    """A market's name that ends where `room` does: without place, size words, slogans, years and acronyms."""
    begin = max(room[0], room[1] - LOOK_BACK)
    words = text[begin : room[1]]
    cut = max((m.end() for m in CUT.finditer(words)), default=0)
    cut = max(cut, max((m.end() for m in VERB.finditer(words)), default=0))
    if trust > 2:
        cut = max(cut, max((m.end() for m in SENTENCE_CUT.finditer(words)), default=0))
    if cut >= len(words.rstrip()) and cut and trust < 3 and DASH_END.search(words):
        return _candidate(
            offset, text, (room[0], begin + len(words.rstrip(" :–—|-"))), reference, trust
        )  # "Cold Plates: Market ..."
    made = bare(offset + begin + cut, words[cut:], reference, trust)
    if made is None and cut and trust < 3 and DASH_END.search(words[:cut]):
        made = bare(*_segment(offset + begin, words[:cut].rstrip(" :–—|-")), reference, trust)
    return made


def _fuller(
    made: Candidate, offset: int, text: str, room: tuple[int, int], reference: Reference, low: str
) -> Candidate:
    """With the words up to the next hard cut, where the name always stands so: "Corn on the Cob", "Air Driven Pump"."""
    begin = max(room[0], room[1] - LOOK_BACK)
    words = text[begin : room[1]]
    cut = max((m.end() for m in HARD_CUT.finditer(words)), default=0)
    if offset + begin + cut >= made.start:
        return made
    longer = bare(offset + begin + cut, words[cut:], reference, made.trust)
    if longer is None or longer.start >= made.start or longer.end != made.end:
        return made
    short, long = (low.count(f"{n.lower()} market") for n in (made.name, longer.name))
    return longer if long >= 2 and long == short else made


def _segment(start: int, words: str) -> tuple[int, str]:
    """The last piece of a title before its colon or dash."""
    cut = max((m.end() for m in CUT.finditer(words)), default=0)
    return start + cut, words[cut:]


def _market_for(block: Block, text: str, found: re.Match[str], reference: Reference, trust: int) -> Candidate | None:
    """The name in "the market for X"."""
    after = MARKET_FOR.match(text, found.end())
    return bare(block.start + after.start("name"), after["name"], reference, trust) if after else None


def _region_after(made: Candidate, text: str, end: int, block: Block, reference: Reference) -> Candidate:
    """With the one region that a title names after "market": "Heat Pump Market in Germany"."""
    if made.region:
        return made
    rest = text[end : end + LOOK_BACK]
    named = [m for m in reference.names_in(rest) if reference.region(m[0]) not in (None, "world")]
    if len(named) != 1 or not AFTER_SCOPE.fullmatch(
        rest[: named[0].start()][-12:].lstrip("abcdefghijklmnopqrstuvwxyz")
    ):
        return made
    if re.match(r"\s*(?:(?:,|&|and\b)\s*(?:the\s+)?[A-Z]|-based|to\s)", rest[named[0].end() :]) or re.search(
        r"\bby\b|\bregions?\b", rest[: named[0].start()], re.I
    ):
        return made
    start = block.start + end + named[0].start()
    return replace(made, region=reference.region(named[0][0]), place=(start, start + len(named[0][0])))


def _named_so(made: Candidate, text: str, low: str) -> Candidate:
    """With the region's word, where it is a part of the name: "French Fries" is also written "french fries"."""
    if made.place is None or made.place[1] > made.start or text[made.place[1] : made.start].strip():
        return made
    full = text[made.place[0] : made.start + len(made.name)]
    if full.lower() not in text and f"global {full.lower()} market" not in low:
        return made
    return replace(made, name=full, start=made.place[0], region=None, place=None, key=key(full))


def _plainer(made: Candidate, low: str) -> Candidate:
    """Without a soft word in front, where the market is also called so: "Growing X Market" beside "the X market"."""
    soft = SOFT_WORD.match(made.name)
    while soft:
        rest = made.name[soft.end() :]
        short, long = (low.count(f"{n.lower()} market") for n in (rest, made.name))
        if short <= long or len(rest) < 3:
            break
        made = replace(made, name=rest, start=made.start + soft.end())
        soft = SOFT_WORD.match(rest)
    return made


def _from_slug(page: Page, words: tuple[str, ...]) -> list[Candidate]:
    """The name as the address spells it, where no words of the page give it."""
    place = _slug_place(page, words) if words else None
    return [Candidate(" ".join(words), *place, None, None, 3, (), "".join(words))] if place else []


def _from_title(page: Page, reference: Reference) -> list[Candidate]:
    """The words before the colon or dash of a title that does not call its subject a market: "Heat Pumps: a guide"."""
    block = page.blocks[0]
    subject = TITLED.match(page.words(block)) if block.kind is BlockKind.HEADING else None
    made = bare(block.start, subject["name"], reference, 2) if subject else None
    return [made] if made and not is_sentence(made.name) and len(made.name.split()) <= LONGEST_SUBJECT else []


def _from_sales(page: Page, reference: Reference) -> list[Candidate]:
    """What sales are said to be of, where nothing is called a market: "Revenue from infusion pumps is set to climb"."""
    for number, block in enumerate(page.blocks[:READ_BLOCKS]):
        said = None if is_call(page, number) else SOLD.search(page.words(block))
        made = bare(block.start + said.start("name"), said["name"], reference, 3) if said else None
        if made:
            return [made]
    return []


# --------------------------------------------------------------------- choice


def _best(page: Page, found: list[Candidate], slug_key: str) -> Candidate | None:
    """The candidate that the address confirms, else the one of the highest trust that recurs most."""
    if not found:
        return None
    counts = Counter(key(c.name) for c in found)
    english = (page.document.language == "en" and page.text.isascii()) or not re.search(
        r"[぀-ヿ一-鿿가-힣]", found[0].name
    )

    def rank(item: tuple[int, Candidate]) -> tuple[int, ...]:
        i, c = item
        own = key(c.name)
        told = min(_told(k, key(slug_key), c.region is not None) for k in (own, c.key))
        often = -3 if told == 0 else -min(counts[own], 3)
        return (told, often, c.trust, i) if english else (-min(counts[own], 4), c.trust, i)

    return min(enumerate(found), key=rank)[1]


def _told(own: str, slug_key: str, placed: bool) -> int:
    """How far the address agrees: 0 the same name, 1 one is a part of the other, 2 not at all."""
    if not slug_key or own.rstrip("s") == slug_key.rstrip("s") or (placed and slug_key.endswith(own)):
        return 0
    shared = own.rstrip("s") in slug_key or slug_key in own
    return 1 if shared and min(len(own), len(slug_key)) * 5 >= max(len(own), len(slug_key)) * 3 else 2


def _aliases(
    page: Page, best: Candidate, found: list[Candidate], words: tuple[str, ...]
) -> tuple[tuple[str, Evidence], ...]:
    """Other forms of the market's name: acronyms in parentheses, headings in another spelling, and the address."""
    made: dict[str, Evidence] = {}
    spelled = {best.name.casefold()}
    for c in found:
        same = key(c.name).rstrip("s") == key(best.name).rstrip("s")
        if same and c.name.casefold() not in spelled:
            spelled.add(c.name.casefold())
            made.setdefault(c.name, page.evidence(rules.MARKET_ALIAS, c.start, c.end))
        for acronym in c.acronyms if same or c.trust < 2 else ():
            short = re.fullmatch(r"[A-Z][A-Z0-9&/.-]{1,11}s?", acronym) or (
                same and not re.search(r"[,、]|\d{4}|[%$]", acronym)
            )
            if short and acronym.casefold() not in spelled and len(acronym) > 1:
                made.setdefault(acronym, page.evidence(rules.MARKET_ALIAS, c.start, c.end))
    if words and re.search(r"[^\x00-\u024f\u2000-\u206f]", best.name) and (place := _slug_place(page, words)):
        made.setdefault(" ".join(words), page.evidence(rules.MARKET_ALIAS, *place))
    return tuple(sorted(made.items(), key=lambda item: (item[1].start, item[0])))


def _slug_place(page: Page, words: tuple[str, ...]) -> tuple[int, int] | None:
    low = page.text.lower()
    for joint in "-_ ":
        start = low.find(joint.join(words))
        if start >= 0 and len(low) == len(page.text):
            return start, start + len(joint.join(words))
    return None


def _scope(best: Candidate | None, found: list[Candidate]) -> Candidate | None:
    """The candidate whose region is the report's scope: the best one, or a title of the same market."""
    if best is None:
        return None
    if best.region and (best.trust <= 2 or _always_there(best, found)):
        return best
    return next((c for c in found if c.trust <= 1 and c.region and key(c.name) == key(best.name)), None)


def _always_there(best: Candidate, found: list[Candidate]) -> bool:
    """Whether no title names the market, and sentences name it with this region for the most part."""
    same = [c.region for c in found if key(c.name) == key(best.name)]
    return all(c.trust > 2 for c in found) and same.count(best.region) * 2 > len(same)


def _title(page: Page, market: str) -> Iterator[Claim]:
    """The first heading that names the market; without one, the first line that does."""
    for kind, longest in ((BlockKind.HEADING, len(page.text)), (BlockKind.PARAGRAPH, LOOK_BACK)):
        for number, block in enumerate(page.blocks[:8]):
            words = page.words(block)
            if block.kind is not kind or is_call(page, number) or len(words) > longest:
                continue
            if not (key(market) in key(words) if market else MARKET_WORD.search(words)) or QUESTION.match(words):
                continue
            lead = FRONT.match(words)
            start = block.start + (lead.end() if lead else 0)
            end = start + len(page.text[start : block.end].rstrip(" \"'"))
            yield TextClaim(TextField.TITLE, page.text[start:end], (page.evidence(rules.TITLE, start, end),))
            return
