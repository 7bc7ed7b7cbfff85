"""Text of strangers -> text that a terminal may show: no control sequence and no bidi control passes.

Control characters (C0, DEL, C1) begin the sequences that move the cursor, rename the window or fill the clipboard; bidi
controls (Unicode TR 9, 2.1 to 2.6) show words in another order than they have. Each becomes one "�", so that offsets
still count the same characters and the reader sees that something stood there, or in prose a space.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Compiled where a text needs it: most are printable, and a short command has no time to lose.
_UNSAFE: Final = rf"[\x00-\x1f\x7f-\x9f{_BIDI}]"
_UNSAFE_IN_LINES: Final = rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}]|\r(?!\n)"
_SHOWN: Final = "�"


def one_line(text: str) -> str:
    r"""The text in one line, with single spaces.

    >>> one_line("Acme\n Works\x1b[2J")
    'Acme Works�[2J'
    """
    return line(" ".join(text.split()))


def words(text: str) -> str:
    r"""The words of the text in one line, for prose: nothing is left of what stood between them.

    >>> words("Acme\n Works\x1b[2J")
    'Acme Works [2J'
    """
    return " ".join(text.split() if text.isprintable() else re.sub(_UNSAFE, " ", text).split())


def line(text: str) -> str:
    """The text as it is, in one line: a line end within it is no better than another control character."""
    return text if text.isprintable() else re.sub(_UNSAFE, _SHOWN, text)


def lines(text: str) -> str:
    """The text with its line ends and tabs; a carriage return that ends no line would overwrite one."""
    return text if text.isprintable() else re.sub(_UNSAFE_IN_LINES, _SHOWN, text)


def stream(pieces: Iterable[bytes]) -> Iterator[str]:
    """UTF-8 in pieces, cut anywhere -> text as by `lines`; bytes that are no UTF-8 become "�"."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    held = ""  # a carriage return, until it is known what follows
    for piece in pieces:
        text = held + decoder.decode(piece)
        held = "\r" if text.endswith("\r") else ""
        yield lines(text.removesuffix("\r"))
    yield lines(held + decoder.decode(b"", final=True))
