"""The IRI of a thing -> what the graph says about it: a page with every claim and its sentence, or RDF."""

from __future__ import annotations

import json
from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from mrgraph import rdf, vocab
from mrgraph.claims.lookup import local_name
from mrgraph.output import markup
from mrgraph.rdf.formats import GRAPHS, by_ending
from mrgraph.rdf.terms import shorten
from mrgraph.serve.protocol import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mrgraph.serve.jobs import Evaluator

    Row = Mapping[str, str]

ROOM = "mrgraph.serve"
_ALSO = f"{vocab.PREFIXES['skos']}altLabel"
_FEW = 12  # values of a property that are shown at once
_MOST = 500  # facts, and claims, that a page shows

# Everything said of the thing, and of the claims about it with their passages.
_RDF = """
CONSTRUCT { <IRI> ?p ?o . ?s ?q <IRI> . ?claim ?cp ?co . ?evidence ?ep ?eo . ?named rdfs:label ?name }
WHERE {
  { <IRI> ?p ?o . OPTIONAL { ?o rdfs:label ?name . BIND (?o AS ?named) } }
  UNION { ?s ?q <IRI> . FILTER NOT EXISTS { ?s mrg:statedIn ?any }
          OPTIONAL { ?s rdfs:label ?name . BIND (?s AS ?named) } }
  UNION { ?claim ?dimension <IRI> ; mrg:statedIn ?report ; ?cp ?co }
  UNION { ?c ?dimension <IRI> ; mrg:statedIn ?report ; mrg:evidence ?evidence . ?evidence ?ep ?eo }
}
"""
_FACTS = """
SELECT ?direction ?p ?o ?label WHERE {
  { <IRI> ?p ?o . BIND ("out" AS ?direction) } UNION
  { ?o ?p <IRI> . BIND ("in" AS ?direction) FILTER NOT EXISTS { ?o mrg:statedIn ?report } }
  OPTIONAL { ?o rdfs:label ?label }
}
ORDER BY DESC(?direction) ?p ?label ?o
"""
_CLAIMS = """
SELECT ?claim ?kind ?relation ?subject ?subjectLabel ?object ?objectLabel ?value ?region ?year ?from ?to ?flag
       ?report ?reportLabel ?publisher ?file ?start ?heading ?quote
WHERE {
  { SELECT DISTINCT ?claim WHERE { ?claim ?dimension <IRI> ; mrg:statedIn ?any } }
  ?claim mrg:statedIn ?report ; a ?kind . FILTER (?kind != mrg:Figure)
  ?report rdfs:label ?reportLabel .
  OPTIONAL { ?report mrg:publishedBy/rdfs:label ?publisher }
  OPTIONAL { ?claim mrg:evidence ?e . ?e mrg:quote ?quote . OPTIONAL { ?e mrg:heading ?heading }
             OPTIONAL { ?e mrg:startOffset ?start } OPTIONAL { ?e mrg:inDocument/rdfs:label ?file } }
  OPTIONAL { ?claim mrg:predicate ?relation ; mrg:subject ?subject ; mrg:object ?object .
             OPTIONAL { ?subject rdfs:label ?subjectLabel } OPTIONAL { ?object rdfs:label ?objectLabel } }
  OPTIONAL { ?claim mrg:valueText ?value } OPTIONAL { ?claim mrg:region/rdfs:label ?region }
  OPTIONAL { ?claim mrg:market ?subject . ?subject rdfs:label ?subjectLabel }
  OPTIONAL { ?claim mrg:company|mrg:segment ?object . ?object rdfs:label ?objectLabel }
  OPTIONAL { ?claim mrg:year ?year } OPTIONAL { ?claim mrg:fromYear ?from } OPTIONAL { ?claim mrg:toYear ?to }
  OPTIONAL { ?claim mrg:flag/rdfs:label ?flag }
}
ORDER BY ?kind ?relation ?subjectLabel ?objectLabel ?reportLabel ?claim ?start ?flag
"""


def thing(iri: str, form: str, evaluator: Evaluator) -> bytes:
    """What the graph says about `iri`, as HTML or in a format of RDF.

    Raises Refused for what the graph does not know.
    """
    name = _written(iri)
    facts = rows(evaluator, _FACTS.replace("<IRI>", name), _MOST)
    if not facts:
        raise Refused(HTTPStatus.NOT_FOUND, f"this graph holds nothing called {shorten(iri)}")
    if form != "html":
        return evaluator.ask(
            {"kind": "query", "query": _RDF.replace("<IRI>", name), "rows": "json", "graph": form}
        ).body
    return page(iri, facts, rows(evaluator, _CLAIMS.replace("<IRI>", name), _MOST)).encode("utf-8", "backslashreplace")


def address_of(path: str, evaluator: Evaluator) -> tuple[str, str | None]:
    """The IRI that a path stands for, and the format that the path's ending asks for, None where it has none.

    An ending is one only where no thing is called so: "/company/kla.ttl" is company:kla in Turtle.
    """
    iri = f"{vocab.BASE}{path[1:]}"
    stem, dot, ending = iri.rpartition(".")
    form = by_ending(f"{dot}{ending}", GRAPHS)
    if form is None or "/" in ending or rows(evaluator, _FACTS.replace("<IRI>", _written(iri)), 1):
        return iri, None
    return stem, form.name


def alternates(path: str) -> str:
    """What the Link header of a page says: where the same is to be had as data (RFC 8288)."""
    place = quote(path, safe="/%:")
    return ", ".join(
        f'<{place}{form.endings[0]}>; rel="alternate"; type="{form.media_types[0]}"'
        for form in GRAPHS
        if form.name in ("turtle", "jsonld", "ntriples", "rdfxml")
    )


def rows(evaluator: Evaluator, query: str, most: int) -> list[dict[str, str]]:
    """At most so many rows of a query, as texts; what is unbound is left out. IRIs and literals are told by "?x" keys.

    A literal's key is the variable's name; an IRI stands under it as well, with `name + " iri"` beside it.
    """
    job = {"kind": "query", "query": f"{query.rstrip()}\nLIMIT {most}", "rows": "json", "graph": "turtle"}
    bindings = json.loads(evaluator.ask(job).body)["results"]["bindings"]
    return [dict(_pairs(binding)) for binding in bindings]


def _pairs(binding: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, term in binding.items():
        if isinstance(term["value"], str):
            yield name, term["value"]
            if term["type"] == "uri":
                yield f"{name} iri", term["value"]


def _written(iri: str) -> str:
    """The IRI as a token of SPARQL; what cannot stand in one is percent-encoded, so nothing breaks out of it."""
    safe = "".join(quote(letter) if letter in '<>"{}|^`\\ ' or ord(letter) < 0x21 else letter for letter in iri)
    if not rdf.is_iri(safe):
        raise Refused(HTTPStatus.NOT_FOUND, "no such thing")
    return rdf.written(safe)


# ------------------------------------------------------------------------------------------------ the page


class Node(NamedTuple):
    """A term in words, and where it leads: "" for a literal."""

    words: str
    address: str = ""


class Property(NamedTuple):
    """What is said with one property: the values that are shown at once, and those behind a fold.

    `address`: where the property is explained, "" for one of another vocabulary.
    """

    words: str
    address: str
    first: tuple[Node, ...]
    more: tuple[Node, ...]


class Passage(NamedTuple):
    """A sentence under its heading, if it has one, and where it stands."""

    heading: str
    quote: str
    place: str


class Claim(NamedTuple):
    """A claim in words: `subject` and `object` of a relation, or what a figure is `about`, its value and details."""

    words: str
    subject: Node | None
    object: Node | None
    about: tuple[Node, ...]
    value: str
    details: str
    flags: tuple[str, ...]
    address: str
    report: Node
    passages: tuple[Passage, ...]


def page(iri: str, facts: Sequence[Row], claims: Sequence[Row]) -> str:
    """The page of one thing."""
    outward = [fact for fact in facts if fact.get("direction") == "out"]
    labels = [fact["o"] for fact in outward if fact["p"] == vocab.RDFS_LABEL]
    return markup.render(
        ROOM,
        "entity.html.jinja",
        iri=iri,
        title=labels[0] if labels else local_name(iri),
        kinds=_kinds(outward),
        address=_address(iri),
        outward=_properties(fact for fact in outward if fact["p"] not in (vocab.RDFS_LABEL, vocab.RDF_TYPE)),
        inward=_properties(fact for fact in facts if fact.get("direction") == "in"),
        claims=[_claim(passages) for passages in _grouped(claims, "claim").values()],
        most=_MOST if len(facts) >= _MOST or len(claims) >= _MOST else 0,
    )


def _kinds(facts: Iterable[Row]) -> list[Node]:
    kinds = sorted(fact["o"] for fact in facts if fact["p"] == vocab.RDF_TYPE)
    return [Node(local_name(kind), _explained(kind)) for kind in kinds]


def refusal(heading: str, said: str) -> str:
    """The page of what is refused, or is not there."""
    return markup.render(ROOM, "refusal.html.jinja", title=heading, said=said[:1].upper() + said[1:])


def _grouped(facts: Iterable[Row], name: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for fact in facts:
        groups[fact[name]].append(fact)
    return groups


def _properties(facts: Iterable[Row]) -> list[Property]:
    """Property by property the values, each once; of many the first ones, and the others behind a fold."""
    properties = []
    for predicate, group in _grouped(facts, "p").items():
        values = tuple(dict.fromkeys(_node(fact, "o", "label") for fact in group))
        shown = len(values) if len(values) <= _FEW + 3 else _FEW
        properties.append(Property(_words(predicate), _explained(predicate), values[:shown], values[shown:]))
    return properties


def _claim(passages: Sequence[Row]) -> Claim:
    claim = passages[0]
    linked = "relation" in claim
    things = tuple(_node(claim, name, f"{name}Label") for name in ("subject", "object") if name in claim)
    years = "–".join(claim[name] for name in ("from", "to") if name in claim) or claim.get("year", "")
    return Claim(
        words=_words(claim["relation"] if linked else claim["kind"]),
        subject=things[0] if linked else None,
        object=things[1] if linked else None,
        about=() if linked else things,
        value=claim.get("value", ""),
        details=", ".join(filter(None, (claim.get("region", ""), years))),
        flags=tuple(sorted({passage["flag"] for passage in passages if "flag" in passage})),
        address=_address(claim["claim"]),
        report=_node(claim, "report", "reportLabel"),
        passages=tuple(dict.fromkeys(_passage(passage) for passage in passages if "quote" in passage)),
    )


def _passage(passage: Row) -> Passage:
    place = ", ".join(filter(None, (passage.get("file"), f"at {passage['start']}" if "start" in passage else None)))
    return Passage(passage.get("heading", ""), passage["quote"], place)


def _node(row: Row, name: str, label: str) -> Node:
    """A term as a link, if it is an IRI, under its label."""
    if f"{name} iri" not in row:
        return Node(row.get(label) or row[name])
    return Node(row.get(label) or local_name(row[name]), _address(row[name]))


def _address(iri: str) -> str:
    """Where a link to the IRI leads: things of this graph to their page here, other http(s) addresses to themselves."""
    if iri.startswith(vocab.BASE):
        return f"/{quote(iri.removeprefix(vocab.BASE), safe='/%:#')}".replace("/ns#", "/ns%23")
    return iri if iri.startswith(("http://", "https://")) else "#"


def _explained(iri: str) -> str:
    """Where the term is explained: on the page of the ontology, if it is of it."""
    return f"/ns#{local_name(iri)}" if iri.startswith(vocab.NS) else ""


def _words(iri: str) -> str:
    """The words of a term's name: "has player"."""
    if iri == _ALSO:
        return "also called"
    name = local_name(iri)
    return "".join(f" {letter.lower()}" if letter.isupper() and place else letter for place, letter in enumerate(name))
