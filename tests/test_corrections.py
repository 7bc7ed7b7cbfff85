"""Curation: claims that people accept, reject or replace, at every build again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from samples_graphs import triples

from mrgraph import curation_files, reference, vocab
from mrgraph.curation_files import ACCEPT, REJECT, REPLACE, SAME, Correction, Curation, decision
from mrgraph.errors import UsageError
from mrgraph.facts import Facts, FigureFact, LinkFact
from mrgraph.linking import iris, linker
from mrgraph.rdf.terms import Literal
from mrgraph.records import Flag

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

KNOWN = reference.load()
REPORT = iris.report("alpha.example", "1", None, "")
PAGE = made.page(
    "a.html",
    made.company("Acme"),
    made.size("$4.00 billion", "4000000000", 2024),
    made.size("$6.00 billion", "6000000000", 2031),
    made.growth("9%", "9", 2024, 2031),
)


def facts(*corrections: Correction, decided: Curation | None = None) -> Facts:
    return linker.link([PAGE], KNOWN, replace(decided or Curation(), corrections=corrections))


def player() -> LinkFact:
    return next(link for link in facts().links if link.predicate == vocab.hasPlayer)


def figure(text: str) -> FigureFact:
    return next(each for each in facts().figures if each.text == text)


def test_a_rejected_link_stays_with_its_flag_and_reason_and_loses_its_edge() -> None:
    wrong = Correction(REJECT, player().iri, "", "a heading, no company")
    (found,) = (link for link in facts(wrong).links if link.predicate == vocab.hasPlayer)
    assert (found.flags, found.note) == ((Flag.REJECTED,), "a heading, no company")
    graph = triples([PAGE], Curation(corrections=(wrong,)))
    assert (iris.market("Widgets"), vocab.hasPlayer, iris.company("Acme")) not in graph
    assert (found.iri, vocab.SKOS_EDITORIAL_NOTE, Literal("a heading, no company")) in graph
    assert (found.iri, vocab.flag, f"{vocab.NS}Rejected") in graph


def test_a_rejected_figure_takes_no_part_in_the_audit() -> None:
    assert Flag.INCONSISTENT in figure("9%").flags
    rest = facts(Correction(REJECT, figure("$6.00 billion").iri))
    (rate,) = (each for each in rest.figures if each.kind == vocab.GrowthRate)
    assert (rate.flags, rate.implied_percent) == ((), None)


def test_an_accepted_claim_loses_its_warnings() -> None:
    kept = facts(Correction(ACCEPT, figure("9%").iri, "", "the report says so itself"))
    (rate,) = (each for each in kept.figures if each.kind == vocab.GrowthRate)
    assert (rate.flags, rate.note) == ((), "the report says so itself")
    assert rate.implied_percent is not None


def test_a_defect_is_no_matter_of_opinion() -> None:
    page = made.page("a.html", made.misplaced("KR", "europe"))
    (placed,) = (link for link in linker.link([page], KNOWN).links if link.predicate == vocab.within)
    decided = Curation(corrections=(Correction(ACCEPT, placed.iri),))
    (still,) = (link for link in linker.link([page], KNOWN, decided).links if link.predicate == vocab.within)
    assert still.flags == (Flag.MISPLACED,)


@pytest.mark.parametrize(
    ("text", "value", "amount"),
    [("$4.00 billion", "3500000000", "3500000000"), ("$4.00 billion", "3500000000 EUR", "3500000000")],
)
def test_a_replaced_figure_keeps_its_passage_and_says_that_a_person_read_it(text: str, value: str, amount: str) -> None:
    old = figure(text)
    found = {each.iri: each for each in facts(Correction(REPLACE, old.iri, value, "misread")).figures}
    assert found[old.iri].flags == (Flag.REJECTED,)
    (new,) = (each for each in found.values() if str(each.amount) == amount)
    assert new.currency == (value.split()[1] if " " in value else "USD")
    assert [each.evidence.quote for each in new.passages] == [each.evidence.quote for each in old.passages]
    assert {each.evidence.rule.id for each in new.passages} == {"corrections.replace/1"}
    assert new.note == "misread"


def test_a_replaced_rate_is_audited_anew() -> None:
    found = facts(Correction(REPLACE, figure("9%").iri, "5.96 %")).figures
    (new,) = (each for each in found if each.percent is not None and Flag.REJECTED not in each.flags)
    assert (str(new.percent), new.flags) == ("5.96", ())


@pytest.mark.parametrize("value", ["Bolt & Sons", "company:acme-tools"])
def test_a_link_is_replaced_by_a_new_name_or_a_known_thing(value: str) -> None:
    page = made.page("b.html", made.company("Acme Tools"), number="2")
    wrong = Curation(corrections=(Correction(REPLACE, player().iri, value),))
    found = linker.link([PAGE, page], KNOWN, wrong)
    sound = {link.object for link in found.links if link.predicate == vocab.hasPlayer and not link.flags}
    wanted = iris.company("Bolt & Sons") if "Bolt" in value else iris.company("Acme Tools")
    assert wanted in sound
    assert wanted in {entity.iri for entity in found.entities}
    assert iris.company("Acme") not in sound


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("player", "https://w3id.org/mrgraph/company/nobody"),
        ("player", "topic:widgets"),
        ("9%", "4000000 USD"),
        ("$4.00 billion", "12%"),
        ("$4.00 billion", "much"),
        ("$4.00 billion", "-5"),
    ],
)
def test_a_value_of_the_wrong_kind_changes_nothing_and_is_told(claim: str, value: str) -> None:
    iri = player().iri if claim == "player" else figure(claim).iri
    made_linker = linker.Linker(KNOWN, Curation(corrections=(Correction(REPLACE, iri, value),)))
    made_linker.add(PAGE)
    assert made_linker.facts() == facts()
    assert made_linker.unused == {iri: f"{value!r} is no value for it"}


def test_a_correction_that_meets_no_claim_is_told() -> None:
    gone = f"{vocab.PREFIXES['claim']}0000"
    made_linker = linker.Linker(KNOWN, Curation(corrections=(Correction(REJECT, gone),)))
    made_linker.add(PAGE)
    assert made_linker.facts() == facts()
    assert list(made_linker.unused) == [gone]


def test_a_correction_is_met_though_a_decision_about_names_gave_the_claim_another_iri() -> None:
    other = made.page("b.html", made.company("Acme Tools"), number="2")
    decided = Curation(
        decisions=(decision(SAME, iris.company("Acme"), iris.company("Acme Tools")),),
        corrections=(Correction(REJECT, player().iri),),
    )
    found = linker.link([PAGE, other], KNOWN, decided)
    rejected = [link for link in found.links if Flag.REJECTED in link.flags]
    assert [(link.report, link.object) for link in rejected] == [(REPORT, iris.company("Acme Tools"))]


def test_a_build_replays_the_file_beside_its_graph_and_reports_what_no_longer_matches(
    seeds: Path, tmp_path: Path, command: Command
) -> None:
    assert command(["build", str(seeds), "-o", str(tmp_path)]).returncode == 0
    before = (tmp_path / "graph.ttl").read_bytes()
    edge = b"company:qualcomm"
    assert edge in before
    claims = [link.iri for link in _links_to(tmp_path, iris.company("Qualcomm"))]
    rows = [f"reject,claim:{iri.rpartition('/')[2]},,a test" for iri in claims]
    (tmp_path / "corrections.csv").write_text("\n".join(["verdict,claim,value,reason", *rows]) + "\n", "utf-8")
    assert command(["build", str(seeds), "-o", str(tmp_path)]).returncode == 0
    text = (tmp_path / "graph.ttl").read_text("utf-8")
    assert text.count("mrg:Rejected") > len(claims)
    assert not [line for line in text.splitlines() if "mrg:namesCompany" in line and "company:qualcomm" in line]
    assert command(["check", "-g", str(tmp_path)]).returncode == 0
    (tmp_path / "corrections.csv").write_text("verdict,claim\nreject,claim:0000\n", "utf-8")
    done = command(["build", str(seeds), "-o", str(tmp_path)])
    assert done.returncode == 1
    assert "claim:0000: no claim of this pile has this IRI any more" in done.stderr.decode()
    assert (tmp_path / "graph.ttl").read_bytes() == before


def _links_to(folder: Path, company: str) -> list[LinkFact]:
    from mrgraph import rdf
    from mrgraph.claims import claims

    return [link for link in claims.load(rdf.read_triples(folder)).links if link.object == company]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("verdict,claim\nremove,claim:1\n", ":2: 'remove' is no verdict; it is accept or reject or replace"),
        ("verdict,claim,value\nreject,claim:1,5\n", ":2: a value is needed by replace, and by nothing else"),
        ("verdict,claim,value\nreplace,claim:1,\n", ":2: a value is needed by replace, and by nothing else"),
        ("verdict,claim\nreject,claim:1\naccept,claim:1\n", ": claim:1 has two corrections; keep one of them"),
    ],
)
def test_a_malformed_correction_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "corrections.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as error:
        curation_files.corrected(file)
    assert f"{file}{message}" in str(error.value)
