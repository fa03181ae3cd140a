"""An agency's emblem: an image and nothing else, re-made so that nothing hides in it."""

from __future__ import annotations

import io
import re
import struct
import warnings
from typing import Any

from lxml import etree
from PIL import Image, UnidentifiedImageError

from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.papers.document import Picture
from prongsai.core.text import Text

MAX_BYTES = 5_000_000
_MAX_PIXELS = 40_000_000
_LARGEST_SIDE = 2400
# Below this a 3-cm emblem prints at less than 300 dots an inch.
_SHARP_HEIGHT = 350
_ORIENTATION = 0x0112  # of Exif: how the camera was held
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
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
_OUTSIDE = re.compile(
    r"url\(\s*+['\"]?+(?!#)|javascript:|data:|expression\(|image-set\(|\\", re.IGNORECASE
)
_INSIDE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)|^#(.+)")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
# Numbers at which drawing programs give up; names and colours are no numbers.
_EXTREME = re.compile(r"\d[eE]\+?\d{2,}|(?<![\d.#])\d{8,}")
_NO_NUMBER = frozenset({"id", "class", "href"})
_SMALLEST, _LARGEST, _MOST_OBLONG = 0.1, 100_000, 20
# A pattern of patterns of patterns takes few letters and is never drawn to its end.
_MOST_SHAPES = 200_000


def read_picture(data: bytes, name: str) -> tuple[Picture, Findings]:
    """A picture that may be printed and served.

    Shape:  PNG and JPEG are drawn anew without their metadata; SVG must hold shapes only.
    Errors: UnreadableInput for anything else: what it is and what to send.
    """
    if len(data) > MAX_BYTES:
        raise _refused(
            name,
            Text(
                f"ภาพใหญ่เกิน {MAX_BYTES // 1_000_000} MB",
                f"the picture is over {MAX_BYTES // 1_000_000} MB",
            ),
        )
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return _raster(data, name)
    if is_vector(data):
        return _vector(data, name), Findings()
    raise _refused(
        name, Text("แฟ้มนี้ไม่ใช่ภาพ PNG, JPEG หรือ SVG", "this is no PNG, JPEG or SVG picture")
    )


def is_vector(data: bytes) -> bool:
    """Whether a file begins as a drawing in SVG does."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<svg|<!DOCTYPE)", data) is not None


def _refused(name: str, message: Text) -> UnreadableInput:
    return UnreadableInput(
        message,
        place=Place(name),
        next_step=Text(
            "ส่งภาพตรา PNG พื้นโปร่ง หรือ SVG ที่มีแต่เส้นและรูปทรง",
            "send a PNG with a transparent ground, or an SVG of plain shapes",
        ),
    )


def _raster(data: bytes, name: str) -> tuple[Picture, Findings]:
    findings = Findings()
    picture = _decoded(data, name)
    if picture.height < _SHARP_HEIGHT:
        findings.warning(
            "emblem_small",
            Text(
                f"ตราสูงเพียง {picture.height} จุด จะพิมพ์ไม่คมชัด",
                f"the emblem is only {picture.height} pixels high and will not print sharply",
            ),
            Place(name),
            next_step=Text("ใช้ภาพสูงอย่างน้อย 600 จุด หรือ SVG", "use at least 600 pixels, or an SVG"),
        )
    picture.info.clear()
    picture.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), "image/png"), findings


def _decoded(data: bytes, name: str) -> Any:
    """The pixels, turned as the camera says."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # metadata that is damaged is not taken over
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Any = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            if picture.width * picture.height > _MAX_PIXELS:
                raise _refused(name, Text("ภาพมีจุดมากเกินไป", "the picture has too many pixels"))
            turn = _TURNS.get(picture.getexif().get(_ORIENTATION))
            picture = picture.convert("RGBA")
    except UnreadableInput:
        raise
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
    ) as error:
        raise _refused(name, Text("ภาพเสียหรือไม่ครบ", "the picture is damaged")) from error
    return picture if turn is None else picture.transpose(turn)


def _vector(data: bytes, name: str) -> Picture:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(name, Text("SVG เสียหรือไม่ครบ", "the SVG is damaged")) from error
    if root.getroottree().docinfo.doctype and b"<!ENTITY" in data:
        raise _refused(name, Text("SVG มี <!ENTITY>", "the SVG has an <!ENTITY>"))
    if root.tag != f"{_SVG_SPACE}svg":
        raise _refused(name, Text("แฟ้มนี้ไม่ใช่ SVG", "this is no SVG"))
    for element in root.iter():
        _check_element(element, name)
    _check_canvas(root, name)
    _check_size(root, name)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return Picture(etree.tostring(root), "image/svg+xml")


def _check_element(element: Any, name: str) -> None:
    if element.tag is etree.Entity:
        raise _refused(name, Text("SVG มี &entity;", "the SVG has an &entity;"))
    if not isinstance(element.tag, str):  # a comment or instruction: dropped afterwards
        return
    tag = element.tag.removeprefix(_SVG_SPACE)
    if tag not in _SVG_TAGS:
        shown = tag.rpartition("}")[2]
        raise _refused(
            name, Text(f"SVG มี <{shown}> ซึ่งไม่อนุญาต", f"the SVG has <{shown}>, which is not allowed")
        )
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2]
        is_link = plain == "href"
        if is_link and not value.startswith("#"):
            raise _refused(
                name, Text("SVG อ้างถึงแฟ้มภายนอก", "the SVG refers to something outside itself")
            )
        if not is_link and plain not in _SVG_ATTRIBUTES | {"style"}:
            raise _refused(
                name, Text(f"SVG มี {plain} ซึ่งไม่อนุญาต", f"the SVG has {plain}, which is not allowed")
            )
        if plain not in _NO_NUMBER and _EXTREME.search(value):
            raise _refused(name, Text("SVG มีตัวเลขใหญ่เกินไป", "the SVG has a number too large"))
        if _OUTSIDE.search(value):
            raise _refused(
                name, Text("SVG อ้างถึงแฟ้มภายนอก", "the SVG refers to something outside itself")
            )


def _check_canvas(root: Any, name: str) -> None:
    """Refuse a picture without area, or with sides that nobody prints."""
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))][2:4]
    given = [_NUMBER.match(root.get(side, "")) for side in ("width", "height")]
    lengths = [float(length[0]) for length in given if length]
    for sides in (box, lengths):
        oblong = sides and max(sides) > _MOST_OBLONG * min(sides)
        if oblong or any(not _SMALLEST <= side <= _LARGEST for side in sides):
            raise _refused(name, Text("SVG มีขนาดที่ใช้ไม่ได้", "the SVG has no usable size"))


def _check_size(root: Any, name: str) -> None:
    """Refuse shapes that call each other without end, or too often."""
    named: dict[str, list[Any]] = {}
    for element in root.iter(etree.Element):
        named.setdefault(element.get("id", ""), []).append(element)
    sizes: dict[Any, int] = {}

    def size(element: Any) -> int:
        if element not in sizes:
            sizes[element] = _MOST_SHAPES  # what calls itself is as large as may be
            called = [one for key in _called(element) for one in named.get(key, ())]
            sizes[element] = 1 + sum(map(size, (*element.iterchildren(etree.Element), *called)))
        return sizes[element]

    try:
        whole = size(root)
    except RecursionError:
        whole = _MOST_SHAPES
    if whole >= _MOST_SHAPES:
        raise _refused(name, Text("SVG มีรูปทรงมากเกินไป", "the SVG has too many shapes"))


def _called(element: Any) -> set[str]:
    """The ids that an element draws with."""
    found = (_INSIDE.finditer(value) for value in element.attrib.values())
    return {match[1] or match[2] for matches in found for match in matches}
