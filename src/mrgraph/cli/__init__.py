"""The `mrgraph` command; each sub-command imports what it needs when it runs."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from contextlib import suppress

import click

from mrgraph import __version__
from mrgraph.cli import terminal
from mrgraph.cli.program import DONE, Name, Program, unknown

# Where each command lives, in the order of the work.
HOMES = {
    "build": "mrgraph.cli.commands.read",
    "extract": "mrgraph.cli.commands.read",
    "text": "mrgraph.cli.commands.read",
    "search": "mrgraph.cli.commands.analyst.find_commands",
    "ask": "mrgraph.cli.commands.analyst.find_commands",
    "query": "mrgraph.cli.commands.query",
    "queries": "mrgraph.cli.commands.query",
    "view": "mrgraph.cli.commands.show",
    "report": "mrgraph.cli.commands.report",
    "export": "mrgraph.cli.commands.elsewhere",
    "push": "mrgraph.cli.commands.elsewhere",
    "pull": "mrgraph.cli.commands.elsewhere",
    "check": "mrgraph.cli.commands.query",
    "serve": "mrgraph.cli.commands.serve",
    "mcp": "mrgraph.cli.commands.elsewhere",
    "conflicts": "mrgraph.cli.commands.prove",
    "why": "mrgraph.cli.commands.prove",
    "verify": "mrgraph.cli.commands.prove",
    "families": "mrgraph.cli.commands.prove",
    "identities": "mrgraph.cli.commands.identities",
    "correct": "mrgraph.cli.commands.analyst.correct_commands",
    "review": "mrgraph.cli.commands.analyst.correct_commands",
    "diff": "mrgraph.cli.commands.compare",
    "patch": "mrgraph.cli.commands.compare",
    "market": "mrgraph.cli.commands.compare",
    "markets": "mrgraph.cli.commands.landscape",
    "company": "mrgraph.cli.commands.landscape",
    "neighbours": "mrgraph.cli.commands.landscape",
    "communities": "mrgraph.cli.commands.landscape",
    "evaluate": "mrgraph.cli.commands.evaluate",
    "train": "mrgraph.cli.commands.train",
    "init": "mrgraph.cli.commands.analyst.project_commands",
    "config": "mrgraph.cli.commands.analyst.project_commands",
}
_GARBAGE = 100_000  # new objects between two collections: imports make many, and hardly any garbage
SHELLS = ("bash", "zsh", "fish")


@click.group(
    cls=Program,
    homes=HOMES,
    name="mrgraph",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  mrgraph build seeds && mrgraph query companies-in-several-reports && mrgraph view --open",
)
@click.version_option(__version__, "-V", "--version", prog_name="mrgraph")
@click.option(
    "--debug", is_flag=True, expose_value=False, help="Show the traceback of an error (also MRGRAPH_DEBUG=1)."
)
def program() -> None:
    """Market reports in, an RDF knowledge graph out: every edge with the sentence it was read from.

    Data goes to stdout, messages go to stderr. Exit codes: 0 done, 1 done with problems, 2 not done.
    """


@click.command(epilog='\b\nExample:\n  eval "$(mrgraph completion bash)"')
@click.argument("shell", metavar="SHELL", type=Name(SHELLS))
def completion(shell: str) -> int:
    """Print the script that completes commands, options and saved queries; SHELL is bash, zsh or fish."""
    from click.shell_completion import get_completion_class

    completion_class = get_completion_class(shell)
    if completion_class is not None:
        terminal.write(completion_class(program, {}, "mrgraph", "_MRGRAPH_COMPLETE").source())
    return DONE


@click.command("help", epilog="\b\nExample:\n  mrgraph help build")
@click.argument("names", metavar="[COMMAND]...", nargs=-1)
@click.pass_context
def help_command(context: click.Context, names: tuple[str, ...]) -> int:
    """Print the help of mrgraph, or of a command of it."""
    command: click.Command = program
    within = context.find_root()
    for name in names:
        if not isinstance(command, click.Group):
            raise click.UsageError(f"{command.name} has no commands of its own; leave out {name}")
        inner = command.get_command(within, name)
        if inner is None:
            raise click.UsageError(unknown(name, "command", command.list_commands(within)))
        command = inner
        within = click.Context(command, info_name=name, parent=within)
    terminal.write(f"{command.get_help(within)}\n")
    return DONE


program.add_command(completion)
program.add_command(help_command)


def main() -> None:
    """Run the command line of this process and exit."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    gc.set_threshold(_GARBAGE)
    _stand_in()
    try:
        program(prog_name="mrgraph")
    except SystemExit as done:
        _leave(done)


def _stand_in() -> None:
    """Where a stream was closed by who started the process (`>&-`): what is data is refused, messages go nowhere."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as long as the process


def _leave(done: SystemExit) -> None:
    """End the process at once: taking it apart takes a tenth of the time of a short query.

    Also, a thread in which the engine still works cannot be stopped, only left behind. Processes that read documents
    have ended before, or end by themselves.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(done.code if isinstance(done.code, int) else 1)
