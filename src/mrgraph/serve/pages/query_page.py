"""The page to ask on, and what its script fetches: the saved queries, and names to complete."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from mrgraph import rdf, vocab
from mrgraph.asking import saved_queries
from mrgraph.claims.lookup import local_name
from mrgraph.finding.search import CLASSES
from mrgraph.output import markup
from mrgraph.rdf.terms import Literal
from mrgraph.serve import protocol
from mrgraph.serve.pages import entity_pages
from mrgraph.serve.protocol import Refused

if TYPE_CHECKING:
    from mrgraph.serve.jobs import Evaluator
    from mrgraph.serve.protocol import Request

_JSON = "application/json"
_MOST_NAMES = 20
_KINDS = ("Company", "Market", "Topic", "Region", "Publisher", "Report")
_NAMES = """
SELECT DISTINCT ?iri ?name ?kind WHERE {
  { SELECT ?iri ?name {
    { ?iri rdfs:label ?name } UNION { ?iri <ALT> ?name } FILTER (CONTAINS(LCASE(STR(?name)), TYPED))
  } }
  ?iri a ?kind . FILTER (?kind IN (KINDS))
}
ORDER BY STRLEN(?name) ?name ?iri
"""


def page(path: str, request: Request, evaluator: Evaluator) -> tuple[str, bytes]:
    """The media type and the bytes of one of the pages.

    Raises Refused for a parameter that is missing.
    """
    if path == "/queries":
        return _JSON, json.dumps(_saved(), ensure_ascii=False).encode("utf-8")
    if path == "/search":
        return _JSON, _search(request, evaluator)
    if path == "/names":
        return _JSON, json.dumps(_names(request, evaluator), ensure_ascii=False).encode("utf-8")
    return "text/html; charset=utf-8", _ask(evaluator).encode("utf-8")


def _saved() -> list[dict[str, object]]:
    """The saved queries as their form needs them."""
    return [
        {
            "name": query.name,
            "question": query.question,
            "text": query.text,
            "parameters": [
                {"name": each.name, "type": each.type, "default": each.default, "example": each.example}
                for each in query.parameters
            ],
        }
        for query in saved_queries.saved_queries()
    ]


def _names(request: Request, evaluator: Evaluator) -> list[dict[str, str]]:
    """Things, of one kind or of any, whose names contain what was typed, the shortest names first."""
    fields = protocol.parameters(request.query)
    typed, kind = protocol.one(fields, "q") or "", (protocol.one(fields, "kind") or "").capitalize()
    if not typed.strip():
        raise Refused(HTTPStatus.BAD_REQUEST, "nothing typed; send some letters as q")
    text = _NAMES.replace("<ALT>", f"<{vocab.PREFIXES['skos']}altLabel>")
    kinds = (kind,) if kind in _KINDS else _KINDS
    text = text.replace("KINDS", ", ".join(f"mrg:{name}" for name in kinds))
    text = text.replace("TYPED", rdf.written(Literal(typed.strip().lower())))
    matches = entity_pages.rows(evaluator, text, _MOST_NAMES)
    things = {row["iri"]: row for row in reversed(matches)}
    return [
        {"iri": row["iri"], "name": row["name"], "kind": local_name(row["kind"])} for row in reversed(things.values())
    ]


def _search(request: Request, evaluator: Evaluator) -> bytes:
    """The things that the words q may mean, as `mrgraph search` finds them; `kind` may be given several times."""
    fields = protocol.parameters(request.query)
    typed = protocol.one(fields, "q") or ""
    kinds = [value.lower() for name, value in fields if name == "kind"]
    if not typed.strip():
        raise Refused(HTTPStatus.BAD_REQUEST, "nothing to look for; send words as q")
    if strange := [kind for kind in kinds if kind not in CLASSES]:
        raise Refused(HTTPStatus.BAD_REQUEST, f"no kind {strange[0]!r}; choose {', '.join(CLASSES)}")
    return evaluator.ask({"kind": "search", "words": typed, "kinds": kinds, "most": _MOST_NAMES}).body


def _ask(evaluator: Evaluator) -> str:
    """The page to ask on; its script fetches everything else."""
    values = (value for value in vars(vocab).values() if isinstance(value, str))
    terms = sorted({value for value in values if value.startswith(vocab.NS)})
    # In a script element nothing is escaped, and "<" alone could end it.
    known = json.dumps({"prefixes": dict(vocab.PREFIXES), "terms": terms}).replace("<", "\\u003c")
    return markup.render(
        entity_pages.ROOM,
        "ask.html.jinja",
        title="Ask",
        triples=f"{evaluator.triples:,}",
        known=markup.Markup(known),
    )
