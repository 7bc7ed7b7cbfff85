"""Readings of names -> companies: the forms of one company are one claim, different companies stay apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mrgraph.extraction import company_names
from mrgraph.extraction.company_readings import Reading
from mrgraph.records import Evidence, NameClaim, Role

_SHORTEST = 4  # letters of a short form: "GE" beside "GE Healthcare" is a company of its own


@dataclass(slots=True)
class _Company:
    """A company under construction."""

    key: str
    readings: list[Reading] = field(default_factory=list)

    @property
    def forms(self) -> list[str]:
        return list(dict.fromkeys(r.name.text for r in self.readings))

    @property
    def listed(self) -> bool:
        return any(r.listed for r in self.readings)

    @property
    def only_subject(self) -> bool:
        return all(r.subject for r in self.readings)

    def beside(self, other: _Company) -> bool:
        """Whether some list or sentence names both, each on its own."""
        return bool(
            {r.enumeration for r in self.readings if r.enumeration != -1} & {r.enumeration for r in other.readings}
        )


def claims(readings: Iterable[Reading]) -> tuple[NameClaim, ...]:
    """A claim for each company, in the order of their first readings: the fullest form is its name."""
    found: dict[str, _Company] = {}
    aliases = {company_names.key(a): r.name.key for r in readings for a in r.name.aliases}
    for reading in readings:
        key = aliases.get(reading.name.key, reading.name.key)
        found.setdefault(key, _Company(key)).readings.append(reading)
    for company in list(found.values()):
        _settle(company, found)
    return tuple(_claim(company) for company in found.values())


def _settle(company: _Company, found: dict[str, _Company]) -> None:
    """Join a company that is only a form of another one, or drop one that only extends a known name in passing."""
    others = [other for other in found.values() if other is not company]
    if company.only_subject and any(_extends(company, other) for other in others):
        del found[company.key]
        return
    if company.listed:
        return
    longer = [other for other in others if _abbreviates(company, other) and not company.beside(other)]
    if len(longer) == 1:
        longer[0].readings += company.readings
        del found[company.key]


def _abbreviates(company: _Company, other: _Company) -> bool:
    """Whether a form of `company` is the first word of a form of `other`, or words in a row in it, or its initials."""
    for short in company.forms:
        for long in other.forms:
            if company_names.is_acronym_of(short, long):
                return True
            words, all_words = company_names.fold(short).split(), company_names.fold(long).split()
            starts = len(all_words) - len(words) + 1 if len(words) > 1 else min(1, len(all_words) - 1)
            inside = any(all_words[at : at + len(words)] == words for at in range(starts))
            if len(words) < len(all_words) and inside and len(company.key) >= _SHORTEST:
                return True
    return False


def _extends(company: _Company, other: _Company) -> bool:
    """Whether `company` is a listed company's name with a product or division behind it."""
    return any(
        company_names.fold(f).startswith(company_names.fold(o) + " ") for f in company.forms for o in other.forms
    )


def _claim(company: _Company) -> NameClaim:
    forms = company.forms
    listed = {reading.name.text for reading in company.readings if reading.listed}

    def fullness(form: str) -> tuple[bool, int, bool, int]:
        return company_names.has_legal_form(form), len(company_names.fold(form).split()), form in listed, len(form)

    name = max(forms, key=fullness)
    extra = [alias for reading in company.readings for alias in reading.name.aliases]
    aliases = tuple(form for form in dict.fromkeys([*forms, *extra]) if form != name)
    evidence: dict[tuple[int, int], Evidence] = {}
    for reading in company.readings:
        evidence.setdefault((reading.evidence.start, reading.evidence.end), reading.evidence)
    return NameClaim(Role.COMPANY, name, aliases, tuple(evidence.values()))
