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
from mrgraph.rdf import turtle
from mrgraph.rdf.engine_terms import their_triple
from mrgraph.rdf.formats import BY_NAME, GRAPH_FORMATS
from mrgraph.rdf.rdf_files import read_triples
from mrgraph.rdf.terms import Literal, Term, Triple, order, ordered_triple, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# XML 1.0, section 2.2, and the end of an IRI that can be an element's name.
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
FORMATS = GRAPH_FORMATS


def export(path: Path | str, form: str, stream: BinaryIO) -> None:
    """Write the graph at `path` into `stream` in the format `form`, one of FORMATS.

    Raises UsageError for an unknown format, GraphError for a file that cannot be read or held by the format.
    """
    whole = Spool()
    write(read_triples(path), form, whole)
    stream.writelines(whole.chunks())


def serialise(triples: Iterable[Triple], form: str) -> bytes:
    """The triples in the format `form`, sorted, each once.

    Raises UsageError for an unknown format, GraphError for triples that the format cannot hold.
    """
    whole = Spool()
    write(triples, form, whole)
    return b"".join(whole.chunks())


def write(triples: Iterable[Triple], form: str, stream: Spool) -> None:
    """Write the triples into `stream` in the format `form`, sorted, each once; however many, in little memory.

    Raises UsageError for an unknown format, GraphError for triples that the format cannot hold.
    """
    _known(form)
    if form == "turtle":
        write_turtle(triples, stream)
        return
    in_order = map(ordered_triple, spool.ordered(map(order, triples)))
    if form == "jsonld":
        _write_text(_json_ld(in_order), stream)
    elif form == "rdfxml":
        _serialize(filter(_fits_xml, in_order), form, stream, vocab.PREFIXES)
    else:
        _serialize(in_order, form, stream, {})


def write_turtle(triples: Iterable[Triple], stream: Spool, prefixes: Mapping[str, str] = vocab.PREFIXES) -> None:
    """Write the triples as Turtle, each once: the prefixes used, then subjects in the order of reading, then by IRI.

    Raises GraphError for a term that is no IRI.
    """
    _write_text(turtle.write(triples, prefixes, ordering=spool.ordered), stream)


def _serialize(triples: Iterable[Triple], form: str, stream: Spool, prefixes: Mapping[str, str]) -> None:
    target: pyoxigraph.RdfFormat = getattr(pyoxigraph.RdfFormat, BY_NAME[form].engine)
    pyoxigraph.serialize(map(their_triple, triples), stream.sink, target, prefixes=dict(prefixes) or None)


def _write_text(pieces: Iterable[str], stream: Spool) -> None:
    for some in batched(pieces):
        stream.write("".join(some).encode("utf-8"))


def _known(form: str) -> None:
    if form not in FORMATS:
        raise UsageError(f"{form}: no format of this name; choose {', '.join(FORMATS)}")


def _fits_xml(triple: Triple) -> bool:
    """Whether the triple fits; GraphError for what XML 1.0 cannot hold: control characters, properties without a name.

    A property's IRI must end in what can be an element's name.
    """
    subject, predicate, value = triple
    value = _plain(value, "rdfxml")
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
