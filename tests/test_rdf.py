"""Stage 4: facts in, a checked graph out."""

from __future__ import annotations

import errno
import gzip
import os
import random
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from samples_facts import ACME, BOLT, LISTS, MARKET, REPORTS, TOPICS, iri, sample_facts

from mrgraph import rdf, reference, vocab
from mrgraph.errors import GraphError
from mrgraph.facts import Facts
from mrgraph.graphs import run_record
from mrgraph.graphs.assembly import assemble, decimal
from mrgraph.rdf import interchange, rdf_files, serialization, shacl
from mrgraph.rdf.engine_terms import our_triples
from mrgraph.rdf.terms import Literal, Triple

FIRST, SECOND, THIRD = REPORTS.values()
TRIPLES = assemble(sample_facts(), reference.load())
GRAPH = frozenset(TRIPLES)


def test_a_sound_claim_makes_the_edge_of_the_market_and_of_the_report() -> None:
    assert (MARKET, vocab.hasPlayer, ACME) in GRAPH
    assert (FIRST, vocab.namesCompany, ACME) in GRAPH
    assert (FIRST, vocab.coversTechnology, TOPICS["5g"]) in GRAPH
    assert (FIRST, vocab.coversSegment, TOPICS["online"]) in GRAPH


def test_a_claim_with_a_defect_keeps_its_node_and_drops_its_edge() -> None:
    assert (MARKET, vocab.hasPlayer, BOLT) not in GRAPH
    assert (SECOND, vocab.namesCompany, BOLT) not in GRAPH
    assert (iri("claim", "l10"), vocab.object, BOLT) in GRAPH


def test_a_misplaced_region_is_a_claim_and_never_an_edge() -> None:
    korea, under = iri("region", "KR"), iri("region", "middle-east-africa")
    assert (korea, vocab.within, under) not in GRAPH
    assert (iri("claim", "l19"), vocab.flag, vocab.Misplaced) in GRAPH


def test_a_report_whose_title_states_no_scope_is_about_the_world() -> None:
    assert (FIRST, vocab.scope, iri("region", "world")) in GRAPH
    assert [o for s, p, o in TRIPLES if (s, p) == (SECOND, vocab.scope)] == [iri("region", "north-america")]


def test_regions_come_with_all_their_ancestors_and_without_their_aliases() -> None:
    japan = iri("region", "JP")
    assert (japan, vocab.RDF_TYPE, vocab.Country) in GRAPH
    assert (japan, vocab.iso3166, Literal("JP")) in GRAPH
    for above in reference.load().ancestors("JP"):
        assert (iri("region", above), vocab.RDF_TYPE, vocab.Region) in GRAPH
    assert not [o for s, p, o in TRIPLES if s == japan and p == vocab.SKOS_ALT_LABEL]


def test_a_place_without_a_key_has_a_label_only() -> None:
    osaka = iri("region", "osaka")
    assert [(p, o) for s, p, o in TRIPLES if s == osaka] == [
        (vocab.RDF_TYPE, vocab.Region),
        (vocab.RDFS_LABEL, Literal("Osaka")),
    ]


def test_the_graph_explains_the_codes_and_rules_that_it_uses_and_no_others() -> None:
    codes = {s for s, p, o in TRIPLES if p == vocab.RDF_TYPE and o in (vocab.Flag, vocab.Basis, vocab.Bound)}
    assert vocab.Misplaced in codes
    assert vocab.AtMost not in codes
    assert (vocab.Misplaced, vocab.RDF_TYPE, vocab.Defect) in GRAPH
    rule = iri("rule", "lists.companies-1")
    assert (rule, vocab.SKOS_DEFINITION, Literal(LISTS.definition)) in GRAPH
    stated = [o for s, p, o in TRIPLES if p == vocab.confidence and s == iri("claim", "l08")]
    assert stated == [Literal("0.97", vocab.XSD_DECIMAL)]
    assert not [s for s, p, _ in TRIPLES if p == vocab.confidence and s.startswith(vocab.PREFIXES["rule"])]


def test_a_link_claim_has_its_leaf_class_only_and_no_label() -> None:
    claim = iri("claim", "l08")
    assert {o for s, p, o in TRIPLES if s == claim and p == vocab.RDF_TYPE} == {vocab.LinkClaim}
    assert not [o for s, p, o in TRIPLES if s == claim and p == vocab.RDFS_LABEL]


def test_data_has_only_strings_integers_and_decimals_and_no_blank_nodes() -> None:
    datatypes = {o.datatype for _, _, o in TRIPLES if isinstance(o, Literal)}
    assert datatypes == {vocab.XSD_STRING, vocab.XSD_INTEGER, vocab.XSD_DECIMAL}
    assert not [s for s, _, o in TRIPLES if s.startswith("_:") or str(o).startswith("_:")]


def test_an_address_with_spaces_and_loose_percent_signs_becomes_an_iri() -> None:
    urls = {o for s, p, o in TRIPLES if (s, p) == (FIRST, vocab.SCHEMA_URL)}
    assert urls == {"https://alpha.example/r?a=b%20c&100%25"}


@pytest.mark.parametrize(
    ("number", "text"),
    [("5.90", "5.90"), ("40", "40.0"), ("4.2E+9", "4200000000.0"), ("1E-3", "0.001"), ("-5.5", "-5.5")],
)
def test_decimals_keep_their_digits_and_have_no_exponent(number: str, text: str) -> None:
    assert decimal(Decimal(number)) == Literal(text, vocab.XSD_DECIMAL)


def test_the_order_of_facts_does_not_matter(tmp_path: Path) -> None:
    facts = sample_facts()
    for seed in range(3):
        parts = [list(part) for part in (facts.documents, facts.reports, facts.entities, facts.links, facts.figures)]
        for part in parts:
            random.Random(seed).shuffle(part)
        shuffled = Facts(*map(tuple, parts))  # type: ignore[arg-type]
        assert assemble(shuffled, reference.load()) == TRIPLES
    triples = list(TRIPLES)
    random.Random(1).shuffle(triples)
    assert interchange.save(triples, tmp_path / "a.ttl").sha256 == interchange.save(TRIPLES, tmp_path / "b.ttl").sha256


# ------------------------------------------------------------------------------------------------ files

_IRIS = st.one_of(
    st.sampled_from(sorted({s for s, _, _ in TRIPLES})),
    st.text(alphabet="aé市0-9._~%20", min_size=1, max_size=8).map(lambda name: iri("topic", name.replace("%", "%25"))),
    st.text(alphabet="abc/#.-", max_size=8).map(lambda name: f"https://example.org/{name.replace('#', '')}"),
)
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3).map(decimal)
_LITERALS = st.one_of(
    _TEXTS.map(Literal),
    _TEXTS.map(lambda text: Literal(text, vocab.RDF_LANG_STRING, "en")),
    st.integers().map(lambda number: Literal(str(number), vocab.XSD_INTEGER)),
    _DECIMALS,
    st.sampled_from([Literal(text, vocab.XSD_DECIMAL) for text in ("5.90", "5.", "+1.0", "007", ".5")]),
)
_PREDICATES = st.sampled_from([vocab.RDF_TYPE, vocab.RDFS_LABEL, vocab.percent, "https://example.org/p"])


@given(st.lists(st.tuples(_IRIS, _PREDICATES, st.one_of(_IRIS, _LITERALS)), max_size=12))
def test_what_is_written_is_read_back_in_two_engines(triples: list[Triple]) -> None:
    text = serialization.turtle(triples)
    quads = pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE)
    assert set(our_triples(quads)) == set(triples)
    ours = rdflib.Graph()
    for subject, predicate, value in set(triples):
        ours.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), _rdflib_object(value)))
    assert set(rdflib.Graph().parse(data=text, format="turtle")) == set(ours)
    assert serialization.turtle(reversed(triples)) == text


def _rdflib_object(value: str | Literal) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(value, str):
        return rdflib.URIRef(value)
    if value.language:
        return rdflib.Literal(value.text, lang=value.language)
    plain = value.datatype == vocab.XSD_STRING
    return rdflib.Literal(value.text, datatype=None if plain else rdflib.URIRef(value.datatype))


def test_a_saved_graph_is_loaded_whole_from_its_folder(tmp_path: Path) -> None:
    saved = interchange.save(TRIPLES, tmp_path / "graph.ttl")
    loaded = interchange.load(tmp_path)
    assert saved.triples == len(loaded) == len(TRIPLES)
    assert interchange.save(loaded, tmp_path / "again.ttl").sha256 == saved.sha256
    assert (rdflib.URIRef(iri("claim", "f03")), rdflib.URIRef(vocab.percent), None) in loaded
    assert {str(value) for value in loaded.objects(None, rdflib.URIRef(vocab.percent))} >= {"5.90", "40.0"}


def test_blank_nodes_of_a_foreign_graph_get_the_same_names_each_time(tmp_path: Path) -> None:
    text = '@prefix e: <https://example.org/> . e:a e:b [ e:c "x" ] , [ e:c "y" ] .'
    hashes = {
        interchange.save(rdflib.Graph().parse(data=text, format="turtle"), tmp_path / "x.ttl").sha256 for _ in range(3)
    }
    assert len(hashes) == 1


@pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "trig", "rdf", "xml", "jsonld"])
def test_every_rdf_format_is_read_by_its_suffix(tmp_path: Path, suffix: str) -> None:
    form = pyoxigraph.RdfFormat.from_extension(suffix)
    assert form is not None
    node = pyoxigraph.NamedNode("https://e.org/a")
    file = tmp_path / f"graph.{suffix}"
    file.write_bytes(pyoxigraph.serialize([pyoxigraph.Triple(node, node, pyoxigraph.Literal("c"))], format=form) or b"")
    assert len(interchange.load(file)) == 1


def test_relative_iris_are_relative_to_the_path_that_was_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "near.ttl").write_text("<> <x:p> <other> .\n", "utf-8")
    (tmp_path / "link").symlink_to("folder")
    for named in (tmp_path / "folder", tmp_path / "link"):
        ((subject, _, value),) = rdf_files.read_triples(named / ".." / named.name / "near.ttl")
        assert (subject, value) == ((named / "near.ttl").as_uri(), (named / "other").as_uri())


def test_a_file_without_a_suffix_is_read_by_its_beginning(tmp_path: Path) -> None:
    file = tmp_path / "graph"
    file.write_text("@prefix e: <https://e.org/> .\ne:a e:b e:c .\n")
    assert len(interchange.load(file)) == 1


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.ttl", "<a:b> <c:d>\n 5 5 .", "a.ttl:2:4: "),
        ("b.xml", '<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF/>', "DOCTYPE"),
        ("c.jsonld", '{"@context": "https://schema.org/", "name": "b"}', "nothing is fetched"),
        ("d.jsonld", '{"@context": "file:///etc/hostname", "name": "b"}', "nothing is fetched"),
        ("e.bin", "hello", "no RDF format"),
        ("f.ttl", "<a:b> <c:d> <<( <a:b> <c:d> <e:f> )>> .", "RDF 1.2"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(GraphError, match=words.replace(".", r"\.")) as caught:
        interchange.load(tmp_path / name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_graph_names_the_command_that_makes_one(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(GraphError, match="mrgraph build"):
            interchange.load(path)


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GraphError, match="free some space"):
        interchange.save(TRIPLES, target)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("graph.ttl", "old")]


def test_an_interrupted_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("old")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        interchange.save(TRIPLES, target)
    assert target.read_text() == "old"


def test_an_iri_that_turtle_cannot_hold_is_refused() -> None:
    with pytest.raises(GraphError, match="percent-encode"):
        serialization.turtle([("https://e.org/a b", vocab.RDF_TYPE, vocab.Topic)])


def test_the_sidecar_is_a_pure_function_of_what_it_is_told(tmp_path: Path) -> None:
    start, end = datetime(2030, 1, 1, 12, 0, tzinfo=UTC), datetime(2030, 1, 1, 12, 0, 5, tzinfo=UTC)
    run = run_record.Run("ab" * 32, 1234, 585, start, end, (iri("document", "aa"),), (("mrgraph", "0.1.0"),))
    run = replace(run, counts=((vocab.Company, 2),))
    saved = [interchange.save(run_record.describe(run), tmp_path / "run.ttl", vocab.SIDECAR_PREFIXES) for _ in range(2)]
    assert saved[0] == saved[1]
    loaded = interchange.load(tmp_path / "run.ttl")
    assert [int(str(count)) for count in loaded.objects(None, rdflib.URIRef(vocab.VOID_TRIPLES))] == [585]
    assert '"2030-01-01T12:00:05Z"' in (tmp_path / "run.ttl").read_text()


# ------------------------------------------------------------------------------------------------ checks


def _graph(*changes: tuple[str, Triple]) -> rdflib.Graph:
    """The sample graph with triples added ("+") or removed ("-")."""
    triples = set(TRIPLES)
    for sign, triple in changes:
        if sign == "-":
            assert triple in triples, triple
        (triples.add if sign == "+" else triples.discard)(triple)
    graph = rdflib.Graph()
    for subject, predicate, value in triples:
        graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), interchange._rdflib_object(value)))
    return graph


def test_the_sample_graph_conforms() -> None:
    assert shacl.check(_graph()) == ()


_F, _L = (lambda name: iri("claim", f"f{name}")), (lambda name: iri("claim", f"l{name}"))
_NUMBER = Literal("1000000.0", vocab.XSD_DECIMAL)
MISTAKES: dict[str, tuple[str, tuple[tuple[str, Triple], ...]]] = {
    "a company without a label": (ACME, (("-", (ACME, vocab.RDFS_LABEL, Literal("Acme"))),)),
    "an empty alias": (ACME, (("+", (ACME, vocab.SKOS_ALT_LABEL, Literal(""))),)),
    "a residual entry as a topic": (
        TOPICS["online"],
        (
            ("-", (TOPICS["online"], vocab.RDFS_LABEL, Literal("Online"))),
            ("+", (TOPICS["online"], vocab.RDFS_LABEL, Literal("Others"))),
        ),
    ),
    "a claim without evidence": (_L("08"), (("-", (_L("08"), vocab.evidence, iri("evidence", "aaaa-260"))),)),
    "a claim without a rule": (_L("08"), (("-", (_L("08"), vocab.extractor, iri("rule", "lists.companies-1"))),)),
    "a claim stated in two reports": (_L("08"), (("+", (_L("08"), vocab.statedIn, THIRD)),)),
    "evidence in a document of another report": (
        _L("08"),
        (("+", (_L("08"), vocab.evidence, iri("evidence", "bbbb-280"))),),
    ),
    "a missing edge": (_L("08"), (("-", (MARKET, vocab.hasPlayer, ACME)),)),
    "an edge that no claim backs": (MARKET, (("+", (MARKET, vocab.hasPlayer, BOLT)),)),
    "a report that names what it does not claim": (SECOND, (("+", (SECOND, vocab.namesCompany, BOLT)),)),
    "an unknown relation": (
        _L("08"),
        (("-", (_L("08"), vocab.predicate, vocab.hasPlayer)), ("+", (_L("08"), vocab.predicate, vocab.describedIn))),
    ),
    "two markets of one topic": (MARKET, (("+", (MARKET, vocab.marketFor, TOPICS["pumps"])),)),
    "a player that is no company": (MARKET, (("+", (MARKET, vocab.hasPlayer, TOPICS["5g"])),)),
    "a size without an amount": (
        _F("01"),
        (("-", (_F("01"), vocab.amount, Literal("4200000000.0", vocab.XSD_DECIMAL))),),
    ),
    "money without a currency or a flag": (_F("02"), (("-", (_F("02"), vocab.flag, vocab.Vague)),)),
    "a size in percent": (_F("01"), (("+", (_F("01"), vocab.percent, _NUMBER)),)),
    "a small amount": (
        _F("01"),
        (
            ("-", (_F("01"), vocab.amount, Literal("4200000000.0", vocab.XSD_DECIMAL))),
            ("+", (_F("01"), vocab.amount, Literal("4.2", vocab.XSD_DECIMAL))),
        ),
    ),
    "a year beyond reason": (_F("01"), (("+", (_F("01"), vocab.year, Literal("20222", vocab.XSD_INTEGER))),)),
    "a period that ends before it begins": (
        _F("03"),
        (
            ("-", (_F("03"), vocab.toYear, Literal("2030", vocab.XSD_INTEGER))),
            ("+", (_F("03"), vocab.toYear, Literal("2020", vocab.XSD_INTEGER))),
        ),
    ),
    "a range whose upper end is lower": (
        _F("04"),
        (
            ("-", (_F("04"), vocab.percentMax, Literal("7.0", vocab.XSD_DECIMAL))),
            ("+", (_F("04"), vocab.percentMax, Literal("4.0", vocab.XSD_DECIMAL))),
        ),
    ),
    "a share above a hundred": (
        _F("05"),
        (
            ("-", (_F("05"), vocab.percent, Literal("40.0", vocab.XSD_DECIMAL))),
            ("+", (_F("05"), vocab.percent, Literal("400.0", vocab.XSD_DECIMAL))),
        ),
    ),
    "a share of nothing": (_F("05"), (("-", (_F("05"), vocab.region, iri("region", "asia-pacific"))),)),
    "an undated share without the flag": (_F("05"), (("-", (_F("05"), vocab.flag, vocab.Vague)),)),
    "a number as a string": (_F("05"), (("+", (_F("05"), vocab.percent, Literal("41"))),)),
    "a segment without its axis": (_L("14"), (("-", (_L("14"), vocab.axis, Literal("Sales channel"))),)),
    "a quote in two places": (
        iri("evidence", "aaaa-260"),
        (("+", (iri("evidence", "aaaa-260"), vocab.startOffset, Literal("9999", vocab.XSD_INTEGER))),),
    ),
    "evidence of nothing": (
        iri("evidence", "aaaa-260"),
        (
            ("-", (_L("08"), vocab.evidence, iri("evidence", "aaaa-260"))),
            ("+", (_L("08"), vocab.evidence, iri("evidence", "aaaa-320"))),
        ),
    ),
    "a broken hash": (
        iri("document", "aa" * 8),
        (("+", (iri("document", "aa" * 8), vocab.SCHEMA_SHA256, Literal("xyz"))),),
    ),
    "a placement that is no defect": (_L("19"), (("-", (_L("19"), vocab.flag, vocab.Misplaced)),)),
    "a country in a new place": (
        iri("region", "KR"),
        (("+", (iri("region", "KR"), vocab.within, iri("region", "middle-east-africa"))),),
    ),
    "a term that the ontology lacks": (f"{vocab.NS}hasFriend", (("+", (ACME, f"{vocab.NS}hasFriend", BOLT)),)),
    "a claim with a label": (_L("08"), (("+", (_L("08"), vocab.RDFS_LABEL, Literal("Acme plays"))),)),
    "a company that nothing names": (
        iri("company", "nobody"),
        (
            ("+", (iri("company", "nobody"), vocab.RDF_TYPE, vocab.Company)),
            ("+", (iri("company", "nobody"), vocab.RDFS_LABEL, Literal("Nobody"))),
        ),
    ),
    "a confidence above one": (
        iri("claim", "l08"),
        (
            ("-", (iri("claim", "l08"), vocab.confidence, Literal("0.97", vocab.XSD_DECIMAL))),
            ("+", (iri("claim", "l08"), vocab.confidence, Literal("1.5", vocab.XSD_DECIMAL))),
        ),
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_planted_mistake_is_caught_at_its_node(name: str) -> None:
    focus, changes = MISTAKES[name]
    found = shacl.check(_graph(*changes))
    assert focus in {violation.focus for violation in found}, [str(violation) for violation in found]
    for violation in found:
        assert violation.severity in ("violation", "warning")
        assert "ConstraintComponent" not in str(violation)
        assert "\n" not in str(violation)


def test_there_are_as_many_planted_mistakes_as_we_think() -> None:
    assert len(MISTAKES) == 34


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", ["g.ttl", "g.nt", "g.nq", "g"])
def test_graphs_may_be_packed_and_begin_with_a_byte_order_mark(
    tmp_path: Path, name: str, packed: bool, mark: bytes
) -> None:
    data = mark + b"<x:a> <x:b> <x:c> .\n"
    file = tmp_path / f"{name}{'.gz' if packed else ''}"
    file.write_bytes(gzip.compress(data) if packed else data)
    assert list(rdf.read_triples(file)) == [("x:a", "x:b", "x:c")]
    assert len(rdf.open_dataset([file], index_from=1)) == 1
    assert len(rdf.open_dataset([file], index_from=1)) == 1


def test_a_packed_graph_that_is_cut_is_told(tmp_path: Path) -> None:
    file = tmp_path / "g.ttl.gz"
    file.write_bytes(gzip.compress(b"<x:a> <x:b> <x:c> .\n" * 100)[:-9])
    with pytest.raises(GraphError, match="no whole gzip file"):
        list(rdf.read_triples(file))
