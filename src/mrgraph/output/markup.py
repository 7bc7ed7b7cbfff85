"""Jinja templates of the rooms -> HTML: the one place where values become markup, each of them escaped.

Templates lie in the folder `templates` of the room that fills them. What is markup already (a drawing, a style sheet of
ours) comes as `Markup`; everything else is text, whoever wrote it. A small piece, of a drawing, may be
`Markup("<b>{}</b>").format(words)`, which escapes as templates do.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jinja2

__all__ = ["Markup", "environment", "render", "source", "stream"]


def render(room: str, name: str, /, **values: object) -> str:
    """The template `name` of the room (a package: "mrgraph.page"), filled.

    Raises jinja2.UndefinedError for a value that the template needs and does not get.
    """
    return _kept_environment(room).get_template(name).render(values)


def stream(room: str, name: str, /, **values: object) -> Iterator[str]:
    """The same piece by piece: an iterator among the values is read as the pieces are, and never held whole."""
    return _kept_environment(room).get_template(name).generate(values)


def environment(room: str) -> jinja2.Environment:
    """A new environment for a room's templates, for libraries that bring values of their own."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: source(room, name)), autoescape=True, undefined=jinja2.StrictUndefined
    )


@cache
def source(room: str, name: str) -> str:
    """The text of a file in a room's templates/, with the line ends that browsers hash."""
    return (resources.files(room) / "templates" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _kept_environment(room: str) -> jinja2.Environment:
    return environment(room)


def prepare(room: str, *names: str) -> None:
    """Compile templates now: a process that forks does it once for all its children."""
    for name in names:
        _kept_environment(room).get_template(name)
