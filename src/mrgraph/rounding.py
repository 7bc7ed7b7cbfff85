"""How far a stated number may be from the true one: half a unit of the last digit that is written."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from mrgraph.records import Bound

_NUMBER = re.compile(r"\d+(?:[.,\s]\d{3})*(?:[.,]\s?\d+)?")
_BETWEEN = re.compile(r"[.,\s]")
_HALF = Decimal("0.5")
_SMALL = 1000  # percentages in words ("ten percent") are exact to one; sums of money in words to their last word
_LOOSE: Final = frozenset(Bound)  # "about", "over" and "up to" allow a whole unit


def slack(number: Decimal, text: str, bound: str | None = None) -> Decimal:
    """Half of what the last written digit of `number` is worth, as `text` writes it; a whole one with a bound.

    >>> slack(Decimal("4200000000"), "$4.2 billion"), slack(Decimal("5.8"), "5.80%"), slack(Decimal(10), "10 %")
    (Decimal('5E+7'), Decimal('0.005'), Decimal('0.5'))
    """
    unit = _unit(number, unicodedata.normalize("NFKC", text))
    return unit if bound in _LOOSE else (unit * _HALF).normalize()


def agree(first: Decimal, first_slack: Decimal, second: Decimal, second_slack: Decimal) -> bool:
    """Whether two stated numbers can stand for one true number."""
    return abs(first - second) <= first_slack + second_slack


def _unit(number: Decimal, text: str) -> Decimal:
    """The worth of the last digit, found by comparing the digits in `text` with the number."""
    _, digits, exponent = number.normalize().as_tuple()
    bare = "".join(map(str, digits)).strip("0")
    for written in _NUMBER.findall(text):
        plain = _BETWEEN.sub("", written).lstrip("0")
        if plain.rstrip("0") != bare:
            continue
        zeros = len(plain) - len(bare) if bare else len("".join(re.split("[.,]", written)[1:]))
        return Decimal(1).scaleb((int(exponent) if bare else 0) - zeros)
    return Decimal(1).scaleb(min(int(exponent), 0) if abs(number) < _SMALL else int(exponent))
