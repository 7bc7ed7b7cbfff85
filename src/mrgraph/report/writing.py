"""Network -> the report as one HTML file without scripts, or as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph.output import markup, printable
from mrgraph.page.html_page import policy
from mrgraph.report import coverage_sections, figure_sections
from mrgraph.report.content import Names, Quotes

if TYPE_CHECKING:
    from mrgraph.page.network import Network
    from mrgraph.report.content import Cell, Section

_ROOM: Final = "mrgraph.report"


@dataclass(frozen=True, slots=True)
class Report:
    """The sections in their order, and all that they quote."""

    title: str
    sections: tuple[Section, ...]
    quotes: Quotes


def report(network: Network, title: str = "") -> Report:
    """The report on a network."""
    names, quotes = Names(network), Quotes()
    sections = (
        coverage_sections.glance(network),
        figure_sections.disagreements(network, names, quotes),
        figure_sections.growth(network, names, quotes),
        figure_sections.sizes(network, names, quotes),
        figure_sections.shares(network, names, quotes),
        coverage_sections.matrix(network, names, quotes),
        coverage_sections.companies(network, names, quotes),
        figure_sections.periods(network, names),
        coverage_sections.white_space(network, names, quotes),
        coverage_sections.regions(network, names),
    )
    return Report(title or f"{len(network.reports):,} market reports", sections, quotes)


def html(content: Report) -> bytes:
    """One self-contained file: no script, nothing from outside; the same report gives the same bytes."""
    style = markup.source(_ROOM, "report.css")
    page = markup.render(_ROOM, "report.html.jinja", report=content, style=markup.Markup(style), policy=policy(style))
    return page.encode("utf-8", "replace")


def markdown(content: Report) -> bytes:
    """The tables of the report as Markdown, with the quotes numbered at the end."""
    parts = [f"# {_plain(content.title)}"]
    for section in content.sections:
        parts += [f"## {section.title}", section.says]
        if section.table.rows:
            rule = "|".join("---:" if cell.number else "---" for cell in section.table.rows[0])
            head = f"| {' | '.join(section.table.columns)} |\n|{rule}|"
            parts.append("\n".join([head, *(f"| {' | '.join(map(_cell, row))} |" for row in section.table.rows)]))
        else:
            parts.append("Nothing.")
        if section.table.left_out:
            parts.append(f"Shown: {section.table.left_out}.")
    parts.append("## Quotes")
    for number, quote, support in content.quotes.all():
        place = f", characters {quote.start} to {quote.end}" if quote.start is not None else ""
        heading = f"{_plain(quote.heading)} " if quote.heading else ""
        flags = f" [{', '.join(support.flags)}]" if support.flags else ""
        parts.append(f"{number}. {heading}“{_plain(quote.text)}” ({_plain(quote.document)}{place}){flags}")
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _cell(cell: Cell) -> str:
    behind = f" [{', '.join(map(str, cell.quotes))}]" if cell.quotes else ""
    return _plain(cell.text) + behind


def _plain(text: str) -> str:
    """The text in one line, safe to show, with every sign escaped that Markdown or HTML would read as markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#!~&" else sign for sign in printable.one_line(text))
