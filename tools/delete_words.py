"""Delete words from the tables, one at a time, and count the deletions that no reading notices.

    tools/delete_words.py DOCUMENTS… [--number 60] [--seed 1]

A deletion is noticed where a claim of a document that holds the word changes, or of a rule's example. Words that
nothing notices are told: they want an example, or to be deleted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mrgraph import reference
from mrgraph.documents import parsing
from mrgraph.extraction import rule_examples
from mrgraph.extraction.claim_words import in_words
from mrgraph.extraction.extractor import extract
from mrgraph.pipeline.batch import Reading
from mrgraph.records import Document, Source
from mrgraph.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
TABLES = Path("src/mrgraph/lexicon/tables")
NOTES = ("source", "class", "kind", "language", "countries")  # columns that hold no words
MOST = 40  # documents that are read again for one word


def main() -> int:
    """Print a line a deletion that nothing notices, and the sum; with --read, what the named documents claim."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--number", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        json.dump(_claims(json.loads(options.read.read_text("utf-8"))), sys.stdout)
        return 0
    documents = [*_examples(), *Reading(Settings(workers=1)).documents([str(folder) for folder in options.folders])]
    texts = {f"{number}:{document.path}": document for number, document in enumerate(documents)}
    words = random.Random(options.seed).sample(sorted(_words()), options.number)
    missed = [word for word in words if not _noticed(*word, texts)]
    print(f"{len(words) - len(missed)} of {len(words)} deletions noticed")
    return 0


def _examples() -> list[Document]:
    """The texts of the rules' examples as documents."""
    sources = ((f"{each.file}-{each.line}.md", each.document.encode()) for each in rule_examples.examples())
    return [parsing.parse(Source(name, data, hashlib.sha256(data).hexdigest())) for name, data in sources]


def _words() -> set[tuple[str, int, int, str]]:
    """(table, line, column, word) of every word; lines and columns count from 0, the first line is the head."""
    found = set()
    for path in sorted((ROOT / TABLES).glob("*.tsv")):
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        for number, row in enumerate(rows[1:], 1):
            for column, cell in enumerate(row):
                if rows[0][column] not in NOTES and cell not in ("", "yes", "no"):
                    found |= {(path.name, number, column, word) for word in cell.split(" | ")}
    return found


def _noticed(table: str, number: int, column: int, word: str, documents: dict[str, Document]) -> bool:
    holding = [name for name, document in documents.items() if word.lower() in document.text.lower()][:MOST]
    if not holding:
        print(f"{table}: {word!r} stands in no document")
        return False
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "src", Path(folder, "src"), ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "ontology", Path(folder, "ontology"))
        path = Path(folder, TABLES, table)
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        rows[number][column] = " | ".join(each for each in rows[number][column].split(" | ") if each != word)
        if column == 0 and not rows[number][0]:
            del rows[number]
        path.write_text("\n".join(map("\t".join, rows)) + "\n", "utf-8")
        texts = {name: documents[name].text for name in holding}
        Path(folder, "texts.json").write_text(json.dumps(texts), "utf-8")
        run = subprocess.run(
            [sys.executable, __file__, "--read", str(Path(folder, "texts.json"))],
            env={"PYTHONPATH": str(Path(folder, "src"))}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if run.returncode or json.loads(run.stdout) != _claims(texts):
        return True
    print(f"{table}: {word!r} is missed in none of {len(holding)} documents")
    return False


def _claims(texts: dict[str, str]) -> dict[str, list[str]]:
    """What each text claims."""
    known, claims = reference.load(), {}
    for name, text in texts.items():
        data = text.encode()
        document = parsing.parse(Source("text.md", data, hashlib.sha256(data).hexdigest()))
        claims[name] = sorted(map(in_words, extract(document, known, force=True).claims))
    return claims


if __name__ == "__main__":
    sys.exit(main())
