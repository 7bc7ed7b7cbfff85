"""The page as a file: the same bytes everywhere, nothing from outside, nothing of a document that could run."""

from __future__ import annotations

import base64
import importlib.metadata
import json
import random
import re
import zlib
from hashlib import sha256
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples_network import ATTACKS, attacks, chains, pile, report, triple

from mrgraph import rdf, vocab
from mrgraph.claims.lookup import Index
from mrgraph.errors import QueryError, UsageError
from mrgraph.page import html_page as maker
from mrgraph.page import selection, sentences, source_copies, string_table
from mrgraph.page.drawing import from_index, network
from mrgraph.page.layout import saved_positions
from mrgraph.page.network import Network
from mrgraph.trust import conflict_cards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def seeds_network(seeds_graph: Path) -> Network:
    return network(rdf.read_triples(seeds_graph))


@pytest.fixture(scope="module")
def html(seeds_network: Network) -> str:
    return maker.page(seeds_network).html.decode("utf-8")


def unpacked(text: str, name: str) -> str:
    """What travels packed in the page under this name."""
    packed = re.search(rf'id="{name}">([^<]*)<', text)
    assert packed is not None
    return zlib.decompress(base64.b64decode(packed[1])).decode("utf-8")


def core(text: str) -> dict[str, Any]:
    """What the page unpacks at its start."""
    return json.loads(unpacked(text, "core"))


def scripts(text: str) -> list[str]:
    """All scripts of the page, those that travel packed, too."""
    return [*Scripts(text).code, unpacked(text, "library"), unpacked(text, "script")]


class Scripts(HTMLParser):
    """The scripts, styles, addresses and event handlers in an HTML file."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.code: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = tag in ("script", "style") and given.get("type") is None
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset", "data")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.code.append(data)


# --------------------------------------------------------------------------------------------- the file


def test_page_is_the_same_for_every_hash_seed_and_locale(
    seeds_graph: Path, command: Callable[..., Any], tmp_path: Path
) -> None:
    made = set()
    for seed, locale in (("0", "C"), ("1", "tr_TR.UTF-8"), ("4711", "de_DE.UTF-8")):
        done = command(
            ["view", "-g", str(seeds_graph / "graph.ttl"), "-o", "-"],
            environment={"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Tokyo", "PYTHONUTF8": "0"},
        )
        assert done.returncode == 0, done.stderr.decode()
        made.add(sha256(done.stdout).hexdigest())
    assert len(made) == 1


def test_a_map_of_groups_is_the_same_for_every_hash_seed(command: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "pile.nt").write_bytes(pile(150))
    made = set()
    for seed in ("0", "1", "4711"):
        done = command(["view", "-g", str(tmp_path / "pile.nt"), "-o", "-"], environment={"PYTHONHASHSEED": seed})
        assert done.returncode == 0, done.stderr.decode()
        made.add(sha256(done.stdout).hexdigest())
    assert len(made) == 1
    assert len(core(done.stdout.decode())["clusters"]) > 3


def test_page_does_not_depend_on_the_order_of_the_triples(seeds_graph: Path, html: str) -> None:
    triples = list(rdf.read_triples(seeds_graph))
    random.Random(3).shuffle(triples)
    assert maker.page(network(triples)).html.decode() == html


def test_page_does_not_depend_on_the_order_of_the_documents(
    seeds: Path, command: Callable[..., Any], tmp_path: Path, html: str
) -> None:
    files = sorted(map(str, seeds.glob("*.txt")), reverse=True)
    files = [*files[2:], *files[:2]]
    assert len(files) == 5
    done = command(["build", *files, "-o", str(tmp_path)])
    assert done.returncode == 0, done.stderr.decode()
    assert maker.page(network(rdf.read_triples(tmp_path))).html.decode() == html


def test_each_script_and_style_has_its_hash_in_the_policy(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    hashes = {base64.b64encode(sha256(code.encode()).digest()).decode() for code in scripts(html)}
    assert len(hashes) == 4  # the style, what unpacks, the library, and ours
    assert set(re.findall(r"sha256-([\w+/=]+)", policy[1])) == hashes
    assert "unsafe" not in policy[1]
    assert policy[1].startswith("default-src &#39;none&#39;") or policy[1].startswith("default-src 'none'")


def test_the_library_travels_as_pyvis_ships_it(html: str) -> None:
    shipped = maker.vis_source().decode("utf-8").replace("\r\n", "\n")
    assert shipped.startswith(unpacked(html, "library").rstrip("\n"))
    assert shipped.removeprefix(unpacked(html, "library")).strip().startswith("//# sourceMappingURL=")


def test_page_names_no_file_outside_itself(html: str) -> None:
    found = Scripts(html)
    assert found.addresses == []
    assert found.handlers == []
    assert "sourceMappingURL" not in "".join(scripts(html))


def test_drawing_library_is_the_one_that_was_looked_at() -> None:
    assert importlib.metadata.version("pyvis") == "0.3.2"
    assert sha256(maker.vis_source()).hexdigest() == maker.VIS_SHA256


def test_page_is_made_by_a_subclass_of_pyvis(seeds_network: Network) -> None:
    import pyvis.network

    view = maker._pyvis(seeds_network)
    assert isinstance(view, pyvis.network.Network)
    assert type(view) is not pyvis.network.Network
    assert len(view.nodes) == len(seeds_network.nodes)
    assert view.options.physics.enabled is False


def test_five_reports_fit_into_four_hundred_kilobytes(html: str) -> None:
    assert len(html.encode()) < 400_000


def test_a_thousand_made_reports_fit_into_a_megabyte() -> None:
    made = maker.page(network(rdf.parse_ntriples(pile(1000).decode())))
    assert made.size < 1_000_000


def test_a_large_page_keeps_its_sentences_beside_it(seeds_network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maker, "LIMIT", 1000)
    made = maker.page(seeds_network, maker.Options(folder="index.data"))
    assert list(made.beside) == ["index.data/0000.js"]
    assert made.beside["index.data/0000.js"].startswith(b'mrgraph.chunk(0,"')
    assert b"strict-dynamic" in made.html
    whole = maker.page(seeds_network)
    assert not whole.beside
    assert b"strict-dynamic" not in whole.html
    assert made.size < whole.size + 1000


# --------------------------------------------------------------------------------------------- the data


def test_every_claim_travels_with_its_sentences(seeds_network: Network) -> None:
    for made in (seeds_network, network(attacks()), network(chains(40))):
        chunks = sentences.evidence(made, frozenset({"k"}))
        supports = [*(link.support for link in made.links), *(figure.support for figure in made.figures)]
        said = [quote for chunk in chunks for quote in quotes_in(chunk, made)]
        listed = [link.support for report in made.reports for link in report.listed]
        aside = [item.support for report in made.reports for item in report.aside]
        expected = [quote.text for each in (*supports, *listed, *aside) for quote in each.quotes]
        assert len(expected) >= 20
        assert sorted(said) == sorted(expected)
        assert sum(chunk["links"] for chunk in chunks) == len(made.links)
        assert sum(chunk["figures"] for chunk in chunks) == len(made.figures)


def quotes_in(chunk: dict[str, Any], made: Network) -> Iterator[str]:
    """The texts of a chunk, written out as the page does."""
    labels = dict(made.names) | {node.iri: node.label for node in made.nodes}
    market = {report.iri: labels.get(report.market or "", "") for report in made.reports}
    links = made.links[chunk["firstLink"] :][: chunk["links"]]
    figures = made.figures[chunk["firstFigure"] :][: chunk["figures"]]
    claims = [(labels[link.node], market[link.report]) for link in links]
    claims += [(figure.written or "", market[figure.report]) for figure in figures]
    words = iter(chunk["words"])
    for counts in (chunk["listed"], chunk["aside"]):
        for place, count in enumerate(counts, start=chunk["firstReport"]):
            whole = market[made.reports[place].iri]
            claims += [(chunk["said"][next(words)], whole) for _ in range(count)]
    texts = accumulate(chunk["quotes"]["text"])
    for (name, whole), count in zip(claims, chunk["counts"], strict=True):
        signs = {"\x01": name, "\x02": whole, "\x03": whole.lower()}
        for _ in range(count):
            short = chunk["quotes"]["texts"][next(texts)]
            plain = isinstance(short, str)
            yield re.sub("[\x01-\x03]", lambda sign: signs[sign[0]], short) if plain else short[0]  # noqa: B023


def test_a_page_without_scripts_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made = network(chains(40))
    cuts = {"links": len(made.links), "figures": len(made.figures), "reports": len(made.reports)}
    monkeypatch.setattr(maker, "_NOSCRIPT_ROWS", 7)
    plain = maker.page(made).html.decode().partition("<noscript>")[2]
    told = re.findall(r"<p>The first 7 of (\d+)", plain)
    assert told == [str(count) for count in cuts.values() if count > 7]
    assert len(told) >= 2


def test_packed_data_is_what_was_packed(html: str, seeds_network: Network) -> None:
    data = core(html)
    assert data["nodes"]["name"] == [node.label for node in seeds_network.nodes]
    assert len(data["links"]["relation"]) == len(seeds_network.links)
    pairs = {(link.report, link.node) for link in seeds_network.links}
    assert sum(data["edges"]["counts"]) == len(data["edges"]["to"]) == len(pairs)
    assert len(pairs) + sum(count - 1 for _, count in data["edges"]["several"]) == len(seeds_network.links)


@given(st.text(), st.text(), st.text())
def test_a_shortened_text_can_be_written_out(text: str, name: str, market: str) -> None:
    for said in (text, f"{name} {text} {market.lower()}", f"{text}{market}{name}"):
        short = string_table.shortened(said, name, market)
        signs = {string_table.NAME: name, string_table.MARKET: market, string_table.LOW_MARKET: market.lower()}
        again = short[0] if isinstance(short, list) else "".join(signs.get(letter, letter) for letter in short)
        assert again == said


def test_region_lists_are_folded_into_the_report(seeds_network: Network) -> None:
    assert not any(link.relation == vocab.coversRegion for link in seeds_network.links)
    assert sum(len(report.listed) for report in seeds_network.reports) > 80


def test_misplaced_regions_are_set_aside_and_not_linked(seeds_network: Network) -> None:
    aside = [item for report in seeds_network.reports for item in report.aside]
    assert aside
    assert all("misplaced" in item.support.flags for item in aside)


def test_no_placeholder_is_a_node(seeds_network: Network) -> None:
    names = {node.label.casefold() for node in seeds_network.nodes}
    assert not names & {"others", "abc company", "xyz inc.", "rest of world", "argentina korea", "arabia"}


def test_what_is_in_too_many_reports_is_a_hub_without_a_place() -> None:
    made = network(chains(30))
    hubs = [node for node in made.nodes if node.hub]
    assert [node.label for node in hubs] == ["everywhere"]
    assert hubs[0].place is None


def told(made: Network, kind: str) -> dict[str, list[str]]:
    """What a network says of this kind: the values side by side by the reason that is given."""
    found = conflict_cards.of_kind(made.disagreements, kind)
    return {each.reason: [made.figures[place].value for place in each.figures] for each in found}


def test_what_only_looks_like_a_conflict_in_the_seeds_is_told_apart(seeds_network: Network) -> None:
    assert told(seeds_network, conflict_cards.CONFLICT) == {}
    assert told(seeds_network, conflict_cards.SCOPE) == {
        "For another region and period": ["5.8 %", "5.9 %"],
        "For another period": ["8 %", "about 10 %"],
    }
    assert told(seeds_network, conflict_cards.AUDIT) == {}


def test_former_positions_are_kept(seeds_graph: Path, command: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes((seeds_graph / "graph.ttl").read_bytes())
    for _ in range(2):
        assert command(["view", "-g", str(tmp_path)]).returncode == 0
    kept = saved_positions.read(tmp_path / saved_positions.FILE)
    assert kept is not None
    moved = dict(kept.places)
    iri = min(moved)
    moved[iri] = saved_positions.Place(12345, 678, "c")
    changed = saved_positions.Layout(moved, kept.home, kept.clusters)
    (tmp_path / saved_positions.FILE).write_bytes(saved_positions.write(changed))
    assert command(["view", "-g", str(tmp_path)]).returncode == 0
    assert 12345 in core((tmp_path / "index.html").read_text(encoding="utf-8"))["nodes"]["x"]
    assert command(["view", "-g", str(tmp_path), "--fresh"]).returncode == 0
    assert 12345 not in core((tmp_path / "index.html").read_text(encoding="utf-8"))["nodes"]["x"]


# ------------------------------------------------------------------------------------------------ parts


def test_a_focus_is_found_by_other_names_and_holds_its_reports(seeds_graph: Path) -> None:
    index = Index(rdf.read_triples(seeds_graph))
    found = selection.focus(index, "AMKOR technology")
    part = from_index(index, selection=found.selection)
    assert len(part.reports) == 3
    assert found.iri in {node.iri for node in part.nodes}


def test_an_unknown_focus_is_answered_with_near_names(seeds_graph: Path) -> None:
    index = Index(rdf.read_triples(seeds_graph))
    with pytest.raises(UsageError, match="did you mean 'Amkor Technology"):
        selection.focus(index, "amkor tech")


def test_a_name_of_two_things_must_be_told_apart() -> None:
    triples = [
        *report("r1", [(vocab.hasPlayer, "company/orion"), (vocab.hasTechnology, "topic/orion")]),
        triple("company/orion", vocab.RDFS_LABEL, '"Orion"'),
        triple("topic/orion", vocab.RDFS_LABEL, '"Orion"'),
    ]
    with pytest.raises(UsageError, match="company/orion, topic/orion"):
        selection.focus(Index(triples), "orion")
    assert selection.focus(Index(triples), "topic/orion").iri == vocab.BASE + "topic/orion"


def test_a_market_holds_the_reports_that_study_it(seeds_graph: Path) -> None:
    index = Index(rdf.read_triples(seeds_graph))
    found = selection.market(index, "semiconductor metallization and interconnects")
    assert len(found.selection.reports) == 2


def test_an_answer_picks_links_and_not_all_of_a_report() -> None:
    triples = chains(5)
    wanted = triple("report/r0001", vocab.namesCompany, "company/c0002")
    found = selection.constructed(Index(triples), [wanted], "picked.rq")
    part = from_index(Index(triples), selection=found)
    assert [(link.report, link.node) for link in part.links] == [(wanted[0], wanted[2])]


def test_an_answer_without_a_link_cannot_be_drawn() -> None:
    with pytest.raises(QueryError, match="nothing to draw"):
        selection.constructed(Index(chains(3)), [], "empty.rq")


def test_only_one_part_can_be_chosen(seeds_graph: Path, command: Callable[..., Any]) -> None:
    done = command(["view", "-g", str(seeds_graph), "--focus", "a", "--market", "b"])
    assert done.returncode == 2
    assert b"--focus and --market" in done.stderr


def test_a_graph_of_direct_edges_alone_can_be_drawn() -> None:
    triples = [
        triple("report/r1", vocab.RDF_TYPE, vocab.Report),
        triple("report/r1", vocab.namesCompany, "company/kla"),
    ]
    made = network(triples)
    assert [node.label for node in made.nodes] == ["kla", "r1"]
    assert not made.links[0].support.quotes
    assert maker.page(made).html


def test_an_empty_graph_makes_a_page() -> None:
    assert b"0 market reports" in maker.page(network([])).html


# ---------------------------------------------------------------------------------------------- attacks


def test_no_text_of_a_document_becomes_markup() -> None:
    html = maker.page(network(attacks())).html.decode("utf-8")
    found = Scripts(html)
    assert len(found.code) == 2
    assert found.handlers == []
    assert [address for address in found.addresses if not address.startswith("#")] == []
    assert "<img" not in html.split("<noscript>")[1].split("</noscript>")[0]


def test_every_attack_is_in_the_data_as_it_was_written() -> None:
    data = core(maker.page(network(attacks())).html.decode("utf-8"))
    assert set(ATTACKS) <= set(data["nodes"]["name"])


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_copy_of_a_source_holds_its_words_and_nothing_that_runs(attack: str) -> None:
    text = f"Before. {attack} After."
    made = source_copies.copy("name.html", text, [(8, 8 + len(attack))]).decode("utf-8")
    found = Scripts(made)
    assert len(found.code) == 1
    assert found.handlers == found.addresses == []
    assert '<a id="c8"></a>' in made
    words = re.search(r"<main[^>]*>(.*)</main>", made, re.DOTALL)
    assert words is not None
    import html

    assert html.unescape(re.sub(r"</?(?:mark|a)(?: id=\"c\d+\")?>", "", words[1])) == text


def test_overlapping_quotes_are_marked_once_each_and_have_their_targets() -> None:
    made = source_copies.copy("n", "abcdefghij", [(1, 5), (3, 8), (3, 4)]).decode()
    assert made.count('id="c3"') == made.count('id="c1"') == 1
    assert re.sub(r"</?mark>|<a[^>]*></a>", "", made.split('<main dir="auto">')[1]).startswith("abcdefghij")
    assert ">a<" in made
    assert "<mark>a" not in made


def test_view_writes_the_copies_that_it_links(
    seeds: Path, seeds_graph: Path, command: Callable[..., Any], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    done = command(["view", "-g", str(seeds_graph), "-o", str(page), "--sources", str(seeds)])
    assert done.returncode == 0, done.stderr.decode()
    keys = core(page.read_text(encoding="utf-8"))["copies"]
    assert len(keys) == 5
    assert sorted(path.stem for path in (tmp_path / "sources").iterdir()) == keys


def test_missing_sources_are_told(seeds_graph: Path, command: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Nothing of this was built.", encoding="utf-8")
    done = command(
        ["view", "-g", str(seeds_graph), "-o", str(tmp_path / "p.html"), "--sources", str(tmp_path / "other.txt")]
    )
    assert done.returncode == 1
    assert b"5 of 5 documents" in done.stderr
