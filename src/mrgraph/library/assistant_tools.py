"""A graph as tools of an assistant (Model Context Protocol): what it answers comes with the sentences it was read from.

Everything is read only. A query runs in a process of its own, which ends at its limits.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from mrgraph import vocab
from mrgraph.claims import wording
from mrgraph.errors import MissingExtra, MrgraphError
from mrgraph.library.opened_graph import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_SECONDS: Final = 10.0  # for a query
_MOST: Final = 50  # items of a list that are told where the caller does not say
_LIMIT: Final = 1_000  # that a caller may ask for
_LARGEST: Final = 200_000  # characters of a query's answer
INSTRUCTIONS: Final = f"""\
A knowledge graph of market-research reports: markets, their players, technologies, applications, regions and figures.
Each claim says which report states it and quotes the sentence. A claim says that a report says so, not that it is true:
tell the publisher and the quote with what you tell, and mention contradictions (`conflicts`). Find a thing first
(`find_thing`) if its name may be spelt otherwise. Questions that are ready to ask are listed by `list_questions`; for
others write SPARQL 1.1 with `sparql`, with the prefixes mrg: <{vocab.NS}>, company:, market:, topic:, region: and rdfs:
declared already; ?market mrg:hasPlayer ?company is one hop, ?claim mrg:evidence/mrg:quote ?sentence its proof.
"""


class Tools:
    """What an assistant may ask; each method is a tool, its docstring what the assistant reads of it."""

    def __init__(self, graph: Path | str) -> None:
        self._graph = Graph(graph)
        self._place = str(graph)

    def find_thing(self, name: str) -> list[dict[str, Any]]:
        """Find companies, markets, topics, regions, publishers and reports by words of their names.

        The words may stand in any order and have a typing error. Each thing comes with its kinds, its IRI, the number
        of reports that name it, and whether all words fit (`whole`); the likeliest come first.
        """
        return self._graph.search(name)[:_MOST]

    def market_sheet(self, name: str, limit: int = _MOST) -> dict[str, Any]:
        """Tell all about one market: sizes, growth, shares, players, technologies, applications, regions, conflicts.

        Figures come with their publisher and sentence. Lists are cut at `limit`; `left_out` says how many more there
        are.
        """
        return _cut(self._graph.market(name), limit)

    def company_sheet(self, name: str, limit: int = _MOST) -> dict[str, Any]:
        """Tell all about one company: its markets with the sentences that say so, who plays there too, its figures."""
        return _cut(self._graph.company(name), limit)

    def neighbours(self, name: str, limit: int = _MOST) -> dict[str, Any]:
        """List what a thing is tied to, in both directions, each tie with the sentences behind it."""
        cut = _cut({"ties": self._graph.ties(name)}, limit)
        things = [thing["iri"] for thing in self._graph.find(name)]
        return {**cut, "ties": [self._with_sources(things, tie) for tie in cut["ties"]]}

    def why(
        self,
        subject: str,
        predicate: str | None = None,
        object: str | None = None,  # noqa: A002 - what the assistant calls it
        limit: int = 20,
    ) -> dict[str, Any]:
        """Show the proof of an edge, or all claims about a thing: report, sentence, place, rule, confidence, flags.

        `predicate`: a relation such as hasPlayer, or size, growth, share, revenue. Each claim says who else supports or
        contradicts it.
        """
        return _cut({"claims": self._graph.why(subject, predicate, object)}, limit)

    def conflicts(self, market: str | None = None, limit: int = 20) -> dict[str, Any]:
        """List figures for one quantity that no rounding reconciles, with both sentences; of one market, or of all."""
        return _cut({"conflicts": self._graph.conflicts(market)}, limit)

    def list_questions(self) -> list[dict[str, Any]]:
        """List the questions that are ready to ask, with their parameters; `ask_question` answers them."""
        from mrgraph.asking import saved_queries

        return [
            {
                "name": query.name,
                "question": query.question,
                "parameters": [
                    {"name": each.name, "type": each.type, "default": each.default, "example": each.example}
                    for each in query.parameters
                ],
            }
            for query in saved_queries.saved_queries()
        ]

    def ask_question(self, name: str, parameters: dict[str, str] | None = None, limit: int = _MOST) -> dict[str, Any]:
        """Ask a question of `list_questions` by its name, with values for its parameters."""
        return self._asked(self._graph.sparql(name, parameters or {}), limit)

    def sparql(self, query: str, limit: int = _MOST) -> dict[str, Any]:
        """Ask a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE); it only reads, and ends after ten seconds.

        Add mrg:evidence/mrg:quote and mrg:statedIn to what you ask, so that the answer carries its proof.
        """
        return self._asked(query, limit)

    # -------------------------------------------------------------------------------------------------- inside

    def _with_sources(self, things: list[str], tie: dict[str, Any]) -> dict[str, Any]:
        """The tie of one of the things with the claims that license it."""
        claims = self._graph.claims
        edges = (_edge(thing, f"{vocab.NS}{tie['relation']}", tie) for thing in things)
        links = (link for edge in edges for link in claims.links_by_edge.get(edge, ()) if claims.sound(link))
        return {**tie, "sources": [wording.source(claims, link) for link in links]}

    def _asked(self, text: str, limit: int) -> dict[str, Any]:
        """The answer of a process of its own, which is ended when its time is up; the text comes by stdin, so that no
        name of a file or of an option is taken for more than text.
        """
        options = ["-g", self._place, "--timeout", str(_SECONDS), "--limit", str(_capped(limit) + 1)]
        for form in ("jsonl", "turtle"):
            command = [sys.executable, "-m", "mrgraph", "query", *options, "--format", form, "-"]
            done = _run(command, text)
            if done.returncode == 0:
                return _answer(form, done.stdout, done.stderr, _capped(limit))
            if "the answer is a graph" not in done.stderr:
                break
        raise MrgraphError(done.stderr.removeprefix("mrgraph: ").strip() or "the query ended its process; simplify it")


def server(graph: Path | str) -> Any:
    """The server for a graph, to be run over stdio.

    Raises MissingExtra without the SDK, GraphError where there is no graph.
    """
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise MissingExtra(
            "the server needs the SDK of the protocol; install it: pip install 'mrgraph[mcp]'"
        ) from error
    from mrgraph import __version__

    tools = Tools(graph)
    whole = MCPServer("mrgraph", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    annotations = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for name in TOOLS:
        whole.tool(name=name, annotations=annotations)(_told(getattr(tools, name), ToolError))
    return whole


TOOLS: Final = (
    *("find_thing", "market_sheet", "company_sheet", "neighbours", "why", "conflicts"),
    *("list_questions", "ask_question", "sparql"),
)


def _told(tool: Callable[..., Any], error_kind: type[Exception]) -> Callable[..., Any]:
    """The tool, with our errors as those that the assistant is told."""
    from functools import wraps

    @wraps(tool)
    def told(*args: Any, **more: Any) -> Any:
        try:
            return tool(*args, **more)
        except MrgraphError as error:
            raise error_kind(str(error)) from error

    return told


def _run(command: list[str], text: str) -> subprocess.CompletedProcess[str]:
    stdin = text.encode("utf-8", "replace")
    try:
        done = subprocess.run(command, capture_output=True, input=stdin, timeout=_SECONDS * 3, check=False)
        out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(command, done.returncode, out, err)
    except subprocess.TimeoutExpired as error:
        raise MrgraphError(f"not answered within {_SECONDS:g} s; narrow the query") from error


def _answer(form: str, text: str, said: str, limit: int) -> dict[str, Any]:
    """Rows as objects, or triples as Turtle, cut at the limits; `notes`: what the command said beside."""
    notes = [line for line in said.splitlines() if line]
    if form == "turtle":
        cut = {"left_out": "the end; ask for less"} if len(text) > _LARGEST else {}
        return {"turtle": text[:_LARGEST], "notes": notes, **cut}
    rows = [json.loads(line) for line in text.splitlines()]
    shown = rows[:limit]
    while len(json.dumps(shown)) > _LARGEST:
        shown = shown[: len(shown) // 2]
    more = {"left_out": "there are more rows; raise `limit`, or narrow the query"} if len(shown) < len(rows) else {}
    return {"rows": shown, "notes": notes, **more}


def _edge(thing: str, predicate: str, tie: Mapping[str, Any]) -> tuple[str, str, str]:
    return (thing, predicate, tie["iri"]) if tie["direction"] == "out" else (tie["iri"], predicate, thing)


def _capped(limit: int) -> int:
    return max(1, min(limit, _LIMIT))


def _cut(whole: dict[str, Any], limit: int) -> dict[str, Any]:
    """The object with each of its lists cut at the limit, and how many of each were left out."""
    most = _capped(limit)
    left_out = {
        name: len(value) - most for name, value in whole.items() if isinstance(value, list) and len(value) > most
    }
    cut = {name: value[:most] if isinstance(value, list) else value for name, value in whole.items()}
    return {**cut, "left_out": left_out} if left_out else cut
