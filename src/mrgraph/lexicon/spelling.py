"""Name -> the key that all its spellings share, and the slug that its IRI ends in.

Everything here is a pure function of the name and of shipped tables (this file and ontology/homonyms.csv), never of
other documents: the same name has the same key on every machine.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from mrgraph.lexicon import legal_forms

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARKS = re.compile("[™℠®©]")
_ACCENTS = re.compile("[\u0300-\u036f]")  # not the voicing marks of kana
_PARENTHESES = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]")
_DOTS = re.compile(r"(?<=\b\w)\.(?=\w\b)|(?<=\b[Aa])/(?=[Ss]\b)")  # S.A. and SA, A/S and AS
_NOT_WORD = re.compile(r"[^\w]+|_+")
# Signs that change what a name means: "> 99 %" is not "< 99 %", "C++" not "C".
_SIGNS = {
    "&": " and ",
    ">": " over ",
    "<": " under ",
    "≥": " at least ",
    "≤": " at most ",
    "%": " percent ",
    "+": " plus ",
    "#": " sharp ",
    "°": " degree ",
}
_SIGN = re.compile("[" + "".join(_SIGNS) + "]")
# Letters that no accent makes, as people write them who have none of their own: "Mærsk" and "Maersk".
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_POINT = "\u02d1"  # stands for the point of a decimal while the others fall; a letter to every pattern
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
# Units that differ in case only: "5 mW" is not "5 MW", "10 Gb" not "10 GB".
_MILLI = re.compile(r"(?<=\d)(\s*-?)m(?=(?:W|V|A|J|N|Hz|Pa|Ah|Wh)\b)")
_BITS = re.compile(r"(?<=\d)(\s*-?[kKMGT])b(?=\b)")
_INITIALS_PLURAL = re.compile(r"\b([A-Z]{2,})s\b")
# "C++" and "C#" are not "C"; a sign between letters only joins two names.
_NAME_SIGN = re.compile(r"(?<=[\w+])\+(?!\w)|(?<=\w)#(?!\w)")
_LONGEST = 96  # characters of a slug; longer ones are cut and told apart by a hash
_HASH = 8
_REMEMBERED = 65536  # names: a pile names each company many times


_AMERICAN: Final = {
    "aluminium": "aluminum",
    "analyser": "analyzer",
    "analysers": "analyzers",
    "centre": "center",
    "centres": "centers",
    "colour": "color",
    "colours": "colors",
    "defence": "defense",
    "fibre": "fiber",
    "fibres": "fibers",
    "jewellery": "jewelry",
    "labour": "labor",
    "metre": "meter",
    "mould": "mold",
    "moulding": "molding",
    "organisation": "organization",
    "organisations": "organizations",
    "paediatric": "pediatric",
    "sulphur": "sulfur",
    "tyre": "tire",
    "tyres": "tires",
    "vapour": "vapor",
}


def fold(name: str) -> str:
    """Case, width, accents and punctuation levelled: words with single spaces between them.

    >>> fold("AT&S  Süd-Technik™"), fold("Ｓｅｍｉｃｏｎ"), fold("Mærsk"), fold("Łódź")
    ('at and s sud technik', 'semicon', 'maersk', 'lodz')
    """
    plain = unicodedata.normalize("NFKC", _MARKS.sub("", name)).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", plain)))
        plain = plain.translate(_LETTERS)
    return " ".join(_NOT_WORD.sub(" ", plain.replace("&", " and ")).split())


def slug(name: str) -> str:
    """What the IRI of a thing with this name ends in; letters of all scripts stay.

    >>> slug("Defense & Aerospace"), slug("Purity > 99.5%"), slug("光検出器")
    ('defense-and-aerospace', 'purity-over-99.5-percent', '光検出器')
    """
    return _cut(_in_words(name).replace(" ", "-"), name)


@lru_cache(maxsize=_REMEMBERED)
def topic_slug(name: str) -> str:
    """The same for topics and markets: the last word singular, British spellings American, no acronym beside its name.

    >>> topic_slug("Passenger Vehicles"), topic_slug("Batteries"), topic_slug("Optical Fibres"), topic_slug("Optics")
    ('passenger-vehicle', 'battery', 'optical-fiber', 'optics')
    >>> topic_slug("Ball Grid Array (BGA)"), topic_slug("the Internet of Things"), topic_slug("SMEs")
    ('ball-grid-array', 'internet-of-thing', 'sme')
    >>> topic_slug("0.5 kW"), topic_slug("0-5 kW"), topic_slug("5 mW"), topic_slug("5 MW")
    ('0.5-kw', '0-5-kw', '5-milliw', '5-mw')
    """
    words = _in_words(_INITIALS_PLURAL.sub(r"\1", name)).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    words = [_AMERICAN.get(word, word) for word in _without_acronym(words)]
    if words:
        last = _singular(words[-1])
        words[-1] = _AMERICAN.get(last, last)
    return _cut("-".join(words), name)


def _without_acronym(words: list[str]) -> list[str]:
    """The words without one at either end that is made of the initials of all others.

    >>> _without_acronym("ball grid array bga".split()), _without_acronym("iot internet of things".split())
    (['ball', 'grid', 'array'], ['internet', 'of', 'things'])
    """
    for acronym, rest in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        letters = "".join(acronym)
        if len(letters) >= _ACRONYM and letters in (initials(rest), "".join(word[0] for word in rest)):
            return rest
    return words


def _in_words(name: str) -> str:
    """The folded name with its signs in words, and its numbers told apart: "0.5" is not "0-5"."""
    wide = _DECIMAL.sub(_POINT, _THOUSANDS.sub("", unicodedata.normalize("NFKC", name)))
    exact = _BITS.sub(r"\1bit", _MILLI.sub(r"\1milli", wide))
    return fold(_SIGN.sub(lambda sign: _SIGNS[sign[0]], exact)).replace(_POINT, ".")


# ------------------------------------------------------------------------------------------------ topics

_ACRONYM = 3  # letters: two stand beside too many words by chance
_SHORTEST_PLURAL = 5  # letters: MEMS, GaAs, SaaS, lens and gas are none
_NO_PLURAL = re.compile(r"(?:ss|us|is|(?<!clin)ics|[^a-z]s)$|^(?:series|species|news|canvas)$")
_SIBILANT_PLURAL = re.compile(r"(?:x|ch|sh|ss|zz)es$")
_ODD_PLURALS: Final = {
    "analyses": "analysis",
    "buses": "bus",
    "diagnoses": "diagnosis",
    "gases": "gas",
    "lenses": "lens",
    "prostheses": "prosthesis",
    "syntheses": "synthesis",
    "viruses": "virus",
}


def _singular(word: str) -> str:
    """The singular of an English plural; words that only look like one ("glass", "optics") stay."""
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or _NO_PLURAL.search(word):
        return word
    if word in _ODD_PLURALS:
        return _ODD_PLURALS[word]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if _SIBILANT_PLURAL.search(word) else word[:-1]


# --------------------------------------------------------------------------------------------- companies


@lru_cache(maxsize=_REMEMBERED)
def company_slug(name: str) -> str:
    """The slug of a company: without legal form, annotations in parentheses and article, so that its forms share it.

    Homonyms keep what tells them apart (ontology/homonyms.csv).

    >>> company_slug("Amkor Technology, Inc."), company_slug("The Boeing Company"), company_slug("株式会社SCREEN")
    ('amkor-technology', 'boeing', 'screen')
    >>> company_slug("Merck KGaA, Darmstadt, Germany"), company_slug("Merck & Co., Inc."), company_slug("Merck")
    ('merck-kgaa', 'merck-and-co', 'merck')
    """
    words = company_words(name)
    return _homonym(words) or _cut("-".join(_stripped(words)), name)


@lru_cache(maxsize=_REMEMBERED)
def company_key(name: str) -> str:
    """What two spellings of one company share: as its slug, also without spaces and hyphens.

    >>> company_key("Siliconware Precision Industries Co., Ltd."), company_key("GE Healthcare") == company_key("GE")
    ('siliconwareprecisionindustries', False)
    >>> company_key("Exxon Mobil") == company_key("ExxonMobil"), company_key("Merck KGaA") == company_key("Merck & Co.")
    (True, False)
    """
    words = company_words(name)
    return (_homonym(words) or "".join(_stripped(words))).replace("-", "")


def company_words(name: str) -> list[str]:
    """The folded words of a company's name with its legal form, without annotations in parentheses.

    A place between name and legal form is part of the name, one at the end tells where the company sits.

    >>> company_words("BASF SE (Germany)"), company_words("Example Bank (Asia) Ltd")
    (['basf', 'se'], ['example', 'bank', 'asia', 'ltd'])
    >>> company_words("C++ GmbH"), company_words("C#"), company_words("Dorma+Kaba")
    (['c', 'plus', 'plus', 'gmbh'], ['c', 'sharp'], ['dorma', 'kaba'])
    """
    outside = _PARENTHESES.sub(lambda inside: _kept_inside(inside, name), name)
    plain = _NAME_SIGN.sub(_spelled_sign, _DOTS.sub("", outside if _NOT_WORD.sub("", outside) else name))
    return [_AMERICAN.get(word, word) for word in fold(legal_forms.ASIAN.sub("", plain) or plain).split()]


def _spelled_sign(sign: re.Match[str]) -> str:
    return " plus" if sign[0] == "+" else " sharp"


def initials(words: list[str]) -> str:
    """The first letters of folded words, small linking words left out.

    >>> initials("taiwan semiconductor manufacturing company".split()), initials("bank of china".split())
    ('tsmc', 'bc')
    """
    return "".join(word[0] for word in words if word not in _LINKING_WORDS)


_LINKING_WORDS = frozenset("and of the for de la du des der und et".split())
_FORMER = re.compile(r"\b(?:formerly|previously|now|known as|part of|owned by|subsidiary|brand|dba|aka)\b|[\d/]", re.I)


def _kept_inside(parentheses: re.Match[str], name: str) -> str:
    """What stays of parentheses within a name: a word or two before the legal form, no acronym and no remark."""
    inside, behind = fold(parentheses[1]), fold(_DOTS.sub("", name[parentheses.end() :]))
    before = fold(name[: parentheses.start()]).split()
    acronym = inside == initials(before)[: len(inside)]
    if (
        not behind
        or not before
        or acronym
        or _FORMER.search(parentheses[1])
        or _stripped(["x", *behind.split()]) != ["x"]
    ):
        return " "
    return f" {inside} "


def _stripped(words: list[str]) -> list[str]:
    """The words without the article and legal forms around them; one word always stays."""
    kept = _without_long_forms(words)
    end = len(kept)
    while end > 1 and (kept[end - 1] in legal_forms.KEYS or kept[end - 1] == "and"):
        end -= 1
    start = 1 if end > 1 and (kept[0] == "the" or kept[0] in legal_forms.LEADING_KEYS) else 0
    return kept[start:end]


def _without_long_forms(words: list[str]) -> list[str]:
    """The words without a legal form of several words before or behind them, unless nothing but legal forms is left."""
    text = " ".join(words)
    while form := legal_forms.LONG_KEY.search(text):
        rest = f"{text[: form.start()]} {text[form.end() :]}".split()
        if legal_forms.KEYS.issuperset(rest):
            break
        text = " ".join(rest)
    return text.split()


@cache
def _homonyms() -> Mapping[str, Mapping[str, str]]:
    """Names that different companies bear -> the word that tells them apart -> key."""
    from mrgraph.settings import data_path

    with (data_path("ontology") / "homonyms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["name"]: {other["form"]: other["key"] for other in rows if other["name"] == row["name"]} for row in rows
    }


def is_homonym(key: str) -> bool:
    """Whether a company's slug is a name that several known companies bear: alone it means none of them.

    >>> is_homonym("merck"), is_homonym("merck-kgaa")
    (True, False)
    """
    return key in _homonyms()


def _homonym(words: list[str]) -> str | None:
    """The key of one of several companies of a name, told by the legal form after it."""
    forms = _homonyms().get(words[0] if words else "", {})
    rest = " ".join(word for word in words[1:] if word != "and")
    fitting = [form for form in forms if rest == form or rest.startswith(f"{form} ")]
    return forms[max(fitting, key=len)] if fitting else None


def _cut(text: str, name: str) -> str:
    """A slug of bearable length; a name that has no letters or digits at all is told by its hash."""
    if text and len(text) <= _LONGEST:
        return text
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    return f"{text[:_LONGEST].rstrip('-')}-{mark}" if text else mark
