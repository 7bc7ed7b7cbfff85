"""Write docs/cli.md from the help texts of the command line.

Run it after each change of a command and commit both:

    python tools/generate_cli_docs.py           # writes
    python tools/generate_cli_docs.py --check   # exits 1 if the committed file is stale
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mrgraph.cli import program

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
WIDTH = 100  # columns of the help texts


def main() -> int:
    """Write the page, or with --check only compare; 0 when it is (now) fresh."""
    text = generate()
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


def generate() -> str:
    """The page: the group's help, then each command's."""
    head = (
        "# The command line\n\n"
        "Generated from the help texts by `make docs`. stdout is data, stderr is messages. Exit codes: 0 done, 1 done\n"
        "with problems, 2 not done, 130 interrupted. Colours only on a terminal, and never with `NO_COLOR`\n"
        "or `TERM=dumb`.\n"
    )
    return "\n".join([head, *_sections(program, "mrgraph")])


def _sections(command: click.Command, path: str, parent: click.Context | None = None) -> Iterator[str]:
    settings = program.context_settings
    with click.Context(command, info_name=path.rpartition(" ")[2], parent=parent, **settings) as context:
        context.terminal_width = context.max_content_width = WIDTH
        formatter = context.make_formatter()
        command.format_help(context, formatter)
        text = "\n".join(line.rstrip() for line in formatter.getvalue().strip().splitlines())
        yield f"## {path}\n\n```text\n{text}\n```\n"
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                if (each := command.get_command(context, name)) is not None:
                    yield from _sections(each, f"{path} {name}", context)


if __name__ == "__main__":
    sys.exit(main())
