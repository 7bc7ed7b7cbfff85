"""The large firms known beforehand (ontology/companies.csv), and what the user's own table does to them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from mrgraph import curation_files
from mrgraph.lexicon import spelling
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mrgraph.curation_files import Curation, KnownCompany


@cache
def shipped() -> tuple[KnownCompany, ...]:
    """The rows of the shipped table, sorted."""
    return curation_files.known_companies(data_path("ontology") / curation_files.COMPANIES)


def with_shipped(curation: Curation) -> Curation:
    """The decisions with the shipped firms beside the user's own; where both name one, the user's row holds."""
    return replace(curation, firms=tuple(_left(curation.companies)))


def _left(own: Iterable[KnownCompany]) -> Iterator[KnownCompany]:
    """The shipped rows without those, and without the aliases, that the user's rows speak of."""
    taken = {spelling.company_slug(name) for row in own for name in (row.name, *row.aliases)}
    for row in shipped():
        if spelling.company_slug(row.name) not in taken:
            yield replace(row, aliases=tuple(a for a in row.aliases if spelling.company_slug(a) not in taken))
