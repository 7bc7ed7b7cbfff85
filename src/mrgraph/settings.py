"""One run's choices, and where the shipped files live."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Settings:
    """One run's choices.

    `ner`: name of the spaCy model that looks for names in running text; None: no model is used.
    `encoding`: of all inputs; None: found out for each file.
    `max_bytes`: larger inputs are refused.
    `max_seconds`: processor time that one document may take; one that takes longer is left out, and told. The only
    thing in which two machines may differ.
    `workers`: number of processes that read documents; None: one for a small pile, more as it turns out to be large, at
    most one a processor. The result does not depend on it.
    `cache`: folder in which what was read is kept for the next build; None: all is read again.
    `exclude`: patterns of files and folders that are left out of folders, as in .gitignore.
    `identities`, `corrections`, `companies`: files of what people decided (docs/curation.md); None: nothing was.
    `known_companies`: whether the shipped table of large firms takes part (ontology/companies.csv).
    """

    ner: str | None = None
    encoding: str | None = None
    max_bytes: int = 64 * 1024 * 1024
    max_seconds: float = 30.0
    workers: int | None = None
    cache: Path | None = None
    force: bool = False
    identities: Path | None = None
    corrections: Path | None = None
    companies: Path | None = None
    known_companies: bool = True
    exclude: tuple[str, ...] = ()


def data_path(name: str) -> Path:
    """The shipped folder or file `name` ("ontology", "queries", "ontology/regions.ttl").

    Installed from a wheel, it lies in the package; in a checkout, at the top level.
    Raises UsageError where neither is there.
    """
    for root in (_PACKAGE / "data", _PACKAGE.parents[1]):
        if (root / name).exists():
            return root / name
    from mrgraph.errors import UsageError

    raise UsageError(f"{name}: not among the shipped files; reinstall mrgraph")
