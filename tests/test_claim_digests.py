"""What is read from the documents that lie beside the project, pinned as hashes: no change of a reading goes unnoticed.

`pinned/` holds a file a pile, and in it a line a document: the beginnings of its hash and of that of its claims.
After a change that is meant, MRGRAPH_REWRITE_SNAPSHOTS=1 writes it anew; read the changed claims before you commit it.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from mrgraph import reference
from mrgraph.extraction.claim_words import in_words
from mrgraph.extraction.extractor import extract
from mrgraph.pipeline.batch import Reading
from mrgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LENGTH = 12  # hexadecimal digits of a hash


def digests(folder: Path) -> Iterator[tuple[str, str]]:
    """(document, claims) as hashes, for each document of a folder."""
    known = reference.load()
    for document in Reading(Settings(workers=1)).documents([str(folder)]):
        claims = sorted(map(in_words, extract(document, known, force=True).claims))
        yield document.sha256[:LENGTH], hashlib.sha256("\n".join(claims).encode()).hexdigest()[:LENGTH]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["genres/docs", "corpus"])
def test_what_is_read_is_what_was_pinned(name: str, root: Path) -> None:
    folder = root.parent / "shared" / name
    if not folder.is_dir():
        pytest.skip(f"shared/{name} does not lie beside the project")
    file = root / "tests" / "pinned" / f"{name.partition('/')[0]}.txt"
    made = "".join(f"{document} {claims}\n" for document, claims in sorted(set(digests(folder))))
    if os.environ.get("MRGRAPH_REWRITE_SNAPSHOTS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, "utf-8")
    pinned = file.read_text("utf-8")
    assert set(made.splitlines()) ^ set(pinned.splitlines()) == set()
