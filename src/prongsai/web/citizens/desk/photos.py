"""Photos of a case: of what was sent only the pixels are kept, drawn anew as a JPEG."""

from __future__ import annotations

import io

from PIL import Image

from prongsai.core.errors import UnreadableInput
from prongsai.core.text import Text
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.uploads import PHOTOS
from prongsai.web.platform.upload_validation import checked

# Enough to read a sign by.
LONGEST = 1_280
_QUALITY = 80
_FORMS = ("JPEG", "PNG")
_SEND = Text("ส่งเป็นภาพ JPG หรือ PNG", "send a JPG or PNG picture")


def redrawn(name: str, data: bytes) -> bytes:
    """A photo as it is kept: no place, day or camera, nothing behind it.

    Errors: Refused for whatever is no photo that can be read, with what to send instead.
    """
    try:
        good = checked(name, data, longest=LONGEST)
    except UnreadableInput as error:
        raise Refused(error.message, field=PHOTOS, next_step=_SEND) from error
    if not good.media_type.startswith("image/"):
        said = Text("แฟ้มนี้ไม่ใช่ภาพ", "this file is no picture")
        raise Refused(said, field=PHOTOS, next_step=_SEND)
    with Image.open(io.BytesIO(good.data), formats=_FORMS) as picture:
        solid = picture.convert("RGBA")
        ground = Image.new("RGB", solid.size, "white")
        ground.paste(solid, mask=solid.getchannel("A"))
    drawn = io.BytesIO()
    ground.save(drawn, "JPEG", quality=_QUALITY)
    return drawn.getvalue()
