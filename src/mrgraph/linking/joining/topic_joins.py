"""Topics whose names are one but for number, a word for a class, or the order of what they list: pairs of IRIs by keys.

"Automotive" and "Automotive Industry", "Hypermarkets/Supermarkets" and "Supermarkets and Hypermarkets". Words that are
not listed side by side keep their order: "palm oil" is no "oil palm".
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from mrgraph.lexicon import spelling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    Pair = tuple[str, str]

CLASSES: Final = frozenset("industry sector use application segment type".split())
_NEEDED: Final = frozenset(  # words that mean something else without the class: "single use", "public sector"
    "single multiple dual end first one re public private third".split()
)
_BETWEEN = re.compile(r"\s*(?<!\d)/\s*|\s*/(?!\d)\s*|,\s+|\s*[;&]\s*|\s\+\s|\s(?:and|or)\s")


def pairs(topics: Mapping[str, Collection[str]]) -> Iterator[Pair]:
    """Pairs of topics whose names share a key. `topics`: their names as written, by IRI."""
    groups: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(topics):
        own = [name for name in topics[iri] if iri.endswith(f"/{spelling.topic_slug(name)}")]
        for key in sorted({_key(name) for name in own} - {""}):
            groups[key].append(iri)
    for same in groups.values():
        yield from ((same[0], other) for other in same[1:])


def _key(name: str) -> str:
    """What names of one topic share; empty where nothing is left.

    >>> _key("Hypermarkets/Supermarkets") == _key("Supermarkets and Hypermarkets"), _key("Automotive Industry")
    (True, 'automotive')
    >>> _key("Single Use"), _key("Commercial Use")
    ('single-use', 'commercial')
    >>> _key("Palm Oil") == _key("Oil Palm"), _key("Type 2"), _key("Industry")
    (False, 'type-2', 'industry')
    """
    parts = sorted({_singulars(part) for part in _BETWEEN.split(name) if part.strip()})
    return "+".join(part for part in parts if part)


def _singulars(part: str) -> str:
    words = [spelling.topic_slug(word) for word in spelling.topic_slug(part).split("-") if word]
    while len(words) > 1 and words[-1] in CLASSES and words[-2] not in _NEEDED:
        del words[-1]
    return "-".join(words)
