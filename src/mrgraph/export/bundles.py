"""Several files as one archive: the same files, the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the first that the format knows
_MODE: Final = 0o644 << 16
_UNIX: Final = 3


def write(files: Iterable[tuple[str, bytes]], stream: BinaryIO) -> None:
    """Write files, each a name and its bytes, as a ZIP archive, in their order."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _DAY)
            entry.external_attr, entry.create_system = _MODE, _UNIX
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    stream.write(whole.getvalue())


def files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
