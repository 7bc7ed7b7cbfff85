"""Source -> Document: decoding, Markdown, HTML, language, and the end of the body, in this order."""

from __future__ import annotations

import re

from mrgraph.documents import asides, body_end, decoding, language, wrappings
from mrgraph.documents.html import embedded_data, html_blocks
from mrgraph.documents.markdown import conversion
from mrgraph.documents.office import office_files
from mrgraph.errors import SourceError
from mrgraph.records import Document, Source

_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>]*)?/?>", re.I)
_MARKUP = re.compile(
    r"^#{1,6}[ \t]|^[ \t]{0,40}[-*][ \t]+\S|^=+[ \t]*$|\]\(https?://|\*\*\S|^[ \t]{0,3}\|.{1,400}\|[ \t]*$", re.M
)
_FEW_TAGS = 3


def parse(source: Source, encoding: str | None = None) -> Document:
    """The document in `source`.

    Raises SourceError when it holds no text, and MissingExtra when reading it needs an extra that is not installed.
    """
    media_type, markup = _markup(source, encoding)
    stream = html_blocks.blocks(markup)
    article = embedded_data.article(markup, stream.text)
    if article:
        stream = html_blocks.blocks(f"{markup}\n{article}")
    if not stream.blocks:
        raise SourceError(f"{source.path}: no text in it; remove it, or fetch the page again")
    text = stream.text
    blocks = asides.marked(text, stream.blocks)
    return Document(
        path=source.path,
        sha256=source.sha256,
        media_type=media_type,
        language=language.language("".join([text[block.start : block.end] for block in blocks])),
        text=text,
        blocks=tuple(blocks),
        links=tuple(stream.links),
        bold=tuple(stream.bold),
        body_end=body_end.body_end(text, blocks, stream.links),
    )


def _markup(source: Source, encoding: str | None) -> tuple[str, str]:
    """What a source is, and its content as HTML."""
    kind = office_files.media_type(source.data)
    if kind == office_files.DOCX:
        return kind, office_files.to_html(source.data, kind, source.path)
    if kind:
        return kind, conversion.to_html(decoding.wanted(office_files.to_html(source.data, kind, source.path)))
    data = wrappings.unwrapped(source.data, source.path)
    raw = decoding.decode(data, source.path, encoding if data is source.data else "utf-8")
    return _media_type(raw), conversion.to_html(raw)


def _media_type(raw: str) -> str:
    """What the content is by its looks, whatever the file is called."""
    tags = _TAG.finditer(raw)
    if sum(1 for _ in zip(tags, range(_FEW_TAGS), strict=False)) == _FEW_TAGS:
        return "text/html"
    return "text/markdown" if _MARKUP.search(raw) else "text/plain"
