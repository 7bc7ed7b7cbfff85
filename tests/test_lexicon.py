"""The tables of words: every reader treats a legal form or a noun for firms alike, but for what a column says."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from samples_reports import companies, uses

from mrgraph import reference
from mrgraph.extraction.companies.legal_names import formal
from mrgraph.extraction.sections.cue_phrases import CuePhrases
from mrgraph.extraction.text import amounts
from mrgraph.extraction.text.enumerations import pieces
from mrgraph.extraction.text.page import ABBREVIATIONS
from mrgraph.lexicon import axes, figure_words, legal_forms, name_forms, spelling, word_tables
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.firm_nouns import NOUNS, FirmNoun
from mrgraph.lexicon.legal_forms import FORMS, LegalForm
from mrgraph.lexicon.placeholders import is_placeholder
from mrgraph.pipeline import cache

TABLES = Path(word_tables.__file__).with_name("tables")
SPELLED = [
    pytest.param(form, spelling, id=spelling)
    for form in FORMS
    for spelling in form.spellings
    if spelling.isascii() or spelling[0].isascii()
]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table, read by another reader than the package's own."""
    with (TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_each_legal_form_says_how_it_is_read_and_where_it_is_from() -> None:
    rows = table("legal_forms")
    assert len(rows) == len(FORMS) > 100
    for row in rows:
        assert row["place"] in ("before", "behind", "both"), row
        assert row["strength"] in ("strong", "weak"), row
        assert row["alone"] in ("yes", "no"), row
        assert row["sentence"] in ("yes", "last", "no"), row
        assert row["spellings"], row
        assert row["countries"], row
        assert row["source"].startswith("ISO 20275 ") or "register" in row["source"], row


def test_legal_forms_are_sorted_and_no_spelling_stands_twice() -> None:
    rows = table("legal_forms")
    order = [(row["keys"], row["spellings"]) for row in rows]
    assert order == sorted(order)
    counts = Counter(each for row in rows for each in row["spellings"].split(" | "))
    assert [each for each, count in counts.items() if count > 1] == []


def test_the_keys_of_a_legal_form_are_its_spellings_levelled() -> None:
    for form in FORMS:
        levelled = {
            " ".join(spelling.company_words(each)) for each in form.spellings if not legal_forms.ASIAN.match(each)
        }
        assert levelled <= set(form.keys), form


def test_a_changed_table_makes_what_was_read_before_worthless() -> None:
    kinds = {file.suffix for file in TABLES.iterdir()}
    assert kinds == {".tsv"}
    assert kinds <= cache.KINDS


def said(text: str) -> list[str]:
    """The names with legal forms that a sentence is found to hold."""
    return [piece.text for piece in formal(text)]


@pytest.mark.parametrize(("form", "spelled"), SPELLED)
def test_every_reader_treats_a_legal_form_as_its_row_says(form: LegalForm, spelled: str) -> None:
    behind = form.place != "before"
    name = f"Nordlys Optik {spelled}"
    assert name_forms.has_legal_form(name) == behind
    assert (legal_forms.ALONE.match(spelled) is not None) == form.alone
    assert said(f"The crane was built by {name}, in Bergen.") == ([name] if form.sentence != "no" else [])
    split = [piece.text for piece in pieces(f"Alpha Works, Nordlys, {spelled}, Vexatec", companies=True)]
    assert (split == ["Alpha Works", f"Nordlys, {spelled}", "Vexatec"]) == form.alone
    assert spelled[-1] != "." or spelled.rsplit(maxsplit=1)[-1][:-1].lower() in ABBREVIATIONS


@pytest.mark.parametrize(("form", "spelled"), SPELLED)
def test_a_company_has_one_key_with_and_without_its_legal_form(form: LegalForm, spelled: str) -> None:
    if form.place != "before":
        assert spelling.company_key(f"Nordlys Optik {spelled}") == "nordlysoptik"
    if form.place != "behind":
        assert spelling.company_key(f"{spelled} Nordlys Optik") == "nordlysoptik"


def test_a_comma_before_any_legal_form_makes_no_company_of_it() -> None:
    row = "Halden Rotor Inc., Lumenfeld, PBC, Ostrik, SNC, Tarnby, ApS, Quill Pumps, ULC, Mirador Labs LLC"
    found = companies(f"## Key Players\n\n{row}\n")
    keys = ["haldenrotor", "lumenfeld", "ostrik", "tarnby", "quillpumps", "miradorlabs"]
    assert [spelling.company_key(name) for name in found] == keys
    twins = "".join(
        f"- {name}\n" for name in ("Lumenfeld PBC", "Ostrik SNC", "Tarnby", "Quill Pumps ULC", "Mirador Labs")
    )
    found = companies(f"## Key Players\n\n{twins}\nThe rotor comes from Halden Rotor Sp. z o.o. in Poland.\n")
    assert {spelling.company_key(name) for name in found} == set(keys)


def test_letters_in_a_row_with_any_legal_form_stand_for_a_name_never_filled_in() -> None:
    for name in ("ABC Company", "XYZ Corp.", "ABC Metal Ltd", "XXX Group", "DEF GmbH"):
        assert is_placeholder(name), name
    for name in ("ABC Metal Works Ltd", "XYZ Robotics", "DEF Halden GmbH"):
        assert not is_placeholder(name), name


def test_a_form_at_the_head_of_the_next_name_ends_none() -> None:
    assert said("Solvents come from MARUBISHI, PJSC Volgaplast and others in the region.") == []
    assert said("Robots by Tarnby Works (US), ULC Robotics (US) and Halden were shown.") == []
    assert said("Pumps by Halden Works, Inc. Tarnby AG sells them.") == ["Halden Works, Inc.", "Tarnby AG"]


def test_words_that_are_also_legal_forms_stay_words() -> None:
    assert said("Spending on the AD and SIA programmes fell; Germany as a whole grew.") == []
    assert not name_forms.has_legal_form("Hafnium and co-dopants")
    assert legal_forms.ALONE.match("APS") is None
    assert [piece.text for piece in pieces("Bamboo Desk, APS, Payway", companies=True)] == [
        "Bamboo Desk",
        "APS",
        "Payway",
    ]


def test_a_name_begins_with_a_capital_of_any_latin_alphabet() -> None:
    assert said("Turbines by Šumava Rotor a.s., Łuków Stal sp. z o.o. and Ørsta Kran AS were on show.") == [
        "Šumava Rotor a.s.",
        "Łuków Stal sp. z o.o.",
        "Ørsta Kran AS",
    ]


# ------------------------------------------------------------------------------------------------ nouns for firms

PLURAL = [pytest.param(noun, plural, id=plural) for noun in NOUNS for plural in noun.plural]


def test_each_noun_for_firms_says_how_it_is_read_and_where_it_is_from() -> None:
    rows = table("firm_nouns")
    assert len(rows) == len(NOUNS) >= 59
    for row in rows:
        assert row["singular"], row
        assert row["plural"], row
        assert row["heading"] in ("alone", "led", "no"), row
        assert row["sentence"] in ("any", "led", "no"), row
        assert {row[column] for column in ("one", "role", "axis", "wide")} <= {"yes", "no"}, row
        assert row["source"], row
    assert [row["singular"].casefold() for row in rows] == sorted(row["singular"].casefold() for row in rows)


def test_no_noun_for_firms_stands_twice() -> None:
    counts = Counter(word for noun in NOUNS for word in (*noun.words, *noun.asian))
    assert [word for word, count in counts.items() if count > 1] == []


def announced(heading: str) -> bool:
    """Whether a heading announces companies."""
    announcement = CuePhrases("Widget Valves").heading(heading)
    return announcement is not None and announcement.kind is Kind.COMPANIES


@pytest.mark.parametrize(("noun", "plural"), PLURAL)
def test_every_reader_treats_a_noun_for_firms_as_its_row_says(noun: FirmNoun, plural: str) -> None:
    assert announced(plural.capitalize()) == (noun.heading == "alone")
    assert announced(f"Key {plural}") == (noun.heading != "no")
    names = ["Ardent Valve", "Borealis Flow", "Cinder Group"]
    row = "Ardent Valve, Borealis Flow and Cinder Group"
    assert (companies(f"Leading {plural} include {row}.\n") == names) == (noun.sentence != "no")
    assert (companies(f"Some {plural} such as {row} grew.\n") == names) == (noun.sentence == "any")
    assert (companies(f"{row} are leading {plural} of the region.\n") == names) == noun.role
    named = axes.axis(plural)
    assert (named is not None and named.kind is Kind.COMPANIES) == noun.axis


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.singular[0])
def test_one_firm_is_told_by_the_singular_as_several_are_by_the_plural(noun: FirmNoun) -> None:
    for word in noun.singular:
        assert (companies(f"Ardent Valve is a leading {word} of the region.\n") == ["Ardent Valve"]) == noun.role
        assert announced(word.capitalize()) == (noun.heading == "alone" and noun.one)


def test_who_uses_a_product_is_no_company_of_its_market() -> None:
    told = "Banks such as Halden Trust and Ostrik pay more."
    page = f"## By End User\n\n- Banks\n- Insurers\n- Retailers\n\n## Buyers\n\n{told}\n"
    assert uses(page) == ["Banks", "Insurers", "Retailers"]
    assert companies(page) == []
    assert companies("By end user, the report covers banks, insurers, retailers and growers.\n") == []
    assert companies("Large retailers including Tarnby and Quill Stores have put it into their shops.\n") == []
    assert companies("Halden Square is free and a boon for contractors.\n") == []
    assert not announced("Benefits for Banks and Insurers")
    assert not announced("Distributors")
    assert announced("Key Distributors")


# --------------------------------------------------------------------------------------------- numbers and money

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "ja", "ko", "zh")


@pytest.mark.parametrize("name", ["currencies", "scales"])
def test_each_row_of_a_table_of_words_names_its_source_and_no_language_says_a_word_twice(name: str) -> None:
    rows = table(name)
    assert rows
    for row in rows:
        assert row["source"], row
    for language in LANGUAGES:
        words = [word.casefold() for row in rows for word in row[language].split(" | ") if word]
        assert len(words) == len(set(words)), language


def test_every_currency_is_known_before_and_after_an_amount() -> None:
    for row in table("currencies"):
        for sign in filter(None, [*row["symbols"].split(" | "), *row["before"].split(" | ")]):
            (found,) = amounts.money(f"worth {sign}7.5 billion in all")
            assert found.currency == row["code"], sign
        for name in (word for language in LANGUAGES for word in row[language].split(" | ") if word):
            (found,) = amounts.money(f"some 7.5 billion {name} in all")
            assert found.currency == (row["code"] or None), name


def test_every_word_for_a_power_of_ten_is_read() -> None:
    for row in table("scales"):
        for language in ("en", "de", "fr", "es", "pt", "it"):
            for word in (each for each in row[language].split(" | ") if len(each) > 1):
                said = next(
                    other
                    for other in table("scales")
                    if word in other["en"].split(" | ") + other[language].split(" | ")
                )
                assert amounts.money(f"EUR 7 {word} in all")[0].value == 7 * 10 ** int(said["power"]), word


def test_states_adjectives_and_words_like_regions_say_what_they_are() -> None:
    known = reference.load()
    for row in table("subdivisions"):
        assert row["country"] in known.regions, row
        assert row["ambiguous"] in ("yes", "no"), row
        assert row["source"].startswith("ISO 3166-2"), row
    for row in table("demonyms"):
        assert row["region"] in known.regions, row
        assert row["en"], row
    for row in table("region_homonyms"):
        assert row["kind"] in ("given name", "thing"), row
        first = row["words"].split(" | ")[0]
        assert any(known.region(" ".join(first.split()[:n])) for n in range(1, 3)), row


@pytest.mark.parametrize("name", ["subdivisions", "demonyms", "region_homonyms", "asides"])
def test_tables_are_sorted_by_their_first_column(name: str) -> None:
    keys = [next(iter(row.values())) for row in table(name)]
    assert keys == sorted(keys)


# ------------------------------------------------------------------------------------------------ words of names


@pytest.mark.parametrize("name", ["name_words", "list_verbs", "firm_verbs", "residuals", "totals"])
def test_each_word_of_names_and_lists_says_where_it_is_from(name: str) -> None:
    rows = table(name)
    assert rows
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    ("name", "columns"), [("name_words", ["word"]), ("firm_verbs", ["en"]), ("list_verbs", ["en", "de"])]
)
def test_no_word_of_names_and_lists_stands_twice_in_a_language(name: str, columns: list[str]) -> None:
    for column in columns:
        counts = Counter(word for row in table(name) for word in row[column].split(" | ") if word)
        assert [word for word, count in counts.items() if count > 1] == []


def test_names_known_from_elsewhere_are_keys_that_do_not_contradict() -> None:
    firms, others = ({row["key"] for row in table(name)} for name in ("known_firms", "other_names"))
    words = {row["word"] for row in table("ordinary_words")}
    assert len(firms) > 1000
    assert firms.isdisjoint(others)
    assert firms.isdisjoint(words)
    assert others.isdisjoint(words)


@pytest.mark.parametrize("row", table("name_words"), ids=lambda row: row["word"])
def test_a_word_behind_an_and_belongs_to_the_name_as_its_row_says(row: dict[str, str]) -> None:
    joined = row["joins"] != "no" or row["speaks"] == "yes"
    names = [piece.text for piece in pieces(f"Tarnby, Quill and {row['word']}", companies=True)]
    assert (names == ["Tarnby", f"Quill and {row['word']}"]) == joined


def test_each_word_of_figures_is_found_by_its_class_and_names_its_source() -> None:
    rows = table("figure_words")
    assert {row["class"] for row in rows} == set(figure_words.CLASSES)
    for row in rows:
        assert row["source"], row
        found = figure_words.finder(row["class"])
        for word in (word for language in LANGUAGES for word in row[language].split(" | ") if word):
            assert found.search(f"so {word.strip('*')} , so"), word
    assert figure_words.finder("fall").search("the contractor sells dippers and salt") is None


def test_nouns_of_axes_name_them_in_each_language() -> None:
    cues = CuePhrases("Widget Valves")
    kinds = {"types": Kind.TYPES, "applications": Kind.APPLICATIONS, "regions": Kind.REGIONS}
    for row in table("axis_nouns"):
        for column in ("de", "fr", "es", "pt", "it", "zh"):
            assert row[column], row
            announced = cues.heading(row[column].split(" | ")[0])
            assert announced is None or announced.kind in (kinds.get(row["kind"]), Kind.SEGMENTATION), row
