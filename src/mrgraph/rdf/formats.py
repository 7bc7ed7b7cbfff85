"""The names of the formats that answers and graphs are written in."""

from __future__ import annotations

ENGINE_FORMATS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}  # written by the engine, with its names
ROW_FORMATS = ("table", *ENGINE_FORMATS, "jsonl", "markdown", "html")
GRAPH_FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")
# Other usual names of the same formats.
ALIASES = {"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "json-ld": "jsonld", "rdf": "rdfxml", "md": "markdown"}
