"""Deciding about names: tables filled in, suggestions reviewed, names split; every reason is kept and shown."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from samples_graphs import saved, triples

from mrgraph import curation_files, reference, vocab
from mrgraph.curation_files import SAME, SPLIT, Curation, Decision
from mrgraph.errors import UsageError
from mrgraph.linking import iris, linker
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from mrgraph.facts import Facts
    from mrgraph.records import Extraction

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

PUMPS = made.page("pumps.html", made.company("Apex"), made.revenue("Apex", "$2 billion", "2000000000", 2024))
TOOLS = made.page("tools.html", made.company("Apex"), market="Tools", number="2")
APEX, GLUED = iris.company("Apex"), iris.company("Acme Inc Bolt Corp")


def linked(*documents: Extraction, decisions: tuple[Decision, ...] = ()) -> Facts:
    return linker.link(documents, reference.load(), Curation(decisions=decisions))


def players(facts: Facts) -> set[tuple[str, str]]:
    return {(link.subject, link.object) for link in facts.links if link.predicate == vocab.hasPlayer}


def split(second: str, *documents: Extraction, first: str = APEX) -> Decision:
    places = tuple(sorted(iris.document(document.sha256) for document in documents))
    return Decision(SPLIT, first, iris.company(second), "another firm", places, second)


def test_a_name_is_another_company_in_the_documents_that_a_person_names() -> None:
    facts = linked(PUMPS, TOOLS, decisions=(split("Apex Hand Tools", TOOLS),))
    assert players(facts) == {
        (iris.market("Widgets"), APEX),
        (iris.market("Tools"), iris.company("Apex Hand Tools")),
    }
    labels = {entity.iri: entity.label for entity in facts.entities}
    assert labels[iris.company("Apex Hand Tools")] == "Apex Hand Tools"


def test_a_figure_goes_with_the_company_of_its_document() -> None:
    facts = linked(PUMPS, TOOLS, decisions=(split("Apex Pumps", PUMPS),))
    (revenue,) = facts.figures
    assert revenue.company == iris.company("Apex Pumps")


def test_what_was_split_is_never_joined_again() -> None:
    facts = linked(PUMPS, TOOLS, decisions=(split("Apex Group", TOOLS),))
    assert len({company for _, company in players(facts)}) == 2


def test_a_glued_name_becomes_several_companies_and_goes() -> None:
    page = made.page("a.html", made.company("Acme Inc Bolt Corp"))
    parts = split("Acme", first=GLUED), split("Bolt", first=GLUED)
    facts = linked(page, decisions=parts)
    assert players(facts) == {(iris.market("Widgets"), iris.company(name)) for name in ("Acme", "Bolt")}
    assert GLUED not in {entity.iri for entity in facts.entities}


def test_splits_are_written_and_read_back_and_nothing_else_gains_a_column(tmp_path: Path) -> None:
    decided = [split("Apex Hand Tools", TOOLS), curation_files.decision(SAME, APEX, iris.company("Apexx"), "a slip")]
    file = tmp_path / "identities.csv"
    file.write_text(curation_files.text(decided), "utf-8")
    assert set(curation_files.decisions(file)) == set(decided)
    assert curation_files.text(decided[1:]).splitlines()[0] == "verdict,first,second,reason"


@pytest.mark.parametrize(
    "row",
    [
        "split,market:a,market:b,,,B",
        "same,company:a,company:b,,document:1,",
        "split,company:a,company:a,,,A",
    ],
)
def test_a_split_that_cannot_be_is_refused(row: str, tmp_path: Path) -> None:
    file = tmp_path / "identities.csv"
    file.write_text(f"verdict,first,second,reason,documents,name\n{row}\n", "utf-8")
    with pytest.raises(UsageError, match=r"identities\.csv:2"):
        curation_files.decisions(file)


def test_the_graph_keeps_the_reason_of_each_decision() -> None:
    other = made.page("b.html", made.company("Apexx"), number="3")
    same = curation_files.decision(SAME, APEX, iris.company("Apexx"), "a slip")
    graph = triples([PUMPS, TOOLS, other], Curation(decisions=(same, split("Apex Hand Tools", TOOLS))))
    assert (APEX, vocab.SKOS_EDITORIAL_NOTE, Literal("the same as company:apexx: a slip")) in graph
    note = Literal("split from company:apex: another firm")
    assert (iris.company("Apex Hand Tools"), vocab.SKOS_EDITORIAL_NOTE, note) in graph


# ------------------------------------------------------------------------------------------ the commands

SUGGESTED = (
    made.page("a.html", made.company("Crystalord")),
    made.page("b.html", made.company("Cristalord"), number="2"),
)


def test_a_table_that_suggest_wrote_is_read_back(tmp_path: Path, command: Command) -> None:
    graph = saved(tmp_path / "graph", *SUGGESTED) if (tmp_path / "graph").mkdir() is None else tmp_path
    listed = command(["identities", "suggest", "-g", str(graph), "--format", "csv"]).stdout.decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(listed)))
    assert [(row["first"], row["second"], row["gained"]) for row in rows] == [("Cristalord", "Crystalord", "1")]
    table = tmp_path / "decided.csv"
    table.write_text(listed.replace("\r\n,,", "\r\nsame,a slip,"), "utf-8")
    assert command(["identities", "read", str(table), "-g", str(graph)]).returncode == 0
    assert (graph / "identities.csv").read_text("utf-8").splitlines()[1:] == [
        "same,company:cristalord,company:crystalord,a slip"
    ]
    empty = tmp_path / "empty.csv"
    empty.write_text(listed, "utf-8")
    assert command(["identities", "read", str(empty), "-g", str(graph)]).returncode == 1
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", "utf-8")
    assert command(["identities", "read", str(wrong), "-g", str(graph)]).returncode == 2


def test_suggestions_are_reviewed_one_by_one_with_sentences_and_go_on_later(tmp_path: Path, command: Command) -> None:
    (tmp_path / "graph").mkdir()
    graph = str(saved(tmp_path / "graph", *SUGGESTED))
    stopped = command(["identities", "review", "-g", graph], stdin=b"q\n")
    assert "Crystalord: “Crystalord (Widgets)”" in stopped.stdout.decode("utf-8")
    assert not (tmp_path / "graph" / "identities.csv").exists()
    answered = command(["identities", "review", "-g", graph], stdin=b"a two brothers\n")
    assert answered.returncode == 0
    text = (tmp_path / "graph" / "identities.csv").read_text("utf-8")
    assert text.splitlines()[1:] == ["apart,company:cristalord,company:crystalord,two brothers"]
    assert b"0 decided, 0 left open" in command(["identities", "review", "-g", graph]).stderr


def test_a_name_is_split_by_documents_and_why_tells_it(tmp_path: Path, command: Command, seeds: Path) -> None:
    graph = str(tmp_path)
    assert command(["build", str(seeds), "-o", graph]).returncode == 0
    name, place = "Amkor Technology", max(path.name for path in seeds.iterdir())
    done = command(["identities", "split", name, "--into", "Amkor Pumps", "--document", "nowhere.txt", "-g", graph])
    assert done.returncode == 2
    done = command(
        ["identities", "split", name, "--into", "Amkor Pumps", "--document", place, "--reason", "a test", "-g", graph]
    )
    assert done.returncode == 0, done.stderr
    command(["build", str(seeds), "-o", graph])
    shown = command(["why", "Amkor Technology", "-g", graph])
    assert shown.returncode == 0
    shown = command(["why", "Qualcomm", "-g", graph])
    assert b"decided" not in shown.stdout
    row = (tmp_path / "identities.csv").read_text("utf-8").splitlines()[1]
    assert row.startswith("split,company:amkor-technology,company:amkor-pumps,a test,document:")


def test_why_tells_the_reason_of_a_decision(tmp_path: Path, command: Command, seeds: Path) -> None:
    graph = str(tmp_path)
    decided = "verdict,first,second,reason\nsame,company:at-and-s,company:qualcomm,only a test\n"
    (tmp_path / "identities.csv").write_text(decided, "utf-8")
    assert command(["build", str(seeds), "-o", graph]).returncode == 0
    shown = command(["why", "AT&S", "-g", graph]).stdout.decode("utf-8")
    assert "decided: company:at-and-s is the same as company:qualcomm: only a test" in shown
