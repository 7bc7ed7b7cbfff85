"""Name -> IRI: a pure function of the name and of shipped tables, so that every machine mints the same."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.lexicon import spelling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mrgraph.reference import Reference

_HASH = 16  # hexadecimal digits: 64 bits; ten million claims (10^5 documents) collide with a chance of 3 in a million
_LATIN = re.compile(r"[A-Za-z]{2}")
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
_PLACEHOLDER = re.compile(r"(?:r?(?:null|undefined|none|nan)|index|default)(?:-r?(?:null|undefined|none|nan))*")
_NOT_IN_NUMBER = re.compile(r"[^\w.]+")


def company(name: str) -> str:
    """A company: its name without legal form."""
    return _iri("company", spelling.company_slug(name))


def topic(name: str) -> str:
    """A topic, whatever it is to a market."""
    return _iri("topic", spelling.topic_slug(name))


def market(name: str, aliases: Iterable[str] = ()) -> str:
    """A market: the name, or where that is in another script, the first alias in Latin letters.

    >>> market("フォトレジスタ", ("photoresistor",)).rpartition("/")[2]
    'photoresistor'
    """
    return _iri("market", market_slug(name, aliases))


def market_slug(name: str, aliases: Iterable[str] = ()) -> str:
    """What the IRI of a market ends in."""
    forms = [name, *aliases]
    return spelling.topic_slug(next((form for form in forms if _LATIN.search(form)), name))


def publisher(name: str) -> str:
    """A publisher: its domain, or its name where no domain is known."""
    return _iri("publisher", name.lower() if is_domain(name) else spelling.slug(name))


def is_domain(name: str) -> bool:
    """Whether the publisher `name` is a web domain."""
    return _DOMAIN.fullmatch(name) is not None


def region(key: str, reference: Reference) -> str:
    """A region: one of the reference data by its key, or a place by its name."""
    return reference.iri(key) if key in reference.regions else _iri("region", spelling.slug(key))


def document(sha256: str) -> str:
    """A document: the hash of its bytes."""
    return _iri("document", sha256[:_HASH])


def report(publisher_name: str | None, number: str | None, url: str | None, sha256: str) -> str:
    """A report: publisher and number, else publisher and the last part of its address, else the document's hash.

    Two hyphens follow a publisher's name, of which its slug has only single ones: "a-b" and "c" are not "a" and "b-c".

    >>> report("example.org", "123", None, "ab").rpartition("/")[2]
    'example.org-123'
    >>> report("example.org", None, "https://example.org/reports/steel-doors?x=1", "ab").rpartition("/")[2]
    'example.org-steel-doors'
    >>> report("example.org", None, "https://example.org/null-rnull", "ab").rpartition("/")[2]
    'ab'
    """
    true = number if number and not _PLACEHOLDER.fullmatch(number.lower()) else None
    last = true or (_last_part(url) if url else "")
    if publisher_name and last:
        home = f"{publisher_name.lower()}-" if is_domain(publisher_name) else f"{spelling.slug(publisher_name)}--"
        return _iri("report", f"{home}{_NOT_IN_NUMBER.sub('-', last).strip('-.').lower()}")
    return _iri("report", sha256[:_HASH])


def claim(kind: str, report_iri: str, *values: object) -> str:
    """A claim: a hash of its class, its report, its dimensions and its value."""
    text = "\n".join((kind, report_iri, *("" if value is None else str(value) for value in values)))
    return _iri("claim", hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH])


def link(report_iri: str, subject: str, relation: str, target: str, axis: str | None) -> str:
    """A claim that a relation holds between two things."""
    return claim(vocab.LinkClaim, report_iri, subject, relation, target, axis)


def evidence(sha256: str, start: int, end: int) -> str:
    """A passage: its document and its offsets."""
    return _iri("evidence", f"{sha256[:_HASH]}-{start}-{end}")


def _last_part(url: str) -> str:
    path = re.sub(r"[?#].*", "", url.partition("://")[2])
    parts = [part for part in path.split("/")[1:] if part]
    last = spelling.slug(re.sub(r"\.\w{2,5}$", "", parts[-1])) if parts else ""
    return "" if _PLACEHOLDER.fullmatch(last) else last


def _iri(kind: str, local: str) -> str:
    return f"{vocab.PREFIXES[kind]}{local}"
