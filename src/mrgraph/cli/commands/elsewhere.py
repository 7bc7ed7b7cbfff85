"""Commands that take a graph elsewhere: export, push, pull, mcp."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, Name
from mrgraph.endpoints import store_transfers
from mrgraph.export import exporters

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from mrgraph.endpoints.store_transfers import Endpoints

_F = TypeVar("_F", bound="Callable[..., Any]")


@click.command(
    epilog="\b\nExample:\n  mrgraph export -o graph.graphml\n  mrgraph export -o figures.csv --bom\n"
    "  mrgraph export --format parquet -o tables/"
)
@options.graph
@click.option(
    "--profile",
    metavar="PART",
    type=Name(exporters.PROFILES),
    help="edges: things and what ties them; figures: these and the figures; full: also claims with their evidence. By "
    "default edges for formats that draw networks, else full.",
)
@click.option(
    "--table",
    metavar="TABLE",
    type=Name(exporters.TABLES),
    help=f"One table of {', '.join(exporters.TABLES)}, for CSV and Parquet.",
)
@click.option("--bom", "mark", is_flag=True, help="Begin CSV with a byte order mark, by which Excel knows UTF-8.")
@click.option("--typed", is_flag=True, help="Give evidence, claims and rules the classes that the graph spares.")
@click.option("--with-ontology", "ontology", is_flag=True, help="Add the ontology, for tools that need declarations.")
@file_formats.written(exporters.FORMATS, "turtle")
def export(graph: str, form: str, output: str, *, profile: str | None, table: str | None, **chosen: bool) -> int:
    """Write the graph in the format of another tool.

    RDF in six formats, N-Quads and TriG with a named graph for each report; networks for Gephi, Cytoscape, Graphviz and
    Neo4j; tables as CSV, Excel, Parquet and SQLite; JSON for web pages; notes for Obsidian. Formats of several files
    write a ZIP archive, or into FILE if that is a folder or ends in /.
    """
    from mrgraph.export import destinations
    from mrgraph.output.spool import Spool

    is_folder = False
    if not terminal.is_stdout(output):
        table, is_folder = destinations.destination(form, output, table)
    whole = Spool()
    exporters.export(graph, form, cast("BinaryIO", whole.sink), exporters.Options(profile, table=table, **chosen))
    if not is_folder:
        terminal.deliver(whole.chunks(), output)
        return DONE
    files = dict(destinations.unpacked(whole))
    for name, data in files.items():
        (Path(output) / name).parent.mkdir(parents=True, exist_ok=True)
        terminal.save(data, Path(output) / name)
    terminal.say(f"wrote {len(files)} files into {output}")
    return DONE


def _store(function: _F) -> _F:
    """Where the store has its endpoints, and how long it may take."""
    for name, what in (
        ("--graphs-url", "Its Graph Store endpoint, where triples go and come whole."),
        ("--query-url", "Its query endpoint."),
    ):
        function = click.option(name, metavar="URL", help=f"{what} By default what is usual beside the store's URL.")(
            function
        )
    seconds = click.FloatRange(min=0.1)
    return click.option("--timeout", metavar="SECONDS", type=seconds, default=120.0, show_default=True)(function)


@click.command(
    epilog="\b\nExample:\n  mrgraph push http://localhost:7878\n"
    "  MRGRAPH_USER=admin MRGRAPH_PASSWORD=… mrgraph push http://localhost:3030/ds/update --to default"
)
@options.graph
@click.option(
    "--to",
    "target",
    metavar="IRI",
    default=store_transfers.PUSHED,
    show_default=True,
    help="Graph to fill, or `default`.",
)
@click.option("--gzip", "packed", is_flag=True, help="Send packed, to stores that take it (Oxigraph does).")
@click.option(
    "--batch", metavar="N", type=click.IntRange(min=1), default=5000, show_default=True, help="Triples a request."
)
@_store
@click.argument("url", metavar="URL")
def push(graph: str, url: str, target: str, *, batch: int, packed: bool, timeout: float, **named: str | None) -> int:
    """Put the graph into a triple store, in place of what its graph IRI holds there.

    URL is the store's update endpoint, or the address of an Oxigraph. The triples go into a graph of their own first,
    which is then moved: who is interrupted leaves the target as it was, and goes on where he was when he asks again.
    Credentials come from MRGRAPH_USER and MRGRAPH_PASSWORD, MRGRAPH_TOKEN, or .netrc.
    """
    from mrgraph import rdf

    store = _endpoints(url, **named)
    how = store_transfers.Transfer(timeout, packed, batch)
    with terminal.Progress("triples") as progress:
        pushed = store_transfers.push(rdf.read_triples(graph), store, target, how, progress.reached)
    before = f" ({pushed.resumed:,} of them lay there already)" if pushed.resumed else ""
    terminal.say(f"pushed {pushed.triples:,} triples{before} to {target} at {store.update}")
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph pull http://localhost:7878 -o pulled && mrgraph query -g pulled players")
@click.option(
    "--from",
    "source",
    metavar="IRI",
    default=store_transfers.PUSHED,
    show_default=True,
    help="Graph to take, or `default`.",
)
@click.option("-o", "--output", metavar="PLACE", required=True, help="Folder for graph.ttl, or Turtle file to write.")
@_store
@click.argument("url", metavar="URL")
def pull(url: str, source: str, output: str, *, timeout: float, **named: str | None) -> int:
    """Take a graph out of a triple store, as sorted Turtle; numbers are spelt as the store spells them.

    URL is the store's update endpoint, or its query endpoint, or the address of an Oxigraph.
    """
    from mrgraph import rdf
    from mrgraph.rdf import interchange

    target = Path(output) if Path(output).suffix == ".ttl" else Path(output) / rdf.GRAPH_FILE
    triples = store_transfers.pull(_endpoints(url, **named), source, store_transfers.Transfer(timeout))
    saved = interchange.save(triples, target)
    terminal.say(f"wrote {saved.triples:,} triples of {source} into {target}")
    return DONE


def _endpoints(url: str, *, query_url: str | None, graphs_url: str | None) -> Endpoints:

    return store_transfers.endpoints(url, query=query_url, graphs=graphs_url)


@click.command(
    epilog="\b\nExample:\n  mrgraph mcp -g graph\n"
    '  {"mcpServers": {"reports": {"command": "mrgraph", "args": ["mcp", "-g", "/path/to/graph"]}}}'
)
@options.graph
def mcp(graph: str) -> int:
    """Lend the graph to an assistant, over the Model Context Protocol on stdin and stdout.

    Tools: find_thing, market_sheet, company_sheet, neighbours, why, conflicts, list_questions, ask_question, sparql.
    All only read; what they answer comes with the sentences it was read from. Needs `pip install 'mrgraph[mcp]'`.
    """
    from mrgraph.library import assistant_tools

    assistant_tools.server(graph).run("stdio")
    return DONE
