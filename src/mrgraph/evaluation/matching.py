"""What a record says in one field -> entries with keys, so that two records' entries can be compared.

A record is what `mrgraph extract` prints for a document, or the gold of that document: the same fields. The rules of
comparing are a yardstick of their own and do not follow `spelling`: a score must not move because linking learns
another spelling.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    Record = Mapping[str, Any]

FIELDS: Final = (
    "companies",
    "technologies",
    "applications",
    "other_segments",
    "regions",
    "market_sizes",
    "growth_rates",
    "growth_rates_strict",  # the same, with both years
    "market_shares",
    "revenues",
    "market",
    "scope",
    "publisher",
    "report_id",
    "period",
)
FIGURES: Final = frozenset(
    {"market_sizes", "growth_rates", "growth_rates_strict", "market_shares", "revenues", "period"}
)
NAMED: Final = frozenset({"companies", "technologies", "applications", "other_segments", "regions", "market"})
STRICT: Final = "growth_rates_strict"

_LEGAL: Final = frozenset(
    "ab ag aps as asa bhd bv co company corp corporation cv de doo gmbh inc incorporated jsc kft kg kgaa kk limited "
    "llc llp lp ltd mbh nv ojsc ooo oy oyj pjsc plc private pte pty pvt sa sapi sarl sas sdn se spa srl sro zrt".split()
)
_ASIAN_LEGAL: Final = re.compile("주식회사|유한회사|股份有限公司|有限公司|株式会社|有限会社|合同会社")
_TRADE_MARKS: Final = str.maketrans("", "", "™℠")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_BRACKETED: Final = re.compile(r"\([^)]*\)")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_INITIALS: Final = re.compile(r"(?<=\b\w)\.(?=\w\b)|(?<=\b[Aa])/(?=[Ss]\b)")  # S.A. is SA, A/S is AS
_PLURAL: Final = re.compile("markets?$")
_SCALES: Final = {"%": 1, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SPAN: Final = re.compile(r"(?:from )?((?:19|20)\d\d)(?: ?[-–~] ?| to )((?:19|20)\d\d)")
_AMOUNT: Final = re.compile(
    r"(?:us\$|[$£€¥]|[a-z]{3} |\s)*(\d+(?:\.\d+)?) ?(%|million|billion|trillion)", re.IGNORECASE
)


# ------------------------------------------------------------------------------------------------------- keys


def levelled(text: str) -> str:
    """The words of a name in one case and width, without accents, punctuation and bracketed parts.

    >>> levelled("Süd & Nord (SN)"), levelled("(SN)")
    ('sud and nord', 'sn')
    """
    folded = unicodedata.normalize("NFKD", _plain(text).casefold())
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", folded)).replace("&", " and ")
    bare = _BRACKETED.sub(" ", folded)
    return " ".join(_BETWEEN_WORDS.sub(" ", bare if re.sub(r"\W", "", bare) else folded).split())


def name_key(text: str) -> str:
    """What two spellings of a segment share.

    >>> name_key("Behind-the-Ear (BTE)") == name_key("behind the ear")
    True
    """
    return levelled(text).replace(" ", "")


def company_key(text: str) -> str:
    """What two forms of a company's name share: legal forms at the end do not count, unless they are all there is.

    >>> company_key("Nemo & Co., Ltd."), company_key("株式会社ネモ"), company_key("Co., Ltd.")
    ('nemo', 'ネモ', 'co')
    """
    joined = _INITIALS.sub("", _plain(text))
    words = levelled(_ASIAN_LEGAL.sub("", joined) or joined).split()
    while len(words) > 1 and (words[-1] in _LEGAL or words[-1] == "and"):
        words.pop()
    return "".join(words)


def market_key(text: str) -> str:
    """What two names of a market share.

    >>> market_key("Slewing-Gear Markets") == market_key("slewing gear")
    True
    """
    return _PLURAL.sub("", name_key(text))


def region_key(text: object) -> str:
    """The key of a region, however it is written; a path before it does not count.

    >>> region_key("region/middle-east-and-africa"), region_key("US"), region_key("Ile-de-France")
    ('middle-east-africa', 'US', 'ile-de-france')
    """
    last = str(text).strip().rpartition("/")[2]
    if re.fullmatch("[A-Z]{2}", last):
        return last
    return levelled(last.replace("-", " ")).replace(" and ", " ").replace(" ", "-")


def number(value: object) -> Decimal | None:
    """The value of a decimal string; None where it is none."""
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def figure(text: str) -> Hashable:
    """What a string such as "20%", "USD 3.67 billion" or "2023 to 2032" stands for; None where it is no figure.

    >>> figure("2023 - 2032"), figure("US$ 1,200 million") == (Decimal("1.2e9"), False), figure("Acme 5000")
    ((2023, 2032), True, None)
    """
    plain = _plain(text).replace(",", "")
    if span := _SPAN.fullmatch(plain):
        return int(span[1]), int(span[2])
    if amount := _AMOUNT.fullmatch(plain):
        return number(Decimal(amount[1]) * _SCALES[amount[2].lower()]), amount[2] == "%"
    return None


def _plain(text: object) -> str:
    return unicodedata.normalize("NFKC", str(text).translate(_TRADE_MARKS))


# ---------------------------------------------------------------------------------------------------- entries


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said in one field: it is the same as another's if they share a key.

    `shown`: a name, or the figure as it stands in the record. `item`: as the record gives it, with its evidence if any.
    """

    keys: frozenset[Hashable]
    shown: Any
    item: Any

    @property
    def figure(self) -> Hashable:
        """The figure that it states, comparable with that of a string (see `figure`)."""
        if not isinstance(self.shown, dict):
            return tuple(self.shown)
        percent = "percent" in self.shown
        return number(self.shown.get("percent" if percent else "value")), percent


def entries(record: Record, field: str) -> list[Entry]:
    """What the record says in the field, in its order."""
    value = record.get("growth_rates" if field == STRICT else field)
    return list(_READERS[field](record, value)) if value else []


def fits(field: str, expected: Entry, given: Entry) -> bool:
    """Whether the second says what the first does; a currency that the first leaves open may be any."""
    if field != "market_sizes":
        return not expected.keys.isdisjoint(given.keys)
    return any(
        wanted[:2] == found[:2] and wanted[2] in (None, found[2])
        for wanted in _triples(expected)
        for found in _triples(given)
    )


def _triples(entry: Entry) -> list[tuple[Hashable, ...]]:
    return [key for key in entry.keys if isinstance(key, tuple)]


def _named(key: Callable[[str], str]) -> Callable[[Record, Any], Iterator[Entry]]:
    def read(_: Record, value: Iterable[Any]) -> Iterator[Entry]:
        for item in value:
            yield Entry(_forms(item, key), item if isinstance(item, str) else item.get("name"), item)

    return read


def _forms(item: Any, key: Callable[[str], str]) -> frozenset[str]:
    """The keys of all forms of a name."""
    if isinstance(item, str):
        forms = [item]
    else:
        forms = [item.get("name") or item.get("text") or "", *(item.get("aliases") or ())]
    return frozenset(filter(None, (key(form) for form in forms if form)))


def _segments(record: Record, value: Any) -> Iterator[Entry]:
    listed = [item for axis in value.values() for item in axis] if isinstance(value, dict) else value
    yield from _named(name_key)(record, listed)


def _regions(_: Record, value: Iterable[Any]) -> Iterator[Entry]:
    for item in value:
        shown = item if isinstance(item, str) else item.get("key") or item.get("name")
        yield Entry(frozenset({region_key(shown)}), shown, item)


def _sizes(_: Record, value: Iterable[Record]) -> Iterator[Entry]:
    for item in value:
        yield Entry(frozenset({(number(item.get("value")), item.get("year"), item.get("currency"))}), item, item)


def _rates(_: Record, value: Iterable[Record]) -> Iterator[Entry]:
    for item in value:
        yield Entry(frozenset({(number(item.get("percent")), number(item.get("percent_max")))}), item, item)


def _strict_rates(record: Record, value: Iterable[Record]) -> Iterator[Entry]:
    for entry in _rates(record, value):
        years = entry.item.get("start"), entry.item.get("end")
        yield Entry(frozenset((key, years) for key in entry.keys), entry.shown, entry.item)


def _shares(record: Record, value: Iterable[Record]) -> Iterator[Entry]:
    for item in value:
        holders = _known_as(record, item.get("of")) | {region_key(item.get("of"))}
        yield Entry(frozenset((key, number(item.get("percent"))) for key in holders), item, item)


def _revenues(record: Record, value: Iterable[Record]) -> Iterator[Entry]:
    for item in value:
        figures = number(item.get("value")), item.get("year")
        yield Entry(frozenset((key, *figures) for key in _known_as(record, item.get("company"))), item, item)


def _known_as(record: Record, company: object) -> frozenset[str]:
    """The keys of a company: of this name, and of its other names where the record lists it."""
    key = company_key(str(company))
    listed = (_forms(item, company_key) for item in record.get("companies") or ())
    return frozenset({key}).union(*(forms for forms in listed if key in forms))


def _market(record: Record, value: str) -> Iterator[Entry]:
    forms = map(market_key, (value, *(record.get("market_aliases") or ())))
    yield Entry(frozenset(filter(None, forms)), value, value)


def _scope(_: Record, value: str) -> Iterator[Entry]:
    if region_key(value) != "world":
        yield Entry(frozenset({region_key(value)}), value, value)


def _publisher(_: Record, value: Any) -> Iterator[Entry]:
    domain = value.get("domain") if isinstance(value, dict) else value
    if domain:
        yield Entry(frozenset({str(domain).casefold().removeprefix("www.")}), domain, value)


def _report_id(_: Record, value: object) -> Iterator[Entry]:
    yield Entry(frozenset({str(value)}), value, value)


def _period(_: Record, value: Iterable[int | None]) -> Iterator[Entry]:
    yield Entry(frozenset({tuple(value)}), value, value)


_READERS: Final[Mapping[str, Callable[[Record, Any], Iterator[Entry]]]] = {
    "companies": _named(company_key),
    "technologies": _named(name_key),
    "applications": _named(name_key),
    "other_segments": _segments,
    "regions": _regions,
    "market_sizes": _sizes,
    "growth_rates": _rates,
    "growth_rates_strict": _strict_rates,
    "market_shares": _shares,
    "revenues": _revenues,
    "market": _market,
    "scope": _scope,
    "publisher": _publisher,
    "report_id": _report_id,
    "period": _period,
}
