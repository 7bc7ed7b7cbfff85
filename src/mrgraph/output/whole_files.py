"""Files as a command writes them: a regular file is replaced whole or not at all, anything else is written in place."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME = 40  # characters of a file's name that the one written beside it bears too, so that no name gets too long


def write_whole(data: bytes | Iterable[bytes], path: Path) -> None:
    """Put `data`, in one piece or several, at `path`.

    A regular file keeps its mode and stays as it was until the new one is whole on disk, so that who is killed leaves
    the old one; a symbolic link stays, and what it points to is replaced so. A device, a pipe, a socket or a descriptor
    of this process (/dev/stdout) is written in place: renaming a file over it would take it away from all others.
    Raises GraphError with what the system says: no space, no permission, no such folder.
    """
    pieces = (data,) if isinstance(data, bytes) else data
    try:
        state = _state(path)
        if state is not None and stat.S_ISSOCK(state.st_mode):
            _send(pieces, path)
        elif state is not None and _in_place(path, state):
            with path.open("wb") as file:
                file.writelines(pieces)
        else:
            _replace(pieces, Path(os.path.realpath(path)), state)
    except OSError as error:
        raise GraphError(f"{path}: {error.strerror or error}; {_cure(error)}") from error


def _state(path: Path) -> os.stat_result | None:
    """What lies at the end of all links; None where nothing does."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _in_place(path: Path, state: os.stat_result) -> bool:
    """Whether it is no regular file, or one only by way of a descriptor that somebody else writes through as well."""
    folder = os.path.realpath(path.parent)
    return not stat.S_ISREG(state.st_mode) or folder == "/dev" or folder.startswith("/proc/")


def _replace(pieces: Iterable[bytes], target: Path, old: os.stat_result | None) -> None:
    """Write beside `target`, then take its place, with the mode and, where the system allows it, the owner of `old`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.parent / f".{target.name[:_NAME]}.{secrets.token_hex(4)}.part"
    try:
        with part.open("xb") as file:
            file.writelines(pieces)
            if old is not None:
                with suppress(PermissionError):
                    os.chown(part, old.st_uid, old.st_gid)
                part.chmod(stat.S_IMODE(old.st_mode))
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _send(pieces: Iterable[bytes], path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as receiver:
        receiver.connect(str(path))
        for piece in pieces:
            receiver.sendall(piece)


def _cure(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "free some space or write elsewhere with -o; an older file there is untouched"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "write elsewhere with -o, or change the folder's permissions"
    return "check the folder, or write elsewhere with -o"
