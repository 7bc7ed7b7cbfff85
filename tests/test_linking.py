"""Stage 3: names become entities, claims become facts, whatever the order of the documents."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import samples_extractions as made
from hypothesis import given
from hypothesis import strategies as st

from mrgraph import reference, vocab
from mrgraph.facts import Entity, Facts, LinkFact
from mrgraph.lexicon import legal_forms, spelling
from mrgraph.linking import iris, linker
from mrgraph.records import Extraction, Flag, NameClaim, Role

KNOWN = reference.load()


def linked(*documents: Extraction) -> Facts:
    return linker.link(documents, KNOWN)


def links(facts: Facts, predicate: str) -> list[LinkFact]:
    return [link for link in facts.links if link.predicate == predicate]


def companies(facts: Facts) -> dict[str, Entity]:
    return {entity.label: entity for entity in facts.entities if vocab.Company in entity.types}


# ----------------------------------------------------------------------------------------------- spelling


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Amkor Technology, Inc.", "AMKOR TECHNOLOGY"),
        ("Example AG", "Example Aktiengesellschaft"),
        ("OOO Primer", "Primer Limited Liability Company"),
        ("株式会社SCREEN", "SCREEN"),
        ("A.B.C. Company", "ABC Co."),
        ("Widget (Germany)", "Widget"),
        ("Widget Works (WW) Ltd", "Widget Works"),
        ("Widget (formerly Gadget) Inc.", "Widget"),
        ("Procter and Gamble", "Procter & Gamble Co."),
        ("Exxon Mobil", "ExxonMobil Corp."),
        ("Labour Organisation", "Labor Organization"),
    ],
)
def test_spellings_of_one_company_share_a_key(first: str, second: str) -> None:
    assert spelling.company_key(first) == spelling.company_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("GE", "GE Healthcare"),
        ("Merck KGaA", "Merck & Co., Inc."),
        ("Merck", "Merck KGaA"),
        ("Example Bank (Asia) Limited", "Example Bank (London) plc"),
        ("Widget Systems Ltd", "Widget Ltd"),
        ("Samsung SDI", "Samsung"),
        ("SRL Diagnostics", "Diagnostics"),
        ("Сталь", "Медь"),
    ],
)
def test_different_companies_have_different_keys(first: str, second: str) -> None:
    assert spelling.company_key(first) != spelling.company_key(second)


@pytest.mark.parametrize("name", ["Merck KGaA", "Merck KGaA, Darmstadt, Germany", "Merck Group"])
def test_a_homonym_is_told_by_its_legal_form(name: str) -> None:
    assert spelling.company_slug(name) == "merck-kgaa"


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("Passenger Vehicles", "Passenger Vehicle"),
        ("BATTERIES", "Battery"),
        ("Boxes", "Box"),
        ("Data Centres", "data center"),
        ("Food & Beverages", "Food and Beverage"),
        ("Ball Grid Array (BGA)", "Ball Grid Arrays"),
        ("IoT (Internet of Things)", "Internet of Things"),
    ],
)
def test_a_topic_has_one_iri_in_singular_and_plural(plural: str, singular: str) -> None:
    assert iris.topic(plural) == iris.topic(singular)
    assert iris.market(plural) == iris.market(singular)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Glass", "Glas"),
        ("Electronics", "Electronic"),
        ("Purity > 99%", "Purity < 99%"),
        ("C++", "C"),
        ("光検出器", "光センサー"),
        ("MEMS", "MEM"),
        ("Ball Grid Array (XYZ)", "Ball Grid Array"),
        ("Single Use (Cloud)", "Single Use"),
    ],
)
def test_topics_that_only_look_alike_stay_apart(first: str, second: str) -> None:
    assert iris.topic(first) != iris.topic(second)


@given(st.text(max_size=60))
def test_every_name_has_a_slug_that_is_stable_and_fits_an_iri(name: str) -> None:
    for slug in (spelling.slug, spelling.topic_slug, spelling.company_slug):
        made_of = slug(name)
        assert made_of == slug(name)
        assert made_of
        assert not set(made_of) & set(' <>"{}|\\^`/#?')
        assert len(made_of) <= 105


@given(st.text(alphabet="abcs -", min_size=1, max_size=20))
def test_a_topic_slug_is_not_changed_by_making_it_again(name: str) -> None:
    once = spelling.topic_slug(name)
    # "ss" is no plural, so one letter s at most is taken off, once
    assert spelling.topic_slug(once.replace("-", " ")) in (once, once.removesuffix("s"))


@given(st.text(min_size=1, max_size=40), st.sampled_from(["Inc.", "GmbH", "Co., Ltd.", "S.A.", "plc"]))
def test_a_legal_form_never_changes_the_key_of_a_name(name: str, form: str) -> None:
    plain = spelling.company_words(name)
    if plain and not set(plain) & (legal_forms.KEYS | {"and", "merck"}) and not set("()[]（）.") & set(name):
        assert spelling.company_key(f"{name} {form}") in (spelling.company_key(name), "".join(plain[1:]))


# --------------------------------------------------------------------------------------------------- mint


@pytest.mark.parametrize(
    ("arguments", "local"),
    [
        (("example.org", "R-12", None, "ab"), "example.org-r-12"),
        (("example.org", None, "https://example.org/r/steel-doors.html?x=1", "ab"), "example.org-steel-doors"),
        (("Some House", "7", None, "ab"), "some-house--7"),
        (("example.org", None, "https://example.org/", "ab" * 32), "ab" * 8),
        ((None, "7", "https://x.example/a", "ab" * 32), "ab" * 8),
        (("example.org", None, None, "ab" * 32), "ab" * 8),
    ],
)
def test_a_report_is_publisher_and_number_else_address_else_hash(
    arguments: tuple[str | None, str | None, str | None, str], local: str
) -> None:
    assert iris.report(*arguments).removeprefix(vocab.PREFIXES["report"]) == local


def test_publisher_and_number_cannot_be_mistaken_for_each_other() -> None:
    assert iris.report("acme", "research-1", None, "") != iris.report("acme research", "1", None, "")


def test_a_market_in_another_script_is_minted_by_its_latin_alias() -> None:
    assert iris.market("フォトレジスタ", ("photoresistors",)) == iris.market("Photoresistor")
    assert iris.market("フォトレジスタ") != iris.market("Photoresistor")


# ------------------------------------------------------------------------------------------------- linker


def test_two_documents_of_one_report_are_one_report_and_one_claim_with_two_passages() -> None:
    facts = linked(*made.pile()[:2])
    assert len(facts.documents) == 2
    assert [len(report.documents) for report in facts.reports] == [2]
    assert [len(size.passages) for size in facts.figures if size.kind == vocab.MarketSize] == [2]
    player = next(link for link in links(facts, vocab.hasPlayer) if link.object == iris.company("Acme"))
    assert {passage.document for passage in player.passages} == {document.iri for document in facts.documents}


def test_the_same_words_in_one_document_are_one_passage() -> None:
    facts = linked(made.page("a.html", made.company("Acme"), made.company("Acme")))
    assert [len(link.passages) for link in links(facts, vocab.hasPlayer)] == [1]


def test_another_value_is_another_claim() -> None:
    facts = linked(made.page("a.html", made.growth("5%", "5", 2024, 2031), made.growth("6%", "6", 2024, 2031)))
    assert len(facts.figures) == 2


def test_a_value_written_with_more_zeros_is_the_same_claim() -> None:
    facts = linked(made.page("a.html", made.growth("5%", "5", 2024, 2031), made.growth("5.0%", "5.0", 2024, 2031)))
    assert len(facts.figures) == 1
    assert len(facts.figures[0].passages) == 2


def test_one_topic_is_technology_here_and_application_there() -> None:
    facts = linked(*made.pile())
    steel = next(entity for entity in facts.entities if entity.label == "Steel")
    assert {vocab.Technology, vocab.Application, vocab.Topic} == set(steel.types)


def test_all_forms_of_a_company_are_one_entity_with_the_plain_form_as_label() -> None:
    facts = linked(*made.pile())
    acme = companies(facts)["Acme"]
    assert acme.iri == iris.company("Acme")
    assert acme.aliases == ("ACME", "Acme Inc.", "Acme Ltd")


def test_the_label_is_the_form_of_most_documents_and_never_a_mere_alias() -> None:
    documents = [made.page(f"{n}.html", made.company("Acme Tools Inc.", "AT"), number=str(n)) for n in range(3)]
    assert set(companies(linked(*documents))) == {"Acme Tools Inc."}
    documents += [made.page(f"x{n}.html", made.company("Acme Tools"), number=f"x{n}") for n in range(4)]
    found = companies(linked(*documents))
    assert set(found) == {"Acme Tools"}
    assert found["Acme Tools"].aliases == ("AT", "Acme Tools Inc.")


def test_spellings_vote_together_and_the_fullest_of_them_is_the_label() -> None:
    names = ("LOreal", "L'Oréal", "L'OREAL", "L'Oréal SA", "L'Oréal SA")
    documents = [made.page(f"{n}.html", made.company(name), number=str(n)) for n, name in enumerate(names)]
    assert set(companies(linked(*documents))) == {"L'Oréal"}


def test_an_alias_that_is_another_company_of_the_document_names_only_that_one() -> None:
    facts = linked(
        made.page(
            "a.html",
            made.company("Silicon Works", "ASE"),
            made.company("ASE"),
            made.revenue("ASE", "$2 million", "2000000", 2020),
        )
    )
    assert companies(facts)["Silicon Works"].aliases == ()
    assert [figure.company for figure in facts.figures] == [iris.company("ASE")]


def test_an_alias_that_two_companies_share_names_neither() -> None:
    facts = linked(
        made.page(
            "a.html",
            made.company("General Engines", "GE"),
            made.company("Great Elevators", "GE"),
            made.revenue("GE", "$2 million", "2000000", 2020),
        )
    )
    assert [figure.company for figure in facts.figures] == [iris.company("GE")]
    assert companies(facts)["General Engines"].aliases == ()


def test_a_figure_finds_its_company_by_any_form_in_the_document() -> None:
    facts = linked(
        made.page(
            "a.html", made.company("General Engines Inc.", "GE"), made.revenue("GE", "$2 million", "2000000", 2020)
        )
    )
    assert [figure.company for figure in facts.figures] == [iris.company("General Engines")]


def test_a_misplaced_region_is_a_claim_between_two_regions() -> None:
    (placed,) = links(linked(*made.pile()), vocab.within)
    assert placed.flags == (Flag.MISPLACED,)
    assert (placed.subject, placed.object) == (KNOWN.iri("KR"), KNOWN.iri("middle-east-africa"))


def test_one_sound_reading_makes_a_claim_sound() -> None:
    doubtful, sound = made.covered("US", Flag.REPAIRED), made.covered("US")
    place = doubtful.evidence[0]
    moved = replace(doubtful, evidence=(replace(place, start=place.start + 500, end=place.end + 500),))
    (link,) = links(linked(made.page("a.html", moved, sound)), vocab.coversRegion)
    assert link.flags == ()
    (link,) = links(linked(made.page("a.html", moved)), vocab.coversRegion)
    assert link.flags == (Flag.REPAIRED,)


def test_a_place_without_a_key_becomes_a_region_with_its_name() -> None:
    facts = linked(made.page("a.html", made.covered("Greater Osaka")))
    assert [entity.label for entity in facts.entities if vocab.Region in entity.types] == ["Greater Osaka"]


def test_a_document_that_names_no_market_is_told_and_not_linked() -> None:
    page = made.page("a.html", made.company("Acme"))
    nameless = replace(page, claims=tuple(c for c in page.claims if getattr(c, "role", None) is not Role.MARKET))
    problem = linker.unlinkable(nameless)
    assert problem is not None
    assert str(problem).startswith("a.html: names no market (3 claims left out); ")
    assert linker.unlinkable(page) is None


def test_revenue_is_within_the_market_only_where_the_words_after_it_say_so() -> None:
    inside = "Acme earned $2 million from the widgets segment in 2020."
    outside = "In the widgets market, Acme earned $2 million in 2020."
    for quote, market in ((inside, iris.market("Widgets")), (outside, None)):
        sale = made.revenue("Acme", "$2 million", "2000000", 2020, quote)
        assert [figure.market for figure in linked(made.page("a.html", sale)).figures] == [market]


@given(st.permutations(list(made.pile())))
def test_the_order_of_documents_changes_nothing(documents: list[Extraction]) -> None:
    assert linked(*documents) == linked(*made.pile())


@given(st.lists(st.sampled_from(made.pile()), max_size=8))
def test_linking_a_document_again_adds_nothing(more: list[Extraction]) -> None:
    assert linked(*made.pile(), *more) == linked(*made.pile())


def test_facts_are_the_same_under_three_hash_seeds() -> None:
    code = (
        "import samples_extractions as made\nfrom mrgraph import reference\nfrom mrgraph.linking import linker\n"
        "print(linker.link(made.pile(), reference.load()))"
    )
    folder = str(Path(made.__file__).parent)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": folder},
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1000


def test_an_entity_has_the_same_iri_in_every_pile() -> None:
    whole = {entity.iri for entity in linked(*made.pile()).entities}
    parts = {entity.iri for document in made.pile() for entity in linked(document).entities}
    assert whole == parts


def test_markets_of_one_topic_meet_at_it() -> None:
    claim = NameClaim(Role.MARKET, "Steel Pumps", (), made.evidence("Steel Pumps Market"))
    facts = linked(made.page("a.html", market=claim), made.page("b.html", made.technology("Steel Pump"), number="2"))
    (market,) = (entity for entity in facts.entities if entity.label == "Steel Pumps" and vocab.Market in entity.types)
    assert market.about == ((vocab.marketFor, iris.topic("Steel Pump")),)
