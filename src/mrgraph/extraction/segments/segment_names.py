"""Decides whether words can name a segment: no figure, unit, licence, statement, nothing about the report itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mrgraph.extraction.text.lists import is_sentence
from mrgraph.lexicon.caseless import AnyCase
from mrgraph.lexicon.placeholders import is_placeholder

if TYPE_CHECKING:
    from mrgraph.reference import Reference

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
WORDS_LIMIT = 14  # words of a segment's name in a list
_LONGEST = 110  # characters of it
_NO_NAME = AnyCase(
    r"https?:|www\.|[?!]$|[.。]$|\bmarket\s+(?:share|size|growth|overview|report|value|volume|trends?|"
    r"dynamics|analysis)\b|"
    r"\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b|^\W*(?:19|20)\d\d\W|\(%\)?$|[$%]\s*(?:millions?|billions?)|"
    r"^\W*\(?\s*(?:K\s+)?units\b|\bCAGR\b|"
    r"^(?:overview|(?:sub-?|specific\s+|key\s+|various\s+)?(?:regions?|countries|geograph\w+)|introduction|"
    r"key\s+(?:trends|findings|takeaways)|market\s+\w+|revenue|forecast|analysis|global|total|"
    r"segmentation|segments?|by\s+\w+(?:\s[\w-]+){0,3})$",
)
_AMOUNT = re.compile(
    r"^[約年間\s]*[\d,.]+\s*(?:億|万|兆|조|억|円|ドル|원|달러|billion|million)|"
    r"^\W*(?:(?:US|CA|AU)?[$€£¥₹]|(?:USD|EUR|GBP|INR|JPY|CNY|Rs\.?)\s?(?=\d))",
    re.I,
)
_CELL = re.compile(
    r"^\W*(?:yes|no|n/?a|included|not\s+included|free)\W*$|^[✓✔✗✘☑×–—-]+$|^[\s\d.,–-]+[%％]$|^[\s\d.,]+$", re.I
)
_ASIDE = re.compile(r"\([^)]*\)|\s(?:covers?|leads?|holds?)$", re.I)  # "Lifetime cover" names a thing
_MONTHS = re.compile(rf"^{_MONTH}(?:\s*(?:[-–—/]|to|and)\s*{_MONTH})?$", re.I)
_SHARE = re.compile(r"^~?\d[\d.,]*\s?[%％]\s*\(")  # "~60% (heating)"
_PRICE_BAND = re.compile(r"^[$€£¥₹]\s?\d[\d,.]*\s?(?:-|–|—|to)\s?[$€£¥₹]?\s?\d[\d,.]*$")
_UNIT = re.compile(
    r"^\w+\s+(?:in|of)\s+(?:USD|US\$|EUR|units?|tons?|tonnes|kilotons?|(?:US\s)?dollars?|[mb]illions?|percent|"
    r"numbers?)\b",
    re.I,
)
_LICENCE = re.compile(
    r"\b(?:single|multi|multiple|corporate|enterprise|site|team|global|individual|five)[- ]?"
    r"(?:users?\b|(?:user\s+)?licen[cs]es?\b)|\blicen[cs]e\W*$",
    re.I,
)


def can_name(text: str, reference: Reference) -> bool:
    """Whether `text` can name a segment."""
    words = text.split()
    if not 1 <= len(words) <= WORDS_LIMIT or len(text) > _LONGEST or not re.search(r"\w", text):
        return False
    if _NO_NAME.search(text) or is_figure(text) or is_sentence(_ASIDE.sub("", text)):
        return False
    if is_placeholder(text) and not re.match(r"(?i)type|タイプ|application", text):
        return False
    return reference.region(text) is None or len(text) <= 2


def is_figure(text: str) -> bool:
    """Whether `text` is an amount, a share, a unit, a yes or no, or the name of a licence: what price lists hold."""
    if _PRICE_BAND.match(text):
        return False
    return any(pattern.search(text) for pattern in (_AMOUNT, _CELL, _UNIT, _LICENCE, _SHARE, _MONTHS))
