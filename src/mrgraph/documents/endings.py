"""Endings of the names of files that are looked into."""

from __future__ import annotations

TEXT = frozenset(
    ".txt .text .md .markdown .mdown .mkd .html .htm .xhtml .shtml .asc .rst .asp .aspx .jsp .php "
    ".mht .mhtml .eml .webarchive .rtf".split()
)
OFFICE = frozenset({".pdf", ".docx"})
READABLE = TEXT | OFFICE
PACKED = frozenset(".gz .bz2 .xz .zip .tar .tgz .tbz .tbz2 .txz".split())
_COMPRESSED = frozenset({".gz", ".bz2", ".xz"})


def suffix(name: str) -> str:
    """The ending of a name, in small letters; of a compressed file its own where the one before it is none of ours.

    >>> suffix("a/Report.HTML"), suffix("a.txt.gz"), suffix("a.csv.gz"), suffix("README")
    ('.html', '.gz', '.csv', '')
    """
    base = name.rpartition("/")[2].lower()
    stem, dot, last = base.rpartition(".")
    if not (stem and dot):
        return ""
    ending = f".{last}"
    if ending in _COMPRESSED:
        inner = suffix(stem)
        return ending if inner in READABLE or inner == ".tar" or not inner else inner
    return ending
