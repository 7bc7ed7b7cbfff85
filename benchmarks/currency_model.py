"""How well amounts of money are read: exact spans with value and unit on the CurrencyModel cases of Recognizers-Text.

Usage: currency_model.py [CurrencyModel.json]

Run where the third-party yardsticks lie beside the project. quantulum3 is compared where it is installed; to have it,
make a scratch environment: `python -m venv peers && peers/bin/pip install quantulum3 mrgraph`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from mrgraph.extraction.text import amounts

CASES = Path(__file__).resolve().parents[2] / "shared/third-party/recognizers-currency/CurrencyModel.json"
Found = tuple[int, int, Decimal, str]  # start, end (excluded), value, unit in lower case
Reader = Callable[[str], Iterator[Found]]

# The model's unit names -> ours: a code, or the word itself where the word tells no country.
_UNITS = """
dollar: USD, united states dollar: USD, canadian dollar: CAD, hong kong dollar: HKD, australian dollar: AUD, pound: GBP,
pound sterling: GBP, yen: JPY, yuan: CNY, us dollar: USD,
euro: EUR, japanese yen: JPY, chinese yuan: CNY, rupee: INR, swiss franc: CHF, mexican peso: MXN, finnish markka: FIM,
netherlands guilder: NLG, peseta: ESP, costa rican colón: CRC, georgian lari: GEL, lao kip: LAK, sri lankan rupee: LKR
"""
UNITS = dict(pair.strip().split(": ") for pair in _UNITS.replace("\n", " ").split(","))
MINOR = {"cent": "cent", "cents": "cent", "pence": "pence", "penny": "penny", "pennies": "penny"}
PLAIN = re.compile(
    r"(?P<sign>(?:\b(?:us|hk|c)\s?)?\$|£|€|¥)\s?(?P<value>\d[\d,]*(?:\.\d+)?)(?:\s?(?P<scale>million|billion|"
    r"trillion))?"
    r"|(?P<value2>\d[\d,]*(?:\.\d+)?)\s(?:(?P<scale2>million|billion|trillion)\s)?(?P<name>dollars?|euros?|"
    r"pounds|yen|yuan|cents)",
    re.I,
)
POWERS = {"million": 6, "billion": 9, "trillion": 12}
SIGNS = {"$": "USD", "us$": "USD", "hk$": "HKD", "c$": "CAD", "£": "GBP", "€": "EUR", "¥": "JPY"}
NAMES = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY", "cent": "cent"}


def ours(text: str) -> Iterator[Found]:
    for found in amounts.money(text):
        if found.currency is None and found.unit is None:
            continue
        unit, value = found.currency, found.value
        word = (found.unit or "").lower()
        if word in MINOR and not re.search(r"dollar|euro", text[found.start : found.end]):
            unit, value = MINOR[word], found.value * 100
        yield found.start, found.end, value, (unit or (found.unit or "").rstrip("s")).lower()


def plain(text: str) -> Iterator[Found]:
    """The kind of expression that one writes in five minutes."""
    for m in PLAIN.finditer(text):
        value = Decimal((m["value"] or m["value2"]).replace(",", ""))
        scale = m["scale"] or m["scale2"]
        value *= 10 ** POWERS[scale.lower()] if scale else 1
        sign = re.sub(r"\s", "", m["sign"].lower()) if m["sign"] else None
        unit = SIGNS[sign] if sign else NAMES[m["name"].lower().rstrip("s")]
        yield m.start(), m.end(), value, unit.lower()


def quantulum() -> Reader | None:
    try:
        from quantulum3 import parser  # type: ignore[import-not-found]
    except ImportError:
        return None

    def read(text: str) -> Iterator[Found]:
        for q in parser.parse(text):
            if q.unit.entity.name == "currency":
                unit = UNITS.get(q.unit.name.lower(), q.unit.name).lower()
                yield q.span[0], q.span[1], Decimal(str(q.value)), unit

    return read


def wanted(case: dict[str, object]) -> Iterator[Found]:
    results: list[dict[str, object]] = case["Results"]  # type: ignore[assignment]
    for result in results:
        resolution: dict[str, str | None] = result["Resolution"]  # type: ignore[assignment]
        value, unit = resolution.get("value"), str(resolution.get("unit")).lower()
        if value is not None:
            start, end = int(str(result["Start"])), int(str(result["End"])) + 1
            yield start, end, Decimal(value), UNITS.get(unit, unit).lower()


def score(read: Reader, cases: list[dict[str, object]], *, show: bool = False) -> tuple[float, float, float]:
    hits = answers = golds = 0
    for case in cases:
        text = str(case["Input"])
        found = [(s, e, v.normalize(), u) for s, e, v, u in read(text)]
        gold = [(s, e, v.normalize(), u) for s, e, v, u in wanted(case)]
        answers, golds = answers + len(found), golds + len(gold)
        hits += sum(f in gold for f in found)
        if show and sorted(found) != sorted(gold):
            print(f"  {text[:200]!r}\n    wanted {gold}\n    found  {found}")
    precision, recall = hits / (answers or 1), hits / (golds or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def main() -> None:
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    path = Path(arguments[0]) if arguments else CASES
    if not path.is_file():
        sys.exit(f"{path}: not there; give the path of CurrencyModel.json")
    every: list[dict[str, object]] = json.loads(path.read_text("utf-8-sig"))
    cases = [c for c in every if "python" not in str(c.get("NotSupported", "")).lower()]
    readers: dict[str, Reader | None] = {"mrgraph": ours, "plain regex": plain, "quantulum3": quantulum()}
    print(f"{len(cases)} cases; exact span, value and unit\n{'reader':14}{'P':>7}{'R':>7}{'F1':>7}")
    for name, read in readers.items():
        if read is None:
            print(f"{name:14}  LEFT OUT: not installed here; see the head of this script")
        else:
            print(
                f"{name:14}"
                + "".join(f"{x:7.3f}" for x in score(read, cases, show="--errors" in sys.argv and read is ours))
            )


if __name__ == "__main__":
    main()
