"""The rows of an answer with plain Python values, for loops, notebooks and data frames."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from mrgraph import vocab
from mrgraph.asking import tables
from mrgraph.errors import MissingExtra
from mrgraph.rdf.terms import Literal, lexical

if TYPE_CHECKING:
    import pandas
    import polars

    from mrgraph.rdf.solutions import Row as Terms
    from mrgraph.rdf.terms import Term

Value: TypeAlias = "str | int | float | bool | None"
_NUMBERS = (vocab.XSD_DECIMAL, vocab.XSD_DOUBLE, f"{vocab.PREFIXES['xsd']}float")
_SHOWN = 100  # rows in a notebook


class Rows(Sequence[Any]):
    """The rows of a SELECT: named tuples of str, int, float, bool and None, in the order of the answer.

    `columns`: their names. `terms`: the same rows as RDF terms (`mrgraph.rdf.terms`), with datatypes and languages.
    """

    def __init__(self, columns: tuple[str, ...], terms: tuple[Terms, ...]) -> None:
        self.columns, self.terms = columns, terms

    @cached_property
    def _rows(self) -> list[Any]:
        row = namedtuple("Row", self.columns, rename=True)  # type: ignore[misc]
        return [row(*map(plain, terms)) for terms in self.terms]

    def __len__(self) -> int:
        return len(self.terms)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return Rows(self.columns, self.terms[place])
        return self._rows[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and (self.columns, self.terms) == (other.columns, other.terms)

    __hash__ = None  # type: ignore[assignment]

    def column(self, name: str) -> list[Value]:
        """The values of one column.

        Raises KeyError for a name that no column has.
        """
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; there are {', '.join(self.columns)}")
        place = self.columns.index(name)
        return [row[place] for row in self._rows]

    def to_dicts(self) -> list[dict[str, Value]]:
        """Each row as a dictionary, ready for JSON."""
        return [dict(zip(self.columns, row, strict=True)) for row in self._rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame; whole numbers stay whole where values are missing.

        Raises MissingExtra without pandas.
        """
        try:
            import pandas
        except ImportError as error:
            raise MissingExtra("to_pandas needs pandas; install it with `pip install 'mrgraph[pandas]'`") from error
        return pandas.DataFrame.from_records(self._rows, columns=list(self.columns)).convert_dtypes()

    def to_polars(self) -> polars.DataFrame:
        """The rows as a polars DataFrame.

        Raises MissingExtra without polars.
        """
        try:
            import polars
        except ImportError as error:
            raise MissingExtra("to_polars needs polars; install it with `pip install 'mrgraph[tables]'`") from error
        columns = {name: self.column(name) for name in self.columns}
        return polars.DataFrame(columns, strict=False)

    def __repr__(self) -> str:
        return "".join(tables.table(self.columns, self.terms)).rstrip("\n")

    def _repr_html_(self) -> str:
        """A table for notebooks; at most 100 rows of it."""
        from mrgraph.output import markup

        shown = [[tables.plain(term) for term in row] for row in self.terms[:_SHOWN]]
        more = max(len(self) - _SHOWN, 0)
        return markup.render("mrgraph.library", "rows.html.jinja", columns=self.columns, rows=shown, more=more)


def plain(term: Term | None) -> Value:
    """A term as a plain value: integers, decimals and booleans as such, all else as text; IRIs in full.

    >>> plain(Literal("5.90", vocab.XSD_DECIMAL)), plain(Literal("2024", vocab.XSD_INTEGER)), plain(Literal("a"))
    (5.9, 2024, 'a')
    """
    if not isinstance(term, Literal):
        return None if term is None else lexical(term)
    if term.datatype == vocab.XSD_BOOLEAN:
        return term.text in ("true", "1")
    with suppress(ValueError):
        if term.datatype == vocab.XSD_INTEGER:
            return int(term.text)
        if term.datatype in _NUMBERS:
            return float(term.text)
    return term.text
