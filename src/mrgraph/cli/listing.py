"""What was read from one document -> lines for reading on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCALARS = ("market", "market_aliases", "scope", "publisher", "report_id", "period", "title", "url", "language")
_LISTS = ("companies", "technologies", "applications", "mentioned_technologies", "regions", "leading_regions")
_FIGURES = ("market_sizes", "growth_rates", "market_shares", "revenues")
_PLACE = frozenset({"evidence", "text"})


def lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """The document's path, then a line for each thing read, with the place it was read from; an empty line ends it.

    `answer` is an object that `mrgraph extract` prints.
    """
    yield str(answer["document"])
    for field in _SCALARS:
        if value := _scalar(answer.get(field)):
            yield f"  {field}: {value}"
    for field in _LISTS:
        yield from _entries(field, answer.get(field, ()))
    for axis, entries in answer.get("other_segments", {}).items():
        yield from _entries(axis, entries)
    for field in _FIGURES:
        for figure in answer.get(field, ()):
            yield f"  {field}: {_figure(figure)}  {_place(figure)}"
    for reject in answer.get("rejects", ()):
        yield f"  refused: {reject['text']!r}, {reject['why']}  [{reject['start']}:{reject['end']}]"
    yield ""


def _scalar(value: object) -> str:
    if isinstance(value, dict):
        value = [part for part in value.values() if part]
    if isinstance(value, list):
        return ", ".join("?" if part is None else str(part) for part in value)
    return "" if value is None else str(value)


def _entries(field: str, entries: list[dict[str, Any]]) -> Iterator[str]:
    if entries:
        yield f"  {field} ({len(entries)})"
    for entry in entries:
        aliases = f" = {' = '.join(entry['aliases'])}" if entry.get("aliases") else ""
        yield f"    {entry.get('name') or entry.get('key')}{aliases}  {_place(entry)}"


def _figure(figure: Mapping[str, Any]) -> str:
    fields = {name: value for name, value in figure.items() if name not in _PLACE and value is not None}
    return ", ".join(f"{name} {value}" for name, value in fields.items())


def _place(entry: Mapping[str, Any]) -> str:
    return " ".join(f"[{passage['start']}:{passage['end']}]" for passage in entry.get("evidence", ()))
