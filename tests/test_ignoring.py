"""What is left out of a folder: by patterns, and because mrgraph wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mrgraph.documents import sources
from mrgraph.documents.ignoring import Ignored

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.md", "README.md", "drafts/b.md", "drafts/old/c.md", "d.bak.md", "Größe/é ü.md", "graph.ttl"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"words of {name}", "utf-8")
    return tmp_path


def names(folder: Path, *exclude: str) -> list[str]:
    return [each.path for each in sources.sources([str(folder)], 10**6, exclude)]


ALL = ["Größe/é ü.md", "README.md", "a.md", "d.bak.md", "drafts/b.md", "drafts/old/c.md"]


@pytest.mark.parametrize(
    ("patterns", "left_out"),
    [
        ((), ()),
        (("README.md",), ("README.md",)),
        (("drafts/",), ("drafts/b.md", "drafts/old/c.md")),
        (("old",), ("drafts/old/c.md",)),
        (("/old",), ()),
        (("*.bak.md",), ("d.bak.md",)),
        (("drafts/*.md",), ("drafts/b.md",)),
        (("drafts/**/*.md",), ("drafts/b.md", "drafts/old/c.md")),
        (("*.md", "!a.md"), tuple(name for name in ALL if name != "a.md")),
        (("a.md/",), ()),  # folders only
        (("A.md",), ()),
    ],
)
def test_patterns_leave_files_out(folder: Path, patterns: tuple[str, ...], left_out: tuple[str, ...]) -> None:
    expected = [name for name in ALL if name not in left_out]
    assert names(folder, *patterns) == expected
    (folder / ".mrgraphignore").write_text("# what is no report\n\n" + "\n".join(patterns), "utf-8")
    assert names(folder) == expected
    assert Ignored(patterns).is_empty == (not patterns)


def test_what_mrgraph_wrote_is_no_document(command: Command, seeds: Path, tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    seed = min(seeds.glob("*.txt"))
    (pile / seed.name).write_bytes(seed.read_bytes())
    first = command(["build", str(pile), "-o", str(pile / "graph")])
    assert first.returncode == 0
    assert command(["view", "-g", str(pile / "graph"), "-o", str(pile / "page.html")]).returncode == 0
    assert command(["report", "-g", str(pile / "graph"), "-o", str(pile / "graph" / "report.md")]).returncode == 0
    before = (pile / "graph" / "graph.ttl").read_bytes()
    assert command(["build", str(pile), "-o", str(pile / "graph")]).returncode == 0
    assert (pile / "graph" / "graph.ttl").read_bytes() == before
    (pile / "like.html").write_text('<p>content="mrgraph">', "utf-8")  # a near miss: a document about it
    assert names(pile) == [seed.name, "like.html"]


def test_the_command_leaves_out_what_is_excluded(command: Command, seeds: Path, tmp_path: Path) -> None:
    graph = str(tmp_path / "graph")
    done = command(["build", str(seeds), "-o", graph, "--exclude", "000*", "--exclude", "001*"])
    assert done.returncode == 0
    assert b"documents  3 about" in done.stderr
