"""Proof: each claim with its words and place, and every quote found again in the sources."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import samples_extractions as made
from samples_graphs import loaded, saved

from mrgraph import rdf, reference, vocab
from mrgraph.claims.claims import Figure
from mrgraph.claims.lookup import Index
from mrgraph.errors import UsageError
from mrgraph.linking import iris, linker
from mrgraph.records import Claim, Extraction, Flag
from mrgraph.trust import quote_verification, why

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

ACME, WIDGETS = iris.company("Acme"), iris.market("Widgets")


def answers(*subjects: str, **wanted: frozenset[str]) -> tuple[why.Answer, ...]:
    return why.answers(loaded(*made.pile()), why.ClaimFilter(frozenset(subjects), **wanted))


# --------------------------------------------------------------------------------------------------- why


def test_an_edge_is_answered_with_each_claim_behind_it() -> None:
    players = frozenset({vocab.hasPlayer})
    found = answers(WIDGETS, predicates=players, objects=frozenset({ACME}))
    assert [answer.claim.report.rpartition("/")[2] for answer in found] == ["alpha.example-1", "beta.example-1"]
    assert [len(answer.agreeing) for answer in found] == [1, 1]
    assert answers(ACME, predicates=players, objects=frozenset({WIDGETS})) == found


def test_a_name_alone_is_answered_with_all_that_is_claimed_about_it() -> None:
    found = answers(ACME)
    assert {getattr(answer.claim, "object", None) for answer in found} == {ACME}
    assert len(found) == 3


def test_a_figure_names_what_contradicts_it() -> None:
    growth = [answer for answer in answers(WIDGETS) if isinstance(answer.claim, Figure) and "%" in answer.claim.text]
    assert [(answer.claim.text, [each.text for each in answer.contradicting]) for answer in growth] == [
        ("5%", ["7%"]),
        ("7%", ["5%"]),
    ]


def test_a_claim_and_a_report_can_be_asked_for_by_their_iri() -> None:
    (first, *_) = answers(ACME)
    assert answers(first.claim.iri) == (first,)
    about_report = answers(first.claim.report)
    assert len(about_report) > 3
    assert {answer.claim.report for answer in about_report} == {first.claim.report}


def test_the_text_names_report_sentence_heading_place_rule_confidence_and_flags() -> None:
    claims = loaded(*made.pile())
    wanted = why.ClaimFilter(frozenset({iris.region("KR", reference.load())}))
    text = "\n".join(why.lines(claims, why.answers(claims, wanted)))
    (evidence,) = made.misplaced("KR", "middle-east-africa").evidence
    assert f"“KR under middle-east-africa” (b.html, {evidence.start} to {evidence.end})" in text
    assert "read by lists.test/1, confidence 0.97" in text
    assert "flags: misplaced; so the graph has no direct edge" in text
    player = "\n".join(why.lines(claims, answers(ACME)))
    assert "“Acme Inc.” under “Key players” (a.html, " in player
    assert "supported by 1 other report, 1 independent source" in player


@pytest.mark.parametrize("word", ["hasPlayer", "mrg:hasPlayer", "has player", "HASPLAYER", "namesCompany"])
def test_a_relation_is_known_by_its_usual_spellings(word: str) -> None:
    assert why.predicates(word) == {vocab.hasPlayer}


def test_a_kind_of_figure_is_a_relation_too_and_an_unknown_one_lists_the_known() -> None:
    assert why.predicates("growth") == {vocab.GrowthRate}
    assert why.predicates("MarketSize") == {vocab.MarketSize}
    with pytest.raises(UsageError, match=r"likes: no relation of claims; known are studies, .*hasPlayer, .*revenue"):
        why.predicates("likes")


def test_the_command_finds_names_in_any_legal_form_and_offers_candidates(tmp_path: Path, command: Command) -> None:
    folder = str(saved(tmp_path, *made.pile()))
    done = command(["why", "-g", folder, "widgetry", "hasPlayer", "Acme GmbH", "--format", "jsonl"])
    assert done.returncode == 2  # no market is called "widgetry"
    assert "did you mean 'Widgets'" in done.stderr.decode()
    done = command(["why", "-g", folder, "widgets", "hasPlayer", "Acme GmbH", "--format", "jsonl"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["claim"] for row in rows] == ["Widgets has the player Acme"] * 2
    assert rows[0]["passages"][0]["quote"] == "Acme Inc."
    assert rows[0]["supported_by"][0]["publisher"] == "beta.example"


def test_what_nobody_claims_is_said_so(tmp_path: Path, command: Command) -> None:
    done = command(["why", "-g", str(saved(tmp_path, *made.pile())), "pumps", "hasPlayer", "Bolt & Sons"])
    assert done.stdout == b""
    assert "no claim says so" in done.stderr.decode()


def test_a_document_cannot_write_control_characters_to_the_terminal() -> None:
    evil = made.company("Acme", quote="Acme\x1b[2J\x07\u202e evil")
    claims = loaded(made.page("a.html", evil))
    text = "\n".join(why.lines(claims, why.answers(claims, why.ClaimFilter(frozenset({ACME})))))
    assert not set(text) & set("\x1b\x07\u202e")
    assert "Acme [2J evil" in text


# ------------------------------------------------------------------------------------------------ verify


def test_every_quote_of_the_seeds_is_proved(seeds: Path, seeds_graph: Path, command: Command) -> None:
    done = command(["verify", "-g", str(seeds_graph), "--sources", str(seeds)])
    assert done.returncode == 0, done.stdout.decode()
    assert done.stdout == b""
    words = done.stderr.decode().split()
    assert words[0] == words[2]
    assert int(words[0]) > 200


@pytest.mark.parametrize("victim", range(5))
def test_one_flipped_byte_makes_exactly_the_claims_of_its_document_fail(
    victim: int, seeds: Path, seeds_graph: Path, tmp_path: Path, command: Command
) -> None:
    shutil.copytree(seeds, tmp_path / "copy")
    file = sorted((tmp_path / "copy").iterdir())[victim]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    done = command(["verify", "-g", str(seeds_graph), "--sources", str(tmp_path / "copy")])
    lines = done.stdout.decode().splitlines()
    exhibit = next(
        each for each in quote_verification.exhibits(Index(rdf.read_triples(seeds_graph))) if each.label == file.name
    )
    assert done.returncode == 1
    assert lines[0].startswith(f"{file.name}: has changed since the graph was built")
    assert {line.strip() for line in lines[1:]} == exhibit.claims
    assert len(exhibit.claims) > 20


def test_a_document_is_found_by_its_bytes_whatever_its_name(
    seeds: Path, seeds_graph: Path, tmp_path: Path, command: Command
) -> None:
    for number, file in enumerate(sorted(seeds.iterdir())):
        shutil.copy(file, tmp_path / f"other-{number}.txt")
    assert command(["verify", "-g", str(seeds_graph), "--sources", str(tmp_path)]).returncode == 0
    (tmp_path / "other-2.txt").unlink()
    done = command(["verify", "-g", str(seeds_graph), "--sources", str(tmp_path)])
    assert done.returncode == 1
    assert "is not among the sources" in done.stdout.decode().splitlines()[0]


def test_a_quote_that_stands_elsewhere_fails_and_only_its_claim() -> None:
    first, second = (
        quote_verification.Passage("claim:1", "e:1", 0, "Acme"),
        quote_verification.Passage("claim:2", "e:2", 5, "Bolt"),
    )
    exhibit = quote_verification.Exhibit("d:1", "a.html", "00", (first, second))
    assert quote_verification.verdict(exhibit, "Acme Bolt").failed == ()
    moved = quote_verification.verdict(exhibit, "Acme  Bolt")
    assert moved.failed == (second,)
    assert moved.reason
    assert quote_verification.verdict(
        quote_verification.Exhibit("d:1", "a", "00", (quote_verification.Passage("c", "e", -1, ""),)), "Acme"
    ).reason


def test_a_claim_without_a_passage_is_never_proved(tmp_path: Path, command: Command) -> None:
    folder = saved(tmp_path, *made.pile())
    text = (folder / "graph.ttl").read_text("utf-8")
    (folder / "graph.ttl").write_text(text.replace("mrg:evidence ", "mrg:nothing ", 1), "utf-8")
    done = command(["verify", "-g", str(folder), "--sources", str(folder)])
    assert done.returncode == 1
    assert "rests on no passage" in done.stdout.decode()


def test_a_misplaced_claim_stays_provable(tmp_path: Path) -> None:
    claims = loaded(*made.pile())
    placed = [link for link in claims.links if link.predicate == vocab.within]
    assert [sorted(link.flags) for link in placed] == [[f"{vocab.NS}{Flag.MISPLACED}"]]
    assert not claims.sound(placed[0])
    proved = {passage.claim for exhibit in quote_verification.exhibits(claims.index) for passage in exhibit.passages}
    assert placed[0].iri in proved


# ------------------------------------------------------------------------------- one study sold twice


def _houses(*documents: Extraction) -> int:
    claims = loaded(*documents)
    return claims.families.number(claims.index.of_type(vocab.Report))


PLAYERS = tuple(made.company(name) for name in ("Acme", "Bolt", "Cask", "Dyne", "Eave", "Finn"))
FIGURES = (
    made.size("$4.1 billion", "4100000000", 2024),
    made.size("$6.3 billion", "6300000000", 2031),
    made.growth("6.2%", "6.2", 2024, 2031),
)


@pytest.mark.parametrize(
    ("first", "second", "houses"),
    [
        ({"number": "227142"}, {"number": "227142"}, 1),  # one number for one market
        ({"number": "12"}, {"number": "12"}, 2),  # a short number is anyone's
        ({"number": "227142"}, {"number": "227142", "market": "Pumps"}, 2),
        ({"claims": FIGURES}, {"claims": FIGURES, "number": "2"}, 1),
        ({"claims": FIGURES[:2]}, {"claims": FIGURES[:2], "number": "2"}, 2),
        ({"claims": PLAYERS}, {"claims": PLAYERS, "number": "2"}, 1),
        ({"claims": PLAYERS}, {"claims": PLAYERS[::-1], "number": "2"}, 2),
    ],
)
def test_one_study_under_two_names_is_one_house(
    first: dict[str, object], second: dict[str, object], houses: int
) -> None:
    documents = [
        made.page(
            f"{letter}.html",
            *spread(said.get("claims", ())),
            market=str(said.get("market", "Widgets")),
            publisher=f"{letter}.example",
            template=f"t-{letter}",
            number=str(said.get("number", "1")),
        )
        for letter, said in (("a", first), ("b", second))
    ]
    assert _houses(*documents) == houses


def spread(claims: object) -> list[Claim]:
    """The claims with their evidence one behind the other."""
    assert isinstance(claims, tuple)
    return [
        replace(claim, evidence=tuple(replace(e, start=100 * at, end=100 * at + 9) for e in claim.evidence))
        for at, claim in enumerate(claims)
    ]


def test_a_placeholder_is_no_number_and_no_address_of_a_report() -> None:
    pages = [
        made.page(f"{market}.html", market=market, number=None, url="https://a.example/report/null-rnull")
        for market in ("Pumps", "Brains")
    ]
    numbered = made.page("c.html", number="null")
    assert len({report.iri for report in linker.link([*pages, numbered], reference.load()).reports}) == 3
