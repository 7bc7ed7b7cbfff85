"""The W3C's SPARQL 1.1 query, syntax and result-format tests, run through `mrgraph query`.

    python benchmarks/query/conformance.py [SHARED]

SHARED holds the tests and their runner: by default MRGRAPH_SHARED, else the folder `shared` beside the project. Where
it is absent, that is said and nothing is run. Exit code 1 when a test fails that docs/conformance.md does not list, or
one passes that it does.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANIFESTS = ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl")
COMMAND = "query --file {query} {data} {graphs} --base {base} --format {format}"
_SECONDS = 600  # for one test, none of which takes one on an idle machine


def known_failures() -> set[str]:
    """The names of the tests that docs/conformance.md lists with a reason."""
    text = (ROOT / "docs" / "conformance.md").read_text("utf-8")
    return set(re.findall(r"^\| `([\w-]+/[\w-]+)` \|", text, re.MULTILINE))


def run(shared: Path) -> tuple[str, set[str]]:
    """What the runner prints, and the names ("suite/test") of the tests that failed.

    The command runs in an empty folder, since without data it asks the `graph/` of the folder that it runs in, and may
    take as long as a busy machine needs.
    """
    shared = shared.absolute()
    suite = shared / "third-party" / "w3c-sparql" / "sparql" / "sparql11"
    command = f"{shlex.quote(sys.executable)} -m mrgraph {COMMAND}"
    runner = [sys.executable, str(shared / "tools" / "w3c_runner.py"), *(str(suite / name) for name in MANIFESTS)]
    options = ["--cmd", command, "--data-flag=-g", "--fmt", "nt=ntriples", "--timeout", str(_SECONDS), "-v"]
    options += ["--jobs", str(os.cpu_count() or 1)]
    with tempfile.TemporaryDirectory() as empty:
        done = subprocess.run([*runner, *options], capture_output=True, text=True, check=False, cwd=empty)
    if "passed" not in done.stdout:
        raise SystemExit(f"the runner broke off: {done.stderr.strip()[-500:]}")
    return done.stdout, {"/".join(found) for found in re.findall(r"^FAIL (\S+) (\S+)", done.stdout, re.MULTILINE)}


def main(arguments: list[str]) -> int:
    shared = Path(arguments[0] if arguments else os.environ.get("MRGRAPH_SHARED") or ROOT.parent / "shared")
    if not (shared / "tools" / "w3c_runner.py").is_file():
        print(f"not run: {shared.name}/tools/w3c_runner.py is not beside the project; name the folder that has it")
        return 0
    printed, failed = run(shared)
    print(printed.splitlines()[-1])
    for name in sorted(failed - known_failures()):
        print(f"fails, and docs/conformance.md does not say why: {name}")
    for name in sorted(known_failures() - failed):
        print(f"passes, but docs/conformance.md still lists it: {name}")
    return int(failed != known_failures())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
