"""Write docs/queries.md: the saved queries with their answers on the seeds.

Run it after each change of a query or of what is read from the seeds, and commit both:

    python tools/generate_query_docs.py           # writes
    python tools/generate_query_docs.py --check   # exits 1 if the committed file is stale
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import mrgraph
from mrgraph import rdf
from mrgraph.asking import saved_queries
from mrgraph.asking.queries import Answer, ask
from mrgraph.asking.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "queries.md"
HEAD = f"""\
Generated from `queries/*.rq` and the five documents in `seeds/` by `make docs`. Ask a query by its name, with
`NAME=VALUE` for its parameters. Names of things are looked up in the graph: as written, then whatever the case, then
other names of the same thing; a name with the same words in another order, or with
a typing error, is taken where one thing fits clearly, and told. `mrgraph queries NAME` shows the SPARQL;
`--iris` adds a column with the IRI beside each column of names. SPARQL of your own takes `NAME=VALUE`, too, for any of
its variables: `mrgraph query 'SELECT ?c {{ ?m mrg:hasPlayer ?c }}' m=market:package-on-package`.

Your own queries lie as `NAME.rq` in the folder that `{saved_queries.FOLDER}` names, or in `~/.config/mrgraph/queries`,
with the same header.
"""
ROWS = 8  # of an answer that are shown
LETTERS = 70  # of a cell that are shown


def main() -> int:
    """Write the page, or with --check only compare; 0 when it is (now) fresh."""
    text = generate()
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


def generate() -> str:
    """The page: how to ask, then each query with its parameters and its answer."""
    store = rdf.as_store(mrgraph.build([str(ROOT / "seeds")]).triples)
    return "\n".join(line for query in (None, *saved_queries.saved_queries()) for line in _section(query, store))


def _section(query: saved_queries.SavedQuery | None, store: rdf.Store) -> Iterator[str]:
    if query is None:
        yield "# Saved queries\n"
        yield HEAD
        return
    yield f"## {query.name}\n"
    yield f"{query.question}\n"
    yield f"```sh\n{query.usage()}\n```\n"
    for each in query.parameters:
        default = "required" if each.default is None else f"default {each.default}"
        yield f"- `{each.name}`: {each.type}, {default}; for example {each.example}"
    if query.parameters:
        yield ""
    values = {each.name: each.example for each in query.parameters if each.default is None}
    yield from _answer(ask(store, query.filled(values, store)))


def _answer(found: Answer) -> Iterator[str]:
    if found.kind == "graph":
        yield f"A graph of {len(found.triples):,} triples.\n"
    elif not found.rows:
        yield "On the seeds: no row.\n"
    else:
        yield "".join(markdown(found.columns, found.rows[:ROWS], longest=LETTERS))
        if len(found.rows) > ROWS:
            yield f"… and {len(found.rows) - ROWS:,} more rows.\n"


if __name__ == "__main__":
    sys.exit(main())
