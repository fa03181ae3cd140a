"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "prongsai.web.office.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What waits, the journal's sentences, the order's approval, whose dates they are."""
        from prongsai.web.office.meetings import (  # noqa: F401, PLC0415
            handlers,
            managing,
            waiting,
        )
