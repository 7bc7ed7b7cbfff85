"""Markdown and plain text -> HTML, line by line, so that pages which mix them are read in one way.

What is HTML already stays as it is. Each pattern looks at one line, or at a bounded stretch of one.
"""

from __future__ import annotations

import re
from itertools import islice

from mrgraph.documents.markdown import chapters, implied_headings, wrapped_lines
from mrgraph.documents.markdown.bullets import Bullets

_ATX = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]*([^\s#].*)$")
_HASHTAGS = re.compile(r"[ \t]*#\w+(?:[ \t]+#\w+)+[ \t]*$")
_UNDERLINE = re.compile(r"[ \t]{0,3}(={3,}|-{3,}|~{3,})[ \t]*$")
_RULE = re.compile(r"[ \t]{0,3}(?:\*[ \t]*){3,}$|[ \t]{0,3}(?:_[ \t]*){3,}$|[ \t]{0,3}(?:[-=~][ \t]*){3,}$")
_FRAMED = re.compile(r"[ \t]{0,3}(={2,}|-{2,}|~{2,}|#{2,})[ \t]*([^\s=~#-].{0,200}?)[ \t]*(={2,}|-{2,}|~{2,}|#{2,})$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_GRID_RULE = re.compile(r"[ \t]*\+(?:[-=:]{2,}\+)+[ \t]*$")
_PIPE = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"[ ]*\t[ \t]*| {3,}")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n((?:.*\n){1,60}?)\1[ \t]*(?:\n|$)")
_KEY = re.compile(r"^([\w-]{1,40})[ \t]*[:=][ \t]*(.*?)[ \t]*$", re.M)
_IMPRINT_KEY = re.compile(r"^(?:report|product)[_-]?(?:id|code|no|number)$|^(?:sku|publisher)$")
_ADDRESS_KEYS = ("canonical_url", "canonical", "canonicalurl", "permalink", "url", "link")
_IMAGE = re.compile(r"!\[[^\]\n]{0,400}\]\([^)\n]{0,2000}\)")
# "[[page]]", "[[page|words]]"; "![[file]]" shows a file
_WIKI = re.compile(r"(?P<mark>!?)\[\[(?:[^\[\]|\n]{1,200}\\?\|)?(?P<text>[^\[\]|\n]{1,200})\]\]")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,400})\]\([ \t]{0,9}<?([^\s()<>]{1,2000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,400}){0,9})>?"
    r"(?:[ \t]{1,9}(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'))?[ \t]{0,9}\)"
)
_DEFINITION = re.compile(
    r"^[ \t]{0,3}\[([^\[\]\n]{1,80})\]:[ \t]{0,9}<?(https?://[^\s<>]{1,2000})>?[^\n]{0,200}$", re.M
)
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,400})\](?:\[([^\[\]\n]{0,80})\])?")
_AUTOLINK = re.compile(r"(?<!\()<(https?://[^\s<>]{1,2000})>")
_STRONG = re.compile(r"(\*\*|__)(?=[^\s*_])([^\n]{1,400}?)(?<=[^\s])\1(?!\*)")
_STARRED = re.compile(r"\*(?<![\w*\\]\*)(?=[^\s*])([^*\n]{1,400})(?<=[^\s\\])\*(?![\w*])")
_UNDERSCORED = re.compile(r"_(?<![\w\\]_)(?=[^\s_])([^_\n]{1,400})(?<=[^\s\\])_(?!\w)")
_STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,400}(?<=\S)~~")
_CODE = re.compile(r"(?<![`\w])(`{1,2})(?!`)([^`\n]{1,200})\1(?!`)")
_MARKED = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,400})(?<=\S)==(?!=)")
_WIKI = re.compile(r"!?\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]")
_NOTE = re.compile(r"^[ \t]{0,3}\[\^[^\[\]\n]{1,60}\]:.*(?:\n[ \t]+\S.*)*$", re.M)
_NOTE_MARK = re.compile(r"\[\^[^\[\]\n]{1,60}\]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~&$])")
_WIDE_TAG = re.compile(r"[‹〈＜]([ /]{0,3})([^\s\d‹<>＜%％]{1,8}|h[1-6])[ /]{0,2}[>›〉＞]", re.I)
_KNOWN = frozenset("p ul ol li h1 h2 h3 h4 h5 h6 div table tr td strong b br".split())
_TRANSLATED_TAG = re.compile(r"<[ /]{0,3}[^\x00-\x7f<>]{1,8}[ /]{0,2}>")
_BLOCK_TAG = re.compile(r"<(?:/?(?:p|div|ul|ol|li|h[1-6]|table|tr|td|blockquote|section)|br)\b", re.I)
_MOST_COLUMNS = 40  # of a table; lines with more strokes or gaps are drawings


def to_html(text: str) -> str:
    """`text` with its Markdown turned into tags."""
    text = _front(text)
    if "[^" in text:
        text = _NOTE.sub("", text)
    if not text.isascii():
        if any(bracket in text for bracket in "‹〈＜"):
            text = _WIDE_TAG.sub(_narrowed, text)
        text = _TRANSLATED_TAG.sub(" <br> ", text)
    if "<http" in text:
        text = _AUTOLINK.sub(r'<a href="\1">\1</a>', text)
    return _inline("\n".join(_Lines(text).marked()))


def _narrowed(tag: re.Match[str]) -> str:
    """A tag in wide brackets as it was; one whose name was translated only ends a line."""
    name = tag[2].lower()
    return f"<{'/' if '/' in tag[1] else ''}{name}>" if name in _KNOWN else " <br> "


def _front(text: str) -> str:
    """`text` with its front matter brought down to title, address, publisher and number."""
    front = _FRONT.match(text)
    if not front:
        return text
    values = {key.lower(): value.strip("\"'") for key, value in _KEY.findall(front[2])}
    if not values:
        return text
    title = f"<h1>{values['title']}</h1>\n" if values.get("title") else ""
    address = next(
        (values[key] for key in _ADDRESS_KEYS if values.get(key, "").startswith(("http://", "https://"))), ""
    )
    details = "".join(
        [f"<p>{key.replace('_', ' ')}: {values[key]}</p>\n" for key in values if _IMPRINT_KEY.search(key)]
    )
    link = f'<link rel="canonical" href="{address}">\n' if address and '"' not in address else ""
    return f"{link}{title}{details}{text[front.end() :]}"


class _Lines:
    """The lines of a text on their way to HTML."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        plain = not _BLOCK_TAG.search(text)
        self.lines = wrapped_lines.unwrapped(lines) if plain else lines
        self.chapters = chapters.chapters(self.lines)
        headings = implied_headings.headings(self.lines, plain=plain)
        self.headings = {number: heading for number, heading in headings.items() if number not in self.chapters}
        self.bullets = Bullets(self.lines, self.headings)
        self.output: list[str] = []
        self.item = 0  # where the last item stands among them

    def marked(self) -> list[str]:
        """The lines, each with its block markup as tags."""
        number = 0
        while number < len(self.lines):
            number = self._next(number)
        return self.output

    def _next(self, number: int) -> int:
        """Mark line `number`, and those that belong to it; the number of the first line after them."""
        line = self.lines[number]
        bare = line.lstrip()
        if not bare:
            self.output.append("")
            return number + 1
        if number in self.headings:
            level, words = self.headings[number]
            self.output.append(f"<h{level}>{words}</h{level}>")
            return number + 1
        if number in self.chapters:
            depth, words = self.chapters[number]
            self.output.append(f'<li data-depth="{depth}">{words}</li>')
            return number + 1
        end = self._table(number, line, bare)
        if end > number:
            return end
        self.output.append(self._line(number, line, bare))
        return number + 1

    def _line(self, number: int, line: str, bare: str) -> str:
        """One line with its block markup as tags; an underline makes a heading of the line before it."""
        first = bare[0]
        if first == "#":
            return self._hashed(line)
        if first in "=-~*_":
            marked = self._ruled(line)
            if marked is not None:
                return marked
        if first == ">":
            bare = _QUOTED.sub("", line)
            return self._line(number, bare, bare.lstrip()) if bare.strip() else ""
        item = self.bullets.item(number, line, bare)
        if item is None:
            return line
        if item.continues:
            self.output[self.item] = f"{self.output[self.item].removesuffix('</li>')} {item.words}</li>"
            return ""
        self.item = len(self.output)
        return f'<li data-depth="{item.depth}">{item.words}</li>'

    def _hashed(self, line: str) -> str:
        heading = None if _HASHTAGS.match(line) else _ATX.match(line)
        if not heading:
            return line
        level, words = len(heading[1]), heading[2].rstrip(" \t#")
        return f"<h{level}>{words}</h{level}>"

    def _ruled(self, line: str) -> str | None:
        """A line of strokes, or one framed by them; None where it is neither."""
        under = _UNDERLINE.match(line)
        before = self.output[-1].strip() if self.output else ""
        if under and before and not before.startswith("<") and len(before) <= implied_headings.LONGEST:
            level = 1 if under[1][0] == "=" else 2
            self.output[-1] = f"<h{level}>{before}</h{level}>"
            return ""
        if under or _RULE.match(line):
            return ""
        framed = _FRAMED.match(line)
        if framed and framed[1][0] == framed[3][0]:
            level = min(len(framed[1]), 6) if framed[1][0] == "=" else 2
            return f"<h{level}>{framed[2]}</h{level}>"
        return None

    # ------------------------------------------------------------------ tables

    def _table(self, number: int, line: str, bare: str) -> int:
        """Mark the table that begins at line `number`; the number of the line after it, `number` if there is none."""
        if bare[0] == "+" and _GRID_RULE.match(line):
            return self._grid(number)
        if "|" in line:
            rows = self._piped(number, bare)
        elif ("\t" in bare or "   " in bare) and "<" not in bare and not self.bullets.begins(bare):
            rows = self._spaced(number)
        else:
            return number
        if not rows:
            return number
        self._emit(rows)
        return number + len(rows)

    def _emit(self, rows: list[list[str]]) -> None:
        """Append a table; a rule is a row without cells."""
        cells = ["".join([f"<td>{cell.strip()}</td>" for cell in row]) for row in rows if row]
        self.output.append("<table>" + "\n".join([f"<tr>{row}</tr>" for row in cells]) + "</table>")

    def _grid(self, number: int) -> int:
        """Mark a table in a grid, whose rows of several lines are parted by rules; the number of the line after it."""
        rows: list[list[str]] = []
        end, fresh = number, True
        for end, line in enumerate(islice(self.lines, number, None), number):  # noqa: B007
            bare = line.strip()
            if _GRID_RULE.match(line):
                fresh = True
            elif not bare.startswith("|") or not bare.endswith("|"):
                break
            else:
                cells = [cell.strip() for cell in _PIPE.split(bare[1:-1])][:_MOST_COLUMNS]
                if fresh or len(cells) != len(rows[-1]):
                    rows.append(cells)
                else:
                    rows[-1] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=True)]
                fresh = False
        else:
            end += 1
        self._emit(rows)
        return end

    def _piped(self, number: int, bare: str) -> list[list[str]]:
        """The rows of a table drawn with strokes: each line framed by them, or a rule below the first."""
        below = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        ruled = "-" in below and _TABLE_RULE.match(below)
        framed = bare[0] == "|" and bare.rstrip().endswith("|") and len(bare) > 2
        if not (ruled or framed):
            return []
        rows = []
        for line in islice(self.lines, number, None):
            stripped = line.strip()
            if "|" not in line or (not ruled and stripped[0] != "|"):
                break
            cells = _PIPE.split(stripped.removeprefix("|").removesuffix("|"))
            if len(cells) > _MOST_COLUMNS:
                break
            rows.append([] if _TABLE_RULE.match(line) else [cell.replace("\\|", "|") for cell in cells])
        return rows

    def _spaced(self, number: int) -> list[list[str]]:
        """The rows of a table whose columns are parted by tabs or wide gaps: two lines at least, of as many columns."""
        rows: list[list[str]] = []
        for line in islice(self.lines, number, None):
            cells = _GAP.split(line.strip())
            if not 1 < len(cells) <= _MOST_COLUMNS or (rows and len(cells) != len(rows[0])) or "<" in line:
                break
            rows.append(cells)
        return rows if len(rows) > 1 else []


def _inline(text: str) -> str:
    """Links, weight and escapes, which stand in one line each."""
    if "[" in text:
        text = _noted(text)
    if "~~" in text:
        text = _STRUCK.sub("", text)
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "==" in text:
        text = _MARKED.sub(r"\1", text)
    if "](" in text:
        text = _LINK.sub(r'<a href="\2">\1</a>', _IMAGE.sub("", text))
    if "[[" in text:
        text = _WIKI.sub(lambda link: "" if link["mark"] else link["text"], text)
    if "]: http" in text or "]:http" in text:
        text = _referred(text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(r"<strong>\2</strong>", text)
    if "*" in text:
        text = _STARRED.sub(r"\1", text)
    if "_" in text:
        text = _UNDERSCORED.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _noted(text: str) -> str:
    """`text` without footnotes and their marks; a link between notes is its words."""
    if "[[" in text:
        text = _WIKI.sub(r"\1", text)
    return _NOTE_MARK.sub("", text) if "[^" in text else text


def _referred(text: str) -> str:
    """Links whose addresses are told elsewhere."""
    addresses = {name.casefold(): address for name, address in _DEFINITION.findall(text)}

    def linked(reference: re.Match[str]) -> str:
        address = addresses.get((reference[2] or reference[1]).casefold())
        return f'<a href="{address}">{reference[1]}</a>' if address else reference[0]

    return _REFERENCE.sub(linked, _DEFINITION.sub("", text))
