"""Decides whose a percentage of a sentence is among the names around it: in step, right before it, or led to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mrgraph.extraction.figures.known_names import Mention
from mrgraph.extraction.text.amounts import Percent
from mrgraph.lexicon import figure_words
from mrgraph.lexicon.caseless import AnyCase

HOLDS = figure_words.finder("holds", "share")
LISTED_AFTER = re.compile(r"^\s*(?:\(|–|-|:)?\s*(?:the\s+)?$")
OPENS = AnyCase(r"\W*(?:with|at|holding|accounting\s+for|making\s+up)\s[^,;]{0,60}$")
OPENED = re.compile(r"[^,;.%]{0,40},\s+(?:the\s+)?$", re.I)
RESPECTIVELY = AnyCase(r"\brespectively\b")
EACH_OWN = re.compile(r"それぞれ|각각")
EACH = re.compile(r"^\s*(?:market\s+share\s+)?each\b", re.I)
LINK = re.compile(
    r"^\W*(?:,|and|&|、|と|および|및|과|와|\s|さらに)*(?:(?:around|about|approximately|nearly|약|約)\s*)?\W*$", re.I
)
LISTED = re.compile(r"\s*(?:[(\[:–-]|at|with)\s*(?:a\s+)?(?:about|around|approximately|nearly|~)?\s*$")
JOINED = re.compile(r"\s*(?:,|and|&|,\s*and|、|と|및)\s*(?:the\s+)?")
GROUP = AnyCase(
    r"\b(?:top|leading|largest|other|remaining|major|these)\s+(?:\w+\s+)?"
    r"(?:companies|players|vendors|manufacturers|suppliers|regions|countries|firms|brands)\b",
)
TOGETHER = AnyCase(r"\b(?:collectively|together|combined|jointly|in\s+total|altogether)\b|合わせて|함께")
ASIDE = AnyCase(
    r"\b(?:demand\s+from|led\s+by|driven\s+by|such\s+as|including|like|particularly|especially|due\s+to|"
    r"presence\s+of|notably|followed\s+by\s+demand\s+in)\s+(?:in\s+)?(?:the\s+)?(?:[\w.]+(?:,\s*|\s+and\s+|"
    r"\s*,\s*and\s+))*$",
)
RELATIVE = AnyCase(r",\s+(?:where|whose|home\s+of|thanks\s+to|helped\s+by)\s[^,;%]{0,40}$")
BACK_AGAIN = re.compile(
    r"[^,;%]{0,60},\s+(?:held|holds?|had|has|accounted|accounts|led|leads|took|takes|made|makes|stood)\b", re.I
)


def in_step(
    text: str, percents: list[Percent], mentions: list[Mention]
) -> Iterator[tuple[list[Percent], list[Mention]]]:
    """Groups of percentages with as many owners before them: "A and B with 35% and 30% respectively"."""
    for mark in RESPECTIVELY.finditer(text):
        group = chain(text, [p for p in percents if p.end <= mark.start()])
        yield from paired(group, [m for m in mentions if group and m.start < group[0].start])
    if own := EACH_OWN.search(text):
        group = chain(text, [p for p in percents if p.start >= own.end()], first=True)
        yield from paired(group, [m for m in mentions if m.end <= own.start()])
    yield from shared(text, percents, mentions)


def paired(group: list[Percent], mentions: list[Mention]) -> Iterator[tuple[list[Percent], list[Mention]]]:
    """A group of percentages with the last owners named before it, if there are as many."""
    owners = last_owners(mentions, len(group))
    if len(group) > 1 and owners:
        yield group, owners


def shared(
    text: str, percents: list[Percent], mentions: list[Mention]
) -> Iterator[tuple[list[Percent], list[Mention]]]:
    """Percentages that several owners have each: "A and B with 20% each"."""
    for number, percent in enumerate(percents):
        if EACH.match(text[percent.end :]):
            floor = percents[number - 1].end if number else 0
            owners = [m for m in mentions if floor <= m.start < percent.start]
            if len(owners) > 1:
                yield [percent] * len(owners), owners


def last_owner(text: str, inside: list[Mention], percent: Percent, floor: int) -> Mention | None:
    """The last thing named before a percentage that is no place of another; none where several share it."""
    if GROUP.search(text, inside[-1].end, percent.start):
        return None
    if TOGETHER.search(text, floor, percent.start) and len({m.target.name for m in inside}) > 1:
        return None
    heads = [m for m in inside if not qualifies(text, m)] or inside
    last = heads[-1]
    joined = [m for m in heads[:-1] if JOINED.fullmatch(text[m.end : last.start])]
    return None if joined and last.target.kind == "region" and joined[-1].target.name != last.target.name else last


def opened(text: str, percent: Percent, after: list[Mention]) -> Mention | None:
    """The owner named after a percentage: "With 38% of sales, Europe is", "38% (Europe)"."""
    if after and OPENS.match(text[: percent.start]) and OPENED.match(text[percent.end : after[0].start]):
        return after[0]
    return next((m for m in after if LISTED_AFTER.match(text[percent.end : m.start])), None)


def is_listed(text: str, mention: Mention, percent: Percent) -> bool:
    """Whether a percentage stands right behind a name, as in a list: "Europe (27%)", "Asia at 46%"."""
    return not qualifies(text, mention) and LISTED.match(text[mention.end : percent.start]) is not None


def may_own(text: str, mention: Mention, percent: Percent) -> bool:
    """Whether a name before a percentage stands in no aside and in no brackets."""
    return not aside(text, mention) and not in_brackets(text, mention, percent.start)


def in_brackets(text: str, mention: Mention, end: int) -> bool:
    """Whether a name only explains in brackets what holds the share: "Metals (steel, zinc) account for 60%"."""
    opened, closed = text.rfind("(", 0, mention.start), text.find(")", mention.end, end)
    inside = opened >= 0 and closed >= 0 and text.find(")", opened, mention.start) < 0
    return inside and "," in text[opened:closed] and HOLDS.search(text, closed, end) is not None


def aside(text: str, mention: Mention) -> bool:
    """Whether a name stands in an aside: "led by demand from China"; not so "particularly in China, which holds"."""
    if RELATIVE.search(text, max(0, mention.start - 60), mention.start) and BACK_AGAIN.match(text, mention.end):
        return True
    subject = re.match(r"^,?\s*(?:which|who|where|with|holding|accounting)\b", text[mention.end :])
    return not subject and bool(ASIDE.search(text, max(0, mention.start - 60), mention.start))


def qualifies(text: str, mention: Mention) -> bool:
    """Whether a name only places another: "China in Asia-Pacific", "(APAC)", "across Europe"."""
    return bool(re.search(r"(?:\bin|\bacross|\bwithin|\()\s*(?:the\s+)?$", text[: mention.start], re.I))


def chain(text: str, percents: list[Percent], *, first: bool = False) -> list[Percent]:
    """The percentages at the end (or the beginning) that stand in one row: "35%, 30% and 25%"."""
    chain: list[Percent] = []
    for percent in percents if first else reversed(percents):
        gap = "" if not chain else text[chain[-1].end : percent.start] if first else text[percent.end : chain[-1].start]
        if chain and not LINK.match(gap):
            break
        chain.append(percent)
    return chain if first else chain[::-1]


def last_owners(mentions: list[Mention], count: int) -> list[Mention]:
    """The last `count` different things named, in text order; none where there are fewer."""
    unique = list({m.target.name: m for m in mentions}.values())
    return unique[-count:] if count and len(unique) >= count else []
