"""The command group: exit codes, messages and suggestions that all commands share.

Exit codes: 0 done, 1 done with problems, 2 not done, 130 interrupted. Data goes to stdout, messages go to stderr.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from mrgraph.cli import configuration, terminal
from mrgraph.errors import MrgraphError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NEAREST = 3  # suggestions
_FREE = ("config", "init", "help", "completion")  # commands that a wrong mrgraph.toml must not keep from running
_FEW = 12  # names that still fit a message
DONE, PROBLEMS, NOT_DONE, INTERRUPTED = 0, 1, 2, 130


class Program(click.Group):
    """A group whose commands return their exit code; whatever goes wrong becomes a line on stderr, not a traceback.

    `homes`: the module of each command, in the order of the work; a module is imported once its command is wanted, so
    that a short query does not wait for what builds and draws.
    """

    def __init__(self, *args: Any, homes: Mapping[str, str] | None = None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.homes = dict(homes or {})

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line `args` (by default the process's own) and exit, or without `standalone_mode` return."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode, **extra)
        debug = bool(os.environ.get("MRGRAPH_DEBUG")) or "--debug" in (sys.argv if args is None else args)
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except (click.Abort, KeyboardInterrupt):
            if args is None:
                _heed_no_more()
            terminal.complain("interrupted; what was written before is whole")
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            _explain_usage(error)
        except MrgraphError as error:
            terminal.complain(str(error))
            if error.excerpt:
                terminal.say(error.excerpt)
            _trace(debug=debug)
        except OSError as error:
            terminal.complain(_of_the_system(error))
            _trace(debug=debug)
        except Exception as error:  # noqa: BLE001 - the outermost edge: a user gets one line, a developer asks for more
            _explain_unexpected(error, debug=debug)
            _trace(debug=debug)
        else:
            sys.exit(code or DONE)
        sys.exit(NOT_DONE)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that `ctx` names; a reader of stdout that goes away early is no fault."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        return code

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the work, not of the alphabet."""
        return [*self.homes, *(name for name in self.commands if name not in self.homes)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command `cmd_name`, imported now, or None."""
        if cmd_name in self.homes and cmd_name not in self.commands:
            self.add_command(getattr(import_module(self.homes[cmd_name]), cmd_name))
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begins with; an unknown one is answered with the nearest.

        What mrgraph.toml says about it becomes the default of its options.
        """
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(unknown(args[0], "command", self.list_commands(ctx)), ctx)
        name, command, rest = super().resolve_command(ctx, args)
        if ctx.parent is None and command is not None and name not in _FREE and configuration.place() is not None:
            said = configuration.load()
            configuration.check_tables(said, self.list_commands(ctx))
            ctx.default_map = {str(name): configuration.defaults(command, str(name), said)}
        return name, command, rest


def _heed_no_more() -> None:
    """Let a second interrupt pass while the first one is seen to."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


class Name(click.Choice[str]):
    """One of a few known names, in capitals, too; an unknown one is answered with the nearest."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, or a usage error with a suggestion."""
        names = [str(choice) for choice in self.choices]
        meant = next((name for name in (value, str(value).lower()) if name in names), None)
        if meant is None:
            what = (param.metavar if param else None) or "name"
            self.fail(unknown(str(value), what.lower(), names), param, ctx)
        return str(meant)


def unknown(name: str, what: str, known: Sequence[str]) -> str:
    """The message about an unknown name: those that it may mean, then all, if they are few.

    >>> unknown("qeury", "command", ["build", "query"])
    "no command 'qeury'; did you mean 'query'? Known are build, query"
    """
    from difflib import get_close_matches

    near = [candidate for candidate in known if name.lower() in candidate][:_NEAREST]
    near = near or get_close_matches(name.lower(), known, n=_NEAREST, cutoff=0.55)
    guess = f"did you mean {' or '.join(map(repr, near))}?" if near else ""
    listed = f"known are {', '.join(known) or 'none'}" if len(known) <= _FEW else ""
    cure = f"{guess} {listed[:1].upper()}{listed[1:]}" if guess and listed else guess or listed
    return f"no {what} {name!r}; {cure}" if cure else f"no {what} {name!r}"


def _explain_usage(error: click.ClickException) -> None:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        terminal.say(error.format_message())
        return
    where = f" (see `{context.command_path} --help`)" if context is not None else ""
    terminal.complain(f"{error.format_message().rstrip('.')}{where}")


def _of_the_system(error: OSError) -> str:
    """What the system refused, with the cure that fits it."""
    if error.errno == errno.EADDRINUSE:
        return f"{error.strerror or error}; another program listens there: choose another --port"
    return f"{error.filename or 'stdout'}: {error.strerror or error}; check the place and its space"


def _explain_unexpected(error: Exception, *, debug: bool) -> None:
    what = " ".join(f"{type(error).__name__}: {error}".split())
    hint = "" if debug else "; run it again with `mrgraph --debug …` and report what it prints"
    terminal.complain(f"unexpected {what}{hint}")


def _trace(*, debug: bool) -> None:
    if debug:
        import traceback

        terminal.say(traceback.format_exc().rstrip())
