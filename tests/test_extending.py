"""docs/extending.md, followed to the letter in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

STEP = re.compile(
    r"^(?P<how>File|At the end of|In) `(?P<file>[^`]+)`(?:, (?P<where>below|instead of) `(?P<line>[^`]+)`)?:\n\n"
    r"```\w*\n(?P<text>.*?)```\n"
    r"|^```sh\n(?P<commands>.*?)```\n"
    r"|^Checked by (?P<tests>.*?)\.\n",
    re.MULTILINE | re.DOTALL,
)


def recipes(root: Path) -> dict[str, str]:
    """Title -> text of each recipe."""
    _, *parts = re.split(r"^## (.*)\n", (root / "docs" / "extending.md").read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the project that git knows or would add, in a folder of their own."""
    folder = tmp_path_factory.mktemp("copy")
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    return folder


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_the_recipes_can_be_followed(root: Path, copy: Path, *, whole: bool) -> None:
    """Not `whole`: of the tests that the recipes name, those that they write themselves, and the import rules."""
    tests: set[str] = set()
    for title, text in recipes(root).items():
        steps = list(STEP.finditer(text))
        if not steps:
            continue  # told in words only
        assert any(step["tests"] for step in steps), f"{title}: names no test"
        assert any(step["file"] for step in steps), f"{title}: changes no file"
        for step in steps:
            _follow(step, copy)
            tests.update(re.findall(r"`([^`]+)`", step["tests"] or ""))
    assert len(tests) >= 6
    _run([sys.executable, "-m", "ruff", "check", "."], copy)
    _run([sys.executable, "-m", "ruff", "format", "--check", "."], copy)
    own = {name for name in tests if not (root / name).exists()}
    assert len(own) >= 2
    chosen = tests if whole else {*own, "tests/test_architecture.py::test_import_rules_hold"}
    _run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *sorted(chosen)], copy)


def _follow(step: re.Match[str], copy: Path) -> None:
    """Do to the copy what one step tells."""
    if step["file"]:
        path = copy / step["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_changed(step, path), encoding="utf-8")
    for line in (step["commands"] or "").splitlines():
        command = line.partition("#")[0].split()
        if command[0] == "make":
            venv = Path(sys.prefix)
            command = ["make", f"VENV={venv}", "-o", str(venv / ".ready"), *command[1:]]
        _run(command, copy)


def _changed(step: re.Match[str], path: Path) -> str:
    if step["how"] == "File":
        assert not path.exists(), f"{step['file']} is there already"
        return step["text"]
    before = path.read_text("utf-8")
    if step["how"] == "In":
        assert before.count(f"{step['line']}\n") == 1, f"{step['file']}: not once in it: {step['line']}"
        kept = f"{step['line']}\n" if step["where"] == "below" else ""
        return before.replace(f"{step['line']}\n", f"{kept}{step['text']}")
    return f"{before.rstrip()}\n\n{step['text']}"


def _run(command: list[str], copy: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy / "src"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
