"""Graphs -> one store that can be asked: files, folders, stdin, rdflib graphs or triples."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph

from mrgraph import vocab
from mrgraph.errors import GraphError, UsageError
from mrgraph.rdf.engine_terms import is_iri, our_triples, ours, their_triple, theirs
from mrgraph.rdf.rdf_files import malformed, quads, read_content
from mrgraph.rdf.solutions import Result, result
from mrgraph.rdf.terms import lexical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mrgraph.rdf.engine_terms import EngineTerm
    from mrgraph.rdf.terms import Term, Triple

_UNKNOWN_FUNCTION = r"custom function <([^>]+)> is not supported"
_MOST_FUNCTIONS = 100  # unknown ones in one query


class Store:
    """A graph, or several by name, that can be asked in SPARQL and looked up in."""

    __slots__ = ("_engine",)

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self._engine = pyoxigraph.Store()
        self._engine.bulk_extend(pyoxigraph.Quad(*triple) for triple in map(their_triple, triples))

    @classmethod
    def around(cls, engine: pyoxigraph.Store) -> Store:
        """The engine's store as one of ours."""
        store = cls.__new__(cls)
        store._engine = engine
        return store

    def __len__(self) -> int:
        return len(self._engine)

    def query(
        self,
        text: str,
        *,
        base: str | None = None,
        prefixes: dict[str, str] | None = None,
        graphs: tuple[Sequence[str], Sequence[str]] | None = None,
    ) -> Result:
        """The engine's answer, without a look at what is asked; a function that it does not know gives no value.

        `graphs`: IRIs of the default and of the named ones that are seen, in place of what the query says.
        Raises what the engine does: SyntaxError, ValueError, RuntimeError, OSError; also while the result is read.
        """
        datasets: dict[str, Any] = {}
        if graphs is not None:
            datasets["default_graph"], datasets["named_graphs"] = (
                list(map(pyoxigraph.NamedNode, some)) for some in graphs
            )
        unknown: dict[pyoxigraph.NamedNode, Callable[..., EngineTerm | None]] = {}
        while True:
            try:
                return result(
                    self._engine.query(
                        text, base_iri=base, prefixes=prefixes, custom_functions=unknown or None, **datasets
                    )
                )
            except RuntimeError as error:
                match = re.search(_UNKNOWN_FUNCTION, str(error))
                if match is None or len(unknown) >= _MOST_FUNCTIONS:
                    raise
                unknown[pyoxigraph.NamedNode(match[1])] = _no_value

    def match(
        self, subject: str | None = None, predicate: str | None = None, value: Term | None = None
    ) -> Iterator[Triple]:
        """The triples of all graphs with these parts; None fits every term."""
        pattern: tuple[Any, ...] = tuple(None if term is None else theirs(term) for term in (subject, predicate, value))
        return our_triples(self._engine.quads_for_pattern(*pattern))

    def of_type(self, *types: str) -> tuple[str, ...]:
        """The subjects that have one of the classes `types`, sorted."""
        return tuple(sorted({triple[0] for kind in types for triple in self.match(None, vocab.RDF_TYPE, kind)}))

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The values of `predicate` for `subject`, IRIs and texts of literals, sorted, each once."""
        return tuple(sorted({lexical(value) for _, _, value in self.match(subject, predicate)}))

    def values(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Each subject of `predicate` with a value of it: an IRI, or the text of a literal."""
        return ((subject, lexical(value)) for subject, _, value in self.match(None, predicate))

    def mentions(self, iri: str) -> bool:
        """Whether the IRI is a part of a triple, or the name of a graph."""
        patterns = ((iri,), (None, iri), (None, None, iri))
        if any(next(self.match(*pattern), None) is not None for pattern in patterns):
            return True
        return self._engine.contains_named_graph(pyoxigraph.NamedNode(iri))

    def named_graphs(self) -> tuple[str, ...]:
        """The names of the graphs, in the engine's order."""
        return tuple(str(ours(graph)) for graph in self._engine.named_graphs())

    def only_named(self) -> bool:
        """Whether all triples are in named graphs, and there are some."""
        unnamed = self._engine.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())
        return next(iter(unnamed), None) is None and bool(self.named_graphs())


def open_store(path: Path | str) -> Store:
    """An in-memory store with the graph at `path`; named graphs are merged into the default graph.

    Raises GraphError for a missing, unreadable or malformed file.
    """
    engine = pyoxigraph.Store()
    engine.bulk_extend(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object) for quad in quads(path))
    return Store.around(engine)


def open_dataset(
    graphs: Sequence[Path | str], named: Mapping[str, Path | str] | None = None, *, index_from: int | None = None
) -> Store:
    """A store with all `graphs` in its default graph and each of `named` in the graph with that IRI.

    Named graphs within a file (TriG, N-Quads) stay named. A single large graph, of `index_from` bytes
    or more (by default 2 MB), is opened from its disk index. Where several graphs call one of our things differently,
    one label stays its label and the others become other names, so that no row comes twice.
    Raises GraphError for a missing, unreadable or malformed file, UsageError for a name that is no IRI.
    """
    if len(graphs) == 1 and not named:
        from mrgraph.rdf import disk_index

        smallest = disk_index.SMALLEST if index_from is None else index_from
        if (indexed := disk_index.open_index(graphs[0], smallest=smallest)) is not None:
            return Store.around(indexed)
    engine = pyoxigraph.Store()
    for path in graphs:
        _load(engine, path, None)
    if len(graphs) > 1:
        _leave_one_label(engine)
    for name, path in (named or {}).items():
        if not is_iri(name):
            raise UsageError(f"{name}: no full IRI, so no name for a graph; write IRI=FILE")
        _load(engine, path, pyoxigraph.NamedNode(name))
    return Store.around(engine)


def as_store(graph: Any) -> Store:
    """Whatever holds a graph as a store: a store as it is, ours or pyoxigraph's, a path, an rdflib Graph, or triples.

    Raises GraphError for a path that holds none.
    """
    if isinstance(graph, Store):
        return graph
    if isinstance(graph, pyoxigraph.Store):
        return Store.around(graph)
    if isinstance(graph, str | Path):
        return open_dataset([graph])
    if type(graph).__module__.startswith("rdflib."):
        engine = pyoxigraph.Store()
        engine.load(graph.serialize(format="nt"), pyoxigraph.RdfFormat.N_TRIPLES)
        return Store.around(engine)
    return Store(graph)


def updated(sources: Sequence[Path | str], update: str, *, base: str | None = None) -> list[Triple]:
    """The triples of `sources` after a SPARQL 1.1 Update; named graphs are merged.

    What the update leaves alone keeps its spelling ("5.90"), though the engine's store rewrites it.
    Raises GraphError for the sources, and what the engine does for the update: SyntaxError, ValueError, RuntimeError.
    """
    quads_before = [quad for source in sources for quad in quads(source)]
    before, after = pyoxigraph.Store(), pyoxigraph.Store()
    before.extend(quads_before)
    after.extend(quads_before)
    after.update(update, base_iri=base, prefixes=dict(vocab.PREFIXES))
    unchanged = [quad for quad in quads_before if quad in after]
    new = [quad for quad in after if quad not in before]
    return list(our_triples([*unchanged, *new]))


def _leave_one_label(engine: pyoxigraph.Store) -> None:
    """Of several labels of one of our things leave one, whatever the order: without a language first, then by text."""
    label, other = pyoxigraph.NamedNode(vocab.RDFS_LABEL), pyoxigraph.NamedNode(vocab.SKOS_ALT_LABEL)
    labels: dict[Any, list[Any]] = {}
    for quad in engine.quads_for_pattern(None, label, None, pyoxigraph.DefaultGraph()):
        if isinstance(quad.subject, pyoxigraph.NamedNode) and quad.subject.value.startswith(vocab.BASE):
            labels.setdefault(quad.subject, []).append(quad.object)
    for subject, names in labels.items():
        for name in sorted(names, key=lambda term: (bool(getattr(term, "language", None)), str(term)))[1:]:
            engine.remove(pyoxigraph.Quad(subject, label, name))
            engine.add(pyoxigraph.Quad(subject, other, name))


def _no_value(*_: object) -> None:
    """What an unknown function gives: an error, which the engine takes a missing value for."""


def _load(engine: pyoxigraph.Store, path: Path | str, graph: pyoxigraph.NamedNode | None) -> None:
    content = read_content(path)
    try:
        engine.load(content.data, getattr(pyoxigraph.RdfFormat, content.form), base_iri=content.base, to_graph=graph)
    except (SyntaxError, ValueError) as error:
        raise malformed(content.name, error) from error
    except OSError as error:
        raise GraphError(f"{content.name}: {error}; check that it is a whole RDF file") from error
