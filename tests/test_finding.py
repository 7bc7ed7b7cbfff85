"""Names found by words: any order, typing errors, other names, initials; what is clear is taken, the rest is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mrgraph import rdf, vocab
from mrgraph.asking import parameters
from mrgraph.errors import UsageError
from mrgraph.finding import things
from mrgraph.finding.search import Finder
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

MARKETS = ("Cloud Data Guard", "Electric Vehicle", "Electric Vehicle Charger", "Glass Fibres", "Network Slicing for 5G")
COMPANIES = (
    "Tormens AG",
    "Sonnberg AG",
    "Sonnberg Energy",
    "Nordlicht Optik GmbH",
    "東都エレクトロン",
    "Acme",
    "Acmo",
    "Type 1 Labs",
)


@pytest.fixture(scope="module")
def store() -> rdf.Store:
    triples = []
    for kind, names in ((vocab.Market, MARKETS), (vocab.Company, COMPANIES)):
        for number, name in enumerate(names):
            iri = f"{vocab.BASE}{kind.rpartition('#')[2].lower()}/{number}"
            triples += [(iri, vocab.RDF_TYPE, kind), (iri, vocab.RDFS_LABEL, Literal(name))]
    triples.append((f"{vocab.BASE}company/3", vocab.SKOS_ALT_LABEL, Literal("NLO Systems")))
    return rdf.Store(triples)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("guard cloud", "Cloud Data Guard"),  # any order
        ("cloud gard", "Cloud Data Guard"),  # a letter left out
        ("electric vehicle", "Electric Vehicle"),  # the whole name before a longer one
        ("nordl", "Nordlicht Optik GmbH"),  # begun
        ("NLO", "Nordlicht Optik GmbH"),  # another name
        ("evc", "Electric Vehicle Charger"),  # initials
        ("東都", "東都エレクトロン"),  # a script without spaces
        ("fiber glass", "Glass Fibres"),  # number and spelling
        ("5g slicing", "Network Slicing for 5G"),
    ],
)
def test_words_find_a_thing(store: rdf.Store, typed: str, first: str) -> None:
    hit = Finder(store, ("market", "company")).hits(typed)[0]
    assert (hit.label, hit.whole) == (first, True)


def test_what_has_only_some_of_the_words_is_marked(store: rdf.Store) -> None:
    hits = Finder(store, ("market", "company")).hits("sonnberg charger")
    assert hits
    assert not any(hit.whole for hit in hits)
    assert Finder(store, ("market",)).hits("4g zzz") == []


@pytest.mark.parametrize(
    ("kind", "typed", "label"),
    [
        ("market", "the Electric Vehicle market", "Electric Vehicle"),
        ("market", "electric vehicles", "Electric Vehicle"),
        ("market", "Guard Data Cloud", "Cloud Data Guard"),
        ("market", "Eletric Vehicle Chargers", "Electric Vehicle Charger"),
        ("company", "Sonberg", "Sonnberg AG"),
        ("company", "Tomens", "Tormens AG"),  # six letters that end like a plural
        ("company", "Nordlicht Optic", "Nordlicht Optik GmbH"),
    ],
)
def test_a_name_that_is_clear_is_taken_and_told(
    store: rdf.Store, kind: str, typed: str, label: str, caplog: pytest.LogCaptureFixture
) -> None:
    iri = parameters.thing(typed, kind, store)
    assert store.all(iri, vocab.RDFS_LABEL) == (label,)
    if typed != "electric vehicles":
        assert f"is taken for the {kind} {label!r}" in caplog.text


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("market", "Vehicle", "did you mean 'Electric Vehicle' or 'Electric Vehicle Charger'"),  # part of a name
        ("company", "Acma", "did you mean 'Acmo' or 'Acme'"),  # two are as like it, and it is short
        ("company", "Type 2 Labs", "did you mean 'Type 1 Labs'"),  # a number is no typing error
        ("market", "guard cloud", "did you mean 'Cloud Data Guard'"),  # only some of its words
    ],
)
def test_a_name_that_is_not_clear_is_never_guessed(store: rdf.Store, kind: str, typed: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        parameters.thing(typed, kind, store)


def test_the_command_tells_what_each_thing_is_and_how_often(command: Command, seeds_graph: Path) -> None:
    done = command(["search", "-g", str(seeds_graph), "amkr", "--format", "jsonl"])
    assert done.returncode == 0
    assert b'"name": "Amkor Technology Inc.", "kind": "company", "reports": 3' in done.stdout
    done = command(["search", "-g", str(seeds_graph), "pumps", "qualcomm"])
    assert done.returncode == 1
    assert b"no name has all the words" in done.stderr


def test_a_topic_that_a_market_is_for_is_not_listed_beside_it(seeds_graph: Path) -> None:
    hits = things.search(rdf.open_dataset([seeds_graph]), "package on package")
    assert [(hit["name"], hit["kind"]) for hit in hits[:2]] == [
        ("Package on package", "market"),
        ("Package on package Market (reliablemarketsize.com 1835044)", "report"),
    ]
