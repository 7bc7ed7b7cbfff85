"""What leaves the program as text: CSV without formulas, columns in line, nothing that moves a cursor, markup."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from hypothesis import given
from hypothesis import strategies as st
from samples_graphs import saved

from mrgraph.output import aligned, csv_rows, markup, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBERS = ["-5", "+5", "-2.5", "-.5", "+1e3", "-1.5E-7", "-INF"]
CELLS = st.text(st.sampled_from("=+-@\t\r\n,\"'a5.e＝é"), max_size=12)

# ------------------------------------------------------------------------------------------------ CSV


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("begin", FORMULA_BEGINS)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(begin: str) -> None:
    assert csv_rows.guarded(f"{begin}SUM(A1)") == f"'{begin}SUM(A1)"


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_stay_numbers(number: str) -> None:
    assert csv_rows.guarded(number) == number


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=8), st.lists(st.integers(0, 60), max_size=6))
def test_csv_of_another_writer_is_guarded_to_the_same_cells(rows: list[list[str]], cuts: list[int]) -> None:
    theirs = io.StringIO(newline="")
    csv.writer(theirs, lineterminator="\r\n").writerows([["a", "b"], *rows])
    data, out = theirs.getvalue().encode(), io.BytesIO()
    guard = csv_rows.Guard(out)
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(data)], strict=True):
        guard.write(data[start:end])
    guard.finish()
    assert rows_of(out.getvalue().decode()) == rows_of("".join(csv_rows.lines(["a", "b"], rows)))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=8), st.integers(1, 7))
def test_records_are_counted_wherever_the_pieces_are_cut(rows: list[list[str]], size: int) -> None:
    data = "".join(csv_rows.lines(["a", "b"], rows)).encode()
    assert csv_rows.count(data[start : start + size] for start in range(0, len(data), size)) == len(rows) + 1


def test_the_guard_lets_large_cells_pass_in_whole_rows() -> None:
    out = io.BytesIO()
    guard = csv_rows.Guard(out)
    row = b'"=' + b'x""\r\n' * 60_000 + b'",=1\r\n'
    for start in range(0, 3 * len(row), 10_007):
        guard.write((row * 3)[start : start + 10_007])
    guard.finish()
    assert out.getvalue() == (b"\"'" + row[1:-4] + b"'=1\r\n") * 3


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_cell_may_have_two_hundred_thousand_characters(command: Command, tmp_path: Path, form: str) -> None:
    long = "x" * 199_998 + ", "
    (tmp_path / "long.nt").write_text(f'<x:a> <x:p> "{long}" .\n<x:b> <x:p> "={long}" .\n')
    query = 'SELECT ("=1" AS ?a) (-5 AS ?n) ?o { ?s <x:p> ?o } ORDER BY ?o'
    done = command(["query", "-g", str(tmp_path / "long.nt"), query, "--format", form])
    assert done.returncode == 0, done.stderr
    if form == "csv":
        assert done.stdout.decode() == f'a,n,o\r\n\'=1,-5,"\'={long}"\r\n\'=1,-5,"{long}"\r\n'
    else:
        assert done.stdout.count(long.encode()) == 2


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph whose names, quotes and publishers begin as formulas do."""
    folder = tmp_path_factory.mktemp("formulas")
    for number, begin in enumerate(("=", "@", "+", "-")):
        company = made.company(f"Acme {number} Works", quote=f"{begin}cmd|' /C calc'!A0 {number}")
        claims = [company, made.size(f"${number + 4} billion", f"{number + 4}e9", 2024)]
        document = made.page(f"{begin}{number}.html", *claims, publisher=f"p{number}.example", template=f"t{number}")
        saved(folder / str(number), document)
    triples = "".join(path.read_text() for path in sorted(folder.glob("*/graph.ttl")))
    hostile = re.sub(r'((?:mrg:quote|rdfs:label) ")(?=[A-Za-z$])', r"\1=HYPERLINK(A1) ", triples)
    (folder / "graph.ttl").write_text(hostile)
    return folder


@pytest.mark.parametrize("name", [["conflicts"], ["families"], ["identities", "suggest", "--least", "0"]])
def test_no_command_writes_a_formula_into_csv(command: Command, formulas: Path, name: list[str]) -> None:
    done = command([*name, "-g", str(formulas), "--format", "csv"])
    assert done.returncode == 0, done.stderr
    cells = [cell for row in rows_of(done.stdout.decode()) for cell in row]
    assert len(cells) > 20
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert [cell for cell in cells if cell.startswith(FORMULA_BEGINS) and not re.fullmatch(r"[-+][\d.]+", cell)] == []


# ------------------------------------------------------------------------------------------------ columns

FAMILY = "👩‍👩‍👧"  # three people joined into one sign of two columns


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("東京", 4), ("e\u0301", 1), (FAMILY, 2), ("🇩🇪", 2), ("❤️", 2), ("█░▏", 3), ("\u200b", 0)],
)
def test_width_is_what_a_terminal_takes(text: str, columns: int) -> None:
    assert aligned.width(text) == columns


def test_joined_emoji_stay_in_line() -> None:
    assert list(aligned.aligned([(FAMILY, "x"), ("ab", "y")])) == [f"{FAMILY}  x", "ab  y"]


@given(st.lists(st.sampled_from(["a", "東", FAMILY, "e\u0301", " "]), max_size=80).map("".join), st.integers(2, 60))
def test_a_cut_cell_fits_and_no_sign_is_cut_in_two(text: str, widest: int) -> None:
    cut = aligned.fitting(text, widest)
    assert aligned.width(cut) <= widest
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
    assert cut == text or aligned.width(text) > widest


@given(st.lists(st.tuples(st.text(), st.text()), max_size=30))
def test_each_row_is_one_line_whatever_its_cells_hold(rows: list[tuple[str, str]]) -> None:
    table = aligned.Table()
    table.add(rows)
    lines = list(table.lines())
    assert len(lines) == len(rows)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(lines))


# ------------------------------------------------------------------------------------------------ safe text


@given(st.binary(max_size=60), st.integers(1, 5))
def test_a_stream_is_as_safe_as_its_text_wherever_it_is_cut(data: bytes, size: int) -> None:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    assert "".join(printable.stream(pieces)) == printable.lines(data.decode("utf-8", "replace"))


@given(st.text())
def test_safe_lines_keep_the_place_of_each_character(text: str) -> None:
    safe = printable.lines(text)
    assert len(safe) == len(text)
    assert all(one in (other, "�") for one, other in zip(safe, text, strict=True))


def test_a_carriage_return_ends_lines_and_overwrites_none() -> None:
    assert printable.lines("a\r\nb\tc\rd") == "a\r\nb\tc�d"


# ------------------------------------------------------------------------------------------------ markup


@pytest.mark.parametrize("room", ["asking", "page", "report", "serve"])
def test_every_template_escapes_what_it_is_given(room: str) -> None:
    environment = markup.environment(f"mrgraph.{room}")
    assert environment.autoescape is True
    assert environment.from_string("{{ words }}").render(words="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"


def test_no_template_turns_escaping_off(root: Path) -> None:
    templates = sorted((root / "src").rglob("*.jinja"))
    assert len(templates) > 6
    assert [path.name for path in templates if re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8"))] == []
