"""Commands that find what is meant by words: search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, PROBLEMS, Name
from mrgraph.finding.search import CLASSES

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
