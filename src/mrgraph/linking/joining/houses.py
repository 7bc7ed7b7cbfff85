"""Firms that are parts of another: a name that a document uses for a part is none of the part's own names elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.firms import name_cores
from mrgraph.linking import iris

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_COMPANY: Final = vocab.PREFIXES["company"]
_PART_OF = re.compile(
    r"(?:now\s+|an?\s+|the\s+)*(?:(?:part|subsidiary|division|brand|unit|business|member|company)\s+of|"
    r"(?:wholly\s+)?owned\s+by|acquired\s+by)\s+(?:the\s+)?(\S.*)",
    re.IGNORECASE,
)


def parts(companies: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str, str | None]]:
    """Names that are not a company's own: its IRI, the name, and the IRI of the house that the name means.

    `companies`: all companies with their names, merged. "Widget" is no name of "Widget Display" where "Widget" is a
    company of its own; "part of Gadget" is none at all, and the house is Gadget, if any document names it.
    """
    for iri in sorted(companies):
        for name in sorted(name for name in companies[iri] if iris.company(name) != iri):
            stated = _PART_OF.fullmatch(name)
            house = iris.company(stated[1] if stated else name)
            if stated or (house in companies and _is_part(iri, house)):
                yield iri, name, house if house in companies and house != iri else None


def _is_part(iri: str, house: str) -> bool:
    """Whether a name goes on the house's with more than says nothing."""
    own, other = iri.removeprefix(_COMPANY), house.removeprefix(_COMPANY)
    return own.startswith(f"{other}-") and name_cores.core(own).words != name_cores.core(other).words
