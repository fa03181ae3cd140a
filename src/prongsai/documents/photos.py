"""Photos at the size they are printed: a report of a hundred stays small, and so does the memory.

What a camera wrote beside the picture, such as its place, is left behind.
"""

import io
import struct
import warnings
from typing import Any

from msgspec import Struct

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.papers.document import Photos, Picture

# 200 dots an inch: sharp on paper, and on a screen twice as large.
_DOTS_PER_CM = 200 / 2.54
_QUALITY = 82
# Widest picture in centimetres, by how many stand in a row; wider pages do not make them larger.
_WIDEST = {1: 13.0, 2: 9.6}
_SHAPE = 3 / 4
GUTTER = 0.5
# A few dots more than are printed are no reason to draw a picture anew.
_ENOUGH = 1.25
_MOST_PIXELS = 80_000_000
_JPEG, _SVG = "image/jpeg", "image/svg+xml"
_PLAIN_MODES = ("RGB", "L")
_TOLD_BESIDE = frozenset({"exif", "icc_profile", "photoshop", "xmp", "comment"})


class Frame(Struct, frozen=True):
    """The room of one picture in centimetres."""

    width: float
    height: float


class Sized(Struct, frozen=True):
    """A picture as it is printed.

    Units:  `pixels` are width and height in dots, `width` and `height` centimetres.
    """

    data: bytes
    media_type: str
    pixels: tuple[int, int]
    width: float
    height: float


def frame_of(block: Photos, room: float) -> Frame:
    """The room of each photo of a block on a line of `room` centimetres."""
    across = 1 if block.across < 2 else 2  # noqa: PLR2004 - one or two in a row
    width = min((room - GUTTER * (across - 1)) / across, _WIDEST[across])
    return Frame(width, width * _SHAPE)


def for_print(data: bytes, *, across: int = 1, name: str = "") -> Picture:
    """A photo of any size as a small JPEG without its camera's notes, for a row of `across`.

    Call it while reading: then the large files are never in memory together.
    Errors: UnreadableInput for what is no picture; its place is `name`.
    """
    widest = _WIDEST[1 if across < 2 else 2]  # noqa: PLR2004 - one or two in a row
    frame = Frame(widest, widest * _SHAPE)
    drawn = _drawn(data, frame, name)
    return Picture(drawn.data, drawn.media_type)


def sized(picture: Picture, frame: Frame, name: str) -> Sized:
    """A picture drawn for its frame, whole and undistorted.

    Errors: UnreadableInput for a damaged picture; its place is `name`.
    """
    data = picture.data
    if picture.media_type == _SVG:
        from prongsai.documents.charts.bars import svg_png  # noqa: PLC0415 - 80 MB of library

        data = svg_png(data, frame.height)
    return _drawn(data, frame, name)


def _drawn(data: bytes, frame: Frame, name: str) -> Sized:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only for photos

    most = (round(frame.width * _DOTS_PER_CM), round(frame.height * _DOTS_PER_CM))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # notes of the camera that are damaged are not kept
            opened: Any = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
            if opened.width * opened.height > _MOST_PIXELS:
                raise _refused(name)
            kept, pixels = (
                (data, opened.size) if _is_ready(opened, most) else _redrawn(opened, most)
            )
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
    ) as error:
        raise _refused(name) from error
    scale = min(frame.width / pixels[0], frame.height / pixels[1])
    return Sized(kept, _JPEG, pixels, pixels[0] * scale, pixels[1] * scale)


def _is_ready(opened: Any, most: tuple[int, int]) -> bool:
    """Whether a picture can be printed as it is: small, plain colours, nothing told beside."""
    ready = (
        opened.format == "JPEG"
        and opened.mode in _PLAIN_MODES
        and all(side <= limit * _ENOUGH for side, limit in zip(opened.size, most, strict=True))
        and not _TOLD_BESIDE & set(opened.info)
    )
    if ready:
        opened.load()  # a damaged one is told here, not on paper
    return ready


def _redrawn(opened: Any, most: tuple[int, int]) -> tuple[bytes, tuple[int, int]]:
    """The picture upright on white, no larger than its frame."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only for photos

    # A JPEG is opened at an eighth to a half of its size: twelve megapixels are never unpacked.
    opened.draft("RGB", (2 * max(most), 2 * max(most)))
    picture = ImageOps.exif_transpose(opened)
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer)
    picture = picture.convert("RGB")
    picture.info.clear()
    picture.thumbnail(most, Image.Resampling.LANCZOS)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return target.getvalue(), picture.size


def _refused(name: str) -> UnreadableInput:
    return UnreadableInput("documents/picture_unusable", place=Place(name))
