"""What the page and the report show of a graph: nodes, reports, links, figures, disagreements, and positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mrgraph.claims.figure_text import Figure
    from mrgraph.claims.links import Link, SetAside
    from mrgraph.page.layout.field import Place
    from mrgraph.page.layout.market_dots import Dot
    from mrgraph.page.layout.saved_positions import Layout
    from mrgraph.trust.conflict_cards import Disagreement


@dataclass(frozen=True, slots=True)
class Node:
    """A report, or an entity that some report links to.

    `kinds`: its parts, the most frequent first. `reports`: IRIs, sorted. `hub`: in too many reports to be drawn.
    `place`: None where no first view shows it. `weight`: what a step to it costs on a path, more for what is common.
    """

    iri: str
    label: str
    aliases: tuple[str, ...]
    kinds: tuple[str, ...]
    reports: tuple[str, ...]
    hub: bool
    place: Place | None
    cluster: str
    weight: int


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a report beside its links.

    `family`: the independent source it comes from; reports of one family may copy each other. `listed`: the regions
    covered, which are not drawn. `aside`: claims that make no link. `documents`: labels.
    """

    iri: str
    titles: tuple[str, ...]
    publisher: str
    market: str | None
    scope: tuple[str, ...]
    start: int | None
    end: int | None
    urls: tuple[str, ...]
    documents: tuple[str, ...]
    family: str
    warnings: tuple[str, ...]
    listed: tuple[Link, ...]
    aside: tuple[SetAside, ...]

    @property
    def period(self) -> str:
        """The forecast period in words: "2024 to 2031", or as much as is known of it."""
        return " to ".join(str(year) for year in (self.start, self.end) if year is not None)


@dataclass(frozen=True, slots=True)
class Network:
    """Everything the page shows, sorted.

    `names` has a label for every IRI that is mentioned and is no node; `dots`: what the map shows of each cluster.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    reports: tuple[Report, ...]
    figures: tuple[Figure, ...]
    disagreements: tuple[Disagreement, ...]
    names: tuple[tuple[str, str], ...]
    flags: tuple[tuple[str, str], ...]
    layout: Layout
    dots: Mapping[str, tuple[Dot, ...]]
