"""Photos: the day they were taken, read before validation drops it; little ones; turned ones."""

import io
import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from PIL import Image

# What a phone's photo keeps on an A4 page at 300 dots per inch across half a page, and to spare.
LONGEST = 2_560
SMALL = 640
_QUALITY, _SMALL_QUALITY = 88, 80
# A hidden face is this many colours across.
_PATCH, _SOFT = 4, Image.Resampling.BICUBIC
_FIRST_YEAR = 1990
_EXIF, _TAKEN, _DIGITISED, _CHANGED = 0x8769, 0x9003, 0x9004, 0x0132
_DAY = re.compile(r"(\d{4}):(\d{2}):(\d{2})")
_FORMS = ("JPEG", "PNG")
JPEG = "image/jpeg"


def taken_on(data: bytes, today: date) -> date | None:
    """The day an original photo says it was taken; None where it does not, or cannot have been."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMS) as picture:
            exif = picture.getexif()
            tags = exif.get_ifd(_EXIF)
            taken = tags.get(_TAKEN) or tags.get(_DIGITISED) or exif.get(_CHANGED)
    except Exception:  # noqa: BLE001 - the frame of a page asks the database, which may be gone
        return None
    match = _DAY.match(str(taken or ""))
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return day if day is not None and day.year >= _FIRST_YEAR and day <= today else None


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a photo that passed validation."""
    with Image.open(io.BytesIO(data), formats=_FORMS) as picture:
        return picture.size


def small(data: bytes) -> bytes:
    """A little JPEG of a photo that passed validation."""
    with Image.open(io.BytesIO(data), formats=_FORMS) as picture:
        picture.draft("RGB", (SMALL, SMALL))
        picture.thumbnail((SMALL, SMALL))
        return _jpeg(_on_white(picture), _SMALL_QUALITY)


def turned(data: bytes) -> bytes:
    """A photo a quarter to the right, as a JPEG."""
    with Image.open(io.BytesIO(data), formats=_FORMS) as picture:
        return _jpeg(_on_white(picture).transpose(Image.Transpose.ROTATE_270), _QUALITY)


class Region(Struct, frozen=True):
    """A square of a photo, by its middle.

    Units:  thousandths: `across` and `size` of the width, `down` of the height.
    """

    across: int
    down: int
    size: int


def hidden(data: bytes, regions: Iterable[Region]) -> bytes:
    """A photo whose regions are patches of a few colours from which no face can be won back."""
    with Image.open(io.BytesIO(data), formats=_FORMS) as opened:
        picture = _on_white(opened).copy()
    for region in regions:
        box = _box(region, *picture.size)
        patch = picture.crop(box).resize((_PATCH, _PATCH), Image.Resampling.BOX)
        picture.paste(patch.resize((box[2] - box[0], box[3] - box[1]), _SOFT), box)
    return _jpeg(picture, _QUALITY)


def _box(region: Region, width: int, height: int) -> tuple[int, int, int, int]:
    """The pixels of a region inside of a picture, one at least."""
    across, down = region.across * width // 1000, region.down * height // 1000
    half = max(1, region.size * width // 2000)
    left, top = min(max(0, across - half), width - 1), min(max(0, down - half), height - 1)
    return (
        left,
        top,
        max(left + 1, min(width, across + half)),
        max(top + 1, min(height, down + half)),
    )


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGB", "L"):
        return picture
    solid = picture.convert("RGBA")
    ground = Image.new("RGB", solid.size, "white")
    ground.paste(solid, mask=solid.getchannel("A"))
    return ground


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=quality)
    return drawn.getvalue()
