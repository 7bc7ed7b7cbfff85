"""Patterns that ignore case find what a pattern with the flag finds."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrgraph import extraction, lexicon
from mrgraph.lexicon.caseless import AnyCase

PATTERNS = sorted(
    {
        value.pattern
        for room in (extraction, lexicon)
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, AnyCase)
    }
)
PLAIN = [re.compile(pattern, re.I) for pattern in PATTERNS]
FAST = [AnyCase(pattern) for pattern in PATTERNS]
# The words that the patterns speak of, in three cases, with what stands between words; İ grows when made small.
WORDS = sorted({word for pattern in PATTERNS for word in re.findall(r"[a-zA-Z]{2,}|[^\x00-\x7f]{2,}", pattern)})
TOKENS = st.one_of(
    st.sampled_from(WORDS).flatmap(lambda word: st.sampled_from([word, word.upper(), word.title()])),
    st.sampled_from([" ", "  ", ", ", ": ", ".", "?", "-", "$", "%", "5", "2024", "(", ")", "\n", "İ", "é", "、"]),
)
TEXTS = st.lists(TOKENS, max_size=25).map("".join) | st.lists(TOKENS, max_size=25).map(" ".join)


def test_there_are_patterns_to_compare() -> None:
    assert len(PATTERNS) > 100


@given(TEXTS)
def test_all_of_them_find_what_the_flag_finds(text: str) -> None:
    for plain, fast in zip(PLAIN, FAST, strict=True):
        expected = [found.span() for found in plain.finditer(text)]
        assert [found.span() for found in fast.finditer(text)] == expected, plain.pattern
        first = fast.search(text)
        assert (first.span() if first else None) == (expected[0] if expected else None), plain.pattern


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"\bby\b|\bon\b|別", "Sold BY weight", "BY"),
        (r"\bby\b|別", "用途別", "別"),
        (r"é?tude", "TUDE", "TUDE"),
        (r"[|(]by|a|\|by", "x|By", "|By"),
        (r"\Sx|\bZ\b", "a z", "z"),
        (r"(?P<Name>toc)(?:\W|$)", "The TOC.", "TOC."),
    ],
)
def test_a_match_holds_the_words_as_written(pattern: str, text: str, found: str) -> None:
    match = AnyCase(pattern).search(text)
    assert match is not None
    assert match[0] == found


@pytest.mark.parametrize("pattern", [r"a(?-i:B)", r"[\u00c0-\u00de]x"])
def test_a_pattern_that_tells_cases_apart_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="tells cases apart"):
        AnyCase(pattern)
