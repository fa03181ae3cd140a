"""An agency's emblem: an image and nothing else, re-made so that nothing hides in it."""

import io
import re
import struct
import warnings
from typing import Any

from PIL import Image, UnidentifiedImageError

from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.messages import read_words
from prongsai.core.papers.document import Picture

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


def read_picture(data: bytes, name: str) -> tuple[Picture, Findings]:
    """A picture that may be printed and served.

    Shape:  PNG and JPEG are drawn anew without their metadata; SVG must hold shapes only.
    Errors: UnreadableInput for anything else: what it is and what to send.
    """
    if len(data) > MAX_BYTES:
        most = MAX_BYTES // 1_000_000
        raise UnreadableInput("readers/picture_too_large", place=Place(name), megabytes=most)
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return _raster(data, name)
    if is_vector(data):
        # Few emblems are SVG, and its reader is slow to load.
        from prongsai.readers.drawing import DrawingError, read_drawing  # noqa: PLC0415

        try:
            return read_drawing(data), Findings()
        except DrawingError as error:
            step = read_words("readers/send_emblem")
            raise UnreadableInput(error.message, place=Place(name), next_step=step) from error
    raise UnreadableInput("readers/no_picture", place=Place(name))


def is_vector(data: bytes) -> bool:
    """Whether a file begins as a drawing in SVG does."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<svg|<!DOCTYPE)", data) is not None


def _raster(data: bytes, name: str) -> tuple[Picture, Findings]:
    findings = Findings()
    picture = _decoded(data, name)
    if picture.height < _SHARP_HEIGHT:
        findings.warning("readers/emblem_small", Place(name), height=picture.height)
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
                raise UnreadableInput("readers/too_many_pixels", place=Place(name))  # noqa: TRY301
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
        raise UnreadableInput("readers/picture_damaged", place=Place(name)) from error
    return picture if turn is None else picture.transpose(turn)
