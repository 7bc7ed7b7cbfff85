"""Readings of segments -> claims: one for each name on each axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from mrgraph.lexicon.name_forms import fold
from mrgraph.records import Evidence, Flag, NameClaim, Reject, Role

Key = tuple[Role, str, str]


@dataclass(slots=True)
class Segments:
    """Segments of one document while they are gathered, by role, folded axis and folded name."""

    names: dict[Key, str] = field(default_factory=dict)
    axes: dict[str, str] = field(default_factory=dict)
    evidence: dict[Key, list[Evidence]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    def has(self, role: Role, axis: str | None = None) -> bool:
        """Whether a segment of this role (and axis, if it is of neither types nor applications) has been found."""
        return any(r is role and (role is not Role.SEGMENT or a == fold(axis or "")) for r, a, _ in self.names)


def without_halves(found: Segments) -> None:
    """Drop the halves of a name that another list gives whole: "Small" and "Medium Enterprises"."""
    for role, axis, _ in tuple(found.names):
        whole = {fold(name) for (r, a, _), name in found.names.items() if (r, a) == (role, axis)}
        for first, second in (name.split(" and ", 1) for name in sorted(whole) if " and " in name):
            halves = [
                key for key, name in found.names.items() if key[:2] == (role, axis) and fold(name) in (first, second)
            ]
            if len(halves) == len({first, second}) > 1:
                for key in halves:
                    del found.names[key]


def claims(found: Segments) -> Iterator[NameClaim]:
    """A claim for each segment; one that is listed under types and applications alike is flagged."""
    roles: dict[str, set[Role]] = {}
    for role, _, folded in found.names:
        roles.setdefault(folded, set()).add(role)
    for key, name in found.names.items():
        role, axis, folded = key
        evidence = tuple(found.evidence[key])
        if {Role.TECHNOLOGY, Role.APPLICATION} <= roles[folded]:
            evidence = tuple(replace(e, flags=(*e.flags, Flag.INCONSISTENT)) for e in evidence)
        other = found.aliases.get(fold(name))
        yield NameClaim(
            role, name, (other,) if other else (), evidence, found.axes.get(axis) if role is Role.SEGMENT else None
        )


def folded_names(names: Iterable[NameClaim]) -> frozenset[str]:
    """The folded names of all claims that are no companies."""
    return frozenset(fold(n.name) for n in names if n.role is not Role.COMPANY)
