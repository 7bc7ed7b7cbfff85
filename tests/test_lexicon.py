"""The tables of words: every reader treats a legal form or a noun for firms alike, but for what a column says."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from samples_reports import companies

from mrgraph.extraction.companies.legal_names import formal
from mrgraph.extraction.text.enumerations import pieces
from mrgraph.extraction.text.page import ABBREVIATIONS
from mrgraph.lexicon import legal_forms, name_forms, spelling, word_tables
from mrgraph.lexicon.legal_forms import FORMS, LegalForm
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
