"""Look-alike pages for the tests of stage 1: every trap of real ones, no word of theirs."""

from __future__ import annotations

import io
import tarfile
import zipfile

PAGE = """<!DOCTYPE html>
<html lang="en"><head>
<title>Tidal Gauge Market Size 2024-2030 | Harbour Research</title>
<meta charset="utf-8">
<link rel="canonical" href="https://www.harbour-research.example/report/tidal-gauge-market-4711?a=1&amp;b=2">
<style>p { color: red }</style>
<script>var words = "<p>Never shown Ltd.</p>";</script>
</head><body>
<!-- a comment with <p>Never shown Inc.</p> -->
<nav><a href="https://www.harbour-research.example/">Home</a></nav>
<h1>Tidal Gauge Market</h1>
<p>The tidal gauge market was valued at <b>USD 1.2 billion</b> in 2023.</p>
<div style="display:none"><p>Hidden <div>nested</div> words</p></div>
<h2>Key Players</h2>
<ul><li>Alpha Gauges Inc.</li><li>Beta &amp; Sons</li></ul>
<p><a href="https://www.harbour-research.example/request-sample/4711">Request a sample</a></p>
</body></html>"""

PLAIN = """Tidal Gauge Market Outlook 2024-2030

The tidal gauge market was valued at USD 1.2 billion in 2023 and will reach USD 2 billion by 2030.

Key Players

Alpha Gauges Inc.
Beta Instruments
Gamma Marine

MARKET SEGMENTATION

By Type
- Float
- Radar

By Application:
Ports
Research

1. Introduction

The market has grown for many years, say those who sell gauges, and will go on to do so while there are tides.
"""

NAMES_APART = """Alpha Gauges

Beta Instruments

Gamma Marine

Delta Ports
"""


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive of these files, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(files: dict[str, bytes], mode: str) -> bytes:
    """A tar archive of these files, in this order; `mode` is that of `tarfile.open`."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def docx() -> bytes:
    """A word processor's document with headings, a list in two levels, a table and a link."""
    import docx as library

    document = library.Document()
    document.add_heading("Tidal Gauge Market", 0)
    document.add_heading("Key Players", 2)
    document.add_paragraph("Alpha Gauges Inc.", style="List Bullet")
    document.add_paragraph("Head office: Kiel", style="List Bullet 2")
    paragraph = document.add_paragraph("The market grows by ")
    paragraph.add_run("5.8 %").bold = True
    table = document.add_table(rows=2, cols=2)
    for row, words in enumerate((("Year", "Value"), ("2023", "USD 1 billion"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF with these lines on its pages."""
    return pdf_of(
        [
            b"BT /F1 11 Tf 14 TL 50 780 Td " + b" ".join(_shown(line) + b" T*" for line in page) + b" ET"
            for page in pages
        ]
    )


def laid_out(pages: list[list[tuple[int, int, int, str]]]) -> bytes:
    """A PDF with words at places: across, up, the size of their letters (in bold above 100), and the words."""
    return pdf_of(
        [
            b"\n".join(
                b"BT /F%d %d Tf 1 0 0 1 %d %d Tm %s ET" % (1 + (size > 100), size % 100, x, y, _shown(words))
                for x, y, size, words in page
            )
            for page in pages
        ]
    )


def _shown(words: str) -> bytes:
    return b"(" + words.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj"


def pdf_of(contents: list[bytes]) -> bytes:
    """A PDF with a page for each stream of operators; F1 is a plain font, F2 a bold one."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    fonts = b" ".join(
        b"/F%d << /Type /Font /Subtype /Type1 /BaseFont /%s >>" % (number, name)
        for number, name in enumerate((b"Helvetica", b"Helvetica-Bold"), 1)
    )
    for content in contents:
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << %s >> >> >>"
            % (len(objects) + 2, fonts)
        )
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj %s endobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)
