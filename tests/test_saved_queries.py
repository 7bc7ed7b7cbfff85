"""The saved queries: what they promise, what they answer on the seeds, and how names become terms."""

from __future__ import annotations

import csv
import io
import os
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from mrgraph import rdf, vocab
from mrgraph.asking import guard, parameters, results, saved_queries
from mrgraph.asking.queries import Answer, ask, evaluate
from mrgraph.asking.saved_queries import Parameter, SavedQuery
from mrgraph.errors import QueryError, UsageError
from mrgraph.rdf.terms import Literal, is_blank, lexical

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

QUERIES = saved_queries.saved_queries()
SELECTS = [query for query in QUERIES if query.columns]
REWRITE = "MRGRAPH_REWRITE_SNAPSHOTS"  # set, the expected answers are written anew
# The 21 competency questions of the model, and what analysts ask first.
COMPETENCY = """
    companies-in-several-reports growth-disagreements shared-applications company-regions single-source-links
    growth-stated-against-implied market-fact-sheet market-sizes overlapping-shares competitors
    technology-here-application-there markets-driven-by reports-covering-region regions-listed-elsewhere review-queue
    why company-names revenue-above-market-size publisher-profile fastest-growing template-families
""".split()
ANALYSTS = "competitors-of white-space who-covers editions players segments evidence-of-every-edge".split()
TYPES = {
    "string": {vocab.XSD_STRING},
    "integer": {vocab.XSD_INTEGER},
    "decimal": {vocab.XSD_DECIMAL, vocab.XSD_INTEGER},
    "boolean": {vocab.XSD_BOOLEAN},
}


@pytest.fixture(scope="module")
def store(seeds_graph: Path) -> rdf.Store:
    return rdf.open_dataset([seeds_graph])


def filled(query: SavedQuery, store: rdf.Store) -> str:
    """The query with the examples of its header for what it requires."""
    return query.filled({each.name: each.example for each in query.parameters if each.default is None}, store)


def answered(name: str, store: rdf.Store, **values: str) -> list[dict[str, str]]:
    found = ask(store, saved_queries.saved_query(name).filled(values, store))
    return [
        {column: lexical(term or "") for column, term in zip(found.columns, row, strict=True)} for row in found.rows
    ]


def named(query: SavedQuery) -> str:
    return query.name


# ---------------------------------------------------------------------------------------- what they promise


def test_the_questions_promised_are_there() -> None:
    assert len(COMPETENCY) == 21
    assert {query.name for query in QUERIES} >= {*COMPETENCY, *ANALYSTS}


@pytest.mark.parametrize("query", QUERIES, ids=named)
def test_a_query_asks_in_plain_words_and_in_order(query: SavedQuery) -> None:
    assert re.fullmatch(r"[A-Z].*[?)]", query.question)
    assert "ORDER BY" in query.text
    guard.refuse(query.text)


@pytest.mark.parametrize("query", QUERIES, ids=named)
def test_a_query_declares_its_prefixes_for_other_engines(query: SavedQuery) -> None:
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))
    result = pyoxigraph.Store().query(body)
    assert isinstance(result, pyoxigraph.QuerySolutions) == bool(query.columns)


@pytest.mark.parametrize("query", SELECTS, ids=named)
def test_columns_are_those_of_the_header(query: SavedQuery, store: rdf.Store) -> None:
    found = ask(store, filled(query, store))
    assert found.columns == tuple(column.name for column in query.columns)
    for place, column in enumerate(query.columns):
        bound = [row[place] for row in found.rows if row[place] is not None]
        assert all(_fits(term, column.type) for term in bound), column


def _fits(term: object, kind: str) -> bool:
    if kind == "IRI":
        return isinstance(term, str) and not is_blank(term)
    return isinstance(term, Literal) and term.datatype in TYPES[kind]


@pytest.mark.parametrize("query", QUERIES, ids=named)
def test_examples_are_values_that_the_seeds_know(query: SavedQuery, store: rdf.Store) -> None:
    for parameter in query.parameters:
        term = parameters.term(parameter.example, parameter, store)
        if term.startswith("<"):
            assert any(store.match(term[1:-1])), term
        else:
            assert term.startswith('"') or term == "UNDEF" or term[0].isdigit(), term


# --------------------------------------------------------------------------------- what the seeds answer


@pytest.mark.parametrize("query", QUERIES, ids=named)
def test_the_answer_on_the_seeds_is_the_expected_one(query: SavedQuery, store: rdf.Store, root: Path) -> None:
    form = "csv" if query.columns else "ntriples"
    text = results.render(evaluate(store, filled(query, store)), form)[0].decode("utf-8").replace("\r\n", "\n")
    if form == "ntriples":
        text = f"{len(text.splitlines())} triples\n"
    expected = root / "tests" / "answers" / f"{query.name}.{'csv' if form == 'csv' else 'txt'}"
    if os.environ.get(REWRITE):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_there_is_an_expected_answer_for_each_query_and_no_other(root: Path) -> None:
    assert {path.stem for path in (root / "tests" / "answers").iterdir()} == {query.name for query in QUERIES}


def test_amkor_is_in_three_reports(store: rdf.Store) -> None:
    rows = answered("companies-in-several-reports", store)
    counts = {row["company"]: int(row["reports"]) for row in rows}
    assert [count for company, count in counts.items() if company.startswith("Amkor")] == [3]
    assert all(count == 2 for company, count in counts.items() if not company.startswith("Amkor"))
    assert len(counts) == 4


def test_growth_disagreements_stand_side_by_side(store: rdf.Store) -> None:
    rows = answered("growth-disagreements", store)
    pairs = [(row["region1"], Decimal(row["percent1"]), row["region2"], Decimal(row["percent2"])) for row in rows]
    assert ("World", Decimal(8), "World", Decimal(10)) in pairs
    assert ("North America", Decimal("5.8"), "World", Decimal("5.9")) in pairs
    by_itself = next(row for row in rows if Decimal(row["percent2"]) == 10)
    assert by_itself["report1"] == by_itself["report2"]
    assert "8%" in by_itself["quote1"]
    assert "10%" in by_itself["quote2"]


def test_stated_growth_is_held_against_the_implied(store: rdf.Store) -> None:
    rows = answered("growth-stated-against-implied", store)
    found = {(Decimal(row["stated"]), Decimal(row["implied"])) for row in rows}
    assert found >= {
        (Decimal("5.8"), Decimal("5.41")),
        (Decimal("6.9"), Decimal("6.73")),
        (Decimal(10), Decimal("9.86")),
    }


def test_shares_that_count_a_region_twice_are_found_in_three_reports(store: rdf.Store) -> None:
    rows = answered("overlapping-shares", store)
    assert len({row["report"] for row in rows}) == 3
    assert {(row["inner"], row["outer"]) for row in rows} == {
        ("China", "Asia-Pacific"),
        ("United States", "North America"),
    }


def test_a_technology_of_one_market_is_an_application_of_another(store: rdf.Store) -> None:
    rows = answered("technology-here-application-there", store)
    assert [row["topic"] for row in rows] == ["Chemical Vapor Deposition"]


def test_every_edge_has_its_sentence(store: rdf.Store) -> None:
    relations = """
        hasPlayer hasTechnology hasApplication hasSegment drivenBy ledBy marketFor studies publishedBy namesCompany
        coversTechnology coversApplication coversSegment coversRegion
    """.split()
    labels = {subject: lexical(value) for subject, _, value in store.match(None, vocab.RDFS_LABEL)}
    edges = {
        (labels[subject], predicate, labels[lexical(value)])
        for relation in relations
        for subject, predicate, value in store.match(None, f"{vocab.NS}{relation}")
    }
    rows = answered("evidence-of-every-edge", store)
    assert len(edges) > 250
    assert edges - {(row["subject"], row["relation"], row["object"]) for row in rows} == set()
    assert all(row["quote"] and int(row["end"]) > int(row["start"]) for row in rows)


def test_competitors_are_ranked_by_independent_reports(store: rdf.Store) -> None:
    rows = answered("competitors-of", store, company="Amkor Technology")
    ranks = [(int(row["independent"]), int(row["reports"])) for row in rows]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[0] == (2, 2)
    assert not any(row["company"].startswith("Amkor") for row in rows)


def test_white_space_is_where_only_the_competitors_are(store: rdf.Store) -> None:
    rows = answered("white-space", store, company="company:qualcomm")
    assert [row["market"].casefold() for row in rows] == ["package on package"]
    assert answered("white-space", store, company="company:amkor-technology") == []


def test_a_region_is_covered_by_name_or_by_an_area_around_it(store: rdf.Store) -> None:
    rows = answered("reports-covering-region", store, region="Mexico")
    assert len(rows) == 4
    assert any("Mexico" in row["by"].split(", ") for row in rows)


def test_a_percent_and_a_region_narrow_the_fastest_growing(store: rdf.Store) -> None:
    everything = answered("fastest-growing", store)
    fast = answered("fastest-growing", store, percent="8 %")
    assert 0 < len(fast) < len(everything)
    assert all(Decimal(row["percent"]) >= 8 for row in fast)
    assert {row["region"] for row in answered("fastest-growing", store, region="North America")} == {"North America"}
    assert all(row["quote"] for row in everything)


# ------------------------------------------------------------------------------------ names become terms


@pytest.fixture
def small() -> rdf.Store:
    """Companies with labels, other names, a name that two share, and one that looks like SPARQL."""
    made = pyoxigraph.Store()
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in vocab.PREFIXES.items()]
    lines += [
        'company:acme a mrg:Company ; rdfs:label "ACME Corporation" ; skos:altLabel "Acme", "The Acme Company" .',
        'company:apex-one a mrg:Company ; rdfs:label "Apex" .',
        'company:apex-two a mrg:Company ; rdfs:label "Apex Two" ; skos:altLabel "Apex", "Summit" .',
        'company:peak a mrg:Company ; rdfs:label "Peak" ; skos:altLabel "Summit" .',
        'company:odd a mrg:Company ; rdfs:label "Odd } UNION { ?s ?p ?o" .',
        'market:widgets a mrg:Market ; rdfs:label "Widgets" ; mrg:hasPlayer company:acme, company:odd .',
    ]
    made.load("\n".join(lines), pyoxigraph.RdfFormat.TURTLE)
    return rdf.as_store(made)


COMPANY = vocab.PREFIXES["company"]


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("ACME Corporation", "acme"),  # as written
        ("acme corporation", "acme"),  # whatever the case
        ("Acme", "acme"),  # another name
        ("ACME Corp.", "acme"),  # another legal form
        ("company:acme", "acme"),
        (f"{COMPANY}acme", "acme"),
        (f"<{COMPANY}acme>", "acme"),
        ("Apex Two", "apex-two"),
        ("Apex", "apex-one"),
    ],
)
def test_a_name_finds_its_thing(small: rdf.Store, name: str, local: str) -> None:
    assert parameters.thing(name, "company", small) == f"{COMPANY}{local}"


def test_a_name_that_two_share_is_never_guessed(small: rdf.Store) -> None:
    with pytest.raises(UsageError, match="several companies; choose one of company:apex-two, company:peak"):
        parameters.thing("Summit", "company", small)


def test_a_name_that_is_only_like_one_is_told_as_a_candidate(small: rdf.Store) -> None:
    with pytest.raises(UsageError, match="no company 'Acm'; did you mean 'Acme' or 'ACME Corporation'"):
        parameters.thing("Acm", "company", small)
    with pytest.raises(UsageError, match="no company 'Zzz', nor any like it"):
        parameters.thing("Zzz", "company", small)
    with pytest.raises(UsageError, match="no publisher 'x'; this graph holds no publishers at all"):
        parameters.thing("x", "publisher", small)


def test_a_region_is_known_by_the_reference_even_where_the_graph_lacks_it(small: rdf.Store) -> None:
    assert parameters.thing("Germany", "region", small) == f"{vocab.PREFIXES['region']}DE"


def test_values_become_terms_and_never_syntax(small: rdf.Store) -> None:
    text = Parameter("words", "text", "any", "x")
    for value in ('"', "'", "\\", "} UNION { ?s ?p ?o", "a\nb", "?x", "any"):
        term = parameters.term(value, text, None)
        found = ask(small, f"SELECT * {{ VALUES ?x {{ {term} }} }}")
        assert found.rows == ((Literal(value),),)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("year", "24"),
        ("year", "2024 } #"),
        ("percent", "five"),
        ("percent", "1e5"),
        ("number", "-1"),
        ("year", "２０２４"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(kind: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"no {kind}; write it like 7"):
        parameters.term(value, Parameter("p", kind, None, "7"), None)


def test_an_iri_with_syntax_in_it_is_refused(small: rdf.Store) -> None:
    with pytest.raises(UsageError, match="no valid IRI"):
        parameters.thing("http://example.org/a> } #", "company", small)


def test_only_the_parameter_is_replaced(small: rdf.Store) -> None:
    players = saved_queries.saved_query("players")
    assert _companies(ask(small, players.filled({"market": "market:widgets"}, small))) == set()  # no claims here
    text = players.filled({"market": "Widgets"}, small)
    assert text.count("<https") == players.text.count("<https") + 1
    assert text.splitlines()[:3] == players.text.splitlines()[:3]


def _companies(found: Answer) -> set[str]:
    return {str(row[1]) for row in found.rows}


def test_a_missing_or_unknown_parameter_is_told(small: rdf.Store) -> None:
    with pytest.raises(UsageError, match="competitors-of: needs company=…; for example mrgraph query competitors-of"):
        saved_queries.saved_query("competitors-of").filled({}, small)
    with pytest.raises(UsageError, match="competitors-of: no parameter 'firm'; it has company"):
        saved_queries.saved_query("competitors-of").filled({"firm": "x"}, small)


# -------------------------------------------------------------------------------------------- own files


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s ?p ?o }", "no question in its header"),
        ("# question: Q?\n# parameter: a company\n", "cannot be read; write"),
        ("# question: Q?\n# parameter: a (dog) required; for example x\n", "has no known type; choose company"),
        ("# question: Q?\n# parameter: a (company) required; for example x\n", r"add a line `VALUES \?theA { UNDEF }`"),
    ],
)
def test_a_wrong_header_is_told_with_its_cure(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "q.rq").write_text(text)
    with pytest.raises(QueryError, match=said):
        saved_queries.saved_queries(tmp_path)


def test_own_queries_join_the_shipped_ones_and_win(command: Command, seeds_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("# question: Mine?\n# columns: n (integer)\nSELECT (1 AS ?n) { } ORDER BY ?n")
    (tmp_path / "players.rq").write_text("# question: My players?\nSELECT (2 AS ?n) { } ORDER BY ?n")
    environment = {saved_queries.FOLDER: str(tmp_path)}
    listed = command(["queries"], environment=environment).stdout.decode()
    assert re.search(r"^mine +Mine\?$", listed, re.MULTILINE)
    assert re.search(r"^players +My players\?$", listed, re.MULTILINE)
    assert "competitors-of" in listed
    asked = command(["query", "-g", str(seeds_graph), "players"], environment=environment)
    assert list(csv.reader(io.StringIO(asked.stdout.decode()))) == [["n"], ["2"]]


def test_the_command_shows_a_query_and_how_to_ask_it(command: Command) -> None:
    done = command(["queries", "competitors-of"])
    assert done.stdout.decode().startswith("# question: ")
    assert '# ask it with:  mrgraph query competitors-of company="Amkor Technology"' in done.stdout.decode()


def test_an_unknown_name_is_answered_with_the_nearest(command: Command, seeds_graph: Path) -> None:
    done = command(["query", "-g", str(seeds_graph), "competitor"])
    assert done.returncode == 2
    assert b"no saved query 'competitor'; did you mean 'competitors' or 'competitors-of'?" in done.stderr


def test_the_command_resolves_names(command: Command, seeds_graph: Path) -> None:
    done = command(["query", "-g", str(seeds_graph), "why", "company=amkor technology"])
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 3
    failed = command(["query", "-g", str(seeds_graph), "players", "market=backing pumps"])
    assert failed.returncode == 2
    assert b"no market 'backing pumps'; did you mean 'Backing Pumps for Semiconductor'?" in failed.stderr
