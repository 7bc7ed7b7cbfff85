"""Commands about change and consensus: diff, patch, market."""

from __future__ import annotations

from pathlib import Path

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.commands.prove import load
from mrgraph.cli.program import DONE
from mrgraph.library.claim_names import resolved

DIFF_FORMATS = ("text", "patch", "jsonl")


@click.command(epilog="\b\nExample:\n  mrgraph diff graph-of-may graph-of-june")
@click.argument("old")
@click.argument("new")
@file_formats.written(DIFF_FORMATS, "text")
def diff(old: str, new: str, form: str, output: str) -> int:
    """Tell what changed from the graph OLD to the graph NEW, and why.

    Reasons: a document was added, removed or changed, another rule read it, names were decided to be one thing, or a
    claim was corrected. With --format patch: an RDF patch, which `mrgraph patch` applies.
    """
    from mrgraph import rdf
    from mrgraph.trust import changes, patches

    comparison = changes.compare(rdf.read_triples(old), rdf.read_triples(new))
    if form == "text":
        answer = terminal.people(changes.lines(comparison))
    elif form == "jsonl":
        answer = file_formats.json_lines(changes.objects(comparison))
    else:
        lines = patches.lines(comparison.removed, comparison.added, changes.notes(comparison))
        answer = "".join(f"{line}\n" for line in lines)
    terminal.deliver([answer], output)
    terminal.say(changes.summary(comparison))
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph diff may june -o june.patch\n  mrgraph patch may june.patch -o june.ttl")
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

    file_formats.chosen(None, output, ("turtle",))
    with click.open_file(patch_file, encoding="utf-8") as file:
        text = file.read()
    triples = patches.apply(rdf.read_triples(old), text, where=patch_file)
    saved = interchange.save(triples, Path(output))
    terminal.say(f"wrote {output}: {saved.triples} triples")
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph market 'package on package'")
@options.graph
@file_formats.written(("text", "json"), "text")
@click.argument("name", metavar="NAME", shell_complete=options.names("market"))
def market(graph: str, form: str, output: str, name: str) -> int:
    """Print the fact sheet of a market; NAME is its name or IRI.

    Sizes, growth, shares, a band of forecasts, players, technologies, applications, segments and regions by independent
    support, and conflicts. In the band each independent source has one voice a year, and speaks only for years within
    its own claims.
    """
    from mrgraph.trust import market_sheet

    claims = load(graph)
    sheet = market_sheet.sheet(claims, resolved(name, "market", claims))
    if form == "text":
        answer = terminal.people(market_sheet.lines(claims, sheet))
    else:
        answer = file_formats.json_lines([market_sheet.as_object(claims, sheet)])
    terminal.deliver([answer], output)
    return DONE
