"""Columns: one for each name, with its value on top and two lines of words below."""

from msgspec import Struct

from prongsai.core.papers.document import Chart, ChartRow
from prongsai.documents.charts.sheet import (
    HALF,
    INK,
    QUIET,
    SMALL,
    TARGET,
    TEXT,
    TICK,
    WEAK,
    Drawing,
    Label,
    Sheet,
    width_of,
    within,
    wrap,
)  # fmt: skip
from prongsai.documents.typesetting.breaks import units

_LEFT, _BAR = 32.0, 46.0
_STEP, _WIDE_STEP = 62.0, 92.0
_HIGH = 168.0
_NAME_LINE, _FOOT_LINE = 15.0, 13.0


class _Field(Struct, frozen=True):
    """The field of the columns: `bottom` is 0, `top` is 100."""

    right: float
    top: float
    bottom: float
    step: float

    def y(self, score: float) -> float:
        return self.bottom - score * (self.bottom - self.top) / 100

    def middle(self, number: int) -> float:
        return _LEFT + self.step * (number + 0.5)


def columns_width(chart: Chart) -> float:
    """How wide the chart is, so that values and the words of names stand side by side."""
    words = (width_of(unit.strip(), TEXT) for row in chart.rows for unit in units(row.label))
    step = min(max(_STEP, 6 + max(words, default=0.0)), _WIDE_STEP)
    return max(HALF, _LEFT + step * len(chart.rows) + _room_for_target(chart))


def _room_for_target(chart: Chart) -> float:
    return min(width_of(chart.words[2], SMALL, bold=True), 80.0) + 8


def draw_columns(sheet: Sheet) -> Drawing:
    chart = sheet.chart
    width = columns_width(chart)
    top = sheet.legend(_LEFT, width) + 20
    right = width - _room_for_target(chart)
    field = _Field(right, top, top + _HIGH, (right - _LEFT) / len(chart.rows))
    for tick in range(0, 101, 25):
        y = field.y(tick)
        sheet.grid((_LEFT, y), (field.right, y))
        sheet.write(Label(_LEFT - 5, y + 3.5, sheet.tick(tick), "end", TICK, colour=QUIET))
    for number, row in enumerate(chart.rows):
        _column(sheet, row, field, field.middle(number))
    _pass_line(sheet, field)
    for number, row in enumerate(chart.rows):
        _value(sheet, row, field, field.middle(number))
        _earlier(sheet, row, field, field.middle(number))
    bottoms = [_words(sheet, row, field, field.middle(n)) for n, row in enumerate(chart.rows)]
    return sheet.finish(width, max(bottoms) + 5)


def _column(sheet: Sheet, row: ChartRow, field: _Field, middle: float) -> None:
    last, width = row.values[-1], _column_width(field)
    if last is not None:
        y = field.y(within(last))
        sheet.box(middle - width / 2, y, width, field.bottom - y, weak=sheet.is_weak(row))


def _column_width(field: _Field) -> float:
    return min(_BAR, field.step * 0.62)


def _earlier(sheet: Sheet, row: ChartRow, field: _Field, middle: float) -> None:
    """Marks beside the column: on it they would cover its own value."""
    x = middle - _column_width(field) / 2 - 8
    for series, value in enumerate(row.values[:-1]):
        if value is not None:
            sheet.mark(series, x, field.y(within(value)))


def _pass_line(sheet: Sheet, field: _Field) -> None:
    if sheet.chart.target is None:
        return
    y = field.y(within(sheet.chart.target))
    sheet.target((_LEFT, y), (field.right, y))
    lines = wrap(sheet.chart.words[2], 80.0, SMALL, sheet.names)
    for number, line in enumerate(lines):
        y_line = y + 4 + number * _FOOT_LINE
        sheet.write(Label(field.right + 4, y_line, line, size=SMALL, bold=True, colour=TARGET))


def _value(sheet: Sheet, row: ChartRow, field: _Field, middle: float) -> None:
    """The score above its column, on white where the pass line would cross it."""
    last, weak, text = row.values[-1], sheet.is_weak(row), sheet.value(row)
    baseline = field.y(within(last) if last is not None else 0) - 5
    width = width_of(text, TEXT, bold=True)
    if weak:
        middle += 4
    target = sheet.chart.target
    if target is not None and baseline - 12 < field.y(within(target)) < baseline + 5:
        sheet.blank(middle - width / 2 - 11, baseline - 12, width + 14, 16)
    sheet.write(Label(middle, baseline, text, "middle", TEXT, True, WEAK if weak else INK))  # noqa: FBT003
    if weak:
        sheet.triangle(middle - width / 2 - 9, baseline)


def _words(sheet: Sheet, row: ChartRow, field: _Field, middle: float) -> float:
    """The name and the foot below a column; where they end."""
    y, room = field.bottom, field.step - 4
    for line in wrap(row.label, room, TEXT, sheet.names):
        y += _NAME_LINE
        sheet.write(Label(middle, y, line, "middle"))
    for line in wrap(row.foot, room, TICK, sheet.names) if row.foot else ():
        y += _FOOT_LINE
        sheet.write(Label(middle, y, line, "middle", TICK, colour=QUIET))
    return y
