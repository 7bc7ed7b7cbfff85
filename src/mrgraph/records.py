"""What flows between the stages: frozen records that hold tuples; nothing here computes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

# ---------------------------------------------------------------- 1 documents


@dataclass(frozen=True, slots=True)
class Source:
    """One input file as it came: `path` is relative to the root the user named, with forward slashes."""

    path: str
    data: bytes
    sha256: str


class BlockKind(StrEnum):
    """What a stretch of a document's text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    ASIDE = "aside"  # what stands beside the report: menus, footers, share buttons, cookie notices


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of `Document.text`: characters `start` to `end`, end excluded, in text order, never overlapping.

    `level`: of a heading 1 to 6 (7 for a bold or underlined line that acts as one), of a list item its depth from 1,
    of a table cell its column from 0, else 0. `group`: items of one list, or cells of one table row, share a number;
    0 for other blocks. `bold`: the whole block is set in bold.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    group: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: `start` to `end` is its anchor text in `Document.text`; `target` stands there too, as `<target>`."""

    start: int
    end: int
    target: str
    target_start: int


@dataclass(frozen=True, slots=True)
class Document:
    """A source read into plain text and an ordered stream of blocks.

    `text` is exactly what `mrgraph text` prints; all offsets count its code points, end excluded.
    `body_end`: from this offset on there are only footers and links to other reports.
    `bold`: stretches set in bold inside the blocks, as (start, end).
    """

    path: str
    sha256: str
    media_type: str
    language: str
    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    bold: tuple[tuple[int, int], ...]
    body_end: int

    def quote(self, start: int, end: int) -> str:
        """The words from `start` to `end`."""
        return self.text[start:end]


# --------------------------------------------------------------- 2 extraction


class Flag(StrEnum):
    """Reasons to be careful with a claim; the names are those of the ontology's flag codes."""

    REPAIRED = "Repaired"
    ASSUMED = "Assumed"
    VAGUE = "Vague"
    BOILERPLATE = "Boilerplate"
    OVERLAPPING = "Overlapping"
    INCONSISTENT = "Inconsistent"
    LINK_FARM = "LinkFarm"
    MISPLACED = "Misplaced"
    REJECTED = "Rejected"


DEFECTS = frozenset({Flag.MISPLACED, Flag.REJECTED})


@dataclass(frozen=True, slots=True)
class Rule:
    """How a claim was read: `name` and `version` make its identity ("lists.companies/1").

    `confidence` is the share of the rule's readings that were right on annotated documents (docs/evaluation.md).
    """

    name: str
    version: int
    confidence: Decimal
    definition: str

    @property
    def id(self) -> str:
        """Name, slash, version."""
        return f"{self.name}/{self.version}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a claim was read from: `quote` is `Document.text[start:end]`; `heading` announces a list entry.

    `confidence`: how often readings of this kind, from such a document, were right; None until it was weighed.
    """

    start: int
    end: int
    quote: str
    heading: str | None
    rule: Rule
    flags: tuple[Flag, ...] = ()
    confidence: Decimal | None = None

    @property
    def certainty(self) -> Decimal:
        """The confidence, that of the rule where the passage was not weighed."""
        return self.rule.confidence if self.confidence is None else self.confidence


class Role(StrEnum):
    """What a named thing is to the report."""

    MARKET = "market"
    PUBLISHER = "publisher"
    COMPANY = "company"
    TECHNOLOGY = "technology"
    APPLICATION = "application"
    SEGMENT = "segment"
    DRIVER = "driver"


@dataclass(frozen=True, slots=True)
class NameClaim:
    """A thing named by the document: its fullest form, its other forms there, and for segments their axis.

    A publisher's `name` is its domain and its `aliases` are its names as written.
    """

    role: Role
    name: str
    aliases: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    axis: str | None = None


class RegionRole(StrEnum):
    """What a region is to the report."""

    COVERED = "covered"
    SCOPE = "scope"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class RegionClaim:
    """A region of the report; `key` is an ISO 3166-1 code, a macro region's key, or the name of a place without one."""

    role: RegionRole
    key: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PlacementClaim:
    """The document lists the region `key` under the region `under`."""

    key: str
    under: str
    evidence: tuple[Evidence, ...]


class TextField(StrEnum):
    """Single texts about the report."""

    REPORT_ID = "report_id"
    TITLE = "title"
    URL = "url"


@dataclass(frozen=True, slots=True)
class TextClaim:
    """A text about the report itself."""

    field: TextField
    value: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PeriodClaim:
    """The forecast period, in calendar years; `start` is unknown for "through 2028"."""

    start: int | None
    end: int | None
    evidence: tuple[Evidence, ...]


class Basis(StrEnum):
    """How a value came about, by its wording."""

    REPORTED = "Reported"
    ESTIMATED = "Estimated"
    FORECAST = "Forecast"


class Bound(StrEnum):
    """How exact a value is, by its wording."""

    ABOUT = "About"
    AT_LEAST = "AtLeast"
    AT_MOST = "AtMost"


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is about when not the whole market: a region (by key), a company or a segment (by name)."""

    kind: str  # "region", "company" or "segment"
    name: str


@dataclass(frozen=True, slots=True)
class MarketSizeClaim:
    """Money spent in the market in `year`; `value` in whole units of `currency` (ISO 4217), `text` as written."""

    value: Decimal
    currency: str | None
    year: int | None
    basis: Basis
    bound: Bound | None
    scope: Target | None
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class GrowthRateClaim:
    """Growth in percent per year from `start` to `end`; a range has `percent_max` as well."""

    percent: Decimal
    percent_max: Decimal | None
    start: int | None
    end: int | None
    bound: Bound | None
    scope: Target | None
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class MarketShareClaim:
    """The part of the market, in percent, that belongs to `of`."""

    of: Target
    percent: Decimal
    percent_max: Decimal | None
    year: int | None
    bound: Bound | None
    basis: Basis
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class RevenueClaim:
    """Sales of a whole company in the (fiscal) `year`; `value` in whole units of `currency`."""

    company: str
    value: Decimal
    currency: str | None
    year: int | None
    bound: Bound | None
    text: str
    evidence: tuple[Evidence, ...]


Claim = (
    NameClaim
    | RegionClaim
    | PlacementClaim
    | TextClaim
    | PeriodClaim
    | MarketSizeClaim
    | GrowthRateClaim
    | MarketShareClaim
    | RevenueClaim
)


@dataclass(frozen=True, slots=True)
class Reject:
    """Words that look like a claim and are none, with the reason; they make neither node nor claim."""

    text: str
    why: str
    start: int
    end: int


class Kind(StrEnum):
    """What kind of text a document is."""

    REPORT = "report"
    NEWS = "news"  # a firm's own
    OTHER = "other"


NO_REPORT = "reads like no market report"
FIRM_NEWS = "reads like a firm's news"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document, in a fixed order. `template` is a fingerprint of its layout.

    `refused`: why nothing was read from it, "" where something was.
    """

    path: str
    sha256: str
    media_type: str
    language: str
    template: str
    claims: tuple[Claim, ...]
    rejects: tuple[Reject, ...]
    flags: tuple[Flag, ...] = ()
    refused: str = ""

    @property
    def kind(self) -> Kind:
        """What kind of text the document is, so far as that was asked: what was read by force is a report."""
        if not self.refused:
            return Kind.REPORT
        return Kind.NEWS if self.refused == FIRM_NEWS else Kind.OTHER


# --------------------------------------------------------------- along the way


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept a source, or a part of one, out of the result: where, what, and what to do about it."""

    path: str
    message: str
    cure: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}; {self.cure}"
