"""Small charts as SVG: plain text made of figures, coloured by class, told in words.

Every drawing is `role="img"` with a label that says its figures, or stands beside them and is
hidden from readers. No inline style, no script: the page's strict policy holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil

from django.utils.html import escape
from django.utils.safestring import SafeString
from msgspec import Struct

Figure = Decimal | Fraction | float | int | str | None
TARGET = 85.0
_FULL = 100.0
# So many figures stand side by side in a chart without touching.
_MOST_TOLD = 6
_WIDTH = 300.0
# The colours of columns that stand side by side.
_COLUMNS = ("c-ok", "c-gain")
_PARTS = frozenset({"eit", "iit", "oit", "ok", "low", "gain", "done"})


class ValuePoint(Struct, frozen=True):
    """One value of a series: its year or name, its height 0-100, and how it is printed."""

    label: str
    value: float | None
    text: str


class Field(Struct, frozen=True):
    """The plane of a chart: pixels, margins, and the values at its foot and head."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    lowest: float = 0.0
    highest: float = _FULL

    def y(self, value: float) -> float:
        share = (self.highest - value) / (self.highest - self.lowest)
        return self.top + share * (self.height - self.top - self.bottom)

    def x(self, place: int, count: int) -> float:
        """Where the place-th of `count` points stands; a single one in the middle."""
        span = self.width - self.left - self.right
        return self.left + (span / 2 if count == 1 else place * span / (count - 1))


def number(value: Figure) -> float | None:
    if value is None or value == "":
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def points_of(points: Iterable[Sequence[object]]) -> tuple[ValuePoint, ...]:
    """Triples (label, value, printed text) as points; the text may be missing."""
    made = []
    for point in points:
        value = number(point[1])  # type: ignore[arg-type]  # templates hand over anything
        text = str(point[2]) if len(point) > 2 else ("" if value is None else f"{value:.2f}")  # noqa: PLR2004 - the third part
        made.append(ValuePoint(str(point[0]), value, text))
    return tuple(made)


def bar(
    value: Figure, label: str = "", target: Figure = TARGET, gain_from: Figure = None
) -> SafeString:
    """A value 0-100 with a tick at the target; `gain_from` shows what would be gained."""
    height, goal, start = number(value), number(target), number(gain_from)
    below = height if start is None else start
    colour = "c-low" if _is_low(below, goal) else "c-ok"
    inner = _rect("c-track", _WIDTH)
    if height is not None and start is not None:
        inner += _rect("c-gain", _share(height))
    if below is not None:
        inner += _rect(colour, _share(below))
    if goal:
        inner += _stroke("c-target", goal, "-3V15")
    return _stretched("ps-bar", 12, inner, label)


def dots(value: Figure, before: Figure = None, target: Figure = TARGET) -> SafeString:
    """A dot for a value 0-100 and a hollow one for the value before, with a tick at the target."""
    goal = number(target)
    inner = _rect("c-track", _WIDTH)
    if goal:
        inner += _stroke("c-target", goal, "-3V15")
    for figure, colour in ((before, "c-before"), (value, "c-now")):
        height = number(figure)
        if height is not None:
            low = " c-lownow" if colour == "c-now" and _is_low(height, goal) else ""
            inner += _stroke(f"{colour}{low}", height, "6h.01")
    return _stretched("ps-bar", 12, inner, "")


def progress(done: Figure, total: Figure, label: str = "") -> SafeString:
    """How much is done; green only when all is."""
    part, whole = number(done) or 0.0, number(total) or 0.0
    share = 0.0 if not whole else min(1.0, part / whole)
    colour = "c-done" if whole and share >= 1 else "c-ok"
    inner = _rect("c-track", _WIDTH, 8) + _rect(colour, _WIDTH * share, 8)
    return _stretched("ps-bar ps-bar--thin", 8, inner, label or f"{share:.0%}")


def stacked(parts: Iterable[Sequence[object]], label: str) -> SafeString:
    """One bar of several shares, side by side."""
    kept = [(str(kind), number(value) or 0.0) for kind, value in parts]  # type: ignore[arg-type]
    whole = sum(value for _, value in kept) or 1.0
    inner, left = "", 0.0
    for kind, value in kept:
        width = _WIDTH * value / whole
        colour = f"c-{kind}" if kind in _PARTS else "c-ok"
        inner += (
            f'<rect class="{colour}" x="{_at(left)}" width="{_at(max(0, width - 1.5))}" '
            'height="12"/>'
        )
        left += width
    return _stretched("ps-bar", 12, inner, label)


def spark(values: Iterable[Figure], label: str, target: Figure = TARGET) -> SafeString:
    """A line without axes, for a tile."""
    series = [number(value) for value in values]
    known = [value for value in series if value is not None]
    plane = Field(84, 38, 6, 6, 5, 5, lowest=min(50.0, *known) if known else 50.0)
    inner = _goal(plane, target, 0, 84) + _lines(plane, series)
    if known and series[-1] is not None:
        inner += _dot(plane, len(series) - 1, len(series), series[-1], target, 4)
    return SafeString(
        f'<svg class="ps-spark" width="84" height="38" viewBox="0 0 84 38"{_aria(label)}>'
        f"{inner}</svg>"
    )


def mini(values: Iterable[Figure], label: str, target: Figure = TARGET) -> SafeString:
    """One of several small charts on one scale 0-100."""
    series = [number(value) for value in values]
    plane = Field(150, 60, 10, 10, 7, 7)
    goal, last = number(target), len(series) - 1
    low = bool(series) and _is_low(series[-1], goal)
    inner = "".join(_area(plane, run, len(series)) for run in _runs(series))
    inner += _goal(plane, target, 0, 150)
    inner += _lines(plane, series, "c-line c-linelow" if low else "c-line")
    for place, value in enumerate(series):
        if value is not None:
            inner += _dot(plane, place, len(series), value, target, 4.5 if place == last else 3)
    return _chart(plane, inner, label)


def columns(values: Iterable[Sequence[str | int | None]], label: str) -> SafeString:
    """Columns side by side for each name, a colour for each count, all told in the label.

    Shape:  each value is a name and its counts; None leaves a gap; a phone hides every second name.
    """
    series = [(str(name), [number(count) for count in counts]) for name, *counts in values]
    words = ", ".join(f"{name} {_counts(counts)}" for name, counts in series)
    most = max((count or 0 for _name, counts in series for count in counts), default=0) or 1
    plane = Field(340, 140, 24, 0, 12, 24, highest=most)
    step = (plane.width - plane.left) / max(1, len(series))
    inner = ""
    for line in (0, most):
        height = plane.y(line)
        inner += (
            f'<path class="c-grid" d="M{_at(plane.left)} {_at(height)}H340"/>'
            f'<text class="c-text" x="20" y="{_at(height + 4)}" text-anchor="end">{line:g}</text>'
        )
    for place, (name, counts) in enumerate(series):
        middle, odd = plane.left + (place + 0.5) * step, " c-odd" if place % 2 else ""
        inner += (
            f'<text class="c-text{odd}" x="{_at(middle)}" y="134" text-anchor="middle">'
            f"{escape(name)}</text>{_beside(plane, counts, middle, step * 0.7)}"
        )
    return _chart(plane, inner, f"{label}: {words}")


def _beside(plane: Field, counts: Sequence[float | None], middle: float, width: float) -> str:
    """The columns of one name."""
    each, left = width / max(1, len(counts)), middle - width / 2
    return "".join(
        f'<rect class="{_COLUMNS[place]}" x="{_at(left + place * each)}" '
        f'y="{_at(plane.y(count))}" width="{_at(each)}" '
        f'height="{_at(plane.y(0) - plane.y(count))}"/>'
        for place, count in enumerate(counts)
        if count
    )


def _counts(counts: Sequence[float | None]) -> str:
    return " / ".join("–" if count is None else f"{count:g}" for count in counts)


def line_chart(
    points: Iterable[Sequence[object]], label: str, target: Figure = TARGET
) -> SafeString:
    """Values over the years with their figures printed; a year without a value leaves a gap."""
    series = points_of(points)
    values = [point.value for point in series]
    lowest = _floor([value for value in values if value is not None])
    plane = Field(340, 200, 58, 50, 26, 34, lowest)
    inner = _grid(plane, lowest) + _goal(plane, target, 34, 314, tick=True) + _lines(plane, values)
    count = len(series)
    for place, point in enumerate(series):
        across = _at(plane.x(place, count))
        # Of many points every second or third from the last has room for its words.
        is_told = (count - 1 - place) % ceil(count / _MOST_TOLD) == 0
        if is_told:
            inner += (
                f'<text class="c-text" x="{across}" y="{_at(plane.height - 10)}" '
                f'text-anchor="middle">{escape(point.label)}</text>'
            )
        if point.value is None:
            continue
        inner += _dot(plane, place, count, point.value, target, 5)
        if not is_told:
            continue
        inner += (
            f'<text class="c-strong" x="{across}" '
            f'y="{_at(plane.y(point.value) - 12)}" text-anchor="middle">{escape(point.text)}</text>'
        )
    return _chart(plane, inner, label)


def _grid(plane: Field, lowest: float) -> str:
    inner, step = "", 20 if lowest > 0 else 25
    for value in range(int(lowest), int(_FULL) + 1, step):
        height = plane.y(value)
        inner += (
            f'<path class="c-grid" d="M34 {_at(height)}H{_at(plane.width - 26)}"/>'
            f'<text class="c-text" x="26" y="{_at(height + 4)}" text-anchor="end">{value}</text>'
        )
    return inner


def _goal(plane: Field, target: Figure, left: float, right: float, *, tick: bool = False) -> str:
    goal = number(target)
    if not goal or goal < plane.lowest:
        return ""
    height = plane.y(goal)
    line = f'<path class="c-goal" d="M{_at(left)} {_at(height)}H{_at(right)}"/>'
    if tick:
        line += (
            f'<text class="c-text" x="{_at(right + 4)}" y="{_at(height + 4)}">{_at(goal)}</text>'
        )
    return line


def _lines(plane: Field, series: Sequence[float | None], colour: str = "c-line") -> str:
    drawn = ""
    for run in _runs(series):
        path = " ".join(f"{_at(plane.x(p, len(series)))},{_at(plane.y(v))}" for p, v in run)
        drawn += f'<polyline class="{colour}" points="{path}"/>'
    return drawn


def _runs(series: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """Stretches of known values; a missing year parts them."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate(series):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _area(plane: Field, run: Sequence[tuple[int, float]], count: int) -> str:
    top = "L".join(f"{_at(plane.x(place, count))} {_at(plane.y(value))}" for place, value in run)
    first, last = plane.x(run[0][0], count), plane.x(run[-1][0], count)
    foot = _at(plane.height)
    return f'<path class="c-area" d="M{_at(first)} {foot}L{top}L{_at(last)} {foot}z"/>'


def _dot(plane: Field, place: int, count: int, value: float, target: Figure, radius: float) -> str:
    colour = "c-dotlow" if _is_low(value, number(target)) else "c-dot"
    return (
        f'<circle class="{colour}" cx="{_at(plane.x(place, count))}" '
        f'cy="{_at(plane.y(value))}" r="{_at(radius)}"/>'
    )


def _is_low(value: float | None, goal: float | None) -> bool:
    return value is not None and goal is not None and value < goal


def _floor(values: Sequence[float]) -> float:
    """The foot of the scale: a multiple of 20 with room under the lowest value, 40 at most."""
    if not values:
        return 40.0
    return float(max(0, min(40, int((min(values) - 5) // 20 * 20))))


def _chart(plane: Field, inner: str, label: str) -> SafeString:
    box = f"0 0 {_at(plane.width)} {_at(plane.height)}"
    return SafeString(f'<svg class="ps-chart" viewBox="{box}"{_aria(label)}>{inner}</svg>')


def _stretched(name: str, height: int, inner: str, label: str) -> SafeString:
    aria = _aria(label) if label else ' aria-hidden="true" focusable="false"'
    return SafeString(
        f'<svg class="{name}" viewBox="0 0 300 {height}" preserveAspectRatio="none"{aria}>'
        f"{inner}</svg>"
    )


def _aria(label: str) -> str:
    return f' role="img" aria-label="{escape(label)}" focusable="false"'


def _share(value: float) -> float:
    return max(0.0, min(_FULL, value)) * _WIDTH / _FULL


def _stroke(name: str, value: float, way: str) -> str:
    start = _at(_share(value))
    return f'<path class="{name}" vector-effect="non-scaling-stroke" d="M{start} {way}"/>'


def _rect(name: str, width: float, height: int = 12) -> str:
    return f'<rect class="{name}" width="{_at(width)}" height="{height}" rx="2"/>'


def _at(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")
