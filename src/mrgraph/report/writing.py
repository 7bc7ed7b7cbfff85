"""Network -> the report: a page of summary and short chapters, the sentences behind them in an appendix on request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph.output import markup, printable
from mrgraph.page.html_page import policy
from mrgraph.report import coverage_sections, figure_sections
from mrgraph.report.content import Names, Quotes
from mrgraph.report.print_file import print_file
from mrgraph.report.summary_page import summary
from mrgraph.report.word_file import word_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mrgraph.page.network import Network
    from mrgraph.report.content import Cell, Section, Summary

_ROOM: Final = "mrgraph.report"


@dataclass(frozen=True, slots=True)
class Report:
    """The summary, the chapters in their order, and all that they quote; nothing in a report without an appendix."""

    title: str
    summary: Summary
    sections: tuple[Section, ...]
    quotes: Quotes


def report(network: Network, title: str = "", *, evidence: bool = False) -> Report:
    """The report on a network.

    `evidence`: with all rows of its tables, up to 200, and the sentences behind them; else no chapter is longer than a
    page.
    """
    names, quotes = Names(network), Quotes(kept=evidence)
    sections: tuple[Section, ...] = (
        coverage_sections.glance(network),
        figure_sections.disagreements(network, names, quotes),
        figure_sections.growth(network, names, quotes),
        figure_sections.sizes(network, names, quotes),
        figure_sections.shares(network, names, quotes),
        coverage_sections.matrix(network, names, quotes),
        coverage_sections.companies(network, names, quotes),
        figure_sections.periods(network, names, quotes),
        coverage_sections.white_space(network, names, quotes),
        coverage_sections.regions(network, names, quotes),
    )
    if not evidence:
        sections = tuple(section for section in sections if section.table.rows and section.key != "glance")
    return Report(title or f"{len(network.reports):,} market reports", summary(network, names), sections, quotes)


def written(content: Report, form: str) -> bytes:
    """The report as html, md, docx or pdf.

    Raises MissingExtra where what makes a DOCX or a PDF is not installed.
    """
    if form == "md":
        return markdown(content)
    if form == "docx":
        return word_file(content)
    return print_file(html(content)) if form == "pdf" else html(content)


def html(content: Report) -> bytes:
    """One self-contained file: no script, nothing from outside; the same report gives the same bytes."""
    style = markup.source(_ROOM, "report.css")
    page = markup.render(_ROOM, "report.html.jinja", report=content, style=markup.Markup(style), policy=policy(style))
    return page.encode("utf-8", "replace")


def markdown(content: Report) -> bytes:
    """The tables of the report as Markdown, with the quotes numbered at the end."""
    parts = [f"# {_plain(content.title)}", "## Summary", content.summary.holds, *_summary_parts(content)]
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
    if content.quotes.kept:
        parts.append("## Evidence")
    for number, quote, support in content.quotes.all():
        offsets = f", characters {quote.start} to {quote.end}" if quote.start is not None else ""
        heading = f"{_plain(quote.heading)} " if quote.heading else ""
        flags = f" [{', '.join(support.flags)}]" if support.flags else ""
        parts.append(f"{number}. {heading}“{_plain(quote.text)}” ({_plain(quote.document)}{offsets}){flags}")
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _summary_parts(content: Report) -> Iterator[str]:
    for part in content.summary.parts:
        rows = "\n".join(f"{place}. {_plain(name)}: {_plain(told)}" for place, (name, told) in enumerate(part.rows, 1))
        yield f"### {part.title}"
        yield part.says
        yield rows


def _cell(cell: Cell) -> str:
    behind = f" [{', '.join(map(str, cell.quotes))}]" if cell.quotes else ""
    return _plain(cell.text) + behind


def _plain(text: str) -> str:
    """The text in one line, safe to show, with every sign escaped that Markdown or HTML would read as markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#!~&" else sign for sign in printable.one_line(text))
