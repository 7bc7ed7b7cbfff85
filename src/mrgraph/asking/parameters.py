"""The value of a parameter, as a person writes it -> one SPARQL term: a thing of the graph by its name, or a number."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from mrgraph import rdf, vocab
from mrgraph.errors import UsageError
from mrgraph.lexicon.spelling import company_key, fold
from mrgraph.rdf.terms import Literal, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mrgraph.asking.saved_queries import Parameter
    from mrgraph.finding.search import Finder

_CLASSES = {
    "company": vocab.Company,
    "market": vocab.Market,
    "topic": vocab.Topic,
    "region": vocab.Region,
    "publisher": vocab.Publisher,
}
_PREFIXED = re.compile(r"(?P<prefix>[a-z]+):(?P<local>[^\s<>\"{}|^`\\]+)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MOST = 10  # candidates told
_FEW = 5  # of those whose words are like it
_ENOUGH = 0.6  # likeness of a candidate
_PLURALS = {"company": "companies"}


class Names(Protocol):
    """A graph in which names are looked up: a store, or an index of its triples."""

    def of_type(self, *types: str) -> tuple[str, ...]:
        """The subjects that have one of the classes `types`, sorted."""

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The values of `predicate` for `subject`, sorted, each once."""

    def values(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Each subject of `predicate` with a value of it."""


def term(value: str, parameter: Parameter, names: Names | None) -> str:
    """The value as one complete term in SPARQL's syntax; "any" leaves the variable free.

    Raises UsageError for a value of the wrong kind, an unknown name, or one that several things have.
    """
    if value == "any" and parameter.type != "text":
        return "UNDEF"
    if parameter.type in _CLASSES:
        return f"<{thing(value, parameter.type, names)}>"
    return _literal(value, parameter)


def written(value: str) -> str:
    """The value of a variable as one term: an IRI in full or with a known prefix, a number, or else a plain text.

    >>> written("2030"), written("market:glue"), written('say "Glues"')
    ('2030', '<https://w3id.org/mrgraph/market/glue>', '"say \\\\"Glues\\\\""')
    """
    if _NUMBER.fullmatch(value):
        return value
    iri = _as_iri(value)
    return rdf.written(Literal(value) if iri is None else iri)


def thing(name: str, kind: str, names: Names | None, *, exact: bool = False) -> str:
    """The IRI of the thing that `name` means: an IRI, a label, another name, or for regions a known one.

    A name that is not written so, unless `exact`, is taken where one thing fits clearly (`finding.search`), and that is
    told by a log message; all else that is like the name is told as a candidate in the UsageError.
    """
    if (iri := _as_iri(name)) is not None:
        return iri
    if names is None:
        raise UsageError(
            f"{name}: names are looked up in a graph; write an IRI like {kind}:{'-'.join(fold(name).split())}"
        )
    spellings = _spellings(kind, names)
    for key in _keys(kind):
        alike = [(rank, iri) for rank, spelling, iri in spellings if key(spelling) == key(name) and key(name)]
        if alike:
            return _only(name, kind, alike)
    if kind == "region" and (region := _known_region(name)):
        return region
    if exact:
        raise UsageError(f"no {kind} {name!r}")
    return _clearly(name, kind, names, spellings)


def _clearly(name: str, kind: str, names: Names, spellings: Sequence[tuple[int, str, str]]) -> str:
    """The one thing that a name means though none is written so; UsageError with candidates where none is clear."""
    from mrgraph.finding import search

    finder = search.Finder(names, [kind])
    if (iri := finder.clear(name)) is None:
        raise UsageError(_no_such(name, kind, spellings, finder))
    import logging

    logging.getLogger(__name__).warning("%r is taken for the %s %r", name, kind, finder.label(iri))
    return iri


def _only(name: str, kind: str, alike: Sequence[tuple[int, str]]) -> str:
    """The one thing among those with this name, given with the rank of the name; a label goes before other names."""
    labelled = {iri for rank, iri in alike if not rank}
    candidates = sorted({iri for _, iri in alike})
    if len(labelled) == 1 or len(candidates) == 1:
        return next(iter(labelled or candidates))
    listed = ", ".join(map(shorten, candidates))
    raise UsageError(f"{name!r} is the name of several {_plural(kind)}; choose one of {listed}")


def _keys(kind: str) -> tuple[Callable[[str], str], ...]:
    """From strict to lenient: as written, whatever case and punctuation, and for companies whatever legal form."""
    same: tuple[Callable[[str], str], ...] = (str, fold)
    return (*same, company_key) if kind == "company" else same


def _spellings(kind: str, names: Names) -> list[tuple[int, str, str]]:
    """Names of the things of a kind with their IRIs: 0 for a label, more for other names; sorted."""
    terms = (vocab.RDFS_LABEL, vocab.SKOS_ALT_LABEL, vocab.SKOS_HIDDEN_LABEL)
    return sorted(
        (rank, spelling, iri)
        for iri in names.of_type(_CLASSES[kind])
        for rank, predicate in enumerate(terms)
        for spelling in names.all(iri, predicate)
    )


def _as_iri(name: str) -> str | None:
    """The IRI that `name` writes in full or with a known prefix; None where it is a plain name."""
    iri = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    prefixed = _PREFIXED.fullmatch(iri)
    if prefixed is not None and prefixed["prefix"] in vocab.PREFIXES:
        iri = f"{vocab.PREFIXES[prefixed['prefix']]}{prefixed['local']}"
    elif not re.match(r"(https?|urn|file):", iri):
        return None
    if not rdf.is_iri(iri):
        raise UsageError(f"{name}: no valid IRI; percent-encode its special characters")
    return iri


def _known_region(name: str) -> str | None:
    from mrgraph import reference

    regions = reference.load()
    key = name if name in regions.regions else regions.region(name)
    return regions.iri(key) if key is not None else None


def _no_such(name: str, kind: str, spellings: Iterable[tuple[int, str, str]], finder: Finder) -> str:
    labels = dict.fromkeys(spelling for _, spelling, _ in spellings)
    if not labels:
        return f"no {kind} {name!r}; this graph holds no {_plural(kind)} at all"
    folded = {fold(label): label for label in reversed(labels)}
    folded_name = fold(name)
    similar = [label for key, label in sorted(folded.items()) if folded_name and folded_name in key]
    similar += [folded[key] for key in get_close_matches(folded_name, folded, n=_MOST, cutoff=_ENOUGH)]
    similar = similar or [hit.label for hit in finder.hits(name, _FEW) if hit.whole]
    candidates = list(dict.fromkeys(similar))[:_MOST]
    if candidates:
        return f"no {kind} {name!r}; did you mean {' or '.join(map(repr, candidates))}?"
    variable = f"SELECT ?name {{ ?x a mrg:{kind.capitalize()} ; rdfs:label ?name }}"
    return f"no {kind} {name!r}, nor any like it; `mrgraph query '{variable}'` lists them"


def _plural(kind: str) -> str:
    return _PLURALS.get(kind, f"{kind}s")


def _literal(value: str, parameter: Parameter) -> str:
    if parameter.type == "text":
        return rdf.written(Literal(value))
    forms = {"year": r"\d{4}", "number": r"\d{1,9}", "percent": r"-?\d{1,9}(\.\d{1,9})?"}
    plain = value.strip().removesuffix("%").strip() if parameter.type == "percent" else value.strip()
    if not re.fullmatch(forms[parameter.type], plain, re.ASCII):
        raise UsageError(f"{parameter.name}={value}: no {parameter.type}; write it like {parameter.example}")
    return plain
