"""Commands that test what a graph says: conflicts, why, verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, PROBLEMS
from mrgraph.library.claim_names import meant, resolved
from mrgraph.library.claim_names import verdicts as verdicts_of

if TYPE_CHECKING:
    from mrgraph.claims.claims import Claims

FORMATS = ("text", "csv", "jsonl")


@click.command(epilog="\b\nExample:\n  mrgraph conflicts --market 'Package on package'")
@options.graph
@click.option(
    "--market", metavar="NAME", shell_complete=options.names("market"), help="Only about this market: a name or an IRI."
)
@click.option("--scope", is_flag=True, help="List instead what differs only in region, segment, period or currency.")
@file_formats.written(FORMATS, "text")
def conflicts(graph: str, market: str | None, scope: bool, form: str, output: str) -> int:
    """List figures for one quantity that no rounding reconciles.

    One quantity: the same kind, market, region, segment, company, currency, and year or period. Each value comes with
    its publisher and sentence; contradictions between independent sources come first.
    """
    from mrgraph.trust import conflict_text
    from mrgraph.trust import conflicts as comparison

    claims = load(graph)
    wanted = resolved(market, "market", claims) if market else None
    if scope:
        if form != "text":
            raise click.UsageError(
                f"--scope lists text, not {form}; leave out --format, or end the file's name in .txt"
            )
        differences = comparison.differences(claims, wanted)
        terminal.deliver([terminal.people(conflict_text.difference_lines(claims, differences))], output)
        return DONE
    contradictions = comparison.conflicts(claims, wanted)
    if form == "text":
        answer = terminal.people(conflict_text.lines(claims, contradictions))
    elif form == "csv":
        answer = file_formats.csv_table(conflict_text.COLUMNS, conflict_text.rows(claims, contradictions))
    else:
        answer = file_formats.json_lines(conflict_text.objects(claims, contradictions))
    terminal.deliver([answer], output)
    independent = sum(conflict.families > 1 for conflict in contradictions)
    own = sum(conflict.within_one_report for conflict in contradictions)
    counted = f"{len(contradictions)} conflict{'' if len(contradictions) == 1 else 's'}"
    terminal.say(f"{counted}: {independent} between independent sources, {own} within one report")
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph why 'package on package' hasPlayer 'Amkor Technology'")
@options.graph
@file_formats.written(("text", "jsonl"), "text")
@click.argument("subject", metavar="SUBJECT", shell_complete=options.names("market", "company"))
@click.argument("predicate", metavar="[PREDICATE]", required=False)
@click.argument("target", metavar="[OBJECT]", required=False)
def why(graph: str, form: str, output: str, subject: str, predicate: str | None, target: str | None) -> int:
    """Show each claim behind an edge or about a thing, with its proof.

    SUBJECT and OBJECT are names or IRIs of companies, markets, topics, regions, publishers, reports or claims.
    PREDICATE is a relation such as hasPlayer, or size, growth, share or revenue. Each claim comes with its report,
    sentence, place, rule, confidence and flags, and with what else supports or contradicts it.
    """
    from mrgraph.trust import why as reasons

    claims = load(graph)
    wanted = reasons.ClaimFilter(
        subjects=meant(subject, claims),
        predicates=reasons.predicates(predicate) if predicate else None,
        objects=meant(target, claims) if target else None,
    )
    proofs = reasons.answers(claims, wanted)
    if form == "text":
        told = reasons.decided(claims, {*wanted.subjects, *(wanted.objects or ())})
        answer = terminal.people((*told, *reasons.lines(claims, proofs)))
    else:
        answer = file_formats.json_lines(reasons.objects(claims, proofs))
    terminal.deliver([answer], output)
    counted = f"{len(proofs)} claim{'' if len(proofs) == 1 else 's'}"
    terminal.say(counted if proofs else "no claim says so; leave out OBJECT or PREDICATE to see more")
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph verify --sources seeds")
@options.graph
@options.encoding
@click.option(
    "--sources",
    metavar="DIR",
    multiple=True,
    default=(".",),
    show_default=True,
    help="Folder, archive or file with the documents; may be given several times.",
)
def verify(graph: str, encoding: str | None, sources: tuple[str, ...]) -> int:
    """Read the sources again and prove every quote of the graph.

    A document is found by the hash of its bytes, whatever its name. Each quote must stand in its text at its place.
    What is not proved is listed, claim by claim, and makes the exit code 1.
    """
    from mrgraph import rdf
    from mrgraph.claims.lookup import Index
    from mrgraph.trust import quote_verification as proofs

    index = Index(rdf.read_triples(graph))
    verdicts = tuple(verdicts_of(proofs.exhibits(index), sources, options.settings(encoding)))
    bare = proofs.unsupported(index)
    terminal.write(terminal.people(proofs.lines(verdicts, bare)))
    failed = {passage.claim for verdict in verdicts for passage in verdict.failed}.union(bare)
    passages = sum(len(verdict.exhibit.passages) for verdict in verdicts)
    claims = {claim for verdict in verdicts for claim in verdict.exhibit.claims}.union(bare)
    proved = f"{len(claims) - len(failed)} of {len(claims)} claims proved"
    terminal.say(f"{proved} by {passages} passages in {len(verdicts)} documents")
    return PROBLEMS if failed or any(verdict.reason for verdict in verdicts) else DONE


@click.command(epilog="\b\nExample:\n  mrgraph families")
@options.graph
@file_formats.written(FORMATS, "text")
def families(graph: str, form: str, output: str) -> int:
    """List which sources are independent: families of publishers, and how much of theirs is boilerplate.

    One family are the pages of one publisher, and publishers that share a template or most of their headings. Claims of
    one family support each other no more than copies do.
    """
    from mrgraph.claims import families as kin

    claims = load(graph)
    sources = kin.table(claims)
    if form == "text":
        answer = terminal.people(kin.lines(sources))
    elif form == "csv":
        answer = file_formats.csv_table(kin.COLUMNS, kin.rows(sources))
    else:
        answer = file_formats.json_lines(kin.objects(sources))
    terminal.deliver([answer], output)
    terminal.say(f"{len(sources)} independent sources")
    return DONE


# ------------------------------------------------------------------------------------------------ shared


def load(graph: str) -> Claims:
    """The claims of a graph; one that an older version of mrgraph built is read, and told."""
    from mrgraph.claims import snapshots

    claims = snapshots.claims(graph)
    if claims.is_outdated:
        terminal.warn(f"{graph}: built with ontology 0.1: build again, or rejected figures still answer queries")
    return claims
