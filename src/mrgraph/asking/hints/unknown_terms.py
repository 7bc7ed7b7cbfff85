"""Query and store -> warnings about terms that exist neither in the ontology nor in the graph: the usual reason why
nothing comes out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mrgraph import rdf, vocab
from mrgraph.rdf.sparql_tokens import line_and_column, tokens, unescape_local
from mrgraph.rdf.terms import namespace, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mrgraph.rdf import Store

# Kinds of things whose IRIs are made by mrgraph: one that is not in the graph is a slip, or of another graph.
_OWN = tuple(namespace for namespace in vocab.PREFIXES.values() if namespace.startswith(vocab.BASE))
_DATATYPES = (vocab.PREFIXES["xsd"],)


class Mention(NamedTuple):
    """A term that a query names, and where it does so first."""

    iri: str
    row: int
    column: int


def unknown_terms(query: str, store: Store, *, empty: bool) -> list[str]:
    """One line for each term that makes the query find less than it seems to ask for, in the order of the query.

    Misspelt terms of the ontology and IRIs of mrgraph that the graph does not hold are always told; others only where
    the answer was `empty`, since a term that is offered as one of several may well be absent.
    """
    return [line for mention in mentions(query) if (line := _warning(mention, store, empty=empty))]


def mentions(query: str) -> list[Mention]:
    """The IRIs that the query's patterns name, each once; not those it only declares, calls or constructs."""
    prefixes = dict(vocab.PREFIXES)
    by_iri: dict[str, Mention] = {}
    for token, following in pattern_tokens(query, prefixes):
        iri = iri_of(token, prefixes)
        called = following == "("  # a cast or a function
        if iri and not called and not iri.startswith(_DATATYPES) and ":" in iri:
            by_iri.setdefault(iri, Mention(iri, *line_and_column(query, token.start())))
    return list(by_iri.values())


def pattern_tokens(query: str, prefixes: dict[str, str]) -> Iterator[tuple[re.Match[str], str]]:
    """The tokens outside of the prologue, FROM and the template of CONSTRUCT, each with the one after it."""
    matches = [token for token in tokens(query) if token.lastgroup != "comment"]
    at, depth, in_template = 0, 0, False
    while at < len(matches):
        if skipped := _clause(matches, at, prefixes, outside=not depth):
            at += skipped
            continue
        token, following = matches[at], matches[at + 1][0] if at + 1 < len(matches) else ""
        in_template = in_template or (token[0].upper() == "CONSTRUCT" and following == "{")
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if not in_template:
            yield token, following
        in_template = in_template and not (token[0] == "}" and depth == 0)
        at += 1


def _clause(matches: list[re.Match[str]], at: int, prefixes: dict[str, str], *, outside: bool) -> int:
    """The number of tokens of a PREFIX, BASE or FROM clause that begins `at`, else 0; notes what PREFIX says."""
    word = matches[at][0].upper()
    if word == "PREFIX" and at + 2 < len(matches):
        prefixes[matches[at + 1]["prefix"] or ""] = (matches[at + 2]["iri"] or "<>")[1:-1]
        return 3
    if word == "BASE" or (word in ("FROM", "NAMED") and outside):
        return 2 if at + 1 < len(matches) and matches[at + 1][0].upper() != "NAMED" else 1
    return 0


def iri_of(token: re.Match[str], prefixes: Mapping[str, str]) -> str | None:
    """The IRI that a token names, in full or with a prefix; None for another token, or an unknown prefix."""
    if token["iri"]:
        return str(token["iri"])[1:-1]
    if token["name"] is None or not token["local"] or (token["prefix"] or "") not in prefixes:
        return None
    return prefixes[token["prefix"] or ""] + unescape_local(token["local"])


def _warning(mention: Mention, store: Store, *, empty: bool) -> str | None:
    iri = mention.iri
    where = f"query:{mention.row}:{mention.column}:"
    if iri.startswith(vocab.NS) and iri not in ontology_terms():
        near = _nearest(iri, ontology_terms())
        return f"{where} {shorten(iri)} is no term of the ontology; {near or 'docs/ontology.md lists them'}"
    own = iri.startswith(_OWN) and not iri.startswith(vocab.NS)
    if not (own or empty) or _occurs(iri, store):
        return None
    near = _nearest(iri, _same_kind(iri, store)) if own else None
    return f"{where} {shorten(iri)} does not occur in this graph{f'; {near}' if near else ''}"


def ontology_terms() -> frozenset[str]:
    """The IRIs of all terms of the ontology."""
    values = (value for name, value in vars(vocab).items() if not name.startswith("_"))
    return frozenset(value for value in values if isinstance(value, str) and value.startswith(vocab.NS))


def _nearest(iri: str, terms: frozenset[str]) -> str | None:
    from difflib import get_close_matches

    start = len(namespace(iri))
    names = {term[start:]: term for term in terms if term.startswith(iri[:start])}
    upper = iri[start : start + 1].isupper()  # "Compny" is a class, "company" a property
    folded = {name.casefold(): name for name in sorted(names, key=lambda name: name[:1].isupper() is upper)}
    similar = get_close_matches(iri[start:].casefold(), folded, n=1, cutoff=0.7)
    return f"did you mean {shorten(names[folded[similar[0]]])}?" if similar else None


def _occurs(iri: str, store: Store) -> bool:
    return not rdf.is_iri(iri) or store.mentions(iri)  # a relative one: what it becomes depends on the base


def _same_kind(iri: str, store: Store) -> frozenset[str]:
    """The labelled things of the graph whose IRIs differ from `iri` only in their last part."""
    start = namespace(iri)
    labelled = store.match(None, vocab.RDFS_LABEL)
    return frozenset(subject for subject, _, _ in labelled if subject.startswith(start))
