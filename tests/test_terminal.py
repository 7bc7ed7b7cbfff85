"""A stranger's graph on a terminal: no command lets its control sequences and bidi controls through."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from samples_graphs import saved

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

# A new title for the window, a word turned round, the screen cleared by C1, an isolate, a mark, the line overwritten.
ATTACK = "\x1b]0;owned\x07\u202edrow\x9b2J\u2066x\u200fy\rz"
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
_LITERALS = re.compile(r'((?:rdfs:label|skos:altLabel|mrg:quote|mrg:heading|mrg:axisLabel) "(?:[^"\\]|\\.)*)"')
MARKET = "market:package-on-package"
COMMANDS = [
    ["query", "SELECT * { ?s mrg:quote ?o }"],
    ["query", "SELECT * { ?s mrg:quote ?o }", "--format", "csv"],
    ["query", "SELECT * { ?s mrg:quote ?o }", "--format", "jsonl"],
    ["export", "--format", "turtle"],
    ["export", "--format", "jsonld"],
    ["families"],
    ["conflicts"],
    ["conflicts", "--format", "jsonl"],
    ["identities", "suggest", "--least", "0.1"],
    ["identities", "suggest", "--least", "0.1", "--format", "csv"],
    ["market", MARKET],
    ["why", MARKET],
    ["report", "--format", "md", "-o", "-"],
    ["report", "-o", "-"],
    ["view", "-o", "-"],
    ["check"],
    ["verify"],
]


def _as_written(shown: bytes) -> str:
    """What a terminal was sent, without the carriage return that its driver puts before each line end."""
    return shown.decode("utf-8").replace("\r\r\n", "\r\n")


def on_a_terminal(*arguments: str) -> str:
    """What a command shows on a terminal, on stdout and stderr."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "NO_COLOR": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "mrgraph", *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 1 << 16):
            shown += piece
    except OSError:  # Linux says so when the last writer has gone
        pass
    finally:
        os.close(ours)
    assert process.wait() in (0, 1), shown.decode("utf-8", "replace")
    return _as_written(shown)


@pytest.fixture(scope="module")
def hostile(seeds_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the seeds and of two reports that contradict each other, with an attack at the end of each text."""
    folder = tmp_path_factory.mktemp("hostile")
    escaped = "".join(f"\\u{ord(letter):04X}" for letter in ATTACK)
    pages = [
        made.page("a.html", made.size("$4 billion", "4e9", 2024), made.company("Acme Works")),
        made.page(
            "b.html",
            made.size("$9 billion", "9e9", 2024),
            made.company("Acme Worx"),
            publisher="b.example",
            template="t2",
        ),
    ]
    plain = [seeds_graph / "graph.ttl", saved(folder, *pages) / "graph.ttl"]
    turtle = "".join(path.read_text("utf-8") for path in plain)
    text, count = _LITERALS.subn(lambda match: f'{match[1]}{escaped}"', turtle)
    assert count > 500
    (folder / "graph.ttl").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_nothing_of_a_graph_moves_the_cursor(hostile: Path, arguments: list[str]) -> None:
    shown = on_a_terminal(arguments[0], *arguments[1:], "-g", str(hostile))
    assert len(shown) > 100
    assert sorted(set(_UNSAFE.findall(shown))) == []


def test_a_comparison_of_graphs_moves_no_cursor(hostile: Path, seeds_graph: Path) -> None:
    for form in ("text", "patch", "jsonl"):
        shown = on_a_terminal("diff", str(seeds_graph), str(hostile), "--format", form)
        assert "drow" in shown
        assert sorted(set(_UNSAFE.findall(shown))) == []


@pytest.mark.parametrize("arguments", [["text"], ["extract", "--format", "text"], ["extract", "--format", "jsonl"]])
def test_nothing_of_a_document_moves_the_cursor(tmp_path: Path, seeds: Path, arguments: list[str]) -> None:
    words = min(seeds.iterdir()).read_text("utf-8")
    file = tmp_path / "report.txt"
    file.write_text(words.replace("Technology", f"Tech{ATTACK}nology").replace("Market", "Mar\u202eket"), "utf-8")
    shown = on_a_terminal(*arguments, str(file))
    assert "Market" not in shown or "Mar" in shown
    assert sorted(set(_UNSAFE.findall(shown))) == []


def test_an_error_message_moves_no_cursor(command: Command, hostile: Path) -> None:
    for arguments in (["market", f"no{ATTACK}such"], ["query", f"SELECT {ATTACK}"], ["nothing" + ATTACK]):
        done = command([*arguments, "-g", str(hostile)])
        assert done.returncode == 2
        assert done.stderr
        assert sorted(set(_UNSAFE.findall(done.stderr.decode("utf-8")))) == []


def test_a_file_that_is_a_terminal_is_shown_as_one(hostile: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        device = os.ttyname(theirs)
        query = ["query", "-g", str(hostile), "SELECT ?o { ?s mrg:quote ?o } LIMIT 3", "--format", "csv"]
        done = subprocess.run(
            [sys.executable, "-m", "mrgraph", *query, "--out", device], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        shown = _as_written(os.read(ours, 1 << 16))
    finally:
        os.close(ours)
        os.close(theirs)
    assert "drow" in shown
    assert sorted(set(_UNSAFE.findall(shown))) == []


def test_data_in_a_pipe_stays_as_it_is_and_text_for_people_is_safe(command: Command, hostile: Path) -> None:
    query = ["query", "-g", str(hostile), "SELECT ?o { ?s mrg:quote ?o } LIMIT 3"]
    assert ATTACK in command([*query, "--format", "csv"]).stdout.decode("utf-8")
    for arguments in (["families"], ["check"], ["conflicts"], ["market", MARKET], ["why", MARKET]):
        told = command([*arguments, "-g", str(hostile)]).stdout.decode("utf-8")
        assert told
        assert sorted(set(_UNSAFE.findall(told))) == []
    assert sorted(set(_UNSAFE.findall(command([*query, "--format", "table"]).stdout.decode("utf-8")))) == []
