"""Which files of a folder are left out: what the user's patterns say, and what mrgraph itself wrote."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mrgraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE: Final = ".mrgraphignore"
_GRAPH: Final = frozenset({"graph.ttl", "run.ttl"})  # lie together only where a build wrote them
_MARK: Final = b'<meta name="generator" content="mrgraph">'
_HEAD: Final = 4096  # bytes that hold the mark
_PAGES: Final = (".html", ".htm")
_WILD: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


class Ignored:
    """Patterns as those of .gitignore: "drafts/", "*.bak.md", "/README.md", "!keep.md"; the last that fits decides.

    >>> ignored = Ignored(["*.md", "!keep.md", "/old/"])
    >>> ignored("a/b.md"), ignored("a/keep.md"), ignored("old", is_folder=True), ignored("a/old", is_folder=True)
    (True, False, True, False)
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        lines = (line.strip() for line in patterns)
        self._rules = [_rule(line) for line in lines if line and not line.startswith("#")]

    def __call__(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether the path, relative to the folder that the user named and with slashes, is left out."""
        verdict = False
        for pattern, only_folders, leaves_out in self._rules:
            if (is_folder or not only_folders) and pattern.fullmatch(path):
                verdict = leaves_out
        return verdict

    @cached_property
    def is_empty(self) -> bool:
        """Whether it leaves nothing out."""
        return not self._rules


def of_folder(folder: str, patterns: Iterable[str]) -> Ignored:
    """What is left out of a folder: by these patterns, after those of the file .mrgraphignore in it.

    Raises SourceError where that file cannot be read.
    """
    file = Path(folder) / FILE
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines() if file.is_file() else []
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{file}: cannot be read as UTF-8; save it anew or remove it") from error
    return Ignored([*lines, *patterns])


def is_graph_folder(names: Iterable[str]) -> bool:
    """Whether a folder with files of these names is one that a build wrote: all in it is output, and no document."""
    return set(names) >= _GRAPH


def is_own_page(file: str) -> bool:
    """Whether a file is a page or a report that mrgraph drew."""
    if not file.lower().endswith(_PAGES):
        return False
    try:
        with Path(file).open("rb") as stream:
            return _MARK in stream.read(_HEAD)
    except OSError:
        return False


def _rule(line: str) -> tuple[re.Pattern[str], bool, bool]:
    """A pattern's expression, whether it is for folders only, and whether it leaves out (rather than takes in)."""
    leaves_out, text = not line.startswith("!"), line.removeprefix("!")
    only_folders, text = text.endswith("/"), text.rstrip("/")
    anchored, text = "/" in text, text.removeprefix("/")
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", text)
    expression = "".join(_WILD.get(part, re.escape(part)) for part in parts)
    return re.compile(expression if anchored else f"(?:.*/)?{expression}"), only_folders, leaves_out
