"""PDF and DOCX say what their readers see: headings, lists, tables, columns; changes accepted, hidden words not."""

from __future__ import annotations

import io
import zipfile

import pytest
import samples_documents as samples
from samples_reports import reference

from mrgraph.documents import parsing
from mrgraph.extraction import extractor
from mrgraph.records import BlockKind, Document, NameClaim, Role, Source

BOLD = 100
PROSE = [
    "The market for tidal gauges, which are built into har-",
    "bours all over the world, has grown for many years and",
    "was worth USD 1.2 billion in 2023. It is set to reach",
    "USD 2.4 billion by 2030.",
]


def parsed(data: bytes) -> Document:
    """The document in some bytes."""
    return parsing.parse(Source("page", data, "0" * 64))


def shape(data: bytes) -> list[tuple[str, str]]:
    """Kind and words of each block."""
    document = parsed(data)
    return [(block.kind.value, document.quote(block.start, block.end)) for block in document.blocks]


def named(data: bytes, role: Role) -> list[str]:
    """The names of one role that a document holds."""
    claims = extractor.extract(parsed(data), reference.load()).claims
    return [claim.name for claim in claims if isinstance(claim, NameClaim) and claim.role is role]


def column(lines: list[str], x: int, top: int, size: int = 10, step: int = 12) -> list[tuple[int, int, int, str]]:
    """Lines below each other."""
    return [(x, top - number * step, size, line) for number, line in enumerate(lines)]


def page(number: int) -> list[tuple[int, int, int, str]]:
    """A page of two columns between a running head and foot."""
    return [
        (50, 810, 8, "Harbour Research Inc. | Tidal Gauges"),
        (50, 30, 8, f"Page {number} of 3"),
        *column(["Automatic Tidal", "Gauge Market Outlook"], 50, 760, 18 + BOLD, 22),
        *column(PROSE[:2], 50, 700),
        *column([f"{PROSE[2]}", PROSE[3]], 310, 760),
        (310, 730, 14 + BOLD, "By Type"),
        *[part for y, word in ((710, "Float"), (698, "Radar")) for part in ((312, y, 10, "\x95"), (324, y, 10, word))],
        *column(["For more write to us."], 310, 680),
    ]


def test_a_page_in_columns_reads_as_one_text_with_its_headings_and_lists() -> None:
    assert shape(samples.laid_out([page(1)])) == [
        ("heading", "Automatic Tidal Gauge Market Outlook"),
        ("paragraph", " ".join(PROSE).replace("har- bours", "harbours")),
        ("heading", "By Type"),
        ("item", "Float"),
        ("item", "Radar"),
        ("paragraph", "For more write to us."),
        ("aside", "Harbour Research Inc. | Tidal Gauges"),
        ("aside", "Page 1 of 3"),
    ]


def test_running_heads_stand_beside_the_text_of_all_pages() -> None:
    blocks = shape(samples.laid_out([page(number) for number in (1, 2, 3)]))
    assert [words for kind, words in blocks if kind == "aside"] == [
        "Harbour Research Inc. | Tidal Gauges",
        "Page 1 of 3",
    ]
    assert sum("Harbour" in words for _, words in blocks) == 1


def test_words_at_the_same_places_in_rows_are_a_table() -> None:
    rows = [("By Type", "Float, Radar"), ("By Application", "Ports, Rivers"), ("Key Players", "Alpha AG, Beta GmbH")]
    cells = [
        (x, 600 - 18 * n, 10, words) for n, row in enumerate(rows) for x, words in zip((60, 200), row, strict=True)
    ]
    data = samples.laid_out([[(50, 760, 18 + BOLD, "Tidal Gauge Market"), *column(PROSE, 50, 700), *cells]])
    assert [words for kind, words in shape(data) if kind == "cell"] == [word for row in rows for word in row]
    assert named(data, Role.TECHNOLOGY) == ["Float", "Radar"]
    assert named(data, Role.COMPANY) == ["Alpha AG", "Beta GmbH"]


def test_a_bold_word_within_a_sentence_makes_no_heading() -> None:
    lines = [
        (50, 700, 10, "The market for tidal gauges is worth a lot, since"),
        (50, 688, 10 + BOLD, "automatic gauges in the harbours of the whole"),
        (50, 676, 10, "world are replaced by better ones every year."),
    ]
    assert [kind for kind, _ in shape(samples.laid_out([[(50, 760, 18 + BOLD, "Gauges"), *lines]]))] == [
        "heading", "paragraph",
    ]  # fmt: skip


def test_an_address_broken_over_lines_is_whole() -> None:
    lines = ["For all of it see https://gauges.example/reports/2024/ti", "dal-gauge-market/ on the web."]
    data = samples.laid_out([[(50, 760, 18 + BOLD, "Gauges"), *column(lines, 50, 700)]])
    assert shape(data)[1] == (
        "paragraph",
        "For all of it see https://gauges.example/reports/2024/tidal-gauge-market/ on the web.",
    )


def test_a_pdf_in_one_font_is_read_by_its_lines_as_text_is() -> None:
    lines = ["Tidal Gauge Market Report", "", *PROSE]
    data = samples.laid_out([[line for line in column(lines, 50, 760) if line[3]]])
    assert [kind for kind, _ in shape(data)] == ["heading", "paragraph"]


# ------------------------------------------------------------------ DOCX

HEAD = "<w:p><w:pPr><w:pStyle w:val='Heading2'/></w:pPr><w:r><w:t>Key Players</w:t></w:r></w:p>"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def item(words: str, properties: str = "") -> str:
    """A list item."""
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"
    return f"<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>{run}</w:p>"


def docx(body: str) -> bytes:
    """A DOCX with this body, made of one that a library wrote."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(samples.docx())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = f'<?xml version="1.0"?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>'.encode()
            new.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("body", "items"),
    [
        (item("Alpha AG") + item("Ghost Corp.", "<w:vanish/>") + item("Old Ltd.", "<w:strike/>"), ["Alpha AG"]),
        (item("Alpha AG", "<w:strike w:val='0'/>"), ["Alpha AG"]),
        (f"<w:sdt><w:sdtContent>{item('Alpha AG')}</w:sdtContent></w:sdt>{item('Beta AG')}", ["Alpha AG", "Beta AG"]),
        (
            item("Alpha ").replace("</w:p>", "<w:ins><w:r><w:t>Gauges AG</w:t></w:r></w:ins>"
                                              "<w:del><w:r><w:delText>Ghost</w:delText></w:r></w:del></w:p>"),
            ["Alpha Gauges AG"],
        ),
        (
            "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>" + item("Alpha AG") +
            "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>" + item("Alpha AG") +
            "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            ["Alpha AG"],
        ),
    ],
)  # fmt: skip
def test_a_docx_says_what_the_finished_document_shows(body: str, items: list[str]) -> None:
    document = parsed(docx(HEAD + body))
    assert [document.quote(b.start, b.end) for b in document.blocks if b.kind is BlockKind.ITEM] == items


def test_a_cell_merged_over_rows_stands_in_each() -> None:
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"

    rows = [
        cell("By Type", "<w:vMerge w:val='restart'/>") + cell("Float"),
        cell("", "<w:vMerge/>") + cell("Radar"),
        cell("Sum of all", "<w:gridSpan w:val='2'/>"),
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    document = parsed(docx(body))
    assert [(b.level, document.quote(b.start, b.end)) for b in document.blocks] == [
        (0, "By Type"), (1, "Float"), (0, "By Type"), (1, "Radar"), (0, "Sum of all"),
    ]  # fmt: skip
