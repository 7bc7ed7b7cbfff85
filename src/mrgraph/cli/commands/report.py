"""The command that writes what all reports say as something to read: report."""

from __future__ import annotations

from pathlib import Path

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.commands.show import open_in_browser
from mrgraph.cli.program import DONE, Name

FORMATS = ("html", "md", "docx", "pdf")


@click.command(
    epilog="\b\nExample:\n  mrgraph report --open\n  mrgraph report -o report.pdf\n  mrgraph report --evidence"
)
@options.graph
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="File to write; - is stdout. By default report.html in the graph's folder.",
)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    type=Name(FORMATS),
    help="html, md, docx or pdf; by default what FILE's ending says.",
)
@click.option("--market", metavar="NAME", help="Report only on the market NAME.")
@click.option("--evidence", is_flag=True, help="With all rows, and the sentences behind them in an appendix.")
@click.option("--open", "show", is_flag=True, help="Open the report in the browser.")
def report(graph: str, output: str | None, form: str | None, market: str | None, *, evidence: bool, show: bool) -> int:
    """Write a report on the graph: a page of summary, then at most a page a chapter.

    One file without scripts, to read, print and mail. A PDF is printed by Chromium or Chrome, where one is installed.
    """
    from mrgraph import rdf
    from mrgraph.claims.lookup import Index
    from mrgraph.page import selection
    from mrgraph.page.drawing import from_index
    from mrgraph.report import writing

    if show and output == "-":
        raise click.UsageError("--open needs a file; leave out -o -")
    form = (*file_formats.chosen(form, output, FORMATS), "html")[0]
    index = Index(rdf.read_triples(graph))
    part = selection.market(index, market).selection if market is not None else None
    title = part.name if part is not None else ""
    data = writing.written(writing.report(from_index(index, selection=part), title, evidence=evidence), form)
    if output == "-":
        terminal.write(data)
        return DONE
    target = Path(output) if output is not None else rdf.graph_file(graph).parent / f"report.{form}"
    terminal.save(data, target)
    terminal.say(f"wrote {target} ({len(data) / 1e6:.1f} MB)")
    if show:
        open_in_browser(target)
    return DONE
