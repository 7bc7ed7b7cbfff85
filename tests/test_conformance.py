"""The W3C's SPARQL 1.1 tests, where they lie beside the project."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType


def conformance(root: Path) -> ModuleType:
    """The module benchmarks/query/conformance.py."""
    spec = importlib.util.spec_from_file_location("conformance", root / "benchmarks" / "query" / "conformance.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_failures_listed_are_few_and_have_reasons(root: Path) -> None:
    assert 0 < len(conformance(root).known_failures()) <= 8  # at least 330 of 338


@pytest.mark.shared
def test_the_w3c_tests_fail_only_where_the_page_says_so(
    root: Path, seeds_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where they lie behind a link, and where the folder that the command is called in holds a graph."""
    shared = Path(os.environ.get("MRGRAPH_SHARED") or root.parent / "shared")
    if not (shared / "tools" / "w3c_runner.py").is_file():
        pytest.skip("the W3C's tests are not beside the project")
    (tmp_path / "shared").symlink_to(shared.absolute())
    shutil.copytree(seeds_graph, tmp_path / "graph")
    monkeypatch.chdir(tmp_path)
    module = conformance(root)
    printed, failed = module.run(Path("shared"))
    assert printed.splitlines()[-1] == "331 passed, 7 failed, 0 skipped"
    assert failed == module.known_failures()
