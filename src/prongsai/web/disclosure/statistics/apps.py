"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "prongsai.web.disclosure.statistics"
    label = "statistics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The approval, the journal and "my work" must know; no earlier."""
        from prongsai.web.disclosure.statistics import (  # noqa: F401, PLC0415
            handlers,
            waiting,
        )
