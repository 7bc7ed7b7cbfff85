"""What the score card of firms' names sees: one function a line of `weights/firms.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from mrgraph.extraction.decisions.firm_candidates import Candidate, ordinary_words, other_names
from mrgraph.extraction.decisions.score_cards import bucket
from mrgraph.lexicon import name_forms
from mrgraph.lexicon.vocabulary import SPEAKS


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a page: all candidates, and what is known of names beyond their sentences.

    `known`: keys of firms that several publishers list, with their number; `places`: folded names of regions and what
    comes from them; `taken`: folded names of segments; `market`: the words of the market's name in small letters.
    """

    every: Mapping[str, Candidate]
    small_words: frozenset[str]
    known: Mapping[str, int]
    is_place: Callable[[str], bool]
    taken: frozenset[str]
    market: frozenset[str]


Feature: TypeAlias = Callable[[Candidate, Names], int]
_RESEARCH: Final = re.compile(
    r"\b(?:Research|Insights?|Reports?|Intelligence|Analytics|Consulting|Data|Association|Institute)\b"
)
_PUBLIC: Final = re.compile(
    r"\b(?:Agency|Administration|Department|Ministry|Commission|Council|University|Government|Authority|Act|Expo|"
    r"Conference|Summit|Fair|Award|Union|Bureau|Parliament|Hospital|College|Law|Program|Programme|Bank\sof|Committee)\b"
)
_SHAPE: Final = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]|&|\w\.\w|[!]")
_ABSTRACT: Final = re.compile(r"(?:tion|ment|ity|ness|ship|ism|ance|ence|ology|ing|ics)s?$")


def known(candidate: Candidate, names: Names) -> int:
    """Publishers of report houses that list it: none or one, 2, 3 and more."""
    return bucket(names.known.get(candidate.key, 0), (2, 3))


def other(candidate: Candidate, _: Names) -> int:
    """Several publishers write it, and none names it as a firm ("OLED")."""
    return int(candidate.key in other_names())


def form(candidate: Candidate, _: Names) -> int:
    """The name itself: says nothing, holds a word that firms are called by, ends in a legal form."""
    return 2 if name_forms.has_legal_form(candidate.name) else int(SPEAKS.search(candidate.name) is not None)


def ordinary(candidate: Candidate, names: Names) -> int:
    """Its words, elsewhere written small: none, some, all but here never, all and here, too."""
    words = _words(candidate)
    common = sum(word in ordinary_words() for word in words)
    if common < len(words) or not words:
        return int(common > 0)
    return 3 if all(word in names.small_words for word in words) else 2


def length(candidate: Candidate, _: Names) -> int:
    """Number of words: 1, 2, 3, more."""
    return bucket(len(candidate.name.split()), (2, 3, 4))


def shape(candidate: Candidate, _: Names) -> int:
    """Letters: as in words, all capitals up to four, all capitals and more, capitals inside or signs."""
    if candidate.name.isupper():
        return 1 if len(candidate.name) <= 4 else 2
    return 3 if _SHAPE.search(candidate.name) else 0


def digit(candidate: Candidate, _: Names) -> int:
    """A digit in it."""
    return int(any(char.isdigit() for char in candidate.name))


def mentions(candidate: Candidate, _: Names) -> int:
    """Times that running text names it: 1, 2, 3-4, 5-8, more."""
    return bucket(len(candidate.mentions), (2, 3, 5, 9))


def row(candidate: Candidate, names: Names) -> int:
    """Names next to it in enumerations: none, words that are written small elsewhere, one name, two and more."""
    strange = sum(_is_strange(names.every[key], names) for key in candidate.neighbours)
    return 0 if not candidate.neighbours else 1 + bucket(strange * _is_strange(candidate, names), (1, 2))


def beside_firms(candidate: Candidate, names: Names) -> int:
    """Those of them that are firms by a rule, by their form, or by other publishers' lists: 0, 1, 2 and more."""
    return bucket(sum(_is_firm(names.every[key], names) for key in candidate.neighbours), (1, 2))


def acts(candidate: Candidate, names: Names) -> int:
    """It does what firms do ("led", "offers"): no, as an ordinary word, yes."""
    times = candidate.deeds + candidate.ranks + candidate.states
    return int(times > 0) * (1 + _is_strange(candidate, names))


def said(candidate: Candidate, names: Names) -> int:
    """Named as firms are ("Acme's", "by Acme", "market leader Acme"): no, as an ordinary word, once, more often."""
    times = candidate.owned + candidate.by + candidate.called + candidate.sales
    return bucket(times, (1, 2)) + int(times > 0) if _is_strange(candidate, names) else int(times > 0)


def called(candidate: Candidate, _: Names) -> int:
    """A word for firms stands right before it ("market leader Acme")."""
    return int(candidate.called > 0)


def inside(candidate: Candidate, _: Names) -> int:
    """Share of mentions behind "in", "at" or the like: none, below half, half and more."""
    return _share(candidate.inside, candidate)


def articles(candidate: Candidate, _: Names) -> int:
    """Share of mentions behind an article: none, below half, half and more."""
    return _share(candidate.articles, candidate)


def persons(candidate: Candidate, _: Names) -> int:
    """A title or an office stands beside it."""
    return int(candidate.persons > 0)


def markets(candidate: Candidate, _: Names) -> int:
    """Share of mentions with "market", "industry" or the like behind them: none, below half, half and more."""
    return _share(candidate.markets, candidate)


def things(candidate: Candidate, _: Names) -> int:
    """Share of mentions with a small word behind them that is no verb of firms: none, below half, half and more."""
    return _share(candidate.things, candidate)


def talks(candidate: Candidate, _: Names) -> int:
    """Share of mentions in sentences that speak of firms: none, below half, half and more."""
    return _share(candidate.talks, candidate)


def first(candidate: Candidate, _: Names) -> int:
    """Share of mentions at the beginning of a sentence: none, below all, all."""
    return 0 if not candidate.first else 1 + int(candidate.first == len(candidate.mentions))


def listed(candidate: Candidate, _: Names) -> int:
    """Share of mentions in items and cells: none, below half, half and more."""
    return _share(candidate.listed, candidate)


def place(candidate: Candidate, names: Names) -> int:
    """Places in it: none, one of its words, or all of it."""
    if names.is_place(candidate.name):
        return 2
    return int(any(names.is_place(word) for word in candidate.name.split()))


def taken(candidate: Candidate, names: Names) -> int:
    """Its words: not those of the market or a segment, partly the market's, a segment's name or all the market's."""
    words = _words(candidate)
    if name_forms.fold(candidate.name) in names.taken or (words and names.market.issuperset(words)):
        return 2
    return int(not names.market.isdisjoint(words))


def research(candidate: Candidate, _: Names) -> int:
    """A word of research houses, associations or public bodies in it: none, of research, of public bodies."""
    return 2 if _PUBLIC.search(candidate.name) else int(_RESEARCH.search(candidate.name) is not None)


def abstract(candidate: Candidate, _: Names) -> int:
    """Its last word ends as those for ideas do ("-tion", "-ing")."""
    return int(_ABSTRACT.search(candidate.name) is not None)


def part(candidate: Candidate, names: Names) -> int:
    """A part of another candidate: no, of one that is named less often, of one named as often or more."""
    longer = [
        len(other.mentions)
        for key, other in names.every.items()
        if key != candidate.key and candidate.name in other.name.split()
    ]
    return 0 if not longer else 1 + int(max(longer) >= len(candidate.mentions))


def firms_here(_: Candidate, names: Names) -> int:
    """Candidates of the page that are firms by a rule, their form, or other publishers' lists: 0, 1-2, 3-5, more."""
    return bucket(sum(_is_firm(other, names) for other in names.every.values()), (1, 3, 6))


FEATURES: Final[tuple[Feature, ...]] = (
    known, other, form, ordinary, length, shape, digit, mentions, row, beside_firms, acts, said, called, inside,
    articles, persons, markets, things, talks, first, listed, place, taken, research, abstract, part, firms_here,
)  # fmt: skip
BUCKETS: Final = {
    "known": 3, "other": 2, "form": 3, "ordinary": 4, "length": 4, "shape": 4, "digit": 2, "mentions": 5, "row": 4,
    "beside_firms": 3, "acts": 3, "said": 4, "called": 2, "inside": 3, "articles": 3, "persons": 2, "markets": 3,
    "things": 3, "talks": 3, "first": 3, "listed": 3, "place": 3, "taken": 3, "research": 3, "abstract": 2, "part": 3,
    "firms_here": 4,
}  # fmt: skip


def answers(candidate: Candidate, names: Names) -> dict[str, int]:
    """The bucket of each feature."""
    return {feature.__name__: feature(candidate, names) for feature in FEATURES}


def _is_firm(candidate: Candidate, names: Names) -> bool:
    return candidate.ruled or candidate.key in names.known or name_forms.has_legal_form(candidate.name)


def _is_strange(candidate: Candidate, names: Names) -> bool:
    """Whether no word of a name is written small elsewhere, and none is the market's."""
    words = _words(candidate)
    common = any(word in ordinary_words() or word in names.market for word in words)
    return not (common or candidate.key in other_names()) or candidate.key in names.known


def _share(times: int, candidate: Candidate) -> int:
    return 0 if not times else 1 + int(times * 2 >= len(candidate.mentions))


def _words(candidate: Candidate) -> list[str]:
    return re.findall(r"[a-z]{3,}", candidate.name.lower())
