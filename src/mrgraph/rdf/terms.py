"""The two records that graphs are made of, literals and triples, and how their terms are ordered and shortened."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from mrgraph import vocab


class Literal(NamedTuple):
    """A value with its datatype's IRI; `text` is its lexical form, kept as written ("5.90" is not "5.9")."""

    text: str
    datatype: str = vocab.XSD_STRING
    language: str = ""


Triple: TypeAlias = tuple[str, str, str | Literal]
"""Subject, predicate, object. Strings are IRIs, or blank nodes if they begin with "_:"."""


def order(triple: Triple) -> tuple[str, ...]:
    """The key to sort triples by: IRIs before literals, independent of engine and locale."""
    subject, predicate, value = triple
    if isinstance(value, Literal):
        return (subject, predicate, "~", *value)
    return (subject, predicate, "", value)


def ordered_triple(key: tuple[str, ...]) -> Triple:
    """The triple of which this is the key to sort by."""
    subject, predicate, kind, *value = key
    return (subject, predicate, Literal(*value) if kind else value[0])


def shorten(iri: str) -> str:
    """The IRI with a known prefix, if one fits.

    >>> shorten("https://w3id.org/mrgraph/company/qualcomm"), shorten("https://example.org/a")
    ('company:qualcomm', '<https://example.org/a>')
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    for prefix, namespace in vocab.PREFIXES.items():
        if namespace == iri[:cut]:
            return f"{prefix}:{iri[cut:]}"
    return f"<{iri}>"
