"""Graph file -> the same graph in another format: same triples, same bytes each time, literals as written."""

from __future__ import annotations

import json
import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph

from mrgraph import vocab
from mrgraph.errors import GraphError, UsageError
from mrgraph.output import spool
from mrgraph.output.spool import Spool, batched
from mrgraph.rdf.engine_terms import their_quad, their_triple
from mrgraph.rdf.formats import BY_NAME, GRAPH_FORMATS
from mrgraph.rdf.rdf_files import read_triples
from mrgraph.rdf.terms import (
    Literal,
    Term,
    Triple,
    namespace,
    object_order,
    order,
    ordered_object,
    ordered_triple,
    shorten,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# XML 1.0, section 2.2, and the end of an IRI that can be an element's name.
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
FORMATS = GRAPH_FORMATS

# The order of reading: what was read, what it is about, who says so, and where.
_KINDS = ("report", "document", "publisher", "market", "company", "topic", "region", "claim", "evidence", "rule", "mrg")
_RANKS = {vocab.PREFIXES[kind]: rank for rank, kind in enumerate(_KINDS)}
_FIRST = {vocab.RDF_TYPE: " 0", vocab.RDFS_LABEL: " 1"}  # a space sorts before every IRI
_NOT_FIRST = {place: predicate for predicate, place in _FIRST.items()}
_REMEMBERED = 50_000  # IRIs
_OF_DATASETS = ("nquads", "trig")
# Datatypes that Turtle writes without their names.
_BARE = frozenset({vocab.XSD_STRING, vocab.XSD_INTEGER, vocab.XSD_DECIMAL, vocab.XSD_BOOLEAN, vocab.RDF_LANG_STRING})


def export(path: Path | str, form: str, stream: BinaryIO) -> None:
    """Write the graph at `path` into `stream` in the format `form`, one of FORMATS.

    Raises UsageError for an unknown format, GraphError for a file that cannot be read or held by the format.
    """
    buffer = Spool()
    write(read_triples(path), form, buffer)
    stream.writelines(buffer.chunks())


def serialise(triples: Iterable[Triple], form: str) -> bytes:
    """The triples in the format `form`, sorted, each once.

    Raises UsageError for an unknown format, GraphError for triples that the format cannot hold.
    """
    buffer = Spool()
    write(triples, form, buffer)
    return b"".join(buffer.chunks())


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str] = vocab.PREFIXES) -> bytes:
    """The triples as Turtle, each once: the prefixes used, then subjects in the order of reading, then by IRI.

    Types and labels come first, other predicates and objects sorted. Raises GraphError for a term that is no IRI.
    """
    buffer = Spool()
    _write_turtle(triples, buffer, prefixes)
    return b"".join(buffer.chunks())


def write(triples: Iterable[Triple], form: str, stream: Spool) -> None:
    """Write the triples into `stream` in the format `form`, sorted, each once; however many, in little memory.

    Raises UsageError for an unknown format, GraphError for triples that the format cannot hold.
    """
    _known(form)
    if form == "turtle":
        _write_turtle(triples, stream, vocab.PREFIXES)
        return
    in_order = map(ordered_triple, spool.ordered(map(order, triples)))
    if form == "jsonld":
        _write_text(_json_ld(in_order), stream)
    elif form == "rdfxml":
        _serialize(filter(_fits_xml, in_order), form, stream, vocab.PREFIXES)
    else:
        _serialize(in_order, form, stream, {})


def write_quads(quads: Iterable[tuple[str, Triple]], form: str, stream: Spool) -> None:
    """Write triples, each with the name of its graph, "" for the default one, as N-Quads or TriG; sorted, each once.

    Raises UsageError for a format without names of graphs.
    """
    if form not in _OF_DATASETS:
        raise UsageError(f"{form}: has no named graphs; choose {' or '.join(_OF_DATASETS)}")
    reading = _Reading()
    records = spool.ordered((name, *record) for name, triple in quads for record in reading.records((triple,), name))
    used = reading.prefixes(vocab.PREFIXES) if form == "trig" else {}
    target: pyoxigraph.RdfFormat = getattr(pyoxigraph.RdfFormat, BY_NAME[form].engine)
    whole = (their_quad(name, next(_read((tuple(record),)))) for name, *record in records)
    pyoxigraph.serialize(whole, stream.sink, target, prefixes=used or None)


def _write_turtle(triples: Iterable[Triple], stream: Spool, prefixes: Mapping[str, str]) -> None:
    reading = _Reading()
    records = spool.ordered(reading.records(triples))  # reads all before it gives the first
    _serialize(_read(records), "turtle", stream, reading.prefixes(prefixes))


def _serialize(triples: Iterable[Triple], form: str, stream: Spool, prefixes: Mapping[str, str]) -> None:
    target: pyoxigraph.RdfFormat = getattr(pyoxigraph.RdfFormat, BY_NAME[form].engine)
    pyoxigraph.serialize(map(their_triple, triples), stream.sink, target, prefixes=dict(prefixes) or None)


def _write_text(pieces: Iterable[str], stream: Spool) -> None:
    for some in batched(pieces):
        stream.write("".join(some).encode("utf-8"))


class _Reading:
    """Triples -> records that sort as a person reads: by the subject's kind and IRI, types and labels first.

    It remembers the namespaces that go by. `odd` are those with a name that ends in a dot, which rdflib cannot read
    when it is shortened.
    """

    def __init__(self) -> None:
        self.spaces: set[str] = set()
        self.odd: set[str] = set()

        self._ranks: dict[str, int] = {}

    def prefixes(self, known: Mapping[str, str]) -> dict[str, str]:
        """Those of the known prefixes that shorten a name of what went by, by their names."""
        return {prefix: space for prefix, space in sorted(known.items()) if space in self.spaces - self.odd}

    def records(self, triples: Iterable[Triple], name: str = "") -> Iterator[tuple[Any, ...]]:
        """The records, in the order of the triples, which are in the graph `name`."""
        ranks = self._ranks
        if name and name not in ranks:
            ranks[name] = self._rank(name)
        for subject, predicate, value in triples:
            if len(ranks) > _REMEMBERED:
                ranks.clear()
            for iri in (subject, predicate, value if isinstance(value, str) else _datatype(value)):
                if iri not in ranks:
                    ranks[iri] = self._rank(iri)
            yield (ranks[subject], subject, _FIRST.get(predicate, predicate), *object_order(value))

    def _rank(self, iri: str) -> int:
        space = namespace(iri)
        self.spaces.add(space)
        if iri.endswith("."):
            self.odd.add(space)
        return _RANKS.get(space, len(_RANKS))


def _read(records: Iterable[tuple[Any, ...]]) -> Iterator[Triple]:
    """The triples of records, in their order."""
    for _, subject, predicate, *value in records:
        yield (subject, _NOT_FIRST.get(predicate, predicate), ordered_object(value))


def _datatype(value: Literal | Triple) -> str:
    """The datatype that Turtle names for a literal; "" where it names none."""
    return value.datatype if isinstance(value, Literal) and value.datatype not in _BARE else ""


def _known(form: str) -> None:
    if form not in FORMATS:
        raise UsageError(f"{form}: no format of this name; choose {', '.join(FORMATS)}")


def _fits_xml(triple: Triple) -> bool:
    """Whether the triple fits; GraphError for what XML 1.0 cannot hold: control characters, properties without a name.

    A property's IRI must end in what can be an element's name.
    """
    subject, predicate, term = triple
    value = _plain(term, "rdfxml")
    if isinstance(value, Literal) and _NOT_IN_XML.search(value.text):
        raise GraphError(f"{shorten(subject)}: a text with control characters, which XML cannot hold; choose ntriples")
    if not _XML_NAME.search(predicate):
        raise GraphError(f"{shorten(predicate)}: a property that XML cannot name; choose ntriples")
    return True


def _plain(value: Term, form: str) -> str | Literal:
    """The object; UsageError for a triple term, which formats of RDF 1.1 cannot hold."""
    if isinstance(value, str | Literal):
        return value
    raise UsageError(f"{form}: cannot hold RDF 1.2 triple terms; choose turtle or ntriples")


# ----------------------------------------------------------------------------------------------- JSON-LD


def _json_ld(triples: Iterable[Triple]) -> Iterator[str]:
    """Triples, sorted, as JSON-LD 1.1 with the prefixes as context: one object a subject, one subject a line."""
    yield f'{{"@context": {json.dumps(dict(vocab.PREFIXES))},\n"@graph": [\n'
    gap = ""
    for subject, group in groupby(triples, key=itemgetter(0)):
        node: dict[str, Any] = {"@id": _compact(subject)}
        for predicate, same in groupby(group, key=itemgetter(1)):
            values = [value for _, _, value in same]
            if predicate == vocab.RDF_TYPE and not any(isinstance(value, Literal) for value in values):
                node["@type"] = [_compact(str(value)) for value in values]
            else:
                node[_compact(predicate)] = [_json_value(value) for value in values]
        yield f"{gap}{json.dumps(node, ensure_ascii=False)}"
        gap = ",\n"
    yield "\n]}\n"


def _compact(iri: str) -> str:
    """The IRI as a compact one, where a reader will expand it to the same."""
    short = shorten(iri)
    return iri if short.startswith("<") or iri.startswith("_:") else short


def _json_value(value: Term) -> str | dict[str, str]:
    value = _plain(value, "jsonld")
    if isinstance(value, str):
        return {"@id": _compact(value)}
    if value.language:
        return {"@value": value.text, "@language": value.language}
    if value.datatype == vocab.XSD_STRING:
        return value.text
    return {"@value": value.text, "@type": _compact(value.datatype)}
