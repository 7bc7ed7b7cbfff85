"""The formats that a graph is exported in: those of RDF, and one function of this room for each other."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from mrgraph.errors import UsageError
from mrgraph.rdf import formats
from mrgraph.rdf.formats import GRAPH_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mrgraph.rdf.terms import Triple


class Exporter(NamedTuple):
    """A format: `name`, `endings` of files, and the `module` of this room with the `function` that writes it.

    The function is `write(graph: GraphView, stream: BinaryIO, **choices) -> None`. `choices`: those of a user that it
    takes, such as "table". `profile`: the part of the graph that it writes where the user does not say. `several`: what
    it writes is an archive of files, to be laid in a folder where the user names one.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    function: str = "write"
    profile: str = "full"
    choices: tuple[str, ...] = ()
    several: bool = False


EXPORTERS: Final = (
    Exporter("graphml", (".graphml",), "network_files", "graphml", profile="edges"),
    Exporter("gexf", (".gexf",), "network_files", "gexf", profile="edges"),
    Exporter("cytoscape", (".cyjs",), "network_files", "cytoscape", profile="edges"),
    Exporter("dot", (".dot", ".gv"), "network_files", "dot", profile="edges"),
    Exporter("json", (".json",), "framed_json"),
    Exporter("csv", (".csv", ".zip"), "table_files", "csv", choices=("table", "mark"), several=True),
    Exporter("parquet", (".parquet", ".zip"), "table_files", "parquet", choices=("table",), several=True),
    Exporter("neo4j", (".zip",), "neo4j", "admin", profile="edges", several=True),
    Exporter("cypher", (".cypher", ".cql"), "neo4j", "cypher", profile="edges"),
    Exporter("notes", (".zip",), "notes", several=True),
    Exporter("xlsx", (".xlsx",), "table_files", "xlsx"),
    Exporter("sqlite", (".sqlite", ".sqlite3", ".db"), "table_files", "sqlite"),
)
FORMATS: Final = (*GRAPH_FORMATS, *(exporter.name for exporter in EXPORTERS))
_OF_DATASETS: Final = ("nquads", "trig")
EDGES, FIGURES, FULL = PROFILES = ("edges", "figures", "full")
"""Things and the edges between them; with the figures, too; with claims, evidence, rules and documents as well."""
TABLES: Final = ("entities", "edges", "figures", "claims")


class Options(NamedTuple):
    """What a user chooses, beside the format; None and False leave it to the format.

    `profile`: one of PROFILES; `typed`, `ontology`: see GraphView. `table`: one table alone; `mark`: CSV
    begins with a byte order mark.
    """

    profile: str | None = None
    typed: bool = False
    ontology: bool = False
    table: str | None = None
    mark: bool = False


_AS_IT_IS: Final = Options()


def by_ending(ending: str) -> str | None:
    """The format that a file's ending says, whatever the case; None where it says none.

    >>> by_ending(".GEXF"), by_ending(".json"), by_ending(".ttl"), by_ending(".doc")
    ('gexf', 'json', 'turtle', None)
    """
    known = next((exporter.name for exporter in EXPORTERS if ending.lower() in exporter.endings), None)
    graph = formats.by_ending(ending, formats.GRAPHS)
    return known or (graph.name if graph is not None else None)


def exporter(form: str) -> Exporter | None:
    """The exporter of a format; None for a format of RDF or an unknown one."""
    return next((exporter for exporter in EXPORTERS if exporter.name == form), None)


def export(graph: Path | str | Iterable[Triple], form: str, stream: BinaryIO, options: Options = _AS_IT_IS) -> None:
    """Write the graph, at a path or as triples, into `stream` in the format `form`, one of FORMATS.

    The same graph gives the same bytes.

    Raises UsageError for an unknown format or a choice that it cannot take, MissingExtra where it needs a library that
    is not installed, GraphError for a file that cannot be read or held by the format.
    """
    from mrgraph.export.graph_view import GraphView

    chosen = exporter(form)
    if chosen is None and form not in GRAPH_FORMATS:
        raise UsageError(f"{form}: no format of this name; choose {', '.join(FORMATS)}")
    choices = _choices(form, chosen.choices if chosen else (), options)
    profile = options.profile or (chosen.profile if chosen else "full")
    view = GraphView(graph, profile, typed=options.typed, ontology=options.ontology)
    if chosen is not None:
        getattr(import_module(f"{__package__}.{chosen.module}"), chosen.function)(view, stream, **choices)
    elif form in _OF_DATASETS:
        from mrgraph.export import named_graphs

        named_graphs.write(view, stream, form)
    else:
        from mrgraph.output.spool import Spool
        from mrgraph.rdf import serialization

        buffer = Spool()
        serialization.write(view.triples, form, buffer)
        stream.writelines(buffer.chunks())


def _choices(form: str, known: tuple[str, ...], options: Options) -> dict[str, object]:
    """The choices that the user made, of those that only some formats know."""
    chosen = {name: value for name in ("table", "mark") if (value := getattr(options, name))}
    unknown = {"table": "--table", "mark": "--bom"}
    for name in chosen:
        if name not in known:
            raise UsageError(f"{form}: {unknown[name]} says nothing to this format; leave it out")
    return chosen
