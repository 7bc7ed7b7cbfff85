"""Where the bytes of a page go: the library, our scripts, the tables without scripts, the graph, the sentences.

    python benchmarks/page/weigh.py 5 300 2000 15000       # of piles of so many reports, as in measure.py
    python benchmarks/page/weigh.py --parts index.html     # what each column of one page adds to it, the largest first

Kilobytes as they stand in the file: packed parts as base64. What a column adds is told by packing it alone.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measure import ours, pile

PARTS = ("library", "our scripts", "style", "no script", "graph", "sentences", "in all")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", nargs="*", type=int, default=[5, 300, 2000])
    parser.add_argument("--parts", metavar="FILE", type=Path, help="a page whose columns are weighed")
    chosen = parser.parse_args()
    if chosen.parts:
        for name, size in sorted(columns(chosen.parts.read_text(encoding="utf-8")), key=lambda pair: -pair[1]):
            print(f"{size / 1000:9.1f} kB  {name}")
        return
    print(f"| reports | {' | '.join(PARTS)} |\n|{'---|' * (len(PARTS) + 1)}")
    with tempfile.TemporaryDirectory() as folder:
        for reports in chosen.reports:
            place = Path(folder) / str(reports)
            place.mkdir()
            sizes = weighed(ours(pile(reports, Path(folder)), place))
            print(f"| {reports:,} | {' | '.join(f'{sizes[part] / 1000:,.0f}' for part in PARTS)} |", flush=True)


def weighed(file: Path) -> dict[str, int]:
    """The bytes of each part of a page, those of files beside it with the sentences."""
    html = file.read_text(encoding="utf-8")
    beside = sum(each.stat().st_size for each in file.parent.rglob("*.js"))
    return {
        "library": len(packed(html, "library")),
        "our scripts": len(packed(html, "script")) + size(html, "<script>", "</script>"),
        "style": size(html, "<style>", "</style>"),
        "no script": size(html, "<noscript>", "</noscript>"),
        "graph": len(packed(html, "core")),
        "sentences": sum(map(len, re.findall(r'id="chunk-\d+">([^<]*)<', html))) + beside,
        "in all": len(html.encode()) + beside,
    }


def packed(html: str, name: str) -> str:
    """A packed part as it stands in the page."""
    found = re.search(rf'id="{name}">([^<]*)<', html)
    return found[1] if found else ""


def size(html: str, start: str, end: str) -> int:
    """The bytes between two marks, the first time they stand in the page."""
    return len(html.partition(start)[2].partition(end)[0].encode())


def columns(html: str) -> Iterator[tuple[str, int]]:
    """Each column of the graph, and of the sentences all together, with the bytes that it takes when packed alone."""
    yield from walked("graph", opened(packed(html, "core")))
    sentences: dict[str, int] = {}
    for chunk in re.findall(r'id="chunk-\d+">([^<]*)<', html):
        for name, taken in walked("sentences", opened(chunk)):
            sentences[name] = sentences.get(name, 0) + taken
    yield from sentences.items()


def opened(text: str) -> Any:
    return json.loads(zlib.decompress(b64decode(text)))


def walked(name: str, value: Any) -> Iterator[tuple[str, int]]:
    """The lists and texts below a value, by their path."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from walked(f"{name}.{key}", part)
    else:
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        yield name, len(zlib.compress(text.encode(), 9)) * 4 // 3


if __name__ == "__main__":
    main()
