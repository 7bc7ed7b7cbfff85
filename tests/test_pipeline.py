"""From files to a checked graph: what holds for the whole, whatever the stages do inside."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

import mrgraph
from mrgraph import rdf, vocab
from mrgraph.asking.queries import ask
from mrgraph.errors import MissingExtra, SourceError, UsageError
from mrgraph.pipeline import batch
from mrgraph.rdf.terms import Literal
from mrgraph.records import Extraction, Problem, Source
from mrgraph.settings import Settings

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

MOST_TRIPLES = 1_050  # of them one for the confidence of each claim


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
    said_once = (vocab.PREFIXES["region"], vocab.NS)  # regions, codes and declarations are the same for any pile
    assert sum(not triple[0].startswith(said_once) for triple in built.triples) <= MOST_TRIPLES


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
        value.text.casefold()
        for name in (vocab.RDFS_LABEL, vocab.SKOS_ALT_LABEL)
        for _, _, value in store.match(None, name)
        if isinstance(value, Literal)
    }
    assert len(labels) > 150
    never = {"others", "other", "abc company", "xyz inc.", "$xx billion", "argentina korea", "arabia", "saudi", "etc."}
    assert labels.isdisjoint(never)


def test_korea_under_the_middle_east_is_a_claim_between_two_real_regions_and_no_edge(seeds_graph: Path) -> None:
    store = rdf.open_store(seeds_graph)
    query = """SELECT ?inner ?outer WHERE { ?c mrg:predicate mrg:within ; mrg:subject ?inner ; mrg:object ?outer ;
        mrg:flag mrg:Misplaced ; mrg:evidence/mrg:quote ?quote }"""
    pairs = set(ask(store, query).rows)
    region = vocab.PREFIXES["region"]
    assert pairs == {(f"{region}KR", f"{region}middle-east-africa")}
    outer = {value for _, _, value in store.match(f"{region}KR", vocab.within)}
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


def kill_on_bad(source: Source, settings: Settings) -> Extraction | Problem:
    """Reads a source as always, but the one called "bad" kills the process."""
    if source.path == "bad":
        os.kill(os.getpid(), signal.SIGKILL)
    return batch.extraction(source, settings)


@pytest.mark.skipif(os.name != "posix", reason="a process is killed by signal")
@pytest.mark.parametrize("workers", [None, 1, 2])
def test_a_document_that_kills_its_process_is_a_problem_and_costs_no_other(seeds: Path, workers: int | None) -> None:
    good = [source for source in mrgraph.read([str(seeds)]) if isinstance(source, Source)]
    bad = Source("bad", b"x", "0" * 64)
    found = list(batch.in_processes([*good[:2], bad, *good[2:]], kill_on_bad, Settings(workers=workers)))
    assert [each.path for each in found] == [*(s.path for s in good[:2]), "bad", *(s.path for s in good[2:])]
    assert [isinstance(each, Problem) for each in found] == [False, False, True, False, False, False]


def test_an_error_in_one_document_is_a_problem_of_that_document() -> None:
    broken = Source("odd.txt", None, "0" * 64)  # type: ignore[arg-type]
    found = batch.extraction(broken, Settings())
    assert isinstance(found, Problem)
    assert found.path == "odd.txt"
    assert "met an error in mrgraph" in found.message
    assert "\n" not in str(found)


def kill_once(source: Source, settings: Settings) -> str:
    """The source's path, but the first process that meets it dies."""
    first = Path(source.path)
    if not first.exists():
        first.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return source.path


@pytest.mark.skipif(os.name != "posix", reason="a process is killed by signal")
def test_a_process_that_dies_of_something_else_costs_no_document(tmp_path: Path) -> None:
    sources = [Source(str(tmp_path / str(number)), b"x", "") for number in range(5)]
    found = list(batch.in_processes(sources, kill_once, Settings(workers=2)))
    assert found == [source.path for source in sources]


def turn_on_bad(source: Source, settings: Settings) -> int:
    """The length of a source; the one called "bad" is never done."""
    while source.path == "bad":
        re.search(r"(?:a+)+b", "a" * 10_000)  # in the regular expression engine, where no exception gets in
    return len(source.data)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system counts no processor time")
@pytest.mark.parametrize("workers", [None, 1, 2])
def test_a_document_that_takes_too_long_is_a_problem_and_costs_no_other(workers: int | None) -> None:
    sources = [Source("bad" if number in (0, 3) else f"{number}", b"x" * number, "") for number in range(40)]
    found = list(batch.in_processes(sources, turn_on_bad, Settings(workers=workers, max_seconds=0.3)))
    late = Problem("bad", "took more than 0.3 s of processor time", "split it, or raise the limit with --max-seconds")
    assert found == [late if number in (0, 3) else number for number in range(40)]


def sleep_first(source: Source, settings: Settings) -> str:
    """The source's path, of the first one after the others."""
    if source.path == "0":
        time.sleep(0.3)
    return source.path


def test_results_come_in_order_and_what_is_no_source_stands_for_itself() -> None:
    taken: list[int] = []

    def items() -> Iterator[Source | str]:
        for number in range(200):
            taken.append(number)
            yield f"{number}" if number % 3 == 1 else Source(f"{number}", b"", "")

    results = batch.in_processes(items(), sleep_first, Settings(workers=2))
    assert next(results) == "0"
    assert len(taken) <= 18  # however long the first takes, no more are taken meanwhile
    assert [*results] == [f"{number}" for number in range(1, 200)]


def raise_missing(source: Source, settings: Settings) -> str:
    raise MissingExtra("no such model; install it")


def test_what_concerns_all_documents_ends_the_pile_and_leaves_no_process() -> None:
    with pytest.raises(MissingExtra, match="no such model"):
        list(batch.in_processes([Source("a", b"", "")] * 3, raise_missing, Settings(workers=2)))
    assert multiprocessing.active_children() == []


def test_who_stops_asking_leaves_no_process() -> None:
    results = batch.in_processes((Source(f"{number}", b"", "") for number in range(50)), sleep_first, Settings())
    assert next(results) == "0"
    assert multiprocessing.active_children() != []
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


ENDLESS = b"# Widget Market\n\n| Segment | Names |\n|---|---|\n| By Type | %s |\n" % (b"A, " * 700_000)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system counts no processor time")
@pytest.mark.parametrize("workers", [(), ("-j", "1")])
def test_a_table_cell_without_end_costs_its_document_alone(
    workers: tuple[str, ...], seeds: Path, seeds_graph: Path, tmp_path: Path, command: Command
) -> None:
    pile, folder = tmp_path / "pile", tmp_path / "graph"
    shutil.copytree(seeds, pile)
    (pile / "0 endless.md").write_bytes(ENDLESS)
    said = "0 endless.md: took more than 1 s of processor time; split it, or raise the limit with --max-seconds"
    for _ in range(2):  # the second time the others are not read again, and it is
        done = command(["build", str(pile), "-o", str(folder), "--max-seconds", "1", *workers])
        assert done.returncode == 1
        assert done.stderr.decode().count(said) == 1
        assert (folder / "graph.ttl").read_bytes() == (seeds_graph / "graph.ttl").read_bytes()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system counts no processor time")
def test_extract_has_the_same_limit_for_a_document(tmp_path: Path, seeds: Path, command: Command) -> None:
    (tmp_path / "endless.md").write_bytes(ENDLESS)
    done = command(["extract", str(tmp_path), str(seeds), "--max-seconds", "1"])
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 5)
    assert b"endless.md: took more than 1 s" in done.stderr


# ------------------------------------------------------------------------------------------------ one path


@pytest.mark.parametrize("kind", [str, Path])
def test_one_path_is_one_path(kind: Callable[[Path], str | Path], seeds: Path) -> None:
    first = min(seeds.iterdir())
    assert mrgraph.build(kind(first)) == mrgraph.build([str(first)]) == mrgraph.build([first])
    (source,) = mrgraph.read(kind(first))
    assert isinstance(source, Source)
    assert mrgraph.parse(kind(first)) == mrgraph.parse(source)
    assert mrgraph.extract(kind(first)) == mrgraph.extract(mrgraph.parse(source))


def test_a_path_that_is_not_one_document_is_told(seeds: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="several documents"):
        mrgraph.parse(seeds)
    with pytest.raises(SourceError, match="no such file"):
        mrgraph.extract(tmp_path / "missing.html")
