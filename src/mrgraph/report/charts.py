"""Numbers -> SVG: dots on a line, lines over years, stacked bars, spans and grids, each mark a link to its quotes.

The pictures hold no style of their own but classes, so that they follow the page into dark mode and onto paper.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from mrgraph.output.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WIDTH: Final = 920
_LEFT: Final = 300  # where the drawing begins; before it stand the labels
_LABEL: Final = _LEFT - 18  # room for one
# Of letters that are narrower or wider than most, in the widest font that the report may be shown in.
_PIXELS: Final = dict.fromkeys(" .,:;·|ijlIft'’()-", 4.6) | dict.fromkeys("mwMW%@", 10.2)
_OTHERS: Final = "Other regions"
_RIGHT: Final = WIDTH - 175  # behind it stand remarks
_ROW: Final = 36
_MOST_SHARES: Final = Decimal(150)  # percent that are drawn of shares that sum to more than a whole
_TONES: Final = 6  # of the parts of bars; the one after them is for all others
_LINE: Final = 15  # from one label to the next
_ATTRIBUTE: Final = Markup(' %s="%s"')
_ELEMENT: Final = Markup("<%s%s>%s</%s>")
_EMPTY_ELEMENT: Final = Markup("<%s%s/>")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn that stands for a claim: what it says on hover, and the first quote behind it."""

    says: str
    quote: int | None


@dataclass(frozen=True, slots=True)
class Dots:
    """A row of stated values and, where known, what is implied; `remark` stands at the end, `clash`: as a warning."""

    label: str
    under: str
    stated: tuple[tuple[Decimal, Mark], ...]
    implied: Decimal | None
    remark: str = ""
    clash: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """Values over years, in order of the years."""

    label: str
    points: tuple[tuple[int, Decimal, Mark], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of one whole, as claimed; `marked`: overlaps another one."""

    label: str
    under: str
    parts: tuple[tuple[str, Decimal, bool, Mark], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of years."""

    label: str
    under: str
    start: int
    end: int
    mark: Mark


def element(tag: str, content: str = "", **attributes: object) -> Markup:
    """An element; all that is no Markup is escaped. A name's final _ is dropped, other _ become -.

    >>> element("text", "1 < 2", class_="a", text_anchor="end")
    Markup('<text class="a" text-anchor="end">1 &lt; 2</text>')
    """
    given = Markup().join(
        [_ATTRIBUTE % (name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items()]
    )
    return _ELEMENT % (tag, given, content, tag) if content else _EMPTY_ELEMENT % (tag, given)


def text(words: str, x: float, y: float, **attributes: object) -> Markup:
    """A line of words."""
    return element("text", words, x=_n(x), y=_n(y), **attributes)


def dots(rows: Sequence[Dots], unit: str) -> Markup:
    """Stated values as discs, implied ones as diamonds, a bar between them where they differ.

    The scale is that of the stated values; what is implied far outside of it stands at its edge, with its number.
    """
    values = sorted(value for row in rows for value, _ in row.stated)
    if not values:
        return Markup()
    pad = max((values[-1] - values[0]) / 4, Decimal("0.5"))
    near = [v for row in rows if (v := row.implied) is not None and values[0] - pad <= v <= values[-1] + pad]
    low, high = min([*values, *near]), max([*values, *near])
    edge = (high - low) / 12 or Decimal("0.5")
    scale = _Scale(low - edge, high + edge, _RIGHT - 12)
    height = len(rows) * _ROW + 40
    parts = [_ticks(scale, height, unit)]
    for number, row in enumerate(rows):
        y = 48 + number * _ROW
        parts.append(_labels(row.label, row.under, y) + _dots_row(row, scale, y))
    return _svg(height, "Growth stated and implied, one row a report; the table below has the same figures", parts)


def _dots_row(row: Dots, scale: _Scale, y: float) -> Markup:
    places = [scale(value) for value, _ in row.stated]
    ends = [*places, *([scale(row.implied)] if row.implied is not None else [])]
    tone = "gap" if row.remark and row.clash else "rule"
    words = "warn" if row.clash else "faint"
    drawn = element("line", x1=_n(min(ends)), x2=_n(max(ends)), y1=_n(y), y2=_n(y), class_=tone)
    if row.implied is not None:
        x = scale(row.implied)
        drawn += element("path", d=f"M{_n(x)} {_n(y - 7)}l7 7-7 7-7-7z", class_="implied")
        if not scale.low <= row.implied <= scale.high:
            side, anchor = (12, "start") if row.implied < scale.low else (-12, "end")
            drawn += text(_percent(row.implied), x + side, y - 6, class_="beyond", text_anchor=anchor)
    for value, mark in row.stated:
        drawn += _link(mark, element("circle", cx=_n(scale(value)), cy=_n(y), r=6, class_="stated"))
    return drawn + (text(row.remark, _RIGHT + 8, y + 4, class_=words) if row.remark else Markup())


def lines(rows: Sequence[Line], unit: str) -> Markup:
    """Amounts over years on a logarithmic scale, at the right the labels in the order of the lines' ends."""
    points = [(year, value) for row in rows for year, value, _ in row.points if value > 0]
    if not points:
        return Markup()
    first, last = min(year for year, _ in points), max(year for year, _ in points)
    span = max(1, last - first)
    height, bottom, top = 420, 380, 24
    low, high = _powers(value for _, value in points)
    right = _RIGHT - 160

    def x(year: int) -> float:
        return 90 + (year - first) / span * (right - 90)

    def y(value: Decimal) -> float:
        return bottom - float((value.log10() - low) / (high - low)) * (bottom - top)

    parts = []
    for year in range(first, last + 1, max(1, span // 8)):
        parts.append(element("line", x1=_n(x(year)), x2=_n(x(year)), y1=top, y2=bottom, class_="grid"))
        parts.append(text(str(year), x(year), bottom + 18, class_="faint", text_anchor="middle"))
    for power in range(int(low), int(high) + 1):
        value = Decimal(10) ** power
        parts.append(element("line", x1=90, x2=_n(right), y1=_n(y(value)), y2=_n(y(value)), class_="grid"))
        parts.append(text(f"{unit} {_short(value)}", 82, y(value) + 4, class_="faint", text_anchor="end"))
    ordered = sorted(rows, key=lambda row: -row.points[-1][1])
    heights = _apart([y(row.points[-1][1]) for row in ordered], bottom)
    for row, at in zip(ordered, heights, strict=True):
        path = " ".join(f"{_n(x(year))},{_n(y(value))}" for year, value, _ in row.points)
        parts.append(element("polyline", points=path, class_="line"))
        for year, value, mark in row.points:
            parts.append(_link(mark, element("circle", cx=_n(x(year)), cy=_n(y(value)), r=4.5, class_="stated")))
        year, value, _ = row.points[-1]
        way = f"{_n(x(year) + 7)},{_n(y(value))} {_n(right + 9)},{_n(at)} {_n(right + 15)},{_n(at)}"
        parts.append(element("polyline", points=way, class_="leader"))
        parts.append(text(_fit(row.label, WIDTH - right - 24), right + 19, at + 4))
    return _svg(height, "Market sizes over the years; the table below has the same figures", parts)


def bars(rows: Sequence[Bar]) -> Markup:
    """Shares of one whole side by side; those that overlap others are outlined, beyond 100 % the bar runs over.

    The most frequent names have a tone of their own, told above the bars; a part says what it has room for.
    """
    if not rows:
        return Markup()
    totals = [sum((share for _, share, _, _ in row.parts), Decimal(0)) for row in rows]
    scale = _Scale(Decimal(0), min(_MOST_SHARES, max(Decimal(100), *totals)))
    tones = _tones(rows)
    legend, top = _legend(tones)
    height = len(rows) * _ROW + 40
    parts = [_ticks(scale, height, " %")]
    for number, (row, total) in enumerate(zip(rows, totals, strict=True)):
        y = 48 + number * _ROW
        drawn, start = _labels(row.label, row.under, y), Decimal(0)
        for name, share, marked, mark in row.parts:
            left, right = scale(start), scale(start + share)
            tone = f"part tone{tones.get(name, _TONES)}" + (" overlap" if marked else "")
            box = element(
                "rect", x=_n(left), y=_n(y - 12), width=_n(max(0.5, right - left - 1)), height=24, class_=tone
            )
            writings = (f"{name} {_percent(share)}", _percent(share))
            words = next((words for words in writings if _width(words) <= right - left - 9), "")
            inside = text(words, left + 5, y + 4, class_="inside") if words else Markup()
            drawn += _link(mark, box + inside)
            start += share
        if total > 100:
            drawn += text(f"{_percent(total)} in all", _RIGHT + 8, y + 4, class_="warn")
        parts.append(drawn)
    moved = element("g", Markup().join(parts), transform=f"translate(0 {top})")
    return _svg(height + top, "Regional shares as claimed; the table below has the same figures", [legend, moved])


def _tones(rows: Sequence[Bar]) -> dict[str, int]:
    """The names with a tone of their own, the most frequent first."""
    count = Counter(part[0] for row in rows for part in row.parts)
    ranked = sorted(count, key=lambda name: (-count[name], name))
    return {name: number for number, name in enumerate(ranked[:_TONES])} | (
        {_OTHERS: _TONES} if len(ranked) > _TONES else {}
    )


def _legend(tones: Mapping[str, int]) -> tuple[Markup, int]:
    """A key to the tones, and its height."""
    drawn, x, y = Markup(), 0.0, 0
    for name, tone in tones.items():
        wide = 20 + _width(name) + 22
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 22
        drawn += element("rect", x=_n(x), y=y + 2, width=14, height=14, class_=f"tone{tone}")
        drawn += text(name, x + 20, y + 13)
        x += wide
    return drawn, y + 34


def spans(rows: Sequence[Span]) -> Markup:
    """Stretches of years, one row a report."""
    if not rows:
        return Markup()
    first, last = min(row.start for row in rows), max(row.end for row in rows)
    scale = _Scale(Decimal(first), Decimal(max(last, first + 1)))
    height = len(rows) * 26 + 44
    parts = [_ticks(scale, height, "", whole=True)]
    for number, row in enumerate(rows):
        y = 46 + number * 26
        left, right = scale(Decimal(row.start)), scale(Decimal(row.end))
        bar = element("rect", x=_n(left), y=_n(y - 7), width=_n(max(4, right - left)), height=14, class_="span")
        parts.append(text(_fit(row.label, _LABEL), _LEFT - 14, y + 4, text_anchor="end") + _link(row.mark, bar))
    return _svg(height, "Forecast periods; the table below has the same years", parts)


def grid(
    rows: Sequence[tuple[str, Sequence[tuple[str, Mark] | None], str]], columns: Sequence[str], label: str
) -> Markup:
    """Filled squares where a row has something in a column; the last string of a row stands at its end."""
    if not rows or not columns:
        return Markup()
    size = max(10.0, min(22.0, (_RIGHT - _LEFT) / len(columns)))
    top = 96 if max(map(len, columns)) > 3 else 30
    height = round(len(rows) * 22 + top + 12)
    parts = []
    for number, name in enumerate(columns):
        x = _LEFT + number * size + size / 2
        turn = f"rotate(-50 {_n(x)} {top - 8})" if top > 30 else ""
        more = {"transform": turn} if turn else {"text_anchor": "middle"}
        parts.append(text(_fit(name, 118), x, top - 8, class_="faint", **more))
    for place, (name, cells, end) in enumerate(rows):
        y = top + place * 22
        parts.append(text(_fit(name, _LABEL), _LEFT - 12, y + 15, text_anchor="end"))
        for number, cell in enumerate(cells):
            tone = "empty" if cell is None else cell[0]
            left, width = _n(_LEFT + number * size), _n(size - 1.5)
            box = element("rect", class_=tone, x=left, y=y + 1, width=width, height=19)
            parts.append(box if cell is None else _link(cell[1], box))
        parts.append(text(end, _LEFT + len(columns) * size + 8, y + 15, class_="faint"))
    return _svg(height, label, parts)


def counts(rows: Sequence[tuple[str, int, int, Mark]], label: str) -> Markup:
    """Two bars a row, the second inside the first and stronger: the whole, and the part of it that counts twice."""
    if not rows:
        return Markup()
    scale = _Scale(Decimal(0), Decimal(max(1, *(whole for _, whole, _, _ in rows))))
    height = len(rows) * 24 + 40
    parts = [_ticks(scale, height, "", whole=True)]
    for number, (name, whole, part, mark) in enumerate(rows):
        y = 34 + number * 24
        outer = element("rect", class_="whole", x=_LEFT, y=y, width=_n(scale(Decimal(whole)) - _LEFT), height=16)
        inner = element("rect", class_="filled", x=_LEFT, y=y + 4, width=_n(scale(Decimal(part)) - _LEFT), height=8)
        parts.append(text(_fit(name, _LABEL), _LEFT - 14, y + 13, text_anchor="end") + _link(mark, outer + inner))
    return _svg(height, label, parts)


# ------------------------------------------------------------------------------------------------ parts


class _Scale:
    """Values -> places on the horizontal axis."""

    def __init__(self, low: Decimal, high: Decimal, end: float = _RIGHT) -> None:
        self.low, self.high, self._end = low, high, end

    def __call__(self, value: Decimal) -> float:
        inside = min(max(value, self.low), self.high)
        return _LEFT + float((inside - self.low) / (self.high - self.low)) * (self._end - _LEFT)


def _ticks(scale: _Scale, height: float, unit: str, *, whole: bool = False) -> Markup:
    width = scale.high - scale.low
    step = next(s for s in (Decimal(n) for n in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)) if width / s <= 11)
    value = (scale.low / step).to_integral_value(rounding="ROUND_CEILING") * step
    drawn = Markup()
    while value <= scale.high:
        x = scale(value)
        drawn += element("line", x1=_n(x), x2=_n(x), y1=26, y2=height - 6, class_="grid")
        words = str(int(value)) if whole else f"{int(value):,}{unit}"
        drawn += text(words, x, 16, class_="faint", text_anchor="middle")
        value += step
    return drawn


def _labels(label: str, under: str, y: float) -> Markup:
    drawn = text(_fit(label, _LABEL), _LEFT - 14, y if under else y + 4, text_anchor="end")
    if under:
        drawn += text(_fit(under, _LABEL), _LEFT - 14, y + 14, class_="faint", text_anchor="end")
    return drawn


def _link(mark: Mark, drawn: Markup) -> Markup:
    """What is drawn, with its words on hover, as a link to its quote."""
    content = element("title", mark.says) + drawn
    if mark.quote is None:
        return element("g", content)
    return element("a", content, href=f"#q{mark.quote}", aria_label=mark.says)


def _svg(height: float, label: str, parts: Iterable[Markup]) -> Markup:
    return element("svg", Markup().join(parts), viewBox=f"0 0 {WIDTH} {_n(height)}", role="group", aria_label=label)


def _powers(values: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """The powers of ten below the smallest and above the largest value."""
    logs = [value.log10() for value in values]
    low = min(logs).to_integral_value(rounding="ROUND_FLOOR")
    high = max(logs).to_integral_value(rounding="ROUND_CEILING")
    return low, max(high, low + 1)


def _apart(wanted: Sequence[float], bottom: float) -> list[float]:
    """The heights, sorted downwards, moved so far apart that labels fit between them."""
    placed: list[float] = []
    for height in wanted:
        placed.append(max(height, placed[-1] + _LINE) if placed else height)
    over = max(0.0, placed[-1] - bottom) if placed else 0.0
    return [max(height - over, 10.0 + place * _LINE) for place, height in enumerate(placed)]


def _short(value: Decimal) -> str:
    sizes = ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k"))
    for size, letter in sizes:
        if value >= size:
            return f"{(value / size):f}{letter}"
    return f"{value:f}"


def _percent(value: Decimal) -> str:
    digits = f"{value:f}"
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits} %"


def _width(words: str) -> float:
    """About how many pixels the words take in the charts' font, rather too many than too few."""
    return sum(13.0 if east_asian_width(letter) in "WF" else _PIXELS.get(letter, 7.8) for letter in words)


def _fit(words: str, room: float) -> str:
    """The words, cut where they have no room."""
    if _width(words) <= room:
        return words
    while words and _width(words) + 10 > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _n(value: float) -> str:
    """The number with one decimal at most: the same text on every machine."""
    return f"{value:.1f}".removesuffix(".0")
