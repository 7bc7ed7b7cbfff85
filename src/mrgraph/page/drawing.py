"""An RDF graph -> the network to draw: reports, what they name, the sentences behind each link, and positions."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.claims.claims import Claims
from mrgraph.claims.figure_text import figures
from mrgraph.claims.links import KIND_OF, NODE_KINDS, Link, Links, Selection, SetAside, by_report, links
from mrgraph.claims.lookup import Index
from mrgraph.page.layout import market_dots
from mrgraph.page.layout.field import Site
from mrgraph.page.layout.layout import lay_out
from mrgraph.page.layout.saved_positions import EMPTY, Layout
from mrgraph.page.network import Network, Node, Report
from mrgraph.trust.conflict_cards import disagreements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mrgraph.page.layout.market_dots import Dot
    from mrgraph.rdf.terms import Triple

# An entity in more reports than this, or this share of them, ties everything to everything: it is listed, not drawn.
_HUB_REPORTS, _HUB_SHARE = 12, 0.05


def network(triples: Iterable[Triple], *, selection: Selection | None = None, former: Layout = EMPTY) -> Network:
    """The network of a graph: the same graph, selection and former layout give the same network, positions included."""
    return from_index(Index(triples), selection=selection, former=former)


def from_index(index: Index, *, selection: Selection | None = None, former: Layout = EMPTY) -> Network:
    """The network of a graph that is indexed already."""
    link_groups = links(index, selection)
    reports = index.of_type(vocab.Report) if selection is None else tuple(sorted(selection.reports))
    chosen = frozenset(reports)
    all_figures = tuple(figure for figure in figures(index) if figure.report in chosen)
    nodes, layout, dots = _nodes(index, reports, link_groups.drawn, former)
    drawn_iris = {node.iri for node in nodes}
    mentioned = {iri for f in all_figures for iri in (f.report, f.market, f.company, f.segment) if iri}
    mentioned |= {link.node for link in link_groups.listed}
    claims = Claims(index, chosen)
    return Network(
        nodes=nodes,
        links=link_groups.drawn,
        reports=_reports(claims, reports, link_groups),
        figures=all_figures,
        disagreements=disagreements(claims, all_figures),
        names=tuple((iri, index.label(iri)) for iri in sorted(mentioned - drawn_iris)),
        flags=tuple(
            (index.label(iri), index.one(iri, vocab.SKOS_DEFINITION) or "")
            for iri in index.of_type(vocab.Flag, vocab.Defect)
        ),
        layout=layout,
        dots=dots,
    )


# ------------------------------------------------------------------------------------------------ nodes


def _nodes(
    index: Index, reports: tuple[str, ...], drawn: tuple[Link, ...], former: Layout
) -> tuple[tuple[Node, ...], Layout, Mapping[str, tuple[Dot, ...]]]:
    kinds = dict.fromkeys(reports, ("report",)) | _kinds(drawn)
    named_in: dict[str, set[str]] = {iri: {iri} for iri in reports}
    topics: dict[str, str] = {}
    for link in drawn:
        named_in.setdefault(link.node, set()).add(link.report)
        if link.relation == vocab.studies:
            topics.setdefault(link.report, index.label(link.node))
    limit = max(_HUB_REPORTS, int(_HUB_SHARE * len(reports)))
    labels = {iri: index.label(iri) for iri in kinds}
    sites = [
        Site(iri, labels[iri], kinds[iri][0], tuple(sorted(named_in[iri])), topics.get(iri, ""))
        for iri in sorted(kinds)
        if len(named_in[iri]) <= limit
    ]
    layout = lay_out(sites, former)
    drawn_nodes = tuple(
        Node(
            iri=iri,
            label=labels[iri],
            aliases=_aliases(index, iri, labels[iri]),
            kinds=kinds[iri],
            reports=tuple(sorted(named_in[iri])),
            hub=len(named_in[iri]) > limit,
            place=layout.places.get(iri),
            cluster=layout.home.get(iri, ""),
            weight=weight(1 if kinds[iri][0] == "report" else len(named_in[iri])),
        )
        for iri in sorted(kinds)
    )
    return drawn_nodes, layout, market_dots.dots(sites, layout)


def weight(reports: int) -> int:
    """What a step on a path costs that leads to an entity in so many reports: 1, and 4 more each time they double.

    >>> [weight(count) for count in (1, 2, 3, 4, 100)]
    [1, 5, 7, 9, 27]
    """
    return 1 + (reports**4).bit_length() - 1 if reports > 1 else 1


def _kinds(drawn: tuple[Link, ...]) -> dict[str, tuple[str, ...]]:
    """The kinds of every entity, the one with most links first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for link in drawn:
        counts[link.node][KIND_OF[link.relation]] += 1
    return {
        iri: tuple(sorted(count, key=lambda kind: (-count[kind], NODE_KINDS.index(kind))))
        for iri, count in counts.items()
    }


def _aliases(index: Index, iri: str, label: str) -> tuple[str, ...]:
    """Other names by which a search finds the node."""
    terms = (vocab.SKOS_ALT_LABEL, vocab.RDFS_LABEL, vocab.DCT_TITLE, vocab.DCT_IDENTIFIER, vocab.iso3166)
    return tuple(sorted({name for term in terms for name in index.all(iri, term)} - {label}))


# ---------------------------------------------------------------------------------------------- reports


def _reports(claims: Claims, reports: tuple[str, ...], link_groups: Links) -> tuple[Report, ...]:
    listed = by_report(link_groups.listed)
    studied = {link.report: link.node for link in reversed(link_groups.drawn) if link.relation == vocab.studies}
    aside: dict[str, list[SetAside]] = defaultdict(list)
    for item in link_groups.aside:
        aside[item.report].append(item)
    return tuple(
        _report(claims, iri, studied.get(iri), tuple(listed.get(iri, ())), tuple(aside[iri])) for iri in reports
    )


def _report(
    claims: Claims, iri: str, market: str | None, listed: tuple[Link, ...], aside: tuple[SetAside, ...]
) -> Report:
    index = claims.index
    documents = index.all(iri, vocab.describedIn)
    return Report(
        iri=iri,
        titles=index.all(iri, vocab.DCT_TITLE),
        publisher=", ".join(index.labels(index.all(iri, vocab.publishedBy))),
        market=market,
        scope=index.labels(index.all(iri, vocab.scope)),
        start=index.integer(iri, vocab.fromYear),
        end=index.integer(iri, vocab.toYear),
        urls=tuple(url for url in index.all(iri, vocab.SCHEMA_URL) if url.startswith(("https://", "http://"))),
        documents=index.labels(documents),
        family=claims.families.of(iri),
        warnings=tuple(sorted({label for d in documents for label in index.labels(index.all(d, vocab.flag))})),
        listed=listed,
        aside=aside,
    )
