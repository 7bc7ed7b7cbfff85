"""The look-up that is kept beside a large graph: the same answers, never an old or damaged one, nothing run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mrgraph.claims import snapshots
from mrgraph.claims.claims import Claims
from mrgraph.rdf import disk_index

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def graph(seeds_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the seeds' graph that counts as large."""
    monkeypatch.delenv(disk_index.OFF, raising=False)
    monkeypatch.setattr(disk_index.is_indexed, "__kwdefaults__", {"smallest": 1})
    copied = tmp_path / "graph.ttl"
    copied.write_bytes((seeds_graph / "graph.ttl").read_bytes())
    return copied


def kept(graph: Path) -> list[Path]:
    return sorted((graph.parent / disk_index.FOLDER).glob("*.claims"))


def same(first: Claims, second: Claims) -> bool:
    assert first.index.subjects() == second.index.subjects()
    for subject in first.index.subjects():
        assert first.index.pairs(subject) == second.index.pairs(subject)
    assert first.families.members() == second.families.members()
    return (first.figures, first.links) == (second.figures, second.links)


def test_a_snapshot_gives_the_same_claims(graph: Path) -> None:
    fresh = snapshots.claims(graph)
    assert len(kept(graph)) == 1
    again = snapshots.claims(graph)
    assert same(fresh, again)
    for name in ("amkor", "Qualcomm", "company/amkor-technology", "package on package", "US", "nobody"):
        assert fresh.index.named(name) == again.index.named(name)
    assert again.index.named("amkor")


def test_a_changed_graph_never_meets_an_old_snapshot(graph: Path) -> None:
    before = snapshots.claims(graph)
    (old,) = kept(graph)
    text = graph.read_text("utf-8").replace('"$5 billion"', '"$6 billion"')
    graph.write_text(text, "utf-8")
    after = snapshots.claims(graph)
    assert before.figures != after.figures
    assert kept(graph) != [old]
    assert len(kept(graph)) == 1


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-9], lambda b: b"x" + b[1:], lambda b: b[:200] + b"?" + b[201:], bytes]
)
def test_a_damaged_snapshot_is_made_anew(graph: Path, damage: object) -> None:
    fresh = snapshots.claims(graph)
    (file,) = kept(graph)
    whole = file.read_bytes()
    file.write_bytes(damage(whole)) if callable(damage) and damage is not bytes else file.write_bytes(b"")
    assert same(snapshots.claims(graph), fresh)
    assert file.read_bytes() == whole


def test_a_small_graph_and_one_without_a_place_are_parsed(seeds_graph: Path, graph: Path) -> None:
    (graph.parent / disk_index.FOLDER).write_text("in the way", "utf-8")
    assert len(snapshots.claims(graph).figures) == len(snapshots.claims(seeds_graph).figures)
