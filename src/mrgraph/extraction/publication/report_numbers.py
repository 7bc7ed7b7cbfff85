"""Decides the number of a report: as the text calls it, else the one that most of the publisher's links share."""

from __future__ import annotations

import re
from collections import Counter

from mrgraph.extraction.publication.addresses import canonical
from mrgraph.extraction.publication.metadata import Address
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon.caseless import AnyCase

YEAR = re.compile(r"20(?:1[5-9]|[23]\d|40)")  # years that reports are about; "market-1991" is a number
YEARS = re.compile(rf"(?:{YEAR.pattern})(?:-(?:{YEAR.pattern}))?")
NUMBERS = (  # where an address tells the report's number, the surest first, with a weight
    (
        5,
        re.compile(
            r"[?&](?:rid|id|report_?id|reportid|report_?code|pid|product_?id|report|code|sku|ref|item|no|"
            r"publication)=([A-Z]{0,6}-?\d{3,12}(?:-\d{2,8})?)\b",
            re.I,
        ),
    ),
    (5, re.compile(r"[-/]r(\d{4,12})(?:[/?#]|$)")),
    (
        5,
        re.compile(
            r"/(?:[a-z-]*(?:sample|enquiry|inquiry|enquire|discount|purchase|checkout|customi[sz]ation|buy|order|"
            r"request|download|brochure)[a-z-]*)/(?:[a-z-]+/)?((?-i:[A-Z]){1,6}-?\d{2,12}|"
            r"\d{3,12}(?:-\d{2,8})?)(?:[/?#&]|$)",
            re.I,
        ),
    ),
    (3, re.compile(r"-market(?:-[a-z]+)*-(\d{1,4}-\d{2,8}|[A-Z]{1,5}-?\d{2,8})(?:/|[?#]|$)", re.I)),
    (2, re.compile(r"/[a-z][a-z0-9-]*-(\d{3,12})(?:\.html?|\.php|\.aspx?)?(?:/|[?#]|$)", re.I)),
    (2, re.compile(r"/(\d{4,9})-[a-z]", re.I)),
    (1, re.compile(r"/((?:[A-Z]{1,6}-?)?\d{3,12}|\d{1,4}-\d{2,8}|[A-Z]{1,6}(?:-[A-Z0-9]{1,6}){1,3})(?:/|[?#]|$)")),
    (1, re.compile(r"[-/]([a-z]{1,5}-?\d{4,8}|[A-Z]{1,5}-?\d{3,8})(?:\.html?|\.php|\.aspx?)?(?:/|[?#]|$)")),
    (1, re.compile(r"(?<![A-Za-z0-9.])((?!20[12]\d[01]\d[0-3]\d)\d{4,9})(?![A-Za-z0-9])")),
)
# A number as the text gives it: a code with two digits or more, and before it the word that says what it is.
CODE = re.compile(r"[A-Z0-9](?<![\w/.-].)(?=[A-Z/_.-]*\d)(?:[A-Z0-9/_.-]*[A-Z0-9])?(?![\w/-])")
CALLED = AnyCase(
    r"(?:\b(?:report|study|product|document|doc\.?|publication|pub\.?|research|order|item|market|"
    r"ref(?:erence)?|catalog(?:ue)?)"
    r"[\s_-]*(?:id|code|no\.?|number|ref(?:erence)?\.?|#|№)|\bref(?:erence)?\s*[.:#|]|\bSKU|\b(?:id|code|"
    r"no\.)\s*[:|]|\bID\s*#?(?=\s*$)|"
    r"(?:レポート|報告書|資料|商品|調査|管理|리포트|보고서|상품)\s*(?:ID|コード|番号|번호|코드))\s*(?:[:：#.|–-]|:-)?\s*[#`]?\s*$",
)
NAMED_CODE = AnyCase(r"\b(?:report|study|product|publication|document|reference|briefing|note|brief|bulletin)\s+$")
TWO_DIGITS = re.compile(r"\d.*\d")
PLAINLY_CALLED = AnyCase(r"(?:\b(?:under|code|number|ref(?:erence)?)|\b(?:no|nr|ref)\.)\s*$")  # before "CI-25120"
LETTERED = re.compile(r"[A-Z]{1,6}-?\d{3,8}")
CODE_SHAPE = re.compile(r"[A-Z]{0,4}\d{1,4}-\d{2,6}|[A-Z]{1,6}-?\d{3,8}")


def report_number(page: Page, own: tuple[Address, ...]) -> tuple[str, int, int] | None:
    """The report's number and its place, None where nothing tells one."""
    return _called_number(page) or _shared_number(own)


def _called_number(page: Page) -> tuple[str, int, int] | None:
    """The first code that the words before it call the report's, and its place."""
    for code in CODE.finditer(page.text):
        if not 3 <= len(code[0]) <= 24 or not TWO_DIGITS.search(code[0]) or YEARS.fullmatch(code[0]):
            continue
        lead = page.text[max(0, code.start() - 30) : code.start()]
        named = NAMED_CODE.search(lead) and CODE_SHAPE.fullmatch(code[0])
        if CALLED.search(lead) or named or (PLAINLY_CALLED.search(lead) and LETTERED.fullmatch(code[0])):
            return code[0], *code.span()
    return None


def _shared_number(own: tuple[Address, ...]) -> tuple[str, int, int] | None:
    """The number for which the addresses speak most, and its place in the first that holds it."""
    weights: Counter[str] = Counter()
    starts: dict[str, int] = {}
    for address in own:
        clean = canonical(address.url)
        for weight, pattern in NUMBERS:
            match = pattern.search(clean)
            if match and TWO_DIGITS.search(match[1]) and not (weight < 5 and _is_time(match[1])):
                weights[match[1]] += weight
                starts.setdefault(match[1], address.start + address.url.find(match[1]))
                break
    if not weights:
        return None
    best = max(weights, key=lambda number: (weights[number], -starts[number]))
    return best, starts[best], starts[best] + len(best)


def _is_time(code: str) -> bool:
    """Whether a code is a year, or a word and a year: "sales-2019".

    >>> _is_time("sales-2019"), _is_time("2024-2030"), _is_time("CI-25120")
    (True, True, False)
    """
    return YEARS.fullmatch(re.sub(r"^[a-z]+-?", "", code)) is not None
