"""The command that draws a graph: view."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mrgraph.cli import file_formats, options, terminal
from mrgraph.cli.program import DONE, PROBLEMS

if TYPE_CHECKING:
    from mrgraph.claims.links import Selection
    from mrgraph.page.html_page import Page
    from mrgraph.rdf.terms import Triple


@click.command(epilog="\b\nExample:\n  mrgraph view --open\n  mrgraph view --focus 'Amkor Technology' -o amkor.html")
@options.graph
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="HTML file to write; - is stdout. By default index.html in the graph's folder; a part has its own name.",
)
@click.option("--focus", metavar="NAME", help="Draw only NAME and the reports that name it, and begin there.")
@click.option("--market", metavar="NAME", help="Draw only the reports that study the market NAME.")
@click.option("--query", "question", metavar="FILE.rq", help="Draw only the links that a CONSTRUCT query gives.")
@click.option(
    "--sources",
    metavar="DIR",
    type=click.Path(exists=True),
    help="Where the documents lie: writes copies of their words into sources/ beside the page, to open at a sentence.",
)
@click.option(
    "--fresh", is_flag=True, help="Lay the network out anew; by default what was drawn before keeps its place."
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
def view(graph: str, output: str | None, sources: str | None, *, fresh: bool, show: bool, **part: str | None) -> int:
    """Draw the graph as one HTML page that works offline.

    Positions are kept in layout.json in the graph's folder, so that the next page looks like this one. A page beyond
    10 MB keeps its sentences in a folder beside it.
    """
    from mrgraph import rdf

    _check_combination(output, sources, show=show, part=part)
    file_formats.chosen(None, output, ("html",))
    gc.disable()  # a short life with millions of small lists: the collector would look at each of them again and again
    drawn = _Drawing(graph, fresh=fresh, **part)
    target = Path(output) if output is not None else rdf.graph_file(graph).parent / f"{drawn.name}.html"
    copies, code = _copies(drawn, sources) if sources is not None else ({}, DONE)
    folder = "" if output == "-" else f"{target.stem}.data"
    page = drawn.page(frozenset(Path(path).stem for path in copies), folder)
    if output == "-":
        terminal.write(page.html)
        return code
    for path, data in {**copies, **page.beside}.items():
        (target.parent / path).parent.mkdir(parents=True, exist_ok=True)
        terminal.save(data, target.parent / path)
    terminal.save(page.html, target)
    drawn.keep_layout()
    beside = f" and {len(page.beside)} files in {folder}/" if page.beside else ""
    terminal.say(f"wrote {target}{beside} ({page.size / 1e6:.1f} MB)")
    if show:
        open_in_browser(target)
    return code


def _check_combination(output: str | None, sources: str | None, *, show: bool, part: dict[str, str | None]) -> None:
    if output == "-" and (show or sources is not None):
        raise click.UsageError(f"{'--open' if show else '--sources'} needs a file; leave out -o -")
    chosen = [f"--{'query' if name == 'question' else name}" for name, value in part.items() if value is not None]
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(chosen)} each choose a part of the graph; give one of them")


class _Drawing:
    """One run of `mrgraph view`: the part of the graph that is drawn, and where its positions are kept."""

    def __init__(self, graph: str, *, fresh: bool, **part: str | None) -> None:
        from mrgraph import rdf
        from mrgraph.claims.lookup import Index
        from mrgraph.page import drawing
        from mrgraph.page.layout import saved_positions

        self.index = Index(rdf.read_triples(graph))
        self.focus: str | None = None
        self.name = "index"  # of the file, unless the user names one
        self._selection = self._selected(graph, **part)
        inside = Path(graph).is_dir() and self._selection is None
        self._layout_file = Path(graph) / saved_positions.FILE if inside else None
        former = saved_positions.read(self._layout_file) if self._layout_file is not None and not fresh else None
        self.network = drawing.from_index(self.index, selection=self._selection, former=former or saved_positions.EMPTY)

    def _selected(self, graph: str, *, focus: str | None, market: str | None, question: str | None) -> Selection | None:
        from mrgraph.claims.lookup import local_name
        from mrgraph.page import selection

        if focus is not None:
            focused = selection.focus(self.index, focus)
            self.focus, self.name = focused.iri, local_name(focused.iri)
            return focused.selection
        if market is not None:
            studied = selection.market(self.index, market)
            self.name = local_name(studied.iri)
            return studied.selection
        if question is None:
            return None
        self.name = Path(question).stem
        return selection.constructed(self.index, _constructed(graph, question), question)

    def page(self, copies: frozenset[str], folder: str) -> Page:
        """The page, with links to these copies of documents; `folder` is for its files, if it needs any."""
        from mrgraph.page import html_page

        name = "" if self._selection is None else self._selection.name
        return html_page.page(self.network, html_page.Options(name, self.focus, copies, folder))

    def keep_layout(self) -> None:
        """Write the positions beside the graph, if the whole of it was drawn from a folder that can be written to."""
        from mrgraph.page.layout import saved_positions

        if self._layout_file is not None and os.access(self._layout_file.parent, os.W_OK):
            terminal.save(saved_positions.write(self.network.layout), self._layout_file)


def _constructed(graph: str, question: str) -> tuple[Triple, ...]:
    """The triples that the query in a file, or a saved query, constructs."""
    from mrgraph import rdf
    from mrgraph.asking import queries, saved_queries

    file = Path(question)
    text = file.read_text(encoding="utf-8") if file.is_file() else saved_queries.saved_query(question).text
    answer = queries.ask(rdf.open_store(graph), text)
    if answer.kind != "graph":
        raise click.UsageError(f"{question}: not a CONSTRUCT query; only the triples of one can be drawn")
    return answer.triples


def _copies(drawn: _Drawing, sources: str) -> tuple[dict[str, bytes], int]:
    """Sanitised copies of the quoted documents by path beside the page, and whether all were found."""
    from mrgraph import vocab
    from mrgraph.claims.lookup import local_name
    from mrgraph.page import source_copies as maker
    from mrgraph.pipeline.batch import Reading
    from mrgraph.settings import Settings

    index = drawn.index
    keys = {index.one(iri, vocab.SCHEMA_SHA256): local_name(iri) for iri in index.of_type(vocab.Document)}
    places = maker.quoted(drawn.network)
    texts = {
        key: (document.path, document.text)
        for document in Reading(Settings()).documents([sources])
        if (key := keys.get(document.sha256)) is not None and key in places
    }
    missing = len(places) - len(texts)
    if missing:
        terminal.warn(
            f"{sources}: {missing} of {len(places)} documents are not there as they were when the graph was built"
        )
    return maker.copies(texts, places), PROBLEMS if missing else DONE


def open_in_browser(target: Path) -> None:
    """Open a file in the user's browser, or say that there is none."""
    import webbrowser

    if not webbrowser.open(target.resolve().as_uri()):
        terminal.complain(f"no browser found; open {target} by hand")
