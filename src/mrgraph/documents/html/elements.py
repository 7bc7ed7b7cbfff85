"""Elements found whole in markup: hidden ones and menus go, those that stand beside the report are marked.

Nothing is parsed for it: an element reaches from its start tag to the end tag that matches it, and one whose end cannot
be found stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from mrgraph.documents import asides
from mrgraph.lexicon.word_tables import alternation

# Bullets as Word writes them, and a row of elements that each hold an entry of their own, with nothing between them.
_WORD_BULLET = re.compile(
    r"<!(?:--)?\[if !supportLists\](?:--)?>.{0,600}?<!(?:--)?\[endif\](?:--)?>|"
    r"<span\s[^<>]{0,200}font-family:\s?[\"']?(?:Wingdings|Symbol)[^<>]{0,200}>[^<>\w]{0,4}\w?[^<>\w]{0,9}</span>",
    re.I | re.S,
)
_ROW = re.compile(r"(?:<span\b[^<>]*>[^\W\d_a-z][^<>]{1,60}[^\s<>]</span>){3,}")
_ROW_EDGE = re.compile(r"</span>(?=<span\b)")
ASIDE = "x-aside"  # the tag put round what stands beside the report
_HIDES = (" hidden", "\nhidden", "\thidden", "display:", "visibility:", "display :", "visibility :")
_HIDDEN = re.compile(
    r"<([a-z][a-z0-9]{0,10})\s(?:[^<>]{0,300}?\s)?"
    r"(?:hidden(?=[\s=>/])|style\s{0,9}=\s{0,9}[\"'][^\"'<>]{0,200}?(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden))",
    re.I,
)
# Elements that call themselves navigation; what they hold is a menu if it is links for the most part.
_MENU = re.compile(
    r"<(nav)(?=[\s>])|<(ul|ol|menu|div|header)\s(?:[^<>]{0,300}?\s)?(?:class|id|role)\s{0,9}=\s{0,9}[\"'](?:[^\"'<>]{0,200}\s)?"
    r"(?:nav|navbar|navigation|(?:main|site|top)-?(?:nav|menu)|menu|breadcrumbs?|crumbs)(?=[\s\"'])",
    re.I,
)
_MENU_SIGNS = ("<nav", "nav", "menu", "crumb")
_LONGEST_MENU = 30_000  # characters of markup
_ANY_TAG = re.compile(r"<[^<>]*>")
_WEB_ANCHOR = re.compile(r"<a\b[^<>]*?\shref\s*=\s*[\"']https?://[^\"'<>]*[\"']", re.I)
_ANCHOR = re.compile(r"<a\b[^<>]*>([^<>]*)", re.I)

_MOST_BESIDE = 0.4  # of a page's words; an element that holds more of them is the page
_PLACE_SIGNS = ("class", "id=", "role", "<footer", "<aside", "<nav", "<form", "<figcaption", "<dialog")


def with_bullets(markup: str) -> str:
    """`markup` with a bullet for each one that Word draws, and each word of a row on a line of its own."""
    if "upportLists" in markup or "ingdings" in markup or "Symbol" in markup:
        markup = _WORD_BULLET.sub("• ", markup)
    if "</span><span" in markup:
        markup = _ROW.sub(lambda row: _ROW_EDGE.sub("</span><br>", row[0]), markup)
    return markup


def tidied(markup: str) -> str:
    """`markup` without hidden elements and menus, and with a tag of its own round what stands beside the report."""
    lowered = markup.lower()
    if any(sign in lowered for sign in _HIDES):
        markup = _without_hidden(markup)
    if any(sign in lowered for sign in _MENU_SIGNS):
        markup = _without_menus(markup)
    return _with_asides(markup) if any(sign in lowered for sign in _PLACE_SIGNS) else markup


def _without_hidden(markup: str) -> str:
    """`markup` without elements that are not shown; one whose end cannot be found stays."""
    kept, place = [], 0
    lost: set[str] = set()
    while opened := _HIDDEN.search(markup, place):
        name = opened[1].lower()
        end = None if name in lost else _end(markup, name, opened.end())
        if end is None:
            lost.add(name)
        kept.append(markup[place : opened.start() if end else opened.end()])
        place = end or opened.end()
    return "".join(kept) + markup[place:]


def _without_menus(markup: str) -> str:
    """`markup` without the words of its menus and breadcrumbs; where they lead to tells whose page it is, and stays."""
    kept, place = [], 0
    lost: set[str] = set()
    while opened := _MENU.search(markup, place):
        name = (opened[1] or opened[2]).lower()
        end = None if name in lost else _end(markup, name, opened.end())
        if end is None:
            lost.add(name)
        menu = end is not None and _is_menu(markup[opened.end() : end])
        kept.append(markup[place : opened.start() if menu else opened.end()])
        place = opened.end()
        if menu and end:
            kept += [f"{anchor[0]}></a>" for anchor in _WEB_ANCHOR.finditer(markup, place, end)]
            place = end
    return "".join(kept) + markup[place:]


def _is_menu(inside: str) -> bool:
    """Whether the words of an element are links for the most part, and none of them a heading."""
    if len(inside) > _LONGEST_MENU or "<h1" in inside.lower():
        return False
    words = sum(len(part.strip()) for part in _ANY_TAG.split(inside.partition(">")[2]))
    return sum(len(part.strip()) for part in _ANCHOR.findall(inside)) * 2 > words


def _end(markup: str, name: str, start: int) -> int | None:
    """The offset after the end tag of the element `name` whose start tag is open at `start`."""
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^<>]*>", re.I).finditer(markup, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return None


@cache
def _beside() -> re.Pattern[str]:
    """The start tags of elements that stand beside the report by their name, class, id or role."""
    return re.compile(
        r"<(footer|aside|nav|form|figcaption|dialog)(?=[\s>])[^<>]*>|"
        r"<(div|section|ul|ol|p|span|menu|header)\s(?:[^<>]{0,300}?\s)?(?:(?:class|id)\s{0,9}=\s{0,9}[\"']?"
        rf"(?:[^\"'<>]{{0,200}}\s)?{alternation(asides.words('class'))}(?=[\s\"'>])|"
        r"role\s{0,9}=\s{0,9}[\"']?(?:contentinfo|complementary|navigation|search|dialog)\b)[^<>]*>",
        re.I,
    )


def _with_asides(markup: str) -> str:
    """`markup` with each element beside the report in a tag of its own, unless it holds much of the page."""
    kept, place = [], 0
    lost: set[str] = set()
    words = _size(markup)
    for opened in _beside().finditer(markup):
        name = (opened[1] or opened[2]).lower()
        if opened.start() < place or name in lost:
            continue
        end = _end(markup, name, opened.end())
        if end is None:
            lost.add(name)
            continue
        inside = markup[opened.end() : end]
        if "<h1" in inside.lower() or _size(inside) > words * _MOST_BESIDE:
            continue
        kept += [markup[place : opened.start()], f"<{ASIDE}>{markup[opened.start() : end]}</{ASIDE}>"]
        place = end
    return "".join(kept) + markup[place:]


def _size(markup: str) -> int:
    """How many characters of words stand in markup."""
    return sum(len(part.strip()) for part in _ANY_TAG.split(markup))
