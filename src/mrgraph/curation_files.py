"""What people decided, read from and written to small CSV files that every build replays.

identities.csv    verdict,first,second,reason    "same" makes one thing of two IRIs, "apart" keeps them two,
                  documents,name                 "split" makes the second of the first: in some documents, or everywhere
corrections.csv   verdict,claim,value,reason     "accept", "reject" or "replace" a claim, the latter by another value
companies.csv     name,aliases,lei,ticker,wikidata,parent,source    known companies; aliases are separated by "|"

Lines are sorted, so that two people's decisions can be merged by any tool for text. Nobody's name is kept.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from mrgraph import vocab
from mrgraph.errors import UsageError
from mrgraph.output import csv_rows
from mrgraph.rdf.terms import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

IDENTITIES, CORRECTIONS, COMPANIES = "identities.csv", "corrections.csv", "companies.csv"
SAME, APART, SPLIT = "same", "apart", "split"
ACCEPT, REJECT, REPLACE = "accept", "reject", "replace"
_SPLITTABLE = (vocab.PREFIXES["company"], vocab.PREFIXES["topic"])
_PREFIXED = re.compile(r"([a-z]+):(\S+)")
FIGURE_VALUE: Final = re.compile(r"(-?\d{1,30}(?:\.\d{1,12})?)\s*(%|[A-Z]{3})?")  # that replaces a figure's
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")  # ISO 17442
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """Two IRIs are one thing ("same") or stay two ("apart"); the smaller IRI comes first.

    Or the first, in the `documents` (IRIs), is the second, which `name` names ("split"); without documents it is the
    second everywhere, and several such decisions make it several things.
    """

    verdict: str
    first: str
    second: str
    reason: str = ""
    documents: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """A claim (an IRI) is accepted, rejected, or replaced by one with another `value`: an IRI, a sum, a percentage."""

    verdict: str
    claim: str
    value: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, order=True)
class KnownCompany:
    """A known company, with identifiers of others; `parent` is a name, `source` is where the identifiers were taken."""

    name: str
    aliases: tuple[str, ...] = ()
    lei: str = ""
    ticker: str = ""
    wikidata: str = ""
    parent: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Curation:
    """All that people decided; everything sorted. `firms`: what is known beside the user's own `companies`."""

    decisions: tuple[Decision, ...] = ()
    corrections: tuple[Correction, ...] = ()
    companies: tuple[KnownCompany, ...] = ()
    firms: tuple[KnownCompany, ...] = ()


_Row = TypeVar("_Row", Decision, Correction, KnownCompany)
_DECISION: Final = ("verdict", "first", "second", "reason", "documents", "name")
_SHORT_DECISION: Final = _DECISION[:4]  # what a file without splits has
_CORRECTION: Final = ("verdict", "claim", "value", "reason")
_COMPANY: Final = ("name", "aliases", "lei", "ticker", "wikidata", "parent", "source")


def read(identities: Path | None, corrections: Path | None, companies: Path | None) -> Curation:
    """The decisions in these files; None, or a file that is not there: nothing was decided.

    Raises UsageError for a file that cannot be read, naming the line.
    """
    return Curation(
        decisions=decisions(identities) if identities else (),
        corrections=corrected(corrections) if corrections else (),
        companies=known_companies(companies) if companies else (),
    )


def decisions(path: Path) -> tuple[Decision, ...]:
    """The identity decisions in a file, sorted; one pair has one.

    Raises UsageError where a pair has two.
    """
    found = _sorted(_decision(path, number, row) for number, row in _rows(path, _DECISION))
    verdicts: dict[tuple[str, str], str] = {}
    for each in found:
        if verdicts.setdefault((each.first, each.second), each.verdict) != each.verdict:
            pair = f"{shorten(each.first)} and {shorten(each.second)}"
            raise UsageError(f"{path}: {pair} are decided to be one thing and two; keep one of the lines")
    return found


def corrected(path: Path) -> tuple[Correction, ...]:
    """The corrections in a file, sorted; one claim has one.

    Raises UsageError where a claim has two.
    """
    found = _sorted(_correction(path, number, row) for number, row in _rows(path, _CORRECTION))
    seen: set[str] = set()
    for correction in found:
        if correction.claim in seen:
            raise UsageError(f"{path}: {shorten(correction.claim)} has two corrections; keep one of them")
        seen.add(correction.claim)
    return found


def known_companies(path: Path) -> tuple[KnownCompany, ...]:
    """The companies in a file, sorted."""
    return _sorted(_company(path, number, row) for number, row in _rows(path, _COMPANY))


def decision(verdict: str, one: str, other: str, reason: str = "") -> Decision:
    """A decision about two IRIs in its one form."""
    first, second = sorted((one, other))
    return Decision(verdict, first, second, " ".join(reason.split()))


def text(rows: Iterable[Decision]) -> str:
    """The CSV text of identity decisions, IRIs with their prefixes, one a line, sorted."""
    decided = sorted({_cells(row) for row in rows})
    columns = _DECISION if any(row[0] == SPLIT for row in decided) else _SHORT_DECISION
    return "".join(csv_rows.lines(columns, (row[: len(columns)] for row in decided), end="\n"))


def corrections_text(rows: Iterable[Correction]) -> str:
    """The CSV text of corrections, one a line, sorted."""
    cells = sorted({(row.verdict, _short(row.claim), row.value, row.reason) for row in rows})
    return "".join(csv_rows.lines(_CORRECTION, cells, end="\n"))


def _cells(row: Decision) -> tuple[str, ...]:
    documents = " ".join(map(_short, row.documents))
    return row.verdict, _short(row.first), _short(row.second), row.reason, documents, row.name


# ------------------------------------------------------------------------------------------------ reading


def _rows(path: Path, names: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The lines of a file with their numbers, without empty ones and comments; unknown columns are refused."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; check the path") from error
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not kept:
        return []
    header = [name.strip() for name in next(csv.reader([kept[0][1]]))]
    strange = [name for name in header if name not in names]
    if strange or names[0] not in header:
        raise UsageError(f"{path}:{kept[0][0]}: columns are {','.join(header)}; they must be among {','.join(names)}")
    found = []
    for number, line in kept[1:]:
        cells = next(csv.reader([line]))
        if len(cells) > len(header):
            raise UsageError(f"{path}:{number}: {len(cells)} cells under {len(header)} columns; quote what has a comma")
        found.append((number, {**dict.fromkeys(names, ""), **dict(zip(header, map(str.strip, cells), strict=False))}))
    return found


def _decision(path: Path, number: int, row: dict[str, str]) -> Decision:
    _check_verdict(path, number, row["verdict"], (SAME, APART, SPLIT))
    one, other = (_iri(path, number, row[name]) for name in ("first", "second"))
    if one == other:
        raise UsageError(f"{path}:{number}: {row['first']} twice; name two different things")
    if one.rpartition("/")[0] != other.rpartition("/")[0]:
        raise UsageError(f"{path}:{number}: {row['first']} and {row['second']} are of different kinds")
    if row["verdict"] == SPLIT:
        if not one.startswith(_SPLITTABLE):
            raise UsageError(f"{path}:{number}: only companies and topics can be split, and {row['first']} is neither")
        documents = sorted(_iri(path, number, document) for document in row["documents"].split())
        return Decision(SPLIT, one, other, row["reason"], tuple(documents), row["name"])
    if row["documents"] or row["name"]:
        raise UsageError(f"{path}:{number}: documents and a name are for {SPLIT} alone; leave them out")
    return decision(row["verdict"], one, other, row["reason"])


def _correction(path: Path, number: int, row: dict[str, str]) -> Correction:
    _check_verdict(path, number, row["verdict"], (ACCEPT, REJECT, REPLACE))
    if (row["verdict"] == REPLACE) != bool(row["value"]):
        raise UsageError(f"{path}:{number}: a value is needed by {REPLACE}, and by nothing else")
    return Correction(row["verdict"], _iri(path, number, row["claim"]), row["value"], row["reason"])


def _company(path: Path, number: int, row: dict[str, str]) -> KnownCompany:
    checks = {"lei": _LEI, "wikidata": _WIKIDATA}
    if not row["name"]:
        raise UsageError(f"{path}:{number}: a company without a name; fill the column `name`")
    for name, form in checks.items():
        if row[name] and not form.fullmatch(row[name]):
            raise UsageError(f"{path}:{number}: {row[name]!r} is no {name} of a company; correct it or leave it out")
    aliases = tuple(sorted({alias.strip() for alias in row["aliases"].split("|")} - {""}))
    if row["lei"] and int("".join(str(int(letter, 36)) for letter in row["lei"])) % 97 != 1:
        raise UsageError(f"{path}:{number}: the check digits of {row['lei']!r} are wrong; look it up again")
    return KnownCompany(row["name"], aliases, *(row[name] for name in _COMPANY[2:]))


def _check_verdict(path: Path, number: int, verdict: str, known: tuple[str, ...]) -> None:
    if verdict not in known:
        raise UsageError(f"{path}:{number}: {verdict!r} is no verdict; it is {' or '.join(known)}")


def _iri(path: Path, number: int, name: str) -> str:
    found = _PREFIXED.fullmatch(name)
    if found and found[1] in vocab.PREFIXES:
        return f"{vocab.PREFIXES[found[1]]}{found[2]}"
    if re.fullmatch(r"https?://\S+", name):
        return name
    raise UsageError(f"{path}:{number}: {name!r} is no IRI; write it in full or like company:qualcomm")


def _short(value: str) -> str:
    short = shorten(value) if value.startswith(vocab.BASE) else value
    return value if short.startswith("<") else short


def _sorted(rows: Iterable[_Row]) -> tuple[_Row, ...]:
    return tuple(sorted(set(rows)))
