"""How well amounts of money are found in financial news: exact spans of the Money entities of FIRE's dev split.

Usage: fire_money.py [fire_dev.json]

Run where the third-party yardsticks lie beside the project. A span is exact if it covers the same characters once the
spaces between FIRE's tokens are dropped. FIRE counts "per share", "or more" and a conversion in brackets in; so does
the wrapper here, for every reader alike. quantulum3 is compared where it is installed (see currency_model.py).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from mrgraph.extraction.text import amounts

CASES = Path(__file__).resolve().parents[2] / "shared/third-party/fire/fire_dev.json"
Span = tuple[int, int]
PLAIN = re.compile(
    r"(?:US\s?)?[$€£¥]\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:million|billion|trillion|crore))?"
    r"|(?:Rs|RMB|EUR|USD)\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:million|billion|mn|crore))?",
    re.I,
)
PER = re.compile(r"\s?(?:per|/|a)\s?(?:share|ton|tonne|MWh|unit|barrel|ounce|pound)\b|\s(?:or\smore|par\svalue)\b")


def ours(text: str) -> Iterator[Span]:
    for found in amounts.money(text):
        if found.currency is not None:
            yield found.start, found.end


def plain(text: str) -> Iterator[Span]:
    for found in PLAIN.finditer(text):
        yield found.span()


def quantulum() -> Callable[[str], Iterator[Span]] | None:
    try:
        from quantulum3 import parser  # type: ignore[import-not-found]
    except ImportError:
        return None

    def read(text: str) -> Iterator[Span]:
        for q in parser.parse(text):
            if q.unit.entity.name == "currency":
                yield q.span[0], q.span[1]

    return read


def squeezed(text: str, span: Span) -> Span:
    """The span in the text without its spaces."""
    start = len(re.sub(r"\s", "", text[: span[0]]))
    return start, start + len(re.sub(r"\s", "", text[span[0] : span[1]]))


def widened(text: str, span: Span) -> Span:
    per = PER.match(text, span[1])
    return span[0], per.end() if per else span[1]


def converted(text: str, spans: list[Span]) -> list[Span]:
    """With an amount and its conversion in brackets as one: "RMB 310 million ( US$ 48 million )"."""
    made: list[Span] = []
    for span in sorted(spans):
        close = re.match(r"\s*\)", text[span[1] :])
        if made and close and re.fullmatch(r"\s*\(\s*", text[made[-1][1] : span[0]]):
            made[-1] = (made[-1][0], span[1] + close.end())
        else:
            made.append(span)
    return made


def wanted(case: dict[str, list[object]]) -> tuple[str, set[Span]]:
    tokens = [str(t) for t in case["tokens"]]
    spans = set()
    for entity in case["entities"]:
        if entity["type"] == "Money":  # type: ignore[index]
            start = len("".join(re.sub(r"\s", "", t) for t in tokens[: entity["start"]]))  # type: ignore[index]
            words = "".join(re.sub(r"\s", "", t) for t in tokens[entity["start"] : entity["end"]])  # type: ignore[index]
            spans.add((start, start + len(words)))
    return " ".join(tokens), spans


def score(
    read: Callable[[str], Iterator[Span]], cases: list[dict[str, list[object]]], *, show: bool
) -> tuple[float, float, float]:
    hits = answers = golds = 0
    for case in cases:
        text, gold = wanted(case)
        found = {squeezed(text, s) for s in converted(text, [widened(text, s) for s in read(text)])}
        hits, answers, golds = hits + len(found & gold), answers + len(found), golds + len(gold)
        if show and found != gold:
            bare = re.sub(r"\s", "", text)
            print(
                "  missed",
                [bare[s:e] for s, e in sorted(gold - found)],
                "extra",
                [bare[s:e] for s, e in sorted(found - gold)],
                text[:150],
            )
    precision, recall = hits / (answers or 1), hits / (golds or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def main() -> None:
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    path = Path(arguments[0]) if arguments else CASES
    if not path.is_file():
        sys.exit(f"{path}: not there; give the path of fire_dev.json")
    cases = json.loads(path.read_text("utf-8"))
    print(f"{len(cases)} sentences; exact spans\n{'reader':14}{'P':>7}{'R':>7}{'F1':>7}")
    for name, read in {"mrgraph": ours, "plain regex": plain, "quantulum3": quantulum()}.items():
        if read is None:
            print(f"{name:14}  LEFT OUT: not installed here; see the head of currency_model.py")
        else:
            print(
                f"{name:14}"
                + "".join(f"{x:7.3f}" for x in score(read, cases, show="--errors" in sys.argv and read is ours))
            )


if __name__ == "__main__":
    main()
