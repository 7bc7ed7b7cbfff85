"""Figures that are not to be believed answer no plain query; graph and ontology in one store change no answer."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from samples_graphs import saved, triples

from mrgraph import reference, vocab
from mrgraph.claims import claims as reading
from mrgraph.curation_files import REJECT, REPLACE, Correction, Curation
from mrgraph.linking import linker
from mrgraph.rdf import interchange
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

PAGE = made.page(
    "a.html",
    made.company("Acme"),
    made.size("$4.00 billion", "4000000000", 2024),
    made.size("$6.00 billion", "6000000000", 2031),
    made.growth("9%", "9", 2024, 2031),
)
PLAIN = ("market-sizes", "fastest-growing", "editions", "growth-disagreements", "overlapping-shares")


def figures() -> list[str]:
    return [figure.iri for figure in linker.link([PAGE], reference.load()).figures]


def rejected(*iris: str) -> Curation:
    return Curation(corrections=tuple(sorted(Correction(REJECT, iri, "", "misread") for iri in iris)))


def test_a_rejected_figure_is_set_aside_with_its_kind() -> None:
    graph = triples([PAGE], rejected(*figures()))
    kinds = {subject: value for subject, predicate, value in graph if predicate == vocab.kind}
    assert set(kinds.values()) == {vocab.MarketSize, vocab.GrowthRate}
    types = {value for subject, predicate, value in graph if predicate == vocab.RDF_TYPE and subject in kinds}
    assert types == {vocab.SetAside}


def test_a_replaced_figure_makes_room_for_the_new_one() -> None:
    first = next(
        figure.iri for figure in linker.link([PAGE], reference.load()).figures if figure.text == "$4.00 billion"
    )
    replaced = Curation(corrections=(Correction(REPLACE, first, "4700000000 USD", "misread"),))
    graph = set(triples([PAGE], replaced))
    sizes = {subject for subject, predicate, value in graph if (predicate, value) == (vocab.RDF_TYPE, vocab.MarketSize)}
    amounts = {value.text for subject, predicate, value in graph if predicate == vocab.amount and subject in sizes}
    assert amounts == {"4700000000.0", "6000000000.0"}
    assert (first, vocab.RDF_TYPE, vocab.SetAside) in graph


def test_a_sound_figure_has_its_sentence_and_confidence_and_one_row() -> None:
    graph = triples([PAGE])
    for iri in figures():
        said = [value for subject, predicate, value in graph if (subject, predicate) == (iri, vocab.sentence)]
        sure = [value for subject, predicate, value in graph if (subject, predicate) == (iri, vocab.confidence)]
        assert len(said) == len(sure) == 1
        assert isinstance(said[0], Literal)


def test_what_was_set_aside_is_still_read_back_and_told() -> None:
    claims = reading.load(triples([PAGE], rejected(*figures())))
    assert len(claims.figures) == 3
    assert not any(claims.sound(figure) for figure in claims.figures)
    assert not claims.groups


@pytest.mark.parametrize("query", PLAIN)
def test_rejecting_all_figures_of_the_seeds_empties_the_queries_about_them(
    query: str, seeds: Path, tmp_path: Path, seeds_graph: Path, command: Command
) -> None:
    folder = _rejected_seeds(tmp_path, seeds, seeds_graph, command)
    before = _rows(command, query, seeds_graph)
    assert (len(before) > 0, len(_rows(command, query, folder))) == (True, 0)


_BUILT: dict[str, Path] = {}


def _rejected_seeds(tmp_path: Path, seeds: Path, seeds_graph: Path, command: Command) -> Path:
    """The seeds with every figure rejected, built once."""
    if "folder" not in _BUILT:
        folder = tmp_path / "rejected"
        folder.mkdir()
        found = _rows(command, "SELECT ?f { ?f a mrg:Figure }", seeds_graph)
        lines = ["verdict,claim,value,reason", *(f"reject,{row[0]},,misread" for row in found)]
        (folder / "corrections.csv").write_text("\n".join(lines) + "\n", "utf-8")
        assert command(["build", str(seeds), "-o", str(folder)]).returncode == 0
        _BUILT["folder"] = folder
    return _BUILT["folder"]


def _rows(command: Command, query: str, *graphs: Path) -> list[list[str]]:
    options = [part for graph in graphs for part in ("-g", str(graph))]
    done = command(["query", query, *options, "--format", "csv"])
    assert done.returncode == 0, done.stderr
    return list(csv.reader(io.StringIO(done.stdout.decode("utf-8"))))[1:]


# --------------------------------------------------------------------------------- graph and ontology


def test_the_graph_declares_the_terms_that_it_uses() -> None:
    graph = triples([PAGE])
    declared = {subject: value for subject, predicate, value in graph if predicate == vocab.RDF_TYPE}
    used = {predicate for _, predicate, _ in graph if predicate.startswith(vocab.NS)}
    assert used <= declared.keys()
    assert declared[vocab.hasPlayer] == vocab.OWL_OBJECT_PROPERTY_CLASS
    assert declared[vocab.amount] == vocab.OWL_DATATYPE_PROPERTY_CLASS
    assert declared[vocab.Company] == vocab.OWL_CLASS_CLASS
    assert vocab.CompanyRevenue not in declared


@pytest.mark.parametrize("query", ["market-sizes", "editions", "review-queue", "competitors", "players"])
def test_the_ontology_beside_the_graph_changes_no_answer(
    query: str, root: Path, seeds_graph: Path, command: Command
) -> None:
    ontology = root / "ontology" / "mrgraph.ttl"
    assert _rows(command, query, seeds_graph, ontology) == _rows(command, query, seeds_graph)


@pytest.mark.slow
def test_graph_and_ontology_in_one_file_conform(
    root: Path, seeds_graph: Path, tmp_path: Path, command: Command
) -> None:
    both = tmp_path / "both.ttl"
    texts = [path.read_text("utf-8") for path in (seeds_graph / "graph.ttl", root / "ontology" / "mrgraph.ttl")]
    both.write_text("\n".join(texts), "utf-8")
    assert command(["check", "-g", str(both)]).stderr.startswith(b"0 violations")


def test_a_graph_of_the_ontology_before_is_told(tmp_path: Path, command: Command) -> None:
    old = [triple for triple in triples([PAGE]) if not triple[0].startswith(vocab.NS)]
    interchange.save(old, tmp_path / "graph.ttl")
    done = command(["conflicts", "-g", str(tmp_path)])
    assert b"built with ontology 0.1: build again" in done.stderr
    new = saved(tmp_path, PAGE)
    assert b"ontology" not in command(["conflicts", "-g", str(new)]).stderr


def test_a_defect_that_is_no_correction_sets_aside_as_well() -> None:
    facts = linker.link([PAGE], reference.load())
    from mrgraph.graphs.assembly import assemble
    from mrgraph.records import Flag

    figures = tuple(replace(figure, flags=(Flag.MISPLACED,)) for figure in facts.figures)
    graph = assemble(replace(facts, figures=figures), reference.load())
    assert not [value for _, predicate, value in graph if (predicate, value) == (vocab.RDF_TYPE, vocab.MarketSize)]
