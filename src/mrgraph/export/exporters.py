"""The formats that a graph is exported in: those of RDF, and one module of this room for each other."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from mrgraph.errors import UsageError
from mrgraph.rdf.formats import GRAPH_FORMATS

if TYPE_CHECKING:
    from pathlib import Path


class Exporter(NamedTuple):
    """A format that is none of RDF's: `name`, `endings` of files, and the `module` of this room that writes it.

    The module has a function `write(graph: Path | str, stream: BinaryIO) -> None`.
    """

    name: str
    endings: tuple[str, ...]
    module: str


EXPORTERS: Final = (
    Exporter("graphml", (".graphml",), "graphml"),
)  # fmt: skip
FORMATS: Final = (*GRAPH_FORMATS, *(exporter.name for exporter in EXPORTERS))


def export(graph: Path | str, form: str, stream: BinaryIO) -> None:
    """Write the graph at `graph` into `stream` in the format `form`, one of FORMATS; the same bytes each time.

    Raises UsageError for an unknown format, GraphError for a file that cannot be read or held by the format.
    """
    for exporter in EXPORTERS:
        if form == exporter.name:
            import_module(f"{__package__}.{exporter.module}").write(graph, stream)
            return
    if form not in GRAPH_FORMATS:
        raise UsageError(f"{form}: no format of this name; choose {', '.join(FORMATS)}")
    from mrgraph.rdf import serialization

    serialization.export(graph, form, stream)
