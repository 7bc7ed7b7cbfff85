"""Learned decisions: which words are the market, and whether a page is a market report."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from mrgraph import reference
from mrgraph.cli import program
from mrgraph.extraction.decisions import firm_features, market_features, report_features, score_cards
from mrgraph.extraction.decisions.market_votes import Ballot, ballot
from mrgraph.extraction.decisions.page_words import PageWords
from mrgraph.extraction.extractor import extract
from mrgraph.extraction.publication import market_names
from mrgraph.extraction.text.page import Page
from mrgraph.pipeline import batch
from mrgraph.records import FIRM_NEWS, NO_REPORT, Document, Extraction, Kind, NameClaim, Role, Source
from mrgraph.settings import Settings

BODY = (
    "\n\nThe global smart kettle market was valued at USD 5.0 billion in 2022 and is expected to reach "
    "USD 9.0 billion by 2030, at a CAGR of 6.8% from 2023 to 2030. The smart kettle market is driven by "
    "comfort. Asia Pacific held 41% of the smart kettle market in 2022.\n\nMajor players in the "
    "smart kettle market include Acme Corp. and Bolt GmbH.\n"
)
LETTER = (
    "Dear Anna,\n\nI went to the farmers market with my sister, and she said that you would have loved it. We bought "
    "plums, and he told us about his garden. Do you remember the market in our street? I miss you.\n"
)


def read(text: str, *, force: bool = False) -> Extraction:
    return extract(parsed(text), reference.load(), force=force)


def parsed(text: str) -> Document:
    return batch.parse(Source("a.md", text.encode(), "0" * 64), Settings())


def market(text: str) -> str | None:
    names = [c.name for c in read(text).claims if isinstance(c, NameClaim) and c.role is Role.MARKET]
    return names[0] if names else None


def polled(text: str) -> Ballot:
    known = reference.load()
    return ballot(PageWords(Page(parsed(text))), {}, "", known.last_words)


def test_steps_are_the_log_odds_rounded_up() -> None:
    wanted = [math.ceil(score_cards.POINTS * math.log(p / (100 - p)) - 1e-9) for p in range(1, 100)]
    assert list(score_cards.STEPS) == wanted


@pytest.mark.parametrize(
    ("name", "buckets", "features"),
    [
        ("market", market_features.BUCKETS, market_features.FEATURES),
        ("report", report_features.BUCKETS, report_features.FEATURES),
        ("firms", firm_features.BUCKETS, firm_features.FEATURES),
    ],
)
def test_a_table_has_a_row_for_each_feature_and_points_for_each_bucket(name: str, buckets, features) -> None:
    card = score_cards.load(name)
    assert list(card.points) == list(buckets) == [feature.__name__ for feature in features]
    assert {feature: len(row) for feature, row in card.points.items()} == dict(buckets)


def test_points_are_integers() -> None:
    folder = Path(score_cards.__file__).parent / "weights"
    tables = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    assert len(tables) == 4
    for table in tables:
        assert all(type(point) is int for row in (*table["points"].values(), [table["base"]]) for point in row)


def test_a_score_tells_its_reasons() -> None:
    card = score_cards.ScoreCard("x", -5, 50, {"called": (0, 4, 9), "verb": (0, -11)})
    assert card.score({"called": 7, "verb": 1}) == -7
    assert card.reasons({"called": 7, "verb": 1}) == [("verb", 1, -11), ("called", 7, 9)]


def test_candidates_end_at_articles_verbs_and_amounts() -> None:
    votes = polled(
        "# Water\n\nAnalysts saw the $4 billion smart kettle market grow.\n\nIt will lift the kettle market."
    ).votes
    assert {vote.name for vote in votes.values()} == {"Water", "smart kettle", "kettle"}


def test_a_bracket_before_market_is_passed_over() -> None:
    assert (
        "electrickettle"
        in polled("The electric kettle (EK) market is small, and the electric kettle market grows.").votes
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Le marché mondial du vélo devrait croître.", "vélo"),
        ("O mercado de franquias faturou mais.", "franquias"),
        ("Der Wärmepumpenmarkt wächst um 42 Prozent.", "wärmepumpen"),
        ("The market for induction kettles is small.", "inductionkettles"),
        ("Global kettle shipments fell by 3%.", "kettle"),
    ],
)
def test_names_are_proposed_where_a_language_has_them(text: str, key: str) -> None:
    assert key in polled(text).votes


@pytest.mark.parametrize(
    "title",
    [
        "Acmepay Unveils Connected Homes Market Insights",
        "Acme extends market dominance",
        "Kettles Industry Overview: Key Players, Market Size",
        "2025 Smart Kettle Market Report Now Available",
    ],
)
def test_a_headline_that_is_a_sentence_is_no_market(title: str) -> None:
    assert (market(title + BODY) or "").lower() == "smart kettle"


def test_a_place_alone_is_no_market() -> None:
    assert market("# The North American Market\n" + BODY) == "smart kettle"


def test_a_text_that_is_no_report_is_refused_with_its_reason() -> None:
    refused = read(LETTER)
    assert (refused.claims, refused.refused) == ((), NO_REPORT)


NEWS = (
    "# Acme Opens a Second Plant for Smart Kettles\n\nBERN, May 3, 2025 -- Acme Ltd., a leading maker of kettles, "
    'today announced that it has opened a second plant. "We are proud to serve our customers in the smart kettle '
    'market," said Jane Miller, CEO of Acme. "Our team has worked hard for this day," she added.\n\nAbout Acme\n\n'
    "Acme makes kettles. For more information visit acme.example.\n\nMedia Contact: press@acme.example\n"
)
CV = (
    "# Ann Winter\n\nSales Manager, Bern\n\n## Experience\n- **Acme AG**, 2015-2021. Grew revenue 12% to $9 million.\n"
    "\n## Skills\nWord, Python, Stata, Market Research, French\n"
)
LOG = (
    "2025-03-02 07:01:12 WARN market-data: feed lost (2.1M messages, 4% dropped)\n"
    "2025-03-02 07:01:19 INFO market-data: connected\n"
)
TERMS = (
    "# Terms of Use\n\nBy using the Bolto marketplace you agree with Bolto Ltd. Sellers pay a fee of 9% of each sale, "
    "at most $300.\n\n## 1. The marketplace\n\nWe operate a market for old books. We do not own the books.\n"
)
MANUAL = (
    "# bolt\n\n**Tables in, charts out.**\n\nbolt reads tables and draws figures (market size, growth, share) as one "
    "page.\n\n```sh\nmake install\nbolt draw\n```\n"
)
REPORT = "# Smart Kettle Market\n" + BODY


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [(NEWS, Kind.NEWS, FIRM_NEWS), (LETTER, Kind.OTHER, NO_REPORT), (REPORT, Kind.REPORT, "")],
)
def test_a_document_is_told_by_its_kind(text: str, kind: Kind, why: str) -> None:
    told = read(text)
    assert (told.kind, told.refused) == (kind, why)


@pytest.mark.parametrize("text", [CV, LOG, TERMS, MANUAL])
def test_a_page_of_another_kind_is_refused(text: str) -> None:
    assert read(text).kind is not Kind.REPORT


def test_refusals_are_counted_by_reason(tmp_path: Path) -> None:
    for name, text in (("letter", LETTER), ("note", LETTER.replace("Anna", "Ben")), ("news", NEWS)):
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    done = CliRunner().invoke(program, ["extract", str(tmp_path)])
    assert done.exit_code == 0
    assert "3 documents left out: 2 read like no market report, 1 read like a firm's news" in done.stderr


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("figures (", None),
        ("03-02 07:01:12 WARN", None),
        ("Budget 2025.xlsx", None),
        ("Fwd", None),
        ("Word, Python, Stata, ", None),
        ("on 2025-03-02", None),
        ("12-31", None),
        ("24/7 Kettle Rental", "24/7 Kettle Rental"),
        ("1,4-Butanediol", "1,4-Butanediol"),
        ("Node.js Hosting", "Node.js Hosting"),
        ("Lids, Spouts, and Handles", "Lids, Spouts, and Handles"),
        ("Smart Kettle (SK)", "Smart Kettle"),
        ("16:10 Display", "16:10 Display"),
        ("5G", "5G"),
        ("Forwarding", "Forwarding"),
        ("RV", "RV"),
    ],
)
def test_what_no_market_is_called_is_no_name(words: str, name: str | None) -> None:
    made = market_names.bare(0, words, reference.load(), 3)
    assert (made.name if made else None) == name


def test_force_reads_what_is_no_report() -> None:
    assert read(LETTER, force=True).refused == ""


def test_two_lines_with_a_market_and_a_figure_are_a_report() -> None:
    assert (
        market("# Smart Kettle Market\n\nThe smart kettle market was valued at USD 4.2 billion in 2024.")
        == "Smart Kettle"
    )


def test_what_is_no_report_is_told_and_no_problem(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text(LETTER, "utf-8")
    (tmp_path / "report.md").write_text("# Smart Kettle Market\n" + BODY, "utf-8")
    done = CliRunner().invoke(program, ["extract", str(tmp_path)])
    assert done.exit_code == 0
    assert "letter.md: reads like no market report" in done.stderr
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.shared
def test_training_anew_gives_the_shipped_tables(tmp_path: Path, root: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed: pip install 'mrgraph[train]'")
    shared = root.parent / "shared"
    gold = [shared / "gold" / "seeds", shared / "gold" / "corpus", shared / "genres" / "gold"]
    if not all(folder.is_dir() for folder in gold):
        pytest.skip("the annotated documents do not lie beside the project")
    done = CliRunner().invoke(program, ["train", *map(str, gold), "-o", str(tmp_path)])
    assert done.exit_code == 0
    for name in ("market", "firms"):
        made, shipped = score_cards.read(tmp_path / f"{name}.toml"), score_cards.load(name)
        apart = {
            feature: (row, shipped.points[feature])
            for feature, row in made.points.items()
            if any(abs(a - b) > 1 for a, b in zip(row, shipped.points[feature], strict=True))
        }
        assert (name, apart, abs(made.base - shipped.base) <= 1) == (name, {}, True)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Lids for Smart Kettles", "Lids for Smart Kettles"),
        ("Smart Kettle (SK) Spouts", "Smart Kettle Spouts"),
        ("Kettle Fuel Additives", "Kettle Fuel Additives"),
        ("Kettle Die", "Kettle Die"),
    ],
)
def test_a_name_that_titles_and_text_bear_out_needs_no_vote(title: str, name: str) -> None:
    titles = f"# {title} Market Outlook and Forecast 2022-2028\n\n## {title} Market Trends\n"
    text = f"{titles}\nThe smart kettle market grew.\n"
    assert market(f"{text}\nThe {title} market was valued at USD 5.0 billion in 2022.\n") == name
