"""What headings, lines and labels can announce: the records that the readers of a document's parts share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mrgraph.lexicon.axes import Kind


class Manner(StrEnum):
    """How plainly something is announced."""

    PLAIN = "plain"  # "By Type", "Key Players"
    QUESTION = "question"  # "Who are the key players?": the answer follows
    NOUN = "noun"  # a noun alone: "Applications"
    NAME = "name"  # the bare name of an axis: "Deployment Mode"; it counts only above a list


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is announced; `axis` is the document's own name of a segmentation."""

    kind: Kind
    axis: str | None = None
    manner: Manner = Manner.PLAIN


NOTHING = Announcement(Kind.NOTHING)
CONTENTS = Announcement(Kind.CONTENTS)


@dataclass(frozen=True, slots=True)
class Section:
    """An announcer with what it announces: `body` holds block numbers, `span` the place of a list on its own line.

    `head` is the announcer's block number, `heading` its words. `region`: the region that the announcer names.
    `contents`: it is a chapter in a table of contents, which counts only for what nothing else states.
    """

    kind: Kind
    axis: str | None
    head: int
    heading: str
    body: tuple[int, ...] = ()
    span: tuple[int, int] | None = None
    manner: Manner = Manner.PLAIN
    region: str | None = None
    contents: bool = False
