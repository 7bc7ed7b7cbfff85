"""Asking a graph: answers, formats, errors, warnings, and the command."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from samples_facts import sample_facts

import mrgraph
from mrgraph import rdf, reference, vocab
from mrgraph.asking import plan, results, rewriting
from mrgraph.asking.hints import unknown_terms
from mrgraph.asking.queries import Answer, answer, ask, evaluate, failures, within
from mrgraph.errors import GraphError, QueryError, UsageError
from mrgraph.graphs.assembly import assemble
from mrgraph.rdf import interchange as files
from mrgraph.rdf.formats import GRAPH_FORMATS
from mrgraph.rdf.terms import Literal, is_blank, lexical

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

COMPANIES = "SELECT ?name WHERE { ?c a mrg:Company ; rdfs:label ?name } ORDER BY ?name"
# A cross join that no machine finishes.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (?a != ?k && ?b != ?g) }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of the sample facts, as `mrgraph build` writes it."""
    made = tmp_path_factory.mktemp("sample")
    files.save(assemble(sample_facts(), reference.load()), made / "graph.ttl")
    return made


@pytest.fixture(scope="module")
def store(folder: Path) -> rdf.Store:
    return rdf.open_dataset([folder])


def values(found: Answer) -> list[list[str]]:
    return [["" if term is None else lexical(term) for term in row] for row in found.rows]


# ------------------------------------------------------------------------------------------------ answers


def test_rows_come_with_their_columns(store: rdf.Store) -> None:
    found = ask(store, COMPANIES)
    assert found.columns == ("name",)
    assert values(found) == [["Acme"], ["Bolt & Sons"]]


def test_a_yes_and_a_graph_are_answers_too(store: rdf.Store) -> None:
    assert ask(store, "ASK { ?c a mrg:Company }").truth is True
    graph = ask(store, "CONSTRUCT { ?c a rdfs:Resource } WHERE { ?c a mrg:Company }")
    assert (graph.kind, len(graph.triples)) == ("graph", 2)
    assert ask(store, "DESCRIBE company:acme").kind == "graph"


def test_paths_rdflib_graphs_and_triples_can_be_asked(folder: Path) -> None:
    triples = assemble(sample_facts(), reference.load())
    for graph in (folder, str(folder / "graph.ttl"), mrgraph.load(folder), triples):
        assert values(ask(graph, COMPANIES)) == [["Acme"], ["Bolt & Sons"]]


def test_several_graphs_are_asked_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("_:x <x:p> 1 .")
    (tmp_path / "b.nt").write_text("_:x <x:p> <x:o> .\n")
    both = rdf.open_dataset([tmp_path / "a.ttl", tmp_path / "b.nt"])
    assert values(ask(both, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <x:p> ?o }")) == [["2"]]  # two nodes, not one


def test_named_graphs_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:p> 1 .")
    (tmp_path / "b.trig").write_text("<x:h> { <x:b> <x:p> 2 }")
    named = rdf.open_dataset([tmp_path / "b.trig"], {"http://example.org/g": tmp_path / "a.ttl"})
    assert values(ask(named, "SELECT ?s { ?s ?p ?o }")) == []
    assert values(ask(named, "SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")) == [
        ["http://example.org/g", "x:a"],
        ["x:h", "x:b"],
    ]


def test_a_name_of_a_graph_must_be_an_iri(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:p> 1 .")
    with pytest.raises(UsageError, match="no full IRI"):
        rdf.open_dataset([], {"here": tmp_path / "a.ttl"})


def test_a_malformed_graph_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:p> 1 .\n<x:b> <x:p> ;;\n")
    with pytest.raises(GraphError, match=r"a\.ttl:2:\d+: .*; correct the file there"):
        rdf.open_dataset([tmp_path / "a.ttl"])


# ------------------------------------------------------------------- where the engine departs from SPARQL 1.1


def test_group_concat_joins_texts_without_their_languages() -> None:
    query = 'SELECT (GROUP_CONCAT(DISTINCT ?x; separator="; ") AS ?all) { VALUES ?x { "a"@en "a"@de } }'
    assert ask(pyoxigraph.Store(), query).rows == ((Literal("a"),),)


def test_an_unknown_function_is_an_error_of_its_expression() -> None:
    found = ask(pyoxigraph.Store(), "SELECT ?x { BIND (<http://example.org/f>(1) AS ?x) }")
    assert found.rows == ((None,),)


@pytest.mark.parametrize(
    ("inside", "rows"),
    [
        ("VALUES ?t { 1 }", 2),
        ("SELECT (COUNT(*) AS ?c) { ?s <x:none> ?o }", 2),
        ("?a <x:p> 1 MINUS { ?b <x:p> 1 }", 2),
    ],
)
def test_a_graph_variable_is_joined_after_its_group(inside: str, rows: int) -> None:
    store = pyoxigraph.Store()
    store.load("<x:g> { <x:a> <x:p> 1 } <x:h> { <x:b> <x:p> 1 }", pyoxigraph.RdfFormat.TRIG)
    assert len(ask(store, f"SELECT * {{ GRAPH ?g {{ {inside} }} }}").rows) == rows


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?z ?y ?x }", ("z", "y", "x")),
        ("SELECT DISTINCT*{ ?z ?y ?x } ORDER BY ?x", ("z", "y", "x")),
        ("SELECT * { { SELECT ?b (COUNT(*) AS ?a) { ?b ?c ?d } GROUP BY ?b } }", ("b", "a")),
        ("SELECT ('SELECT *' AS ?t) { } # SELECT *", ("t",)),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", ("n",)),
        ("SELECT * { }", ()),
    ],
)
def test_columns_come_in_the_order_of_the_query(query: str, columns: tuple[str, ...]) -> None:
    assert ask(pyoxigraph.Store(), query).columns == columns


def test_corrections_leave_strings_and_comments_alone() -> None:
    query = "SELECT ('GROUP_CONCAT(?x)' AS ?y) { } # GROUP_CONCAT(?x)"
    assert rewriting.correct(query) == query


def test_a_limit_is_put_where_the_grammar_wants_it(store: rdf.Store) -> None:
    for query in (
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 50 OFFSET 1 # all",
        "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 40 } } OFFSET 1",
        "SELECT * { ?s ?p ?o } VALUES ?p { rdfs:label }",
        "SELECT * { VALUES ?p { rdfs:label } ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s rdfs:label ?o }",
        "SELECT * { ?s ?p ?o } VALUES (?p ?o) { (rdfs:label UNDEF) }",
    ):
        limited = ask(store, rewriting.limited(query, 3))
        assert max(len(limited.rows), len(limited.triples)) == 3, query


# ------------------------------------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("query", "place", "said"),
    [
        ("SELECT ?s WHERE { ?s a mgr:Company }", "1:24", "unknown prefix 'mgr'; did you mean 'mrg'?"),
        ("SELECT ?s WHERE { ?s a nope:Company }", "1:24", "declare it with PREFIX nope: <...>"),
        ("SELCT ?s WHERE { ?s ?p ?o }", "1:1", "unknown word 'SELCT'; did you mean SELECT?"),
        ("SELECT ?s WHERE {\n  ?s ?p ?o", "1:17", "'{' is never closed; add '}'"),
        ("SELECT ?s WHERE { ?s ?p ?o }}", "1:29", "'}' closes nothing"),
        ("SELECT ?s WHERE { ?s ?p <o> }", "1:25", "<o> is no full IRI"),
        ("SELECT ?s WHERE { ?s company ?o }", "1:22", "a name needs a prefix"),
        ("INSERT DATA { <x:a> <x:b> 1 }", "1:1", "INSERT is an update"),
        ("SELECT ?s WHERE {\n  ?s ?p\n}", "2:3", "one of them is missing here"),
        ("SELECT ?s WHERE { VALUES ?p { <x:a> <x:b> } ?s ?p 1 . ?s . }", "1:55", "one of them is missing here"),
        ("SELECT ?s WHERE { ?s ?p ?o FILTER }", "1:36", "something before is missing or misplaced"),
        ("SELECT ?s WHERE { ?s ?p ?o } LIMIT ?x", "1:36", "'?x' is not expected here"),
        ("SELECT ?s WHERE { ?s ?p ?o } ORDER", "1:35", "something before is missing or misplaced"),
    ],
)
def test_a_malformed_query_is_told_with_place_and_cure(query: str, place: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(pyoxigraph.Store(), query)
    assert str(caught.value).startswith(f"query:{place}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_line_with_a_caret_stands_below_the_message() -> None:
    with pytest.raises(QueryError) as caught:
        ask(pyoxigraph.Store(), "SELECT ?s WHERE {\n  ?s a mgr:Company\n}")
    assert caught.value.excerpt == "  ?s a mgr:Company\n       ^"


def test_a_query_with_corrections_is_told_its_own_place() -> None:
    with pytest.raises(QueryError, match="query:1:52: '\\?x' is not expected here"):
        ask(pyoxigraph.Store(), "SELECT (GROUP_CONCAT(?x) AS ?y) { ?x ?p ?o } LIMIT ?x")


def test_misspelt_terms_are_told_with_the_nearest(store: rdf.Store) -> None:
    query = "SELECT ?m WHERE {\n ?m mrg:hasPlayr company:acmee ; mrg:hasTechnology ?t }"
    assert unknown_terms.unknown_terms(query, store, empty=True) == [
        "query:2:5: mrg:hasPlayr is no term of the ontology; did you mean mrg:hasPlayer?",
        "query:2:18: company:acmee does not occur in this graph; did you mean company:acme?",
    ]


def test_absent_terms_that_may_be_absent_are_told_only_when_nothing_comes_out(store: rdf.Store) -> None:
    query = "SELECT * { { ?s skos:broader ?o } UNION { ?s rdfs:label ?o } }"
    assert unknown_terms.unknown_terms(query, store, empty=False) == []
    assert unknown_terms.unknown_terms(query, store, empty=True) == [
        "query:1:17: skos:broader does not occur in this graph"
    ]


def test_no_warning_for_prologue_template_casts_and_strings(store: rdf.Store) -> None:
    query = (
        "PREFIX x: <http://example.org/x#> CONSTRUCT { ?s x:new <http://example.org/y> } "
        "WHERE { ?s rdfs:label ?o FILTER (xsd:string(?o) != 'mrg:nope') } # mrg:nope"
    )
    assert unknown_terms.unknown_terms(query, store, empty=True) == []


def test_work_that_takes_too_long_is_given_up() -> None:
    crowd = pyoxigraph.Store()
    nodes = [pyoxigraph.NamedNode(f"x:{number}") for number in range(2000)]
    crowd.extend(pyoxigraph.Quad(node, nodes[0], node) for node in nodes)
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"not answered within 0\.3 s"):
        within(
            0.3,
            lambda: answer(
                evaluate(rdf.as_store(crowd), "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d FILTER(?a = ?d) }")
            ),
        )
    assert time.monotonic() - started < 0.8


def test_what_fails_in_the_thread_is_raised_outside() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)


# ------------------------------------------------------------------------------------------------ formats


@pytest.fixture
def odd() -> pyoxigraph.Store:
    """Values that formats stumble over."""
    made = pyoxigraph.Store()
    made.load(
        r"""<x:a> <x:p> "=1+1", "-1", "a,\"b\"\nc", "tab\there", "<b>&", "x|y", "日本"@ja .
            <x:a> <x:p> -2.5, 1e3, true, <x:b>, _:n .""",
        pyoxigraph.RdfFormat.TURTLE,
    )
    return made


ODD = "SELECT ?o ?none { ?s ?p ?o } ORDER BY ?o"


def rendered(store: rdf.Store | pyoxigraph.Store, query: str, form: str, *, full: bool = False) -> str:
    with failures(query):
        return results.render(evaluate(rdf.as_store(store), query), form, full=full)[0].decode("utf-8")


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_w3c_formats_keep_every_term(odd: pyoxigraph.Store, form: str) -> None:
    parsers = pyoxigraph.QueryResultsFormat
    read = pyoxigraph.parse_query_results(rendered(odd, ODD, form), getattr(parsers, form.upper()))
    assert isinstance(read, pyoxigraph.QuerySolutions)
    got = sorted(str(row["o"]) for row in read if not isinstance(row["o"], pyoxigraph.BlankNode))
    want = sorted(rdf.written(row[0]) for row in ask(odd, ODD).rows if row[0] is not None and not is_blank(row[0]))
    assert got == want


def test_csv_holds_no_formula(odd: pyoxigraph.Store) -> None:
    rows = list(csv.reader(io.StringIO(rendered(odd, ODD, "csv"), newline="")))
    cells = [row[0] for row in rows[1:]]
    assert len(cells) == 12
    assert "'=1+1" in cells
    assert {"-1", "-2.5", 'a,"b"\nc', "tab\there"} <= set(cells)


@pytest.mark.parametrize("text", ["=A1", "+A1", "-A1", "@SUM(1)", "\t=1", "\r=1", "-1+1", "+1-A1", "--1"])
def test_each_beginning_of_a_formula_is_defused(text: str) -> None:
    store = pyoxigraph.Store()
    named = pyoxigraph.NamedNode("x:a")
    store.add(pyoxigraph.Quad(named, named, pyoxigraph.Literal(text)))
    rows = list(csv.reader(io.StringIO(rendered(store, "SELECT ?o { ?s ?p ?o }", "csv"), newline="")))
    assert rows[1:] == [[f"'{text}"]]


def test_a_table_aligns_and_cuts_and_shortens(store: rdf.Store) -> None:
    binds = f'BIND (STRLEN(?l) AS ?n) BIND ("{"w" * 80}" AS ?long)'
    wide = f"SELECT ?c ?n ?long {{ ?c a mrg:Company ; rdfs:label ?l . {binds} }} ORDER BY ?c"
    lines = rendered(store, wide, "table").splitlines()
    assert lines[0].split() == ["c", "n", "long"]
    assert lines[2].startswith("company:acme            4  www")
    assert lines[2].endswith("w…")
    assert lines[3].startswith("company:bolt-and-sons  11  www")
    assert "w" * 80 in rendered(store, wide, "table", full=True)


def test_a_table_counts_wide_letters_twice() -> None:
    query = 'SELECT * { VALUES (?a ?b) { ("日本" "x") ("abcd" "x") } }'
    lines = rendered(pyoxigraph.Store(), query, "table").splitlines()
    assert lines[2:] == ["日本  x", "abcd  x"]


def test_a_table_shows_no_control_characters() -> None:
    text = rendered(pyoxigraph.Store(), r'SELECT ("\u001B[31mred\u202E" AS ?x) { }', "table")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_markdown_escapes_what_would_break_the_table(odd: pyoxigraph.Store) -> None:
    lines = rendered(odd, ODD, "markdown").splitlines()
    assert len(lines) == 14
    assert all(line.startswith("| ") and line.endswith(" |") for line in lines)
    assert any(r"x\|y" in line for line in lines)
    assert any("&lt;b&gt;&amp;" in line for line in lines)


def test_html_escapes_markup_and_links_only_the_web() -> None:
    query = 'SELECT * { VALUES ?x { "<script>alert(1)</script>" <http://example.org/a&b> <javascript:alert(1)> } }'
    page = rendered(pyoxigraph.Store(), query, "html")
    assert "<script>" not in page
    assert '<a href="http://example.org/a&amp;b">' in page
    assert 'href="javascript' not in page


def test_json_lines_have_numbers_and_booleans(odd: pyoxigraph.Store) -> None:
    objects = [json.loads(line) for line in rendered(odd, ODD, "jsonl").splitlines()]
    assert len(objects) == 12
    found = [each["o"] for each in objects]
    assert {-2.5, True, 1000.0} <= {value for value in found if not isinstance(value, str)}
    assert all(list(each) == ["o"] for each in objects)


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_graph_formats_hold_the_same_triples(store: rdf.Store, form: str) -> None:
    query = "CONSTRUCT WHERE { ?s rdfs:label ?o }"
    names = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "nquads": "N_QUADS", "jsonld": "JSON_LD", "rdfxml": "RDF_XML"}
    parser = getattr(pyoxigraph.RdfFormat, names.get(form, "TRIG"))
    got = {str(quad.triple) for quad in pyoxigraph.parse(rendered(store, query, form), parser)}
    assert got == {rdf.written(triple) for triple in ask(store, query).triples}


def test_a_format_of_the_wrong_kind_lists_the_right_ones(store: rdf.Store) -> None:
    with pytest.raises(UsageError, match="the answer is a table; choose table, csv"):
        rendered(store, COMPANIES, "turtle")
    with pytest.raises(UsageError, match="the answer is a graph; choose turtle, ntriples"):
        rendered(store, "DESCRIBE company:acme", "csv")


# ------------------------------------------------------------------------------------------------ the plan


def test_the_plan_counts_what_each_pattern_matches(store: rdf.Store) -> None:
    shown = plan.explain(store, "SELECT ?l { ?c a mrg:Company ; rdfs:label ?l FILTER (?l != 'x') } LIMIT 1")
    lines = [line.strip() for line in shown.splitlines()]
    assert lines[0] == "Select: ?l"
    assert any(line.startswith("?c a mrg:Company") and line.endswith("alone 2, joined 2") for line in lines)
    assert any(line.startswith("?c rdfs:label ?l") and line.endswith("joined 2") for line in lines)


# ------------------------------------------------------------------------------------------------ the command


def test_the_command_answers_in_csv_in_a_pipe(command: Command, folder: Path) -> None:
    done = command(["query", "-g", str(folder), COMPANIES])
    assert (done.returncode, done.stdout, done.stderr) == (0, b"name\r\nAcme\r\nBolt & Sons\r\n", b"")


def test_the_query_may_come_from_text_file_and_stdin(command: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(COMPANIES)
    expected = b"name\r\nAcme\r\nBolt & Sons\r\n"
    for arguments in ([str(tmp_path / "q.rq")], ["-"], ["--file", str(tmp_path / "q.rq")]):
        done = command(["query", "-g", str(folder), *arguments], stdin=COMPANIES.encode())
        assert done.stdout == expected, done.stderr


def test_the_graph_may_come_from_stdin(command: Command) -> None:
    done = command(["query", "-g", "-", "SELECT ?o { ?s ?p ?o }"], stdin=b"<x:a> <x:b> 42 .")
    assert done.stdout == b"o\r\n42\r\n"
    both = command(["query", "-g", "-", "-"], stdin=b"")
    assert both.returncode == 2
    assert b"cannot both come from stdin" in both.stderr


def test_an_error_points_at_its_place(command: Command, folder: Path) -> None:
    done = command(["query", "-g", str(folder), "SELECT ?s { ?s a mgr:Company }"])
    assert done.returncode == 2
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert lines[0].startswith("mrgraph: query:1:18: unknown prefix 'mgr'; did you mean 'mrg'?")
    assert lines[1:] == ["SELECT ?s { ?s a mgr:Company }", "                 ^"]


def test_nothing_found_is_told_with_the_reason(command: Command, folder: Path) -> None:
    done = command(["query", "-g", str(folder), "SELECT ?m { ?m mrg:hasPlayr ?c }"])
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        "no rows",
        "problem: query:1:16: mrg:hasPlayr is no term of the ontology; did you mean mrg:hasPlayer?",
    ]


def test_named_graphs_alone_leave_the_default_graph_empty(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a=b.ttl").write_text("<x:a> <x:p> 1 .")
    named = ["--named-graph", f"http://example.org/g?x=1={tmp_path / 'a=b.ttl'}"]
    inside = command(["query", *named, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"])
    assert inside.stdout == b"g\r\nhttp://example.org/g?x=1\r\n"
    outside = command(["query", *named, "ASK { ?s ?p ?o }"])
    assert outside.stdout == b"false\n"


def test_a_base_makes_iris_whole(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://example.org/a> <x:p> 1 .")
    query = ["query", "-g", str(tmp_path / "a.ttl"), "ASK { <a> ?p ?o }"]
    assert command([*query, "--base", "http://example.org/"]).stdout == b"true\n"


def test_limit_out_time_and_format(command: Command, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    done = command(
        ["query", "-g", str(folder), COMPANIES, "--limit", "1", "--format", "json", "--time", "--out", str(out)]
    )
    assert done.returncode == 0
    assert done.stdout == b""
    assert len(json.loads(out.read_bytes())["results"]["bindings"]) == 1
    assert b"open 0." in done.stderr
    assert b"answer 0." in done.stderr


def test_a_query_without_end_is_given_up_in_time(command: Command, seeds_graph: Path) -> None:
    started = time.monotonic()
    done = command(["query", "-g", str(seeds_graph), "--timeout", "1", ENDLESS])
    assert done.returncode == 2
    assert b"query: not answered within 1 s" in done.stderr
    assert time.monotonic() - started < 2.5


def test_an_update_goes_into_a_new_file_only(command: Command, tmp_path: Path) -> None:
    source, new = tmp_path / "a.ttl", tmp_path / "b.nt"
    source.write_text('<x:a> <x:p> 5.90 ; <x:q> "05"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    update = "DELETE { ?s <x:q> ?o } INSERT { ?s <x:r> 7 } WHERE { ?s <x:q> ?o }"
    asked = ["query", "-g", str(source), "--update", update, "--format", "nt"]
    assert command(asked).returncode == 2
    assert command([*asked, "--out", str(source)]).returncode == 2
    before = source.read_bytes()
    done = command([*asked, "--out", str(new)])
    assert done.returncode == 0, done.stderr
    assert source.read_bytes() == before
    decimal, integer = vocab.XSD_DECIMAL, vocab.XSD_INTEGER
    assert new.read_text() == f'<x:a> <x:p> "5.90"^^<{decimal}> .\n<x:a> <x:r> "7"^^<{integer}> .\n'


def test_an_update_reads_no_file(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:p> 1 .")
    load = f"LOAD <{(tmp_path / 'a.ttl').as_uri()}>"
    done = command(["query", "-g", str(tmp_path / "a.ttl"), "--update", load, "--out", str(tmp_path / "b.ttl")])
    assert done.returncode == 2
    assert b"LOAD would read files" in done.stderr
    assert not (tmp_path / "b.ttl").exists()


def test_asking_imports_nothing_heavy(folder: Path) -> None:
    code = (
        "import sys; from mrgraph.cli import program\n"
        f"program(['query', '-g', {str(folder)!r}, {COMPANIES!r}], standalone_mode=False)\n"
        "print([name for name in ('spacy', 'pyvis', 'networkx', 'bs4', 'rdflib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_query_is_told_as_one(command: Command, folder: Path, text: str) -> None:
    given = command(["query", "-g", str(folder), text])
    piped = command(["query", "-g", str(folder), "-"], stdin=text.encode())
    assert given.returncode == piped.returncode == 2
    assert b"query: empty" in given.stderr
    assert b"stdin: empty" in piped.stderr


def test_several_graphs_give_no_row_twice(tmp_path: Path, root: Path) -> None:
    """Two piles that call one company differently, and the ontology beside a graph, which words its codes again."""
    for name, label in (("a", "Acme Works"), ("b", "ACME Works Inc.")):
        triples = [
            ("https://w3id.org/mrgraph/company/acme-works", vocab.RDF_TYPE, vocab.Company),
            ("https://w3id.org/mrgraph/company/acme-works", vocab.RDFS_LABEL, Literal(label)),
            ("https://w3id.org/mrgraph/market/widget", vocab.RDF_TYPE, vocab.Market),
            ("https://w3id.org/mrgraph/market/widget", vocab.RDFS_LABEL, Literal("Widgets")),
            ("https://w3id.org/mrgraph/market/widget", vocab.hasPlayer, "https://w3id.org/mrgraph/company/acme-works"),
            (vocab.Forecast, vocab.RDFS_LABEL, Literal("forecast")),
            ("http://example.org/theirs", vocab.RDFS_LABEL, Literal(label)),
        ]
        files.save(triples, tmp_path / f"{name}.ttl")
    paths = [tmp_path / "a.ttl", tmp_path / "b.ttl", root / "ontology" / "mrgraph.ttl"]
    question = "SELECT ?name { ?m mrg:hasPlayer/rdfs:label ?name }"
    for order in (paths, paths[::-1]):
        store = rdf.open_dataset(order)
        assert values(ask(store, question)) == [["ACME Works Inc."]]
        assert values(ask(store, "SELECT ?a { company:acme-works skos:altLabel ?a }")) == [["Acme Works"]]
        assert ask(store, "SELECT ?l { mrg:Forecast rdfs:label ?l }").rows == ((Literal("forecast"),),)
        assert len(ask(store, "SELECT ?l { <http://example.org/theirs> rdfs:label ?l }").rows) == 2


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        (
            "SELECT ?a { ?x mrg:p/rdfs:label ?a ; mrg:q ?b . ?b a ?k }",
            "SELECT ?a (?aThing AS ?aIri) { ?x mrg:p ?aThing ; mrg:q ?b  . ?aThing rdfs:label ?a . ?b a ?k }",
        ),
        (
            "SELECT ?a (COUNT(?m) AS ?n) { ?m mrg:hasPlayer ?c . ?c a mrg:Company ; rdfs:label ?a } GROUP BY ?a",
            (
                "SELECT ?a (?c AS ?aIri) (COUNT(?m) AS ?n) "
                "{ ?m mrg:hasPlayer ?c . ?c a mrg:Company ; rdfs:label ?a } GROUP BY ?c ?a"
            ),
        ),
        ("SELECT * { ?x rdfs:label ?a }", "SELECT * { ?x rdfs:label ?a }"),
        ("ASK { ?x rdfs:label ?a }", "ASK { ?x rdfs:label ?a }"),
        ("SELECT ?a { ?x mrg:p/mrg:q/rdfs:label ?a }", "SELECT ?a { ?x mrg:p/mrg:q/rdfs:label ?a }"),
    ],
)
def test_a_column_of_names_may_have_one_of_iris_beside_it(query: str, asked: str) -> None:
    assert rewriting.with_iris(query) == asked


def test_the_iris_of_saved_queries_are_those_of_the_names(seeds_graph: Path) -> None:
    """Each answer stays as it is, row by row, and each new column has IRIs with the label beside it."""
    from mrgraph.asking import saved_queries

    store, columns = rdf.open_dataset([seeds_graph]), 0
    for saved in saved_queries.saved_queries():
        if not saved.columns or any(parameter.default is None for parameter in saved.parameters):
            continue
        plain, wide = ask(store, saved.text), ask(store, rewriting.with_iris(saved.text))
        kept = [wide.columns.index(column) for column in plain.columns]
        assert sorted(map(str, (tuple(row[at] for at in kept) for row in wide.rows))) == sorted(map(str, plain.rows))
        for column in set(wide.columns) - set(plain.columns):
            name, iri = wide.columns.index(column.removesuffix("Iri")), wide.columns.index(column)
            bound = [(row[name], row[iri]) for row in wide.rows if row[iri] is not None]
            assert all(store.all(str(thing), vocab.RDFS_LABEL) == (label.text,) for label, thing in bound)
            columns += bool(bound)
    assert columns > 25


def test_variables_of_a_query_take_values(command: Command, seeds_graph: Path) -> None:
    def told(*arguments: str) -> list[str]:
        done = command(["query", *arguments, "-g", str(seeds_graph), "--format", "csv"])
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().split("\r\n")[1:-1]

    players = "SELECT ?l { ?m mrg:hasPlayer ?c . ?c rdfs:label ?l } ORDER BY ?l"
    assert "Micron Technology" in told(players, "m=market:package-on-package")
    assert told("SELECT ?m { ?m a mrg:Market ; rdfs:label ?l }", "l=Package on package") == [
        "https://w3id.org/mrgraph/market/package-on-package"
    ]
    assert told("ASK { ?s mrg:year ?y }", "y=2022") == []
    assert len(told("SELECT ?s { ?s a mrg:MarketSize ; mrg:year ?y }", "y=2022")) >= 1
    assert told("SELECT ?x { ?m a mrg:Market BIND (?m AS ?x) }", 'm=" } SERVICE <http://127.0.0.1/> { ?s ?p ?o }') == []
    wrong = command(["query", players, "x=1", "-g", str(seeds_graph)])
    assert wrong.returncode == 2
    assert "no variable of the query; it has ?c, ?l, ?m" in wrong.stderr.decode()
