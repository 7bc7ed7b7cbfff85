"""Files that hold a page with other things round it -> the page: saved pages (MHTML, webarchive), mails, RTF."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import islice

from mrgraph.documents import decoding
from mrgraph.errors import SourceError

_WEBARCHIVE = b"bplist00"
_RTF = b"{\\rtf"
_HEADER = re.compile(rb"(?:[A-Z][\w-]{1,40}:[ \t][^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n){0,20}){2}")
_MAIL_HEADER = re.compile(
    rb"^(?:MIME-Version|Received|Message-ID|Content-Type|Snapshot-Content-Location):", re.I | re.M
)
_HEAD = 4000  # bytes in which headers are looked for
_READ = ("text/html", "text/plain")  # the better one first
_MOST_PARTS = 500
# RTF: what is no text, words that end a paragraph or part cells, and a character's number.
_DESTINATIONS = frozenset(
    "fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr footnote generator "
    "xmlnstbl listtable listoverridetable rsidtbl themedata colorschememapping latentstyles datastore "
    "fldinst bkmkstart bkmkend".split()
)
_PARAGRAPHS = frozenset({"par", "line", "sect", "page", "row"})
_RTF_PART = re.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.S)
_RTF_SIGNS = {"tab": "\t", "cell": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
              "ldblquote": "“", "rdblquote": "”", "~": "\xa0", "_": "-", "emspace": " ",
              "enspace": " ", "{": "{", "}": "}", "\\": "\\"}  # fmt: skip


def unwrapped(data: bytes, path: str) -> bytes:
    """The page in a file, in UTF-8 where it is decoded already; the bytes as they are where nothing is wrapped round.

    Raises SourceError for a wrapping that holds no page.
    """
    if data.startswith(_WEBARCHIVE):
        return _archived(data, path)
    if data.startswith(_RTF):
        return _rich_text(data).encode("utf-8", "replace")
    head = data[:_HEAD].lstrip()
    if _HEADER.match(head) and _MAIL_HEADER.search(head):
        return _message(data, path)
    return data


def _archived(data: bytes, path: str) -> bytes:
    """The main page of a web archive."""
    import plistlib

    try:
        main = plistlib.loads(data)["WebMainResource"]
        page, encoding = main["WebResourceData"], main.get("WebResourceTextEncodingName") or "utf-8"
        return bytes(page).decode(encoding, "replace").encode()
    except (ValueError, KeyError, TypeError, LookupError, AttributeError, RecursionError, OverflowError) as error:
        raise SourceError(f"{path}: damaged web archive; save the page again as HTML") from error


def _message(data: bytes, path: str) -> bytes:
    """The longest part of a mail or saved page that is HTML, else text."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    parts = list(islice(message.walk(), _MOST_PARTS))
    for kind in _READ:
        texts = [text for part in parts if part.get_content_type() == kind and (text := _text_of(part, path)).strip()]
        if texts:
            subject = str(message.get("Subject") or "").strip()
            body = max(texts, key=len)
            titled = kind == "text/html" or not subject or subject in body
            return (body if titled else f"{subject}\n\n{body}").encode("utf-8", "replace")
    raise SourceError(f"{path}: a mail without text; save what is attached to it and read that")


def _text_of(part: EmailMessage, path: str) -> str:
    """The words of a part, in the character set that it declares, else in the likeliest."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    try:
        return payload.decode(part.get_content_charset() or "")
    except (LookupError, ValueError):
        return decoding.decode(payload, path)


def _rich_text(data: bytes) -> str:
    """The words of RTF, a line for each paragraph."""
    return re.sub(r"\n{3,}", "\n\n", "".join(_RichText().words(data)))


class _RichText:
    """Reads RTF, part by part."""

    def __init__(self) -> None:
        self.silent = [False]  # for each open group whether it says nothing
        self.encoding = "cp1252"
        self.skip = False  # what stands for a character before, where a reader does not know it

    def words(self, data: bytes) -> Iterator[str]:
        """The words in order."""
        for part in _RTF_PART.finditer(data):
            byte, word, number, sign, brace, text = (each.decode("latin-1") for each in part.groups(b""))
            if brace or sign == "*" or word in _DESTINATIONS or word == "ansicpg":
                self._turn(brace, word, number)
            elif not self.silent[-1]:
                yield self._said(byte, text) if byte or text else self._sign(word, number, sign)

    def _said(self, byte: str, text: str) -> str:
        """What a letter by its number, or a stretch of text, says."""
        if self.skip:
            self.skip = False
            return text[1:]
        return (bytes([int(byte, 16)]) if byte else text.encode("latin-1")).decode(self.encoding, "replace")

    def _turn(self, brace: str, word: str, number: str) -> None:
        """Take note of what says nothing: the beginning and end of groups, and how letters are written."""
        if brace == "{":
            self.silent.append(self.silent[-1])
        elif brace:
            self.silent[1:] = self.silent[1:-1]
        elif word == "ansicpg":
            self.encoding = _known(f"cp{number}")
        else:
            self.silent[-1] = True

    def _sign(self, word: str, number: str, sign: str) -> str:
        """What a control word or sign stands for."""
        if word == "u" and number:
            self.skip = True
            return chr(int(number) % 0x10000)
        return "\n\n" if word in _PARAGRAPHS else _RTF_SIGNS.get(word or sign, "")


def _known(encoding: str) -> str:
    """An encoding that there is."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "cp1252"
