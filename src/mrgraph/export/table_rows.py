"""A graph as four flat tables: entities, edges, figures, and claims with their evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from mrgraph import vocab
from mrgraph.claims.evidence import Support, support
from mrgraph.claims.lookup import local_name
from mrgraph.errors import UsageError
from mrgraph.export import property_graph
from mrgraph.export.exporters import EDGES, FIGURES, FULL, TABLES
from mrgraph.export.graph_view import FIGURE_KINDS, GraphView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mrgraph.claims.lookup import Index

Cell: TypeAlias = str | int | Decimal | None
Row: TypeAlias = tuple[Cell, ...]
TEXT, INTEGER, NUMBER = "text", "integer", "number"
_BETWEEN: Final = " | "


class Column(NamedTuple):
    """A column: its name, and the kind of its values, one of TEXT, INTEGER, NUMBER; None is a missing one."""

    name: str
    kind: str = TEXT


class Table(NamedTuple):
    """A table: its name, columns, and rows, sorted; `key`: the column whose values are all different, if any."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: str | None = None


_BY_PROFILE: Final[Mapping[str, tuple[str, ...]]] = {EDGES: TABLES[:2], FIGURES: TABLES[:3], FULL: TABLES}


def tables(graph: GraphView, name: str | None = None) -> Iterator[Table]:
    """The tables of the graph's profile, or the one called `name`.

    Raises UsageError for a name that no table of the profile has, GraphError for a file that cannot be read.
    """
    known = _BY_PROFILE[graph.profile]
    if name is not None and name not in known:
        raise UsageError(f"no table {name!r}; choose {', '.join(known)}")
    for each in known if name is None else (name,):
        yield _READERS[each](graph)


# ------------------------------------------------------------------------------------------ things and edges

_ENTITY: Final = (
    *map(Column, ("iri", "kind", "label", "aliases", "url", "title", "identifier", "iso3166")),
    *(Column("fromYear", INTEGER), Column("toYear", INTEGER)),
)
_EDGE: Final = (
    *map(Column, ("subject", "subjectLabel", "subjectKind", "relation", "object", "objectLabel", "objectKind")),
    *(Column("reports", INTEGER), Column("confidence", NUMBER), Column("quote")),
)


def _entities(graph: GraphView) -> Table:
    things = property_graph.read(_of_things(graph)).nodes
    names = [column.name for column in _ENTITY[3:]]
    rows = ((node.iri, node.kind, str(node.attributes["label"]), *_cells(node.attributes, names)) for node in things)
    return Table("entities", _ENTITY, tuple(rows), "iri")


def _edges(graph: GraphView) -> Table:
    whole = property_graph.read(_of_things(graph))
    nodes = {node.iri: (node.iri, str(node.attributes["label"]), node.kind) for node in whole.nodes}
    rows = (
        (
            *nodes[edge.start],
            edge.relation,
            *nodes[edge.end],
            *_cells(edge.attributes, ("weight", "confidence", "quote")),
        )
        for edge in whole.edges
    )
    return Table("edges", _EDGE, tuple(sorted(rows, key=lambda row: (row[0], row[3], row[4]))))


def _of_things(graph: GraphView) -> GraphView:
    return graph.of_profile(EDGES)


def _cells(attributes: Mapping[str, property_graph.Value], names: Iterable[str]) -> Iterator[Cell]:
    for name in names:
        value = attributes.get(name)
        yield Decimal(str(value)) if isinstance(value, float) else value


# ---------------------------------------------------------------------------------------------------- claims

_SOURCE: Final = tuple(map(Column, ("report", "reportLabel", "publisher", "url")))
_FIGURE: Final = (
    *map(Column, ("claim", "kind", "market", "marketLabel", "region", "regionLabel", "company", "companyLabel")),
    *map(Column, ("segment", "segmentLabel")),
    *(Column(name, INTEGER) for name in ("year", "fromYear", "toYear")),
    *(Column("amount", NUMBER), Column("currency"), Column("percent", NUMBER), Column("percentMax", NUMBER)),
    *(*map(Column, ("value", "basis", "bound")), *_SOURCE, Column("confidence", NUMBER)),
    *map(Column, ("flags", "quote")),
)
_CLAIM: Final = (
    *map(Column, ("claim", "kind", "subject", "subjectLabel", "relation", "object", "objectLabel", "value")),
    *(*_SOURCE, Column("confidence", NUMBER), Column("rules"), Column("flags"), Column("defect", INTEGER)),
    *(*map(Column, ("evidence", "document")), Column("start", INTEGER), Column("end", INTEGER)),
    *map(Column, ("heading", "quote")),
)


def _figures(graph: GraphView) -> Table:
    index = graph.whole
    rows = (_figure(index, iri, support(index, iri)) for iri in index.of_type(*FIGURE_KINDS))
    return Table("figures", _FIGURE, tuple(rows), "claim")


def _figure(index: Index, iri: str, backing: Support) -> Row:
    things = (index.one(iri, term) for term in (vocab.market, vocab.region, vocab.company, vocab.segment))
    years = (index.integer(iri, term) for term in (vocab.year, vocab.fromYear, vocab.toYear))
    amount, percent, most = (index.decimal(iri, term) for term in (vocab.amount, vocab.percent, vocab.percentMax))
    codes = (index.one(iri, term) for term in (vocab.basis, vocab.bound))
    return (
        *(iri, _figure_kind(index, iri), *(cell for thing in things for cell in _named(index, thing)), *years),
        *(amount, index.one(iri, vocab.currency), percent, most, index.one(iri, vocab.valueText)),
        *(index.label(code) if code else None for code in codes),
        *(*_source(index, iri), backing.confidence, _flags(backing)),
        backing.quotes[0].text if backing.quotes else None,
    )


def _claims(graph: GraphView) -> Table:
    index = graph.whole
    claims = index.of_type(vocab.LinkClaim, vocab.SetAside, *FIGURE_KINDS)
    return Table("claims", _CLAIM, tuple(row for claim in claims for row in _claim(index, claim)))


def _claim(index: Index, iri: str) -> Iterator[Row]:
    """A row for each piece of evidence; one without for a claim that has none."""
    backing = support(index, iri)
    relation = index.one(iri, vocab.predicate)
    about = (vocab.subject, vocab.object) if relation else (vocab.market, vocab.company)
    subject, target = (_named(index, index.one(iri, term)) for term in about)
    claim = (
        *(iri, "LinkClaim" if relation else _figure_kind(index, iri), *subject, local_name(relation or "") or None),
        *(*target, index.one(iri, vocab.valueText), *_source(index, iri), backing.confidence),
        *(_BETWEEN.join(backing.rules) or None, _flags(backing), int(backing.defect)),
    )
    for evidence in index.all(iri, vocab.evidence) or (None,):
        yield (*claim, evidence, *(_passage(index, evidence) if evidence else (None,) * 5))


def _passage(index: Index, evidence: str) -> Row:
    document, start = index.one(evidence, vocab.inDocument), index.integer(evidence, vocab.startOffset)
    quote = index.one(evidence, vocab.quote) or ""
    end = None if start is None else start + len(quote)
    return (index.label(document) if document else None, start, end, index.one(evidence, vocab.heading), quote)


def _figure_kind(index: Index, iri: str) -> str:
    types = (*index.all(iri, vocab.RDF_TYPE), *index.all(iri, vocab.kind))
    return next(local_name(kind) for kind in FIGURE_KINDS if kind in types)


def _named(index: Index, iri: str | None) -> tuple[Cell, Cell]:
    return (iri, index.label(iri)) if iri else (None, None)


def _source(index: Index, claim: str) -> Row:
    report = index.one(claim, vocab.statedIn)
    if report is None:
        return (None,) * 4
    publisher = index.one(report, vocab.publishedBy)
    label = index.label(publisher) if publisher else None
    return report, index.label(report), label, index.one(report, vocab.SCHEMA_URL)


def _flags(backing: Support) -> Cell:
    return _BETWEEN.join(backing.flags) or None


_READERS: Final[Mapping[str, Callable[[GraphView], Table]]] = {
    "entities": _entities,
    "edges": _edges,
    "figures": _figures,
    "claims": _claims,
}
