"""Commands that write what people decide about claims: correct, review."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mrgraph.cli import options, terminal
from mrgraph.cli.commands.prove import load
from mrgraph.cli.program import DONE, PROBLEMS, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mrgraph.claims.claims import Claims
    from mrgraph.curation_files import Correction
    from mrgraph.trust.review_queue import Doubt

_VERDICTS = ("accept", "reject", "replace", "undo")
_KEYS = {"a": "accept", "r": "reject", "=": "replace"}
_QUESTION = "accept, reject, = VALUE, skip, undo, quit? [a/r/=/s/u/q]"


def _file(function: Callable[..., int]) -> Callable[..., int]:
    return click.option(
        "--corrections",
        "file",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        help="File of corrections; by default corrections.csv beside the graph.",
    )(function)


@click.command(
    epilog="\b\nExample:\n  mrgraph correct claim:4d5273a982dc46fa reject --reason 'a heading, no company'\n"
    "  mrgraph correct claim:1de57c7ccd7d0877 replace '4700000000 USD' --reason misread"
)
@options.graph
@_file
@click.option("--reason", default="", metavar="TEXT", help="Why; `mrgraph why` shows it, and the graph keeps it.")
@click.argument("claim")
@click.argument("verdict", type=Name(_VERDICTS), metavar="accept|reject|replace|undo")
@click.argument("value", required=False, default="", metavar="[VALUE]")
def correct(graph: str, file: str | None, reason: str, claim: str, verdict: str, value: str) -> int:
    """Accept, reject or replace a claim; every build applies it.

    CLAIM is its IRI, as `mrgraph why` shows it. VALUE goes with replace: for a figure a number, with a currency or % if
    they differ; for a link a name or an IRI. `undo` takes back what was decided. The graph itself is not touched: the
    decision stands in corrections.csv beside it, and the next build follows it.
    """
    from mrgraph.trust import review_queue

    claims, path = load(graph), _path(graph, file)
    if verdict == "undo":
        rows = _decided(path)
        taken = re.split("[:/]", claim.strip("<>"))[-1]
        kept = [row for row in rows if row.claim.rpartition("/")[2] != taken]
        if len(kept) == len(rows):
            terminal.complain(f"{path}: nothing was decided about {claim}")
            return PROBLEMS
        _write(path, kept)
        terminal.say(f"took the decision about {claim} back in {path}; build again to see it in the graph")
        return DONE
    decision = review_queue.correction(claims, claim, verdict, value, reason)
    _add(path, decision)
    terminal.say(f"{verdict}: {_told(claims, decision)}")
    terminal.say(f"wrote {path}; build again to see it in the graph")
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph review\n  mrgraph review --list --most 50")
@options.graph
@_file
@click.option("--list", "listing", is_flag=True, help="List the claims, and ask nothing.")
@click.option("--most", type=click.IntRange(min=1), metavar="N", help="Look at no more than N.")
def review(graph: str, file: str | None, most: int | None, *, listing: bool) -> int:
    """Go through the doubtful claims one by one: contradicted ones first, then those at odds with
    other figures of their report, then unsure readings and repaired words.

    Answer a (right), r (wrong), = VALUE (put that in its place), s or Enter (leave it open), u (take the last answer
    back) or q (stop), with a reason behind it if you like: "r a heading". Each answer is written at once into
    corrections.csv, so you can stop at any time and go on later. Names that may be one thing are reviewed by
    `mrgraph identities review`.
    """
    from mrgraph.trust import review_queue

    claims, path = load(graph), _path(graph, file)
    doubts = review_queue.queue(claims, {row.claim for row in _decided(path)})[:most]
    if listing:
        terminal.write(terminal.people(line for doubt in doubts for line in review_queue.lines(claims, doubt)))
        terminal.say(f"{len(doubts)} claims to look at")
        return DONE
    made = _Session(claims, path, doubts).run()
    terminal.say(f"{made} decided, {len(doubts) - made} left open; build again to see it in the graph")
    return DONE


class _Session:
    """One run of `mrgraph review`: which claims are asked about, and what was answered."""

    def __init__(self, claims: Claims, path: Path, doubts: Sequence[Doubt]) -> None:
        self.claims, self.path, self.doubts = claims, path, doubts
        self.answers: list[tuple[int, Correction | None]] = []  # places in `doubts`, None where one was left open

    def run(self) -> int:
        """Ask until the claims or the patience end; how many were decided."""
        place = 0
        while place < len(self.doubts):
            key, rest = self._asked(place)
            if key == "q":
                break
            place = self._undone(place) if key == "u" else self._answered(place, key, rest)
        return sum(answer is not None for _, answer in self.answers)

    def _asked(self, place: int) -> tuple[str, str]:
        from mrgraph.trust import review_queue

        shown = review_queue.lines(self.claims, self.doubts[place])
        terminal.write(terminal.people((f"{place + 1} of {len(self.doubts)}", *shown)))
        answer = click.prompt(_QUESTION, default="s", show_default=False, err=True).strip()
        if answer.startswith("="):
            return "=", answer[1:].strip()
        word, _, rest = answer.partition(" ")
        return word[:1].lower(), rest

    def _answered(self, place: int, key: str, rest: str) -> int:
        """The place to go on at, after an answer; the same one for an answer that is none."""
        from mrgraph.errors import UsageError
        from mrgraph.trust import review_queue

        if key in ("s", ""):
            self.answers.append((place, None))
            return place + 1
        if key not in _KEYS:
            terminal.say(f"{key!r} is no answer; type a, r, = and a value, s, u or q")
            return place
        value, reason = (rest, "") if key == "=" else ("", rest)
        try:
            claim = self.doubts[place].claim.iri
            decision = review_queue.correction(self.claims, claim, _KEYS[key], value, reason)
        except UsageError as error:
            terminal.say(str(error))
            return place
        _add(self.path, decision)
        self.answers.append((place, decision))
        return place + 1

    def _undone(self, place: int) -> int:
        """The place of the last answer, which is taken back."""
        if not self.answers:
            terminal.say("nothing to take back")
            return place
        former, decision = self.answers.pop()
        if decision is not None:
            _write(self.path, [row for row in _decided(self.path) if row.claim != decision.claim])
        return former


# ------------------------------------------------------------------------------------------------ shared


def _told(claims: Claims, decision: Correction) -> str:
    from mrgraph.claims import wording

    claim = next((claim for claim in claims.all if claim.iri == decision.claim), None)
    words = wording.claim(claims.index, claim) if claim is not None else decision.claim
    return f"{words} → {decision.value}" if decision.value else words


def _path(graph: str, file: str | None) -> Path:
    from mrgraph import curation_files, rdf

    return Path(file) if file else rdf.graph_file(graph).parent / curation_files.CORRECTIONS


def _decided(path: Path) -> tuple[Correction, ...]:
    from mrgraph import curation_files

    return curation_files.corrected(path)


def _add(path: Path, decision: Correction) -> None:
    """Write a decision beside those that are there, in the place of an older one about the same claim."""
    _write(path, [*(row for row in _decided(path) if row.claim != decision.claim), decision])


def _write(path: Path, rows: Iterable[Correction]) -> None:
    from mrgraph import curation_files
    from mrgraph.output import whole_files

    whole_files.write_whole(curation_files.corrections_text(rows).encode("utf-8"), path)
