"""Network -> one HTML file that works offline: pyvis is the engine, the template and the look are our own.

The graph and the scripts travel packed (zlib, base64): names, links and figures are unpacked at once, the sentences in
chunks when they are read. A page that would be too large for one file keeps its chunks in files beside it. The policy
names the hashes of the unpacked scripts, so the browser proves each before it runs.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Final

from mrgraph.claims.lookup import local_name
from mrgraph.output import markup
from mrgraph.page import payload, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyvis.network

    from mrgraph.page.network import Network

ROOM: Final = "mrgraph.page"
# The drawing library inside pyvis 0.3.2. A release with another file must be looked at before it is let in.
VIS_FILE: Final = "lib/vis-9.1.2/vis-network.min.js"
VIS_SHA256: Final = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"
LIMIT: Final = 10_000_000  # bytes in one file; mail servers and browsers begin to refuse more
_SCRIPTS: Final = (
    *("columns.js", "shorthand.js", "data.js", "elements.js", "evidence.js", "search.js", "paths.js", "markets.js"),
    *("scenes.js", "labels.js", "drawing.js", "pictures.js", "panel.js", "details.js", "table.js", "main.js"),
)
_NOSCRIPT_ROWS: Final = 300  # of links and of figures; a page is no place for more


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML file and the files that belong beside it, by path relative to it; none if all fits into one."""

    html: bytes
    beside: Mapping[str, bytes]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return len(self.html) + sum(map(len, self.beside.values()))


@dataclass(frozen=True, slots=True)
class Options:
    """What a page is called and how it begins.

    `focus`: the IRI of the node that is open at first. `copies`: keys of the documents of which a copy lies in
    `sources/`. `folder`: where chunks go if they need files of their own; "" keeps all in one file.
    """

    title: str = ""
    focus: str | None = None
    copies: frozenset[str] = frozenset()
    folder: str = ""


def page(network: Network, options: Options | None = None) -> Page:
    """The network as a self-contained page in UTF-8; the same network and options give the same bytes."""
    options = options or Options()
    evidence = sentences.evidence(network, options.copies)
    starts, chunks = [chunk["firstReport"] for chunk in evidence], [pack(chunk) for chunk in evidence]
    core = payload.core(network) | _start(network, options, starts)
    packed = pack(core | {"folder": ""})
    apart = bool(options.folder) and len(packed) + sum(map(len, chunks)) > LIMIT
    if apart:
        packed = pack(core | {"folder": options.folder})
    view = _pyvis(network)
    view.templateEnv.globals.update(_parts(network, options, packed, [] if apart else chunks))
    html = view.generate_html().encode()
    beside = {chunk_path(options.folder, n): _chunk_file(n, chunk) for n, chunk in enumerate(chunks)} if apart else {}
    return Page(html, beside)


def chunk_path(folder: str, number: int) -> str:
    """The path of a chunk's file beside the page."""
    return f"{folder}/{number:04d}.js"


def _chunk_file(number: int, chunk: str) -> bytes:
    """A script that hands a chunk to the page: the one thing that works from file:// and over HTTP alike."""
    return f'mrgraph.chunk({number},"{chunk}")\n'.encode()


def pack(value: object) -> str:
    """The value as JSON, packed."""
    return squeeze(json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False))


def squeeze(text: str) -> str:
    """The text packed: UTF-8, zlib, base64."""
    return b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()


def vis_source() -> bytes:
    """The drawing library as pyvis ships it."""
    return (resources.files("pyvis") / VIS_FILE).read_bytes()


# ------------------------------------------------------------------------------------------------ parts


def _pyvis(network: Network) -> pyvis.network.Network:
    """A pyvis network whose template, data and scripts are ours."""
    import pyvis.network

    class View(pyvis.network.Network):  # type: ignore[misc]
        """pyvis with physics off and our template; nodes and edges are set directly, never added one by one."""

        def __init__(self) -> None:
            super().__init__()
            self.path = "page.html.jinja"
            self.templateEnv = markup.environment(ROOM)
            self.templateEnv.filters.update(local=local_name)
            self.options.physics.enabled = False
            self.nodes = payload.nodes(network)
            self.edges = payload.edges(network)

    return View()


def _parts(network: Network, options: Options, core: str, chunks: list[str]) -> dict[str, object]:
    """What the template needs beside pyvis' own values."""
    style, loader = markup.source(ROOM, "page.css"), markup.source(ROOM, "loader.js")
    apart = not chunks and len(network.reports) > 0
    return {
        "title": options.title or f"{len(network.reports):,} market reports",
        "policy": policy(style, loader, _vis(), _script(), apart=apart),
        "style": markup.Markup(style),
        "loader": markup.Markup(loader),
        "library": _squeezed(_vis()),
        "script": _squeezed(_script()),
        "core": core,
        "chunks": chunks,
        "network": network,
        "names": {node.iri: node.label for node in network.nodes} | dict(network.names),
        "relations": payload.RELATIONS,
        "noscript_rows": _NOSCRIPT_ROWS,
    }


def _start(network: Network, options: Options, starts: list[payload.Json]) -> payload.Row:
    """How the page begins, and at which reports its chunks do."""
    focus = next((number for number, node in enumerate(network.nodes) if node.iri == options.focus), None)
    return {"focus": focus, "copies": sorted(options.copies), "chunkStarts": starts}


def policy(style: str, *scripts: str, apart: bool = False) -> str:
    """The Content Security Policy of a file that holds exactly this style and these scripts.

    `apart`: the scripts may load others, those of the chunks; nothing in the HTML itself may.
    """
    allowed = " ".join(map(_hash, scripts)) or "'none'"
    trusted = " 'strict-dynamic'" if apart else ""
    return (
        f"default-src 'none'; script-src {allowed}{trusted}; style-src {_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _script() -> str:
    """Our scripts as one, in a scope of their own."""
    body = "\n".join(markup.source(ROOM, file) for file in _SCRIPTS)
    return f'(async () => {{\n"use strict";\n{body}\n}})();\n'


@cache
def _squeezed(code: str) -> str:
    return squeeze(code)


@cache
def _vis() -> str:
    """The drawing library, fit for a script element: line ends as a browser hashes them, no source map to look for."""
    text = vis_source().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    code, _, _ = text.partition("\n//# sourceMappingURL=")
    return code + "\n"


def _hash(code: str) -> str:
    """The source expression that lets exactly this script or style in (Content Security Policy 3, hash-source)."""
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"
