"""mrgraph.toml: what the options of commands are where the command line does not say.

A table for each command has its long options by name; `graph` above all tables is meant for every command that has -g:

    graph = "graph"
    [build]
    exclude = ["drafts/", "README.md"]
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "mrgraph.toml"
VARIABLE: Final = "MRGRAPH_CONFIG"  # the environment's name for another file; empty for none
SHARED: Final = "graph"


def place() -> Path | None:
    """The file that counts here, or None."""
    named = os.environ.get(VARIABLE)
    file = Path(FILE if named is None else named)
    return file if named != "" and file.is_file() else None


def load() -> dict[str, Any]:
    """What the file says; {} without one.

    Raises UsageError where it is no TOML.
    """
    file = place()
    if file is None:
        return {}
    import tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: no valid TOML: {error}; correct it") from error
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror}; check its permissions") from error


def defaults(command: click.Command, name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a command's parameters that the file `said`, by the parameters' names.

    Raises UsageError for an option that the command has not, and a table that is none.
    """
    own = said.get(name, {})
    if not isinstance(own, dict):
        raise click.UsageError(f"{FILE}: {name} is a command; write a table [{name}] with its options")
    if isinstance(command, click.Group):
        return {inner: value for inner, value in own.items() if isinstance(value, dict)}
    parameters = _options(command)
    shared = {SHARED: said[SHARED]} if SHARED in said and SHARED in parameters else {}
    for option in own:
        if option.replace("-", "_") not in parameters:
            raise click.UsageError(f"{FILE}: [{name}] has no option {option!r}; it has {', '.join(parameters)}")
    values = {**shared, **own}
    return dict(_fitting(parameters[option.replace("-", "_")], value) for option, value in values.items())


def check_tables(said: Mapping[str, Any], known: list[str]) -> None:
    """Raises UsageError for a name in the file that is no command's."""
    for name, value in said.items():
        if name not in (*known, SHARED) or (name == SHARED) == isinstance(value, dict):
            raise click.UsageError(f"{FILE}: {name!r} is no command; tables are named like {', '.join(known[:3])}")


def _options(command: click.Command) -> dict[str, click.Option]:
    """The options by their long names, without hyphens."""
    return {
        option.lstrip("-").replace("-", "_"): parameter
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    }


def _fitting(option: click.Option, value: Any) -> tuple[str, Any]:
    """The name of an option's parameter, and the value as click takes it: a tuple where several may be given."""
    if option.multiple:
        return str(option.name), tuple(value) if isinstance(value, list) else (value,)
    return str(option.name), value
