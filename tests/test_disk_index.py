"""The index of a large graph: a cache that may vanish, and never an answer of yesterday."""

from __future__ import annotations

import os
import random
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


def test_a_damaged_index_is_thrown_away_and_built_anew(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    opened(file)
    (disk_index.index_folder(file) / "CURRENT").write_text("nonsense")
    assert values(opened(file)) == ["1"]
    assert values(opened(file)) == ["1"]
    assert [record.getMessage() for record in caplog.records] == [
        f"{file}: its index was damaged; the file is read again"
    ]


@pytest.mark.parametrize("name", ["CURRENT", "contents"])
def test_an_index_without_one_of_its_files_is_damaged(file: Path, name: str, caplog: pytest.LogCaptureFixture) -> None:
    opened(file)
    (disk_index.index_folder(file) / name).unlink()
    assert values(opened(file)) == ["1"]
    assert len(caplog.records) == 1


def test_an_index_knows_its_size_and_its_source(file: Path) -> None:
    opened(file)
    folder = disk_index.index_folder(file)
    source, triples = (folder / "contents").read_text("utf-8").splitlines()[:2]
    assert triples == "triples 1"
    assert f"-{source.removeprefix('source ')[:16]}-" in folder.name


def test_an_index_of_another_file_is_damaged(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    opened(file)
    old = disk_index.index_folder(file)
    file.write_text(TURTLE.format(2))
    old.rename(disk_index.index_folder(file))
    assert values(opened(file)) == ["2"]
    assert len(caplog.records) == 1


def test_a_bit_that_flips_below_the_file_system_is_noticed_within_a_day(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened(file)
    index, note = disk_index.index_folder(file), file.parent / disk_index.FOLDER / "graph.ttl.seen"
    flip(max(index.glob("*.sst"), key=lambda path: path.stat().st_size), 1000)
    before = note.read_text("utf-8").splitlines()
    after = [" ".join(map(str, (line.split()[0], *_state(index / line.split()[0])))) for line in before[3:]]
    note.write_text("\n".join([*before[:3], *after, ""]), "utf-8")  # as if nothing had been seen of it
    yesterday = time.time() - 25 * 3600
    os.utime(note, (yesterday, yesterday))
    assert values(opened(file)) == ["1"]
    assert len(caplog.records) == 1


def _state(path: Path) -> tuple[int, int, int, int]:
    at = path.stat()
    return at.st_size, at.st_mtime_ns, at.st_ctime_ns, at.st_ino


def test_a_copied_graph_gets_an_index_of_its_own(file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Its relative IRIs, if it has any, are others."""
    opened(file)
    shutil.copytree(file.parent, tmp_path / "copy")
    copy = tmp_path / "copy" / file.name
    assert disk_index.index_folder(copy).name != disk_index.index_folder(file).name
    assert values(opened(copy)) == ["1"]
    assert caplog.records == []


def flip(path: Path, bit: int) -> None:
    """Turn one bit of a file."""
    data = bytearray(path.read_bytes())
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    path.write_bytes(data)


# What asks a damaged index: a process of its own, since the engine may hang on one, or crash.
ASK = """
import sys
from mrgraph.rdf import disk_index
store = disk_index.open_index(sys.argv[1], smallest=0)
print(len(store), sum(int(row["o"].value) for row in store.query("SELECT ?o { ?s <x:p> ?o }")))
"""


@pytest.mark.parametrize("count", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_whatever_bit_flips_and_wherever_a_file_is_cut_the_answer_is_right(file: Path, count: int) -> None:
    """Also where the time of the file is set back; one message tells of it."""
    file.write_text("".join(f"<x:a{number}> <x:p> {number} .\n" for number in range(3000)))
    opened(file)
    index = disk_index.index_folder(file)
    files = sorted(path.name for path in index.iterdir() if path.stat().st_size and not path.name.startswith("LOG"))
    assert len(files) > 5
    chance = random.Random(count)
    for _ in range(count):
        damaged = index / chance.choice(files)
        if not damaged.exists():  # built anew, with other numbers
            damaged = max(index.glob("*.sst"), key=lambda path: path.stat().st_size)
        at, size = damaged.stat(), damaged.stat().st_size
        if chance.random() < 0.5:
            flip(damaged, chance.randrange(size * 8))
        else:
            os.truncate(damaged, chance.randrange(size))
        os.utime(damaged, ns=(at.st_atime_ns, at.st_mtime_ns))
        done = subprocess.run(
            [sys.executable, "-c", ASK, str(file)], capture_output=True, text=True, timeout=120, check=False
        )
        assert (done.returncode, done.stdout) == (0, f"3000 {sum(range(3000))}\n"), damaged.name
        assert done.stderr == f"{file}: its index was damaged; the file is read again\n"


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
