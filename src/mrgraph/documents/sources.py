"""Paths, folders, globs, archives and standard input -> sources, in an order that does not depend on the machine.

Concatenations of messages (mbox) are read as the one text that they are.
"""

from __future__ import annotations

import glob
import hashlib
import io
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias

from mrgraph.documents import archives, ignoring
from mrgraph.documents.endings import PACKED, READABLE, suffix
from mrgraph.records import Problem, Source

Paths: TypeAlias = str | Path | Iterable[str | Path]
_HEAD = 512  # bytes that show what a file is
_OFFICE_MARK = b"PK\x03\x04"


class _Input(NamedTuple):
    """Something to read: the name shown, and the file itself, "" for standard input.

    `problem`: what there is to say in place of it.
    """

    name: str
    file: str
    problem: Problem | None = None


def sources(paths: Paths, max_bytes: int, exclude: Sequence[str] = ()) -> Iterator[Source | Problem]:
    """Each input once, sorted by its name; what cannot be read comes as a problem.

    A path is a file, a folder, a pattern, or "-" for standard input; a single one may be given as it is. Names are
    relative to the folder that the user named; a member of an archive is named `archive.zip/inner/name.html`.
    Files are read one after the other, as they are asked for. `exclude`: patterns of files and folders that are left
    out of folders (`documents.ignoring`); what mrgraph wrote itself always is.
    """
    for given in _once(_inputs(paths, exclude)):
        if given.problem:
            yield given.problem
        else:
            yield from _read(_shown(given.name), given.file, max_bytes)


def _once(inputs: Iterable[_Input]) -> list[_Input]:
    """The inputs in order, the same file once; where two have one name, the paths as the user gave them are shown."""
    inputs_by_file: dict[str, _Input] = {}
    for given in sorted(inputs, key=_order):
        inputs_by_file.setdefault(_identity(given), given)
    names = Counter(given.name for given in inputs_by_file.values())
    renamed = [
        given if names[given.name] == 1 else given._replace(name=_posix(given.file))
        for given in inputs_by_file.values()
    ]
    return sorted(renamed, key=_order)


def _order(given: _Input) -> tuple[str, str]:
    return given.name, given.file


def _identity(given: _Input) -> str:
    if given.problem:
        return f"{given.problem}"
    return os.path.realpath(given.file) if given.file else "-"


def _posix(file: str) -> str:
    return Path(file).as_posix()


# ------------------------------------------------------------------ what the user named


def _inputs(paths: Paths, exclude: Sequence[str]) -> Iterator[_Input]:
    for given in [paths] if isinstance(paths, str | Path) else paths:
        given = str(given)
        if given == "-":
            yield _Input("-", "")
        elif not _is_there(given):
            yield from _matches(given)
        elif Path(given).is_dir():
            yield from _folder(given, ignoring.of_folder(given, exclude))
        else:
            yield _Input(Path(given).name, given)


def _is_there(given: str) -> bool:
    try:
        return Path(given).exists()
    except (OSError, ValueError):  # a name too long, or with a null in it
        return False


def _matches(given: str) -> Iterator[_Input]:
    """The files that a pattern names."""
    try:
        files = [match for match in glob.glob(given, recursive=True) if Path(match).is_file()]
    except (OSError, ValueError):
        files = []
    if not files:
        yield _refused(given, "no such file, folder or match", "check the path")
    yield from (_Input(Path(file).name, file) for file in files)


def _folder(folder: str, ignored: ignoring.Ignored) -> Iterator[_Input]:
    """The documents and archives in a folder and below it.

    Hidden ones, folders that are links, what is ignored, and what mrgraph wrote are left out.
    """
    empty = True
    unread: list[OSError] = []
    for name, place in _visible(folder, ignored, unread):
        if not _is_read(name):
            continue
        file = os.path.join(place, name.rpartition("/")[2])  # noqa: PTH118 - a Path for each of a million files is slow
        if os.path.isfile(file) and not ignoring.is_own_page(file):  # noqa: PTH113
            empty = False
            yield _Input(name, file)
    for error in unread:
        yield _refused(str(error.filename), f"cannot be read ({error.strerror})", "check its permissions")
    if empty and not unread:
        kinds = " ".join(sorted(READABLE | PACKED))
        yield _refused(folder, "no documents in this folder", f"name one that holds files ending in {kinds}")


def left_out(paths: Paths, exclude: Sequence[str] = ()) -> Counter[str]:
    """How many files of the folders among `paths` have an ending that is not looked into, by ending ("" for none).

    `exclude`: as in `sources`; what it leaves out is not counted.
    """
    given = [paths] if isinstance(paths, str | Path) else paths
    folders = [str(path) for path in given if _is_there(str(path)) and Path(path).is_dir()]
    names = (name for folder in folders for name, _ in _visible(folder, ignoring.of_folder(folder, exclude), []))
    return Counter(suffix(name) for name in names if not _is_read(name))


def _visible(folder: str, ignored: ignoring.Ignored, unread: list[OSError]) -> Iterator[tuple[str, str]]:
    """The name below `folder`, with slashes, and the place of each file; what cannot be looked into goes to `unread`.

    Hidden ones, folders that are links, graphs that a build wrote, and what is ignored are left out.
    """
    for place, folders, names in os.walk(folder, onerror=unread.append):
        if ignoring.is_graph_folder(names):
            folders[:] = []
            continue
        below = _posix(os.path.relpath(place, folder))
        above = "" if below == "." else f"{below}/"
        folders[:] = [n for n in folders if not n.startswith(".") and not ignored(above + n, is_folder=True)]
        yield from ((above + n, place) for n in names if not n.startswith(".") and not ignored(above + n))


def _is_read(name: str) -> bool:
    """Whether a file of this name is looked into."""
    return suffix(name) in READABLE | PACKED


def _refused(name: str, message: str, cure: str) -> _Input:
    shown = _shown(name)
    return _Input(shown, shown, Problem(shown, message, cure))


# ------------------------------------------------------------------ what is in it


def _read(name: str, file: str, max_bytes: int) -> Iterator[Source | Problem]:
    """The document in a file, or those in an archive."""
    try:
        if not file:
            yield from _opened(name, io.BytesIO(sys.stdin.buffer.read(max_bytes + 1)), max_bytes)
            return
        with Path(file).open("rb") as stream:
            rewindable = stream if stream.seekable() else io.BytesIO(stream.read(max_bytes + 1))
            yield from _opened(name, rewindable, max_bytes)
    except OSError as error:
        yield Problem(name, f"cannot be read ({error.strerror or error})", "check the path and its permissions")


def _opened(name: str, stream: IO[bytes], max_bytes: int) -> Iterator[Source | Problem]:
    head = stream.read(_HEAD)
    stream.seek(0)
    if not archives.is_archive(head) or (head.startswith(_OFFICE_MARK) and _is_office(name, stream)):
        yield _source(name, stream.read(max_bytes + 1), max_bytes)
        return
    count = 0
    for member in archives.members(name, stream, max_bytes):
        count += 1
        yield member if isinstance(member, Problem) else _source(_shown(member.name), member.data, max_bytes)
    if not count:
        kinds = " ".join(sorted(READABLE))
        yield Problem(name, "no documents in this archive", f"name one that holds files ending in {kinds}")


def _is_office(name: str, stream: IO[bytes]) -> bool:
    """Whether a zip archive is a word processor's document."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(stream) as archive:
            return "word/document.xml" in archive.namelist()
    except (BadZipFile, ValueError, OSError, RuntimeError):
        return suffix(name) == ".docx"
    finally:
        stream.seek(0)


def _source(name: str, data: bytes, max_bytes: int) -> Source | Problem:
    if len(data) > max_bytes:
        return Problem(name, f"larger than {max_bytes:,} bytes", "split it, or raise the limit with --max-size")
    if not data.strip():
        return Problem(name, "empty", "remove it, or fetch the page again")
    return Source(name, data, hashlib.sha256(data).hexdigest())


def _shown(name: str) -> str:
    """A name that can be printed in one line: what no encoding holds, and controls, as escapes."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )
