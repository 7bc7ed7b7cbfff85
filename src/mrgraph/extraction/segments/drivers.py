"""Decides which technologies drive a market: "technologies such as 5G and robotics" in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mrgraph.extraction import rules
from mrgraph.extraction.text.enumerations import pieces
from mrgraph.extraction.text.page import Page, Sentence
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.name_forms import fold
from mrgraph.lexicon.vocabulary import RESIDUAL
from mrgraph.records import Evidence, NameClaim, Role

if TYPE_CHECKING:
    from mrgraph.extraction.publication.metadata import ReportMetadata

_BEGINS = AnyCase(r"\b(?:technolog(?:y|ies)|techniques|innovations)\b")
SUCH_AS = AnyCase(
    r"\b(?:technolog(?:y|ies)|techniques|innovations)\b,?\s+(?:such\s+as|like|including|"
    r"include)\s+(?P<names>[^.;:()]{2,200})",
)
# What ends the enumeration: a verb or preposition, a word that starts a clause of its own, the comma after ", and X".
CUT = AnyCase(
    r",?\s+(?:to\s+\w+|which|that|are|is|was|has|have|had|will|would|into|in|for|with|by|can|could|may|further|drives?|boosts?|"
    r"fuels?|propels?|spurs?|accelerates?|"
    r"from|on|at|as|through|among\s+others|etc)\b"
    r"|,\s+(?:this|these|those|it|its|they|their|there|we|a|an|where|while|thus|thereby|but)\b",
)
CLOSED = AnyCase(r",\s+and\s+[^,]+(?P<rest>,)")
SAYS = AnyCase(  # a clause rather than a name
    r"\b(?:continues?|contributes?|also|driv(?:es?|ing)|without|having|enabl\w+|allow\w+|enhanc\w+|improv\w+|tracking|"
    r"reduc\w+|the\s+(?:development|use|adoption|integration|rise)|significantly|directly|further|becoming|made|makes?)\b"
)
# What tells that something grows because of them: a verb of growth and what grows.
_DRIVES = AnyCase(
    r"\b(?:driv(?:e|es|en|ing)|drivers?|fuel\w*|boost\w*|propel\w*|spur\w*|accelerat\w*|stimulat\w*|push(?:es|ed|ing)?|"
    r"lift(?:s|ed|ing)?|grows?|underpin\w*|creat\w+\s+demand|rais\w+\s+demand|(?:due|owing|thanks)\s+to|because\s+of|"
    r"with\s+the\s+(?:\w+\s+){0,2}(?:adoption|advent|integration|rise|spread|use))\b"
)
_GROWS = AnyCase(r"\b(?:markets?|demand|growth|sales|industry|expansion|uptake)\b")
NO_TECHNOLOGY = re.compile(
    r"(?:the\s+(?:market|industry|demand|introduction)|(?:increas|improv|enhanc|reduc|extend|present|contribut)\w*|"
    r"integration|introduction)\b",
    re.I,
)


def drivers(page: Page, metadata: ReportMetadata, segments: set[str]) -> Iterator[NameClaim]:
    """Technologies named in sentences, other than the report's own `segments` (folded) and the market itself."""
    own = {fold(metadata.market), *segments}
    names: dict[str, str] = {}
    readings: dict[str, list[Evidence]] = {}
    for sentence, name in _enumerated(page):
        folded = fold(name)
        if folded not in own and _is_technology(name):
            names.setdefault(folded, name)
            evidence = page.evidence(rules.DRIVER_SENTENCE, sentence.start, sentence.end)
            if evidence not in readings.setdefault(folded, []):
                readings[folded].append(evidence)
    for folded, name in names.items():
        yield NameClaim(Role.DRIVER, name, (), tuple(readings[folded]))


def _enumerated(page: Page) -> Iterator[tuple[Sentence, str]]:
    """What stands behind "technologies such as" and the like in sentences that tell growth, with its sentence."""
    for _, sentence in page.holding(_BEGINS):
        drives = _DRIVES.search(sentence.text) and _GROWS.search(sentence.text)
        if drives and sentence.block not in page.calls:
            for match in SUCH_AS.finditer(sentence.text):
                for piece in pieces(_enumeration(match["names"])):
                    yield sentence, piece.text


def _is_technology(name: str) -> bool:
    """Whether a piece of an enumeration is a name of a few words and no clause."""
    return (
        1 <= len(name.split()) <= 4
        and not RESIDUAL.match(name)
        and not SAYS.search(name)
        and not NO_TECHNOLOGY.match(name)
        and re.match(r"[\w-]{2}", name) is not None
    )


def _enumeration(words: str) -> str:
    """The part of `words` that is still the enumeration."""
    cut = CUT.search(words)
    words = words[: cut.start()] if cut else words
    closed = CLOSED.search(words)
    return words[: closed.start("rest")] if closed else words
