"""Decides which percentages are growth: a yearly rate or a change since the year before, and over which years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from mrgraph.extraction.text import year_ranges
from mrgraph.extraction.text.amounts import Percent
from mrgraph.lexicon import figure_words
from mrgraph.lexicon.caseless import AnyCase

_RATE, _YEARLY = figure_words.any_of("rate"), figure_words.any_of("yearly")
_MOVES, _FALLS = figure_words.any_of("rise", "fall"), figure_words.any_of("fall")
_YOY = figure_words.any_of("yoy")
_FOREIGN, _SHARES = figure_words.any_of("foreign"), figure_words.any_of("share")
_SEQUENTIAL = figure_words.any_of("sequential")

RATE = AnyCase(
    rf"{_RATE}|{_YEARLY}|\b(?:gr[oe]w\w*|expand\w*|ris\w+|increas\w+|advanc\w+|progress\w*|accelerat\w*|climb\w*|"
    rf"declin\w+|"
    r"contract\w*|shrink\w*|fall\w*|drop\w*|decreas\w+)\s+(?:\w+ly\s+)?at\b"
)
RATE_LABEL = AnyCase(rf"{_RATE}|\bgrowth\b|\bcrecimiento\b|\bcroissance\b|\bcrescimento\b|\bcrescita\b|wachstum")
YEARLY = AnyCase(rf"{_RATE}|{_YEARLY}")  # what lends a rate the years of the forecast period
IMPACT = AnyCase(r"\b(?:impact|contribution|weight|effect|influence|relevance)\b")  # of a driver on the rate
PERIOD_SAID = figure_words.finder("period")
PERIOD_GROWTH = AnyCase(r"\b(?:growth|expansion|increase)\s+of\s+(?:\w+\s+){0,2}$")
_HEDGE = (
    r"(?:by|of|at|an?|the|about|around|some|nearly|almost|over|more\s+than|less\s+than|just|only|roughly|"
    r"approximately|further|"
    r"another|estimated|as\s+much\s+as|up\s+to|close\s+to|massive|whopping|modest|record|healthy|strong|steep|"
    r"sharp|concerning|"
    r"\w+ly|y/y|yoy|in\s+\d{4}|um|von|rund|etwa|knapp|über|de|d['’]environ|environ|un|una|del|el|en\s+torno\s+al?|"
    r"cerca\s+del?|"
    r"em|quase|uma|do|di|circa|quase|il|foi\s+de|fue\s+del?|était\s+de|est\s+de)"
)
_BEFORE = AnyCase(
    rf"(?P<move>{_MOVES})(?:\s*[,(]?\s*{_HEDGE})*\s*(?:[:(~–-]\s*)?$|(?P<asian>增长|增加|上升|下降|下滑|减少|増|減|同比|前年比|"
    rf"전년\s*대비)\W{{0,2}}(?:了|约|約)?\s*$"
)
_PLACED = AnyCase(  # "increased 3% in Q1", "dropped in Europe by 5%": what may stand between a verb and its percentage
    rf"(?P<move>{_MOVES})\s+(?:in|for|across|to)\s+(?:[\w’'&/-]+\s+){{1,4}}?(?:by\s+|\()\s*(?:{_HEDGE}\s+)*$"
)
_AFTER = AnyCase(
    rf"^\s*(?:(?:{_YOY}|annual|nominal|steep|sharp|"
    rf"{figure_words.any_of('measure')})\s+){{0,3}}(?P<move>{_MOVES})(?!\s*(?:rate|of\s+the|to\b))"
    rf"|^\s*(?:の|의)?(?:の)?(?P<asian>減少|減|増加|増|成長|拡大|縮小|감소|증가|성장|하락)"
)
_AFTER_YOY = AnyCase(rf"^\s*,?\s*(?:in\s+(?:\w+\s+){{1,2}})?\(?{_YOY}")
_BEFORE_YOY = AnyCase(rf"{_YOY}\W{{0,3}}(?:{_HEDGE}\s*)*$")
_RATE_AFTER = re.compile(
    r"^[^%.;]{0,45}?(?:(?<![A-Za-z])C\.?A\.?G\.?R|compound\w*\s+annual|annual(?:ly)?\s+growth|growth\s+rate|annually|"
    r"(?:per|an?|each|every)\s+(?:annum|year)\b|\bp\.a\.|yearly|pro\s+Jahr|jährlich|par\s+an|al\s+año|anual\b|"
    r"ao\s+ano|all['’]anno|"
    r"의?\s*연평균|の?(?:CAGR|年平均|"
    r"年率|年間|複合|成長|割合で(?:成長|減少|縮小))|で(?:成長|拡大)|の(?:率で)?(?:成長|減少|縮小)|의\s*(?:CAGR|성장|연간|비율)|씩\s*(?:성장|감소))",
    re.I,
)
NOT_GROWTH = AnyCase(
    r"\b(?:shares?|accounts?|accounting|accounted|captur\w+|hold\w*|represent\w*|contribut\w*|command\w*|"
    r"respondents|of\s+(?:the\s+)?(?:consumers|companies|total|people|global|patients|population)|efficien\w+|"
    r"accuracy|purity|yields?|reduc\w+|cost\w*|discount|margin|tariff|tax)\b|シェア|점유율|占め"
)
SHARE_AFTER = re.compile(
    r"^\s*(?:(?!in\b)\w+\s+)?(?:of\s+(?:the\s+)?)?(?:total\s+|global\s+|overall\s+|"
    r"entire\s+)*(?:market\s+)?(?:shares?\b|revenues?\b|of\s+the\s+(?:\w+\s+)?market\b)|^\s*の?シェア|"
    r"^의?\s*(?:시장\s*)?점유율",
    re.I,
)
_OF_OTHERS = re.compile(
    r"\s*of\s+(?!(?:\w+\s+)?(?:growth|CAGR|forecast|period))(?:\w+\s+){0,2}[a-z]+s\b"
)  # "45% of makers"
_OUTSIDE = AnyCase(r"\b(?:economy|GDP|inflation|consumer\s+prices|wages|population|interest\s+rates?)\b")
_FALL = AnyCase(_FALLS)
_MOVE = AnyCase(_MOVES)
_GROWTH_MOVES = AnyCase(  # what falls is the growth: "growth slows to 3%", "the rate fell from 5% to 3%"
    r"\b(?:growth|rate|cagr|pace|wachstum|croissance|crecimiento)\b[^.,;]{0,40}?\b(?:slow\w*|declin\w*|decreas\w*|"
    r"f[ae]ll\w*|drop\w*|"
    r"moderat\w*|dip\w*|down|lower)\b[^.;]{0,40}?\bto\s+(?:\w+\s+){0,2}$|\bslow\w*[^.,;]{0,25}\bto\s+(?:\w+\s+){0,2}$"
)
_YOY_SAID = AnyCase(_YOY)
_RATE_NOUN = re.compile(
    r"\b(?:annual|yearly|average)?\s*growth(?:\s+rate)?\b|成長率|성장률|增长率|年复合增长|年均增长", re.I
)
_RULING = AnyCase(  # a verb in the clause before: "is expected to decline from 4 to 3 billion, at a CAGR of 2%"
    rf"(?:\b(?:to|will|would|should|could|may|has|is|are|was|were)\s+(?:\w+ly\s+)?|"
    rf"{figure_words.any_of('market', 'measure', 'part')}\s+(?:\w+ly\s+)?)"
    rf"(?P<move>{_MOVES})"
)
_ASIDE = AnyCase(r"\b(?:despite|although|though|while|after|as|because|since|when|where|amid)\b[^,;]*$")
_STRANGE_BEHIND = AnyCase(rf"\s+(?:in|of)\s+(?:[\w-]+\s+){{0,2}}?{_FOREIGN}")
_FOREIGN_AFTER = AnyCase(rf"^[^.;,%]{{0,25}}?\b(?:in|of|for|on)\s+(?:[\w-]+\s+){{0,3}}?{_FOREIGN}")
_FOREIGN_WORD, _SHARE_WORD = AnyCase(_FOREIGN), AnyCase(_SHARES)
_OWN_WORD = figure_words.finder("market", "measure", "part")
_WITHIN = AnyCase(
    r"\s+(?:in|of|for|on|from|across|within)\s+(?:[\w-]+\s+){0,4}?" + figure_words.any_of("market", "measure")
)
_SEQUENTIAL_NEAR = AnyCase(
    rf"^[^.;,%]{{0,30}}?{_SEQUENTIAL}|^\s*(?:from|on|over)\s+(?:Q[1-4]|[1-4]Q)\b(?!\s*(?:19|20)\d\d)".lower()
)
_SEQUENTIAL_BEFORE = AnyCase(rf"{_SEQUENTIAL}[^.;%]{{0,40}}$")
NEAR = 110  # characters before a percentage in which a rate is called so
LARGEST_RATE, LARGEST_CHANGE = 100, 1000  # percent


class Role(StrEnum):
    """What a percentage is."""

    RATE = "rate"  # growth per year
    CHANGE = "change"  # growth since the year before
    NONE = "none"


def role(percent: Percent, before: str, after: str, *, labelled: bool) -> Role:
    """What a percentage is by the words before it, back to the one before, and after it, up to the next.

    `labelled`: a label calls it growth.
    """
    if is_of_others(after):
        return Role.NONE
    if percent.low <= LARGEST_RATE and (labelled or _is_rate(before, after)):
        return Role.RATE
    return Role.CHANGE if percent.low <= LARGEST_CHANGE and _is_change(before, after) else Role.NONE


def is_of_others(after: str) -> bool:
    """Whether the words after a percentage say that it is a share, or something of others: "45% of makers"."""
    return bool(_OF_OTHERS.match(after) or _OUTSIDE.search(after[:45]) or SHARE_AFTER.match(after))


def _is_rate(before: str, after: str) -> bool:
    near = before[-NEAR:]
    last = max((m.end() for m in RATE.finditer(near)), default=None)
    if last is not None:
        return not NOT_GROWTH.search(near[last:])
    if PERIOD_GROWTH.search(near) and PERIOD_SAID.search(after):
        return True
    return bool(_RATE_AFTER.match(after)) and not NOT_GROWTH.search(near[-40:])


def _is_change(before: str, after: str) -> bool:
    """Whether a percentage says how much something rose or fell since the year before, and no share or price did."""
    near = before[-NEAR:]
    if _SEQUENTIAL_NEAR.match(after) or _SEQUENTIAL_BEFORE.search(near) or _FOREIGN_AFTER.match(after):
        return False
    moved = _BEFORE.search(near) or _PLACED.search(near)
    follows = _AFTER.match(after) or _AFTER_YOY.match(after) or _BEFORE_YOY.search(near)
    listed = near.rstrip(" +-−–").endswith("(") and _YOY_SAID.search(near) and _MOVE.search(near)
    if not moved and not follows and not listed:
        return False
    return _is_of_market(near[: moved.start()] if moved else near)


def _is_of_market(subject: str) -> bool:
    """Whether the words before a change speak of no price, cost or share, or of the market behind them."""
    clause = subject[max(subject.rfind(mark) for mark in (";", ", while ", ", and ", ". ")) + 1 :]
    strange = max((m.end() for w in (_FOREIGN_WORD, _SHARE_WORD) for m in w.finditer(clause)), default=-1)
    own = max((m.end() for m in _OWN_WORD.finditer(clause)), default=-1)
    return strange <= own and not (strange >= 0 and _WITHIN.match(clause, strange))


def moves(before: str, after: str) -> bool:
    """Whether words beside a percentage say that something rose or fell."""
    return bool(_MOVE.search(before) or _AFTER.match(after))


def is_negative(percent: Percent, before: str, after: str) -> bool:
    """Whether the word that rules a percentage says that something fell; not so where growth itself slows to it."""
    if percent.low < 0:
        return False  # its own sign says it
    if follows := _AFTER.match(after):
        return _FALL.search(follows[0]) is not None
    plain = _RATE_NOUN.sub(" ", before[-2 * NEAR :])
    if _GROWTH_MOVES.search(before[-NEAR:]):
        return False
    clause = plain.rfind(", ") + 1
    moved = [m for m in _MOVE.finditer(plain, clause) if not _STRANGE_BEHIND.match(plain, m.end())]
    if moved or not clause:
        return bool(moved) and _FALL.match(moved[-1][0]) is not None
    ruling = list(_RULING.finditer(plain, 0, clause))
    return (
        bool(ruling) and _FALL.match(ruling[-1]["move"]) is not None and not _ASIDE.search(plain, 0, ruling[-1].start())
    )


# -------------------------------------------------------------------- years

Years = tuple[int | None, int | None]
FROM_TO = re.compile(
    r"((?:19|20)\d\d)\s*年?\s*(?:から|至|到)[^。]{0,60}?((?:19|20)\d\d)|\b(?:from|von|de)\s+"
    r"(20\d\d)\b[^.%$€£]{0,40}?[\d.]+\s?%[^.]{0,30}?\b(?:to|until|through|by|bis|à|a)\s+(20\d\d)\b",
    re.I,
)
UNTIL = AnyCase(
    r"\b(?:through|until|till|by|up\s+to|to|bis|d['’]ici|jusqu['’]en|hasta|até|"
    r"fino\s+al)\s+(?:(?:the\s+(?:end\s+of|year)|"
    r"à|al|o)\s+)?(20\d\d)\b|(20\d\d)\s*年まで|(20\d\d)\s*년까지|到\s*(20\d\d)\s*年"
)
# Where the clause of the next rate begins; "between 2018 and 2023" is no joint.
JOINT = AnyCase(
    r";|\band\b(?!\s+(?:19|20)\d\d)|\b(?:while|whereas|but|against|versus|vs\.?|compared|followed|after|up\s+from|"
    r"während|tandis|mientras|"
    r"enquanto|mentre)\b"
)
VERB = AnyCase(
    r"\b(?:is|are|was|were|will|has|have|had|grew|grows?|rose|rises?|expands?|expanded|climb(?:s|ed)?|expected|"
    r"projected|"
    r"slow\w*|reach\w*|fell|falls?)\b"
)
YEAR = re.compile(
    r"(?<![\d.,$€£])(?:FY\s?)?(?P<full>(?:19|20)\d\d)(?!\d|[.,]\d|\s?%)|(?<!\w)(?:[1-4]Q\s?['’]?|Q[1-4]\s?['’]?|"
    r"H[12]\s?['’]|FY\s?['’]?)(?P<short>\d\d)(?!\d)",
    re.I,
)
_SAME = (
    r"(?:(?:the|same|year|period|quarter|month|of|in|first|second|third|fourth|half|full|levels?|q[1-4]|fiscal|[a-z]+uary|"
    r"august|im|en|[\d.,]+\s+\w+)\s+){0,5}"
)
AGAINST = AnyCase(rf"(?<!year )(?<!year-){figure_words.any_of('against')}\s+{_SAME}(?=(?:19|20)\d\d(?!\d))")
FAR_AGAINST = AnyCase(r"\b(?:from|compared\s+(?:to|with)|versus)\s+(?:[a-z-]+\s+){0,4}((?:19|20)\d\d)(?!\d)")
SINCE = AnyCase(r"\b(?:since|seit|depuis|desde|dal)\s+(?:[^\d\s.,;%]+\s+){0,2}?(?:19|20)\d\d")
HEAD = 15  # characters: years that begin no later stand at the head of the sentence


def year_of(match: re.Match[str]) -> int:
    """The year that a match of `YEAR` says: 2023 of "2023", "3Q23" and "FY23"."""
    return int(match["full"]) if match["full"] else 2000 + int(match["short"])


class GrowthYears:
    """The years that a sentence gives for each of its percentages.

    Words between two growth rates are divided where the second one's clause begins. A rate without years takes those of
    the one beside it where no verb parts them ("5% a year and boats at 6% from 2025 to 2031"), else those that the
    sentence begins with. A change between two years takes both; of one year it is growth since the one before.
    """

    def __init__(self, text: str, percents: Sequence[Percent], roles: Sequence[Role]) -> None:
        self.text, self.percents, self.roles = text, percents, roles

    def of_rate(self, number: int, *, open_start: bool) -> Years | None:
        """First and last year of the yearly rate `number`; `open_start` allows a last year alone."""
        own = self._own_years(number, open_start=open_start)
        if own or len(self.percents) == 1:
            return own
        for step in (-1, 1):
            other = number
            while 0 <= other + step < len(self.percents) and self._carries(min(other, other + step)):
                other += step
                if taken := self._own_years(other, open_start=open_start):
                    return taken
        head = next(iter(year_ranges.year_ranges(self.text)), None)
        return head[:2] if head and head[2] <= HEAD else None

    def of_change(self, number: int) -> Years | None:
        """The two years of the change `number`; (None, None) where it spans several, None where no year is said."""
        before, after = self.around(number)
        for words in (after, before):
            if span := year_ranges.years(words):
                return span if span[1] - span[0] == 1 else (None, None)
        return _compared_years(before, after)

    def of_changes(self, number: int) -> Years | None:
        """The same, else the years of the nearest change of the sentence: "A fell 3% in 2023, while B rose 5%"."""
        near = sorted(range(len(self.percents)), key=lambda other: abs(other - number))
        spans = (self.of_change(other) for other in near if self.roles[other] is Role.CHANGE)
        return next((span for span in spans if span), None)

    def around(self, number: int) -> tuple[str, str]:
        """The words before and after a percentage that belong to it."""
        if len(self.percents) == 1:
            return self.text[: self.percents[0].start], self.text[self.percents[0].end :]
        return self._divided(number)[1], self._divided(number + 1)[0]

    def _own_years(self, number: int, *, open_start: bool) -> Years | None:
        if len(self.percents) == 1:
            before, after = self.text, self.text[self.percents[0].end :]
        else:
            before, after = self.around(number)
        near = year_ranges.years(after) or year_ranges.years(before)
        if near:
            return near
        around = before if len(self.percents) == 1 else f"{before}{self._words(number)}{after}"
        if joined := FROM_TO.search(around):
            first, last = (int(y) for y in joined.groups() if y)
            return first, last
        until = UNTIL.search(after) if open_start else None
        return (None, int(next(g for g in until.groups() if g))) if until else None

    def _words(self, number: int) -> str:
        return self.text[self.percents[number].start : self.percents[number].end]

    def _gap(self, number: int) -> str:
        """The words before percentage `number`, back to the one before it."""
        begin = self.percents[number - 1].end if number else 0
        return self.text[begin : self.percents[number].start if number < len(self.percents) else len(self.text)]

    def _divided(self, number: int) -> tuple[str, str]:
        """The gap before percentage `number`, as what belongs to the one before and to this one."""
        gap = self._gap(number)
        if not 0 < number < len(self.percents) or Role.NONE in (self.roles[number - 1], self.roles[number]):
            return gap, gap
        joint = JOINT.search(gap)
        cut = joint.start() if joint else gap.rfind(",")
        return (gap[:cut], gap[cut:]) if cut >= 0 else (gap, gap)

    def _carries(self, left: int) -> bool:
        """Whether percentages `left` and `left + 1` are growth under one verb."""
        growing = Role.NONE not in (self.roles[left], self.roles[left + 1])
        return growing and not VERB.search(self._gap(left + 1))


def _compared_years(before: str, after: str) -> Years | None:
    """The years of a change by the words around it: "in 2023", "in 2023 compared to 2022", "from 2022"."""
    base = AGAINST.search(after)
    rest = after[: base.start()] if base else after
    if any(SINCE.search(words) or UNTIL.search(words) for words in (rest, before[-60:])):
        return (None, None)
    told = _last_year(before)
    first = YEAR.search(after, base.end()) if base else None
    last = next((year_of(m) for m in YEAR.finditer(after) if first is None or m.start() != first.start()), told)
    if first is not None:
        return _since(year_of(first), last)
    far = FAR_AGAINST.search(after) if told else None
    if far and told and int(far[1]) == told - 1:
        return (told - 1, told)
    return (last - 1, last) if last else None


def _last_year(words: str) -> int | None:
    years = [year_of(match) for match in YEAR.finditer(words)]
    return years[-1] if years else None


def _since(start: int, last: int | None) -> Years:
    """Both years of a change since `start`: the next where none is said, none where it spans several."""
    if last is None or last <= start:
        return (start, start + 1)
    return (start, last) if last - start == 1 else (None, None)
