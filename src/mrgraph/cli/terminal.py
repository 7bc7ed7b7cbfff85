"""The one place through which text leaves for a person or a pipe: data on stdout, messages on stderr, progress.

What a terminal shows is made safe here (`output.printable`), whoever wrote it: messages always, and data where it goes
to a terminal. Data for a pipe or a file stays as it is; text for people is made safe by `people` wherever it goes, for
it will be looked at.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from typing import TYPE_CHECKING

import click

from mrgraph.output import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_REDRAW = 0.1  # seconds between two states of the progress line: what the eye can follow
_NAME_WIDTH = 40
_STDOUT = "-"


def people(lines: Iterable[str]) -> str:
    """Lines for people, each safe to be shown and ended."""
    return "".join(f"{printable.line(line)}\n" for line in lines)


def write(*pieces: bytes | str) -> None:
    """Put data on stdout, always as UTF-8, whatever the locale; see `deliver`."""
    deliver(pieces, None)


def deliver(pieces: Iterable[bytes | str], output: str | None) -> None:
    """Put data where `output` says, and tell it: a file is written whole or not at all, "-" or None is stdout.

    Raises GraphError where the file cannot be written.
    """
    data = (piece.encode("utf-8", "backslashreplace") if isinstance(piece, str) else piece for piece in pieces)
    if is_stdout(output):
        for piece in _shown(data) if sys.stdout.isatty() else data:
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        return
    from pathlib import Path

    save(data, Path(str(output)))
    say(f"wrote {output}")


def save(data: bytes | Iterable[bytes], path: Path) -> None:
    """Put data into a file, whole or not at all; a terminal's device shows what any terminal does.

    Raises GraphError where the file cannot be written.
    """
    terminal = _opened_terminal(path)
    if terminal is None:
        from mrgraph.output import whole_files

        whole_files.write_whole(data, path)
        return
    with os.fdopen(terminal, "wb") as device:
        device.writelines(_shown([data] if isinstance(data, bytes) else data))


def is_stdout(output: str | None) -> bool:
    """Whether the user means stdout."""
    return output in (None, _STDOUT)


def _shown(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return (text.encode("utf-8", "backslashreplace") for text in printable.stream(pieces))


def _opened_terminal(path: Path) -> int | None:
    """A descriptor to write to the terminal at `path`; None for anything else, and where it may not be opened."""
    try:
        if not stat.S_ISCHR(path.stat().st_mode):
            return None
        device = os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return None
    if os.isatty(device):
        os.set_blocking(device, True)
        return device
    os.close(device)
    return None


class _Hearing:
    """What this process's user wants to hear: whether only problems, and the file that keeps all messages."""

    quiet = False
    log: str | None = None


def hear(*, quiet: bool | None = None, log: str | None = None) -> None:
    """Tell only problems and errors from now on, or keep all messages in a file as well."""
    _Hearing.quiet = _Hearing.quiet if quiet is None else quiet
    _Hearing.log = log or _Hearing.log


def _keep(level: str, message: str) -> None:
    """Append a message to the log, if there is one; a log that cannot be written is no reason to stop."""
    if _Hearing.log is None:
        return
    import json
    from contextlib import suppress
    from datetime import UTC, datetime
    from pathlib import Path

    entry = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "level": level, "message": message}
    with suppress(OSError), Path(_Hearing.log).open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(entry, ensure_ascii=False)}\n")


def say(message: str) -> None:
    """Tell something on stderr."""
    _keep("info", message)
    if not _Hearing.quiet:
        _tell(message)


def complain(message: str) -> None:
    """Tell what went wrong on stderr, in one line."""
    _keep("error", message)
    _tell(message, click.style("mrgraph:", fg="red", bold=True))


def warn(message: str) -> None:
    """Tell on stderr what is left out of the result, in one line."""
    _keep("problem", message)
    _tell(message, click.style("problem:", fg="yellow", bold=True))


def _tell(message: str, *before: str) -> None:
    click.echo(" ".join((*before, printable.lines(message))), err=True, color=_colour())


def _colour() -> bool | None:
    """False where none are wanted (no-color.org) or known; None lets the stream choose: only terminals have them."""
    return False if os.environ.get("NO_COLOR") or _is_dumb() else None


def _is_dumb() -> bool:
    """Whether the terminal shows control sequences as they are."""
    return os.environ.get("TERM") == "dumb"


class Progress:
    """A line on stderr that counts documents, or other `things`, while a command runs; nothing where it is no terminal.

    Call it with the name of each document that is done, or `reached` with their number.
    """

    def __init__(self, things: str = "documents") -> None:
        self._things = things
        self._shown = sys.stderr.isatty() and not _is_dumb() and not _Hearing.quiet
        self._started = self._drawn = time.monotonic()
        self._count = 0

    def __enter__(self) -> Progress:
        return self

    def __call__(self, name: str) -> None:
        """Count the document `name` as done."""
        self._count += 1
        now = time.monotonic()
        if self._shown and now - self._drawn >= _REDRAW:
            self._drawn = now
            rate = self._count / (now - self._started)
            words = printable.one_line(name)
            words = words if len(words) <= _NAME_WIDTH else f"…{words[-_NAME_WIDTH + 1 :]}"
            sys.stderr.write(f"\r\x1b[K{self._count:,} {self._things}, {rate:,.0f}/s  {words}")
            sys.stderr.flush()

    def reached(self, number: int) -> None:
        """Tell that so many are done."""
        self._count = number - 1
        self("")

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
