"""How an announcement is called."""

from __future__ import annotations

from prongsai.web.office.announcements.models import Announcement

# Under this name approval and circulation know announcements.
KIND = "notice"


def full_title(announcement: Announcement) -> str:
    """The name under which it is submitted, published and sent round; printed, so in Thai."""
    word = "คำสั่ง" if announcement.form == "order" else "ประกาศ"
    return f"{word} เรื่อง {announcement.subject}"
