"""A large graph's look-up, kept beside its file, so that a question does not parse the file each time.

The file stays the truth: a snapshot is named by a hash of its bytes and of the code that made it, so a changed file
never meets an old one; it may be deleted at any time. It holds texts and numbers only, and nothing in it is ever run;
one that is cut or changed is noticed by its checksum, and made anew.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mrgraph import rdf
from mrgraph.claims.claims import Claims
from mrgraph.claims.families import Families
from mrgraph.claims.lookup import Index
from mrgraph.output import whole_files
from mrgraph.rdf import disk_index

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK: Final = b"mrgclaims1\n"
_ENDING: Final = ".claims"
_BETWEEN: Final = "\0"  # texts: no literal of RDF can hold it
_NUMBER: Final = 4  # bytes of a number in the file
_DIGITS: Final = 16  # of the hash


class _Kept(Mapping[str, list[str]]):
    """Subject -> its predicates and values in turn, made of numbers when it is asked for."""

    def __init__(self, texts: Sequence[str], subjects: array[int], starts: array[int], flat: array[int]) -> None:
        self._texts, self._starts, self._flat = texts, starts, flat
        self._places = {texts[subject]: place for place, subject in enumerate(subjects)}

    def __getitem__(self, subject: str) -> list[str]:
        place = self._places[subject]
        texts = self._texts
        return [texts[number] for number in self._flat[self._starts[place] : self._starts[place + 1]]]

    def get(self, subject: str, default: Any = None) -> Any:
        """The predicates and values of a subject, or the default."""
        place = self._places.get(subject)
        if place is None:
            return default
        texts = self._texts
        return [texts[number] for number in self._flat[self._starts[place] : self._starts[place + 1]]]

    def __contains__(self, subject: object) -> bool:
        return subject in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def claims(path: Path | str) -> Claims:
    """The claims of the graph at a path: from its snapshot, which is made where there is none; a small one is parsed.

    Raises GraphError for a missing or malformed file.
    """
    if not disk_index.is_indexed(path):
        return Claims(Index(rdf.read_triples(path)))
    graph = rdf.graph_file(path)
    content = graph.read_bytes()
    file = graph.parent / disk_index.FOLDER / f"{graph.name}-{_name(content)}{_ENDING}"
    known = _recalled(file)
    if known is not None:
        return known
    fresh = Claims(Index(rdf.read_triples(path)))
    _keep(file, fresh)
    return fresh


def _name(content: bytes) -> str:
    digest = hashlib.sha256(content)
    digest.update(_code())
    return digest.hexdigest()[:_DIGITS]


@cache
def _code() -> bytes:
    """The text of the modules that make a snapshot."""
    folder = Path(__file__).parent
    return b"".join((folder / name).read_bytes() for name in ("families.py", "lookup.py", "snapshots.py"))


def _keep(file: Path, fresh: Claims) -> None:
    """Write the snapshot, and remove those of earlier states; where it cannot be written, the next call parses."""
    packed = _packed(fresh)
    if packed is None:
        return
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        whole_files.write_whole(_MARK + hashlib.sha256(packed).digest() + packed, file)
        stem = file.name.rpartition("-")[0]
        for other in file.parent.glob(f"*{_ENDING}"):
            if other != file and other.name.rpartition("-")[0] == stem:
                other.unlink(missing_ok=True)


def _packed(fresh: Claims) -> bytes | None:
    """The look-up as texts and numbers; None where a text holds what parts them."""
    triples, by_type = fresh.index.contents()
    numbers: dict[str, int] = {}
    subjects, starts, flat, types = array("I"), array("I", [0]), array("I"), array("I")
    for subject, pairs in triples.items():
        subjects.append(numbers.setdefault(subject, len(numbers)))
        flat.extend(numbers.setdefault(text, len(numbers)) for text in pairs)
        starts.append(len(flat))
    for kind in sorted(by_type):
        members = by_type[kind]
        types.extend((numbers.setdefault(kind, len(numbers)), len(members)))
        types.extend(numbers[member] for member in members)
    if any(_BETWEEN in text for text in numbers) or subjects.itemsize != _NUMBER:
        return None
    texts = _BETWEEN.join(numbers).encode("utf-8", "surrogatepass")
    parts = (texts, *(part.tobytes() for part in (subjects, starts, flat, types)))
    head = {"sizes": [len(part) for part in parts], "parents": fresh.families.parents()}
    return json.dumps(head).encode("ascii") + b"\n" + b"".join(parts)


def _recalled(file: Path) -> Claims | None:
    """The claims that were kept; None where nothing, or nothing sound, is."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        content = file.read_bytes()
        mark = len(_MARK)
        packed = memoryview(content)[mark + hashlib.sha256().digest_size :]
        if content[:mark] == _MARK and hashlib.sha256(packed).digest() == content[mark : len(content) - len(packed)]:
            return _unpacked(bytes(packed))
    return None


def _unpacked(packed: bytes) -> Claims:
    head_text, _, body = packed.partition(b"\n")
    head = json.loads(head_text)
    parts, at = [], 0
    for size in head["sizes"]:
        parts.append(body[at : at + size])
        at += size
    texts = parts[0].decode("utf-8", "surrogatepass").split(_BETWEEN)
    subjects, starts, flat, types = (array("I", part) for part in parts[1:])
    by_type: dict[str, list[str]] = {}
    at = 0
    while at < len(types):
        kind, count = types[at], types[at + 1]
        by_type[texts[kind]] = [texts[number] for number in types[at + 2 : at + 2 + count]]
        at += 2 + count
    index = Index.around(_Kept(texts, subjects, starts, flat), by_type)
    return Claims(index, families=Families.known(index, head["parents"]))
