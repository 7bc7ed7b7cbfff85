"""The command `mrgraph identities`: suggest, review, decide and undo that names are one thing, two, or several."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.commands.prove import FORMATS, load
from mrgraph.cli.program import DONE, PROBLEMS, Name
from mrgraph.library.claim_names import meant

if TYPE_CHECKING:
    from collections.abc import Callable

    from mrgraph.claims.claims import Claims
    from mrgraph.curation_files import Decision

KINDS = ("company", "market", "topic")
_PREFIXES = ("company", "market", "topic", "publisher")


@click.group(epilog="\b\nExample:\n  mrgraph identities suggest --kind company --least 0.8")
def identities() -> None:
    """Decide which names are one thing; every build replays the decisions.

    Names with equal keys are one by themselves, and so are those that a document states to be ("… (ACRONYM)",
    "formerly …"). All else is a suggestion. Decisions stand in identities.csv beside the graph, one a line; after
    `undo` a build gives the graph that it would have given without the decision.
    """


def _file(function: Callable[..., int]) -> Callable[..., int]:
    return click.option(
        "--identities",
        "file",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        help="File of decisions; by default identities.csv beside the graph.",
    )(function)


@identities.command(epilog="\b\nExample:\n  mrgraph identities suggest --least 0.8 -o to-decide.csv")
@options.graph
@_file
@click.option("--kind", type=Name(KINDS), metavar="KIND", help=f"One of {', '.join(KINDS)}; by default all.")
@click.option("--least", type=click.FloatRange(0, 1), default=0.7, show_default=True, help="Lowest score.")
@file_formats.written(FORMATS, "text")
def suggest(graph: str, file: str | None, kind: str | None, least: float, form: str, output: str) -> int:
    """List pairs of names that may be one thing, with the reasons, those first that bring most reports together.

    The number in parentheses tells how many reports name it. Pairs already decided are left out.
    """
    from mrgraph.curation import suggestions

    claims = load(graph)
    decided = {(row.first, row.second) for row in _decisions(_path(graph, file))}
    kinds = (kind,) if kind else KINDS
    pairs = [pair for name in kinds for pair in suggestions.suggestions(claims, name, least, decided)]
    if form == "text":
        answer = terminal.people(suggestions.lines(pairs))
    elif form == "csv":
        answer = file_formats.csv_table(suggestions.COLUMNS, suggestions.rows(pairs))
    else:
        answer = file_formats.json_lines(suggestions.objects(pairs))
    terminal.deliver([answer], output)
    terminal.say(f"{len(pairs)} suggestions: {suggestions.counts_by_kind(pairs)}")
    return DONE


@identities.command(epilog="\b\nExample:\n  mrgraph identities accept 'Semicon' 'Eesemi'")
@options.graph
@_file
@click.option("--reason", default="", metavar="TEXT", help="Why, for those who read the file later.")
@click.argument("first")
@click.argument("second")
def accept(graph: str, file: str | None, reason: str, first: str, second: str) -> int:
    """Decide that FIRST and SECOND, names or IRIs, are one thing."""
    from mrgraph import curation_files

    return _decide(curation_files.SAME, graph, file, (first, second), reason)


@identities.command(epilog="\b\nExample:\n  mrgraph identities reject 'Semicon' 'Eesemi' --reason 'two firms'")
@options.graph
@_file
@click.option("--reason", default="", metavar="TEXT", help="Why, for those who read the file later.")
@click.argument("first")
@click.argument("second")
def reject(graph: str, file: str | None, reason: str, first: str, second: str) -> int:
    """Decide that FIRST and SECOND, names or IRIs, are two things, whatever else speaks for one."""
    from mrgraph import curation_files

    return _decide(curation_files.APART, graph, file, (first, second), reason)


@identities.command(epilog="\b\nExample:\n  mrgraph identities undo 'Semicon' 'Eesemi'")
@options.graph
@_file
@click.argument("first")
@click.argument("second")
def undo(graph: str, file: str | None, first: str, second: str) -> int:
    """Take back what was decided about FIRST and SECOND."""
    path = _path(graph, file)
    rows = _decisions(path)
    claims = load(graph)
    pairs = {frozenset(pair) for pair in _pairs((first, second), claims, rows)}
    kept = [row for row in rows if frozenset((row.first, row.second)) not in pairs]
    if len(kept) == len(rows):
        terminal.complain(f"{path}: nothing was decided about {first} and {second}")
        return PROBLEMS
    _write(path, kept)
    terminal.say(f"took {len(rows) - len(kept)} decision back in {path}; build again to see it in the graph")
    return DONE


@identities.command(
    epilog="\b\nExample:\n  mrgraph identities split Semicon --into 'Semicon Tools' --document tools-2024.html"
)
@options.graph
@_file
@click.option("--into", "parts", metavar="NAME", multiple=True, required=True, help="What it is; repeatable.")
@click.option("--document", "documents", metavar="NAME", multiple=True, help="Only in this document; repeatable.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for those who read the file later.")
@click.argument("name")
def split(
    graph: str, file: str | None, parts: tuple[str, ...], documents: tuple[str, ...], reason: str, name: str
) -> int:
    """Decide that NAME, a company's or topic's name or IRI, is another thing in some documents, or several glued.

    With --document it is the thing that --into names in those documents only, whose names are paths as the graph has
    them, or their ends. Without, it is all that --into names, wherever it stands.
    """
    from mrgraph.curation import decided_splits

    path = _path(graph, file)
    claims = load(graph)
    if documents and len(parts) > 1:
        raise click.UsageError("in a document a name is one thing; give --into once with --document")
    added = decided_splits.decisions(claims, _meant(name, claims, ()), parts, documents, reason)
    _add(path, added)
    return DONE


@identities.command(epilog="\b\nExample:\n  mrgraph identities homonyms")
@options.graph
@file_formats.written(FORMATS, "text")
def homonyms(graph: str, form: str, output: str) -> int:
    """List names of companies that may be several firms', for `split` to decide.

    Names of one word that several listed firms have, or of three letters and less, named for markets that share no
    other player and no topic.
    """
    from mrgraph.landscape import homonyms as told

    claims = load(graph)
    found = told.homonyms(claims)
    terminal.deliver([file_formats.listing(told, claims, found, form)], output)
    terminal.say(f"{len(found)} names that may be several firms'")
    return DONE


@identities.command(epilog="\b\nExample:\n  mrgraph identities read to-decide.csv")
@options.graph
@_file
@click.argument("table", metavar="TABLE", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
def read(graph: str, file: str | None, table: str) -> int:
    """Take over the decisions in TABLE, a CSV file that `suggest` wrote and somebody filled in.

    In the column `verdict` stands same or apart; rows without one are left open. `reason` is kept.
    """
    from mrgraph.curation import decided_splits

    with click.open_file(table, encoding="utf-8-sig") as text:
        added = decided_splits.filled_in(text, table)
    if not added:
        terminal.complain(f"{table}: no row has a verdict; write same or apart into its first column")
        return PROBLEMS
    _add(_path(graph, file), added)
    return DONE


@identities.command(epilog="\b\nExample:\n  mrgraph identities review --kind company")
@options.graph
@_file
@click.option("--kind", type=Name(KINDS), metavar="KIND", help=f"One of {', '.join(KINDS)}; by default all.")
@click.option("--least", type=click.FloatRange(0, 1), default=0.7, show_default=True, help="Lowest score.")
def review(graph: str, file: str | None, kind: str | None, least: float) -> int:
    """Decide suggestions one by one, each with a sentence about both; stop at any time and go on later.

    Answer s (one thing), a (two things), Enter (leave it open) or q (stop), and a reason behind it if you like:
    "a two brothers". Each answer is written at once.
    """
    from mrgraph.curation import decided_splits, suggestions

    claims, path = load(graph), _path(graph, file)
    decided = {(row.first, row.second) for row in _decisions(path)}
    kinds = (kind,) if kind else KINDS
    pairs = [pair for name in kinds for pair in suggestions.suggestions(claims, name, least, decided)]
    made = 0
    for number, pair in enumerate(pairs, 1):
        terminal.write(terminal.people((f"{number} of {len(pairs)}", *decided_splits.shown(claims, pair))))
        answer = click.prompt("same, apart, open, quit? [s/a/Enter/q]", default="", show_default=False, err=True)
        verdict, _, reason = answer.strip().partition(" ")
        if verdict.lower() in ("q", "quit"):
            break
        decision = decided_splits.answered(pair, verdict, reason)
        if decision is not None:
            _add(path, [decision], quiet=True)
            made += 1
    terminal.say(f"{made} decided, {len(pairs) - made} left open; build again to see it in the graph")
    return DONE


# ------------------------------------------------------------------------------------------------ shared


def _add(path: Path, added: list[Decision], *, quiet: bool = False) -> None:
    """Write decisions beside those that are there, in the place of older ones about the same."""
    from mrgraph.rdf.terms import shorten

    about = {(row.first, row.second) for row in added}
    _write(path, [*(row for row in _decisions(path) if (row.first, row.second) not in about), *added])
    if not quiet:
        for row in added:
            terminal.say(f"{row.verdict}: {shorten(row.first)} {shorten(row.second)}")
        terminal.say(f"wrote {path}; build again to see it in the graph")


def _decide(verdict: str, graph: str, file: str | None, names: tuple[str, str], reason: str) -> int:
    from mrgraph import curation_files

    path = _path(graph, file)
    rows = _decisions(path)
    claims = load(graph)
    pairs = _pairs(names, claims, rows)
    if not pairs:
        raise click.UsageError(f"{names[0]} and {names[1]} are no two things of one kind; name them by their IRIs")
    _add(path, [curation_files.decision(verdict, *pair, reason) for pair in pairs])
    return DONE


def _pairs(names: tuple[str, str], claims: Claims, rows: tuple[Decision, ...]) -> list[tuple[str, str]]:
    """The pairs of two things of one kind that the names mean; former IRIs are known from the decisions."""
    from mrgraph import vocab

    spaces = [vocab.PREFIXES[kind] for kind in _PREFIXES]
    first, second = (_meant(name, claims, rows) for name in names)
    return sorted(
        (one, two)
        for one in first
        for two in second
        if one != two and any(one.startswith(space) and two.startswith(space) for space in spaces)
    )


def _meant(name: str, claims: Claims, rows: tuple[Decision, ...]) -> frozenset[str]:
    """The IRIs that a name means, among them those that it would be given, if a decision names them."""
    from mrgraph import vocab
    from mrgraph.lexicon import spelling

    slugs = {
        vocab.PREFIXES["company"]: spelling.company_slug(name),
        vocab.PREFIXES["market"]: spelling.topic_slug(name),
        vocab.PREFIXES["topic"]: spelling.topic_slug(name),
    }
    minted = {f"{space}{slug}" for space, slug in slugs.items()}
    former = frozenset(minted & {iri for row in rows for iri in (row.first, row.second)})
    return former or meant(name, claims, former=True)


def _path(graph: str, file: str | None) -> Path:
    from mrgraph import curation_files, rdf

    return Path(file) if file else rdf.graph_file(graph).parent / curation_files.IDENTITIES


def _decisions(path: Path) -> tuple[Decision, ...]:
    from mrgraph import curation_files

    return curation_files.decisions(path)


def _write(path: Path, rows: list[Decision]) -> None:
    from mrgraph import curation_files
    from mrgraph.output import whole_files

    whole_files.write_whole(curation_files.text(rows).encode("utf-8"), path)
