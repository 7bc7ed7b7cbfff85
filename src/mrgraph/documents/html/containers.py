"""Open lists and tables -> the kind, level and group of a block that ends inside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mrgraph.records import BlockKind

LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
ENTRIES = {"li": 0, "dt": 0, "dd": 1}  # how much deeper than its list an entry stands
CELLS = frozenset({"td", "th"})
_BETWEEN_TABLES = 2  # numbers left out before the rows of a new table
_MOST_COLUMNS = 100
_MOST_ROWS = 1000
_DEEPEST = 64  # containers that are looked at; a page that nests deeper means nothing by it
_PROSE = 100  # characters of a further paragraph in an entry from which on it describes the entry

Place = tuple[BlockKind, int, int]


class _List:
    """An open list: its number, whether one of its entries is open, and what is in that entry so far."""

    __slots__ = ("blocks", "entry", "extra", "group")

    def __init__(self, group: int) -> None:
        self.group, self.entry, self.extra, self.blocks = group, False, 0, 0


class _Table:
    """An open table: the place of the cell, and the cells from rows above that reach down into this one."""

    __slots__ = ("cell", "column", "outer", "reaching", "row", "width")

    def __init__(self, outer: tuple[int, int] | None) -> None:
        self.outer = outer
        self.row, self.column, self.width, self.cell = 0, -1, 1, False
        self.reaching: dict[int, int] = {}


class Containers:
    """The lists and tables that are open, outermost first."""

    def __init__(self) -> None:
        self.open: list[_List | _Table] = []
        self.groups = 0
        self.nested: dict[int, tuple[int, int]] = {}  # rows of tables in cells: row and column of the cell
        self.depth = 0  # of an item that is in no list, as the indentation of its bullet says

    @property
    def _inner(self) -> _List | _Table | None:
        return self.open[-1] if self.open else None

    def begin(self, tag: str, attributes: Mapping[str, Any]) -> None:
        """The start of a list, a table, or a part of one."""
        if tag in LISTS:
            self.groups += 1
            self.open.append(_List(self.groups))
        elif tag in ENTRIES:
            self._begin_entry(tag, attributes)
        elif tag == "table":
            self.open.append(self._new_table())
        elif tag == "tr":
            self._row(self._table())
        elif tag in CELLS:
            self._begin_cell(attributes)

    def finish(self, tag: str) -> None:
        """The end of a list, a table, or a part of one, whether or not it has begun."""
        if tag in LISTS:
            self._leave(_List)
        elif tag == "table":
            self._leave(_Table)
        elif tag in ENTRIES:
            self.depth = 0
            if isinstance(self._inner, _List):
                self._inner.entry = False
        elif tag in CELLS and isinstance(self._inner, _Table):
            self._inner.cell = False

    def interrupt(self, *, trusted: bool) -> None:
        """The start of a heading: it ends loose items, and lists between entries unless end tags can be trusted."""
        self.depth = 0
        if isinstance(self._inner, _List) and not (trusted or self._inner.entry):
            self.open.clear()

    def _begin_entry(self, tag: str, attributes: Mapping[str, Any]) -> None:
        inner = self._inner
        if not isinstance(inner, _List):
            self.depth = int(attributes.get("data-depth", 1)) + ENTRIES[tag]
            if inner is None:
                return
            self.groups += 1
            inner = _List(self.groups)
            self.open.append(inner)
        inner.entry, inner.extra, inner.blocks = True, ENTRIES[tag], 0

    def _begin_cell(self, attributes: Mapping[str, Any]) -> None:
        table = self._table()
        if not table.row:
            self._row(table)
        column = table.column + table.width
        while column in table.reaching and column < _MOST_COLUMNS:
            column += 1
        table.column, table.cell = column, True
        table.width = min(int(attributes.get("colspan", 1)) or 1, _MOST_COLUMNS)
        rows = min(int(attributes.get("rowspan", 1)), _MOST_ROWS)
        if rows > 1:
            table.reaching.update(dict.fromkeys(range(column, column + table.width), rows))

    def _table(self) -> _Table:
        """The innermost container, if it is a table, else a new one."""
        inner = self._inner
        if isinstance(inner, _Table):
            return inner
        table = self._new_table()
        self.open.append(table)
        return table

    def _new_table(self) -> _Table:
        """A new table, with row and column of the cell that holds it."""
        inner = self._inner
        self.groups += _BETWEEN_TABLES
        return _Table((inner.row, inner.column) if isinstance(inner, _Table) and inner.cell else None)

    def _row(self, table: _Table) -> None:
        self.groups += 1
        if table.outer:
            self.nested[self.groups] = table.outer
        table.row, table.column, table.width, table.cell = self.groups, -1, 1, False
        table.reaching = {column: rows - 1 for column, rows in table.reaching.items() if rows > 1}

    def _leave(self, kind: type[_List | _Table]) -> None:
        """Leave the innermost open container of a kind, and all in it."""
        for number in range(len(self.open) - 1, max(len(self.open) - _DEEPEST, 0) - 1, -1):
            if isinstance(self.open[number], kind):
                del self.open[number:]
                return

    # ------------------------------------------------------------------ places

    def place(self, text: str, *, begins: bool, before: tuple[bool, int]) -> Place:
        """Kind, level and group of a block with this text.

        `begins`: nothing but the start of an entry stands before it. `before`: whether the last block was an item, and
        its group.
        """
        inner = self._inner
        if isinstance(inner, _Table):
            return (BlockKind.CELL, inner.column, inner.row) if inner.cell else (BlockKind.PARAGRAPH, 0, 0)
        if isinstance(inner, _List):
            return self._place_in_list(inner, text, begins=begins)
        return (BlockKind.ITEM, self.depth, self.loose(*before)) if self.depth else (BlockKind.PARAGRAPH, 0, 0)

    def _place_in_list(self, inner: _List, text: str, *, begins: bool) -> Place:
        """The same within a list: a further paragraph that describes an entry is no entry."""
        inner.blocks += 1
        if not inner.entry or (inner.blocks > 1 and not begins and _describes(text)):
            return BlockKind.PARAGRAPH, 0, 0
        depth = 0
        for container in reversed(self.open[-_DEEPEST:]):
            if isinstance(container, _Table):
                break
            depth += 1
        return BlockKind.ITEM, depth + inner.extra, inner.group

    def loose(self, follows: bool, group: int) -> int:
        """The number of the list that an item without a list tag belongs to: that of the item before it."""
        if follows:
            return group
        self.groups += 1
        return self.groups


def _describes(text: str) -> bool:
    text = text.strip()
    return len(text) > _PROSE or text.endswith((".", "。"))
