"""A large RDF file -> a disposable read-only index beside it, so that asking does not parse the file each time.

The file stays the truth. The index is a cache: it lies in a folder named by a hash of the file and of its path, and by
the engine's version, so a changed file never meets an old index; it is built in a folder of its own, written to disk,
and renamed into place, so that another process sees a whole index or none; it may be deleted at any time. It comes with
a list of its files, their sizes and hashes, the number of triples and what it was made of, and one that is not as it
was built is noticed before it is asked, and built anew. Nothing is ever exported from it, since the engine writes some
literals otherwise than the file does.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph.rdf.rdf_files import STDIN, base_iri, graph_file, malformed, read_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph

SMALLEST = 2_000_000  # bytes; some 50,000 triples, which parse in about 150 ms
FOLDER = ".mrgraph-index"
OFF = "MRGRAPH_NO_INDEX"  # set in the environment, it keeps mrgraph from writing beside a graph
_BUILDING = "building-"
_CONTENTS = "contents"
_DIGITS = 16  # of the hash
_KEPT = 3600.0  # seconds that an outdated index is kept for those who still read it
# Hashing takes 0.7 ms a megabyte, so files that the file system shows as they were are hashed only from time to time.
_TRUSTED = 24 * 3600.0  # seconds
_NO_CONTENT = ("LOCK", "LOG")  # what the engine writes for itself, and never reads


def open_index(path: Path | str, *, smallest: int = SMALLEST) -> pyoxigraph.Store | None:
    """The graph at `path` opened from its index, built where there is none; None for a file too small to need one.

    Also None where the index cannot be written: the caller then parses the file. A damaged one is built anew, and told.
    Raises GraphError for a missing or malformed file.
    """
    if not is_indexed(path, smallest=smallest):
        return None
    file = graph_file(path)
    try:
        index = _stamped(file) or _checked(file)
        return _opened(index) or _opened(_rebuilt(file, index))
    except OSError:
        return None


def is_indexed(path: Path | str, *, smallest: int = SMALLEST) -> bool:
    """Whether the graph at `path` is large enough to be asked by its index.

    Raises GraphError for a missing file.
    """
    return not os.environ.get(OFF) and str(path) != STDIN and graph_file(path).stat().st_size >= smallest


def index_folder(file: Path) -> Path:
    """Where the index of `file`, as it is now, lies or would lie."""
    import pyoxigraph

    source = _identity(_sha256(file), base_iri(file))
    return file.resolve().parent / FOLDER / f"{file.name}-{source[:_DIGITS]}-{pyoxigraph.__version__}"


def _opened(index: Path) -> pyoxigraph.Store | None:
    import pyoxigraph

    try:
        return pyoxigraph.Store.read_only(str(index))
    except (OSError, RuntimeError):  # the engine raises both for a folder that is no whole store
        return None


def _checked(file: Path) -> Path:
    """The index of `file`, found sound just now, or built."""
    index = index_folder(file)
    if not index.is_dir():
        _build(file, index)
        _remove_outdated(index)
    elif not _is_sound(index):
        return _rebuilt(file, index)
    _stamp(file, index)
    return index


def _rebuilt(file: Path, index: Path) -> Path:
    import logging

    logging.getLogger(__name__).warning("%s: its index was damaged; the file is read again", file)
    _discard(index)
    _build(file, index)
    _stamp(file, index)
    return index


# ------------------------------------------------------------------------------------------- what it is made of


def _contents(folder: Path, source: str, triples: int) -> str:
    """Of what the index in `folder` was made, how large it is, which files it has, and a hash of all this: one a line.

    `source`: the hash of what it was made of.
    """
    import hashlib

    files = "".join(f"{path.name} {path.stat().st_size} {_sha256(path)}\n" for path in _files(folder))
    text = f"source {source}\ntriples {triples}\n{files}"
    return f"{text}seal {hashlib.sha256(text.encode()).hexdigest()}\n"


def _is_sound(index: Path) -> bool:
    """Whether the index has the files that it was built with, each with the bytes that it was built with."""
    try:
        text = (index / _CONTENTS).read_text(encoding="utf-8")
        (_, source), (_, triples) = (line.split() for line in text.splitlines()[:2])
        return text == _contents(index, source, int(triples)) and f"-{source[:_DIGITS]}-" in index.name
    except (OSError, ValueError):
        return False


def _files(folder: Path) -> Iterator[Path]:
    """The files of the engine, but those that it writes for itself."""
    for path in sorted(folder.iterdir()):
        if path.name != _CONTENTS and not path.name.startswith(_NO_CONTENT):
            yield path


def _identity(digest: str, base: str) -> str:
    """A hash of a file's hash and of the base of its relative IRIs, which are others where it has another path."""
    import hashlib

    return hashlib.sha256(f"{digest} {base}".encode()).hexdigest()


def _sha256(file: Path) -> str:
    import hashlib

    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# -------------------------------------------------------------------- stamps: which index a file had when last seen


def _stamped(file: Path) -> Path | None:
    """The index that was built of the file, if the file system shows both as they were when it was last found sound."""
    import pyoxigraph

    note = _note(file)
    try:
        name, _, states = note.read_text(encoding="utf-8").partition("\n")
        index = note.parent / Path(name).name
        current = name.endswith(f"-{pyoxigraph.__version__}") and 0 <= time.time() - note.stat().st_mtime < _TRUSTED
        return index if current and states == _states(file, index) else None
    except (OSError, UnicodeDecodeError):
        return None


def _stamp(file: Path, index: Path) -> None:
    """Note that the index was found sound now."""
    note = _note(file)
    with suppress(OSError):
        part = note.with_name(f"{note.name}.{os.getpid()}")
        part.write_text(f"{index.name}\n{_states(file, index)}", encoding="utf-8")
        part.replace(note)


def _note(file: Path) -> Path:
    return file.resolve().parent / FOLDER / f"{file.name}.seen"


def _states(file: Path, index: Path) -> str:
    """What changes when the file, or one of the index, is written to or replaced, or has another path; one a line."""
    seen = ((path.name, path.stat()) for path in (file, *_files(index), index / _CONTENTS))
    lines = (f"{name} {at.st_size} {at.st_mtime_ns} {at.st_ctime_ns} {at.st_ino}\n" for name, at in seen)
    return "".join((f"{base_iri(file)}\n", *lines))


# ------------------------------------------------------------------------------------------------ building


def _build(file: Path, index: Path) -> None:
    """Build the index in a folder beside its place, then rename it there; who comes second keeps the first one's."""
    import hashlib
    import shutil
    import tempfile

    import pyoxigraph

    index.parent.mkdir(exist_ok=True)
    content = read_content(file)
    building = Path(tempfile.mkdtemp(dir=index.parent, prefix=_BUILDING))
    try:
        store = pyoxigraph.Store(str(building))
        try:
            store.bulk_load(content.data, getattr(pyoxigraph.RdfFormat, content.form), base_iri=content.base)
        except (SyntaxError, ValueError) as error:
            raise malformed(content.name, error) from error
        store.optimize()
        store.flush()
        triples = len(store)
        del store
        source = _identity(hashlib.sha256(content.raw).hexdigest(), content.base)
        (building / _CONTENTS).write_text(_contents(building, source, triples), encoding="utf-8")
        _sync(building)
        with suppress(OSError):  # another process was first
            building.rename(index)
            _sync(index.parent)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Wait until the folder and the files in it are on disk."""
    for path in (*folder.iterdir(), folder) if os.name == "posix" else ():
        if path == folder or path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _remove_outdated(index: Path) -> None:
    """Remove the indexes of earlier states of the file, and what builds that were killed left behind."""
    name = index.name.rsplit("-", 2)[0]
    newest = index.stat().st_mtime
    for other in index.parent.iterdir():
        outdated = other.is_dir() and (other.name.rsplit("-", 2)[0] == name or other.name.startswith(_BUILDING))
        if outdated and other != index and newest - other.stat().st_mtime > _KEPT:
            _discard(other)


def _discard(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
