"""The rules' own examples: each reads what it says, and each near miss stays unread."""

from __future__ import annotations

import hashlib

import pytest

from mrgraph import reference
from mrgraph.documents import parsing
from mrgraph.extraction import rule_examples, rules
from mrgraph.extraction.claim_words import in_words
from mrgraph.extraction.extractor import extract
from mrgraph.extraction.rule_examples import Example
from mrgraph.records import Source


@pytest.mark.parametrize("example", rule_examples.examples(), ids=lambda example: f"{example.file}:{example.line}")
def test_example_reads_what_it_says(example: Example) -> None:
    data = example.document.encode()
    document = parsing.parse(Source("example.md", data, hashlib.sha256(data).hexdigest()))
    claims = extract(document, reference.load(), force=True).claims
    read = [in_words(claim) for claim in claims if any(e.rule.name == example.rule for e in claim.evidence)]
    assert sorted(read) == sorted(example.reads)


def test_examples_are_of_rules_that_there_are() -> None:
    assert {example.rule for example in rule_examples.examples()} <= {rule.name for rule in rules.ALL}
