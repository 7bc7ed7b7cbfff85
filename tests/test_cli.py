"""The command line: its contract with scripts and with people."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

HEAVY = ("spacy", "pyvis", "networkx", "bs4")


def commands() -> list[str]:
    from mrgraph.cli import program

    return program.list_commands(click.Context(program))


def modules_after(code: str) -> set[str]:
    """The modules that are loaded after `code` ran in a fresh interpreter."""
    listing = f"{code}\nimport sys; print('LOADED', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED ")[2].split())


def test_there_are_the_commands_that_the_contract_names() -> None:
    assert {"build", "extract", "text", "query", "queries", "view", "export", "check"} <= set(commands())


@pytest.mark.parametrize("name", commands())
def test_each_command_has_help_with_an_example(name: str, command: Command) -> None:
    done = command([name, "--help"])
    assert done.returncode == 0
    assert f"mrgraph {name}" in done.stdout.decode().partition("Example:")[2]


def test_help_lists_every_command_with_a_sentence(command: Command) -> None:
    text = command(["--help"]).stdout.decode()
    for name in commands():
        assert re.search(rf"^  {name}\s+\S.+", text, re.MULTILINE), name


def test_help_and_query_import_nothing_heavy(seeds_graph: Path) -> None:
    runs = (["--help"], ["query", "-g", str(seeds_graph), "ASK { ?s ?p ?o }"])
    for arguments in runs:
        code = f"from mrgraph.cli import program\ntry: program({arguments!r})\nexcept SystemExit: pass"
        loaded = modules_after(code)
        assert "mrgraph.cli" in loaded
        assert loaded.isdisjoint(HEAVY), arguments


def test_an_unknown_command_is_answered_with_the_nearest(command: Command) -> None:
    done = command(["biuld"])
    assert done.returncode == 2
    assert b"did you mean 'build'" in done.stderr
    assert done.stdout == b""


def test_build_tells_what_it_found_on_stderr_only(seeds: Path, tmp_path: Path, command: Command) -> None:
    done = command(["build", str(seeds), "-o", str(tmp_path / "g")])
    assert done.returncode == 0
    assert done.stdout == b""
    assert {path.name for path in (tmp_path / "g").iterdir()} >= {"graph.ttl", "run.ttl"}
    for word in ("documents", "entities", "links", "figures", "flags", "refused"):
        assert re.search(rf"^{word} +\d", done.stderr.decode(), re.MULTILINE), word


def test_a_bad_file_is_one_line_and_the_rest_goes_on(seeds: Path, tmp_path: Path, command: Command) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    good = next(iter(sorted(seeds.iterdir())))
    (pile / "good.txt").write_bytes(good.read_bytes())
    (pile / "empty.txt").write_bytes(b"")
    (pile / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (pile / "broken.md").write_bytes(b"<p>Remember the milk, and call back the dentist.</p>")
    done = command(["build", str(pile), "-o", str(tmp_path / "g")])
    assert done.returncode == 1
    problems = [line for line in done.stderr.decode().splitlines() if line.startswith("problem: ")]
    assert [line.split(":")[1].strip() for line in problems] == ["binary.txt", "empty.txt"]
    assert "broken.md: reads like no market report" in done.stderr.decode()
    assert all("; " in line for line in problems), "each says what to do"
    assert b"Traceback" not in done.stderr
    assert re.search(r"^documents +1 ", done.stderr.decode(), re.MULTILINE)


def test_no_readable_document_is_not_done(tmp_path: Path, command: Command) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = command(["build", str(tmp_path / "empty.txt"), "-o", str(tmp_path / "g")])
    assert done.returncode == 2
    assert not (tmp_path / "g").exists()


def test_a_failed_build_leaves_the_old_graph_whole(seeds_graph: Path, tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "g"
    folder.mkdir()
    old = (seeds_graph / "graph.ttl").read_bytes()
    (folder / "graph.ttl").write_bytes(old)
    (tmp_path / "empty.txt").write_bytes(b"")
    assert command(["build", str(tmp_path / "empty.txt"), "-o", str(folder)]).returncode == 2
    assert (folder / "graph.ttl").read_bytes() == old


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX systems")
def test_ctrl_c_ends_a_build_with_one_line_and_the_old_graph(seeds: Path, seeds_graph: Path, tmp_path: Path) -> None:
    pile, folder = tmp_path / "pile", tmp_path / "g"
    pile.mkdir()
    folder.mkdir()
    old = (seeds_graph / "graph.ttl").read_bytes()
    (folder / "graph.ttl").write_bytes(old)
    words = next(iter(sorted(seeds.iterdir()))).read_bytes()
    for number in range(400):
        (pile / f"{number}.txt").write_bytes(words + b"%d" % number)
    process = subprocess.Popen(
        [sys.executable, "-m", "mrgraph", "build", str(pile), "-o", str(folder)],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(1.5)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)  # somebody impatient
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said.decode()
    assert b"Traceback" not in said
    assert b"interrupted" in said
    assert (folder / "graph.ttl").read_bytes() == old


INTERRUPTED_IMPORT = """
import sys
class Interrupting:
    def find_spec(self, name, path, target=None):
        if name == "click":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from mrgraph.__main__ import main
main()
"""


def test_ctrl_c_is_one_line_however_early_it_comes() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_IMPORT], capture_output=True, check=False)
    assert done.returncode == 130
    assert done.stderr == b"mrgraph: interrupted; what was written before is whole\n"


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a shell")
@pytest.mark.parametrize(
    ("closed", "code", "said"),
    [(">&-", 2, b"mrgraph: stdout: Bad file descriptor; check the place and its space\n"), ("2>&-", 0, b"")],
)
def test_a_closed_stream_is_told_where_that_is_possible(closed: str, code: int, said: bytes) -> None:
    shell = f"{sys.executable} -m mrgraph queries {closed}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (code, said)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_a_build_that_is_killed(end: signal.Signals, seeds: Path, tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    words = next(iter(sorted(seeds.iterdir()))).read_bytes()
    for number in range(400):
        (pile / f"{number}.txt").write_bytes(words + b"%d" % number)
    process = subprocess.Popen([sys.executable, "-m", "mrgraph", "build", str(pile), "-o", str(tmp_path / "g")])
    children: list[str] = []
    while not children and process.poll() is None:
        time.sleep(0.1)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    process.send_signal(end)
    process.wait()
    assert children
    for _ in range(100):
        if not any(Path(f"/proc/{child}").exists() and _runs(child) for child in children):
            break
        time.sleep(0.1)
    assert not [child for child in children if Path(f"/proc/{child}").exists() and _runs(child)]


def _runs(child: str) -> bool:
    """Whether a process does more than wait for its end to be noticed."""
    return Path(f"/proc/{child}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] != "Z"


def test_a_folder_that_cannot_be_written_is_one_line(seeds: Path, tmp_path: Path, command: Command) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("I am a file")
    done = command(["build", str(seeds), "-o", str(blocked / "g")])
    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert b"-o" in done.stderr


def test_stdin_is_a_document(seeds: Path, command: Command) -> None:
    words = next(iter(sorted(seeds.iterdir()))).read_bytes()
    done = command(["extract", "-"], stdin=words)
    assert done.returncode == 0
    assert json.loads(done.stdout)["document"] == "-"


def test_extract_gives_one_object_a_document_with_paths_relative_to_the_root(seeds: Path, command: Command) -> None:
    done = command(["extract", str(seeds), "--format", "jsonl"])
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["document"] for each in found] == sorted(path.name for path in seeds.iterdir())
    listed = json.loads(command(["extract", str(seeds), "--format", "json"]).stdout)
    assert listed == found


def test_every_quote_stands_verbatim_at_its_offsets_in_the_printed_text(seeds: Path, command: Command) -> None:
    count = 0
    for line in command(["extract", str(seeds)]).stdout.splitlines():
        answer = json.loads(line)
        text = command(["text", str(seeds / answer["document"])]).stdout.decode()
        for evidence in evidences(answer):
            assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
            assert evidence["quote"].strip()
            assert set(evidence) == {"start", "end", "quote", "heading", "rule", "confidence", "flags"}
            count += 1
        for reject in answer["rejects"]:
            assert text[reject["start"] : reject["end"]] == reject["text"]
            assert reject["why"]
    assert count > 300


def evidences(value: object) -> list[dict[str, object]]:
    """All evidence objects anywhere in an answer."""
    if isinstance(value, list):
        return [found for each in value for found in evidences(each)]
    if not isinstance(value, dict):
        return []
    if "quote" in value:
        return [value]
    return [found for each in value.values() for found in evidences(each)]


def test_scalars_have_their_evidence_beside_them(seeds: Path, command: Command) -> None:
    for line in command(["extract", str(seeds)]).stdout.splitlines():
        answer = json.loads(line)
        for field in ("market", "scope", "report_id", "period"):
            assert (answer[field] is None) == (field not in answer["evidence"]), field


def test_the_locale_and_the_terminal_change_no_data(seeds: Path, command: Command) -> None:
    plain = command(["extract", str(seeds)], environment={"LC_ALL": "C", "PYTHONUTF8": "0", "NO_COLOR": "1"})
    other = command(["extract", str(seeds)], environment={"LC_ALL": "C.UTF-8", "COLUMNS": "40"})
    assert plain.returncode == other.returncode == 0
    assert plain.stdout == other.stdout


def test_check_says_that_the_seeds_conform(seeds_graph: Path, command: Command) -> None:
    done = command(["check", "-g", str(seeds_graph)])
    assert done.returncode == 0, done.stdout.decode()


def test_a_missing_graph_says_how_to_make_one(tmp_path: Path, command: Command) -> None:
    for arguments in (["query", "ASK {}"], ["view"], ["export"], ["check"]):
        done = command([*arguments, "-g", str(tmp_path / "nothing")])
        assert done.returncode == 2
        assert b"mrgraph build" in done.stderr


def test_a_model_that_is_not_installed_is_named_with_its_cure(seeds: Path, tmp_path: Path, command: Command) -> None:
    done = command(["build", str(seeds), "--ner", "no_such_model", "-o", str(tmp_path / "g")])
    assert done.returncode == 2
    assert b"no_such_model" in done.stderr
    assert b"pip install" in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_unknown_encoding_is_a_usage_error(seeds: Path, command: Command) -> None:
    done = command(["extract", str(seeds), "--encoding", "utf-88"])
    assert done.returncode == 2
    assert b"utf-88" in done.stderr


def test_a_reader_that_goes_away_is_no_fault(seeds: Path) -> None:
    shell = f"{sys.executable} -m mrgraph extract {seeds} --format text | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", shell], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert done.stdout.decode().strip() == min(path.name for path in seeds.iterdir())


def test_completion_scripts_are_given(command: Command) -> None:
    done = command([], environment={"_MRGRAPH_COMPLETE": "bash_source"})
    assert b"_mrgraph_completion" in done.stdout


def test_a_large_document_is_read_where_that_is_asked_for(tmp_path: Path, command: Command) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"Valves Market\n\nThe valves market grows.\n" + b"It is big. " * 100_000)
    refused = command(["text", "--max-size", "1", str(large)])
    assert refused.returncode == 2
    assert b"--max-size" in refused.stderr
    assert command(["text", str(large)]).returncode == 0
