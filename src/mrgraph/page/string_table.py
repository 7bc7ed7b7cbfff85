"""Names that stand again in keys and sentences -> signs for them: the page writes them out from the names it has.

The other half is `shorthand.js`; what the two do not surely do alike is left as it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NAME, MARKET, LOW_MARKET = "\x01", "\x02", "\x03"
_SIGNS: Final = re.compile("[\x01-\x03]")
_SHORT: Final = 3  # letters: a shorter name saves nothing
# Latin letters and signs that Unicode settled long ago, so that Python and every browser fold them alike.
_SETTLED: Final = re.compile("[\\0-\u02ff\u2000-\u22ff]*")


def key_after(name: str, key: str) -> str | int:
    """A key as its distance from what its name gives: so many letters cut off at the end, or the key itself.

    >>> key_after("Amkor Technology Inc.", "amkor-technology"), key_after("Kioxia", "kioxia"), key_after("A", "x")
    (4, 0, 'x')
    """
    folded = _folded(name)
    return len(folded) - len(key) if key and folded.startswith(key) else key


def _folded(name: str) -> str:
    """Lower-case letters and digits of ASCII, with hyphens between words; "" for names that may fold otherwise.

    >>> _folded("Société Générale & Co.")
    'societe-generale-and-co'
    """
    if not _SETTLED.fullmatch(name):
        return ""
    letters = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in letters if unicodedata.category(letter)[0] != "M")
    return "-".join(re.findall("[a-z0-9]+", plain.lower().replace("&", " and ")))


def shortened(text: str, name: str, market: str) -> str | list[str]:
    """The text with signs for the name and the market; as a list of one where it holds such signs itself.

    >>> shortened("The pump market is led by Acme.", "Acme", "Pump")
    'The \\x03 market is led by \\x01.'
    """
    if _SIGNS.search(text):
        return [text]
    if len(name) >= _SHORT and not _SIGNS.search(name):
        text = text.replace(name, NAME)
    if len(market) >= _SHORT and not _SIGNS.search(market):
        text = text.replace(market, MARKET)
        if market.isascii():
            text = text.replace(market.lower(), LOW_MARKET)
    return text
