"""The command that writes a graph in the formats of other tools: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, Name
from mrgraph.export import exporters

if TYPE_CHECKING:
    from typing import BinaryIO


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
