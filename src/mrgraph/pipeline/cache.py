"""What an earlier build read from a source -> the same extraction, without reading it again.

One small file a source, named by a hash of its bytes, its path, and all that a reading depends on: the code and tables
of mrgraph, the parsers, the settings. Nothing stale is ever found; a build that was killed goes on where it stopped.
An entry begins with its size and a checksum of its name and content, so that what is cut, changed or renamed is noticed
and read again. Entries hold data only: nothing in a stranger's folder is ever run, and `mrgraph verify` proves what it
says.
"""

from __future__ import annotations

import errno
import functools
import hashlib
import os
import struct
import tempfile
import typing
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from mrgraph import records
from mrgraph.records import Extraction, Flag, Reject
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Collection

    from mrgraph.records import Claim, Source
    from mrgraph.settings import Settings

_PACKAGE = Path(__file__).resolve().parents[1]
# What takes part in reading a source: a change in any of it makes all that was kept worthless.
_CODE: Final = (
    "documents",
    "extraction",
    "lexicon",
    "records.py",
    "reference.py",
    "pipeline/batch.py",
    "pipeline/cache.py",
)
_PARSERS: Final = ("beautifulsoup4", "charset-normalizer", "ftfy", "pypdf", "python-docx")
KINDS: Final = frozenset((".csv", ".json", ".py", ".toml", ".tsv", ".ttl", ".txt"))  # of code and tables
_HEAD: Final = struct.Struct(">8sQ32s")  # mark, bytes of the content, checksum
_MARK: Final = b"mrgread1"
_LARGEST = 512 * 1024 * 1024  # bytes of an unpacked content; a file that claims more is cut, and so read again
_FAST = 1  # of zlib: within 8 % of the size of its best, in half the time
_UNSOUND: Final = (zlib.error, struct.error, msgspec.MsgspecError, LookupError, ArithmeticError, ValueError)


class Cache:
    """Extractions kept in a folder. `damaged`: how many entries were found that do not hold what was kept."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._stamp = f"{_stamp()} {settings.ner} {settings.encoding} {settings.force}"
        self.damaged = 0

    def name(self, source: Source) -> str:
        """The name under which the source's extraction is kept."""
        text = f"{source.sha256}\n{source.path}\n{self._stamp}"
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{digest[:2]}/{digest[2:34]}"

    def recall(self, source: Source) -> Extraction | None:
        """What was read from the source before; None where nothing, or nothing sound, is kept."""
        name = self.name(source)
        try:
            entry = (self._folder / name).read_bytes()
        except OSError as error:
            self.damaged += error.errno == errno.EIO
            return None
        with suppress(*_UNSOUND):
            extraction = _decoded(_content(name, entry))
            if (extraction.path, extraction.sha256) == (source.path, source.sha256):
                return extraction
        self.damaged += 1
        return None

    def keep(self, source: Source, extraction: Extraction) -> None:
        """Keep what was read; where it cannot be written, the next build reads the source again."""
        name = self.name(source)
        file = self._folder / name
        with suppress(OSError, UnicodeEncodeError):  # a text that no encoding can hold is kept nowhere
            entry = _entry(name, _encoded(extraction))
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
            with os.fdopen(handle, "wb") as out:
                out.write(entry)
            Path(part).replace(file)

    def forget(self, but: Collection[str]) -> None:
        """Remove what is kept of all other sources than those named."""
        for file in self._folder.glob("??/*"):
            if f"{file.parent.name}/{file.name}" not in but:
                with suppress(OSError):
                    file.unlink()


@functools.cache
def _stamp() -> str:
    """A hash of the code, tables and parsers that take part in reading."""
    digest = hashlib.sha256()
    for root in (*(_PACKAGE / name for name in _CODE), data_path("ontology")):
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for file in files:
            if file.is_file() and file.suffix in KINDS:
                digest.update(file.name.encode())
                digest.update(file.read_bytes())
    for name in _PARSERS:
        digest.update(f"{name} {_version(name)}".encode())
    return digest.hexdigest()


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


# ------------------------------------------------------------------------------------- entries <-> contents


def _entry(name: str, content: bytes) -> bytes:
    """The bytes of an entry: its head, and the content as given."""
    return _HEAD.pack(_MARK, len(content), _checksum(name, content)) + content


def _content(name: str, entry: bytes) -> bytes:
    """The content of an entry; ValueError or struct.error where it is not the whole one that was kept by this name."""
    mark, size, checksum = _HEAD.unpack_from(entry)
    content = entry[_HEAD.size :]
    if (mark, size, checksum) != (_MARK, len(content), _checksum(name, content)):
        raise ValueError("not as it was kept")
    return content


def _checksum(name: str, content: bytes) -> bytes:
    return hashlib.sha256(name.encode() + content).digest()


# ------------------------------------------------------------------------------------- extractions <-> contents


class _Kept(msgspec.Struct, array_like=True):
    """An extraction as it is kept: its fields in order, each claim with the name of its class."""

    path: str
    sha256: str
    media_type: str
    language: str
    template: str
    claims: tuple[tuple[str, msgspec.Raw], ...]
    rejects: tuple[Reject, ...]
    flags: tuple[Flag, ...]
    refused: str


_ENCODER: Final = msgspec.msgpack.Encoder()
_KEPT: Final = msgspec.msgpack.Decoder(_Kept)
_CLAIMS: Final[dict[str, msgspec.msgpack.Decoder[Claim]]] = {
    kind.__name__: msgspec.msgpack.Decoder(kind) for kind in typing.get_args(records.Claim)
}


def _encoded(extraction: Extraction) -> bytes:
    claims = tuple([(type(claim).__name__, msgspec.Raw(_ENCODER.encode(claim))) for claim in extraction.claims])
    kept = _Kept(
        extraction.path,
        extraction.sha256,
        extraction.media_type,
        extraction.language,
        extraction.template,
        claims,
        extraction.rejects,
        extraction.flags,
        extraction.refused,
    )
    return zlib.compress(_ENCODER.encode(kept), _FAST)


def _decoded(content: bytes) -> Extraction:
    unpacking = zlib.decompressobj()
    kept = _KEPT.decode(unpacking.decompress(content, _LARGEST))
    return Extraction(
        kept.path,
        kept.sha256,
        kept.media_type,
        kept.language,
        kept.template,
        tuple([_CLAIMS[kind].decode(claim) for kind, claim in kept.claims]),
        kept.rejects,
        kept.flags,
        kept.refused,
    )
