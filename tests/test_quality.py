"""Floors under the quality of extraction: the seeds and the look-alikes against gold made by hand.

`floors.json` holds for each field the F1 that must be reached. MRGRAPH_RAISE_FLOORS=1 rewrites it with what is reached
now; floors only rise that way, and lowering one takes an edit of the file.
"""

from __future__ import annotations

import json
import math
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

FLOORS = Path(__file__).parent / "floors.json"
PILES = {"seeds": ("gold/seeds", 5), "lookalikes": ("lookalikes/gold", 48)}  # gold, documents at least
FIELDS = (
    "document language market market_aliases scope publisher report_id period companies technologies applications "
    "other_segments mentioned_technologies regions market_sizes growth_rates market_shares revenues optional rejects "
    "notes"
).split()


def measured(command: Command, pile: str) -> dict[str, Any]:
    """What `mrgraph evaluate` finds on a pile."""
    folder, documents = PILES[pile]
    done = command(["evaluate", str(FLOORS.parent / folder), "--format", "json"])
    assert done.returncode == 0, done.stderr.decode()
    made: dict[str, Any] = json.loads(done.stdout)
    assert made["documents"] >= documents
    return made


def reached(made: dict[str, Any]) -> dict[str, float]:
    """F1 of each field, and the mean; cut to three digits, so that a floor is never above what was reached."""
    figures = made["figures"]["all"]
    told = {field: each["f1"] for field, each in figures.items() if field != "mean"}
    return {field: math.floor(value * 1000) / 1000 for field, value in {**told, "mean": figures["mean"]}.items()}


@pytest.mark.parametrize("pile", PILES)
def test_quality_does_not_fall_below_its_floors(command: Command, pile: str) -> None:
    made = measured(command, pile)
    floors = json.loads(FLOORS.read_text("utf-8"))
    now = reached(made)
    if os.environ.get("MRGRAPH_RAISE_FLOORS") == "1":
        raised = {field: max(value, floors[pile].get(field, 0.0)) for field, value in now.items()}
        FLOORS.write_text(json.dumps({**floors, pile: raised}, indent=2) + "\n", "utf-8")
        floors[pile] = raised
    assert len(floors[pile]) >= 10
    fallen = {
        field: (now.get(field, 0.0), floor) for field, floor in floors[pile].items() if now.get(field, 0.0) < floor
    }
    assert fallen == {}, f"below the floor, as (reached, floor): {fallen}; worst documents: {_told(made)}"


def test_no_trap_is_taken_on_the_seeds(command: Command) -> None:
    assert measured(command, "seeds")["traps"] == []


def _told(made: dict[str, Any]) -> str:
    return "; ".join(f"{each['document']} {each['f1']:.3f}" for each in made["worst"][:5])


# ------------------------------------------------------------------------------------------- the gold itself


def golds() -> list[Path]:
    found = [path for folder, _ in PILES.values() for path in sorted((FLOORS.parent / folder).glob("*.json"))]
    assert len(found) >= sum(least for _, least in PILES.values())
    return found


def test_each_lookalike_has_gold_and_each_gold_a_document(root: Path) -> None:
    folder = FLOORS.parent / "lookalikes"
    documents = {path.relative_to(folder / "documents").as_posix() for path in (folder / "documents").rglob("*.*")}
    told = [json.loads(path.read_text("utf-8"))["document"] for path in (folder / "gold").glob("*.json")]
    assert sorted(told) == sorted(documents)
    assert all(path.name == f"{Path(name).name}.json" for name, path in _by_document(folder / "gold"))
    assert sorted(p.name for p in (FLOORS.parent / "gold" / "seeds").glob("*.json")) == sorted(
        f"{p.name}.json" for p in (root / "seeds").iterdir()
    )


def _by_document(folder: Path) -> list[tuple[str, Path]]:
    return [(json.loads(path.read_text("utf-8"))["document"], path) for path in folder.glob("*.json")]


@pytest.mark.parametrize("path", golds(), ids=lambda path: path.name)
def test_gold_has_every_field_and_consistent_figures(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    assert list(gold) == FIELDS
    names = [company["name"] for company in gold["companies"]]
    assert len(set(names)) == len(names)
    assert len(set(gold["regions"])) == len(gold["regions"])
    assert {revenue["company"] for revenue in gold["revenues"]} <= set(names)
    figures = [*gold["market_sizes"], *gold["revenues"]]
    assert all(re.fullmatch(r"\d+(\.\d+)?", figure["value"]) for figure in figures)
    assert all(figure["currency"] is None or re.fullmatch("[A-Z]{3}", figure["currency"]) for figure in figures)
    assert all({"text", "why"} == set(reject) for reject in gold["rejects"])
    assert gold["period"] is None or len(gold["period"]) == 2


def test_names_of_the_gold_stand_in_the_documents(root: Path) -> None:
    """Verbatim in the text that is read; names that a document splits over items are the exception."""
    from mrgraph.pipeline import build

    roots = {"seeds": root, "lookalikes": FLOORS.parent / "lookalikes" / "documents"}
    absent, checked = [], 0
    for pile, (folder, _) in PILES.items():
        for path in sorted((FLOORS.parent / folder).glob("*.json")):
            gold = json.loads(path.read_text("utf-8"))
            (source,) = build.read([str(roots[pile] / gold["document"])])
            text = build.parse(source).text
            segments = [name for axis in gold["other_segments"].values() for name in axis]
            names = [each["name"] for each in gold["companies"]]
            for name in [*names, *gold["technologies"], *gold["applications"], *segments]:
                checked += 1
                if name not in text:
                    absent.append(f"{gold['document']}: {name}")
    assert checked > 1000
    assert len(absent) <= 4, absent
