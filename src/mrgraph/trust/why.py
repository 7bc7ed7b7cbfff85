"""Names and a relation -> the claims behind them, and for each who says it, where, and who else agrees or disagrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mrgraph import vocab
from mrgraph.claims import wording
from mrgraph.claims.claims import FIGURES, Figure
from mrgraph.claims.evidence import support
from mrgraph.claims.lookup import local_name
from mrgraph.errors import UsageError
from mrgraph.rdf.terms import shorten
from mrgraph.records import DEFECTS
from mrgraph.trust import conflicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mrgraph.claims.claims import Claims, Link
    from mrgraph.claims.wording import Json

_LINKS: Final = (
    *(vocab.studies, vocab.publishedBy, vocab.scope, vocab.hasPlayer, vocab.hasTechnology, vocab.hasApplication),
    *(vocab.hasSegment, vocab.drivenBy, vocab.ledBy, vocab.coversRegion, vocab.within),
)
# Edges of a report that stand for a claim about its market.
_SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    vocab.namesCompany: (vocab.hasPlayer,),
    vocab.coversTechnology: (vocab.hasTechnology, vocab.drivenBy),
    vocab.coversApplication: (vocab.hasApplication,),
    vocab.coversSegment: (vocab.hasSegment,),
}
_FIGURE_WORDS: Final[Mapping[str, str]] = {
    "size": vocab.MarketSize,
    "growth": vocab.GrowthRate,
    "share": vocab.MarketShare,
    "revenue": vocab.CompanyRevenue,
}


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to show: those about one of `subjects`, with one of `predicates`, and about one of `objects`.

    All are IRIs; a figure's predicate is its class. None: any.
    """

    subjects: frozenset[str]
    predicates: frozenset[str] | None = None
    objects: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim, with the other claims that support or contradict it."""

    claim: Figure | Link
    agreeing: tuple[Figure | Link, ...]
    contradicting: tuple[Figure | Link, ...]


def predicates(name: str) -> frozenset[str]:
    """The relations or kinds of figure that a word means: "hasPlayer", "has player", "mrg:hasPlayer", "growth".

    Raises UsageError with the known words.
    """
    terms_by_word: dict[str, tuple[str, ...]] = {_plain(local_name(term)): (term,) for term in (*_LINKS, *FIGURES)}
    terms_by_word |= {_plain(local_name(term)): links for term, links in _SHORT.items()}
    terms_by_word |= {word: (term,) for word, term in _FIGURE_WORDS.items()}
    terms = terms_by_word.get(_plain(local_name(name.replace("mrg:", ""))))
    if terms is None:
        words = ", ".join([*(local_name(term) for term in (*_LINKS, *_SHORT)), *_FIGURE_WORDS])
        raise UsageError(f"{name}: no relation of claims; known are {words}")
    return frozenset(terms)


def _plain(word: str) -> str:
    return "".join(word.split()).lower()


def answers(claims: Claims, claim_filter: ClaimFilter) -> tuple[Answer, ...]:
    """The claims that are wanted: links by what they say, then figures; those of one statement stand together."""
    links = [link for link in claims.links if _fits(claim_filter, link.predicate, link.subject, link.object, link)]
    figures = [figure for figure in claims.figures if _fits_figure(claim_filter, figure)]
    link_answers = [_link_answer(claims, link) for link in sorted(links, key=lambda link: _link_order(claims, link))]
    return (*link_answers, *(_figure_answer(claims, figure) for figure in sorted(figures, key=_figure_order)))


def _fits(claim_filter: ClaimFilter, predicate: str, subject: str, target: str, claim: Link) -> bool:
    if claim_filter.predicates is not None and predicate not in claim_filter.predicates:
        return False
    own = {claim.iri, claim.report, subject}
    if claim_filter.objects is None:
        return bool(claim_filter.subjects & {*own, target})
    forward = bool(claim_filter.subjects & own) and target in claim_filter.objects
    return forward or (target in claim_filter.subjects and bool(claim_filter.objects & own))


def _fits_figure(claim_filter: ClaimFilter, figure: Figure) -> bool:
    about = figure.about
    if claim_filter.predicates is not None and about.kind not in claim_filter.predicates:
        return False
    own = {figure.iri, figure.report, about.market, about.company, about.segment}
    if not claim_filter.subjects & {*own, about.region}:
        return False
    return claim_filter.objects is None or bool(claim_filter.objects & {*own, about.region})


def _link_order(claims: Claims, link: Link) -> tuple[str, ...]:
    return link.predicate, claims.index.label(link.object), link.object, link.subject, link.report, link.iri


def _figure_order(figure: Figure) -> tuple[str, str, str]:
    return repr(figure.about), figure.report, figure.iri


def _link_answer(claims: Claims, link: Link) -> Answer:
    same = claims.links_by_edge[link.subject, link.predicate, link.object]
    return Answer(link, tuple(other for other in same if other.report != link.report and claims.sound(other)), ())


def _figure_answer(claims: Claims, figure: Figure) -> Answer:
    agreeing, contradicting = conflicts.rivals(claims, figure)
    return Answer(figure, agreeing, contradicting)


# -------------------------------------------------------------------------------------------------- text


def lines(claims: Claims, answers: Iterable[Answer]) -> Iterator[str]:
    """A paragraph a claim; the claims of one statement follow its words."""
    previous = ""
    for answer in answers:
        words = wording.claim(claims.index, answer.claim)
        if words != previous:
            yield from ("", words) if previous else (words,)
            previous = words
        yield from _paragraph(claims, answer)


def decided(claims: Claims, things: Iterable[str]) -> Iterator[str]:
    """What people decided about some things, and why: "company:a: the same as company:b: a typing error"."""
    index, wanted = claims.index, set(things)
    for iri in index.subjects():
        meant = iri in wanted or index.one(iri, vocab.DCT_IS_REPLACED_BY) in wanted
        if meant and not index.one(iri, vocab.statedIn):
            for note in index.all(iri, vocab.SKOS_EDITORIAL_NOTE):
                yield f"decided: {shorten(iri)} is {wording.clean(note)}"


def _paragraph(claims: Claims, answer: Answer) -> Iterator[str]:
    backing = support(claims.index, answer.claim.iri)
    confidence = f", confidence {backing.confidence}" if backing.confidence is not None else ""
    report = wording.clean(claims.index.label(answer.claim.report))
    yield f"  {report}: read by {wording.listed([*map(_with_place, backing.rules)]) or 'no rule'}{confidence}"
    yield from (f"    {wording.passage(quote)}" for quote in backing.quotes)
    if backing.flags:
        yield f"    flags: {', '.join(backing.flags)}{_no_edge(answer.claim, backing.flags)}"
    yield from _others(claims, answer)
    yield f"    {answer.claim.iri}"


def _with_place(rule: str) -> str:
    """A rule with the line of its record, where this version has it."""
    from mrgraph.extraction import rule_sources, rules

    record = next((each for each in rules.ALL if each.id == rule), None)
    return f"{rule} ({rule_sources.place(record)})" if record else rule


def _no_edge(claim: Figure | Link, flags: Iterable[str]) -> str:
    defects = {flag.lower() for flag in DEFECTS} & set(flags)
    return "; so the graph has no direct edge" if defects and not isinstance(claim, Figure) else ""


def _others(claims: Claims, answer: Answer) -> Iterator[str]:
    if answer.agreeing:
        reports = {other.report for other in answer.agreeing}
        families = claims.families.number({*reports, answer.claim.report}) - 1
        yield f"    supported by {_counted(len(reports), 'other report')}, {_counted(families, 'independent source')}:"
        yield from (f"      {_other(claims, other)}" for other in answer.agreeing)
    for other in answer.contradicting:
        yield f"    contradicted by {_other(claims, other)}"
    if isinstance(answer.claim, Figure):
        yield from _arithmetic(claims, answer.claim)


def _other(claims: Claims, other: Figure | Link) -> str:
    value = f"{wording.clean(other.text)}, " if isinstance(other, Figure) else ""
    return f"{value}{wording.clean(claims.index.label(other.report))}"


def _arithmetic(claims: Claims, figure: Figure) -> Iterator[str]:
    implied = claims.index.one(figure.iri, vocab.impliedPercent)
    if implied is not None:
        start = claims.index.one(figure.iri, vocab.impliedFromYear)
        hint = f"; the stated rate would be true if counted from {start}" if start else ""
        yield f"    the sizes in this report imply {implied} % per year{hint}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def objects(claims: Claims, answers: Iterable[Answer]) -> Iterator[Json]:
    """One object a claim, for programs."""
    for answer in answers:
        yield {
            "claim": wording.claim(claims.index, answer.claim),
            **{name: value for name, value in wording.source(claims, answer.claim).items() if name != "claim"},
            "iri": answer.claim.iri,
            "supported_by": [wording.source(claims, other) for other in answer.agreeing],
            "contradicted_by": [wording.source(claims, other) for other in answer.contradicting],
        }
