"""Why nothing came out: told where the graph has what may be meant, and not told where it has nothing of the kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mrgraph import rdf, vocab
from mrgraph.asking.hints import empty_answers
from mrgraph.asking.queries import ask
from mrgraph.rdf.terms import Literal, Triple

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

MARKET, ACME, CLAIM = (
    vocab.PREFIXES[kind] + name for kind, name in (("market", "w"), ("company", "acme"), ("claim", "1"))
)
TRIPLES: list[Triple] = [
    (MARKET, vocab.RDF_TYPE, vocab.Market),
    (MARKET, vocab.RDFS_LABEL, Literal("Widgets")),
    (MARKET, vocab.hasPlayer, ACME),
    (ACME, vocab.RDF_TYPE, vocab.Company),
    (ACME, vocab.RDFS_LABEL, Literal('Acme "Works"')),
    (ACME, vocab.SKOS_ALT_LABEL, Literal("Acme")),
    (CLAIM, vocab.RDF_TYPE, vocab.MarketShare),
    (CLAIM, vocab.statedIn, f"{vocab.BASE}report/r"),
    (CLAIM, vocab.percent, Literal("40.0", vocab.XSD_DECIMAL)),
    (CLAIM, vocab.year, Literal("2030", vocab.XSD_INTEGER)),
    (CLAIM, vocab.currency, Literal("USD")),
]


@pytest.fixture(scope="module")
def store() -> rdf.Store:
    return rdf.Store(TRIPLES)


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("SELECT * { ?s mrg:percent 40 }", "query:1:27: 40 is no value of mrg:percent here, but 40.0 is"),
        ("SELECT * { ?s mrg:year 2030.0 }", "query:1:24: 2030.0 is no value of mrg:year here, but 2030 is"),
        ("SELECT * { ?s mrg:year '2030' }", "query:1:24: '2030' is no value of mrg:year here, but 2030 is"),
        ("SELECT * { ?s rdfs:label 'Widgets'@en }", "'Widgets'@en is no value of rdfs:label here, but \"Widgets\" is"),
        ("SELECT * { ?s mrg:currency 'EUR', 'usd' }", "'usd' is no value of mrg:currency here, but \"USD\" is"),
        ("SELECT * { ?s rdfs:label 'WIDGETS' }", 'but "Widgets" is'),
        ("SELECT * { ?s rdfs:label 'widgets Market' }", 'but "Widgets" is'),
        ("SELECT * { ?s rdfs:label 'acme' }", r'another name of "Acme \"Works\""; skos:altLabel finds it'),
        ("SELECT * { ?m mrg:hasPlayer 'Acme' }", "mrg:hasPlayer/rdfs:label 'Acme'"),
        ("SELECT * { ?m a mrg:market }", "query:1:17: mrg:market is a property; the class is mrg:Market"),
        ("SELECT * { ?m mrg:Market ?x }", "query:1:15: mrg:Market is a class; the property is mrg:market"),
        ("SELECT * { ?c a mrg:Claim }", "graphs spare the class mrg:Claim; ?claim mrg:statedIn ?report finds"),
        ("SELECT * { ?c\n  rdf:type mrg:Evidence }", "query:2:12: graphs spare the class mrg:Evidence"),
    ],
)
def test_what_may_be_meant_is_told(store: rdf.Store, query: str, hint: str) -> None:
    assert ask(store, query).rows == ()
    (line,) = empty_answers.hints(query, store)
    assert hint in line


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s mrg:percent 41 }",
        "SELECT * { ?s rdfs:label 'Gadgets' }",
        "SELECT * { ?s rdfs:label 'Widgets' ; mrg:percent 40.0 }",
        "SELECT * { ?s mrg:nothing 'Widgets' }",
        "SELECT * { ?s rdfs:label ?l FILTER (?l = 'widgets') }",
        "SELECT * { VALUES ?l { 'widgets' } ?s rdfs:label ?l }",
        "SELECT * { ?m a mrg:Market ; mrg:market ?x }",
        "CONSTRUCT { ?s rdfs:label 'WIDGETS' } WHERE { ?s a mrg:Report }",
        "SELECT * { ?s rdfs:label 'unfinished }",
    ],
)
def test_what_is_only_absent_is_not_guessed_at(store: rdf.Store, query: str) -> None:
    assert empty_answers.hints(query, store) == []


def test_the_command_tells_it(command: Command, seeds_graph: Path) -> None:
    done = command(["query", "SELECT ?s { ?s rdfs:label 'package on package market' }", "-g", str(seeds_graph)])
    assert done.returncode == 0
    lines = done.stderr.decode().splitlines()
    assert lines[0] == "no rows"
    assert lines[1].endswith(
        "query:1:27: 'package on package market' is no value of rdfs:label here, but \"Package on package\" is"
    )
    done = command(["query", "SELECT ?s { ?s rdfs:label 'Package on package' }", "-g", str(seeds_graph)])
    assert done.stderr == b""
