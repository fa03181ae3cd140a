"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "prongsai.web.year.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal, the dashboard, "my work" and the approval must know; no earlier."""
        from prongsai.web.year.reports import (  # noqa: F401, PLC0415
            handlers,
            photos,
            tiles,
            waiting,
        )
