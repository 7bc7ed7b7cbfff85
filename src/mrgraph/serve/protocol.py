"""A request -> the query it asks (SPARQL 1.1 Protocol, section 2.1) or the graph it wants (Graph Store Protocol)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from mrgraph.asking.queries import Dataset

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_FORMAT_FIELDS = ("format", "output", "results")
_MOST_FIELDS = 100
_READS = "this service only reads; an update goes into a new file: mrgraph query --update"


class Refused(Exception):
    """A request that cannot be answered: the HTTP status, what is wrong and what to do, headers to send along."""

    def __init__(self, status: HTTPStatus, said: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(said)
        self.status, self.said, self.headers = status, said, dict(headers or {})


@dataclass(frozen=True, slots=True)
class Request:
    """A request as read: `path` decoded, `query` as in the address, header names in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""

    def header(self, name: str) -> str:
        """The header's value, "" where there is none."""
        return self.headers.get(name, "")


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back: the status, the headers in the order they are sent, and the body."""

    status: HTTPStatus
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, the graphs that the request names, and what it calls the format that it wants, if it does."""

    query: str
    dataset: Dataset | None
    formats: tuple[str, ...]


def asked(request: Request) -> Asked:
    """The query of a request.

    Raises Refused with the status that the protocol wants.
    """
    fields = parameters(request.query)
    if request.method == "POST":
        kind = request.header("content-type").partition(";")[0].strip().lower()
        if kind == _FORM:
            fields = [*fields, *parameters(_text(request.body))]
        elif kind == _QUERY:
            fields = [*fields, ("query", _text(request.body))]
        elif kind == "application/sparql-update":
            raise Refused(HTTPStatus.FORBIDDEN, _READS)
        else:
            raise Refused(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"no query in {kind or 'this body'}; send {_FORM} or {_QUERY}"
            )
    return _asked(fields)


def parameters(text: str) -> list[tuple[str, str]]:
    """The fields of an address or a form, in their order.

    Raises Refused for what is no UTF-8 or has too many fields.
    """
    pairs = [pair.partition("=") for pair in text.split("&") if pair]
    if len(pairs) > _MOST_FIELDS:
        raise Refused(HTTPStatus.BAD_REQUEST, f"{len(pairs)} parameters; at most {_MOST_FIELDS} are read")
    try:
        return [(_decoded(name), _decoded(value)) for name, _, value in pairs]
    except ValueError as error:
        raise Refused(
            HTTPStatus.BAD_REQUEST, f"the parameters cannot be read ({error}); percent-encode UTF-8"
        ) from error


def _decoded(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8")


def one(fields: list[tuple[str, str]], name: str) -> str | None:
    """The value of a field that may be given once, None where it is not.

    Raises Refused where it is given several times.
    """
    values = [value for key, value in fields if key == name]
    if len(values) > 1:
        raise Refused(HTTPStatus.BAD_REQUEST, f"{name} is given {len(values)} times; send one")
    return values[0] if values else None


def _asked(fields: list[tuple[str, str]]) -> Asked:
    if any(key in ("update", "using-graph-uri", "using-named-graph-uri") for key, _ in fields):
        raise Refused(HTTPStatus.FORBIDDEN, _READS)
    query = one(fields, "query")
    if query is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "no query; send it as the parameter query")
    query = query.removeprefix("\ufeff")  # the mark that some editors begin a file with
    default = tuple(value for key, value in fields if key == "default-graph-uri")
    named = tuple(value for key, value in fields if key == "named-graph-uri")
    return Asked(query, Dataset(default, named) if default or named else None, named_formats(fields))


def named_formats(fields: list[tuple[str, str]]) -> tuple[str, ...]:
    """What the fields call the format that is wanted, in the words of several endpoints; each may come often."""
    return tuple(value for key, value in fields if key in _FORMAT_FIELDS and value)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            HTTPStatus.BAD_REQUEST, f"the body is no UTF-8 at byte {error.start}; send it as UTF-8"
        ) from error


def refusal(refused: Refused) -> Response:
    """What is said to who is refused, in plain text."""
    body = f"{refused.said}\n".encode("utf-8", "backslashreplace")
    return Response(refused.status, {"Content-Type": "text/plain; charset=utf-8", **refused.headers}, body)


def fault(error: Exception) -> Response:
    """What is said about a fault of ours: as little as possible to the caller, one line to the log."""
    log(f"mrgraph: unexpected {type(error).__name__}: {error}")
    return refusal(Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "an error in mrgraph; its log says which"))


def log(text: str) -> None:
    """Tell a line on stderr, in one piece, whatever signs it has."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    with suppress(OSError):
        os.write(2, f"{shown}\n".encode("utf-8", "backslashreplace"))
