"""Commands about change and consensus: diff, patch, market."""

from __future__ import annotations

from pathlib import Path

import click

from mrgraph.cli import options, terminal
from mrgraph.cli.commands.prove import load, resolved, write_lines, write_objects
from mrgraph.cli.program import DONE, Name

DIFF_FORMATS = ("text", "patch", "jsonl")


@click.command(epilog="\b\nExample:\n  mrgraph diff graph-of-may graph-of-june")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    type=Name(DIFF_FORMATS),
    default="text",
    show_default=True,
    help=f"One of {', '.join(DIFF_FORMATS)}.",
)
def diff(old: str, new: str, form: str) -> int:
    """Tell what changed from the graph OLD to the graph NEW, and why.

    Reasons: a document was added, removed or changed, another rule read it, names were decided to be one thing, or a
    claim was corrected. With --format patch: an RDF patch, which `mrgraph patch` applies.
    """
    from mrgraph import rdf
    from mrgraph.trust import changes, patches

    found = changes.compare(rdf.read_triples(old), rdf.read_triples(new))
    if form == "text":
        write_lines(changes.lines(found))
    elif form == "jsonl":
        write_objects(changes.objects(found))
    else:
        write_lines(patches.lines(found.removed, found.added, changes.notes(found)))
    terminal.say(changes.summary(found))
    return DONE


@click.command(
    epilog="\b\nExample:\n  mrgraph diff may june --format patch > june.patch\n"
    "  mrgraph patch may june.patch -o june.ttl"
)
@click.argument("old")
@click.argument("patch_file", metavar="PATCH", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("-o", "--output", metavar="FILE", required=True, help="Turtle file to write.")
def patch(old: str, patch_file: str, output: str) -> int:
    """Apply an RDF patch to the graph OLD; the result has the same bytes as the graph that the patch was made from.

    PATCH is a file written by `mrgraph diff --format patch`, or - for stdin. A patch made for another graph is refused.
    """
    from mrgraph import rdf
    from mrgraph.rdf import interchange
    from mrgraph.trust import patches

    with click.open_file(patch_file, encoding="utf-8") as file:
        text = file.read()
    made = patches.apply(rdf.read_triples(old), text, where=patch_file)
    saved = interchange.save(made, Path(output))
    terminal.say(f"wrote {output}: {saved.triples} triples")
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph market 'package on package'")
@options.graph
@click.option(
    "--format", "form", metavar="FORMAT", type=Name(("text", "json")), default="text", help="One of text, json."
)
@click.argument("name", metavar="NAME")
def market(graph: str, form: str, name: str) -> int:
    """Print the fact sheet of a market; NAME is its name or IRI.

    Sizes, growth, shares, a band of forecasts, players, technologies, applications, segments and regions by independent
    support, and conflicts. In the band each independent source has one voice a year, and speaks only for years within
    its own claims.
    """
    from mrgraph.trust import market_sheet

    claims = load(graph)
    found = market_sheet.sheet(claims, resolved(name, "market", claims))
    if form == "text":
        write_lines(market_sheet.lines(claims, found))
    else:
        write_objects([market_sheet.as_object(claims, found)])
    return DONE
