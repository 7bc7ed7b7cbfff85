"""In which format a command answers: what `--format` says, else the ending of the file's name, else its default."""

from __future__ import annotations

import json
import stat
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from mrgraph.cli import terminal
from mrgraph.cli.program import Name
from mrgraph.export.exporters import EXPORTERS
from mrgraph.rdf.formats import GRAPHS, ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    _F = TypeVar("_F", bound=Callable[..., Any])

# Endings and formats of commands' own answers, beside those of rows, graphs and exports.
_OF_COMMANDS: Final = (
    ("docx", (".docx",)),
    ("pdf", (".pdf",)),
    ("md", (".md", ".markdown")),
    ("patch", (".patch", ".rdfp")),
    ("text", (".txt",)),
)


def _endings_of_all() -> dict[str, tuple[str, ...]]:
    """Ending -> the formats it may stand for; a command knows one of them, or a query's answer takes one."""
    named = ((form.name, form.endings) for form in (*ROWS, *GRAPHS, *EXPORTERS))
    meanings: dict[str, tuple[str, ...]] = {}
    for name, endings in (*named, *_OF_COMMANDS):
        for ending in endings:
            meanings[ending] = tuple(dict.fromkeys((*meanings.get(ending, ()), name)))
    return meanings


ENDINGS: Final[Mapping[str, tuple[str, ...]]] = _endings_of_all()
_ANY_TEXT: Final = ".txt"  # says no more than that it can be read: no format contradicts it
_DEVICES: Final = ("/dev/", "/proc/")  # /dev/stdout is a regular file where stdout is one


def chosen(form: str | None, output: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """The formats that may be meant, of those that the command knows; none where its default is.

    Stdout, devices and pipes have no ending. Raises UsageError for a file whose ending says nothing known where `form`
    says nothing either, and for a `form` that contradicts the ending.
    """
    if terminal.is_stdout(output) or _is_device(str(output)):
        return () if form is None else (form,)
    ending = Path(str(output)).suffix.lower()
    meant = ENDINGS.get(ending, ())
    usable = tuple(name for name in meant if name in known)
    if form is not None:
        if meant and form not in meant and ending != _ANY_TEXT:
            raise click.UsageError(_contradiction(form, str(output), ending, usable or meant))
        return (form,)
    if not usable:
        raise click.UsageError(_unknown(str(output), ending, known))
    return usable


def _contradiction(form: str, output: str, ending: str, meant: Sequence[str]) -> str:
    own = " or ".join(_endings([form])) or "another ending"
    return (
        f"{output}: {ending} is the ending of {' or '.join(meant)}, but --format says {form}; "
        f"end the name in {own}, or choose another --format"
    )


def _unknown(output: str, ending: str, known: Sequence[str]) -> str:
    what = f"the ending {ending} stands for no format" if ending else "no ending tells the format"
    cure = f"end the name in {_either(_endings(known))}"
    return f"{output}: {what} of this command; {cure}{', or say --format' if len(known) > 1 else ''}"


def _endings(known: Sequence[str]) -> list[str]:
    return [ending for ending, names in ENDINGS.items() if set(names) & set(known)]


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _is_device(output: str) -> bool:
    """Whether it is, or leads to, something that is no regular file."""
    if output.startswith(_DEVICES):
        return True
    try:
        mode = Path(output).stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def written(known: Sequence[str], default: str) -> Callable[[_F], _F]:
    """`--format FORMAT` and `-o FILE`; the function is handed the format as `form`, and `output`."""

    def decorated(function: _F) -> _F:
        @wraps(function)
        def handed(*args: Any, form: str | None, output: str, **more: Any) -> Any:
            meant = chosen(form, output, known)
            return function(*args, form=meant[0] if meant else default, output=output, **more)

        to_file = click.option("-o", "--output", metavar="FILE", default="-", help="File to write; by default stdout.")
        return option(known, default)(to_file(cast("_F", handed)))

    return decorated


def option(known: Sequence[str], default: str) -> Callable[[_F], _F]:
    """`--format FORMAT` alone: None where the user does not say."""
    return click.option(
        "--format",
        "form",
        metavar="FORMAT",
        type=Name(known),
        help=f"One of {', '.join(known)}; by default what FILE's ending says, else {default}.",
    )


def listing(wording: Any, claims: Any, found: Any, form: str) -> str:
    """What was found as text, CSV or JSON lines; `wording`: a module with `lines`, `COLUMNS`, `rows` and `objects`."""
    if form == "text":
        return terminal.people(wording.lines(claims, found))
    if form == "csv":
        return csv_table(wording.COLUMNS, wording.rows(claims, found))
    return json_lines(wording.objects(claims, found))


def json_lines(objects: Iterable[Mapping[str, object]]) -> str:
    """One JSON object a line."""
    return "".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in objects)


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV table."""
    from mrgraph.output import csv_rows

    return "".join(csv_rows.lines(columns, rows))
