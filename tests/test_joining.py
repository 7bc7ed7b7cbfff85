"""What joins names by itself, and what does not: cores, letters, legal forms, topics, acronyms, known firms."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made

from mrgraph import curation_files, reference, vocab
from mrgraph.curation_files import Curation, KnownCompany
from mrgraph.errors import UsageError
from mrgraph.firms import known_firms, name_cores, word_weights
from mrgraph.lexicon import spelling
from mrgraph.linking import iris, linker
from mrgraph.linking.joining import topic_joins

if TYPE_CHECKING:
    from pathlib import Path

    from mrgraph.facts import Facts
    from mrgraph.records import Extraction

KNOWN = reference.load()


def linked(*documents: Extraction, decided: Curation | None = None) -> Facts:
    return linker.link(documents, KNOWN, decided)


def pages(*names: str) -> list[Extraction]:
    """One report a name."""
    return [made.page(f"{number}.html", made.company(name), number=str(number)) for number, name in enumerate(names)]


def companies(*names: str, decided: Curation | None = None) -> list[str]:
    facts = linked(*pages(*names), decided=decided)
    return sorted(entity.label for entity in facts.entities if vocab.Company in entity.types)


# ---------------------------------------------------------------------------------------- cores of names


@pytest.mark.parametrize(
    ("bare", "longer"),
    [
        ("Nordlyx", "Nordlyx International Inc."),
        ("Nordlyx", "Nordlyx Technologies"),
        ("Nordlyx", "Nordlyx Group Holdings plc"),
        ("Nordlyx", "Nordlyx Systems, Inc."),
        ("Nordlyx", "Nordlyx Semiconductors N.V."),
        ("Nordlyx", "Nordlyx India"),
        ("Nordlyx", "Koninklijke Nordlyx"),
        ("Nordlyx", "Robert Nordlyx GmbH"),
        ("Blue Kestrel Optics", "Blue Kestrel Optics International"),
    ],
)
def test_what_follows_a_rare_core_joins_by_itself(bare: str, longer: str) -> None:
    assert len(companies(bare, longer)) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Delta", "Delta Technologies"),  # a core that many firms have
        ("General", "General International"),
        ("PI", "PI Group"),  # two letters
        ("Nordlyx", "Nordlyx Healthcare"),  # a division
        ("Nordlyx Ltd", "Nordlyx Systems Ltd"),  # two registered firms
        ("Nordlyx", "Nordlyx (India) Ltd"),
        ("Nordlyx", "Nordlyx India Ltd"),
        ("Nordlyx Group", "Nordlyx International"),  # nobody is called by the core alone
        ("Nordlyx Electronics", "Nordlyx Chemicals"),
        ("Nordlyx GmbH", "Richard Nordlyx"),
    ],
)
def test_what_tells_another_firm_stays_apart(names: tuple[str, str]) -> None:
    assert len(companies(*names)) == 2


def test_a_house_with_two_trades_is_joined_to_neither() -> None:
    assert len(companies("Nordlyx", "Nordlyx Electronics", "Nordlyx Chemicals", "Nordlyx Group")) == 3


def test_a_trade_does_not_join_what_reports_list_side_by_side() -> None:
    page = made.page("a.html", made.company("Nordlyx"), made.company("Nordlyx Systems"))
    assert len([e for e in linked(page).entities if vocab.Company in e.types]) == 2


def test_a_third_document_does_not_move_a_merge_of_empty_words() -> None:
    assert companies("Nordlyx", "Nordlyx Group", "Nordlyx Healthcare", "Nordlyx Energy Services India") == sorted(
        ["Nordlyx", "Nordlyx Healthcare", "Nordlyx Energy Services India"]
    )


def test_the_name_without_additions_stands_for_the_others() -> None:
    (entity,) = (e for e in linked(*pages("Nordlyx International", "Nordlyx")).entities if vocab.Company in e.types)
    assert (entity.iri, entity.replaces) == (iris.company("Nordlyx"), (iris.company("Nordlyx International"),))


def test_words_weigh_by_the_names_of_listed_firms() -> None:
    assert word_weights.weight("international") < word_weights.weight("delta") < word_weights.weight("nordlyx")
    assert name_cores.are_one("Nordlyx", "Nordlyx Holdings")


# ------------------------------------------------------------------------------------ letters, legal forms


@pytest.mark.parametrize(
    "names",
    [
        ("Bjærgsted", "Bjaergsted"),
        ("Nørlund", "Norlund"),
        ("Łąkowski", "Lakowski"),
        ("Grünfeld AG", "Gruenfeld AG"),
        ("Sjöqvist", "Sjoeqvist"),
        ("Ångholm", "Aangholm"),
        ("SAS Tervelle", "Tervelle SAS"),
        ("AB Kvarnsten", "Kvarnsten AB"),
        ("Kestrel Example Pty Ltd", "Kestrel Example Pty Limited"),
    ],
)
def test_names_are_one_however_people_write_them(names: tuple[str, str]) -> None:
    assert len(companies(*names)) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Grunfeld", "Gruenfeld"),  # nobody writes it with ü
        ("SAS Tervelle", "Tervelle"),  # no one says that the form is one
        ("C++ Systems", "C Systems"),
        ("C#", "C"),
        ("Siemens AG", "Siemens Limited"),  # two listed firms, told by the shipped table
    ],
)
def test_names_that_differ_in_more_stay_apart(names: tuple[str, str]) -> None:
    assert len(companies(*names)) == 2


# ------------------------------------------------------------------------------------------------- topics


@pytest.mark.parametrize(
    "names",
    [
        ("0.5 kW", "0-5 kW"),
        ("5 MW", "5 mW"),
        ("10 Gb", "10 GB"),
        ("1.5 L", "1-5 L"),
        ("Glass", "Glasses for eyes"),
        ("C", "C++"),
        ("Palm Oil", "Oil Palm"),
        ("Single Use", "Single"),
        ("Public Sector", "Public"),
    ],
)
def test_topics_that_differ_in_a_quantity_or_a_sign_are_never_one(names: tuple[str, str]) -> None:
    assert len(topics(*names)) == 2


@pytest.mark.parametrize(
    "names",
    [
        ("1,500 W", "1500 W"),
        ("1,5 L", "1.5 L"),
        ("SMEs", "SME"),
        ("Automotive", "Automotive Industry"),
        ("Commercial Use", "commercial sectors"),
        ("Hypermarkets/Supermarkets", "Supermarkets & Hypermarkets"),
        ("the Internet of Things", "Internet of Things"),
        ("Lenses", "Lens"),
    ],
)
def test_topics_join_over_number_order_and_class_words(names: tuple[str, str]) -> None:
    assert len(topics(*names)) == 1


def topics(*names: str) -> set[str]:
    documents = [
        made.page(f"{number}.html", made.application(name), market="Widgets", number=str(number))
        for number, name in enumerate(names)
    ]
    return {entity.iri for entity in linked(*documents).entities if vocab.Application in entity.types}


def test_an_acronym_that_any_quote_states_joins_topics_of_all_documents() -> None:
    documents = [
        made.page("a.html", made.company("Pumps", quote="Pumps use artificial intelligence (AI) and widgets.")),
        made.page("b.html", made.technology("AI"), number="2"),
        made.page("c.html", made.technology("Artificial Intelligence"), number="3"),
    ]
    found = [entity for entity in linked(*documents).entities if vocab.Technology in entity.types]
    assert sorted(entity.label for entity in found) == ["Artificial Intelligence"]


def test_an_acronym_that_documents_state_differently_joins_nothing() -> None:
    documents = [
        made.page("a.html", made.company("Pumps", quote="Pumps use artificial intelligence (AI) and widgets.")),
        made.page("d.html", made.company("Barns", quote="Barns for artificial insemination (AI) grow."), number="4"),
        made.page("b.html", made.technology("AI"), number="2"),
        made.page("c.html", made.technology("Artificial Intelligence"), number="3"),
    ]
    labels = {entity.label for entity in linked(*documents).entities if vocab.Technology in entity.types}
    assert labels == {"AI", "Artificial Intelligence"}


def test_topic_joins_need_a_key() -> None:
    assert list(topic_joins.pairs({})) == []


# -------------------------------------------------------------------------------------------- known firms


def test_a_name_of_a_house_is_no_alias_of_its_part() -> None:
    part = made.page("a.html", made.company("Nordlyx Display", "Nordlyx", quote="Nordlyx Display (Nordlyx)"))
    facts = linked(part, *pages("Nordlyx"))
    display = next(entity for entity in facts.entities if entity.label == "Nordlyx Display")
    assert display.aliases == ()
    assert display.about == ((vocab.SCHEMA_PARENT_ORGANIZATION, iris.company("Nordlyx")),)


def test_part_of_is_a_house_and_no_name() -> None:
    part = made.page("a.html", made.company("Zweiwerk", "now part of Nordlyx", quote="Zweiwerk (now part of Nordlyx)"))
    zweiwerk = next(entity for entity in linked(part, *pages("Nordlyx")).entities if entity.label == "Zweiwerk")
    assert (zweiwerk.aliases, dict(zweiwerk.about)) == (
        (),
        {vocab.SCHEMA_PARENT_ORGANIZATION: iris.company("Nordlyx")},
    )


def test_the_shipped_firms_join_what_names_alone_do_not() -> None:
    decided = known_firms.with_shipped(Curation())
    assert companies("GE", "General Electric", "GE Healthcare", decided=decided) == [
        "GE Healthcare",
        "General Electric",
    ]
    assert companies("Yamaha", "Yamaha Motor", decided=decided) == ["Yamaha", "Yamaha Motor"]


def test_a_shipped_house_is_told_only_where_a_document_names_it() -> None:
    decided = known_firms.with_shipped(Curation())
    assert companies("Bosch Rexroth", decided=decided) == ["Bosch Rexroth"]
    facts = linked(*pages("Bosch Rexroth", "Bosch"), decided=decided)
    rexroth = next(entity for entity in facts.entities if entity.label == "Bosch Rexroth")
    assert rexroth.about == ((vocab.SCHEMA_PARENT_ORGANIZATION, iris.company("Bosch")),)


def test_the_users_table_overrules_the_shipped_one() -> None:
    own = Curation(companies=(KnownCompany("Gadget Works", aliases=("GE",)),))
    decided = known_firms.with_shipped(own)
    assert companies("GE", "Gadget Works", "General Electric", decided=decided) == ["Gadget Works", "General Electric"]


def test_a_decision_joins_what_the_table_keeps_apart() -> None:
    pair = curation_files.decision(curation_files.SAME, iris.company("Yamaha"), iris.company("Yamaha Motor"))
    decided = known_firms.with_shipped(Curation(decisions=(pair,)))
    assert len(companies("Yamaha", "Yamaha Motor", decided=decided)) == 1


def test_the_shipped_table_is_sound(root: Path) -> None:
    with (root / "ontology" / "companies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {spelling.company_slug(row["name"]): row["name"] for row in rows}
    bearers: dict[str, set[str]] = {}
    for row in rows:
        for alias in filter(None, row["aliases"].split("|")):
            bearers.setdefault(spelling.company_slug(alias), set()).add(spelling.company_slug(row["name"]))
    assert len(rows) > 900
    assert len(names) == len(rows)
    assert {alias for alias, firms in bearers.items() if len(firms | ({alias} & names.keys())) > 1} == set()
    assert {row["parent"] for row in rows} - {""} <= set(names.values())
    assert [row["name"] for row in rows if (row["lei"] or row["ticker"] or row["wikidata"]) and not row["source"]] == []


def test_an_lei_with_wrong_check_digits_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "companies.csv"
    table.write_text("name,lei\nExample,5493001KJTIIGC8Y1R12\n", "utf-8")
    assert curation_files.known_companies(table)[0].lei == "5493001KJTIIGC8Y1R12"
    table.write_text("name,lei\nExample,5493001KJTIIGC8Y1R13\n", "utf-8")
    with pytest.raises(UsageError, match="check digits"):
        curation_files.known_companies(table)
