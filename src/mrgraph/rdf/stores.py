"""Graphs -> one store that the engine can ask: files, folders, stdin, rdflib graphs or triples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mrgraph.errors import GraphError, UsageError
from mrgraph.rdf.rdf_files import malformed, parse, read_content
from mrgraph.rdf.terms import Literal, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyoxigraph


def open_store(path: Path | str) -> pyoxigraph.Store:
    """An in-memory store with the graph at `path`; named graphs are merged into the default graph.

    Raises GraphError for a missing, unreadable or malformed file.
    """
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_extend(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object) for quad in parse(path))
    return store


def open_dataset(
    graphs: Sequence[Path | str], named: Mapping[str, Path | str] | None = None, *, index_from: int | None = None
) -> pyoxigraph.Store:
    """A store with all `graphs` in its default graph and each of `named` in the graph with that IRI.

    Named graphs within a file (TriG, N-Quads) stay named. A single large graph, of `index_from` bytes
    or more (by default 2 MB), is opened from its disk index.
    Raises GraphError for a missing, unreadable or malformed file, UsageError for a name that is no IRI.
    """
    import pyoxigraph

    if len(graphs) == 1 and not named:
        from mrgraph.rdf import disk_index

        smallest = disk_index.SMALLEST if index_from is None else index_from
        if (indexed := disk_index.open_index(graphs[0], smallest=smallest)) is not None:
            return indexed
    store = pyoxigraph.Store()
    for path in graphs:
        _load(store, path, None)
    for name, path in (named or {}).items():
        try:
            graph = pyoxigraph.NamedNode(name)
        except ValueError as error:
            raise UsageError(f"{name}: no full IRI, so no name for a graph; write IRI=FILE") from error
        _load(store, path, graph)
    return store


def as_store(graph: Any) -> pyoxigraph.Store:
    """Whatever holds a graph as a store: a store as it is, a path, an rdflib Graph, or triples.

    Raises GraphError for a path that holds none.
    """
    import pyoxigraph

    if isinstance(graph, pyoxigraph.Store):
        return graph
    if isinstance(graph, str | Path):
        return open_dataset([graph])
    store = pyoxigraph.Store()
    if type(graph).__module__.startswith("rdflib."):
        store.load(graph.serialize(format="nt"), pyoxigraph.RdfFormat.N_TRIPLES)
    else:
        store.bulk_extend(pyoxigraph.Quad(*engine_triple(triple)) for triple in graph)
    return store


def engine_triple(triple: Triple) -> pyoxigraph.Triple:
    """The triple in the engine's terms."""
    import pyoxigraph

    subject, predicate, value = triple
    return pyoxigraph.Triple(_node(subject), pyoxigraph.NamedNode(predicate), _object(value))


def engine_triples(triples: Iterable[Triple]) -> Iterable[pyoxigraph.Triple]:
    """The triples in the engine's terms, in their order."""
    return map(engine_triple, triples)


def is_iri(text: str) -> bool:
    """Whether the text is an absolute IRI (RFC 3987)."""
    import pyoxigraph

    try:
        pyoxigraph.NamedNode(text)
    except ValueError:
        return False
    return True


def written(term: str | Literal) -> str:
    """The term as SPARQL and N-Triples write it.

    Raises ValueError for what is no IRI.
    """
    return str(_object(term))


def kind(result: Any) -> str:
    """What the engine answered: "select", "boolean" or "graph"."""
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryTriples):
        return "graph"
    return "boolean" if isinstance(result, pyoxigraph.QueryBoolean) else "select"


def _load(store: pyoxigraph.Store, path: Path | str, graph: pyoxigraph.NamedNode | None) -> None:
    import pyoxigraph

    content = read_content(path)
    try:
        store.load(content.data, getattr(pyoxigraph.RdfFormat, content.form), base_iri=content.base, to_graph=graph)
    except (SyntaxError, ValueError) as error:
        raise malformed(content.name, error) from error
    except OSError as error:
        raise GraphError(f"{content.name}: {error}; check that it is a whole RDF file") from error


def _node(node: str) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode:
    import pyoxigraph

    return pyoxigraph.BlankNode(node[2:]) if node.startswith("_:") else pyoxigraph.NamedNode(node)


def _object(value: str | Literal) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    import pyoxigraph

    if not isinstance(value, Literal):
        return _node(value)
    if value.language:
        return pyoxigraph.Literal(value.text, language=value.language)
    return pyoxigraph.Literal(value.text, datatype=pyoxigraph.NamedNode(value.datatype))
