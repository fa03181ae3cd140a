"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "prongsai.web.year.analysis"
    label = "analysis"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal must know the app's sentences."""
        from prongsai.web.year.analysis import journal_messages  # noqa: F401, PLC0415
