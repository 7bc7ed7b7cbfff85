"""Bytes on their way out, and records to be sorted: in memory as long as they are few, then in temporary files.

An answer is written whole before the first byte of it is printed, so that an error never follows half an answer; and
whatever its size, the process stays small.
"""

from __future__ import annotations

import io
from functools import partial
from itertools import islice
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOM = 8 * 1024 * 1024  # bytes kept in memory
_RECORDS = 40_000  # records sorted at once; some 20 MB
_BLOCK = 500  # records written at once
_CHUNK = 1 << 18  # bytes read at once

_R = TypeVar("_R", bound="tuple[Any, ...]")
_T = TypeVar("_T")


class Spool(SpooledTemporaryFile[bytes]):
    """Bytes that are written and then read.

    `most`: more than so many are refused, and none of them go into a file; `full` tells that it happened.
    """

    def __init__(self, most: int | None = None) -> None:
        super().__init__(_ROOM if most is None else 0)
        self._most = most
        self.full = False

    def __del__(self) -> None:
        self.close()

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take bytes.

        Raises OSError beyond `most`, which the engine passes on.
        """
        if self._most is not None and self.tell() + len(data) > self._most:
            self.full = True
            raise OSError("the answer is too large")
        return super().write(data)

    @property
    def size(self) -> int:
        """How many bytes were written."""
        return self.seek(0, io.SEEK_END)

    @property
    def sink(self) -> IO[bytes]:
        """Itself, for who asks for a whole file and only writes."""
        return self

    def clear(self) -> None:
        """Forget all."""
        self.seek(0)
        self.truncate()

    def reading(self) -> IO[bytes]:
        """A file with what was written, from its begin."""
        self.seek(0)
        return self

    def chunks(self) -> Iterator[bytes]:
        """What was written, in pieces."""
        return iter(partial(self.reading().read, _CHUNK), b"")

    def ends_with(self, data: bytes) -> bool:
        """Whether the last bytes are these."""
        if self.size < len(data):
            return False
        self.seek(-len(data), io.SEEK_END)
        return self.read() == data


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

    file = TemporaryFile()  # noqa: SIM115 - closed when the merge is done with it
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
