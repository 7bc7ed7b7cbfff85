"""A graph as Python has it: asked, read, compared and exported by methods with the names of the commands."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mrgraph import rdf, vocab
from mrgraph.claims import claims as claim_records
from mrgraph.claims.lookup import local_name
from mrgraph.errors import UsageError
from mrgraph.library import claim_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mrgraph import networks
    from mrgraph.claims.claims import Claims
    from mrgraph.library.rows import Rows
    from mrgraph.page.network import Network
    from mrgraph.rdf.interchange import RdflibGraph
    from mrgraph.rdf.shacl import Violation
    from mrgraph.rdf.terms import Triple

_SAVED = re.compile(r"[\w-]+")


class Graph:
    """A graph: a folder that `mrgraph build` wrote, any RDF file, or triples.

    A large file is asked by its index on disk, and read only by what needs all of it. Names of things are found as the
    commands find them: as written, then whatever the case, then other names; what only resembles one is told, never
    taken. Results are plain values: lists and dictionaries of str, int, float, bool and None.
    """

    def __init__(self, source: Path | str | Iterable[Triple]) -> None:
        self.path = Path(source) if isinstance(source, Path | str) else None
        if self.path is not None:
            rdf.graph_file(self.path)
        self._source = () if isinstance(source, Path | str) else tuple(source)

    def __len__(self) -> int:
        """How many triples it has."""
        return len(self._store)

    def __repr__(self) -> str:
        place = f"{str(self.path)!r}, " if self.path is not None else ""
        return f"mrgraph.Graph({place}{len(self):,} triples)"

    @property
    def triples(self) -> Iterator[Triple]:
        """All triples, literals as written: subject, predicate, and an IRI or a literal (`mrgraph.rdf.terms`)."""
        yield from self._source if self.path is None else rdf.read_triples(self.path)

    # ------------------------------------------------------------------------------------------------ asking

    def query(self, question: str, /, *, timeout: float | None = None, **values: object) -> Rows | bool | Graph:
        """The answer to SPARQL text, or to a saved query by its name with `values` for its parameters.

        SELECT gives Rows, ASK True or False, CONSTRUCT and DESCRIBE a Graph. Raises QueryError for a query that is
        malformed, fails, or takes longer than `timeout` seconds; UsageError for an unknown name of a query, a parameter
        or a thing.
        """
        from mrgraph.asking import queries
        from mrgraph.library.rows import Rows

        text = self.sparql(question, {name: str(value) for name, value in values.items()})
        answer = queries.within(timeout, lambda: queries.ask(self._store, text))
        if answer.kind == "boolean":
            return bool(answer.truth)
        return Graph(answer.triples) if answer.kind == "graph" else Rows(answer.columns, answer.rows)

    def sparql(self, question: str, values: Mapping[str, str] | None = None) -> str:
        """The SPARQL text of a question: of a saved query with its parameters filled in, or the text as it is."""
        if not _SAVED.fullmatch(question):
            if values:
                raise UsageError(f"{next(iter(values))}: only saved queries have parameters; write it into the query")
            return question
        from mrgraph.asking import saved_queries

        return saved_queries.saved_query(question).filled(values or {}, self._store)

    def find(self, name: str) -> list[dict[str, Any]]:
        """The things that `name` means, of whatever kind: their IRIs, labels and kinds.

        Raises UsageError where there is none, with what is like it.
        """
        index = self.claims.index
        return [
            {
                "iri": iri,
                "label": index.label(iri),
                "kinds": [local_name(kind) for kind in index.all(iri, vocab.RDF_TYPE)],
            }
            for iri in sorted(claim_names.meant(name, self.claims))
        ]

    def search(self, words: str, *kinds: str) -> list[dict[str, Any]]:
        """The things whose names have the words, in any order and with typing errors, the likeliest first.

        Each with its name, kind, number of reports, the other name that fits, its IRI, and whether it fits the `whole`.
        """
        from mrgraph.finding import search, things

        return things.search(self._store, words, kinds or tuple(search.CLASSES))

    # ------------------------------------------------------------------------------------------ things and claims

    def market(self, name: str) -> dict[str, Any]:
        """The fact sheet of a market: figures, bands, players, technologies, applications, regions, conflicts."""
        from mrgraph.trust import market_sheet

        sheet = market_sheet.sheet(self.claims, claim_names.resolved(name, "market", self.claims))
        return market_sheet.as_object(self.claims, sheet)

    def company(self, name: str) -> dict[str, Any]:
        """The sheet of a company: names, house, markets with their sources, figures, competitors, markets near by."""
        from mrgraph.landscape import company_profile

        company = claim_names.resolved(name, "company", self.claims)
        return company_profile.as_object(self.claims, company_profile.profile(self.claims, company))

    def markets(self) -> list[dict[str, Any]]:
        """All markets, one each: latest size, farthest forecast, growth, players, reports, sources, conflicts."""
        from mrgraph.landscape import market_table

        return [market_table.as_object(self.claims, row) for row in market_table.table(self.claims)]

    def neighbours(self, name: str, most: int = 20) -> list[dict[str, Any]]:
        """What lies next to a market or a company by what they share, nearest first."""
        from mrgraph.landscape import adjacency, neighbour_text

        thing = claim_names.market_or_company(name, self.claims)
        is_market = thing.startswith(vocab.PREFIXES["market"])
        tied = adjacency.of_markets(self.claims) if is_market else adjacency.of_companies(self.claims)
        return list(neighbour_text.objects(self.claims, tied.neighbours(thing)[:most]))

    def communities(self) -> list[dict[str, Any]]:
        """The groups of markets that share most, named by what they share, with their companies."""
        from mrgraph.landscape import communities

        return list(communities.objects(self.claims, communities.communities(self.claims)))

    def ties(self, name: str) -> list[dict[str, Any]]:
        """The edges of a thing, or of each of several with this name: relation, direction, IRI, label, kinds."""
        from mrgraph.library import ties

        return [tie for thing in sorted(claim_names.meant(name, self.claims)) for tie in ties.ties(self.claims, thing)]

    def conflicts(self, market: str | None = None) -> list[dict[str, Any]]:
        """Figures for one quantity that no rounding reconciles, of all markets or of one, with both sentences."""
        from mrgraph.trust import conflict_text
        from mrgraph.trust import conflicts as comparison

        wanted = None if market is None else claim_names.resolved(market, "market", self.claims)
        return list(conflict_text.objects(self.claims, comparison.conflicts(self.claims, wanted)))

    def why(self, subject: str, predicate: str | None = None, target: str | None = None) -> list[dict[str, Any]]:
        """The claims behind an edge or about a thing, each with its report, sentence, rule, confidence and flags."""
        from mrgraph.trust import why as reasons

        wanted = reasons.ClaimFilter(
            subjects=claim_names.meant(subject, self.claims),
            predicates=reasons.predicates(predicate) if predicate else None,
            objects=claim_names.meant(target, self.claims) if target else None,
        )
        return list(reasons.objects(self.claims, reasons.answers(self.claims, wanted)))

    def verify(self, sources: Path | str | Sequence[Path | str]) -> dict[str, Any]:
        """Read the sources again: how many claims there are, how many are proved, and what is not, by document.

        `sources`: folders, archives or files with the documents; each is known by the hash of its bytes.
        """
        from mrgraph.settings import Settings
        from mrgraph.trust import quote_verification as proofs

        named = [sources] if isinstance(sources, Path | str) else sources
        index = self.claims.index
        verdicts = list(claim_names.verdicts(proofs.exhibits(index), [str(path) for path in named], Settings()))
        bare = proofs.unsupported(index)
        failed = {passage.claim for verdict in verdicts for passage in verdict.failed}.union(bare)
        claims = {claim for verdict in verdicts for claim in verdict.exhibit.claims}.union(bare)
        return {
            "claims": len(claims),
            "proved": len(claims) - len(failed),
            "failed": sorted(failed),
            "reasons": {verdict.exhibit.label: verdict.reason for verdict in verdicts if verdict.reason},
        }

    def diff(self, newer: Graph | Path | str) -> list[dict[str, Any]]:
        """What changed from this graph to a newer one, and why."""
        from mrgraph.trust import changes

        other = newer if isinstance(newer, Graph) else Graph(newer)
        return list(changes.objects(changes.compare(self.triples, other.triples)))

    def check(self) -> tuple[Violation, ...]:
        """What breaks the shapes and rules of the ontology; () where nothing does."""
        from mrgraph.rdf import shacl

        return shacl.check(self.to_rdflib() if self.path is None else self.path)

    # ------------------------------------------------------------------------------------------------ elsewhere

    def export(self, file: Path | str, format: str | None = None, **options: Any) -> Path:  # noqa: A002
        """Write the graph in the format that the file's ending says, or that is named; the path that was written.

        `options`: profile, typed, ontology, table, mark, as `mrgraph export` has them. Formats of several files lay
        them into a folder where `file` ends in a slash or is one, else into an archive.
        """
        from mrgraph.export import destinations

        return destinations.write(self._graph, str(file), format, **options)

    def to_networkx(self, profile: Literal["edges", "figures", "full"] = "edges") -> networks.Network:
        """The graph as networkx has it; see `mrgraph.to_networkx`."""
        from mrgraph.export import network_files

        return network_files.to_networkx(self._graph, profile)

    def to_rdflib(self) -> RdflibGraph:
        """The graph as rdflib has it; a large one takes long, and much memory."""
        from mrgraph.rdf import interchange

        return interchange.as_rdflib(self.triples)

    def save(self, file: Path | str) -> Path:
        """Write graph.ttl into a folder, or a Turtle file; the path that was written."""
        from mrgraph.rdf import interchange

        target = Path(file)
        target = target if target.suffix else target / rdf.GRAPH_FILE
        return interchange.save(list(self.triples), target).path

    def view(self, file: Path | str) -> Path:
        """Draw the graph as one HTML page; the path that was written."""
        from mrgraph.page import html_page

        target = Path(file)
        page = html_page.page(self._network(), html_page.Options(folder=f"{target.stem}.data"))
        for path, data in {**page.beside, target.name: page.html}.items():
            _write(target.parent / path, data)
        return target

    def report(self, file: Path | str) -> Path:
        """Write the report to read and mail, as HTML or, where the file ends in .md, Markdown; the path."""
        from mrgraph.report import writing

        target = Path(file)
        content = writing.report(self._network())
        _write(target, writing.markdown(content) if target.suffix == ".md" else writing.html(content))
        return target

    # ---------------------------------------------------------------------------------------------------- inside

    @cached_property
    def _store(self) -> rdf.Store:
        return rdf.as_store(str(self.path) if self.path is not None else self._source)

    @cached_property
    def claims(self) -> Claims:
        """The claims as records (`mrgraph.claims`), read when they are first wanted."""
        return claim_records.load(self.triples)

    @property
    def _graph(self) -> Path | Sequence[Triple]:
        return self._source if self.path is None else self.path

    def _network(self) -> Network:
        from mrgraph.page import drawing

        return drawing.from_index(self.claims.index)


def _write(target: Path, data: bytes | str) -> None:
    from mrgraph.output.whole_files import write_whole

    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(data.encode() if isinstance(data, str) else data, target)
