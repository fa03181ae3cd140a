"""What charts are drawn on: shapes, labels, the key, and lines that fit."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from hashlib import sha256

from msgspec import Struct, field

from prongsai.core.papers.digits import to_thai
from prongsai.core.papers.document import Chart, ChartRow
from prongsai.documents.typesetting.breaks import text_width, units
from prongsai.documents.wording import printable, score_text

INK, SOLID, WEAK, TARGET, QUIET = "#22303a", "#1f5f6b", "#b4531b", "#8a1c1c", "#55636c"
_GRID, _HATCHED, _PAPER = "#d9dee1", "#fbeee4", "#fff"

WIDE, NARROW, HALF = 620.0, 340.0, 290.0
TEXT, SMALL, TICK = 12.0, 11.0, 10.5
LINE_HEIGHT = 15.0
_LEGEND_LINE, _GAP = 18.0, 18.0
_MARK = 5.0

Place = tuple[float, float]


class Label(Struct, frozen=True):
    """Words of a chart; `x` and `y` are the end of the base line that `anchor` names."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = TEXT
    bold: bool = False
    colour: str = INK


class Drawing(Struct, frozen=True):
    """A chart drawn: `svg_shapes` is a whole SVG without words, `labels` are the words on it."""

    width: float
    height: float
    svg_shapes: str
    labels: tuple[Label, ...]


class _KeyItem(Struct, frozen=True):
    """A word of the key behind its sign, which takes `room`."""

    text: str
    room: float = 0.0
    show: Callable[[float, float], None] | None = None

    @property
    def bold(self) -> bool:
        return self.show is None

    @property
    def width(self) -> float:
        return self.room + width_of(self.text, SMALL, bold=self.bold)


def name_of(chart: Chart, key: str) -> str:
    """What the ids of a chart begin with."""
    return "chart-" + (key or sha256(repr(chart).encode("utf-8", "replace")).hexdigest()[:10])


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a label is."""
    return text_width(printable(text), size, bold)


def within(value: Decimal) -> float:
    """A score as a length of the scale; what lies outside ends at its edge."""
    return float(min(max(value, Decimal(0)), Decimal(100)))


def wrap(text: str, room: float, size: float, names: frozenset[str]) -> list[str]:
    """The text in lines that fit: broken between words, inside a word only when it is too long.

    >>> wrap("การปรับปรุงระบบการทำงาน", 100, 12, frozenset())
    ['การปรับปรุงระบบ', 'การทำงาน']
    """
    lines: list[str] = []
    for unit in units(printable(text), names):
        for piece in [unit] if _fits(unit, room, size) else _cut(unit, room, size):
            if lines and _fits(lines[-1] + piece, room, size):
                lines[-1] += piece
            else:
                lines.append(piece)
    return [line.strip() for line in lines] or [""]


def _fits(text: str, room: float, size: float) -> bool:
    return text_width(text.rstrip(), size) <= room


def _cut(word: str, room: float, size: float) -> list[str]:
    """A word in pieces that fit; a letter keeps its marks."""
    pieces, used = [""], 0.0
    for letter in word:
        width = text_width(letter, size)
        if width and used + width > room:
            pieces.append("")
            used = 0.0
        pieces[-1] += letter
        used += width
    return [piece for piece in pieces if piece]


class Sheet(Struct):
    """Gathers the shapes and labels of one chart."""

    chart: Chart
    names: frozenset[str]
    thai_digits: bool
    key: str
    shapes: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    @property
    def hatch(self) -> str:
        """The id of the chart's own hatching."""
        return f"{name_of(self.chart, self.key)}-hatch"

    def write(self, label: Label) -> None:
        """Put words on the sheet; none for an empty text."""
        if label.text:
            self.labels.append(label)

    def tick(self, number: int) -> str:
        return to_thai(str(number)) if self.thai_digits else str(number)

    def value(self, row: ChartRow) -> str:
        return score_text(row.values[-1], thai_digits=self.thai_digits)

    def is_weak(self, row: ChartRow) -> bool:
        """Whether that score is below target."""
        last = row.values[-1]
        target = self.chart.target
        return last is not None and target is not None and last < target

    def box(self, x: float, y: float, width: float, height: float, *, weak: bool) -> None:
        """A bar or column."""
        look = f'fill="url(#{self.hatch})" stroke="{WEAK}"' if weak else f'fill="{SOLID}"'
        self._rectangle(x, y, width, height, look)

    def blank(self, x: float, y: float, width: float, height: float) -> None:
        """White under a label that a line would cross."""
        self._rectangle(x, y, width, height, f'fill="{_PAPER}"')

    def _rectangle(self, x: float, y: float, width: float, height: float, look: str) -> None:
        self.shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" {look}/>'
        )

    def _line(self, start: Place, end: Place, look: str) -> None:
        (x1, y1), (x2, y2) = start, end
        self.shapes.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {look}/>'
        )

    def grid(self, start: Place, end: Place) -> None:
        """A fine line of the scale."""
        self._line(start, end, f'stroke="{_GRID}" stroke-width="0.8"')

    def target(self, start: Place, end: Place) -> None:
        """The dashed pass line."""
        self._line(start, end, f'stroke="{TARGET}" stroke-width="1.4" stroke-dasharray="5 3"')

    def mark(self, series: int, x: float, y: float) -> None:
        """The sign of an earlier series: ring, diamond, square."""
        look = f'fill="{_PAPER}" stroke="{INK}" stroke-width="1.3"'
        ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {look}/>'
        diamond = (
            f'<path d="M{x:.1f} {y - _MARK:.1f} l5 5 l-5 5 l-5 -5z" fill="{INK}" '
            f'stroke="{_PAPER}" stroke-width="0.9"/>'
        )
        square = f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" {look}/>'
        self.shapes.append((ring, diamond, square)[series])

    def triangle(self, x: float, baseline: float) -> None:
        """The sign of a score below target, 7 wide."""
        self.shapes.append(f'<path d="M{x:.1f} {baseline - 7:.1f} h7 l-3.5 6z" fill="{WEAK}"/>')

    def legend(self, left: float, right: float) -> float:
        """The key at the top, in as many lines as it needs; the height it takes."""
        x, y = left, 13.0
        for item in self._key_items():
            if x > left and x + item.width > right:
                x, y = left, y + _LEGEND_LINE
            if item.show:
                item.show(x, y)
            self.write(Label(x + item.room, y + 4, item.text, size=SMALL, bold=item.bold))
            x += item.width + _GAP
        return y + 11

    def _key_items(self) -> Iterator[_KeyItem]:
        def swatch(x: float, y: float, *, weak: bool) -> None:
            self.box(x, y - 5, 16, 10, weak=weak)

        def sign(x: float, y: float, *, series: int) -> None:
            self.mark(series, x + _MARK, y)

        *earlier, last = self.chart.series
        passed, weak, _ = self.chart.words
        if self.chart.target is None:
            yield _KeyItem(last, 21, partial(swatch, weak=False))
        else:
            yield _KeyItem(last)
            yield _KeyItem(passed, 21, partial(swatch, weak=False))
            yield _KeyItem(weak, 21, partial(swatch, weak=True))
        for series, name in enumerate(earlier):
            yield _KeyItem(name, 14, partial(sign, series=series))

    def finish(self, width: float, height: float) -> Drawing:
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}"><defs><pattern id="{self.hatch}" width="5" '
            f'height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="5" height="5" fill="{_HATCHED}"/>'
            f'<rect width="2" height="5" fill="{WEAK}"/></pattern></defs>'
        )
        labels = tuple(
            Label(x.x, x.y, printable(x.text), x.anchor, x.size, x.bold, x.colour)
            for x in self.labels
        )
        return Drawing(width, height, f"{head}{''.join(self.shapes)}</svg>", labels)
