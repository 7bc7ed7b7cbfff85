"""From files to a checked graph: what holds for the whole, whatever the stages do inside."""

from __future__ import annotations

import os
import random
import shutil
import signal
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

import mrgraph
from mrgraph import rdf, vocab
from mrgraph.pipeline import batch
from mrgraph.records import Extraction, Problem, Source
from mrgraph.settings import Settings

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

MOST_TRIPLES = 900  # of the first seed, with full evidence, reference data on regions not counted


def test_the_graph_is_the_same_under_any_hash_seed_order_and_locale(
    seeds: Path, seeds_graph: Path, tmp_path: Path, command: Command
) -> None:
    wanted = (seeds_graph / "graph.ttl").read_bytes()
    files = [str(path) for path in sorted(seeds.iterdir())]
    runs = (("0", "C"), ("1", "C.UTF-8"), ("4711", "tr_TR.UTF-8"))
    for number, (seed, locale) in enumerate(runs):
        random.Random(number).shuffle(files)
        folder = tmp_path / str(number)
        environment = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": f"UTC+{number}"}
        assert command(["build", *files, "-o", str(folder)], environment=environment).returncode == 0
        assert (folder / "graph.ttl").read_bytes() == wanted


def test_workers_change_nothing(seeds: Path, seeds_graph: Path, tmp_path: Path, command: Command) -> None:
    assert command(["build", str(seeds), "-j", "2", "-o", str(tmp_path)]).returncode == 0
    assert (tmp_path / "graph.ttl").read_bytes() == (seeds_graph / "graph.ttl").read_bytes()


def test_rdflib_and_oxigraph_read_the_same_triples(seeds_graph: Path) -> None:
    import rdflib

    file = seeds_graph / "graph.ttl"
    ours = rdflib.Graph().parse(file, format="turtle")
    theirs = rdflib.Graph().parse(
        data=pyoxigraph.serialize(pyoxigraph.parse(path=str(file)), format=pyoxigraph.RdfFormat.N_TRIPLES) or b"",
        format="nt",
    )
    assert len(ours) == len(theirs) > 2000
    # rdflib writes decimals its own way, so values are compared, not their spelling
    assert set(map(_by_value, ours)) == set(map(_by_value, theirs))


def _by_value(triple: tuple[object, object, object]) -> tuple[str, str, object]:
    subject, predicate, value = triple
    return str(subject), str(predicate), getattr(value, "value", None) or str(value)


def test_the_first_seed_keeps_to_its_budget_of_triples(seeds: Path) -> None:
    first = min(seeds.iterdir())
    built = mrgraph.build([str(first)])
    region = vocab.PREFIXES["region"]
    assert sum(not triple[0].startswith(region) for triple in built.triples) <= MOST_TRIPLES


def test_every_claim_of_the_seeds_is_quoted_from_its_document(seeds: Path) -> None:
    count = 0
    for source in mrgraph.read([str(seeds)]):
        assert isinstance(source, Source)
        document = mrgraph.parse(source)
        for claim in mrgraph.extract(document).claims:
            assert claim.evidence
            for evidence in claim.evidence:
                assert document.quote(evidence.start, evidence.end) == evidence.quote
                assert evidence.rule.version >= 1
                count += 1
    assert count > 300


def test_damage_and_placeholders_make_no_node(seeds_graph: Path) -> None:
    store = rdf.open_store(seeds_graph)
    labels = {
        quad.object.value.casefold()
        for name in (vocab.RDFS_LABEL, vocab.SKOS_ALT_LABEL)
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(name), None)
        if isinstance(quad.object, pyoxigraph.Literal)
    }
    assert len(labels) > 150
    never = {"others", "other", "abc company", "xyz inc.", "$xx billion", "argentina korea", "arabia", "saudi", "etc."}
    assert labels.isdisjoint(never)


def test_korea_under_the_middle_east_is_a_claim_between_two_real_regions_and_no_edge(seeds_graph: Path) -> None:
    store = rdf.open_store(seeds_graph)
    query = """SELECT ?inner ?outer WHERE { ?c mrg:predicate mrg:within ; mrg:subject ?inner ; mrg:object ?outer ;
        mrg:flag mrg:Misplaced ; mrg:evidence/mrg:quote ?quote }"""
    found = store.query(query, prefixes=dict(vocab.PREFIXES))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    pairs = {(row["inner"].value, row["outer"].value) for row in found}
    region = vocab.PREFIXES["region"]
    assert pairs == {(f"{region}KR", f"{region}middle-east-africa")}
    edge = pyoxigraph.NamedNode(f"{region}KR"), pyoxigraph.NamedNode(vocab.within)
    outer = {quad.object.value for quad in store.quads_for_pattern(*edge, None)}
    assert f"{region}middle-east-africa" not in outer
    assert outer


def test_a_document_that_reads_like_no_report_is_left_out_and_no_problem(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note to myself: buy milk and bread before the shop closes.")
    built = mrgraph.build([str(tmp_path)])
    assert (built.problems, dict(built.refused)) == ((), {"note.txt": "reads like no market report"})
    assert built.facts.documents == ()


def test_the_same_bytes_under_two_names_are_one_document(seeds: Path, tmp_path: Path) -> None:
    first = min(seeds.iterdir())
    for name in ("a.txt", "b.txt"):
        shutil.copy(first, tmp_path / name)
    built = mrgraph.build([str(tmp_path)])
    assert [document.label for document in built.facts.documents] == ["a.txt"]
    assert len(built.facts.reports) == 1


def kill_on_bad(source: Source) -> Extraction | Problem:
    """Reads a source as always, but the one called "bad" kills the process."""
    if source.path == "bad":
        os.kill(os.getpid(), signal.SIGKILL)
    return batch.extraction(source, Settings())


@pytest.mark.skipif(os.name != "posix", reason="a process is killed by signal")
def test_a_document_that_kills_its_process_is_a_problem_and_costs_no_other(seeds: Path) -> None:
    good = [source for source in mrgraph.read([str(seeds)]) if isinstance(source, Source)]
    bad = Source("bad", b"x", "0" * 64)
    found = list(batch.in_processes([*good[:2], bad, *good[2:]], kill_on_bad, 2))
    assert [each.path for each in found] == [*(s.path for s in good[:2]), "bad", *(s.path for s in good[2:])]
    assert [isinstance(each, Problem) for each in found] == [False, False, True, False, False, False]


def test_an_error_in_one_document_is_a_problem_of_that_document() -> None:
    broken = Source("odd.txt", None, "0" * 64)  # type: ignore[arg-type]
    found = batch.extraction(broken, Settings())
    assert isinstance(found, Problem)
    assert found.path == "odd.txt"
    assert "met an error in mrgraph" in found.message
    assert "\n" not in str(found)
