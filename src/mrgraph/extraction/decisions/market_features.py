"""What the score card of the market's name sees: one function a line of `weights/market.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final, TypeAlias

from mrgraph.extraction.decisions.market_votes import Ballot, Votes
from mrgraph.extraction.decisions.market_words import (
    ANCHORS,
    BEGIN_REPORTS,
    DEEDS,
    DEMONYMS,
    FINITE,
    FIRM_WORDS,
    JOINTS,
    NO_END,
    OF_REPORTS,
    ORDINARY_VERBS,
    SIZES,
    SOLD,
    TELLING,
    VAGUE,
)
from mrgraph.extraction.decisions.page_words import parted
from mrgraph.extraction.decisions.score_cards import bucket

Feature: TypeAlias = Callable[[Votes, Ballot], int]
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:s|[-–]\d+)?")
_OTHER_SCRIPTS: Final = frozenset(("ja", "ko", "zh", "ru", "ar"))
_NO_NOUN: Final = NO_END | ANCHORS | DEEDS
_NUMBER: Final = re.compile(r"\d[\d.,]*")


def rules(vote: Votes, _: Ballot) -> int:
    """The rules found it: not at all, in a sentence, in a title, and as their choice."""
    return vote.ruled


def called_so(vote: Votes, _: Ballot) -> int:
    """Times that the page says "the X market" with nothing else before X: 0, 1, 2, 3-4, 5-8, more."""
    return bucket(vote.calls, (1, 2, 3, 5, 9))


def of_the_most(vote: Votes, ballot: Ballot) -> int:
    """Its calls against those of the candidate that is called most: below a quarter, half, all but, as many."""
    return bucket(vote.calls * 4 // ballot.most, (1, 2, 3, 4))


def clean(vote: Votes, _: Ballot) -> int:
    """How often nothing else stands before it before "market": never, below half, half, mostly, always."""
    return bucket(vote.calls * 8 // vote.stands, (1, 4, 6, 8)) if vote.stands else 0


def in_title(vote: Votes, ballot: Ballot) -> int:
    """The title: does not name it, names it, calls it a market."""
    return 2 if vote.titles else int(vote.key in ballot.title)


def in_headings(vote: Votes, _: Ballot) -> int:
    """Other headings that call it a market: 0, 1, 2 and more."""
    return bucket(vote.headings, (1, 2))


def in_address(vote: Votes, ballot: Ballot) -> int:
    """The address of the page: none, another name, a part of the name or more than it, just this name."""
    if not ballot.address:
        return 0
    if vote.key.rstrip("s") == ballot.address.rstrip("s"):
        return 3
    return 2 if vote.key.rstrip("s") in ballot.address or ballot.address in vote.key else 1


def told_of(vote: Votes, _: Ballot) -> int:
    """Calls that go on as a market's do ("market size", "market is", a stop): none, some, most, all."""
    return bucket(vote.told * 4 // vote.calls, (1, 2, 4)) if vote.calls else 0


def told_often(vote: Votes, _: Ballot) -> int:
    """The same, counted: 0, 1, 2, 3-5, more."""
    return bucket(vote.told, (1, 2, 3, 6))


def something_else(vote: Votes, _: Ballot) -> int:
    """Calls that are none ("market leader", "market conditions"): none, some, most, all."""
    return bucket(vote.elsewise * 4 // vote.calls, (1, 2, 4)) if vote.calls else 0


def with_figures(vote: Votes, _: Ballot) -> int:
    """Calls with an amount or a percentage near: 0, 1, 2, 3 and more."""
    return bucket(vote.figured, (1, 2, 3))


def called_by(vote: Votes, _: Ballot) -> int:
    """What it is called: nothing, "X sales", an industry or sector, the market for X, a market."""
    if not vote.calls:
        return int(vote.sold > 0)
    return 2 if not vote.markets and not vote.after else 3 if vote.after == vote.calls else 4


def sold(vote: Votes, _: Ballot) -> int:
    """Times that the page speaks of its sales, shipments and the like: 0, 1, 2-3, more."""
    return bucket(vote.sold, (1, 2, 4))


def subject(vote: Votes, _: Ballot) -> int:
    """The title is about it: no, yes and it is called a market, yes and it is not."""
    return int(vote.subject) * (1 + (not vote.calls))


def mentioned(vote: Votes, ballot: Ballot) -> int:
    """Times that its words stand anywhere: below 2, 4, 8, 16, more."""
    return bucket(_mentions(vote, ballot), (2, 4, 8, 16))


def _mentions(vote: Votes, ballot: Ballot) -> int:
    return ballot.line.count(f" {' '.join(parted(' '.join(vote.words)))}")


def early(vote: Votes, _: Ballot) -> int:
    """The first block that calls it so: none, far down, among the first ten, three, the first."""
    return 0 if vote.first < 0 else 1 + bucket(-vote.first, (-9, -2, 0))


def length(vote: Votes, _: Ballot) -> int:
    """Number of words: 1, 2, 3, 4, 5-6, more."""
    return bucket(len(vote.words), (2, 3, 4, 5, 7))


def small_letters(vote: Votes, _: Ballot) -> int:
    """Written in small letters: never, sometimes."""
    return int(vote.written > 0)


def verb_inside(vote: Votes, _: Ballot) -> int:
    """A word in it that is mostly a verb."""
    return int(any(word in ORDINARY_VERBS for word in vote.words))


def telling(vote: Votes, _: Ballot) -> int:
    """A verb that tells a deed: none, inside, as its last word."""
    return 2 if vote.words[-1] in TELLING else int(not TELLING.isdisjoint(vote.words))


def sold_inside(vote: Votes, _: Ballot) -> int:
    """A word in it for sales or a market ("vendor revenues from switches")."""
    return int(any(word in SOLD or word in ANCHORS for word in vote.words))


def vague_start(vote: Votes, _: Ballot) -> int:
    """Its first word says whose or how a market is ("leading", "consumer"); 2: it has no other."""
    return int(vote.words[0] in VAGUE) * (1 + (len(vote.words) == 1))


def soft_start(vote: Votes, _: Ballot) -> int:
    """Its first word tells a size, an age or a number of markets ("total", "growing", "two")."""
    return int(vote.words[0] in SIZES)


def joint_inside(vote: Votes, _: Ballot) -> int:
    """A preposition in it, or "and": 0, "and" only, a preposition."""
    inside = {word for word in vote.words if word in JOINTS}
    return 2 if inside - {"and", "&", "or"} else int(bool(inside))


def firm_words(vote: Votes, _: Ballot) -> int:
    """A word in it that firms' names have ("Ltd", "Group")."""
    return int(not FIRM_WORDS.isdisjoint(vote.words))


def number_inside(vote: Votes, _: Ballot) -> int:
    """A number in it."""
    return int(any(_NUMBER.fullmatch(word) for word in vote.words))


def possessive(vote: Votes, _: Ballot) -> int:
    """A word in it that ends in 's."""
    return int(any(word.endswith(("'s", "’s", "s’", "s'")) for word in vote.words))


def short_of_more(vote: Votes, ballot: Ballot) -> int:
    """A longer candidate ends in it: none, one with at least a third of its calls, one with as many."""
    calls = max(
        (each.calls for key, each in ballot.votes.items() if key.endswith(vote.key) and key != vote.key), default=0
    )
    return 0 if not calls else 1 + int(calls * 3 >= vote.calls) + int(calls >= vote.calls)


def longer_than_more(vote: Votes, ballot: Ballot) -> int:
    """It ends in a shorter candidate: none, one with at least as many calls, one with three times as many."""
    calls = max(
        (each.calls for key, each in ballot.votes.items() if vote.key.endswith(key) and key != vote.key), default=0
    )
    return 0 if calls < max(vote.calls, 1) else 1 + int(calls >= 3 * max(vote.calls, 1))


FEATURES: Final[tuple[Feature, ...]] = (
    rules, called_so, of_the_most, clean, in_title, in_headings, in_address, told_of, told_often,
    something_else, with_figures, called_by, sold, subject, mentioned, early, length, small_letters,
    verb_inside, telling, sold_inside, vague_start, soft_start, joint_inside, firm_words, number_inside,
    possessive, short_of_more, longer_than_more,
)  # fmt: skip
BUCKETS: Final = {
    "rules": 4, "called_so": 6, "of_the_most": 5, "clean": 5, "in_title": 3, "in_headings": 3, "in_address": 4,
    "told_of": 4, "told_often": 5, "something_else": 4, "with_figures": 4, "called_by": 5, "sold": 4, "subject":
    3, "mentioned": 5, "early": 5, "length": 6, "small_letters": 2, "verb_inside": 2, "telling": 3,
    "sold_inside": 2, "vague_start": 3, "soft_start": 2, "joint_inside": 3, "firm_words": 2, "number_inside": 2,
    "possessive": 2, "short_of_more": 4, "longer_than_more": 3,
}  # fmt: skip


def answers(vote: Votes, ballot: Ballot) -> dict[str, int]:
    """The bucket of each feature."""
    return {feature.__name__: feature(vote, ballot) for feature in FEATURES}


def barred(vote: Votes, places: Collection[str], script: str) -> str:
    """Why a candidate cannot be the name, whatever its score: "" where it can."""
    if " ".join(vote.words) in places or " ".join(vote.words) in DEMONYMS:
        return "a place alone"
    if any(map(_YEAR.fullmatch, vote.words)) or all(map(_NUMBER.fullmatch, vote.words)):
        return "a year, or nothing but numbers"
    if not OF_REPORTS.isdisjoint(vote.words) or vote.words[0] in BEGIN_REPORTS:
        return "words of a report's title"
    if vote.words[-1] in _NO_NOUN or not FINITE.isdisjoint(vote.name.split()):
        return "no noun at its end, or a verb inside"
    if (
        vote.ruled < 3
        and script not in _OTHER_SCRIPTS
        and not any(word.isascii() or word[0] < "\u0250" for word in vote.words)
    ):
        return "in another script than the text"
    return ""


def is_title_alone(vote: Votes, ballot: Ballot) -> bool:
    """Whether a name stands in the title and nowhere else, and nothing calls it a market or speaks of its sales."""
    return vote.subject and not (vote.ruled or vote.calls or vote.sold) and _mentions(vote, ballot) <= 1


def is_plain(vote: Votes) -> bool:
    """Whether a name tells no deed and no year."""
    return TELLING.isdisjoint(vote.words) and not any(map(_YEAR.fullmatch, vote.words))


def may_stand(vote: Votes, places: Collection[str]) -> bool:
    """Whether the rules' name in a title is one where no candidate is likely enough."""
    return is_plain(vote) and not barred(vote, places, "en")


def agreed(vote: Votes, ballot: Ballot) -> bool:
    """Whether the address of the page names just what the rules chose, and no verb is in it: then it needs no vote."""
    return (
        vote.ruled == 3
        and in_address(vote, ballot) == 3
        and not verb_inside(vote, ballot)
        and not telling(vote, ballot)
    )
