"""Companies whose names are one but for what says nothing: pairs of IRIs, each found by a key, never by comparing all.

"Honeywell" and "Honeywell International Inc." have one core; "SAS Sofrel" is "Sofrel SAS"; "Buehler" is how some write
"Bühler". A name with a place in parentheses before its legal form is a firm of its own: "Widget (Asia) Ltd".
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.firms import name_cores
from mrgraph.lexicon import legal_forms, spelling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    Forms = Mapping[str, Collection[str]]
    Pair = tuple[str, str]

_COMPANY: Final = vocab.PREFIXES["company"]
_TWO_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_REPEATED = 5  # reports that name a firm, to one that lists it under both names


def pairs(companies: Forms, reports: Forms) -> Iterator[Pair]:
    """Pairs of companies that are one by their names. `companies`: their names as written; `reports` that list each."""
    yield from _one_core(companies, reports)
    yield from _form_before(companies)
    yield from _in_two_letters(companies)


# ------------------------------------------------------------------------------------------------- cores


def _one_core(companies: Forms, reports: Forms) -> Iterator[Pair]:
    groups: dict[str, dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for iri in sorted(companies):
        core = name_cores.core(iri.removeprefix(_COMPANY))
        if not name_cores.is_branch(companies[iri]):
            groups[core.words][core.trades].append(iri)
    for words, by_trades in groups.items():
        bare = f"{_COMPANY}{words}"
        for kinds, same in by_trades.items():
            yield from _extended(bare, same, companies, traded=bool(kinds))
        trades = [same for kinds, same in by_trades.items() if kinds]
        if bare in by_trades.get((), ()) and len(trades) == 1 and _are_one(bare, trades[0], reports):
            yield from _short_for(bare, trades[0], companies)


def _extended(bare: str, same: list[str], companies: Forms, *, traded: bool) -> Iterator[Pair]:
    """Pairs among names of one core and trade: all of them, if there is a trade, or if one is the bare name.

    "Widget Group" and "Widget International" may be two houses where nobody is called "Widget"; "Widget Technology
    Group" goes on "Widget Technology".
    """
    if traded:
        yield from ((same[0], other) for other in same[1:])
    elif bare in same:
        yield from _short_for(bare, (other for other in same if other != bare), companies)
    else:
        yield from ((first, second) for first, second in pairwise(same) if second.startswith(f"{first}-"))


def _short_for(bare: str, longer: Iterable[str], companies: Forms) -> Iterator[Pair]:
    """Pairs of the bare name and those that it is short for; of two registered names neither is short.

    "Wolf GmbH" is not short for "Richard Wolf" either: only a name without legal form leaves out somebody's first name.
    """
    for other in longer:
        against = companies[other] if other.startswith(f"{bare}-") else ()
        if not name_cores.are_registered(companies[bare], against):
            yield bare, other


def _are_one(bare: str, extended: Iterable[str], reports: Forms) -> bool:
    """Whether hardly any report lists both names; the lists of some repeat a firm."""
    first = set(reports.get(bare, ()))
    second = {report for iri in extended for report in reports.get(iri, ())}
    return len(first & second) * _REPEATED <= min(len(first), len(second))


# ----------------------------------------------------------------------------------- forms and letters


def _form_before(companies: Forms) -> Iterator[Pair]:
    """ "SAS Sofrel" and "Sofrel SAS": the same legal form before and behind a name."""
    for iri in sorted(companies):
        form, _, rest = iri.removeprefix(_COMPANY).partition("-")
        other = f"{_COMPANY}{rest}"
        if form in legal_forms.KEYS and any(_ends_in(form, name) for name in companies.get(other, ())):
            yield other, iri


def _ends_in(form: str, name: str) -> bool:
    words = spelling.company_words(name)
    return len(words) > 1 and words[-1] == form


def _in_two_letters(companies: Forms) -> Iterator[Pair]:
    """ "Bühler" and "Buehler", "Ångström" and "Aangstroem": a letter that some write as two."""
    for iri in sorted(companies):
        for name in sorted(companies[iri]):
            written = name.casefold().translate(_TWO_LETTERS)
            other = f"{_COMPANY}{spelling.company_slug(written)}"
            if written != name.casefold() and other != iri and other in companies:
                yield iri, other
