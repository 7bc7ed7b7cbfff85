"""An Accept header -> the format to answer in (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mrgraph.rdf import formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Format -> its media types, the usual one first; the first format is the one for whoever takes anything.
_PREFERRED = ("json", "xml", "csv", "tsv", "jsonl", "markdown", "table", "html")
ROWS: Mapping[str, tuple[str, ...]] = {name: formats.BY_NAME[name].media_types for name in _PREFERRED}
GRAPHS: Mapping[str, tuple[str, ...]] = {form.name: form.media_types for form in formats.GRAPHS}
THINGS: Mapping[str, tuple[str, ...]] = {"html": ROWS["html"], **GRAPHS}
# What clients call the formats of a graph that have the names of formats of rows.
_OF_GRAPHS = {"json": "jsonld", "xml": "rdfxml"}
_MOST = 64  # ranges of an Accept header that are read


def choose(accept: str, offered: Mapping[str, tuple[str, ...]]) -> str | None:
    """The offered format that `accept` likes most, the earlier one where it likes several the same; None for none.

    >>> choose("text/turtle;q=0.5, application/ld+json", GRAPHS), choose("*/*", ROWS), choose("image/png", ROWS)
    ('jsonld', 'json', None)
    """
    ranges = _ranges(accept)
    if not ranges:
        return next(iter(offered))
    liked = {form: _quality(kinds, ranges) for form, kinds in offered.items()}
    best = max(liked, key=lambda form: liked[form])
    return best if liked[best] > 0 else None


def named(values: Iterable[str], offered: Mapping[str, tuple[str, ...]]) -> str | None:
    """The first offered format that a value names: by its name, another usual name, or a media type; None for none.

    A value may list several, with commas between, as some clients do.

    >>> named(["tsv", "text/tab-separated-values"], ROWS), named(["json"], GRAPHS), named(["excel", ""], ROWS)
    ('tsv', 'jsonld', None)
    """
    words = (word.partition(";")[0].strip().replace(" ", "+") for value in values for word in value.lower().split(","))
    return next((form for word in words if (form := _meant(word, offered)) is not None), None)


def _meant(word: str, offered: Mapping[str, tuple[str, ...]]) -> str | None:
    name = formats.ALIASES.get(word, word)
    by_type = (form for form, kinds in offered.items() if word in kinds)
    candidates = (name, _OF_GRAPHS.get(name, ""))
    return next((form for form in candidates if form in offered), None) or next(by_type, None)


def media_type(form: str, offered: Mapping[str, tuple[str, ...]]) -> str:
    """The Content-Type of a format, with the encoding where the type needs it told."""
    kind = offered[form][0]
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip.

    >>> accepts_gzip("gzip, deflate"), accepts_gzip("gzip;q=0, *"), accepts_gzip("")
    (True, False, False)
    """
    codings = dict(_ranges(header))
    return codings.get("gzip", codings.get("*", 0.0)) > 0


def _ranges(header: str) -> list[tuple[str, float]]:
    """Ranges with their qualities; what cannot be read is left out."""
    found = []
    for part in header.split(",")[:_MOST]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = min(max(float(parameter[2:]), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if name:
            found.append((name, quality))
    return found


def _quality(kinds: Sequence[str], ranges: list[tuple[str, float]]) -> float:
    """How much a format is liked: by the range that names one of its media types, else by one around the usual type."""
    named = [quality for name, quality in ranges if name in kinds]
    if named:
        return max(named)
    for around in (f"{kinds[0].partition('/')[0]}/*", "*/*"):
        matching = [quality for name, quality in ranges if name == around]
        if matching:
            return max(matching)
    return 0.0
