"""The formats that answers and graphs are written in and read from: names, endings, media types, in one table."""

from __future__ import annotations

from typing import Final, NamedTuple


class Format(NamedTuple):
    """A format: `name` and `aliases` as a user may write it, `endings` of files, `media_types`, the usual one first.

    `engine`: what the engine calls it; "" where mrgraph writes it itself.
    """

    name: str
    endings: tuple[str, ...]
    media_types: tuple[str, ...]
    engine: str = ""
    aliases: tuple[str, ...] = ()


# In the order in which they are offered. Rows and yes or no:
ROWS: Final = (
    Format("table", (".txt",), ("text/plain",)),
    Format("csv", (".csv",), ("text/csv",), "CSV"),
    Format("tsv", (".tsv",), ("text/tab-separated-values",), "TSV"),
    Format("json", (".srj", ".json"), ("application/sparql-results+json", "application/json"), "JSON"),
    Format("xml", (".srx", ".xml"), ("application/sparql-results+xml", "application/xml", "text/xml"), "XML"),
    Format("jsonl", (".jsonl", ".ndjson"), ("application/x-ndjson", "application/jsonl")),
    Format("markdown", (".md", ".markdown"), ("text/markdown",), aliases=("md",)),
    Format("html", (".html", ".htm"), ("text/html", "application/xhtml+xml")),
)
# Graphs:
GRAPHS: Final = (
    Format(
        "turtle",
        (".ttl",),
        ("text/turtle", "application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3", "application/n3"),
        "TURTLE",
        ("ttl", "n3"),
    ),
    Format("ntriples", (".nt",), ("application/n-triples", "text/plain"), "N_TRIPLES", ("nt",)),
    Format("nquads", (".nq",), ("application/n-quads",), "N_QUADS", ("nq",)),
    Format("trig", (".trig",), ("application/trig",), "TRIG"),
    Format(
        "jsonld",
        (".jsonld", ".json"),
        ("application/ld+json", "application/json", "application/x-json+ld"),
        "JSON_LD",
        ("json-ld",),
    ),
    Format(
        "rdfxml",
        (".rdf", ".owl", ".xml"),
        ("application/rdf+xml", "application/xml", "text/xml"),
        "RDF_XML",
        ("rdf", "rdf+xml"),
    ),
)

BY_NAME: Final = {form.name: form for form in (*ROWS, *GRAPHS)}
ROW_FORMATS: Final = tuple(form.name for form in ROWS)
ENGINE_FORMATS: Final = tuple(form.name for form in ROWS if form.engine)  # W3C formats of rows
GRAPH_FORMATS: Final = tuple(form.name for form in GRAPHS)
ALIASES: Final = {alias: form.name for form in BY_NAME.values() for alias in form.aliases}


def by_ending(ending: str, formats: tuple[Format, ...]) -> Format | None:
    """The first of the formats whose files end so, whatever the case; None where there is none.

    >>> by_ending(".JSON", GRAPHS).name, by_ending(".json", ROWS).name, by_ending(".doc", ROWS)
    ('jsonld', 'json', None)
    """
    return next((form for form in formats if ending.lower() in form.endings), None)
