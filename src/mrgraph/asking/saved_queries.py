"""queries/*.rq -> saved queries: a question in plain words, its columns and parameters, and the SPARQL that answers it.

A file is plain SPARQL that any engine runs as it is. It begins with a header of comments, and ends in ORDER BY:

    # question: Which companies play in which market, and how many reports say so?
    # columns: market (string), company (string), reports (integer)
    # parameter: market (market) default any; for example backing pumps

`columns` may go on in another line of the same name. The parameter `market` is set in the query by one
`VALUES ?theMarket { UNDEF }`, which stands for any value; `default 2024` and `required` are the other ways.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from mrgraph.errors import QueryError, UsageError
from mrgraph.rdf.sparql_tokens import tokens
from mrgraph.settings import data_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mrgraph.asking.parameters import Names

# What a parameter may be: things that are found by name, and values.
THINGS = ("company", "market", "topic", "region", "publisher")
VALUES = ("year", "percent", "number", "text")
FOLDER = "MRGRAPH_QUERIES"  # the environment's name for the user's own folder

_HEADER = re.compile(r"#\s*(question|columns|parameter):\s*(.*?)\s*")
_COLUMN = re.compile(r"(\w+)\s*\(([^()]*)\)")
_PARAMETER = re.compile(r"(\w+) \((\w+)\) (?:(required)|default (.+?)); for example (.+)")
_ANY = "any"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: the variable's name without its question mark, and what it holds ("decimal")."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be put into a query.

    `name` of the variable; `type`: one of THINGS or VALUES; `default`: as the header writes it, "any" for no
    restriction, None where a value is required; `example`: a value that makes sense.
    """

    name: str
    type: str
    default: str | None
    example: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question with its SPARQL; `name` is the file's name without suffix; `columns` is () for CONSTRUCT."""

    name: str
    question: str
    columns: tuple[Column, ...]
    parameters: tuple[Parameter, ...]
    text: str
    file: Path

    def filled(self, values: Mapping[str, str], names: Names | None = None) -> str:
        """The SPARQL with `values` for its parameters; names of things are looked up in `names`, a graph.

        Each value becomes one complete term, so text never becomes syntax.
        Raises UsageError for a parameter that the query has not, one that is required and missing, and a value of the
        wrong kind or a name that the graph does not hold, with the candidates.
        """
        from mrgraph.asking import parameters

        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise UsageError(f"{self.name}: no parameter {name!r}; it has {listed}")
        text = self.text
        for parameter in self.parameters:
            if parameter.name in values:
                term = parameters.term(values[parameter.name], parameter, names)
                text = _bound(text, parameter.name, term)
            elif parameter.default is None:
                example = f'mrgraph query {self.name} {parameter.name}="{parameter.example}"'
                raise UsageError(f"{self.name}: needs {parameter.name}=…; for example {example}")
        return text

    def usage(self) -> str:
        """The command that asks it, with examples for what is required."""
        needed = [f'{each.name}="{each.example}"' for each in self.parameters if each.default is None]
        return " ".join(["mrgraph query", self.name, *needed])


def saved_queries(folder: Path | None = None) -> tuple[SavedQuery, ...]:
    """The queries in `folder`, by name; by default the shipped ones and the user's own, which win over shipped ones.

    Raises QueryError for a file with a wrong header.
    """
    folders = [folder] if folder is not None else [data_path("queries"), *_own_folders()]
    found = {file.stem: file for place in folders for file in sorted(place.glob("*.rq"))}
    return tuple(read(found[name]) for name in sorted(found))


def saved_query(name: str) -> SavedQuery:
    """The saved query `name`, the user's own or a shipped one.

    Raises UsageError for an unknown one, naming the nearest.
    """
    for folder in (*_own_folders(), data_path("queries")):
        if (file := folder / f"{name}.rq").is_file():
            return read(file)
    names = [query.name for query in saved_queries()]
    near = [each for each in names if name in each][:3] or get_close_matches(name, names, n=3, cutoff=0.5)
    guess = f"did you mean {' or '.join(map(repr, near))}?" if near else "no name is like it."
    raise UsageError(f"no saved query {name!r}; {guess} `mrgraph queries` lists them with their questions")


def read(file: Path) -> SavedQuery:
    """The saved query in `file`.

    Raises QueryError for a file without a question, a header that cannot be read, or a parameter that is not set.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{file}: cannot be read as UTF-8; save it anew or remove it") from error
    header: dict[str, list[str]] = {"question": [], "columns": [], "parameter": []}
    for line in text.splitlines():
        if found := _HEADER.fullmatch(line):
            header[found[1]].append(found[2])
    if not header["question"]:
        raise QueryError(f"{file.name}: no question in its header; begin it with `# question: ...`")
    columns = tuple(Column(*found.groups()) for found in _COLUMN.finditer(" ".join(header["columns"])))
    parameters = tuple(_parameter(file.name, text, line) for line in header["parameter"])
    return SavedQuery(file.stem, " ".join(header["question"]), columns, parameters, text, file)


def _own_folders() -> Iterator[Path]:
    """The user's own folder of queries, if there is one."""
    named = os.environ.get(FOLDER)
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    folder = Path(named) if named else home / "mrgraph" / "queries"
    if folder.is_dir():
        yield folder


def _parameter(file: str, text: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None:
        form = "`# parameter: NAME (TYPE) required; for example VALUE`, or `default VALUE` for `required`"
        raise QueryError(f"{file}: parameter {line!r} cannot be read; write {form}")
    name, kind, _, default, example = found.groups()
    if kind not in (*THINGS, *VALUES):
        raise QueryError(f"{file}: parameter {name!r} has no known type; choose {', '.join((*THINGS, *VALUES))}")
    if _values_block(text, name) is None:
        raise QueryError(f"{file}: parameter {name!r} is not set; add a line `VALUES ?{_variable(name)} {{ UNDEF }}`")
    return Parameter(name, kind, default, example)


def _bound(text: str, name: str, term: str) -> str:
    """The query with `term` as the one value of the parameter `name`."""
    block = _values_block(text, name)
    if block is None:
        return text
    return f"{text[: block[0]]} {term} {text[block[1] :]}"


def _values_block(text: str, name: str) -> tuple[int, int] | None:
    """Where the values of the parameter `name` stand: after the opening and before the closing brace."""
    wanted = _variable(name)
    found = [token for token in tokens(text) if token.lastgroup != "comment"]
    for place in range(len(found) - 2):
        word, variable, opening = found[place : place + 3]
        if word[0].upper() == "VALUES" and variable[0][1:] == wanted and variable["variable"] and opening[0] == "{":
            closing = next((token for token in found[place + 3 :] if token[0] == "}"), None)
            return (opening.end(), closing.start()) if closing is not None else None
    return None


def _variable(name: str) -> str:
    """The variable of a parameter; another one may then carry the plain name, as the column that shows the label.

    >>> _variable("market")
    'theMarket'
    """
    return f"the{name[:1].upper()}{name[1:]}"
