"""Count the changes to chosen modules that no test notices: a bounded mutation run, told as one line a module.

The modules and their tests stand in pyproject.toml under [tool.mutmut]; what was found last in docs/testing.md.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MUTMUT = Path(sys.executable).with_name("mutmut")
NOTICED = ("killed", "timeout", "suspicious", "segfault")


def main() -> None:
    """Run all mutants and print how many of each module survive."""
    ran = subprocess.run([MUTMUT, "run"], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    listed = subprocess.run([MUTMUT, "results", "--all", "true"], cwd=ROOT, capture_output=True, text=True, check=True)
    modules: dict[str, Counter[str]] = defaultdict(Counter)
    for line in listed.stdout.splitlines():
        name, _, outcome = line.strip().rpartition(": ")
        if name:
            modules[name.rpartition(".")[0]][outcome] += 1
    if not modules:
        sys.exit(f"mutate: no mutant was made (mutmut ended with {ran.returncode}); run it alone to see why")
    total: Counter[str] = Counter()
    for module, outcomes in sorted(modules.items()):
        total += outcomes
        _tell(module, outcomes)
    _tell("all", total)


def _tell(name: str, outcomes: Counter[str]) -> None:
    noticed = sum(outcomes[outcome] for outcome in NOTICED)
    count = outcomes.total()
    print(f"{name:45} {count:5} mutants  {count - noticed:4} unnoticed  {(count - noticed) / count:5.0%}")


if __name__ == "__main__":
    main()
