"""Bytes on their way out, and records to be sorted: in memory as long as they are few, then in temporary files.

An answer is written whole before the first byte of it is printed, so that an error never follows half an answer; and
whatever its size, the process stays small.
"""

from __future__ import annotations

import io
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOM = 8 * 1024 * 1024  # bytes kept in memory
_RECORDS = 40_000  # records sorted at once; some 20 MB
_BLOCK = 500  # records written at once
_CHUNK = 1 << 18  # bytes read at once

_R = TypeVar("_R", bound="tuple[Any, ...]")
_T = TypeVar("_T")


class Spool:
    """Bytes that are written and then read.

    `most`: more than so many are refused, and none of them go into a file; `full` tells that it happened.
    """

    def __init__(self, most: int | None = None) -> None:
        self._file: IO[bytes] = io.BytesIO()
        self._most = most
        self._in_memory = True
        self.size = 0
        self.full = False

    def __del__(self) -> None:
        self._file.close()

    def write(self, data: bytes) -> int:
        """Take bytes.

        Raises OSError beyond `most`, which the engine passes on.
        """
        self.size += len(data)
        if self._most is not None:
            if self.size > self._most:
                self.full = True
                raise OSError("the answer is too large")
        elif self._in_memory and self.size > _ROOM:
            self._spill()
        return self._file.write(data)

    def writelines(self, pieces: Iterable[bytes]) -> None:
        """Take bytes in pieces."""
        for piece in pieces:
            self.write(piece)

    def clear(self) -> None:
        """Forget all."""
        self._file.seek(0)
        self._file.truncate()
        self.size = 0

    def flush(self) -> None:
        """Nothing: who reads, reads from here."""

    @property
    def sink(self) -> IO[bytes]:
        """Itself, for who asks for a whole file and only writes."""
        return cast("IO[bytes]", self)

    def reading(self) -> IO[bytes]:
        """A file with what was written, from its begin."""
        self._file.seek(0)
        return self._file

    def chunks(self) -> Iterator[bytes]:
        """What was written, in pieces."""
        file = self.reading()
        while piece := file.read(_CHUNK):
            yield piece

    def ends_with(self, data: bytes) -> bool:
        """Whether the last bytes are these."""
        if self.size < len(data):
            return False
        self._file.seek(-len(data), io.SEEK_END)
        return self._file.read() == data

    def _spill(self) -> None:
        import tempfile

        written = self._file
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool
        self._in_memory = False
        written.seek(0)
        while piece := written.read(_CHUNK):
            self._file.write(piece)


class Counted(Generic[_T]):
    """Items that are counted as they go by."""

    def __init__(self, items: Iterable[_T]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[_T]:
        for item in self._items:
            self.count += 1
            yield item


def batched(items: Iterable[_T]) -> Iterator[list[_T]]:
    """The items, some hundreds at once."""
    source = iter(items)
    while some := list(islice(source, _BLOCK)):
        yield some


def ordered(records: Iterable[_R], at_once: int = _RECORDS) -> Iterator[_R]:
    """The records sorted, each once; tuples of texts and numbers that can be compared.

    All are read before the first is given. `at_once`: more than so many are sorted by way of files.

    >>> list(ordered([("b", 1), ("a", 2), ("b", 1)]))
    [('a', 2), ('b', 1)]
    """
    files: list[IO[bytes]] = []
    some: set[_R] = set()
    for record in records:
        some.add(record)
        if len(some) >= at_once:
            files.append(_stored(sorted(some)))
            some.clear()
    rest = sorted(some)
    some.clear()
    if not files:
        return iter(rest)
    import heapq

    return _each_once(heapq.merge(*map(_restored, files), rest))


def _stored(records: list[Any]) -> IO[bytes]:
    import marshal
    import tempfile

    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the merge is done with it
    for start in range(0, len(records), _BLOCK):
        marshal.dump(records[start : start + _BLOCK], file)
    file.seek(0)
    return file


def _restored(file: IO[bytes]) -> Iterator[Any]:
    import marshal

    with file:
        while True:
            try:
                block = marshal.load(file)
            except EOFError:
                return
            yield from block


def _each_once(records: Iterable[_R]) -> Iterator[_R]:
    last: _R | None = None
    for record in records:
        if record != last:
            yield record
        last = record
