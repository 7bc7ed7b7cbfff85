"""Identity: one node for one thing, nothing merged that is merely alike, every decision reversible."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from hypothesis import given
from hypothesis import strategies as st
from samples_graphs import loaded, saved, triples

from mrgraph import curation_files, reference, vocab
from mrgraph.curation import name_similarity, suggestions
from mrgraph.curation_files import APART, SAME, Curation, Decision, KnownCompany, decision
from mrgraph.errors import UsageError
from mrgraph.facts import Entity, Facts
from mrgraph.lexicon import spelling
from mrgraph.linking import iris, linker
from mrgraph.linking.joining import identity
from mrgraph.rdf.terms import Literal
from mrgraph.records import Extraction

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

KNOWN = reference.load()
company = iris.company


def linked(*documents: Extraction, decided: Curation | None = None) -> Facts:
    return linker.link(documents, KNOWN, decided)


def companies(facts: Facts) -> list[str]:
    return sorted(entity.label for entity in facts.entities if vocab.Company in entity.types)


def named(facts: Facts, label: str) -> Entity:
    return next(entity for entity in facts.entities if entity.label == label)


def same(*pairs: tuple[str, str]) -> Curation:
    return Curation(decisions=tuple(decision(SAME, *pair) for pair in pairs))


def pages(*names: str) -> list[Extraction]:
    """One report a name."""
    return [made.page(f"{number}.html", made.company(name), number=str(number)) for number, name in enumerate(names)]


# -------------------------------------------------------------------------------------- merged by itself


def test_names_that_differ_in_spaces_and_hyphens_only_are_one_company() -> None:
    facts = linked(*pages("Exxon Mobil", "ExxonMobil Corp.", "ExxonMobil", "ExxonMobil"))
    assert companies(facts) == ["ExxonMobil"]
    found = named(facts, "ExxonMobil")
    assert (found.iri, found.replaces) == (company("Exxon Mobil"), (company("ExxonMobil"),))
    assert found.aliases == ("Exxon Mobil", "ExxonMobil Corp.")


def test_an_acronym_that_a_document_states_is_merged_in_all_documents() -> None:
    stated = made.company("Widget Engine Works Inc.", "WEW", quote="Widget Engine Works Inc. (WEW)")
    facts = linked(made.page("a.html", stated), *pages("WEW"))
    assert companies(facts) == ["Widget Engine Works Inc."]
    players = [link for link in facts.links if link.predicate == vocab.hasPlayer]
    assert {link.object for link in players} == {company("Widget Engine Works")}


def test_a_former_name_that_a_document_states_is_merged() -> None:
    stated = made.company("Newname", "Oldname", quote="Newname (formerly Oldname)")
    assert companies(linked(made.page("a.html", stated), *pages("Oldname Ltd"))) == ["Newname"]


def test_an_acronym_beside_the_name_of_a_topic_is_merged_in_all_documents() -> None:
    documents = [
        made.page("a.html", made.technology("Chemical Vapor Deposition (CVD)")),
        made.page("b.html", made.application("CVD"), number="2"),
        made.page("c.html", made.technology("chemical vapor depositions"), number="3"),
    ]
    (topic,) = (each for each in linked(*documents).entities if vocab.Technology in each.types)
    assert (topic.iri, topic.replaces) == (iris.topic("Chemical Vapor Deposition"), (iris.topic("CVD"),))
    assert vocab.Application in topic.types


@pytest.mark.parametrize(
    ("name", "alias", "quote"),
    [
        ("Widget Engine Works", "WEW", "Widget Engine Works is called WEW by some."),  # not stated as its acronym
        ("Widget Display", "Widget", "Widget Display (Widget)"),  # short in this document only
        ("Widget Engine Works", "WE", "Widget Engine Works (WE)"),  # too short to be unique
        ("Widget Engine Works", "WEWX", "Widget Engine Works (WEWX)"),  # not its initials
        ("Widget", "part of Gadget", "Widget (now part of Gadget)"),
    ],
)
def test_what_is_short_for_a_name_in_one_document_is_not_merged_elsewhere(name: str, alias: str, quote: str) -> None:
    page = made.page("a.html", made.company(name, alias, quote=quote))
    assert len(companies(linked(page, *pages(alias)))) == 2


def test_an_acronym_of_two_companies_joins_neither() -> None:
    first = made.company("Widget Engine Works", "WEW", quote="Widget Engine Works (WEW)")
    second = made.company("West End Widgets", "WEW", quote="West End Widgets (WEW)")
    facts = linked(made.page("a.html", first), made.page("b.html", second, number="2"), *pages("WEW"))
    assert companies(facts) == ["WEW", "West End Widgets", "Widget Engine Works"]


@pytest.mark.parametrize(
    "names",
    [
        ("Merck KGaA", "Merck & Co., Inc."),
        ("Merck", "Merck KGaA"),
        ("GE", "GE Healthcare"),
        ("Delta", "Delta Technology"),
        ("Crystalord", "Cristalord"),
        ("Example Bank (Asia) Ltd", "Example Bank (London) plc"),
    ],
)
def test_what_is_merely_alike_stays_apart(names: tuple[str, str]) -> None:
    assert len(companies(linked(*pages(*names)))) == 2


def test_south_and_north_korea_stay_apart() -> None:
    assert KNOWN.region("South Korea") != KNOWN.region("North Korea")


# ---------------------------------------------------------------------------------------------- decisions


def test_an_accepted_pair_is_one_thing_and_the_graph_says_what_was_replaced() -> None:
    pair = company("Zweiwerk"), company("Zweiwerk Robotics")
    facts = linked(*pages("Zweiwerk", "Zweiwerk Robotics"), decided=same(pair))
    assert companies(facts) == ["Zweiwerk Robotics"]
    graph = triples(pages("Zweiwerk", "Zweiwerk Robotics"), same(pair))
    assert (pair[0], vocab.DCT_IS_REPLACED_BY, pair[1]) in graph
    assert not [triple for triple in graph if triple[2] == pair[0]]


def test_claims_of_one_report_that_become_equal_are_one_claim() -> None:
    page = made.page("a.html", made.company("Amkor"), made.company("Amkor Technology"))
    facts = linked(page, decided=same((company("Amkor"), company("Amkor Technology"))))
    (player,) = (link for link in facts.links if link.predicate == vocab.hasPlayer)
    assert [passage.evidence.quote for passage in player.passages] in (
        ["Amkor", "Amkor Technology"],
        ["Amkor Technology", "Amkor"],
    )


def test_a_pair_kept_apart_is_not_merged_even_on_equal_keys() -> None:
    apart = Curation(decisions=(decision(APART, company("Exxon Mobil"), company("ExxonMobil")),))
    assert len(companies(linked(*pages("Exxon Mobil", "ExxonMobil"), decided=apart))) == 2


def test_no_chain_unites_what_is_kept_apart() -> None:
    a, b, c = company("Alpha"), company("Beta"), company("Gamma")
    decided = Curation(decisions=(decision(SAME, a, b), decision(SAME, b, c), decision(APART, a, c)))
    assert len(companies(linked(*pages("Alpha", "Beta", "Gamma"), decided=decided))) == 2


def test_merged_markets_have_one_topic() -> None:
    documents = [made.page("a.html", market="Widgets"), made.page("b.html", market="Widgetry", number="2")]
    facts = linked(*documents, decided=same((iris.market("Widgets"), iris.market("Widgetry"))))
    (market,) = (entity for entity in facts.entities if vocab.Market in entity.types)
    assert len(market.about) == 1
    assert market.about[0][1] in {entity.iri for entity in facts.entities}


def test_a_decision_about_things_of_other_piles_changes_nothing() -> None:
    decided = same((company("Nobody"), company("Noone")))
    assert linked(*made.pile(), decided=decided) == linked(*made.pile())


PAIRS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=8)


@given(PAIRS, PAIRS)
def test_groups_are_the_same_in_any_order_of_the_file_and_keep_apart_what_is_apart(
    joined: list[tuple[str, str]], parted: list[tuple[str, str]]
) -> None:
    rows = [decision(SAME, f"company/{one}", f"company/{two}") for one, two in joined if one != two]
    rows += [decision(APART, f"company/{one}", f"company/{two}") for one, two in parted if one != two]
    known = {f"company/{letter}" for letter in "abcde"}
    made_from = [
        identity.replacements(dict.fromkeys(known, ()), {}, Curation(decisions=tuple(sorted(set(order)))))
        for order in (rows, rows[::-1])
    ]
    assert made_from[0] == made_from[1]
    for row in rows:
        if row.verdict == APART:
            first, second = (made_from[0].get(iri, iri) for iri in (row.first, row.second))
            assert first != second


@given(st.permutations([*made.pile(), *pages("Exxon Mobil", "ExxonMobil", "Acme Tools")]))
def test_decisions_are_replayed_whatever_the_order_of_documents(documents: list[Extraction]) -> None:
    decided = same((company("Acme"), company("Acme Tools")))
    ordered = sorted(documents, key=lambda each: each.path)
    assert linked(*documents, decided=decided) == linked(*ordered, decided=decided)


def test_graphs_of_two_users_can_be_put_together() -> None:
    first, second = made.pile()[:2], made.pile()[2:]
    both = {*triples(first), *triples(second)}
    whole = set(triples(made.pile()))
    labels = {vocab.RDFS_LABEL, vocab.SKOS_ALT_LABEL}
    assert {triple for triple in both if triple[1] not in labels} == {
        triple for triple in whole if triple[1] not in labels
    }
    names = {(subject, value) for subject, term, value in both if term in labels}
    assert names == {(subject, value) for subject, term, value in whole if term in labels}


# ------------------------------------------------------------------------------------- known companies


ACME = KnownCompany("Acme Incorporated", ("WEW", "Acme Tools"), "5493001KJTIIGC8Y1R12", "ACM", "Q42", "Big Holding")


def test_a_known_company_gives_its_aliases_label_and_identifiers() -> None:
    facts = linked(*pages("ACME", "WEW", "Acme Tools Ltd."), decided=Curation(companies=(ACME,)))
    assert companies(facts) == ["Acme Incorporated", "Big Holding"]
    found = named(facts, "Acme Incorporated")
    assert found.iri == company("Acme")
    assert found.codes == ((vocab.SCHEMA_LEI_CODE, ACME.lei), (vocab.SCHEMA_TICKER_SYMBOL, "ACM"))
    assert found.about == (
        (vocab.SKOS_EXACT_MATCH, "http://www.wikidata.org/entity/Q42"),
        (vocab.SCHEMA_PARENT_ORGANIZATION, company("Big Holding")),
    ) or found.about == (
        (vocab.SCHEMA_PARENT_ORGANIZATION, company("Big Holding")),
        (vocab.SKOS_EXACT_MATCH, "http://www.wikidata.org/entity/Q42"),
    )
    graph = triples(pages("ACME"), Curation(companies=(ACME,)))
    assert (company("Acme"), vocab.SCHEMA_LEI_CODE, Literal(ACME.lei)) in graph


def test_a_known_company_that_no_document_names_is_not_in_the_graph() -> None:
    assert linked(*made.pile(), decided=Curation(companies=(KnownCompany("Nobody Inc."),))) == linked(*made.pile())


def test_two_known_companies_are_never_merged() -> None:
    rows = (KnownCompany("Exxon Mobil"), KnownCompany("ExxonMobil"))
    assert len(companies(linked(*pages("Exxon Mobil", "ExxonMobil"), decided=Curation(companies=rows)))) == 2


def test_an_alias_of_two_known_companies_joins_neither() -> None:
    rows = (KnownCompany("Alpha", ("AX",)), KnownCompany("Axon", ("AX",)))
    assert companies(linked(*pages("Alpha", "Axon", "AX"), decided=Curation(companies=rows))) == ["AX", "Alpha", "Axon"]


# -------------------------------------------------------------------------------------------------- files


def test_decisions_are_written_sorted_and_read_back() -> None:
    rows = [decision(SAME, company("B"), company("A"), "one\nhouse"), decision(APART, company("C"), company("A"))]
    text = curation_files.text(rows)
    assert text.splitlines() == [
        "verdict,first,second,reason",
        "apart,company:a,company:c,",
        "same,company:a,company:b,one house",
    ]


def test_a_file_of_decisions_is_read_with_comments_and_empty_lines(tmp_path: Path) -> None:
    file = tmp_path / "identities.csv"
    file.write_text("# why\n\nverdict,first,second\nsame,company:b,company:a\n", "utf-8")
    assert curation_files.decisions(file) == (Decision(SAME, company("a"), company("b")),)
    assert curation_files.decisions(tmp_path / "none.csv") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("verdict,first,second\nequal,company:a,company:b\n", ":2: 'equal' is no verdict; it is same or apart"),
        ("verdict,first,second\nsame,Acme,company:b\n", ":2: 'Acme' is no IRI"),
        ("verdict,first,second\nsame,company:a,company:a\n", ":2: company:a twice"),
        ("verdict,first,second\nsame,company:a,topic:a\n", ":2: company:a and topic:a are of different kinds"),
        ("verdict,one,two\nsame,company:a,topic:a\n", ":1: columns are verdict,one,two"),
        ("verdict,first,second\nsame,company:a,company:b,x,y\n", ":2: 5 cells under 3 columns"),
    ],
)
def test_a_malformed_decision_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "identities.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as error:
        curation_files.decisions(file)
    assert f"{file}{message}" in str(error.value)


@pytest.mark.parametrize("row", ["Acme,,SHORT,,,", "Acme,,,,42,", ",x,,,,"])
def test_a_malformed_company_is_refused(tmp_path: Path, row: str) -> None:
    file = tmp_path / "companies.csv"
    file.write_text(f"name,aliases,lei,ticker,wikidata,parent\n{row}\n", "utf-8")
    with pytest.raises(UsageError, match=r"companies\.csv:2: "):
        curation_files.known_companies(file)


# ------------------------------------------------------------------------------------------- suggestions


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mercedes-Benn Group AG", "Mercedes-Benz Group AG"),
        ("Siemens Aktiengeselschaft", "Siemens AG"),
        ("3 Percenters", "Three Percenters"),
        ("Intl Widget Mfg", "International Widget Manufacturing Co."),
        ("Widget Acme", "Acme Widget Ltd"),
        ("Газпром Нефть", "Gazprom Neft"),
        ("WEW", "Widget Engine Works"),
        ("WEW AG", "Widget Engine Works Aktiengesellschaft"),
        ("Second Widget", "2nd Widget Co."),
    ],
)
def test_names_worth_a_look_are_suggested(first: str, second: str) -> None:
    found = name_similarity.companies(first, second)
    assert found.score >= name_similarity.LIKELY
    assert found == name_similarity.companies(second, first)
    assert found.reasons


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("BD p.l.c.", "BP p.l.c."),
        ("Samsung", "Samsung SDI"),
        ("GE", "GE Healthcare"),
        ("South Steel", "North Steel"),
        ("Crystalord Systems Limited", "Crystalord Ltd"),
        ("Widget Works II Denmark", "Widget Works Denmark"),
    ],
)
def test_names_of_different_companies_are_not(first: str, second: str) -> None:
    assert name_similarity.companies(first, second).score < name_similarity.LIKELY


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_number_between_0_and_1_whatever_the_names(first: str, second: str) -> None:
    for compare in (name_similarity.companies, name_similarity.topics):
        assert 0 <= compare(first, second).score <= 1
        assert compare(first, second).score == compare(second, first).score


def suggested(*documents: Extraction, kind: str = "company", **options: object) -> list[tuple[str, str]]:
    found = suggestions.suggestions(loaded(*documents), kind, **options)  # type: ignore[arg-type]
    return [tuple(sorted(each.names)) for each in found]  # type: ignore[misc]


def test_suggestions_come_with_reasons_best_first_and_without_those_decided() -> None:
    documents = pages("Fuji Electric", "Fuji Eletric", "Widget Acme", "Acme Widget", "Nothing Alike")
    found = suggestions.suggestions(loaded(*documents), "company")
    assert [each.names for each in found] == [("Acme Widget", "Widget Acme"), ("Fuji Electric", "Fuji Eletric")]
    assert found[1].reasons[0] == "electric and eletric differ by 1 letter"
    assert "named for 1 market by different reports" in found[1].reasons
    decided = {(company("Acme Widget"), company("Widget Acme"))}
    assert suggested(*documents, decided=decided) == [("Fuji Electric", "Fuji Eletric")]


def test_two_names_that_one_report_lists_are_taken_for_two_companies() -> None:
    both = made.page("a.html", made.company("Fuji Electric"), made.company("Fuji Eletric"))
    assert suggested(both) == []


def test_one_short_word_with_another_letter_is_too_little() -> None:
    assert (
        suggested(
            made.page("a.html", made.company("Yamada")),
            made.page("b.html", made.company("Yamaha"), market="X", number="2"),
        )
        == []
    )


def test_homonyms_are_never_suggested() -> None:
    assert suggested(*pages("Merck KGaA", "Merck & Co., Inc."), least=0.0) == []


def test_topics_are_suggested_by_spelling_and_never_across_numbers() -> None:
    names = ("Health Care", "Healthcare", "Type II", "Type III", "Panel of Games", "Games of Panel")
    page = made.page("a.html", *map(made.application, names[::2]))
    other = made.page("b.html", *map(made.application, names[1::2]), number="2")
    assert sorted(suggested(page, other, kind="topic")) == [
        ("Games of Panel", "Panel of Games"),
        ("Health Care", "Healthcare"),
    ]


@pytest.mark.shared
def test_the_yardstick_is_reached(root: Path) -> None:
    cases = root.parent / "shared" / "third-party" / "name-bench" / "cases-dev.csv"
    if not cases.is_file():
        pytest.skip(f"{cases} is not there: the yardsticks lie beside the project")
    with cases.open(encoding="utf-8", newline="") as file:
        rows = [(row["name1"], row["name2"], row["is_match"] == "true") for row in csv.DictReader(file)]
    assert len(rows) == 135
    merged = [match for one, two, match in rows if spelling.company_key(one) == spelling.company_key(two)]
    assert sum(merged) / len(merged) >= 0.98
    said = [match for one, two, match in rows if name_similarity.companies(one, two).score >= name_similarity.LIKELY]
    right, true = sum(said), sum(match for *_, match in rows)
    assert 2 * right / (len(said) + true) >= 0.90


# ------------------------------------------------------------------------------------------------ command


def test_a_decision_is_replayed_by_each_build_and_undone_without_a_trace(
    seeds: Path, seeds_graph: Path, tmp_path: Path, command: Command
) -> None:
    before = (seeds_graph / "graph.ttl").read_bytes()
    folder = tmp_path / "graph"
    shutil.copytree(seeds_graph, folder)
    pair = ("Amkor Technology", "company:qualcomm")
    done = command(["identities", "accept", "-g", str(folder), *pair, "--reason", "a test"])
    assert done.returncode == 0
    file = folder / "identities.csv"
    assert file.read_text("utf-8").splitlines()[1:] == ["same,company:amkor-technology,company:qualcomm,a test"]
    assert command(["build", str(seeds), "-o", str(folder)]).returncode == 0
    text = (folder / "graph.ttl").read_text("utf-8")
    assert "company:qualcomm dct:isReplacedBy company:amkor-technology ." in text
    assert command(["check", "-g", str(folder)]).returncode == 0
    assert command(["identities", "undo", "-g", str(folder), *pair]).returncode == 0
    assert command(["build", str(seeds), "-o", str(folder)]).returncode == 0
    assert (folder / "graph.ttl").read_bytes() == before


def test_rejecting_takes_the_place_of_accepting(seeds_graph: Path, tmp_path: Path, command: Command) -> None:
    file = tmp_path / "identities.csv"
    where = ["-g", str(seeds_graph), "--identities", str(file)]
    for verdict in ("accept", "reject"):
        assert command(["identities", verdict, *where, "Qualcomm", "Amkor Technology"]).returncode == 0
    assert file.read_text("utf-8").splitlines()[1:] == ["apart,company:amkor-technology,company:qualcomm,"]
    assert command(["identities", "undo", *where, "Qualcomm", "Micron Technology"]).returncode == 1


def test_a_pair_decided_both_ways_stops_the_build_and_one_that_is_not_there_is_told(
    seeds: Path, tmp_path: Path, command: Command
) -> None:
    file = tmp_path / "identities.csv"
    build = ["build", str(seeds), "-o", str(tmp_path / "g"), "--identities", str(file)]
    file.write_text("verdict,first,second\nsame,company:a,company:b\napart,company:b,company:a\n", "utf-8")
    done = command(build)
    assert done.returncode == 2
    assert "company:a and company:b are decided to be one thing and two" in done.stderr.decode()
    file.write_text("verdict,first,second\nsame,company:nope,company:nada\n", "utf-8")
    done = command(build)
    assert done.returncode == 1
    assert "company:nada and company:nope: no document names either" in done.stderr.decode()


def test_names_of_different_kinds_are_refused(seeds_graph: Path, tmp_path: Path, command: Command) -> None:
    where = ["-g", str(seeds_graph), "--identities", str(tmp_path / "i.csv")]
    done = command(["identities", "accept", *where, "Qualcomm", "Package on package"])
    assert done.returncode == 2
    assert "no two things of one kind" in done.stderr.decode()
    assert not (tmp_path / "i.csv").exists()


def test_suggestions_are_printed_in_three_forms(tmp_path: Path, command: Command) -> None:
    folder = str(saved(tmp_path, *pages("Fuji Electric", "Fuji Eletric")))
    text = command(["identities", "suggest", "-g", folder]).stdout.decode()
    assert text.splitlines()[0] == "0.97  Fuji Electric (1)  |  Fuji Eletric (1)"
    row = json.loads(command(["identities", "suggest", "-g", folder, "--format", "jsonl"]).stdout)
    assert row["iris"] == [company("Fuji Electric"), company("Fuji Eletric")]
    table = list(
        csv.DictReader(command(["identities", "suggest", "-g", folder, "--format", "csv"]).stdout.decode().splitlines())
    )
    assert [line["score"] for line in table] == ["0.97"]
