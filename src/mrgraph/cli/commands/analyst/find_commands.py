"""Commands that answer words: search, ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, PROBLEMS, Name
from mrgraph.finding.search import CLASSES
from mrgraph.rdf.formats import ROW_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

FORMATS = ("text", "csv", "jsonl")


@click.command(epilog="\b\nExample:\n  mrgraph search pumps backing\n  mrgraph search amkr --kind company")
@options.graph
@click.option(
    "--kind",
    "kinds",
    type=Name(tuple(CLASSES)),
    metavar="KIND",
    multiple=True,
    help=f"Only things of this kind, one of {', '.join(CLASSES)}; repeatable.",
)
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="How many.")
@file_formats.written(FORMATS, "text")
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
def search(graph: str, kinds: tuple[str, ...], most: int, form: str, output: str, words: tuple[str, ...]) -> int:
    """Find things by words of their names: companies, markets, topics, regions, publishers, reports.

    The words may stand in any order, be only begun, or have a typing error; other names and initials count too. Each
    thing comes with what it is and how many reports name it. Where no name has all the words, those with most of them
    are listed, and that is told.
    """
    from mrgraph import rdf
    from mrgraph.finding import things

    store = rdf.open_dataset([graph])
    hits = things.search(store, " ".join(words), kinds or tuple(CLASSES))
    whole = [hit for hit in hits if hit["whole"]]
    shown = (whole or hits)[:most]
    if form == "text":
        answer = terminal.people(_lines(shown))
    elif form == "csv":
        answer = file_formats.csv_table(things.COLUMNS, ([str(hit[name]) for name in things.COLUMNS] for hit in shown))
    else:
        answer = file_formats.json_lines({name: hit[name] for name in things.COLUMNS} for hit in shown)
    terminal.deliver([answer], output)
    terminal.say(_summary(len(whole), len(shown), " ".join(words)))
    return DONE if whole else PROBLEMS


def _lines(hits: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    from mrgraph.output import aligned

    rows = [
        (
            f"{hit['name']} ({hit['also']})" if hit["also"] else hit["name"],
            hit["kind"],
            f"{hit['reports']:,} report{'' if hit['reports'] == 1 else 's'}",
        )
        for hit in hits
    ]
    return aligned.aligned(rows, right=(2,))


def _summary(whole: int, shown: int, typed: str) -> str:
    if whole:
        return (
            f"{whole} thing{'' if whole == 1 else 's'}{f', {shown} shown; --most shows more' if shown < whole else ''}"
        )
    return f"no name has all the words of {typed!r}; {'these have some' if shown else 'nor is any like it'}"


@click.command(
    epilog="\b\nExample:\n  mrgraph ask 'who competes with Amkor?'\n  mrgraph ask how big is package on package in 2027"
)
@options.graph
@click.option("--forms", "listing", is_flag=True, help="List what can be asked, an example a line.")
@click.option("--only-sparql", is_flag=True, help="Print the SPARQL of the question, and do not ask it.")
@file_formats.written(ROW_FORMATS, "table")
@click.argument("words", metavar="QUESTION...", nargs=-1)
def ask(graph: str, form: str, output: str, words: tuple[str, ...], *, listing: bool, only_sparql: bool) -> int:
    """Ask a question in plain English.

    The questions that are understood are those of a closed list (`--forms`), with names as `mrgraph search` finds them
    where one thing fits clearly. How the question was read, and the SPARQL that answers it, are told on stderr. What
    cannot be read is told and never guessed; the exit code is then 2.
    """
    from mrgraph.questions import forms

    if listing:
        terminal.deliver(["".join(f"{one.example}\n" for one in forms.FORMS)], output)
        return DONE
    if not words:
        raise click.UsageError("no question; `mrgraph ask --forms` lists what can be asked")
    from mrgraph import rdf
    from mrgraph.asking import queries, results
    from mrgraph.output.spool import Spool
    from mrgraph.questions import reading, sparql

    store = rdf.open_dataset([graph])
    read = reading.Reader(store).read(" ".join(words))
    text = sparql.text(read)
    if only_sparql:
        terminal.deliver([f"{text}\n"], output)
        return DONE
    terminal.say(f"read as {read.words()}")
    terminal.say(text)
    whole = Spool()
    with queries.failures(text):
        empty = results.write(queries.evaluate(store, text), form, whole)
    terminal.deliver(whole.chunks(), output)
    if empty:
        terminal.say("the graph says nothing about that")
    return DONE
