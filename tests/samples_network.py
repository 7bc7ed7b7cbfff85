"""Small graphs for the tests of the page, written as triples; nothing in them is real."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mrgraph.rdf.terms import Triple

# What has run in pages before: each of these is put wherever a text of a document can stand.
ATTACKS = (
    "<img src=x onerror=window.attacked=1>",
    "</script><script>window.attacked=1</script>",
    "<a href='javascript:window.attacked=1'>href</a>",
    "javascript:window.attacked=1",
    "{{7*7}} ${7*7} {% raw %}",
    "line\u2028separator\u2029end",
    "\u202eright to left\u202c and zero\u200bwidth",
    "--><!--<svg onload=window.attacked=1>",
    "\"'><style>*{display:none}</style>",
    "]]>&lt;&amp;#0;\\u003c",
)


def triple(subject: str, predicate: str, value: str) -> Triple:
    """A triple; a subject or value like "company/kla" is an IRI of the project, `"text"` in double quotes a literal."""
    return _full(subject), predicate, Literal(value[1:-1]) if value.startswith('"') else _full(value)


def _full(name: str) -> str:
    return name if "://" in name else vocab.BASE + name


def report(name: str, links: Iterable[tuple[str, str]], text: str = "", template: str = "") -> list[Triple]:
    """A report with a claim for each (relation, entity); `text` is label, title, heading, quote and document's name."""
    iri, document = f"report/{name}", f"document/{name}"
    label = text or name
    found = [
        triple(iri, vocab.RDF_TYPE, vocab.Report),
        triple(iri, vocab.RDFS_LABEL, f'"{label}"'),
        triple(iri, vocab.DCT_TITLE, f'"{label}"'),
        triple(iri, vocab.describedIn, document),
        triple(document, vocab.RDFS_LABEL, f'"{label}"'),
        triple(document, vocab.template, f'"{template or name}"'),
    ]
    for number, (relation, entity) in enumerate(links):
        claim, evidence = f"claim/{name}-{number}", f"evidence/{name}-{number}"
        found += [
            triple(claim, vocab.RDF_TYPE, vocab.LinkClaim),
            triple(claim, vocab.statedIn, iri),
            triple(claim, vocab.subject, iri),
            triple(claim, vocab.predicate, relation),
            triple(claim, vocab.object, entity),
            triple(claim, vocab.evidence, evidence),
            triple(evidence, vocab.quote, f'"{text or entity}"'),
            triple(evidence, vocab.heading, f'"{label}"'),
            triple(evidence, vocab.inDocument, document),
        ]
    return found


def attacks() -> list[Triple]:
    """A report and a company for each attack, with it as label, other name, title, quote, heading and document."""
    found = []
    for number, attack in enumerate(ATTACKS):
        entity = f"company/attack-{number}"
        found += report(f"attack-{number}", [(vocab.hasPlayer, entity), (vocab.hasPlayer, "company/shared")], attack)
        found += [
            triple(entity, vocab.RDFS_LABEL, f'"{attack}"'),
            triple(entity, vocab.SKOS_ALT_LABEL, f'"other {attack}"'),
            triple(f"report/attack-{number}", vocab.SCHEMA_URL, "http://example.org/" + str(number)),
        ]
    return found


def chains(count: int) -> list[Triple]:
    """Reports in a row, each sharing one company with the next, and one company that all of them share."""
    return [
        quad
        for number in range(count)
        for quad in report(
            f"r{number:04d}",
            [
                (vocab.hasPlayer, f"company/c{number:04d}"),
                (vocab.hasPlayer, f"company/c{number + 1:04d}"),
                (vocab.hasPlayer, "company/everywhere"),
                (vocab.studies, f"market/m{number // 3:04d}"),
            ],
        )
    ]


@cache
def pile(reports: int) -> bytes:
    """The N-Triples of the generator that the benchmarks use."""
    file = Path(__file__).resolve().parents[1] / "benchmarks" / "page" / "pile.py"
    spec = importlib.util.spec_from_file_location("pile", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name while it is being made
    import sys

    sys.modules["pile"] = module
    spec.loader.exec_module(module)
    return "".join(f"{line}\n" for line in module.triples(reports)).encode()
