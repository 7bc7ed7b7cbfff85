"""Write docs/api.md: what `import mrgraph` offers, from the docstrings; the examples are run by tests/test_library.py.

Run it after each change of the public names or their docstrings, and commit both:

    python tools/generate_api_docs.py           # writes
    python tools/generate_api_docs.py --check   # exits 1 if the committed file is stale
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mrgraph

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "api.md"
HEAD = """\
# From Python

Generated from the docstrings by `make docs`. The names are those of the commands, and mean the same. A path may be
a str or a Path; a single one need not be in a list.

```python
>>> import mrgraph
>>> graph = mrgraph.build("seeds")      # or mrgraph.open("graph"): what `mrgraph build` wrote, or any RDF file
>>> rows = graph.query("players", market="package on package")
>>> len(rows) > 5, rows.columns
(True, ('market', 'company', 'reports'))
>>> rows[0]
Row(market='Package on package', company='Amkor Technology Inc.', reports=1)
>>> "Micron Technology" in [row.company for row in rows]
True
>>> graph.query("ASK { ?report mrg:coversRegion region:JP }")
True
>>> sorted(market["label"] for market in graph.company("amkor")["markets"])
['Package on package', 'Semiconductor Metallization and Interconnects']
>>> proof = graph.why("package on package", "hasPlayer", "amkor")[0]
>>> proof["claim"], proof["publisher"]
('Package on package has the player Amkor Technology Inc.', 'reliablemarketsize.com')
>>> graph.verify("seeds")["failed"]
[]

```

In a notebook, rows show themselves as a table; `rows.to_pandas()` and `rows.to_polars()` make data frames.

```python
table = graph.query("market-sizes").to_pandas()
graph.export("graph.gexf")  # Gephi; see elsewhere.md for the others
network = graph.to_networkx()  # a networkx.MultiDiGraph
```

Whatever goes wrong is a `mrgraph.MrgraphError` that says where, what, and what to do.
"""
FIRST = ("open", "build", "Graph", "Rows", "query", "export", "extract", "to_networkx")
LAST = ("read", "parse", "link", "assemble", "save", "load", "check", "Settings", "MrgraphError")
_EXAMPLES = re.compile(r"\n*>>> .*", re.DOTALL)
LEFT_OUT = ("__version__", "BuiltGraph")  # what a build returns is told with `build`


def main() -> int:
    """Write the page, or with --check only compare; 0 when it is (now) fresh."""
    text = generate()
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


def generate() -> str:
    """The page: examples, then each public name with its signature and docstring."""
    missing = set(mrgraph.__all__) - {*FIRST, *LAST, *LEFT_OUT}
    if missing:
        raise SystemExit(f"tools/generate_api_docs.py does not place {', '.join(sorted(missing))}")
    parts = [HEAD, "## To ask and show\n", *_entries(FIRST), "## Stage by stage\n", *_entries(LAST)]
    return "\n".join(parts)


def _entries(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        thing = getattr(mrgraph, name)
        yield f"### mrgraph.{name}\n"
        yield _code(f"{name}{_signature(thing)}")
        yield _text(thing)
        if inspect.isclass(thing) and name in ("Graph", "Rows"):
            yield from _methods(thing)


def _methods(kind: Any) -> Iterator[str]:
    for name, member in vars(kind).items():
        if name.startswith("_") or not (inspect.isfunction(member) or isinstance(member, property)):
            continue
        shown = f".{name}" if isinstance(member, property) else f".{name}{_signature(member, bound=True)}"
        yield f"#### {kind.__name__}.{name}\n"
        yield _code(shown)
        yield _text(member)


def _signature(thing: Any, *, bound: bool = False) -> str:
    if inspect.isclass(thing) and thing.__init__ is Exception.__init__:
        return ""
    try:
        signature = inspect.signature(thing)
    except (TypeError, ValueError):
        return ""
    parameters = list(signature.parameters.values())[1 if bound else 0 :]
    text = str(signature.replace(parameters=parameters))
    return re.sub(r"'", "", text)


def _code(line: str) -> str:
    return f"```text\n{line}\n```\n"


def _text(thing: Any) -> str:
    """The docstring, without examples: those stand above."""
    text = inspect.getdoc(thing) or ""
    return f"{_EXAMPLES.sub('', text).strip()}\n"


if __name__ == "__main__":
    sys.exit(main())
