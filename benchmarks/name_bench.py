"""Company names against OpenSanctions' name-bench: precision of what is merged by itself, F1 of what is suggested.

    python benchmarks/name_bench.py [CASES.csv]

CASES has the columns name1, name2 and is_match; by default the half that lies beside the project is taken. Its source:
opensanctions/nomenklatura, contrib/name_bench (MIT). OpenSanctions' own matcher reaches F1 .865 over all pairs.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from mrgraph.curation import name_similarity
from mrgraph.firms import name_cores
from mrgraph.lexicon import spelling

CASES = Path(__file__).resolve().parents[2] / "shared" / "third-party" / "name-bench" / "cases-dev.csv"


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else CASES
    if not path.is_file():
        print(f"{path}: not there; name a file of cases", file=sys.stderr)
        return 2
    with path.open(encoding="utf-8", newline="") as file:
        cases = [(row["name1"], row["name2"], row["is_match"] == "true") for row in csv.DictReader(file)]
    print(f"{len(cases)} pairs, {sum(match for *_, match in cases)} of them matches")
    for name, decide in (("merged by itself", merged), ("suggested", suggested)):
        print(f"{name:<17} {scores([(decide(one, two), match) for one, two, match in cases])}")
    if "--errors" in sys.argv:
        for one, two, match in cases:
            if suggested(one, two) != match:
                print("missed" if match else "extra ", name_similarity.companies(one, two), one, "|", two)
    return 0


def merged(one: str, two: str) -> bool:
    return spelling.company_key(one) == spelling.company_key(two) or name_cores.are_one(one, two)


def suggested(one: str, two: str) -> bool:
    return name_similarity.companies(one, two).score >= name_similarity.LIKELY


def scores(results: list[tuple[bool, bool]]) -> str:
    right = sum(said and true for said, true in results)
    said, true = sum(said for said, _ in results), sum(true for _, true in results)
    precision, recall = right / max(said, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"


if __name__ == "__main__":
    sys.exit(main())
