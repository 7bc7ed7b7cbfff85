"""Words of places beside the known regions: states and provinces, adjectives of regions, and words like their names.

Tables: subdivisions.tsv (`name`, `country`, `ambiguous`: it is also a country's, a city's or a person's name),
demonyms.tsv (`region`: the key; a column a language, values parted by bars) and region_homonyms.tsv (`words`, `kind`:
a "given name", or a "thing" that is called so).
"""

from __future__ import annotations

from typing import Final

from mrgraph.lexicon.word_tables import rows, values

_SUBDIVISIONS: Final = {row["name"].casefold(): row["ambiguous"] == "yes" for row in rows("subdivisions")}
DEMONYMS: Final = {word.casefold(): row["region"] for row in rows("demonyms") for word in values(row["en"])}
HOMONYMS: Final = tuple((word, row["kind"]) for row in rows("region_homonyms") for word in values(row["words"]))


def is_subdivision(text: str) -> bool:
    """Whether `text` is the name of a state or province of a large country."""
    return text.strip().casefold() in _SUBDIVISIONS


def is_ambiguous(text: str) -> bool:
    """Whether a state shares its name with a country, a city or people."""
    return _SUBDIVISIONS.get(text.strip().casefold(), False)
