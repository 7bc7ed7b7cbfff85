"""A project's settings, messages and exit codes: mrgraph.toml, init, help, --quiet, --log, --fail-on, completion."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

REPORT = "# Glass Widget Market\n\nThe Glass Widget market was valued at USD 4.2 billion in 2023.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with two reports."""
    (tmp_path / "a.md").write_text(REPORT, "utf-8")
    (tmp_path / "b.md").write_text(REPORT.replace("Glass", "Iron"), "utf-8")
    return tmp_path


def test_the_file_sets_defaults_and_the_command_line_goes_before(command: Command, project: Path) -> None:
    (project / "mrgraph.toml").write_text('graph = "g"\n[build]\noutput = "g"\nexclude = ["b.md"]\n', "utf-8")
    assert command(["build", "."], cwd=project).returncode == 0
    shown = command(["query", "SELECT ?l { ?m a mrg:Market ; rdfs:label ?l }"], cwd=project).stdout
    assert (b"Glass Widget" in shown, b"Iron Widget" in shown) == (True, False)
    assert command(["market", "glass widget"], cwd=project).returncode == 0
    assert command(["build", ".", "-o", "h", "--exclude", "a.md"], cwd=project).returncode == 0
    assert b"Iron Widget" in command(["query", "-g", "h", "market-sizes"], cwd=project).stdout
    listed = command(["config", "show"], cwd=project)
    assert listed.stdout.decode().splitlines()[1:] == ["[build] output = 'g'", "[build] exclude = ['b.md']"]
    assert command(["build", ".", "-o", "i"], cwd=project, environment={"MRGRAPH_CONFIG": ""}).returncode == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[buid]\noutput = 'x'\n", "'buid' is no command"),
        ("[build]\noutptu = 'x'\n", "[build] has no option 'outptu'"),
        ("build = 1\n", "'build' is no command"),
        ("= 1\n", "no valid TOML"),
    ],
)
def test_what_the_file_gets_wrong_is_told(command: Command, project: Path, text: str, told: str) -> None:
    (project / "mrgraph.toml").write_text(text, "utf-8")
    done = command(["build", "."], cwd=project)
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert command(["help", "build"], cwd=project).returncode == 0


def test_init_begins_a_project_that_builds(command: Command, project: Path) -> None:
    assert command(["init"], cwd=project).returncode == 0
    assert command(["build", "."], cwd=project).returncode == 0
    again = command(["init"], cwd=project)
    assert again.returncode == 1
    assert b"left as it is" in again.stderr


def test_quiet_tells_problems_only_and_the_log_keeps_all(command: Command, project: Path) -> None:
    (project / "empty.md").write_text("", "utf-8")
    done = command(["build", ".", "-q", "--log", "build.log", "-o", "g"], cwd=project)
    assert done.returncode == 1
    assert done.stderr.decode() == "problem: empty.md: empty; remove it, or fetch the page again\n"
    entries = [json.loads(line) for line in (project / "build.log").read_text("utf-8").splitlines()]
    assert {entry["level"] for entry in entries} == {"info", "problem"}
    assert entries[-1]["message"].endswith("graph.ttl")


def test_what_makes_the_exit_code_1_is_chosen(command: Command, project: Path) -> None:
    (project / "empty.md").write_text("", "utf-8")
    assert command(["build", ".", "-o", "g", "--fail-on", "never"], cwd=project).returncode == 0
    (project / "empty.md").write_text("# Minutes\n\nWe met on Monday and ate cake. Nobody sang.\n", "utf-8")
    assert command(["build", ".", "-o", "g"], cwd=project).returncode == 0
    assert command(["build", ".", "-o", "g", "--fail-on", "refused"], cwd=project).returncode == 1


def test_a_wrong_path_blames_no_decision(command: Command, project: Path) -> None:
    assert command(["build", ".", "-o", "g"], cwd=project).returncode == 0
    (project / "g" / "corrections.csv").write_text("verdict,claim,value,reason\nreject,claim:0,,x\n", "utf-8")
    done = command(["build", "nope", "-o", "g"], cwd=project)
    assert done.returncode == 2
    assert b"nope: no such file" in done.stderr
    assert b"corrections" not in done.stderr


def test_names_are_completed_as_one_word(command: Command, seeds_graph: Path) -> None:
    asked = {
        "_MRGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": f"mrgraph market -g {seeds_graph} pack",
        "COMP_CWORD": "4",
    }
    done = command([], environment=asked)
    assert done.stdout.decode().splitlines()[0] == "plain,package-on-package"
    assert command(["market", "-g", str(seeds_graph), "package-on-package"]).returncode == 0


def test_help_prints_the_help_of_a_command(command: Command) -> None:
    assert command(["help", "identities", "suggest"]).stdout.startswith(b"Usage: mrgraph identities suggest")
    assert command(["help"]).stdout == command(["--help"]).stdout
    assert b"did you mean 'build'" in command(["help", "biuld"]).stderr
