"""How an announcement is called."""

from __future__ import annotations

from prongsai.web.announcements.models import Notice

# Under this name approval and circulation know announcements.
KIND = "notice"


def full_title(notice: Notice) -> str:
    """The name under which it is submitted, published and sent round; printed, so in Thai."""
    word = "คำสั่ง" if notice.form == "order" else "ประกาศ"
    return f"{word} เรื่อง {notice.subject}"
