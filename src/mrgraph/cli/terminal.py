"""What a person sees: messages on stderr, data on stdout, progress while it takes long."""

from __future__ import annotations

import os
import sys
import time

import click

_REDRAW = 0.1  # seconds between two states of the progress line: what the eye can follow
_NAME_WIDTH = 40


def write(data: bytes | str) -> None:
    """Put data on stdout, always as UTF-8, whatever the locale."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def say(message: str) -> None:
    """Tell something on stderr."""
    click.echo(message, err=True, color=_colour())


def complain(message: str) -> None:
    """Tell what went wrong on stderr, in one line."""
    say(f"{click.style('mrgraph:', fg='red', bold=True)} {message}")


def warn(message: str) -> None:
    """Tell on stderr what is left out of the result, in one line."""
    say(f"{click.style('problem:', fg='yellow', bold=True)} {message}")


def heading(words: str) -> str:
    """The words, bold where there are colours."""
    return click.style(words, bold=True)


def _colour() -> bool | None:
    """False where none are wanted (no-color.org) or known; None lets the stream choose: only terminals have them."""
    return False if os.environ.get("NO_COLOR") or _is_dumb() else None


def _is_dumb() -> bool:
    """Whether the terminal shows control sequences as they are."""
    return os.environ.get("TERM") == "dumb"


class Progress:
    """A line on stderr that counts documents while a command runs; nothing where stderr is no terminal.

    Call it with the name of each document that is done.
    """

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty() and not _is_dumb()
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
            shown = name if len(name) <= _NAME_WIDTH else f"…{name[-_NAME_WIDTH + 1 :]}"
            sys.stderr.write(f"\r\x1b[K{self._count:,} documents, {rate:,.0f}/s  {shown}")
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
