"""Two sets of triples <-> an RDF patch: lines that delete and add triples, sorted; the old one patched is the new one.

The format is RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html): "TX ." and "TC ." around lines that begin with
D or A, followed by a triple of N-Triples.
"""

from __future__ import annotations

import re
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from mrgraph import rdf
from mrgraph.errors import GraphError
from mrgraph.rdf.terms import Triple, order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LINE = re.compile(r"(A|D)\s+(.*\S)\s*")
_DONE = re.compile(r"\s*TC\s*\.\s*|#.*")
_FRAME = re.compile(r"(?:TX|TC|TA|H\s.*|#.*|)\s*\.?\s*")


def lines(
    removed: Iterable[Triple], added: Iterable[Triple], notes: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """The patch that takes `removed` out and puts `added` in; `notes` on subjects, in one line each, are comments."""
    yield "TX ."
    for letter, triples in (("D", removed), ("A", added)):
        for subject, group in groupby(sorted(triples, key=order), key=lambda triple: triple[0]):
            if subject in notes:
                yield f"# {notes[subject]}"
            yield from (f"{letter} {rdf.written(triple)} ." for triple in group)
    yield "TC ."


def apply(triples: Iterable[Triple], patch: str, *, where: str = "patch") -> set[Triple]:
    """The triples after the patch.

    Raises GraphError for a malformed line, for a patch without its end ("TC .") or that was given up ("TA ."), for a
    triple to delete that is not there, and for one to add that is there: such a patch was made for another graph.
    """
    made = set(triples)
    done = False
    for number, line in enumerate(patch.split("\n"), 1):
        found = _LINE.fullmatch(line)
        if found is None:
            done = _DONE.fullmatch(line) is not None or (done and not line.strip())
            if not _FRAME.fullmatch(line):
                raise GraphError(f"{where}:{number}: no line of an RDF patch; write A or D, then a triple")
            continue
        done = False
        triple = _triple(found[2], f"{where}:{number}")
        if (triple in made) is not (found[1] == "D"):
            what = "delete is not in" if found[1] == "D" else "add is already in"
            raise GraphError(f"{where}:{number}: the triple to {what} the graph; the patch was made for another one")
        if found[1] == "D":
            made.discard(triple)
        else:
            made.add(triple)
    if not done:
        raise GraphError(f'{where}: it does not end with "TC .", so part of it is missing; make the patch again')
    return made


def _triple(text: str, where: str) -> Triple:
    try:
        parsed = rdf.parse_ntriples(text)
    except GraphError as error:
        raise GraphError(f"{where}: {error}") from error
    if len(parsed) != 1:
        raise GraphError(f"{where}: {len(parsed)} triples in one line; write one")
    return parsed[0]
