"""HTTP/1.1 on loopback: a thread for each connection, limits, and a log that does not say what was asked."""

from __future__ import annotations

import re
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mrgraph.views.serve.protocol import Request
from mrgraph.views.serve.service import Response

if TYPE_CHECKING:
    from mrgraph.views.serve.service import Service

_LARGEST_BODY = 2 * 1024 * 1024  # bytes of a request
_PATIENCE = 30.0  # seconds that a connection may be silent
_MOST_CONNECTIONS = 512
_MOST_HEADERS = 100
_LONGEST_LINE = 65_536  # bytes
_WORDS = 3  # of a request line
_FIELD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.1
_LINE_END = re.compile(r"[\r\n]")


class Server(ThreadingHTTPServer):
    """Listens on loopback and hands each request to a service; `log` tells each on stderr."""

    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = True

    def __init__(self, service: Service, port: int, *, host: str = "127.0.0.1", log: bool = True) -> None:
        self.service, self.log = service, log
        self.slots = threading.BoundedSemaphore(_MOST_CONNECTIONS)
        super().__init__((host, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread for the connection, or close it where there are too many."""
        if not self.slots.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve the connection; then another one may come."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.slots.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the base class's signature
        """A caller that goes away in the middle is no fault; anything else is told in one line."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            sys.stderr.write(f"mrgraph: unexpected {type(error).__name__}: {error}\n")


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "mrgraph"
    sys_version = ""
    timeout = _PATIENCE
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    fields: dict[str, str]
    command = "GET"

    def parse_request(self) -> bool:
        """Read the request line and the headers into `headers`, names in lower case; False where it is no request.

        The base class's reader is made for mail and takes longer than a short query.
        """
        self.command, self.close_connection = "GET", True
        words = self.raw_requestline.decode("iso-8859-1").split()
        if len(words) != _WORDS or not words[2].startswith("HTTP/1.") or not words[0].isalpha():
            self.send_error(HTTPStatus.BAD_REQUEST)
            return False
        self.command, self.path, self.request_version = words
        headers: dict[str, str] = {}
        for _ in range(_MOST_HEADERS):
            line = self.rfile.readline(_LONGEST_LINE)
            if line in (b"\r\n", b"\n"):
                break
            name, colon, value = line.decode("iso-8859-1").partition(":")
            if not colon or not line.endswith(b"\n") or not _FIELD.fullmatch(name) or name.lower() in headers:
                self.send_error(HTTPStatus.BAD_REQUEST)
                return False
            headers[name.lower()] = value.strip()
        else:
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return False
        self.fields = headers
        keeps = headers.get("connection", "keep-alive").lower() != "close"
        self.close_connection = not (keeps and self.request_version == "HTTP/1.1")
        if headers.get("expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.wfile.flush()
        return True

    def _answer(self) -> None:
        started = time.perf_counter()
        body = self._body()
        if body is None:
            return
        address, _, query = self.path.partition("?")
        request = Request(self.command, unquote(address, errors="replace"), query, self.fields, body)
        response = self.server.service.respond(request)
        self._send(response)
        if self.server.log:
            spent = (time.perf_counter() - started) * 1000
            line = f"{self.client_address[0]} {self.command} {address} {response.status.value} {len(response.body)} B"
            sys.stderr.write(f"{_printable(line)} {spent:.0f} ms\n")

    def __getattr__(self, name: str) -> Any:
        """Every method comes to the service, which says what it does not do."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _body(self) -> bytes | None:
        """The body; None where it is refused, and the connection with it."""
        length = self.fields.get("content-length", "0")
        if "transfer-encoding" in self.fields or not length.isascii() or not length.isdecimal():
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "send a Content-Length")
            return None
        if int(length) > _LARGEST_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {_LARGEST_BODY >> 20} MB")
            return None
        return self.rfile.read(int(length)) if int(length) else b""

    def _refuse(self, status: HTTPStatus, said: str) -> None:
        self.close_connection = True
        self._send(Response(status, {"Content-Type": "text/plain; charset=utf-8"}, f"{said}\n".encode()))

    def _send(self, response: Response) -> None:
        headers = dict(response.headers)
        if response.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            headers["Content-Length"] = str(len(response.body))
        if self.close_connection:
            headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {response.status.value} {response.status.phrase}"]
        lines += [f"{name}: {_LINE_END.sub(' ', value)}" for name, value in headers.items()]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
        self.wfile.write(head + response.body if self.command != "HEAD" else head)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: what the base class would tell holds the query."""

    def send_error(self, code: int, *_: Any) -> None:
        """A request that is no HTTP: told in plain text."""
        self.close_connection = True
        status = HTTPStatus(code)
        self._send(Response(status, {"Content-Type": "text/plain; charset=utf-8"}, f"{status.phrase}\n".encode()))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def listening_port(server: Server) -> int:
    """The port that the server got, which it may have chosen itself."""
    address: Any = server.socket.getsockname()
    return int(address[1])
