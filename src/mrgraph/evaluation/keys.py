"""Names, regions, scopes and figures -> keys: two of them say the same where their keys are equal.

The rules of comparing are a yardstick of their own and do not follow `spelling`: a score must not move because linking
learns another spelling.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

_LEGAL: Final = frozenset(
    "ab ag aps as asa bhd bv co company corp corporation cv de doo gmbh inc incorporated jsc kft kg kgaa kk limited "
    "llc llp lp ltd mbh nv ojsc ooo oy oyj pjsc plc private pte pty pvt sa sapi sarl sas sdn se spa srl sro zrt".split()
)
_ASIAN_LEGAL: Final = re.compile("주식회사|유한회사|股份有限公司|有限公司|株式会社|有限会社|合同会社")
_TRADE_MARKS: Final = str.maketrans("", "", "™℠")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_BRACKETED: Final = re.compile(r"\([^)]*\)")
_SHORT_FORM: Final = re.compile(r"\(([^()]{2,})\)")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_INITIALS: Final = re.compile(r"(?<=\b\w)\.(?=\w\b)|(?<=\b[Aa])/(?=[Ss]\b)")  # S.A. is SA, A/S is AS
_MARKET: Final = re.compile("markets?$")
_KIND_OF_PART: Final = re.compile("(?<=.)(?:market|segment|sector|industr(?:y|ie))s?$")
_PLURAL: Final = re.compile(r"(?<=[a-z]{3}[^\Ws])s$")

_PERCENT: Final = ("%", "percent", "per cent", "prozent")
_SCALES: Final = {
    **dict.fromkeys(_PERCENT, 1),
    **dict.fromkeys(("k", "thousand"), 10**3),
    **dict.fromkeys(("m", "mn", "million"), 10**6),
    **dict.fromkeys(("b", "bn", "billion"), 10**9),
    **dict.fromkeys(("tn", "trillion"), 10**12),
}
_YEAR: Final = r"((?:19|20)\d\d)"
_YEARS: Final = re.compile(rf"(?:from )?{_YEAR}(?: ?[-–~] ?| to ){_YEAR}")
_UP_TO_YEAR: Final = re.compile(_YEAR)
_THOUSANDS: Final = re.compile(r",(?=\d{3}(?!\d))")
_AMOUNT: Final = re.compile(
    rf"(?:[a-z]{{3}} |us\$|[$€£¥]|\s)*[-+]? ?(?P<digits>\d+(?:\.\d+)?) ?(?P<scale>{'|'.join(_SCALES)})", re.IGNORECASE
)


def levelled(text: object) -> str:
    """The words of a name in one case and width, without accents, punctuation and bracketed parts.

    >>> levelled("Süd & Nord (SN)"), levelled("(SN)")
    ('sud and nord', 'sn')
    """
    folded = unicodedata.normalize("NFKD", _plain(text).casefold())
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", folded)).replace("&", " and ")
    bare = _BRACKETED.sub(" ", folded)
    return " ".join(_BETWEEN_WORDS.sub(" ", bare if re.search(r"\w", bare) else folded).split())


def name_key(text: object) -> str:
    """What two spellings of a segment share.

    >>> name_key("Behind-the-Ear (BTE)") == name_key("behind the ear")
    True
    """
    return levelled(text).replace(" ", "")


def company_key(text: object) -> str:
    """What two forms of a company's name share: an article and legal forms do not count, unless they are all there is.

    >>> company_key("The Nemo & Co., Ltd."), company_key("株式会社ネモ"), company_key("Co., Ltd.")
    ('nemo', 'ネモ', 'co')
    """
    joined = _INITIALS.sub("", _plain(text))
    words = levelled(_ASIAN_LEGAL.sub("", joined) or joined).split()
    while len(words) > 1 and (words[-1] in _LEGAL or words[-1] == "and"):
        words.pop()
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def market_key(text: object) -> str:
    """What two names of a market share.

    >>> market_key("Slewing-Gear Markets") == market_key("slewing gear")
    True
    """
    return _MARKET.sub("", name_key(text))


def region_key(text: object) -> str:
    """The key of a region, however it is written; of an IRI its last part counts.

    >>> region_key("https://example.org/region/middle-east-and-africa"), region_key("US"), region_key("Ile-de-France")
    ('middle-east-africa', 'US', 'ile-de-france')
    """
    written = str(text).strip()
    name = written.rpartition("/")[2] if "://" in written else written
    if re.fullmatch("[A-Z]{2}", name):
        return name
    return levelled(name.replace("-", " ")).replace(" and ", " ").replace(" ", "-")


def scope_key(text: object) -> str:
    """What two ways to name a part of a market share: "" where none is named.

    >>> scope_key("IGBTs segment"), scope_key("Middle East & Africa"), scope_key(None)
    ('igbt', 'middleeastafrica', '')
    """
    joined = levelled(str(text or "").replace("-", " ")).replace(" and ", " ").replace(" ", "")
    return _PLURAL.sub("", _KIND_OF_PART.sub("", joined))


def scope_keys(text: object) -> frozenset[str]:
    """The key of a part of a market, and those of its short forms.

    >>> sorted(scope_keys("Decentralised Finance (DeFi)"))
    ['decentralisedfinance', 'defi']
    """
    return frozenset(map(scope_key, (text, *_SHORT_FORM.findall(_plain(text or ""))))) - {""}


def number(value: object) -> Decimal | None:
    """The value of a decimal string; None where it is none."""
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def size_of(value: object) -> Decimal | None:
    """A number without its sign: gold tells "a decline of 19%" without one, a record with one."""
    signed = number(value)
    return None if signed is None else abs(signed)


def figure(text: object) -> Hashable:
    """What a string such as "20%", "USD 3.67 billion" or "2023 to 2032" stands for; None where it is no figure.

    A pair: of the first and the last year, or of the number without its sign and whether it is percent.

    >>> figure("2023 - 2032"), figure("US$ 1,200 million") == (Decimal("1.2e9"), False), figure("Acme 5000")
    ((2023, 2032), True, None)
    >>> figure("-3,5 Prozent") == figure("3.5%"), figure("2030")
    (True, (None, 2030))
    """
    plain = _THOUSANDS.sub("", _plain(text).replace("\N{MINUS SIGN}", "-").strip()).replace(",", ".")
    if years := _YEARS.fullmatch(plain):
        return int(years[1]), int(years[2])
    if _UP_TO_YEAR.fullmatch(plain):
        return None, int(plain)
    if amount := _AMOUNT.fullmatch(plain):
        scale = amount["scale"].lower()
        return number(Decimal(amount["digits"]) * _SCALES[scale]), scale in _PERCENT
    return None


def _plain(text: object) -> str:
    return unicodedata.normalize("NFKC", str(text).translate(_TRADE_MARKS))
