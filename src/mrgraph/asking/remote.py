"""A query -> the answer of a SPARQL endpoint that the user named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrgraph.asking import guard, results, rewriting
from mrgraph.asking.queries import failures
from mrgraph.errors import QueryError, UsageError
from mrgraph.rdf.formats import ROW_FORMATS

if TYPE_CHECKING:
    from mrgraph.output.spool import Spool

_ACCEPT = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.5, "
    "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"
)
_LARGEST = 512 * 1024 * 1024  # bytes of an answer


@dataclass(frozen=True, slots=True)
class Received:
    """An endpoint's answer: its bytes and their media type."""

    data: bytes
    media_type: str

    def write(self, form: str, out: Spool, *, graph_form: str, full: bool = False) -> None:
        """Write the answer into `out` in the format `form` for rows and booleans, in `graph_form` for a graph.

        Raises UsageError for a format that the kind of answer cannot take, QueryError for an answer that is none.
        """
        from mrgraph.rdf import solutions

        with failures(""):
            answer = solutions.received(self.data, self.media_type)
            if answer is None:
                received_as = self.media_type or "something without a media type"
                raise QueryError(f"endpoint: answered with {received_as}, which is no SPARQL answer; check the URL")
            if answer.kind == "graph":
                results.write_graph(answer, graph_form, out)
            elif form in ROW_FORMATS:
                results.write(answer, form, out, full=full)
            else:
                raise UsageError(f"{form}: the answer is a table; choose {', '.join(ROW_FORMATS)}")


def ask(url: str, query: str, *, base: str | None = None, timeout: float = 60) -> Received:
    """The answer of the endpoint at `url`; gives up when nothing comes for `timeout` seconds.

    SERVICE is left to the endpoint. Raises QueryError where it cannot be reached, refuses, or answers with an error.
    """
    from urllib.parse import urlencode

    from mrgraph.endpoints.web_requests import WebRequest, answered

    guard.refuse(query, service=True)
    text = rewriting.with_prefixes(query)
    if base is not None:
        text = f"BASE <{base}> {text}"
    headers = {"Accept": _ACCEPT, "Content-Type": "application/x-www-form-urlencoded"}
    request = WebRequest(url, urlencode({"query": text}).encode("ascii"), headers, "POST")
    with answered(request, timeout=timeout, cure="correct the query or the URL", tries=1) as answer:
        try:
            data, kind = answer.body.read(_LARGEST + 1), answer.media_type
        except OSError as error:
            raise QueryError(f"{url}: {error}; check the URL and the net, or allow more with --timeout") from error
    if len(data) > _LARGEST:
        raise QueryError(f"{url}: the answer is larger than {_LARGEST >> 20} MB; add LIMIT")
    return Received(data, kind)
