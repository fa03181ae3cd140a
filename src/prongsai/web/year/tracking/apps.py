"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "prongsai.web.year.tracking"
    label = "tracking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Journal, dashboard, my work and uploads must know this app; no earlier."""
        from prongsai.web.year.tracking import subjects, tiles, waiting  # noqa: F401, PLC0415
