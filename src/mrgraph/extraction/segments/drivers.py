"""Technologies that running text names as relevant to the market: "technologies such as 5G and robotics"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mrgraph.extraction import rules
from mrgraph.extraction.publication.headline import Headline
from mrgraph.extraction.text.enumerations import pieces
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.name_forms import fold
from mrgraph.lexicon.vocabulary import RESIDUAL
from mrgraph.records import Evidence, NameClaim, Role

_BEGINS = AnyCase(r"\b(?:technolog(?:y|ies)|techniques|innovations)\b")
SUCH_AS = AnyCase(
    r"\b(?:technolog(?:y|ies)|techniques|innovations)\b,?\s+(?:such\s+as|like|including|"
    r"include)\s+(?P<names>[^.;:()]{2,200})",
)
# What ends the enumeration: a verb or preposition, a word that starts a clause of its own, the comma after ", and X".
CUT = AnyCase(
    r",?\s+(?:to\s+\w+|which|that|are|is|was|has|have|had|will|would|into|in|for|with|by|can|could|may|further|"
    r"from|on|at|as|through|among\s+others|etc)\b"
    r"|,\s+(?:this|these|those|it|its|they|their|there|we|a|an|where|while|thus|thereby|but)\b",
)
CLOSED = AnyCase(r",\s+and\s+[^,]+(?P<rest>,)")
SAYS = AnyCase(  # a clause rather than a name
    r"\b(?:continues?|contributes?|also|driv(?:es?|ing)|without|having|enabl\w+|allow\w+|enhanc\w+|improv\w+|tracking|"
    r"reduc\w+|the\s+(?:development|use|adoption|integration|rise)|significantly|directly|further|becoming|made|makes?)\b"
)
NO_TECHNOLOGY = re.compile(
    r"(?:the\s+(?:market|industry|demand|introduction)|(?:increas|improv|enhanc|reduc|extend|present|contribut)\w*|"
    r"integration|introduction)\b",
    re.I,
)


def drivers(page: Page, headline: Headline, segments: set[str]) -> Iterator[NameClaim]:
    """Technologies named in sentences, other than the report's own `segments` (folded) and the market itself."""
    own = {fold(headline.market), *segments}
    names: dict[str, str] = {}
    readings: dict[str, list[Evidence]] = {}
    for _, sentence in page.holding(_BEGINS):
        for found in SUCH_AS.finditer(sentence.text) if sentence.block not in page.calls else ():
            for piece in pieces(_enumerated(found["names"])):
                folded = fold(piece.text)
                fine = (
                    1 <= len(piece.text.split()) <= 4
                    and not RESIDUAL.match(piece.text)
                    and not SAYS.search(piece.text)
                    and not NO_TECHNOLOGY.match(piece.text)
                    and re.match(r"[\w-]{2}", piece.text)
                )
                if fine and folded not in own:
                    names.setdefault(folded, piece.text)
                    evidence = page.evidence(rules.DRIVER_SENTENCE, sentence.start, sentence.end)
                    if evidence not in readings.setdefault(folded, []):
                        readings[folded].append(evidence)
    for folded, name in names.items():
        yield NameClaim(Role.DRIVER, name, (), tuple(readings[folded]))


def _enumerated(words: str) -> str:
    """The part of `words` that is still the enumeration."""
    cut = CUT.search(words)
    words = words[: cut.start()] if cut else words
    closed = CLOSED.search(words)
    return words[: closed.start("rest")] if closed else words
