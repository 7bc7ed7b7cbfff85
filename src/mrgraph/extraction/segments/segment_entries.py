"""Decides from the form of a list's entries what they are: labels of facts, subjects that are told about, sublists."""

from __future__ import annotations

from mrgraph.extraction.companies import company_names
from mrgraph.extraction.sections.announcements import Manner, Section
from mrgraph.extraction.sections.cue_phrases import is_other_topic
from mrgraph.extraction.text.enumerations import Piece, pieces
from mrgraph.extraction.text.lists import Entry, is_sentence
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import axes
from mrgraph.lexicon.axes import Kind
from mrgraph.lexicon.vocabulary import RESIDUAL


def are_facts(text: str, entries: tuple[Entry, ...], section: Section) -> bool:
    """Whether the entries of a list are labels of facts, or subjects that it tells about."""
    return _are_labels(text, entries, section) or _are_topics(entries, section)


def _are_labels(text: str, entries: tuple[Entry, ...], section: Section) -> bool:
    """Whether the entries under a name that axes are seldom called by are labels of facts: "Growth rate: 12%"."""
    if section.kind is not Kind.SEGMENTS or axes.is_known(section.axis or ""):
        return False
    told = [e for e in entries if e.rest]
    recurring = sum(text.count(f"{e.piece.text}:") > 1 for e in told)
    return recurring > 0 or len(told) * 2 > len(entries)


def _are_topics(entries: tuple[Entry, ...], section: Section) -> bool:
    """Whether a list under a mere noun tells about subjects, each with a sentence, rather than naming segments."""
    if section.manner is not Manner.NOUN:
        return False
    if sum(is_other_topic(e.piece.text) for e in entries) * 2 >= len(entries):
        return True
    heads = [e.piece.text for e in entries if e.piece.text]
    axes_named = sum(" " not in h and axes.whole(h, frozenset(), any_name=False) is not None for h in heads)
    described = sum(e.rest is not None and len(e.rest.text.split()) > 3 for e in entries) * 2 > len(entries)
    abstract = sum(map(company_names.is_abstract, heads)) * 3 > len(entries)
    return (described and abstract) or axes_named * 2 > len(entries)


def is_statement(page: Page, entry: Entry) -> bool:
    """Whether an entry is a sentence about the one above it."""
    words = page.words(page.blocks[entry.block]).rstrip()
    return words.endswith((".", "。")) and len(words.split()) > 2


def is_sublist(rest: Piece) -> bool:
    """Whether what follows an entry's head enumerates entries rather than describes it."""
    parts = pieces(rest.text)
    short = all(len(p.text.split()) <= 4 and not p.text[:1].islower() for p in parts if not RESIDUAL.match(p.text))
    return len(parts) > 1 and short and not is_sentence(rest.text) and not rest.text.endswith(".") and "," in rest.text
