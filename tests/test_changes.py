"""Change: what differs between two graphs, why, as a patch; and builds that read only what changed."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from hypothesis import given, settings
from hypothesis import strategies as st
from samples_graphs import saved, triples

import mrgraph
from mrgraph import vocab
from mrgraph.curation_files import SAME, Correction, Curation, decision
from mrgraph.errors import GraphError
from mrgraph.linking import iris
from mrgraph.pipeline.cache import Cache
from mrgraph.rdf.terms import Literal, Triple
from mrgraph.records import Extraction, Rule, Source
from mrgraph.settings import Settings
from mrgraph.trust import changes, patches

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]


def compared(
    old: list[Extraction], new: list[Extraction], before: Curation | None = None, after: Curation | None = None
) -> changes.Comparison:
    return changes.compare(triples(old, before), triples(new, after))


def told(found: changes.Comparison, what: str = "claim") -> list[tuple[str, str, str]]:
    return [(each.how, each.words, each.reason) for each in found.changes if each.what == what]


PAGES = [
    made.page("a.html", made.company("Acme"), made.growth("5%", "5", 2024, 2031)),
    made.page("b.html", made.company("Bolt"), number="2"),
    made.page("c.html", made.company("Acme"), number="3", publisher="beta.example"),
]


# ------------------------------------------------------------------------------------------------ reasons


def test_equal_graphs_have_no_changes() -> None:
    found = compared(PAGES, PAGES)
    assert (found.changes, found.removed, found.added) == ((), frozenset(), frozenset())


def test_an_added_document_is_the_reason_of_its_claims_and_entities() -> None:
    found = compared(PAGES[:1], PAGES[:2])
    assert told(found, "document") == [("added", "b.html", "")]
    assert ("added", "Widgets has the player Bolt", "document b.html added") in told(found)
    assert told(found, "company") == [("added", "Bolt", "document b.html added")]
    assert {reason for _, _, reason in told(found)} == {"document b.html added"}


def test_a_removed_document_takes_only_what_it_alone_supported() -> None:
    found = compared(PAGES, PAGES[:2])
    assert told(found, "company") == []  # Acme is named by a.html as well
    assert {how for how, _, _ in told(found)} == {"removed"}
    assert {reason for _, _, reason in told(found)} == {"document c.html removed"}
    assert found.added == frozenset()


def test_a_changed_document_is_told_as_changed() -> None:
    page = replace(made.page("b.html", made.company("Nut"), number="2"), sha256="cd" * 32)
    found = compared(PAGES[:2], [PAGES[0], page])
    assert told(found, "document") == [("changed", "b.html", "")]
    assert ("removed", "Widgets has the player Bolt", "document b.html changed") in told(found)
    assert ("added", "Widgets has the player Nut", "document b.html changed") in told(found)


def test_a_new_version_of_a_rule_is_the_reason_of_what_only_it_reads() -> None:
    rule = Rule("lists.test", 2, made.LISTS.confidence, "an entry of a list, read better")
    name = made.company("Nut")
    better = replace(name, evidence=(replace(name.evidence[0], rule=rule),))
    newer = replace(PAGES[1], claims=(*PAGES[1].claims, better))
    assert told(compared(PAGES[:2], [PAGES[0], newer])) == [
        ("added", "Widgets has the player Nut", "rule lists.test/2 added")
    ]


def test_a_decision_about_names_is_a_reason() -> None:
    one = Curation(decisions=(decision(SAME, iris.company("Acme"), iris.company("Bolt")),))
    found = compared(PAGES, PAGES, after=one)
    assert {reason for _, _, reason in told(found)} == {"identity decision"}
    assert [how for how, _, _ in told(found, "company")] == ["removed"]


def test_a_correction_is_a_reason() -> None:
    claim = iris.link(
        iris.report("alpha.example", "2", None, ""), iris.market("Widgets"), vocab.hasPlayer, iris.company("Bolt"), None
    )
    rejected = Curation(corrections=(Correction("reject", claim, "", "no such company"),))
    assert told(compared(PAGES, PAGES, after=rejected)) == [
        ("changed", "Widgets has the player Bolt (flags +rejected)", "correction")
    ]
    replaced = Curation(corrections=(Correction("replace", claim, "Bolt & Sons"),))
    assert ("added", "Widgets has the player Bolt & Sons", "correction") in told(compared(PAGES, PAGES, after=replaced))


def test_a_flag_that_comes_with_other_figures_says_so() -> None:
    sizes = made.size("$4.00 billion", "4000000000", 2024), made.size("$6.00 billion", "6000000000", 2031)
    more = replace(PAGES[0], claims=(*PAGES[0].claims, *sizes))
    found = told(compared(PAGES[:1], [more]))
    assert (
        "changed",
        "Widgets, growth per year, World, 2024 to 2031: 5% (flags +inconsistent)",
        "other figures of the report changed",
    ) in found


# ------------------------------------------------------------------------------------------------- patch

NODES = st.sampled_from(["https://x.example/a", "https://x.example/b", "https://x.example/c"])
VALUES = st.one_of(
    NODES, st.text(st.characters(codec="utf-8"), max_size=12).map(Literal), st.just(Literal("5.90", vocab.XSD_DECIMAL))
)
GRAPHS = st.frozensets(st.tuples(NODES, NODES, VALUES), max_size=8)


@given(GRAPHS, GRAPHS)
def test_the_patch_of_two_graphs_turns_one_into_the_other(old: frozenset[Triple], new: frozenset[Triple]) -> None:
    text = "\n".join(patches.lines(old - new, new - old))
    assert patches.apply(old, text) == new
    assert patches.apply(new, "\n".join(patches.lines(new - old, old - new))) == old


@pytest.mark.parametrize(
    ("patch", "message"),
    [
        ("A <https://x.example/a> .", "p:1: "),
        ("TX .\nX <https://x.example/a> <https://x.example/a> <https://x.example/a> .", "p:2: no line of an RDF patch"),
        (
            "D <https://x.example/a> <https://x.example/a> <https://x.example/a> .",
            "p:1: the triple to delete is not in",
        ),
        (
            "A <https://x.example/b> <https://x.example/b> <https://x.example/b> .",
            "p:1: the triple to add is already in",
        ),
    ],
)
def test_a_patch_for_another_graph_is_refused(patch: str, message: str) -> None:
    there = ("https://x.example/b",) * 3
    with pytest.raises(GraphError) as error:
        patches.apply([there], patch, where="p")
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_patch_of_which_the_end_is_missing_is_refused(lost: int) -> None:
    whole = list(patches.lines([], [("https://x.example/b",) * 3]))
    with pytest.raises(GraphError, match="part of it is missing"):
        patches.apply([], "\n".join(whole[:-lost]), where="p")
    assert patches.apply([], "\n".join([*whole, "", "# a note"])) == {("https://x.example/b",) * 3}
    with pytest.raises(GraphError, match="part of it is missing"):
        patches.apply([], "\n".join([*whole[:-1], "TA ."]))


def test_blank_nodes_cannot_be_compared() -> None:
    with pytest.raises(GraphError, match="blank nodes have no names"):
        changes.compare([("_:a", vocab.RDFS_LABEL, Literal("A"))], [])


def test_the_command_writes_a_patch_that_gives_the_new_file_byte_for_byte(tmp_path: Path, command: Command) -> None:
    old, new = saved(tmp_path / "old", *PAGES[:2]), saved(tmp_path / "new", *PAGES[1:])
    done = command(["diff", str(old), str(new)])
    assert "- document: a.html" in done.stdout.decode().splitlines()
    assert "document added 1, document removed 1" in done.stderr.decode()
    rows = [json.loads(line) for line in command(["diff", str(old), str(new), "--format", "jsonl"]).stdout.splitlines()]
    assert len(rows) == len(done.stdout.splitlines())
    patch = command(["diff", str(old), str(new), "--format", "patch"]).stdout
    assert "# - claim: Widgets has the player Acme  [document a.html removed]" in patch.decode().splitlines()
    made_file = tmp_path / "made.ttl"
    assert command(["patch", str(old), "-", "-o", str(made_file)], stdin=patch).returncode == 0
    assert made_file.read_bytes() == (new / "graph.ttl").read_bytes()
    assert command(["patch", str(new), "-", "-o", str(made_file)], stdin=patch).returncode == 2


# ---------------------------------------------------------------------------------------- builds that go on


@pytest.fixture(scope="module")
def lookalikes(root: Path) -> list[Path]:
    files = sorted(path for path in (root / "tests" / "lookalikes" / "documents").rglob("*") if path.is_file())
    assert len(files) > 10
    return files[:6]


EDITS = st.lists(st.tuples(st.sampled_from(["add", "remove", "change"]), st.integers(0, 5)), min_size=1, max_size=6)


def test_a_build_over_a_changed_pile_equals_a_clean_one(
    lookalikes: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    pile, cache = tmp_path_factory.mktemp("pile"), tmp_path_factory.mktemp("cache")
    remembering = Settings(cache=cache, workers=1)

    def edit(how: str, number: int) -> None:
        source = lookalikes[number]
        target = pile / f"{number}{source.suffix}"
        if how == "remove":
            target.unlink(missing_ok=True)
        elif how == "change" and target.exists():
            target.write_bytes(target.read_bytes() + b"\n<p>And one more line.</p>\n")
        else:
            shutil.copy(source, target)

    @settings(max_examples=25)
    @given(EDITS)
    def goes_on(edits: list[tuple[str, int]]) -> None:
        for how, number in edits:
            edit(how, number)
        shutil.copy(lookalikes[0], pile / "always.html")
        kept, clean = mrgraph.build([str(pile)], remembering), mrgraph.build([str(pile)], Settings(workers=1))
        assert kept == clean
        assert len([file for file in cache.rglob("*") if file.is_file()]) == len(list(pile.iterdir()))

    goes_on()


def test_only_what_changed_is_read_again(lookalikes: list[Path], tmp_path: Path) -> None:
    for file in lookalikes:
        shutil.copy(file, tmp_path / file.name)
    cache = tmp_path / ".cache"
    remembering = Settings(cache=cache, workers=1)
    paths = [tmp_path / file.name for file in lookalikes]

    def kept() -> dict[str, tuple[int, int]]:
        """Each entry, and which file it is: one that is written again is another."""
        return {file.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in cache.glob("??/*")}

    first = mrgraph.build(paths, remembering)
    before = kept()
    assert len(before) == len(paths)
    assert mrgraph.build(paths, remembering) == first
    assert kept() == before
    changed = paths[2]
    changed.write_bytes(changed.read_bytes() + b"\n")
    mrgraph.build(paths, remembering)
    assert len(kept()) == len(paths)
    assert len(kept().items() - before.items()) == len(before.items() - kept().items()) == 1


def test_removing_a_document_removes_exactly_what_only_it_supported() -> None:
    whole, part = set(triples(PAGES)), set(triples(PAGES[:2]))
    alone = set(triples(PAGES[2:]))
    assert part - whole == set()
    assert whole - part <= alone


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    cache = Cache(tmp_path, Settings())
    for page in made.pile():
        source = Source(page.path, b"", page.sha256)
        assert cache.recall(source) is None
        cache.keep(source, page)
        assert cache.recall(source) == page
    assert cache.damaged == 0


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"x\x9c\x8b\x8e\x05\x00\x01\x15\x00\xb9"])
def test_an_entry_with_other_content_is_told_and_not_recalled(tmp_path: Path, damage: bytes) -> None:
    cache, page = Cache(tmp_path, Settings()), made.pile()[0]
    source = Source(page.path, b"", page.sha256)
    cache.keep(source, page)
    (tmp_path / cache.name(source)).write_bytes(damage)
    assert cache.recall(source) is None
    assert cache.damaged == 1


def test_an_entry_under_another_name_is_not_recalled(tmp_path: Path) -> None:
    cache, page = Cache(tmp_path, Settings()), made.pile()[0]
    source, other = Source(page.path, b"", page.sha256), Source("other.html", b"", page.sha256)
    cache.keep(source, page)
    (tmp_path / cache.name(other)).parent.mkdir(exist_ok=True)
    (tmp_path / cache.name(source)).rename(tmp_path / cache.name(other))
    assert cache.recall(other) is None
    assert cache.damaged == 1


def test_no_flip_and_no_cut_of_an_entry_is_ever_accepted(tmp_path: Path) -> None:
    cache, page = Cache(tmp_path, Settings()), made.pile()[0]
    source = Source(page.path, b"", page.sha256)
    cache.keep(source, page)
    file = tmp_path / cache.name(source)
    sound = file.read_bytes()
    chance = random.Random(10)
    damages = [sound[:length] for length in range(0, len(sound), 7)]
    for place in range(0, len(sound), 3):
        flipped = bytearray(sound)
        flipped[place] ^= 1 << chance.randrange(8)
        damages += [bytes(flipped), bytes(flipped[: -chance.randrange(1, 9)])]
    assert len(damages) > 100
    for damage in damages:
        file.write_bytes(damage)
        assert cache.recall(source) is None
    assert cache.damaged == len(damages)


def test_a_build_over_a_damaged_cache_equals_a_clean_one_and_says_so_once(
    lookalikes: list[Path], tmp_path: Path, command: Command
) -> None:
    documents, folder = [str(file) for file in lookalikes], tmp_path / "graph"
    first = command(["build", *documents, "-o", str(folder)])
    wanted = (folder / "graph.ttl").read_bytes()
    entries = sorted((folder / ".cache").glob("??/*"))
    assert len(entries) == len(documents)
    entries[0].write_bytes(entries[0].read_bytes()[:-4])
    flipped = bytearray(entries[1].read_bytes())
    flipped[len(flipped) // 2] ^= 1
    entries[1].write_bytes(flipped)
    damaged, again = (command(["build", *documents, "-o", str(folder)]) for _ in range(2))
    assert b"damaged cache" not in first.stderr + again.stderr
    assert damaged.stderr.count(b"2 damaged cache entries were read again") == 1
    assert damaged.returncode == again.returncode == first.returncode
    assert (folder / "graph.ttl").read_bytes() == wanted


def test_another_path_encoding_or_model_is_another_reading(tmp_path: Path) -> None:
    source = Source("a.html", b"", "ab" * 32)
    names = {
        Cache(tmp_path, chosen).name(each)
        for chosen in (Settings(), Settings(encoding="cp1252"), Settings(ner="model"))
        for each in (source, Source("b.html", b"", "ab" * 32), Source("a.html", b"", "cd" * 32))
    }
    assert len(names) == 9
