"""A graph -> nodes and edges with attributes of plain values, as programs that draw or store networks take them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from mrgraph import vocab
from mrgraph.claims.evidence import support
from mrgraph.claims.lookup import local_name
from mrgraph.export.graph_view import FIGURE_KINDS, types_spared
from mrgraph.rdf.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mrgraph.claims.lookup import Index
    from mrgraph.export.graph_view import GraphView
    from mrgraph.rdf.terms import Term

Value: TypeAlias = str | int | float
# What has several kinds is told by the last one here.
KINDS: Final = (
    *(
        vocab.Evidence,
        vocab.Rule,
        vocab.Document,
        vocab.Claim,
        vocab.LinkClaim,
        vocab.SetAside,
        *FIGURE_KINDS,
        vocab.Topic,
    ),
    *(vocab.Region, vocab.Country, vocab.Segment, vocab.Application, vocab.Technology),
    *(vocab.Company, vocab.Market, vocab.Publisher, vocab.Report),
)
_NAMES: Final = {
    vocab.RDFS_LABEL: "label",
    vocab.SKOS_ALT_LABEL: "aliases",
    vocab.SKOS_DEFINITION: "definition",
    vocab.kind: "ofKind",
}
_WHOLE: Final = vocab.XSD_INTEGER
_NUMBERS: Final = (vocab.XSD_DECIMAL, vocab.XSD_DOUBLE)
_BETWEEN: Final = " | "  # several values of one attribute


class Node(NamedTuple):
    """A thing: its IRI, its kind ("Company"), and attributes by name; always with `label`."""

    iri: str
    kind: str
    attributes: Mapping[str, Value]


class Edge(NamedTuple):
    """A relation ("hasPlayer") between two nodes by their IRIs.

    `attributes`: `weight`, how many reports say so, 1 where none does; and of the best claim its `confidence` and
    `quote`, where there are any.
    """

    start: str
    end: str
    relation: str
    attributes: Mapping[str, Value]


class PropertyGraph(NamedTuple):
    """Nodes and edges, each sorted."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def read(graph: GraphView) -> PropertyGraph:
    """The nodes and edges of a graph: what has a class is a node, and each triple between two nodes is an edge.

    Codes and whatever else is no node are attributes. Raises GraphError for a file that cannot be read.
    """
    kinds = _kinds(graph.index)
    attributes: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    edges = set()
    for subject, predicate, value in graph.triples:
        if subject not in kinds or predicate == vocab.RDF_TYPE:
            continue
        if isinstance(value, str) and value in kinds:
            edges.add((subject, value, predicate))
        else:
            attributes[subject][_NAMES.get(predicate) or local_name(predicate)].append(value)
    index = graph.whole
    nodes = (Node(iri, local_name(kinds[iri]), _node_attributes(iri, attributes[iri], index)) for iri in sorted(kinds))
    backing = _backing(index, edges)
    return PropertyGraph(
        tuple(nodes),
        tuple(Edge(*edge[:2], local_name(edge[2]), backing.get(edge, {"weight": 1})) for edge in sorted(edges)),
    )


def _kinds(index: Index) -> dict[str, str]:
    """The node's IRI -> the class that tells best what it is."""
    kinds = {iri: kind for kind in KINDS for iri in index.of_type(kind)}
    spared = {subject: str(kind) for subject, _, kind in types_spared(index)}
    return {**{iri: kind for iri, kind in spared.items() if iri not in kinds}, **kinds}


def _node_attributes(iri: str, terms: Mapping[str, Iterable[Term]], index: Index) -> dict[str, Value]:
    attributes = {name: _value(sorted(set(values), key=repr), index) for name, values in sorted(terms.items())}
    words = attributes.pop("label", None) or attributes.get("valueText") or local_name(iri)
    return {"label": words, **attributes}


def _value(terms: list[Term], index: Index) -> Value:
    """A number where it is one, else the texts of all values."""
    if len(terms) == 1 and isinstance(terms[0], Literal):
        text, datatype = terms[0].text, terms[0].datatype
        if datatype == _WHOLE:
            return int(text)
        if datatype in _NUMBERS:
            return float(text)
    return _BETWEEN.join(_text(term, index) for term in terms)


def _text(term: Term, index: Index) -> str:
    if isinstance(term, Literal):
        return term.text
    if not isinstance(term, str):
        return ""
    if term in vocab.CODES:
        return index.label(term)
    return local_name(term) if term.startswith(vocab.NS) else term


def _backing(index: Index, edges: set[tuple[str, str, str]]) -> dict[tuple[str, str, str], dict[str, Value]]:
    """What the claims behind the edges say of them."""
    claims: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for claim in index.of_type(vocab.LinkClaim):
        for edge in edges_of(index, claim):
            if edge in edges:
                claims[edge].append(claim)
    return {edge: _best(index, behind) for edge, behind in claims.items()}


def edges_of(index: Index, claim: str) -> Iterator[tuple[str, str, str]]:
    """The edge that a claim licenses, and those of its report that repeat it."""
    subject, predicate, target, report = (
        index.one(claim, term) or "" for term in (vocab.subject, vocab.predicate, vocab.object, vocab.statedIn)
    )
    yield subject, target, predicate
    if predicate in REPORT_EDGES:
        yield report, target, REPORT_EDGES[predicate]


# What a claim about the report's market says about the report itself.
REPORT_EDGES: Final[Mapping[str, str]] = {
    vocab.hasPlayer: vocab.namesCompany,
    vocab.hasTechnology: vocab.coversTechnology,
    vocab.drivenBy: vocab.coversTechnology,
    vocab.hasApplication: vocab.coversApplication,
    vocab.hasSegment: vocab.coversSegment,
}


def _best(index: Index, claims: Iterable[str]) -> dict[str, Value]:
    backing = [(claim, support(index, claim)) for claim in claims]
    sound = [(claim, behind) for claim, behind in backing if not behind.defect]
    reports = {index.one(claim, vocab.statedIn) for claim, _ in sound}
    attributes: dict[str, Value] = {"weight": max(len(reports), 1)}
    if sound:
        best = max(sound, key=lambda pair: (pair[1].confidence or 0, pair[0]))[1]
        if best.confidence is not None:
            attributes["confidence"] = float(best.confidence)
        if best.quotes:
            attributes["quote"] = best.quotes[0].text
    return attributes
