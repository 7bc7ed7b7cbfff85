"""What people decide about claims: the commands that write it, the review of what is doubtful, the build after it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

REPORT = """# Global Glass Widget Market

The Glass Widget market was valued at USD 4.2 billion in 2023. The Glass Widget market size was USD 9.9 billion in 2023.

Key players: Acme Inc., Sonnberg AG, Nordlicht Optik GmbH.
"""


@pytest.fixture
def pile(command: Command, tmp_path: Path) -> Path:
    """A folder with a report that contradicts itself, and its graph in `graph`."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "widget.md").write_text(REPORT, "utf-8")
    rebuilt(command, tmp_path)
    return tmp_path


def rebuilt(command: Command, pile: Path) -> str:
    done = command(["build", str(pile / "reports"), "-o", str(pile / "graph")])
    assert done.returncode == 0, done.stderr.decode()
    return done.stderr.decode()


def claim_of(command: Command, pile: Path, company: str) -> str:
    done = command(["why", "-g", str(pile / "graph"), "glass widget", "hasPlayer", company, "--format", "jsonl"])
    return "claim:" + json.loads(done.stdout.splitlines()[0])["iri"].rpartition("/")[2]


def test_a_claim_is_rejected_with_a_reason_and_the_build_tells_it(command: Command, pile: Path) -> None:
    claim, graph = claim_of(command, pile, "Sonnberg"), str(pile / "graph")
    done = command(["correct", "-g", graph, claim, "reject", "--reason", "a hill, no firm"])
    assert done.returncode == 0
    assert b"build again" in done.stderr
    assert (pile / "graph" / "corrections.csv").read_text("utf-8").endswith(f'reject,{claim},,"a hill, no firm"\n')
    assert "decisions  1: corrections 1" in rebuilt(command, pile)
    players = command(["query", "-g", graph, "players"]).stdout
    assert b"Acme" in players
    assert b"Sonnberg" not in players


def test_a_decision_is_taken_back(command: Command, pile: Path) -> None:
    claim, graph = claim_of(command, pile, "Acme"), str(pile / "graph")
    before = (pile / "graph" / "graph.ttl").read_bytes()
    assert command(["correct", "-g", graph, claim, "replace", "Apex Optik GmbH"]).returncode == 0
    rebuilt(command, pile)
    assert b"Apex Optik" in command(["query", "-g", graph, "players"]).stdout
    assert command(["correct", "-g", graph, claim, "undo"]).returncode == 0
    assert "decisions" not in rebuilt(command, pile)
    assert (pile / "graph" / "graph.ttl").read_bytes() == before
    assert command(["correct", "-g", graph, claim, "undo"]).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["claim:0000000000000000", "reject"], "no claim of this graph"),
        (["CLAIM", "replace"], "a value is needed by replace"),
        (["CLAIM", "reject", "5"], "a value is needed by replace, and by nothing else"),
        (["CLAIM", "forget"], "no accept|reject|replace|undo 'forget'"),
    ],
)
def test_what_no_build_could_apply_is_refused(command: Command, pile: Path, arguments: list[str], told: str) -> None:
    claim = claim_of(command, pile, "Acme")
    done = command(["correct", "-g", str(pile / "graph"), *(claim if word == "CLAIM" else word for word in arguments)])
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert not (pile / "graph" / "corrections.csv").exists()


def test_the_review_begins_with_contradictions_and_goes_on_where_it_was(command: Command, pile: Path) -> None:
    graph, file = str(pile / "graph"), pile / "graph" / "corrections.csv"
    first = command(["review", "-g", graph, "--list"]).stdout.decode()
    assert "contradicted: elsewhere" in first.splitlines()[1]
    done = command(["review", "-g", graph], stdin=b"a\nu\nx\n= much\n= 4300000000 USD misread\n= 4300000000 USD\nq\n")
    assert done.returncode == 0
    assert b"'x' is no answer" in done.stderr
    assert b"'much' is no value of a figure" in done.stderr
    lines = file.read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("replace,claim:")
    again = command(["review", "-g", graph, "--list"]).stdout.decode()
    assert lines[1].split(",")[1] not in again
    assert command(["review", "-g", graph], stdin=b"r no size\ns\n").returncode in (0, 130)
    assert len(file.read_text("utf-8").splitlines()) == 3
    assert "corrections 2" in rebuilt(command, pile)
