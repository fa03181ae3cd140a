"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "prongsai.web.year.calendar"
    label = "calendar"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The dashboard must know the strip, the journal the sentences; no earlier."""
        from prongsai.web.year.calendar import tiles  # noqa: F401, PLC0415
