"""Chooses the reader of an office document, and tells what it stumbles over in one line."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from mrgraph.documents.office import docx_parts, pdf_layout, pdf_lines
from mrgraph.errors import MissingExtra, SourceError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MARKS = ((b"%PDF-", PDF), (b"PK\x03\x04", DOCX))
_COMMAND = "pip install 'mrgraph[office]'"


def media_type(data: bytes) -> str | None:
    """What an office document is by its first bytes; None for anything else."""
    return next((kind for mark, kind in _MARKS if data[:1024].lstrip().startswith(mark)), None)


def to_html(data: bytes, kind: str, path: str) -> str:
    """The text of an office document as HTML or plain text.

    Raises MissingExtra where the library is not installed, and SourceError where it cannot read the document.
    """
    name = "PDF" if kind == PDF else "DOCX"
    with _quiet():
        try:
            return pdf_layout.to_html(*pdf_lines.lines(data, path)) if kind == PDF else docx_parts.to_html(data)
        except ImportError as error:
            raise MissingExtra(f"{path}: {name} needs an optional part; {_COMMAND}") from error
        except SourceError:
            raise
        except Exception as error:  # whatever the library stumbles over is one thing to the user
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise SourceError(
                f"{path}: damaged {name} ({reason}); open and save it again, or export it as text"
            ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that the libraries say about a document reaches the user."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
