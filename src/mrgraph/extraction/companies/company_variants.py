"""Decides which readings of names are one company: its forms are one claim, different companies stay apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mrgraph.extraction.companies import company_names
from mrgraph.extraction.companies.company_mentions import Reading
from mrgraph.lexicon import name_forms
from mrgraph.records import Evidence, NameClaim, Role

_MOST_WORDS = 14  # of a name
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


class _Index:
    """Companies by the words in their forms: which ones a form may belong to, without a look at all of them."""

    def __init__(self, companies: Iterable[_Company]) -> None:
        self.runs: dict[
            tuple[str, ...], set[str]
        ] = {}  # words in a row, fewer than all; one word only if it is the first
        self.initials: dict[str, set[str]] = {}
        self.whole: dict[str, set[str]] = {}
        for company in companies:
            for form in company.forms:
                self.add(company.key, form)

    def add(self, key: str, form: str) -> None:
        """Note a form of the company with this key."""
        folded = name_forms.fold(form)
        words = folded.split()
        self.whole.setdefault(folded, set()).add(key)
        for short in company_names.acronyms_of(form):
            self.initials.setdefault(short, set()).add(key)
        for size in range(1, min(len(words), _MOST_WORDS)):
            for position in range(len(words) - size + 1 if size > 1 else 1):
                self.runs.setdefault(tuple(words[position : position + size]), set()).add(key)

    def abbreviated(self, company: _Company) -> set[str]:
        """Keys of the others of which a form of `company` is the first word, words in a row, or the initials."""
        longer: set[str] = set()
        for form in company.forms:
            longer |= self.initials.get(form.casefold(), set()) if company_names.is_acronym(form) else set()
            if len(company.key) >= _SHORTEST:
                longer |= self.runs.get(tuple(name_forms.fold(form).split()), set())
        return longer - {company.key}

    def extended(self, company: _Company) -> bool:
        """Whether `company` is another one's name with a product or division behind it."""
        for form in company.forms:
            words = name_forms.fold(form).split()
            if any(self.whole.get(" ".join(words[:size]), set()) - {company.key} for size in range(1, len(words))):
                return True
        return False


def claims(readings: Iterable[Reading]) -> tuple[NameClaim, ...]:
    """A claim for each company, in the order of their first readings: the fullest form is its name."""
    companies: dict[str, _Company] = {}
    aliases = {name_forms.key(a): r.name.key for r in readings for a in r.name.aliases}
    for reading in readings:
        key = aliases.get(reading.name.key, reading.name.key)
        companies.setdefault(key, _Company(key)).readings.append(reading)
    index = _Index(companies.values())
    for company in list(companies.values()):
        _settle(company, companies, index)
    return tuple(_claim(company) for company in companies.values())


def _settle(company: _Company, companies: dict[str, _Company], index: _Index) -> None:
    """Join a company that is only a form of another one, or drop one that only extends a known name in passing."""
    if company.only_subject and index.extended(company):
        del companies[company.key]
        return
    if company.listed:
        return
    longer = [
        companies[key] for key in index.abbreviated(company) if key in companies and not company.beside(companies[key])
    ]
    if len(longer) == 1:
        longer[0].readings += company.readings
        for form in company.forms:
            index.add(longer[0].key, form)
        del companies[company.key]


def _claim(company: _Company) -> NameClaim:
    forms = company.forms
    listed = {reading.name.text for reading in company.readings if reading.listed}

    def fullness(form: str) -> tuple[bool, int, bool, int]:
        return name_forms.has_legal_form(form), len(name_forms.fold(form).split()), form in listed, len(form)

    name = max(forms, key=fullness)
    extra = [alias for reading in company.readings for alias in reading.name.aliases]
    aliases = tuple(form for form in dict.fromkeys([*forms, *extra]) if form != name)
    evidence: dict[tuple[int, int], Evidence] = {}
    for reading in company.readings:
        evidence.setdefault((reading.evidence.start, reading.evidence.end), reading.evidence)
    return NameClaim(Role.COMPANY, name, aliases, tuple(evidence.values()))
