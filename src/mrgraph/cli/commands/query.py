"""Commands that ask a graph: query, queries, check."""

from __future__ import annotations

import codecs
import re
import sys
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, PROBLEMS, Name
from mrgraph.errors import QueryError
from mrgraph.rdf.formats import ALIASES, GRAPH_FORMATS, ROW_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from click.shell_completion import CompletionItem

    from mrgraph.output.spool import Spool

_NAME = re.compile(r"[\w-]+")
_ASSIGNMENT = re.compile(r"(\w+)=(.*)", re.DOTALL)
_ENDPOINT = re.compile(r"https?://", re.IGNORECASE)
_FORMATS = (*ROW_FORMATS, *GRAPH_FORMATS)
_ENDPOINT_SECONDS = 60  # an endpoint that has not answered by then is given up, unless --timeout says otherwise


class Format(Name):
    """The name of a format, or another usual name of it ("nt")."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The format's own name."""
        return super().convert(ALIASES.get(str(value), value), param, ctx)


def _complete_query(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from mrgraph.asking import saved_queries

    queries = saved_queries.saved_queries()
    return [CompletionItem(query.name, help=query.question) for query in queries if query.name.startswith(typed)]


@click.command(
    epilog="\b\nExample:\n"
    "  mrgraph query 'SELECT ?name WHERE { ?c a mrg:Company ; rdfs:label ?name } ORDER BY ?name'\n"
    '  mrgraph query players market="Backing Pumps for Semiconductor"'
)
@click.option(
    "-g",
    "--graph",
    "graphs",
    metavar="GRAPH",
    multiple=True,
    help="Folder written by `mrgraph build`, any RDF file, - for stdin, or the URL of a SPARQL endpoint; several "
    f"are asked as one.  [default: {options.DEFAULT_GRAPH}]",
)
@click.option(
    "--named-graph", "named", metavar="IRI=FILE", multiple=True, help="Put FILE into the named graph IRI; repeatable."
)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    type=Format(_FORMATS),
    help=f"For rows and yes or no: {', '.join(ROW_FORMATS)}; for graphs: {', '.join(GRAPH_FORMATS)}. By default "
    "what FILE's ending says, else a table on a terminal, csv in a pipe, turtle for graphs.",
)
@click.option("--file", "file", metavar="FILE", help="Read the query from FILE.")
@click.option("--base", metavar="IRI", help="Base of the query's relative IRIs.")
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help="Print at most N rows.")
@click.option("--iris", is_flag=True, help="Add a column with the IRI of each thing that is told by its name.")
@click.option("--full", is_flag=True, help="Keep wide values whole in a table.")
@click.option("--bom", "mark", is_flag=True, help="Begin csv with a byte order mark, by which Excel knows UTF-8.")
@click.option("--out", metavar="FILE", help="Write the answer to FILE, - is stdout.")
@click.option("--timeout", metavar="SECONDS", type=click.FloatRange(min=0.01), help="Give up after so long.")
@click.option("--time", "timed", is_flag=True, help="Tell on stderr how long each step took.")
@click.option("--explain", is_flag=True, help="Print how the query is read, with counts, and do not answer it.")
@click.option("--update", is_flag=True, help="QUERY is a SPARQL Update; the changed graph goes into --out, a new file.")
@click.argument("question", metavar="QUERY", required=False, shell_complete=_complete_query)
@click.argument("values", metavar="[NAME=VALUE]...", nargs=-1)
def query(question: str | None, values: tuple[str, ...], file: str | None, **chosen: Any) -> int:
    """Ask the graph a SPARQL query.

    QUERY is SPARQL text, a .rq file, the name of a saved query (see `mrgraph queries`), or - for stdin. The project's
    prefixes (mrg, company, market, rdfs, ...) need no declaration. NAME=VALUE sets a parameter of a saved query, or a
    variable of a query: to an IRI (company:kla, https://…), a number, or else a text.
    """
    if file is not None:
        values = (*([question] if question is not None else []), *values)
        question = file
    elif question is None:
        raise click.UsageError("no query; write SPARQL between quotes, or the name of one that `mrgraph queries` lists")
    asked = _Question(question, dict(map(_assignment, values)), is_file=file is not None, **chosen)
    return asked.run()


class _Question:
    """One run of `mrgraph query`: which graph is asked what, and where the answer goes."""

    def __init__(self, question: str, values: dict[str, str], *, is_file: bool, **chosen: Any) -> None:
        self.question, self.values, self.is_file = question, values, is_file
        self.graphs: Sequence[str] = chosen["graphs"]
        self.named = dict(map(named_graph, chosen["named"]))
        self.out: str | None = chosen["out"]
        self.explain: bool = chosen["explain"]
        # Of a file's ending that two formats share, the answer takes the one of its kind.
        self.meant = (
            () if self.explain else file_formats.chosen(chosen["form"], self.out, (*ROW_FORMATS, *GRAPH_FORMATS))
        )
        self.base: str | None = chosen["base"]
        self.limit: int | None = chosen["limit"]
        self.full: bool = chosen["full"]
        self.iris: bool = chosen["iris"]
        self.mark: bool = chosen["mark"]
        self.timeout: float | None = chosen["timeout"]
        self.timed: bool = chosen["timed"]
        self.update: bool = chosen["update"]
        self.steps: dict[str, float] = {}

    def run(self) -> int:
        """Ask, write, tell; the exit code."""
        endpoints = [graph for graph in self.graphs if _ENDPOINT.match(graph)]
        if endpoints and (len(self.graphs) > 1 or self.named or self.explain or self.update):
            raise click.UsageError(f"{endpoints[0]}: an endpoint is asked alone; leave out the other options")
        text = self._text()
        if self.update:
            whole = self._updated(text)
        elif endpoints:
            whole = self._from_endpoint(endpoints[0], text)
        else:
            whole = self._answered(text)
        mark = self.mark and not self.update and self._row_format() == "csv"
        terminal.deliver(chain([codecs.BOM_UTF8] if mark else [], whole.chunks()), self.out)
        if self.timed:
            terminal.say(", ".join(f"{step} {seconds:.3f} s" for step, seconds in self.steps.items()))
        return DONE

    def _answered(self, text: str | None) -> Spool:
        from mrgraph.asking import queries as engine
        from mrgraph.asking import results
        from mrgraph.output.spool import Spool

        whole = Spool()

        store = self._step("open", self._store)
        sparql = text if text is not None else self._saved(store)
        if self.explain:
            from mrgraph.asking import plan

            whole.write(plan.explain(store, sparql, base=self.base).encode("utf-8"))
            return whole

        def work() -> bool:
            limited = self._limited(sparql)
            with engine.failures(sparql):
                if "construct" in limited.lower():
                    from mrgraph.asking import construct

                    built = construct.triples(store, limited, base=self.base)
                    if built is not None:
                        return results.write_graph(built, self._graph_format(), whole)
                result = self._evaluated(store, limited, sparql)
                form = self._graph_format() if result.kind == "graph" else self._row_format()
                return results.write(result, form, whole, full=self.full)

        empty = self._step("answer", lambda: engine.within(self.timeout, work))
        self._warn(sparql, store, empty=empty)
        return whole

    def _evaluated(self, store: Any, limited: str, sparql: str) -> Any:
        """The result of the query; what is wrong with it is told of the text that the user wrote."""
        from mrgraph.asking import queries as engine

        try:
            return engine.evaluate(store, limited, base=self.base)
        except QueryError:
            engine.evaluate(store, sparql, base=self.base)
            raise

    def _from_endpoint(self, url: str, text: str | None) -> Spool:
        from urllib.parse import urlsplit

        from mrgraph.asking import remote
        from mrgraph.endpoints import store_transfers
        from mrgraph.output.spool import Spool

        sparql = self._limited(text if text is not None else self._saved(None))
        wait = self.timeout or _ENDPOINT_SECONDS
        place = url if urlsplit(url).path.strip("/") else store_transfers.endpoints(url).query
        answer = self._step("answer", lambda: remote.ask(place, sparql, base=self.base, timeout=wait))
        whole = Spool()
        answer.write(self._row_format(), whole, graph_form=self._graph_format(), full=self.full)
        return whole

    def _updated(self, text: str | None) -> Spool:
        from mrgraph.asking import queries as engine
        from mrgraph.output.spool import Spool

        if self.out is None or self.out == "-" or Path(self.out).exists():
            raise click.UsageError("--update changes no graph in place; name a new file with --out")
        if text is None:
            raise click.UsageError(f"{self.question}: a saved query asks and changes nothing; write the update as text")
        form = self._graph_format()
        if form not in GRAPH_FORMATS:
            raise click.UsageError(f"{form}: an update makes a graph; choose {', '.join(GRAPH_FORMATS)}")
        sources = self._sources()
        whole = Spool()
        whole.write(self._step("update", lambda: engine.updated(sources, text, form, base=self.base)))
        return whole

    def _step(self, name: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        result = work()
        self.steps[name] = time.perf_counter() - started
        return result

    def _text(self) -> str | None:
        """The SPARQL that is meant: from text, file or stdin; None for the name of a saved query."""
        question = self.question
        if question == "-" and "-" in self.graphs:
            raise click.UsageError("-: the graph and the query cannot both come from stdin; put one into a file")
        if question == "-":
            return self._sparql(sys.stdin.buffer.read().decode("utf-8-sig", "replace"), "stdin")
        if self.is_file or question.endswith(".rq") or (not re.search(r"\s", question) and Path(question).is_file()):
            return self._sparql(_file(Path(question)), question)
        return None if _NAME.fullmatch(question) else self._sparql(question, "query")

    def _sparql(self, text: str, place: str) -> str:
        if not text.strip():
            raise click.UsageError(f"{place}: empty; write a SPARQL query, or name a saved one of `mrgraph queries`")
        if not self.values:
            return text
        from mrgraph.asking import parameters, rewriting
        from mrgraph.rdf.sparql_tokens import tokens

        variables = {token[0][1:] for token in tokens(text) if token["variable"]}
        if unknown := [name for name in self.values if name not in variables]:
            listed = ", ".join(sorted(f"?{name}" for name in variables)) or "none"
            raise click.UsageError(f"{unknown[0]}: no variable of the query; it has {listed}")
        return rewriting.with_values(text, {name: parameters.written(value) for name, value in self.values.items()})

    def _saved(self, store: Any) -> str:
        from mrgraph.asking import saved_queries

        return saved_queries.saved_query(self.question).filled(self.values, store)

    def _sources(self) -> Sequence[str]:
        """The graphs to ask; without -g and --named-graph the default one."""
        if self.graphs or self.named:
            return self.graphs
        if self.is_file and not Path(options.DEFAULT_GRAPH).exists():
            terminal.say(f"no graph named with -g, and no {options.DEFAULT_GRAPH}/ here: an empty graph is asked")
            return ()
        return (options.DEFAULT_GRAPH,)

    def _store(self) -> Any:
        from mrgraph import rdf

        return rdf.open_dataset(self._sources(), self.named)

    def _limited(self, sparql: str) -> str:
        from mrgraph.asking import rewriting

        if self.iris:
            sparql = rewriting.with_iris(sparql)
        return sparql if self.limit is None else rewriting.limited(sparql, self.limit)

    def _row_format(self) -> str:
        """For rows and a yes or no: what the user means, even where it fits no rows and will be refused."""
        rows = [form for form in self.meant if form in ROW_FORMATS]
        default = "table" if terminal.is_stdout(self.out) and sys.stdout.isatty() else "csv"
        return (*rows, *self.meant, default)[0]

    def _graph_format(self) -> str:
        graphs = [form for form in self.meant if form in GRAPH_FORMATS]
        return (*graphs, *self.meant, "turtle")[0]

    def _warn(self, sparql: str, store: Any, *, empty: bool) -> None:
        from mrgraph.asking.hints import empty_answers, unknown_terms

        if empty:
            terminal.say("no rows")
            if store.only_named():
                terminal.say("all triples are in named graphs; ask with GRAPH ?g { ... }")
        for line in unknown_terms.unknown_terms(sparql, store, empty=empty):
            terminal.warn(line)
        for line in empty_answers.hints(sparql, store) if empty else ():
            terminal.warn(line)


@click.command(epilog="\b\nExample:\n  mrgraph queries\n  mrgraph queries players")
@click.argument("name", required=False, shell_complete=_complete_query)
def queries(name: str | None) -> int:
    """List the saved queries with their questions, or show the one called NAME.

    Your own queries lie as NAME.rq in the folder that MRGRAPH_QUERIES names, or in ~/.config/mrgraph/queries.
    """
    from mrgraph.asking import saved_queries
    from mrgraph.output import aligned

    if name is not None:
        terminal.write("".join(_described(saved_queries.saved_query(name))))
        return DONE
    rows = [(query.name, query.question) for query in saved_queries.saved_queries()]
    terminal.write(terminal.people(aligned.aligned(rows, widest=None)))
    return DONE


@click.command(epilog="\b\nExample:\n  mrgraph check -g graph")
@options.graph
def check(graph: str) -> int:
    """Check the graph against the shapes and rules of the ontology.

    Prints one line for each violation and warning; violations make the exit code 1.
    """
    from mrgraph.rdf import shacl

    findings = shacl.check(graph)
    broken = sum(finding.severity == "violation" for finding in findings)
    terminal.write(terminal.people(f"{finding.severity}: {finding}" for finding in findings))
    terminal.say(f"{broken} violations, {len(findings) - broken} warnings" if findings else "conforms: nothing found")
    return PROBLEMS if broken else DONE


def _described(query: Any) -> Iterator[str]:
    """The file, which says all in its header, and the command that asks it."""
    yield query.text
    yield f"\n# ask it with:  {query.usage()}\n"


def _assignment(text: str) -> tuple[str, str]:
    assignment = _ASSIGNMENT.fullmatch(text)
    if assignment is None:
        raise click.UsageError(f"{text!r} is no NAME=VALUE; put the whole query between quotes")
    return assignment[1], assignment[2]


def named_graph(text: str) -> tuple[str, str]:
    """IRI and file of one --named-graph; the IRI may hold "=", the file may not unless it exists."""
    splits = [(text[:at], text[at + 1 :]) for at, letter in enumerate(text) if letter == "="]
    if not splits:
        raise click.UsageError(f"--named-graph {text}: no IRI=FILE; write it like http://example.org/g=file.ttl")
    return next((pair for pair in splits if Path(pair[1]).is_file()), splits[0])


def _file(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}; check the path") from error
