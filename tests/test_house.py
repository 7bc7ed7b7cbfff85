"""What a machine sees of the structure: rooms, names, import depth, complexity; and the map that describes it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from radon.complexity import cc_visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_MODULES_IN_A_FOLDER = 12
MAX_IMPORT_DEPTH = 9
MAX_COMPLEXITY = 15  # McCabe's, with each `and` and `or` counted
GENERATED = "vocab"


def modules(root: Path) -> dict[str, Path]:
    """Dotted name -> file, packages by the name of their folder."""
    source = root / "src"
    names = {
        ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted((source / "mrgraph").rglob("*.py"))
    }
    assert len(names) > 100
    return names


def rooms(root: Path) -> dict[str, Path]:
    """Path within the package ("extraction/text") -> folder, of every folder that holds modules."""
    package = root / "src" / "mrgraph"
    return {
        path.parent.relative_to(package).as_posix(): path.parent
        for path in sorted(package.rglob("__init__.py"))
        if path.parent != package
    }


def test_no_folder_holds_more_modules_than_an_eye_takes_in(root: Path) -> None:
    counts = Counter(path.parent for path in modules(root).values() if path.name != "__init__.py")
    assert {str(folder): number for folder, number in counts.items() if number > MAX_MODULES_IN_A_FOLDER} == {}


def test_no_two_modules_share_a_name(root: Path) -> None:
    stems = Counter(path.stem for path in modules(root).values() if not path.stem.startswith("__"))
    assert {stem for stem, number in stems.items() if number > 1} == set()


def test_import_chains_are_short(root: Path) -> None:
    """Counted over imports that run when a module is loaded; the ones inside functions load what they need later."""
    longest = max(_chains(modules(root)), key=len)
    assert len(longest) <= MAX_IMPORT_DEPTH, " > ".join(longest)


def test_functions_decide_few_things(root: Path) -> None:
    complex_ones = [
        f"{name}.{block.fullname}: {block.complexity}"
        for name, path in modules(root).items()
        for block in cc_visit(path.read_text("utf-8"))
        if block.letter in "FM" and block.complexity > MAX_COMPLEXITY
    ]
    assert complex_ones == []


def test_the_map_of_the_house_is_that_of_the_folders(root: Path) -> None:
    text = (root / "docs" / "flow.md").read_text("utf-8")
    drawn = text.partition("## The house")[2].partition("```\n")[2].partition("```")[0]
    told: dict[str, str] = {}
    above: list[str] = []
    for line in drawn.splitlines():
        match = re.fullmatch(r"( *)([\w.]+)(/?) {2,}(\S.*)", line)
        if match is None or not match[3]:
            continue
        above = [*above[: len(match[1]) // 2], match[2]]
        told["/".join(above)] = match[4]
    assert sorted(told) == sorted(rooms(root))
    first_lines = {name: _first_line(folder / "__init__.py") for name, folder in rooms(root).items()}
    assert {name: line for name, line in first_lines.items() if not line} == {}


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def _chains(files: dict[str, Path]) -> Iterator[tuple[str, ...]]:
    """For each module the longest chain of imports that begins there."""
    imports = {name: sorted(_imported(path, files) - {name, "mrgraph"}) for name, path in files.items()}

    @cache
    def longest(name: str) -> tuple[str, ...]:
        return (name, *max(map(longest, imports[name]), key=len, default=()))

    return map(longest, files)


def _imported(path: Path, files: dict[str, Path]) -> set[str]:
    """The project's modules that are imported when the module at `path` is loaded."""
    names: set[str] = set()
    for node in _loaded(ast.parse(path.read_text("utf-8")).body):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names.update(
                whole if (whole := f"{node.module}.{alias.name}") in files else node.module for alias in node.names
            )
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return names & files.keys()


def _loaded(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when a module is loaded; those for the type checker do not."""
    for node in body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for field in ("body", "orelse", "handlers", "finalbody"):
                yield from _loaded(getattr(node, field, []))
