"""JSON-LD in a page that shows nothing without its scripts -> the article that it holds, as HTML."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_SCRIPT = re.compile(r"<script\b[^<>]{0,200}application/ld\+json[^<>]{0,200}>(.*?)</script", re.I | re.S)
_TITLES = ("headline", "name")
_BODIES = ("articleBody", "text", "description")
_DEEPEST = 6
_ENOUGH = 40  # characters of words from which on a page says something itself


def article(markup: str, said: str) -> str:
    """The longest article in a page's JSON-LD, "" where there is none or the page itself says something: `said`.

    What is said already, such as the page's title, is left out of it.
    """
    if "ld+json" not in markup:
        return ""
    own = " ".join(said.split())
    articles = [_words(node) for script in _SCRIPT.findall(markup) for node in _nodes(_loaded(script), 0)]
    title, body = max(articles, key=lambda article: len(article[1]), default=("", ""))
    if len(body) < _ENOUGH or len(own.replace(title, "")) > max(_ENOUGH, len(body)) or body in own:
        return ""
    heading = f"<h1>{html.escape(title)}</h1>" if title and title not in own else ""
    paragraphs = body if "<p" in body else "".join([f"<p>{html.escape(line)}</p>" for line in body.split("\n")])
    return heading + paragraphs


def _loaded(script: str) -> Any:
    try:
        return json.loads(script, strict=False)
    except ValueError:
        return None


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects in some JSON, the outer ones first."""
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    for part in data if isinstance(data, list) else ():
        yield from _nodes(part, depth + 1)


def _words(node: dict[str, Any]) -> tuple[str, str]:
    """The title and the text of an object."""
    title = next((node[key] for key in _TITLES if isinstance(node.get(key), str)), "")
    body = next((node[key] for key in _BODIES if isinstance(node.get(key), str)), "")
    return title.strip(), body.strip()
