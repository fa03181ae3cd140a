"""What is said of a picture that is not taken."""

from __future__ import annotations

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.text import Text


def refused(name: str, message: Text) -> UnreadableInput:
    """A picture that is not taken, with what to send instead."""
    return UnreadableInput(
        message,
        place=Place(name),
        next_step=Text(
            "ส่งภาพตรา PNG พื้นโปร่ง หรือ SVG ที่มีแต่เส้นและรูปทรง",
            "send a PNG with a transparent background, or an SVG of plain shapes",
        ),
    )
