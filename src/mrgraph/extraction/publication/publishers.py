"""Decides which house speaks in a document: the name that words of reporting stand around, by points of each cue.

"According to X", "a new study by X", "X forecasts", "X's report", "research firm X", "© X": each occurrence gives the
name points, up to three times a cue; the name with most of them is the publisher where they suffice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Final

from mrgraph.lexicon.legal_forms import AT_END
from mrgraph.lexicon.word_tables import Classes, alternation

WORDS: Final = Classes("source_words")  # its classes are told in docs/extending.md
_JOINT: Final = r"(?:&|and|of|for|the|für|und|de|des|du|da|do|e|y|et)"
_LETTERS: Final = "A-Za-zÀ-ÖØ-öø-ž0-9"
_TOKEN: Final = rf"(?:[A-ZÀ-ÖØ-Þ0-9]|[a-z](?=[A-Z][a-z]))[{_LETTERS}’'.-]*"
_RUN: Final = re.compile(
    rf"(?<![{_LETTERS}@/_.’'-])(?=[A-ZÀ-ÖØ-Þ]|[a-z][A-Z]|\d [A-Z]){_TOKEN}"
    rf"(?:[ \t]+(?:{_JOINT}[ \t]+){{0,2}}{_TOKEN}){{0,9}}"
)
_FORECAST: Final = WORDS.spaced("forecast")
_SPEECH: Final = WORDS.spaced("speech")
_PUBLISH: Final = WORDS.spaced("publish")
_REPORT: Final = WORDS.spaced("report")
_PERSON: Final = WORDS.spaced("person")
_KIND: Final = WORDS.spaced("name")
_VERBS: Final = _FORECAST | _SPEECH | _PUBLISH
_SKIPPED: Final = frozenset("is has have had recently also now currently just newly today".split())
_ARTICLE: Final = r"(?:(?:the|a|an|der|die|das|dem|den|le|la|les|el|los|il|lo|o|os|as)\s+)?"
_BY: Final = alternation(WORDS.spaced("by"))
_HOUSE: Final = alternation(WORDS.spaced("house"))
_REPORTS: Final = alternation(_REPORT)
_LEADS: Final = tuple(  # what stands right before a name, and the points that it gives
    (cue, points, re.compile(rf"(?:^|[^\w])(?:{pattern})\s*$", re.I))
    for cue, points, pattern in (
        ("house", 4, rf"{_HOUSE}\s*,?"),
        ("report by", 4, rf"{_REPORTS}(?:\s+\w+ly)?(?:\s+{alternation(_PUBLISH)})?\s+{_BY}\s+{_ARTICLE}"),
        ("published by", 3, rf"{alternation(_PUBLISH)}\s+{_BY}\s+{_ARTICLE}|publisher\s*:|herausgeber\s*:"),
        ("according to", 3, rf"{alternation(WORDS.spaced('attribution'))}\s+(?:{_BY}\s+)?{_ARTICLE}"),
        ("source", 2, r"(?:source|quelle|fuente|fonte)s?\s*:\s*|(?:©|\(c\)|copyright)\s*(?:20\d\d)?[\s,]*"),
        ("at", 2, rf"{alternation(_PERSON | _SPEECH)}(?:\s+[\w&,.’'-]+){{0,8}}\s+(?:at|{_BY})\s+{_ARTICLE}"),
        ("says", 2, rf"{alternation(_SPEECH | _FORECAST)}\s+{_ARTICLE}"),
    )
)
_CUES: Final = _VERBS | _REPORT | _PERSON
_LEADING: Final = (
    _FORECAST | _SPEECH | WORDS.spaced("by") | {"the", "to", "per", "copyright"}
    | {word.split()[-1] for word in WORDS.spaced("house") | WORDS.spaced("attribution")}
)  # fmt: skip
_LEAD_ENDS: Final = re.compile(
    rf"(?:{_HOUSE}\s*,?|\b{_BY}|\bto|\bper|laut|selon|según|segundo|conforme|secondo|d[’']après|angaben|[:©]|\)|copyright|"
    rf"20\d\d,?|\bat|bei|chez|en|{alternation(_SPEECH | _FORECAST)})\s+{_ARTICLE}$|[:©]$",
    re.I,
)
_CJK_BEFORE: Final = re.compile(rf"{alternation(WORDS.unspaced('attribution', 'house'))}$")
_CJK_AFTER: Final = re.compile(
    rf"^.{{0,12}}?{alternation(WORDS.unspaced('publish', 'forecast', 'attribution', 'speech'))}"
)
_FOLLOWS: Final = re.compile(r"(?:\s*\([^()\n]{2,40}\))?(?P<rest>(?:\s+[\w’'-]+){1,6})")
_CLOSED: Final = re.compile(r"(?:[a-zß-ÿ]{3}|[A-Z]{3})\.(?=\s)")  # a word that ends a sentence
_BETWEEN: Final = frozenset(
    "is are was were will would can could may might in on of to and or by for from with has".split()
)
_NOT_ALONE: Final = frozenset("forecast forecasts data figures index review estimates monitor".split())
_MARKET: Final = frozenset("market markets industry sector global worldwide".split())
_TOPIC: Final = 2  # words of a market's name that tell it
_ANY_MARKET: Final = alternation(_MARKET)
_KINDS: Final = alternation(_KIND)
_ORDINARY: Final = frozenset(
    "the this that these our we it its new latest according source sources image table figure report about key top "
    "primary secondary company companies analyst analysts research data january february march april may june july "
    "august september october november december".split()
)
_HEADED: Final = re.compile(r"\W*[A-Z].*\bby\s")  # "Market Analysis by Type"
_TIMES: Final = 3  # one cue counts so often at most
_ENOUGH: Final = 4
_AHEAD: Final = 2
_FRONT: Final = 400  # characters of a text that present its source


@dataclass
class Voice:
    """A name that cues stand around: its spans as written, and how often each cue gave it points."""

    key: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    cues: Counter[tuple[str, int]] = field(default_factory=Counter)

    @property
    def points(self) -> int:
        """The sum over the cues."""
        return sum(points * min(times, _TIMES) for (_, points), times in self.cues.items())


def voices(text: str, common: Container[str]) -> list[Voice]:
    """The names that speak in a text, those with most points first; `common`: words that are no names."""
    by_key: dict[str, Voice] = {}
    for start, end, cues in _heard(text):
        key = _key(text[start:end])
        if all(word in common or word in _ORDINARY or word in _MARKET for word in re.split(r"[\s/-]+", key)):
            continue
        voice = by_key.setdefault(key, Voice(key))
        voice.spans.append((start, end))
        voice.cues.update(cues)
    for voice in by_key.values():
        voice.cues[("kind", 2)] = int(voice.key.split()[-1] in _KIND)
        voice.cues[("front", 1)] = int(voice.spans[0][0] < _FRONT)
    return sorted(_joined(by_key), key=lambda voice: (-voice.points, voice.spans[0]))


def _joined(by_key: dict[str, Voice]) -> Iterator[Voice]:
    """Each name with the points of those that begin with it: "Acme Research Group" speaks for "Acme Research"."""
    for key in sorted(by_key, key=len):
        words = key.split()
        shorter = (" ".join(words[:size]) for size in range(1, len(words)))
        first = next((by_key[name] for name in shorter if name in by_key), None)
        if first is not None:
            first.cues.update(by_key[key].cues)
            first.spans = sorted(first.spans + by_key[key].spans)
    for key, voice in by_key.items():
        words = key.split()
        if not any(" ".join(words[:size]) in by_key for size in range(1, len(words))):
            yield voice


def _heard(text: str) -> Iterator[tuple[int, int, list[tuple[str, int]]]]:
    """(start, end, cues) of every name that a cue stands beside."""
    for run in _runs(text):
        if not _may_speak(text, *run):
            continue
        start, end, follower = _name(text, *run)
        if end <= start:
            continue
        cues = [*_before(text, start), *_after(text, start, end, follower)]
        if cues:
            yield start, end, cues


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """The runs of words with capitals, none across the end of a sentence."""
    for run in _RUN.finditer(text):
        start = run.start()
        for closed in _CLOSED.finditer(text, start, run.end()):
            yield start, closed.end()
            start = closed.end() + 1
        if start < run.end():
            yield start, run.end()


def _may_speak(text: str, start: int, end: int) -> bool:
    """Whether a word beside or in a run of capitals is one of reporting."""
    before = text[max(0, start - 24) : start].lower().split()
    if before and (before[-1].rstrip(",") in _LEADING or before[-1][-1] in ":©)" or not before[-1].isascii()):
        return True
    after = text[end : end + 40].lower().replace("’s", " ").replace("'s", " ").split()
    return not _CUES.isdisjoint(after[:4]) or not _CUES.isdisjoint(text[start:end].lower().split())


def _name(text: str, start: int, end: int) -> tuple[int, int, str]:
    """The name within a run of capitals: without an article before it, up to a verb or noun of reporting."""
    tokens = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    while tokens and text[slice(*tokens[0])].lower() in _ORDINARY | _MARKET:
        tokens.pop(0)
    if not tokens:
        return 0, 0, ""
    for number, (first, last) in enumerate(tokens[1:], 1):
        before, word = text[slice(*tokens[number - 1])], text[first:last].lower().rstrip(".,")
        cue = (word in _VERBS and word != "states") or word in _PERSON or (word in _REPORT and word not in _KIND)
        if cue or before.endswith(("’s", "'s")):
            return _trimmed(text, tokens[0][0], tokens[number - 1][1], word if cue else "")
    return _trimmed(text, tokens[0][0], tokens[-1][1], "")


def _trimmed(text: str, start: int, end: int, follower: str) -> tuple[int, int, str]:
    """Without a possessive, and without a full stop that ends no abbreviation; nothing where no name is left."""
    name = text[start:end]
    bare = re.sub(r"[’']s?$", "", name)
    if bare.endswith(".") and not AT_END.search(bare):
        bare = bare.rstrip(".")
    bare = re.sub(rf"[\s,]+(?:{_JOINT}\s*)*$", "", bare)
    words = bare.lower().split()
    alone = len(words) == 1 and (len(bare) < 2 or words[0] in _KIND or words[0] in _REPORT)
    topic = not _MARKET.isdisjoint(words) and words[-1] not in _KIND
    if not words or alone or topic:
        return 0, 0, ""
    return start, start + len(bare), follower


def _before(text: str, start: int) -> Iterator[tuple[str, int]]:
    lead = text[max(0, start - 90) : start].rpartition("\n")[2]
    if not lead.isascii() and _CJK_BEFORE.search(lead):
        yield "attributed", 4
    if _LEAD_ENDS.search(lead):
        for cue, points, pattern in _LEADS:
            match = pattern.search(lead)
            if match:
                heading = (
                    cue == "report by" and re.match(r"\W*[A-Z].*\bby\s", match[0]) is not None
                )  # "Analysis by Type"
                person = cue == "says" and _is_person(text[start : start + 40])
                yield cue, 0 if person or heading else points
                return


def _after(text: str, start: int, end: int, follower: str) -> Iterator[tuple[str, int]]:
    """The cues behind a name; `follower`: the word of reporting that stands in the same run of capitals."""
    if _CJK_AFTER.match(text[end : end + 24]):
        yield "tells", 3
    owned = text.startswith(("’s", "'s"), end)
    match = _FOLLOWS.match(text, end + 2 if owned else end)
    words = [] if match is None else [word for word in match["rest"].split() if word not in _SKIPPED]
    first = follower or (words[0] if words else "")
    if first in _PUBLISH:
        yield "publishes", 0 if _REPORT.isdisjoint(re.findall(r"\w+", text[end : end + 120].lower())) else 3
    elif first in _VERBS:
        yield _verb(first, text[start:end], in_name=first == follower)
    elif not _PERSON.isdisjoint((first, *words[1:2])):
        yield "person", 2
    elif _names_report(words, owned=owned):
        yield "report", 3
    elif follower in _REPORT:
        yield "title", 1


def _verb(verb: str, name: str, *, in_name: bool) -> tuple[str, int]:
    """The cue of a verb behind a name; `in_name`: in capitals, as in a headline."""
    if verb in _FORECAST:
        return "forecasts", 2 if in_name else 3
    return "speaks", 0 if _is_person(name) else 2


def _names_report(words: list[str], *, owned: bool) -> bool:
    """Whether the words behind a name lead to "report" or the like, with nothing but its description between."""
    for word in words[:4]:
        if word in _BETWEEN:
            return False
        if word in _REPORT:
            return owned or word not in _NOT_ALONE
    return False


def _is_person(name: str) -> bool:
    """Whether a name may be a person's: two or three plain words, none that houses' names have."""
    words = re.match(r"[\w’'.&-]+(?: [A-Z&][\w’'.&-]*)*", name)
    parts = words[0].split() if words else []
    plain = all(re.fullmatch(r"[A-ZÀ-Þ](?:[a-zß-ÿ’'-]+|\.)", part) for part in parts)
    return 2 <= len(parts) <= 3 and plain and parts[-1].lower() not in _KIND


def _key(name: str) -> str:
    return " ".join(AT_END.sub("", name).lower().replace(",", " ").split()).rstrip(".") or name.lower()


def publisher(text: str, common: Container[str]) -> Voice | None:
    """The house that speaks in a text; None where no name has points enough, or another nearly as many."""
    heard = (voice for voice in voices(text, common) if not _is_topic(text, voice.key))
    first, second, *_ = (*heard, *(Voice(""), Voice("")))
    return first if first.points >= max(_ENOUGH, second.points + _AHEAD) else None


def _is_topic(text: str, key: str) -> bool:
    """Whether a text speaks of a market of this name, or of that of its last words."""
    words = key.partition(" market ")[0].split()
    if len(words) > _TOPIC or " market " in key:
        words = words[-_TOPIC:]
    topic = r"\s+".join(map(re.escape, words))
    return re.search(rf"\b{topic}\s+{_ANY_MARKET}\b(?!\s+{_KINDS})", text, re.I) is not None
