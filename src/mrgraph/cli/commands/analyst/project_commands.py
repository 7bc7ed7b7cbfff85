"""Commands about a project's own settings: config, init."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mrgraph.cli import configuration, terminal
from mrgraph.cli.program import DONE, PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTINGS = """\
# What the options of mrgraph's commands are where the command line does not say; `mrgraph config show` lists them.
graph = "graph"                 # for every command that has -g

[build]
output = "graph"
# exclude = ["README.md", "drafts/"]    # patterns as in .gitignore
# fail-on = "never"                     # problems, refused or never
# log = "build.log"

# [serve]
# port = 8080
"""
_IGNORED = """\
# Files and folders that are no reports, one pattern a line, as in .gitignore.
README.md
"""


@click.group(epilog="\b\nExample:\n  mrgraph config show")
def config() -> None:
    """Show what mrgraph.toml says.

    The file lies in the folder that mrgraph is started in, or is named by MRGRAPH_CONFIG. It has a table for each
    command, with its long options: [build] exclude = ["drafts/"]. What the command line says goes before it.
    """


@config.command(epilog="\b\nExample:\n  mrgraph config show")
@click.pass_context
def show(context: click.Context) -> int:
    """Print the file that counts here, and each value that it sets, as it is understood."""
    file = configuration.place()
    if file is None:
        terminal.say(f"no {configuration.FILE} here; `mrgraph init` writes one")
        return DONE
    program = context.find_root().command
    assert isinstance(program, click.Group)
    terminal.write(terminal.people(_lines(program, context.find_root())))
    terminal.say(f"read from {file}")
    return DONE


def _lines(program: click.Group, context: click.Context) -> Iterator[str]:
    """One line a value: command, option, value; raises UsageError for what no command knows."""
    said = configuration.load()
    configuration.check_tables(said, program.list_commands(context))
    if configuration.SHARED in said:
        yield f"{configuration.SHARED} = {said[configuration.SHARED]!r}"
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        if name in said and command is not None:
            configuration.defaults(command, name, said)
            yield from (f"[{name}] {option} = {value!r}" for option, value in said[name].items())


@click.command(epilog="\b\nExample:\n  mrgraph init reports")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False))
def init(folder: str) -> int:
    """Begin a project: write a commented mrgraph.toml and .mrgraphignore into DIR, by default here.

    A file that is there already is left as it is.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    kept = False
    for name, text in ((configuration.FILE, _SETTINGS), (".mrgraphignore", _IGNORED)):
        file = target / name
        if file.exists():
            kept = True
            terminal.say(f"{file} is there already, and left as it is")
        else:
            terminal.save(text.encode(), file)
            terminal.say(f"wrote {file}")
    terminal.say("next: put reports beside them, then `mrgraph build .` and `mrgraph view --open`")
    return PROBLEMS if kept else DONE
