"""The documents for people: fresh, and true where a machine can tell."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


def tool(root: Path, name: str) -> ModuleType:
    """The module tools/NAME.py."""
    spec = importlib.util.spec_from_file_location(name, root / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages(root: Path) -> list[Path]:
    front = (root / name for name in ("CHANGELOG.md", "CONTRIBUTING.md", "README.md"))
    found = [*front, *(root / "docs").rglob("*.md"), *(root / "benchmarks").rglob("*.md")]
    assert len(found) > 8
    return sorted(found)


@pytest.mark.parametrize("name", ["generate_vocab", "generate_cli_docs", "generate_query_docs", "generate_api_docs"])
def test_generated_files_are_fresh(root: Path, name: str) -> None:
    done = subprocess.run([sys.executable, root / "tools" / f"{name}.py", "--check"], check=False)
    assert done.returncode == 0, f"tools/{name}.py was not run after an edit; run `make docs vocab`"


def test_links_between_pages_lead_somewhere(root: Path) -> None:
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages(root)
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_readme_names_every_command(root: Path) -> None:
    from mrgraph.cli import program

    text = (root / "README.md").read_text("utf-8")
    assert [name for name in program.list_commands(click.Context(program)) if f"mrgraph {name}" not in text] == []


def test_the_commands_that_the_readme_shows_run(
    root: Path, seeds_graph: Path, command: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    text = (root / "README.md").read_text("utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    asked = [shlex.split(line.partition("|")[0], comments=True) for line in lines if line.startswith("mrgraph query ")]
    assert len(asked) >= 3
    for arguments in asked:
        done = command([*arguments[1:], "-g", str(seeds_graph)])
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout


def test_every_decision_has_context_decision_and_consequences(root: Path) -> None:
    found = sorted((root / "docs" / "decisions").glob("*.md"))
    assert len(found) >= 5
    for number, page in enumerate(found, 1):
        assert page.name.startswith(f"{number:04}-"), "numbered without gaps"
        text = page.read_text("utf-8")
        for part in ("## Context", "## Decision", "## Consequences"):
            assert part in text, f"{page.name} lacks {part}"


def test_files_named_in_the_documents_exist(root: Path) -> None:
    """A path in backquotes that ends like a file lies in the project or in the package."""
    dead = [
        f"{page.relative_to(root)}: {name}"
        for page in pages(root)
        for name in re.findall(r"`([\w./-]+\.(?:py|toml|rq|jinja|js))`", page.read_text("utf-8"))
        if "/" in name
        and not any((folder / name).exists() for folder in (root, root / "src" / "mrgraph", page.parent))
        and page.name not in ("extending.md", "CHANGELOG.md")
    ]
    assert dead == []
