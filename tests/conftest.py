"""What several test files share: the seeds, their graph, and the command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

# A busy machine is no fault: examples may take as long as they need.
hypothesis.settings.register_profile("mrgraph", deadline=None)
hypothesis.settings.load_profile("mrgraph")
ROOT = Path(__file__).resolve().parents[1]
# A shell starts what it runs in the background deaf to interrupts; what the tests start must hear them.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def working_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder that all tests run in: the graph that `make demo` leaves in the project's does not matter."""
    folder, before = tmp_path_factory.mktemp("working-folder"), Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)
    assert list(folder.iterdir()) == [], "a test wrote into the working folder"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five input documents."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seeds_graph(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """The folder that `mrgraph build seeds` wrote, once for the whole session; only read it."""
    folder = tmp_path_factory.mktemp("seeds-graph")
    done = mrgraph(["build", str(seeds), "-o", str(folder)])
    assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs `mrgraph` in a process of its own: `command(["build", ...], environment={...}, stdin=b"...")`."""
    return mrgraph


def mrgraph(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """The finished process of `python -m mrgraph` with `arguments`; `environment` is added to this one's."""
    return subprocess.run(
        [sys.executable, "-m", "mrgraph", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(environment or {})},
        cwd=cwd,
        timeout=600,  # only for what never ends: a busy machine may take minutes for seconds
        check=False,
    )
