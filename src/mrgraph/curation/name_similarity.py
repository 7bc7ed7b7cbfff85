"""Two names -> how likely they name one thing, with the reasons: a suggestion for a person, never a merge.

Names are cut into words; legal forms, articles and possessives fall away, numerals and common abbreviations get one
form, other scripts are written in Latin letters. Words are then paired: a typing error in a word costs a little, a
word without a partner costs much, unless it says nothing ("Group"): the more names of firms hold it, the less it tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

from mrgraph.firms import name_cores, word_weights
from mrgraph.lexicon import legal_forms, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXACT, LIKELY = 1.0, 0.7
_SPELLED, _ACRONYM, _EXTENDED, _SIDE = 0.95, 0.75, 0.62, 0.76
_TELLING_CORE = 0.72
_TYPO_AT_MOST = 0.34  # of a word's letters, one letter in any case
_MISSPELT = 0.9  # topics differ in one letter at most, and in no word
_STRANGER = 0.4  # what is left when a word has no partner
_SHORT = 3  # letters: "BP" and "BD" are two companies, not a typing error
_TELLING = 10  # letters: a longer word is seldom like another one by chance
_LONGEST = 200  # characters that are looked at

_CARDINALS = "zero one two three four five six seven eight nine ten eleven twelve"
_ORDINALS = (
    "1st:first 2nd:second 3rd:third 4th:fourth 5th:fifth 6th:sixth 7th:seventh 8th:eighth 9th:ninth 20th:twentieth"
)
_NUMERALS: Final = {word: str(number) for number, word in enumerate(_CARDINALS.split())} | dict(
    pair.split(":") for pair in _ORDINALS.split()
)
_ABBREVIATIONS: Final = {
    "assoc": "association",
    "bros": "brothers",
    "dept": "department",
    "dev": "development",
    "elec": "electric",
    "eng": "engineering",
    "engg": "engineering",
    "govt": "government",
    "grp": "group",
    "hldg": "holding",
    "hldgs": "holding",
    "holdings": "holding",
    "ind": "industries",
    "inds": "industries",
    "industry": "industries",
    "inst": "institute",
    "insts": "instruments",
    "intl": "international",
    "int": "international",
    "labs": "laboratories",
    "lab": "laboratories",
    "mfg": "manufacturing",
    "mgmt": "management",
    "mktg": "marketing",
    "natl": "national",
    "pharma": "pharmaceuticals",
    "pharmaceutical": "pharmaceuticals",
    "prod": "products",
    "prods": "products",
    "semi": "semiconductor",
    "semicon": "semiconductor",
    "semiconductors": "semiconductor",
    "st": "saint",
    "svcs": "services",
    "sys": "systems",
    "tech": "technology",
    "technologies": "technology",
    "techs": "technology",
    "univ": "university",
}
_WEAK = 9.0  # bits: a word that tells no more may be there or not, and tells no company by itself
_CORE = 12.5  # bits: what a name's other words must tell, so that only one company can be meant
_SKIPPED: Final = frozenset("the and of for de la et und al el".split())
_POSSESSIVE = re.compile(r"['’`´]s\b")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)|(?<!\w)['’`´](?=\w)")
_ROMAN = re.compile(r"[ivx]{1,5}")
_CYRILLIC: Final = dict(
    zip("абвгдезийклмнопрстуфыэіїєґ", "a b v g d e z i i k l m n o p r s t u f y e i i e g".split(), strict=True)
)
_DIGRAPHS: Final = dict(zip("ёжхцчшщюя", "e zh kh ts ch sh shch yu ya".split(), strict=True))
_GREEK: Final = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_ODD: Final = {"ъ": "", "ь": "", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}
_LATIN: Final = str.maketrans(_CYRILLIC | _DIGRAPHS | _GREEK | _ODD)
_NO_LEGAL: Final = legal_forms.KEYS - {"company"}


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score`: 0 to 1; from LIKELY on, two names are worth a look. `reasons`: in plain words.

    `thin`: it rests on a short word with a typing error, or on initials; among many names some are so by chance.
    """

    score: float
    reasons: tuple[str, ...]
    thin: bool = False


def companies(first: str, second: str) -> Likeness:
    """How likely two names of companies mean one.

    >>> companies("Mercedes-Benn Group AG", "Mercedes-Benz Group AG")
    Likeness(score=0.93, reasons=('benn and benz differ by 1 letter',), thin=False)
    >>> companies("GE", "GE Healthcare").score < LIKELY
    True
    """
    first, second = sorted((first, second))
    if spelling.company_key(first) == spelling.company_key(second):
        return Likeness(EXACT, ("the same but for legal form and punctuation",))
    likeliest = _best(first, second)
    for part, other in ((part, other) for name, other in ((first, second), (second, first)) for part in _sides(name)):
        side = _best(part, other)
        if side.score * _SIDE > likeliest.score:
            likeliest = Likeness(round(side.score * _SIDE, 2), (*side.reasons, f"as {part}"), side.thin)
    others = filter(None, (_acronym(first, second), _core_shared(first, second)))
    return max((likeliest, *others), key=lambda likeness: likeness.score)


def _core_shared(first: str, second: str) -> Likeness | None:
    """Whether two names are one but for what any firm may be called, though not so rare as to be one by themselves."""
    if name_cores.are_registered((first,), (second,)):
        return None
    sides = [spelling.company_slug(name).split("-") for name in (first, second)]
    shorter, longer = sorted(sides, key=len)
    rest = longer[len(shorter) :]
    if not rest or longer[: len(shorter)] != shorter or not all(map(name_cores.is_extra, rest)):
        return None
    telling = word_weights.weights(word for word in shorter if len(word) > 1)
    return Likeness(_TELLING_CORE, (f"the same but for {' '.join(rest)}",)) if telling >= _CORE else None


def topics(first: str, second: str) -> Likeness:
    """How likely two names of markets or topics mean one; numbers and short words must be the same.

    >>> topics("E-Commerce", "eCommerce").score, topics("Type II", "Type III").score
    (0.95, 0.0)
    """
    first_words, second_words = (spelling.topic_slug(name[:_LONGEST]).split("-") for name in sorted((first, second)))
    if "".join(first_words) == "".join(second_words):
        return Likeness(_SPELLED, ("the same but for spaces and hyphens",))
    if sorted(first_words) == sorted(second_words):
        return Likeness(_SPELLED, ("the same words in another order",))
    if _marks(first_words) != _marks(second_words):
        return Likeness(0.0, ("numbers or short words differ",))
    likeness = _compared(first_words, second_words)
    return likeness if likeness.score > _MISSPELT else Likeness(_STRANGER, likeness.reasons)


def _marks(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if len(word) <= _SHORT or any(letter.isdigit() for letter in word))


def _best(first: str, second: str) -> Likeness:
    pairs = product(_readings(first), _readings(second))
    likenesses = [_compared(first_words, second_words) for first_words, second_words in pairs]
    return max(likenesses, key=lambda likeness: likeness.score, default=Likeness(0.0, ("a name without words",)))


def _sides(name: str) -> list[str]:
    """The names on both sides of a slash: "Oldname/Newname"."""
    sides = [side.strip() for side in name[:_LONGEST].split("/")]
    return [side for side in sides if len(side) > _SHORT] if len(sides) > 1 else []


@lru_cache(maxsize=65536)
def _readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name: without legal forms, and with them (a misspelt one looks like a word of the name)."""
    words = _words(name[:_LONGEST])
    readings = (_core(words) or words, tuple(word for word in words if word not in _SKIPPED))
    return tuple(dict.fromkeys(reading for reading in readings if reading))


def _words(name: str) -> tuple[str, ...]:
    plain = _APOSTROPHE.sub("", _POSSESSIVE.sub("", name)).replace("%", " percent ")
    words = [word.translate(_LATIN) for word in spelling.company_words(plain)]
    return tuple(_ABBREVIATIONS.get(word, _NUMERALS.get(word, word)) for word in words if word)


def _core(words: Sequence[str]) -> tuple[str, ...]:
    """The words without legal forms, wherever they stand, and without what is one but for a typing error."""
    text = " ".join(words)
    for form in legal_forms.LONG_KEYS:
        text = re.sub(rf"\b{re.escape(form)}\b", " ", text)
    remaining = [word for word in text.split() if word not in legal_forms.KEYS and word not in _SKIPPED]
    return tuple(word for word in remaining if not _misspelt_form(word))


def _misspelt_form(word: str) -> bool:
    """Whether a long word is a legal form with one wrong letter ("Aktiengeselschaft")."""
    return len(word) > len("corporations") and any(
        _distance(word, form) == 1 for form in legal_forms.KEYS if len(form) > len("corporation")
    )


# ----------------------------------------------------------------------------------------------- compare


def _compared(first: Sequence[str], second: Sequence[str]) -> Likeness:
    first_text, second_text = "".join(first), "".join(second)
    if not first_text or not second_text:
        return Likeness(0.0, ("a name without words",))
    if first_text == second_text:
        return Likeness(_SPELLED, ("the same but for spaces, abbreviations and numerals",))
    if sorted(first) == sorted(second):
        return Likeness(_SPELLED, ("the same words in another order",))
    if min(len(first_text), len(second_text)) <= _SHORT + 1:
        return Likeness(_STRANGER, (f"{first_text} and {second_text} are too short to be like each other",))
    joined = _joined(first_text, second_text, first, second)
    paired = _paired(first, second)
    return max(joined, paired, key=lambda likeness: likeness.score)


def _joined(first_text: str, second_text: str, first: Sequence[str], second: Sequence[str]) -> Likeness:
    """Names whose words are cut differently, compared as one word each."""
    distance = _distance(first_text, second_text)
    if len(first) != len(second) and distance <= 1 and min(len(first_text), len(second_text)) > 2 * _SHORT:
        thin = first_text[0] != second_text[0] or min(len(first_text), len(second_text)) < _TELLING
        return Likeness(0.9, ("the same but for spaces and one letter",), thin)
    return Likeness(0.0, ())


def _paired(first: Sequence[str], second: Sequence[str]) -> Likeness:
    """Each word of the shorter name with its best partner in the longer one."""
    shorter, longer = sorted((list(first), list(second)), key=len)
    score, unpaired = 1.0, list(longer)
    reasons: list[str] = []
    strong = [word for word in longer if not _is_weak(word) and word not in legal_forms.KEYS]
    alone = not set(strong) & set(shorter)
    thin = alone and max(map(len, strong), default=0) < _TELLING
    for word in sorted(shorter, key=lambda word: (word not in unpaired, word)):
        partner = min(unpaired, key=lambda other: (_distance(word, other), other))
        unpaired.remove(partner)
        if word != partner:
            thin = thin or (alone and _distance(word, partner) > 1)
            cost, reason = _cost(word, partner, alone=len(longer) == 1)
            score, reasons = score * (1 - cost), [*reasons, reason]
    if unpaired:
        extended = all(map(name_cores.is_extra, unpaired)) and score == 1.0
        score *= _EXTENDED if extended else _STRANGER
        reasons.append(f"{' '.join(unpaired)} stands in one name only")
    return Likeness(round(score, 2), tuple(reasons), thin=thin)


def _is_weak(word: str) -> bool:
    return word_weights.weight(word) <= _WEAK


def _cost(word: str, partner: str, *, alone: bool) -> tuple[float, str]:
    """What it costs that two words differ, and why."""
    distance, longest = _distance(word, partner), max(len(word), len(partner))
    numbered = all(_is_number(text) for text in (word, partner))
    allowed = max(1, int(_TYPO_AT_MOST * min(len(word), len(partner)) * 0.75))
    if longest < _SHORT and (alone or not numbered):
        return 1 - _STRANGER, f"{word} and {partner} are different"
    if distance > min(allowed, 2):
        return 1 - _STRANGER, f"{word} and {partner} are different"
    plural = "" if distance == 1 else "s"
    return (
        0.07 * distance if longest > _SHORT or numbered else 0.2,
        f"{word} and {partner} differ by {distance} letter{plural}",
    )


def _is_number(word: str) -> bool:
    return _ROMAN.fullmatch(word) is not None or any(letter.isdigit() for letter in word)


def _acronym(first: str, second: str) -> Likeness | None:
    """Whether one name is made of the initials of the other."""
    for short, long in ((first, second), (second, first)):
        bare = [word for word in re.findall(r"[^\W_]+", short) if word.casefold() not in legal_forms.KEYS]
        letters = "".join(bare)
        words = [word for word in _words(long) if word not in _SKIPPED]
        core = [word for word in words if word not in _NO_LEGAL]
        initials = {"".join(word[0] for word in reading) for reading in (words, core)}
        if letters.isupper() and len(letters) >= _SHORT and len(core) >= _SHORT - 1 and letters.lower() in initials:
            return Likeness(_ACRONYM, (f"{letters} are the initials of {long}",), thin=True)
    return None


def _distance(first: str, second: str) -> int:
    from rapidfuzz.distance import OSA

    return int(OSA.distance(first, second))
