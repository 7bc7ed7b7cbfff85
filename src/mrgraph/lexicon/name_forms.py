"""A name as written -> its forms: levelled, without brackets, its key, and whether it ends in a legal form."""

from __future__ import annotations

import re
from functools import lru_cache

from mrgraph.lexicon import legal_forms, spelling

# What a class of letters holds for capitals of the Latin alphabets: "Škoda" and "Łódź" begin with one.
CAPITALS = "A-Z" + "".join(char for char in map(chr, range(0xC0, 0x250)) if char.isupper())
PARENTHESES = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]?")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Case, width, accents and punctuation levelled."""
    return spelling.fold(text)


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What two spellings of one company share within a document."""
    return spelling.company_key(text)


@lru_cache(maxsize=8192)
def has_legal_form(text: str) -> bool:
    """Whether the name ends in a legal form."""
    return bool(legal_forms.AT_END.search(bare(text))) or bool(legal_forms.ASIAN.search(text))


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The name without brackets."""
    return " ".join(PARENTHESES.sub(" ", text).split()).strip(" ,;:-–—*•\"'“”‘’|")
