"""Bars: one line for each name, the last year as bar, earlier ones as marks."""

import json

import msgspec
from msgspec import Struct

from prongsai.core.papers.document import ChartRow
from prongsai.documents.charts.sheet import (
    INK,
    LINE_HEIGHT,
    NARROW,
    QUIET,
    SMALL,
    TARGET,
    TEXT,
    TICK,
    WEAK,
    WIDE,
    Drawing,
    Label,
    Sheet,
    width_of,
    within,
    wrap,
)
from prongsai.documents.typesetting.font import FAMILY, FONT_FOLDER, fonts

_BAR = 16.0
_LABELS, _VALUES = 200.0, 66.0


class _Line(Struct, frozen=True):
    """Where one row stands: its words, and the middle of its bar."""

    row: ChartRow
    words: list[str]
    first_word: float
    middle: float


class _Field(Struct, frozen=True):
    """The field of the bars: `left` is 0, `right` is 100."""

    left: float
    right: float
    top: float
    bottom: float

    def x(self, score: float) -> float:
        return self.left + score * (self.right - self.left) / 100


def draw_bars(sheet: Sheet, *, narrow: bool) -> Drawing:
    """The chart; in a narrow one the words of a row stand above its bar."""
    width = NARROW if narrow else WIDE
    room = width - 8 if narrow else _LABELS
    words = [wrap(_words(row), room, TEXT, sheet.names) for row in sheet.chart.rows]
    widest = max((width_of(line, TEXT) for lines in words for line in lines), default=0.0)
    left = 4.0 if narrow else widest + 14
    top = sheet.legend(4.0 if narrow else left, width) + 10
    lines, end = _placed(sheet.chart.rows, words, top, narrow=narrow)
    field = _Field(left, width - _VALUES, top, end + 2)
    for tick in range(0, 101, 20):
        x = field.x(tick)
        sheet.grid((x, field.top - 4), (x, field.bottom))
        sheet.write(Label(x, field.bottom + 14, sheet.tick(tick), "middle", TICK, colour=QUIET))
    for line in lines:
        for number, text in enumerate(line.words):
            y = line.first_word + number * LINE_HEIGHT
            place = (left, y, text, "start") if narrow else (left - 8, y, text, "end")
            sheet.write(Label(*place))
        _bar(sheet, line, field, width)
    _pass_line(sheet, field, width)
    return sheet.finish(width, field.bottom + 38)


def _words(row: ChartRow) -> str:
    return f"{row.label} ({row.foot})" if row.foot else row.label


def _placed(
    rows: tuple[ChartRow, ...], words: list[list[str]], top: float, *, narrow: bool
) -> tuple[list[_Line], float]:
    """The lines from the top down, and where they end."""
    placed = []
    for row, lines in zip(rows, words, strict=True):
        text = len(lines) * LINE_HEIGHT
        if narrow:
            height = text + _BAR + 13
            middle, first = top + text + 4 + _BAR / 2, top + 12
        else:
            height = max(29.0, text + 9)
            middle = top + height / 2 - 3.5
            first = middle + 4 - (text - LINE_HEIGHT) / 2
        placed.append(_Line(row, lines, first, middle))
        top += height
    return placed, top


def _bar(sheet: Sheet, line: _Line, field: _Field, width: float) -> None:
    *earlier, last = line.row.values
    weak = sheet.is_weak(line.row)
    if last is not None:
        x = field.x(within(last))
        sheet.box(field.left, line.middle - _BAR / 2, x - field.left, _BAR, weak=weak)
    for series, value in enumerate(earlier):
        if value is not None:
            sheet.mark(series, field.x(within(value)), line.middle)
    text, baseline = sheet.value(line.row), line.middle + 4
    sheet.write(Label(width - 2, baseline, text, "end", TEXT, True, WEAK if weak else INK))  # noqa: FBT003
    if weak:
        sheet.triangle(width - 12 - width_of(text, TEXT, bold=True), baseline)


def _pass_line(sheet: Sheet, field: _Field, width: float) -> None:
    if sheet.chart.target is None:
        return
    x, text = field.x(within(sheet.chart.target)), sheet.chart.words[2]
    sheet.target((x, field.top - 6), (x, field.bottom))
    half = width_of(text, SMALL, bold=True) / 2
    x = max(half, min(x, width - half))
    sheet.write(Label(x, field.bottom + 30, text, "middle", SMALL, bold=True, colour=TARGET))


_DOTS_PER_INCH = 200.0
_POINTS_PER_CM = 72 / 2.54

_CHART = """
#let chart = json(bytes(sys.inputs.chart))
#let scale = float(sys.inputs.width) / chart.width * 1pt
#set page(width: chart.width * scale, height: chart.height * scale, margin: 0pt)
#set text(font: sys.inputs.family, lang: "th", top-edge: "baseline", bottom-edge: "baseline")
#place(top + left, image(bytes(chart.svg_shapes), width: chart.width * scale))
#for label in chart.labels {
  let words = text(size: label.size * scale, fill: rgb(label.colour),
    weight: if label.bold { "bold" } else { "regular" }, label.text)
  context {
    let wide = measure(words).width
    let before = if label.anchor == "end" { wide } else if label.anchor == "middle" { wide / 2 }
      else { 0pt }
    place(top + left, dx: label.x * scale - before, dy: label.y * scale,
      box(width: wide + 1pt, words))
  }
}
"""
_PICTURE = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(json(bytes(sys.inputs.svg))), height: float(sys.inputs.height) * 1pt)
"""


def chart_png(drawing: Drawing, width_cm: float) -> bytes:
    """The chart as it is printed `width_cm` wide."""
    fonts()
    values = {
        "chart": msgspec.json.encode(drawing).decode(),
        "width": str(width_cm * _POINTS_PER_CM),
    }
    return _png(_CHART, values | {"family": FAMILY})


def svg_png(svg: bytes, height_cm: float) -> bytes:
    """A clean SVG as a picture with clear ground."""
    text = json.dumps(svg.decode("utf-8", "replace"))
    return _png(_PICTURE, {"svg": text, "height": str(height_cm * _POINTS_PER_CM)})


def _png(source: str, values: dict[str, str]) -> bytes:
    import typst  # noqa: PLC0415 - 80 MB, only for pictures

    return typst.compile(
        source.encode(),
        format="png",
        ppi=_DOTS_PER_INCH,
        sys_inputs=values,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONT_FOLDER]),
    )
