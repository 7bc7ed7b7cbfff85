"""What differs from run to run -> run.ttl (DCAT, VoID, PROV), so that graph.ttl can stay the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrgraph import vocab
from mrgraph.rdf.terms import Literal, Triple, order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One build, as told by its caller; nothing here looks at a clock.

    `graph_sha256`, `graph_size` (bytes) and `triples` of graph.ttl; times with a time zone; `documents`: IRIs of the
    inputs; `versions`: what took part, as (name, version), mrgraph first; `counts`: (class IRI, number of nodes).
    """

    graph_sha256: str
    graph_size: int
    triples: int
    started: datetime
    ended: datetime
    documents: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...] = ()
    title: str = "Market reports as a graph"


def describe(run: Run) -> tuple[Triple, ...]:
    """The triples of run.ttl, sorted; write them with `vocab.SIDECAR_PREFIXES`."""
    return tuple(sorted({*_dataset(run), *_distribution(run), *_activity(run), *_counts(run)}, key=order))


def _iris(run: Run) -> tuple[str, str, str]:
    dataset = f"{vocab.SIDECAR_PREFIXES['dataset']}{run.graph_sha256[:16]}"
    activity = f"{vocab.SIDECAR_PREFIXES['run']}{run.graph_sha256[:16]}-{run.started:%Y%m%dT%H%M%S}"
    return dataset, f"{dataset}/{'graph.ttl'}", activity


def _dataset(run: Run) -> Iterator[Triple]:
    dataset, file, activity = _iris(run)
    yield dataset, vocab.RDF_TYPE, vocab.DCAT_DATASET_CLASS
    yield dataset, vocab.RDF_TYPE, vocab.VOID_DATASET_CLASS
    yield dataset, vocab.DCT_TITLE, Literal(run.title)
    yield dataset, vocab.DCT_CREATED, _time(run.ended)
    yield dataset, vocab.DCT_CONFORMS_TO, vocab.SHAPES
    yield dataset, vocab.VOID_VOCABULARY, vocab.NS
    yield dataset, vocab.VOID_URI_SPACE, Literal(vocab.BASE)
    yield dataset, vocab.VOID_TRIPLES, _number(run.triples)
    yield dataset, vocab.VOID_DOCUMENTS, _number(len(run.documents))
    yield dataset, vocab.DCAT_DISTRIBUTION, file
    yield dataset, vocab.PROV_WAS_GENERATED_BY, activity


def _distribution(run: Run) -> Iterator[Triple]:
    _, file, _ = _iris(run)
    checksum = f"{file}#sha256"
    yield file, vocab.RDF_TYPE, vocab.DCAT_DISTRIBUTION_CLASS
    yield file, vocab.DCT_TITLE, Literal("graph.ttl")
    yield file, vocab.DCAT_MEDIA_TYPE, f"{vocab.MEDIA_TYPES}text/turtle"
    yield file, vocab.DCAT_BYTE_SIZE, _number(run.graph_size)
    yield file, vocab.SPDX_CHECKSUM, checksum
    yield checksum, vocab.SPDX_CHECKSUM_VALUE, Literal(run.graph_sha256)


def _activity(run: Run) -> Iterator[Triple]:
    _, _, activity = _iris(run)
    yield activity, vocab.RDF_TYPE, vocab.PROV_ACTIVITY_CLASS
    yield activity, vocab.PROV_STARTED_AT_TIME, _time(run.started)
    yield activity, vocab.PROV_ENDED_AT_TIME, _time(run.ended)
    for document in run.documents:
        yield activity, vocab.PROV_USED, document
    for name, version in run.versions:
        agent = f"{vocab.SIDECAR_PREFIXES['software']}{name}-{version}"
        yield activity, vocab.PROV_WAS_ASSOCIATED_WITH, agent
        yield agent, vocab.RDF_TYPE, vocab.PROV_SOFTWARE_AGENT_CLASS
        yield agent, vocab.DCT_TITLE, Literal(f"{name} {version}")


def _counts(run: Run) -> Iterator[Triple]:
    dataset, _, _ = _iris(run)
    for kind, count in run.counts:
        part = f"{dataset}/{kind.rpartition('#')[2]}"
        yield dataset, vocab.VOID_CLASS_PARTITION, part
        yield part, vocab.VOID_CLASS, kind
        yield part, vocab.VOID_ENTITIES, _number(count)


def _time(moment: datetime) -> Literal:
    return Literal(moment.isoformat(timespec="seconds").replace("+00:00", "Z"), vocab.XSD_DATE_TIME)


def _number(value: int) -> Literal:
    return Literal(str(value), vocab.XSD_INTEGER)
