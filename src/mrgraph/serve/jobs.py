"""A job -> its answer in a format, within limits; a job is a query, or the export of a whole graph from its file."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mrgraph import rdf
from mrgraph.asking import queries as engine
from mrgraph.asking import results
from mrgraph.errors import MrgraphError, UsageError
from mrgraph.output.spool import Counted, Spool
from mrgraph.serve.protocol import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mrgraph.rdf import Store
    from mrgraph.rdf.terms import Triple

_MB = 1024 * 1024
TOO_MUCH = "the query needs more memory than allowed, or ended its process; narrow it, or allow more with --memory"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds, megabytes beside the graph, rows (or triples), bytes of its answer."""

    seconds: float = 10.0
    memory: int = 1024
    rows: int = 1_000_000
    size: int = 256 * _MB

    def confine_memory(self) -> None:
        """Let this process grow by so much, beyond which the engine ends it; only where the system tells its size."""
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(OSError, ValueError):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            most = pages * resource.getpagesize() + self.memory * _MB
            resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))

    def confine_processor(self) -> None:
        """Let this process answer one query, then end it if the server does not: that may have been killed itself."""
        import resource

        most = int(time.process_time() + self.seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `kind` of "select", "boolean" or "graph", the `form` it is written in, and its bytes."""

    kind: str
    form: str
    body: bytes


class Evaluator:
    """Answers about one graph, of so many `triples`."""

    def __init__(self, store: Store | None, limits: Limits, triples: int) -> None:
        self.triples, self.limits = triples, limits
        self._store = store

    def prepare(self, opened: Callable[[], Store]) -> None:
        """Take the store that `opened` gives where there is none yet, and let this process grow within its limit."""
        if self._store is None:
            self._store = opened()
        self.limits.confine_memory()

    def ask(self, job: dict[str, Any]) -> Reply:
        """The answer to a job.

        Raises Refused where the query is wrong, or its answer too large.
        """
        try:
            if job["kind"] == "search":
                return self._search(job)
            return self._export(job) if job["kind"] == "export" else self._query(job)
        except UsageError as error:
            raise Refused(HTTPStatus.NOT_ACCEPTABLE, str(error)) from error
        except MrgraphError as error:
            said = "\n".join(filter(None, (str(error), error.excerpt)))
            raise Refused(HTTPStatus.BAD_REQUEST, said) from error
        except MemoryError as error:
            raise Refused(HTTPStatus.INSUFFICIENT_STORAGE, TOO_MUCH) from error

    def _query(self, job: dict[str, Any]) -> Reply:
        """Evaluate the query and write its answer in the format wanted for its kind."""
        assert self._store is not None, "prepared before it is asked"
        text = job["query"]
        with engine.failures(text):
            result = engine.evaluate(self._store, text, base=job.get("base"), dataset=job.get("dataset"))
            if result.kind == "graph":
                return Reply(result.kind, job["graph"], self._graph(result, job["graph"]))
            return Reply(result.kind, job["rows"], self._rows(result, job["rows"]))

    def _search(self, job: dict[str, Any]) -> Reply:
        """The things that words may mean, as JSON; those with only some of the words where none has all."""
        from mrgraph.finding import search, things

        assert self._store is not None, "prepared before it is asked"
        hits = things.search(self._store, job["words"], job["kinds"] or tuple(search.CLASSES))
        shown = ([hit for hit in hits if hit["whole"]] or hits)[: job["most"]]
        return Reply("search", "json", json.dumps(shown, ensure_ascii=False).encode("utf-8"))

    def _rows(self, result: Any, form: str) -> bytes:
        written = Spool(self.limits.size)
        with self._bounded(written):
            results.write(result, form, written, look=False)
        if results.has_more_rows(written, form, self.limits.rows):
            raise self._too_many()
        return b"".join(written.chunks())

    def _graph(self, triples: Iterable[Triple], form: str) -> bytes:
        written = Spool(self.limits.size)
        counted = Counted(islice(triples, self.limits.rows + 1))
        with self._bounded(written):
            results.write_graph(counted, form, written)
        if counted.count > self.limits.rows:
            raise self._too_many()
        return b"".join(written.chunks())

    @contextmanager
    def _bounded(self, written: Spool) -> Iterator[None]:
        """Turns what the engine says about a full spool into Refused."""
        try:
            yield
        except (OSError, ValueError):
            if written.full:
                raise self._too_large() from None
            raise

    def _export(self, job: dict[str, Any]) -> Reply:
        """A whole graph from its file, which keeps the spelling of numbers; never from the store."""
        from mrgraph.rdf import serialization

        triples = (triple for path in job["paths"] for triple in rdf.read_triples(path))
        return Reply("graph", job["graph"], serialization.serialise(triples, job["graph"]))

    def _too_large(self) -> Refused:
        said = f"the answer has more than {self.limits.size // _MB} MB; add LIMIT, or ask for less"
        return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)

    def _too_many(self) -> Refused:
        said = f"the answer has more than {self.limits.rows:,} rows or triples; add LIMIT, or ask for less"
        return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)
