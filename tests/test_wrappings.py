"""Saved pages, mails and RTF are opened, or refused whole; old encodings are read as browsers read them."""

from __future__ import annotations

import base64
import plistlib
import quopri
import re
from pathlib import Path

import pytest

from mrgraph.documents import decoding, parsing, sources
from mrgraph.errors import SourceError
from mrgraph.records import Source

PAGE = "<h1>Tidal Gauge Market</h1><p>Worth €1.2 billion in 2023.</p><ul><li>Alpha AG</li><li>Bühler GmbH</li></ul>"
WORDS = ["Tidal Gauge Market", "Worth €1.2 billion in 2023.", "Alpha AG", "Bühler GmbH"]


def words(data: bytes) -> list[str]:
    """The words of the blocks of a document."""
    document = parsing.parse(Source("page", data, "0" * 64))
    return [document.quote(b.start, b.end) for b in document.blocks]


def mail(*parts: tuple[str, str, bytes], subject: str = "Report") -> bytes:
    """A mail of parts: type, encoding of its transfer, and its bytes in that."""
    body = b"".join(
        f"--x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {how}\r\n\r\n".encode() + data + b"\r\n"
        for kind, how, data in parts
    )
    head = f"From: a@mail.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
    head += "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head.encode() + body + b"--x--\r\n"


@pytest.mark.parametrize(
    "data",
    [
        mail(("text/html", "quoted-printable", quopri.encodestring(PAGE.encode()))),
        mail(("text/html; charset=utf-8", "base64", base64.encodebytes(PAGE.encode()))),
        mail(("text/plain", "7bit", b"See HTML."), ("text/html; charset=cp1252", "8bit", PAGE.encode("cp1252"))),
        mail(("text/html; charset=nowhere", "8bit", PAGE.encode())),
        mail(("text/html; charset=utf-8", "8bit", PAGE.encode())).replace(b"a@mail.example", b"<Saved by X>"),
        plistlib.dumps({"WebMainResource": {"WebResourceData": PAGE.encode(), "WebResourceTextEncodingName": "UTF-8"}},
                       fmt=plistlib.FMT_BINARY),
    ],
)  # fmt: skip
def test_the_page_in_a_wrapping_is_read(data: bytes) -> None:
    assert words(data) == WORDS


def test_a_mail_in_plain_text_is_headed_by_its_subject() -> None:
    data = mail(("text/plain; charset=utf-8", "8bit", b"The market grows by 5 % a year."), subject="Gauge Market")
    assert words(data) == ["Gauge Market", "The market grows by 5 % a year."]


def test_rich_text_is_read_without_its_fonts_and_fields() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator X;}\b Tidal Gauge Market\b0\par "
        rb"Worth \'801.2 billion in 2023, B\u252?hler says.\par \{braces\}\par}"
    )
    assert words(data) == ["Tidal Gauge Market", "Worth €1.2 billion in 2023, Bühler says.", "{braces}"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"bplist00garbage", "damaged web archive"),
        (plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY), "damaged web archive"),
        (mail(("application/pdf", "base64", b"JVBERi0=")), "a mail without text"),
    ],
)
def test_a_wrapping_without_a_page_is_refused_whole(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=re.escape(message)):
        words(data)


def test_a_report_that_begins_with_labels_is_no_mail() -> None:
    assert (
        words(b"Title: Tidal Gauge Market\nPublisher: Harbour Research\n\nThe market grows.")[-1] == "The market grows."
    )


@pytest.mark.parametrize("ending", ["aspx", "mhtml", "eml", "webarchive", "rtf", "php"])
def test_pages_of_these_endings_are_looked_into(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"page.{ending}").write_bytes(PAGE.encode())
    assert [each.path for each in sources.sources([str(tmp_path)], 10**6)] == [f"page.{ending}"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"<meta charset=iso-8859-1>\x804 billion", "<meta charset=iso-8859-1>€4 billion"),
        (b"<meta charset=latin1>\x93Acme\x94", "<meta charset=latin1>“Acme”"),
        (b"<meta charset=gb2312>\x81\x30\x81\x30" + "市场".encode("gb18030"), "<meta charset=gb2312>\x80市场"),
        ("Škoda und Söhne, B".encode() + b"\xfc" + b"hler", "Škoda und Söhne, Bühler"),
        ("Bühler und Söhne AG".encode("mac_roman"), "Bühler und Söhne AG"),
        ("Bühler und Söhne AG – “best”".encode("cp1252"), "Bühler und Söhne AG – “best”"),
        ("E（C） ＆ Söhne".encode().decode("cp1252", "replace").encode(), "E（C） ＆ Söhne"),
    ],
)
def test_old_and_damaged_encodings_are_read_as_they_were_meant(data: bytes, text: str) -> None:
    assert decoding.decode(data, "page").replace("\x80", "") == text.replace("\x80", "")
