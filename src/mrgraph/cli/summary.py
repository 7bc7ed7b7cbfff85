"""What a build found -> the short table told on stderr."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mrgraph.facts import Facts


def lines(
    facts: Facts, rejects: Mapping[str, int], problems: int, seconds: float, applied: Mapping[str, int]
) -> list[str]:
    """One line a row: documents and rate, entities, claims and figures by kind, flags, what was refused and why.

    `rejects`: how often words were refused, by reason; `applied`: how many decisions of people took effect, by file.
    """
    documents = len(facts.documents)
    flags = [flag for link in facts.links for flag in link.flags]
    flags += [flag for figure in facts.figures for flag in figure.flags]
    rate = f"{seconds:.1f} s, {documents / max(seconds, 0.001):,.0f} a second"
    table = {
        "documents": f"{documents:,} about {len(facts.reports):,} reports ({rate})",
        "entities": _counted(_local(kind) for entity in facts.entities for kind in entity.types[:1]),
        "links": _counted(_local(link.predicate) for link in facts.links),
        "figures": _counted(_local(figure.kind) for figure in facts.figures),
        "flags": _counted(map(_spaced, flags)),
        "refused": _listed(rejects),
        "decisions": _listed({name: count for name, count in applied.items() if count}),
        "problems": f"{problems:,}" if problems else "",
    }
    return [f"{name:<10} {words}" for name, words in table.items() if words]


def _counted(names: Iterable[str]) -> str:
    return _listed(Counter(names))


def _listed(counts: Mapping[str, int]) -> str:
    """The whole, then its parts, the most frequent first.

    >>> _listed({"company": 2, "region": 3})
    '5: region 3, company 2'
    """
    parts = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    whole = f"{sum(counts.values()):,}"
    return f"{whole}: {', '.join(f'{name} {count:,}' for name, count in parts)}" if parts else ""


def _local(iri: str) -> str:
    return _spaced(re.split(r"[/#]", iri)[-1])


def _spaced(name: str) -> str:
    """The words of a term's name.

    >>> _spaced("hasPlayer"), _spaced("LinkFarm")
    ('has player', 'link farm')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
