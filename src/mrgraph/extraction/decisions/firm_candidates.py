"""What may be a firm's name in running text: runs of capitalised words, and how the page speaks of each."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from mrgraph.extraction.text.page import Page, Sentence
from mrgraph.lexicon import firm_nouns, legal_forms, name_forms
from mrgraph.lexicon.name_forms import CAPITALS
from mrgraph.lexicon.word_tables import alternation, rows, values
from mrgraph.records import BlockKind

LONGEST: Final = 6  # words of a name
LONGEST_SENTENCE: Final = 2000  # characters
_WORD: Final = (
    rf"(?:[0-9]?[{CAPITALS}][\w&.'’+-]*|[0-9]+[{CAPITALS}]\w*|[a-z]{{1,4}}[A-Z]\w*|[a-z]{{3,}}(?:\.(?:com|io|ai)))"
)
_NAME: Final = re.compile(rf"(?<![\w@/.-]){_WORD}(?:\s(?:(?:&|de|von|van|der|di|do|du)\s)?{_WORD})*")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_END: Final = re.compile(r"[.'’-]+$")
_OPENING: Final = "\"'“‘([*- "
_WORDS: Final = re.compile(r"\S+")
_INITIALS: Final = re.compile(r"(?:\b|\.)[A-Z]\.$")
# Words that begin a sentence and no name, and those that are capitalised and no firms.
_FIRST: Final = frozenset(
    "the a an in on at by for from with of to and but or as if when while since because although though after before "
    "during under over among between both each all any some many most other others another this that these those it "
    "its their his her our your we they he she you i there here then thus also however meanwhile moreover furthermore "
    "additionally overall according despite due even given including like more next not now only once recently same "
    "several such through today two three four five top until what which who why how where yet are is was were has "
    "have will can may should would could be been no yes key leading major new first second third last global".split()
)
_NEVER: Final = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec q1 q2 q3 q4 h1 h2 cagr usd us "
    "u.s eur gbp inr cny rmb ceo cfo cto coo vp analyst analysts president director founder chairman chief head "
    "professor mr mrs ms dr yoy qoq fy ai iot ev evs it uk eu figure table source page covid-19".split()
)
_VERBS: Final = {row["class"]: alternation(values(row["en"])) for row in rows("firm_verbs")}
_VERB_AFTER: Final = re.compile(
    r"(?:\s\([^)]{1,40}\))?(?:,[^,.;]{2,80},)?\s(?:(?:has|have|had|also|[a-z]+ly|further|then|still|again|is|was)\s){0,2}"
    rf"(?:(?P<deed>{_VERBS['deed']})|(?P<rank>{_VERBS['rank']}|{_VERBS['race']})|(?P<state>{_VERBS['state']}))\b"
)
_BY: Final = re.compile(r"\b(?:by|from|with|like|including|than|behind|against|versus|rivals?|as)\s$", re.I)
_LAST_WORD: Final = re.compile(r"([\w-]+)\s$")
_SALES_OF: Final = re.compile(
    r"\b(?:revenues?|shares?|sales|shipments|profits?|orders|growth|demand|capacity|plants?|fabs?)\s(?:of|at|by|for|from)\s$",
    re.I,
)
_IN: Final = re.compile(r"\b(?:in|at|across|near|around|throughout|outside|within)\s(?:the\s)?$", re.I)
_ARTICLE: Final = re.compile(r"\b(?:the|an?|this|that|these|each|every|any|its|their|our)\s$", re.I)
_PERSON_BEFORE: Final = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Prof|analyst|author|president|director|founder|manager|CEO)\.?,?\s$"
)
_PERSON_AFTER: Final = re.compile(
    r",?\s(?:CEO|chief|analyst|president|vice|senior|director|founder|co-founder|author|professor)\b"
)
_OF_MARKET: Final = re.compile(r"\s(?:[Mm]arkets?|[Ii]ndustry|[Ss]ector|[Rr]eports?|[Ss]egment|[Rr]egion|[Aa]rea)\b")
_THING_AFTER: Final = re.compile(r"\s[a-z]{3,}s?\b(?<!ly)")
_LINK: Final = re.compile(r"\s*(?:,|;|/|&|、)?\s*(?:(?:and|or|as well as|und|et|y|e)\s)?")
_SMALL: Final = re.compile(r"[a-zà-ÿ]+")


class Mention(NamedTuple):
    """A name in a sentence: the sentence's number, and the place of the name in it."""

    sentence: int
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Candidate:
    """A name and how often the page speaks of it in each way.

    `ruled`: a rule took it for a firm. `neighbours`: keys of the names next to it in enumerations. It stands before
    verbs of firms (`deeds`, `ranks`, `states`), has something of its own (`owned`), stands behind "by" or the like,
    "in" or the like (`inside`), `articles`, a word for firms (`called`), "sales of" (`sales`); beside titles of
    `persons`, "market" (`markets`) and other small words (`things`); in sentences that speak of firms (`talks`),
    `first` in them, in items and cells (`listed`).
    """

    key: str
    name: str
    ruled: bool = False
    mentions: list[Mention] = field(default_factory=list)
    neighbours: set[str] = field(default_factory=set)
    deeds: int = 0
    ranks: int = 0
    states: int = 0
    owned: int = 0
    by: int = 0
    called: int = 0
    sales: int = 0
    inside: int = 0
    articles: int = 0
    persons: int = 0
    markets: int = 0
    things: int = 0
    talks: int = 0
    first: int = 0
    listed: int = 0


def candidates(page: Page, ruled: Container[str]) -> dict[str, Candidate]:
    """The names in the running text of a page by their keys; `ruled`: keys of those that rules took for firms."""
    every: dict[str, Candidate] = {}
    for number, sentence in enumerate(page.sentences):
        kind = page.blocks[sentence.block].kind
        if sentence.block in page.calls or kind is BlockKind.HEADING or len(sentence.text) > LONGEST_SENTENCE:
            continue
        before: tuple[Candidate, int] | None = None
        talks = not firm_nouns.TALK.isdisjoint(_SMALL.findall(sentence.text.lower()))
        for mention in _names(number, sentence):
            key = name_forms.key(mention.text)
            candidate = every.setdefault(key, Candidate(key, mention.text, key in ruled))
            candidate.mentions.append(mention)
            candidate.talks += talks
            candidate.listed += kind is not BlockKind.PARAGRAPH
            _look(candidate, mention, sentence.text)
            if before and _LINK.fullmatch(sentence.text, before[1], mention.start):
                candidate.neighbours.add(before[0].key)
                before[0].neighbours.add(key)
            before = candidate, mention.end
    return every


def _names(number: int, sentence: Sentence) -> Iterator[Mention]:
    """The runs of capitalised words in a sentence, without words that only begin it."""
    text = sentence.text
    for run in _NAME.finditer(text):
        first = not text[: run.start()].strip(_OPENING)
        start = run.start()
        for word in _WORDS.finditer(text, start, run.end()):
            if start == word.start() and _is_lead(word[0], first=first and start == run.start()):
                start = word.end() + 1
            elif word.end() == run.end() or _ends_name(word[0], text[word.end() : run.end()].lstrip()):
                cut = _cut_end(text[start : word.end()])
                if _may_be_name(cut):
                    yield Mention(number, start, start + len(cut), cut)
                start = word.end() + 1


def _ends_name(word: str, behind: str) -> bool:
    """Whether another name begins behind a word: "Taiwan's Acme", "Acme Inc. Bolt"."""
    if _POSSESSIVE.search(word.rstrip(".")):
        return True
    return legal_forms.ALONE.match(word) is not None and not legal_forms.ALONE.match(behind.split(maxsplit=1)[0])


def _may_be_name(text: str) -> bool:
    """Whether words are as long as names are, and no month, title or number."""
    return len(text) > 1 and text.count(" ") < LONGEST and text.lower() not in _NEVER and not text.isdigit()


def _is_lead(word: str, *, first: bool) -> bool:
    """Whether a capitalised word before a name is none of it."""
    low = word.lower().rstrip(".,")
    origin = low.endswith(("-based", "-listed", "-owned", "-headquartered"))
    return low in _FIRST or low in _NEVER or origin or (first and low.endswith("ly"))


def _cut_end(name: str) -> str:
    """A name without the possessive and the full stop behind it."""
    name = _POSSESSIVE.sub("", name.rstrip(".") if _POSSESSIVE.search(name.rstrip(".")) else name)
    if name.endswith(".") and not (name_forms.has_legal_form(name) or _INITIALS.search(name)):
        name = _END.sub("", name)
    return name


def _look(candidate: Candidate, mention: Mention, text: str) -> None:
    """Count how one sentence speaks of a candidate."""
    start, end = mention.start, mention.end
    verb = _VERB_AFTER.match(text, end)
    owner = text[end : end + 2] in ("'s", "’s")
    if verb:
        candidate.deeds += verb["deed"] is not None
        candidate.ranks += verb["rank"] is not None
        candidate.states += verb["state"] is not None
    candidate.owned += owner
    lead = text[max(0, start - 24) : start]
    candidate.by += _BY.search(lead) is not None
    word = _LAST_WORD.search(lead)
    candidate.called += word is not None and word[1].lower() in firm_nouns.CLASS_WORDS
    candidate.sales += _SALES_OF.search(lead) is not None
    candidate.inside += _IN.search(lead) is not None
    candidate.articles += _ARTICLE.search(lead) is not None
    candidate.persons += _PERSON_BEFORE.search(lead) is not None or _PERSON_AFTER.match(text, end) is not None
    candidate.markets += _OF_MARKET.match(text, end) is not None
    candidate.things += not verb and not owner and _THING_AFTER.match(text, end) is not None
    candidate.first += not text[:start].strip(_OPENING)


@cache
def known_firms() -> Mapping[str, int]:
    """Keys of firms that lists of several publishers name, with the number of publishers."""
    return {row["key"]: int(row["publishers"]) for row in rows("known_firms")}


@cache
def other_names() -> frozenset[str]:
    """Keys of capitalised words that several publishers write, and none names as a firm."""
    return frozenset(row["key"] for row in rows("other_names"))


def is_ordinary(name: str) -> bool:
    """Whether all words of a name are also written small, or it is known as something else than a firm."""
    words = [word for word in re.findall(r"[a-z]{3,}", name.lower()) if not name.isupper()]
    return (bool(words) and ordinary_words().issuperset(words)) or name_forms.key(name) in other_names()


@cache
def ordinary_words() -> frozenset[str]:
    """Words that many documents write in small letters."""
    return frozenset(row["word"] for row in rows("ordinary_words"))
