"""The records that graphs are made of, literals and triples, and how their terms are ordered and shortened.

Everything outside this room sees graphs as these records; the terms of a library stay inside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mrgraph import vocab

if TYPE_CHECKING:
    from collections.abc import Sequence


class Literal(NamedTuple):
    """A value with its datatype's IRI; `text` is its lexical form, kept as written ("5.90" is not "5.9").

    `language`: the tag, with RDF 1.2's base direction behind two hyphens ("ar--rtl") where there is one.
    """

    text: str
    datatype: str = vocab.XSD_STRING
    language: str = ""


Term: TypeAlias = "str | Literal | Triple"
"""An IRI, a blank node if it begins with "_:", a literal, or a triple that RDF 1.2 speaks about."""

Triple: TypeAlias = tuple[str, str, Term]
"""Subject, predicate, object; the subject is an IRI or a blank node, the predicate an IRI."""

_IRI, _LITERAL, _TRIPLE = "", "~", "~~"  # kinds of objects, in their order


def is_blank(term: Term) -> bool:
    """Whether the term is a blank node."""
    return isinstance(term, str) and term.startswith("_:")


def lexical(term: Term) -> str:
    """The IRI, or the text of a literal; "" for a triple."""
    if isinstance(term, str):
        return term
    return term.text if isinstance(term, Literal) else ""


def order(triple: Triple) -> tuple[str, ...]:
    """The key to sort triples by: IRIs before literals, independent of engine and locale."""
    subject, predicate, value = triple
    return (subject, predicate, *place(value))


def place(value: Term) -> tuple[str, ...]:
    """The key to sort objects by."""
    if isinstance(value, str):
        return (_IRI, value)
    if isinstance(value, Literal):
        return (_LITERAL, *value)
    return (_TRIPLE, *order(value))


def ordered_triple(key: Sequence[str]) -> Triple:
    """The triple of which this is the key to sort by."""
    return (key[0], key[1], placed(key[2:]))


def placed(key: Sequence[str]) -> Term:
    """The object of which this is the key to sort by."""
    if key[0] == _IRI:
        return key[1]
    return Literal(*key[1:]) if key[0] == _LITERAL else ordered_triple(key[1:])


def shorten(iri: str) -> str:
    """The IRI with a known prefix, if one fits.

    >>> shorten("https://w3id.org/mrgraph/company/qualcomm"), shorten("https://example.org/a")
    ('company:qualcomm', '<https://example.org/a>')
    """
    space = namespace(iri)
    for prefix, known in vocab.PREFIXES.items():
        if known == space:
            return f"{prefix}:{iri[len(space) :]}"
    return f"<{iri}>"


def namespace(iri: str) -> str:
    """The IRI up to its last slash or hash.

    >>> namespace("https://w3id.org/mrgraph/ns#hasPlayer")
    'https://w3id.org/mrgraph/ns#'
    """
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
