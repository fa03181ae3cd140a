"""What pages show of announcements."""

from __future__ import annotations

from prongsai.web.announcements.queries.one import (
    KindPage,
    NoticePage,
    VersionPage,
    kind_page,
    notice_page,
    notice_row,
    version_page,
)
from prongsai.web.announcements.queries.register import Line, RegisterPage, Step, register_page

__all__ = [
    "KindPage",
    "Line",
    "NoticePage",
    "RegisterPage",
    "Step",
    "VersionPage",
    "kind_page",
    "notice_page",
    "notice_row",
    "register_page",
    "version_page",
]
