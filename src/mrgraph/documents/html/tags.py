"""Markup in any state -> markup without what is no text, whose tags no parser can stumble over.

Comments, declarations, scripts, hidden elements and attributes that nobody reads are gone; a `<` that begins no tag is
text. Everything here takes time in proportion to the length of the markup, whatever the markup is.
"""

from __future__ import annotations

import re

from mrgraph.documents.html import elements

SILENT = frozenset(
    "audio button canvas datalist del iframe map math noembed noframes noscript object picture s script select strike "
    "style svg template textarea video".split()
)
# Tags that mean nothing here: the words inside them run on.
INLINE = frozenset(
    "abbr acronym bdi bdo big blink cite code dfn em embed font i img input ins kbd label mark nobr o:p output q "
    "ruby samp small source sub sup time track tt u var wbr".split()
)
_NEVER_CLOSED = frozenset({"script", "style"})  # whatever follows an open one is still code

_WHOLE = "p li ul ol h1 h2 h3 h4 div tr td table".split()

_TAG = re.compile(
    r"<(/?)([a-z][a-z0-9:_-]{0,30})(?=[\s/>])"
    r"((?:[^<>\"']{0,800}(?:\"[^\"]{0,2000}\"|'[^']{0,2000}')){0,24}[^<>\"']{0,800}|[^<>]*)>"
    r"|<(?:/?(?:h[1-6]|p|div|[uo]l|li|strong|b|table|t[drh])|[/?])\s{0,9}(?=[<\n]|$)|<",
    re.I,
)
_SPACED_TAG = re.compile(
    r"<[ \t]{0,3}(/?)[ \t]{0,3}(h[1-6]|p|div|[uo]l|li|strong|b|br|table|t[drh])[ \t]{0,3}(/?)[ \t]{0,3}>", re.I
)
_DECLARATION = re.compile(r"<[!?]/?[a-z\[][^<>]*>", re.I)
_OPENS_SILENT = re.compile(rf"<({'|'.join(sorted(SILENT))})\b", re.I)
_READING = re.compile(r"<r[tp]\b[^<>]*>[^<]*", re.I)  # how the characters before are read, and brackets round it
_REST_OF_TAG = re.compile(r"[^<>]*>")
_HREF = re.compile(r"\bhref\s*=\s*(?:[\"“”]+\s*([^\"“”<>]+)|['‘’]+\s*([^'‘’<>]+)|([^\s\"'<>]+))", re.I)
_WEIGHT = re.compile(r"font-weight\s{0,9}:\s{0,9}(?:(bold|[6-9]00)|normal|[1-5]00)", re.I)
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']*(\d{1,4})", re.I)
_META = re.compile(r"\b(?:property|name)\s*=\s*[\"']?(og:url)\b|\b(rel)\s*=\s*[\"']?canonical\b", re.I)
_CONTENT = re.compile(r"\b(?:content|href)\s*=\s*[\"']*\s*(https?://[^\s\"'<>]+)", re.I)
_DEPTH = re.compile(r"\bdata-depth=\"(\d{1,3})\"")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,6}|#x[\da-f]{1,5});)", re.I)
_ESCAPED_TWICE = re.compile(
    r"&amp;(?=(?:amp|lt|gt|quot|nbsp|apos|#\d{1,6}|#x[\da-f]{1,5}|[lr][sd]quo|[mn]dash|bull|reg|trade);)", re.I
)
_HUGE_REFERENCE = re.compile(r"&(?=#(?:\d{8}|x[\da-f]{7}))", re.I)
# White space before a block-level tag, and the line feed after a line break, say nothing more.
_IDLE = re.compile(rf">\s+(?=</?(?:{'|'.join(_WHOLE)})>)")
_BREAK = re.compile(r"<br>[ \t]{0,99}\n(?![ \t]{0,99}\n)")
_SPACES = re.compile(r"\s+")
# What becomes of the tags that most pages consist of.
_PLAIN = {f"<{end}{name}>": f"<{end}{name}>" for end in ("", "/") for name in (*_WHOLE, "br")}
_PLAIN |= {f"<{end}{name}>": "" for end in ("", "/") for name in INLINE}


def tidied(markup: str) -> str:
    """`markup` as a parser can take it; what stays of attributes: targets, spans of cells, depths of items."""
    if "<" in markup:
        markup = elements.with_bullets(markup)
        for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
            if opening in markup:
                markup = _without(markup, opening, closing)
        markup = _DECLARATION.sub(" ", markup)
        if "< " in markup or "/ " in markup:  # as machine translation leaves them
            markup = _SPACED_TAG.sub(r"<\1\2>", markup)
        if "<r" in markup:
            markup = _READING.sub("", markup)
        if _OPENS_SILENT.search(markup):
            markup = _without_silent(markup)
        markup = elements.tidied(markup)
        markup = _BREAK.sub("<br>", _IDLE.sub(">", _Tags().tidied(markup)))
    if "& amp;" in markup:
        markup = markup.replace("& amp;", "&amp;")
    if "&amp;" in markup:
        markup = _ESCAPED_TWICE.sub("&", markup)
    return _HUGE_REFERENCE.sub("&amp;", markup) if "&#" in markup else markup


def _without(markup: str, opening: str, closing: str) -> str:
    """`markup` without what stands between two marks; an opening mark that is never closed goes alone."""
    kept, place = [], 0
    while (start := markup.find(opening, place)) >= 0:
        end = markup.find(closing, start + len(opening))
        if end < 0:
            break
        inside = markup[start + len(opening) : end]
        kept += [markup[place:start], inside if opening == "<![CDATA[" else " "]
        place = end + len(closing)
    return "".join(kept) + markup[place:].replace(opening, " ")


def _without_silent(markup: str) -> str:
    """`markup` without scripts, styles, drawings and controls; one that is never closed loses only its tag."""
    kept, place = [], 0
    ends: dict[str, list[int]] = {}
    while opened := _OPENS_SILENT.search(markup, place):
        name = opened[1].lower()
        if name not in ends:  # last first, so that those passed by are popped
            tags = re.finditer(rf"</{name}\b[^<>]*>?", markup, re.I)
            ends[name] = [end for match in tags for end in match.span()][::-1]
        closing = ends[name]
        while closing and closing[-1] < opened.end():
            del closing[-2:]
        kept.append(markup[place : opened.start()])
        if closing:
            place = closing[-2]
        elif name in _NEVER_CLOSED:
            place = len(markup)
        else:
            kept.append(" ")
            rest = _REST_OF_TAG.match(markup, opened.end())
            place = rest.end() if rest else opened.end()
    return "".join(kept) + markup[place:]


class _Tags:
    """Writes each tag anew. Open `b`, `strong` and `span` tags are remembered, so that weight set by a style counts."""

    def __init__(self) -> None:
        self.open: dict[str, list[bool]] = {"b": [], "strong": [], "span": []}

    def tidied(self, markup: str) -> str:
        """`markup` with each tag written anew."""
        return _TAG.sub(self._tag, markup)

    def _tag(self, tag: re.Match[str]) -> str:
        plain = _PLAIN.get(tag[0])
        if plain is not None:
            return plain
        end, name, attributes = tag.groups()
        if name is None:  # a tag that lost its end, or no tag
            return "&lt;" if tag[0] == "<" else " "
        name = name.lower()
        if name in self.open:
            return self._weight(end, name, attributes)
        if name in INLINE:
            return ""
        return f"<{end}{name}{'' if end else _kept_tag(name, attributes)}>"

    def _weight(self, end: str, name: str, attributes: str) -> str:
        """`b` where a start tag sets bold, and its end where the end tag of the same name follows."""
        if end:
            return "</b>" if self.open[name] and self.open[name].pop() else ""
        weight = _WEIGHT.search(attributes)
        bold = bool(weight[1]) if weight else name != "span"
        self.open[name].append(bold)
        return "<b>" if bold else ""


def _kept_tag(name: str, attributes: str) -> str:
    """What a start tag keeps of its attributes."""
    if name == "a":
        href = _HREF.search(attributes)
        return _href(_SPACES.sub("", href[1] or href[2] or href[3])) if href else ""
    if name in ("td", "th"):
        return "".join(f' {key.lower()}="{number}"' for key, number in _SPAN.findall(attributes))
    if name == "li":
        depth = _DEPTH.search(attributes)
        return f" {depth[0]}" if depth else ""
    address = _CONTENT.search(attributes) if name in ("meta", "link") and _META.search(attributes) else None
    return _href(address[1]) if address else ""


def _href(target: str) -> str:
    """An address as an attribute; "" for one that is not on the web."""
    if not target.lower().startswith(("http://", "https://")):
        return ""
    return f' href="{_AMPERSAND.sub("&amp;", target).replace(chr(34), "%22")}"'
