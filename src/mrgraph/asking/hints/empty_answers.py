"""Query and store -> why nothing came out, where a value that the query asks for is written otherwise in the graph.

Numbers of another type, texts with another language tag or case, another name of the thing, a name where a thing is
wanted, a class where a relation is meant: each is looked up, and told only where the graph has what may be meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from mrgraph import vocab
from mrgraph.asking.hints.unknown_terms import iri_of, ontology_terms, pattern_tokens
from mrgraph.rdf.sparql_tokens import line_and_column
from mrgraph.rdf.terms import Literal, lexical, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mrgraph.rdf import Store
    from mrgraph.rdf.terms import Term

_MOST: Final = 8  # values that are looked up
_MARKET: Final = re.compile(r"\s+market\s*$", re.IGNORECASE)
# Classes that graphs spare, and what finds their things.
_SPARED: Final[Mapping[str, str]] = {
    vocab.Claim: "?claim mrg:statedIn ?report",
    vocab.Evidence: "?claim mrg:evidence ?evidence",
    vocab.Rule: "?claim mrg:extractor ?rule",
}
_DECIMALS: Final = (vocab.XSD_DECIMAL, vocab.XSD_DOUBLE)


class _Wanted(NamedTuple):
    """A value that a pattern asks for: of which property, as it is written, where."""

    predicate: str
    written: str
    place: str


def hints(query: str, store: Store) -> list[str]:
    """One line for each value or class of the query that is written otherwise in the graph, in the order of the query.

    Never raises: a query that cannot be looked at has no hints.
    """
    prefixes = dict(vocab.PREFIXES)
    matches = list(pattern_tokens(query, prefixes))
    lines = [*_slips_of_kind(query, matches, prefixes, store)]
    wanted = list(_wanted(query, matches, prefixes))[:_MOST]
    for value in wanted:
        try:
            reason = _reason(value, store)
        except (SyntaxError, ValueError, RuntimeError, OSError):
            continue
        if reason is not None:
            lines.append(f"{value.place} {reason}")
    return list(dict.fromkeys(lines))


# --------------------------------------------------------------------------------------------- what is asked


def _wanted(query: str, matches: list[tuple[re.Match[str], str]], prefixes: Mapping[str, str]) -> Iterator[_Wanted]:
    """The literals behind a property, also in lists with commas."""
    predicate: str | None = None
    for at, (token, following) in enumerate(matches):
        before = matches[at - 1][0] if at else None
        if token.lastgroup in ("string", "number") and before is not None:
            if before[0] != ",":
                predicate = None if before.lastgroup not in ("name", "iri") else iri_of(before, prefixes)
            if predicate is not None:
                yield _Wanted(predicate, _literal(token, following, matches, at), _place(query, token))
        elif token[0] in ".;{}":
            predicate = None


def _literal(token: re.Match[str], following: str, matches: list[tuple[re.Match[str], str]], at: int) -> str:
    """The literal with its language tag; a datatype is left out, since the value is compared."""
    tag = matches[at + 1][0] if following.startswith("@") and at + 1 < len(matches) else None
    return f"{token[0]}{tag[0] if tag is not None and tag.lastgroup == 'language' else ''}"


def _place(query: str, token: re.Match[str]) -> str:
    row, column = line_and_column(query, token.start())
    return f"query:{row}:{column}:"


# ------------------------------------------------------------------------------------------------- why not


def _reason(value: _Wanted, store: Store) -> str | None:
    predicate, written = f"<{value.predicate}>", value.written
    if _first(store, f"?s {predicate} {written} BIND (1 AS ?o)") is not None:
        return None
    name = shorten(value.predicate)
    other = _first(store, f"?s {predicate} ?o FILTER (isLiteral(?o) && (?o = {written} || STR(?o) = STR({written})))")
    if other is not None:
        return f"{written} is no value of {name} here, but {_shown(other)} is"
    if written[0] not in "\"'":
        return None
    return _reason_of_text(value, store, name)


def _reason_of_text(value: _Wanted, store: Store, name: str) -> str | None:
    predicate, written = f"<{value.predicate}>", value.written
    cased = _first(store, f"?s {predicate} ?o FILTER (isLiteral(?o) && LCASE(STR(?o)) = LCASE(STR({written})))")
    if cased is not None:
        return f"{written} is no value of {name} here, but {_shown(cased)} is"
    if value.predicate == vocab.RDFS_LABEL:
        other_names = f"<{vocab.SKOS_ALT_LABEL}>|<{vocab.SKOS_HIDDEN_LABEL}>"
        known = f"?s {other_names} ?a ; {predicate} ?o FILTER (LCASE(STR(?a)) = LCASE(STR({written})))"
        if (label := _first(store, known)) is not None:
            return f"{written} is another name of {_shown(label)}; skos:altLabel finds it"
        stripped = _MARKET.sub("", written[1:-1])
        if stripped != written[1:-1]:
            shorter = f"?s {predicate} ?o FILTER (LCASE(STR(?o)) = LCASE({written[0]}{stripped}{written[0]}))"
            if (label := _first(store, shorter)) is not None:
                return f"{written} is no value of {name} here, but {_shown(label)} is"
    if _first(store, f"?s {predicate} ?o FILTER (isIRI(?o))") is not None:
        return f"{name} leads to things, not to their names; write {name}/rdfs:label {written}"
    return None


def _first(store: Store, pattern: str) -> Term | None:
    """A value of ?o that fits the pattern, the first in the order of values; None where nothing does."""
    result = store.query(f"SELECT ?o WHERE {{ {pattern} }} ORDER BY ?o LIMIT 1")
    rows = iter(result) if result.kind == "select" else iter(())
    row = next(rows, None)
    return row[0] if row is not None else None


def _shown(term: Term) -> str:
    """The term as a query would write it."""
    if not isinstance(term, Literal):
        return lexical(term)
    if term.datatype == vocab.XSD_INTEGER:
        return term.text
    if term.datatype in _DECIMALS:
        return term.text if "." in term.text else f"{term.text}.0"
    quoted = term.text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"{f"@{term.language}" if term.language else ""}'


# ------------------------------------------------------------------------------------- classes and relations


def _slips_of_kind(
    query: str, matches: list[tuple[re.Match[str], str]], prefixes: Mapping[str, str], store: Store
) -> Iterator[str]:
    """Terms of the ontology in the place of others that differ in case alone, and classes that graphs spare."""
    for at, (token, following) in enumerate(matches):
        iri = iri_of(token, prefixes)
        if iri is None or not iri.startswith(vocab.NS) or following == "(":
            continue
        before = matches[at - 1][0] if at else None
        if before is not None and (before[0] == "a" or iri_of(before, prefixes) == vocab.RDF_TYPE):
            slip = _slip_of_class(iri, store)
        else:
            slip = _slip_of_property(iri) if _is_verb(before, following) else None
        if slip is not None:
            yield f"{_place(query, token)} {slip}"


def _slip_of_class(iri: str, store: Store) -> str | None:
    """What is wrong with a term in the place of a class."""
    if iri in _SPARED and not store.of_type(iri):
        return f"graphs spare the class {shorten(iri)}; {_SPARED[iri]} finds what it means"
    name = iri[len(vocab.NS) :]
    meant = f"{vocab.NS}{name[:1].upper()}{name[1:]}"
    if name[:1].islower() and meant in ontology_terms():
        return f"{shorten(iri)} is a property; the class is {shorten(meant)}"
    return None


def _slip_of_property(iri: str) -> str | None:
    """What is wrong with a term in the place of a property."""
    name = iri[len(vocab.NS) :]
    meant = f"{vocab.NS}{name[:1].lower()}{name[1:]}"
    if name[:1].isupper() and {meant, iri} <= ontology_terms():
        return f"{shorten(iri)} is a class; the property is {shorten(meant)}"
    return None


def _is_verb(before: re.Match[str] | None, following: str) -> bool:
    """Whether a name stands between a subject and an object."""
    subject = before is not None and before.lastgroup in ("variable", "name", "iri", "blank") and before[0] != "a"
    return subject and following not in (".", ";", ",", "}", "")
