"""Firms' names as documents write them: with signs, brackets, joints and links, in lists, tables and running text."""

from __future__ import annotations

import pytest
from samples_reports import companies, read

from mrgraph.extraction.companies.legal_names import unglued
from mrgraph.extraction.text.enumerations import Piece
from mrgraph.records import NameClaim, Role

LIST = "## Key Players\n\n"


def listed(*entries: str) -> list[str]:
    return companies(LIST + "".join(f"- {entry}\n" for entry in entries))


@pytest.mark.parametrize(
    "name",
    [
        "Zing! Foods, Inc.",
        "Wotsit?",
        "Hej! Robotik AB",
        "Dr. Halden's Clinics",
        "Dr. Ostrik",
        "Mr. Quill Holdings",
        "St. Bran Pumps",
        "Halden (Norge) AS",
        "Tarnby (M) Sdn. Bhd.",
        "Borealis Rotor (Shanghai) Co., Ltd.",
        "H.J. Vexel",
        "Q. R. Lumen & Co.",
        "Ostrik Pumpen e.K.",
    ],
)
def test_a_name_keeps_its_signs_titles_brackets_and_initials(name: str) -> None:
    assert listed("Ardent AG", name, "Cinder plc") == ["Ardent AG", name, "Cinder plc"]


@pytest.mark.parametrize("entry", ["Why choose us?", "Order now!", "Dr. Anna Berg", "Mr. John Quill", "Others…"])
def test_what_looks_like_such_a_name_and_is_none(entry: str) -> None:
    assert listed("Ardent AG", "Borealis plc", "Cinder Group", entry) == ["Ardent AG", "Borealis plc", "Cinder Group"]


def test_what_a_list_refuses_or_takes_is_never_taken_in_part() -> None:
    found = read(LIST + "- Ardent AG\n- 100% Halden Foods Inc.\n- Zing! Foods, Inc.\n- Cinder plc\n")
    names = [claim.name for claim in found.claims if isinstance(claim, NameClaim) and claim.role is Role.COMPANY]
    assert names == ["Ardent AG", "Zing! Foods, Inc.", "Cinder plc"]
    assert "100% Halden Foods Inc." in [reject.text for reject in found.rejects]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Key players include H.J. Vexel Co., Ardent AG, Q.R.S. Lumen Limited and The K.T. Halden Co.",
            ["H.J. Vexel Co.", "Ardent AG", "Q.R.S. Lumen Limited", "The K.T. Halden Co."],
        ),
        (
            "Key players include Ash and Elm, Halden and Halden, Quill and Bran and Ostrik.",
            ["Ash and Elm", "Halden and Halden", "Quill and Bran", "Ostrik"],
        ),
        (
            "Vendors such as Ardent Inc., Halden Process Systems and Services GmbH and Borealis plc lead.",
            ["Ardent Inc.", "Halden Process Systems and Services GmbH", "Borealis plc"],
        ),
        (
            "Suppliers are Ardent Inc, Borealis GmbH & Co. KG and Ash, Elm & Partners LLP, among others.",
            ["Ardent Inc", "Borealis GmbH & Co. KG", "Ash, Elm & Partners LLP"],
        ),
        (
            "Makers such as Ardent Works, Halden digital Print, tarnby, Borealis Flow and Cinder are active.",
            ["Ardent Works", "Halden digital Print", "tarnby", "Borealis Flow", "Cinder"],
        ),
        ("Key players: Ardent, Inc.|Borealis AG|Cinder|Dorn", ["Ardent, Inc.", "Borealis AG", "Cinder", "Dorn"]),
        ("Key players: Ardent Inc./ Borealis AG/ Cinder A/S", ["Ardent Inc.", "Borealis AG", "Cinder A/S"]),
        ("KEY SUPPLIERS ARE ARDENT AG, BOREALIS FLOW AND CINDER.", ["ARDENT AG", "BOREALIS FLOW", "CINDER"]),
        ("Oslo-based Halden Rotor AS opened a plant.", ["Halden Rotor AS"]),
        ("Key players include Ardent AG, Graz, Austria; Bolt Ltd., Leeds, UK and Cord SA, Lyon, France.",
         ["Ardent AG", "Bolt Ltd.", "Cord SA"]),
        ("Five firms, 2 IDMs (Ardent and Bolt), a foundry (Cinder) and the top 2 OSATs (Dorn, Esk), make them.",
         ["Ardent", "Bolt", "Cinder", "Dorn", "Esk"]),
        ("A managed service provider (MSP) and a platform operator (PO) sell valves.", []),
        ("The market is segmented by size (large enterprises, Small Enterprises) and user (Retail, Banks).", []),
        ("The top five valve companies by revenue are Ardent, Borealis and Cinder.", ["Ardent", "Borealis", "Cinder"]),
        ("Top 3 valve publishers by downloads: Ardent, Borealis, and Cinder.", ["Ardent", "Borealis", "Cinder"]),
        ("Führende Anbieter sind Ardent, Borealis und Cinder.", ["Ardent", "Borealis", "Cinder"]),
        ("Zu den wichtigsten Herstellern zählen Ardent, Borealis und Cinder.", ["Ardent", "Borealis", "Cinder"]),
        ("Les principaux fabricants sont Ardent, Borealis et Cinder.", ["Ardent", "Borealis", "Cinder"]),
        ("Entre los principales proveedores figuran Ardent, Borealis y Cinder.", ["Ardent", "Borealis", "Cinder"]),
        ("As principais empresas incluem Ardent, Borealis e Cinder.", ["Ardent", "Borealis", "Cinder"]),
    ],
)  # fmt: skip
def test_names_in_a_sentence_are_whole(sentence: str, names: list[str]) -> None:
    assert companies(f"{sentence}\n") == names


@pytest.mark.parametrize(
    ("sentences", "names"),
    [
        ("Vexatec posted USD 1.9 bn in sales, while Lumenfeld reported USD 1.7 billion.", ["Vexatec", "Lumenfeld"]),
        ("Ostrik ranked third with a 7% share, followed by Tarnby with 5%.", ["Ostrik", "Tarnby"]),
        ("Vexatec, Lumenfeld and Ostrik followed with sales of USD 3, 2 and 1 bn.", ["Vexatec", "Lumenfeld", "Ostrik"]),
        ("Europe ranked second with USD 3 billion, followed by Asia Pacific with USD 2 billion.", []),
        ("Pressure followed by Growth was recorded in 2024, and Demand reported a rise of 3%.", []),
    ],
)  # fmt: skip
def test_firms_are_those_that_a_ranking_names(sentences: str, names: list[str]) -> None:
    assert companies(f"{sentences}\n") == names


AFTER = "\n## Outlook\n\nThe widget valves market is set to grow as ships and mines need more of them in many places.\n"


def test_links_are_names_where_firms_are_listed_and_a_firms_site_is_no_publisher() -> None:
    links = "- [Ardent AG](https://ardent.de)\n- [Bolt Ltd.](https://bolt.fr)\n- [Cord](https://cord.se)\n"
    assert companies(LIST + links + AFTER) == ["Ardent AG", "Bolt Ltd.", "Cord"]
    calls = "- [Request a sample](https://a.example.net)\n- [Pump Market Report](https://b.example.net)\n"
    assert companies(LIST + "- Ardent AG\n" + calls + AFTER) == ["Ardent AG"]
    assert companies(LIST + "- [[Ardent AG]]\n- [[pages/bolt|Bolt Ltd.]]\n" + AFTER) == ["Ardent AG", "Bolt Ltd."]


def test_a_column_of_brands_names_firms_without_its_total() -> None:
    table = "| Brand | Share |\n|---|---|\n| Ardent | 22% |\n| Borealis | 11% |\n| Total | 100% |\n"
    assert companies(LIST + table) == ["Ardent", "Borealis"]
    cells = "| Use | Key Players |\n|---|---|\n| Mines | Ardent, Bolt |\n| Ships | Cinder Works, Dorn |\n"
    assert companies(cells) == ["Ardent", "Bolt", "Cinder Works", "Dorn"]
    assert listed("Total", "Ardent AG", "Bolt Ltd.") == ["Total", "Ardent AG", "Bolt Ltd."]


def test_a_legal_form_with_a_text_of_its_own_is_a_name() -> None:
    assert listed("Ardent - valves for all mines", "SAS - analytics for all firms", "Bolt - pumps for all ships") == [
        "Ardent",
        "SAS",
        "Bolt",
    ]
    assert listed("Ardent", "SAS", "Bolt") == ["Ardent SAS", "Bolt"]


def test_labels_that_lists_share_and_people_are_no_firms() -> None:
    head = "### Customer Segment {}: Chemical Companies\n\n- **Budget**: 2 million\n- **Goal**: speed\n"
    facts = "## Market Leaders\n\n" + head.format(1) + "- **Decision makers**: Plant Manager, CMO\n\n" + head.format(2)
    assert companies(facts + "- **Decision makers**: CFO, COO\n") == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Ardent Inc Bolt AG", ["Ardent Inc", "Bolt AG"]),
        ("Ardent Company, Bolt Works Ltd", ["Ardent Company", "Bolt Works Ltd"]),
        ("Ardent AG & Co. KGaA", ["Ardent AG & Co. KGaA"]),
        ("Ardent Corp. Holdings Ltd", ["Ardent Corp. Holdings Ltd"]),
        ("Ardent AG Holding", ["Ardent AG Holding"]),
    ],
)
def test_names_that_lost_the_marks_between_them_are_two(words: str, names: list[str]) -> None:
    assert [piece.text for piece in unglued(Piece(0, len(words), words))] == names


NEWS = (
    "Vexatec announced a new valve in Oslo. Demand for widget valves grew by 7% in 2024, and valves from Vexatec, "
    "Lumenfeld and Ostrik were sold in Norway. Pressure on prices rose.\n"
)


def test_a_name_in_running_text_is_weighed_where_few_are_listed() -> None:
    found = read(NEWS)
    names = {claim.name: claim for claim in found.claims if isinstance(claim, NameClaim) and claim.role is Role.COMPANY}
    assert {name: {e.rule.name for e in claim.evidence} for name, claim in names.items()} == {
        "Vexatec": {"companies.learned"}
    }
    plain = LIST + "- Ardent AG\n- Bolt Ltd.\n- Cord SA\n\n## Other\n\n"
    assert companies(plain + NEWS) == ["Ardent AG", "Bolt Ltd.", "Cord SA"]
