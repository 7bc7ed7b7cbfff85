"""HTTP/1.1: bytes -> a request, a response -> bytes; knows no socket.

Read strictly, since what two readers understand differently is how requests are smuggled: lines end in CR LF, no field
comes twice, a body has a Content-Length.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import unquote

from mrgraph.serve.protocol import Refused, Request, Response

_LARGEST_BODY = 2 * 1024 * 1024  # bytes of a request
_LARGEST_HEAD = 2 * 65_536  # bytes
_LONGEST_LINE = 65_536  # bytes of the line that holds the query
_MOST_HEADERS = 100
_WORDS = 3  # of a request line
_FIELD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.1
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n")
_LINE_END = re.compile(r"[\r\n]")
_GAP = b"\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Received(NamedTuple):
    """A request, how many bytes it took, and whether the connection ends with it."""

    request: Request
    size: int
    closes: bool


def read(data: bytes) -> Received | None:
    """The request that `data` begins with; None where some of it is still to come.

    Raises Refused for what is no request, or a larger one than is read.
    """
    end = data.find(_GAP)
    if end < 0:
        _refuse_endless(data)
        return None
    head = data[:end]
    first, *lines = head.decode("iso-8859-1").split("\r\n")
    if len(first) > _LONGEST_LINE:
        raise Refused(HTTPStatus.REQUEST_URI_TOO_LONG, "the address is too long; send the query with POST")
    words = first.split(" ")
    if len(words) != _WORDS or not words[2].startswith("HTTP/1.") or not words[0].isalpha() or _CONTROL.search(head):
        raise Refused(HTTPStatus.BAD_REQUEST, "no request of HTTP/1.1")
    fields = _fields(lines)
    size = end + len(_GAP) + _length(fields)
    if len(data) < size:
        return None
    address, _, query = words[1].partition("?")
    body = bytes(data[end + len(_GAP) : size])
    request = Request(words[0], unquote(address, errors="replace"), query, fields, body)
    keeps = words[2] == "HTTP/1.1" and fields.get("connection", "").lower() != "close"
    return Received(request, size, not keeps)


def awaits_leave(data: bytes) -> bool:
    """Whether a request of which only the head has come waits to be told to go on (RFC 9110, section 10.1.1)."""
    head, gap, body = data.partition(_GAP)
    return bool(gap) and not body and re.search(rb"(?i)\r\nexpect:[ \t]*100-continue", head) is not None


def written(response: Response, *, method: str = "GET", closes: bool = False) -> bytes:
    """The bytes of a response to a request by `method`; `closes`: the connection ends with it."""
    headers = response.headers
    lines = [f"HTTP/1.1 {response.status.value} {response.status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if response.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        lines.append(f"Content-Length: {len(response.body)}")
    if closes:
        lines.append("Connection: close")
    text = "\r\n".join(lines)
    if text.count("\n") >= len(lines) or text.count("\r") >= len(lines):  # a value must not begin a line of its own
        text = "\r\n".join(_LINE_END.sub(" ", line) for line in lines)
    head = f"{text}\r\n\r\n".encode("latin-1", "replace")
    return head if method == "HEAD" else head + response.body


def refusal(refused: Refused) -> Response:
    """What is said to who is refused, in plain text."""
    body = f"{refused.said}\n".encode("utf-8", "backslashreplace")
    return Response(refused.status, {"Content-Type": "text/plain; charset=utf-8", **refused.headers}, body)


def _fields(lines: list[str]) -> dict[str, str]:
    """The headers, names in lower case."""
    if len(lines) > _MOST_HEADERS:
        raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"at most {_MOST_HEADERS} headers")
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        name = name.lower()
        if not colon or name in fields or not _FIELD.fullmatch(name):
            raise Refused(HTTPStatus.BAD_REQUEST, "a header that is none, or comes twice")
        fields[name] = value.strip(" \t")
    return fields


def _length(fields: dict[str, str]) -> int:
    """How many bytes the body has."""
    length = fields.get("content-length", "0")
    if "transfer-encoding" in fields or not length.isascii() or not length.isdecimal():
        raise Refused(HTTPStatus.LENGTH_REQUIRED, "send a Content-Length")
    if len(length) > len(str(_LARGEST_BODY)) or int(length) > _LARGEST_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {_LARGEST_BODY >> 20} MB")
    return int(length)


def _refuse_endless(data: bytes) -> None:
    """Raise Refused for what cannot become a request whatever comes."""
    line = data.find(b"\r\n")
    if line > _LONGEST_LINE or (line < 0 and len(data) > _LONGEST_LINE):
        raise Refused(HTTPStatus.REQUEST_URI_TOO_LONG, "the address is too long; send the query with POST")
    if len(data) > _LARGEST_HEAD:
        raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too long")
    if _CONTROL.search(data.removesuffix(b"\r")):
        raise Refused(HTTPStatus.BAD_REQUEST, "no request of HTTP/1.1")
