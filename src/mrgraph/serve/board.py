"""What workers are doing right now, in memory that all processes of the service share.

A worker writes its line and nobody else's, except that the front begins it with a lease; the front reads them all. So
the front knows without a message how long a request takes, and, once a worker is dead, whether its caller is still owed
an answer.
"""

from __future__ import annotations

import mmap
import struct

_TIMES = struct.Struct("ddd")
_SINCE = struct.Struct("d")
_SIZE = struct.Struct("H")
_TEXT = 512  # bytes of what is told
_REQUEST = 4096  # bytes of what is kept; a request is seldom longer
_TOLD = _TIMES.size
_KEPT = _TOLD + _SIZE.size + _TEXT
_LINE = _KEPT + _SIZE.size + _REQUEST + 6  # a multiple of 8
_TOO_LONG = 0xFFFF
_HEAD = 64  # bytes
_GENERATION = struct.Struct("Q")
_WRITING, _RESTING = -1.0, 0.0


class Board:
    """So many lines; times are those of `time.monotonic()`."""

    def __init__(self, lines: int) -> None:
        self._memory = mmap.mmap(-1, _HEAD + lines * _LINE)

    @property
    def crowded(self) -> bool:
        """Whether somebody waits for a worker."""
        return self._memory[0] != 0

    @crowded.setter
    def crowded(self, value: bool) -> None:
        self._memory[0] = value

    @property
    def generation(self) -> int:
        """Which state of the graph is served."""
        return int(_GENERATION.unpack_from(self._memory, 8)[0])

    @generation.setter
    def generation(self, value: int) -> None:
        _GENERATION.pack_into(self._memory, 8, value)

    def begin(self, line: int, since: float, due: float, used: float) -> None:
        """Somebody is owed an answer, since and until then; `used`: processor time that the worker had by then."""
        _TIMES.pack_into(self._memory, _HEAD + line * _LINE, since, due, used)

    def tell(self, line: int, text: str) -> None:
        """Note what is asked, as far as a log may know: method and path, and the origin that may read the answer."""
        data = text.encode("utf-8", "backslashreplace")[:_TEXT]
        start = _HEAD + line * _LINE + _TOLD
        self._memory[start : start + _SIZE.size + len(data)] = _SIZE.pack(len(data)) + data

    def told(self, line: int) -> str:
        """What was told last."""
        start = _HEAD + line * _LINE + _TOLD
        (size,) = _SIZE.unpack_from(self._memory, start)
        return self._memory[start + _SIZE.size : start + _SIZE.size + min(size, _TEXT)].decode("utf-8", "replace")

    def keep(self, line: int, data: bytes) -> None:
        """Keep the bytes of the request that is being answered, so that another worker can answer it; b"" for none."""
        start = _HEAD + line * _LINE + _KEPT
        if len(data) > _REQUEST:
            _SIZE.pack_into(self._memory, start, _TOO_LONG)
        else:
            self._memory[start : start + _SIZE.size + len(data)] = _SIZE.pack(len(data)) + data

    def kept(self, line: int) -> bytes | None:
        """What was kept last; None where it was too long."""
        start = _HEAD + line * _LINE + _KEPT
        (size,) = _SIZE.unpack_from(self._memory, start)
        return None if size == _TOO_LONG else self._memory[start + _SIZE.size : start + _SIZE.size + size]

    def write(self, line: int) -> None:
        """The answer is on its way, so no other one may be given."""
        _SINCE.pack_into(self._memory, _HEAD + line * _LINE, _WRITING)

    def rest(self, line: int) -> None:
        """Nobody is owed anything."""
        _SINCE.pack_into(self._memory, _HEAD + line * _LINE, _RESTING)

    def times(self, line: int) -> tuple[float, float, float]:
        """What `begin` noted; since 0 where nobody is owed anything, below 0 for an answer that is on its way."""
        since, due, used = _TIMES.unpack_from(self._memory, _HEAD + line * _LINE)
        return float(since), float(due), float(used)
