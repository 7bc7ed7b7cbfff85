"""The index of a large graph: a cache that may vanish, and never an answer of yesterday."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from mrgraph.errors import GraphError
from mrgraph.rdf import disk_index

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph

TURTLE = "<x:a> <x:p> {} .\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "graph.ttl"
    made.write_text(TURTLE.format(1))
    return made


def opened(path: Path) -> pyoxigraph.Store:
    store = disk_index.open_index(path, smallest=0)
    assert store is not None
    return store


def values(store: pyoxigraph.Store) -> list[str]:
    return sorted(getattr(quad.object, "value", "") for quad in store)


def test_a_small_file_gets_no_index(file: Path) -> None:
    assert disk_index.open_index(file) is None
    assert not (file.parent / disk_index.FOLDER).exists()


def test_an_index_is_built_once_and_used_again(file: Path) -> None:
    assert values(opened(file)) == ["1"]
    built = disk_index.index_folder(file).stat().st_mtime_ns
    assert values(opened(file)) == ["1"]
    assert disk_index.index_folder(file).stat().st_mtime_ns == built
    assert not list((file.parent / disk_index.FOLDER).glob("building-*"))


def test_an_index_is_read_only(file: Path) -> None:
    with pytest.raises((OSError, RuntimeError), match=r"(?i)read.?only|secondary|transaction"):
        opened(file).update("INSERT DATA { <x:b> <x:p> 2 }")


def test_a_changed_file_never_meets_the_old_index(file: Path) -> None:
    opened(file)
    seen = file.stat()
    file.write_text(TURTLE.format(2))
    assert values(opened(file)) == ["2"]
    # Replaced by one of the same size and time, as a build does that writes beside it and renames.
    other = file.with_name("other.ttl")
    other.write_text(TURTLE.format(3))
    os.utime(other, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    other.replace(file)
    assert values(opened(file)) == ["3"]


def test_a_file_that_is_only_touched_keeps_its_index(file: Path) -> None:
    opened(file)
    built = disk_index.index_folder(file).stat().st_mtime_ns
    os.utime(file, (1, 1))
    opened(file)
    assert disk_index.index_folder(file).stat().st_mtime_ns == built


def test_relative_iris_follow_the_path_by_which_the_file_was_named(tmp_path: Path) -> None:
    folder, link = tmp_path / "folder", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    (folder / "graph.ttl").write_text("<x:a> <x:p> <near> .\n", "utf-8")
    for _ in range(2):
        assert values(opened(folder / "graph.ttl")) == [(folder / "near").as_uri()]
        assert values(opened(link / "graph.ttl")) == [(link / "near").as_uri()]


def test_who_reads_an_old_index_keeps_reading_it(file: Path) -> None:
    old = opened(file)
    file.write_text(TURTLE.format(2))
    assert values(opened(file)) == ["2"]
    assert values(old) == ["1"]


def test_outdated_indexes_and_broken_off_builds_are_removed_in_time(file: Path) -> None:
    opened(file)
    old = disk_index.index_folder(file)
    left = old.parent / "building-left-behind"
    left.mkdir()
    past = time.time() - 2 * 3600
    for folder in (old, left):
        os.utime(folder, (past, past))
    file.write_text(TURTLE.format(2))
    opened(file)
    assert not old.exists()
    assert not left.exists()


def test_a_damaged_index_is_thrown_away_and_built_anew(file: Path) -> None:
    del_me = opened(file)
    del del_me
    (disk_index.index_folder(file) / "CURRENT").write_text("nonsense")
    assert disk_index.open_index(file, smallest=0) is None
    assert values(opened(file)) == ["1"]


def test_the_index_may_be_deleted_at_any_time(file: Path) -> None:
    opened(file)
    shutil.rmtree(file.parent / disk_index.FOLDER)
    assert values(opened(file)) == ["1"]


def test_a_malformed_file_leaves_nothing_behind(file: Path) -> None:
    file.write_text("<x:a> <x:p> ;;\n")
    with pytest.raises(GraphError, match=r"graph\.ttl:1:"):
        disk_index.open_index(file, smallest=0)
    assert list((file.parent / disk_index.FOLDER).iterdir()) == []


def test_no_index_is_written_where_that_is_switched_off(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(disk_index.OFF, "1")
    assert disk_index.open_index(file, smallest=0) is None
    assert not (file.parent / disk_index.FOLDER).exists()


def test_processes_that_build_at_once_all_get_an_answer(file: Path) -> None:
    file.write_text("".join(f"<x:a{number}> <x:p> {number} .\n" for number in range(20_000)))
    code = f"from mrgraph.rdf import disk_index; print(len(disk_index.open_index({str(file)!r}, smallest=0)))"
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate(timeout=60)[0] for process in running] == [b"20000\n"] * 4
    assert len([path for path in (file.parent / disk_index.FOLDER).iterdir() if path.is_dir()]) == 1


def test_a_build_that_is_killed_leaves_no_half_index(file: Path) -> None:
    file.write_text("".join(f"<x:a{number}> <x:p> {number} .\n" for number in range(100_000)))
    code = f"from mrgraph.rdf import disk_index; disk_index.open_index({str(file)!r}, smallest=0)"
    process = subprocess.Popen([sys.executable, "-c", code])
    index = file.parent / disk_index.FOLDER
    while not list(index.glob("building-*")) and process.poll() is None:
        time.sleep(0.005)
    process.kill()
    process.wait()
    assert len(opened(file)) == 100_000
