"""Archives and compressed files -> the documents in them.

Members are never written anywhere under their own names, and an archive may unpack to no more than a limit.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import IO, NamedTuple

from mrgraph.documents.endings import PACKED, READABLE, suffix
from mrgraph.records import Problem

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_TAR = (257, b"ustar")
# What the readers of archives raise when one is damaged, encrypted, or of a kind that they do not know.
_BROKEN = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
# What the system says when it is the temporary file that is at fault, and not the archive.
_OURS = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.ENOENT, errno.EMFILE)
_MOST_TIMES = 200  # an archive of text unpacks to about ten times its size; more than this is a bomb
_CHUNK = 1 << 20
_NO_ROOM = "free some space for temporary files, or name a folder with more in TMPDIR"
_CHECK = "unpack it and name the folder"


class Member(NamedTuple):
    """A document in an archive; `name` is the archive's name, a slash, and its path inside."""

    name: str
    data: bytes


def is_archive(head: bytes) -> bool:
    """Whether a file with these first 512 bytes holds other files, or is compressed."""
    return head.startswith(_ZIP) or head.startswith(_COMPRESSED) or _is_tar(head)


def _is_tar(head: bytes) -> bool:
    place, mark = _TAR
    return head[place : place + len(mark)] == mark


def members(name: str, stream: IO[bytes], max_bytes: int) -> Iterator[Member | Problem]:
    """The documents in an archive, sorted by name; what cannot be read comes as a problem.

    `stream` can be rewound. No more than `max_bytes` are read of a member, and of all members together no more than
    `max_bytes` and two hundred times the size of the archive.
    """
    size = stream.seek(0, 2)
    limit = max_bytes + _MOST_TIMES * size
    stream.seek(0)
    head = stream.read(512)
    stream.seek(0)
    try:
        if head.startswith(_ZIP):
            yield from _zipped(name, stream, max_bytes, limit)
        elif _is_tar(head):
            yield from _tarred(name, stream, max_bytes, limit)
        else:
            yield from _compressed(name, stream, max_bytes, limit)
    except _BROKEN as error:
        if isinstance(error, OSError) and error.errno in _OURS:
            yield Problem(name, f"cannot be unpacked here ({error.strerror})", _NO_ROOM)
            return
        yield Problem(name, f"damaged archive ({_reason(error)})", "fetch it again, or unpack it and name the folder")


def _compressed(name: str, stream: IO[bytes], max_bytes: int, limit: int) -> Iterator[Member | Problem]:
    """The one document in a compressed file, or those in the tar archive in it."""
    with ExitStack() as stack:
        unpacked = stack.enter_context(_unpacking(stream))
        first = unpacked.read(512)
        if not _is_tar(first):
            data = first + unpacked.read(max(max_bytes + 1 - len(first), 0))
            yield Member(name, data)
            return
        # A compressed stream cannot be wound back cheaply, and members come in the order of their names.
        whole = stack.enter_context(tempfile.TemporaryFile())
        whole.write(first)
        while chunk := unpacked.read(_CHUNK):
            if whole.tell() + len(chunk) > limit:
                yield _bomb(name)
                return
            whole.write(chunk)
        whole.seek(0)
        yield from _tarred(name, whole, max_bytes, limit)


def _unpacking(stream: IO[bytes]) -> gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile:
    """The unpacked content of a compressed stream."""
    head = stream.read(6)
    stream.seek(0)
    gzipped, bzipped, _ = _COMPRESSED
    if head.startswith(gzipped):
        return gzip.GzipFile(fileobj=stream)
    return bz2.BZ2File(stream) if head.startswith(bzipped) else lzma.LZMAFile(stream)


def _tarred(name: str, stream: IO[bytes], max_bytes: int, limit: int) -> Iterator[Member | Problem]:
    with tarfile.open(fileobj=stream, mode="r:") as archive:
        files = sorted((info for info in archive if info.isfile()), key=lambda info: (info.name, info.offset))
        for info in files:
            path = _inside(name, info.name)
            opened = archive.extractfile(info) if path else None
            if path is None or opened is None:
                continue
            if suffix(path) in PACKED:
                yield _nested(path)
                continue
            with opened:
                data = opened.read(max_bytes + 1)
            limit -= len(data)
            if limit < 0:
                yield _bomb(name)
                return
            yield Member(path, data)


def _zipped(name: str, stream: IO[bytes], max_bytes: int, limit: int) -> Iterator[Member | Problem]:
    locked = 0
    with zipfile.ZipFile(stream) as archive:
        for info in sorted(archive.infolist(), key=lambda info: (info.filename, info.header_offset)):
            path = _inside(name, info.filename)
            if path is None or info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
                continue
            if info.flag_bits & 1:
                locked += 1
                continue
            member = _nested(path) if suffix(path) in PACKED else _unzipped(path, archive, info, max_bytes)
            if isinstance(member, Member):
                limit -= len(member.data)
                if limit < 0:
                    yield _bomb(name)
                    return
            yield member
    if locked:
        yield Problem(name, f"{locked} encrypted members", "unpack it with its password and name the folder")


def _unzipped(path: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, max_bytes: int) -> Member | Problem:
    try:
        with archive.open(info) as opened:
            return Member(path, opened.read(max_bytes + 1))
    except _BROKEN as error:
        return Problem(path, f"damaged in the archive ({_reason(error)})", "fetch the archive again")


def _bomb(name: str) -> Problem:
    return Problem(name, f"unpacks to more than {_MOST_TIMES} times its size", _CHECK)


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _inside(archive: str, name: str) -> str | None:
    """The name shown for a member; None for one that is hidden, or of no kind that is read.

    Steps out of the archive are dropped from the name: it is shown, and never used as a path.
    """
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".", "..")]
    if not parts or any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return None
    path = "/".join(parts)
    return f"{archive}/{path}" if suffix(path) in READABLE | PACKED else None


def _nested(path: str) -> Problem:
    return Problem(path, "an archive in an archive", _CHECK)
