"""Where an export goes: into one file, or into a folder of several, and which table a file's name means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, cast

from mrgraph.errors import UsageError
from mrgraph.export import exporters
from mrgraph.export.exporters import TABLES, Options
from mrgraph.output.spool import Spool
from mrgraph.output.whole_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mrgraph.rdf.terms import Triple

_ARCHIVE: Final = ".zip"


class Destination(NamedTuple):
    """`table`: the one table that the file is for, if any; `is_folder`: several files are laid into a folder."""

    table: str | None
    is_folder: bool


def destination(form: str, output: str, table: str | None) -> Destination:
    """What the name `output` means for a format.

    Raises UsageError for several files in one that is no archive.
    """
    exporter = exporters.exporter(form)
    if exporter is None or not exporter.several:
        return Destination(table, is_folder=False)
    path = Path(output)
    is_folder = output.endswith(("/", "\\")) or path.is_dir()
    ending = path.suffix.lower()
    if table is None and "table" in exporter.choices and path.stem in TABLES and ending in exporter.endings[:1]:
        return Destination(path.stem, is_folder=False)
    if table is None and not is_folder and ending != _ARCHIVE:
        one = ", or call it after one of them" if "table" in exporter.choices else ""
        raise UsageError(f"{output}: {form} writes several files; end the name in / or {_ARCHIVE}{one}")
    return Destination(table, is_folder=is_folder and table is None)


def unpacked(whole: Spool) -> Iterator[tuple[str, bytes]]:
    """The files of an archive that was written."""
    from mrgraph.export import bundles

    yield from bundles.files(b"".join(whole.chunks()))


def write(graph: Path | str | Iterable[Triple], output: str, form: str | None = None, **options: Any) -> Path:
    """Write a graph into a file, or several into a folder; the path. `options`: those of `exporters.Options`.

    Raises UsageError for an ending that says no format, and what `exporters.export` raises.
    """
    form = form or exporters.by_ending(Path(output).suffix)
    if form is None:
        raise UsageError(f"{output}: its ending says no format; name one of {', '.join(exporters.FORMATS)}")
    table, is_folder = destination(form, output, options.pop("table", None))
    whole = Spool()
    exporters.export(graph, form, cast("BinaryIO", whole.sink), Options(table=table, **options))
    target = Path(output)
    files: Iterable[tuple[Path, Any]] = [(target, whole.chunks())]
    if is_folder:
        files = ((target / name, data) for name, data in unpacked(whole))
    for path, data in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(data, path)
    return target
