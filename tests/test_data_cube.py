"""The market sizes as a Data Cube: the integrity constraints of the recommendation (section 11) that apply to it.

Of the 21, those about slices, measure dimensions and code lists need terms that the cube does not use; that it uses
none of them is tested, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mrgraph import rdf, vocab
from mrgraph.asking import saved_queries
from mrgraph.asking.queries import ask
from mrgraph.rdf.terms import Literal, Triple

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = (
    "PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
# Each finds what breaks the constraint of its number.
CONSTRAINTS = {
    "1 each observation is in one data set": """{ ?obs a qb:Observation FILTER NOT EXISTS { ?obs qb:dataSet ?d } }
        UNION { ?obs a qb:Observation ; qb:dataSet ?d1 , ?d2 FILTER (?d1 != ?d2) }""",
    "2 each data set has one structure": """{ ?d a qb:DataSet FILTER NOT EXISTS { ?d qb:structure ?dsd } }
        UNION { ?d a qb:DataSet ; qb:structure ?dsd1 , ?dsd2 FILTER (?dsd1 != ?dsd2) }""",
    "3 each structure has a measure": """?dsd a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?dsd qb:component [ qb:measure ?m ] . ?m a qb:MeasureProperty }""",
    "4 each dimension has a range": "?dim a qb:DimensionProperty FILTER NOT EXISTS { ?dim rdfs:range ?range }",
    "5 each dimension of concepts has a code list": """?dim a qb:DimensionProperty ; rdfs:range skos:Concept
        FILTER NOT EXISTS { ?dim qb:codeList ?list }""",
    "6 only attributes are optional": """?dsd qb:component ?part .
        ?part qb:componentRequired false ; qb:componentProperty ?p FILTER NOT EXISTS { ?p a qb:AttributeProperty }""",
    "9 each slice has one structure": "?slice a qb:Slice",
    "11 each observation has a value for each dimension": """?obs qb:dataSet/qb:structure/qb:component/qb:dimension ?dim
        FILTER NOT EXISTS { ?obs ?dim ?value }""",
    "13 each observation has each required attribute": """?obs qb:dataSet/qb:structure/qb:component ?part .
        ?part qb:componentRequired true ; qb:attribute ?attribute FILTER NOT EXISTS { ?obs ?attribute ?value }""",
    "14 each observation has each measure": """?obs qb:dataSet/qb:structure/qb:component/qb:measure ?m
        FILTER NOT EXISTS { ?obs ?m ?value }""",
}
# Terms of the constraints 7, 8, 10 and 15 to 21, which say nothing of a cube without them.
UNUSED = ("qb:SliceKey qb:sliceKey qb:slice qb:sliceStructure qb:observation qb:componentAttachment qb:measureType "
          "qb:measureDimension qb:codeList qb:HierarchicalCodeList qb:parentChildProperty").split()  # fmt: skip


def figure(number: int, amount: str, *, report: str = "r", year: str = "2024", **more: str) -> list[Triple]:
    iri = f"{vocab.PREFIXES['claim']}{number}"
    said = [
        (vocab.RDF_TYPE, vocab.MarketSize),
        (vocab.statedIn, vocab.PREFIXES["report"] + report),
        (vocab.market, vocab.PREFIXES["market"] + "m"),
        (vocab.region, vocab.PREFIXES["region"] + "world"),
        (vocab.year, Literal(year, vocab.XSD_INTEGER)),
        (vocab.amount, Literal(amount, vocab.XSD_DECIMAL)),
        (vocab.basis, vocab.Forecast),
        *((getattr(vocab, name), Literal(value)) for name, value in more.items()),
    ]
    return [(iri, predicate, value) for predicate, value in said]


MADE = [
    *figure(1, "5.0", currency="USD"),
    *figure(2, "5.0", currency="USD"),  # the same, said again
    *figure(3, "6.0", report="s", currency="USD"),
    *figure(4, "7.0", report="t", currency="USD"),
    *figure(5, "8.0", report="t", currency="USD"),  # contradicts the one before
    *figure(6, "9.0", report="u"),  # no currency
    *figure(7, "9.0", report="v", currency="USD", segment="a part"),
]


@pytest.fixture(scope="module", params=["made", "seeds"])
def cube(request: pytest.FixtureRequest, seeds_graph: Path) -> rdf.Store:
    graph = MADE if request.param == "made" else seeds_graph
    built = rdf.Store(ask(rdf.as_store(graph), saved_queries.saved_query("as-data-cube").text).triples)
    number = ask(built, f"{PREFIXES} SELECT (COUNT(?o) AS ?n) {{ ?o a qb:Observation }}").rows[0][0]
    assert isinstance(number, Literal)
    assert int(number.text) > 1
    assert request.param == "seeds" or number.text == "2"
    return built


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_the_cube_keeps_the_constraint(cube: rdf.Store, constraint: str) -> None:
    assert ask(cube, f"{PREFIXES} SELECT * {{ {CONSTRAINTS[constraint]} }}").rows == ()


def test_no_two_observations_share_all_dimensions(cube: rdf.Store) -> None:
    """Constraint 12, by the values themselves: its own query compares each pair of observations."""
    dimensions = ask(cube, f"{PREFIXES} SELECT ?d {{ ?x qb:dimension ?d }} ORDER BY ?d").rows
    assert len(dimensions) == 5
    patterns = " ; ".join(f"<{dimension}> ?v{number}" for number, (dimension,) in enumerate(dimensions))
    rows = ask(cube, f"{PREFIXES} SELECT * {{ ?o a qb:Observation ; {patterns} }}").rows
    values = [tuple(sorted(str(term) for term in row if "claim/" not in str(term))) for row in rows]
    assert len(set(values)) == len(values) > 1


def test_the_cube_needs_no_other_constraint(cube: rdf.Store) -> None:
    for term in UNUSED:
        assert ask(cube, f"{PREFIXES} ASK {{ {{ ?s {term} ?o }} UNION {{ ?s a {term} }} }}").truth is False


def test_annotations_have_a_body_and_a_target(seeds_graph: Path) -> None:
    annotations = rdf.Store(ask(seeds_graph, saved_queries.saved_query("as-web-annotations").text).triples)
    oa = "PREFIX oa: <http://www.w3.org/ns/oa#> "
    bare = "?a a oa:Annotation FILTER NOT EXISTS { ?a oa:hasBody ?b ; oa:hasTarget/oa:hasSelector/oa:exact ?quote }"
    assert ask(annotations, f"{oa} SELECT ?a {{ {bare} }}").rows == ()
    values = ask(annotations, f"{oa} SELECT ?v {{ ?a oa:hasBody ?b . ?b a oa:TextualBody ; rdf:value ?v }}").rows
    assert (Literal("$5 billion"),) in values
    both = "?a oa:hasBody ?b , ?c FILTER (?b != ?c)"
    assert ask(annotations, f"{oa} ASK {{ {both} }}").truth is False
