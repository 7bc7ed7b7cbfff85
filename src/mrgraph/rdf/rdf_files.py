"""RDF files -> triples, through one parser that never fetches anything."""

from __future__ import annotations

import codecs
import os
import re
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from mrgraph.errors import GraphError
from mrgraph.rdf.formats import GRAPHS, by_ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph

    from mrgraph.rdf.terms import Triple

GRAPH_FILE = "graph.ttl"
STDIN = "-"

_PACKED, _GZIP = ".gz", b"\x1f\x8b"
_HEAD = 4096  # bytes looked at to tell the format of a file without a known suffix
_STDIN_BASE = "stdin:/"


class Content(NamedTuple):
    """A file as read: its `name` for messages, its bytes, the engine's name of its format, and the base of its IRIs.

    `raw`: the bytes as they lie in the file; `data` is unpacked, and has no byte order mark.
    """

    name: str
    data: bytes
    form: str
    base: str
    raw: bytes


def graph_file(path: Path | str) -> Path:
    """The RDF file that `path` means: the file itself, or graph.ttl in a folder written by `mrgraph build`.

    Raises GraphError where there is none.
    """
    given = Path(path)
    if given.is_dir():
        inside = given / GRAPH_FILE
        if not inside.is_file():
            raise GraphError(f"{given}: no {GRAPH_FILE} in this folder; run `mrgraph build` first, or name an RDF file")
        return inside
    if not given.is_file():
        raise GraphError(f"{given}: no such file or folder; run `mrgraph build` first, or name a graph with -g")
    return given


def base_iri(file: Path) -> str:
    """What a file's relative IRIs are relative to: the path that it was named by, wherever links lead.

    So says RFC 3986, 5.1.3.
    """
    return Path(os.path.abspath(file)).as_uri()  # noqa: PTH100 - Path.absolute keeps "..", Path.resolve follows links


def read_content(path: Path | str) -> Content:
    """The bytes of the graph at `path` with what is needed to parse them; "-" is stdin.

    Raises GraphError for a missing or unreadable file, or one of no known format.
    """
    if str(path) == STDIN:
        return _content("stdin", "", sys.stdin.buffer.read(), _STDIN_BASE)
    file = graph_file(path)
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise GraphError(f"{file}: {error.strerror or error}; check its permissions") from error
    named = file.with_suffix("") if file.suffix.lower() == _PACKED else file
    return _content(str(file), named.suffix.lower(), raw, base_iri(file))


def _content(name: str, suffix: str, raw: bytes, base: str) -> Content:
    """The content of a file whose bytes are these: gzip is told by its first bytes, whatever the file's name."""
    data = raw
    if raw.startswith(_GZIP):
        import gzip

        try:
            data = gzip.decompress(raw)
        except (OSError, EOFError, ValueError) as error:
            raise GraphError(f"{name}: no whole gzip file ({error}); fetch or pack it anew") from error
    data = data.removeprefix(codecs.BOM_UTF8)
    return Content(name, data, _format(name, suffix, data), base, raw)


def quads(path: Path | str) -> Iterator[pyoxigraph.Quad]:
    """The engine's quads of the graph at `path`, in the order of the file; they stay in this room.

    Raises GraphError for a missing, unreadable or malformed file.
    """
    import pyoxigraph

    content = read_content(path)
    try:
        yield from pyoxigraph.parse(content.data, getattr(pyoxigraph.RdfFormat, content.form), base_iri=content.base)
    except (SyntaxError, ValueError) as error:
        raise malformed(content.name, error) from error


def read_triples(path: Path | str) -> Iterator[Triple]:
    """The triples of the graph at `path`, literals as written, in the order of the file; named graphs are merged.

    Raises GraphError for a missing, unreadable or malformed file.
    """
    from mrgraph.rdf.engine_terms import our_triples

    yield from our_triples(quads(path))


def read_quads(path: Path | str) -> Iterator[tuple[str, Triple]]:
    """The triples of the graph at `path`, each with the name of its graph, "" for the default one.

    Raises GraphError for a missing, unreadable or malformed file.
    """
    import pyoxigraph

    from mrgraph.rdf.engine_terms import our_triples, ours

    for quad in quads(path):
        name = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else str(ours(quad.graph_name))
        yield name, next(our_triples((quad,)))


def parse_ntriples(text: str) -> list[Triple]:
    """The triples that some lines of N-Triples hold.

    Raises GraphError for what is none.
    """
    import pyoxigraph

    from mrgraph.rdf.engine_terms import our_triples

    try:
        return list(our_triples(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_TRIPLES)))
    except (SyntaxError, ValueError) as error:
        raise GraphError(f"{' '.join(str(error).split())}; write the triple as in N-Triples") from error


def parse_stream(stream: IO[bytes]) -> Iterator[Triple]:
    """The triples of a stream of N-Triples, as they come.

    Raises GraphError for what is none; what the stream raises passes through.
    """
    import pyoxigraph

    from mrgraph.rdf.engine_terms import our_triples

    try:
        yield from our_triples(pyoxigraph.parse(stream, pyoxigraph.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise malformed("answer", error) from error


def malformed(name: str, error: Exception) -> GraphError:
    """The error to raise for what the parser says about the file `name`: file, line, column and what is wrong."""
    message = " ".join(str(getattr(error, "msg", error)).split())
    message = re.sub(
        r"^Parser error at line \d+(?: between)? columns? \d+(?: and (?:line \d+ )?column \d+)?: ", "", message
    )
    if not isinstance(error, SyntaxError):
        return GraphError(f"{name}: {message}; check that it is a whole RDF file")
    where = f":{error.lineno}:{error.offset}" if error.lineno else ""
    if "context" in message.lower() and ("load" in message.lower() or "remote" in message.lower()):
        return GraphError(f"{name}{where}: {message}; put the @context into the file, nothing is fetched from the net")
    return GraphError(f"{name}{where}: {message}; correct the file there, or convert it anew")


def _format(name: str, suffix: str, data: bytes) -> str:
    """The name of the data's format, by the file's suffix, else by how it begins; XML with a DOCTYPE is refused."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    known_format = by_ending(suffix, GRAPHS)
    form = known_format.engine if known_format is not None else _sniff(head)
    if form is None:
        endings = ", ".join(sorted(ending for known_format in GRAPHS for ending in known_format.endings))
        raise GraphError(f"{name}: no RDF format known by this name; give it one of {endings}")
    if form == "RDF_XML" and re.search(rb"<!DOCTYPE", data.replace(b"\x00", b""), re.IGNORECASE):
        raise GraphError(f"{name}: an XML file with a DOCTYPE is not read (entities can fill the memory); remove it")
    return form


def _sniff(head: bytes) -> str | None:
    if re.match(rb"<\?xml|<!--|<rdf:RDF|<!DOCTYPE", head, re.IGNORECASE):
        return "RDF_XML"
    if head[:1] in (b"{", b"["):
        return "JSON_LD"
    if re.match(rb"(@prefix|@base|prefix|base|#|<[^>\s]*>\s|[\w.-]*:\S)", head, re.IGNORECASE):
        return "TURTLE"
    return None
