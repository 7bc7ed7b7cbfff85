"""`mrgraph` against rdflib and the `oxigraph` command on graphs of several sizes: ratios, all taken in one run.

    python benchmarks/query/engines.py FOLDER [--sizes 10000 100000 1000000] [--oxigraph PATH] [--jena CLASSPATH]
        [--only warm|cold|index|memory] [--rdflib-up-to 1000000]

warm: one process, the graph open; mrgraph.query against pyoxigraph and rdflib, seconds of CPU for each query.
cold: a process for each query; `mrgraph query` against `oxigraph query` and Jena's, with the index there.
index: the first call of `mrgraph query` against `oxigraph load`.
memory: of a process that lists, or builds, the whole graph.
FOLDER keeps the graphs between runs. Row counts are compared, and a difference is an error. README.md has the figures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from synthetic import turtle

from mrgraph import rdf, vocab
from mrgraph.asking import queries as engine

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


def seconds(*works: Callable[[], Any], least: float = 0.3) -> tuple[list[float], Any]:
    """CPU seconds of the fastest run of each, of several in turns; and what the first gives."""
    best, spent, result = [float("inf")] * len(works), 0.0, None
    while spent < least:
        for place, work in enumerate(works):
            started = time.process_time()
            found = work()
            took = time.process_time() - started
            best[place] = min(best[place], took)
            spent += max(took, 1e-4)
            result = found if place == 0 else result
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
    alone = pyoxigraph.Store()
    alone.bulk_load(path=str(file))
    store = rdf.as_store(alone)
    other: Any = None
    if with_rdflib:
        import rdflib

        other = rdflib.Graph()
        other.parse(file)
    print(f"\nwarm, {len(store):,} triples        mrgraph, ms   of pyoxigraph   rdflib, ms   rdflib / mrgraph")
    for name, query in QUERIES.items():

        def plain(query: str = query) -> list[Any]:
            result = alone.query(query, prefixes=dict(vocab.PREFIXES))
            graph = isinstance(result, pyoxigraph.QueryTriples)
            return list(result) if graph else [tuple(row) for row in result]  # type: ignore[union-attr]

        (ours, theirs), found = seconds(lambda query=query: engine.ask(store, query), plain)
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


class Spent(NamedTuple):
    """What a command took: CPU seconds (the median of several runs) and bytes of memory (the most)."""

    processor: float
    memory: int


def spent(*commands: list[str], runs: int = 7) -> list[Spent]:
    """What each command took; they run in turns, so that another load on the machine meets all of them."""
    found: list[list[tuple[float, int]]] = [[] for _ in commands]
    for _ in range(runs):
        for place, command in enumerate(commands):
            found[place].append(_once(command))
    return [Spent(sorted(one)[runs // 2][0], max(memory for _, memory in one)) for one in found]


def _once(command: list[str]) -> tuple[float, int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}: {command}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def _mrgraph(file: Path, query: str, form: str = "tsv") -> list[str]:
    return [str(Path(sys.executable).parent / "mrgraph"), "query", "-g", str(file), "--format", form, query]


def cold(file: Path, given: argparse.Namespace) -> None:
    location, jena = file.with_suffix(".oxigraph"), file.with_suffix(".tdb2")
    if not location.exists():
        subprocess.run([given.oxigraph, "load", "-l", str(location), "-f", str(file)], check=True, capture_output=True)
        subprocess.run([given.oxigraph, "optimize", "-l", str(location)], check=True, capture_output=True)
    java = ["java", "-cp", str(given.jena)]
    if given.jena and not jena.exists():
        subprocess.run([*java, "tdb2.tdbloader", "--loc", str(jena), str(file)], check=True, capture_output=True)
    subprocess.run(_mrgraph(file, "ASK {}"), check=True, capture_output=True)
    print(f"\ncold, {file.name}    mrgraph, ms     MB   oxigraph, ms     MB   more, ms   ratio    jena, ms     MB")
    for name in ("point", "one market", *HEAVY):
        query = PREFIXES + QUERIES[name]
        commands = [
            _mrgraph(file, QUERIES[name]),
            [given.oxigraph, "query", "-l", str(location), "-q", query, "--results-format", "tsv"],
        ]
        ours, theirs = spent(*commands)
        line = f"{name:<20} {_told(ours)}   {_told(theirs)} {(ours.processor - theirs.processor) * 1000:>10.0f}"
        line += f" {ours.processor / theirs.processor:>7.2f}"
        if given.jena:
            line += (
                f" {_told(spent([*java, 'tdb2.tdbquery', '--loc', str(jena), '--results', 'tsv', query], runs=3)[0])}"
            )
        print(line, flush=True)


def _told(found: Spent) -> str:
    return f"{found.processor * 1000:>11.0f} {found.memory / 2**20:>6.0f}"


def index(file: Path, oxigraph: str) -> None:
    mine = file.parent / ".mrgraph-index"
    location = file.with_suffix(".loaded")
    ratios = []
    for _ in range(3):
        for folder in (*mine.glob(f"{file.name}*"), location):
            shutil.rmtree(folder, ignore_errors=True)
        ours, theirs = spent(_mrgraph(file, "ASK {}"), [oxigraph, "load", "-l", str(location), "-f", str(file)], runs=1)
        ratios.append(ours.processor / theirs.processor)
    shutil.rmtree(location, ignore_errors=True)
    ratio, size = sorted(ratios)[1], ours.memory / 2**20
    print(f"\nindex, {file.name}: CPU {ratio:.2f} of `oxigraph load` (median of 3), {size:.0f} MB")


def memory(file: Path) -> None:
    """Memory of a process that gives every triple, as rows and as a graph."""
    subprocess.run(_mrgraph(file, "ASK {}"), check=True, capture_output=True)
    print(f"\nmemory, {file.name}     MB   CPU, s")
    listing, whole = "SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"
    forms = [(listing, form) for form in ("csv", "json", "jsonl", "table")]
    forms += [(whole, form) for form in ("turtle", "ntriples", "jsonld")]
    for query, form in forms:
        found = spent(_mrgraph(file, query, form), runs=1)[0]
        print(f"{query.split()[0]:<10} {form:<9} {found.memory / 2**20:>10.0f} {found.processor:>8.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"))
    parser.add_argument("--only", choices=["warm", "cold", "index", "memory"])
    parser.add_argument("--rdflib-up-to", type=int, default=100_000, help="larger graphs are not given to rdflib")
    parser.add_argument("--jena", metavar="CLASSPATH", help="of Apache Jena's jars, to ask its TDB2 as well")
    given = parser.parse_args()
    given.folder.mkdir(exist_ok=True)
    for size in given.sizes:
        file = graph(given.folder, size)
        if given.only in (None, "warm"):
            warm(file, with_rdflib=size <= given.rdflib_up_to)
        if given.oxigraph and given.only in (None, "index"):
            index(file, given.oxigraph)
        if given.oxigraph and given.only in (None, "cold"):
            cold(file, given)
        if given.only in (None, "memory"):
            memory(file)


if __name__ == "__main__":
    main()
