"""A drawing in SVG that holds shapes and nothing else: only elements and attributes of a list."""

import re
from typing import Any

from lxml import etree

from prongsai.core.errors import Wrong
from prongsai.core.papers.document import Picture
from prongsai.core.patterns import compiled

_SVG_SPACE = "{http://www.w3.org/2000/svg}"
_SVG_TAGS = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs",
    "title", "desc", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern",
    "use", "symbol",
})  # fmt: skip
_SVG_ATTRIBUTES = frozenset({
    "id", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy",
    "width", "height", "viewBox", "version", "points", "transform", "fill", "fill-rule",
    "fill-opacity", "clip-rule", "clip-path", "mask", "stroke", "stroke-width",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "stroke-dashoffset", "stroke-opacity", "opacity", "offset", "stop-color", "stop-opacity",
    "gradientUnits", "gradientTransform", "patternUnits", "patternTransform",
    "preserveAspectRatio", "class", "display", "visibility", "overflow", "space",
})  # fmt: skip
# A backslash may write "url" in other letters.
_OUTSIDE = compiled(
    r"url\(\s*+['\"]?+(?!#)|javascript:|data:|expression\(|image-set\(|\\", re.IGNORECASE
)
_INSIDE = compiled(r"url\(\s*['\"]?#([^'\")\s]+)|^#(.+)")
_NUMBER = compiled(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
# Numbers at which drawing programs give up; names and colours are no numbers.
_EXTREME = compiled(r"\d[eE]\+?\d{2,}|(?<![\d.#])\d{8,}")
_NO_NUMBER = frozenset({"id", "class", "href"})
_SMALLEST, _LARGEST, _MOST_OBLONG = 0.1, 100_000, 20
# A pattern of patterns of patterns takes few letters and is never drawn to its end.
_MOST_SHAPES = 200_000


class DrawingError(Wrong):
    """A drawing that is not taken, and the reason."""


def read_drawing(data: bytes) -> Picture:
    """Read a drawing that may be printed and served, without its comments.

    Errors: DrawingError for anything but shapes.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DrawingError("readers/svg.damaged") from error
    if root.getroottree().docinfo.doctype and b"<!ENTITY" in data:
        raise DrawingError("readers/svg.entity_declared")
    if root.tag != f"{_SVG_SPACE}svg":
        raise DrawingError("readers/svg.other_kind")
    for element in root.iter():
        _check_element(element)
    _check_canvas(root)
    _check_size(root)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return Picture(etree.tostring(root), "image/svg+xml")


def _check_element(element: Any) -> None:
    if element.tag is etree.Entity:
        raise DrawingError("readers/svg.entity")
    if not isinstance(element.tag, str):  # a comment or instruction: dropped afterwards
        return
    tag = element.tag.removeprefix(_SVG_SPACE)
    if tag not in _SVG_TAGS:
        raise DrawingError("readers/svg.element", name=tag.rpartition("}")[2])
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2]
        is_link = plain == "href"
        if is_link and not value.startswith("#"):
            raise DrawingError("readers/svg.outside")
        if not is_link and plain not in _SVG_ATTRIBUTES | {"style"}:
            raise DrawingError("readers/svg.attribute", name=plain)
        if plain not in _NO_NUMBER and _EXTREME.search(value):
            raise DrawingError("readers/svg.number")
        if _OUTSIDE.search(value):
            raise DrawingError("readers/svg.outside")


def _check_canvas(root: Any) -> None:
    """Refuse a picture without area, or with sides that nobody prints."""
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))][2:4]
    given = [_NUMBER.match(root.get(side, "")) for side in ("width", "height")]
    lengths = [float(length[0]) for length in given if length]
    for sides in (box, lengths):
        oblong = sides and max(sides) > _MOST_OBLONG * min(sides)
        if oblong or any(not _SMALLEST <= side <= _LARGEST for side in sides):
            raise DrawingError("readers/svg.size")


def _check_size(root: Any) -> None:
    """Refuse shapes that call each other without end, or too often."""
    named: dict[str, list[Any]] = {}
    for element in root.iter(etree.Element):
        named.setdefault(element.get("id", ""), []).append(element)
    sizes: dict[Any, int] = {}

    def size(element: Any) -> int:
        if element not in sizes:
            sizes[element] = _MOST_SHAPES  # what calls itself is as large as may be
            called = [shape for key in _called(element) for shape in named.get(key, ())]
            sizes[element] = 1 + sum(map(size, (*element.iterchildren(etree.Element), *called)))
        return sizes[element]

    try:
        whole = size(root)
    except RecursionError:
        whole = _MOST_SHAPES
    if whole >= _MOST_SHAPES:
        raise DrawingError("readers/svg.shapes")


def _called(element: Any) -> set[str]:
    """The ids that an element draws with."""
    by_value = (_INSIDE.finditer(value) for value in element.attrib.values())
    return {match[1] or match[2] for matches in by_value for match in matches}
