"""Where a rule is made: the line of its record, the modules and tables that read for it, and a hash of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from mrgraph.extraction import rule_examples, rules
from mrgraph.records import Rule

_HERE: Final = Path(__file__).parent
_LEXICON: Final = _HERE.parent / "lexicon"
_ROOMS: Final = {  # family of rules -> the rooms that read for it
    "headline": ("publication", "decisions"),
    "companies": ("companies", "sections"),
    "segments": ("segments", "sections"),
    "regions": ("segments", "sections"),
    "drivers": ("segments",),
    "figures": ("figures",),
}


def place(rule: Rule) -> str | None:
    """Where the rule's record stands, as "extraction/rules.py:57"; None for rules of other stages."""
    for number, line in enumerate(Path(rules.__file__).read_text("utf-8").splitlines(), 1):
        if f'"{rule.name}"' in line:
            return f"extraction/rules.py:{number}"
    return None


def readers(rule: Rule) -> tuple[str, ...]:
    """The rooms of extraction that read for a rule."""
    return _ROOMS[rule.name.partition(".")[0]]


@cache
def digests() -> dict[str, str]:
    """For each rule, by name, a hash of its record, its examples, and the code and tables that read for it."""
    shared = _hash(*_files(_HERE / "text"), *_files(_LEXICON))
    rooms = {room: _hash(*_files(_HERE / room)) for family in _ROOMS.values() for room in family}
    return {rule.name: _digest(rule, [shared, *(rooms[room] for room in readers(rule))]) for rule in rules.ALL}


def _digest(rule: Rule, parts: list[str]) -> str:
    examples = [f"{example.text}\n{example.reads}" for example in rule_examples.of_rule(rule.name)]
    return hashlib.sha256("\n".join([rule.id, rule.definition, *examples, *parts]).encode()).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".tsv", ".toml"))


def _hash(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(_HERE.parent).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
