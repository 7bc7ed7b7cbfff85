"""The report: static, self-contained, the same bytes everywhere, every mark with its quote."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from samples_network import ATTACKS, attacks, chains, triple

from mrgraph import rdf, vocab
from mrgraph.claims.evidence import NO_SUPPORT
from mrgraph.claims.figure_text import Figure
from mrgraph.errors import MissingExtra
from mrgraph.page.drawing import network
from mrgraph.page.network import Network
from mrgraph.report import charts, writing
from mrgraph.report import figure_sections as report_figures
from mrgraph.report.charts import Bar, Dots, Line, Mark, Span
from mrgraph.report.content import PAGE_ROWS
from mrgraph.report.word_file import word_file
from mrgraph.trust.conflict_cards import CONFLICT, Disagreement


@pytest.fixture(scope="module")
def seeds_network(seeds_graph: Path) -> Network:
    return network(rdf.read_triples(seeds_graph))


@pytest.fixture(scope="module")
def html(seeds_network: Network) -> str:
    return writing.html(writing.report(seeds_network, evidence=True)).decode("utf-8")


@pytest.fixture(scope="module")
def markdown(seeds_network: Network) -> str:
    return writing.markdown(writing.report(seeds_network, evidence=True)).decode("utf-8")


def section(made: str, key: str) -> str:
    return made.partition(f'<section id="{key}"')[2].partition("</section>")[0]


def test_report_has_no_script_and_asks_for_nothing(html: str) -> None:
    assert "<script" not in html
    assert "default-src &#39;none&#39;; script-src &#39;none&#39;" in html or "script-src 'none'" in html
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', html) == []
    assert not re.search(r"\son\w+=", html)


def test_report_is_the_same_for_every_hash_seed_and_locale(seeds_graph: Path, command: Callable[..., Any]) -> None:
    made = set()
    for seed, locale in (("0", "C"), ("7", "tr_TR.UTF-8")):
        for form in ("html", "md"):
            done = command(
                ["report", "-g", str(seeds_graph), "-o", "-", "--format", form],
                environment={"PYTHONHASHSEED": seed, "LC_ALL": locale},
            )
            assert done.returncode == 0, done.stderr.decode()
            made.add((form, done.stdout))
    assert len(made) == 2


def test_every_link_in_the_report_leads_to_something(html: str) -> None:
    targets = set(re.findall(r'id="([^"]+)"', html))
    links = re.findall(r'href="#([^"]+)"', html)
    assert len(links) > 100
    assert set(links) <= targets


def test_every_quote_is_pointed_to_and_stands_in_the_graph(html: str, seeds_network: Network) -> None:
    numbers = set(re.findall(r'<li id="q(\d+)"', html))
    assert numbers == set(re.findall(r'href="#q(\d+)"', html))
    assert len(numbers) > 60


def test_growth_shows_both_rates_of_a_report_and_what_its_sizes_give(html: str, seeds_network: Network) -> None:
    growth = section(html, "growth")
    rates = [f for f in seeds_network.figures if f.kind == "Growth per year" and not f.segment and not f.company]
    assert growth.count('class="stated"') == len(rates) > 4
    assert growth.count('class="implied"') == len({f.report for f in rates if f.implied is not None}) > 1
    assert "says 8 % and 10 %" in growth
    assert "5.41 %" in growth
    assert "9.86 %" in growth


def test_charts_are_well_formed_and_named(html: str) -> None:
    drawn = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(drawn) == 7
    for each in drawn:
        root = ElementTree.fromstring(each)
        assert root.get("aria-label")


def test_overlapping_shares_are_marked(html: str, seeds_network: Network) -> None:
    expected = sum("overlapping" in figure.support.flags for figure in seeds_network.figures)
    assert len(re.findall(r'class="part tone\d overlap"', section(html, "shares"))) == expected > 5


def test_amkor_comes_first_among_the_companies(html: str) -> None:
    rows = re.findall(r"<tr><td[^>]*>(.*?)<", section(html, "companies"))
    assert rows[0].startswith("Amkor Technology")


def test_white_space_counts_what_is_missing(html: str) -> None:
    coverage = section(html, "coverage")
    assert 'class="empty"' in coverage
    assert "of 8</text>" in coverage


def test_markdown_holds_the_same_sections_and_quotes(html: str, markdown: str) -> None:
    titles = re.findall(r"<h2[^>]*>([^<]*)</h2>", html)
    assert re.findall(r"^## (.*)$", markdown, re.MULTILINE) == titles
    evidence = markdown.partition("## Evidence")[2]
    assert len(re.findall(r"^\d+\. ", evidence, re.MULTILINE)) == html.count('<li id="q')
    table = next(part for part in markdown.split("\n\n") if part.startswith("| Market | Publisher | Stated"))
    widths = {line.replace("\\|", "").count("|") for line in table.splitlines() if not line.startswith("|-")}
    assert len(widths) == 1


def test_no_text_of_a_document_becomes_markup() -> None:
    made = writing.report(network(attacks()), evidence=True)
    html = writing.html(made).decode("utf-8")
    assert "<script" not in html
    assert "<img" not in html
    assert "<style>*" not in html
    for line in writing.markdown(made).decode("utf-8").splitlines():
        assert not re.search(r"(?<!\\)<", line)


def test_every_attack_is_told_as_it_was_written() -> None:
    from html import unescape

    text = " ".join(unescape(writing.html(writing.report(network(attacks()), evidence=True)).decode()).split())
    assert all(" ".join(attack.split()) in text for attack in ATTACKS)


def test_an_empty_graph_makes_a_report() -> None:
    made = writing.report(network([]), evidence=True)
    assert b"0 market reports" in writing.html(made)
    assert b"Nothing." in writing.markdown(made)


def test_a_large_pile_says_what_is_left_out() -> None:
    made = writing.html(writing.report(network(chains(260)), evidence=True)).decode()
    assert "Shown: 200 of 262 companies." in made
    assert len(made) < 1_000_000


# ----------------------------------------------------------------------------------------------- short form


@pytest.fixture(scope="module")
def short(seeds_network: Network) -> writing.Report:
    return writing.report(seeds_network)


def test_a_report_is_short_unless_evidence_is_asked_for(short: writing.Report, html: str) -> None:
    brief = writing.html(short).decode()
    assert 'id="quotes"' not in brief
    assert 'href="#q' not in brief
    assert 'id="quotes"' in html
    assert len(brief) < 0.6 * len(html)


def test_no_chapter_of_a_short_report_is_longer_than_a_page() -> None:
    brief = writing.report(network(chains(260)))
    assert brief.sections
    assert all(len(section.table.rows) <= 2 * PAGE_ROWS for section in brief.sections)
    assert max(chart.count("<a ") + chart.count("<rect") for chart in (s.chart for s in brief.sections)) < 600


def test_the_summary_tells_what_there_is_and_what_to_doubt(short: writing.Report) -> None:
    assert short.summary.holds.startswith("5 reports of ")
    told = {part.title: part.rows for part in short.summary.parts}
    assert told["The most connected companies"][0][0].startswith("Amkor")
    assert all(len(rows) <= 5 for rows in told.values())
    assert any(name.startswith("Shares that overlap") for name, _ in told["What to doubt"])


def test_contradicted_sizes_are_among_neither_the_largest_nor_the_fastest() -> None:
    quiet, loud = "market/quiet", "market/loud"
    made = network([*chains(1), triple(quiet, vocab.RDFS_LABEL, '"Quiet"'), triple(loud, vocab.RDFS_LABEL, '"Loud"')])

    def sized(name: str, market: str, year: str, amount: int, basis: str | None = None) -> Figure:
        of = vocab.BASE + market
        value = f"USD {amount}"
        return Figure(
            *(name, "Market size", "r", of, None, None, None, None, year, value),
            *(None, Decimal(amount), None, basis, NO_SUPPORT),
        )

    figures = (
        sized("a", quiet, "2024", 5),
        sized("b", quiet, "2030", 9, "forecast"),
        sized("c", loud, "2024", 5000),
        sized("d", loud, "2024", 7),
    )
    clash = Disagreement(CONFLICT, vocab.BASE + loud, "Market size", "apart", (3, 2))
    told = writing.report(replace(made, figures=figures, disagreements=(clash,))).summary
    rows = {part.title: part.rows for part in told.parts}
    assert [value for _, value in rows["The largest markets"]] == ["USD 5, 2024"]
    assert rows["The most contested"][0][1] == "1 conflict: USD 7 or USD 5000"


def test_a_word_file_holds_the_summary_and_the_tables(short: writing.Report) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    data = word_file(short)
    assert data == word_file(short)
    document = docx.Document(BytesIO(data))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert short.summary.holds in words
    assert len(document.tables) == sum(bool(section.table.rows) for section in short.sections)


def test_what_xml_cannot_hold_is_left_out_of_a_word_file() -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    made = writing.report(network(attacks()), "A\x00B\x0bC", evidence=True)
    assert docx.Document(BytesIO(word_file(made))).paragraphs[0].text


def test_a_pdf_without_a_browser_is_refused_with_the_way_out(
    short: writing.Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtra, match="write HTML"):
        writing.written(short, "pdf")


def test_the_ending_of_the_file_chooses_the_form(
    seeds_graph: Path, command: Callable[..., Any], tmp_path: Path
) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    file = tmp_path / "one.docx"
    done = command(["report", "-g", str(seeds_graph), "-o", str(file)])
    assert done.returncode == 0, done.stderr.decode()
    assert file.read_bytes().startswith(b"PK")


def test_market_chooses_its_reports(seeds_graph: Path, command: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "one.md"
    done = command(["report", "-g", str(seeds_graph), "--market", "package on package", "-o", str(file)])
    assert done.returncode == 0, done.stderr.decode()
    text = file.read_text(encoding="utf-8")
    assert text.lower().startswith("# package on package")
    assert "Backing Pumps" not in text


# ----------------------------------------------------------------------------------------------- charts

MARK = Mark("said", 1)


@pytest.mark.parametrize("drawn", [charts.dots([], "%"), charts.bars([]), charts.spans([]), charts.lines([], "USD")])
def test_nothing_to_draw_draws_nothing(drawn: str) -> None:
    assert drawn == ""


def test_what_is_implied_far_outside_stands_at_the_edge() -> None:
    row = Dots("Market", "", ((Decimal(5), MARK), (Decimal(6), MARK)), Decimal(900), "sizes give 900 %")
    ticks = re.findall(r'class="faint"[^>]*>(\d+) %</text>', charts.dots([row], " %"))
    assert max(map(int, ticks)) < 10
    assert re.findall(r'class="beyond"[^>]*>([^<]*)<', charts.dots([row], " %")) == ["900 %"]


def test_shares_beyond_a_hundred_widen_the_scale() -> None:
    bar = Bar("Market", "", (("A", Decimal(90), True, MARK), ("B", Decimal(60), True, MARK)))
    boxes = re.findall(r'<rect x="([\d.]+)"[^>]*width="([\d.]+)"', charts.bars([bar]))
    assert max(float(x) + float(width) for x, width in boxes) <= charts.WIDTH


def test_one_year_and_one_amount_can_be_drawn() -> None:
    assert "<circle" in charts.lines([Line("Market", ((2024, Decimal(1_000_000), MARK),))], "USD")
    assert "<rect" in charts.spans([Span("Report", "", 2024, 2024, MARK)])


def test_labels_and_marks_are_escaped() -> None:
    bad = '<b>&"'
    for drawn in (
        charts.dots([Dots(bad, bad, ((Decimal(1), Mark(bad, 2)),), None, bad)], bad),
        charts.lines([Line(bad, ((2024, Decimal(10), Mark(bad, None)),))], bad),
        charts.grid([(bad, [("filled", Mark(bad, 1)), None], bad)], [bad, bad], bad),
    ):
        ElementTree.fromstring(drawn)
        assert "<b>" not in drawn


def test_labels_at_the_ends_of_lines_keep_apart_and_in_their_order() -> None:
    rows = [Line(f"Market {n}", ((2024, Decimal(100), MARK), (2030, Decimal(1000 + n), MARK))) for n in range(12)]
    drawn = charts.lines(rows, "USD")
    ends = [float(y) for y in re.findall(r'y="([\d.]+)">Market', drawn)]
    assert len(ends) == 12
    assert all(below - above >= 14.9 for above, below in pairwise(ends))
    assert re.findall(r">(Market \d+)<", drawn) == [f"Market {n}" for n in reversed(range(12))]


@pytest.mark.parametrize(
    "label", ["Wide WWW Names " * 8, "半導体パッケージング装置の市場" * 5, "illicit fittings, " * 9]
)
def test_no_label_is_longer_than_its_room(label: str) -> None:
    shown = charts._fit(label, 282)
    assert shown.endswith("…")
    assert 240 < charts._width(shown) <= 286


def test_the_most_frequent_regions_have_a_tone_that_is_told() -> None:
    names = [f"Region {n}" for n in range(9)]
    rows = [Bar(f"Market {n}", "", tuple((name, Decimal(5), False, MARK) for name in names[: n + 1])) for n in range(9)]
    drawn = charts.bars(rows)
    told = re.findall(r'class="tone(\d)"/><text[^>]*>([^<]*)</text>', drawn)
    assert told == [*((str(n), f"Region {n}") for n in range(6)), ("6", "Other regions")]
    assert drawn.count('class="part tone6"') == 3 + 2 + 1


def test_shares_beyond_a_whole_are_summed_and_do_not_press_the_others() -> None:
    over = Bar("Over", "", tuple((f"Region {n}", Decimal(90), False, MARK) for n in range(3)))
    drawn = charts.bars([over, Bar("Whole", "", (("Region 0", Decimal(100), False, MARK),))])
    assert re.findall(r">([^<]* in all)<", drawn) == ["270 % in all"]
    widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)" height="24"', drawn)]
    assert len(widths) == 4
    assert widths[3] > 270  # a whole takes two thirds of the room


def test_sizes_of_one_report_that_contradict_are_in_the_table_and_not_drawn() -> None:
    def sized(report: str, amounts: list[tuple[int, int]]) -> list[Figure]:
        return [
            Figure(
                f"{report}{n}",
                "Market size",
                report,
                None,
                None,
                None,
                None,
                None,
                str(year),
                f"USD {amount}",
                None,
                Decimal(amount),
                None,
                None,
                NO_SUPPORT,
            )
            for n, (year, amount) in enumerate(amounts)
        ]

    clear, twice, single = (
        sized("a", [(2024, 5), (2030, 9)]),
        sized("b", [(2024, 5), (2024, 7), (2030, 9)]),
        sized("c", [(2024, 5)]),
    )
    assert report_figures._series([*clear, *twice, *single]) == [clear]
