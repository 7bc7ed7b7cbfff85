"""The IRI of a thing -> what the graph says about it: a page with every claim and its sentence, or RDF."""

from __future__ import annotations

import json
from collections import defaultdict
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mrgraph import rdf, vocab
from mrgraph.claims.lookup import local_name
from mrgraph.rdf.terms import shorten
from mrgraph.serve.protocol import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mrgraph.serve.jobs import Evaluator

    Row = Mapping[str, str]

_AS = ", ".join(
    f'<a href="?format={form}">{name}</a>'
    for form, name in (("turtle", "Turtle"), ("jsonld", "JSON-LD"), ("ntriples", "N-Triples"))
)
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


def page(iri: str, facts: Sequence[Row], claims: Sequence[Row]) -> str:
    """The page of one thing."""
    outward = [fact for fact in facts if fact.get("direction") == "out"]
    labels = [fact["o"] for fact in outward if fact["p"] == vocab.RDFS_LABEL]
    kinds = [local_name(fact["o"]) for fact in outward if fact["p"] == vocab.RDF_TYPE]
    title = labels[0] if labels else local_name(iri)
    inward = [fact for fact in facts if fact.get("direction") == "in"]
    body = [
        f"<p class=kind>{escape(', '.join(sorted(kinds)))}</p>",
        f"<h1>{escape(title)}</h1>",
        f"<p class=iri>{escape(iri)} · as {_AS}</p>",
        _facts("", [fact for fact in outward if fact["p"] not in (vocab.RDFS_LABEL, vocab.RDF_TYPE)]),
        _facts("Named by", inward),
        _claims(claims),
    ]
    full = len(facts) >= _MOST or len(claims) >= _MOST
    note = f"<p class=note>Only the first {_MOST} are shown; ask for more with SPARQL.</p>" if full else ""
    return document(title, "\n".join([*body, note]))


def document(title: str, body: str) -> str:
    """A whole page in the look of the service."""
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} – mrgraph</title><link rel="stylesheet" href="/static/serve.css">'
        '<link rel="icon" href="data:,"></head>\n'
        f'<body>\n<header><a href="/">Ask</a> <a href="/view">Network</a> <a href="/data?default">Turtle</a></header>\n'
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def refusal(heading: str, said: str) -> str:
    """The page of what is refused, or is not there."""
    return document(heading, f"<h1>{escape(heading)}</h1>\n<p>{escape(said[:1].upper() + said[1:])}.</p>")


def _facts(heading: str, facts: Sequence[Row]) -> str:
    if not facts:
        return ""
    grouped: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        grouped[fact["p"]].append(_node(fact, "o", "label"))
    lines = [
        f"<tr><th>{escape(_words(predicate))}</th><td>{_listed(values)}</td></tr>"
        for predicate, values in grouped.items()
    ]
    top = f"<h2>{heading}</h2>" if heading else ""
    return f"{top}<table class=facts>{''.join(lines)}</table>"


def _listed(values: Sequence[str]) -> str:
    """The values, each once; of many the first ones, and the others behind a fold."""
    each = list(dict.fromkeys(values))
    if len(each) <= _FEW + 3:
        return ", ".join(each)
    more = f"<details><summary>{len(each) - _FEW} more</summary>{', '.join(each[_FEW:])}</details>"
    return f"{', '.join(each[:_FEW])} {more}"


def _claims(claims: Sequence[Row]) -> str:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        grouped[claim["claim"]].append(claim)
    if not grouped:
        return ""
    items = "\n".join(_claim(passages) for passages in grouped.values())
    return f"<h2>Claims and their sentences <span class=count>{len(grouped)}</span></h2>\n{items}"


def _claim(passages: Sequence[Row]) -> str:
    first = passages[0]
    flags = "".join(
        f"<span class=flag>{escape(flag)}</span>" for flag in sorted({p["flag"] for p in passages if "flag" in p})
    )
    quotes = dict.fromkeys(_passage(passage) for passage in passages if "quote" in passage)
    cite = f'<a class=cite href="{_address(first["claim"])}">claim</a>'
    return (
        f"<section class=claim><p class=said>{_said(first)} {flags} {cite}</p>"
        f"{''.join(quotes)}<p class=source>{_node(first, 'report', 'reportLabel')}</p></section>"
    )


def _said(claim: Row) -> str:
    """The claim in words."""
    if "relation" in claim:
        subject, relation = _node(claim, "subject", "subjectLabel"), escape(_words(claim["relation"]))
        return f"{subject} <em>{relation}</em> {_node(claim, 'object', 'objectLabel')}"
    things = [_node(claim, name, f"{name}Label") for name in ("subject", "object") if name in claim]
    about = ", ".join(things)
    years = "–".join(claim[name] for name in ("from", "to") if name in claim) or claim.get("year", "")
    parts = [escape(part) for part in (claim.get("region", ""), years) if part]
    value = f"<strong>{escape(claim.get('value', ''))}</strong>"
    return f"{escape(_words(claim['kind']))} of {about} {value} {', '.join(parts)}"


def _passage(passage: Row) -> str:
    place = ", ".join(filter(None, (passage.get("file"), f"at {passage['start']}" if "start" in passage else None)))
    heading = f"<span class=heading>{escape(passage['heading'])}</span> " if "heading" in passage else ""
    return f"<blockquote>{heading}{escape(passage['quote'])} <cite>{escape(place)}</cite></blockquote>"


def _node(row: Row, name: str, label: str) -> str:
    """A term as a link, if it is an IRI, under its label."""
    text = escape(row.get(label) or (local_name(row[name]) if f"{name} iri" in row else row[name]))
    return f'<a href="{_address(row[name])}">{text}</a>' if f"{name} iri" in row else text


def _address(iri: str) -> str:
    """Where a link to the IRI leads: things of this graph to their page here, other http(s) addresses to themselves."""
    if iri.startswith(vocab.BASE):
        return escape(f"/{quote(iri.removeprefix(vocab.BASE), safe='/%:#')}".replace("/ns#", "/ns%23"))
    return escape(iri) if iri.startswith(("http://", "https://")) else "#"


def _words(iri: str) -> str:
    """The words of a term's name: "has player"."""
    if iri == _ALSO:
        return "also called"
    name = local_name(iri)
    return "".join(f" {letter.lower()}" if letter.isupper() and place else letter for place, letter in enumerate(name))
