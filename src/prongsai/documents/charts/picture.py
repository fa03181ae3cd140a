"""Charts and emblems as PNG, for Word: drawn by Typst with the papers' own font."""

from __future__ import annotations

import json

import msgspec

from prongsai.documents.charts.sheet import Drawing
from prongsai.documents.typesetting.font import FAMILY, FONT_FOLDER, fonts

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
    """The chart as it is printed `width_cm` wide.

    Errors: MissingFont.
    """
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
