"""A long run of the guard's differential fuzz: does a query that passes the guard ever make the engine call out?

    python benchmarks/query/fuzz_guard.py [MUTANTS] [PROCESSES]

Each process draws its own mutants; the numbers are the same each time. Exit code 1 when one slips through.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from test_guard import slips_through


def main(mutants: int = 1_000_000, processes: int = 4) -> int:
    share = mutants // processes
    with ProcessPoolExecutor(processes) as pool:
        results = list(pool.map(slips_through, [share] * processes, range(100, 100 + processes)))
    missed = [query for some, _ in results for query in some]
    calling = sum(count for _, count in results)
    print(
        f"{share * processes:,} mutants, {calling:,} made the engine call out, {len(missed)} of them passed the guard"
    )
    for query in missed[:20]:
        print(repr(query))
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
