"""`mrgraph` against rdflib and the `oxigraph` command on graphs of several sizes: ratios, all taken in one run.

    python benchmarks/query/engines.py FOLDER [--sizes 10000 100000 1000000] [--oxigraph PATH] [--only warm|cold|index]

warm: one process, the graph open; mrgraph.query against pyoxigraph and rdflib, seconds of CPU for each query.
cold: a process for each query; `mrgraph query` against `oxigraph query`, with the index there.
index: the first call of `mrgraph query` against `oxigraph load`; memory of a query process.
FOLDER keeps the graphs between runs. Row counts are compared, and a difference is an error.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthetic import turtle

from mrgraph import graphs, vocab
from mrgraph.views import query as engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The kinds of questions that analysts ask, each with something in it that engines differ on.
QUERIES = {
    "point": "SELECT ?p ?o { company:c17 ?p ?o }",
    "label": 'SELECT ?c { ?c rdfs:label "Wafer Systems 0 Inc." }',
    "one market": "SELECT ?name { market:m3 mrg:hasPlayer ?c . ?c rdfs:label ?name }",
    "count": "SELECT (COUNT(*) AS ?n) { ?c a mrg:LinkClaim }",
    "several reports": (
        "SELECT ?c (COUNT(DISTINCT ?r) AS ?n) { ?r mrg:namesCompany ?c } GROUP BY ?c HAVING (?n > 3) ORDER BY"
        " DESC(?n) ?c LIMIT 50"
    ),
    "players": (
        "SELECT ?m (COUNT(DISTINCT ?c) AS ?n) { ?m mrg:hasPlayer ?c ; a mrg:Market } GROUP BY ?m ORDER BY "
        "DESC(?n) ?m LIMIT 50"
    ),
    "growth": (
        "SELECT ?m ?x { ?g a mrg:GrowthRate ; mrg:market ?m ; mrg:percent ?x FILTER (?x > 19) } ORDER BY "
        "DESC(?x) ?m LIMIT 100"
    ),
    "disagree": (
        "SELECT ?m ?a ?b { ?g a mrg:GrowthRate ; mrg:market ?m ; mrg:percent ?a . ?h a mrg:GrowthRate ; "
        "mrg:market ?m ; mrg:percent ?b FILTER (?a + 15 < ?b) } ORDER BY ?m ?a ?b LIMIT 100"
    ),
    "sizes": (
        "SELECT ?m ?y (MAX(?v) AS ?top) { ?s a mrg:MarketSize ; mrg:market ?m ; mrg:year ?y ; mrg:amount ?v }"
        " GROUP BY ?m ?y ORDER BY DESC(?top) ?m ?y LIMIT 100"
    ),
    "evidence": "SELECT ?q { ?c mrg:object company:c1 ; mrg:evidence/mrg:quote ?q } ORDER BY ?q",
    "within": "SELECT ?r { ?r mrg:coversRegion ?a . region:MX mrg:within* ?a } LIMIT 1000",
    "optional": "SELECT ?c ?alt { ?c a mrg:Company OPTIONAL { ?c skos:altLabel ?alt } } ORDER BY ?c LIMIT 200",
    "absent": ("SELECT ?m { ?m a mrg:Market FILTER NOT EXISTS { ?m mrg:hasPlayer company:c1 } } ORDER BY ?m LIMIT 200"),
    "text": (
        "SELECT ?c ?l { ?c a mrg:Company ; rdfs:label ?l FILTER (CONTAINS(LCASE(?l), 'wafer')) } ORDER BY ?l LIMIT 100"
    ),
    "union": "SELECT ?x { { company:c1 ?p ?x } UNION { ?x ?q company:c1 } }",
    "construct": "CONSTRUCT { ?m mrg:hasPlayer ?c } { ?m mrg:hasPlayer ?c . ?c rdfs:label ?l } LIMIT 5000",
}
HEAVY = ("several reports", "players", "disagree", "sizes")
PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in vocab.PREFIXES.items())
PATIENCE = 60  # seconds that rdflib gets for a query


def graph(folder: Path, size: int) -> Path:
    """The graph of about so many triples, made once."""
    file = folder / f"{size}.ttl"
    if not file.exists():
        with file.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(turtle(size))
    return file


def seconds(work: Callable[[], Any], least: float = 0.2) -> tuple[float, Any]:
    """CPU seconds of the fastest of several runs, and the result."""
    best, spent, result = float("inf"), 0.0, None
    while spent < least:
        started = time.process_time()
        result = work()
        took = time.process_time() - started
        best, spent = min(best, took), spent + max(took, 1e-4)
    return best, result


@contextmanager
def patience(limit: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(limit)
    try:
        yield
    finally:
        signal.alarm(0)


def warm(file: Path, *, with_rdflib: bool) -> None:
    import pyoxigraph

    os.environ["MRGRAPH_NO_INDEX"] = "1"
    store = graphs.open_dataset([file])
    other: Any = None
    if with_rdflib:
        import rdflib

        other = rdflib.Graph()
        other.parse(file)
    print(f"\nwarm, {len(store):,} triples        mrgraph, ms   of pyoxigraph   rdflib, ms   rdflib / mrgraph")
    for name, query in QUERIES.items():
        ours, found = seconds(lambda query=query: engine.ask(store, query))

        def plain(query: str = query) -> list[Any]:
            result = store.query(query, prefixes=dict(vocab.PREFIXES))
            graph = isinstance(result, pyoxigraph.QueryTriples)
            return list(result) if graph else [tuple(row) for row in result]  # type: ignore[union-attr]

        theirs, _ = seconds(plain)
        line = f"{name:<28} {ours * 1000:>11.2f} {ours / theirs:>15.2f}"
        if other is not None:
            line += _beside(other, query, ours, len(found.rows) or len(found.triples))
        print(line, flush=True)
    del os.environ["MRGRAPH_NO_INDEX"]


def _beside(other: Any, query: str, ours: float, rows: int) -> str:
    started = time.process_time()
    try:
        with patience(PATIENCE):
            count = len(list(other.query(query, initNs=dict(vocab.PREFIXES))))
    except TimeoutError:
        return f"      > {PATIENCE} s         > {PATIENCE / ours:,.0f}"
    slow = time.process_time() - started
    if count != rows:
        raise SystemExit(f"rows differ: {rows} and {count}: {query}")
    return f" {slow * 1000:>12.1f} {slow / ours:>18.1f}"


def _process(command: list[str], runs: int = 7) -> tuple[float, float, int]:
    """Median of wall and CPU seconds, and the largest memory in bytes, of a command run several times."""
    walls, processors, memory = [], [], 0
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        walls.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        memory = after.ru_maxrss * 1024
    return sorted(walls)[runs // 2], sorted(processors)[runs // 2], memory


def _mrgraph(file: Path, query: str) -> list[str]:
    return [str(Path(sys.executable).parent / "mrgraph"), "query", "-g", str(file), "--format", "tsv", query]


def cold(file: Path, oxigraph: str) -> None:
    location = file.with_suffix(".oxigraph")
    if not location.exists():
        subprocess.run([oxigraph, "load", "-l", str(location), "-f", str(file)], check=True, capture_output=True)
        subprocess.run([oxigraph, "optimize", "-l", str(location)], check=True, capture_output=True)
    subprocess.run(_mrgraph(file, "ASK {}"), check=True, capture_output=True)
    print(f"\ncold, {file.name}     mrgraph CPU, ms   oxigraph CPU, ms      more, ms     ratio")
    for name in ("point", "one market", *HEAVY):
        ours = _process(_mrgraph(file, QUERIES[name]))[1]
        command = [oxigraph, "query", "-l", str(location), "-q", PREFIXES + QUERIES[name], "--results-format", "tsv"]
        theirs = _process(command)[1]
        more = (ours - theirs) * 1000
        print(f"{name:<20} {ours * 1000:>16.0f} {theirs * 1000:>18.0f} {more:>13.0f} {ours / theirs:>9.2f}", flush=True)


def index(file: Path, oxigraph: str) -> None:
    mine = file.parent / ".mrgraph-index"
    location = file.with_suffix(".loaded")
    ratios = []
    for _ in range(3):
        shutil.rmtree(mine, ignore_errors=True)
        shutil.rmtree(location, ignore_errors=True)
        ours = _process(_mrgraph(file, "ASK {}"), 1)[1]
        theirs = _process([oxigraph, "load", "-l", str(location), "-f", str(file)], 1)[1]
        ratios.append(ours / theirs)
    shutil.rmtree(location, ignore_errors=True)
    print(f"\nindex, {file.name}: CPU {sorted(ratios)[1]:.2f} of `oxigraph load` (median of 3)")
    for name in ("point", *HEAVY):
        code = f"import resource, subprocess; subprocess.run({_mrgraph(file, QUERIES[name])!r}, capture_output=True); "
        code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        print(f"memory of a query process, {name}: {int(done.stdout) / 1024:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"))
    parser.add_argument("--only", choices=["warm", "cold", "index"])
    parser.add_argument("--rdflib-up-to", type=int, default=100_000, help="larger graphs are not given to rdflib")
    given = parser.parse_args()
    given.folder.mkdir(exist_ok=True)
    for size in given.sizes:
        file = graph(given.folder, size)
        if given.only in (None, "warm"):
            warm(file, with_rdflib=size <= given.rdflib_up_to)
        if given.oxigraph and given.only in (None, "index"):
            index(file, given.oxigraph)
        if given.oxigraph and given.only in (None, "cold"):
            cold(file, given.oxigraph)


if __name__ == "__main__":
    main()
