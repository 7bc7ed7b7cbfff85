"""The command that serves a graph on this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mrgraph.cli import options, terminal
from mrgraph.cli.commands.query import named_graph
from mrgraph.cli.program import DONE

if TYPE_CHECKING:
    from mrgraph.serve.service import Setting


@click.command(epilog="\b\nExample:\n  mrgraph serve --open")
@click.option(
    "-g",
    "--graph",
    "graphs",
    metavar="GRAPH",
    multiple=True,
    help="Folder written by `mrgraph build`, or any RDF file; several are served as one.  "
    f"[default: {options.DEFAULT_GRAPH}]",
)
@click.option(
    "--named-graph", "named", metavar="IRI=FILE", multiple=True, help="Put FILE into the named graph IRI; repeatable."
)
@click.option("--port", metavar="PORT", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any.")
@click.option("--timeout", metavar="SECONDS", type=click.FloatRange(min=0.1), default=10.0, show_default=True)
@click.option(
    "--memory", metavar="MB", type=click.IntRange(min=256), default=1024, show_default=True, help="For a query."
)
@click.option(
    "--rows", metavar="N", type=click.IntRange(min=1), default=1_000_000, show_default=True, help="Of an answer."
)
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(1, 256),
    help="Queries at once, before they take long; by default four for each processor, or eight.",
)
@click.option("--allow-origin", "origins", metavar="URL", multiple=True, help="A site whose pages may ask; repeatable.")
@click.option("--name", "names", metavar="HOST", multiple=True, help="A name that a proxy here passes on; repeatable.")
@click.option("--quiet", is_flag=True, help="Do not log the requests.")
@click.option("--open", "show", is_flag=True, help="Open the page to ask on in the browser.")
def serve(
    graphs: tuple[str, ...],
    named: tuple[str, ...],
    origins: tuple[str, ...],
    names: tuple[str, ...],
    port: int,
    workers: int | None,
    **chosen: float | bool,
) -> int:
    """Serve the graph on this machine: SPARQL over HTTP, a page to ask on, pages of things.

    Read-only, reachable from this machine only, and it never calls out. Each query has limits, and is ended when it
    passes one. /sparql speaks the SPARQL 1.1 Protocol, /data the Graph Store Protocol; each thing of the graph has its
    page, as HTML, Turtle or JSON-LD. Ctrl-C ends it.
    """
    if not hasattr(sys.modules["os"], "fork"):
        raise click.UsageError("serve needs a Unix-like system, where processes fork; ask with `mrgraph query` here")
    from mrgraph.serve.callers import LOOPBACK, Callers
    from mrgraph.serve.jobs import Limits
    from mrgraph.serve.served_graphs import ServedGraphs
    from mrgraph.serve.service import Setting

    given = graphs or (() if named else (options.DEFAULT_GRAPH,))
    served = ServedGraphs(tuple(given), tuple(map(named_graph, named)))
    limits = Limits(seconds=chosen["timeout"], memory=int(chosen["memory"]), rows=int(chosen["rows"]))
    setting = Setting(served, limits, Callers(frozenset(origins), LOOPBACK.union(map(str.lower, names))))
    return _run(setting, workers, port, show=bool(chosen["show"]), quiet=bool(chosen["quiet"]))


def _run(setting: Setting, workers: int | None, port: int, *, show: bool, quiet: bool) -> int:
    import asyncio

    from mrgraph.serve.query_processes import QueryProcesses
    from mrgraph.serve.server import serve

    processes = QueryProcesses(setting, workers)

    def told(port: int) -> None:
        address = f"http://localhost:{port}/"
        terminal.say(f"{processes.zygote.triples:,} triples at {address} (SPARQL: {address}sparql); Ctrl-C ends it")
        if show:
            import webbrowser

            webbrowser.open(address)

    asyncio.run(serve(processes, setting.callers, port, told, quiet=quiet))
    terminal.say("ended")
    return DONE
