"""Lists of company names -> how many names hold each word: src/mrgraph/lexicon/tables/firm_word_counts.tsv.

    python tools/count_firm_words.py names.txt exchange.csv ...

A text file has one name a line; of a CSV file the column `name` is read. Only words and counts are kept, of words that
at least two names hold. The shipped table was made of the lists of equities in github.com/JerBouma/FinanceDatabase
(MIT), database/equities, all exchanges but NMS, NYQ, PNK, FRA and STU, without funds and abbreviated names.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph.lexicon import spelling
from mrgraph.output import whole_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE = Path(__file__).resolve().parents[1] / "src" / "mrgraph" / "lexicon" / "tables" / "firm_word_counts.tsv"
LEAST = 2
TOTAL = "*"  # the row that says how many names were counted
LONGEST = 70  # characters
NO_FIRM = re.compile(r"\s{2}|[-/]$|\d|-\.|\b(?:DL|EO|ADR|SHS|REGD?|ETF|ETN|FII|FUNDO?|FONDO)\b", re.IGNORECASE)
SHORTENED = frozenset("GER HAM DUS BER MUN HAN TLO MIL VIE".split())  # exchanges that shout and abbreviate


def names(paths: Iterable[Path]) -> Iterator[str]:
    """The names in files, as they are written."""
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            listed = (row["name"] or "" for row in csv.DictReader(file)) if path.suffix == ".csv" else iter(file)
            for name in map(str.strip, listed):
                if path.stem not in SHORTENED or not name.isupper():
                    yield name


def slugs(listed: Iterable[str]) -> set[str]:
    """Each firm once, whatever its legal form."""
    return {spelling.company_slug(name) for name in listed if 0 < len(name) <= LONGEST and not NO_FIRM.search(name)}


def main() -> int:
    """Count the words of the names in the files that the command line names."""
    csv.field_size_limit(sys.maxsize)
    firms = slugs(names(map(Path, sorted(sys.argv[1:]))))
    counts = Counter(word for slug in firms for word in set(slug.split("-")))
    rows = sorted((word, number) for word, number in counts.items() if number >= LEAST and word.isalpha())
    lines = ["word\tnames", f"{TOTAL}\t{len(firms)}", *(f"{word}\t{number}" for word, number in rows)]
    whole_files.write_whole(("\n".join(lines) + "\n").encode("utf-8"), TABLE)
    print(f"{len(firms)} names, {len(rows)} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
