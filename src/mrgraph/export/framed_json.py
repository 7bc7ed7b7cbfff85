"""A graph -> JSON for web developers, which the shipped context makes JSON-LD: `{name, players: [{name}], …}`."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from mrgraph import vocab
from mrgraph.claims.lookup import local_name
from mrgraph.rdf.terms import Literal
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mrgraph.claims.lookup import Index
    from mrgraph.export.graph_view import GraphView
    from mrgraph.rdf.terms import Term

# What stands at the top, in this order; figures and evidence stand within.
_TOP: Final = (vocab.Market, vocab.Company, vocab.Report, vocab.Publisher, vocab.Topic, vocab.Region)
_NUMBERS: Final = (vocab.XSD_DECIMAL, vocab.XSD_DOUBLE, vocab.XSD_INTEGER)
_WITHIN: Final = (vocab.market, vocab.company, vocab.evidence)  # lead to what is shown whole, not by its name alone


class _Key(NamedTuple):
    """What a property is called, and whether its values are always a list."""

    name: str
    many: bool


class _Context:
    """The shipped context, by property: those that go out of a thing, and those that come in (`@reverse`)."""

    def __init__(self) -> None:
        self.text = (data_path("ontology") / "context.jsonld").read_text("utf-8").strip()
        self.out: dict[str, _Key] = {}
        self.into: dict[str, _Key] = {}
        for name, meaning in json.loads(self.text)["@context"].items():
            terms = meaning if isinstance(meaning, dict) else {"@id": meaning}
            key = _Key(name, "@container" in terms)
            for way, keys in (("@id", self.out), ("@reverse", self.into)):
                prefix, colon, local = str(terms.get(way, "")).partition(":")
                if colon and prefix in vocab.PREFIXES:
                    keys[f"{vocab.PREFIXES[prefix]}{local}"] = key


def write(graph: GraphView, stream: BinaryIO) -> None:
    """Write the things of a graph, one a line, with their names, what they lead to, and figures with their quotes.

    Numbers are JSON's, which JSON-LD reads as integers and doubles; who wants the graph to the digit takes jsonld.
    Raises GraphError for a file that cannot be read.
    """
    frame = _Frame(graph)
    context = frame.context.text.rstrip("}\n ")
    stream.write(f'{context}\n  }},\n  "things": [\n'.encode())
    lines = (json.dumps(frame.thing(iri), ensure_ascii=False) for iri in frame.things())
    separated = (f"{',' if number else ''}{line}\n" for number, line in enumerate(lines))
    stream.writelines(line.encode("utf-8", "backslashreplace") for line in separated)
    stream.write(b"  ]\n}\n")


class _Frame:
    def __init__(self, graph: GraphView) -> None:
        self.context = _Context()
        self._index: Index = graph.whole
        self._out: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._into: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in graph.triples:
            self._out[subject][predicate].append(value)
            if predicate in self.context.into and isinstance(value, str):
                self._into[value][predicate].append(subject)

    def things(self) -> Iterator[str]:
        """The IRIs of what stands at the top, each once."""
        seen: set[str] = set()
        for kind in _TOP:
            fresh = [iri for iri in self._index.of_type(kind) if iri not in seen]
            seen.update(fresh)
            yield from fresh

    def thing(self, iri: str, *, inside: bool = False) -> dict[str, Any]:
        """A thing with all that the context has a word for; `inside` another one, without what comes into it."""
        types = [local_name(kind) for kind in self._index.all(iri, vocab.RDF_TYPE) if kind != vocab.Figure]
        whole: dict[str, Any] = {"id": iri, **({"type": types[0] if len(types) == 1 else types} if types else {})}
        parts = ((self._out[iri], self.context.out), (self._into[iri] if not inside else {}, self.context.into))
        for values, keys in parts:
            for predicate, key in keys.items():
                if terms := self._shown(values, predicate):
                    whole[key.name] = terms if key.many else terms[0]
        return whole

    def _shown(self, values: Mapping[str, list[Term]], predicate: str) -> list[Any]:
        return [self._value(term, predicate) for term in sorted(values.get(predicate, ()), key=repr)]

    def _value(self, term: Term, predicate: str) -> Any:
        if isinstance(term, Literal):
            return _number(term.text) if term.datatype in _NUMBERS else term.text
        iri = str(term)
        if iri in vocab.CODES:
            return local_name(iri)
        if predicate in _WITHIN and iri.startswith((vocab.PREFIXES["claim"], vocab.PREFIXES["evidence"])):
            return self.thing(iri, inside=True)
        name = self._index.one(iri, vocab.RDFS_LABEL)
        return iri if name is None else {"id": iri, "name": name}


def _number(text: str) -> int | float | str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return int(number) if number == number.to_integral_value() else float(number)
