"""The page in headless Chromium, from file://, with the network refused."""

from __future__ import annotations

import csv
import json
import re
import threading
from collections.abc import Callable, Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from xml.etree import ElementTree

import pytest
from browsing import SIZES, Visitor, go, launched, look, settled, skip_without_browser
from samples_network import attacks, chains, pile, report, triple

from mrgraph import rdf, vocab
from mrgraph.asking.queries import ask
from mrgraph.output import markup
from mrgraph.page import html_page as maker
from mrgraph.page import string_table
from mrgraph.page.drawing import network
from mrgraph.page.network import Network
from mrgraph.rdf.terms import lexical

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from mrgraph.claims.evidence import Quote

pytestmark = pytest.mark.browser
skip_without_browser()

AMKOR = "#node=company/amkor-technology"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    opened = Visitor(browser)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def seeds_page(seeds: Path, seeds_graph: Path, command: Callable[..., Any], folder: Path) -> Path:
    file = folder / "seeds.html"
    done = command(["view", "-g", str(seeds_graph), "-o", str(file), "--sources", str(seeds)])
    assert done.returncode == 0, done.stderr.decode()
    return file


@pytest.fixture(scope="module")
def seeds_network(seeds_graph: Path) -> Network:
    return network(rdf.read_triples(seeds_graph))


@pytest.fixture(scope="module")
def large(folder: Path) -> tuple[Path, Network]:
    """A page of some ten thousand nodes, and its network."""
    made = network(rdf.parse_ntriples(pile(1000).decode()))
    assert len(made.nodes) > 10_000
    return written(made, folder / "large.html"), made


def written(made: Network, file: Path) -> Path:
    page = maker.page(made, maker.Options(folder=f"{file.stem}.data"))
    file.write_bytes(page.html)
    for path, data in page.beside.items():
        (file.parent / path).parent.mkdir(exist_ok=True)
        (file.parent / path).write_bytes(data)
    return file


def texts(page: Page, selector: str) -> list[str]:
    return page.eval_on_selector_all(selector, "all => all.map(each => each.textContent)")


# ------------------------------------------------------------------------------------- nothing from outside


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_page_opens_offline_without_request_message_or_error(
    visitor: Visitor, seeds_page: Path, scheme: str, size: str
) -> None:
    page = visitor.open(seeds_page, scheme=scheme, size=size)
    for state in (AMKOR, "#view=table&tab=links", "#path=company/unitysc+company/qualcomm", "#"):
        go(page, state)
    assert look(page)["shown"]
    assert page.record.messages == []
    assert page.record.requests == []


class Counter(BaseHTTPRequestHandler):
    """Counts what is asked of it."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def test_addresses_in_documents_are_never_asked_for(browser: Browser, folder: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    text = f"<img src={base}/img><link rel=stylesheet href={base}/css><script src={base}/js></script>{base}/plain"
    triples = [
        *report("r1", [(vocab.hasPlayer, "company/a")], text),
        triple("company/a", vocab.RDFS_LABEL, f'"{text}"'),
    ]
    file = written(network(triples), folder / "counting.html")
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(file.as_uri() + "#node=company/a")
        page.wait_for_selector("html[data-ready]")
        go(page, "#view=table&tab=links")
        page.wait_for_timeout(200)
        assert page.evaluate(f"fetch('{base}/direct').then(() => 'asked', () => 'refused')") == "refused"
    finally:
        context.close()
        server.shutdown()
        server.server_close()
    assert Counter.asked == []


def test_texts_of_documents_never_run_and_never_become_elements(visitor: Visitor, folder: Path) -> None:
    made = network(attacks())
    page = visitor.open(written(made, folder / "attacks.html"))
    scripts = page.evaluate("document.scripts.length")
    for node in made.nodes:
        go(page, "#node=" + node.iri.removeprefix(vocab.BASE))
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    for state in ("#view=table", "#view=table&tab=links", "#path=company/attack-0+company/attack-3"):
        go(page, state)
    page.fill("#search", "attack")
    assert page.evaluate("typeof window.attacked") == "undefined"
    assert page.evaluate("document.scripts.length") == scripts
    assert (
        page.evaluate("document.querySelectorAll('img, iframe, object, embed, style:not(head style), [onload]').length")
        == 0
    )
    assert page.evaluate("[...document.links].filter(a => !a.href.startsWith('http://example.org/')).length") == 0
    assert page.record.messages == []


def test_an_injected_script_is_refused(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page)
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.injected = 1';"
        " document.body.append(s);"
        " const d = document.createElement('div'); d.innerHTML = '<img src=x onerror=\"window.injected = 1\">';"
        " document.body.append(d); }"
    )
    page.wait_for_timeout(100)
    assert page.evaluate("typeof window.injected") == "undefined"
    assert any("Content Security Policy" in message for message in page.record.messages)


def test_page_draws_without_webgl(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page)
    assert page.evaluate("document.createElement('canvas').getContext('webgl')") is None
    colours = page.evaluate(
        "() => { const c = document.querySelector('#canvas canvas'); const d = c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data; const s = new Set();"
        " for (let i = 0; i < d.length; i += 4) s.add((d[i] << 16) | (d[i + 1] << 8) | d[i + 2]); return s.size; }"
    )
    assert colours > 20


# ------------------------------------------------------------------------------------------- accessibility


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visitor: Visitor, seeds_page: Path, large: tuple[Path, Network], scheme: str) -> None:
    script = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    found = []
    for file, states in (
        (
            seeds_page,
            (
                "",
                AMKOR,
                "#node=report/reliablemarketsize.com-1835044",
                "#view=table&tab=figures",
                "#path=company/unitysc+company/qualcomm",
            ),
        ),
        (large[0], ("", "#cluster=1")),
    ):
        page = visitor.open(file, scheme=scheme)
        page.evaluate(script)
        for state in states:
            go(page, state)
            found += [(state, *each) for each in violations(page)]
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_opens_without_message_and_axe_finds_nothing(
    browser: Browser, seeds_graph: Path, command: Callable[..., Any], folder: Path, scheme: str
) -> None:
    file = folder / "report.html"
    assert command(["report", "--evidence", "-g", str(seeds_graph), "-o", str(file)]).returncode == 0
    messages: list[str] = []
    context = browser.new_context(color_scheme=scheme, offline=True)
    try:
        page = context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        assert messages == []
        page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        assert violations(page) == []
        page.click("#growth svg a")
        assert re.search(r"#q\d+$", page.url)
    finally:
        context.close()


def violations(page: Page) -> list[tuple[str, str]]:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = page.evaluate(f"axe.run({{ runOnly: {json.dumps(tags)} }})")
    return [(each["id"], node["html"][:200]) for each in result["violations"] for node in each["nodes"]]


def test_everything_can_be_done_by_keyboard(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page)
    page.keyboard.press("/")
    page.keyboard.type("amkor")
    page.keyboard.press("Enter")
    settled(page)
    assert page.inner_text("#panel h2").startswith("Amkor Technology")
    page.keyboard.press("Escape")
    settled(page)
    assert page.inner_text("#panel h2") == "What stands out"
    before = len(look(page)["shown"])
    page.focus("#legend input")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value") == "company"
    assert len(look(page)["shown"]) < before
    page.focus("#canvas .vis-network")
    scale = look(page)["scale"]
    page.keyboard.press("+")
    assert look(page)["scale"] > scale
    left = look(page)["position"]["x"]
    page.keyboard.press("ArrowRight")
    assert look(page)["position"]["x"] > left
    page.focus("#view-table")
    page.keyboard.press("Enter")
    page.wait_for_selector("#table tbody tr")
    page.focus("#table tbody button")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2


def test_focus_can_be_seen_on_every_control(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page)
    seen = 0
    for _ in range(14):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        seen += style != "none"
    assert seen == 14


# -------------------------------------------------------------------------------------------------- search


@pytest.fixture(scope="module")
def names_page(folder: Path) -> Path:
    triples = [
        *report("r1", [(vocab.hasPlayer, "company/a"), (vocab.hasPlayer, "company/b"), (vocab.hasPlayer, "company/c")]),
        triple("company/a", vocab.RDFS_LABEL, '"Société Générale"'),
        triple("company/b", vocab.RDFS_LABEL, '"General Electric"'),
        triple("company/b", vocab.SKOS_ALT_LABEL, '"GE Healthcare"'),
        triple("company/c", vocab.RDFS_LABEL, '"東京エレクトロン"'),
    ]
    return written(network(triples), folder / "names.html")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("gener", "General Electric"),  # the beginning of the name comes before that of a later word
        ("elec", "General Electric"),
        ("generale", "Société Générale"),
        ("SOCIETE", "Société Générale"),
        ("health", "General Electric"),
        ("東京", "東京エレクトロン"),
    ],
)
def test_search_finds_by_prefix_word_accent_and_other_name(
    visitor: Visitor, names_page: Path, typed: str, first: str
) -> None:
    page = visitor.open(names_page)
    page.fill("#search", typed)
    assert texts(page, "#found [role=option] > span:first-child")[0] == first


def test_search_says_when_nothing_is_found(visitor: Visitor, names_page: Path) -> None:
    page = visitor.open(names_page)
    page.fill("#search", "zzz")
    assert texts(page, "#found li") == ["Nothing by this name"]


# ------------------------------------------------------------------------------------------ filters and counts


def test_counts_in_the_legend_are_those_of_sparql(visitor: Visitor, seeds_page: Path, seeds_graph: Path) -> None:
    store = rdf.open_store(seeds_graph)
    relations = {
        "market": "mrg:studies",
        "company": "mrg:hasPlayer",
        "technology": "mrg:hasTechnology, mrg:drivenBy",
        "application": "mrg:hasApplication",
        "segment": "mrg:hasSegment",
        "region": "mrg:ledBy, mrg:scope",
    }
    expected = {"report": count(store, "?n a mrg:Report")}
    for kind, terms in relations.items():
        drawn = f"?c mrg:predicate ?p ; mrg:object ?n . FILTER(?p IN ({terms}) && ?n != region:world)"
        expected[kind] = count(store, f"{drawn} FILTER NOT EXISTS {{ ?c mrg:flag/rdf:type mrg:Defect }}")
    page = visitor.open(seeds_page)
    shown = page.eval_on_selector_all(
        "#legend label",
        "all => all.map(l => [l.querySelector('input').value, Number(l.querySelector('.n').textContent)])",
    )
    assert dict(shown) == {kind: number for kind, number in expected.items() if number}


def count(store: rdf.Store, where: str) -> int:
    found = ask(store, f"SELECT (COUNT(DISTINCT ?n) AS ?k) WHERE {{ {where} }}")
    return int(lexical(found.rows[0][0] or ""))


def test_a_kind_that_is_switched_off_is_neither_drawn_nor_in_the_table(
    visitor: Visitor, seeds_page: Path, seeds_network: Network
) -> None:
    page = visitor.open(seeds_page, at="#hide=company")
    kinds = {seeds_network.nodes[node].kinds for node in look(page)["shown"]}
    assert ("company",) not in kinds
    go(page, "#hide=company&view=table")
    page.wait_for_selector("#table tbody tr")
    assert "Company" not in texts(page, "#table tbody td:nth-child(2)")


def test_shared_by_two_leaves_what_two_reports_name(visitor: Visitor, seeds_page: Path, seeds_network: Network) -> None:
    page = visitor.open(seeds_page, at="#shared=2")
    nodes = [seeds_network.nodes[node] for node in look(page)["shown"]]
    assert all(node.kinds[0] == "report" or len(node.reports) > 1 for node in nodes)
    assert sum(node.kinds[0] != "report" for node in nodes) > 5


def test_year_slider_leaves_reports_that_begin_by_then(
    visitor: Visitor, seeds_page: Path, seeds_network: Network
) -> None:
    page = visitor.open(seeds_page, at="#year=2024")
    shown = {seeds_network.nodes[node].iri for node in look(page)["shown"]}
    late = {report.iri for report in seeds_network.reports if report.start is not None and report.start > 2024}
    assert late
    assert not late & shown
    only_late = [n for n in seeds_network.nodes if set(n.reports) <= late]
    assert not {n.iri for n in only_late} & shown


def test_what_is_said_to_be_left_out_is_left_out(visitor: Visitor, folder: Path, large: tuple[Path, Network]) -> None:
    made = network(chains(50))
    page = visitor.open(written(made, folder / "chains.html"))
    shown, hubs = len(look(page)["shown"]), sum(node.hub for node in made.nodes)
    said = page.inner_text("#count")
    assert said == f"{shown} of {len(made.nodes) - hubs} shown, 1 name almost everywhere only listed"
    page = visitor.open(large[0], at="#cluster=" + leaf(large[1]))
    said = page.inner_text("#count")
    dots = [dot.iri for dot in large[1].dots[leaf(large[1])]]
    markets = sum("/market/" in iri for iri in dots)
    assert said.startswith(f"{markets} of {markets} markets and {len(dots) - markets} companies that tie them")
    assert len(look(page)["shown"]) == len(dots)


def leaf(made: Network) -> str:
    parents = {cluster.parent for cluster in made.layout.clusters}
    return next(cluster.key for cluster in made.layout.clusters if cluster.key not in parents)


# ------------------------------------------------------------------------------------------------ evidence


def test_each_link_shows_a_sentence_of_its_document_that_names_it(
    visitor: Visitor, seeds: Path, seeds_page: Path, seeds_network: Network, command: Callable[..., Any]
) -> None:
    words = {path.name: text_of(command, path) for path in sorted(seeds.glob("*.txt"))}
    copies = {path.stem: copy_of(path) for path in (seeds_page.parent / "sources").iterdir()}
    page = visitor.open(seeds_page, at="#view=table&tab=links")
    while page.query_selector("#table .more"):
        before = len(texts(page, "#table tbody tr"))
        page.click("#table .more")
        page.wait_for_function("before => document.querySelectorAll('#table tbody tr').length > before", arg=before)
    labels = {node.iri: node.label for node in seeds_network.nodes}
    shown = page.eval_on_selector_all(
        "#table tbody tr",
        "all => all.map(row => [row.cells[2], ...row.cells[3].children].map(each => each.textContent))",
    )
    shown = [[each.removesuffix(" · open at the sentence") for each in row] for row in shown]
    told = [[labels[link.node], *map(as_told, link.support.quotes)] for link in seeds_network.links]
    assert sorted(shown) == sorted(told)
    unnamed = 0
    for link in seeds_network.links:
        node = next(each for each in seeds_network.nodes if each.iri == link.node)
        for quote in link.support.quotes:
            assert words[quote.document][quote.start : quote.end] == quote.text
            assert quote.text in copies[quote.key]
        said = " ".join(quote.text for quote in link.support.quotes).casefold()
        unnamed += not any(name.casefold() in said for name in (node.label, *node.aliases))
    assert unnamed <= len(seeds_network.links) * 0.02, "names that no quote spells as they are labelled"


def as_told(quote: Quote) -> str:
    """A quote as the table shows it: heading and sentence, document, and place."""
    sentence = f"{quote.heading} {quote.text}" if quote.heading else quote.text
    place = "" if quote.start is None else f", characters {quote.start:,} to {quote.end:,}"
    return f"{sentence}{quote.document}{place}"


def text_of(command: Callable[..., Any], path: Path) -> str:
    done = command(["text", str(path)])
    return done.stdout.decode("utf-8")


def copy_of(path: Path) -> str:
    body = path.read_text(encoding="utf-8").split("<main", 1)[1].split(">", 1)[1].rsplit("</main>", 1)[0]
    return unescape(re.sub(r"</?mark>|<a id=\"c\d+\"></a>", "", body))


NAMES = (
    "Société Générale & Co.",
    "A. Krüss Optronic GmbH",
    "½ × ™ Ünïts",
    "İstanbul ﬁne",
    "東京エレクトロン",
    "Ωμέγα",
    "-",
)


def test_names_in_keys_and_sentences_are_written_out(browser: Browser, large: tuple[Path, Network]) -> None:
    names = [*NAMES, *(node.label for node in (*network(attacks()).nodes, *large[1].nodes))]
    keys = [string_table._folded(name) or "key" for name in names]
    keys = [key[: 1 + place % len(key)] for place, key in enumerate(keys)]
    short = [string_table.key_after(name, key) for name, key in zip(names, keys, strict=True)]
    assert sum(isinstance(each, int) for each in short) > 10_000
    texts = [(f"The {n.lower()} market, the {n}, of {n[::-1]} {n}", n[::-1], n) for n in names[:500]]
    code = "".join(markup.source(maker.ROOM, name) for name in ("columns.js", "shorthand.js"))
    page = browser.new_page()
    page.evaluate(f"() => {{ {code} Object.assign(window, {{ keyAfter, writtenOut }}); }}")
    assert page.evaluate("([names, all]) => names.map((name, n) => keyAfter(name, all[n]))", [names, short]) == keys
    packed = [(string_table.shortened(*each), *each[1:]) for each in texts]
    assert page.evaluate("all => all.map(each => writtenOut(...each))", packed) == [text for text, *_ in texts]
    page.close()


def test_the_panel_marks_the_name_in_its_sentence(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, at=AMKOR)
    assert len(texts(page, "#panel .claims")) == 3
    assert all("amkor" in mark.casefold() for mark in texts(page, "#panel .claims mark"))
    assert all(re.search(r"characters [\d,]+ to [\d,]+", source) for source in texts(page, "#panel .source"))
    assert "Confidence of the reading" in page.inner_text("#panel")


def test_the_link_to_the_source_opens_at_the_sentence(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, at=AMKOR)
    links = page.eval_on_selector_all("#panel .source a", "all => all.map(a => a.href)")
    assert len(links) >= 4
    for link in links[:3]:
        start = re.search(r"#c(\d+):~:text=", link)
        assert start is not None
        page.goto(link)
        box = page.locator(f"#c{start[1]}").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < SIZES["desktop"][1]
        assert page.record.messages == []


def test_conflicts_and_repaired_names_are_flagged(visitor: Visitor, seeds_page: Path, seeds_network: Network) -> None:
    page = visitor.open(seeds_page)
    assert texts(page, "#conflicts .card") == []
    assert "No two figures for one quantity contradict each other." in texts(page, "#conflicts p")
    cards = texts(page, "#audit .card, #scope .card")
    assert len(cards) == len(seeds_network.disagreements) >= 2
    assert any("8 %" in card and "10 %" in card for card in cards)
    assert any("5.8 %" in card and "5.9 %" in card and "North America" in card for card in cards)
    page.click("#scope .card summary")
    page.wait_for_selector("#scope .card .quote .sentence")
    repaired = next(
        report.iri for report in seeds_network.reports for link in report.listed if "repaired" in link.support.flags
    )
    go(page, "#node=" + repaired.removeprefix(vocab.BASE))
    assert "repaired" in " ".join(texts(page, "#panel .chip"))


def test_table_and_page_without_scripts_hold_the_same_facts(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, at="#view=table&tab=links")
    page.click("#table .more")
    page.wait_for_function("() => document.querySelectorAll('#table tbody tr').length > 100")
    shown = sorted(cells(page, "#table tbody tr", (1, 2, 5)))
    go(page, "#view=table&tab=figures")
    page.wait_for_selector("#table table[aria-label=Figures]")
    figures = len(texts(page, "#table tbody tr"))
    plain = visitor.open(seeds_page, java_script_enabled=False)
    rows = plain.locator("#plain-links tr")
    assert rows.count() == len(shown)
    told = [[rows.nth(n).locator("td").nth(c).inner_text() for c in (1, 2, 6)] for n in range(rows.count())]
    assert sorted(told) == shown
    assert plain.locator("#plain-figures tr").count() == figures


def cells(page: Page, rows: str, columns: tuple[int, ...]) -> list[list[str]]:
    return page.eval_on_selector_all(
        rows, "(all, columns) => all.map(row => columns.map(c => row.cells[c].textContent))", list(columns)
    )


# ------------------------------------------------------------------------------------------------- drawing


@pytest.mark.parametrize("size", SIZES)
def test_no_two_labels_overlap(visitor: Visitor, seeds_page: Path, large: tuple[Path, Network], size: str) -> None:
    for file, states in ((seeds_page, ("", AMKOR)), (large[0], ("#cluster=" + leaf(large[1]),))):
        for state in states:
            labels = look(visitor.open(file, at=state, size=size))["labels"]
            assert labels
            assert [(a["text"], b["text"]) for n, a in enumerate(labels) for b in labels[n + 1 :] if meet(a, b)] == []


@pytest.mark.parametrize("size", SIZES)
def test_no_label_is_cut_by_the_edge_of_the_drawing(
    visitor: Visitor, seeds_page: Path, large: tuple[Path, Network], size: str
) -> None:
    for file, state in ((seeds_page, ""), (seeds_page, AMKOR), (large[0], "#cluster=" + leaf(large[1]))):
        page = visitor.open(file, at=state, size=size)
        seen, bounds = look(page), page.locator("#canvas").bounding_box()
        assert bounds is not None
        x, y = (seen["position"][axis] * seen["scale"] for axis in "xy")
        for label in seen["labels"]:
            assert (
                abs((label["left"] + label["right"]) / 2 - x) + (label["right"] - label["left"]) / 2
                <= bounds["width"] / 2 + 1
            )
            assert abs((label["top"] + label["bottom"]) / 2 - y) <= bounds["height"] / 2


def meet(a: dict[str, float], b: dict[str, float]) -> bool:
    return a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]


def test_nine_of_ten_names_of_the_seeds_can_be_read_at_once(visitor: Visitor, seeds_page: Path) -> None:
    seen = look(visitor.open(seeds_page))
    assert len(seen["labels"]) >= 0.8 * len(seen["shown"])


def test_two_visits_see_the_same(visitor: Visitor, seeds_page: Path) -> None:
    assert look(visitor.open(seeds_page)) == look(visitor.open(seeds_page))


def test_a_click_opens_what_lies_there(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page)
    bounds = page.locator("#canvas").bounding_box()
    seen = look(page)
    label = next(each for each in seen["labels"] if each["text"].startswith("Amkor"))
    x = (label["left"] + label["right"]) / 2 - seen["position"]["x"] * seen["scale"]
    y = (label["top"] + label["bottom"]) / 2 - seen["position"]["y"] * seen["scale"]
    assert bounds is not None
    page.mouse.click(bounds["x"] + bounds["width"] / 2 + x, bounds["y"] + bounds["height"] / 2 + y)
    page.wait_for_function("() => document.getElementById('panel').dataset.about === 'company/amkor-technology'")
    assert "node=company" in page.url


def test_what_stands_out_in_a_group_counts_its_own_reports(visitor: Visitor, large: tuple[Path, Network]) -> None:
    file, made = large
    page = visitor.open(file, at="#cluster=" + leaf(made))
    reports = {node.iri for node in made.nodes if node.kinds[0] == "report" and node.cluster == leaf(made)}
    counts = {node.label: len(reports & set(node.reports)) for node in made.nodes}
    shown = page.eval_on_selector_all(
        "#panel .stands li",
        "all => all.map(li => [li.querySelector('button').textContent, li.querySelector('.n').textContent])",
    )
    assert len(shown) > 5
    for name, told in shown:
        assert told.startswith(f"{counts[name]} reports, ")


def test_a_printed_page_says_what_it_leaves_out(visitor: Visitor, large: tuple[Path, Network]) -> None:
    busy = max((node for node in large[1].nodes if node.kinds[0] == "company"), key=lambda node: len(node.reports))
    page = visitor.open(large[0], at="#node=" + busy.iri.removeprefix(vocab.BASE))
    told = page.locator("#panel .printed").first
    assert not told.is_visible()
    page.emulate_media(media="print")
    assert told.is_visible()
    assert told.inner_text().startswith(f"The first 12 of {len(busy.reports)} ")
    assert page.locator("#count").is_visible()
    assert page.locator("#legend").is_visible()  # the key to what is drawn
    assert not page.locator("#legend input").first.is_visible()
    assert not page.locator("#panel .more").first.is_visible()


def test_a_printed_table_has_all_its_columns_on_the_paper(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, at="#view=table&tab=figures")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 with margins
    edges = page.eval_on_selector_all(
        "#table tbody td", "all => all.filter(c => c.offsetWidth).map(c => c.getBoundingClientRect().right)"
    )
    assert len(edges) > 100
    assert max(edges) <= 718


def test_a_group_opens_from_the_list_and_the_way_leads_back(visitor: Visitor, large: tuple[Path, Network]) -> None:
    page = visitor.open(large[0])
    top = [cluster for cluster in large[1].layout.clusters if not cluster.parent]
    assert look(page)["discs"] == len(top) <= 30
    page.click("#panel summary")
    page.click(f"#panel .stands button >> text='{top[0].name}'")
    page.wait_for_function("name => document.querySelector('#panel h2').textContent === name", arg=top[0].name)
    page.go_back()
    page.wait_for_function("() => document.querySelector('#panel h2').textContent.includes('groups')")
    assert look(page)["discs"] == len(top)


def test_path_costs_what_networkx_finds(visitor: Visitor, large: tuple[Path, Network]) -> None:
    import networkx

    file, made = large
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    weights = {node.iri: node.weight for node in made.nodes}
    for link in made.links:
        graph.add_edge(link.report, link.node, weight=weights[link.node])
        graph.add_edge(link.node, link.report, weight=weights[link.report])
    companies = sorted(node.iri for node in made.nodes if node.kinds[0] == "company")
    page = visitor.open(file)
    for start, end in ((0, -1), (17, 900), (300, 301), (5, 2500)):
        ends = [companies[start], companies[end]]
        go(page, "#path=" + "+".join(iri.removeprefix(vocab.BASE) for iri in ends))
        page.wait_for_function("() => document.querySelector('#panel h2').textContent.startsWith('Path')")
        steps = [made.nodes[node].iri for node in look(page)["shown"]]
        assert [steps[0], steps[-1]] == ends
        assert all(graph.has_edge(a, b) for a, b in pairwise(steps))
        cost = sum(weights[iri] for iri in steps[1:])
        assert cost == networkx.dijkstra_path_length(graph, *ends)


def test_pictures_open(visitor: Visitor, seeds_page: Path, tmp_path: Path) -> None:
    page = visitor.open(seeds_page, accept_downloads=True)
    for button, file in (("#save-png", tmp_path / "network.png"), ("#save-svg", tmp_path / "network.svg")):
        with page.expect_download() as saved:
            page.click(button)
        saved.value.save_as(file)
    assert (tmp_path / "network.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    root = ElementTree.parse(tmp_path / "network.svg").getroot()
    texts_in = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any(text and text.startswith("Amkor") for text in texts_in)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}line"))) > 90
    for name in ("network.png", "network.svg"):
        width = page.evaluate(
            "url => new Promise((done, fail) => { const i = new Image(); i.onload = () => done(i.naturalWidth);"
            " i.onerror = () => fail(new Error('not an image')); i.src = url; })",
            data_address(tmp_path / name),
        )
        assert width > 300


def data_address(file: Path) -> str:
    import base64

    kind = "image/png" if file.suffix == ".png" else "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def test_the_address_brings_the_state_back(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, at="#view=table&tab=figures&hide=company+region&shared=2&theme=dark")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.get_attribute("#table table", "aria-label") == "Figures"
    assert page.input_value("#shared") == "2"
    assert not page.is_checked("#legend input[value=company]")
    assert page.is_checked("#legend input[value=report]")
    bad = visitor.open(seeds_page, at="#node=nothing&view=evil&shared=-3&year=x&cluster=9&path=a")
    assert bad.inner_text("#panel h2") == "What stands out"
    assert bad.record.messages == []


def test_a_page_in_parts_loads_them_when_they_are_read(
    visitor: Visitor, seeds_network: Network, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maker, "LIMIT", 1000)
    page = visitor.open(written(seeds_network, folder / "parts.html"), at=AMKOR)
    assert len(texts(page, "#panel mark")) >= 4
    assert page.evaluate("document.querySelectorAll('script[src]').length") == 1
    assert page.record.messages == []
    assert page.record.requests == []


# --------------------------------------------------------------------------------------------------- speed


def test_seeds_are_ready_within_a_second(visitor: Visitor, seeds_page: Path) -> None:
    times = []
    for _ in range(3):
        page = visitor.open(seeds_page)
        times.append(page.evaluate("performance.now()"))
    assert min(times) < 1000  # the target is 500; a test on a busy machine may take twice as long


@pytest.mark.parametrize(("name", "limit"), [("search", 10), ("focus", 100), ("path", 200)])
def test_ten_thousand_nodes_answer_at_once(
    visitor: Visitor, large: tuple[Path, Network], name: str, limit: float
) -> None:
    page = visitor.open(large[0])
    page.evaluate("performance.clearMeasures()")
    companies = sorted(node.iri for node in large[1].nodes if node.kinds[0] == "company")
    keys = [iri.removeprefix(vocab.BASE) for iri in companies]
    for n in range(5):
        if name == "search":
            page.fill("#search", ("ka", "sys", "lor", "tech", "x")[n])
        else:
            go(page, f"#node={keys[n * 50]}" if name == "focus" else f"#path={keys[n]}+{keys[-n - 1]}")
    took = page.evaluate("name => performance.getEntriesByName(name).map(each => each.duration)", f"mrgraph {name}")
    assert len(took) >= 5
    assert sorted(took)[len(took) // 2] < limit  # twice the target, which benchmarks/page measures


# ------------------------------------------------------------------------------------------ the map of markets


def test_the_first_screen_of_many_reports_is_the_map_of_markets(visitor: Visitor, large: tuple[Path, Network]) -> None:
    page = visitor.open(large[0])
    shown = look(page)["shown"]
    kinds = {large[1].nodes[number].kinds[0] for number in shown}
    assert kinds == {"market", "company"}
    assert page.inner_text("#says").startswith("Each hexagon is a market")
    visible = [label.get_attribute("data-kind") for label in page.locator("#legend label:visible").all()]
    assert visible == ["market", "company"]


def test_filters_act_on_the_map_at_once(visitor: Visitor, large: tuple[Path, Network]) -> None:
    page = visitor.open(large[0])
    both = set(look(page)["shown"])
    page.uncheck("#legend input[value=company]")
    markets = set(look(page)["shown"])
    assert {large[1].nodes[number].kinds[0] for number in markets} == {"market"}
    page.check("#legend input[value=company]")
    assert set(look(page)["shown"]) == both
    page.fill("#shared", "12")
    assert set(look(page)["shown"]) != both


def test_a_market_shows_its_companies_and_topics(visitor: Visitor, seeds_page: Path, seeds_network: Network) -> None:
    page = visitor.open(seeds_page, at="#node=market/package-on-package")
    market = vocab.BASE + "market/package-on-package"
    reports = {report.iri for report in seeds_network.reports if report.market == market}
    named = {link.node for link in seeds_network.links if link.report in reports} - {market}
    shown = {seeds_network.nodes[number].iri for number in look(page)["shown"]}
    assert named <= shown
    heads = " ".join(texts(page, "#panel h3"))
    assert "Companies" in heads
    assert "Technologies" in heads


def test_why_leads_from_a_market_to_the_sentence_about_its_company(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, at="#node=market/package-on-package")
    page.locator("#panel button.small").first.click()
    page.wait_for_selector("#panel .quote .sentence")
    assert "named as a player" in page.inner_text("#panel").lower()


def test_a_click_on_a_line_tells_its_sentence(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, at="#node=company/amkor-technology")
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    ring = [(x, y) for x in range(-60, 61, 6) for y in range(-90, 91, 6)]
    for x, y in ring:
        page.mouse.move(middle[0] + x, middle[1] + y)
        if page.locator("#tip").is_visible() and "Click for the sentence" in page.inner_text("#tip"):
            break
    assert "named as a player in the market" in page.inner_text("#tip")
    page.mouse.click(middle[0] + x, middle[1] + y)
    page.wait_for_selector("#panel .quote .sentence")
    assert "path=" in page.url


def test_the_chosen_theme_is_there_on_the_next_visit(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, scheme="light")
    page.click("#theme")
    page.goto(seeds_page.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.record.messages == []


def test_typing_leaves_the_rows_that_hold_all_words(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, at="#view=table")
    page.fill("#rows-filter", "technology amkor")
    page.wait_for_function("document.querySelectorAll('#table tbody tr').length < 5")
    rows = texts(page, "#table tbody tr")
    assert rows
    assert all("amkor" in row.lower() for row in rows)
    assert page.evaluate("document.activeElement.id") == "rows-filter"


def test_rows_are_saved_as_csv_with_their_sentences(visitor: Visitor, seeds_page: Path, tmp_path: Path) -> None:
    page = visitor.open(seeds_page, at="#view=table&tab=links")
    with page.expect_download() as saving:
        page.click("#save-csv")
    saving.value.save_as(tmp_path / "links.csv")
    data = (tmp_path / "links.csv").read_bytes()
    assert data.startswith("\ufeff".encode())
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["Report", "Says", "Name", "Sentence"]
    assert len(rows) > 100
    assert sum(bool(row[3]) for row in rows[1:]) > 100


def test_a_phone_opens_without_the_filters(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page, size="phone")
    assert not page.locator("#legend").is_visible()
    page.click("#filter-box summary")
    assert page.locator("#legend").is_visible()


def test_a_printed_drawing_keeps_its_shape(visitor: Visitor, seeds_page: Path) -> None:
    page = visitor.open(seeds_page)
    page.emulate_media(media="print")
    assert page.locator("#canvas canvas").evaluate("all => getComputedStyle(all).objectFit") == "contain"
