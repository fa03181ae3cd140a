"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "prongsai.web.office.announcements"
    label = "announcements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Dashboard, my work, approval, evidence and journal must know the app; no earlier."""
        from prongsai.web.office.announcements import (  # noqa: F401, PLC0415
            ceremonies,
            handlers,
            tiles,
            waiting,
        )
