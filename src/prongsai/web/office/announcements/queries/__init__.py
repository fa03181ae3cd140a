"""What pages show of announcements."""

from __future__ import annotations

from prongsai.web.office.announcements.queries.one import (
    AnnouncementPage,
    KindPage,
    VersionPage,
    announcement_page,
    announcement_row,
    kind_page,
    version_page,
)
from prongsai.web.office.announcements.queries.register import (
    Line,
    RegisterPage,
    Step,
    register_page,
)

__all__ = [
    "AnnouncementPage",
    "KindPage",
    "Line",
    "RegisterPage",
    "Step",
    "VersionPage",
    "announcement_page",
    "announcement_row",
    "kind_page",
    "register_page",
    "version_page",
]
