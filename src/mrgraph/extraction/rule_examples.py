"""Examples of rules: sentences and what a rule reads in them, near misses among them; they are the rule's tests.

They lie in `examples/`, one file a family of rules, and are what `mrgraph why` and `mrgraph extract --explain` show.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("examples")
_FRAME: Final = "# Widget Market Report\n\n"


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the claims that `rule` (its name without version) reads in it, in words; none of a near miss.

    `file` and `line`: where the example stands.
    """

    rule: str
    text: str
    reads: tuple[str, ...]
    file: str
    line: int

    @property
    def document(self) -> str:
        """The text as a whole document in Markdown: one without a heading stands under a report's."""
        return self.text if self.text.lstrip().startswith("#") else _FRAME + self.text


@cache
def examples() -> tuple[Example, ...]:
    """All shipped examples, in the order of the files and of their lines."""
    return tuple(example for path in sorted(FOLDER.glob("*.toml")) for example in _in_file(path))


def of_rule(name: str) -> tuple[Example, ...]:
    """The examples of the rule `name`."""
    return tuple(example for example in examples() if example.rule == name)


def _in_file(path: Path) -> Iterator[Example]:
    source = path.read_text("utf-8")
    lines = [number for number, line in enumerate(source.splitlines(), 1) if line.strip() == "[[example]]"]
    for row, line in zip(tomllib.loads(source)["example"], lines, strict=True):
        yield Example(row["rule"], row["text"], tuple(row["reads"]), path.name, line)
