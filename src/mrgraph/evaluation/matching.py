"""What a record says in one field -> entries with keys, so that two records' entries can be compared.

A record is what `mrgraph extract` prints for a document, or the gold of that document: the same members. A field is
one of its members, or a second, stricter reading of one. docs/evaluation.md tells what each field compares.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mrgraph.evaluation.keys import (
    company_key,
    figure,
    market_key,
    name_key,
    number,
    region_key,
    scope_key,
    scope_keys,
    size_of,
)

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said in one field: it is the same as another's if they share a key.

    `shown`: a name, or the figure as it stands in the record. `item`: as the record gives it, with its evidence if any.
    """

    keys: frozenset[Any]
    shown: Any
    item: Any


@dataclass(frozen=True, slots=True)
class Field:
    """How one field of two records is compared.

    `items`: what the member's value says, one by one. `keys`: what identifies an item, given the record that tells what
    else its names are called. `listed_by`: the key by which the strings that a gold lists as optional or rejected are
    compared with this field; None where none of them can mean it. `reading_of`: the field that this one reads again.
    """

    name: str
    keys: Callable[[Record, Any], Iterable[Hashable]]
    items: Callable[[Any], Iterable[Any]] = list
    listed_by: Callable[[object], Hashable] | None = None
    reading_of: str = ""

    @property
    def member(self) -> str:
        """Where a record holds it."""
        return self.reading_of or self.name


def entries(field: Field, record: Record, gold: Record) -> list[Entry]:
    """What the record says in the field, in its order.

    Second readings take the report's own scope, its market and its segments from the gold, for both records.
    """
    value = record.get(field.member)
    naming = gold if field.reading_of else record
    items = field.items(value) if value else ()
    return [Entry(frozenset(field.keys(naming, item)), _shown(field, item), item) for item in items]


def fits(field: Field, expected: Entry, given: Entry) -> bool:
    """Whether the second says what the first does; a currency that the first leaves open may be any."""
    keys = given.keys
    if field.member == "market_sizes":
        keys |= {(value, year, None, *limits) for value, year, _, *limits in keys}
    return not expected.keys.isdisjoint(keys)


def meanings(field: Field, entry: Entry) -> frozenset[Hashable]:
    """What strings among the gold's optional or rejected ones must mean to mean this entry: its figure, or any form."""
    return frozenset({_figure(entry.item)}) if field.listed_by is figure else entry.keys


def meanings_of_first_form(field: Field, entry: Entry) -> frozenset[Hashable]:
    """The same, but of a name only its first form: an optional alias does not make the gold's own entry optional."""
    if field.listed_by is None or field.listed_by is figure:
        return meanings(field, entry)
    return frozenset({field.listed_by(entry.shown), name_key(entry.shown)})


def _figure(item: Any) -> Hashable:
    """The figure that an item states, comparable with that of a string (see `keys.figure`)."""
    if not isinstance(item, dict):
        return tuple(item)
    percent = "percent" in item
    return size_of(item.get("percent" if percent else "value")), percent


def _shown(field: Field, item: Any) -> Any:
    if not isinstance(item, dict) or field.listed_by is figure:
        return item
    return _region_name(item) if field.listed_by is region_key else item.get("name")


# ------------------------------------------------------------------------------------------------------ names


def _forms(item: Any) -> list[str]:
    """A name as it is, or an object's name and its aliases."""
    if isinstance(item, str):
        return [item]
    return [form for form in (item.get("name") or item.get("text"), *(item.get("aliases") or ())) if form]


def _named(key: Callable[[object], str]) -> Callable[[Record, Any], Iterable[str]]:
    """The keys of all forms of an item's name."""
    return lambda _, item: filter(None, map(key, _forms(item)))


def _of_all_axes(segments: Any) -> list[Any]:
    """Segments of any axis, or as listed where no axis is told."""
    axes = segments.values() if isinstance(segments, dict) else [segments or ()]
    return [segment for axis in axes for segment in axis]


def _known_as(record: Record, company: object) -> frozenset[str]:
    """The keys of a company: of this name, and of its other names where the record lists it."""
    key = company_key(company)
    companies = (frozenset(_named(company_key)(record, item)) for item in record.get("companies") or ())
    return frozenset({key}).union(*(forms for forms in companies if key in forms))


def _parts(record: Record, item: Record) -> frozenset[str]:
    """The keys of what a figure is limited to, a segment by any of its names; {""} for the report's own scope."""
    scope = item.get("scope")
    named = scope_keys(scope.get("key") or scope.get("name") if isinstance(scope, dict) else scope)
    own = scope_key(record.get("scope"))
    if not named or named & {own, scope_key(record.get("market"))} or (named == {"world"} and not own):
        return frozenset({""})
    segments = [segment for member in ("technologies", "applications") for segment in record.get(member) or ()]
    segments += _of_all_axes(record.get("other_segments"))
    known = (frozenset[str]().union(*map(scope_keys, _forms(segment))) for segment in segments)
    return named.union(*(forms for forms in known if forms & named))


# -------------------------------------------------------------------------------------------------- the fields


def _region(_: Record, item: Any) -> Iterator[str]:
    yield region_key(_region_name(item))


def _region_name(item: Any) -> Any:
    return item if isinstance(item, str) else item.get("key") or item.get("name")


def _size(_: Record, item: Record) -> Iterator[Hashable]:
    yield number(item.get("value")), item.get("year"), item.get("currency")


def _strict_size(gold: Record, item: Record) -> Iterator[Hashable]:
    size = number(item.get("value")), item.get("year"), item.get("currency"), item.get("kind")
    return ((*size, part) for part in _parts(gold, item))


def _rate(_: Record, item: Record) -> Iterator[Hashable]:
    yield number(item.get("percent")), number(item.get("percent_max"))


def _strict_rate(gold: Record, item: Record) -> Iterator[Hashable]:
    return ((rate, item.get("start"), item.get("end")) for rate in _rate(gold, item))


def _scoped_rate(gold: Record, item: Record) -> Iterator[Hashable]:
    return ((rate, part) for rate in _rate(gold, item) for part in _parts(gold, item))


def _share(record: Record, item: Record) -> Iterator[Hashable]:
    holders = _known_as(record, item.get("of")) | {region_key(item.get("of"))}
    return ((holder, number(item.get("percent"))) for holder in holders)


def _revenue(record: Record, item: Record) -> Iterator[Hashable]:
    money = number(item.get("value")), item.get("year")
    return ((company, *money) for company in _known_as(record, item.get("company")))


def _market(record: Record, item: str) -> Iterable[str]:
    return filter(None, map(market_key, (item, *(record.get("market_aliases") or ()))))


def _domain(_: Record, item: str) -> Iterator[str]:
    yield str(item).casefold().removeprefix("www.")


def _alone(value: Any) -> list[Any]:
    return [value]


def _publisher_domains(publisher: Any) -> list[Any]:
    domain = publisher.get("domain") if isinstance(publisher, dict) else publisher
    return [domain] if domain else []


def _publisher_names(publisher: Any) -> list[Any]:
    name = publisher.get("name") if isinstance(publisher, dict) else None
    return [name] if name else []


FIELDS: Final = {
    field.name: field
    for field in (
        Field("companies", _named(company_key), listed_by=company_key),
        Field("technologies", _named(name_key), listed_by=name_key),
        Field("applications", _named(name_key), listed_by=name_key),
        Field("other_segments", _named(name_key), _of_all_axes, name_key),
        Field("regions", _region, listed_by=region_key),
        Field("market_sizes", _size, listed_by=figure),
        Field("market_sizes_strict", _strict_size, listed_by=figure, reading_of="market_sizes"),
        Field("growth_rates", _rate, listed_by=figure),
        Field("growth_rates_strict", _strict_rate, listed_by=figure, reading_of="growth_rates"),
        Field("growth_rates_scoped", _scoped_rate, listed_by=figure, reading_of="growth_rates"),
        Field("market_shares", _share, listed_by=figure),
        Field("revenues", _revenue, listed_by=figure),
        Field("market", _market, _alone, market_key),
        Field("scope", _region, lambda scope: [scope] if region_key(scope) != "world" else []),
        Field("publisher", _domain, _publisher_domains),
        Field("publisher_name", lambda _, name: [company_key(name)], _publisher_names, company_key, "publisher"),
        Field("report_id", lambda _, number: [str(number)], _alone),
        Field("period", lambda _, years: [tuple(years)], _alone, figure),
    )
}
