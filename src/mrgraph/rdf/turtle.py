"""Triples -> Turtle text: sorted, grouped and prefixed, the same text for the same triples.

Written here because rdflib's writer takes three times as long and the order of pyoxigraph's dump is not stable.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.errors import GraphError
from mrgraph.rdf.terms import Literal, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Record = tuple[int, str, str, str, str]
    Ordering = Callable[[Iterable[Record]], Iterable[Record]]

# The order of reading: what was read, what it is about, who says so, and where.
_KINDS = ("report", "document", "publisher", "market", "company", "topic", "region", "claim", "evidence", "rule", "mrg")
_RANKS = {vocab.PREFIXES[kind]: rank for rank, kind in enumerate(_KINDS)}

# Turtle 1.1, section 6.5, without the escapes and percent signs that readers disagree about.
_LETTER = r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u3001-\uD7FF"
_LOCAL = re.compile(rf"[{_LETTER}0-9_](?:[{_LETTER}0-9_.\-]*[{_LETTER}0-9_\-])?")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_BARE = {
    vocab.XSD_INTEGER: re.compile(r"[+-]?[0-9]+"),
    vocab.XSD_DECIMAL: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    vocab.XSD_BOOLEAN: re.compile(r"true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPES |= {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F) if chr(code) not in _ESCAPES}
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_FIRST = {vocab.RDF_TYPE: " 0", vocab.RDFS_LABEL: " 1"}  # a space sorts before every IRI
_TOO_LONG = 120  # characters
_REMEMBERED = 50_000  # terms


def write(
    triples: Iterable[Triple], prefixes: Mapping[str, str] = vocab.PREFIXES, ordering: Ordering | None = None
) -> Iterator[str]:
    """Turtle text in pieces: the prefixes used, then one paragraph a subject; duplicates are written once.

    Subjects come in the order of reading, then by IRI; predicates and objects sorted, types first. `ordering`: sorts
    records and leaves each once, for those that are too many to be in memory; it reads all before it gives the first.
    Raises GraphError for a term that Turtle cannot hold.
    """
    terms = _Terms(prefixes)
    records = map(terms.record, triples)
    unique = sorted(set(records)) if ordering is None else ordering(records)
    for prefix in sorted(terms.used):
        yield f"@prefix {prefix}: <{prefixes[prefix]}> .\n"
    for (_, subject), group in groupby(unique, key=lambda record: record[:2]):
        yield "\n"
        yield terms.paragraph(subject, group)


class _Terms:
    """Writes terms, remembering those written before and the prefixes they used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._spaces = {iri: prefix for prefix, iri in prefixes.items()}
        self._written: dict[str, str] = {vocab.RDF_TYPE: "a"}
        self.used: set[str] = set()

    def record(self, triple: Triple) -> Record:
        """The triple as it is sorted: the subject's rank and IRI, the predicate's place, both others as written."""
        subject, predicate, value = triple
        rank = _RANKS.get(subject[: max(subject.rfind("/"), subject.rfind("#")) + 1], len(_KINDS))
        self.term(subject)  # so that its prefix is known by now
        return (rank, subject, _FIRST.get(predicate, predicate), self.term(predicate), self.term(value))

    def paragraph(self, subject: str, records: Iterable[Record]) -> str:
        lines = []
        for predicate, group in groupby(records, key=lambda record: record[3]):
            lines.append(f"{predicate}{_join([value for *_, value in group])}")
        body = " ;\n    ".join(lines)
        return f"{self.term(subject)} {body} .\n"

    def term(self, value: Term) -> str:
        if isinstance(value, Literal):
            return self._literal(value)
        if not isinstance(value, str):
            return f"<<( {' '.join(map(self.term, value))} )>>"
        written = self._written.get(value)
        if written is None:
            if len(self._written) > _REMEMBERED:
                self._written = {vocab.RDF_TYPE: "a"}
            written = self._written[value] = self._iri(value)
        return written

    def _iri(self, iri: str) -> str:
        if iri.startswith("_:"):
            return iri
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._spaces.get(iri[:cut])
        if prefix is not None and _LOCAL.fullmatch(iri, cut):
            self.used.add(prefix)
            return f"{prefix}:{iri[cut:]}"
        if _NOT_IN_IRI.search(iri):
            raise GraphError(f"{iri!r}: no valid IRI; percent-encode its special characters")
        return f"<{iri}>"

    def _literal(self, value: Literal) -> str:
        bare = _BARE.get(value.datatype)
        if bare is not None and bare.fullmatch(value.text):
            return value.text
        quoted = f'"{_TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], value.text)}"'
        if value.language:
            return f"{quoted}@{value.language}"
        return quoted if value.datatype == vocab.XSD_STRING else f"{quoted}^^{self.term(value.datatype)}"


def _join(objects: list[str]) -> str:
    """One line if it fits, else one object a line."""
    line = ", ".join(objects)
    return f" {line}" if len(line) <= _TOO_LONG or len(objects) == 1 else "\n        " + ",\n        ".join(objects)
