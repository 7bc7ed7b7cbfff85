"""Responses given lately -> the same again, for the same request: a worker's graph does not change."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from mrgraph.serve.protocol import Response

_LARGEST = 256 * 1024  # bytes of a response that is kept
_ALL = 4 * 1024 * 1024  # bytes of all that a worker keeps
_BESIDE = 2048  # bytes that a response takes beside its body: the request, the headers


class Recent:
    """The responses last given, by request; the one not asked for the longest goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Response] = OrderedDict()
        self._size = 0

    def find(self, key: Hashable) -> Response | None:
        """The response to a request, if it is still there."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, response: Response) -> None:
        """Keep a response, unless it is a long one."""
        if len(response.body) > _LARGEST:
            return
        self._remove(key)
        self._kept[key] = response
        self._size += len(response.body) + _BESIDE
        while self._size > _ALL:
            self._remove(next(iter(self._kept)))

    def _remove(self, key: Hashable) -> None:
        old = self._kept.pop(key, None)
        if old is not None:
            self._size -= len(old.body) + _BESIDE
