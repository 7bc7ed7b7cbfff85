"""The command that writes a graph in the formats of other tools: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, Name
from mrgraph.export import exporters

if TYPE_CHECKING:
    from typing import BinaryIO

    from mrgraph.output.spool import Spool

_ARCHIVE: Final = ".zip"


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
    from mrgraph.output.spool import Spool

    kind = exporters.exporter(form)
    several = kind is not None and kind.several
    table = table or (_table_named(output) if several and "table" in kind.choices else None)  # type: ignore[union-attr]
    folder = several and table is None and not terminal.is_stdout(output) and _is_folder(output)
    if several and table is None and not folder:
        _check_archive(form, output)
    whole = Spool()
    choices = exporters.Options(profile, table=table, **chosen)
    exporters.export(graph, form, cast("BinaryIO", whole.sink), choices)
    if folder:
        _unpack(whole, Path(output))
    else:
        terminal.deliver(whole.chunks(), output)
    return DONE


def _table_named(output: str) -> str | None:
    """The table that a file is called after: figures.csv."""
    path = Path(output)
    return path.stem if path.stem in exporters.TABLES and path.suffix.lower() not in ("", _ARCHIVE) else None


def _is_folder(output: str) -> bool:
    return output.endswith(("/", "\\")) or Path(output).is_dir()


def _check_archive(form: str, output: str) -> None:
    """Refuse to write several files into one that is no archive."""
    if not terminal.is_stdout(output) and Path(output).suffix.lower() != _ARCHIVE:
        one = " or call it after one of them" if form in ("csv", "parquet") else ""
        raise click.UsageError(
            f"{output}: {form} writes several files; end the name in / or {_ARCHIVE},{one}".rstrip(",")
        )


def _unpack(whole: Spool, folder: Path) -> None:
    from mrgraph.export import bundles

    names = []
    for name, data in bundles.files(b"".join(whole.chunks())):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        terminal.save(data, folder / name)
        names.append(name)
    terminal.say(f"wrote {len(names)} files into {folder}")
