"""Charts of scores as shapes and labels: one source for PDF, DOCX and HTML.

A score below target is hatched and carries a triangle, earlier years are marks of their own form:
nothing is told by colour alone, and a grey print says the same. Shapes and words come apart,
because Typst refuses SVG text with Thai marks under PDF/A with PDF/UA; `svg` joins them again.
"""

from html import escape

from prongsai.core.errors import Misuse
from prongsai.core.papers.document import Chart, ChartKind
from prongsai.documents.charts.bars import draw_bars
from prongsai.documents.charts.columns import columns_width, draw_columns
from prongsai.documents.charts.sheet import HALF, NARROW, WIDE, Drawing, Label, Sheet, name_of
from prongsai.documents.wording import printable

__all__ = ["HALF", "NARROW", "WIDE", "Drawing", "Label", "draw", "svg"]

_MOST_SERIES, _MOST_COLUMNS = 4, 8
_FONTS = "Sarabun, 'Prongsai Sarabun', 'TH Sarabun New', 'Noto Sans Thai', sans-serif"


def draw(
    chart: Chart,
    *,
    thai_digits: bool,
    narrow: bool = False,
    names: frozenset[str] = frozenset(),
    key: str = "",
) -> Drawing:
    """The chart with the digits of its paper.

    Shape:  WIDE units are the line of an upright A4 page, HALF one of two charts beside each
            other; `narrow` draws for a hand's screen; `names` are never broken; `key` keeps two
            equal charts of one page apart.
    Errors: Misuse (more series or columns than can be told apart, values that fit no series).
    """
    _check(chart)
    sheet = Sheet(chart, names, thai_digits=thai_digits, key=key)
    if chart.kind is ChartKind.COLUMNS and not (narrow and columns_width(chart) > NARROW):
        return draw_columns(sheet)
    return draw_bars(sheet, narrow=narrow)


def svg(
    chart: Chart,
    *,
    thai_digits: bool,
    narrow: bool = False,
    names: frozenset[str] = frozenset(),
    key: str = "",
) -> str:
    """The chart as one SVG with its words, title and description; see `draw`."""
    drawing = draw(chart, thai_digits=thai_digits, narrow=narrow, names=names, key=key)
    opening, shapes = drawing.svg_shapes.removesuffix("</svg>").split(">", 1)
    name = name_of(chart, key)
    return (
        f'{opening} role="img" aria-labelledby="{name}-title {name}-text" font-family="{_FONTS}">'
        f'<title id="{name}-title">{_escaped(chart.caption)}</title>'
        f'<desc id="{name}-text">{_escaped(chart.alternative)}</desc>'
        f"{shapes}{''.join(map(_label_svg, drawing.labels))}</svg>"
    )


def _check(chart: Chart) -> None:
    if not 1 <= len(chart.series) <= _MOST_SERIES:
        raise Misuse("documents/chart.series")
    if any(len(row.values) != len(chart.series) for row in chart.rows):
        raise Misuse("documents/chart.values")
    if chart.kind is ChartKind.COLUMNS and not 1 <= len(chart.rows) <= _MOST_COLUMNS:
        raise Misuse("documents/chart.columns")


def _escaped(text: str) -> str:
    return escape(printable(text))


def _label_svg(label: Label) -> str:
    weight = ' font-weight="700"' if label.bold else ""
    return (
        f'<text x="{label.x:.1f}" y="{label.y:.1f}" text-anchor="{label.anchor}" '
        f'font-size="{label.size:g}"{weight} fill="{label.colour}">{escape(label.text)}</text>'
    )
