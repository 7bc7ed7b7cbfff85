"""A document's text -> a sanitised copy as HTML: only its words, with a target at each sentence that is quoted."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mrgraph.output import markup
from mrgraph.page.html_page import ROOM, policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mrgraph.page.network import Network

FOLDER: Final = "sources"
Places = tuple[tuple[int, int], ...]  # start and end of each quote, sorted


def quoted(network: Network) -> dict[str, Places]:
    """The places of all quotes by the key of their document, sorted."""
    found: dict[str, set[tuple[int, int]]] = {}
    supports = [
        *(link.support for link in network.links),
        *(figure.support for figure in network.figures),
        *(link.support for report in network.reports for link in report.listed),
        *(item.support for report in network.reports for item in report.aside),
    ]
    for support in supports:
        for quote in support.quotes:
            if quote.start is not None and quote.end is not None:
                found.setdefault(quote.key, set()).add((quote.start, quote.end))
    return {key: tuple(sorted(places)) for key, places in sorted(found.items())}


def copies(texts: Mapping[str, tuple[str, str]], places: Mapping[str, Places]) -> dict[str, bytes]:
    """The copies of the documents in `texts` (key -> name and text), by their paths beside the page."""
    found = sorted(texts.items())
    return {f"{FOLDER}/{key}.html": copy(name, text, places.get(key, ())) for key, (name, text) in found}


def copy(name: str, text: str, places: Iterable[tuple[int, int]]) -> bytes:
    """The text as HTML without scripts; the character where a quote begins has the id "c" and its offset."""
    style = markup.source(ROOM, "source.css")
    page = markup.render(
        ROOM,
        "source.html.jinja",
        name=name,
        style=markup.Markup(style),
        policy=policy(style),
        pieces=_pieces(text, list(places)),
    )
    return page.encode("utf-8", "replace")


def _pieces(text: str, places: list[tuple[int, int]]) -> list[tuple[str, bool, list[int]]]:
    """The text in pieces: its words, whether a quote covers them, and the offsets of the quotes that begin there."""
    cuts = sorted({0, len(text), *(end for place in places for end in place if 0 < end < len(text))})
    begins = {start for start, _ in places}
    found = []
    covered = 0  # up to here
    waiting = sorted(places)
    for start, end in pairwise(cuts):
        while waiting and waiting[0][0] <= start:
            covered = max(covered, waiting.pop(0)[1])
        found.append((text[start:end], start < covered, [start] if start in begins else []))
    return found
