"""Which of the candidates is the market, and whether the page reads like a market report: the two score cards asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mrgraph.extraction.decisions import market_features, report_features, score_cards
from mrgraph.extraction.decisions.market_votes import CHOSEN, Ballot, Votes, ballot
from mrgraph.extraction.decisions.market_words import NO_END
from mrgraph.extraction.decisions.page_words import PageWords
from mrgraph.extraction.publication.market_names import Candidate, bare, key
from mrgraph.extraction.text.page import Page
from mrgraph.reference import Reference

TITLE: Final = 1  # trust of a candidate up to which it stands in a title
_JOINTS: Final = frozenset(("the", "a", "an", "for", "in", "of", "on", "and", "&"))
_EAST_ASIAN: Final = "\u2e80"  # from here on, scripts whose words do not stand apart
ALONE: Final = 25  # certainty in per cent that makes a page a report of which no market is known
_UNSPACED: Final = frozenset(("ja", "ko", "zh"))  # languages whose words the table has not seen


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen name, None where none is plausible, with its certainty in per cent.

    `report_certainty`: how certainly the page reads like a market report, in per cent; `reads_like_report`: whether
    that is enough. `tells_of_a_firm`: whether it reads like a firm's own news.
    """

    market: Candidate | None
    certainty: int
    report_certainty: int
    reads_like_report: bool
    tells_of_a_firm: bool


def choose(
    page: Page,
    reference: Reference,
    found: list[Candidate],
    best: Candidate | None,
    address: str,
    publisher: tuple[str, ...],
) -> Choice:
    """What the score cards say of a page, of which the rules found `found` and would take `best`.

    `publisher`: the publisher's names, which are no market's.
    """
    words = PageWords(page)
    polled = poll(words, reference, found, best, address)
    for name in publisher:
        polled.votes.pop(key(name), None)
    language = page.document.language
    chosen, score, least = decide(polled, language, reference, found, best)
    certainty = score_cards.certainty(score) if chosen else 0
    # The table has seen too little of scripts whose words do not stand apart: there the rules decide.
    unspaced = language in _UNSPACED or (chosen is not None and max(chosen.name) > _EAST_ASIAN)
    market = None
    if chosen and (certainty >= least or unspaced):
        market = candidate(page, reference, chosen, found, best)
    elif best and best.trust <= TITLE and _may_stand(polled, reference):
        market = best
    look = report_features.Look(words, polled, chosen, certainty)
    card = score_cards.load("report")
    likeness = score_cards.certainty(card.score(report_features.answers(look)))
    alone = chosen is None or market is None or market_features.is_title_alone(chosen, polled)
    enough = ALONE if alone else card.accept
    return Choice(market, certainty, likeness, likeness >= enough, report_features.tells_of_a_firm(look))


def decide(
    polled: Ballot, language: str, reference: Reference, found: list[Candidate], best: Candidate | None
) -> tuple[Votes | None, int, int]:
    """The market's candidate, its score, and the certainty in per cent that it needs: 0 where the rules settle it."""
    card = score_cards.load("market")
    ruled = rules_vote(polled)
    if ruled is not None and best is not None and is_settled(ruled, found, best):
        return ruled, card.score(market_features.answers(ruled, polled)), 0
    return *elect(polled, card, language, reference), card.accept


def _may_stand(polled: Ballot, reference: Reference) -> bool:
    """Whether the rules' name in a title stands where no candidate is likely enough."""
    ruled = rules_vote(polled)
    return ruled is not None and market_features.may_stand(ruled, reference.low_names)


def poll(
    words: PageWords, reference: Reference, found: list[Candidate], best: Candidate | None, address: str
) -> Ballot:
    """The candidates of a page with their votes."""
    ruled: dict[str, tuple[str, int]] = {}
    for each in found:
        rank = 2 if each.trust <= TITLE else 1
        own = key(each.name)
        if own not in ruled or ruled[own][1] < rank:
            ruled[own] = (each.name, rank)
    if best:
        ruled[key(best.name)] = (best.name, CHOSEN)
    return ballot(words, ruled, key(address), reference.last_words)


def rules_vote(polled: Ballot) -> Votes | None:
    """The candidate that the rules chose."""
    return next((vote for vote in polled.votes.values() if vote.ruled == CHOSEN), None)


def is_settled(vote: Votes, found: list[Candidate], best: Candidate) -> bool:
    """Whether the rules' choice needs no vote: a title has it, and another place, and it is never a part of more."""
    same = sum(key(each.name) == key(best.name) for each in found)
    return best.trust <= TITLE and same > 1 and vote.calls == vote.stands and market_features.is_plain(vote)


def elect(polled: Ballot, card: score_cards.ScoreCard, language: str, reference: Reference) -> tuple[Votes | None, int]:
    """The candidate of the highest score, the earlier in the text and the longer of two; with its score."""
    ranked = [
        (card.score(market_features.answers(vote, polled)), -vote.first, len(vote.key), vote)
        for vote in standing(polled, language, reference)
    ]
    if not ranked:
        return None, 0
    top = max(ranked, key=lambda row: row[:3])
    return top[3], top[0]


def standing(polled: Ballot, language: str, reference: Reference) -> Iterable[Votes]:
    """The candidates that may be elected: only the rules' where words stand together or the address agrees."""
    rules = [vote for vote in polled.votes.values() if vote.ruled == CHOSEN]
    if language in _UNSPACED or any(max(vote.name) > _EAST_ASIAN for vote in rules):
        return [vote for vote in rules if vote.words[-1] not in NO_END]
    barred = market_features.barred
    standing = [vote for vote in polled.votes.values() if not barred(vote, reference.low_names, language)]
    return [vote for vote in standing if market_features.agreed(vote, polled)] or standing


def candidate(
    page: Page, reference: Reference, chosen: Votes, found: list[Candidate], best: Candidate | None
) -> Candidate | None:
    """The chosen name with its place in the text: the rules' own candidate where they have it, else its first stand."""
    if best and (key(best.name) == chosen.key or _is_cut(page, chosen, best)):
        return best
    same = [each for each in found if key(each.name) == chosen.key]
    if same:
        return min(same, key=lambda each: (each.trust, each.start))
    pattern = r"(?:\s+|\s*\([^()]{1,40}\)\s*)".join(map(re.escape, chosen.name.split()))
    stands = re.compile(rf"(?<!\w){pattern}(?=\s+(?:\([^()]{{1,40}}\)\s*)?(?:market|industry|sector))", re.I)
    stand = stands.search(page.text) or re.search(rf"(?<!\w){pattern}", page.text, re.I)
    made = bare(stand.start(), stand[0], reference, 3) if stand else None
    same = [each for each in found if made and key(each.name) == key(made.name)]
    return min(same, key=lambda each: (each.trust, each.start)) if same else made


def _is_cut(page: Page, chosen: Votes, best: Candidate) -> bool:
    """Whether the chosen name is the end of the rules' name behind a joint, and never stands alone."""
    behind = len(best.name) - len(chosen.name)
    if behind <= 0 or not best.name.lower().endswith(chosen.name.lower()):
        return False
    before = best.name[:behind].lower().split()[-1]
    low = page.text.lower()
    parted = before.endswith(",") or before in _JOINTS
    return parted and low.count(best.name.lower()) == low.count(chosen.name.lower())
