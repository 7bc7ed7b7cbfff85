"""Commands about what only many reports tell: markets, company, neighbours, communities."""

from __future__ import annotations

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.commands.prove import FORMATS, load
from mrgraph.cli.program import DONE, PROBLEMS
from mrgraph.library.claim_names import market_or_company, resolved


@click.command(epilog="\b\nExample:\n  mrgraph markets -o markets.csv")
@options.graph
@file_formats.written(FORMATS, "text")
def markets(graph: str, form: str, output: str) -> int:
    """List all markets, one row each.

    The latest size that is no forecast, the farthest forecast, the growth over the longest period, then how many
    players, reports, independent sources and conflicts. A figure that is contradicted is left out. Largest in US
    dollars first.
    """
    from mrgraph.landscape import market_table

    claims = load(graph)
    rows = market_table.table(claims)
    if form == "text":
        answer = terminal.people(market_table.lines(claims, rows))
    elif form == "csv":
        answer = file_formats.csv_table(market_table.COLUMNS, market_table.rows(claims, rows))
    else:
        answer = file_formats.json_lines(market_table.as_object(claims, row) for row in rows)
    terminal.deliver([answer], output)
    terminal.say(f"{len(rows)} markets")
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph company 'amkor technology'")
@options.graph
@file_formats.written(("text", "json"), "text")
@click.argument("name", metavar="NAME", shell_complete=options.names("company"))
def company(graph: str, form: str, output: str, name: str) -> int:
    """Print the sheet of a company; NAME is its name or IRI.

    Its other names, house and parts, the markets it is named for and by how many independent sources, its figures, its
    competitors, markets where these are and it is not, the areas of the reports, and a sentence for each market.
    """
    from mrgraph.landscape import company_profile

    claims = load(graph)
    sheet = company_profile.profile(claims, resolved(name, "company", claims))
    if form == "text":
        answer = terminal.people(company_profile.lines(claims, sheet))
    else:
        answer = file_formats.json_lines([company_profile.as_object(claims, sheet)])
    terminal.deliver([answer], output)
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph neighbours 'package on package'")
@options.graph
@file_formats.written(FORMATS, "text")
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="How many.")
@click.argument("name", metavar="NAME", shell_complete=options.names("market", "company"))
def neighbours(graph: str, form: str, output: str, most: int, name: str) -> int:
    """List what lies next to a market or a company; NAME is its name or IRI.

    Markets lie side by side by the players, technologies and applications they share, companies by their markets, each
    weighed by how rare it is. Markets with mostly the same players are marked: they may be one under two names.
    """
    from mrgraph import vocab
    from mrgraph.landscape import adjacency, neighbour_text

    claims = load(graph)
    thing = market_or_company(name, claims)
    is_market = thing.startswith(vocab.PREFIXES["market"])
    tied = adjacency.of_markets(claims) if is_market else adjacency.of_companies(claims)
    found = tied.neighbours(thing)[:most]
    terminal.deliver([file_formats.listing(neighbour_text, claims, found, form)], output)
    terminal.say(f"{len(found)} neighbours of {claims.index.label(thing)}")
    return DONE if found else PROBLEMS


@click.command(epilog="\b\nExample:\n  mrgraph communities --companies")
@options.graph
@file_formats.written(FORMATS, "text")
@click.option("--companies", is_flag=True, help="List instead all companies, the most central first.")
def communities(graph: str, form: str, output: str, *, companies: bool) -> int:
    """List the groups of markets that share most, named by what they share, with their companies.

    A company is central that plays in markets with other central companies; its weight is told against the first one's.
    """
    from mrgraph.landscape import communities as groups

    claims = load(graph)
    if companies:
        ranked = [(claims.index.label(iri), f"{weight:.3f}", iri) for iri, weight in groups.central_companies(claims)]
        if form == "text":
            answer = terminal.people(f"{weight}  {label}" for label, weight, _ in ranked)
        elif form == "csv":
            answer = file_formats.csv_table(("company", "weight", "iri"), ranked)
        else:
            named = ({"company": label, "weight": float(weight), "iri": iri} for label, weight, iri in ranked)
            answer = file_formats.json_lines(named)
        terminal.deliver([answer], output)
        return DONE
    found = groups.communities(claims)
    terminal.deliver([file_formats.listing(groups, claims, found, form)], output)
    terminal.say(f"{len(found)} communities of three markets or more")
    return DONE
