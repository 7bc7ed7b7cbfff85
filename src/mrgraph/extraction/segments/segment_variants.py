"""Decides which readings are one segment: one claim for each name on each axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.name_forms import fold
from mrgraph.records import Evidence, Flag, NameClaim, Reject, Role

Key = tuple[Role, str, str]
ROLES = {Kind.TYPES: Role.TECHNOLOGY, Kind.APPLICATIONS: Role.APPLICATION, Kind.SEGMENTS: Role.SEGMENT}


@dataclass(slots=True)
class Segments:
    """Segments of one document while they are gathered, by role, folded axis and folded name."""

    names: dict[Key, str] = field(default_factory=dict)
    axes: dict[str, str] = field(default_factory=dict)
    evidence: dict[Key, list[Evidence]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    def has(self, role: Role, axis: str | None = None) -> bool:
        """Whether there is a segment of this role (and axis, if it is of neither types nor applications)."""
        return any(r is role and (role is not Role.SEGMENT or a == fold(axis or "")) for r, a, _ in self.names)

    def axes_given(self) -> set[tuple[Role, str]]:
        """The roles and folded axes that have segments."""
        return {(role, axis) for role, axis, _ in self.names}

    def add(self, key: Key, name: str, axis: str | None, evidence: Evidence) -> None:
        """Keep a reading of `name` on the axis that the document calls `axis`."""
        self.axes.setdefault(key[1], axis or "")
        self.names.setdefault(key, name)
        readings = self.evidence.setdefault(key, [])
        if not any((e.start, e.end) == (evidence.start, evidence.end) for e in readings):
            readings.append(evidence)


def axis_key(kind: Kind, axis: str | None) -> tuple[Role, str] | None:
    """The role and the folded axis of segments in a list of this kind, None for a list of something else."""
    role = ROLES.get(kind)
    return (role, fold(axis or "") if role is Role.SEGMENT else "") if role else None


def without_halves(segments: Segments) -> None:
    """Drop the halves of a name that another list gives whole: "Small" and "Medium Enterprises"."""
    for role, axis, _ in tuple(segments.names):
        whole = {fold(name) for (r, a, _), name in segments.names.items() if (r, a) == (role, axis)}
        for first, second in (name.split(" and ", 1) for name in sorted(whole) if " and " in name):
            halves = [
                key for key, name in segments.names.items() if key[:2] == (role, axis) and fold(name) in (first, second)
            ]
            if len(halves) == len({first, second}) > 1:
                for key in halves:
                    del segments.names[key]


def claims(segments: Segments) -> Iterator[NameClaim]:
    """A claim for each segment; one that is listed under types and applications alike is flagged."""
    roles: dict[str, set[Role]] = {}
    for role, _, folded in segments.names:
        roles.setdefault(folded, set()).add(role)
    for key, name in segments.names.items():
        role, axis, folded = key
        evidence = tuple(segments.evidence[key])
        if {Role.TECHNOLOGY, Role.APPLICATION} <= roles[folded]:
            evidence = tuple(replace(e, flags=(*e.flags, Flag.INCONSISTENT)) for e in evidence)
        other = segments.aliases.get(fold(name))
        yield NameClaim(
            role, name, (other,) if other else (), evidence, segments.axes.get(axis) if role is Role.SEGMENT else None
        )


def folded_names(names: Iterable[NameClaim]) -> frozenset[str]:
    """The folded names of all claims that are no companies."""
    return frozenset(fold(n.name) for n in names if n.role is not Role.COMPANY)
