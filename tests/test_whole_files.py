"""Files as commands write them: regular ones whole or not at all, links kept, devices and pipes written in place."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mrgraph.errors import GraphError
from mrgraph.output.whole_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="devices, pipes and modes of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_has_the_mode_that_the_user_wants_for_new_files(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_whole([b"a", b"b"], tmp_path / "new" / "file")
    finally:
        os.umask(old)
    assert (tmp_path / "new" / "file").read_bytes() == b"ab"
    assert stat.S_IMODE((tmp_path / "new" / "file").stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_an_existing_file_keeps_its_mode_and_is_replaced(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(mode)
    with file.open("rb") as reader:
        write_whole(b"new", file)
        assert reader.read() == b"old"  # who reads the old file goes on
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert names(tmp_path) == ["file"]


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "target").write_bytes(b"old")
    (tmp_path / "second").symlink_to("there/target")
    (tmp_path / "first").symlink_to("second")
    write_whole(b"new", tmp_path / "first")
    assert (tmp_path / "first").is_symlink()
    assert (tmp_path / "second").is_symlink()
    assert (tmp_path / "there" / "target").read_bytes() == b"new"
    assert names(tmp_path) == ["first", "second", "there"]


def test_a_link_that_leads_nowhere_gets_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("missing")
    write_whole(b"new", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "missing").read_bytes() == b"new"


def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(GraphError, match=r"a: .*; check the folder"):
        write_whole(b"new", tmp_path / "a")
    assert names(tmp_path) == ["a", "b"]


def test_a_device_stays_a_device() -> None:
    write_whole(b"nothing", Path("/dev/null"))
    assert Path("/dev/null").is_char_device()


def test_a_pipe_is_written_to_its_reader(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    write_whole([b"one ", b"two"], pipe)
    reader.join()
    assert received == [b"one two"]
    assert pipe.is_fifo()
    assert names(tmp_path) == ["pipe"]


def test_a_socket_is_written_to_its_listener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        listener.listen()
        write_whole([b"one ", b"two"], Path("socket"))
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read() == b"one two"
    assert names(tmp_path) == ["socket"]


def test_a_descriptor_of_the_process_is_written_through(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb+") as file:
        os.write(file.fileno(), b"longer than what follows")
        write_whole(b"new", Path(f"/dev/fd/{file.fileno()}"))
        file.seek(0)
        assert file.read() == b"new"  # the same file, not another of its name


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    import resource
    import signal

    file = tmp_path / "file"
    file.write_bytes(b"old")
    heeded = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(GraphError, match="file: File too large"):
            write_whole([b"x" * 600] * 2, file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, heeded)
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(GraphError, match="folder: Is a directory"):
        write_whole(b"new", tmp_path / "folder")
    assert names(tmp_path) == ["folder"]


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(GraphError, match="file: Permission denied; write elsewhere"):
            write_whole(b"new", tmp_path / "file")
    finally:
        tmp_path.chmod(0o700)


def test_what_goes_wrong_while_the_data_is_made_leaves_the_old_file(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    file = tmp_path / "file"
    file.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_whole(broken(), file)
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "ASK {}", "--out"],
        ["export", "-o"],
        ["report", "-o"],
        ["view", "-o"],
    ],
)
def test_every_command_writes_into_a_pipe(
    arguments: list[str], seeds_graph: Path, tmp_path: Path, command: Command
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    try:
        done = command([*arguments, str(pipe), "-g", str(seeds_graph)])
    finally:
        if reader.is_alive():  # a command that failed before it wrote leaves the reader waiting
            os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        reader.join()
    assert done.returncode == 0, done.stderr.decode()
    assert len(received[0]) > 3
    assert pipe.is_fifo()
