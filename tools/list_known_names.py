"""Makes the tables that the score card of firms knows names by, from a pile of documents, a folder a publisher.

    python tools/list_known_names.py DOCUMENTS

writes, under src/mrgraph/lexicon/tables/, known_firms.tsv (keys of firms that at least two publishers name, with and
without words such as "Technologies" at their end), other_names.tsv (keys of capitalised words that at least two
publishers write and none names as a firm) and ordinary_words.tsv (words that at least three publishers write small),
each with the number of publishers.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph import reference
from mrgraph.errors import MrgraphError
from mrgraph.extraction.decisions import firm_candidates
from mrgraph.extraction.extractor import extract
from mrgraph.extraction.text.page import Page
from mrgraph.lexicon import name_forms
from mrgraph.lexicon.vocabulary import NAME_WORDS
from mrgraph.pipeline import batch
from mrgraph.records import NameClaim, Role, Source
from mrgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mrgraph.records import Claim, Document

TABLES = Path(__file__).resolve().parents[1] / "src" / "mrgraph" / "lexicon" / "tables"
FIRM_PUBLISHERS, NAME_PUBLISHERS, WORD_PUBLISHERS, WORD_DOCUMENTS = 2, 2, 3, 6
SHORTEST = 4  # letters of a name without its last words
WORD = re.compile(r"[a-z]{3,}")
LONGEST = 40  # characters of a name's key


def main(folder: Path) -> int:
    """Read the documents and write both tables."""
    firms: defaultdict[str, set[str]] = defaultdict(set)
    words: defaultdict[str, set[str]] = defaultdict(set)
    others: defaultdict[str, set[str]] = defaultdict(set)
    documents: defaultdict[str, int] = defaultdict(int)
    known = reference.load()
    for path, document in _documents(folder):
        publisher = path.relative_to(folder).parts[0].partition("-")[0]
        named = {key for claim in extract(document, known).claims for key in _keys(claim)}
        for key in named:
            firms[key].add(publisher)
        page = Page(document)
        for key in firm_candidates.candidates(page, {}):
            if key not in named and known.region(key) is None:
                others[key].add(publisher)
        for word in page.small_words:
            words[word].add(publisher)
            documents[word] += 1
    ordinary = {
        word: len(names)
        for word, names in words.items()
        if len(names) >= WORD_PUBLISHERS and documents[word] >= WORD_DOCUMENTS and WORD.fullmatch(word)
    }
    kept = {
        key: len(names)
        for key, names in firms.items()
        if len(names) >= FIRM_PUBLISHERS and 1 < len(key) <= LONGEST and key not in ordinary
    }
    strange = {
        key: len(names)
        for key, names in others.items()
        if len(names) >= NAME_PUBLISHERS and key not in firms and 1 < len(key) <= LONGEST and key not in ordinary
    }
    _write("known_firms", "key", kept)
    _write("other_names", "key", strange)
    _write("ordinary_words", "word", ordinary)
    return 0


def _documents(folder: Path) -> Iterable[tuple[Path, Document]]:
    settings = Settings()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            source = next(iter(batch.read((str(path),), settings)), None)
            if isinstance(source, Source):
                yield path, batch.parse(source, settings)
        except MrgraphError:
            continue


def _keys(claim: Claim) -> Iterator[str]:
    """The keys of a firm's forms, with and without words such as "Technologies" at their end."""
    if not isinstance(claim, NameClaim) or claim.role is not Role.COMPANY:
        return
    for form in (claim.name, *claim.aliases):
        yield name_forms.key(form)
        first, *rest = name_forms.bare(form).split()
        short = name_forms.key(first)
        if rest and NAME_WORDS.match(" ".join(rest)) and len(short) >= SHORTEST:
            yield short


def _write(name: str, column: str, counts: Mapping[str, int]) -> None:
    lines = [f"{column}\tpublishers", *(f"{key}\t{counts[key]}" for key in sorted(counts))]
    (TABLES / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
