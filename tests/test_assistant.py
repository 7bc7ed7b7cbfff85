"""The graph as tools of an assistant, asked with the client of the protocol's own SDK."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from mrgraph.errors import MissingExtra, MrgraphError
from mrgraph.library import assistant_tools
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Call = tuple[str, dict[str, Any]]
SDK = "the SDK of the protocol is not installed, so NOTHING was asked through it: pip install 'mrgraph[mcp]'"


@pytest.fixture(scope="module")
def tools(seeds_graph: Path) -> assistant_tools.Tools:
    return assistant_tools.Tools(seeds_graph)


@pytest.fixture(scope="module")
def ask(seeds_graph: Path) -> Callable[..., list[Any]]:
    """Answers to calls of tools, all asked in one session over stdio; an error is (its text,)."""
    mcp = pytest.importorskip("mcp", reason=SDK)
    stdio = pytest.importorskip("mcp.client.stdio", reason=SDK)

    async def session(calls: list[Call]) -> list[Any]:
        command = stdio.StdioServerParameters(
            command=sys.executable, args=["-m", "mrgraph", "mcp", "-g", str(seeds_graph)], env=dict(os.environ)
        )
        async with stdio.stdio_client(command) as (read, write), mcp.ClientSession(read, write) as client:
            told = await client.initialize()
            listed = await client.list_tools()
            answers = [await client.call_tool(name, arguments) for name, arguments in calls]
            return [told, listed.tools, *map(read_answer, answers)]

    return lambda *calls: asyncio.run(session(list(calls)))


def read_answer(answer: Any) -> Any:
    text = "".join(part.text for part in answer.content)
    return (text,) if answer.is_error else answer.structured_content or json.loads(text)


def test_an_assistant_finds_asks_and_gets_the_sentences(ask: Callable[..., list[Any]]) -> None:
    told, listed, thing, sheet, proof, rows, wrong = ask(
        ("find_thing", {"name": "AMKOR"}),
        ("company_sheet", {"name": "amkor"}),
        ("why", {"subject": "package on package", "predicate": "hasPlayer", "object": "amkor"}),
        ("sparql", {"query": "SELECT ?name { ?c a mrg:Company ; rdfs:label ?name } ORDER BY ?name", "limit": 2}),
        ("market_sheet", {"name": "package on"}),
    )
    assert told.instructions.startswith("A knowledge graph of market-research reports")
    assert {tool.name for tool in listed} == set(assistant_tools.TOOLS)
    assert all(tool.description and tool.annotations.read_only_hint for tool in listed)
    assert "Amkor Technology Inc." in json.dumps(thing)
    assert "Package on package" in {market["label"] for market in sheet["markets"]}
    assert "Amkor" in proof["claims"][0]["passages"][0]["quote"]
    assert len(rows["rows"]) == 2
    assert "more rows" in rows["left_out"]
    assert "did you mean 'Package on package'" in wrong[0]


def test_each_tie_has_its_sentences(tools: assistant_tools.Tools) -> None:
    ties = tools.neighbours("amkor")["ties"]
    players = [tie for tie in ties if tie["relation"] == "hasPlayer"]
    assert players
    assert all("Amkor" in tie["sources"][0]["passages"][0]["quote"] for tie in players)
    cut = tools.neighbours("package on package", limit=3)
    assert len(cut["ties"]) == 3
    assert cut["left_out"]["ties"] > 5


def test_sheets_are_cut_and_say_so(tools: assistant_tools.Tools) -> None:
    sheet = tools.market_sheet("package on package", limit=2)
    assert len(sheet["players"]) == 2
    assert sheet["left_out"]["players"] > 3
    assert "left_out" not in tools.company_sheet("Circuitnet")


def test_ready_questions_are_answered(tools: assistant_tools.Tools) -> None:
    listed = {question["name"]: question for question in tools.list_questions()}
    assert listed["players"]["parameters"][0]["name"] == "market"
    rows = tools.ask_question("players", {"market": "package on package"})["rows"]
    assert "Micron Technology" in {row["company"] for row in rows}
    with pytest.raises(MrgraphError, match="no saved query"):
        tools.ask_question("nothing-of-this-name")


def test_graphs_and_truths_are_answered(tools: assistant_tools.Tools) -> None:
    assert tools.sparql("ASK { ?c a mrg:Company }")["rows"] == [True]
    assert "a mrg:Company" in tools.sparql("CONSTRUCT WHERE { ?c a mrg:Company }", limit=5)["turtle"]
    empty = tools.sparql("SELECT ?c { ?c a mrg:Compani }")
    assert empty["rows"] == []
    assert any("did you mean mrg:Company?" in note for note in empty["notes"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE would leave this graph"),
        ("CLEAR ALL", "query:1:1"),
        ("SELECT", "query:"),
        ("--help", "query:1:3: unknown word 'help'.*\n--help\n"),
        (str(data_path("queries") / "players.rq"), r"^query:1:\d+: "),
    ],
)
def test_what_does_more_than_read_is_refused(tools: assistant_tools.Tools, query: str, said: str) -> None:
    with pytest.raises(MrgraphError, match=said):
        tools.sparql(query)


def test_a_query_without_end_is_ended(tools: assistant_tools.Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant_tools, "_SECONDS", 0.3)
    with pytest.raises(MrgraphError, match="not answered within"):
        tools.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?g) }")


def test_a_missing_sdk_is_told(seeds_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(MissingExtra, match=r"pip install 'mrgraph\[mcp\]'"):
        assistant_tools.server(seeds_graph)
