"""A large RDF file -> a disposable read-only index beside it, so that asking does not parse the file each time.

The file stays the truth. The index is a cache: it lies in a folder named by a hash of the file and of its path, and by
the engine's version, so a changed file never meets an old index; it is built in a folder of its own and renamed into
place, so that another process sees a whole index or none; it may be deleted at any time. Nothing is ever exported from
it, since the engine writes some literals otherwise than the file does.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph.rdf.rdf_files import STDIN, base_iri, graph_file, malformed, read_content

if TYPE_CHECKING:
    import pyoxigraph

SMALLEST = 2_000_000  # bytes; some 50,000 triples, which parse in about 150 ms
FOLDER = ".mrgraph-index"
OFF = "MRGRAPH_NO_INDEX"  # set in the environment, it keeps mrgraph from writing beside a graph
_BUILDING = "building-"
_DIGITS = 16  # of the hash
_KEPT = 3600.0  # seconds that an outdated index is kept for those who still read it


def open_index(path: Path | str, *, smallest: int = SMALLEST) -> pyoxigraph.Store | None:
    """The graph at `path` opened from its index, built where there is none; None for a file too small to need one.

    Also None where the index cannot be written or is damaged: the caller then parses the file.
    Raises GraphError for a missing or malformed file.
    """
    if not is_indexed(path, smallest=smallest):
        return None
    file = graph_file(path)
    import pyoxigraph

    index = _stamped(file) or index_folder(file)
    try:
        if not index.is_dir():
            _build(file, index)
            _remove_outdated(index)
        store = pyoxigraph.Store.read_only(str(index))
        _stamp(file, index)
    except (OSError, RuntimeError):  # the engine raises both for a folder that is no whole store
        _discard(index)
        return None
    return store


def is_indexed(path: Path | str, *, smallest: int = SMALLEST) -> bool:
    """Whether the graph at `path` is large enough to be asked by its index.

    Raises GraphError for a missing file.
    """
    return not os.environ.get(OFF) and str(path) != STDIN and graph_file(path).stat().st_size >= smallest


def index_folder(file: Path) -> Path:
    """Where the index of `file`, as it is now, lies or would lie."""
    import hashlib

    import pyoxigraph

    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    digest.update(base_iri(file).encode("utf-8"))  # reached by another path, a file's relative IRIs are others
    return file.resolve().parent / FOLDER / f"{file.name}-{digest.hexdigest()[:_DIGITS]}-{pyoxigraph.__version__}"


# -------------------------------------------------------------------- stamps: which index a file had when last seen


def _stamped(file: Path) -> Path | None:
    """The index that was built of the file as the file system still shows it; spares reading the file for its hash."""
    import pyoxigraph

    note = _note(file)
    try:
        name, _, state = note.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    index = note.parent / Path(name).name
    current = name.endswith(f"-{pyoxigraph.__version__}") and index.is_dir()
    return index if current and state == _state(file) else None


def _stamp(file: Path, index: Path) -> None:
    note = _note(file)
    text = f"{index.name}\n{_state(file)}"
    with suppress(OSError):
        if note.is_file() and note.read_text(encoding="utf-8") == text:
            return
        part = note.with_name(f"{note.name}.{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(note)


def _note(file: Path) -> Path:
    return file.resolve().parent / FOLDER / f"{file.name}.seen"


def _state(file: Path) -> str:
    """What changes when the file is written anew, replaced, or reached by another path."""
    seen = file.stat()
    return f"{seen.st_size} {seen.st_mtime_ns} {seen.st_ino} {base_iri(file)}\n"


# ------------------------------------------------------------------------------------------------ building


def _build(file: Path, index: Path) -> None:
    """Build the index in a folder beside its place, then rename it there; who comes second keeps the first one's."""
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
        del store
        with suppress(OSError):  # another process was first
            building.rename(index)
    finally:
        shutil.rmtree(building, ignore_errors=True)


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
