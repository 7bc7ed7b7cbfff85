"""What an earlier build read from a source -> the same extraction, without reading it again.

One small file a source, named by a hash of its bytes, its path, and all that a reading depends on: the code and tables
of mrgraph, the parsers, the settings. Nothing stale is ever found; a build that was killed goes on where it stopped.
The files hold data only (JSON): nothing in a stranger's folder is ever run, and `mrgraph verify` proves what it says.
"""

from __future__ import annotations

import enum
import hashlib
import json
import os
import tempfile
import types
import typing
import zlib
from contextlib import suppress
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mrgraph import records
from mrgraph.records import Extraction
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from mrgraph.records import Source
    from mrgraph.settings import Settings

    Decoder: TypeAlias = Callable[[Any], Any]

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
_LARGEST = 512 * 1024 * 1024  # bytes of JSON; a file that claims more is cut, and so read again
_FAST = 1  # of zlib: half the size at a tenth of the time of its best


class Memory:
    """Extractions kept in a folder."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._stamp = f"{_stamp()} {settings.ner} {settings.encoding} {settings.force}"

    def name(self, source: Source) -> str:
        """The name under which the source's extraction is kept."""
        text = f"{source.sha256}\n{source.path}\n{self._stamp}"
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{digest[:2]}/{digest[2:34]}"

    def recall(self, source: Source) -> Extraction | None:
        """What was read from the source before; None where nothing, or nothing sound, is kept."""
        try:
            data = zlib.decompressobj().decompress((self._folder / self.name(source)).read_bytes(), _LARGEST)
            found = _decoder(Extraction)(json.loads(data))
        except (
            OSError,
            zlib.error,
            ValueError,
            TypeError,
            LookupError,
            ArithmeticError,
            RecursionError,
            StopIteration,
        ):
            return None
        return found if found.sha256 == source.sha256 and found.path == source.path else None

    def keep(self, source: Source, extraction: Extraction) -> None:
        """Keep what was read; where it cannot be written, the next build reads the source again."""
        file = self._folder / self.name(source)
        data = zlib.compress(
            json.dumps(_encoded(extraction), ensure_ascii=False).encode("utf-8", "surrogatepass"), _FAST
        )
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            Path(part).replace(file)

    def forget(self, but: Collection[str]) -> None:
        """Remove what is kept of all other sources than those named."""
        for file in self._folder.glob("??/*"):
            if f"{file.parent.name}/{file.name}" not in but:
                with suppress(OSError):
                    file.unlink()


@cache
def _stamp() -> str:
    """A hash of the code, tables and parsers that take part in reading."""
    found = hashlib.sha256()
    for root in (*(_PACKAGE / name for name in _CODE), data_path("ontology")):
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for file in files:
            if file.is_file() and file.suffix in (".py", ".csv", ".ttl", ".txt", ".json"):
                found.update(file.name.encode())
                found.update(file.read_bytes())
    for name in _PARSERS:
        found.update(f"{name} {_version(name)}".encode())
    return found.hexdigest()


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


# ------------------------------------------------------------------------------------- records <-> JSON


def _encoded(value: Any) -> Any:
    """Records as lists of their fields, in order; claims begin with the name of their class."""
    if is_dataclass(value):
        plain = [_encoded(getattr(value, field.name)) for field in fields(value)]
        return [type(value).__name__, *plain] if isinstance(value, _CLAIMS) else plain
    if isinstance(value, tuple):
        return [_encoded(each) for each in value]
    return str(value) if isinstance(value, Decimal | enum.Enum) else value


_CLAIMS: Final[tuple[type, ...]] = typing.get_args(records.Claim)


@cache
def _decoder(kind: Any) -> Decoder:
    """The function that makes a value of the type `kind` from its JSON."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind == records.Claim:
        return _claim
    if origin is tuple:
        return _tuple_of(arguments)
    if origin in (types.UnionType, typing.Union):
        some = _decoder(next(each for each in arguments if each is not type(None)))
        return lambda value: None if value is None else some(value)
    if is_dataclass(kind):
        return _record(kind)
    if isinstance(kind, type) and issubclass(kind, Decimal | enum.Enum):
        return kind
    return _plain(kind)


def _tuple_of(arguments: tuple[Any, ...]) -> Decoder:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _decoder(arguments[0])
        return lambda value: tuple([each(item) for item in value])
    parts = [_decoder(argument) for argument in arguments]
    return lambda value: tuple(part(item) for part, item in zip(parts, value, strict=True))


def _record(kind: Any) -> Decoder:
    hints = typing.get_type_hints(kind)
    parts = [_decoder(hints[field.name]) for field in fields(kind)]
    return lambda value: kind(*[part(item) for part, item in zip(parts, value, strict=True)])


def _claim(value: Any) -> Any:
    kind = next(each for each in _CLAIMS if each.__name__ == value[0])
    return _decoder(kind)(value[1:])


def _plain(kind: Any) -> Decoder:
    """Text, numbers and truth values stand for themselves; anything else in their place is no sound file."""

    def checked(value: Any) -> Any:
        if not isinstance(value, kind):
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return value

    return checked
